//! What every feature needs: messages, effects, pending requests, notices.

pub mod advice;
pub mod context;
pub mod effect;
pub mod export;
pub mod focus;
pub mod folder;
pub mod import;
pub mod msg;
pub mod notices;
pub mod owner;
pub mod remote;
pub mod settings;
pub mod start_at;
