//! Options of `users import`, `users reconcile` and `users apply`.

use std::path::PathBuf;

use clap::{Args, value_parser};

use crate::cli::add::OverLimit;
use crate::cli::exit::CommandError;
use crate::cli::profile_args::path;
use crate::cli::question::can_be_asked;
use crate::cli::service::ServiceArgs;
use crate::cli::service::Session;
use crate::cli::ticket::TicketArgs;
use crate::roster::{FieldDefault, GroupChoices, GroupMapping, Hints, Mapping, Options, said_by_row};

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
  # The file has neither phones nor departments: everybody gets the same
  keepnet-tui users import starters.csv --company \"Contoso Ltd\" --default phone=+442079460018 --default department=Sales
  # Groups of the file that the company does not have: one is another's name, the others are created
  keepnet-tui users import starters.csv --company \"Contoso Ltd\" --map-group \"Sales team=Sales\" --create-groups
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
    /// Make users active who are there and inactive
    #[arg(long)]
    pub reactivate: bool,
    /// What the file says, and what is done
    #[command(flatten)]
    pub options: FileArgs,
}

/// Options of `users reconcile`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
The file is the whole list: active users who are not in it are made inactive, never deleted. Users of a directory and
users of mail domains that the file does not have are left alone. An empty cell changes nothing; - clears a field.

Examples:
  # Look first: who joins, changes, leaves
  keepnet-tui users reconcile --company \"Contoso Ltd\" --file roster.csv --dry-run
  keepnet-tui users reconcile --company \"Contoso Ltd\" --file roster.csv
  # In a script; more than 20 % or 50 people may leave only if it says so
  keepnet-tui users reconcile --company \"Contoso Ltd\" --file - --yes --allow-leavers 80 < roster.csv")]
pub struct ReconcileArgs {
    /// Company: its ID or its full name
    #[arg(long, value_name = "ID|NAME")]
    pub company: String,
    /// The file: CSV with any separator, TSV, XLSX, XLS or vCard; - reads it from standard input
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub file: PathBuf,
    /// At most so many people may leave, where more than 20 % or 50 would
    #[arg(long, value_name = "N")]
    pub allow_leavers: Option<u64>,
    /// What the file says, and what is done
    #[command(flatten)]
    pub options: FileArgs,
}

/// Options of commands that take a file.
#[derive(Debug, Clone, Args)]
pub struct FileArgs {
    /// What a column is for: its title, letter or number, and the name of a field's flag (Mobile=phone), name, manager,
    /// company, custom:NAME or none; can be repeated
    #[arg(long, value_name = "COLUMN=FIELD", help_heading = "Reading the file")]
    pub map: Vec<Mapping>,
    /// A value for all rows whose own cell is empty, or for which no column has the field: the name of the field's flag, or
    /// custom:NAME, and the value (phone=+442079460018); can be repeated
    #[arg(long, value_name = "FIELD=VALUE", help_heading = "Reading the file")]
    pub default: Vec<FieldDefault>,
    /// The worksheet, by its name or number [default: the first with something in it]
    #[arg(long, value_name = "NAME", help_heading = "Reading the file")]
    pub sheet: Option<String>,
    /// The encoding of a text, if it is not recognised: utf-8, windows-1252, windows-1254
    #[arg(long, value_name = "NAME", help_heading = "Reading the file")]
    pub encoding: Option<String>,
    /// Leave out groups, languages and time zones that do not exist, instead of sending nothing
    #[arg(long)]
    pub skip_unknown: bool,
    /// Create groups that do not exist, before anybody is put into them
    #[arg(long)]
    pub create_groups: bool,
    /// Which group of the company a name in the file means: its name or ID; nothing after the = leaves the name out; can be
    /// repeated
    #[arg(long, value_name = "NAME=GROUP")]
    pub map_group: Vec<GroupMapping>,
    /// If no seat is free: leave the person out, or exceed the licence limit
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub over_limit: OverLimit,
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

/// Options of all three.
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

impl FileArgs {
    /// Something is sent.
    #[must_use]
    pub fn sends(&self) -> bool {
        !self.dry_run && self.plan.is_none()
    }

    /// What is common to imports and rosters.
    #[must_use]
    pub fn choices(&self, session: &Session, company: Option<&str>) -> Options {
        Options {
            company: company.map(str::to_owned),
            by_row: said_by_row(&self.map),
            maps: self.map.clone(),
            defaults: self.default.clone(),
            hints: Hints { sheet: self.sheet.clone(), encoding: self.encoding.clone() },
            skip_unknown: self.skip_unknown,
            groups: GroupChoices { maps: self.map_group.clone(), create: self.create_groups },
            allow_over_limit: self.over_limit == OverLimit::Allow,
            rules: session.config.rules,
            ..Options::default()
        }
    }
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
