//! The title of a column, and a name in a cell of it: for tables that are read elsewhere.

use super::contact::Part;
use super::label::{self, Label, Line};
use super::local::Local;
use super::name;
use super::naming_convention::NamingConvention;
use crate::domain::user::phone::PhoneRegion;

/// What a column has, by its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// A property of the person. Of several columns with the same, the one with the smallest number is meant most.
    Part(Part, usize),
    /// First name and surname together.
    FullName,
    /// What stands between first name and surname.
    Infix,
    /// The manager's name.
    Manager,
    /// Something else that is known.
    Other,
}

/// The meaning of a title, in any of the languages that pastes are read in.
#[must_use]
pub fn heading(title: &str) -> Option<Heading> {
    let part = |part| Heading::Part(part, 0);
    Some(match label::of(title)? {
        Label::Name => Heading::FullName,
        Label::First => part(Part::FirstName),
        Label::Last => part(Part::LastName),
        Label::Infix => Heading::Infix,
        Label::Email => part(Part::Email),
        Label::Phone(Line::Mobile) => Heading::Part(Part::Phone, 0),
        Label::Phone(Line::Direct) => Heading::Part(Part::Phone, 1),
        Label::Phone(Line::Any) => Heading::Part(Part::Phone, 2),
        Label::Department => part(Part::Department),
        Label::Groups => part(Part::Groups),
        Label::Language => part(Part::Language),
        Label::TimeZone => part(Part::TimeZone),
        Label::Priority => part(Part::Priority),
        Label::Active => part(Part::Active),
        Label::Manager => Heading::Manager,
        Label::ManagerFirst => part(Part::ManagerFirstName),
        Label::ManagerLast => part(Part::ManagerLastName),
        Label::ManagerEmail => part(Part::ManagerEmail),
        Label::Phone(Line::Switchboard | Line::Fax)
        | Label::Title
        | Label::From
        | Label::To
        | Label::Sent
        | Label::Subject
        | Label::Requester
        | Label::Ignored => Heading::Other,
    })
}

/// A name in two halves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitName {
    /// First name; may be empty.
    pub first: String,
    /// Surname; may be empty.
    pub last: String,
    /// Where it was split is beyond doubt.
    pub is_certain: bool,
}

/// Splits a name. The person's address tells which part is the surname, and address and region tell the customs.
#[must_use]
pub fn split_name(raw: &str, address: &str, region: Option<PhoneRegion>) -> Option<SplitName> {
    let local = Some(address).filter(|address| !address.is_empty()).map(Local::of);
    let convention = NamingConvention::of(&format!("{raw} {address}"), region);
    let name = name::read(raw, local.as_ref(), convention)?;
    Some(SplitName { first: name.first, last: name.last, is_certain: name.certain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_those_of_the_labels() {
        assert_eq!(heading("E-Mail-Adresse"), Some(Heading::Part(Part::Email, 0)));
        assert_eq!(heading("Telefon (mobil)"), Some(Heading::Part(Part::Phone, 0)));
        assert_eq!(heading("Fax"), Some(Heading::Other));
        assert_eq!(heading("Ad Soyad"), Some(Heading::FullName));
        assert_eq!(heading("Shoe size"), None);
    }

    #[test]
    fn a_name_is_split_as_in_a_paste() {
        let split = |raw: &str, address: &str| split_name(raw, address, None).map(|n| (n.first, n.last));
        let halves = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(split("Doe, Jane", ""), halves("Jane", "Doe"));
        assert_eq!(split("Dr. Jane van der Berg", "j.vanderberg@x.co"), halves("Jane", "van der Berg"));
        assert_eq!(split("", "a@b.co"), None);
    }
}
