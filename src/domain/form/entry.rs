//! What a person has filled in about a new target user, judged by the field table.

use std::collections::BTreeMap;

use crate::domain::form::fields::{FIELDS, FieldId, Kind, Need, Remark, Rules};
use crate::domain::form::subject::Subject;
use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::{CustomFieldId, GroupId, LanguageId, RoleId, TimeZoneId};
use crate::domain::service::lookup::Choice;
use crate::domain::text;
use crate::domain::user::email;
use crate::domain::user::phone;
use crate::domain::user::system_user::NewSystemUser;
use crate::domain::user::target_user::{NewTargetUser, Priority};

/// The raw values of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whom it is about: decides which fields there are.
    pub subject: Subject,
    /// One text per row of [`FIELDS`]; empty for rows that are not text.
    pub texts: [String; FIELDS.len()],
    /// Chosen groups.
    pub groups: Vec<Choice>,
    /// Chosen language.
    pub language: Option<Choice>,
    /// Chosen time zone.
    pub time_zone: Option<Choice>,
    /// Priority.
    pub priority: Priority,
    /// Active.
    pub active: bool,
    /// Chosen roles, of a system user.
    pub roles: Vec<Choice>,
    /// What was typed into the company's custom fields, by field; those that are empty are not there.
    pub custom: BTreeMap<CustomFieldId, String>,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            subject: Subject::TargetUser,
            texts: Default::default(),
            groups: Vec::new(),
            language: None,
            time_zone: None,
            priority: Priority::default(),
            active: true,
            roles: Vec::new(),
            custom: BTreeMap::new(),
        }
    }
}

impl Entry {
    /// An empty one about this kind of user.
    #[must_use]
    pub fn about(subject: Subject) -> Self {
        Self { subject, ..Self::default() }
    }

    /// The same with this text in a text field.
    #[must_use]
    pub fn with(mut self, id: FieldId, text: &str) -> Self {
        if let Some(place) = self.texts.get_mut(id.index()) {
            text.clone_into(place);
        }
        self
    }

    /// The trimmed text of a text field.
    #[must_use]
    pub fn text(&self, id: FieldId) -> &str {
        self.texts.get(id.index()).map_or("", |t| t.trim())
    }

    /// A field holds what the form began with, and that is more than an empty form has: it was kept from the last
    /// user.
    #[must_use]
    pub fn keeps(&self, begun: &Self, id: FieldId) -> bool {
        fn kept<T: PartialEq>(now: &T, begun: &T, blank: &T) -> bool {
            now == begun && begun != blank
        }
        let blank = Self::about(self.subject);
        match id {
            FieldId::Groups => kept(&self.groups, &begun.groups, &blank.groups),
            FieldId::Roles => kept(&self.roles, &begun.roles, &blank.roles),
            FieldId::Language => kept(&self.language, &begun.language, &blank.language),
            FieldId::TimeZone => kept(&self.time_zone, &begun.time_zone, &blank.time_zone),
            FieldId::Priority => kept(&self.priority, &begun.priority, &blank.priority),
            FieldId::Active => kept(&self.active, &begun.active, &blank.active),
            id => kept(&self.text(id), &begun.text(id), &blank.text(id)),
        }
    }

    /// The text of a field as it is sent: read once more as what the field is.
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

    /// The same with every text as it is sent; the phone stays as it was typed.
    #[must_use]
    pub fn as_sent(mut self) -> Self {
        for field in self.subject.fields().iter().filter(|field| field.kind == Kind::Text) {
            let sent = self.sent(field.id);
            self = self.with(field.id, &sent);
        }
        self
    }

    /// Whether the field may not be left empty as things stand.
    #[must_use]
    pub fn requires(&self, id: FieldId, rules: Rules) -> bool {
        match self.subject.field(id).need {
            Need::Required => true,
            Need::RequiredByProfile => rules.require_phone,
            Need::Optional => false,
            Need::AllOrNone => FIELDS.iter().any(|f| f.need == Need::AllOrNone && !self.text(f.id).is_empty()),
        }
    }

    /// Judges one field.
    #[must_use]
    pub fn verdict(&self, id: FieldId, rules: Rules) -> Verdict {
        let field = self.subject.field(id);
        if field.kind != Kind::Text {
            return Verdict::Fine;
        }
        let text = self.text(id);
        if !text::has_visible(text) {
            return match (self.requires(id, rules), field.need) {
                (false, _) => Verdict::Fine,
                (true, Need::AllOrNone) => Verdict::Missing("the manager needs all three, or none".into()),
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

    /// The first field in form order that keeps the entry from being sent.
    #[must_use]
    pub fn first_blocking(&self, rules: Rules) -> Option<FieldId> {
        self.subject.fields().iter().map(|f| f.id).find(|id| self.verdict(*id, rules).blocks())
    }

    /// Nothing has been filled in.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        {
            let blank = Self::about(self.subject);
            self.texts.iter().chain(self.custom.values()).all(|t| t.trim().is_empty())
                && Self { texts: blank.texts.clone(), custom: BTreeMap::new(), ..self.clone() } == blank
        }
    }

    /// What is kept for the next user of the same company, by the table's `sticky` mark.
    #[must_use]
    pub fn next(&self) -> Self {
        let mut next = Self::about(self.subject);
        for field in self.subject.fields().iter().filter(|f| f.sticky) {
            match field.id {
                FieldId::Roles => next.roles.clone_from(&self.roles),
                FieldId::Groups => next.groups.clone_from(&self.groups),
                FieldId::Language => next.language.clone_from(&self.language),
                FieldId::TimeZone => next.time_zone.clone_from(&self.time_zone),
                FieldId::Priority => next.priority = self.priority,
                FieldId::Active => next.active = self.active,
                FieldId::Email
                | FieldId::Phone
                | FieldId::FirstName
                | FieldId::LastName
                | FieldId::Department
                | FieldId::ManagerFirstName
                | FieldId::ManagerLastName
                | FieldId::ManagerEmail => {
                    next.texts[field.id.index()].clone_from(&self.texts[field.id.index()]);
                }
            }
        }
        next
    }

    /// The checked request, without custom fields: what they have to be, only the company knows.
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
            priority: self.priority,
            active: self.active,
            groups: self.groups.iter().map(|c| GroupId::new(c.id.clone())).collect(),
            time_zone: self.time_zone.as_ref().map(|c| TimeZoneId::new(c.id.clone())),
            language: self.language.as_ref().map(|c| LanguageId::new(c.id.clone())),
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
            roles: self.roles.iter().map(|c| RoleId::new(c.id.clone())).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(texts: &[(FieldId, &str)]) -> Entry {
        let mut entry = Entry::default();
        for (id, text) in texts {
            entry.texts[id.index()] = (*text).to_owned();
        }
        entry
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
        e.groups.push(choice.clone());
        e.language = Some(choice.clone());
        e.time_zone = Some(choice);
        e.priority = Priority::High;
        let next = e.next();
        assert_eq!(next.text(FieldId::Department), "Finance");
        assert_eq!((next.text(FieldId::Email), next.text(FieldId::ManagerEmail)), ("", ""));
        assert_eq!((next.groups, next.language, next.time_zone), (e.groups, e.language, e.time_zone));
        assert_eq!(next.priority, Priority::Medium);
    }

    #[test]
    fn a_system_user_has_rules_of_its_own() {
        let rules = Rules { require_phone: false, ..Rules::default() };
        let empty = Entry::about(Subject::SystemUser);
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
        let full = Entry { roles: vec![role], ..full };
        let sent = full.system_request(rules).expect("a request");
        assert_eq!((sent.phone.as_str(), sent.roles.len(), full.next().roles.len()), ("+442079460018", 1, 0));
    }

    #[test]
    fn spaces_are_not_typing() {
        assert!(Entry::default().is_blank());
        assert!(entry(&[(FieldId::Email, "  ")]).is_blank());
        assert!(!entry(&[(FieldId::Email, "a")]).is_blank());
        let custom = |text: &str| [(CustomFieldId::new("f1"), text.to_owned())].into();
        assert!(Entry { custom: custom(" "), ..Entry::default() }.is_blank());
        assert!(!Entry { custom: custom("7"), ..Entry::default() }.is_blank());
        assert!(!Entry { active: false, ..Entry::default() }.is_blank());
    }
}
