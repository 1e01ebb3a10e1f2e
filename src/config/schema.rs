//! The JSON schema of the configuration file, from the types that read it.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::file::File;

/// Generates the schema. `commands` are the valid keys of `[keys]`.
#[must_use]
pub fn schema(commands: &[&str]) -> Value {
    let root = SchemaSettings::draft07().into_generator().into_root_schema_for::<File>();
    let mut schema = root.to_value();
    without_null(&mut schema);
    if let Some(Value::Object(schema)) = Some(&mut schema) {
        schema.insert("title".to_owned(), json!("Configuration of keepnet-tui"));
    }
    if let Some(Value::Object(keys)) = schema.pointer_mut("/properties/keys") {
        // A command of `[commands]` may have its keys here too, and a schema cannot know its name.
        let own = json!({ "description": "A command of [commands]", "pattern": "^[a-z0-9-]+$" });
        keys.insert("propertyNames".to_owned(), json!({ "anyOf": [{ "enum": commands }, own] }));
    }
    schema
}

/// Optional settings are not null: TOML has no null.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Array(kinds)) = members.get("type") {
                let kinds: Vec<Value> = kinds.iter().filter(|kind| *kind != "null").cloned().collect();
                if let [only] = kinds.as_slice() {
                    members.insert("type".to_owned(), only.clone());
                }
            }
            if let Some(Value::Array(choices)) = members.get_mut("anyOf") {
                choices.retain(|choice| *choice != json!({ "type": "null" }));
            }
            if members.get("default").is_some_and(Value::is_null) {
                members.remove("default");
            }
            members.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::super::file::parse;
    use super::*;
    use std::collections::BTreeSet;

    /// The example with everything in it that begins with `#`.
    fn everything() -> String {
        let setting =
            |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with([' ', ':'])).map(str::to_owned);
        EXAMPLE.lines().map(|line| setting(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
    }

    fn names(schema: &Value, place: &str) -> BTreeSet<String> {
        let object = schema.pointer(place).and_then(Value::as_object);
        object.unwrap_or_else(|| panic!("{place} in {schema:#}")).keys().cloned().collect()
    }

    fn profile(schema: &Value) -> String {
        member(schema, "profiles")
    }

    fn member(schema: &Value, tables: &str) -> String {
        let place = schema.pointer(&format!("/properties/{tables}/additionalProperties/$ref")).and_then(Value::as_str);
        format!("{}/properties", place.expect("a reference").trim_start_matches('#'))
    }

    #[test]
    fn example_is_valid_with_and_without_comments() {
        assert!(parse(EXAMPLE).is_ok());
        let file = parse(&everything()).unwrap_or_else(|said| panic!("{said}"));
        assert_eq!((file.bindings.len(), file.profiles.len()), (3, 2));
    }

    #[test]
    fn example_and_schema_have_the_same_settings() {
        let schema = schema(&["reload"]);
        let table: toml::Table = everything().parse().expect("TOML");
        let shown = |table: &toml::Table| table.keys().cloned().collect::<BTreeSet<String>>();
        assert_eq!(names(&schema, "/properties"), shown(&table));
        let profiles = table["profiles"].as_table().expect("profiles").values().filter_map(toml::Value::as_table);
        let all: BTreeSet<String> = profiles.flat_map(shown).collect();
        assert_eq!(names(&schema, &profile(&schema)), all);
        let views = table["views"].as_table().expect("views").values().filter_map(toml::Value::as_table);
        assert_eq!(names(&schema, &member(&schema, "views")), views.flat_map(shown).collect());
    }

    #[test]
    fn everything_is_described_and_nothing_may_be_null() {
        let schema = schema(&["reload"]);
        for place in ["/properties".to_owned(), profile(&schema), member(&schema, "views")] {
            for (name, member) in schema.pointer(&place).and_then(Value::as_object).expect("members") {
                let described = member.get("description").and_then(Value::as_str).is_some_and(|d| d.len() > 10);
                assert!(described, "{name}: {member}");
            }
        }
        assert!(!schema.to_string().contains("null"), "{schema:#}");
        assert!(!schema.to_string().contains("\"required\":"), "everything may be left out: {schema:#}");
        assert_eq!(schema["additionalProperties"], json!(false));
        assert!(!schema.to_string().contains("client_secret\""), "a secret is offered");
    }

    #[test]
    fn it_is_what_it_was() {
        insta::assert_snapshot!(format!("{:#}", schema(&["add-user", "reload"])));
    }
}
