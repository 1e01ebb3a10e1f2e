//! Draws inputs, lists and bars.

pub mod filter_list;
pub mod painter;
pub mod seats_bar;
