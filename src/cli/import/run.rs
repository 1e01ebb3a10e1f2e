//! The run: each row is a change of its own, recorded, sent once, and looked up until its outcome is known.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;

use super::args::RunArgs;
use super::interrupt::Interrupt;
use super::outcome::{Ended, end_of, is_unfinished};
use super::plan::{Plan, Planned};
use super::result::{self, Names, Outcome};
use super::told;
use crate::cli::company_ref::CompanyRef;
use crate::cli::exit::{Code, CommandError, INTERRUPT};
use crate::cli::journal::{Journal, RETRY_ADVICE};
use crate::cli::output::{Format, Item};
use crate::cli::progress;
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::write::{CreateRequest, Intent, NewUser, PriorOwners, SendContext, WriteKind, WriteOutcome};
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::text::count;
use crate::domain::user::existing::UserStatus;
use crate::domain::user::target_user::NewTargetUser;
use crate::roster::Action;

/// Rows that are sent at once.
const AT_ONCE: usize = 4;
/// After this many equal failures in a row, nothing more is sent.
const EQUAL_FAILURES: u32 = 5;
/// Rows without a clear end are looked up and tried again this often.
const ROUNDS: u32 = 3;

/// Why a user is there whom this run has not created.
const EARLIER: &str = "created by an earlier run";

/// Why the run stops before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stop {
    code: Code,
    why: String,
}

/// A run while it goes on.
struct Run<'a> {
    session: &'a Session,
    plan: &'a Plan,
    journal: &'a Journal,
    interrupt: &'a Interrupt,
    /// The ticket of the run, and the batch that its changes are.
    made_for: (TicketNumber, BatchId),
    next: AtomicU64,
    ends: HashMap<usize, Ended>,
    stop: Option<Stop>,
    /// The last failure, and how often it came in a row.
    failures: (String, u32),
    done: u64,
    of: u64,
}

/// Creates the people of the plan, and tells what became of each.
pub(super) async fn run(
    session: &Session,
    plan: Plan,
    args: &RunArgs,
    names: &Names,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    let journal = Journal::open(session)?;
    // A killed run has left creates without an outcome: whom they have created was created here.
    for company in &plan.companies {
        journal.settle_in(&company.id).await?;
    }
    let all: Vec<usize> = (0..plan.rows.len()).filter(|at| is_to_create(&plan, *at)).collect();
    let most = args.first.map_or(usize::MAX, |first| usize::try_from(first).unwrap_or(usize::MAX));
    let mut todo: Vec<usize> = all.iter().copied().take(most).collect();
    let mut run = Run {
        session,
        plan: &plan,
        journal: &journal,
        interrupt,
        made_for: (args.ticket.number(), BatchId::from(&journal.id())),
        next: AtomicU64::new(1),
        ends: HashMap::new(),
        stop: None,
        failures: (String::new(), 0),
        done: 0,
        of: todo.len() as u64,
    };
    interrupt.sends.store(true, Ordering::SeqCst);
    for round in 1..=ROUNDS {
        tokio::select! {
            biased;
            () = run.round(&todo) => {}
            () = interrupt.pressed(2) => {
                let said = format!("stopped while people were being created; {}. {RETRY_ADVICE}", run.progress());
                return Err(CommandError::new(Code::Signal(INTERRUPT), said));
            }
        }
        todo.retain(|at| run.ends.get(at).is_none_or(Ended::is_unfinished));
        if todo.is_empty() || run.stop.is_some() || interrupt.is_pressed() {
            break;
        }
        if round < ROUNDS {
            print_prefixed(format_args!(
                "{} without a clear end: looked up and tried again",
                count(todo.len() as u64, "row", "rows")
            ));
            run.done -= todo.len() as u64;
            run.failures = (String::new(), 0);
        }
    }
    let (stop, ends) = (run.stop.clone(), std::mem::take(&mut run.ends));
    let said = run.progress();
    let is_left = |at: usize| all.iter().skip(most).any(|left| *left == at);
    let outcomes = outcomes(&plan, &journal, &ends, &is_left)?;
    report(session, &plan, &outcomes)?;
    write_result(session, &plan, names, &outcomes);
    ended(&outcomes, stop, interrupt.is_pressed().then_some(said))
}

fn is_to_create(plan: &Plan, at: usize) -> bool {
    plan.rows.get(at).is_some_and(|row| row.judged.action == Action::Create)
}

impl Run<'_> {
    fn progress(&self) -> String {
        format!("{} of {} done", self.done, count(self.of, "row", "rows"))
    }

    /// Sends these rows, a few at once. Nothing more is begun after a stop.
    async fn round(&mut self, todo: &[usize]) {
        let (session, plan, journal, made_for) = (self.session, self.plan, self.journal, &self.made_for);
        let (next, halt) = (std::mem::take(&mut self.next), &self.interrupt.stop);
        {
            let next = &next;
            let one = |at: usize| async move {
                if halt.load(Ordering::SeqCst) {
                    return (at, None);
                }
                let Some((planned, company, user)) = parts(plan, at) else { return (at, None) };
                let id = next.fetch_add(1, Ordering::SeqCst);
                (at, Some(send(session, journal, (id, made_for), (planned, company, user)).await))
            };
            let mut ends = std::pin::pin!(stream::iter(todo.iter().copied()).map(one).buffer_unordered(AT_ONCE));
            while let Some((at, end)) = ends.next().await {
                let Some(end) = end else { continue };
                self.done += 1;
                progress::counted(self.done, self.of, "people");
                let stop = judge(&mut self.failures, &end, session.is_silent());
                if self.stop.is_none() && stop.is_some() {
                    self.stop = stop;
                    halt.store(true, Ordering::SeqCst);
                }
                self.ends.insert(at, end);
            }
        }
        self.next = next;
    }
}

/// What a row needs to be sent.
fn parts(plan: &Plan, at: usize) -> Option<(&Planned, &CompanyRef, &NewTargetUser)> {
    let planned = plan.rows.get(at)?;
    Some((planned, plan.companies.get(planned.company?)?, planned.judged.user.as_ref()?))
}

/// Whether a failure is one that all others would have as well.
fn judge((last, times): &mut (String, u32), end: &Ended, is_silent: bool) -> Option<Stop> {
    let Some(failure) = &end.failure else {
        *times = 0;
        return None;
    };
    let code = CommandError::failed(failure, is_silent).code;
    let why = failure.to_string();
    if code == Code::Credentials {
        return Some(Stop { code, why });
    }
    *times = if *last == why { *times + 1 } else { 1 };
    last.clone_from(&why);
    (*times >= EQUAL_FAILURES).then(|| Stop {
        code: if code == Code::Invalid { Code::Failed } else { code },
        why: format!("{EQUAL_FAILURES} rows in a row have failed alike: {why}"),
    })
}

/// Sends a row, once, unless this machine knows that it has created the user before.
async fn send(
    session: &Session,
    journal: &Journal,
    (number, (ticket, batch)): (u64, &(TicketNumber, BatchId)),
    (planned, company, user): (&Planned, &CompanyRef, &NewTargetUser),
) -> Ended {
    let judged = &planned.judged;
    let form = FormKey::new(&company.id, Subject::TargetUser);
    // A list may lag behind: it is asked whether the user is there.
    if let Ok(Some(made)) = journal.made(&form, &user.email)
        && !judged.before.contains(&made)
        && let Ok(there) = session.client.target_user(&company.id, &made).await
        && there.status != UserStatus::Deleted
    {
        return Ended::created(made.as_str(), EARLIER);
    }
    let intent = Intent {
        id: journal.id_of(number),
        kind: WriteKind::Create,
        company: company.id.clone(),
        company_name: company.name.clone(),
        entry: judged.person.entry.clone().as_sent(),
        at: Timestamp::now(),
        sending: SendContext { before: PriorOwners::Known(judged.before.clone()), ..SendContext::default() },
        ticket: ticket.clone(),
        batch: Some(batch.clone()),
    };
    let order = CreateRequest { intent, user: NewUser::Target(user.clone()), earlier: None, unrecorded: false };
    let end = journal.outbox.send(&order, &|_| ()).await;
    if let WriteOutcome::Refused(_) = end
        && let Ok(found) = session.client.find_users(&company.id, &user.email).await
        && let Some(there) = found.into_iter().find(|there| there.status != UserStatus::Deleted)
    {
        // Somebody else has created the user meanwhile, or an earlier run has.
        let is_ours = journal.create_of(&company.id, &there.id).is_ok_and(|made| made.is_some());
        return if is_ours { Ended::created(there.id.as_str(), EARLIER) } else { Ended::there(&there) };
    }
    end_of(end)
}

/// What became of every row of the plan.
fn outcomes(
    plan: &Plan,
    journal: &Journal,
    ends: &HashMap<usize, Ended>,
    is_left: &dyn Fn(usize) -> bool,
) -> Result<Vec<Outcome>, CommandError> {
    let rows = plan.rows.iter().enumerate();
    rows.map(|(at, planned)| match planned.judged.action {
        Action::Create => Ok(match ends.get(&at) {
            Some(end) => end.outcome(&planned.judged.reasons),
            None if is_left(at) => not_sent("left out by --first", false),
            None => not_sent("the run stopped before this row", true),
        }),
        Action::There | Action::Inactive | Action::Managed => existing(plan, journal, planned),
        Action::Double => Ok(unsent(planned, false)),
        Action::Fix | Action::OverLimit => Ok(unsent(planned, true)),
    })
    .collect()
}

fn not_sent(why: &str, is_open: bool) -> Outcome {
    Outcome { word: "not_sent", reasons: vec![why.to_owned()], id: String::new(), is_open }
}

/// A row that the plan does not create.
fn unsent(planned: &Planned, is_open: bool) -> Outcome {
    let judged = &planned.judged;
    let id = judged.found.as_ref().map(|user| user.id.to_string()).unwrap_or_default();
    Outcome { word: judged.action.word(), reasons: judged.reasons.clone(), id, is_open }
}

/// A user who was there: perhaps because an earlier run was killed.
fn existing(plan: &Plan, journal: &Journal, planned: &Planned) -> Result<Outcome, CommandError> {
    let company = planned.company.and_then(|company| plan.companies.get(company));
    let made = match (company, &planned.judged.found) {
        (Some(company), Some(user)) => journal.create_of(&company.id, &user.id)?,
        _ => None,
    };
    let there = unsent(planned, false);
    Ok(match made {
        Some(_) => Outcome { word: "created", reasons: vec![EARLIER.to_owned()], ..there },
        None => there,
    })
}

/// Writes what became of the rows: in a table only of those that need a person, otherwise of all.
fn report(session: &Session, plan: &Plan, outcomes: &[Outcome]) -> Result<(), CommandError> {
    let mut sheet = told::writer(session, "import");
    let rows = plan.rows.iter().zip(outcomes);
    let is_shown = |outcome: &Outcome| session.output != Format::Table || outcome.is_open || outcome.word == "inactive";
    let rows: Vec<_> = rows
        .filter(|(_, outcome)| is_shown(outcome))
        .map(|(planned, outcome)| told::row(plan, planned, outcome.word, &outcome.id, &outcome.reasons))
        .collect();
    let counts = counts(outcomes);
    if !rows.is_empty() || session.output != Format::Table {
        sheet.page(&rows)?;
        let mut facts = Item(vec![("total", (outcomes.len() as u64).into())]);
        facts.add("counts", told::counted(counts.iter().copied()));
        facts.add("source_sha256", plan.reading.digest.as_str());
        sheet.end(facts)?;
    }
    let said: Vec<_> = counts.iter().map(|(word, count)| format!("{} {count}", word.replace('_', " "))).collect();
    print_prefixed(format_args!("result: {}", said.join(" · ")));
    Ok(())
}

/// How many there are of each outcome, in the order in which they come first.
fn counts(outcomes: &[Outcome]) -> Vec<(&'static str, u64)> {
    let mut counts: Vec<(&'static str, u64)> = Vec::new();
    for outcome in outcomes {
        match counts.iter_mut().find(|(word, _)| *word == outcome.word) {
            Some((_, count)) => *count += 1,
            None => counts.push((outcome.word, 1)),
        }
    }
    counts
}

/// The users are created, whether the files can be written or not.
fn write_result(session: &Session, plan: &Plan, names: &Names, outcomes: &[Outcome]) {
    match result::write(names, plan, outcomes, session.config.csv_bom) {
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
fn ended(outcomes: &[Outcome], stop: Option<Stop>, paused: Option<String>) -> Result<(), CommandError> {
    let again = "run the same command again to go on: whoever was created is not created twice";
    if let Some(Stop { code, why }) = stop {
        return Err(CommandError::new(code, format!("stopped: {why}\n{again}")));
    }
    if let Some(progress) = paused {
        return Err(CommandError::new(Code::Signal(INTERRUPT), format!("stopped, {progress}; {again}")));
    }
    let open = outcomes.iter().filter(|outcome| outcome.is_open).count() as u64;
    if open == 0 {
        return Ok(());
    }
    let rows = count(open, "row", "rows");
    if outcomes.iter().any(|outcome| outcome.is_open && is_unfinished(outcome.word)) {
        return Err(CommandError::new(Code::Unknown, format!("not everybody was created: {rows} left; {again}")));
    }
    Err(CommandError::new(Code::Invalid, format!("not everybody was created: {rows} left, see the reasons")))
}
