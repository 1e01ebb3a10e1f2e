//! The journal of commands that write. The screen and all commands share it, so that a command that was killed is
//! completed by the next one about the same user.

use std::io;
use std::sync::Arc;

use jiff::Timestamp;

use super::exit::{Code, CommandError};
use super::service::{InFlight, Session};
use super::stderr::print_prefixed;
use crate::domain::change::batch;
use crate::domain::change::outcome::{CreateEnd, DeleteEnd, GroupEnd, MailEnd, UpdateEnd};
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::update::Update;
use crate::domain::change::user_plan::done_verb;
use crate::domain::change::write::{CreateRequest, FoundUser, Intent, JournalOutcome, Mail, WriteId, WriteKind};
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::target_group::NewGroup;
use crate::import::settle_creates;
use crate::outbox::{Outbox, Step};
use crate::store::{self, Store};

/// Advice while the outcome of a write is not known.
pub const RETRY_ADVICE: &str =
    "Run the same command again: it looks the user up before anything is sent, and nothing is sent twice.";

/// The same for a group.
pub const GROUP_ADVICE: &str =
    "Run the same command again: it looks for the group before anything is sent, and nothing is created twice.";

/// Advice when a look-up has failed.
pub const MARK_ADVICE: &str = "If it can never be looked up with this log-in, \"Mark as checked\" in its form on the screen lets it be sent again.";

/// An update that was not put back since.
pub struct StandingUpdate {
    /// What puts it back.
    pub undo: Update,
    /// When it was carried out.
    pub at: Timestamp,
    /// Its ticket.
    pub ticket: TicketNumber,
}

/// The outbox, and the journal of this machine.
pub struct Journal {
    /// Carries out writes.
    pub outbox: Outbox,
    /// The writes of all programs.
    store: Arc<Store>,
    run: String,
    in_flight: InFlight,
}

impl Journal {
    /// Opens the database of the profile.
    ///
    /// # Errors
    ///
    /// Failed, if nothing can be recorded on this machine.
    pub fn open(session: &Session) -> Result<Self, CommandError> {
        let state = session.context.state.as_ref();
        let state = state.ok_or_else(|| unrecorded("there is no home directory"))?;
        let folder = state.join(store::folder_of(&session.config.profile, &session.config.base_url));
        let store = Arc::new(Store::open(&folder).map_err(|error| no_record(&error))?);
        // A machine that only runs commands enforces the same age limits as one with a screen.
        if let Err(error) = store.clean_up(Timestamp::now()) {
            tracing::warn!(%error, "not tidied");
        }
        let outbox = Outbox {
            access: session.config.access.clone(),
            client: session.client.clone(),
            store: Some(Arc::clone(&store)),
            policy: session.context.policy.clone(),
            clock: Timestamp::now,
        };
        let (run, under_way) = (session.context.run.clone(), session.context.in_flight.clone());
        Ok(Self { outbox, store, run, in_flight: under_way })
    }

    /// The result of an earlier create of the same user whose outcome is unknown; `None` if the user may be created.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub async fn earlier(&self, intent: &Intent) -> Result<Option<CreateEnd>, CommandError> {
        let earlier = self.creates(&intent.form(), intent.email())?;
        for write in earlier.into_iter().filter(|write| write.outcome.is_none()) {
            let what = format!("an earlier create of {} in {}", write.intent.user_label(), write.intent.company_name);
            print_prefixed(format_args!("the outcome of {what} is not known; looking it up"));
            if let Some(end) = self.outbox.earlier(intent, &write.intent, &|step| self.on_step(step, "user", "")).await
            {
                return Ok(Some(end));
            }
            print_prefixed(format_args!("{what}: the user does not exist"));
        }
        Ok(None)
    }

    /// Looks up these creates of programs that have exited.
    pub(super) async fn settle_creates(&self, is_it: impl Fn(&Intent) -> bool) -> Result<(), CommandError> {
        settle_creates(&self.outbox, is_it).await.map_err(|error| no_record(&error))
    }

    /// Looks up the changes of this user by programs that have exited, if their outcome is unknown.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub async fn settle_changes_of(&self, company: &CompanyId, user: &UserId) -> Result<(), CommandError> {
        self.settle(|intent| intent.kind.target() == Some(user) && intent.company == *company).await
    }

    /// Looks up these writes of programs that have exited, if their outcome is unknown.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub async fn settle(&self, is_it: impl Fn(&Intent) -> bool) -> Result<(), CommandError> {
        for write in self.store.unfinished().map_err(|error| no_record(&error))? {
            if is_it(&write.intent) && !write.running {
                self.outbox.look_up(&write.intent, &|_| ()).await;
            }
        }
        Ok(())
    }

    /// Looks up an earlier create of this group by a program that has exited, if its outcome is unknown: its end, unless
    /// the group is certain not to have been created.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub async fn earlier_group(&self, company: &CompanyId, group: &NewGroup) -> Result<Option<GroupEnd>, CommandError> {
        let earlier = self.outbox.earlier_group(company, group, || tell_lookup(group)).await;
        earlier.map_err(|error| no_record(&error))
    }

    /// The writes of a week, in the order in which they have ended.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn week(&self) -> Result<Vec<RecordedWrite>, CommandError> {
        let since = Timestamp::now().checked_sub(store::MAX_AGE).unwrap_or(Timestamp::MIN);
        let mut history = self.store.history(since).map_err(|error| no_record(&error))?;
        batch::in_order(&mut history);
        Ok(history)
    }

    /// The newest update of this user that was not put back since; and whether there was any.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn newest_update(
        &self,
        company: &CompanyId,
        subject: Subject,
        user: &UserId,
    ) -> Result<(Option<StandingUpdate>, bool), CommandError> {
        let is_of_user = |write: &RecordedWrite| {
            let intent = &write.intent;
            intent.company == *company && intent.entry.subject == subject && intent.kind.target() == Some(user)
        };
        let history: Vec<_> = self.week()?.into_iter().filter(is_of_user).collect();
        let newest = batch::standing(&history).pop().and_then(|place| {
            let RecordedWrite { intent, outcome, .. } = &history[place];
            let WriteKind::Update(update) = &intent.kind else { return None };
            let at = outcome.as_ref()?.1;
            Some(StandingUpdate { undo: update.reversed(&intent.id), at, ticket: intent.ticket.clone() })
        });
        let is_update = |write: &RecordedWrite| {
            matches!(write.intent.kind, WriteKind::Update(_))
                && matches!(write.outcome, Some((JournalOutcome::Updated, _)))
        };
        Ok((newest, history.iter().any(is_update)))
    }

    /// Sends a create.
    pub async fn send(&self, order: &CreateRequest) -> CreateEnd {
        let words = unknown_words(&order.intent.kind);
        let end = self.outbox.send(order, &|step| self.on_step(step, "user", &words)).await;
        self.in_flight.set("");
        end
    }

    /// Changes an existing user.
    pub async fn update(&self, intent: &Intent, update: &Update) -> UpdateEnd {
        let words = unknown_words(&intent.kind);
        let end = self.outbox.update(intent, update, &|step| self.on_step(step, "user", &words)).await;
        self.in_flight.set("");
        end
    }

    /// Deletes an existing user.
    pub async fn delete(&self, intent: &Intent, user: &UserId) -> DeleteEnd {
        let words = unknown_words(&intent.kind);
        let end = self.outbox.delete(intent, user, &|step| self.on_step(step, "user", &words)).await;
        self.in_flight.set("");
        end
    }

    /// Sends a system user a mail.
    pub async fn mail(&self, intent: &Intent, user: &UserId, mail: Mail) -> MailEnd {
        let words = unknown_words(&intent.kind);
        let end = self.outbox.mail(intent, user, mail, &|step| self.on_step(step, "user", &words)).await;
        self.in_flight.set("");
        end
    }

    /// Creates a group.
    pub async fn create_group(&self, intent: &Intent, group: &NewGroup) -> GroupEnd {
        let words = unknown_words(&intent.kind);
        let end = self.outbox.create_group(intent, group, &|step| self.on_step(step, "group", &words)).await;
        self.in_flight.set("");
        end
    }

    /// Tells a waiting person that what was written is being looked up, and what an interrupted command would leave behind.
    fn on_step(&self, step: Step, what: &str, words: &str) {
        match step {
            Step::Sending => self.in_flight.set(words),
            Step::Waiting => {
                print_prefixed(format_args!(
                    "another program has sent something about the same {what}; waiting for it"
                ));
            }
            Step::Checking { attempt: 1, .. } => {
                print_prefixed(format_args!("no clear answer came; looking the {what} up"));
            }
            Step::NotSettled => print_prefixed(format_args!(
                "the outcome could not be recorded on this machine: the next command for the same {what} looks it up"
            )),
            Step::Recording | Step::Answered | Step::Settled | Step::Checking { .. } => {}
        }
    }

    /// The ID of this run's write.
    #[must_use]
    pub fn id(&self) -> WriteId {
        self.id_of(1)
    }

    /// The ID of the `n`-th write of this run.
    #[must_use]
    pub fn id_of(&self, n: u64) -> WriteId {
        WriteId::new(&self.run, n)
    }

    /// The user that the last create of this address has created, as far as this machine knows.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn made(&self, form: &FormKey, email: &str) -> Result<Option<UserId>, CommandError> {
        let creates = self.creates(form, email)?;
        Ok(creates.into_iter().rev().find_map(|write| match write.outcome {
            Some((JournalOutcome::Created(user), _)) => Some(user),
            _ => None,
        }))
    }

    /// Every create of this user from this machine, oldest first.
    fn creates(&self, form: &FormKey, email: &str) -> Result<Vec<RecordedWrite>, CommandError> {
        self.store.creates(form, email).map_err(|error| no_record(&error))
    }

    /// The user with this address that was found after a create, where it is not known who created it.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn found(&self, form: &FormKey, email: &str) -> Result<Option<FoundUser>, CommandError> {
        Ok(self.creates(form, email)?.into_iter().rev().find_map(|write| sighting(&write)))
    }

    /// The create from this machine that created this target user.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn create_of(&self, company: &CompanyId, user: &UserId) -> Result<Option<Intent>, CommandError> {
        self.create_of_kind(company, Subject::TargetUser, user)
    }

    /// The create from this machine that created this user, of either kind.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn create_of_kind(
        &self,
        company: &CompanyId,
        subject: Subject,
        user: &UserId,
    ) -> Result<Option<Intent>, CommandError> {
        let made = self.store.created(company, user).map_err(|error| no_record(&error))?;
        Ok(made.map(|write| write.intent).filter(|intent| intent.entry.subject == subject))
    }

    /// The create from this machine after which this user was found, where it is not known who created it.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn create_before(
        &self,
        company: &CompanyId,
        subject: Subject,
        user: &UserId,
    ) -> Result<Option<(Intent, FoundUser)>, CommandError> {
        let of_it = |write: &RecordedWrite| write.intent.company == *company && write.intent.entry.subject == subject;
        Ok(self.week()?.into_iter().rev().filter(of_it).find_map(|write| {
            let sighting = sighting(&write).filter(|sighting| sighting.id == *user)?;
            Some((write.intent, sighting))
        }))
    }
}

fn sighting(write: &RecordedWrite) -> Option<FoundUser> {
    match &write.outcome {
        Some((JournalOutcome::Found(sighting), _)) => Some(sighting.clone()),
        _ => None,
    }
}

/// What an interrupted command leaves behind.
fn unknown_words(kind: &WriteKind) -> String {
    let (what, advice) = match kind {
        WriteKind::Mail(_, mail) => (format!("the {} was sent", mail.name()), "Nothing is sent again by itself."),
        WriteKind::CreateGroup(_) => ("the group was created".to_owned(), GROUP_ADVICE),
        kind => (format!("the user was {}", done_verb(kind)), RETRY_ADVICE),
    };
    format!("stopped: it is not known whether {what}. {advice}")
}

/// What is told of a group before it is created again.
pub fn tell_lookup(group: &NewGroup) {
    print_prefixed(format_args!("the outcome of an earlier create of {} is not known; looking it up", group.label()));
}

/// The error when the record cannot be read.
#[must_use]
pub fn no_record(error: &io::Error) -> CommandError {
    unrecorded(&error.to_string())
}

fn unrecorded(why: &str) -> CommandError {
    CommandError::new(Code::Failed, format!("nothing was sent: the request cannot be recorded on this machine ({why})"))
}
