//! Keys: the command table, the effective keys, and key presses.

pub mod command;
pub mod command_row;
pub mod hold;
pub mod keymap;
pub mod press;
pub mod rebind;
pub mod scope;
pub mod table;
