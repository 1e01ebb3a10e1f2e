//! The program as a pure function: [`shell::update::update`] takes the model, the moment and a message,
//! changes the model and returns the effects it wants.
//!
//! Nothing here knows a network, a disk, a clock, a terminal or a random number; the runtime is
//! the only place where those exist, so every behaviour is an ordinary assertion.

// A new variant has to be handled wherever the others are.
#![warn(clippy::wildcard_enum_match_arm)]

pub mod changes;
pub mod companies;
pub mod company;
pub mod connection;
pub mod core;
pub mod flows;
pub mod form;
pub mod import;
pub mod keys;
pub mod model;
pub mod overlays;
pub mod owner_search;
pub mod paged_list;
pub mod screen;
pub mod shell;
pub mod user;
pub mod users;
pub mod widgets;
