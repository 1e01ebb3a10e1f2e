//! Look-ups for a create: groups, language, time zone, roles and custom fields.

use std::str::FromStr;

use super::company_ref::CompanyRef;
use super::exit::{Code, CommandError};
use super::service::Session;
use super::stderr::print_prefixed;
use super::user_flags::{UserFlags, UserKind, invalid, not_changed};
use crate::api::{Error, Operation};
use crate::domain::form::custom_field::{CustomField, CustomValue};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::Source;
use crate::domain::form::pick::pick;
use crate::domain::form::value::FieldValue;
use crate::domain::list::folding::fold;
use crate::domain::service::lookup::Choice;
use crate::domain::text::clean_typed;

/// `NAME=VALUE` of a custom field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomArg {
    name: String,
    value: String,
}

impl FromStr for CustomArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("expected is NAME=VALUE")?;
        let (name, value) = (name.trim().to_owned(), clean_typed(value).trim().to_owned());
        if name.is_empty() { Err("there is no name before the =".to_owned()) } else { Ok(Self { name, value }) }
    }
}

/// Resolves the flags for groups, language, time zone and roles, and adds the choices to the entry. Loads only the
/// lists that are needed.
///
/// # Errors
///
/// Validation, if a name matches nothing or several choices; or the error of the service.
pub async fn resolve_choices<K: UserKind>(
    session: &Session,
    company: &CompanyRef,
    flags: &UserFlags<K>,
    entry: &mut Entry,
) -> Result<(), CommandError> {
    let mut wrong = Vec::new();
    for field in K::fields().filter(|field| !flags.values(field.id).is_empty()) {
        let Some(source) = field.id.source() else { continue };
        let (choices, doing) = match source {
            Source::Groups => (session.client.target_groups(&company.id).await, Operation::Groups),
            Source::Languages => (session.client.languages().await, Operation::Languages),
            Source::TimeZones => (session.client.time_zones().await, Operation::TimeZones),
            Source::Roles => (session.client.roles(&company.id).await, Operation::Roles),
        };
        let choices = choices.map_err(|error| CommandError::of(&error, doing))?;
        for value in flags.values(field.id) {
            let choice = match choose(field.flag, value, &choices, source) {
                Ok(choice) => choice,
                Err(why) => {
                    wrong.push(why);
                    continue;
                }
            };
            let mut chosen = entry.choices(field.id).to_vec();
            if !chosen.contains(&choice) {
                chosen.push(choice);
            }
            if let Some(value) = FieldValue::chosen(field.kind, chosen) {
                entry.set(field.id, value);
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(invalid(&wrong)) }
}

/// The choice with this ID, or the only one with this name. A language can be given by its code, a time zone by one of
/// its cities, as listed or by its IANA name (`Europe/London`).
fn choose(flag: &str, value: &str, choices: &[Choice], source: Source) -> Result<Choice, String> {
    pick(value, choices, source).map_err(|why| format!("--{flag}: {why}"))
}

/// The values of the custom fields, checked against the company's fields, and also added to the entry. If the fields
/// cannot be loaded and no value is given, the service decides.
///
/// # Errors
///
/// Validation, with every reason; or the error of the service.
pub async fn custom(
    session: &Session,
    company: &CompanyRef,
    given: &[CustomArg],
    entry: &mut Entry,
) -> Result<Vec<CustomValue>, CommandError> {
    let fields = match session.client.custom_fields(&company.id).await {
        Ok(fields) => fields,
        Err(error @ (Error::Forbidden(_) | Error::NotFound(_))) if given.is_empty() => {
            print_prefixed(format_args!("{}; the service decides", error.failure(Operation::CustomFields).what));
            return Ok(Vec::new());
        }
        Err(error) => return Err(CommandError::of(&error, Operation::CustomFields)),
    };
    let values = judge(given, &fields)?;
    for (field, typed) in typed(given, &fields) {
        entry.custom.insert(field.id.clone(), typed.to_owned());
    }
    Ok(values)
}

/// The custom fields that are given, each with its value.
///
/// # Errors
///
/// Validation, if a name is not that of one field; or the error of the service.
pub async fn custom_given(
    session: &Session,
    company: &CompanyRef,
    given: &[CustomArg],
) -> Result<Vec<(CustomField, String)>, CommandError> {
    let fields = session.client.custom_fields(&company.id).await;
    let fields = fields.map_err(|error| CommandError::of(&error, Operation::CustomFields))?;
    let wrong = misnamed(given, &fields);
    if !wrong.is_empty() {
        return Err(not_changed(&wrong));
    }
    Ok(typed(given, &fields).map(|(field, value)| (field.clone(), value.to_owned())).collect())
}

fn misnamed(given: &[CustomArg], fields: &[CustomField]) -> Vec<String> {
    let count = |arg: &CustomArg| fields.iter().filter(|field| matches(field, arg)).count();
    let wrong = given.iter().filter_map(|arg| match count(arg) {
        1 => None,
        0 => Some(format!("--custom: the company has no field \"{}\"", arg.name)),
        _ => Some(format!("--custom: several fields are called \"{}\"; use its ID", arg.name)),
    });
    wrong.collect()
}

fn matches(field: &CustomField, arg: &CustomArg) -> bool {
    field.id.as_str() == arg.name || fold(&field.name) == fold(&arg.name)
}

/// Every field with its value; the last value wins.
fn typed<'a>(given: &'a [CustomArg], fields: &'a [CustomField]) -> impl Iterator<Item = (&'a CustomField, &'a str)> {
    fields.iter().filter_map(|field| {
        let arg = given.iter().rev().find(|arg| matches(field, arg))?;
        Some((field, arg.value.as_str()))
    })
}

fn judge(given: &[CustomArg], fields: &[CustomField]) -> Result<Vec<CustomValue>, CommandError> {
    let mut wrong = misnamed(given, fields);
    let mut values = Vec::new();
    for field in fields {
        let value = typed(given, std::slice::from_ref(field)).next().map_or("", |(_, value)| value);
        match field.value(value) {
            Ok(value) => values.extend(value),
            Err(why) => wrong.push(format!("--custom \"{}\" {why}", field.name)),
        }
    }
    if wrong.is_empty() { Ok(values) } else { Err(CommandError { code: Code::Invalid, ..invalid(&wrong) }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::custom_field::DataType;
    use crate::domain::service::ids::CustomFieldId;

    fn choice(id: &str, name: &str, detail: &str) -> Choice {
        Choice { id: id.to_owned(), name: name.to_owned(), detail: detail.to_owned() }
    }

    #[test]
    fn a_choice_is_named_by_id_name_or_a_languages_code() {
        let all = [choice("1", "English", "en"), choice("2", "Staff", "High"), choice("3", "Staff", "Low")];
        let id = |value: &str, source| choose("x", value, &all, source).map(|c| c.id);
        assert_eq!(id("english", Source::Groups), Ok("1".to_owned()));
        assert_eq!(id("EN", Source::Languages), Ok("1".to_owned()));
        assert_eq!(id("3", Source::Groups), Ok("3".to_owned()));
        let said = |value: &str| id(value, Source::Groups).expect_err("refused");
        assert!(said("staff").contains("2, 3"));
        assert!(said("fi").contains("available: English; Staff"));
        assert!(said("engl").contains("similar: English"));
    }

    #[test]
    fn time_zone_is_found_by_city() {
        let zones = [
            choice("a", "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", ""),
            choice("b", "(UTC+05:30) New Delhi", ""),
            choice("c", "(UTC+13:00) New Town", ""),
        ];
        let id = |value: &str| choose("time-zone", value, &zones, Source::TimeZones).map(|c| c.id);
        for value in ["London", "Europe/London", "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "a"] {
            assert_eq!(id(value), Ok("a".to_owned()), "{value}");
        }
        assert_eq!(id("Asia/New_Delhi"), Ok("b".to_owned()));
        assert!(id("New").is_err_and(|said| said.contains("New Delhi; (UTC+13:00) New Town")));
    }

    fn field(name: &str, data_type: DataType, required: bool) -> CustomField {
        let id = CustomFieldId::new(format!("id of {name}"));
        CustomField { id, name: name.to_owned(), data_type, required, order: 1 }
    }

    fn args(texts: &[&str]) -> Vec<CustomArg> {
        texts.iter().map(|text| text.parse().expect("NAME=VALUE")).collect()
    }

    #[test]
    fn custom_fields_are_judged_and_named() {
        let fields = [field("Badge", DataType::Number, true), field("Start", DataType::Date, false)];
        let values = judge(&args(&["badge=7", "id of Start=1.12.2026"]), &fields).expect("good");
        let values: Vec<_> = values.iter().map(|v| (v.field.as_str(), v.value.as_str())).collect();
        assert_eq!(values, [("id of Badge", "7"), ("id of Start", "2026-12-01")]);
        let stop = judge(&args(&["Start=soon", "Shoe=9"]), &fields).expect_err("refused");
        assert_eq!(stop.code, Code::Invalid);
        for said in ["\"Badge\" is required", "\"Start\" is not a date", "has no field \"Shoe\""] {
            assert!(stop.message.contains(said), "{said}: {}", stop.message);
        }
    }

    #[test]
    fn a_custom_argument_has_a_name_and_a_value() {
        assert!("Badge".parse::<CustomArg>().is_err() && "=7".parse::<CustomArg>().is_err());
        let arg: CustomArg = "A=b=c".parse().expect("good");
        assert_eq!((arg.name.as_str(), arg.value.as_str()), ("A", "b=c"));
    }
}
