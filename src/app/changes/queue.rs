//! The queue of changes: those to be sent, those under way, and those with an unknown outcome. The changes of one
//! company are sent one after the other, in the order in which they were made. While the outcome of one is unknown, the
//! same user is not sent again but looked up, automatically and on request.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

use crate::app::changes::change::{Batches, Change, ChangeState, Request};
use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::{RequestState, Ticket};
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::update::Conflict;
use crate::domain::change::write::{CreateRequest, Intent, NewUser, WriteId, WriteKind};
use crate::domain::form::draft::{Draft, DraftId, Stage};
use crate::domain::form::subject::FormKey;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::time::now::Now;

/// The wait before an unknown write is looked up again; it doubles up to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(120);

/// The waits before a write without a clear answer is looked up again; the last one repeats.
const RETRY_AFTER: [Duration; 3] = [Duration::from_secs(60), Duration::from_secs(240), Duration::from_secs(600)];

/// How many changes are under way at once, of different companies.
const AT_ONCE: usize = 4;

/// All of them.
#[derive(Debug, Clone)]
pub struct Changes {
    run: String,
    last_id: u64,
    placed: u64,
    last_ticket: TicketNumber,
    pub(super) pending: BTreeMap<WriteId, Change>,
    /// Changes made together.
    pub batches: Batches,
}

impl Changes {
    /// An empty queue; `run` names this run of the program.
    #[must_use]
    pub fn new(run: &str) -> Self {
        Self {
            run: run.to_owned(),
            last_id: 0,
            placed: 0,
            last_ticket: TicketNumber::default(),
            pending: BTreeMap::new(),
            batches: Batches::default(),
        }
    }

    /// An ID for the next write.
    pub fn next_id(&mut self) -> WriteId {
        self.last_id += 1;
        WriteId::new(&self.run, self.last_id)
    }

    /// Continues the numbering of another queue, so that no ID is used twice.
    pub fn continue_ids_from(&mut self, other: &Self) {
        self.last_id = self.last_id.max(other.last_id);
    }

    /// A person has given this ticket, or none, to a change.
    pub fn used_ticket(&mut self, ticket: &TicketNumber) {
        if !ticket.is_empty() {
            self.last_ticket = ticket.clone();
        }
    }

    /// The last ticket that a person has given in this run.
    #[must_use]
    pub fn last_ticket(&self) -> &TicketNumber {
        &self.last_ticket
    }

    /// All changes, in the order in which they were made.
    #[must_use]
    pub fn all(&self) -> Vec<&Change> {
        let mut all: Vec<_> = self.pending.values().collect();
        all.sort_by_key(|change| change.position);
        all
    }

    /// Changes whose request or look-up is under way.
    pub fn under_way(&self) -> impl Iterator<Item = &Intent> {
        self.pending.values().filter(|p| p.is_under_way()).map(|p| &p.intent)
    }

    /// Changes that wait for their turn.
    pub fn queued(&self) -> impl Iterator<Item = &Change> {
        self.pending.values().filter(|p| p.state == ChangeState::Queued)
    }

    /// The users whose delete waits for its turn.
    pub fn queued_undos(&self) -> impl Iterator<Item = &UserId> {
        self.queued().filter_map(|p| if let WriteKind::Delete(user) = &p.intent.kind { Some(user) } else { None })
    }

    /// The delete of this user, while it waits for its turn.
    #[must_use]
    pub fn queued_undo_of(&self, user: &UserId) -> Option<&WriteId> {
        self.queued().find(|p| p.intent.kind == WriteKind::Delete(user.clone())).map(|p| &p.intent.id)
    }

    /// It was not sent, because somebody else has changed these fields.
    pub fn conflicts_with(&mut self, id: &WriteId, found: &[Conflict]) {
        if let Some(change) = self.pending.get_mut(id) {
            change.state = ChangeState::Conflict(found.to_vec());
        }
    }

    /// The drafts that represent changes on disk.
    pub fn drafts(&self) -> impl Iterator<Item = Draft> {
        self.pending.values().filter_map(Change::as_draft)
    }

    /// The drafts that represent changes on disk, each with its stage.
    pub fn draft_stages(&self) -> impl Iterator<Item = (DraftId, Stage)> {
        self.pending.values().filter_map(|change| Some((change.draft?, change.stage())))
    }

    /// The draft with this ID, if it represents a change.
    #[must_use]
    pub fn draft(&self, id: DraftId) -> Option<Draft> {
        self.pending.values().find(|change| change.draft == Some(id))?.as_draft()
    }

    /// Queues a checked create made from this draft.
    pub fn enqueue(&mut self, intent: Intent, user: NewUser, unrecorded: bool, draft: DraftId, now: Now) {
        let change = self.insert(intent, ChangeState::Queued, now);
        change.draft = Some(draft);
        change.request = Some(Request::Create { user: Box::new(user), unrecorded });
    }

    /// Queues a change of an existing user; this draft represents it on disk.
    pub fn enqueue_change(&mut self, intent: Intent, draft: DraftId, now: Now) {
        let change = self.insert(intent, ChangeState::Queued, now);
        change.draft = Some(draft);
        change.request = Some(Request::Change);
    }

    /// The change that was queued last, while it can be taken back.
    #[must_use]
    pub fn newest_queued(&self) -> Option<&Change> {
        self.queued().max_by_key(|change| change.position)
    }

    /// The create that was queued last, of those whose outcome is not certain.
    #[must_use]
    pub fn newest_create(&self) -> Option<&Change> {
        let creates = self.pending.values().filter(|change| change.intent.kind == WriteKind::Create);
        creates.max_by_key(|change| change.position)
    }

    /// Takes a queued change back; it will never be sent.
    pub fn withdraw(&mut self, id: &WriteId) -> Option<Change> {
        self.pending.get(id).filter(|change| change.state == ChangeState::Queued)?;
        self.pending.remove(id)
    }

    /// Hands the draft of this change over to a form.
    pub fn take_draft(&mut self, id: &WriteId) -> Option<DraftId> {
        self.pending.get_mut(id)?.draft.take()
    }

    /// Sends the changes whose turn it is: the first of each company, up to the limit.
    pub fn send_next(&mut self, cx: &mut Context<'_>) {
        loop {
            let under_way: Vec<_> = self.under_way().map(|intent| intent.company.clone()).collect();
            if under_way.len() >= AT_ONCE {
                return;
            }
            let next = self.queued().filter(|change| !under_way.contains(&change.intent.company));
            let Some(id) = next.min_by_key(|change| change.position).map(|change| change.intent.id.clone()) else {
                return;
            };
            self.send(&id, cx);
        }
    }

    fn send(&mut self, id: &WriteId, cx: &mut Context<'_>) {
        let Some(change) = self.pending.get_mut(id) else { return };
        change.state = ChangeState::Sent;
        change.since = cx.now;
        // The time limit of the create, and which rows are newer, are counted from now, not from when it was queued.
        change.intent.at = cx.now.utc;
        let intent = change.intent.clone();
        cx.out.push(match change.request.take() {
            Some(Request::Create { user, unrecorded }) => {
                let user = *user;
                let earlier = self.first_try(&intent.form(), user.email()).cloned().map(Box::new);
                Effect::Write(Box::new(CreateRequest { intent, user, earlier, unrecorded }))
            }
            Some(Request::Change) => Effect::Change(Box::new(intent)),
            None => Effect::Reconcile(Box::new(intent)),
        });
    }

    /// This user was created: earlier attempts no longer matter.
    pub fn was_created(&mut self, intent: &Intent) {
        self.pending.retain(|_, p| !(p.is_not_visible() && p.intent.creates(&intent.form(), intent.email())));
    }

    fn insert(&mut self, intent: Intent, state: ChangeState, now: Now) -> &mut Change {
        self.placed += 1;
        let place = self.placed;
        let id = intent.id.clone();
        let change =
            Change { intent, state, since: now, draft: None, request: None, position: place, wait: FIRST, lookups: 0 };
        match self.pending.entry(id) {
            Entry::Occupied(mut entry) => {
                entry.insert(change);
                entry.into_mut()
            }
            Entry::Vacant(entry) => entry.insert(change),
        }
    }

    /// The outcome of every write is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// The write with this ID, if its outcome is not certain.
    #[must_use]
    pub fn get(&self, id: &WriteId) -> Option<&Change> {
        self.pending.get(id)
    }

    /// The newest create of this user with an uncertain outcome; an unknown one takes precedence over one
    /// whose user was not found.
    #[must_use]
    pub fn about(&self, form: &FormKey, email: &str) -> Option<&Change> {
        let tries = || self.pending.values().filter(|p| p.intent.creates(form, email));
        // Their IDs do not sort in the order of creation.
        tries().find(|p| !p.is_not_visible()).or_else(|| tries().max_by_key(|p| p.intent.at))
    }

    /// The first create of this user whose look-up found nobody: it, or any after it, may have been carried out.
    #[must_use]
    pub fn first_try(&self, form: &FormKey, email: &str) -> Option<&Intent> {
        let tries = self.pending.values().filter(|p| p.is_not_visible() && p.intent.creates(form, email));
        tries.map(|p| &p.intent).min_by_key(|intent| intent.at)
    }

    /// An earlier create of the same user was not found, and had other values.
    #[must_use]
    pub fn differs_from_earlier(&self, intent: &Intent) -> bool {
        let mut tries = self.pending.values().filter(|p| p.is_not_visible()).map(|p| &p.intent);
        tries.any(|earlier| earlier.creates(&intent.form(), intent.email()) && earlier.entry != intent.entry)
    }

    /// The user of this change is being looked up now.
    #[must_use]
    pub fn is_being_looked_up(&self, id: &WriteId) -> bool {
        self.get(id).is_some_and(|p| matches!(p.state, ChangeState::Checking { .. }))
    }

    /// A write of this company with an unknown outcome.
    #[must_use]
    pub fn unknown_in(&self, company: &CompanyId) -> bool {
        self.pending.values().any(|p| p.intent.company == *company && p.is_unknown())
    }

    /// A change of this company is queued or under way.
    #[must_use]
    pub fn has_pending(&self, company: &CompanyId) -> bool {
        let goes = |p: &Change| p.state == ChangeState::Queued || p.is_under_way();
        self.pending.values().any(|p| p.intent.company == *company && goes(p))
    }

    /// How many have an unknown outcome.
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.pending.values().filter(|p| p.is_unknown()).count()
    }

    /// Its outcome is certain: removes it and earlier uncertain changes of the same user.
    pub fn settled(&mut self, id: &WriteId) -> Option<Change> {
        let change = self.pending.remove(id)?;
        self.was_created(&change.intent);
        Some(change)
    }

    /// Removes this write; earlier ones of the same user stay.
    pub fn finish(&mut self, id: &WriteId) -> Option<Change> {
        self.pending.remove(id)
    }

    /// The user is being looked up.
    pub fn checking(&mut self, id: &WriteId, attempt: u32, of: u32) {
        if let Some(pending) = self.pending.get_mut(id) {
            pending.state = ChangeState::Checking { attempt, of };
        }
    }

    /// It was not carried out so far and is looked up again. Returns it, and whether this is new.
    pub fn not_visible(&mut self, id: &WriteId, cx: &mut Context<'_>) -> Option<(Intent, bool)> {
        let pending = self.pending.get_mut(id)?;
        let again = cx.tickets.issue(Owner::Timer(TimerId::Reconcile));
        cx.out.push(Effect::Timer(again, RETRY_AFTER[pending.lookups.min(RETRY_AFTER.len() - 1)]));
        pending.state = ChangeState::NotVisible { retry_timer: again };
        pending.lookups += 1;
        Some((pending.intent.clone(), pending.lookups == 1))
    }

    /// The user cannot be looked up now; retries later. True the first time.
    pub fn lookup_failed(&mut self, id: &WriteId, cx: &mut Context<'_>) -> bool {
        let Some(pending) = self.pending.get_mut(id) else { return false };
        let again = cx.tickets.issue(Owner::Timer(TimerId::Reconcile));
        cx.out.push(Effect::Timer(again, pending.wait));
        let first = pending.wait == FIRST;
        pending.state = ChangeState::Unknown { since: cx.now, retry_timer: again };
        pending.wait = pending.wait.saturating_mul(2).min(LONGEST);
        first
    }

    /// Takes a write of an earlier run, and looks it up.
    pub fn restore(&mut self, intent: Intent, draft: Option<DraftId>, cx: &mut Context<'_>) {
        cx.out.push(Effect::Reconcile(Box::new(intent.clone())));
        self.insert(intent, ChangeState::Checking { attempt: 0, of: 0 }, cx.now).draft = draft;
    }

    /// A timer expired: looks up its change. True if there is one.
    pub fn timer(&mut self, ticket: Ticket, cx: &mut Context<'_>) -> bool {
        self.look_up_where(
            |state| matches!(state, ChangeState::Unknown { retry_timer, .. } | ChangeState::NotVisible { retry_timer } if *retry_timer == ticket),
            cx,
        )
    }

    /// Looks up this change at once if its outcome is unknown. True if it was.
    pub fn look_up_now(&mut self, id: &WriteId, cx: &mut Context<'_>) -> bool {
        let Some(Change {
            state: ChangeState::Unknown { retry_timer: again, .. } | ChangeState::NotVisible { retry_timer: again },
            ..
        }) = self.pending.get(id)
        else {
            return false;
        };
        self.timer(*again, cx)
    }

    /// Combined state of the look-ups.
    pub(in crate::app) fn request_state(&self) -> RequestState {
        let mut states = self.pending.values().map(|p| &p.state);
        if states.clone().any(|state| matches!(state, ChangeState::Checking { .. })) {
            RequestState::InFlight
        } else if states.any(|state| matches!(state, ChangeState::Unknown { .. } | ChangeState::NotVisible { .. })) {
            RequestState::Failed(None)
        } else {
            RequestState::Answered
        }
    }

    /// Looks up everything unknown at once, because the service answers again or on request.
    /// True if there was anything to look up.
    pub fn look_up_all(&mut self, cx: &mut Context<'_>) -> bool {
        self.look_up_where(|state| matches!(state, ChangeState::Unknown { .. } | ChangeState::NotVisible { .. }), cx)
    }

    fn look_up_where(&mut self, which: impl Fn(&ChangeState) -> bool, cx: &mut Context<'_>) -> bool {
        let mut some = false;
        let sent: Vec<_> = self
            .pending
            .values()
            .filter(|p| matches!(p.state, ChangeState::Queued | ChangeState::Sent))
            .map(|p| p.intent.clone())
            .collect();
        for pending in self.pending.values_mut().filter(|p| which(&p.state)) {
            // While the same user is sent again, a look-up could attribute the new user to the first attempt.
            if let ChangeState::NotVisible { retry_timer: again } = &mut pending.state
                && sent.iter().any(|other| other.creates(&pending.intent.form(), pending.intent.email()))
            {
                *again = cx.tickets.issue(Owner::Timer(TimerId::Reconcile));
                cx.out.push(Effect::Timer(*again, RETRY_AFTER[0]));
                continue;
            }
            pending.state = ChangeState::Checking { attempt: 0, of: 0 };
            cx.out.push(Effect::Reconcile(Box::new(pending.intent.clone())));
            some = true;
        }
        some
    }
}
