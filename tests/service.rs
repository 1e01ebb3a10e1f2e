//! What talks to the embedded server from within the process.

mod api;
mod demo_server;
mod engine;
mod matrix;
mod secured;
