//! The journal of commands that write. The screen and all commands share it, so that a command that was killed is
//! completed by the next one about the same user.

use std::io;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::exit::{Code, Stop};
use super::service::{Session, UnderWay};
use super::speech::say;
use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::write::{Deed, End, Intent, Order, Outcome, Sighting, WriteId};
use crate::domain::form::subject::FormKey;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::outbox::{Outbox, Step};
use crate::store::{self, Store};

/// Advice while the outcome of a write is not known.
pub const AGAIN: &str =
    "Run the same command again: it looks the user up before anything is sent, and nothing is sent twice.";

/// Advice when nothing can be looked up.
pub const LOOK: &str = "Check the system users in the console for the address, then report what you saw: the same command with \
                        --looked there or --looked absent, or \"Mark as checked\" on the screen. Nothing is sent until then.";

/// Advice when the look-up of a target user does not work.
const LOOK_TOO: &str = "If it can never be looked up from here, check in the console and report what you saw with \
                        --looked there or --looked absent.";

/// Writes whose look-up failed this often are skipped by commands about other users.
const GIVEN_UP: usize = 5;

/// The outbox, and the journal of this machine.
pub struct Journal {
    /// Carries out writes.
    pub outbox: Outbox,
    /// The writes of all programs.
    store: Arc<Store>,
    run: String,
    under_way: UnderWay,
}

impl Journal {
    /// Opens the database of the profile.
    ///
    /// # Errors
    ///
    /// Failed, if nothing can be recorded on this machine.
    pub fn open(session: &Session) -> Result<Self, Stop> {
        let state = session.around.state.as_ref();
        let state = state.ok_or_else(|| unrecorded("there is no home directory"))?;
        let folder = state.join(store::folder_of(&session.config.profile, &session.config.base_url));
        let store = Arc::new(Store::open(&folder).map_err(|error| no_record(&error))?);
        // A machine that only runs commands enforces the same age limits as one with a screen.
        if let Err(error) = store.tidy(Timestamp::now()) {
            tracing::warn!(%error, "not tidied");
        }
        let outbox = Outbox {
            access: session.config.access.clone(),
            client: session.client.clone(),
            store: Some(Arc::clone(&store)),
            patience: session.around.patience.clone(),
            clock: Timestamp::now,
        };
        let (run, under_way) = (session.around.run.clone(), session.around.under_way.clone());
        Ok(Self { outbox, store, run, under_way })
    }

    /// The result of an earlier create of the same user whose outcome is unknown; `None` if the user may be created.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub async fn earlier(&self, intent: &Intent) -> Result<Option<End>, Stop> {
        let earlier = self.creates(&intent.form(), intent.email())?;
        for write in earlier.into_iter().filter(|write| write.end.is_none()) {
            let what = format!("an earlier create of {} in {}", write.intent.whom(), write.intent.company_name);
            say(format_args!("the outcome of {what} is not known; looking it up"));
            if let Some(end) = self.outbox.earlier(intent, &write.intent, &|step| self.on_step(step, "")).await {
                return Ok(Some(end));
            }
            say(format_args!("{what}: the user does not exist"));
        }
        Ok(None)
    }

    /// Looks up creates of programs that have exited which may have created a user of this company.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub async fn settle_in(&self, company: &CompanyId) -> Result<(), Stop> {
        for write in self.store.unfinished().map_err(|error| no_record(&error))? {
            let intent = &write.intent;
            if intent.deed == Deed::Create
                && intent.company == *company
                && !write.running
                && write.no_answer.len() < GIVEN_UP
            {
                self.outbox.look_up(intent, &|_| ()).await;
            }
        }
        Ok(())
    }

    /// Sends a create.
    pub async fn send(&self, order: &Order) -> End {
        let next = if order.intent.deed.can_be_looked_up() { AGAIN } else { LOOK };
        let words = format!("stopped: it is not known whether the user was created. {next}");
        let end = self.outbox.send(order, &|step| self.on_step(step, &words)).await;
        self.under_way.set("");
        end
    }

    /// Deletes a user that was just created.
    pub async fn undo(&self, intent: &Intent) -> End {
        let words = format!("stopped: it is not known whether the user was deleted. {AGAIN}");
        let end = self.outbox.undo(intent, &|step| self.on_step(step, &words)).await;
        self.under_way.set("");
        end
    }

    /// Tells a waiting person that a user is being looked up, and what an interrupted command would leave behind.
    fn on_step(&self, step: Step, words: &str) {
        match step {
            Step::Sending => self.under_way.set(words),
            Step::Waiting => say(format_args!("another program is creating the same user; waiting for it")),
            Step::Checking { attempt: 1, .. } => say(format_args!("no clear answer came; looking the user up")),
            Step::NotSettled => say(format_args!(
                "the outcome could not be recorded on this machine: the next command for the same user looks it up"
            )),
            Step::Recording | Step::Answered | Step::Settled | Step::Checking { .. } => {}
        }
    }

    /// The ID of this run's write.
    #[must_use]
    pub fn id(&self) -> WriteId {
        WriteId::new(&self.run, 1)
    }

    /// Records what a person found in the console about a create with unknown outcome.
    ///
    /// # Errors
    ///
    /// Usage, if no create of this user has an unknown outcome.
    pub async fn settle_by_hand(&self, form: &FormKey, email: &str, there: bool) -> Result<(), Stop> {
        let creates = self.creates(form, email)?;
        let open: Vec<_> = creates.into_iter().filter(|write| write.end.is_none()).collect();
        if open.is_empty() {
            let said = format!(
                "no earlier create of {}{email} has an unknown outcome; leave out --looked",
                form.subject.prefix()
            );
            return Err(Stop::new(Code::Usage, said));
        }
        for write in open {
            self.outbox.settle_by_hand(&write.intent.id, there).await;
        }
        Ok(())
    }

    /// Every create of this user from this machine, oldest first.
    fn creates(&self, form: &FormKey, email: &str) -> Result<Vec<RecordedWrite>, Stop> {
        self.store.creates(form, email).map_err(|error| no_record(&error))
    }

    /// The user with this address that was found after a create, where it is not known who created it.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn found(&self, form: &FormKey, email: &str) -> Result<Option<Sighting>, Stop> {
        Ok(self.creates(form, email)?.into_iter().rev().find_map(|write| sighting(&write)))
    }

    /// The create from this machine that created this target user.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn made(&self, company: &CompanyId, user: &UserId) -> Result<Option<Intent>, Stop> {
        let made = self.store.created(company, user).map_err(|error| no_record(&error))?;
        Ok(made.map(|write| write.intent).filter(|intent| intent.deed == Deed::Create))
    }

    /// The create from this machine after which this target user was found, where it is not known who created it.
    ///
    /// # Errors
    ///
    /// Failed, if the record cannot be read.
    pub fn sighted(&self, company: &CompanyId, user: &UserId) -> Result<Option<(Intent, Sighting)>, Stop> {
        let since = Timestamp::now().checked_sub(week()).unwrap_or(Timestamp::MIN);
        let history = self.store.history(since).map_err(|error| no_record(&error))?;
        Ok(history.into_iter().filter(|write| write.intent.company == *company).find_map(|write| {
            let sighting = sighting(&write).filter(|sighting| sighting.id == *user)?;
            Some((write.intent, sighting))
        }))
    }
}

fn week() -> SignedDuration {
    store::KEPT
}

fn sighting(write: &RecordedWrite) -> Option<Sighting> {
    match &write.end {
        Some((Outcome::Found(sighting), _)) => Some(sighting.clone()),
        _ => None,
    }
}

/// The error of a write that did not succeed; `silent` as in [`Stop::failed`].
#[must_use]
pub fn not_done(end: End, silent: bool) -> Stop {
    match end {
        End::Refused(failure) => Stop::failed(&failure, silent),
        End::Pending => Stop::new(
            Code::Unknown,
            format!(
                "it is not known whether it was carried out: no clear answer came, and nothing has changed so far. {AGAIN}"
            ),
        ),
        End::Absent => Stop::new(Code::Failed, "not created: no clear answer came, and the user does not exist"),
        End::StillThere => Stop::new(Code::Failed, "not deleted: no clear answer came, and the user still exists"),
        End::Unknown(failure) => {
            let said = format!("it is not known whether it was carried out: {} {AGAIN} {LOOK_TOO}", failure.why);
            Stop::new(Code::Unknown, said)
        }
        End::InDoubt(failure) => {
            Stop::new(Code::Unknown, format!("{}: {} {AGAIN} {LOOK_TOO}", failure.what, failure.why))
        }
        End::Found(user) => Stop::new(
            Code::Unknown,
            format!(
                "{} exists, and whether you have created it is not known: {}. Nothing was sent again; check who it is, or accept it with --if-absent",
                user.email,
                Sighting::from(&*user)
            ),
        ),
        End::Unrecorded(failure) => Stop::new(Code::Failed, format!("{}: {}", failure.what, failure.why)),
        End::WasThere(user) => Stop::new(
            Code::Invalid,
            format!("not created: {} is there already ({})", user.email, Sighting::from(&*user)),
        ),
        // Outcomes that mean success for the other kind of write.
        End::Created(id) => Stop::new(Code::Invalid, format!("created (id {id})")),
        End::Proved(user) => Stop::new(Code::Invalid, format!("created (id {})", user.id)),
        End::Deleted => Stop::new(Code::Failed, "the user no longer exists"),
    }
}

fn no_record(error: &io::Error) -> Stop {
    unrecorded(&error.to_string())
}

fn unrecorded(why: &str) -> Stop {
    Stop::new(Code::Failed, format!("nothing was sent: the request cannot be recorded on this machine ({why})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::write::Sending;
    use crate::domain::form::entry::Entry;
    use crate::domain::service::failure::{Done, Failure, Remedy};
    use crate::domain::user::existing::TargetUser;
    use rstest::rstest;

    fn failure(remedy: Remedy) -> Failure {
        let (what, why) = ("The target user was not created".to_owned(), "So it is.".to_owned());
        Failure { what, why, hint: String::new(), remedy, done: Done::No }
    }

    fn user() -> Box<TargetUser> {
        let intent = Intent {
            id: WriteId::new("run", 1),
            deed: Deed::Create,
            company: CompanyId::new("c"),
            company_name: String::new(),
            entry: Entry::default(),
            at: Timestamp::UNIX_EPOCH,
            sending: Sending::default(),
        };
        Box::new(intent.user(UserId::new("u")))
    }

    #[rstest]
    #[case(End::Refused(failure(Remedy::Correct(Vec::new()))), Code::Invalid)]
    #[case(End::Refused(failure(Remedy::Retry)), Code::Failed)]
    #[case(End::Unknown(failure(Remedy::Retry)), Code::Unknown)]
    #[case(End::Unrecorded(failure(Remedy::Nothing)), Code::Failed)]
    #[case(End::InDoubt(failure(Remedy::Nothing)), Code::Unknown)]
    #[case(End::Pending, Code::Unknown)]
    #[case(End::Found(user()), Code::Unknown)]
    #[case(End::Absent, Code::Failed)]
    #[case(End::StillThere, Code::Failed)]
    #[case(End::WasThere(user()), Code::Invalid)]
    fn every_other_end_has_its_code(#[case] end: End, #[case] code: Code) {
        let stop = not_done(end, false);
        assert_eq!(stop.code, code);
        assert!(!stop.said.is_empty());
    }
}
