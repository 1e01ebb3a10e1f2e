//! The doors to the rest of the machine: every child, every file of the person's and every word goes through
//! one of these, so that what must hold for all of them stands in one place.

pub mod child;
pub mod file;
pub mod guard;
pub mod out;
pub mod unfinished;
