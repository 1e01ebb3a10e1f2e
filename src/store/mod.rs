//! What is kept on disk between runs: drafts, the journal of writes, the companies as they were last seen and on each of
//! the last days, the aliases and notes of the desk, and how the list was left.
//!
//! ```text
//! <state>/keepnet-tui/<profile>@<service>/    0700
//!     state.db                0600; one SQLite database, which any number of programs use at once
//!     <run>.run               one a running program that has something of its own in there; locked as long as it runs
//! <state>/keepnet-tui/terminals.json          0600; the background of terminals, dark or light
//! ```
//!
//! Drafts belong to the program in which they were typed as long as it runs, and then to the next one that asks. Writes
//! are shared: an outcome that is unknown to one program prevents all others from sending the same user, and a user
//! created by one program can be deleted by another. No secret is ever passed to this module.

mod cleanup;
mod database;
mod days;
mod drafts;
mod edited_record;
mod entry_record;
mod error;
mod imports;
mod kept_companies;
mod kept_imports;
mod kind_record;
mod known_companies;
mod notes;
mod paths;
mod probe;
mod profile;
mod record;
mod retention;
mod run;
mod schema;
mod snapshot;
mod terminals;
mod together;
mod update_record;
mod view;
mod waiting;
mod writes;

pub use cleanup::Purged;
pub use days::KEPT_DAYS;
pub use paths::{STATE_DIR, folder_of, state_folder};
pub use probe::try_folder;
pub use profile::{DaysKept, Store, inspect, inspect_days, purge};
pub use retention::MAX_AGE;
pub use terminals::{background, remember_background};
pub use together::Writer;
pub use waiting::{Pace, Record, Written};
