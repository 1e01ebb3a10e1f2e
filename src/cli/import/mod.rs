//! `users import`, `users reconcile` and `users apply`: the people of a file become target users.

mod args;
mod begin;
mod interrupt;
mod new_groups;
mod plan_file;
mod planning;
mod question;
mod report;
mod run;
mod source;
pub mod told;

use std::path::Path;

pub use self::args::{ApplyArgs, FileArgs, ImportArgs, ReconcileArgs, RunArgs};
use self::begin::{check, send};
use self::interrupt::Interrupt;
use self::planning::{check_doubt, make, named, problem, tell_notes};
use super::exit::CommandError;
use super::service::Session;
use super::stderr::print_prefixed;
use crate::import::ResultNames;
use crate::roster::Options;

/// Reads the file, checks it, and creates its people.
///
/// # Errors
///
/// Usage, if writing is not allowed; validation, if the file cannot be read, or not everybody could be created; the code
/// of what stopped the run.
pub async fn run(args: &ImportArgs, session: &Session) -> Result<(), CommandError> {
    let choices = args.options.choices(session, args.company.as_deref());
    let options = Options { reactivate: args.reactivate, ..choices };
    take(session, &args.file, &args.options, options, None).await
}

/// Reads the roster, compares it with the company, and makes the company so.
///
/// # Errors
///
/// As [`run()`]; also validation, if too many people would leave.
pub async fn reconcile(args: &ReconcileArgs, session: &Session) -> Result<(), CommandError> {
    let choices = args.options.choices(session, Some(&args.company));
    let options = Options { reactivate: true, reconcile: true, ..choices };
    take(session, &args.file, &args.options, options, args.allow_leavers).await
}

/// Makes the plan of a file, and tells it, keeps it or carries it out.
async fn take(
    session: &Session,
    file: &Path,
    args: &FileArgs,
    options: Options,
    leavers: Option<u64>,
) -> Result<(), CommandError> {
    args.run.ticket.may_write(session, args.sends())?;
    if args.sends() {
        args.run.may_ask()?;
    }
    let interrupt = Interrupt::listen();
    let source = source::read(file)?;
    let names = ResultNames::of(named(file), args.run.result.as_deref());
    if args.sends() {
        check(&names)?;
    }
    let plan = interrupt.unless(Box::pin(make(session, &source, options))).await?;
    tell_notes(&plan);
    let doubt = check_doubt(&plan, leavers);
    if let Some(path) = &args.plan {
        doubt?;
        plan_file::write(path, file, session, &plan)?;
        told::plan(session, &plan)?;
        let (file, path) = (file.display(), path.display());
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

/// Carries out a plan, if nothing has changed since it was made.
///
/// # Errors
///
/// As [`run()`]; also validation, if the file or the company has changed.
pub async fn apply(args: &ApplyArgs, session: &Session) -> Result<(), CommandError> {
    args.run.ticket.may_write(session, true)?;
    args.run.may_ask()?;
    let recorded = plan_file::read(&args.plan, session)?;
    let file = recorded.file();
    let interrupt = Interrupt::listen();
    let source = source::read(&file)?;
    recorded.check_source(&source)?;
    let names = ResultNames::of(Some(&file), args.run.result.as_deref());
    check(&names)?;
    let options = Options { rules: session.config.rules, ..recorded.options()? };
    let plan = interrupt.unless(Box::pin(make(session, &source, options))).await?;
    tell_notes(&plan);
    recorded.check_plan(session, &plan)?;
    check_doubt(&plan, Some(recorded.leavers()))?;
    send(session, plan, &args.run, &names, &interrupt).await
}
