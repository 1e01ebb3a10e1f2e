//! What the title of a column says.

use super::meaning::{Meaning, Title};
use super::vocabulary;
use crate::domain::form::fields::FieldId;
use crate::paste::{Heading, Part, heading};

/// How much a title that only pastes know is meant, behind all that are known here.
const BEHIND: usize = 1_000;

/// What a title says.
pub(super) fn of_title(title: &str) -> Title {
    if let Some(known) = vocabulary::title(title) {
        return known;
    }
    let field = |id, rank| Title::Is(Meaning::Field(id), BEHIND + rank);
    match heading(title) {
        None => Title::Unknown,
        Some(Heading::Other) => Title::Known,
        Some(Heading::FullName) => Title::Is(Meaning::FullName, BEHIND),
        Some(Heading::Infix) => Title::Is(Meaning::Infix, BEHIND),
        Some(Heading::Manager) => Title::Is(Meaning::ManagerName, BEHIND),
        Some(Heading::Part(part, rank)) => match part {
            Part::Email => field(FieldId::Email, rank),
            Part::Phone => field(FieldId::Phone, rank),
            Part::FirstName => field(FieldId::FirstName, rank),
            Part::LastName => field(FieldId::LastName, rank),
            Part::Department => field(FieldId::Department, rank),
            Part::Groups => field(FieldId::Groups, rank),
            Part::Language => field(FieldId::Language, rank),
            Part::TimeZone => field(FieldId::TimeZone, rank),
            Part::Priority => field(FieldId::Priority, rank),
            Part::Active => field(FieldId::Active, rank),
            Part::ManagerFirstName => field(FieldId::ManagerFirstName, rank),
            Part::ManagerLastName => field(FieldId::ManagerLastName, rank),
            Part::ManagerEmail => field(FieldId::ManagerEmail, rank),
        },
    }
}
