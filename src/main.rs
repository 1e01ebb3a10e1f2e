//! Parses arguments, runs, and turns the end into an exit code.

// Nothing that is typed, configured or sent by the service may end the program.
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::todo)
)]

use std::io::{IsTerminal, Write};
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use keepnet_tui::api::{Credentials, Limits, Settings as ApiSettings};
use keepnet_tui::app::all_companies::MOST;
use keepnet_tui::app::model::{Desk, Settings};
use keepnet_tui::app::msg::Connection;
use keepnet_tui::cli::args::{Cli, Command, ScreenArgs};
use keepnet_tui::cli::exit::{Code, Stop};
use keepnet_tui::cli::headless::Headless;
use keepnet_tui::cli::service::Around;
use keepnet_tui::cli::unlock::unlock;
use keepnet_tui::cli::{demo_server, doctor, login, logout, profiles};
use keepnet_tui::config::{Config, PATIENT, Terminal, load, load_other};
use keepnet_tui::outbox::Patience;
use keepnet_tui::runtime::{self, End, Opened, Profiles, Setup, Source, logging, panics};
use keepnet_tui::store;

const FAILED: u8 = 1;
const USAGE: u8 = 2;
const REFUSED: u8 = 3;

fn main() -> ExitCode {
    // Before anything reads the secret.
    runtime::keep_memory_private();
    let cli = Cli::parse();
    let ended = match &cli.command {
        Some(Command::DemoServer(args)) => serve(args),
        Some(Command::Companies(command)) => headless(&Headless::Companies(command)),
        Some(Command::Users(command)) => headless(&Headless::Users(command)),
        Some(Command::SystemUsers(command)) => headless(&Headless::SystemUsers(command)),
        Some(Command::Login(args)) => alone(login::run(args)),
        Some(Command::Logout(args)) => Ok(code(logout::run(args))),
        Some(Command::Profiles(args)) => Ok(code(profiles::run(args))),
        Some(Command::Doctor(args)) => alone(doctor::run(args)),
        None => screen(&cli.screen),
    };
    ended.unwrap_or_else(|error| {
        complain(format_args!("keepnet-tui: {error:#}"));
        ExitCode::from(FAILED)
    })
}

/// Says something on standard error; when that is gone too, there is nobody to tell.
fn complain(words: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

fn serve(args: &keepnet_tui::cli::args::DemoArgs) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(demo_server::run(args)).context("the demo server cannot run")?;
    Ok(ExitCode::SUCCESS)
}

/// A command without a screen.
fn headless(command: &Headless<'_>) -> anyhow::Result<ExitCode> {
    if let Some(path) = &command.service().log_file {
        let levels = match logging::Levels::parse(std::env::var(logging::VARIABLE).ok().as_deref()) {
            Ok(levels) => levels,
            Err(error) => {
                complain(format_args!("keepnet-tui: {error}"));
                return Ok(ExitCode::from(USAGE));
            }
        };
        logging::to_file(path, levels).with_context(|| format!("{}: the log cannot be written", path.display()))?;
    }
    let around = Around { run: runtime::run_name(), state: store::state_folder(), patience: patience() };
    alone(command.run(around))
}

/// Runs a command to its end, and nothing beside it.
fn alone(command: impl Future<Output = Result<(), Stop>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ended = runtime.block_on(command);
    runtime.shutdown_background();
    Ok(code(ended))
}

/// Says why a command was not done, and gives its exit code.
fn code(ended: Result<(), Stop>) -> ExitCode {
    let number = match ended {
        Ok(()) => Code::Done.number(),
        Err(stop) => {
            if !stop.said.is_empty() {
                complain(format_args!("keepnet-tui: {}", stop.said));
            }
            stop.code.number()
        }
    };
    ExitCode::from(number)
}

fn screen(args: &ScreenArgs) -> anyhow::Result<ExitCode> {
    let mut config = match load(&args.flags(), |name| std::env::var(name).ok()) {
        Ok(config) => config,
        Err(error) => {
            complain(format_args!("keepnet-tui: {error}"));
            return Ok(ExitCode::from(USAGE));
        }
    };
    let levels = match logging::Levels::parse(std::env::var(logging::VARIABLE).ok().as_deref()) {
        Ok(levels) => levels,
        Err(error) => {
            complain(format_args!("keepnet-tui: {error}"));
            return Ok(ExitCode::from(USAGE));
        }
    };
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        complain(format_args!(
            "keepnet-tui: this is a program for a terminal; input and output must be one, not a file or pipe"
        ));
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
    let source = source(args.demo, &config);
    let run = runtime::run_name();
    let settings = settings(args, &config, &source, &run);
    let setup = Setup {
        profile: config.profile.clone(),
        state: store::state_folder(),
        patience: patience(),
        profiles: others(args.clone(), config, run),
    };
    panics::install();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let ended = std::panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(runtime::run(settings, source, setup))));
    // A look-up of a name that hangs must not hold the shell.
    runtime.shutdown_background();
    let ended = match ended {
        Ok(ended) => ended.context("the terminal cannot be used")?,
        Err(_) => End::Panicked,
    };
    Ok(match ended {
        End::Quit => ExitCode::SUCCESS,
        End::CredentialsRefused => {
            complain(format_args!("keepnet-tui: the credentials were refused"));
            ExitCode::from(REFUSED)
        }
        End::Signal(number) => ExitCode::from(runtime::exit_code(number)),
        End::Panicked => {
            complain(format_args!("{}", panics::words().unwrap_or_else(|| "keepnet-tui: internal error".to_owned())));
            ExitCode::from(FAILED)
        }
    })
}

/// How long a user who may have been created is looked for. Tests of a debug build need not wait as long as a
/// person would.
fn patience() -> Patience {
    let patience = Patience::default();
    let first_wait = std::env::var("KEEPNET_TEST_PATIENCE").ok().and_then(|ms| ms.parse().ok());
    match first_wait.filter(|_| cfg!(debug_assertions)).map(std::time::Duration::from_millis) {
        Some(first_wait) => Patience { first_wait, ..patience },
        None => patience,
    }
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
        Ok(Opened { settings: settings(&args, &config, &source, &run), source })
    })
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

fn settings(args: &ScreenArgs, config: &Config, source: &Source, run: &str) -> Settings {
    let connection = match source {
        Source::None => None,
        Source::Demo => Some(runtime::demo_connection()),
        Source::Configured(settings) => Some(Connection { badge: None, base_url: settings.base_url.to_string() }),
    };
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_lowercase();
    let unicode = cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8");
    Settings {
        connection,
        run: run.to_owned(),
        profile: config.profile.clone(),
        config_path: config.path.display().to_string(),
        page_size: config.page_size,
        keep_up_to: MOST,
        columns: config.columns.clone(),
        rules: config.rules,
        desk: Desk {
            access: config.access.clone(),
            production: config.production,
            profiles: config.profiles.clone(),
            lacks: config.lacks.clone(),
            ..Desk::default()
        },
        ascii: args.ascii || !unicode,
        mono: set("NO_COLOR").is_some(),
        mouse: !args.no_mouse,
    }
}
