//! Draws inputs, lists and bars.

pub mod filter_list;
pub mod gauge;
pub mod message;
pub mod painter;
