//! The domain model, without any knowledge of network, disk or screen.
//!
//! The lowest layer: used by every other module, and using none.

pub mod change;
pub mod company;
pub mod desk;
pub mod form;
pub mod history;
pub mod list;
pub mod service;
pub mod terminal;
pub mod text;
pub mod time;
pub mod user;
