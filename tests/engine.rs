//! The whole program but its screen, on a real disk, against a real server that fails: nothing typed
//! is lost, nothing is created twice.

mod concurrent;
mod custom_fields;
mod deletes;
mod drafts;
mod exports;
mod import_choices;
mod import_turns;
mod imports;
mod imports_soak;
mod late_lookups;
mod late_writes;
mod lists;
mod lost_answers;
mod memberships;
mod outbox;
mod owner_search;
mod profiles;
mod retries;
mod soak;
mod support;
mod system_soak;
mod system_users;
mod two_programs;
mod updates;
mod updates_soak;
