//! Time limits and progress of a write.

use std::time::Duration;

/// Time limits.
#[derive(Debug, Clone)]
pub struct ReconcilePolicy {
    /// How often a user that may have been created is looked up: the service's index may lag.
    pub tries: u32,
    /// The wait before the second attempt; it doubles.
    pub first_wait: Duration,
    /// How long a create waits at most for the check who has the address.
    pub before: Duration,
    /// How long to wait for another program's create of the same user.
    pub others: Duration,
}

impl Default for ReconcilePolicy {
    /// Five attempts within seven and a half seconds; three seconds before a create; as long as another program's
    /// create may be under way.
    fn default() -> Self {
        Self {
            tries: 5,
            first_wait: Duration::from_millis(500),
            before: Duration::from_secs(3),
            others: Duration::from_secs(45),
        }
    }
}

impl ReconcilePolicy {
    /// How long all attempts take together: as long as the index may lag.
    pub(super) fn patience(&self) -> Duration {
        let waits = (1_u32 << self.tries.saturating_sub(1).min(16)) - 1;
        self.first_wait.saturating_mul(waits)
    }
}

/// The progress of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its intent is about to be recorded.
    Recording,
    /// Another program is creating the same user; waiting for its outcome.
    Waiting,
    /// The intent is on disk; it is about to be sent.
    Sending,
    /// The service has answered; nothing is recorded yet.
    Answered,
    /// The outcome is on disk.
    Settled,
    /// The outcome is known but could not be recorded: the next run will look it up.
    NotSettled,
    /// No clear answer came; looking the user up.
    Checking {
        /// The attempt, from 1.
        attempt: u32,
        /// The number of attempts.
        of: u32,
    },
}

pub(super) type OnStep<'a> = &'a (dyn Fn(Step) + Send + Sync);
