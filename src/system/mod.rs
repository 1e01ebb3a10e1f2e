//! Access to the rest of the machine. Every child process, file and message of the program goes through this module, so
//! that the rules for all of them are in one place.

pub mod capture;
pub mod child;
pub mod clock;
pub mod file;
pub mod folder;
pub mod launch;
pub mod output;
pub mod partial_file;
pub mod rewrite;
pub mod source_file;
pub mod write_access;
