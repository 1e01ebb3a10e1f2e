//! Draws the owner search.

pub mod results;
