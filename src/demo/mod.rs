//! The embedded server: the part of the Keepnet API that this program uses, over real HTTP on loopback.
//!
//! It has its own wire types, data and validation, and never uses the client's: a mistake that both share would pass
//! every test. It is based on the service's published description. State lives as long as the [`Server`].

mod answer;
mod assets;
mod audit;
mod body;
mod check;
mod clock;
mod company;
mod company_column;
mod company_group;
mod connection;
mod custom;
mod denied;
mod directory;
mod domains;
mod extract;
mod fault_response;
mod faults;
mod filter;
mod generate;
mod group;
mod id;
mod layer;
mod membership;
mod month;
mod paging;
mod people;
mod plain_search;
mod requests;
mod routes;
mod search;
mod server;
mod shared;
mod staff;
mod stamp;
mod sync;
mod system_user;
mod system_user_search;
mod text;
mod tokens;
mod tracked;
mod user;
mod user_search;
mod wire;
mod world;

use std::time::Duration;

pub use clock::Clock;
pub use faults::{Fault, Faults, Gate, Rewrite};
pub use month::MonthAnswer;
pub use requests::{Ending, Request};
pub use server::Server;
pub use sync::ManagedBy;
pub use system_user::StoredSystemUser;
pub use user::StoredUser;
pub use world::Mail;

/// The options of a server.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port on loopback; 0 takes a free one.
    pub port: u16,
    /// Companies of the reseller; there are at least the hand-made ones and at most 100 000.
    pub companies: usize,
    /// The same seed makes the same companies.
    pub seed: u64,
    /// Average latency.
    pub latency: Duration,
    /// Maximum deviation from it.
    pub jitter: Duration,
    /// Share of requests with a random fault, 0 to 1.
    pub fail_rate: f64,
    /// How long a token lives.
    pub token_ttl: Duration,
    /// How long searches do not find a new user or a change, like an index that lags.
    pub index_delay: Duration,
    /// The day from which renewals are counted; `None` is today.
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
    /// The defaults without latency, on a fixed day: for tests.
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
