//! Only for tests, and not in release builds: `KEEPNET_TEST_KILL` names the step of a create at which the process kills
//! itself, like `kill -9`. From outside no step can be hit reliably.

use crate::outbox::Step;

/// Kills the process when this step is the one asked for.
pub(super) fn at(step: Step) {
    let name = match step {
        Step::Recording => "recording",
        Step::Waiting => "waiting",
        Step::Sending => "sending",
        Step::Answered => "answered",
        Step::Settled | Step::NotSettled => "settled",
        Step::Checking { .. } => "checking",
    };
    if std::env::var("KEEPNET_TEST_KILL").as_deref() == Ok(name) {
        super::platform::kill_self();
    }
}
