//! Draws the company list.

pub mod table;
