//! The command line: arguments, and the commands that need no screen.

pub mod add;
pub mod args;
pub mod companies;
pub mod demo_server;
pub mod doctor;
pub mod exit;
pub mod find;
pub mod headless;
pub mod journal;
pub mod login;
pub mod logout;
pub mod naming;
pub mod output;
pub mod pages;
pub mod picking;
pub mod profile_args;
pub mod profiles;
mod prompt;
pub mod rows;
pub mod service;
pub mod system_users;
pub mod undo;
pub mod unlock;
pub mod user_flags;
pub mod users;
mod waiting;
