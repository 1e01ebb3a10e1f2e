//! The form for one user of one company. It captures the company when it opens and never
//! reads the selected row again.

use jiff::Timestamp;

use crate::app::core::remote::Remote;
use crate::app::form::country::Country;
use crate::app::form::custom_fields::CustomFields;
use crate::app::form::duplicate_check::Duplicate;
use crate::app::form::existing_user::{Edits, Like};
use crate::app::form::focus::Focus;
use crate::app::form::gates::Gates;
use crate::app::form::parked::Parked;
use crate::app::form::picker::Picker;
use crate::app::form::ticket::TicketField;
use crate::app::widgets::text_input::TextInput;
use crate::domain::change::write::WriteId;
use crate::domain::company::directory_sync::DirectorySync;
use crate::domain::company::domains::Domains;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::seats::{Limit, PendingSeats, Seats};
use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::form::draft::DraftId;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FIELDS, FieldId, Rules};
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::form::value;
use crate::domain::form::value::{FieldValue, Values};
use crate::domain::form::verdict::Verdict;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::service::ids::CompanyId;
use crate::domain::service::lookup::Choice;
use crate::domain::user::target_user::Priority;

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// ID of the form: a company can have several.
    pub(super) id: DraftId,
    /// Target user or system user.
    pub(super) subject: Subject,
    /// The company, captured at opening.
    pub(super) company: CompanyId,
    /// The existing user that it edits.
    pub(super) edits: Option<Edits>,
    /// The existing user that the new one is like.
    pub(super) like: Option<Like>,
    /// Its name.
    pub(super) name: String,
    /// Status of the company.
    pub(super) company_status: CompanyStatus,
    /// Its seats, as listed.
    pub(super) listed_seats: Seats,
    /// Its seats, fetched anew.
    pub(super) license: Remote<LicenseCheck>,
    /// Its groups.
    pub(super) groups: Remote<Vec<Choice>>,
    /// The roles that a system user of the company can have.
    pub(super) roles: Remote<Vec<Choice>>,
    /// One input per row of the field table; empty for rows that are no text.
    pub(super) texts: [TextInput; FieldId::ALL.len()],
    /// Values of the other rows; unset for text rows.
    pub(super) values: Values,
    /// Values filled in by the program: a form with nothing else counts as untouched.
    pub(super) initial: Entry,
    /// The custom fields of the company.
    pub(super) custom_fields: CustomFields,
    /// The ticket.
    pub(super) ticket: TicketField,
    /// Where the cursor is.
    pub(super) focus: Focus,
    /// Fields that were left or submitted once: their problems are shown.
    pub(super) visited: [bool; FieldId::ALL.len()],
    /// Messages of the service about single fields.
    pub(super) messages: Vec<(FieldId, String)>,
    /// Why the last send failed, with messages of the service that belong to no field.
    pub(super) failure: Option<Failure>,
    /// Why it is parked.
    pub(super) parked: Option<Parked>,
    /// When it was parked.
    pub(super) parked_at: Timestamp,
    /// The change that may have created this user already.
    pub(super) uncertain_write: Option<WriteId>,
    /// Everything in it was created: it is removed when left.
    pub(super) is_spent: bool,
    /// Its gates.
    pub(super) gates: Gates,
    /// What the queue does with the seats of the company.
    pub(super) pending_seats: PendingSeats,
    /// The seats may or may not include users who were under way: they are fetched again.
    pub(super) seats_are_stale: bool,
    /// The open picker.
    pub(super) picker: Option<Picker>,
    /// The duplicate check.
    pub(super) duplicate: Duplicate,
    /// The company's mail domains.
    pub(super) domains: Remote<Domains>,
    /// The directories that the company's users come from; nothing is said while they are not known.
    pub(super) directories: Remote<DirectorySync>,
    /// The company's country.
    pub(super) country: Country,
    /// Another company that owns the domain of the email.
    pub(super) other_owner: Option<String>,
}

impl Form {
    /// An empty form for a company of the list.
    #[must_use]
    pub fn new(id: DraftId, company: &Company, subject: Subject) -> Self {
        let mut form = Self::about(id, subject, company.id.clone(), company.name.clone());
        form.renew(company);
        form
    }

    fn about(id: DraftId, subject: Subject, company: CompanyId, name: String) -> Self {
        Self {
            id,
            subject,
            company,
            edits: None,
            like: None,
            name,
            company_status: CompanyStatus::Fine,
            listed_seats: Seats { used: 0, limit: Limit::Unknown },
            license: Remote::default(),
            groups: Remote::default(),
            roles: Remote::default(),
            texts: std::array::from_fn(|_| TextInput::default()),
            values: value::blank(),
            initial: Entry::for_subject(subject),
            custom_fields: CustomFields::default(),
            ticket: TicketField::default(),
            focus: Focus::Field(FIELDS[0].id),
            visited: [false; FieldId::ALL.len()],
            messages: Vec::new(),
            failure: None,
            parked: None,
            parked_at: Timestamp::MIN,
            uncertain_write: None,
            is_spent: false,
            gates: Gates::default(),
            pending_seats: PendingSeats::default(),
            seats_are_stale: false,
            picker: None,
            duplicate: Duplicate::default(),
            domains: Remote::default(),
            directories: Remote::default(),
            country: Country::default(),
            other_owner: None,
        }
    }

    /// A form whose company was not listed yet: from a draft or an unfinished create.
    #[must_use]
    pub fn restored(id: DraftId, company: &CompanyId, name: &str, entry: Entry) -> Self {
        let mut form = Self::about(id, entry.subject, company.clone(), name.to_owned());
        form.fill(entry);
        form
    }

    /// The form of the next user of the same company, with what was already loaded.
    #[must_use]
    pub fn next(&self, id: DraftId, begin: Entry) -> Self {
        let mut next = Self {
            id,
            picker: None,
            messages: Vec::new(),
            failure: None,
            parked: None,
            uncertain_write: None,
            is_spent: false,
            like: None,
            gates: self.gates.of_the_company(),
            duplicate: Duplicate::default(),
            other_owner: None,
            // One ticket brings several users.
            ticket: TicketField { begun: self.ticket.input.value().to_owned(), visited: false, ..self.ticket.clone() },
            ..self.clone()
        };
        next.begin(begin);
        next
    }

    /// Its company, its kind of user, and the user that it edits.
    #[must_use]
    pub fn key(&self) -> FormKey {
        FormKey::editing(&self.company, self.subject, self.edits.as_ref().map(Edits::user))
    }

    /// Takes over what the list says about the company.
    pub fn renew(&mut self, company: &Company) {
        self.name.clone_from(&company.name);
        self.listed_seats = company.seats;
        self.company_status = company.company_status();
        self.gates.renew(company);
    }

    /// The values filled in.
    #[must_use]
    pub fn entry(&self) -> Entry {
        Entry { subject: self.subject, values: self.all_values(), custom: self.custom_fields.texts() }
    }

    fn all_values(&self) -> Values {
        let mut values = self.values.clone();
        for (value, input) in values.iter_mut().zip(&self.texts) {
            if let FieldValue::Text(text) = value {
                input.value().clone_into(text);
            }
        }
        values
    }

    /// Compares every row: `is_it` gets its input if it is a text, else its value, and the other's value.
    fn all_rows(&self, other: &Entry, is_text: impl Fn(&str, &str) -> bool) -> bool {
        self.texts.iter().zip(&self.values).zip(&other.values).all(|((input, mine), theirs)| {
            if let FieldValue::Text(text) = theirs { is_text(input.value(), text) } else { mine == theirs }
        })
    }

    /// The trimmed text of a text field.
    #[must_use]
    pub fn text(&self, id: FieldId) -> &str {
        self.texts.get(id.index()).map_or("", |t| t.value().trim())
    }

    /// It holds exactly these values; compares without copying.
    #[must_use]
    pub fn holds(&self, entry: &Entry) -> bool {
        self.all_rows(entry, |mine, theirs| mine == theirs)
            && self.subject == entry.subject
            && self.custom_fields.equals(&entry.custom)
    }

    /// Nothing has been filled in.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.all_rows(&self.initial, |mine, begun| mine.trim() == begun.trim())
            && self.has_initial_custom_values()
            && self.ticket.input.value().trim() == self.ticket.begun.trim()
    }

    /// Starts with these values, which do not count as typed.
    pub fn begin(&mut self, entry: Entry) {
        self.initial = entry.clone();
        self.fill(entry);
    }

    /// Takes one field over from another entry.
    pub fn copy_field(&mut self, id: FieldId, from: &Entry) {
        self.put(id, from.value(id).clone());
    }

    /// Fills a field with a value of its kind.
    pub fn put(&mut self, id: FieldId, value: FieldValue) {
        let at = id.index();
        if let FieldValue::Text(text) = value {
            self.texts[at].replace(text);
        } else {
            self.values[at] = value;
        }
        self.edited(id);
    }

    /// Fills in `entry`, with no field visited and no messages.
    pub fn fill(&mut self, entry: Entry) {
        let Entry { subject: _, values, custom } = entry;
        self.texts = std::array::from_fn(|at| TextInput::new(values[at].text()));
        self.values = values;
        self.custom_fields.fill(custom);
        self.visited = [false; FieldId::ALL.len()];
        self.clear_messages();
        self.failure = None;
        self.focus = Focus::Field(FIELDS[0].id);
    }

    /// Closes the picker and chooses nothing.
    pub fn close_picker(&mut self) {
        self.picker = None;
    }

    /// Drops the service's messages about fields.
    pub fn clear_messages(&mut self) {
        self.messages.clear();
        self.custom_fields.rows.iter_mut().for_each(|row| row.message = None);
    }

    /// The message to show for a field: that of the service first, then our own check once the
    /// field was left.
    #[must_use]
    pub fn verdict(&self, id: FieldId, entry: &Entry, rules: Rules) -> Verdict {
        if let Some((_, message)) = self.messages.iter().find(|(field, _)| *field == id) {
            return Verdict::Wrong(message.clone());
        }
        let own = self.own_verdict(id, entry, rules);
        let is_new = self.edits.is_none() || self.is_changed(id);
        let verdict = if id == FieldId::Email && is_new { self.with_email_verdict(own) } else { own };
        let said = self.visited.get(id.index()).copied().unwrap_or(false);
        let unasked = matches!(verdict, Verdict::Warning(_) | Verdict::Note(_) | Verdict::Good(_) | Verdict::SentAs(_));
        if said || unasked { verdict } else { Verdict::Fine }
    }

    /// Duplicates and domain owners take precedence over spelling suggestions for the email.
    fn with_email_verdict(&self, own: Verdict) -> Verdict {
        match own {
            Verdict::Fine => self.email_verdict(),
            Verdict::SentAs(_) | Verdict::Warning(_) => match (self.email_verdict(), own) {
                (Verdict::Warning(news), Verdict::Warning(own)) => Verdict::Warning(format!("{own}; {news}")),
                (Verdict::Warning(news), _) => Verdict::Warning(news),
                (_, own) => own,
            },
            Verdict::Note(_) | Verdict::Good(_) | Verdict::Missing(_) | Verdict::Wrong(_) => own,
        }
    }

    /// The value of the field changed: drops the service's message about it.
    pub fn edited(&mut self, id: FieldId) {
        self.messages.retain(|(field, _)| *field != id);
        self.mended(id == FieldId::Email);
    }

    /// Something typed has changed: drops the refusal of an earlier attempt; with another email
    /// it is another user. An unknown outcome stays.
    pub fn mended(&mut self, email: bool) {
        self.gates.withdraw();
        self.is_spent = false;
        let over = |failure: &Failure| {
            failure.applied == Applied::No && (email || matches!(failure.remedy, Remedy::Correct(_)))
        };
        if self.uncertain_write.is_none() && self.failure.as_ref().is_some_and(over) {
            self.failure = None;
        }
    }

    /// The values chosen in a multiple choice.
    #[must_use]
    pub fn many(&self, id: FieldId) -> &[Choice] {
        match value::of(&self.values, id) {
            FieldValue::Many(choices) => choices,
            FieldValue::Text(_) | FieldValue::One(_) | FieldValue::Priority(_) | FieldValue::Toggle(_) => &[],
        }
    }

    /// The choice of a look-up field, as shown; empty if there is none.
    #[must_use]
    pub fn chosen(&self, id: FieldId) -> String {
        let value = value::of(&self.values, id);
        if value.choices().is_empty() { String::new() } else { value.words().into_owned() }
    }

    /// The priority.
    #[must_use]
    pub fn priority(&self) -> Priority {
        value::priority(&self.values)
    }

    /// The user will be active and use a seat.
    #[must_use]
    pub fn is_active(&self) -> bool {
        value::is_active(&self.values)
    }

    /// Sets the choice of a look-up field.
    pub fn choose(&mut self, id: FieldId, choices: Vec<Choice>) {
        if let Some(value) = FieldValue::chosen(id.field().kind, choices) {
            self.put(id, value);
        }
    }
}
