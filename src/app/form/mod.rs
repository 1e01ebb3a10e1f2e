//! The form and its drafts.

pub mod autosave;
pub mod country;
pub mod custom_fields;
pub mod domain_check;
pub mod drafts;
pub mod duplicate_check;
pub mod edit;
pub mod gates;
pub mod loads;
pub mod lookups;
pub mod parked;
pub mod paste_preview;
pub mod picker;
pub mod seats;
pub mod state;
pub mod validate;
