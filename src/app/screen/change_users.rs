//! The question before existing users are changed or deleted.

use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::batch_undo::BatchUndo;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::user_plan::{UserAction, UserPlan, label};
use crate::domain::change::write::{Mail, WriteId};
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::cells::shortened;
use crate::domain::text::count;
use crate::domain::user::existing::UserStatus;

/// What is asked, what follows from a yes, and the verbs; with names of at most `room` cells, and `most` of them.
pub(super) fn question(
    model: &Model,
    plan: &UserPlan,
    (room, most): (usize, usize),
) -> (String, String, &'static str, &'static str) {
    let asked = match (&plan.users[..], plan.action) {
        ([user], UserAction::Send(mail)) => format!("Send the {} to {}?", mail.name(), shortened(&user.email, room)),
        ([user], _) => format!("{} {}?", plan.action.verb(), shortened(&user.email, room)),
        (users, _) => format!("{} {}?", plan.action.verb(), count(number(users.len()), "user", "users")),
    };
    let text = [
        who(plan, room, most),
        consequence(model, plan),
        left_out(&plan.left_out, most),
        ticket(model, &plan.ticket, room),
    ];
    let text = text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let no = match plan.action {
        UserAction::Delete => "Keep",
        UserAction::Deactivate | UserAction::Activate | UserAction::Send(_) => "Leave",
    };
    (asked, text, plan.action.verb(), no)
}

/// The same for the undo of changes that were made together.
pub(super) fn undo_batch(
    model: &Model,
    undo: &BatchUndo,
    (room, most): (usize, usize),
) -> (String, String, &'static str, &'static str) {
    let asked = format!("Undo {}?", count(number(undo.how_many()), "change", "changes"));
    let company = shortened(&undo.company, room);
    let updates = match undo.updates.len() {
        0 => String::new(),
        n => format!("Puts back {}, as far as the values are still ours.", count(number(n), "change", "changes")),
    };
    let creates = match undo.creates.len() {
        0 => String::new(),
        n => format!(
            "Deletes {} again, which cannot be undone; this month's monthly users still count them.",
            count(number(n), "created user", "created users")
        ),
    };
    let of = format!("Made together in {company}.");
    let text = [of, updates, creates, left_out(&undo.left_out, most), ticket(model, &undo.ticket, room)];
    let text = text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    (asked, text, "Undo", "Leave")
}

/// The same for an update whose fields somebody else has changed.
pub(super) fn conflict(model: &Model, id: &WriteId, room: usize) -> (String, String, &'static str, &'static str) {
    let verbs = ("Put mine", "Keep theirs");
    let Some((change, found)) = model.changes.conflict(id) else {
        return ("It is decided already.".to_owned(), String::new(), verbs.0, verbs.1);
    };
    let words = found.iter().map(|conflict| format!("{}.", conflict.words_within(room))).collect::<Vec<_>>().join(" ");
    let company = shortened(&change.intent.company_name, room);
    let asked = format!("Put your values for {}?", shortened(change.intent.email(), room));
    (asked, format!("Somebody has changed this user of {company} since you looked. {words}"), verbs.0, verbs.1)
}

fn number(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// `Jane Doe of Contoso.`, `Of Contoso: jane@contoso.com, joe@contoso.com and 3 more.`
fn who(plan: &UserPlan, room: usize, most: usize) -> String {
    let company = shortened(&plan.company_name, room);
    match &plan.users[..] {
        // `A.Ş.` ends the sentence.
        [user] => format!("{} of {}.", shortened(&label(user), room), company.trim_end_matches('.')),
        users => {
            let first = users.iter().take(most).map(|user| shortened(&user.email, room)).collect::<Vec<_>>().join(", ");
            match users.len().saturating_sub(most) {
                0 => format!("Of {company}: {first}."),
                more => format!("Of {company}: {first} and {more} more."),
            }
        }
    }
}

fn consequence(model: &Model, plan: &UserPlan) -> String {
    let is_one = plan.users.len() == 1;
    match plan.action {
        UserAction::Deactivate => "Frees their seats and keeps the history; each can be undone.".to_owned(),
        UserAction::Activate => match over_limit(model, plan) {
            Some((seats, over)) => {
                let limit = if let Limit::Of(limit) = seats.limit { limit } else { 0 };
                format!("{} ({}/{limit}); this goes {over} over the licence limit.", left(seats.left()), seats.used)
            }
            None => "Each takes a seat.".to_owned(),
        },
        UserAction::Delete if plan.subject == Subject::SystemUser => {
            "The system user can no longer log in to the console. Deleting cannot be undone.".to_owned()
        }
        UserAction::Send(Mail::Welcome) => "The mail says how to log in to the console for the first time.".to_owned(),
        UserAction::Send(Mail::PasswordLink) => "The mail has a link that sets a new password.".to_owned(),
        UserAction::Delete => {
            let deactivates = model.describe_keys(Command::ToggleActive, Scope::Users);
            let (seat, whom) = if is_one { ("the seat", "this user") } else { ("the seats", "them") };
            let instead = if plan.users.iter().any(|user| user.status == UserStatus::Active) {
                format!(
                    " {deactivates} deactivates {} instead and keeps the history.",
                    if is_one { "the user" } else { "them" }
                )
            } else {
                String::new()
            };
            format!("Frees {seat}; this month's monthly users still count {whom}. Deleting cannot be undone.{instead}")
        }
    }
}

/// `No seat is left`, `1 seat is left`
fn left(left: Option<i64>) -> String {
    match u64::try_from(left.unwrap_or(0)).unwrap_or(0) {
        0 => "No seat is left".to_owned(),
        n => format!("{} left", count(n, "seat is", "seats are")),
    }
}

/// `Ticket INC-4711 (t changes it).`
fn ticket(model: &Model, ticket: &TicketNumber, room: usize) -> String {
    if !model.settings.profile_settings.ticket.asks() {
        return String::new();
    }
    let key = model.describe_keys(Command::GiveTicket, Scope::Confirm);
    if ticket.is_empty() {
        format!("No ticket ({key} gives one).")
    } else {
        format!("Ticket {} ({key} changes it).", shortened(ticket.as_str(), room))
    }
}

/// `2 are left out: Joe is managed by SCIM (Entra): change the user there; …`
fn left_out(reasons: &[String], most: usize) -> String {
    let n = reasons.len();
    if n == 0 {
        return String::new();
    }
    let most = most.min(2);
    let first = reasons.iter().take(most).cloned().collect::<Vec<_>>().join("; ");
    let more = if n > most { format!("; and {} more", n - most) } else { String::new() };
    format!("{} left out: {first}{more}.", count(number(n), "is", "are"))
}

/// The seats of this company with what is queued, as far as known.
fn seats(model: &Model, company: &CompanyId) -> Option<Seats> {
    let row = model.companies.row_of(company).map(|row| row.seats);
    let listed = row.or_else(|| model.users.company.as_ref().filter(|c| c.id == *company).map(|c| c.seats));
    listed.map(|seats| model.changes.pending_seats(company).after(seats))
}

/// The seats before the plan, and by how many it would go over the limit, if it would.
#[must_use]
pub fn over_limit(model: &Model, plan: &UserPlan) -> Option<(Seats, u64)> {
    if plan.action != UserAction::Activate {
        return None;
    }
    let seats = seats(model, &plan.company)?;
    let over = seats.plus(u64::try_from(plan.users.len()).unwrap_or(u64::MAX)).over()?;
    (over > 0 && matches!(seats.limit, Limit::Of(_))).then_some((seats, over))
}
