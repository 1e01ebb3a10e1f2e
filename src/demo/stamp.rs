//! A date-time as the service writes it.

use jiff::civil::Date;

/// A date-time of the service, which uses several formats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp(String);

impl Stamp {
    /// In format `form` (any number), so that clients see all of them.
    pub(super) fn new(day: Date, form: u8) -> Self {
        let time = match form % 5 {
            0 => "T00:00:00",
            1 => "T00:00:00Z",
            2 => "T09:15:27.1234567",
            3 => "T23:59:59+03:00",
            _ => "T12:30:00.5Z",
        };
        Self(format!("{day}{time}"))
    }

    /// This moment.
    pub(super) fn now() -> Self {
        Self(jiff::Timestamp::now().to_string())
    }

    /// The wire format; these texts sort like the dates.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}
