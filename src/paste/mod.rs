//! What a person pastes from a ticket, told apart into what it says of a person.
//!
//! A signature block, `Name <address>`, a mail header, rows of a spreadsheet, a form of labels and values, or a
//! sentence. Every value is a part of the paste, or derived from one as [`Finding::why`] says; nothing is looked up,
//! stored or sent. The time is linear in the size of the paste, of which at most [`READ_KIB`] KiB are read.

mod absence;
mod address;
mod analyze;
mod bounds;
mod card;
mod casing;
mod contact;
mod context;
mod couple;
mod department;
mod details;
mod facts;
mod findings;
mod heading;
mod known;
mod label;
mod line;
mod lines;
mod local;
mod mail;
mod manager;
mod name;
mod naming;
mod naming_convention;
mod normalize;
mod number;
mod owner;
mod people;
mod person;
mod robot;
mod segment;
mod table;
mod vocabulary;
mod words;
mod wrapped;

pub use analyze::{Analysis, Leftover, READ_KIB, analyze};
pub use contact::{Certainty, Contact, Finding, Part};
pub use context::Context;
pub use heading::{Heading, SplitName, heading, split_name};
