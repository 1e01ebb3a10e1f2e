//! Where everything is that was typed: in a form, or in a change made from one.

use std::collections::BTreeMap;

use keepnet_tui::app::changes::change::ChangeState;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::parked::Parked;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::keys::press::{Key, KeyPress};
use keepnet_tui::app::model::Model;
use keepnet_tui::domain::form::draft::{DraftId, Stage};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::subject::FormKey;
use keepnet_tui::domain::form::value::FieldValue;

use super::simulation::must;

/// A form, or a change made from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Of which company and kind.
    pub(super) form: FormKey,
    /// What is typed there.
    pub(super) entry: Entry,
    /// How far it is on disk, or is to be.
    pub(super) stage: Stage,
    /// It goes out by itself, and was not sent.
    pub(super) is_decided: bool,
    /// The form says what became of it.
    pub(super) is_explained: bool,
}

pub(super) type Places = BTreeMap<DraftId, Place>;

impl Place {
    pub(super) fn email(&self) -> &str {
        self.entry.text(FieldId::Email)
    }

    /// It is a change that waits for its turn.
    pub(super) fn is_queued(&self) -> bool {
        self.is_decided && matches!(self.stage, Stage::Change(..))
    }

    /// It holds the same for the same company, but for what is tidied when it is sent.
    pub(super) fn holds(&self, form: &FormKey, entry: &Entry) -> bool {
        self.form == *form && same(&self.entry, entry)
    }
}

/// The same, but for what is tidied when it is sent.
pub(super) fn same(one: &Entry, other: &Entry) -> bool {
    one == other || one.clone().as_sent() == other.clone().as_sent()
}

/// All of them; nothing may be in two.
pub(super) fn places(model: &Model) -> Result<Places, String> {
    let mut all = Places::new();
    for form in model.drafts.drafts().filter(|form| is_typed(form)) {
        let is_decided = form.parked() == Some(Parked::Waiting);
        let (entry, stage, is_explained) = (form.entry(), form.stage(), form.failure().is_some());
        all.insert(form.id(), Place { form: form.key(), entry, stage, is_decided, is_explained });
    }
    for change in model.changes.all() {
        let Some(draft) = change.as_draft() else { continue };
        let (form, is_decided) = (draft.form(), change.state == ChangeState::Queued);
        let place = Place { form, entry: draft.entry, stage: draft.stage, is_decided, is_explained: true };
        let other = all.insert(draft.id, place);
        must(other.is_none(), || format!("{other:?} is in a form and in a change"))?;
    }
    Ok(all)
}

/// More is there than the form began with, or it was to be created.
fn is_typed(form: &Form) -> bool {
    let (entry, begun) = (form.entry(), form.initial());
    let mut texts = entry.values.iter().map(FieldValue::text).zip(begun.values.iter().map(FieldValue::text));
    texts.any(|(text, begun)| !text.trim().is_empty() && text != begun)
        || entry.custom.values().any(|text| !text.trim().is_empty())
        || form.parked().is_some()
        || form.uncertain_write().is_some()
}

/// What a message may do to what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// Nothing: nobody has pressed a key.
    None,
    /// A key that changes no text; or the time is over that shows whether it was held down.
    Moves,
    /// The open form changes.
    Edits,
}

impl Hand {
    pub(super) fn of(msg: &Msg) -> Self {
        let moves = |press: &KeyPress| {
            let command = press.ctrl && matches!(press.key, Key::Char('s' | 'n')) || press.alt;
            command || matches!(press.key, Key::Esc | Key::F(_))
        };
        match msg {
            Msg::Key(press) if moves(press) => Self::Moves,
            Msg::Key(_) | Msg::Paste(_) => Self::Edits,
            Msg::Timer(_) => Self::Moves,
            _ => Self::None,
        }
    }
}
