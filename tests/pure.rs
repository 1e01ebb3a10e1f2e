//! What needs neither terminal nor network nor disk.

mod common;
mod fuzz;
mod import;
mod paste;
mod properties;
mod screens;
mod stories;
