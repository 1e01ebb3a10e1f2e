//! Inputs, lists and areas that any room can use.

pub mod area;
pub mod filter_list;
pub mod text_input;
