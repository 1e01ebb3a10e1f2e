//! Reads a file of people, whatever program has written it, and tells which column is which field.
//!
//! CSV with any separator and encoding, worksheets of Excel, vCards. Everything is bounded: a file that is larger, or
//! that unfolds to more, is refused with a sentence. People are checked by the rules of the form and by what the
//! service says about their company, which somebody else has asked; here nothing is looked up or sent. [`Plan`] says what
//! would become of each row, [`Run`] which row is sent next and when to stop, [`Outcome`] what became of each.

mod action;
mod answers;
mod bounds;
mod check;
mod column;
mod columns;
mod compared;
mod content;
mod counts;
mod defaults;
mod delimited;
mod doubt;
mod edit;
mod encoding;
mod file;
mod groups;
mod kind;
mod meaning;
mod names;
mod needed_groups;
mod order;
mod outcome;
mod outcomes;
mod person;
mod plan;
mod reading;
mod reconcile;
mod required;
mod result;
mod run;
mod samples;
mod sheet;
mod text;
mod title;
mod unzipped;
mod vcard;
mod vocabulary;
mod workbook;
mod xls;

pub use action::Action;
pub use answers::{Answers, Needs};
pub use bounds::{MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS};
pub use check::{CustomColumn, Facts, Judged, check};
pub use column::Column;
pub use columns::{Layout, Mapping, NO_ADDRESSES, layout, said_by_row};
pub use counts::{Told, counts, summary};
pub use defaults::{FieldDefault, default_fields};
pub use doubt::Doubt;
pub use encoding::ENCODINGS;
pub use file::{Hints, read};
pub use groups::{Becomes, GroupChoices, GroupMapping, GroupName, GroupToCreate};
pub use meaning::Meaning;
pub use names::{Names, name_key};
pub use order::{Order, OrderContext};
pub use outcome::{EARLIER, Ended, Outcome, is_unfinished, outcome_counts};
pub use outcomes::{outcome_of, outcomes};
pub use person::{Person, Problem, people};
pub use plan::{Plan, Planned};
pub use reading::{NamedCompanies, Options, Reading};
pub use reconcile::Absent;
pub use result::{ResultFiles, result_files};
pub use run::{AT_ONCE, EQUAL_FAILURES, Run, Stop};
pub use samples::{ColumnSample, Unread, samples, unread, unread_samples};
pub use sheet::{Line, Origin, Sheet, Unit, column_name};
