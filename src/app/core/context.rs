//! What a handler needs besides its own state.

use crate::app::core::effect::Effect;
use crate::app::core::notices::Notices;
use crate::app::core::remote::Tickets;
use crate::app::keys::keymap::KeyMap;
use crate::domain::time::now::Now;

/// What a handler needs besides its own state.
pub struct Context<'a> {
    /// The moment.
    pub now: Now,
    /// Makes tickets.
    pub tickets: &'a mut Tickets,
    /// The effective keys.
    pub keys: &'a KeyMap,
    /// Takes notices.
    pub notices: &'a mut Notices,
    /// Takes the effects.
    pub out: &'a mut Vec<Effect>,
}

/// Borrows the parts of a model that [`Context`] is made of, besides the part being updated. A method
/// could not: it would borrow the whole model.
#[macro_export]
#[doc(hidden)]
macro_rules! cx {
    ($model:expr, $out:expr) => {
        &mut $crate::app::core::context::Context {
            now: $model.now,
            tickets: &mut $model.tickets,
            keys: &$model.settings.keys,
            notices: &mut $model.notices,
            out: $out,
        }
    };
}
