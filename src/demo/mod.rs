//! The embedded server: the part of the Keepnet API that this program uses, over real HTTP on loopback.
//!
//! It has its own wire types, its own data and its own idea of what is valid, and never sees the
//! client's: what both get wrong in the same way would pass every test. Its facts come from the
//! service's published description. State lives as long as the [`Server`].

mod answer;
mod assets;
mod body;
mod check;
mod clock;
mod company;
mod company_column;
mod custom;
mod domains;
mod extract;
mod faults;
mod filter;
mod generate;
mod group;
mod id;
mod layer;
mod line;
mod mangle;
mod paging;
mod people;
mod requests;
mod routes;
mod search;
mod server;
mod shared;
mod staff;
mod stamp;
mod system_user;
mod text;
mod tokens;
mod user;
mod user_search;
mod wire;
mod world;

use std::time::Duration;

pub use clock::Clock;
pub use faults::{Fault, Faults, Gate, Rewrite};
pub use requests::{Ending, Request};
pub use server::Server;
pub use system_user::StoredSystemUser;
pub use user::StoredUser;

/// How a server is to be.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port on loopback; 0 takes a free one.
    pub port: u16,
    /// Companies of the reseller; the hand-made ones are there even when fewer are asked for, and
    /// more than 100 000 are never made.
    pub companies: usize,
    /// The same seed makes the same companies.
    pub seed: u64,
    /// How long each request waits on average.
    pub latency: Duration,
    /// By how much the wait is shorter or longer at most.
    pub jitter: Duration,
    /// Requests that meet a random fault, 0 to 1.
    pub fail_rate: f64,
    /// How long a token lives.
    pub token_ttl: Duration,
    /// How long a new user stays unknown to the searches of users, as with an index that lags behind.
    pub index_delay: Duration,
    /// The day from which renewals are counted; none is the system's day.
    pub today: Option<jiff::civil::Date>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            companies: 137,
            seed: 1,
            latency: Duration::from_millis(120),
            jitter: Duration::from_millis(80),
            fail_rate: 0.0,
            token_ttl: Duration::from_secs(3600),
            index_delay: Duration::ZERO,
            today: None,
        }
    }
}

impl Options {
    /// The defaults without any wait, on a fixed day: for tests.
    #[must_use]
    pub fn instant() -> Self {
        Self {
            latency: Duration::ZERO,
            jitter: Duration::ZERO,
            today: Some(jiff::civil::date(2026, 11, 23)),
            ..Self::default()
        }
    }
}
