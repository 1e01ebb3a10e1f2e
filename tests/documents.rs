//! The documents: their tables are those of the program, their examples are taken by it, and their links and
//! paths lead somewhere. `KEEPNET_UPDATE_DOCS=1 cargo test --test project documents` writes the tables.

mod examples;
mod generated;
mod links;
mod pages;
mod paths;
