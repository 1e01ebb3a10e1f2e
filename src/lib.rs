//! Browse the companies of a Keepnet reseller and add target users, from the terminal.
//!
//! A module uses only modules of lower layers. `ARCHITECTURE.md` has the rules, and the data flow.
//!
//! | layer | module | contents |
//! |---|---|---|
//! | 0 | [`display`] | the bytes that make a terminal show the next frame |
//! | 0 | [`domain`] | companies, users, queries, failures; the tables of fields and columns |
//! | 0 | [`paste`] | recognises contacts in pasted text |
//! | 0 | [`roster`] | files of people: read, judged, and which row is sent when |
//! | 0 | [`system`] | child processes, the user's files, standard output and standard error |
//! | 1 | [`api`] | the Keepnet API: client, token, retries, wire types |
//! | 1 | [`app`] | the pure program: model, messages, effects, update; the command table |
//! | 1 | [`config`] | flags, environment, file, profiles, log-ins |
//! | 1 | [`demo`] | the embedded API server |
//! | 1 | [`store`] | one database per profile: drafts, the journal of writes, the companies as last seen |
//! | 2 | [`outbox`] | writes: recorded, sent once, looked up until their outcome is known |
//! | 2 | [`import`] | what an import asks of the service, and how a row is sent |
//! | 2 | [`ui`] | draws the model |
//! | 2 | [`cli`] | the command line and the commands without a screen |
//! | 3 | [`runtime`] | the loop: time, network, disk, terminal |

// Nothing that is typed, configured or sent by the service may end the program.
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::todo)
)]

pub mod api;
pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod display;
pub mod domain;
pub mod import;
pub mod outbox;
pub mod paste;
pub mod roster;
pub mod runtime;
pub mod store;
pub mod system;
pub mod ui;
