//! What was typed into the forms, also as long as their changes are on the way.

use std::collections::BTreeMap;

use keepnet_tui::app::flows::edit_form::is_edit;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::domain::change::write::WriteKind;
use keepnet_tui::domain::form::draft::{Draft, DraftId, Stage};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Kind};
use keepnet_tui::domain::form::value::FieldValue;
use keepnet_tui::domain::user::detail::UserField;

use super::{Story, now};

/// Texts of each form, and of each change that was made from one.
pub type Typed = BTreeMap<DraftId, Vec<String>>;

/// What is typed, by form. What a form began with was not: the department of the last user, an existing user.
pub fn typed(s: &Story) -> Typed {
    let forms = s.model.drafts.drafts().filter(|form| !form.is_blank());
    let forms = forms.map(|form: &Form| form.draft(now(0).utc));
    // What stands for another change of an existing user was not typed.
    let is_form = |draft: &Draft| match &draft.stage {
        Stage::Change(WriteKind::Update(_), change) => {
            s.model.changes.get(change).is_some_and(|change| is_edit(&s.model, &change.intent))
        }
        Stage::Change(kind, _) => *kind == WriteKind::Create,
        Stage::Typing | Stage::Waiting | Stage::NeedsYou(_) => true,
    };
    let queued = s.model.changes.drafts().filter(is_form);
    let all = forms.chain(queued).map(|draft| (draft.id, typed_in(&draft)));
    all.filter(|(_, t)| t.iter().any(|t| !t.is_empty())).collect()
}

/// The fields that an answer may still fill: those of a user like another that nobody has changed.
pub fn fillable(s: &Story) -> BTreeMap<DraftId, Vec<bool>> {
    let waits = s.model.drafts.drafts().filter(|form| form.waits_for_like().is_some());
    waits.map(|form| (form.id(), FieldId::ALL.iter().map(|id| !form.is_changed(*id)).collect())).collect()
}

/// What is typed in a draft; of an existing user, what was changed.
pub fn typed_in(draft: &Draft) -> Vec<String> {
    if let Stage::Change(WriteKind::Update(update), _) = &draft.stage {
        let to = |id: &FieldId| {
            let change = update.changes.iter().find(|change| change.field == UserField::Field(*id));
            change.filter(|_| id.field().kind == Kind::Text).map_or_else(String::new, |change| {
                let to = &change.to.raw;
                if to.is_empty() { EMPTY.to_owned() } else { plain(*id, to) }
            })
        };
        return FieldId::ALL.iter().map(to).collect();
    }
    let Some(edited) = &draft.edits else { return texts(&draft.entry) };
    let sent = draft.entry.clone().as_sent();
    let changed = |id: &FieldId| match (draft.entry.value(*id), edited.begun.value(*id)) {
        (FieldValue::Text(now), FieldValue::Text(begun)) if now.trim() != begun.trim() => {
            let now = sent.text(*id);
            if now.is_empty() { EMPTY.to_owned() } else { plain(*id, now) }
        }
        _ => String::new(),
    };
    FieldId::ALL.iter().map(changed).collect()
}

/// A field of an existing user that was emptied.
const EMPTY: &str = "(emptied)";

/// A text as it is compared: a phone number is sent in its international form.
fn plain(id: FieldId, text: &str) -> String {
    if id == FieldId::Phone { text.chars().filter(char::is_ascii_digit).collect() } else { text.to_owned() }
}

/// Everything typed, custom values in the order of their IDs behind the rest; blanks at the ends do not count.
fn texts(entry: &Entry) -> Vec<String> {
    let entry = entry.clone().as_sent();
    let custom =
        entry.custom.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(id, text)| format!("{id}: {text}"));
    entry.values.iter().map(|value| value.text().to_owned()).chain(custom).collect()
}
