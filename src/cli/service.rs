//! The service for a command: profile, credentials, and messages while it works.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;

use super::exit::{Code, CommandError};
use super::output::{Format, OutputArgs};
use super::profile_args::ProfileArgs;
use super::stderr::print_prefixed;
use super::unlock::unlock;
use crate::api::{Client, Credentials, Event, Limits, Operation, Settings};
use crate::config::{Config, Flags, load};
use crate::outbox::ReconcilePolicy;
use crate::system::output::Stream;

/// Options of all commands that use the service.
#[derive(Debug, Clone, Args)]
pub struct ServiceArgs {
    /// Form of the output
    #[command(flatten)]
    pub output: OutputArgs,
    /// Which profile
    #[command(flatten)]
    pub profile: ProfileArgs,
    /// Refuse every write to the service
    #[arg(long, help_heading = "Service")]
    pub read_only: bool,
}

impl ServiceArgs {
    fn flags(&self) -> Flags {
        Flags { read_only: self.read_only, ..self.profile.flags() }
    }
}

/// The message if the command is interrupted now; empty until something was sent.
#[derive(Debug, Clone, Default)]
pub struct InFlight(Arc<Mutex<String>>);

impl InFlight {
    /// Sets the message.
    pub fn set(&self, words: impl Into<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = words.into();
    }

    /// The current message.
    #[must_use]
    pub fn message(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What a command gets from the program.
#[derive(Debug, Clone)]
pub struct CommandContext {
    /// The name of this run, unique on this machine.
    pub run: String,
    /// The directory of all profiles; `None`: nothing can be recorded.
    pub state: Option<PathBuf>,
    /// How long a user that may have been created is looked up.
    pub policy: ReconcilePolicy,
    /// Limits of every call.
    pub limits: Limits,
    /// What an interruption would leave behind.
    pub in_flight: InFlight,
}

/// A running command.
pub struct Session {
    /// The profile.
    pub config: Config,
    /// The service.
    pub client: Client,
    /// The output options.
    pub output: Format,
    /// Its context.
    pub context: CommandContext,
    silent: Arc<AtomicBool>,
}

impl Session {
    /// Reads the configuration and prepares a client. Sends nothing yet.
    ///
    /// # Errors
    ///
    /// Usage, if the configuration cannot be used; credentials, when there are none.
    pub fn open(args: &ServiceArgs, around: CommandContext) -> Result<Self, CommandError> {
        let mut config = load(&args.flags(), |name| std::env::var(name).ok())
            .map_err(|error| CommandError::new(Code::Usage, error.to_string()))?;
        unlock(&mut config)?;
        let (Some(id), Some(secret)) = (&config.client_id, &config.client_secret) else {
            let said = format!("there are no credentials: {}", config.without_credentials());
            return Err(CommandError::new(Code::Credentials, said));
        };
        let settings = Settings {
            base_url: config.base_url.clone(),
            credentials: Credentials { client_id: id.clone(), client_secret: secret.clone() },
            extra_roots: config.extra_roots.clone(),
            limits: around.limits.clone(),
        };
        let silent = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&silent);
        let client = Client::new(settings, move |event| tell(&event, &heard));
        let client = client.map_err(|error| CommandError::of(&error, Operation::Token))?;
        Ok(Self { config, client, output: args.output.form(), context: around, silent })
    }

    /// The service did not answer last.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.silent.load(Ordering::Relaxed)
    }
}

/// Handles events of the client. A wait is reported.
fn tell(event: &Event, silent: &AtomicBool) {
    match event {
        Event::Unreachable => silent.store(true, Ordering::Relaxed),
        Event::Reached(_) => silent.store(false, Ordering::Relaxed),
        Event::Retrying { wait, .. } | Event::Paced { until_wait: wait } if wait.as_secs() >= 1 => {
            if Stream::Error.is_terminal() {
                print_prefixed(format_args!("waiting {} s for the service", wait.as_secs()));
            }
        }
        Event::Retrying { .. } | Event::Paced { .. } | Event::Token(_) => {}
    }
}
