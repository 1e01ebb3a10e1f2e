//! The custom fields of a form: what the company asks for, and what was typed. They come later than
//! the form, may change while it is open, and nothing typed is lost by that.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Question};
use crate::app::core::owner::Owner;
use crate::app::core::remote::Remote;
use crate::app::form::state::{Focus, Form};
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::table::{Command, Scope};
use crate::app::paged_list::list::SLOW;
use crate::app::widgets::text_input::TextInput;
use crate::domain::form::custom_field::{CustomField, CustomValue, DataType};
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::{CompanyId, CustomFieldId};

/// What a company asks for is asked again after this long; it seldom changes.
pub const FRESH: Duration = Duration::from_secs(300);

/// One custom field in the form.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is.
    pub field: CustomField,
    /// What was typed; `yes`, `no` or nothing where it is a toggle.
    pub input: TextInput,
    /// It was left or submitted once: its problem is said.
    pub visited: bool,
    /// What the service said about it.
    pub message: Option<String>,
}

impl Row {
    /// It is answered with yes or no.
    #[must_use]
    pub fn is_toggle(&self) -> bool {
        self.field.data_type == DataType::Boolean
    }

    /// The answer of a toggle; `None` while there is none.
    #[must_use]
    pub fn answer(&self) -> Option<bool> {
        match self.input.value().trim() {
            "yes" => Some(true),
            "no" => Some(false),
            // Typed while it was a text, or kept by another version.
            _ => match self.field.value(self.input.value()) {
                Ok(Some(value)) => Some(value.value == "True"),
                Ok(None) | Err(_) => None,
            },
        }
    }

    /// Answers a toggle; `None` is Space: the other answer, and none at all where none is needed.
    pub fn step(&mut self, yes: Option<bool>) {
        let next = match (yes, self.answer()) {
            (Some(yes), _) => Some(yes),
            (None, None) => Some(true),
            (None, Some(true)) => Some(false),
            (None, Some(false)) => self.field.required.then_some(true),
        };
        self.input.replace(next.map_or("", |yes| if yes { "yes" } else { "no" }));
        self.message = None;
    }

    /// What is to be said about it now: the service's word first, then our own check once it was left.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (&self.message, self.visited) {
            (Some(message), _) => Verdict::Wrong(message.clone()),
            (None, false) => Verdict::Fine,
            (None, true) => match self.field.verdict(self.input.value()) {
                // A toggle shows what it stands for.
                Verdict::SentAs(_) if self.is_toggle() => Verdict::Fine,
                verdict => verdict,
            },
        }
    }

    /// It keeps the form from being sent, or the service has refused it.
    #[must_use]
    pub fn is_problem(&self) -> bool {
        self.message.is_some() || self.field.verdict(self.input.value()).blocks()
    }
}

/// The custom fields of one form.
#[derive(Debug, Clone, Default)]
pub struct Customs {
    /// Whether they are known.
    pub load: Remote<()>,
    /// Those that are asked for, required ones first, each kind in the company's order.
    pub rows: Vec<Row>,
    /// What was typed for fields that are not known (yet), or are no longer asked for.
    stray: BTreeMap<CustomFieldId, String>,
}

impl Customs {
    /// How many must be filled in; they are the first rows.
    #[must_use]
    pub fn required(&self) -> usize {
        self.rows.iter().take_while(|row| row.field.required).count()
    }

    /// How many typed values have no field.
    #[must_use]
    pub fn strays(&self) -> usize {
        self.stray.values().filter(|text| !text.trim().is_empty()).count()
    }

    /// What was typed, by field.
    #[must_use]
    pub fn texts(&self) -> BTreeMap<CustomFieldId, String> {
        self.typed().map(|(id, text)| (id.clone(), text.to_owned())).collect()
    }

    fn typed(&self) -> impl Iterator<Item = (&CustomFieldId, &str)> {
        let rows = self.rows.iter().map(|row| (&row.field.id, row.input.value()));
        rows.chain(self.stray.iter().map(|(id, text)| (id, text.as_str()))).filter(|(_, text)| !text.is_empty())
    }

    /// They hold exactly this; without copying anything.
    #[must_use]
    pub fn hold(&self, texts: &BTreeMap<CustomFieldId, String>) -> bool {
        self.typed().count() == texts.len()
            && self.typed().all(|(id, text)| texts.get(id).is_some_and(|other| other == text))
    }

    /// Nothing was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.typed().all(|(_, text)| text.trim().is_empty())
    }

    /// Fills in these texts, with nothing visited and nothing said.
    pub fn fill(&mut self, mut texts: BTreeMap<CustomFieldId, String>) {
        for row in &mut self.rows {
            row.input = TextInput::new(texts.remove(&row.field.id).unwrap_or_default());
            row.visited = false;
            row.message = None;
        }
        self.stray = texts;
    }

    /// Takes what the company asks for. What was typed stays with its field; what has no field now is
    /// kept aside, and given back as `name: text` the first time.
    #[must_use]
    pub fn know(&mut self, fields: &[CustomField]) -> Vec<String> {
        let first = self.load.value.replace(()).is_none();
        let mut old: BTreeMap<CustomFieldId, Row> =
            std::mem::take(&mut self.rows).into_iter().map(|row| (row.field.id.clone(), row)).collect();
        let mut taken = std::collections::BTreeSet::new();
        let mut asked: Vec<&CustomField> = fields.iter().filter(|f| taken.insert(&f.id)).collect();
        asked.sort_by_key(|field| (!field.required, field.order));
        for field in asked {
            let row = old.remove(&field.id).map(|row| Row { field: field.clone(), ..row });
            let text = self.stray.remove(&field.id);
            self.rows.push(row.unwrap_or_else(|| Row {
                field: field.clone(),
                input: TextInput::new(text.unwrap_or_default()),
                visited: false,
                message: None,
            }));
        }
        let mut lost = Vec::new();
        if first {
            lost.extend(self.stray.iter().map(|(id, text)| format!("{id}: {text}")));
        }
        for row in old.into_values().filter(|row| !row.input.value().is_empty()) {
            lost.push(format!("{}: {}", row.field.name, row.input.value()));
            self.stray.insert(row.field.id, row.input.value().to_owned());
        }
        lost
    }

    /// What is sent.
    ///
    /// # Errors
    ///
    /// The place of the first that blocks.
    pub fn values(&self) -> Result<Vec<CustomValue>, usize> {
        let values = self.rows.iter().enumerate().map(|(n, row)| row.field.value(row.input.value()).map_err(|_| n));
        values.filter_map(Result::transpose).collect()
    }

    /// What is said about all of them, on the line above the fields; empty when there is nothing.
    #[must_use]
    pub fn note(&self, keys: &KeyMap) -> String {
        let strays = self.strays();
        match (self.load.value.is_some(), &self.load.error) {
            (false, Some(_)) => format!(
                "custom fields failed: {} asks again, {} without",
                keys.say(Command::Reload, Scope::Form),
                keys.say(Command::Create, Scope::Form)
            ),
            (false, None) if self.load.slow => "custom fields: loading".to_owned(),
            (true, _) if strays > 0 => format!("custom fields: {}, without a field now: {strays}", self.counted()),
            (true, _) if !self.rows.is_empty() => format!("custom fields: {}", self.counted()),
            (true | false, _) => String::new(),
        }
    }

    fn counted(&self) -> String {
        match (self.rows.len(), self.required()) {
            (all, 0) => all.to_string(),
            (all, required) => format!("{all}, {required} required"),
        }
    }
}

impl Form {
    /// Asks what the company asks for; what is known stays until the answer is here.
    pub(in crate::app) fn ask_customs(&mut self, again: bool, cx: &mut Context<'_>) {
        let load = &mut self.customs.load;
        if load.is_wanted() || again && load.waiting.is_none() {
            let ticket = cx.tickets.draw(Owner::Forms);
            load.ask(ticket);
            let question = Question::CustomFields(self.company.clone());
            cx.out.extend([Effect::Ask(ticket, question), Effect::Timer(ticket, SLOW)]);
        }
    }

    /// Takes what the company asks for; what was typed and has no field now, as `name: text`. The cursor
    /// stays in its field.
    pub fn know_customs(&mut self, fields: &[CustomField]) -> Vec<String> {
        let on = match self.focus {
            Focus::Custom(n) => self.customs.rows.get(n).map(|row| row.field.id.clone()),
            Focus::Field(_) | Focus::Create | Focus::Leave => None,
        };
        let lost = self.customs.know(fields);
        if matches!(self.focus, Focus::Custom(_)) {
            let at = self.customs.rows.iter().position(|row| Some(&row.field.id) == on.as_ref());
            // What is typed on must not land in another field, nor Enter create.
            self.focus = at.map_or(Focus::Leave, Focus::Custom);
        }
        lost
    }

    /// Every field, in the order of the form: what the company requires stands with what everybody needs.
    pub fn places(&self) -> impl Iterator<Item = Focus> + '_ {
        let (needed, rest) = self.subject.fields().split_at(FieldId::Phone.index() + 1);
        let required = self.customs.required();
        let own = |row: &'static crate::domain::form::fields::Field| Focus::Field(row.id);
        needed
            .iter()
            .map(own)
            .chain((0..required).map(Focus::Custom))
            .chain(rest.iter().map(own))
            .chain((required..self.customs.rows.len()).map(Focus::Custom))
    }

    /// The custom field under the cursor.
    #[must_use]
    pub fn focused_custom(&self) -> Option<&Row> {
        match self.focus {
            Focus::Custom(n) => self.customs.rows.get(n),
            Focus::Field(_) | Focus::Create | Focus::Leave => None,
        }
    }

    /// The custom field under the cursor, to change it.
    pub fn focused_custom_mut(&mut self) -> Option<&mut Row> {
        match self.focus {
            Focus::Custom(n) => self.customs.rows.get_mut(n),
            Focus::Field(_) | Focus::Create | Focus::Leave => None,
        }
    }

    /// The value under the cursor changed: what the service said about it is no longer about it.
    pub fn edited_here(&mut self) {
        self.mended(false);
        if let Some(id) = self.focused() {
            self.edited(id);
        }
        if let Some(row) = self.focused_custom_mut() {
            row.message = None;
        }
    }

    /// The name of a field of the form, short enough for a sentence.
    #[must_use]
    pub fn label(&self, place: Focus) -> String {
        match place {
            Focus::Field(id) => id.field().label.to_owned(),
            Focus::Custom(n) => self.customs.rows.get(n).map_or_else(String::new, |row| short(&row.field.name)),
            Focus::Create | Focus::Leave => String::new(),
        }
    }
}

/// At most 24 characters of a name that may have hundreds.
#[must_use]
pub fn short(name: &str) -> String {
    const MOST: usize = 24;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let cut: String = name.chars().take(MOST - 3).collect();
    format!("{}...", cut.trim_end())
}

/// What the program knows of a company's custom fields, and since when.
#[derive(Debug, Clone)]
pub struct Known {
    at: u64,
    fields: Vec<CustomField>,
}

/// By company, for forms that open again.
#[derive(Debug, Clone, Default)]
pub struct KnownCustoms(BTreeMap<CompanyId, Known>);

impl KnownCustoms {
    /// A company's fields have come, at this moment in milliseconds.
    pub fn learn(&mut self, company: &CompanyId, fields: &[CustomField], at: u64) {
        self.0.insert(company.clone(), Known { at, fields: fields.to_vec() });
    }

    /// Gives the form what is known of its company.
    pub fn fill(&self, form: &mut Form) {
        let known = self.0.get(&form.company).filter(|_| form.subject == Subject::TargetUser);
        if let Some(known) = known.filter(|_| form.customs.load.value.is_none()) {
            let _ = form.know_customs(&known.fields);
        }
    }

    /// Gives the form what is known of its company, and asks for what is not, or is old.
    pub fn give(&self, form: &mut Form, cx: &mut Context<'_>) {
        if form.subject != Subject::TargetUser {
            return;
        }
        self.fill(form);
        let known = self.0.get(&form.company);
        let fresh = u64::try_from(FRESH.as_millis()).unwrap_or(u64::MAX);
        form.ask_customs(known.is_none_or(|known| cx.now.millis.saturating_sub(known.at) > fresh), cx);
    }
}
