//! `users reconcile`: a company as a roster says it is. Who joins is created, who differs is changed, who has left is
//! made inactive.

use std::path::PathBuf;

use clap::Args;

use super::args::RunArgs;
use super::begin::{check, send};
use super::interrupt::Interrupt;
use super::planning::{make, named, problem, tell_notes};
use super::{plan_file, source, told};
use crate::cli::add::OverLimit;
use crate::cli::exit::{Code, CommandError};
use crate::cli::profile_args::path;
use crate::cli::service::{ServiceArgs, Session};
use crate::cli::stderr::print_prefixed;
use crate::import::ResultNames;
use crate::roster::{Hints, Mapping, Options, Plan};

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
    /// What a column is for: its title, letter or number, and the name of a field's flag (Mobile=phone), name, manager,
    /// custom:NAME or none; can be repeated
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
    /// At most so many people may leave, where more than 20 % or 50 would
    #[arg(long, value_name = "N")]
    pub allow_leavers: Option<u64>,
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

/// Reads the roster, compares it with the company, and makes the company so.
///
/// # Errors
///
/// Usage, if writing is not allowed or nobody can be asked; validation, if the file cannot be read, too many people would
/// leave, or not every row could be carried out; the code of what stopped the run.
pub async fn reconcile(args: &ReconcileArgs, session: &Session) -> Result<(), CommandError> {
    let sends = !args.dry_run && args.plan.is_none();
    args.run.ticket.may_write(session, sends)?;
    if sends {
        args.run.may_ask()?;
    }
    let options = Options {
        company: Some(args.company.clone()),
        maps: args.map.clone(),
        hints: Hints { sheet: args.sheet.clone(), encoding: args.encoding.clone() },
        skip_unknown: args.skip_unknown,
        allow_over_limit: args.over_limit == OverLimit::Allow,
        reactivate: true,
        reconcile: true,
        rules: session.config.rules,
    };
    let interrupt = Interrupt::listen();
    let source = source::read(&args.file)?;
    let names = ResultNames::of(named(&args.file), args.run.result.as_deref());
    if sends {
        check(&names)?;
    }
    let plan = interrupt.unless(make(session, &source, options)).await?;
    tell_notes(&plan);
    let doubt = doubt(&plan, args.allow_leavers);
    if let Some(path) = &args.plan {
        doubt?;
        plan_file::write(path, &args.file, session, &plan)?;
        told::plan(session, &plan)?;
        let (file, path) = (args.file.display(), path.display());
        print_prefixed(format_args!(
            "the plan for {file} is in {path}; nothing was sent. keepnet-tui users apply {path}"
        ));
        return Ok(());
    }
    if args.dry_run {
        told::plan(session, &plan)?;
        print_prefixed(format_args!("--dry-run: nothing was sent"));
        return doubt.and_then(|()| problem(&plan).map_or(Ok(()), Err));
    }
    doubt?;
    send(session, plan, &args.run, &names, &interrupt).await
}

/// Too many people would leave, or it is not known who has.
pub(super) fn doubt(plan: &Plan, allowed: Option<u64>) -> Result<(), CommandError> {
    plan.doubt(allowed).map_or(Ok(()), |why| Err(CommandError::new(Code::Invalid, format!("nothing was sent: {why}"))))
}
