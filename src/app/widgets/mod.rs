//! Inputs and lists that any room can use.

pub mod filter_list;
pub mod text_input;
