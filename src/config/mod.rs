//! The configuration: flags over environment over the file's profile over defaults.

mod aliases;
mod ca_file;
mod check;
mod commands;
mod error;
mod explained;
mod file;
mod keyring;
mod keys;
mod layers;
mod load;
mod login_store;
mod logins;
mod paths;
mod profile;
mod reading;
mod schema;
mod secret;
mod secret_command;
mod secret_from;
mod setting_schema;
mod settings;
mod themes;
mod view_writer;
mod views;

pub use aliases::TeamAliases;
pub use check::{Checked, check};
pub use error::{ConfigError, NO_CONFIG_PATH};
pub use keyring::{KeyringError, probe as probe_keyring};
pub use load::{list, load, load_other};
pub use login_store::{ForgottenLogin, LoginError, LoginSummary, SecretStore, StaleEntry, forget, without_profile};
pub use paths::path_of;
pub use profile::{head_of, secret_variable};
pub use schema::schema;
pub use secret::PATIENT;
pub use secret_command::{CommandLine, Terminal};
pub use secret_from::SecretFrom;
pub use settings::{Config, Flags, ProfileSummary};
pub use view_writer::save_view;

/// An example with every setting, explained; lines that begin with `#` and no space are example settings.
pub const EXAMPLE: &str = include_str!("example.toml");

#[cfg(test)]
mod tests;
