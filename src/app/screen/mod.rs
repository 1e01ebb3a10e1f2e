//! Where everything is on the screen; drawing and the mouse both ask it.

pub mod company_lines;
pub mod layout;
pub mod scope;
