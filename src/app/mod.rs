//! The program as a pure function: [`update::update`] takes the model, the moment and a message,
//! changes the model and returns the effects it wants.
//!
//! Nothing here knows a network, a disk, a clock, a terminal or a random number; the runtime is
//! the only place where those exist, so every behaviour is an ordinary assertion.

pub mod again;
pub mod ahead;
pub mod all_companies;
pub mod commands;
pub mod companies;
pub mod company_lines;
pub mod company_pane;
pub mod copy;
pub mod country;
pub mod customs;
pub mod duplicate;
pub mod effect;
pub mod empty;
pub mod export;
pub mod form;
pub mod form_checks;
pub mod form_keys;
pub mod forms;
pub mod guard;
pub mod input;
pub mod jobs;
pub mod keep;
pub mod keymap;
pub mod landing;
pub mod layout;
pub mod link;
pub mod list;
pub mod listed;
pub mod listing;
pub mod lists;
pub mod lookups;
pub mod model;
pub mod mouse;
pub mod msg;
pub mod names;
pub mod notices;
pub mod outcome;
pub mod overlay;
pub mod palette;
pub mod panes;
mod pasting;
pub mod picker;
pub mod press;
pub mod preview;
pub mod profiles;
pub mod questions;
pub mod rebind;
pub mod reconnect;
pub mod remote;
pub mod resolve;
pub mod run;
pub mod save;
pub mod search;
pub mod taking;
pub mod typing_on;
pub mod update;
pub mod users;
pub mod view;
pub mod visits;
pub mod walk;
mod when;
pub mod whose;
pub mod writes;
