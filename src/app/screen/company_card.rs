//! The card beside the form: what is known about its company that matters for one more user.

use jiff::civil::DateTime;

use crate::app::changes::created_users::CreatedUser;
use crate::app::form::state::Form;
use crate::app::model::Model;
use crate::app::screen::company_sheet::{Value, cells_of};
use crate::app::widgets::area::wrap;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::CompanyStatus;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::form::verdict::Verdict;
use crate::domain::user::existing::UserStatus;

/// Recent changes shown.
const DOINGS: usize = 6;
/// Domains of one kind shown.
const DOMAINS: usize = 6;
/// Users with the address shown.
const PEOPLE: usize = 4;

/// Emphasis of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardTone {
    /// Plain.
    Plain,
    /// Not loaded, or of little importance.
    Dim,
    /// It confirms something.
    Good,
    /// It asks for a look.
    Warning,
    /// It will be refused, or goes over the limit.
    Danger,
    /// The status of the company.
    Status(CompanyStatus),
}

/// A line of the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardLine {
    /// A gap between two subjects; dropped if space is short.
    Gap,
    /// The title of a subject.
    Title(&'static str),
    /// A gauge for so many seats in use of so many.
    Gauge(u64, u64, CompanyStatus),
    /// A text at the left, and one at the right, each with its tone; a click on the one at the left copies the value.
    Text(String, CardTone, String, CardTone, Option<Value>),
    /// The newest create, which can be undone; the text at the left.
    Undo(String),
}

struct Card {
    lines: Vec<CardLine>,
    width: usize,
}

impl Card {
    fn title(&mut self, title: &'static str) {
        if !self.lines.is_empty() {
            self.lines.push(CardLine::Gap);
        }
        self.lines.push(CardLine::Title(title));
    }

    fn text(&mut self, text: &str, tone: CardTone) {
        for line in wrap(text, self.width) {
            self.lines.push(CardLine::Text(line.into_owned(), tone, String::new(), tone, None));
        }
    }

    fn pair(&mut self, left: impl Into<String>, right: impl Into<String>, tones: (CardTone, CardTone)) {
        self.lines.push(CardLine::Text(left.into(), tones.0, right.into(), tones.1, None));
    }

    /// A pair whose left text is a value.
    fn value(&mut self, label: &str, left: &str, right: impl Into<String>, tones: (CardTone, CardTone)) {
        let value = Value::of(label, left.trim_start());
        self.lines.push(CardLine::Text(left.to_owned(), tones.0, right.into(), tones.1, Some(value)));
    }
}

impl CardLine {
    /// The value under this cell of a line of `cells`.
    #[must_use]
    pub fn value_at(&self, at: u16, cells: u16) -> Option<Value> {
        match self {
            Self::Gauge(used, limit, _) => Some(Value::of("seats", &format!("{used}/{limit}"))),
            Self::Text(left, _, right, _, Some(value)) => {
                let taken = if right.is_empty() { 0 } else { cells_of(right) + 2 };
                let from = cells_of(left) - cells_of(left.trim_start());
                let end = cells_of(left).min(cells.saturating_sub(taken));
                (from..end).contains(&at).then(|| value.clone())
            }
            Self::Gap | Self::Title(_) | Self::Undo(_) | Self::Text(..) => None,
        }
    }
}

/// The lines of the card for `width` cells, at most `height`; gaps only if everything fits.
#[must_use]
pub fn lines(model: &Model, form: &Form, width: u16, height: u16) -> Vec<CardLine> {
    let mut card = Card { lines: Vec::new(), width: usize::from(width) };
    seats(&mut card, form);
    if form.subject() == Subject::TargetUser {
        people(&mut card, form);
    }
    recent(&mut card, model, form);
    domains(&mut card, form);
    if card.lines.len() > usize::from(height) {
        card.lines.retain(|line| *line != CardLine::Gap);
    }
    card.lines.truncate(usize::from(height));
    card.lines
}

fn seats(card: &mut Card, form: &Form) {
    card.title("SEATS");
    if form.subject() == Subject::SystemUser {
        card.text("logs in to the console, uses no seat", CardTone::Dim);
    }
    let seats = form.seats();
    let status = form.company_status();
    match seats.limit {
        Limit::Of(limit) => {
            let status = if seats.is_over() { CompanyStatus::Over } else { status };
            card.lines.push(CardLine::Gauge(seats.used, limit, status));
        }
        Limit::Unlimited => card.text(&format!("{} used, no limit", seats.used), CardTone::Plain),
        Limit::Unknown => card.text(&format!("{} used, limit unknown", seats.used), CardTone::Plain),
    }
    let (said, tone) = if form.subject() == Subject::TargetUser {
        after_this(form)
    } else {
        (seats.left().map(left_words).unwrap_or_default(), CardTone::Plain)
    };
    let right = if status == CompanyStatus::Fine { "" } else { status.word() };
    if !said.is_empty() || !right.is_empty() {
        card.pair(said, right, (tone, CardTone::Status(status)));
    }
    if let Some(said) = standing(status) {
        card.text(said, CardTone::Danger);
    }
    match (&form.license().error, form.license().slow) {
        (Some(_), _) => card.text("as listed; the check failed", CardTone::Dim),
        (None, true) => card.text("checking", CardTone::Dim),
        (None, false) => {}
    }
}

/// Why the service may refuse any user of the company.
#[must_use]
pub fn standing(status: CompanyStatus) -> Option<&'static str> {
    match status {
        CompanyStatus::Expired => Some("licence EXPIRED: the service may refuse"),
        CompanyStatus::Locked => Some("company LOCKED: it has not allowed access"),
        CompanyStatus::Over | CompanyStatus::Full | CompanyStatus::Low | CompanyStatus::Fine => None,
    }
}

fn left_words(left: i64) -> String {
    if left < 0 { format!("{} over", left.unsigned_abs()) } else { format!("{left} left") }
}

/// `1 left, 0 after this user`; of an existing user who keeps what they have, `1 left`.
#[must_use]
pub fn after_this(form: &Form) -> (String, CardTone) {
    match form.seats().left() {
        None => (String::new(), CardTone::Plain),
        Some(left) if form.edits().is_some() && form.is_changed(FieldId::Active) && !form.is_active() => {
            (format!("{}, {} after this change", left_words(left), left_words(left + 1)), CardTone::Plain)
        }
        Some(left) if form.edits().is_some() && !form.uses_a_seat() => (left_words(left), CardTone::Plain),
        Some(left) if !form.is_active() => {
            (format!("{}; an inactive user uses no seat", left_words(left)), CardTone::Plain)
        }
        Some(left) if left < 1 => {
            (format!("{}, {} after this user", left_words(left), left_words(left - 1)), CardTone::Danger)
        }
        Some(left) => (format!("{left} left, {} after this user", left - 1), CardTone::Plain),
    }
}

/// Those who have the address already.
fn people(card: &mut Card, form: &Form) {
    card.title("PEOPLE LIKE THIS ONE");
    match (form.duplicate().found(), form.duplicate().verdict(form.edits().is_none())) {
        (Some([]), _) => card.text("nobody here has this address", CardTone::Good),
        (Some(found), _) => {
            for user in found.iter().take(PEOPLE) {
                let tone = if user.status == UserStatus::Deleted { CardTone::Dim } else { CardTone::Warning };
                card.value("name", &user.shown_name(), user.status.word(), (CardTone::Plain, tone));
                card.value("email", &format!("  {}", user.email), "", (CardTone::Dim, CardTone::Dim));
            }
        }
        (None, Verdict::Note(said)) => card.text(&said, CardTone::Dim),
        (None, _) if form.text(FieldId::Email).is_empty() => card.text("looked up by the email", CardTone::Dim),
        (None, _) => card.text("not looked up yet", CardTone::Dim),
    }
}

/// What was done in this company from this machine, the newest first.
fn recent(card: &mut Card, model: &Model, form: &Form) {
    card.title("RECENT HERE");
    let is_here = |job: &&CreatedUser| job.intent.company == *form.company();
    let newest = model.created_users.undoable().filter(is_here).map(|job| (job.at.local, job.intent.user_label()));
    let mut is_empty = true;
    for (at, what) in model.created_users.doings(form.company(), model.now).take(DOINGS) {
        let said = format!("{}  {what}", when(at, model.now.local));
        let is_newest = newest.as_ref().is_some_and(|(since, who)| *since == at && what.ends_with(who.as_str()));
        if is_newest && is_empty {
            card.lines.push(CardLine::Undo(said));
        } else {
            card.pair(said, "", (CardTone::Plain, CardTone::Dim));
        }
        is_empty = false;
    }
    if is_empty {
        card.text("nothing from this machine in the past week", CardTone::Dim);
    }
}

/// `12:31` today, `Mon 12:31` else: nothing is older than a week.
fn when(at: DateTime, now: DateTime) -> String {
    let format = if at.date() == now.date() { "%H:%M" } else { "%a %H:%M" };
    at.strftime(format).to_string()
}

fn domains(card: &mut Card, form: &Form) {
    card.title("DOMAINS");
    let Some(domains) = &form.domains().value else {
        match (&form.domains().error, form.domains().slow) {
            (Some(failure), _) => card.text(&format!("not loaded: {}", failure.why), CardTone::Dim),
            (None, true) => card.text("loading", CardTone::Dim),
            (None, false) => card.text("not loaded yet", CardTone::Dim),
        }
        return;
    };
    let kinds =
        [(&domains.verified, "verified", CardTone::Good), (&domains.unverified, "NOT verified", CardTone::Warning)];
    for (list, word, tone) in kinds {
        for domain in list.iter().take(DOMAINS) {
            card.value("domains", domain, word, (CardTone::Plain, tone));
        }
        if let more @ 1.. = list.len().saturating_sub(DOMAINS) {
            card.pair(format!("and {more} more"), word, (CardTone::Dim, CardTone::Dim));
        }
    }
    if domains.verified.is_empty() && domains.unverified.is_empty() {
        card.text("none", CardTone::Dim);
    }
}
