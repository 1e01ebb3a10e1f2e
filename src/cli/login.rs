//! `keepnet-tui login`: asks for client ID and secret, proves them, and keeps them where the person wants.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use clap::{Args, ValueEnum};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use super::exit::{Code, Stop};
use super::profile_args::{ProfileArgs, variable};
use crate::api::{Client, Credentials, Doing, Event, Limits, Settings};
use crate::config::{Config, KeepError, Kept, SecretFrom, secret_variable};
use crate::domain::session::Session;

/// Options of `login`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui login
  # For one profile, on a machine without a keyring
  keepnet-tui login --profile north --store file
  # In a script: client ID and secret are two lines of standard input
  keepnet-tui login --store file < two-lines")]
pub struct LoginArgs {
    /// Client ID, in place of being asked for it
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Where the secret is kept
    #[arg(long, value_enum, value_name = "PLACE", default_value_t)]
    pub store: Place,
    /// The profile
    #[command(flatten)]
    pub profile: ProfileArgs,
}

/// Where a secret can be kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// The system's keyring; where there is none, you are asked
    #[default]
    Keyring,
    /// Nowhere: you set a variable of the environment
    Environment,
    /// Nowhere: you name a command that prints it, `secret_command` in the profile
    Command,
    /// A file that you alone can read (0600), not encrypted
    File,
}

/// Asks, proves, keeps. Everything is said on standard error.
///
/// # Errors
///
/// Why nobody is logged in, with the exit code. Nothing is kept then.
pub async fn run(args: &LoginArgs) -> Result<(), Stop> {
    let config = args.profile.load()?;
    tell(format_args!("Profile {} at {}", config.profile, config.base_url));
    let client_id = client_id(args, &config)?;
    let secret = ask_secret()?;
    let session = prove(&config, &client_id, &secret).await?;
    tell(format_args!("{}", welcome(&session)?));
    keep(&config, &client_id, &secret, args.store)
}

/// The ID of the flag, of the profile or the environment, or the person's answer.
fn client_id(args: &LoginArgs, config: &Config) -> Result<String, Stop> {
    // The one that a former log-in has left is no word of the configuration.
    let by_log_in = matches!(config.secret_from, Some(SecretFrom::Keyring | SecretFrom::File));
    let known = config.client_id.as_ref().filter(|_| !by_log_in);
    match (&args.client_id, known) {
        (Some(given), Some(known)) if given != known => Err(Stop::new(
            Code::Usage,
            format!(
                "the client ID of profile \"{}\" is {known}, by the configuration or KEEPNET_CLIENT_ID; correct it there first",
                config.profile
            ),
        )),
        (Some(given), _) if !given.trim().is_empty() => Ok(given.trim().to_owned()),
        (_, Some(known)) => {
            tell(format_args!("Client ID: {known}"));
            Ok(known.clone())
        }
        _ => ask("Client ID: "),
    }
}

/// A line of standard input; on a terminal after a prompt.
fn ask(prompt: &str) -> Result<String, Stop> {
    if std::io::stdin().is_terminal() {
        let mut stderr = std::io::stderr();
        let _ = write!(stderr, "{prompt}");
        let _ = stderr.flush();
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    match (read, line.trim()) {
        (Ok(_), answer) if !answer.is_empty() => Ok(answer.to_owned()),
        (Ok(_), _) => Err(Stop::new(Code::Usage, "nothing was given; nobody is logged in")),
        (Err(error), _) => Err(Stop::new(Code::Failed, format!("the input cannot be read: {error}"))),
    }
}

/// The secret: on a terminal without showing it, else the next line of standard input.
fn ask_secret() -> Result<SecretString, Stop> {
    let read = if std::io::stdin().is_terminal() {
        rpassword::prompt_password("Client secret (not shown): ")
    } else {
        let mut line = String::with_capacity(4_096);
        std::io::stdin().lock().read_line(&mut line).map(|_| line)
    };
    let read =
        Zeroizing::new(read.map_err(|error| Stop::new(Code::Failed, format!("the secret cannot be read: {error}")))?);
    match read.trim() {
        "" => Err(Stop::new(Code::Usage, "no secret was given; nobody is logged in")),
        secret => Ok(SecretString::from(secret)),
    }
}

/// What the service says to this credential.
async fn prove(config: &Config, client_id: &str, secret: &SecretString) -> Result<Session, Stop> {
    let settings = Settings {
        base_url: config.base_url.clone(),
        credentials: Credentials { client_id: client_id.to_owned(), client_secret: secret.clone() },
        extra_roots: config.extra_roots.clone(),
        limits: Limits::default(),
    };
    let told = Arc::new(Mutex::new(None));
    let heard = Arc::clone(&told);
    let client = Client::new(settings, move |event| {
        if let Event::Token(session) = event {
            *heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(session);
        }
    });
    let proved = match client {
        Ok(client) => client.log_in().await,
        Err(error) => Err(error),
    };
    proved.map_err(|error| Stop::of(&error, Doing::Token))?;
    let session = told.lock().unwrap_or_else(PoisonError::into_inner).take();
    session.ok_or_else(|| Stop::new(Code::Failed, "the service gave a token and said nothing about it"))
}

/// Who we are, in a sentence.
///
/// # Errors
///
/// Credentials, when that is no reseller.
fn welcome(session: &Session) -> Result<String, Stop> {
    let role = session.role.as_deref().unwrap_or("not told");
    let company = session.company.as_deref().unwrap_or("not told");
    match session.is_reseller() {
        Some(true) => Ok(format!("The credential is good. Role: {role}. Reseller: {company}.")),
        None => {
            Ok("The credential is good. The service does not tell its role; keepnet-tui doctor tries what it may do."
                .to_owned())
        }
        Some(false) => Err(Stop::new(
            Code::Credentials,
            format!(
                "the credential is good, and not one of a reseller: its role is {role}, its company {company}. Under Company > \
                 Company Settings > REST API create one with Client Role = Reseller. Nothing was kept"
            ),
        )),
    }
}

fn keep(config: &Config, client_id: &str, secret: &SecretString, place: Place) -> Result<(), Stop> {
    let kept = match place {
        Place::Environment => {
            by_environment(config, client_id);
            return Ok(());
        }
        Place::Command => {
            by_command(config, client_id);
            return Ok(());
        }
        Place::Keyring => Kept::Keyring,
        Place::File => Kept::File,
    };
    match config.keep(client_id, secret, kept) {
        Ok(()) => {
            kept_in(config, kept);
            Ok(())
        }
        Err(KeepError::Keyring(why)) => {
            let other = choose(config, &why.to_string())?;
            keep(config, client_id, secret, other)
        }
        Err(KeepError::File(error)) => Err(Stop::new(Code::Failed, error.to_string())),
    }
}

/// The keyring does not take it: the person chooses another place, or none.
fn choose(config: &Config, why: &str) -> Result<Place, Stop> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        let said = format!("{why}; nothing was kept. Choose another place: --store environment, command or file");
        return Err(Stop::new(Code::Failed, said));
    }
    tell(format_args!("The secret cannot go into the keyring: {why}."));
    tell(format_args!("Where shall it be?"));
    tell(format_args!("  1  environment: nothing is stored; you set a variable"));
    tell(format_args!("  2  command: nothing is stored; a command of yours prints it (pass, op, ...)"));
    tell(format_args!("  3  file: {}, readable by you alone (0600), not encrypted", file_of(config)));
    match ask("1, 2 or 3; anything else: nowhere. ").as_deref() {
        Ok("1") => Ok(Place::Environment),
        Ok("2") => Ok(Place::Command),
        Ok("3") => Ok(Place::File),
        _ => Err(Stop::new(Code::Failed, "nothing was kept")),
    }
}

fn file_of(config: &Config) -> String {
    config.logins.as_ref().map(|path| path.display().to_string()).unwrap_or_default()
}

fn kept_in(config: &Config, kept: Kept) {
    match kept {
        Kept::Keyring => tell(format_args!("Kept in the system's keyring. keepnet-tui logout removes it.")),
        Kept::File => {
            tell(format_args!("Kept in {}, not encrypted. keepnet-tui logout removes it.", file_of(config)));
        }
    }
    match &config.secret_from {
        Some(from @ (SecretFrom::Environment(_) | SecretFrom::Command(_))) => {
            tell(format_args!("Note: {from} goes first, as long as it is there."));
        }
        Some(SecretFrom::Keyring | SecretFrom::File) | None => {}
    }
}

/// The variable that this profile's secret is best given in.
fn own_variable(config: &Config) -> String {
    if config.profiles.len() > 1 { secret_variable(&config.profile) } else { "KEEPNET_CLIENT_SECRET".to_owned() }
}

fn by_environment(config: &Config, client_id: &str) {
    tell(format_args!("Nothing was kept. Set these before you start the program, the second to the secret:"));
    tell(format_args!("  KEEPNET_CLIENT_ID={client_id}"));
    tell(format_args!("  {}=...", own_variable(config)));
    still_there(config);
}

fn by_command(config: &Config, client_id: &str) {
    tell(format_args!("Nothing was kept. Put the secret where your command finds it, and these lines into"));
    tell(format_args!("{}:", config.path.display()));
    tell(format_args!("  [profiles.{}]", toml_key(&config.profile)));
    tell(format_args!("  client_id = {}", toml_text(client_id)));
    tell(format_args!("  secret_command = \"pass show keepnet\""));
    still_there(config);
}

/// A former log-in is not silently left behind.
fn still_there(config: &Config) {
    if let Some(SecretFrom::Keyring | SecretFrom::File) = config.secret_from {
        tell(format_args!("An earlier log-in is still kept; keepnet-tui logout removes it."));
    }
}

fn toml_text(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn toml_key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { toml_text(name) }
}

/// Says a line to the person.
pub(super) fn tell(words: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

/// The variables of the environment that still hold a secret for this profile.
pub(super) fn variables_set(profile: &str) -> Vec<String> {
    let all = [secret_variable(profile), "KEEPNET_CLIENT_SECRET".to_owned()];
    all.into_iter().filter(|name| variable(name).is_some_and(|value| !value.trim().is_empty())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_for_the_configuration_can_be_read_back() {
        for name in ["north", "south-2", "a b", "\"q\""] {
            let text = format!("[profiles.{}]\nclient_id = {}\n", toml_key(name), toml_text(name));
            let read: toml::Table = toml::from_str(&text).expect("TOML");
            assert_eq!(read["profiles"][name]["client_id"].as_str(), Some(name));
        }
    }
}
