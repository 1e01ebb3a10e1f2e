//! Draws whose email an address is.

pub mod results;
