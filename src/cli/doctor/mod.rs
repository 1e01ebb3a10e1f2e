//! `keepnet-tui doctor`: checks everything the program needs, in order, and gives advice. Shows no secret and changes
//! nothing.

mod finding;
mod machine;
mod service;
mod terminal;

use clap::Args;

use super::config::KeyTable;
use super::exit::{Code, CommandError};
use super::output::{Format, OutputArgs};
use super::profile_args::{ProfileArgs, logins_file, variable};
use crate::config::{check, load};
use crate::store;
use crate::system::output::stdout;
use finding::Report;

/// Options of `doctor`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui doctor
  keepnet-tui doctor --profile north --output json
  # With a log of requests and responses
  keepnet-tui doctor --log-file doctor.log")]
pub struct DoctorArgs {
    /// Form of the output
    #[command(flatten)]
    pub output: OutputArgs,
    /// The profile
    #[command(flatten)]
    pub profile: ProfileArgs,
}

/// Runs all checks; each finding is written as soon as it is made.
///
/// # Errors
///
/// Failed, if a finding is a failure, which has been written already.
pub async fn run(args: &DoctorArgs, keys: KeyTable<'_>) -> Result<(), CommandError> {
    let mut report = Report::new(stdout(), args.output.form());
    let flags = args.profile.flags();
    let loaded = load(&flags, variable);
    let problems = check(&flags).map(|checked| keys.all_of(&checked)).unwrap_or_default();
    report.add(machine::configuration(loaded.as_ref(), &problems))?;
    report.add(machine::state_folder(store::state_folder().as_deref(), loaded.as_ref().ok()))?;
    match &loaded {
        Ok(config) => report.add(machine::days(store::state_folder().as_deref(), config))?,
        Err(_) => report.skip(machine::DAYS, "the configuration cannot be used")?,
    }
    report.add(machine::keyring())?;
    if let Ok(mut config) = loaded {
        report.add(machine::log_ins(&flags, &config))?;
        report.add(machine::secret(&mut config, logins_file().as_deref()))?;
        service::check(&config, &mut report).await?;
    } else {
        for check in [machine::LOG_INS, machine::SECRET].into_iter().chain(service::CHECKS) {
            report.skip(check, "the configuration cannot be used")?;
        }
    }
    for finding in terminal::check(args.output.form() == Format::Table) {
        report.add(finding)?;
    }
    let failures = report.end()?;
    if failures == 0 { Ok(()) } else { Err(CommandError::new(Code::Failed, "")) }
}
