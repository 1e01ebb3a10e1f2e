//! Parses JSON bodies like the service: case-insensitive names, a message for each invalid field.

use serde_json::{Map, Value};

/// A JSON object with case-insensitive names.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Takes an object; anything else is `None`. Of names that differ only in case the last one counts.
    pub(super) fn new(value: Value) -> Option<Self> {
        match fold(value) {
            Value::Object(map) => Some(Self(map)),
            _ => None,
        }
    }

    /// The value of `name`, in any case; null counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(&name.to_lowercase()).filter(|value| !value.is_null())
    }

    /// `name` was sent, possibly as null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(&name.to_lowercase())
    }

    /// An optional text.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(mismatch(name, "System.String")),
        }
    }

    /// An optional boolean; null is not allowed.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        match self.get(name) {
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            None if !self.has(name) => Ok(None),
            _ => Err(mismatch(name, "System.Boolean")),
        }
    }

    /// An optional 32-bit integer; null is not allowed.
    pub(super) fn number(&self, name: &str) -> Result<Option<i32>, String> {
        match self.get(name) {
            None if !self.has(name) => Ok(None),
            value => value
                .and_then(Value::as_i64)
                .and_then(|n| i32::try_from(n).ok())
                .map(Some)
                .ok_or_else(|| mismatch(name, "System.Int32")),
        }
    }

    /// An optional list.
    pub(super) fn list(&self, name: &str) -> Result<&[Value], String> {
        match self.get(name) {
            None => Ok(&[]),
            Some(Value::Array(list)) => Ok(list),
            Some(_) => Err(mismatch(name, "System.Collections.Generic.List")),
        }
    }

    /// An optional object.
    pub(super) fn object(&self, name: &str) -> Result<Option<Self>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Self(map.clone()))),
            Some(_) => Err(mismatch(name, "an object")),
        }
    }
}

/// Returns the value, or records the problem.
pub(super) fn note<T>(problems: &mut Vec<String>, read: Result<T, String>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}

/// The service's message about a value of the wrong JSON type.
pub(super) fn mismatch(name: &str, expected: &str) -> String {
    format!("The JSON value could not be converted to {expected}. Path: $.{name}.")
}

/// The path in such a message.
pub(super) fn unread(message: &str) -> Option<&str> {
    let (_, path) = message.strip_prefix("The JSON value could not be converted to ")?.rsplit_once("Path: ")?;
    path.strip_suffix('.')
}

/// The service's message about a missing field.
pub(super) fn required(name: &str) -> String {
    format!("The {name} field is required.")
}

fn fold(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(name, value)| (name.to_lowercase(), fold(value))).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(fold).collect()),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_read_in_any_case_at_any_depth() {
        let fields = Fields::new(json!({"Filter": {"FilterGroups": [{"Condition": "AND"}]}})).expect("object");
        let filter = fields.object("filter").expect("typed").expect("there");
        let group = Fields::new(filter.list("filterGroups").expect("list")[0].clone()).expect("object");
        assert_eq!(group.text("condition"), Ok(Some("AND")));
    }

    #[test]
    fn wrong_types_are_named_and_nulls_are_absent() {
        let fields = Fields::new(json!({"a": 1, "b": "x", "c": null, "d": 3_000_000_000_u64})).expect("object");
        assert!(fields.text("a").is_err_and(|m| m.contains("System.String. Path: $.a.")));
        assert!(fields.number("b").is_err() && fields.number("d").is_err() && fields.flag("b").is_err());
        assert_eq!(fields.text("c"), Ok(None));
        assert_eq!(fields.flag("missing"), Ok(None));
        assert!(fields.flag("c").is_err() && fields.has("c"));
        assert!(Fields::new(json!([1])).is_none());
    }
}
