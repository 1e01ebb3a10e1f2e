//! Changes of an existing user: how they are carried out and reported.

use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::company_args::WriteArgs;
use super::company_ref::CompanyRef;
use super::exit::{Code, CommandError};
use super::heading::Heading;
use super::journal::{Journal, RETRY_ADVICE};
use super::not_done;
use super::output::{self, Item, Row};
use super::progress::Out;
use super::rows;
use super::service::Session;
use super::stderr::print_prefixed;
use super::ticket::add_ticket;
use super::user_flags;
use super::user_ref::UserRef;
use crate::domain::change::outcome::{DeleteEnd, UpdateEnd};
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::change::update::{Conflict, SeatChange, Update, UserUpdate};
use crate::domain::change::write::{Intent, SendContext, WriteId, WriteKind};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::user::detail::UserDetail;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// Which user, and the options of every change.
#[derive(Debug, Clone, Args)]
pub struct TargetArgs {
    /// Email or ID of the user
    #[arg(value_name = "EMAIL|ID")]
    pub user: String,
    /// The company
    #[command(flatten)]
    pub at: WriteArgs,
}

/// Refuses a user who cannot be changed.
///
/// # Errors
///
/// Validation.
pub fn is_changeable(company: &CompanyRef, user: &UserRef, what: &str) -> Result<(), CommandError> {
    is_living(company, user, what)?;
    match user.listed.as_ref().and_then(|listed| listed.managed.as_ref()) {
        Some(by) => Err(refused(what, &format!("{} is managed by {by}; change the user there", user.words()))),
        None => Ok(()),
    }
}

/// Refuses a deleted user.
///
/// # Errors
///
/// Validation.
pub(super) fn is_living(company: &CompanyRef, user: &UserRef, what: &str) -> Result<(), CommandError> {
    if !user.is_deleted() {
        return Ok(());
    }
    let (words, name) = (user.words(), &company.name);
    Err(refused(what, &format!("{words} is deleted in {name}, and a deleted user cannot be changed")))
}

fn refused(what: &str, why: &str) -> CommandError {
    CommandError::new(Code::Invalid, format!("not {what}, nothing was sent: {why}"))
}

/// A change of a user, ready to be sent.
pub struct ChangeOrder<'a> {
    /// The session.
    pub session: &'a Session,
    /// The company.
    pub company: &'a CompanyRef,
    /// The user.
    pub user: &'a UserRef,
    /// The ticket.
    pub ticket: TicketNumber,
    /// The changes that are made with it, if any.
    pub batch: Option<BatchId>,
}

impl ChangeOrder<'_> {
    /// Sends an update, or says what it would do, and reports it.
    ///
    /// # Errors
    ///
    /// Validation, if the service would refuse it or somebody has changed the user; or the code of another outcome.
    pub async fn update(&self, update: Update, dry_run: bool) -> Result<(), CommandError> {
        let after = UserUpdate::new(self.user.detail.clone(), &update.changes);
        let long: Vec<_> = after
            .too_long()
            .map(|(field, length, max)| {
                format!("--{} is {length} characters long; at most {max} are taken in a change", field.flag)
            })
            .collect();
        if !long.is_empty() {
            return Err(user_flags::not_changed(&long));
        }
        let planned = listed(after.user(), self.user.listed.as_ref());
        for change in &update.changes {
            let one = Update::new(update.user.clone(), vec![change.clone()]);
            match one.group() {
                Some(_) => print_prefixed(format_args!("{} {}", one.verb(), one.words())),
                None => print_prefixed(format_args!("{}", one.words())),
            }
        }
        if dry_run {
            print_prefixed(format_args!("--dry-run: nothing was sent"));
            return self.row(&planned, Some(&update), "dry_run");
        }
        let now = listed(&self.user.detail, self.user.listed.as_ref());
        let journal = Journal::open(self.session)?;
        let intent = self.intent(journal.id(), WriteKind::Update(update.clone()));
        let end = journal.update(&intent, &update).await;
        let (words, name, done) = (self.user.words(), &self.company.name, update.done());
        match end {
            UpdateEnd::Updated => {
                let seat = match update.seat() {
                    Some(SeatChange::Frees) => "; the seat is free, the user still counts in this month's usage",
                    Some(SeatChange::Takes) => "; it takes a seat",
                    None => "",
                };
                print_prefixed(format_args!("{done} in {name}: {words}{seat}"));
                self.row(&planned, Some(&update), "updated")
            }
            UpdateEnd::AlreadySo => {
                print_prefixed(format_args!("nothing to change in {name}: {words} is so already"));
                self.row(&planned, Some(&update), "unchanged")
            }
            end => {
                self.row(&now, Some(&update), outcome_word(&end))?;
                Err(not_changed(end, Subject::TargetUser, self.session.is_silent()))
            }
        }
    }

    /// Deletes the user, and reports it.
    ///
    /// # Errors
    ///
    /// The code of another outcome.
    pub async fn delete(&self) -> Result<(), CommandError> {
        let user = listed(&self.user.detail, self.user.listed.as_ref());
        let journal = Journal::open(self.session)?;
        let end = journal.delete(&self.intent(journal.id(), WriteKind::Delete(user.id.clone())), &user.id).await;
        let Some(error) = not_done::not_deleted(&end, self.session.is_silent()) else {
            let seat = if self.user.detail.active { "; the seat is free" } else { "" };
            print_prefixed(format_args!("deleted in {}: {}{seat}", self.company.name, self.user.words()));
            return self.row(&TargetUser { status: UserStatus::Deleted, ..user }, None, "deleted");
        };
        if matches!(end, DeleteEnd::Pending | DeleteEnd::Unknown(_)) {
            self.row(&user, None, "pending")?;
        }
        Err(error)
    }

    pub(super) fn intent(&self, id: WriteId, kind: WriteKind) -> Intent {
        Intent {
            id,
            kind,
            company: self.company.id.clone(),
            company_name: self.company.name.clone(),
            entry: self.user.detail.entry(),
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: self.ticket.clone(),
            batch: self.batch.clone(),
        }
    }

    /// The user with the outcome, and for an update with the old and the new values.
    pub(super) fn cells(
        &self,
        user: &TargetUser,
        update: Option<&Update>,
        outcome: &'static str,
    ) -> (Vec<Heading>, Row) {
        let mut row = rows::user(user, self.company.id_and_name(), Some(outcome));
        let mut head = rows::user_head(Some(outcome));
        if let Some(update) = update {
            add_changes(&mut row, &mut head, update);
        }
        add_ticket(&mut head, &mut row, &self.ticket);
        (head, row)
    }

    /// Writes the user with the outcome, and for an update with the old and the new values.
    ///
    /// # Errors
    ///
    /// If standard output cannot be written.
    pub fn row(&self, user: &TargetUser, update: Option<&Update>, outcome: &'static str) -> Result<(), CommandError> {
        let (head, row) = self.cells(user, update, outcome);
        Ok(output::one(Out::default(), self.session.output, "user", head, &row)?)
    }
}

/// The outcome of an update as it is told to programs.
pub(super) fn outcome_word(end: &UpdateEnd) -> &'static str {
    match end {
        UpdateEnd::Updated => "updated",
        UpdateEnd::AlreadySo => "unchanged",
        UpdateEnd::Pending | UpdateEnd::Unknown(_) | UpdateEnd::InDoubt(_) => "pending",
        UpdateEnd::Conflict(_) | UpdateEnd::Changed(_) => "conflict",
        UpdateEnd::Refused(_) | UpdateEnd::Unchanged => "refused",
    }
}

/// Adds the old and the new values to a row.
pub(super) fn add_changes(row: &mut Row, head: &mut Vec<Heading>, update: &Update) {
    let value = |raw: &str| if raw.is_empty() { Value::Null } else { raw.into() };
    let changes = update
        .changes
        .iter()
        .map(|change| json!({ "field": change.key(), "from": value(&change.from.raw), "to": value(&change.to.raw) }));
    let changes: Value = changes.collect();
    let Item(members) = &mut row.item;
    members.push(("changes", changes));
    head.push(Heading::extra("changes"));
    row.cells.push(update.words());
}

/// The user as the list would have it.
#[must_use]
pub fn listed(detail: &UserDetail, listed: Option<&TargetUser>) -> TargetUser {
    let some = |id: FieldId| Some(detail.text(id)).filter(|text| !text.is_empty());
    let is_deleted = listed.is_some_and(|user| user.status == UserStatus::Deleted);
    TargetUser {
        id: detail.id.clone(),
        email: detail.email(),
        first_name: some(FieldId::FirstName),
        last_name: some(FieldId::LastName),
        department: some(FieldId::Department),
        phone: some(FieldId::Phone),
        priority: some(FieldId::Priority),
        status: match detail.active {
            _ if is_deleted => UserStatus::Deleted,
            true => UserStatus::Active,
            false => UserStatus::Inactive,
        },
        created: listed.and_then(|user| user.created),
        time_zone: listed.and_then(|user| user.time_zone.clone()),
        language: listed.and_then(|user| user.language.clone()),
        managed: listed.and_then(|user| user.managed.clone()),
        roles: None,
    }
}

/// The error of an update that was not carried out, or whose outcome is not known.
pub(super) fn not_changed(end: UpdateEnd, subject: Subject, silent: bool) -> CommandError {
    match end {
        UpdateEnd::Conflict(found) => CommandError::new(
            Code::Invalid,
            format!("not changed, nothing was sent: somebody has changed the user meanwhile:{}", lines(&found)),
        ),
        UpdateEnd::Changed(found) => CommandError::new(
            Code::Unknown,
            format!(
                "it is not known whether the user was changed: no clear answer came, and somebody has changed the user meanwhile:{}",
                lines(&found)
            ),
        ),
        UpdateEnd::Unchanged => {
            CommandError::new(Code::Failed, "not changed: no clear answer came, and the user is as before")
        }
        UpdateEnd::Unknown(failure) => CommandError::new(
            Code::Unknown,
            format!("it is not known whether the user was changed: {} {RETRY_ADVICE}", failure.why),
        ),
        UpdateEnd::InDoubt(failure) => {
            CommandError::new(Code::Unknown, format!("{}: {} {}", failure.what, failure.why, failure.hint))
        }
        UpdateEnd::Refused(Failure { remedy: Remedy::Correct(sentences), .. }) => {
            user_flags::refused_change(&sentences, subject)
        }
        UpdateEnd::Refused(failure) => CommandError::failed(&failure, silent),
        UpdateEnd::Pending => not_done::pending(),
        // What a command told as done.
        UpdateEnd::Updated | UpdateEnd::AlreadySo => CommandError::new(Code::Failed, "the user has the wanted values"),
    }
}

fn lines(found: &[Conflict]) -> String {
    let lines = found.iter().map(|conflict| ["\n  ".to_owned(), conflict.words()].concat());
    lines.collect::<Vec<_>>().concat()
}
