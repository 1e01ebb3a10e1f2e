//! The documents: their tables are those of the program, their examples are taken by it, and their links and
//! paths lead somewhere. `KEEPNET_UPDATE_DOCS=1 cargo test --test documents` writes the tables.

#[path = "documents/examples.rs"]
mod examples;
#[path = "documents/generated.rs"]
mod generated;
#[path = "documents/links.rs"]
mod links;
#[path = "documents/pages.rs"]
mod pages;
#[path = "documents/paths.rs"]
mod paths;
