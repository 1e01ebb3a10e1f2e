//! Parses arguments, runs, and turns the end into an exit code.

// Nothing that is typed, configured or sent by the service may end the program.
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::todo)
)]

use std::io::IsTerminal;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::process::ExitCode;
use std::sync::LazyLock;

use anyhow::Context;
use clap::CommandFactory;

use keepnet_tui::api::{Credentials, Limits, Settings as ApiSettings};
use keepnet_tui::app::core::settings::Connection;
use keepnet_tui::app::core::settings::{OwnCommands, ProfileSettings, Settings};
use keepnet_tui::app::core::start_at::{CompanyPlace, Opens, StartAt};
use keepnet_tui::app::keys::keymap::KeyMap;
use keepnet_tui::app::keys::rebind::rebound;
use keepnet_tui::app::keys::{command, table};
use keepnet_tui::cli::args::{Cli, Command, ScreenArgs};
use keepnet_tui::cli::companies::view_named;
use keepnet_tui::cli::exit::{Code, CommandError};
use keepnet_tui::cli::headless::Headless;
use keepnet_tui::cli::keys::{self, KeyRow, KeysArgs};
use keepnet_tui::cli::service::{CommandContext, InFlight};
use keepnet_tui::cli::start::StartArgs;
use keepnet_tui::cli::stderr::{print, print_prefixed};
use keepnet_tui::cli::unlock::unlock;
use keepnet_tui::cli::{completions, config, demo_server, doctor, login, logout, man, profiles};
use keepnet_tui::config::{Config, Flags, PATIENT, TeamAliases, Terminal, check, load, load_other, path_of};
use keepnet_tui::domain::list::company_index::MAX_COMPANIES;
use keepnet_tui::domain::terminal::appearance;
use keepnet_tui::domain::terminal::appearance::Appearance;
use keepnet_tui::domain::terminal::key_binding::Problem;
use keepnet_tui::domain::text::line;
use keepnet_tui::outbox::ReconcilePolicy;
use keepnet_tui::runtime::{self, ExitReason, Opened, Profiles, Setup, Source, logging, panics};
use keepnet_tui::store;
use keepnet_tui::system::output::Stream;

const FAILED: u8 = 1;
const USAGE: u8 = 2;
const REFUSED: u8 = 3;

fn main() -> ExitCode {
    // Before anything reads the secret.
    runtime::keep_memory_private();
    panics::install();
    let ended = std::panic::catch_unwind(run);
    // Of whichever thread: none may end, and the program go on as if it had not.
    if let Some(words) = panics::words() {
        print(format_args!("{words}"));
        return ExitCode::from(FAILED);
    }
    ended.unwrap_or_else(|_| ExitCode::from(FAILED))
}

fn run() -> ExitCode {
    completions::answer(Cli::command);
    let cli = Cli::from_command_line();
    let ended = match &cli.command {
        Some(command) => without_screen(command),
        None => screen(&cli.screen),
    };
    ended.unwrap_or_else(|error| {
        print_prefixed(format_args!("{error:#}"));
        ExitCode::from(FAILED)
    })
}

fn serve(args: &keepnet_tui::cli::args::DemoArgs) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(demo_server::run(args)).context("the demo server cannot run")?;
    Ok(ExitCode::SUCCESS)
}

/// A command without a screen.
fn without_screen(command: &Command) -> anyhow::Result<ExitCode> {
    if let Some(path) = command.log_file()
        && let Err(stop) = log_to(path)
    {
        return Ok(code(Err(stop)));
    }
    match command {
        Command::DemoServer(args) => serve(args),
        Command::Companies(command) => headless(&Headless::Companies(command)),
        Command::Users(command) => headless(&Headless::Users(command)),
        Command::Groups(command) => headless(&Headless::Groups(command)),
        Command::SystemUsers(command) => headless(&Headless::SystemUsers(command)),
        Command::Login(args) => alone(login::run(args)),
        Command::Logout(args) => Ok(code(logout::run(args))),
        Command::Profiles(args) => Ok(code(profiles::run(args))),
        Command::Doctor(args) => alone(doctor::run(args, commands())),
        Command::Config(command) => Ok(code(config::run(command, commands()))),
        Command::Keys(args) => Ok(list_keys(args)),
        Command::Completions(args) => Ok(code(completions::run(args))),
        Command::Man(args) => Ok(code(man::run(args, Cli::command()))),
    }
}

/// Logs to this file from now on, as much as the environment says.
fn log_to(path: &Path) -> Result<(), CommandError> {
    let levels = logging::Levels::parse(std::env::var(logging::VARIABLE).ok().as_deref());
    let levels = levels.map_err(|error| CommandError::new(Code::Usage, error))?;
    let failed =
        |error| CommandError::new(Code::Failed, format!("{}: the log cannot be written: {error}", path.display()));
    logging::to_file(path, levels).map_err(failed)
}

/// A command that asks the service.
fn headless(command: &Headless<'_>) -> anyhow::Result<ExitCode> {
    let around = CommandContext {
        run: runtime::run_name(),
        state: store::state_folder(),
        policy: patience(),
        limits: limits(),
        in_flight: InFlight::default(),
    };
    alone(command.run(around))
}

/// Runs a command to its end, and nothing beside it.
fn alone(command: impl Future<Output = Result<(), CommandError>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    #[cfg(debug_assertions)]
    panics::in_a_command();
    let ended = runtime.block_on(command);
    runtime.shutdown_background();
    Ok(code(ended))
}

/// Says why a command was not done, and gives its exit code.
fn code(ended: Result<(), CommandError>) -> ExitCode {
    let number = match ended {
        Ok(()) => Code::Done.number(),
        Err(stop) => {
            if !stop.message.is_empty() {
                print_prefixed(format_args!("{}", stop.message));
            }
            stop.code.number()
        }
    };
    ExitCode::from(number)
}

/// What the command line is told of the screen's commands.
fn commands() -> config::KeyTable<'static> {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| command::Command::names().collect());
    config::KeyTable { names: &NAMES, judge: |bindings, own| rebound(bindings, own).err().unwrap_or_default() }
}

/// The keys in force, those of the configuration among them.
fn list_keys(args: &KeysArgs) -> ExitCode {
    let chosen = Flags { config: args.config.clone(), ..Flags::default() };
    let map = check(&chosen).map_err(|error| vec![error.to_string()]).and_then(|checked| {
        let path = checked.path.display();
        let all = |problems: Vec<Problem>| problems.iter().map(|problem| format!("{path}: {problem}")).collect();
        if checked.problems.is_empty() {
            rebound(&checked.bindings, &checked.own_commands).map_err(all)
        } else {
            Err(all(checked.problems))
        }
    });
    let map = match map {
        Ok(map) => map,
        Err(problems) => return code(Err(CommandError::new(Code::Usage, problems.join("\nkeepnet-tui: ")))),
    };
    let heard = |row: &table::CommandRow| KeyRow {
        command: row.name.clone(),
        place: row.scope.title(),
        keys: row.keys.iter().map(|keys| table::sequence(keys)).collect(),
        help: row.help.clone(),
    };
    let mut rows: Vec<KeyRow> = map.rows().iter().map(heard).collect();
    // What is heard in one place stands together, the places as the table has them.
    let places: Vec<&str> = rows.iter().map(|row| row.place).collect();
    rows.sort_by_key(|row| places.iter().position(|place| *place == row.place));
    code(keys::run(args, &rows))
}

fn screen(args: &ScreenArgs) -> anyhow::Result<ExitCode> {
    let mut config = match load(&args.flags(), |name| std::env::var(name).ok()) {
        Ok(config) => config,
        Err(error) => {
            print_prefixed(format_args!("{error}"));
            return Ok(ExitCode::from(USAGE));
        }
    };
    let keys = match key_map(&config) {
        Ok(keys) => keys,
        Err(problems) => {
            for problem in problems {
                print_prefixed(format_args!("{problem}"));
            }
            return Ok(ExitCode::from(USAGE));
        }
    };
    let levels = match logging::Levels::parse(std::env::var(logging::VARIABLE).ok().as_deref()) {
        Ok(levels) => levels,
        Err(error) => {
            print_prefixed(format_args!("{error}"));
            return Ok(ExitCode::from(USAGE));
        }
    };
    if let Some(why) = no_screen() {
        print_prefixed(format_args!("{why}"));
        return Ok(ExitCode::from(USAGE));
    }
    if let Some(path) = &args.log_file {
        logging::to_file(path, levels).with_context(|| format!("{}: the log cannot be written", path.display()))?;
    }
    if !args.demo
        && let Err(stop) = unlock(&mut config)
    {
        return Ok(code(Err(stop)));
    }
    let start = match start(&args.start, &config) {
        Ok(start) => start,
        Err(stop) => return Ok(code(Err(stop))),
    };
    let source = source(args.demo, &config);
    let run = runtime::run_name();
    let mut settings = settings(args, &config, keys, &source, &run);
    settings.profile_settings.start = start;
    let escape_delay = config.escape_delay;
    let setup = Setup {
        profile: config.profile.clone(),
        state: store::state_folder(),
        exports: None,
        config: path_of(&args.flags()),
        aliases: if args.demo && args.flags().config.is_none() {
            TeamAliases::default()
        } else {
            config.aliases.clone()
        },
        policy: patience(),
        profiles: others(args.clone(), config, run),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let ended = std::panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(runtime::run(settings, source, setup, escape_delay))
    }));
    // A look-up of a name that hangs must not hold the shell.
    runtime.shutdown_background();
    let ended = match ended {
        Ok(ended) => ended.context("the terminal cannot be used")?,
        Err(_) => ExitReason::Panicked,
    };
    Ok(match ended {
        ExitReason::Quit => ExitCode::SUCCESS,
        ExitReason::CredentialsRefused => {
            print_prefixed(format_args!("the credentials were refused"));
            ExitCode::from(REFUSED)
        }
        ExitReason::Signal(number) => ExitCode::from(runtime::exit_code(number)),
        // The words of it are told with those of every other.
        ExitReason::Panicked => ExitCode::from(FAILED),
    })
}

/// The place that the flags name.
fn start(args: &StartArgs, config: &Config) -> Result<Option<StartAt>, CommandError> {
    let view = args.view.as_deref().map(|name| view_named(&config.views, name)).transpose()?.cloned();
    let company = args.company.as_deref().map(|text| CompanyPlace {
        text: line(text),
        opens: match (args.users, args.add) {
            (true, _) => Opens::Users,
            (false, true) => Opens::Form(args.fields.given()),
            (false, false) => Opens::Details,
        },
    });
    let search = args.search.as_deref().map(line).unwrap_or_default();
    let start = StartAt { view, search, company };
    Ok((start != StartAt::default()).then_some(start))
}

/// Why nothing can be shown, if so.
fn no_screen() -> Option<&'static str> {
    if !Stream::Output.is_terminal() || !std::io::stdin().is_terminal() {
        return Some("this is a program for a terminal; input and output must be one, not a file or pipe");
    }
    let is_dumb = appearance::is_dumb(|name| std::env::var(name).ok());
    is_dumb.then_some(
        "TERM is \"dumb\", a terminal that cannot show a screen; set it to what the terminal is, or use a command (see --help)",
    )
}

/// How long a user who may have been created is looked for. Tests of a debug build need not wait as long as a
/// person would.
fn patience() -> ReconcilePolicy {
    let patience = ReconcilePolicy::default();
    test_wait().map_or(patience.clone(), |first_wait| ReconcilePolicy { first_wait, ..patience })
}

/// How long reads of a command wait for another attempt, by the same rule.
fn limits() -> Limits {
    let limits = Limits::default();
    test_wait().map_or(limits.clone(), |first_wait| Limits { first_wait, ..limits })
}

fn test_wait() -> Option<std::time::Duration> {
    let wait = std::env::var("KEEPNET_TEST_PATIENCE").ok().and_then(|ms| ms.parse().ok());
    wait.filter(|_| cfg!(debug_assertions)).map(std::time::Duration::from_millis)
}

/// The other profiles, opened when the person goes there.
fn others(args: ScreenArgs, started: Config, run: String) -> Profiles {
    Profiles::new(move |name| {
        let environment = |name: &str| std::env::var(name).ok();
        let mut config = load_other(&started, name, &args.flags(), environment).map_err(|e| e.to_string())?;
        config.unlock(Terminal::Taken, PATIENT).map_err(|e| e.to_string())?;
        let source = source(false, &config);
        if matches!(source, Source::None) {
            return Err(format!("it has no credentials: {}", config.without_credentials()));
        }
        let keys = key_map(&config).map_err(|problems| problems.join("; "))?;
        Ok(Opened { settings: settings(&args, &config, keys, &source, &run), source })
    })
}

/// The keys of the screen; else what is wrong with those of the configuration, each with file and line.
fn key_map(config: &Config) -> Result<KeyMap, Vec<String>> {
    rebound(&config.bindings, &config.own_commands)
        .map(|keys| keys.with_views(&config.views))
        .map_err(|problems| problems.iter().map(|problem| format!("{}: {problem}", config.path.display())).collect())
}

/// The service to talk to. Half a credential is none.
fn source(demo: bool, config: &Config) -> Source {
    if demo {
        return Source::Demo;
    }
    match (&config.client_id, &config.client_secret) {
        (Some(id), Some(secret)) => Source::Configured(Box::new(ApiSettings {
            base_url: config.base_url.clone(),
            credentials: Credentials { client_id: id.clone(), client_secret: secret.clone() },
            extra_roots: config.extra_roots.clone(),
            limits: Limits::default(),
        })),
        _ => Source::None,
    }
}

fn settings(args: &ScreenArgs, config: &Config, keys: KeyMap, source: &Source, run: &str) -> Settings {
    let connection = match source {
        Source::None => None,
        Source::Demo => Some(runtime::demo_connection()),
        Source::Configured(settings) => Some(Connection { badge: None, base_url: settings.base_url.to_string() }),
    };
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_lowercase();
    let (palette, remark) = appearance::usable(&config.theme, set);
    let unicode = cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8");
    Settings {
        connection,
        run: run.to_owned(),
        profile: config.profile.clone(),
        config_path: config.path.display().to_string(),
        page_size: config.page_size,
        cache_limit: MAX_COMPANIES,
        columns: config.columns.clone(),
        rules: config.rules,
        profile_settings: ProfileSettings {
            access: config.access.clone(),
            ticket: config.ticket,
            production: config.production,
            profiles: config.profiles.clone(),
            missing_variables: config.missing_variables.clone(),
            login: config.command("login"),
            views: config.views.clone(),
            console: config.console.clone(),
            remarks: remark.into_iter().collect(),
            ..ProfileSettings::default()
        },
        ascii: args.ascii || !unicode,
        csv_bom: config.csv_bom,
        own_commands: OwnCommands { list: config.own_commands.clone(), refused: config.write_protection.clone().err() },
        keys,
        appearance: Appearance { palette, accent: config.accent },
        mouse: !args.no_mouse,
    }
}
