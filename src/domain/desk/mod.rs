//! What a desk adds to the program: addresses of its console, commands of its own, aliases and notes.

pub mod address;
pub mod entry;
pub mod note;
pub mod notes;
pub mod own_command;
pub mod template;
