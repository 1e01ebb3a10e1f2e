//! How long a write is waited for, and how far it is.

use std::time::Duration;

/// How long things are waited for.
#[derive(Debug, Clone)]
pub struct Patience {
    /// How often a user who may have been created is looked for: the service's index may lag behind.
    pub tries: u32,
    /// The wait before the second try; it doubles.
    pub first_wait: Duration,
    /// How long a create waits at most to learn who has the address before it is sent.
    pub before: Duration,
    /// How long the create of the same user by another program is waited for.
    pub others: Duration,
}

impl Default for Patience {
    /// Five tries over seven and a half seconds; three seconds before a create; as long as a create of another
    /// program may be under way.
    fn default() -> Self {
        Self {
            tries: 5,
            first_wait: Duration::from_millis(500),
            before: Duration::from_secs(3),
            others: Duration::from_secs(45),
        }
    }
}

/// How far a write is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its intent is about to be recorded.
    Recording,
    /// Another program is creating the same user: its end is waited for.
    Waiting,
    /// The intent is on disk; it is about to be sent.
    Sending,
    /// The service has answered, and nothing is recorded yet.
    Answered,
    /// The outcome is on disk.
    Settled,
    /// The outcome is known, and could not be recorded: the next run will look it up.
    NotSettled,
    /// No clear answer came: the user is looked for.
    Checking {
        /// Which try, from 1.
        attempt: u32,
        /// Of how many.
        of: u32,
    },
}

pub(super) type On<'a> = &'a (dyn Fn(Step) + Send + Sync);
