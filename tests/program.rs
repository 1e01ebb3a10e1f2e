//! The real binary: at a shell, and in a pseudo-terminal.

mod conventions;
mod doctor;
mod headless;
mod pictures;
mod secured;
mod terminal;
