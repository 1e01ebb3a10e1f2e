//! Where two features meet.

pub mod columns;
pub mod empty;
pub mod export;
pub mod lists;
pub mod outcome;
pub mod panes;
pub mod profiles;
pub mod submit;
