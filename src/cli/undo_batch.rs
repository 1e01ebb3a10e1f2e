//! `users undo`: of the newest change of a user, or with `--batch` of all changes that were made together.

use clap::Args;
use jiff::Timestamp;

use super::change::{not_changed, outcome_word};
use super::company_args::WriteArgs;
use super::company_ref::{self, NameMatch};
use super::exit::{Code, CommandError};
use super::heading::Heading;
use super::journal::Journal;
use super::not_done::not_deleted;
use super::output::{Format, Item, Row, TableWriter};
use super::progress::{self, Out};
use super::question::{answer, can_be_asked};
use super::receipt::{self, Receipt};
use super::service::{ServiceArgs, Session};
use super::stderr::{print_prefixed, room};
use super::ticket::TicketArgs;
use super::undo::{self, UndoArgs};
use crate::domain::change::batch::{BatchChange, Lasting, Reversal, reversals};
use crate::domain::change::outcome::{DeleteEnd, UpdateEnd};
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::write::{Intent, WriteKind};
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;
use crate::system::output::Stream;

/// Options of `users undo`.
#[derive(Debug, Clone, Args)]
pub struct UndoUsersArgs {
    /// ID of the user, as reported by the command that is undone
    #[arg(value_name = "ID", required_unless_present = "batch", requires = "company")]
    pub user: Option<String>,
    /// Undo every change of this batch instead, newest first; a batch is one run of users import, apply, reconcile or
    /// undo, or one key on marked users
    #[arg(long, value_name = "ID", conflicts_with_all = ["user", "confirm"])]
    pub batch: Option<String>,
    /// Company: its ID or its full name; with --batch only the changes in it
    #[arg(long, value_name = "ID|NAME")]
    pub company: Option<String>,
    /// Delete a user that may not have been created from this machine: its ID again
    #[arg(long, value_name = "ID")]
    pub confirm: Option<String>,
    /// With --batch: do not ask
    #[arg(long, requires = "batch")]
    pub yes: bool,
    /// Check everything and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The ticket
    #[command(flatten)]
    pub ticket: TicketArgs,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Undoes the newest change of a user, or a batch.
///
/// # Errors
///
/// As [`undo::run`]; of a batch also validation, if something of it cannot be undone.
pub async fn run(args: &UndoUsersArgs, session: &Session) -> Result<(), CommandError> {
    match (&args.batch, &args.user, &args.company) {
        (Some(id), ..) => batch(args, &BatchId::from_text(id.trim().to_owned()), session).await,
        (None, Some(user), Some(company)) => {
            let at = WriteArgs {
                company: company.clone(),
                dry_run: args.dry_run,
                ticket: args.ticket.clone(),
                service: args.service.clone(),
            };
            let one = UndoArgs { user: user.clone(), at, confirm: args.confirm.clone() };
            undo::run(&one, session, Subject::TargetUser).await
        }
        _ => Err(CommandError::new(Code::Usage, "a user with its company, or --batch, is needed")),
    }
}

async fn batch(args: &UndoUsersArgs, batch: &BatchId, session: &Session) -> Result<(), CommandError> {
    let ticket = args.ticket.may_write(session, !args.dry_run)?;
    let company = match &args.company {
        Some(named) => Some(company_ref::company(session, named, NameMatch::Exact).await?.id),
        None => None,
    };
    let journal = Journal::open(session)?;
    let changes = to_undo(&journal, batch, company.as_ref()).await?;
    if changes.is_empty() {
        print_prefixed(format_args!("nothing of batch {batch} is left to undo"));
    } else {
        tell(&changes);
    }
    let sends = changes.iter().any(|change| !matches!(change.reversal, Reversal::Stays(_)));
    if sends && !args.dry_run && !args.yes {
        can_be_asked("undoes the batch without asking")?;
        if answer("Undo? [y/N] ", &['y']).await?.is_none() {
            return Err(CommandError::new(Code::Failed, "nothing was sent"));
        }
    }
    let mut undo = Undo { session, journal: &journal, ticket, sent: 0, rows: Rows::new(session) };
    if args.dry_run {
        for change in &changes {
            let (word, why) = planned(&change.reversal);
            undo.rows.add(change, End { word, why, code: None })?;
        }
        print_prefixed(format_args!("--dry-run: nothing was sent"));
        return undo.rows.finish(None);
    }
    let mut stopped = None;
    for (at, change) in changes.iter().enumerate() {
        progress::counted(at as u64, changes.len() as u64, "changes");
        let (end, stop) = undo.one(change).await;
        undo.rows.add(change, end)?;
        if stop.is_some() {
            stopped = stop;
            break;
        }
    }
    undo.finish(&changes, stopped)
}

/// What is left to undo, newest first.
async fn to_undo(
    journal: &Journal,
    batch: &BatchId,
    company: Option<&CompanyId>,
) -> Result<Vec<BatchChange>, CommandError> {
    let is_in = |intent: &Intent| {
        intent.batch.as_ref() == Some(batch) && company.is_none_or(|company| intent.company == *company)
    };
    let history = journal.week()?;
    if !history.iter().any(|write| is_in(&write.intent)) {
        let place = if company.is_some() { " in that company" } else { "" };
        let said = format!(
            "no change of batch \"{batch}\" was made{place} from this machine with this profile within seven days"
        );
        return Err(CommandError::new(Code::NotFound, said));
    }
    // A killed run, or a killed undo, has left changes without an outcome.
    let users: Vec<_> = reversals(&history, batch)
        .into_iter()
        .filter_map(|change| match change.reversal {
            Reversal::Delete(user) => Some((change.intent.company, user)),
            Reversal::PutBack(update) => Some((change.intent.company, update.user)),
            Reversal::Stays(_) => None,
        })
        .collect();
    let is_about = |intent: &Intent| {
        let target = intent.kind.target();
        is_in(intent) || users.iter().any(|(company, user)| target == Some(user) && intent.company == *company)
    };
    journal.settle(is_about).await?;
    let changes = reversals(&journal.week()?, batch).into_iter();
    Ok(changes.filter(|change| is_in(&change.intent)).collect())
}

/// What each company gets.
fn tell(changes: &[BatchChange]) {
    for name in companies(changes) {
        let of = |word: &str| {
            let is_it =
                |change: &&BatchChange| change.intent.company_name == name && planned(&change.reversal).0 == word;
            changes.iter().filter(is_it).count()
        };
        let said = [("delete", "delete"), ("put_back", "put back"), ("left", "cannot be undone")]
            .into_iter()
            .map(|(word, said)| (said, of(word)))
            .filter(|(_, count)| *count > 0)
            .map(|(said, count)| format!("{said} {count}"));
        print_prefixed(format_args!("{name}: {}", said.collect::<Vec<_>>().join(", ")));
    }
}

fn companies(changes: &[BatchChange]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for change in changes {
        let name = change.intent.company_name.as_str();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Why a change stays.
fn words(why: &Lasting) -> String {
    let said = match why {
        Lasting::NotKnown => "it is not known whether it was carried out",
        Lasting::ChangedByOthers => "it is not known whether it was carried out, and somebody has changed the user",
        Lasting::ChangedSince => "the user was changed from this machine since; users undo undoes one change at a time",
        Lasting::Found(user) => {
            return format!("it is not known who created the user; users undo {user} --confirm {user} deletes it");
        }
        Lasting::Delete => "a deleted user cannot be restored",
        Lasting::DeletedSince => "the user was deleted since",
        Lasting::Group => "a group is not deleted",
        Lasting::Mail => "a mail cannot be taken back",
    };
    said.to_owned()
}

fn planned(reversal: &Reversal) -> (&'static str, String) {
    match reversal {
        Reversal::Delete(_) => ("delete", String::new()),
        Reversal::PutBack(update) => ("put_back", update.words()),
        Reversal::Stays(why) => ("left", words(why)),
    }
}

/// What became of one change.
struct End {
    word: &'static str,
    why: String,
    /// The exit code, if it was not undone.
    code: Option<Code>,
}

struct Undo<'a> {
    session: &'a Session,
    journal: &'a Journal,
    ticket: TicketNumber,
    sent: u64,
    rows: Rows,
}

impl Undo<'_> {
    /// Undoes a change; and why no other is tried, if nothing is allowed.
    async fn one(&mut self, change: &BatchChange) -> (End, Option<CommandError>) {
        let silent = self.session.is_silent();
        let is_over = |failure: &Failure| matches!(failure.remedy, Remedy::Credentials | Remedy::Permission);
        let (word, error, is_over) = match &change.reversal {
            Reversal::Stays(why) => return (End { word: "left", why: words(why), code: Some(Code::Invalid) }, None),
            Reversal::Delete(user) => {
                let end = self.journal.delete(&self.intent(change, WriteKind::Delete(user.clone())), user).await;
                let word = match &end {
                    DeleteEnd::Deleted => "deleted",
                    DeleteEnd::Pending | DeleteEnd::Unknown(_) => "pending",
                    DeleteEnd::Refused(_) | DeleteEnd::StillThere => "refused",
                };
                let is_over = matches!(&end, DeleteEnd::Refused(failure) if is_over(failure));
                (word, not_deleted(&end, silent), is_over)
            }
            Reversal::PutBack(update) => {
                let intent = self.intent(change, WriteKind::Update(update.clone()));
                let end = self.journal.update(&intent, update).await;
                let word = if end == UpdateEnd::Updated { "put_back" } else { outcome_word(&end) };
                let is_done = matches!(end, UpdateEnd::Updated | UpdateEnd::AlreadySo);
                let error = (!is_done).then(|| match &end {
                    // No flag was given.
                    UpdateEnd::Refused(failure) => CommandError::failed(failure, silent),
                    end => not_changed(end.clone(), change.intent.entry.subject, silent),
                });
                let is_over = matches!(&end, UpdateEnd::Refused(failure) if is_over(failure));
                (word, error, is_over)
            }
        };
        let Some(error) = error else { return (End { word, why: String::new(), code: None }, None) };
        let stop = is_over.then(|| error.clone());
        (End { word, why: error.message, code: Some(error.code) }, stop)
    }

    fn intent(&mut self, change: &BatchChange, kind: WriteKind) -> Intent {
        self.sent += 1;
        Intent {
            id: self.journal.id_of(self.sent),
            kind,
            at: Timestamp::now(),
            ticket: undo::of_undo(self.ticket.clone(), &change.intent.ticket),
            batch: Some(self.own_batch()),
            ..change.intent.clone()
        }
    }

    /// The undo is a batch as well.
    fn own_batch(&self) -> BatchId {
        BatchId::from(&self.journal.id())
    }

    fn finish(self, changes: &[BatchChange], stopped: Option<CommandError>) -> Result<(), CommandError> {
        let own = self.own_batch();
        let tickets = changes.iter().map(|change| &change.intent.ticket);
        let ticket = tickets.fold(self.ticket.clone(), undo::of_undo);
        let receipt = Receipt {
            companies: companies(changes),
            counts: self.rows.counts.clone(),
            ticket: &ticket,
            at: Timestamp::now(),
            batch: &own,
        };
        let codes = self.rows.codes.clone();
        self.rows.finish(Some(&receipt).filter(|_| self.sent > 0))?;
        if let Some(error) = stopped {
            return Err(CommandError::new(error.code, format!("stopped: {}", error.message)));
        }
        if codes.is_empty() {
            return Ok(());
        }
        let left = count(codes.len() as u64, "change", "changes");
        let code = if codes.contains(&Code::Unknown) { Code::Unknown } else { Code::Invalid };
        Err(CommandError::new(code, format!("not everything was undone: {left} left, see the reasons")))
    }
}

/// What became of the changes on standard output: in a table only of those that are not undone.
struct Rows {
    format: Format,
    sheet: TableWriter<Out>,
    /// The rows that are written at the end.
    waiting: Vec<Row>,
    counts: Vec<(&'static str, u64)>,
    codes: Vec<Code>,
}

impl Rows {
    fn new(session: &Session) -> Self {
        let plain = |key| Heading { text: false, ..Heading::text(key) };
        let head = vec![
            plain("outcome"),
            Heading::text("email"),
            Heading::words("reason"),
            Heading::words("company"),
            Heading::extra("company_id"),
            Heading::extra("change"),
        ];
        let sheet = TableWriter::new(Out::default(), session.output, "undo", head).within(room(Stream::Output));
        Self { format: session.output, sheet, waiting: Vec::new(), counts: Vec::new(), codes: Vec::new() }
    }

    fn add(&mut self, change: &BatchChange, end: End) -> Result<(), CommandError> {
        match self.counts.iter_mut().find(|(word, _)| *word == end.word) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((end.word, 1)),
        }
        self.codes.extend(end.code);
        let intent = &change.intent;
        let mut item = Item(vec![("outcome", end.word.into())]);
        item.add("email", intent.email());
        item.add("reason", end.why.as_str());
        item.add("company", intent.company_name.as_str());
        item.add("company_id", intent.company.as_str());
        item.add("change", intent.id.as_str());
        let cells = vec![
            end.word.replace('_', " "),
            intent.email().to_owned(),
            end.why,
            intent.company_name.clone(),
            intent.company.to_string(),
            intent.id.to_string(),
        ];
        let row = Row { cells, item };
        match self.format {
            Format::Jsonl => self.sheet.page(&[row])?,
            Format::Table if !matches!(end.word, "left" | "pending" | "conflict" | "refused") => {}
            _ => self.waiting.push(row),
        }
        Ok(())
    }

    fn finish(mut self, receipt: Option<&Receipt<'_>>) -> Result<(), CommandError> {
        if let Some(receipt) = receipt {
            print_prefixed(format_args!("receipt: {receipt}"));
        }
        if !self.waiting.is_empty() {
            self.sheet.page(&self.waiting)?;
        } else if self.format == Format::Table {
            return Ok(());
        }
        let total: u64 = self.counts.iter().map(|(_, count)| count).sum();
        let mut facts = Item(vec![("total", total.into())]);
        facts.add("counts", super::import::told::counted(self.counts.iter().copied()));
        receipt::add(&mut facts, receipt);
        Ok(self.sheet.end(facts)?)
    }
}
