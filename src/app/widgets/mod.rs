//! Inputs, lists and areas that any feature can use.

pub mod area;
pub mod filter_list;
pub mod text_area;
pub mod text_input;
