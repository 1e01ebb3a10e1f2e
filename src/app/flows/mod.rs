//! Where two features meet.

pub mod activity;
pub mod add_when_loaded;
pub mod autosave;
pub mod columns;
pub mod copy;
pub mod empty;
pub mod export;
pub mod fading;
pub mod follow_form;
pub mod journal;
pub mod keep_form;
pub mod lists;
pub mod marks;
pub mod open_form;
pub mod outcome;
pub mod outcome_messages;
pub mod owner_search;
pub mod panes;
pub mod paste_preview;
pub mod profiles;
pub mod reconnect;
pub mod restore;
pub mod submit;
pub mod typing;
pub mod undo;
pub mod views;
