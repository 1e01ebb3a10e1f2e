//! Draws the company list.

mod cells;
pub mod groups;
mod kept;
pub mod table;

pub use kept::KeptRows;
