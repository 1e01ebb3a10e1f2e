//! Update stories: what a person does, what the program does, without terminal or network.

mod common;

#[path = "stories/around.rs"]
mod around;
#[path = "stories/desk.rs"]
mod desk;
#[path = "stories/form.rs"]
mod form;
#[path = "stories/jobs.rs"]
mod jobs;
#[path = "stories/table.rs"]
mod table;
#[path = "stories/writes.rs"]
mod writes;
