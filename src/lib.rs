//! Browse the companies of a Keepnet reseller and add target users, from the terminal.
//!
//! The house, floor by floor; a floor uses only the floors below it, and rooms on one floor never
//! see each other:
//!
//! | floor | room | what happens there |
//! |---|---|---|
//! | 0 | [`domain`] | companies, target users, queries, seats, failures, and the two tables: fields and columns |
//! | 0 | [`paste`] | text that was pasted, told apart into what it says about a user |
//! | 0.5 | [`system`] | the doors: children, files of the person's, words that leave |
//! | 1 | [`api`] | the Keepnet API: client, token, retries, what goes over the wire |
//! | 1 | [`app`] | the pure program: model, messages, effects, update; the command table |
//! | 1 | [`demo`] | the embedded API server on loopback |
//! | 1 | [`config`] | flags, environment, file, defaults |
//! | 1 | [`store`] | drafts and the journal of writes, on disk |
//! | 2 | [`outbox`] | writes that are sent once and whose end becomes known |
//! | 2 | [`ui`] | the screen, drawn from the model alone |
//! | 2 | [`cli`] | the command line |
//! | 3 | [`runtime`] | time, network, disk and terminal: the loop |

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
pub mod domain;
pub mod outbox;
pub mod paste;
pub mod runtime;
pub mod store;
pub mod system;
pub mod ui;
