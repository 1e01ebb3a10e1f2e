//! Input about users: the field table and its checks.

pub mod custom_field;
pub mod draft;
pub mod entry;
pub mod field_ref;
pub mod fields;
pub mod gate;
pub mod pick;
pub mod prefill;
pub mod subject;
pub mod value;
pub mod verdict;
