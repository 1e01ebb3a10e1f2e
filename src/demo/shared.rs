//! The shared state of a server.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fastrand::Rng;

use super::Options;
use super::clock::Clock;
use super::faults::Faults;
use super::requests::Log;
use super::tokens::Tokens;
use super::world::World;

/// The state of one server. No lock is held across an await.
pub(super) struct Shared {
    pub(super) options: Options,
    pub(super) faults: Faults,
    pub(super) log: Log,
    pub(super) clock: Clock,
    world: Mutex<World>,
    tokens: Mutex<Tokens>,
    dice: Mutex<Rng>,
}

impl Shared {
    /// The initial state of a server.
    pub(super) fn new(options: Options, world: World) -> Self {
        Self {
            faults: Faults::default(),
            log: Log::default(),
            clock: world.clock.clone(),
            world: Mutex::new(world),
            tokens: Mutex::new(Tokens::new(options.token_ttl)),
            dice: Mutex::new(Rng::with_seed(options.seed)),
            options,
        }
    }

    /// Companies and look-ups.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// The tokens.
    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        lock(&self.tokens)
    }

    /// Randomness: latency and faults.
    pub(super) fn dice(&self) -> MutexGuard<'_, Rng> {
        lock(&self.dice)
    }
}

/// A handler that panicked has left nothing inconsistent that matters for a demo.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
