//! Custom fields that a company has defined for its users, and their values.

use jiff::civil::Date;

use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::CustomFieldId;
use crate::domain::user::email;

/// Longest value, in characters, as in the vendor's console.
pub const VALUE_MAX: usize = 256;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataType {
    /// Any text
    String,
    /// A number with a decimal point
    Number,
    /// An address
    Email,
    /// A date
    Date,
    /// A date and time, local to the user
    DateTime,
    /// Yes or no
    Boolean,
    /// An unknown type, cleaned; empty if the service gives none. Any text is accepted.
    Other(String),
}

impl DataType {
    /// The hint beside the empty field.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::String | Self::Other(_) => "",
            Self::Number => "12 or 3.5",
            Self::Email => "name@company.tld",
            Self::Date => "yyyy-mm-dd",
            Self::DateTime => "yyyy-mm-dd hh:mm",
            Self::Boolean => "yes or no",
        }
    }

    /// The value to send for a trimmed, non-empty text.
    fn sent(&self, text: &str) -> Result<String, String> {
        match self {
            Self::String | Self::Other(_) => Ok(text.to_owned()),
            Self::Number => number(text),
            Self::Email => email::read(text).map(|read| read.address),
            Self::Date => day(text).map(|day| day.to_string()),
            Self::DateTime => moment(text),
            Self::Boolean => truth(text).map(str::to_owned),
        }
    }
}

/// A custom field, as listed by `GET /api/custom-fields/company`. The service refuses values of inactive fields
/// (`isActive`), which are dropped when the answer is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomField {
    /// `resourceId`
    pub id: CustomFieldId,
    /// `name`, clean.
    pub name: String,
    /// `fieldDataType`
    pub data_type: DataType,
    /// Whether it is required (`isRequired`).
    pub required: bool,
    /// Its position in the form (`sortOrder`), smallest first.
    pub order: u64,
}

/// The value of a custom field as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomValue {
    /// The field.
    pub field: CustomFieldId,
    /// `value`, at most [`VALUE_MAX`] characters: `True` or `False`, `2026-12-01`, `2026-12-01 09:30`,
    /// or the text itself.
    pub value: String,
    /// `timestampValue`: dates and times again in the documented format; absent for other types.
    pub timestamp: Option<String>,
}

impl CustomField {
    /// Checks the typed value, or that of a toggle.
    #[must_use]
    pub fn verdict(&self, typed: &str) -> Verdict {
        let text = typed.trim();
        match self.value(text) {
            Err(_) if text.is_empty() => Verdict::Missing("required".into()),
            Err(why) => Verdict::Wrong(why),
            Ok(Some(value)) if value.value != text => Verdict::SentAs(value.value),
            Ok(_) => Verdict::Fine,
        }
    }

    /// A value of the service as it is typed into the form: `yes` and `no` for a toggle.
    #[must_use]
    pub fn typed(&self, value: &str) -> String {
        match (&self.data_type, truth(value.trim())) {
            (DataType::Boolean, Ok("True")) => "yes".to_owned(),
            (DataType::Boolean, Ok(_)) => "no".to_owned(),
            _ => value.to_owned(),
        }
    }

    /// The value to send; `None` if it is empty.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong and what is expected, to be read after the field's
    /// name.
    pub fn value(&self, typed: &str) -> Result<Option<CustomValue>, String> {
        let text = typed.trim();
        if text.is_empty() {
            return if self.required { Err("is required by this company".into()) } else { Ok(None) };
        }
        let length = text.chars().count();
        if length > VALUE_MAX {
            return Err(format!("is {length} characters long; at most {VALUE_MAX} are taken"));
        }
        let value = self.data_type.sent(text)?;
        let timestamp = match self.data_type {
            // In UTC, so that no reader shifts it to another day than in `value`, which has no time zone.
            DataType::Date => Some(format!("{value}T00:00:00Z")),
            DataType::DateTime => Some(format!("{}:00Z", value.replace(' ', "T"))),
            DataType::String | DataType::Number | DataType::Email | DataType::Boolean | DataType::Other(_) => None,
        };
        Ok(Some(CustomValue { field: self.id.clone(), value, timestamp }))
    }
}

/// A number without an exponent: how the service parses numbers is not documented.
fn number(text: &str) -> Result<String, String> {
    // Word processors replace the minus.
    let text = text.replace('\u{2212}', "-");
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if all(whole) && all(part) {
        Ok(text)
    } else if digits.contains(',') {
        Err("contains a comma; write a decimal point and no thousands separator, as in 1200 or 3.5".into())
    } else {
        Err("is not a number; write digits, as in 1200 or 3.5".into())
    }
}

/// A date with the year first, or day.month.year with points. Other orders are ambiguous.
fn day(text: &str) -> Result<Date, String> {
    let no_date = || "is not a date; write year, month and day, as in 2026-12-01".to_owned();
    let separator = text.chars().find(|c| matches!(c, '-' | '.' | '/')).ok_or_else(no_date)?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let sound = |p: &&str| matches!(p.len(), 1 | 2 | 4) && p.bytes().all(|b| b.is_ascii_digit());
    let [first, month, last] = parts[..] else { return Err(no_date()) };
    if ![first, month, last].iter().all(sound) || month.len() > 2 {
        return Err(no_date());
    }
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) => (first, last),
        (1 | 2, 4) if separator == '.' => (last, first),
        (1 | 2, 4) => return Err("is ambiguous; write the year first, as in 2026-12-01".into()),
        (1 | 2, 1 | 2) => return Err("has no four-digit year; write it as 2026-12-01".into()),
        _ => return Err(no_date()),
    };
    let date = match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
        _ => None,
    };
    // The service's "never" is in the year 1.
    let date = date.filter(|date| date.year() >= 1_000);
    date.ok_or_else(|| "is not a calendar date; write it as 2026-12-01".to_owned())
}

/// A date and time, to the minute.
fn moment(text: &str) -> Result<String, String> {
    let Some((date, time)) = text.rsplit_once(|c: char| c.is_whitespace() || c == 'T') else {
        day(text)?;
        return Err("has no time of day; write it as 2026-12-01 09:30".into());
    };
    let date = day(date)?;
    let parts: Vec<&str> = time.split(':').collect();
    let at_most = |part: &str, max: u8| {
        let digits = matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u8>().ok().filter(|n| digits && *n <= max)
    };
    let (hour, minute) = match parts[..] {
        [hour, minute] => (at_most(hour, 23), at_most(minute, 59)),
        [hour, minute, second] if at_most(second, 59).is_some() => (at_most(hour, 23), at_most(minute, 59)),
        _ => (None, None),
    };
    match (hour, minute) {
        (Some(hour), Some(minute)) => Ok(format!("{date} {hour:02}:{minute:02}")),
        _ => Err("has no valid time of day; write it as 2026-12-01 09:30, without a zone".into()),
    }
}

fn truth(text: &str) -> Result<&'static str, String> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "on" => Ok("True"),
        "false" | "no" | "n" | "0" | "off" => Ok("False"),
        _ => Err("is neither yes nor no; write one of them".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn field(data_type: DataType) -> CustomField {
        let (id, name) = (CustomFieldId::new("f1"), "Start".to_owned());
        CustomField { id, name, data_type, required: false, order: 1 }
    }

    #[rstest]
    #[case(DataType::String, "  A 12 ", "A 12", "")]
    #[case(DataType::Other("Colour".into()), "red", "red", "")]
    #[case(DataType::Number, "-3.5", "-3.5", "")]
    #[case(DataType::Number, "\u{2212}7", "-7", "")]
    #[case(DataType::Number, "+0012", "+0012", "")]
    #[case(DataType::Email, "a@b.example", "a@b.example", "")]
    #[case(DataType::Date, "2026-12-01", "2026-12-01", "2026-12-01T00:00:00Z")]
    #[case(DataType::Date, "2026/2/9", "2026-02-09", "2026-02-09T00:00:00Z")]
    #[case(DataType::Date, "1. 12. 2026", "2026-12-01", "2026-12-01T00:00:00Z")]
    #[case(DataType::Date, "2028.02.29", "2028-02-29", "2028-02-29T00:00:00Z")]
    #[case(DataType::DateTime, "2026-12-01 9:30", "2026-12-01 09:30", "2026-12-01T09:30:00Z")]
    #[case(DataType::DateTime, "2026-12-01T09:30:59", "2026-12-01 09:30", "2026-12-01T09:30:00Z")]
    #[case(DataType::DateTime, "1. 12. 2026  00:00", "2026-12-01 00:00", "2026-12-01T00:00:00Z")]
    #[case(DataType::Boolean, "Yes", "True", "")]
    #[case(DataType::Boolean, "FALSE", "False", "")]
    fn what_is_sent(#[case] data_type: DataType, #[case] typed: &str, #[case] value: &str, #[case] timestamp: &str) {
        let sent = field(data_type).value(typed).expect("accepted").expect("a value");
        assert_eq!((sent.value.as_str(), sent.timestamp.as_deref().unwrap_or_default()), (value, timestamp));
        assert_eq!(sent.field.as_str(), "f1");
    }

    #[rstest]
    #[case(DataType::Number, "third", "is not a number")]
    #[case(DataType::Number, "1,5", "comma")]
    #[case(DataType::Number, "1.200,50", "comma")]
    #[case(DataType::Number, "1 200", "is not a number")]
    #[case(DataType::Number, "1e5", "is not a number")]
    #[case(DataType::Number, "inf", "is not a number")]
    #[case(DataType::Number, ".5", "is not a number")]
    #[case(DataType::Number, "1.", "is not a number")]
    #[case(DataType::Number, "--1", "is not a number")]
    #[case(DataType::Email, "jane", "no @")]
    #[case(DataType::Date, "01/12/2026", "ambiguous")]
    #[case(DataType::Date, "01.12.26", "four-digit year")]
    #[case(DataType::Date, "2026-02-30", "not a calendar date")]
    #[case(DataType::Date, "2026-13-01", "not a calendar date")]
    #[case(DataType::Date, "0001-01-01", "not a calendar date")]
    #[case(DataType::Date, "12026-01-01", "is not a date")]
    #[case(DataType::Date, "2026-12", "is not a date")]
    #[case(DataType::Date, "2026-12-01 09:30", "is not a date")]
    #[case(DataType::Date, "tomorrow", "is not a date")]
    #[case(DataType::Date, "٢٠٢٦-١٢-٠١", "is not a date")]
    #[case(DataType::DateTime, "2026-12-01", "no time of day;")]
    #[case(DataType::DateTime, "noon", "is not a date")]
    #[case(DataType::DateTime, "2026-12-01 24:00", "no valid time of day")]
    #[case(DataType::DateTime, "2026-12-01 9:30 am", "is not a date")]
    #[case(DataType::DateTime, "2026-12-01T09:30Z", "no valid time of day")]
    #[case(DataType::DateTime, "2026-12-01T09:30+03:00", "no valid time of day")]
    #[case(DataType::DateTime, "01/12/2026 09:30", "ambiguous")]
    #[case(DataType::Boolean, "perhaps", "neither")]
    fn what_is_refused_says_why_and_what_to_write(
        #[case] data_type: DataType,
        #[case] typed: &str,
        #[case] reason: &str,
    ) {
        let said = field(data_type).value(typed).expect_err("refused");
        assert!(said.contains(reason), "{said}");
        assert!(said.contains("write") || said.contains("name@company.tld"), "{said}");
    }

    #[test]
    fn lengths_count_characters() {
        let text = field(DataType::String);
        assert!(text.value(&"ü".repeat(VALUE_MAX)).is_ok());
        let said = text.value(&"ü".repeat(VALUE_MAX + 1)).expect_err("too long");
        assert_eq!(said, "is 257 characters long; at most 256 are taken");
        let address = format!("{}@b.example", "a".repeat(VALUE_MAX));
        assert!(field(DataType::Email).value(&address).expect_err("too long").contains("at most 256"));
    }

    #[test]
    fn only_what_is_required_can_be_missing() {
        let asked = CustomField { required: true, ..field(DataType::Date) };
        assert_eq!(asked.verdict("  "), Verdict::Missing("required".into()));
        assert!(asked.value("").is_err_and(|why| why.contains("required")));
        assert_eq!(field(DataType::Date).value(" "), Ok(None));
    }

    #[test]
    fn a_verdict_says_what_is_sent_when_it_differs() {
        let date = field(DataType::Date);
        assert_eq!(date.verdict("1.12.2026"), Verdict::SentAs("2026-12-01".into()));
        assert_eq!(date.verdict(" 2026-12-01 "), Verdict::Fine);
        assert!(matches!(date.verdict("soon"), Verdict::Wrong(_)));
        assert_eq!(field(DataType::Boolean).verdict("yes"), Verdict::SentAs("True".into()));
    }
}
