//! Draws the company list.

mod cells;
pub mod table;
