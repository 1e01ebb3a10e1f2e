//! Draws the company list.

mod cells;
pub mod groups;
pub mod table;
