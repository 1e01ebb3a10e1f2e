//! The ticket of a change, in the help desk's own system: a number or a short text. Not the service's; it is kept with
//! the change on this machine.

use std::fmt;
use std::str::FromStr;

use crate::domain::text::clean_typed;

/// Most characters of a ticket.
pub const TICKET_MAX: usize = 64;

/// The ticket of a change; empty if there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketNumber(String);

impl TicketNumber {
    /// What was typed, cleaned.
    ///
    /// # Errors
    ///
    /// Why it cannot be used: the end of a sentence that begins with its name.
    pub fn typed(text: &str) -> Result<Self, String> {
        if text.trim().chars().any(char::is_control) {
            return Err("contains a control character, such as a line break".to_owned());
        }
        let cleaned = clean_typed(text).trim().to_owned();
        match cleaned.chars().count() {
            length if length > TICKET_MAX => Err(format!("is {length} characters long; at most {TICKET_MAX} are kept")),
            _ => Ok(Self(cleaned)),
        }
    }

    /// A ticket from a record on disk, which need not be one of this version.
    #[must_use]
    pub fn recorded(text: &str) -> Self {
        Self(clean_typed(text).trim().chars().take(TICKET_MAX).collect())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// From the command line, where an empty one is a mistake.
impl FromStr for TicketNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let ticket = Self::typed(text).map_err(|why| format!("a ticket {why}"))?;
        if ticket.is_empty() { Err("a ticket such as INC-4711 is expected".to_owned()) } else { Ok(ticket) }
    }
}

/// Whether a profile asks for the ticket of a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TicketPolicy {
    /// It does not ask.
    #[default]
    None,
    /// It asks, and a change may have none.
    Optional,
    /// Every change has one.
    Required,
}

impl TicketPolicy {
    /// The words of the configuration.
    pub const WORDS: [(&'static str, Self); 2] = [("optional", Self::Optional), ("required", Self::Required)];

    /// The policy with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, policy)| policy)
    }

    /// The screen asks for a ticket.
    #[must_use]
    pub fn asks(self) -> bool {
        self != Self::None
    }
}

/// Identifies changes that were made together: by one command, or with one key. It is the ID of the first of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(String);

impl BatchId {
    /// An ID from the journal or the command line.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// Its text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BatchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("INC-4711", Ok("INC-4711"))]
    #[case("  INC-4711\t", Ok("INC-4711"))]
    #[case("", Ok(""))]
    #[case("Anfrage Müller, 30.11.", Ok("Anfrage Müller, 30.11."))]
    #[case("INC\u{200b}-1", Ok("INC-1"))]
    #[case("a\nb", Err("control character"))]
    #[case("a\tb", Err("control character"))]
    #[case("a\u{1b}[31m", Err("control character"))]
    fn typed_ticket_is_cleaned_or_refused(#[case] text: &str, #[case] wanted: Result<&str, &str>) {
        match (TicketNumber::typed(text), wanted) {
            (Ok(ticket), Ok(wanted)) => assert_eq!(ticket.as_str(), wanted),
            (Err(why), Err(part)) => assert!(why.contains(part), "{why}"),
            (got, _) => panic!("{text:?}: {got:?}"),
        }
    }

    #[test]
    fn length_is_limited() {
        let long = "é".repeat(TICKET_MAX + 1);
        assert!(TicketNumber::typed(&long[2..]).is_ok());
        assert!(TicketNumber::typed(&long).is_err_and(|why| why.contains("65 characters")));
        assert_eq!(TicketNumber::recorded(&long).as_str().chars().count(), TICKET_MAX);
        assert_eq!(TicketNumber::recorded("a\u{1b}[31mb\nc").as_str().chars().filter(|c| c.is_control()).count(), 0);
    }

    #[test]
    fn command_line_takes_no_empty_ticket() {
        assert!(" ".parse::<TicketNumber>().is_err());
        assert_eq!("INC-1".parse::<TicketNumber>().map(|it| it.to_string()), Ok("INC-1".to_owned()));
    }
}
