//! `users import`, `users reconcile` and `users apply`: the people of a file become target users.

mod args;
mod begin;
mod interrupt;
mod plan_file;
mod planning;
mod question;
mod reconcile;
mod report;
mod run;
mod source;
pub mod told;

pub use self::args::{ApplyArgs, ImportArgs, RunArgs};
use self::begin::{check, send};
use self::interrupt::Interrupt;
use self::planning::{make, named, problem, tell_notes};
pub use self::reconcile::{ReconcileArgs, reconcile};
use super::add::OverLimit;
use super::exit::CommandError;
use super::service::Session;
use super::stderr::print_prefixed;
use crate::import::ResultNames;
use crate::roster::{Hints, Options};

/// Reads the file, checks it, and creates its people.
///
/// # Errors
///
/// Usage, if writing is not allowed; validation, if the file cannot be read, or not everybody could be created; the code
/// of what stopped the run.
pub async fn run(args: &ImportArgs, session: &Session) -> Result<(), CommandError> {
    let sends = !args.dry_run && args.plan.is_none();
    args.run.ticket.may_write(session, sends)?;
    let options = Options {
        company: args.company.clone(),
        maps: args.map.clone(),
        hints: Hints { sheet: args.sheet.clone(), encoding: args.encoding.clone() },
        skip_unknown: args.skip_unknown,
        allow_over_limit: args.over_limit == OverLimit::Allow,
        reactivate: args.reactivate,
        reconcile: false,
        rules: session.config.rules,
    };
    if sends {
        args.run.may_ask()?;
    }
    let interrupt = Interrupt::listen();
    let source = source::read(&args.file)?;
    let names = ResultNames::of(named(&args.file), args.run.result.as_deref());
    if sends {
        check(&names)?;
    }
    let plan = interrupt.unless(make(session, &source, options)).await?;
    tell_notes(&plan);
    if let Some(path) = &args.plan {
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
        return problem(&plan).map_or(Ok(()), Err);
    }
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
    let plan = interrupt.unless(make(session, &source, options)).await?;
    tell_notes(&plan);
    recorded.check_plan(session, &plan)?;
    reconcile::doubt(&plan, Some(recorded.leavers()))?;
    send(session, plan, &args.run, &names, &interrupt).await
}
