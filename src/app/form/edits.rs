//! The existing user that a form edits: what was read of it, and what was changed since. The values that the form began
//! with are its initial ones: those of the list, and those of the user as soon as it is read.

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{SLOW, Ticket};
use crate::app::form::existing_user::Edits;
use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::update::{FieldChange, Update, changes, update_verdict};
use crate::domain::company::summary::Company;
use crate::domain::form::draft::{DraftId, EditedUser};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{Field, FieldId, Kind, Requirement, Rules};
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::form::verdict::Verdict;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::UserId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::detail::{StoredValue, UserDetail, UserField, roles_as_listed};
use crate::domain::user::target_user::Priority;

/// The field that the cursor is in at first: an address seldom changes, and nothing typed by mistake should change it.
const FIRST: Focus = Focus::Field(FieldId::Phone);

impl Form {
    /// A form that edits this user, of whom the list says this.
    #[must_use]
    pub fn editing(id: DraftId, company: &Company, user: UserId, listed: Entry) -> Self {
        let mut form = Self::new(id, company, listed.subject);
        form.begin(listed);
        form.edits = Some(Edits::new(user));
        form.focus = FIRST;
        form
    }

    /// The same form, which edits this user.
    #[must_use]
    pub fn of_edited(mut self, edited: Option<Box<EditedUser>>) -> Self {
        let Some(edited) = edited else { return self };
        let mut edits = Edits::new(edited.user);
        if let Some(read) = edited.read {
            edits.read.provide(read);
        }
        self.initial = edited.begun;
        self.edits = Some(edits);
        self.focus = FIRST;
        self
    }

    /// The same form with these changes of its user, which were not carried out.
    #[must_use]
    pub fn of_change(self, update: &Update) -> Self {
        let begun = self.entry();
        let edited = EditedUser { user: update.user.clone(), begun, read: None };
        let mut form = self.of_edited(Some(Box::new(edited)));
        let mut custom = form.custom_fields.texts();
        for change in &update.changes {
            match &change.field {
                UserField::Field(id) => form.put(*id, wanted(*id, &change.to)),
                UserField::Custom(id) => drop(custom.insert(id.clone(), change.to.raw.clone())),
                // Not a field of the form.
                UserField::Group(_) => {}
            }
        }
        form.custom_fields.fill(custom);
        form.shape_custom_values();
        form
    }

    /// The user that it edits.
    #[must_use]
    pub fn edits(&self) -> Option<&Edits> {
        self.edits.as_ref()
    }

    /// `created`, `changed`: what becomes of its user.
    #[must_use]
    pub fn done_verb(&self) -> &'static str {
        if self.edits.is_some() { "changed" } else { "created" }
    }

    /// What its draft knows about the user that it edits.
    pub(super) fn edited_user(&self) -> Option<Box<EditedUser>> {
        let edits = self.edits.as_ref()?;
        let (user, begun) = (edits.user.clone(), self.initial.clone());
        Some(Box::new(EditedUser { user, begun, read: edits.read.value.clone() }))
    }

    /// The field has another value than it began with.
    #[must_use]
    pub fn is_changed(&self, id: FieldId) -> bool {
        let begun = self.initial.value(id);
        if let FieldValue::Text(begun) = begun {
            return self.text(id) != begun.trim();
        }
        !self.values[id.index()].is_same(begun)
    }

    /// The old value of a changed field of an existing user: `Finance`, `empty`.
    #[must_use]
    pub fn old_value(&self, place: Focus) -> Option<String> {
        self.edits.as_ref()?;
        let old = match place {
            Focus::Field(id) if self.is_changed(id) => self.initial.value(id).words().into_owned(),
            Focus::Custom(n) if self.is_custom_changed(n) => {
                self.initial.custom.get(&self.custom_fields.rows[n].field.id).cloned().unwrap_or_default()
            }
            Focus::Field(_) | Focus::Custom(_) | Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => {
                return None;
            }
        };
        Some(if old.trim().is_empty() { "empty".to_owned() } else { old.trim().to_owned() })
    }

    fn is_custom_changed(&self, n: usize) -> bool {
        self.custom_fields.rows.get(n).is_some_and(|row| {
            row.input.value().trim() != self.initial.custom.get(&row.field.id).map_or("", |text| text.trim())
        })
    }

    /// Whether its custom fields have the values that they began with.
    pub(super) fn has_initial_custom_values(&self) -> bool {
        (0..self.custom_fields.rows.len()).all(|n| !self.is_custom_changed(n))
            && self.custom_fields.orphaned_changes(&self.initial.custom) == 0
    }

    /// The check of a field by itself, by the rules of what becomes of the form.
    pub(super) fn own_verdict(&self, id: FieldId, entry: &Entry, rules: Rules) -> Verdict {
        if self.edits.is_none() {
            return entry.verdict(id, self.rules(rules));
        }
        let field = self.subject.field(id);
        let manager = |field: &Field| field.requirement == Requirement::AllOrNone;
        let with_manager =
            manager(field) && self.subject.fields().iter().any(|other| manager(other) && self.is_changed(other.id));
        // The service would refuse it also if it is only sent back.
        let is_too_long =
            || field.kind == Kind::Text && field.editable_max.is_some_and(|max| entry.sent(id).chars().count() > max);
        if self.is_changed(id) || with_manager || is_too_long() {
            update_verdict(entry, id, self.rules(rules))
        } else {
            Verdict::Fine
        }
    }

    /// The custom field has to be mended before the form can be sent.
    pub(super) fn custom_blocks(&self, n: usize) -> bool {
        let Some(row) = self.custom_fields.rows.get(n) else { return false };
        (self.edits.is_none() || self.is_custom_changed(n)) && row.field.verdict(row.input.value()).blocks()
    }

    /// The change of the user that this form edits; `None` if nothing is changed.
    ///
    /// # Errors
    ///
    /// The first invalid field.
    pub(super) fn update(&self, read: &UserDetail, rules: Rules) -> Result<Option<Update>, Focus> {
        let rules = self.rules(rules);
        let wrong = |wrong: Vec<(FieldId, Verdict)>| wrong.first().map_or(FIRST, |(id, _)| Focus::Field(*id));
        let mut all = changes(read, &self.initial, &self.entry(), rules).map_err(wrong)?;
        for (n, row) in self.custom_fields.rows.iter().enumerate().filter(|(n, _)| self.is_custom_changed(*n)) {
            let change = FieldChange::custom(read, &row.field, row.input.value());
            all.extend(change.map_err(|_| Focus::Custom(n))?);
        }
        Ok((!all.is_empty()).then(|| Update::new(read.id.clone(), all)))
    }

    /// Requests all about its user.
    pub(super) fn fetch_user(&mut self, again: bool, cx: &mut Context<'_>) {
        let (subject, email) = (self.subject, self.initial.text(FieldId::Email).to_owned());
        let Some(edits) = &mut self.edits else { return };
        if !(edits.read.is_wanted() || again && edits.read.waiting.is_none()) {
            return;
        }
        let ticket = cx.tickets.issue(Owner::Forms);
        edits.read.start(ticket);
        let question = match subject {
            Subject::TargetUser => Read::User(self.company.clone(), edits.user.clone()),
            Subject::SystemUser => Read::SystemUser(self.company.clone(), edits.user.clone(), email),
        };
        cx.out.extend([Effect::Fetch(ticket, question), Effect::Timer(ticket, SLOW)]);
    }

    /// Takes the user as read: what was not touched shows it, what was typed stays. What a person who cannot see the form
    /// has typed is based on what they saw. False if it does not wait for this answer.
    pub(super) fn settle_user(
        &mut self,
        ticket: Ticket,
        answer: &Result<Box<UserDetail>, Failure>,
        in_sight: bool,
    ) -> bool {
        let Some(edits) = &mut self.edits else { return false };
        if !edits.read.settle(ticket, answer.clone()) {
            return false;
        }
        if let Ok(read) = answer {
            self.take_user((**read).clone(), in_sight);
        }
        true
    }

    fn take_user(&mut self, mut read: UserDetail, in_sight: bool) {
        let mut fresh = read.entry_as(self.subject);
        fresh.set(FieldId::Groups, self.initial.value(FieldId::Groups).clone());
        let mine = self.entry();
        for field in self.subject.fields() {
            let (begun, new) = (self.initial.value(field.id).clone(), fresh.value(field.id).clone());
            if !self.is_changed(field.id) {
                if mine.value(field.id) != &new {
                    self.fill_in(field.id, new);
                }
            } else if !in_sight && !new.is_same(&begun) {
                read.set(&UserField::Field(field.id), "", &stored(&begun));
            }
        }
        let untouched: Vec<_> = (0..self.custom_fields.rows.len()).filter(|n| !self.is_custom_changed(*n)).collect();
        for n in untouched {
            let row = &mut self.custom_fields.rows[n];
            let text = fresh.custom.get(&row.field.id).cloned().unwrap_or_default();
            if row.input.value() != text {
                row.input = TextInput::new(text);
            }
        }
        self.custom_fields.await_fields(&fresh.custom, &self.initial.custom);
        self.initial = fresh;
        self.shape_custom_values();
        if let Some(edits) = &mut self.edits {
            edits.read.provide(Box::new(read));
        }
    }

    /// Shows the values of toggles as they are typed, as soon as their kind is known.
    pub(super) fn shape_custom_values(&mut self) {
        if self.edits.is_none() {
            return;
        }
        for row in &mut self.custom_fields.rows {
            let shaped = row.field.typed(row.input.value());
            if row.input.value() != shaped {
                row.input = TextInput::new(shaped);
            }
            if let Some(begun) = self.initial.custom.get_mut(&row.field.id) {
                *begun = row.field.typed(begun);
            }
        }
    }

    /// The user's choices get their names, once these are known.
    pub fn name_choices(&mut self, id: FieldId, known: &[Choice]) {
        if self.edits.is_none() && self.like.is_none() {
            return;
        }
        let by_name = id == FieldId::Roles;
        for value in [&mut self.values[id.index()], &mut self.initial.values[id.index()]] {
            let named = |choice: &Choice| {
                let is_it = |other: &&Choice| other.id == choice.id || by_name && other.name == choice.id;
                known.iter().find(is_it).unwrap_or(choice).clone()
            };
            match value {
                FieldValue::One(Some(choice)) => *choice = named(choice),
                FieldValue::Many(choices) => choices.iter_mut().for_each(|choice| *choice = named(choice)),
                FieldValue::One(None) | FieldValue::Text(_) | FieldValue::Priority(_) | FieldValue::Toggle(_) => {}
            }
        }
    }

    /// The field was entered: the next letter or paste replaces its text, unless that was changed before.
    pub(super) fn entered_field(&mut self) {
        let is_untouched = self.focused().is_some_and(|id| !self.is_changed(id));
        if let Some(edits) = &mut self.edits {
            edits.replaces = is_untouched;
        }
    }

    /// The cursor was put into the text: what is typed goes there.
    pub fn goes_on_in_text(&mut self) {
        if let Some(edits) = &mut self.edits {
            edits.replaces = false;
        }
    }

    /// The next letter replaces the text of the focused field.
    #[must_use]
    pub fn replaces_text(&self) -> bool {
        let has_text = self.focused().is_some_and(|id| id.field().kind == Kind::Text && !self.text(id).is_empty());
        has_text && self.edits.as_ref().is_some_and(|edits| edits.replaces)
    }

    /// Fills in a value that nobody has typed.
    pub(super) fn fill_in(&mut self, id: FieldId, value: FieldValue) {
        let at = id.index();
        if let FieldValue::Text(text) = value {
            self.texts[at] = TextInput::new(text);
        } else {
            self.values[at] = value;
        }
    }
}

/// A value of a form as the service has it.
fn stored(value: &FieldValue) -> StoredValue {
    match value {
        FieldValue::Text(text) => StoredValue::new(text.trim()),
        FieldValue::One(choice) => StoredValue::new(choice.as_ref().map_or("", |choice| choice.id.as_str())),
        FieldValue::Many(choices) => {
            StoredValue::new(choices.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>().join(", "))
        }
        FieldValue::Priority(priority) => StoredValue::new(priority.wire()),
        FieldValue::Toggle(on) => StoredValue::new(on.to_string()),
    }
}

/// A value of the service as a form has it.
fn wanted(id: FieldId, value: &StoredValue) -> FieldValue {
    let raw = value.raw.as_str();
    let choice = || Choice {
        id: raw.to_owned(),
        name: value.name.clone().unwrap_or_else(|| raw.to_owned()),
        detail: String::new(),
    };
    match id.field().kind {
        Kind::Text => FieldValue::Text(raw.to_owned()),
        Kind::One => FieldValue::One((!raw.is_empty()).then(choice)),
        Kind::Many => FieldValue::Many(roles_as_listed(raw)),
        Kind::Priority => FieldValue::Priority(Priority::named(raw).unwrap_or_default()),
        Kind::Toggle => FieldValue::Toggle(raw == "true"),
    }
}
