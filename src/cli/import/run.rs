//! The run: each row is a change of its own, recorded, sent once, and looked up until its outcome is known.

use std::sync::atomic::Ordering;

use jiff::Timestamp;

use super::args::RunArgs;
use super::interrupt::Interrupt;
use super::new_groups::create_groups;
use super::report::Report;
use crate::cli::exit::{Code, CommandError, INTERRUPT};
use crate::cli::journal::{Journal, RETRY_ADVICE};
use crate::cli::progress;
use crate::cli::receipt::Receipt;
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::text::count;
use crate::import::{ResultNames, Watcher, carry_out};
use crate::roster::{
    Ended, OrderContext, Outcome, Plan, Run, is_unfinished, outcome_counts, outcome_of, outcomes, result_files,
};

/// Creates the people of the plan, and tells what became of each.
pub(super) async fn run(
    session: &Session,
    mut plan: Plan,
    args: &RunArgs,
    names: &ResultNames,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    let journal = Journal::open(session)?;
    let (ticket, batch) = (args.ticket.number(), BatchId::from(&journal.id()));
    let groups = Box::pin(create_groups(session, &journal, &mut plan, args.first, (&ticket, &batch)));
    let number = interrupt.unless_twice(groups).await?;
    let plan = &plan;
    // A killed run has left creates without an outcome: whom they have created was created here.
    journal.settle_creates(|intent| plan.has_user_of(intent)).await?;
    let has_made = |company: &CompanyId, user: &UserId| journal.create_of(company, user).map(|made| made.is_some());
    let mut run = Run::new(plan, args.first);
    let mut report = Report::new(session, plan);
    for at in 0..plan.rows.len() {
        if !run.has(at)
            && let Some(outcome) = outcome_of(plan, &run, at, has_made)?
        {
            report.ended(at, &outcome);
        }
    }
    interrupt.sends.store(true, Ordering::SeqCst);
    let mut watch = Watch { plan, journal: &journal, ticket, batch, number, interrupt, report };
    tokio::select! {
        biased;
        () = carry_out(&mut run, plan, &journal.outbox, &mut watch) => {}
        () = interrupt.pressed(2) => {
            let said = format!("stopped while people were being created (batch {}). {RETRY_ADVICE}", watch.batch);
            return Err(CommandError::new(Code::Signal(INTERRUPT), said));
        }
    }
    let outcomes = outcomes(plan, &run, has_made)?;
    let receipt = Receipt {
        companies: plan.companies.iter().map(|answers| answers.company.name.as_str()).collect(),
        counts: outcome_counts(&outcomes),
        ticket: &watch.ticket,
        at: Timestamp::now(),
        batch: &watch.batch,
    };
    let told = watch.report.finish(&outcomes, Some(&receipt).filter(|_| watch.number > 0));
    write_result(session, plan, names, &outcomes);
    told?;
    ended(plan, &outcomes, &run, session.is_silent(), interrupt.is_pressed())
}

/// What the command does while the rows are sent.
struct Watch<'a> {
    plan: &'a Plan,
    journal: &'a Journal,
    ticket: TicketNumber,
    batch: BatchId,
    number: u64,
    interrupt: &'a Interrupt,
    report: Report<'a>,
}

impl Watcher for Watch<'_> {
    fn next(&mut self) -> OrderContext {
        self.number += 1;
        let id = self.journal.id_of(self.number);
        OrderContext { id, at: Timestamp::now(), ticket: self.ticket.clone(), batch: self.batch.clone() }
    }

    fn is_paused(&self) -> bool {
        // Without readers of the rows that have ended nobody would know how far it came.
        self.interrupt.stop.load(Ordering::SeqCst) || self.report.is_broken()
    }

    fn again(&mut self, rows: usize) {
        let rows = count(rows as u64, "row", "rows");
        print_prefixed(format_args!("{rows} without a clear end: looked up and tried again"));
    }

    fn ended(&mut self, at: usize, end: &Ended) {
        if let Some(planned) = self.plan.rows.get(at).filter(|_| !end.is_unfinished()) {
            self.report.ended(at, &end.outcome(planned.judged.notes()));
        }
    }

    fn progress(&mut self, run: &Run) {
        progress::counted(run.done() as u64, run.of() as u64, "people");
    }
}

/// The users are created, whether the files can be written or not.
fn write_result(session: &Session, plan: &Plan, names: &ResultNames, outcomes: &[Outcome]) {
    let written = result_files(plan, outcomes, session.config.csv_bom).and_then(|files| names.write_all(&files));
    match written {
        Ok((result, failed)) => {
            print_prefixed(format_args!("what became of each row is in {}", result.display()));
            if let Some(failed) = failed {
                print_prefixed(format_args!(
                    "the rows that need somebody are in {}, which can be imported again",
                    failed.display()
                ));
            }
        }
        Err(error) => print_prefixed(format_args!("the result could not be written: {error}")),
    }
}

/// The end of the command.
fn ended(
    plan: &Plan,
    outcomes: &[Outcome],
    run: &Run,
    is_silent: bool,
    is_interrupted: bool,
) -> Result<(), CommandError> {
    let again = "run the same command again to go on: whoever was created is not created twice";
    let not =
        if plan.reading.options.reconcile { "not every row was carried out" } else { "not everybody was created" };
    if let Some(stop) = run.stop() {
        let code = match CommandError::failed(stop.failure(), is_silent).code {
            Code::Invalid => Code::Failed,
            code => code,
        };
        return Err(CommandError::new(code, format!("stopped: {stop}\n{again}")));
    }
    if is_interrupted {
        let progress = format!("{} of {} done", run.done(), count(run.of() as u64, "row", "rows"));
        return Err(CommandError::new(Code::Signal(INTERRUPT), format!("stopped, {progress}; {again}")));
    }
    let open = outcomes.iter().filter(|outcome| outcome.is_open).count() as u64;
    if open == 0 {
        return Ok(());
    }
    let rows = count(open, "row", "rows");
    if outcomes.iter().any(|outcome| outcome.is_open && is_unfinished(outcome.word)) {
        return Err(CommandError::new(Code::Unknown, format!("{not}: {rows} left; {again}")));
    }
    Err(CommandError::new(Code::Invalid, format!("{not}: {rows} left, see the reasons")))
}
