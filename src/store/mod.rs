//! What is kept on disk between runs: drafts, the journal of writes, the companies as they were last seen, and how
//! the list was left.
//!
//! ```text
//! <state>/keepnet-tui/<profile>@<service>/    0700
//!     state.db                0600; one SQLite database, which any number of programs use at once
//!     <run>.run               one a running program that has something of its own in there; locked as long as it runs
//! ```
//!
//! What was typed belongs to the program it was typed into as long as that runs, and to the next one that asks when
//! it has ended. What was written to the service is everybody's: what one program has in doubt no other sends, and
//! what one has created another can undo. No secret is ever given to this room.

mod ageing;
mod database;
mod drafts;
mod janitor;
mod place;
mod profile;
mod record;
mod run;
mod schema;
mod snapshot;
mod trial;
mod trouble;
mod view;
mod writes;

pub use ageing::KEPT;
pub use janitor::Purged;
pub use place::{STATE_DIR, folder_of, state_folder};
pub use profile::{Store, examine, purge};
pub use trial::try_out;
