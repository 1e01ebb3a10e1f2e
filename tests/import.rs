//! Files of people as programs write them, with what must be understood of each: `tests/import/files` and
//! `tests/import/wanted`.
//!
//! `KEEPNET_UPDATE_IMPORT=1 cargo test --test pure import::` writes what is understood; look at the difference.

mod corpus;
mod defaults;
mod edits;
mod rules;
