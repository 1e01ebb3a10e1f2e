//! The schema of settings whose types differ from their serialised form.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::themes::{BASE, BASES};
use crate::domain::change::ticket::TicketPolicy;
use crate::domain::list::columns::Column;
use crate::domain::list::group::GROUPINGS;
use crate::domain::terminal::appearance::{Accent, ThemeName};
use crate::domain::terminal::theme::Role;

/// The built-in names are offered; those of the file are strings.
pub(super) fn theme(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [{ "enum": ThemeName::ALL.map(ThemeName::name) }, { "type": "string" }] })
}

pub(super) fn themes(_: &mut SchemaGenerator) -> Schema {
    let base = json!({
        "description": "Theme from which the other roles are taken.",
        "enum": BASES.map(|(name, _)| name),
        "default": BASES[0].0
    });
    let colour =
        |role: Role| json!({ "description": role.purpose(), "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$" });
    let roles = Role::ALL.into_iter().map(|role| (role.name().to_owned(), colour(role)));
    let settings: Map<String, Value> = std::iter::once((BASE.to_owned(), base)).chain(roles).collect();
    json_schema!({
        "type": "object",
        "additionalProperties": { "type": "object", "properties": settings, "additionalProperties": false }
    })
}

pub(super) fn accent(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": Accent::ALL.map(Accent::name) })
}

pub(super) fn ticket(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": TicketPolicy::WORDS.map(|(word, _)| word) })
}

pub(super) fn columns(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Column::all().map(|column| column.spec().key).collect();
    json_schema!({ "type": "array", "items": { "enum": names }, "contains": { "const": "company" } })
}

/// A column, and perhaps its direction.
pub(super) fn sort(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Column::all().map(|column| column.spec().key).collect();
    json_schema!({ "type": "string", "pattern": format!("^({})( asc| desc)?$", names.join("|")) })
}

pub(super) fn group(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": GROUPINGS.iter().map(|spec| spec.name).collect::<Vec<_>>() })
}

pub(super) fn view_key(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[1-9]$" })
}
