//! Draws the users of a company.

pub mod list;
