//! Who created an existing user? After a create without an answer, this is decided from what was known when it was sent
//! and what exists now. A user counts as created by us only with positive evidence: existence is none, because a
//! colleague may have created it first.

use jiff::{SignedDuration, Timestamp};

use crate::domain::change::update::same_roles;
use crate::domain::change::write::{Intent, PriorOwners};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::service::lookup::Choice;
use crate::domain::text::{NAME_MAX, clean};
use crate::domain::user::existing::{TargetUser, UserStatus, same_email};

/// How long after sending a request may still be carried out: a gateway that has timed out does not withdraw it. A user
/// created later was created by somebody else.
pub const LATEST: SignedDuration = SignedDuration::from_mins(15);

/// When a write without a clear answer is looked up again, counted from the first look-up.
pub const RECHECK_AFTER: [SignedDuration; 3] =
    [SignedDuration::from_mins(1), SignedDuration::from_mins(5), SignedDuration::from_mins(15)];

/// The current time on the service's clock, and on ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The latest possible time of the service; `None` if it is unknown.
    pub service: Option<Timestamp>,
    /// Our time. Never compared with a time of the service.
    pub local: Timestamp,
}

/// What is known about a create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// This create has created this user.
    Ours(TargetUser),
    /// This user existed before.
    Before(TargetUser),
    /// This user exists; it is not known who created it.
    Found(TargetUser),
    /// The user does not exist so far; the request may still be carried out.
    NotYet,
    /// The user does not exist, and the request will not be carried out any more.
    Absent,
}

/// Judges a create by the users that were found with its address.
#[must_use]
pub fn judge(intent: &Intent, there: &[TargetUser], now: Clocks) -> Verdict {
    let mut best = if has_expired(intent, now) { Verdict::Absent } else { Verdict::NotYet };
    for user in living(intent.email(), there) {
        let verdict = of_one(intent, user, now);
        if weight(&verdict) > weight(&best) {
            best = verdict;
        }
    }
    best
}

/// The users with this address that are not deleted, each once.
pub fn living<'a>(email: &'a str, there: &'a [TargetUser]) -> impl Iterator<Item = &'a TargetUser> {
    let of_address = move |user: &&TargetUser| same_email(&user.email, email);
    // One list may report a user as deleted, and the other may not know that status.
    let deleted = |user: &TargetUser| there.iter().any(|u| u.id == user.id && u.status == UserStatus::Deleted);
    let first = |at: usize, user: &TargetUser| there.iter().position(|u| u.id == user.id) == Some(at);
    let each = there.iter().enumerate().filter(move |(at, user)| first(*at, user) && !deleted(user));
    each.map(|(_, user)| user).filter(of_address)
}

/// It is too late for the request to be carried out.
#[must_use]
pub fn has_expired(intent: &Intent, now: Clocks) -> bool {
    let since = match (intent.sending.clock, now.service) {
        (Some(sent), Some(now)) => now.duration_since(sent),
        // Both by our own clock.
        _ => now.local.duration_since(intent.at),
    };
    since >= LATEST
}

fn weight(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::NotYet | Verdict::Absent => 0,
        Verdict::Before(_) => 1,
        Verdict::Found(_) => 2,
        Verdict::Ours(_) => 3,
    }
}

fn of_one(intent: &Intent, user: &TargetUser, now: Clocks) -> Verdict {
    let before = match &intent.sending.before {
        PriorOwners::NotChecked => None,
        PriorOwners::Known(ids) => Some(ids.contains(&user.id)),
    };
    if before == Some(true) {
        return Verdict::Before(user.clone());
    }
    let (Some(sent), Some(created)) = (intent.sending.clock, user.created) else {
        return Verdict::Found(user.clone());
    };
    // `Date` has whole seconds, and creation times may as well: half a second is no difference.
    if created.as_second() < sent.as_second() {
        return Verdict::Before(user.clone());
    }
    let in_time =
        now.service.is_some_and(|now| created.as_second() <= now.as_second()) && created.duration_since(sent) <= LATEST;
    if before == Some(false) && in_time && is_as_sent(intent, user) {
        Verdict::Ours(user.clone())
    } else {
        Verdict::Found(user.clone())
    }
}

/// The existing user equals what was sent, in everything that a search returns.
fn is_as_sent(intent: &Intent, user: &TargetUser) -> bool {
    let Intent { entry, sending, .. } = intent;
    let texts = [
        (FieldId::FirstName, &user.first_name),
        (FieldId::LastName, &user.last_name),
        (FieldId::Department, &user.department),
    ];
    let status = if entry.is_active() { UserStatus::Active } else { UserStatus::Inactive };
    texts.iter().all(|(id, there)| clean(&entry.sent(*id), NAME_MAX) == there.as_deref().unwrap_or_default())
        && digits(&sending.phone).eq(digits(user.phone.as_deref().unwrap_or_default()))
        && user.status == status
        && are_granted(entry, user)
        && user.priority.as_ref().is_none_or(|told| told.eq_ignore_ascii_case(entry.priority().wire()))
        && choices(entry)
            .iter()
            .zip([user.time_zone.as_ref(), user.language.as_ref()])
            .all(|(sent, there)| is_chosen(*sent, there))
}

fn choices(entry: &Entry) -> [Option<&Choice>; 2] {
    [FieldId::TimeZone, FieldId::Language].map(|id| entry.choices(id).first())
}

/// What was chosen is present, by ID or name; where nothing was chosen, the service has chosen.
fn is_chosen(sent: Option<&Choice>, there: Option<&String>) -> bool {
    let Some(sent) = sent else { return true };
    there.is_some_and(|there| [&sent.id, &sent.name, &sent.detail].contains(&there))
}

/// The user has the chosen roles; where none was chosen, the service has chosen.
fn are_granted(entry: &Entry, user: &TargetUser) -> bool {
    let sent = entry.role_names();
    sent.is_empty() || user.roles.as_deref().is_some_and(|there| same_roles(&sent, there))
}

fn digits(phone: &str) -> impl Iterator<Item = char> {
    phone.chars().filter(char::is_ascii_digit)
}

#[cfg(test)]
#[path = "evidence_tests.rs"]
mod tests;
