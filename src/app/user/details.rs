//! The details of one user, part by part. Each part has its own state, so that a refused or slow one does not hold up
//! the others.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::{Remote, Ticket};
use crate::app::user::group_picker::GroupPicker;
use crate::app::user::history::History;
use crate::app::user::part::ask;
use crate::domain::list::page::Page;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::audit::AuditEntry;
use crate::domain::user::detail::UserDetail;
use crate::domain::user::target_group::TargetGroup;

/// The cursor rests this long on a user before the service is asked about it.
const DEBOUNCE: Duration = Duration::from_millis(300);
/// Age after which data is fetched again when shown.
const FRESH_MS: u64 = 60_000;
/// Number of users whose parts are cached, so that going back is instant.
const CACHED_USERS: usize = 30;

/// The data of one user.
#[derive(Debug, Clone, Default)]
pub struct UserParts {
    /// `GET /api/target-users/{id}`
    pub detail: Remote<UserDetail>,
    /// `POST /api/target-users/{id}/groups`
    pub groups: Remote<Vec<TargetGroup>>,
    /// When they were last requested, on the clock of [`crate::domain::time::now::Now::millis`].
    requested_at: Option<u64>,
}

/// A user of a company.
type Place = (CompanyId, UserId);

/// One user.
#[derive(Debug, Clone, Default)]
pub struct OneUser {
    /// Whose details are shown.
    shown: Option<Place>,
    /// The first line on the screen.
    pub top: usize,
    /// The parts of the users viewed last, newest last.
    cached: Vec<(Place, UserParts)>,
    debounce_timer: Option<Ticket>,
    /// Users with a change whose outcome is not known.
    changing: BTreeSet<UserId>,
    /// The picker of groups, while it is open.
    pub(super) picker: Option<GroupPicker>,
    /// The history, while it is open.
    pub(super) history: Option<History>,
}

impl OneUser {
    /// The details are open, and the cursor of the list is on this user. The first one is loaded at once, another one
    /// when the cursor rests.
    pub fn follow(&mut self, under_cursor: Option<(&CompanyId, &UserId)>, cx: &mut Context<'_>) {
        let now = under_cursor.map(|(company, user)| (company.clone(), user.clone()));
        if self.shown == now {
            return;
        }
        let is_opened = self.shown.is_none();
        self.put(now, cx);
        if is_opened {
            self.want(cx);
        } else if self.shown.is_some() {
            let ticket = cx.tickets.issue(Owner::Timer(TimerId::UserRest));
            self.debounce_timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, DEBOUNCE));
        }
    }

    /// The details are closed: cancels pending requests.
    pub fn hide(&mut self, cx: &mut Context<'_>) {
        if self.shown.is_some() {
            self.put(None, cx);
        }
    }

    fn put(&mut self, place: Option<Place>, cx: &mut Context<'_>) {
        self.debounce_timer = None;
        if self.shown != place {
            // The picker waits for the groups of its user.
            if self.picker.is_none() {
                self.cancel(cx);
            }
            self.top = 0;
        }
        self.shown = place;
    }

    /// The cursor has rested.
    pub fn rested(&mut self, ticket: Ticket, cx: &mut Context<'_>) {
        if self.debounce_timer == Some(ticket) {
            self.debounce_timer = None;
            self.want(cx);
        }
    }

    /// Requests missing or old parts that are not under way.
    fn want(&mut self, cx: &mut Context<'_>) {
        if let Some(place) = self.shown.clone() {
            self.want_of(&place, false, cx);
        }
    }

    /// Reloads what is shown; the old values stay until the answers arrive.
    pub fn reload(&mut self, cx: &mut Context<'_>) {
        if let Some(place) = self.shown.clone() {
            self.want_of(&place, true, cx);
        }
    }

    /// Requests missing or old parts of a user, or all of them.
    pub(super) fn want_of(&mut self, place: &Place, all: bool, cx: &mut Context<'_>) {
        let now = cx.now.millis;
        let parts = self.entry(place);
        let is_old = parts.requested_at.is_none_or(|at| now.saturating_sub(at) >= FRESH_MS);
        let mut is_requested = false;
        let (company, user) = place;
        if parts.detail.waiting.is_none() && (all || is_old || parts.detail.value.is_none()) {
            ask(&mut parts.detail, Read::User(company.clone(), user.clone()), cx);
            is_requested = true;
        }
        if parts.groups.waiting.is_none() && (all || is_old || parts.groups.value.is_none()) {
            ask(&mut parts.groups, Read::GroupsOfUser(company.clone(), user.clone()), cx);
            is_requested = true;
        }
        if is_requested {
            parts.requested_at = Some(now);
        }
    }

    /// The parts of a user, created if missing.
    fn entry(&mut self, place: &Place) -> &mut UserParts {
        let at = self.cached.iter().position(|(known, _)| known == place);
        let entry = match at {
            Some(at) => self.cached.remove(at),
            None => (place.clone(), UserParts::default()),
        };
        if self.cached.len() == CACHED_USERS {
            self.cached.remove(0);
        }
        self.cached.push(entry);
        let last = self.cached.len() - 1;
        &mut self.cached[last].1
    }

    /// What is known about a user.
    #[must_use]
    pub fn parts_of(&self, company: &CompanyId, user: &UserId) -> Option<&UserParts> {
        self.cached.iter().find(|((of, id), _)| of == company && id == user).map(|(_, parts)| parts)
    }

    /// A request of the shown user is slow enough to be shown as loading.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        let parts = self.shown.as_ref().and_then(|(company, user)| self.parts_of(company, user));
        parts.is_some_and(|parts| parts.detail.slow || parts.groups.slow)
    }

    /// Scrolls by lines, to the line `last` at most.
    pub fn scroll_by(&mut self, by: isize, last: usize) {
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// After every message: the users with a change whose outcome is not known. Those who have none any more were
    /// changed.
    pub fn follow_changes(&mut self, changing: BTreeSet<UserId>, cx: &mut Context<'_>) {
        if self.changing == changing {
            return;
        }
        let before = std::mem::replace(&mut self.changing, changing);
        let done: Vec<UserId> = before.difference(&self.changing).cloned().collect();
        for user in &done {
            self.changed(user, cx);
        }
    }

    /// This user was changed: what is known is old, and is loaded again if it is shown.
    fn changed(&mut self, user: &UserId, cx: &mut Context<'_>) {
        let picked = self.picker.as_ref().and_then(GroupPicker::one).map(|user| user.id.clone());
        let seen = self.shown.iter().map(|(_, id)| id).chain(picked.iter()).any(|id| id == user);
        let places: Vec<Place> =
            self.cached.iter().map(|(place, _)| place).filter(|(_, id)| id == user).cloned().collect();
        for place in places {
            if seen {
                self.want_of(&place, true, cx);
            } else {
                self.entry(&place).requested_at = None;
            }
        }
    }

    /// Cancels the pending requests of the shown user; true if there was one.
    pub fn cancel(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(place) = self.shown.clone() else { return false };
        let Some((_, parts)) = self.cached.iter_mut().find(|(known, _)| *known == place) else { return false };
        let tickets: Vec<Ticket> = [parts.detail.cancel(), parts.groups.cancel()].into_iter().flatten().collect();
        let waited = !tickets.is_empty();
        if waited {
            parts.requested_at = None;
        }
        cx.out.extend(tickets.into_iter().map(Effect::Cancel));
        waited
    }

    /// A request has become slow.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        for (_, parts) in &mut self.cached {
            parts.detail.mark_slow(ticket);
            parts.groups.mark_slow(ticket);
        }
        if let Some(picker) = &mut self.picker {
            picker.all.mark_slow(ticket);
        }
        if let Some(history) = &mut self.history {
            history.load.mark_slow(ticket);
        }
    }

    /// Everything about a user arrived, or failed to.
    pub fn settle_detail(&mut self, ticket: Ticket, answer: Result<Box<UserDetail>, Failure>) {
        let pending = self.cached.iter_mut().map(|(_, parts)| &mut parts.detail);
        if let Some(part) = pending.into_iter().find(|part| part.waiting == Some(ticket)) {
            part.settle(ticket, answer.map(|detail| *detail));
        }
    }

    /// Groups of a user or of a company arrived, or failed to.
    pub fn settle_groups(&mut self, ticket: Ticket, answer: Result<Vec<TargetGroup>, Failure>) {
        if let Some(picker) = self.picker.as_mut().filter(|picker| picker.all.waiting == Some(ticket)) {
            picker.all.settle(ticket, answer);
            return;
        }
        let pending = self.cached.iter_mut().map(|(_, parts)| &mut parts.groups);
        if let Some(part) = pending.into_iter().find(|part| part.waiting == Some(ticket)) {
            part.settle(ticket, answer);
        }
    }

    /// A page of the history arrived, or failed to.
    pub fn settle_audit(&mut self, ticket: Ticket, answer: Result<Page<AuditEntry>, Failure>) {
        if let Some(history) = &mut self.history {
            history.settle(ticket, answer);
        }
    }
}
