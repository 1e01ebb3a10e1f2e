//! Update stories: what a person does, what the program does, without terminal or network.

mod common;

#[path = "stories/activity.rs"]
mod activity;
#[path = "stories/again.rs"]
mod again;
#[path = "stories/around.rs"]
mod around;
#[path = "stories/changes.rs"]
mod changes;
#[path = "stories/checks.rs"]
mod checks;
#[path = "stories/company.rs"]
mod company;
#[path = "stories/customs.rs"]
mod customs;
#[path = "stories/desk.rs"]
mod desk;
#[path = "stories/evidence.rs"]
mod evidence;
#[path = "stories/form.rs"]
mod form;
#[path = "stories/gates.rs"]
mod gates;
#[path = "stories/in_place.rs"]
mod in_place;
#[path = "stories/instant.rs"]
mod instant;
#[path = "stories/jobs.rs"]
mod jobs;
#[path = "stories/own_keys.rs"]
mod own_keys;
#[path = "stories/paste.rs"]
mod paste;
#[path = "stories/profiles.rs"]
mod profiles;
#[path = "stories/queue_edges.rs"]
mod queue_edges;
#[path = "stories/read_only.rs"]
mod read_only;
#[path = "stories/restarts.rs"]
mod restarts;
#[path = "stories/system_users.rs"]
mod system_users;
#[path = "stories/table.rs"]
mod table;
#[path = "stories/typed_at_once.rs"]
mod typed_at_once;
#[path = "stories/users.rs"]
mod users;
#[path = "stories/view.rs"]
mod view;
#[path = "stories/whose.rs"]
mod whose;
#[path = "stories/writes.rs"]
mod writes;
