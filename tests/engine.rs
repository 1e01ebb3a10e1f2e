//! The whole program but its screen, on a real disk, against a real server that fails: nothing typed
//! is lost, nothing is created twice.

mod customs;
mod deletes;
mod drafts;
mod hundred;
mod lists;
mod outbox;
mod profiles;
mod retries;
mod soak;
mod support;
mod system_users;
mod together;
mod whose;
