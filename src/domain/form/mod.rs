//! What can be filled in about a user: the field table, and what makes an entry acceptable.

pub mod custom_field;
pub mod draft;
pub mod entry;
pub mod field_ref;
pub mod fields;
pub mod gate;
pub mod subject;
pub mod value;
pub mod verdict;
