//! Custom fields of a company.

use fastrand::Rng;
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::assets::halves;
use super::body::{self, Fields};
use super::check::{looks_like_email, within};

/// The longest value, as the console has it.
const VALUE_LIMIT: usize = 256;

/// One custom field of a company.
#[derive(Debug, Clone)]
pub(super) struct CustomField {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) required: bool,
    pub(super) active: bool,
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Number,
    Email,
    Date,
    DateTime,
    Boolean,
}

impl CustomField {
    /// Reads `name|data type`, perhaps with `|required` or `|inactive`.
    pub(super) fn new(id: String, text: &str) -> Option<Self> {
        let (name, rest) = halves(text);
        let (kind, mark) = rest.split_once('|').unwrap_or((rest, ""));
        let (required, active) = (mark == "required", mark != "inactive");
        Some(Self { id, name: name.to_owned(), kind: Kind::named(kind)?, required, active })
    }

    /// A random plausible value; `today` is the last day of the past. Required fields always have one.
    pub(super) fn drawn(&self, rng: &mut Rng, today: Date) -> Option<Value> {
        if !self.active || (!self.required && rng.u8(..3) == 0) {
            return None;
        }
        let number = rng.u32(100..10_000);
        let day = today.checked_sub(rng.i32(0..2000).days()).unwrap_or(today);
        let minutes = rng.i32(360..1140);
        let (value, time) = match self.kind {
            Kind::String => (format!("{}-{number}", self.name.get(..1).unwrap_or("X")), None),
            Kind::Number => (number.to_string(), None),
            Kind::Email => (format!("office{number}@agency.example"), None),
            Kind::Date => (day.to_string(), Some(format!("{day}T00:00:00Z"))),
            Kind::DateTime => {
                let (hour, minute) = (minutes / 60, minutes % 60);
                (format!("{day} {hour:02}:{minute:02}"), Some(format!("{day}T{hour:02}:{minute:02}:00Z")))
            }
            Kind::Boolean => (if number.is_multiple_of(2) { "True" } else { "False" }.to_owned(), None),
        };
        Some(json!({"resourceId": self.id, "value": value, "timestampValue": time}))
    }

    /// What is wrong with a non-empty value.
    fn refuse(&self, value: &str, timestamp: Option<&str>) -> Option<String> {
        let name = &self.name;
        match self.kind {
            Kind::String => within(value, name, VALUE_LIMIT).err(),
            Kind::Number => {
                let number = value.parse::<f64>().is_ok_and(f64::is_finite);
                (!number).then(|| format!("'{name}' must be a number."))
            }
            Kind::Email => (!looks_like_email(value)).then(|| format!("'{name}' is not a valid e-mail address.")),
            Kind::Boolean => (value != "True" && value != "False").then(|| format!("'{name}' must be True or False.")),
            Kind::Date if value.parse::<Date>().is_err() => Some(format!("'{name}' is not a valid date.")),
            Kind::DateTime if !is_time(value) => Some(format!("'{name}' is not a valid date and time.")),
            Kind::Date | Kind::DateTime => timestamp.is_none().then(|| format!("'{name}' needs a TimestampValue.")),
        }
    }
}

impl Kind {
    fn named(word: &str) -> Option<Self> {
        use Kind::{Boolean, Date, DateTime, Email, Number, String};
        [String, Number, Email, Date, DateTime, Boolean].into_iter().find(|kind| kind.word() == word)
    }

    /// The service's name.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Number => "Number",
            Self::Email => "Email",
            Self::Date => "Date",
            Self::DateTime => "DateTime",
            Self::Boolean => "Boolean",
        }
    }
}

/// A date, or a date and time, with or without an offset: the console sends `2026-12-01 09:30`.
fn is_time(text: &str) -> bool {
    text.parse::<DateTime>().is_ok() || text.parse::<Timestamp>().is_ok()
}

/// The documented `date-time` (RFC 3339): a date, a `T`, a time and an offset.
fn is_date_time(text: &str) -> bool {
    text.as_bytes().get(10) == Some(&b'T') && text.parse::<Timestamp>().is_ok()
}

/// Reads the `customFields` of a create. An empty value is none; a `timestampValue` is a date-time, null, or left
/// out.
///
/// # Errors
///
/// One message per invalid field.
pub(super) fn read(body: &Fields, fields: &[CustomField]) -> Result<Vec<Value>, Vec<String>> {
    let list = body.list("customFields").map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut given: Vec<(&str, Value)> = Vec::new();
    for (at, item) in list.iter().enumerate() {
        match read_item(at, item, fields) {
            Ok(Some((field, _))) if given.iter().any(|(id, _)| *id == field.id) => {
                problems.push(format!("CustomFields: '{}' is given twice.", field.name));
            }
            Ok(Some((field, value))) => given.push((&field.id, value)),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    let told = |name: &str| problems.iter().any(|problem| problem.contains(&format!("'{name}'")));
    let missing = |field: &&CustomField| field.required && field.active && !given.iter().any(|(id, _)| *id == field.id);
    let missing: Vec<_> = fields.iter().filter(missing).filter(|field| !told(&field.name)).collect();
    problems.extend(missing.into_iter().map(|field| format!("'{}' must not be empty.", field.name)));
    if problems.is_empty() { Ok(given.into_iter().map(|(_, value)| value).collect()) } else { Err(problems) }
}

fn read_item<'a>(
    at: usize,
    item: &Value,
    fields: &'a [CustomField],
) -> Result<Option<(&'a CustomField, Value)>, String> {
    let place = |name: &str| format!("customFields[{at}].{name}");
    let text = |item: &Fields, name: &str| -> Result<Option<String>, String> {
        let text = item.text(name).map_err(|_| body::mismatch(&place(name), "System.String"))?;
        Ok(text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned))
    };
    let item = Fields::new(item.clone());
    let item = item.ok_or_else(|| body::mismatch(&format!("customFields[{at}]"), "an object"))?;
    let id = text(&item, "resourceId")?.unwrap_or_default();
    let value = text(&item, "value")?;
    let unread = || body::mismatch(&place("timestampValue"), "System.Nullable`1[System.DateTimeOffset]");
    let timestamp = item.text("timestampValue").map_err(|_| unread())?;
    if timestamp.is_some_and(|text| !is_date_time(text)) {
        return Err(unread());
    }
    let timestamp = timestamp.map(str::to_owned);
    let field = fields.iter().find(|field| field.id == id);
    let field = field.ok_or_else(|| format!("CustomFields: the custom field '{id}' does not exist."))?;
    if !field.active {
        return Err(format!("CustomFields: the custom field '{}' is not active.", field.name));
    }
    let Some(value) = value else {
        return Ok(None);
    };
    match field.refuse(&value, timestamp.as_deref()) {
        Some(problem) => Err(problem),
        None => Ok(Some((field, json!({"resourceId": field.id, "value": value, "timestampValue": timestamp})))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const NO_DATE_TIME: &str = "The JSON value could not be converted to System.Nullable`1[System.DateTimeOffset]. \
        Path: $.customFields[0].timestampValue.";

    fn fields() -> Vec<CustomField> {
        [
            "Badge|String",
            "Floor|Number",
            "Agent|Email",
            "Start|Date",
            "Medical|DateTime",
            "Remote|Boolean",
            "Old|String|inactive",
        ]
        .into_iter()
        .map(|text| {
            CustomField::new(text.to_lowercase().split('|').next().expect("a name").to_owned(), text).expect("sound")
        })
        .collect()
    }

    fn check(list: &Value) -> Result<Vec<Value>, Vec<String>> {
        read(&Fields::new(json!({ "customFields": list })).expect("object"), &fields())
    }

    #[rstest]
    #[case("badge", "A 12", None)]
    #[case("floor", "-3.5", None)]
    #[case("agent", "a@b.example", None)]
    #[case("start", "2026-12-01", Some("2026-12-01T00:00:00Z"))]
    #[case("medical", "2026-12-01 09:30", Some("2026-12-01T09:30:00.5Z"))]
    #[case("medical", "2026-12-01T09:30:00", Some("2026-12-01T09:30:00+03:00"))]
    #[case("remote", "True", None)]
    #[case("remote", "False", None)]
    fn values_of_each_kind(#[case] id: &str, #[case] value: &str, #[case] time: Option<&str>) {
        let stored = check(&json!([{"resourceId": id, "value": value, "timestampValue": time}])).expect("accepted");
        assert_eq!(stored, [json!({"resourceId": id, "value": value, "timestampValue": time})]);
    }

    #[rstest]
    #[case(json!({"resourceId": "badge", "value": "x".repeat(257)}),
        "The length of 'Badge' must be 256 characters or fewer. You entered 257 characters.")]
    #[case(json!({"resourceId": "floor", "value": "third"}), "'Floor' must be a number.")]
    #[case(json!({"resourceId": "floor", "value": "inf"}), "'Floor' must be a number.")]
    #[case(json!({"resourceId": "agent", "value": "somebody"}), "'Agent' is not a valid e-mail address.")]
    #[case(json!({"resourceId": "start", "value": "01/12/2026", "timestampValue": "2026-12-01T00:00:00Z"}),
        "'Start' is not a valid date.")]
    #[case(json!({"resourceId": "start", "value": "2026-12-01"}), "'Start' needs a TimestampValue.")]
    #[case(json!({"resourceId": "start", "value": "2026-12-01", "timestampValue": "soon"}), NO_DATE_TIME)]
    #[case(json!({"resourceId": "start", "value": "2026-12-01", "timestampValue": "2026-12-01"}), NO_DATE_TIME)]
    #[case(json!({"resourceId": "start", "value": "2026-12-01", "timestampValue": "2026-12-01T00:00:00"}), NO_DATE_TIME)]
    #[case(json!({"resourceId": "start", "value": "2026-12-01", "timestampValue": 1}), NO_DATE_TIME)]
    #[case(json!({"resourceId": "badge", "value": "A 12", "timestampValue": ""}), NO_DATE_TIME)]
    #[case(json!({"resourceId": "medical", "value": "noon", "timestampValue": "2026-12-01T00:00:00Z"}),
        "'Medical' is not a valid date and time.")]
    #[case(json!({"resourceId": "remote", "value": "true"}), "'Remote' must be True or False.")]
    #[case(json!({"resourceId": "remote", "value": true}),
        "The JSON value could not be converted to System.String. Path: $.customFields[0].value.")]
    #[case(json!({"resourceId": "nobody", "value": "x"}), "CustomFields: the custom field 'nobody' does not exist.")]
    #[case(json!({"resourceId": "old", "value": "x"}), "CustomFields: the custom field 'Old' is not active.")]
    #[case(json!(7), "The JSON value could not be converted to an object. Path: $.customFields[0].")]
    fn a_broken_value_has_one_message(#[case] item: Value, #[case] message: &str) {
        assert_eq!(check(&json!([item])), Err(vec![message.to_owned()]));
    }

    #[test]
    fn an_empty_value_is_none_and_a_second_one_too_many() {
        assert_eq!(check(&json!([{"resourceId": "badge", "value": " "}, {"resourceId": "floor"}])), Ok(Vec::new()));
        let twice = json!([{"resourceId": "badge", "value": "1"}, {"resourceId": "badge", "value": "2"}]);
        assert_eq!(check(&twice), Err(vec!["CustomFields: 'Badge' is given twice.".to_owned()]));
        assert!(check(&json!({"resourceId": "badge"})).is_err_and(|problems| problems.len() == 1), "no list");
    }

    #[test]
    fn what_is_required_is_missed_once() {
        let fields = [
            CustomField::new("crew".into(), "Crew|String|required").expect("sound"),
            CustomField::new("ashore".into(), "Ashore|Boolean|required").expect("sound"),
        ];
        let read = |list: Value| read(&Fields::new(json!({ "customFields": list })).expect("object"), &fields);
        let crew = "'Crew' must not be empty.".to_owned();
        assert_eq!(read(Value::Null), Err(vec![crew.clone(), "'Ashore' must not be empty.".to_owned()]));
        let broken = json!([{"resourceId": "ashore", "value": "perhaps"}]);
        assert_eq!(read(broken), Err(vec!["'Ashore' must be True or False.".to_owned(), crew]));
        let both = json!([{"resourceId": "ashore", "value": "False"}, {"resourceId": "crew", "value": "7"}]);
        assert_eq!(read(both).expect("accepted").len(), 2);
    }

    #[test]
    fn what_is_drawn_is_valid_and_required_fields_always_have_one() {
        let mut rng = Rng::with_seed(3);
        let mut fields = fields();
        fields[0].required = true;
        for _ in 0..50 {
            let drawn: Vec<Value> =
                fields.iter().filter_map(|field| field.drawn(&mut rng, jiff::civil::date(2026, 11, 23))).collect();
            let body = Fields::new(json!({ "customFields": drawn })).expect("object");
            assert_eq!(read(&body, &fields).expect("valid").len(), drawn.len());
        }
    }
}
