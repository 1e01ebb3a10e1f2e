//! The whole program but its screen, on a real disk, against a real server that fails: nothing typed
//! is lost, nothing is created twice.

#[path = "engine/customs.rs"]
mod customs;
#[path = "engine/drafts.rs"]
mod drafts;
#[path = "engine/hundred.rs"]
mod hundred;
#[path = "engine/lists.rs"]
mod lists;
#[path = "engine/outbox.rs"]
mod outbox;
#[path = "engine/profiles.rs"]
mod profiles;
#[path = "engine/retries.rs"]
mod retries;
#[path = "engine/soak.rs"]
mod soak;
#[path = "engine/support.rs"]
mod support;
#[path = "engine/system_users.rs"]
mod system_users;
#[path = "engine/together.rs"]
mod together;
#[path = "engine/whose.rs"]
mod whose;
