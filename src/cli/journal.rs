//! The journal of a command that writes: the same one the screen keeps, so that a command that was
//! killed is settled by whatever runs next.

use std::io;
use std::sync::Arc;

use jiff::Timestamp;

use super::exit::{Code, Stop};
use super::service::{Session, UnderWay};
use super::speech::say;
use crate::domain::failure::Failure;
use crate::domain::ids::{CompanyId, UserId};
use crate::domain::subject::FormKey;
use crate::domain::write::{Deed, End, Intent, Order, Outcome, WriteId};
use crate::outbox::{Outbox, Step};
use crate::store::{self, Store};

/// What to do while the end of a write is not known.
const AGAIN: &str =
    "Run the same command again: it looks the user up before anything is sent, and nothing is sent twice.";

/// What to do when nothing can be looked up.
pub const LOOK: &str = "Look for the address among the system users in the console, then say what you saw: the same command with \
                        --looked there or --looked absent, or \"I have looked\" on the screen. Nothing is sent until then.";

/// The outbox, and what earlier writes of this machine came to.
pub struct Journal {
    /// Carries writes out.
    pub outbox: Outbox,
    /// What every program has written.
    store: Arc<Store>,
    /// Writes whose end could not be found out now.
    unknown: Vec<(Intent, Failure)>,
    /// Writes that nothing but a person can find out about.
    unseen: Vec<Intent>,
    run: String,
    under_way: UnderWay,
}

impl Journal {
    /// Opens the database of the profile, and finds out how earlier writes ended whose answers never came. Those of
    /// programs that are running are left to them.
    ///
    /// # Errors
    ///
    /// Failed, when nothing can be recorded on this machine.
    pub async fn open(session: &Session) -> Result<Self, Stop> {
        let state = session.around.state.as_ref();
        let state = state.ok_or_else(|| unrecorded("there is no home directory"))?;
        let folder = state.join(store::folder_of(&session.config.profile, &session.config.base_url));
        let no_record = |error: io::Error| unrecorded(&error.to_string());
        let store = Arc::new(Store::open(&folder).map_err(no_record)?);
        let unfinished = store.unfinished().map_err(no_record)?;
        let outbox = Outbox {
            access: session.config.access.clone(),
            client: session.client.clone(),
            store: Some(Arc::clone(&store)),
            patience: session.around.patience.clone(),
            clock: Timestamp::now,
        };
        let mut journal = Self {
            outbox,
            store,
            unknown: Vec::new(),
            unseen: Vec::new(),
            run: session.around.run.clone(),
            under_way: session.around.under_way.clone(),
        };
        for write in unfinished.into_iter().filter(|write| !write.running) {
            journal.settle(write.intent).await;
        }
        Ok(journal)
    }

    async fn settle(&mut self, intent: Intent) {
        let what = match intent.deed {
            Deed::Create => format!("an earlier create of {} in {}", intent.email(), intent.company_name),
            // Only a person can find out about this one.
            Deed::CreateSystem => return self.unseen.push(intent),
            Deed::Undo(_) => format!("an earlier undo of {} in {}", intent.email(), intent.company_name),
        };
        match self.outbox.look_up(&intent, &|_| ()).await {
            End::Created(id) | End::Found(id) => say(format_args!("{what}: the user was created (id {id})")),
            End::WasThere(id) => say(format_args!("{what}: the user was there before (id {id})")),
            End::Absent => say(format_args!("{what}: the user was not created")),
            End::Deleted => say(format_args!("{what}: the user was deleted")),
            End::StillThere => say(format_args!("{what}: the user was not deleted")),
            End::Unknown(failure) | End::Refused(failure) | End::Unrecorded(failure) => {
                say(format_args!("{what}: it is still not known how it ended. {}", failure.why));
                self.unknown.push((intent, failure));
            }
        }
    }

    /// Sends a create.
    pub async fn send(&self, order: &Order) -> End {
        let next = if order.intent.deed.can_be_looked_up() { AGAIN } else { LOOK };
        let words = format!("stopped: it is not known whether the user was created. {next}");
        let end = self.outbox.send(order, &|step| self.on_step(step, &words)).await;
        self.under_way.set("");
        end
    }

    /// Deletes a user who was just created.
    pub async fn undo(&self, intent: &Intent) -> End {
        let words = format!("stopped: it is not known whether the user was deleted. {AGAIN}");
        let end = self.outbox.undo(intent, &|step| self.on_step(step, &words)).await;
        self.under_way.set("");
        end
    }

    /// Tells somebody who waits that a user is being looked up, and somebody who stops what they leave.
    fn on_step(&self, step: Step, words: &str) {
        match step {
            Step::Sending => self.under_way.set(words),
            Step::Checking { attempt: 1, .. } => say(format_args!("no clear answer came; looking the user up")),
            Step::Recording | Step::Answered | Step::Settled | Step::Checking { .. } => {}
        }
    }

    /// The name of the write of this run.
    #[must_use]
    pub fn id(&self) -> WriteId {
        WriteId::new(&self.run, 1)
    }

    /// A person has looked in the console for a system user of whom nobody knew.
    ///
    /// # Errors
    ///
    /// Usage, when there is no such create.
    pub async fn settle_by_hand(&mut self, form: &FormKey, email: &str, there: bool) -> Result<(), Stop> {
        let Some(at) = self.unseen.iter().position(|intent| intent.creates(form, email)) else {
            let said = format!("no earlier create of {}{email} is in doubt; leave --looked out", form.subject.prefix());
            return Err(Stop::new(Code::Usage, said));
        };
        let intent = self.unseen.remove(at);
        self.outbox.settle_by_hand(&intent.id, there).await;
        Ok(())
    }

    /// An earlier create of the same user that was looked for in vain.
    ///
    /// # Errors
    ///
    /// Unknown, when an earlier create of it may have been carried out: nothing may be sent.
    pub fn earlier(&self, form: &FormKey, email: &str) -> Result<Option<Intent>, Stop> {
        if self.unseen.iter().any(|intent| intent.creates(form, email)) {
            let said = format!(
                "not sent: an earlier create of {}{email} may have been carried out. {LOOK}",
                form.subject.prefix()
            );
            return Err(Stop::new(Code::Unknown, said));
        }
        if let Some((_, failure)) = self.unknown.iter().find(|(intent, _)| intent.creates(form, email)) {
            let said =
                format!("not sent: an earlier create of {email} may have been carried out. {} {AGAIN}", failure.why);
            return Err(Stop::new(Code::Unknown, said));
        }
        let tries = self.store.creates(form, email).map_err(|error| unrecorded(&error.to_string()))?;
        let tries = tries.into_iter().filter(|write| matches!(write.end, Some((Outcome::Absent, _))));
        Ok(tries.map(|write| write.intent).next())
    }

    /// The create from this machine that made this target user.
    ///
    /// # Errors
    ///
    /// Failed, when the record cannot be read.
    pub fn made(&self, company: &CompanyId, user: &UserId) -> Result<Option<Intent>, Stop> {
        let made = self.store.created(company, user).map_err(|error| unrecorded(&error.to_string()))?;
        Ok(made.map(|write| write.intent).filter(|intent| intent.deed == Deed::Create))
    }
}

/// The end of a write that did not come to what was wanted; `silent` as in [`Stop::failed`].
#[must_use]
pub fn not_done(end: End, silent: bool) -> Stop {
    match end {
        End::Refused(failure) => Stop::failed(&failure, silent),
        End::Absent => Stop::new(
            Code::Failed,
            "not created: no answer came, and the user is not there. Run the command again; it looks once more before it sends",
        ),
        End::StillThere => Stop::new(Code::Failed, "not deleted: no answer came, and the user is still there"),
        End::Unknown(failure) => {
            let said = format!("it is not known whether it was carried out: {} {AGAIN}", failure.why);
            Stop::new(Code::Unknown, said)
        }
        End::Unrecorded(failure) => Stop::new(Code::Failed, format!("{}: {}", failure.what, failure.why)),
        // Ends that are what was wanted of the other kind of write.
        End::WasThere(id) | End::Created(id) | End::Found(id) => {
            Stop::new(Code::Invalid, format!("not created: somebody with this email is there already (id {id})"))
        }
        End::Deleted => Stop::new(Code::Failed, "the user is not there any more"),
    }
}

fn unrecorded(why: &str) -> Stop {
    Stop::new(
        Code::Failed,
        format!("nothing was sent: what is about to be sent cannot be recorded on this machine ({why})"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::{Done, Remedy};
    use rstest::rstest;

    fn failure(remedy: Remedy) -> Failure {
        let (what, why) = ("The target user was not created".to_owned(), "So it is.".to_owned());
        Failure { what, why, hint: String::new(), remedy, done: Done::No }
    }

    #[rstest]
    #[case(End::Refused(failure(Remedy::Correct(Vec::new()))), Code::Invalid)]
    #[case(End::Refused(failure(Remedy::Retry)), Code::Failed)]
    #[case(End::Unknown(failure(Remedy::Retry)), Code::Unknown)]
    #[case(End::Unrecorded(failure(Remedy::Nothing)), Code::Failed)]
    #[case(End::Absent, Code::Failed)]
    #[case(End::StillThere, Code::Failed)]
    #[case(End::WasThere(UserId::new("u")), Code::Invalid)]
    fn every_other_end_has_its_code(#[case] end: End, #[case] code: Code) {
        let stop = not_done(end, false);
        assert_eq!(stop.code, code);
        assert!(!stop.said.is_empty());
    }
}
