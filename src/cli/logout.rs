//! `keepnet-tui logout`: removes what `login` has stored.

use clap::Args;

use super::exit::{Code, CommandError};
use super::login::variables_set;
use super::profile_args::{ProfileArgs, variable};
use super::progress_note::{KEYRING, with_progress_note};
use super::stderr::print;
use crate::config::{ForgottenLogin, LoginError, SecretStore, forget};
use crate::domain::service::base_url::BaseUrl;
use crate::domain::text::count;
use crate::store::{self, Purged};

/// Options of `logout`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui logout
  keepnet-tui logout --profile north
  # With its drafts, journal and list
  keepnet-tui logout --profile north --purge")]
pub struct LogoutArgs {
    /// Remove every log-in, including those of profiles and configurations that no longer exist
    #[arg(long, conflicts_with_all = ["profile", "base_url", "config"])]
    pub all: bool,
    /// Also remove the profile's data on this machine: drafts, the journal of creates, the list
    #[arg(long)]
    pub purge: bool,
    /// The profile
    #[command(flatten)]
    pub profile: ProfileArgs,
}

/// Removes the log-in. A missing log-in or profile is no error.
///
/// # Errors
///
/// What could not be removed, with the exit code.
pub fn run(args: &LogoutArgs) -> Result<(), CommandError> {
    let flags = args.profile.flags();
    let forgotten = with_progress_note(KEYRING, || forget(&flags, args.all, variable)).map_err(|error| stop(&error))?;
    if forgotten.is_empty() {
        print(format_args!("{}", nobody(args)));
    }
    forgotten.iter().for_each(report_forgotten);
    let purged = if args.purge { purge(args, &forgotten) } else { Ok(()) };
    let mut profiles: Vec<&str> = forgotten.iter().map(|f| f.login.profile.as_str()).collect();
    profiles.extend(flags.profile.as_deref());
    let mut set: Vec<String> = profiles.into_iter().flat_map(variables_set).collect();
    if set.is_empty() {
        set = args.profile.load().map(|config| variables_set(&config.profile)).unwrap_or_default();
    }
    set.sort();
    set.dedup();
    for variable in set {
        print(format_args!("{variable} is still set in the environment."));
    }
    let mut left: Vec<String> = forgotten.iter().filter_map(|f| f.stale.as_ref()).map(ToString::to_string).collect();
    left.extend(purged.err());
    if left.is_empty() { Ok(()) } else { Err(CommandError::new(Code::Failed, left.join("; "))) }
}

/// Removes the data of the profiles that were logged out, and of the named profile in any case.
fn purge(args: &LogoutArgs, forgotten: &[ForgottenLogin]) -> Result<(), String> {
    let Some(state) = store::state_folder() else { return Ok(()) };
    let mut whose: Vec<(String, String, String)> = Vec::new();
    for login in forgotten.iter().map(|forgotten| &forgotten.login) {
        if let Ok(service) = BaseUrl::parse(&login.service) {
            let folder = store::folder_of(&login.profile, &service);
            whose.push((login.profile.clone(), login.service.clone(), folder));
        }
    }
    if !args.all
        && let Ok(config) = args.profile.load()
    {
        let folder = store::folder_of(&config.profile, &config.base_url);
        whose.push((config.profile, config.base_url.to_string(), folder));
    }
    whose.sort();
    whose.dedup_by(|one, other| one.2 == other.2);
    let mut failed = Vec::new();
    for (profile, service, folder) in whose {
        match store::purge(&state.join(folder)) {
            Ok(Some(purged)) => {
                print(format_args!("Removed the data of profile {profile} at {service}: {}.", told(purged)));
            }
            Ok(None) => print(format_args!("Profile {profile} has no data at {service}.")),
            Err(error) => {
                failed.push(format!("the data of profile {profile} at {service} could not be removed: {error}"));
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

/// `2 drafts, 14 recorded writes (outcome not known: 1)`
fn told(purged: Purged) -> String {
    let (drafts, writes) =
        (count(purged.drafts, "draft", "drafts"), count(purged.writes, "recorded write", "recorded writes"));
    let doubt = match purged.in_doubt {
        0 => String::new(),
        n => format!(" (outcome not known: {n})"),
    };
    let notes = match purged.notes {
        0 => String::new(),
        n => format!(", {}", count(n, "note of a company", "notes of companies")),
    };
    let imports = match purged.imports {
        0 => String::new(),
        n => format!(", {}", count(n, "unfinished import", "unfinished imports")),
    };
    format!("{drafts}, {writes}{doubt}{notes}{imports}")
}

fn stop(error: &LoginError) -> CommandError {
    match error {
        LoginError::Config(error) => CommandError::new(Code::Usage, error.to_string()),
        LoginError::Keyring(_) | LoginError::File(_) => {
            CommandError::new(Code::Failed, format!("{error}; the log-in is still there"))
        }
        LoginError::PartiallyDone(_) => CommandError::new(Code::Failed, error.to_string()),
    }
}

fn report_forgotten(forgotten: &ForgottenLogin) {
    let login = &forgotten.login;
    let place = match (login.store, &forgotten.stale) {
        (SecretStore::Keyring, None) => ": removed from the keyring",
        // Keyring entries that are left are reported at the end.
        (SecretStore::Keyring, Some(_)) => "",
        (SecretStore::File, _) => ": removed from the file",
    };
    print(format_args!("Logged out of {} (profile {}){place}.", login.service, login.profile));
}

fn nobody(args: &LogoutArgs) -> String {
    match (args.profile.load(), &args.profile.profile) {
        _ if args.all => "There was no log-in.".to_owned(),
        (Ok(config), _) => format!("Profile {} was not logged in at {}.", config.profile, config.base_url),
        (Err(stop), Some(name)) => format!("Profile {name} was not logged in. {}.", stop.message),
        (Err(_), None) => "Not logged in.".to_owned(),
    }
}
