//! `GET` and `PUT /api/target-users/{id}`.

use serde_json::{Map, Value, json};

use super::{boolean, custom_field, id, items, member, text};
use crate::api::error::Error;
use crate::domain::change::update::UserUpdate;
use crate::domain::form::fields::{FieldId, Kind};
use crate::domain::service::ids::{CustomFieldId, UserId};
use crate::domain::user::detail::{CustomDetail, UserDetail};

/// The user `asked`. An answer about another user is an error, and so is one without an email or `isActive`: it could
/// not be sent back.
pub(in crate::api) fn read(data: &Value, asked: &UserId) -> Result<UserDetail, Error> {
    if data.is_null() {
        return Err(Error::Lacking(None));
    }
    let about_it = id(data, "resourceId").is_none_or(|id| id == asked.as_str());
    let email = raw(data, FieldId::Email.field().wire).filter(|email| !email.trim().is_empty());
    let (true, Some(_), Some(active)) = (about_it, email, boolean(data, "isActive")) else {
        return Err(Error::Garbled(200));
    };
    let texts = UserDetail::text_fields().filter_map(|field| Some((field.id, raw(data, field.wire)?)));
    let custom = items(member(data, "customFieldValues")).iter().filter_map(custom).collect();
    Ok(UserDetail::new(asked.clone(), active, texts.collect(), custom))
}

/// A text exactly as it is, because it is sent back.
fn raw(object: &Value, name: &str) -> Option<String> {
    match member(object, name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn custom(item: &Value) -> Option<CustomDetail> {
    let field = id(item, "resourceId")?;
    let value = match member(item, "value") {
        Some(Value::Bool(yes)) => Some(if *yes { "True" } else { "False" }.to_owned()),
        _ => raw(item, "value"),
    };
    Some(CustomDetail {
        name: text(item, "name").unwrap_or_else(|| field.clone()),
        data_type: custom_field::data_type(&text(item, "dataType").unwrap_or_default()),
        value,
        timestamp: raw(item, "timestampValue"),
        field: CustomFieldId::new(field),
    })
}

/// The request body: every field as read, with the changes. Never `targetGroupResourceIds`: without it groups stay as
/// they are.
pub(in crate::api) fn update(update: &UserUpdate) -> Value {
    let user = update.user();
    let mut body = Map::new();
    for field in UserDetail::text_fields() {
        let text = user.raw(field.id);
        match (field.id, field.kind, text) {
            // The service takes no null here.
            (FieldId::Email | FieldId::Phone, ..) => {
                drop(body.insert(field.wire.to_owned(), json!(text.unwrap_or_default())));
            }
            (_, Kind::Priority, None) => {}
            _ => drop(body.insert(field.wire.to_owned(), json!(text))),
        }
    }
    body.insert(FieldId::Active.field().wire.to_owned(), json!(user.active));
    let custom = user.custom.iter().map(|own| {
        let mut one = json!({ "resourceId": own.field.as_str(), "value": own.value });
        if let Some(timestamp) = &own.timestamp {
            one["timestampValue"] = json!(timestamp);
        }
        one
    });
    let custom: Vec<_> = custom.collect();
    body.insert("customFields".to_owned(), if custom.is_empty() { Value::Null } else { json!(custom) });
    Value::Object(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn one(data: &Value) -> Result<UserDetail, Error> {
        read(data, &UserId::new("u1"))
    }

    #[test]
    fn texts_are_as_read_and_shown_clean() {
        let user =
            one(&json!({"ResourceId": "u1", "Email": "a@b.example", "isActive": "True", "firstName": " A\u{202e}da ",
            "phoneNumber": 4_915_112, "department": "", "managerEmail": null, "priority": "Urgent",
            "customFieldValues": [{"resourceId": "f1", "name": "Badge\u{1b}[2J", "dataType": "Boolean", "value": true},
                {"resourceId": null, "value": "x"}, null]}));
        let user = user.expect("a user");
        assert_eq!(
            (user.raw(FieldId::FirstName), user.text(FieldId::FirstName).as_str()),
            (Some(" A\u{202e}da "), "Ada")
        );
        assert_eq!((user.raw(FieldId::Phone), user.raw(FieldId::Department)), (Some("4915112"), Some("")));
        assert_eq!((user.raw(FieldId::ManagerEmail), user.active), (None, true));
        let [badge] = &user.custom[..] else { panic!("{:?}", user.custom) };
        assert_eq!((badge.name.as_str(), badge.value.as_deref()), ("Badge", Some("True")));
        let body = update(&UserUpdate::new(user, &[]));
        assert_eq!((&body["firstName"], &body["department"]), (&json!(" A\u{202e}da "), &json!("")));
        assert_eq!((&body["managerEmail"], &body["priority"]), (&Value::Null, &json!("Urgent")));
        assert!(body.get("targetGroupResourceIds").is_none());
    }

    #[rstest]
    #[case(json!({"resourceId": "u2", "email": "a@b.example", "isActive": true}))]
    #[case(json!({"resourceId": "u1", "email": "", "isActive": true}))]
    #[case(json!({"resourceId": "u1", "email": "a@b.example"}))]
    #[case(json!({}))]
    #[case(json!("u1"))]
    fn answer_that_cannot_be_sent_back_is_an_error(#[case] data: Value) {
        assert!(matches!(one(&data), Err(Error::Garbled(200))), "{data}");
        assert!(matches!(one(&Value::Null), Err(Error::Lacking(None))));
    }
}
