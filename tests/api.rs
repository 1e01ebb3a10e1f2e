//! The real client against the real embedded server, over real HTTP on loopback.
//!
//! Every test has a server of its own, so all of them may run at once. None sleeps: they wait for
//! what the server has seen.

#[path = "fuzz/decode.rs"]
mod body;
#[path = "api/bounds.rs"]
mod bounds;
#[path = "api/cancel.rs"]
mod cancel;
#[path = "api/company.rs"]
mod company;
#[path = "api/custom.rs"]
mod custom;
#[path = "api/decode.rs"]
mod decode;
#[path = "api/errors.rs"]
mod errors;
#[path = "api/golden.rs"]
mod golden;
#[path = "api/lenient.rs"]
mod lenient;
#[path = "api/pace.rs"]
mod pace;
#[path = "api/paging.rs"]
mod paging;
#[path = "api/probe.rs"]
mod probe;
#[path = "api/proxy.rs"]
mod proxy;
#[path = "api/reads.rs"]
mod reads;
#[path = "api/roster.rs"]
mod roster;
#[path = "api/secrets.rs"]
mod secrets;
#[path = "secured/mod.rs"]
mod secured;
#[path = "api/strangers.rs"]
mod strangers;
#[path = "api/support.rs"]
mod support;
#[path = "api/system_users.rs"]
mod system_users;
#[path = "api/tls.rs"]
mod tls;
#[path = "api/token.rs"]
mod token;
#[path = "api/user_lists.rs"]
mod user_lists;
#[path = "api/users.rs"]
mod users;
#[path = "api/writes.rs"]
mod writes;
