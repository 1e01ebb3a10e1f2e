//! Keys: the command table, the keys in force, and what a key is.

pub mod command;
pub mod hold;
pub mod keymap;
pub mod press;
pub mod rebind;
pub mod scope;
pub mod table;
