//! The options that choose a profile, and where its log-in is kept.

use std::path::PathBuf;

use clap::Args;

use super::exit::{Code, Stop};
use crate::config::{Config, Flags, load};
use crate::store;

/// Options of the commands about a profile.
#[derive(Debug, Clone, Args)]
pub struct ProfileArgs {
    /// Address of the service
    #[arg(long, value_name = "URL", help_heading = "Service")]
    pub base_url: Option<String>,
    /// Profile of the configuration file
    #[arg(long, value_name = "NAME", help_heading = "Service")]
    pub profile: Option<String>,
    /// Configuration file
    #[arg(long, value_name = "FILE", help_heading = "Service")]
    pub config: Option<PathBuf>,
    /// Write a log to this file (readable by you alone)
    #[arg(long, value_name = "FILE", help_heading = "Service")]
    pub log_file: Option<PathBuf>,
}

impl ProfileArgs {
    /// The part the configuration is layered with.
    #[must_use]
    pub fn flags(&self) -> Flags {
        Flags {
            base_url: self.base_url.clone(),
            profile: self.profile.clone(),
            config: self.config.clone(),
            read_only: false,
            theme: None,
            logins: logins_file(),
        }
    }

    /// The profile. No secret is looked up.
    ///
    /// # Errors
    ///
    /// Usage, when the configuration cannot be used.
    pub fn load(&self) -> Result<Config, Stop> {
        load(&self.flags(), variable).map_err(|error| Stop::new(Code::Usage, error.to_string()))
    }
}

/// A variable of the environment.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Where log-ins are kept, or would be.
#[must_use]
pub fn logins_file() -> Option<PathBuf> {
    store::state_folder().map(|folder| folder.join("logins.json"))
}
