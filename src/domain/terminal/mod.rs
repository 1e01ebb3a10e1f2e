//! Terminal settings: appearance and key bindings.

pub mod appearance;
pub mod key_binding;
