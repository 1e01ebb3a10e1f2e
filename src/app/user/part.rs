//! A part of what is known about a user, and its request.

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{Remote, SLOW};

/// Requests a part.
pub(super) fn ask<T>(part: &mut Remote<T>, question: Read, cx: &mut Context<'_>) {
    let ticket = cx.tickets.issue(Owner::User);
    part.start(ticket);
    cx.out.extend([Effect::Fetch(ticket, question), Effect::Timer(ticket, SLOW)]);
}
