//! The real client against the real embedded server, over real HTTP on loopback.
//!
//! Every test has a server of its own, so all of them may run at once. None sleeps: they wait for
//! what the server has seen.

#[path = "fuzz/decode.rs"]
mod body;
mod bounds;
mod cancel;
mod company;
mod company_groups;
mod company_index;
mod custom;
mod decode;
mod errors;
mod filters;
mod golden;
mod groups;
mod lenient;
mod life;
mod paging;
mod probe;
mod proxy;
mod rate_limit;
mod reads;
mod secrets;
mod support;
mod system_users;
mod tls;
mod token;
mod user_lists;
mod users;
mod writes;
mod wrong_peers;
