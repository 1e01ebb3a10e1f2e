//! `keepnet-tui logout`: forgets what `login` has kept.

use clap::Args;

use super::exit::{Code, Stop};
use super::login::{tell, variables_set};
use super::profile_args::ProfileArgs;
use crate::config::Kept;

/// Options of `logout`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui logout
  keepnet-tui logout --profile north")]
pub struct LogoutArgs {
    /// The profile
    #[command(flatten)]
    pub profile: ProfileArgs,
}

/// Forgets the log-in. That there was none is no failure.
///
/// # Errors
///
/// Why it is still there, with the exit code.
pub fn run(args: &LogoutArgs) -> Result<(), Stop> {
    let config = args.profile.load()?;
    let (profile, service) = (&config.profile, &config.base_url);
    let forgotten = config.forget().map_err(|error| {
        Stop::new(Code::Failed, format!("{error}; the log-in of profile {profile} at {service} is still there"))
    })?;
    match forgotten {
        Some(Kept::Keyring) => {
            tell(format_args!("Logged out of {service} (profile {profile}): gone from the keyring."));
        }
        Some(Kept::File) => tell(format_args!("Logged out of {service} (profile {profile}): gone from the file.")),
        None => tell(format_args!("Profile {profile} was not logged in at {service}.")),
    }
    for variable in variables_set(profile) {
        tell(format_args!("{variable} is still set in the environment."));
    }
    Ok(())
}
