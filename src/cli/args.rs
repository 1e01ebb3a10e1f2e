//! The command line. Stable: scripts and packagers rely on it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::companies::CompaniesCommand;
use super::completions::CompletionsArgs;
use super::config::ConfigCommand;
use super::doctor::DoctorArgs;
use super::exit::{Code, CommandError};
use super::groups::GroupsCommand;
use super::keys::KeysArgs;
use super::login::LoginArgs;
use super::logout::LogoutArgs;
use super::man::ManArgs;
use super::output::Format;
use super::profile_args::{logins_file, path};
use super::profiles::ProfilesArgs;
use super::start::StartArgs;
use super::stderr::{self, print_prefixed, with_unwrapped_examples};
use super::system_users::SystemUsersCommand;
use super::users::UsersCommand;
use crate::config::Flags;
use crate::demo;
use crate::domain::terminal::appearance::ThemeName;

/// What `--help` prints after the options. The manual has the same, with a section for each title.
const AFTER_HELP: &str = "\
Environment:
  KEEPNET_API_BASE_URL   address of the service (default https://api.keepnetlabs.com)
  KEEPNET_CLIENT_ID      client ID of a REST API credential
  KEEPNET_CLIENT_SECRET  its secret; for one profile, KEEPNET_CLIENT_SECRET_<PROFILE> takes precedence
  KEEPNET_STATE_DIR      directory for drafts, journal and log-ins
  KEEPNET_LOG            what --log-file contains: debug, keepnet_tui=trace, ...
  NO_COLOR               no colours
  CLICOLOR               0: no colours in help and errors
  CLICOLOR_FORCE         colours in help and errors even if they go to a file or pipe

Files:
  ~/.config/keepnet-tui/config.toml  configuration, unless --config names another file (Windows: below %APPDATA%)
  ~/.local/state/keepnet-tui/        drafts, journal, log-ins, crash reports (Windows: below %APPDATA%)

Exit codes:
  0  success
  1  failure
  2  usage or configuration error; also a name that matches several companies, or a write in a read-only profile
  3  credentials missing or refused, or access not allowed
  4  not found
  5  refused by validation, here or by the service
  6  outcome of a write not known, or a user was found that somebody else may have created: run the same command again, which looks first
  7  no connection to the service, or no answer
  128 + n  terminated by signal n

Examples:
  keepnet-tui --demo
  keepnet-tui login --profile north
  keepnet-tui doctor --profile north
  keepnet-tui --profile north --read-only
  keepnet-tui --view \"over limit\"
  keepnet-tui --company \"Contoso Ltd\" --add --email jane@contoso.com
  keepnet-tui companies list --over-limit --sort used --desc
  keepnet-tui users add --company \"Contoso Ltd\" --email jane@contoso.com --phone +442079460018 --if-absent
  keepnet-tui demo-server --port 8080 --companies 2000";

/// Browse the companies of a Keepnet reseller and add target users.
#[derive(Debug, Clone, Parser)]
#[command(name = "keepnet-tui", version = env!("KEEPNET_VERSION"), about, after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// Options of the terminal program.
    #[command(flatten)]
    pub screen: ScreenArgs,
    /// A command instead of the terminal program.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Parses the command line of this process. On an error, the process exits with a message.
    #[must_use]
    pub fn from_command_line() -> Self {
        let arguments: Vec<_> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
        let mut command = with_unwrapped_examples(Self::command());
        let parsed = command.try_get_matches_from_mut(std::env::args_os());
        let parsed =
            parsed.and_then(with_fitting_mark).and_then(|mut matches| Self::from_arg_matches_mut(&mut matches));
        parsed.unwrap_or_else(|error| ended(&with_place(with_value(error.format(&mut command), &arguments))))
    }
}

/// A byte-order mark is only for CSV; otherwise the option is refused rather than ignored.
fn with_fitting_mark(matches: ArgMatches) -> Result<ArgMatches, clap::Error> {
    let mut command = &matches;
    while let Some((_, below)) = command.subcommand() {
        command = below;
    }
    let is_marked = command.try_get_one::<bool>("bom").ok().flatten() == Some(&true);
    if is_marked && command.try_get_one::<Format>("output").ok().flatten() != Some(&Format::Csv) {
        let said = "--bom is for CSV only: write it with --output csv, or leave it out\n";
        return Err(clap::Error::raw(ErrorKind::ArgumentConflict, said));
    }
    Ok(matches)
}

/// A value that begins with a hyphen is taken for an option: suggests the right form.
fn with_value(mut error: clap::Error, arguments: &[String]) -> clap::Error {
    let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidArg) else { return error };
    let value = |pair: &[String]| match pair {
        [option, value]
            if value.starts_with(unknown.as_str())
                && option_of(&Cli::command(), option).is_some_and(|option| option.get_action().takes_values()) =>
        {
            Some(format!("to pass a value that begins with a hyphen, write {option}={value}"))
        }
        _ => None,
    };
    if let Some(tip) = arguments.windows(2).find_map(value) {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// Prints help, version or an error, and exits.
fn ended(error: &clap::Error) -> ! {
    let code = match stderr::show(error) {
        Ok(()) => u8::try_from(error.exit_code()).unwrap_or(Code::Usage.number()),
        Err(why) => {
            let stop = CommandError::from(why);
            if !stop.message.is_empty() {
                print_prefixed(format_args!("{}", stop.message));
            }
            stop.code.number()
        }
    };
    std::process::exit(i32::from(code))
}

/// An option of a command stands before it: suggests the right place.
fn with_place(mut error: clap::Error) -> clap::Error {
    let place = match (error.get(ContextKind::InvalidSubcommand), error.get(ContextKind::PriorArg)) {
        (Some(ContextValue::String(command)), Some(ContextValue::String(option))) => {
            let known =
                Cli::command().find_subcommand(command).is_some_and(|command| option_of(command, option).is_some());
            known.then(|| format!("options of a command come after it: keepnet-tui {command} ... {option}"))
        }
        _ => None,
    };
    if let Some(place) = place {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![place.into()]));
    }
    error
}

/// The option (`--profile <NAME>`) of the command, or of one of its subcommands.
fn option_of<'a>(command: &'a clap::Command, option: &str) -> Option<&'a clap::Arg> {
    let name = option.split_whitespace().next()?.strip_prefix("--")?;
    let here = command.get_arguments().find(|argument| argument.get_long() == Some(name));
    here.or_else(|| command.get_subcommands().find_map(|below| option_of(below, option)))
}

/// Commands without a screen.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// List companies, or show one
    #[command(subcommand)]
    Companies(CompaniesCommand),
    /// List, find and show target users, add, edit, deactivate and delete them, and undo it
    #[command(subcommand)]
    Users(UsersCommand),
    /// List the target groups of a company, create them, add users and take them out
    #[command(subcommand)]
    Groups(GroupsCommand),
    /// Add system users, who log in to a company's console
    #[command(subcommand)]
    SystemUsers(SystemUsersCommand),
    /// Verify client ID and secret, and store the secret in the keyring or elsewhere
    Login(LoginArgs),
    /// Remove a stored log-in
    Logout(LogoutArgs),
    /// List the profiles: service, source of the secret, read only, production
    Profiles(ProfilesArgs),
    /// Check the configuration file, or print an example, its path or its schema
    #[command(subcommand)]
    Config(ConfigCommand),
    /// List the commands of the screen: name in the configuration, keys, action
    Keys(KeysArgs),
    /// Check configuration, network, service and terminal, and say how to fix what is wrong
    Doctor(DoctorArgs),
    /// Run the embedded API server on its own; its first line is its URL and credentials
    DemoServer(DemoArgs),
    /// Print a shell completion script
    Completions(CompletionsArgs),
    /// Print the man page, or write all man pages into a directory
    Man(ManArgs),
}

impl Command {
    /// The log file of this command, if any.
    #[must_use]
    pub fn log_file(&self) -> Option<&Path> {
        let file = match self {
            Self::Companies(command) => &command.service().profile.log_file,
            Self::Users(command) => &command.service().profile.log_file,
            Self::Groups(command) => &command.service().profile.log_file,
            Self::SystemUsers(command) => &command.service().profile.log_file,
            Self::Login(args) => &args.profile.log_file,
            Self::Logout(args) => &args.profile.log_file,
            Self::Doctor(args) => &args.profile.log_file,
            // They do not use the service.
            Self::DemoServer(_)
            | Self::Profiles(_)
            | Self::Config(_)
            | Self::Keys(_)
            | Self::Completions(_)
            | Self::Man(_) => &None,
        };
        file.as_deref()
    }
}

/// Options of the terminal program.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Debug, Clone, Args)]
pub struct ScreenArgs {
    /// Use the embedded demo server instead of a configured service
    #[arg(long, conflicts_with_all = ["base_url", "profile"])]
    pub demo: bool,
    /// Address of the service
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Profile of the configuration file
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Configuration file
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub config: Option<PathBuf>,
    /// Refuse every write to the service
    #[arg(long)]
    pub read_only: bool,
    /// Write a log to this file (readable only by you)
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub log_file: Option<PathBuf>,
    /// Theme: auto, default, mono, dusk, paper, or one of the configuration
    #[arg(long, value_name = "NAME", value_parser = ThemeParser)]
    pub theme: Option<String>,
    /// Draw with ASCII characters only
    #[arg(long)]
    pub ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// The place to start at.
    #[command(flatten)]
    pub start: StartArgs,
}

impl ScreenArgs {
    /// The flags for the configuration.
    #[must_use]
    pub fn flags(&self) -> Flags {
        Flags {
            base_url: self.base_url.clone(),
            profile: self.profile.clone(),
            config: self.config.clone(),
            read_only: self.read_only,
            theme: self.theme.clone(),
            logins: logins_file(),
        }
    }
}

/// Options of the embedded server.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # On a free port
  keepnet-tui demo-server
  keepnet-tui demo-server --port 8080 --companies 2000 --seed 7
  # A slow service that fails
  keepnet-tui demo-server --latency 2000 --jitter 1500 --fail-rate 0.2 --token-ttl 30")]
pub struct DemoArgs {
    /// Port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub port: u16,
    /// Number of companies
    #[arg(long, default_value_t = 137, value_name = "N")]
    pub companies: usize,
    /// Seed of the generated companies
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Delay of every response in milliseconds
    #[arg(long, default_value_t = 120, value_name = "MS")]
    pub latency: u64,
    /// Variation of the delay in milliseconds
    #[arg(long, default_value_t = 80, value_name = "MS")]
    pub jitter: u64,
    /// Share of requests that fail, from 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = share)]
    pub fail_rate: f64,
    /// Lifetime of a token in seconds
    #[arg(long, default_value_t = 3600, value_name = "SECONDS")]
    pub token_ttl: u64,
}

impl From<&DemoArgs> for demo::Options {
    fn from(args: &DemoArgs) -> Self {
        Self {
            port: args.port,
            companies: args.companies,
            seed: args.seed,
            latency: Duration::from_millis(args.latency),
            jitter: Duration::from_millis(args.jitter),
            fail_rate: args.fail_rate,
            token_ttl: Duration::from_secs(args.token_ttl),
            ..Self::default()
        }
    }
}

/// Offers the built-in themes; others are known once the configuration is read.
#[derive(Debug, Clone)]
struct ThemeParser;

impl TypedValueParser for ThemeParser {
    type Value = String;

    fn parse_ref(&self, command: &clap::Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(ThemeName::ALL.into_iter().map(|theme| PossibleValue::new(theme.name()))))
    }
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("a number from 0 to 1 is expected".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_lists_every_exit_code() {
        for code in Code::ALL {
            let line = format!("  {}  {}\n", code.number(), code.meaning());
            assert!(AFTER_HELP.contains(&line), "{line}");
        }
    }

    #[rstest]
    #[case(&["--profile", "north", "doctor"], Some("keepnet-tui doctor ... --profile <NAME>"))]
    #[case(&["--profile", "north", "users", "list"], Some("keepnet-tui users ... --profile <NAME>"))]
    #[case(&["--demo", "doctor"], None)]
    #[case(&["--profile", "north", "docter"], None)]
    fn misplaced_option_error_names_its_place(#[case] arguments: &[&str], #[case] place: Option<&str>) {
        let arguments = std::iter::once(&"keepnet-tui").chain(arguments);
        let said = with_place(Cli::try_parse_from(arguments).expect_err("refused")).to_string();
        assert!(said.contains("cannot be used with"), "{said}");
        assert_eq!(said.contains("tip:"), place.is_some(), "{said}");
        assert!(place.is_none_or(|place| said.contains(place)), "{said}");
    }

    #[rstest]
    #[case(&["companies", "list", "--search", "-Foo"], Some("--search=-Foo"))]
    #[case(&["users", "add", "--company", "c", "--last-name", "-", "--phone", "-44 20"], Some("--phone=-44 20"))]
    #[case(&["companies", "list", "--all", "-Foo"], None)]
    #[case(&["companies", "list", "--serch", "-Foo"], None)]
    fn hyphen_value_error_shows_the_right_form(#[case] arguments: &[&str], #[case] form: Option<&str>) {
        let words = arguments.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let error = Cli::try_parse_from(std::iter::once(&"keepnet-tui").chain(arguments)).expect_err("refused");
        let said = with_value(error, &words).to_string();
        assert_eq!(said.contains("begins with a hyphen, write"), form.is_some(), "{said}");
        assert!(form.is_none_or(|form| said.contains(form)), "{said}");
    }

    #[test]
    fn demo_needs_no_service() {
        assert!(Cli::try_parse_from(["keepnet-tui", "--demo", "--base-url", "https://h"]).is_err());
        assert!(Cli::try_parse_from(["keepnet-tui", "demo-server", "--fail-rate", "1.5"]).is_err());
        assert!(Cli::try_parse_from(["keepnet-tui", "--demo", "--ascii", "--no-mouse"]).is_ok());
    }
}
