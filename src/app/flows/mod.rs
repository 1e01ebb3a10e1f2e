//! Where two features meet.

pub mod activity;
pub mod add_ahead;
pub mod columns;
pub mod copy;
pub mod empty;
pub mod export;
pub mod journal;
pub mod lists;
pub mod open_form;
pub mod outcome;
pub mod outcome_words;
pub mod owner_search;
pub mod panes;
pub mod profiles;
pub mod reconnect;
pub mod restore;
pub mod submit;
pub mod undo;
