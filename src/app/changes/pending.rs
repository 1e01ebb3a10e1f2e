//! Writes under way, and writes whose end is in doubt. While one is, the same user is not sent again:
//! it is looked up, by itself and whenever somebody asks.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::core::effect::Effect;
use crate::app::core::remote::{Stand, Ticket};
use crate::app::model::Cx;
use crate::domain::change::write::{Intent, WriteId};
use crate::domain::form::subject::FormKey;
use crate::domain::service::ids::CompanyId;
use crate::domain::time::now::Now;

/// The wait before an unknown write is looked up again; it doubles up to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(120);

/// The waits before a write without a clear answer is looked at again; the last one goes on.
const AGAIN: [Duration; 3] = [Duration::from_secs(60), Duration::from_secs(240), Duration::from_secs(600)];

/// How far a write is, as far as anybody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It was sent; its answer is on the way.
    Sent,
    /// No answer came; the user is being looked up.
    Checking,
    /// Nobody knows, and the user cannot be looked up now.
    Unknown {
        /// Since when.
        since: Now,
        /// Looks again when it runs out.
        again: Ticket,
    },
    /// No answer came, and the service has not carried it out so far: it may be sent again, after one more look.
    NotYet {
        /// Looks again when it runs out.
        again: Ticket,
    },
}

/// A write with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What was meant.
    pub intent: Intent,
    /// How far it is.
    pub state: State,
    /// The wait before an unknown one is looked up again.
    wait: Duration,
    /// How often it was not carried out so far.
    looks: usize,
}

impl Pending {
    fn is_not_yet(&self) -> bool {
        matches!(self.state, State::NotYet { .. })
    }
}

/// A write under way of a profile that was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// Which profile.
    pub profile: String,
    /// What was meant.
    pub intent: Intent,
}

/// All of them.
#[derive(Debug, Clone)]
pub struct Writes {
    run: String,
    drawn: u64,
    pending: BTreeMap<WriteId, Pending>,
}

impl Writes {
    /// None yet; `run` names this run of the program.
    #[must_use]
    pub fn new(run: &str) -> Self {
        Self { run: run.to_owned(), drawn: 0, pending: BTreeMap::new() }
    }

    /// A name for the next write.
    pub fn draw(&mut self) -> WriteId {
        self.drawn += 1;
        WriteId::new(&self.run, self.drawn)
    }

    /// Draws on where another list has stopped: names are not given twice.
    pub fn go_on_after(&mut self, other: &Self) {
        self.drawn = self.drawn.max(other.drawn);
    }

    /// Writes whose answer, or whose look-up, is on its way.
    pub fn under_way(&self) -> impl Iterator<Item = &Intent> {
        self.pending.values().filter(|p| matches!(p.state, State::Sent | State::Checking)).map(|p| &p.intent)
    }

    /// A write is sent.
    pub fn sent(&mut self, intent: Intent) {
        self.put(intent, State::Sent);
    }

    /// This user was created: no try before it matters any more.
    pub fn was_created(&mut self, intent: &Intent) {
        self.pending.retain(|_, p| !(p.is_not_yet() && p.intent.creates(&intent.form(), intent.email())));
    }

    fn put(&mut self, intent: Intent, state: State) {
        self.pending.insert(intent.id.clone(), Pending { intent, state, wait: FIRST, looks: 0 });
    }

    /// The end of every write is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// The write of this name, if its end is not known for certain.
    #[must_use]
    pub fn get(&self, id: &WriteId) -> Option<&Pending> {
        self.pending.get(id)
    }

    /// The newest create of this user whose end is not known for certain; one that is in doubt before one
    /// whose user was looked for in vain.
    #[must_use]
    pub fn about(&self, form: &FormKey, email: &str) -> Option<&Pending> {
        let tries = || self.pending.values().filter(|p| p.intent.creates(form, email));
        // Their names do not sort as they were drawn.
        tries().find(|p| !p.is_not_yet()).or_else(|| tries().max_by_key(|p| p.intent.at))
    }

    /// The first create of this user that was looked for in vain: it, or any after it, may have been carried out.
    #[must_use]
    pub fn first_try(&self, form: &FormKey, email: &str) -> Option<&Intent> {
        let tries = self.pending.values().filter(|p| p.is_not_yet() && p.intent.creates(form, email));
        tries.map(|p| &p.intent).min_by_key(|intent| intent.at)
    }

    /// An earlier create of the same user was looked for in vain, and was meant otherwise.
    #[must_use]
    pub fn was_meant_otherwise(&self, intent: &Intent) -> bool {
        let mut tries = self.pending.values().filter(|p| p.is_not_yet()).map(|p| &p.intent);
        tries.any(|earlier| earlier.creates(&intent.form(), intent.email()) && earlier.entry != intent.entry)
    }

    /// The user of this write is being looked up now.
    #[must_use]
    pub fn is_being_looked_up(&self, id: &WriteId) -> bool {
        self.get(id).is_some_and(|p| p.state == State::Checking)
    }

    /// A write of this company whose end nobody knows.
    #[must_use]
    pub fn unknown_in(&self, company: &CompanyId) -> bool {
        self.pending
            .values()
            .any(|p| p.intent.company == *company && matches!(p.state, State::Unknown { .. } | State::Checking))
    }

    /// How many have an end that nobody knows.
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.pending.values().filter(|p| matches!(p.state, State::Unknown { .. } | State::Checking)).count()
    }

    /// Its end is known for certain: it, and what was in doubt about the same user before it, is done.
    pub fn settled(&mut self, id: &WriteId) -> Option<Intent> {
        let Pending { intent, .. } = self.pending.remove(id)?;
        self.was_created(&intent);
        Some(intent)
    }

    /// This write has ended, and says nothing about an earlier one.
    pub fn over(&mut self, id: &WriteId) -> Option<Intent> {
        self.pending.remove(id).map(|p| p.intent)
    }

    /// The user is being looked up.
    pub fn checking(&mut self, id: &WriteId) {
        if let Some(pending) = self.pending.get_mut(id) {
            pending.state = State::Checking;
        }
    }

    /// It was not carried out so far, and is looked at again. Gives it, and whether this is news.
    pub fn not_yet(&mut self, id: &WriteId, cx: &mut Cx<'_>) -> Option<(Intent, bool)> {
        let pending = self.pending.get_mut(id)?;
        let again = cx.tickets.draw();
        cx.out.push(Effect::Timer(again, AGAIN[pending.looks.min(AGAIN.len() - 1)]));
        pending.state = State::NotYet { again };
        pending.looks += 1;
        Some((pending.intent.clone(), pending.looks == 1))
    }

    /// The user cannot be looked up now: it will be tried again. True the first time.
    pub fn not_known(&mut self, id: &WriteId, cx: &mut Cx<'_>) -> bool {
        let Some(pending) = self.pending.get_mut(id) else { return false };
        let again = cx.tickets.draw();
        if pending.intent.deed.can_be_looked_up() {
            cx.out.push(Effect::Timer(again, pending.wait));
        }
        let first = pending.wait == FIRST;
        pending.state = State::Unknown { since: cx.now, again };
        pending.wait = pending.wait.saturating_mul(2).min(LONGEST);
        first
    }

    /// Takes a write of an earlier run, and looks it up where the service can.
    pub fn restore(&mut self, intent: Intent, cx: &mut Cx<'_>) {
        if intent.deed.can_be_looked_up() {
            cx.out.push(Effect::LookUp(Box::new(intent.clone())));
            self.put(intent, State::Checking);
        } else {
            self.put(intent, State::Sent);
        }
    }

    /// A timer ran out: one of ours looks again.
    pub fn timer(&mut self, ticket: Ticket, cx: &mut Cx<'_>) {
        self.look_again_where(
            |state| matches!(state, State::Unknown { again, .. } | State::NotYet { again } if *again == ticket),
            cx,
        );
    }

    /// Looks up this one at once.
    pub fn look_at(&mut self, id: &WriteId, cx: &mut Cx<'_>) {
        if let Some(pending) = self.pending.get_mut(id).filter(|p| p.intent.deed.can_be_looked_up()) {
            pending.state = State::Checking;
            cx.out.push(Effect::LookUp(Box::new(pending.intent.clone())));
        }
    }

    /// How what can be looked up stands, all in all.
    pub(in crate::app) fn stand(&self) -> Stand {
        let mut states = self.pending.values().filter(|p| p.intent.deed.can_be_looked_up()).map(|p| &p.state);
        if states.clone().any(|state| *state == State::Checking) {
            Stand::UnderWay
        } else if states.any(|state| matches!(state, State::Unknown { .. } | State::NotYet { .. })) {
            Stand::Failed(None)
        } else {
            Stand::Answered
        }
    }

    /// Looks up everything unknown at once, because the service answers again or the person asks.
    /// True when there was something.
    pub fn look_again(&mut self, cx: &mut Cx<'_>) -> bool {
        self.look_again_where(|state| matches!(state, State::Unknown { .. } | State::NotYet { .. }), cx)
    }

    fn look_again_where(&mut self, which: impl Fn(&State) -> bool, cx: &mut Cx<'_>) -> bool {
        let mut some = false;
        let sent: Vec<_> = self.pending.values().filter(|p| p.state == State::Sent).map(|p| p.intent.clone()).collect();
        for pending in self.pending.values_mut().filter(|p| p.intent.deed.can_be_looked_up() && which(&p.state)) {
            // While the same user is sent again, who is found then would be taken for the first try's.
            if let State::NotYet { again } = &mut pending.state
                && sent.iter().any(|other| other.creates(&pending.intent.form(), pending.intent.email()))
            {
                *again = cx.tickets.draw();
                cx.out.push(Effect::Timer(*again, AGAIN[0]));
                continue;
            }
            pending.state = State::Checking;
            cx.out.push(Effect::LookUp(Box::new(pending.intent.clone())));
            some = true;
        }
        some
    }
}
