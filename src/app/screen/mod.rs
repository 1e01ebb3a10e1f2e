//! Where everything is on the screen; drawing and the mouse both ask it.

pub mod activity;
pub mod activity_layout;
pub mod change_users;
pub mod chips;
pub mod company_card;
pub mod company_lines;
pub mod confirmations;
pub mod connection;
pub mod dialog_layout;
pub mod field_grid;
pub mod footer;
pub mod form_buttons;
pub mod form_layout;
pub mod form_lines;
pub mod form_remarks;
pub mod header;
pub mod layout;
pub mod marks;
pub mod note_layout;
pub mod output_layout;
pub mod overlay_layout;
pub mod palette;
pub mod position;
pub mod scope;
pub mod user_rows;
pub mod views;
