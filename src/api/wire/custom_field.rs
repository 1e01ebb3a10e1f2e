//! `GET /api/custom-fields/company`, and the values in the body of a create.

use serde_json::{Value, json};

use super::{boolean, id, listed, number, text};
use crate::api::error::Error;
use crate::domain::form::custom_field::{CustomField, CustomValue, DataType};
use crate::domain::service::ids::CustomFieldId;

/// Fields kept of a company: more than any form could have.
const FIELDS_MAX: usize = 200;

/// The fields in the order of the form.
pub(in crate::api) fn read(data: &Value) -> Result<Vec<CustomField>, Error> {
    let items = listed(data, "results")?;
    // Inactive fields are dropped, and required ones come first if there are too many.
    let asked = items.iter().filter(|item| boolean(*item, "isActive").unwrap_or(true));
    let mut fields: Vec<CustomField> = asked.clone().filter_map(field).collect();
    if fields.is_empty() && asked.count() > 0 {
        return Err(Error::Lacking(u64::try_from(items.len()).ok()));
    }
    fields.sort_by_key(|field| (!field.required, field.order));
    if fields.len() > FIELDS_MAX {
        tracing::warn!(kept = FIELDS_MAX, sent = items.len(), "custom fields left out: too many");
    }
    fields.truncate(FIELDS_MAX);
    fields.sort_by_key(|field| field.order);
    Ok(fields)
}

fn field(item: &Value) -> Option<CustomField> {
    let id = id(item, "resourceId")?;
    Some(CustomField {
        name: text(item, "name").unwrap_or_else(|| id.clone()),
        data_type: data_type(&text(item, "fieldDataType").unwrap_or_default()),
        required: boolean(item, "isRequired").unwrap_or(false),
        order: number(item, "sortOrder").unwrap_or(u64::MAX),
        id: CustomFieldId::new(id),
    })
}

/// The values are those of the console; the description does not list them.
pub(super) fn data_type(word: &str) -> DataType {
    match word.to_lowercase().replace([' ', '_', '-'], "").as_str() {
        "string" | "text" => DataType::String,
        "number" => DataType::Number,
        "email" => DataType::Email,
        "date" => DataType::Date,
        "datetime" => DataType::DateTime,
        "boolean" | "bool" => DataType::Boolean,
        _ => DataType::Other(word.to_owned()),
    }
}

/// The `customFields` of a body; null if there are none.
pub(in crate::api) fn values(values: &[CustomValue]) -> Value {
    if values.is_empty() {
        return Value::Null;
    }
    let one = |v: &CustomValue| {
        let mut one = json!({ "resourceId": v.field.as_str(), "value": v.value });
        if let Some(timestamp) = &v.timestamp {
            one["timestampValue"] = json!(timestamp);
        }
        one
    };
    values.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn fields_are_in_the_order_of_the_form() {
        let data = json!([
            {"resourceId": "c", "name": "No place"},
            {"resourceId": "b", "name": "B\u{1b}[2J", "fieldDataType": "Date", "isRequired": "true", "isActive": 1, "sortOrder": "2"},
            {"ResourceId": "a", "Name": null, "FieldDataType": "Boolean", "IsActive": true, "SortOrder": 1},
            {"resourceId": "d", "name": "No longer asked for", "isActive": "False", "isRequired": true, "sortOrder": 0},
            {"resourceId": null, "name": "nobody's"}, null, 7,
        ]);
        let fields = read(&data).expect("fields");
        let [a, b, c] = &fields[..] else { panic!("{fields:?}") };
        assert_eq!((a.name.as_str(), &a.data_type, a.required), ("a", &DataType::Boolean, false));
        assert_eq!((b.name.as_str(), &b.data_type, b.required), ("B", &DataType::Date, true));
        assert_eq!((&c.data_type, c.order), (&DataType::Other(String::new()), u64::MAX));
    }

    #[rstest]
    #[case("String", DataType::String)]
    #[case("TEXT", DataType::String)]
    #[case("number", DataType::Number)]
    #[case("E-Mail", DataType::Email)]
    #[case("Date Time", DataType::DateTime)]
    #[case("Bool", DataType::Boolean)]
    #[case("Colour", DataType::Other("Colour".into()))]
    #[case("4", DataType::Other("4".into()))]
    fn data_types(#[case] word: &str, #[case] expected: DataType) {
        assert_eq!(data_type(word), expected);
    }

    #[test]
    fn invalid_list_is_an_error_and_lists_are_bounded() {
        assert!(read(&json!([])).is_ok_and(|f| f.is_empty()));
        assert!(read(&json!([{"resourceId": "a", "isActive": false}])).is_ok_and(|f| f.is_empty()));
        assert!(matches!(read(&Value::Null), Err(Error::Lacking(None))));
        assert!(matches!(read(&json!([{"resourceId": null}])), Err(Error::Lacking(Some(1)))));
        assert!(read(&json!({"results": [{"resourceId": "a"}]})).is_ok_and(|f| f.len() == 1));
        assert!(matches!(read(&json!({"message": "hello"})), Err(Error::Garbled(200))));
        let many = vec![json!({"resourceId": "a"}); FIELDS_MAX + 5];
        assert_eq!(read(&json!(many)).map(|f| f.len()).ok(), Some(FIELDS_MAX));
    }
}
