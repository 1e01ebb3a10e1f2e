//! What a terminal can show, and the keys that a configuration gives.

pub mod appearance;
pub mod key_binding;
