//! Input about a new user, checked by the field table.

use std::collections::BTreeMap;

use crate::domain::form::fields::{FIELDS, FieldId, Kind, Remark, Requirement, Rules};
use crate::domain::form::subject::Subject;
use crate::domain::form::value;
use crate::domain::form::value::{FieldValue, Values};
use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::{CustomFieldId, GroupId, LanguageId, RoleId, TimeZoneId};
use crate::domain::service::lookup::Choice;
use crate::domain::text;
use crate::domain::user::system_user::NewSystemUser;
use crate::domain::user::target_user::{NewTargetUser, Priority};
use crate::domain::user::{email, phone};

/// The raw input of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The kind of user, which determines the fields.
    pub subject: Subject,
    /// The values of the fields.
    pub values: Values,
    /// Input for the company's custom fields, by field; empty values are absent.
    pub custom: BTreeMap<CustomFieldId, String>,
}

impl Default for Entry {
    fn default() -> Self {
        Self { subject: Subject::TargetUser, values: value::blank(), custom: BTreeMap::new() }
    }
}

impl Entry {
    /// An empty entry for this kind of user.
    #[must_use]
    pub fn for_subject(subject: Subject) -> Self {
        Self { subject, ..Self::default() }
    }

    /// The same entry with this text in a text field.
    #[must_use]
    pub fn with(self, id: FieldId, text: &str) -> Self {
        self.with_value(id, FieldValue::Text(text.to_owned()))
    }

    /// The same with this value in a field of its kind.
    #[must_use]
    pub fn with_value(mut self, id: FieldId, value: FieldValue) -> Self {
        self.set(id, value);
        self
    }

    /// Fills a field with a value of its kind; one of another kind is not taken.
    pub fn set(&mut self, id: FieldId, value: FieldValue) {
        let place = &mut self.values[id.index()];
        if std::mem::discriminant(place) == std::mem::discriminant(&value) {
            *place = value;
        }
    }

    /// What a field holds.
    #[must_use]
    pub fn value(&self, id: FieldId) -> &FieldValue {
        value::of(&self.values, id)
    }

    /// The trimmed text of a text field.
    #[must_use]
    pub fn text(&self, id: FieldId) -> &str {
        self.value(id).text().trim()
    }

    /// What is chosen in a look-up field.
    #[must_use]
    pub fn choices(&self, id: FieldId) -> &[Choice] {
        self.value(id).choices()
    }

    /// The names of the chosen roles, joined as the service does.
    #[must_use]
    pub fn role_names(&self) -> String {
        self.choices(FieldId::Roles).iter().map(|role| role.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The priority.
    #[must_use]
    pub fn priority(&self) -> Priority {
        value::priority(&self.values)
    }

    /// The user is active, and uses a seat.
    #[must_use]
    pub fn is_active(&self) -> bool {
        value::is_active(&self.values)
    }

    /// The field still has a non-default value that the form started with: it was carried over from the last user.
    #[must_use]
    pub fn is_carried_over(&self, begun: &Self, id: FieldId) -> bool {
        let begun = begun.value(id);
        self.value(id).is_same(begun) && !begun.is_same(&FieldValue::blank(id.field().kind))
    }

    /// The text of a field as it is sent: normalised for its type.
    #[must_use]
    pub fn sent(&self, id: FieldId) -> String {
        let typed = self.text(id);
        match id {
            FieldId::Email | FieldId::ManagerEmail => email::sent(typed).into_owned(),
            FieldId::FirstName | FieldId::LastName | FieldId::ManagerFirstName | FieldId::ManagerLastName => {
                text::name(typed)
            }
            _ => text::line(typed),
        }
    }

    /// The same entry with every text as it is sent; the phone number stays as typed.
    #[must_use]
    pub fn as_sent(mut self) -> Self {
        for field in self.subject.fields().iter().filter(|field| field.kind == Kind::Text) {
            let sent = self.sent(field.id);
            self = self.with(field.id, &sent);
        }
        self
    }

    /// Whether the field is required at the moment.
    #[must_use]
    pub fn requires(&self, id: FieldId, rules: Rules) -> bool {
        match self.subject.field(id).requirement {
            Requirement::Required => true,
            Requirement::RequiredByProfile => rules.require_phone,
            Requirement::Optional => false,
            Requirement::AllOrNone => {
                FIELDS.iter().any(|f| f.requirement == Requirement::AllOrNone && !self.text(f.id).is_empty())
            }
        }
    }

    /// Checks one field.
    #[must_use]
    pub fn verdict(&self, id: FieldId, rules: Rules) -> Verdict {
        let field = self.subject.field(id);
        if field.kind != Kind::Text {
            return Verdict::Fine;
        }
        let text = self.text(id);
        if !text::has_visible(text) {
            return match (self.requires(id, rules), field.requirement) {
                (false, _) => Verdict::Fine,
                (true, Requirement::AllOrNone) => Verdict::Missing("the manager needs all three, or none".into()),
                (true, _) => Verdict::Missing("required".into()),
            };
        }
        let length = self.sent(id).chars().count();
        if let Some(max) = field.max.filter(|max| length > *max) {
            return Verdict::Wrong(format!("is {length} characters long; at most {max} are taken"));
        }
        match (field.check)(text, rules) {
            Err(why) => Verdict::Wrong(why),
            Ok(Remark::Warning(text)) => Verdict::Warning(text),
            Ok(remark) => match (field.editable_max, remark) {
                (Some(max), _) if length > max => {
                    Verdict::Warning(format!("longer than {max}: cannot be edited in the console later"))
                }
                (_, Remark::SentAs(text)) => Verdict::SentAs(text),
                _ => Verdict::Fine,
            },
        }
    }

    /// The first field, in form order, that prevents sending.
    #[must_use]
    pub fn first_blocking(&self, rules: Rules) -> Option<FieldId> {
        self.subject.fields().iter().map(|f| f.id).find(|id| self.verdict(*id, rules).blocks())
    }

    /// Whether nothing has been filled in.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let filled = self.values.iter().zip(&value::blank()).any(|(value, blank)| !value.is_same(blank));
        !filled && self.custom.values().all(|text| text.trim().is_empty())
    }

    /// The values carried over to the next user of the company, by the table's `sticky` flag.
    #[must_use]
    pub fn next(&self) -> Self {
        let mut next = Self::for_subject(self.subject);
        for field in self.subject.fields().iter().filter(|f| f.sticky) {
            next.set(field.id, self.value(field.id).clone());
        }
        next
    }

    /// The checked request, without custom fields, whose rules only the company knows.
    ///
    /// # Errors
    ///
    /// The first field that blocks, with its verdict.
    pub fn request(&self, rules: Rules) -> Result<NewTargetUser, (FieldId, Verdict)> {
        if let Some(id) = self.first_blocking(rules) {
            return Err((id, self.verdict(id, rules)));
        }
        let some = |id: FieldId| Some(self.sent(id)).filter(|t| !t.is_empty());
        let phone = match self.text(FieldId::Phone) {
            "" => String::new(),
            typed => {
                phone::international(typed, rules.region)
                    .map_err(|why| (FieldId::Phone, Verdict::Wrong(why)))?
                    .international
            }
        };
        Ok(NewTargetUser {
            email: self.sent(FieldId::Email),
            phone,
            first_name: some(FieldId::FirstName),
            last_name: some(FieldId::LastName),
            department: some(FieldId::Department),
            priority: self.priority(),
            active: self.is_active(),
            groups: self.choices(FieldId::Groups).iter().map(|c| GroupId::new(c.id.clone())).collect(),
            time_zone: self.choices(FieldId::TimeZone).first().map(|c| TimeZoneId::new(c.id.clone())),
            language: self.choices(FieldId::Language).first().map(|c| LanguageId::new(c.id.clone())),
            manager_first_name: some(FieldId::ManagerFirstName),
            manager_last_name: some(FieldId::ManagerLastName),
            manager_email: some(FieldId::ManagerEmail),
            custom_fields: Vec::new(),
        })
    }

    /// The checked request of a system user.
    ///
    /// # Errors
    ///
    /// The first field that blocks, with its verdict.
    pub fn system_request(&self, rules: Rules) -> Result<NewSystemUser, (FieldId, Verdict)> {
        if let Some(id) = self.first_blocking(rules) {
            return Err((id, self.verdict(id, rules)));
        }
        let phone = phone::international(self.text(FieldId::Phone), rules.region)
            .map_err(|why| (FieldId::Phone, Verdict::Wrong(why)))?;
        Ok(NewSystemUser {
            email: self.sent(FieldId::Email),
            first_name: self.sent(FieldId::FirstName),
            last_name: self.sent(FieldId::LastName),
            phone: phone.international,
            roles: self.choices(FieldId::Roles).iter().map(|c| RoleId::new(c.id.clone())).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(texts: &[(FieldId, &str)]) -> Entry {
        texts.iter().fold(Entry::default(), |entry, (id, text)| entry.with(*id, text))
    }

    #[test]
    fn email_and_phone_are_required_and_phone_can_be_let_go() {
        let strict = Rules::default();
        let loose = Rules { require_phone: false, ..strict };
        let e = entry(&[(FieldId::Email, "a@b.co")]);
        assert_eq!(e.first_blocking(strict), Some(FieldId::Phone));
        assert_eq!(e.first_blocking(loose), None);
        assert_eq!(e.request(loose).map(|r| r.phone), Ok(String::new()));
        assert_eq!(Entry::default().first_blocking(strict), Some(FieldId::Email));
    }

    #[test]
    fn the_manager_is_all_or_none() {
        let e =
            entry(&[(FieldId::Email, "a@b.co"), (FieldId::Phone, "+442079460018"), (FieldId::ManagerLastName, "Boss")]);
        assert!(matches!(e.verdict(FieldId::ManagerFirstName, Rules::default()), Verdict::Missing(_)));
        assert!(matches!(e.verdict(FieldId::ManagerEmail, Rules::default()), Verdict::Missing(_)));
        assert_eq!(e.first_blocking(Rules::default()), Some(FieldId::ManagerFirstName));
    }

    #[test]
    fn lengths_count_characters_and_warn_where_update_takes_less() {
        let e = entry(&[
            (FieldId::FirstName, &"ü".repeat(256)),
            (FieldId::LastName, &"ü".repeat(257)),
            (FieldId::Department, &"x".repeat(65)),
        ]);
        let rules = Rules::default();
        assert!(matches!(e.verdict(FieldId::FirstName, rules), Verdict::Warning(_)));
        assert!(matches!(e.verdict(FieldId::LastName, rules), Verdict::Wrong(_)));
        assert!(matches!(e.verdict(FieldId::Department, rules), Verdict::Warning(_)));
    }

    #[test]
    fn a_request_is_trimmed_and_international() {
        let e =
            entry(&[(FieldId::Email, " a@b.co "), (FieldId::Phone, "+44 20 7946 0018"), (FieldId::FirstName, "  ")]);
        let r = e.request(Rules::default()).expect("request");
        assert_eq!((r.email.as_str(), r.phone.as_str(), r.first_name), ("a@b.co", "+442079460018", None));
    }

    #[test]
    fn the_next_user_keeps_what_is_sticky_and_nothing_else() {
        let mut e =
            entry(&[(FieldId::Email, "a@b.co"), (FieldId::Department, "Finance"), (FieldId::ManagerEmail, "m@b.co")]);
        let choice = Choice { id: "1".into(), name: "All".into(), detail: String::new() };
        e.set(FieldId::Groups, FieldValue::Many(vec![choice.clone()]));
        e.set(FieldId::Language, FieldValue::One(Some(choice.clone())));
        e.set(FieldId::TimeZone, FieldValue::One(Some(choice)));
        e.set(FieldId::Priority, FieldValue::Priority(Priority::High));
        let next = e.next();
        assert_eq!(next.text(FieldId::Department), "Finance");
        assert_eq!((next.text(FieldId::Email), next.text(FieldId::ManagerEmail)), ("", ""));
        for id in [FieldId::Groups, FieldId::Language, FieldId::TimeZone] {
            assert_eq!((next.value(id), next.choices(id).len()), (e.value(id), 1));
        }
        assert_eq!(next.priority(), Priority::Medium);
    }

    #[test]
    fn a_system_user_has_rules_of_its_own() {
        let rules = Rules { require_phone: false, ..Rules::default() };
        let empty = Entry::for_subject(Subject::SystemUser);
        let blocking = |e: &Entry| e.first_blocking(rules);
        assert!(empty.is_blank());
        assert_eq!(
            blocking(&empty.clone().with(FieldId::Email, "a@b.co")),
            Some(FieldId::Phone),
            "a profile changes nothing"
        );
        let full = empty
            .with(FieldId::Email, "a@b.co")
            .with(FieldId::Phone, "+44 20 7946 0018")
            .with(FieldId::FirstName, "Ann")
            .with(FieldId::LastName, &"ü".repeat(40));
        assert_eq!(blocking(&full), None);
        assert_eq!(blocking(&full.clone().with(FieldId::FirstName, " ")), Some(FieldId::FirstName));
        assert_eq!(blocking(&full.clone().with(FieldId::LastName, &"x".repeat(41))), Some(FieldId::LastName));
        assert_eq!(blocking(&full.clone().with(FieldId::Phone, "+4420794600184420794600")), Some(FieldId::Phone));
        let role = Choice { id: "r1".into(), name: "Admin".into(), detail: String::new() };
        let full = full.with_value(FieldId::Roles, FieldValue::Many(vec![role]));
        let sent = full.system_request(rules).expect("a request");
        assert_eq!(
            (sent.phone.as_str(), sent.roles.len(), full.next().choices(FieldId::Roles).len()),
            ("+442079460018", 1, 0)
        );
    }

    #[test]
    fn spaces_are_not_typing() {
        assert!(Entry::default().is_blank());
        assert!(entry(&[(FieldId::Email, "  ")]).is_blank());
        assert!(!entry(&[(FieldId::Email, "a")]).is_blank());
        let custom = |text: &str| [(CustomFieldId::new("f1"), text.to_owned())].into();
        assert!(Entry { custom: custom(" "), ..Entry::default() }.is_blank());
        assert!(!Entry { custom: custom("7"), ..Entry::default() }.is_blank());
        assert!(!Entry::default().with_value(FieldId::Active, FieldValue::Toggle(false)).is_blank());
    }
}
