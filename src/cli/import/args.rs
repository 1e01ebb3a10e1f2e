//! Options of `users import` and `users apply`.

use std::path::PathBuf;

use clap::{Args, value_parser};

use crate::cli::add::OverLimit;
use crate::cli::exit::CommandError;
use crate::cli::profile_args::path;
use crate::cli::question::can_be_asked;
use crate::cli::service::ServiceArgs;
use crate::cli::ticket::TicketArgs;
use crate::roster::Mapping;

/// Options of `users import`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # Look first: what would be created, and which rows need somebody
  keepnet-tui users import starters.csv --company \"Contoso Ltd\" --dry-run
  # Create them, once the question is answered; starters.result.csv says what became of each row
  keepnet-tui users import starters.csv --company \"Contoso Ltd\"
  # In a script: a line of JSON for each row, as it finishes
  keepnet-tui users import starters.csv --company \"Contoso Ltd\" --yes --output jsonl
  # A plan that somebody else looks at and applies
  keepnet-tui users import starters.xlsx --company \"Contoso Ltd\" --plan starters.plan
  # The column Mobile is the phone, and the first ten people are a trial
  keepnet-tui users import starters.csv --company \"Contoso Ltd\" --map Mobile=phone --first 10")]
pub struct ImportArgs {
    /// The file: CSV with any separator, TSV, XLSX, XLS or vCard; - reads it from standard input
    #[arg(value_name = "FILE", value_parser = path())]
    pub file: PathBuf,
    /// Company: its ID or its full name; not needed if a column of the file names it
    #[arg(long, value_name = "ID|NAME")]
    pub company: Option<String>,
    /// What a column is for: its title, letter or number, and the name of a field's flag (Mobile=phone), name, manager,
    /// company, custom:NAME or none; can be repeated
    #[arg(long, value_name = "COLUMN=FIELD", help_heading = "Reading the file")]
    pub map: Vec<Mapping>,
    /// The worksheet, by its name or number [default: the first with something in it]
    #[arg(long, value_name = "NAME", help_heading = "Reading the file")]
    pub sheet: Option<String>,
    /// The encoding of a text, if it is not recognised: utf-8, windows-1252, windows-1254
    #[arg(long, value_name = "NAME", help_heading = "Reading the file")]
    pub encoding: Option<String>,
    /// Leave out groups, languages and time zones that do not exist, instead of sending nothing
    #[arg(long)]
    pub skip_unknown: bool,
    /// If no seat is free: leave the person out, or exceed the licence limit
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub over_limit: OverLimit,
    /// Make users active who are there and inactive
    #[arg(long)]
    pub reactivate: bool,
    /// Check everything and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write the plan to this new file, and send nothing
    #[arg(long, value_name = "FILE", value_parser = path(), conflicts_with = "dry_run")]
    pub plan: Option<PathBuf>,
    /// How the run goes
    #[command(flatten)]
    pub run: RunArgs,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Options of `users apply`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Nothing is sent if the file or the company has changed since the plan was made.

Examples:
  keepnet-tui users apply starters.plan
  # A trial with one person
  keepnet-tui users apply starters.plan --first 1")]
pub struct ApplyArgs {
    /// The plan that `users import --plan` has written
    #[arg(value_name = "PLAN", value_parser = path())]
    pub plan: PathBuf,
    /// How the run goes
    #[command(flatten)]
    pub run: RunArgs,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Options of both.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Send without asking
    #[arg(long)]
    pub yes: bool,
    /// Create only the first N people, as a trial
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(1..))]
    pub first: Option<u64>,
    /// Name of the files with the result, before .result.csv and .failed.csv [default: that of the file]
    #[arg(long, value_name = "NAME", value_parser = path())]
    pub result: Option<PathBuf>,
    /// The ticket
    #[command(flatten)]
    pub ticket: TicketArgs,
}

impl RunArgs {
    /// Somebody can be asked, or need not be.
    ///
    /// # Errors
    ///
    /// Usage.
    pub fn may_ask(&self) -> Result<(), CommandError> {
        if self.yes { Ok(()) } else { can_be_asked("sends without asking") }
    }
}
