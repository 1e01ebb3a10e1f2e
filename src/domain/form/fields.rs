//! The field table: the fields of a new user, and the rules for their values.
//!
//! Form, tab order, validation and the field of a service's message are all derived from [`FIELDS`].

use crate::domain::user::phone;
use crate::domain::user::phone::PhoneRegion;
use crate::domain::user::system_user::{NAME_MAX, PHONE_MAX};

/// A field of a target user, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldId {
    /// `email`
    Email,
    /// `phoneNumber`
    Phone,
    /// `firstName`
    FirstName,
    /// `lastName`
    LastName,
    /// `department`
    Department,
    /// `targetGroupResourceIds`
    Groups,
    /// `preferredLanguageId`
    Language,
    /// `timeZoneId`
    TimeZone,
    /// `priority`
    Priority,
    /// `isActive`
    Active,
    /// `managerFirstName`
    ManagerFirstName,
    /// `managerLastName`
    ManagerLastName,
    /// `managerEmail`
    ManagerEmail,
    /// `roleResourceIdList`, of a system user
    Roles,
}

/// The kind of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Typed text
    Text,
    /// One of the priorities
    Priority,
    /// Yes or no
    Toggle,
    /// One choice of a look-up
    One,
    /// Any number of choices of a look-up
    Many,
}

/// The look-up that provides the choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The company's target groups
    Groups,
    /// The service's languages
    Languages,
    /// The service's time zones
    TimeZones,
    /// The company's roles
    Roles,
}

/// A part of the form. All but the first can be folded to one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Who it is, with everything that is required.
    Person,
    /// What the user gets, and how.
    Access,
    /// The user's manager.
    Manager,
    /// The company's own: its optional custom fields.
    Own,
}

/// Whether a field is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Required.
    Required,
    /// Required, unless the profile says otherwise (`require_phone = false`).
    RequiredByProfile,
    /// Optional.
    Optional,
    /// Required unless its whole group is empty: all three manager fields or none.
    AllOrNone,
}

/// Rules that depend on the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The region of national phone numbers.
    pub region: Option<PhoneRegion>,
    /// Whether a phone number is required.
    pub require_phone: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { region: None, require_phone: true }
    }
}

/// A check of non-empty text: a remark, or an error.
pub type Check = fn(&str, Rules) -> Result<Remark, String>;

/// A remark about valid text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// No remark.
    None,
    /// It is sent in this form.
    SentAs(String),
    /// Valid, but suspicious.
    Warning(String),
}

/// A row of the field table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Which field.
    pub id: FieldId,
    /// Its name on the screen.
    pub label: &'static str,
    /// Its name on the command line, without the dashes.
    pub flag: &'static str,
    /// Its name on the wire.
    pub wire: &'static str,
    /// The part of the form it is in.
    pub section: Section,
    /// How it is filled in.
    pub kind: Kind,
    /// Whether it is required.
    pub requirement: Requirement,
    /// Longest value that the service accepts on create, in characters.
    pub max: Option<usize>,
    /// Longest value that it accepts on update: a longer one cannot be edited in the console.
    pub editable_max: Option<usize>,
    /// Other names for it in messages of the service, in lower case.
    pub aliases: &'static [&'static str],
    /// The hint beside the empty field.
    pub hint: &'static str,
    /// Carried over to the next user of the company.
    pub sticky: bool,
    /// Taken over from an existing user by one who is to be like it.
    pub shared: bool,
    /// Checks non-empty, trimmed text.
    pub check: Check,
}

fn email(text: &str, _: Rules) -> Result<Remark, String> {
    let read = crate::domain::user::email::read(text)?;
    Ok(match read.warning {
        Some(warning) => Remark::Warning(warning),
        None => sent_as(text, read.address),
    })
}

/// A name in the form in which it is sent, if that differs.
#[expect(clippy::unnecessary_wraps, reason = "one shape for every check of the table")]
fn name(text: &str, _: Rules) -> Result<Remark, String> {
    Ok(sent_as(text, crate::domain::text::name(text)))
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for every check of the table")]
fn line(text: &str, _: Rules) -> Result<Remark, String> {
    Ok(sent_as(text, crate::domain::text::line(text)))
}

fn sent_as(typed: &str, sent: String) -> Remark {
    if typed == sent { Remark::None } else { Remark::SentAs(sent) }
}

fn phone_number(text: &str, rules: Rules) -> Result<Remark, String> {
    let phone = phone::international(text, rules.region)?;
    Ok(if phone.doubled {
        Remark::Warning(format!("sent as {}, with its country code twice: is that intended?", phone.international))
    } else if !phone.known {
        Remark::Warning(format!("sent as {}, but no such number is known", phone.international))
    } else if phone.international == text {
        Remark::None
    } else {
        Remark::SentAs(phone.international)
    })
}

/// The limit applies to what is sent, however it was typed.
fn short_phone(text: &str, rules: Rules) -> Result<Remark, String> {
    let length = phone::international(text, rules.region)?.international.chars().count();
    if length > PHONE_MAX {
        return Err(format!("is {length} characters long as it is sent; at most {PHONE_MAX} are taken"));
    }
    phone_number(text, rules)
}

const TEXT: Field = Field {
    id: FieldId::Email,
    label: "",
    flag: "",
    wire: "",
    section: Section::Person,
    kind: Kind::Text,
    requirement: Requirement::Optional,
    max: None,
    editable_max: None,
    aliases: &[],
    hint: "",
    sticky: false,
    shared: false,
    check: line,
};

/// The fields of a target user, in the order of the form. Lengths and names are those of `POST /api/target-users`;
/// `editable_max` is that of the update.
pub const FIELDS: [Field; 13] = [
    Field {
        id: FieldId::Email,
        label: "Email",
        flag: "email",
        wire: "email",
        requirement: Requirement::Required,
        max: Some(320),
        aliases: &["e-mail", "email address", "mail"],
        hint: "name@company.tld",
        check: email,
        ..TEXT
    },
    Field {
        id: FieldId::Phone,
        label: "Phone",
        flag: "phone",
        wire: "phoneNumber",
        requirement: Requirement::RequiredByProfile,
        aliases: &["phone number", "phone"],
        hint: "+44 20 7946 0018",
        check: phone_number,
        ..TEXT
    },
    Field {
        id: FieldId::FirstName,
        label: "First name",
        flag: "first-name",
        wire: "firstName",
        max: Some(256),
        editable_max: Some(40),
        check: name,
        ..TEXT
    },
    Field {
        id: FieldId::LastName,
        label: "Last name",
        flag: "last-name",
        wire: "lastName",
        max: Some(256),
        editable_max: Some(40),
        aliases: &["surname"],
        check: name,
        ..TEXT
    },
    Field {
        id: FieldId::Department,
        label: "Department",
        flag: "department",
        wire: "department",
        max: Some(256),
        editable_max: Some(64),
        sticky: true,
        shared: true,
        ..TEXT
    },
    Field {
        id: FieldId::Groups,
        label: "Groups",
        flag: "group",
        wire: "targetGroupResourceIds",
        section: Section::Access,
        kind: Kind::Many,
        aliases: &["target group", "target groups", "group"],
        sticky: true,
        shared: true,
        ..TEXT
    },
    Field {
        id: FieldId::Language,
        label: "Language",
        flag: "language",
        wire: "preferredLanguageId",
        section: Section::Access,
        kind: Kind::One,
        aliases: &["preferred language", "preferredlanguage"],
        sticky: true,
        shared: true,
        ..TEXT
    },
    Field {
        id: FieldId::TimeZone,
        label: "Time zone",
        flag: "time-zone",
        wire: "timeZoneId",
        section: Section::Access,
        kind: Kind::One,
        aliases: &["timezone"],
        sticky: true,
        shared: true,
        ..TEXT
    },
    Field {
        id: FieldId::Priority,
        label: "Priority",
        flag: "priority",
        wire: "priority",
        section: Section::Access,
        kind: Kind::Priority,
        shared: true,
        ..TEXT
    },
    Field {
        id: FieldId::Active,
        label: "Active",
        flag: "active",
        wire: "isActive",
        section: Section::Access,
        kind: Kind::Toggle,
        ..TEXT
    },
    Field {
        id: FieldId::ManagerFirstName,
        label: "Manager first",
        flag: "manager-first-name",
        wire: "managerFirstName",
        section: Section::Manager,
        requirement: Requirement::AllOrNone,
        max: Some(256),
        editable_max: Some(40),
        aliases: &["manager first name"],
        hint: "none, or all three",
        check: name,
        shared: true,
        ..TEXT
    },
    Field {
        id: FieldId::ManagerLastName,
        label: "Manager last",
        flag: "manager-last-name",
        wire: "managerLastName",
        section: Section::Manager,
        requirement: Requirement::AllOrNone,
        max: Some(256),
        editable_max: Some(40),
        aliases: &["manager last name"],
        check: name,
        shared: true,
        ..TEXT
    },
    Field {
        id: FieldId::ManagerEmail,
        label: "Manager email",
        flag: "manager-email",
        wire: "managerEmail",
        section: Section::Manager,
        requirement: Requirement::AllOrNone,
        max: Some(320),
        aliases: &["manager e-mail", "manager email address"],
        check: email,
        shared: true,
        ..TEXT
    },
];

const ROLES: Field = Field {
    id: FieldId::Roles,
    label: "Roles",
    flag: "role",
    wire: "roleResourceIdList",
    kind: Kind::Many,
    aliases: &["role"],
    // Permissions are never carried over.
    sticky: false,
    ..TEXT
};

/// The fields of a system user, in the order of the form. Lengths and names are those of `POST /api/system-users`.
pub const SYSTEM_FIELDS: [Field; 5] = [
    FIELDS[FieldId::Email as usize],
    // The check counts its length as sent.
    Field { requirement: Requirement::Required, check: short_phone, ..FIELDS[FieldId::Phone as usize] },
    Field {
        requirement: Requirement::Required,
        max: Some(NAME_MAX),
        editable_max: None,
        ..FIELDS[FieldId::FirstName as usize]
    },
    Field {
        requirement: Requirement::Required,
        max: Some(NAME_MAX),
        editable_max: None,
        ..FIELDS[FieldId::LastName as usize]
    },
    ROLES,
];

impl FieldId {
    /// Every field, of whichever kind of user, in the order of [`Self::index`].
    pub const ALL: [Self; 14] = [
        Self::Email,
        Self::Phone,
        Self::FirstName,
        Self::LastName,
        Self::Department,
        Self::Groups,
        Self::Language,
        Self::TimeZone,
        Self::Priority,
        Self::Active,
        Self::ManagerFirstName,
        Self::ManagerLastName,
        Self::ManagerEmail,
        Self::Roles,
    ];

    /// Its row of the table; that of the system user if only that has it.
    #[must_use]
    pub fn field(self) -> &'static Field {
        // The table has the order of the enum, which is tested.
        FIELDS.get(self as usize).unwrap_or(&ROLES)
    }

    /// The look-up of its choices, if any.
    #[must_use]
    pub fn source(self) -> Option<Source> {
        match self {
            Self::Groups => Some(Source::Groups),
            Self::Language => Some(Source::Languages),
            Self::TimeZone => Some(Source::TimeZones),
            Self::Roles => Some(Source::Roles),
            Self::Email
            | Self::Phone
            | Self::FirstName
            | Self::LastName
            | Self::Department
            | Self::Priority
            | Self::Active
            | Self::ManagerFirstName
            | Self::ManagerLastName
            | Self::ManagerEmail => None,
        }
    }

    /// Its position in the form, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (i, field) in FIELDS.iter().enumerate() {
            assert_eq!(field.id.index(), i, "{}", field.label);
        }
        for (i, id) in FieldId::ALL.into_iter().enumerate() {
            assert_eq!((id.index(), id.field().id), (i, id));
        }
    }

    #[test]
    fn what_is_picked_has_a_source_and_nothing_else_has() {
        for field in FIELDS.iter().chain(&SYSTEM_FIELDS) {
            let picked = matches!(field.kind, Kind::One | Kind::Many);
            assert_eq!(field.id.source().is_some(), picked, "{}", field.label);
        }
    }

    #[test]
    fn every_flag_is_its_own_and_small_letters() {
        for fields in [FIELDS.as_slice(), &SYSTEM_FIELDS] {
            let mut flags: Vec<_> = fields.iter().map(|f| f.flag).collect();
            assert!(flags.iter().all(|f| !f.is_empty() && f.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
            flags.sort_unstable();
            flags.dedup();
            assert_eq!(flags.len(), fields.len());
        }
    }
}
