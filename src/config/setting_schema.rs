//! The schema of settings whose types differ from their serialised form.

use schemars::{Schema, SchemaGenerator, json_schema};

use crate::domain::list::columns::Column;
use crate::domain::terminal::appearance::{Accent, ThemeName};

pub(super) fn theme(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ThemeName::ALL.map(ThemeName::name) })
}

pub(super) fn accent(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": Accent::ALL.map(Accent::name) })
}

pub(super) fn columns(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Column::all().map(|column| column.spec().key).collect();
    json_schema!({ "type": "array", "items": { "enum": names }, "contains": { "const": "company" } })
}
