//! The service of a desk: what it has created it tells when it is asked, and no address twice in a company. Answers to
//! creates may be lost.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::domain::change::outcome::{CreateEnd, WriteUpdate};
use keepnet_tui::domain::change::write::{CreateRequest, FoundUser, Intent, IntentOutcome, JournalOutcome, WriteId};
use keepnet_tui::domain::company::license::LicenseCheck;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::subject::FormKey;
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use keepnet_tui::domain::service::ids::UserId;

use super::places::same;
use super::simulation::Desk;
use super::tokens::EMAIL;
use crate::common::reply::reply;
use crate::common::{failure, jane, now};

/// An answer that keeps nobody from creating.
const WELL: u8 = 6;

/// A user.
#[derive(Debug)]
pub(super) struct Account {
    profile: usize,
    form: FormKey,
    entry: Entry,
    /// Created by this write; none: by a colleague.
    write: Option<WriteId>,
}

/// A write under way, or a look-up.
#[derive(Debug)]
pub(super) struct UnderWay {
    pub(super) profile: usize,
    intent: Intent,
    is_look_up: bool,
    unrecorded: bool,
    /// The journal has it, or need not.
    is_recorded: bool,
}

impl UnderWay {
    pub(super) fn create(profile: usize, order: CreateRequest) -> Self {
        let CreateRequest { intent, unrecorded, .. } = order;
        Self { profile, intent, is_look_up: false, unrecorded, is_recorded: false }
    }

    pub(super) fn look_up(profile: usize, intent: Intent) -> Self {
        Self { profile, intent, is_look_up: true, unrecorded: false, is_recorded: true }
    }
}

fn no() -> Failure {
    failure(Applied::No, Remedy::Retry)
}

fn perhaps() -> Failure {
    failure(Applied::Maybe, Remedy::Retry)
}

impl Desk {
    /// The user of this form was created with what is filled in there.
    pub(super) fn has_created(&self, profile: usize, form: &FormKey, entry: &Entry) -> bool {
        let is_it = |user: &Account| {
            user.profile == profile && user.form == *form && user.write.is_some() && same(&user.entry, entry)
        };
        self.service.iter().any(is_it)
    }

    /// The address of the user whom this write has created.
    pub(super) fn created_by(&self, write: &WriteId) -> Option<String> {
        let user = self.service.iter().find(|user| user.write.as_ref() == Some(write))?;
        Some(user.entry.text(EMAIL).to_owned())
    }

    /// What is asked is answered, well.
    pub(super) fn answer_all(&mut self) -> Result<(), String> {
        (0..20).try_for_each(|_| self.answer(0, WELL))
    }

    /// The n-th waiting question is answered.
    pub(super) fn answer(&mut self, n: usize, how: u8) -> Result<(), String> {
        let at = n % self.questions.len().max(1);
        let Some(question) = self.questions.remove(at) else { return Ok(()) };
        let how = if how.is_multiple_of(3) { how } else { WELL };
        if let Effect::Fetch(ticket, Read::License(_)) = question
            && how.is_multiple_of(5)
        {
            let seats = Seats { used: 30, limit: Limit::Of(30) };
            return self.send(Msg::License(ticket, Ok(LicenseCheck { seats, total: 30 })));
        }
        match reply(&self.story, question, how) {
            Some(msg) => self.send(msg),
            None => Ok(()),
        }
    }

    /// The n-th create under way is recorded before it is sent; or it ends, because it cannot be.
    pub(super) fn record(&mut self, n: usize) -> Result<(), String> {
        let waiting: Vec<_> = (0..self.under_way.len()).filter(|at| !self.under_way[*at].is_recorded).collect();
        match waiting.get(n % waiting.len().max(1)) {
            Some(at) => self.record_at(*at).map(drop),
            None => Ok(()),
        }
    }

    /// Whether it goes on.
    fn record_at(&mut self, at: usize) -> Result<bool, String> {
        let write = &self.under_way[at];
        let (profile, intent, unrecorded) = (write.profile, write.intent.clone(), write.unrecorded);
        let end = if self.takes {
            let mut after = Vec::new();
            loop {
                match self.store(profile).record_intent(&intent, &after).expect("a database") {
                    IntentOutcome::Recorded => break None,
                    // It is looked up first: nobody is there so far.
                    IntentOutcome::InDoubt(doubt) if !self.is_there(profile, &intent) => after.push(doubt.id),
                    IntentOutcome::InDoubt(_) => break Some(CreateEnd::InDoubt(no())),
                }
            }
        } else {
            (!unrecorded).then(|| CreateEnd::Unrecorded(no()))
        };
        match end {
            None => {
                self.under_way[at].is_recorded = true;
                Ok(true)
            }
            Some(end) => {
                self.under_way.remove(at);
                self.send(Msg::Write(intent.id, WriteUpdate::Ended(end.into())))?;
                Ok(false)
            }
        }
    }

    fn is_there(&self, profile: usize, intent: &Intent) -> bool {
        let is_it = |user: &Account| user.profile == profile && intent.creates(&user.form, user.entry.text(EMAIL));
        self.service.iter().any(is_it)
    }

    fn add(&mut self, profile: usize, intent: &Intent, write: Option<WriteId>) {
        self.service.push(Account { profile, form: intent.form(), entry: intent.entry.clone(), write });
    }

    /// The n-th write under way, or look-up, ends; what is certain is in the journal before the program hears of it.
    pub(super) fn end(&mut self, n: usize, how: u8) -> Result<(), String> {
        if self.under_way.is_empty() {
            return Ok(());
        }
        let at = n % self.under_way.len();
        if !self.under_way[at].is_recorded && !self.record_at(at)? {
            return Ok(());
        }
        let write = self.under_way.remove(at);
        let (profile, intent) = (write.profile, &write.intent);
        let end = if write.is_look_up { self.seek(profile, intent, how) } else { self.carry_out(profile, intent, how) };
        let outcome = match &end {
            CreateEnd::Created(user) => Some(JournalOutcome::Created(user.clone())),
            CreateEnd::Proved(user) => Some(JournalOutcome::Created(user.id.clone())),
            CreateEnd::Found(user) => Some(JournalOutcome::Found(FoundUser::from(&**user))),
            CreateEnd::WasThere(_) | CreateEnd::Refused(_) => Some(JournalOutcome::NotCreated),
            CreateEnd::Absent => Some(JournalOutcome::Absent),
            _ => None,
        };
        // The journal may be out of reach by then.
        if let Some(outcome) = outcome.filter(|_| self.takes && !how.is_multiple_of(7)) {
            let at = now(self.now()).utc;
            self.store(profile).record_outcome(&intent.id, &outcome, at).expect("a database");
            self.has_ended(profile, intent, &outcome);
        }
        self.send(Msg::Write(write.intent.id, WriteUpdate::Ended(end.into())))
    }

    /// What the service makes of a create.
    fn carry_out(&mut self, profile: usize, intent: &Intent, how: u8) -> CreateEnd {
        let user = jane(intent.id.as_str());
        if self.is_there(profile, intent) {
            return if how.is_multiple_of(4) { CreateEnd::Unknown(perhaps()) } else { CreateEnd::WasThere(user) };
        }
        match how % 10 {
            0..5 => {
                self.add(profile, intent, Some(intent.id.clone()));
                if how % 10 == 4 {
                    CreateEnd::Unknown(perhaps())
                } else {
                    CreateEnd::Created(UserId::new(intent.id.as_str()))
                }
            }
            5 => CreateEnd::Refused(no()),
            6 => CreateEnd::Refused(failure(Applied::No, Remedy::Correct(vec!["Phone Number is short.".to_owned()]))),
            7 => {
                self.add(profile, intent, None);
                CreateEnd::Found(user)
            }
            8 => CreateEnd::Pending,
            _ => CreateEnd::Unknown(perhaps()),
        }
    }

    /// What a look-up comes to.
    fn seek(&mut self, profile: usize, intent: &Intent, how: u8) -> CreateEnd {
        let user = jane(intent.id.as_str());
        let known = self.store(profile).find(&intent.id).expect("a database").and_then(|write| write.outcome);
        match known {
            Some((JournalOutcome::Created(_), _)) => return CreateEnd::Proved(user),
            Some((JournalOutcome::Found(_), _)) => return CreateEnd::Found(user),
            Some(_) => return CreateEnd::Absent,
            None => {}
        }
        let by_this = self.service.iter().any(|user| user.write.as_ref() == Some(&intent.id));
        match (how % 4, by_this, self.is_there(profile, intent)) {
            (3, ..) => CreateEnd::Unknown(perhaps()),
            (2, _, true) => CreateEnd::Found(user),
            (_, true, _) => CreateEnd::Proved(user),
            (_, false, true) => CreateEnd::WasThere(user),
            (0, false, false) => CreateEnd::Absent,
            _ => CreateEnd::Pending,
        }
    }
}
