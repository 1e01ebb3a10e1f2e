//! The company pane: the data of one company, part by part. Each part has its own
//! state, so that a refused or slow one does not hold up the others.

use std::sync::Arc;
use std::time::Duration;

use crate::app::company::course::{Course, UsedSeats};
use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::{Remote, RequestState, SLOW, Ticket};
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::summary::Company;
use crate::domain::company::user_counts::UserCounts;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::service::lookup::Choice;

/// The cursor rests this long on a company before the service is asked about it.
const DEBOUNCE: Duration = Duration::from_millis(300);
/// Age after which data is fetched again when shown.
const FRESH_MS: u64 = 60_000;
/// Number of companies whose parts are cached, so that going back is instant.
const CACHED_COMPANIES: usize = 30;

/// The data of one company.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// `GET /api/companies/{id}`
    pub detail: Remote<CompanyDetail>,
    /// `GET /api/companies/{id}/license-check`
    pub license: Remote<LicenseCheck>,
    /// `GET /api/target-users/count-summary`
    pub counts: Remote<UserCounts>,
    /// The verified mail domains of the company.
    pub verified: Remote<Vec<String>>,
    /// Its unverified mail domains.
    pub unverified: Remote<Vec<String>>,
    /// `GET /api/target-groups`
    pub groups: Remote<Vec<Choice>>,
    /// The used seats on earlier days, from this machine's disk.
    pub course: Course,
    /// When all of them were last requested, on the clock of [`crate::domain::time::now::Now::millis`].
    requested_at: Option<u64>,
    /// Some of them were dropped because this program has changed what they count.
    stale: bool,
}

/// Which parts to request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    /// Those with neither a value nor a failure.
    Unanswered,
    /// Failed ones that may succeed now.
    Failed,
}

/// What all parts have in common, whatever their type.
trait Part {
    fn is_waiting(&self) -> bool;
    fn is_unanswered(&self) -> bool;
    fn request_state(&self) -> RequestState;
    fn start(&mut self, ticket: Ticket);
    fn cancel(&mut self) -> Option<Ticket>;
    fn becomes_slow(&mut self, ticket: Ticket);
}

impl<T> Part for Remote<T> {
    fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    fn is_unanswered(&self) -> bool {
        self.value.is_none() && self.error.is_none()
    }

    fn request_state(&self) -> RequestState {
        Remote::request_state(self)
    }

    fn start(&mut self, ticket: Ticket) {
        self.start(ticket);
    }

    fn cancel(&mut self) -> Option<Ticket> {
        self.cancel()
    }

    fn becomes_slow(&mut self, ticket: Ticket) {
        self.mark_slow(ticket);
    }
}

/// A part, and the request that loads it.
type PartRequest<'a> = (&'a mut dyn Part, fn(CompanyId) -> Read);

impl Parts {
    /// Every part with the request that loads it.
    fn all(&mut self) -> [PartRequest<'_>; 6] {
        [
            (&mut self.license, Read::License),
            (&mut self.counts, Read::Counts),
            (&mut self.verified, Read::VerifiedDomains),
            (&mut self.unverified, Read::UnverifiedDomains),
            (&mut self.groups, Read::Groups),
            (&mut self.detail, Read::Company),
        ]
    }

    /// A request is slow enough to be shown as loading.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        [self.detail.slow, self.license.slow, self.counts.slow]
            .into_iter()
            .chain([self.verified.slow, self.unverified.slow, self.groups.slow])
            .any(|slow| slow)
    }

    /// Requests these parts, unless they are under way.
    fn fetch(&mut self, id: &CompanyId, which: Which, cx: &mut Context<'_>) {
        self.course.want(id, cx);
        for (part, question) in self.all() {
            let wanted = match which {
                Which::All => true,
                Which::Unanswered => part.is_unanswered(),
                Which::Failed => matches!(part.request_state(), RequestState::Failed(_)),
            };
            if wanted && !part.is_waiting() {
                let ticket = cx.tickets.issue(Owner::Company);
                part.start(ticket);
                cx.out.extend([Effect::Fetch(ticket, question(id.clone())), Effect::Timer(ticket, SLOW)]);
            }
        }
    }

    /// Pending if any is under way; among failed ones the longest wait counts.
    fn request_state(&mut self) -> RequestState {
        let parts = self.all();
        if parts.iter().any(|(part, _)| part.is_waiting()) {
            return RequestState::InFlight;
        }
        let failed = parts.iter().filter_map(|(part, _)| match part.request_state() {
            RequestState::Failed(named) => Some(named),
            RequestState::Idle | RequestState::InFlight | RequestState::Answered => None,
        });
        let nothing = parts.iter().all(|(part, _)| part.is_unanswered());
        failed.max().map_or(if nothing { RequestState::Idle } else { RequestState::Answered }, RequestState::Failed)
    }

    /// Cancels pending requests; true if there was one.
    fn cancel(&mut self, cx: &mut Context<'_>) -> bool {
        let tickets: Vec<Ticket> = self.all().into_iter().filter_map(|(part, _)| part.cancel()).collect();
        let waited = !tickets.is_empty();
        cx.out.extend(tickets.into_iter().map(Effect::Cancel));
        waited
    }
}

/// The pane.
#[derive(Debug, Clone, Default)]
pub struct CompanyPane {
    /// It is on the screen, or one Tab away.
    pub is_open: bool,
    /// It opened by itself, because there is room beside the table.
    pub is_default: bool,
    /// It was closed by hand, and does not open by itself again.
    is_dismissed: bool,
    /// The company, as listed.
    pub company: Option<Company>,
    /// The first line on the screen.
    pub top: usize,
    /// The parts of the companies viewed last, newest last.
    cached: Vec<(CompanyId, Parts)>,
    debounce_timer: Option<Ticket>,
}

impl CompanyPane {
    /// Scrolls by lines, to the line `last` at most.
    pub fn scroll_by(&mut self, by: isize, last: usize) {
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// Opens it for a company, and loads at once.
    pub fn open(&mut self, company: &Company, cx: &mut Context<'_>) {
        self.is_open = true;
        (self.is_default, self.is_dismissed) = (false, false);
        self.show(Some(company), cx);
        self.want(cx);
    }

    /// Opens it where there is room for it beside the table, unless it was closed by hand, and closes it when there is
    /// no more. What it shows is loaded when the cursor rests.
    pub fn fit(&mut self, has_room: bool, cx: &mut Context<'_>) {
        if has_room && !self.is_open && !self.is_dismissed {
            (self.is_open, self.is_default) = (true, true);
            self.company = None;
        } else if !has_room && self.is_open && self.is_default {
            (self.is_open, self.is_default) = (false, false);
            self.cancel(cx);
        }
    }

    /// Closes it and cancels pending requests.
    pub fn close(&mut self, cx: &mut Context<'_>) {
        self.is_open = false;
        (self.is_default, self.is_dismissed) = (false, true);
        self.cancel(cx);
    }

    /// Shows the company under the table's cursor; its data is requested when the cursor rests.
    pub fn follow(&mut self, selected: Option<&Company>, cx: &mut Context<'_>) {
        if self.company.as_ref().map(|c| &c.id) == selected.map(|c| &c.id) {
            return;
        }
        self.show(selected, cx);
        if selected.is_some() {
            let ticket = cx.tickets.issue(Owner::Timer(TimerId::CompanyRest));
            self.debounce_timer = Some(ticket);
            cx.out.push(Effect::Timer(ticket, DEBOUNCE));
        }
    }

    fn show(&mut self, company: Option<&Company>, cx: &mut Context<'_>) {
        self.debounce_timer = None;
        if self.company.as_ref().map(|c| &c.id) != company.map(|c| &c.id) {
            self.cancel(cx);
            self.top = 0;
        }
        self.company = company.cloned();
    }

    /// Updates the company from the list.
    pub fn renew(&mut self, rows: &[Arc<Company>]) {
        if let Some(mine) = &mut self.company
            && let Some(row) = rows.iter().find(|c| c.id == mine.id)
            && row.as_ref() != mine
        {
            mine.clone_from(row);
        }
    }

    /// Reloads what this program has changed.
    pub fn refresh_stale(&mut self, cx: &mut Context<'_>) {
        if !self.parts().is_some_and(|parts| parts.stale) {
            return;
        }
        if let Some((id, parts)) = self.current() {
            parts.stale = false;
            parts.fetch(id, Which::Unanswered, cx);
        }
    }

    /// Requests missing or old parts that are not under way.
    fn want(&mut self, cx: &mut Context<'_>) {
        let now = cx.now.millis;
        let Some((id, parts)) = self.current() else { return };
        if parts.requested_at.is_some_and(|at| now.saturating_sub(at) < FRESH_MS) {
            parts.fetch(id, Which::Unanswered, cx);
        } else {
            parts.requested_at = Some(now);
            parts.fetch(id, Which::All, cx);
        }
    }

    /// Reloads every part; the old values stay until the answers arrive.
    pub fn reload(&mut self, cx: &mut Context<'_>) {
        let now = cx.now.millis;
        if let Some((id, parts)) = self.current() {
            parts.requested_at = Some(now);
            parts.fetch(id, Which::All, cx);
        }
    }

    /// Combined state of the parts.
    pub(in crate::app) fn request_state(&mut self) -> RequestState {
        let (true, Some(company)) = (self.is_open, &self.company) else { return RequestState::Idle };
        let kept = self.cached.iter_mut().find(|(id, _)| *id == company.id);
        kept.map_or(RequestState::Idle, |(_, parts)| parts.request_state())
    }

    /// Retries failed parts.
    pub fn retry_failed(&mut self, cx: &mut Context<'_>) {
        if !self.is_open {
            return;
        }
        if let Some((id, parts)) = self.current() {
            parts.fetch(id, Which::Failed, cx);
        }
    }

    /// Cancels pending requests; true if there was one.
    pub fn cancel(&mut self, cx: &mut Context<'_>) -> bool {
        self.debounce_timer = None;
        let Some(company) = &self.company else { return false };
        self.cached.iter_mut().find(|(id, _)| *id == company.id).is_some_and(|(_, parts)| parts.cancel(cx))
    }

    /// The parts of the company shown, created if missing.
    fn current(&mut self) -> Option<(&CompanyId, &mut Parts)> {
        let id = &self.company.as_ref()?.id;
        let at = self.cached.iter().position(|(kept, _)| kept == id);
        let entry = match at {
            Some(at) => self.cached.remove(at),
            None => (id.clone(), Parts::default()),
        };
        if self.cached.len() == CACHED_COMPANIES {
            self.cached.remove(0);
        }
        self.cached.push(entry);
        self.cached.last_mut().map(|(id, parts)| (&*id, parts))
    }

    /// What is known about the company shown.
    #[must_use]
    pub fn parts(&self) -> Option<&Parts> {
        self.parts_of(&self.company.as_ref()?.id)
    }

    /// What is known about a company, whether or not it is shown.
    #[must_use]
    pub fn parts_of(&self, company: &CompanyId) -> Option<&Parts> {
        self.cached.iter().find(|(id, _)| id == company).map(|(_, parts)| parts)
    }

    /// Users of this company were added or removed: drops the counts.
    pub fn users_changed(&mut self, company: &CompanyId, cx: &mut Context<'_>) {
        if let Some((_, parts)) = self.cached.iter_mut().find(|(id, _)| id == company) {
            cx.out.extend([parts.license.cancel(), parts.counts.cancel()].into_iter().flatten().map(Effect::Cancel));
            parts.license = Remote::default();
            parts.counts = Remote::default();
            parts.stale = true;
        }
    }

    /// The cursor has rested.
    pub fn rested(&mut self, ticket: Ticket, cx: &mut Context<'_>) {
        if self.debounce_timer == Some(ticket) {
            self.debounce_timer = None;
            self.want(cx);
        }
    }

    /// A request has become slow.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        for (_, parts) in &mut self.cached {
            for (part, _) in parts.all() {
                part.becomes_slow(ticket);
            }
        }
    }

    /// Takes an answer for the part that requested it; late ones are dropped.
    fn settle<T>(&mut self, ticket: Ticket, answer: Result<T, Failure>, part: impl Fn(&mut Parts) -> &mut Remote<T>) {
        let pending = self.cached.iter_mut().map(|(_, parts)| part(parts)).find(|part| part.waiting == Some(ticket));
        if let Some(part) = pending {
            part.settle(ticket, answer);
        }
    }

    /// The company's own page arrived, or failed to.
    pub fn settle_detail(&mut self, ticket: Ticket, answer: Result<CompanyDetail, Failure>) {
        self.settle(ticket, answer, |parts| &mut parts.detail);
    }

    /// Seats arrived, or failed to.
    pub fn settle_license(&mut self, ticket: Ticket, answer: Result<LicenseCheck, Failure>) {
        self.settle(ticket, answer, |parts| &mut parts.license);
    }

    /// Counts arrived, or failed to.
    pub fn settle_counts(&mut self, ticket: Ticket, answer: Result<UserCounts, Failure>) {
        self.settle(ticket, answer, |parts| &mut parts.counts);
    }

    /// The used seats on earlier days were read.
    pub fn settle_course(&mut self, ticket: Ticket, days: &UsedSeats) {
        self.cached.iter_mut().for_each(|(_, parts)| parts.course.settle(ticket, days));
    }

    /// Groups arrived, or failed to.
    pub fn settle_groups(&mut self, ticket: Ticket, answer: Result<Vec<Choice>, Failure>) {
        self.settle(ticket, answer, |parts| &mut parts.groups);
    }

    /// Mail domains arrived, or failed to: verified or unverified ones, depending on the ticket.
    pub fn settle_domains(&mut self, ticket: Ticket, answer: Result<Vec<String>, Failure>) {
        self.settle(ticket, answer.clone(), |parts| &mut parts.verified);
        self.settle(ticket, answer, |parts| &mut parts.unverified);
    }
}
