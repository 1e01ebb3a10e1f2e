//! What a person has put into the fields of a form. It changes by their own hand only.

use std::collections::BTreeMap;

use keepnet_tui::app::form::state::Form;
use keepnet_tui::domain::form::draft::DraftId;
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::value::FieldValue;

use super::Story;
use super::walk::must;

/// The fields that differ from what they were before a key, with their values since.
#[derive(Debug, Clone, Default)]
pub struct Touched(BTreeMap<DraftId, BTreeMap<FieldId, FieldValue>>);

/// The values of the open form.
pub fn open_values(s: &Story) -> Option<(DraftId, Entry)> {
    s.model.drafts.current().map(|form| (form.id(), form.entry()))
}

impl Touched {
    /// A person has done something, by which this form became what it is now.
    pub fn by_hand(&mut self, before: Option<(DraftId, Entry)>, s: &Story) {
        let Some((id, before)) = before else { return };
        let Some(form) = s.model.drafts.get(id) else { return };
        let fields = self.0.entry(id).or_default();
        for field in FieldId::ALL {
            let now = value(form, field);
            if now.is_same(before.value(field)) {
                continue;
            }
            // What is as it was at first may be filled in again.
            if form.is_changed(field) { drop(fields.insert(field, now)) } else { drop(fields.remove(&field)) }
        }
    }

    /// Every field still has the value that it was given.
    pub fn check(&self, s: &Story) -> Result<(), String> {
        for form in s.model.drafts.drafts() {
            for (field, given) in self.0.get(&form.id()).into_iter().flatten() {
                let now = value(form, *field);
                must(is_same(form, *field, &now, given), || format!("{field:?}: {given:?} became {now:?}"))?;
            }
        }
        Ok(())
    }
}

fn value(form: &Form, field: FieldId) -> FieldValue {
    form.entry().value(field).clone()
}

/// The same, but for what is tidied when it is sent.
fn is_same(form: &Form, field: FieldId, one: &FieldValue, other: &FieldValue) -> bool {
    let sent = |value: &FieldValue| {
        let mut entry = Entry::for_subject(form.subject());
        entry.set(field, value.clone());
        entry.as_sent().value(field).clone()
    };
    one.is_same(other) || sent(one).is_same(&sent(other)) || field == FieldId::Phone && is_same_number(one, other)
}

/// A number is sent in its international form.
fn is_same_number(one: &FieldValue, other: &FieldValue) -> bool {
    let digits = |value: &FieldValue| value.text().chars().filter(char::is_ascii_digit).collect::<String>();
    let [one, other] = [digits(one), digits(other)];
    !one.is_empty()
        && !other.is_empty()
        && (one.ends_with(other.trim_start_matches('0')) || other.ends_with(one.trim_start_matches('0')))
}
