//! `keepnet-tui login`: prompts for client ID and secret, verifies them, and stores them in the chosen place.

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use secrecy::{ExposeSecret, SecretString};

use super::exit::{Code, CommandError};
use super::profile_args::{ProfileArgs, variable};
use super::progress_note::{KEYRING, with_progress_note};
use super::prompt::Prompt;
use super::stderr::print;
use crate::api::{Client, Credentials, Error, Limits, Operation, Settings};
use crate::config::{Config, KeyringError, LoginError, SecretFrom, SecretStore, StaleEntry, head_of, secret_variable};
use crate::domain::service::session::Session;
use crate::domain::text::{MESSAGE_MAX, clean, setting};
use crate::system::output::Stream;

/// How often a person may retry refused credentials.
const TRIES: usize = 3;

/// Options of `login`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui login
  # For one profile, on a machine without a keyring
  keepnet-tui login --profile north --store file
  # In a script: client ID and secret on two lines of standard input
  keepnet-tui login --store file < two-lines")]
pub struct LoginArgs {
    /// Client ID, instead of a prompt
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Where to store the secret
    #[arg(long, value_enum, value_name = "PLACE", default_value_t)]
    pub store: Place,
    /// The profile
    #[command(flatten)]
    pub profile: ProfileArgs,
}

/// Where to store a secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// The system's keyring; if there is none, login asks for another place
    #[default]
    Keyring,
    /// Nowhere: you set an environment variable
    Environment,
    /// Nowhere: a command prints it (`secret_command` in the profile)
    Command,
    /// A file that only you can read (0600), not encrypted
    File,
}

/// Prompts, verifies and stores. All messages go to standard error.
///
/// # Errors
///
/// Why nobody was logged in, with the exit code. Nothing is stored in this case, unless the message says otherwise.
pub async fn run(args: &LoginArgs) -> Result<(), CommandError> {
    let line = Prompt::default();
    let ended = line.with_terminal_restored(steps(args, &line)).await;
    let ended =
        ended.map_err(|error| CommandError::new(Code::Failed, format!("cannot listen for signals: {error}")))?;
    ended.unwrap_or_else(|signal| Err(CommandError::new(Code::Signal(signal), "")))
}

async fn steps(args: &LoginArgs, line: &Prompt) -> Result<(), CommandError> {
    let config = args.profile.load()?;
    print(format_args!("Profile {} at {}", config.profile, config.base_url));
    if matches!(args.store, Place::Keyring | Place::File) {
        config.can_store_login().map_err(|error| CommandError::new(Code::Failed, error.to_string()))?;
    }
    if config.secret_from.is_some() && config.client_id.is_none() {
        print(format_args!("Note: this log-in will not be used: {}.", config.without_credentials()));
    }
    let (client_id, secret, session) = verified_credentials(args, &config, line).await?;
    print(format_args!("{}", welcome(&session)?));
    store_login(&config, &client_id, &secret, args, line).await
}

/// Prompts for what is not known yet, and verifies it. On a terminal, a person can retry.
async fn verified_credentials(
    args: &LoginArgs,
    config: &Config,
    line: &Prompt,
) -> Result<(String, SecretString, Session), CommandError> {
    let mut tries = if is_at_terminal() { TRIES } else { 1 };
    loop {
        line.hide()
            .map_err(|error| CommandError::new(Code::Failed, format!("cannot turn off terminal echo: {error}")))?;
        let client_id = client_id(args, config, line).await?;
        let mut secret = ask_secret(line).await?;
        // A script provides both lines, whether the ID is known already or not.
        if tries == 1 && !is_at_terminal() && secret.expose_secret() == client_id {
            secret = ask_secret(line).await?;
        }
        line.show();
        tries -= 1;
        match verify(config, &client_id, &secret).await {
            Ok(session) => return Ok((client_id, secret, session)),
            Err(Error::InvalidClient) if tries > 0 => {
                print(format_args!(
                    "The client ID or secret is refused: check both and try again, or leave with Ctrl-C."
                ));
            }
            Err(error) => return Err(CommandError::of(&error, Operation::Token)),
        }
    }
}

/// A person can be prompted.
fn is_at_terminal() -> bool {
    std::io::stdin().is_terminal() && Stream::Error.is_terminal()
}

/// The ID from the flag, the profile or the environment, or from a prompt.
async fn client_id(args: &LoginArgs, config: &Config, line: &Prompt) -> Result<String, CommandError> {
    match (&args.client_id, &config.own_client_id) {
        (Some(given), Some(known)) if setting(given) != known => Err(CommandError::new(
            Code::Usage,
            format!(
                "the client ID of profile \"{}\" is {known} in the configuration or KEEPNET_CLIENT_ID; correct it there first",
                config.profile
            ),
        )),
        (Some(given), _) if !setting(given).is_empty() => Ok(setting(given).to_owned()),
        (_, Some(known)) => {
            print(format_args!("Client ID: {known}"));
            Ok(known.clone())
        }
        // Not echoed while it is typed: a person may paste both lines, including the secret.
        _ => {
            line.note("What you type is not shown; the client ID is shown once you have entered it.");
            let id = ask(line, "Client ID: ").await?;
            line.note(&clean(&id, MESSAGE_MAX));
            Ok(id)
        }
    }
}

/// A line of standard input; on a terminal after a prompt.
async fn ask(line: &Prompt, prompt: &'static str) -> Result<String, CommandError> {
    match line.ask(prompt).await {
        Ok(answer) if !setting(&answer).is_empty() => Ok(setting(&answer).to_owned()),
        Ok(_) => {
            line.note("");
            Err(CommandError::new(Code::Usage, "nothing was entered; not logged in"))
        }
        Err(error) => Err(CommandError::new(Code::Failed, format!("the input cannot be read: {error}"))),
    }
}

/// The secret: the next line of standard input, without echo.
async fn ask_secret(line: &Prompt) -> Result<SecretString, CommandError> {
    let read = line.ask("Client secret (not shown): ").await;
    line.note("");
    let read = read.map_err(|error| CommandError::new(Code::Failed, format!("the secret cannot be read: {error}")))?;
    match setting(&read) {
        "" => Err(CommandError::new(Code::Usage, "no secret was entered; not logged in")),
        secret => Ok(SecretString::from(secret)),
    }
}

/// Verifies the credential at the service.
async fn verify(config: &Config, client_id: &str, secret: &SecretString) -> Result<Session, Error> {
    let settings = Settings {
        base_url: config.base_url.clone(),
        credentials: Credentials { client_id: client_id.to_owned(), client_secret: secret.clone() },
        extra_roots: config.extra_roots.clone(),
        limits: Limits::default(),
    };
    Client::new(settings, |_| ())?.log_in().await
}

/// Role and reseller, as a sentence.
///
/// # Errors
///
/// Credentials, if it is not a reseller.
fn welcome(session: &Session) -> Result<String, CommandError> {
    let role = session.role.as_deref().unwrap_or("unknown");
    let company = session.company.as_deref().unwrap_or("unknown");
    match session.is_reseller() {
        Some(true) => Ok(format!("The credential is valid. Role: {role}. Reseller: {company}.")),
        None => Ok(
            "The credential is valid. The service does not report its role; keepnet-tui doctor checks what it may do."
                .to_owned(),
        ),
        Some(false) => Err(CommandError::new(
            Code::Credentials,
            format!(
                "the credential is valid, but not a reseller's: its role is {role}, its company {company}. Under Company > \
                 Company Settings > REST API create one with Client Role = Reseller. Nothing was stored"
            ),
        )),
    }
}

async fn store_login(
    config: &Config,
    client_id: &str,
    secret: &SecretString,
    args: &LoginArgs,
    line: &Prompt,
) -> Result<(), CommandError> {
    // If nothing is stored, the credential must still be used with the service it was verified at.
    let is_elsewhere = args.profile.base_url.is_some();
    let mut place = args.store;
    let mut nothing = "Nothing was stored";
    loop {
        let kept = match place {
            Place::Environment => {
                print(format_args!("{nothing}. Set these before you start the program, the second to the secret:"));
                by_environment(config, client_id, is_elsewhere);
                return Ok(());
            }
            Place::Command => {
                print(format_args!("{nothing}. Put the secret where your command finds it, and these lines into"));
                by_command(config, client_id, is_elsewhere);
                return Ok(());
            }
            Place::Keyring => SecretStore::Keyring,
            Place::File => SecretStore::File,
        };
        match store_secret(config, client_id, secret, kept).await {
            Ok(left) => {
                report_stored(config, kept, left.as_ref());
                return Ok(());
            }
            Err(LoginError::Keyring(why)) => {
                if matches!(why, KeyringError::Left(_)) {
                    nothing = "Nothing else was stored";
                }
                place = choose(config, &why, nothing, line).await?;
            }
            Err(error) => return Err(CommandError::new(Code::Failed, error.to_string())),
        }
    }
}

/// Stores it on a thread of its own, so that signals are handled while a keyring is slow.
async fn store_secret(
    config: &Config,
    client_id: &str,
    secret: &SecretString,
    kept: SecretStore,
) -> Result<Option<StaleEntry>, LoginError> {
    let (config, client_id, secret) = (config.clone(), client_id.to_owned(), secret.clone());
    let waits_for = if kept == SecretStore::Keyring { KEYRING } else { "" };
    let work = move || with_progress_note(waits_for, || config.store_login(&client_id, &secret, kept));
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(LoginError::PartiallyDone("storing the log-in was interrupted".to_owned())))
}

/// The keyring does not accept it: the person chooses another place, or none.
async fn choose(config: &Config, why: &KeyringError, nothing: &str, line: &Prompt) -> Result<Place, CommandError> {
    let nothing = nothing.to_lowercase();
    if !is_at_terminal() {
        let said = format!("{why}; {nothing}. Choose another place: --store environment, command or file");
        return Err(CommandError::new(Code::Failed, said));
    }
    print(format_args!("The secret cannot be stored in the keyring: {why}."));
    print(format_args!("Where should it be stored?"));
    print(format_args!("  1  environment: nothing is stored; you set a variable"));
    print(format_args!("  2  command: nothing is stored; a command of yours prints it (pass, op, ...)"));
    print(format_args!("  3  file: {}, readable only by you (0600), not encrypted", file_of(config)));
    loop {
        match ask(line, "1, 2 or 3, or Enter for nowhere: ").await.as_deref() {
            Ok("1" | "environment") => return Ok(Place::Environment),
            Ok("2" | "command") => return Ok(Place::Command),
            Ok("3" | "file") => return Ok(Place::File),
            Ok(other) => print(format_args!("\"{}\" is not one of them.", clean(other, MESSAGE_MAX))),
            Err(_) => return Err(CommandError::new(Code::Failed, nothing)),
        }
    }
}

fn file_of(config: &Config) -> String {
    config.logins.as_ref().map(|path| path.display().to_string()).unwrap_or_default()
}

fn report_stored(config: &Config, kept: SecretStore, left: Option<&StaleEntry>) {
    let logout = config.command("logout");
    match kept {
        SecretStore::Keyring => print(format_args!("Stored in the system's keyring. {logout} removes it.")),
        SecretStore::File => {
            print(format_args!("Stored unencrypted in {}. {logout} removes it.", file_of(config)));
        }
    }
    if let Some(left) = left {
        print(format_args!("Note: {left}."));
    }
    match &config.secret_from {
        Some(from @ (SecretFrom::Environment(_) | SecretFrom::Command(_))) => {
            print(format_args!("Note: {from} takes precedence as long as it is set."));
        }
        Some(SecretFrom::Keyring | SecretFrom::File) | None => {}
    }
}

/// The variable for this profile's secret.
fn own_variable(config: &Config) -> String {
    if config.profiles.len() > 1 { secret_variable(&config.profile) } else { "KEEPNET_CLIENT_SECRET".to_owned() }
}

fn by_environment(config: &Config, client_id: &str, is_elsewhere: bool) {
    if is_elsewhere {
        print(format_args!("  KEEPNET_API_BASE_URL={}", config.base_url));
    }
    print(format_args!("  KEEPNET_CLIENT_ID={client_id}"));
    print(format_args!("  {}=...", own_variable(config)));
    still_there(config);
}

fn by_command(config: &Config, client_id: &str, is_elsewhere: bool) {
    print(format_args!("{}:", config.path.display()));
    print(format_args!("  {}", head_of(&config.profile)));
    if is_elsewhere {
        print(format_args!("  base_url = {}", toml_text(config.base_url.as_str())));
    }
    print(format_args!("  client_id = {}", toml_text(client_id)));
    print(format_args!("  secret_command = \"pass show keepnet\""));
    still_there(config);
}

/// A remaining earlier log-in is reported.
fn still_there(config: &Config) {
    if let Some(SecretFrom::Keyring | SecretFrom::File) = config.secret_from {
        print(format_args!("An earlier log-in is still stored; {} removes it.", config.command("logout")));
    }
}

fn toml_text(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The environment variables that still contain a secret for this profile.
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
            let text = format!("{}\nclient_id = {}\n", head_of(name), toml_text(name));
            let read: toml::Table = toml::from_str(&text).expect("TOML");
            assert_eq!(read["profiles"][name]["client_id"].as_str(), Some(name));
        }
    }
}
