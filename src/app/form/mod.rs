//! The form and its drafts.

pub mod answers;
pub mod autosave;
pub mod closed_gates;
pub mod country;
pub mod custom_fields;
pub mod domain_check;
pub mod domain_owners;
pub mod drafts;
pub mod duplicate_check;
pub mod edit;
pub mod focus;
pub mod gates;
pub mod known_custom_fields;
pub mod loads;
pub mod lookups;
pub mod navigation;
pub mod next_step;
pub mod parked;
pub mod picker;
pub mod picking;
pub mod seats;
pub mod sections;
pub mod stage;
pub mod state;
pub mod validate;
