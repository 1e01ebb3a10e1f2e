//! Keys: the command table, the keys in force, and what a key is.

pub mod hold;
pub mod keymap;
pub mod names;
pub mod press;
pub mod rebind;
pub mod table;
