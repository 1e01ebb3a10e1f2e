//! What needs neither terminal nor network nor disk.

mod common;
mod fuzz;
mod paste;
mod properties;
mod screens;
mod stories;
