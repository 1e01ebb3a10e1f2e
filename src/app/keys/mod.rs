//! Keys: the command table, the effective keys, and key presses.

pub mod command;
pub mod command_row;
mod generated_rows;
mod group_rows;
pub mod hold;
mod import_rows;
pub mod keymap;
mod own_rows;
pub mod press;
pub mod rebind;
pub mod scope;
mod system_user_rows;
pub mod table;
mod user_rows;
