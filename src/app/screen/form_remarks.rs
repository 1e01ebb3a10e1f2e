//! What is said about a field of the form, and where: beside the field if it fits there, else under it while it has
//! the cursor.

use crate::app::form::custom_fields::CustomFieldRow;
use crate::app::form::focus::Focus;
use crate::app::form::navigation::short;
use crate::app::form::state::Form;
use crate::app::form::ticket;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::field_grid::LABEL_ROOM;
use crate::domain::form::custom_field::VALUE_MAX;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{Field, FieldId, Kind};
use crate::domain::form::verdict::Verdict;
use crate::domain::text::cells::{shortened, width};

/// What kind of a remark it is: its sign and its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind {
    /// A hint: it has no sign, and may be left out.
    Hint,
    /// The value is that of the last user.
    Kept,
    /// The value of an existing user is changed.
    Changed,
    /// News that asks for nothing.
    Note,
    /// Valid, or how it is sent.
    Good,
    /// Valid, but suspicious.
    Warning,
    /// Invalid, or required and empty.
    Wrong,
}

/// A remark about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its kind.
    pub kind: RemarkKind,
    /// Its text; may be empty.
    pub text: String,
}

impl Remark {
    fn new(kind: RemarkKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }

    fn of(verdict: Verdict, near: &str) -> Option<Self> {
        Some(match verdict {
            Verdict::Wrong(said) | Verdict::Missing(said) => Self::new(RemarkKind::Wrong, said),
            Verdict::Warning(said) => Self::new(RemarkKind::Warning, format!("{near}{said}")),
            Verdict::Note(said) => Self::new(RemarkKind::Note, format!("{near}{said}")),
            Verdict::Good(said) => Self::new(RemarkKind::Good, format!("{near}{said}")),
            Verdict::SentAs(said) => Self::new(RemarkKind::Good, format!("{near}sent as {said}")),
            Verdict::Fine if !near.is_empty() => Self::new(RemarkKind::Hint, near.trim_end()),
            Verdict::Fine => return None,
        })
    }

    /// It fits into so many cells beside its field, with its sign.
    #[must_use]
    pub fn fits(&self, room: u16) -> bool {
        let sign = if self.kind == RemarkKind::Hint { 0 } else { 2 };
        width(&self.text) + sign <= usize::from(room)
    }
}

/// The remark about this field.
#[must_use]
pub fn remark(model: &Model, form: &Form, entry: &Entry, place: Focus) -> Option<Remark> {
    let said = match place {
        Focus::Field(id) => of_field(model, form, entry, id),
        Focus::Custom(n) if form.edits().is_some() && form.old_value(place).is_none() => {
            let row = form.custom_fields().rows().get(n);
            row.and_then(|row| row.message.clone()).map(|message| Remark::new(RemarkKind::Wrong, message))
        }
        Focus::Custom(n) => form.custom_fields().rows().get(n).and_then(of_custom),
        Focus::Ticket => of_ticket(form),
        Focus::Create | Focus::CreateNext | Focus::Leave => None,
    };
    match form.old_value(place) {
        Some(old) => Some(with_old_value(said, &old)),
        None => said,
    }
}

/// The remark about a changed field: with what stood there before.
fn with_old_value(said: Option<Remark>, old: &str) -> Remark {
    let was = format!("was {}", shortened(old, OLD_VALUE));
    match said {
        None => Remark::new(RemarkKind::Changed, was),
        Some(Remark { kind, text }) => {
            let is_calm = matches!(kind, RemarkKind::Hint | RemarkKind::Kept | RemarkKind::Note | RemarkKind::Good);
            let text = if text.is_empty() { was } else { format!("{was}; {text}") };
            Remark::new(if is_calm { RemarkKind::Changed } else { kind }, text)
        }
    }
}

/// The most cells of an old value.
const OLD_VALUE: usize = 40;

/// The warning about this field, if there is one.
pub(super) fn warning_of(model: &Model, form: &Form, entry: &Entry, place: Focus) -> Option<String> {
    remark(model, form, entry, place).filter(|remark| remark.kind == RemarkKind::Warning).map(|remark| remark.text)
}

fn of_field(model: &Model, form: &Form, entry: &Entry, id: FieldId) -> Option<Remark> {
    let field = form.subject().field(id);
    let near = counter(field, entry.text(id).chars().count());
    let mut verdict = form.verdict(id, entry, model.settings.rules);
    if let Verdict::Warning(said) = &mut verdict {
        *said = form.with_keys(said, &model.settings.keys);
    }
    Remark::of(verdict, &near).or_else(|| {
        if form.edits().is_none() && entry.is_carried_over(form.initial(), id) {
            return Some(Remark::new(RemarkKind::Kept, "kept"));
        }
        let hint = match field.kind {
            Kind::Many => match form.many(id).len() {
                0 | 1 => return None,
                n => format!("{n} chosen"),
            },
            Kind::Toggle if form.is_active() && form.edits().is_some() && !form.is_changed(id) => return None,
            Kind::Toggle if form.is_active() => "uses 1 seat".to_owned(),
            Kind::Toggle => "receives nothing, uses no seat".to_owned(),
            Kind::One | Kind::Text | Kind::Priority => return None,
        };
        Some(Remark::new(RemarkKind::Hint, hint))
    })
}

fn of_ticket(form: &Form) -> Option<Remark> {
    let kept = || form.ticket().is_carried_over().then(|| Remark::new(RemarkKind::Kept, "kept"));
    Remark::of(form.ticket_verdict(), "").or_else(kept)
}

fn of_custom(row: &CustomFieldRow) -> Option<Remark> {
    let length = row.input.value().trim().chars().count();
    let near = if length * 10 >= VALUE_MAX * 9 { format!("{length}/{VALUE_MAX} ") } else { String::new() };
    let unanswered = || (row.is_toggle() && length == 0).then(|| Remark::new(RemarkKind::Hint, "Space answers"));
    Remark::of(row.verdict(), &near).or_else(unanswered)
}

/// `250/256 ` if the text is near a limit.
fn counter(field: &Field, length: usize) -> String {
    let limit = match (field.editable_max, field.max) {
        (Some(soft), _) if length <= soft => Some(soft),
        (_, max) => max,
    };
    match limit {
        Some(limit) if length * 10 >= limit * 9 => format!("{length}/{limit} "),
        _ => String::new(),
    }
}

/// What stands under a field with `room` cells beside it; empty if everything is said there.
#[must_use]
pub fn sentence(form: &Form, place: Focus, remark: Option<&Remark>, room: u16) -> String {
    let said = remark.filter(|r| r.kind != RemarkKind::Hint && !r.fits(room)).map_or("", |r| r.text.as_str());
    match place {
        Focus::Custom(n) => {
            let name = form.custom_fields().rows().get(n).map_or("", |row| row.field.name.as_str());
            named(name, said)
        }
        Focus::Field(_) | Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => said.to_owned(),
    }
}

/// The company names its fields as it likes: a name that is cut in its line is said in full.
fn named(name: &str, said: &str) -> String {
    match (width(name) <= usize::from(LABEL_ROOM), said.is_empty()) {
        (true, _) => said.to_owned(),
        (false, true) => name.to_owned(),
        // The message of the service usually names the field already.
        (false, false) if said.contains(name) => said.to_owned(),
        (false, false) => format!("{}: {said}", short(name)),
    }
}

/// The hint inside of an empty field that has the cursor.
#[must_use]
pub fn placeholder(model: &Model, form: &Form, place: Focus) -> String {
    match place {
        Focus::Field(id) => {
            let field = form.subject().field(id);
            match field.kind {
                Kind::One | Kind::Many => format!("{} picks", model.describe_keys(Command::Pick, Scope::Form)),
                Kind::Text | Kind::Priority | Kind::Toggle => field.hint.to_owned(),
            }
        }
        Focus::Custom(n) => form.custom_fields().rows().get(n).map_or("", |row| row.field.data_type.hint()).to_owned(),
        Focus::Ticket => ticket::HINT.to_owned(),
        Focus::Create | Focus::CreateNext | Focus::Leave => String::new(),
    }
}
