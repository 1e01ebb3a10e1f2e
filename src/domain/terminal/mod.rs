//! Terminal settings: appearance, themes and key bindings.

pub mod appearance;
pub mod key_binding;
pub mod theme;
