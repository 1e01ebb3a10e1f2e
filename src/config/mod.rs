//! The configuration: flags over environment over the file's profile over defaults.

mod ca_file;
mod check;
mod error;
mod file;
mod keeping;
mod keyring;
mod layers;
mod load;
mod logins;
mod place;
mod profile;
mod reading;
mod schema;
mod secret;
mod secret_command;
mod secret_from;
mod setting_schema;
mod settings;

pub use check::{Checked, check};
pub use error::{ConfigError, NO_PLACE};
pub use keeping::{Forgotten, KeepError, Kept, LeftOver, LoggedIn, forget, without_profile};
pub use keyring::{KeyringError, probe as probe_keyring};
pub use load::{list, load, load_other};
pub use place::path_of;
pub use profile::{head_of, secret_variable};
pub use schema::schema;
pub use secret::PATIENT;
pub use secret_command::{CommandLine, Terminal};
pub use secret_from::SecretFrom;
pub use settings::{Config, Flags, Listed};

/// An example with every setting, explained; lines that begin with `#` and no space are example settings.
pub const EXAMPLE: &str = include_str!("example.toml");

#[cfg(test)]
mod tests;
