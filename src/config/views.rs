//! Views of the company list: `[views.NAME]`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::setting_schema;
use super::themes::Wrong;
use crate::domain::list::columns::Column;
use crate::domain::list::filter::parse::parse;
use crate::domain::list::named_view::{NamedView, no_column, read_group, read_sort};

/// The table of one view as it is in the file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct View {
    /// What it shows, in the language of the search line: left<5, state:over,full, ends<30d; all companies without it.
    #[schemars(with = "Option<String>")]
    pub filter: Option<Spanned<String>>,
    /// The column to sort by; "asc" or "desc" may follow.
    #[serde(default)]
    #[schemars(schema_with = "setting_schema::sort")]
    pub sort: Option<Spanned<String>>,
    /// Its columns, as far as they fit; must include company.
    #[serde(default)]
    #[schemars(schema_with = "setting_schema::columns")]
    pub columns: Option<Spanned<Vec<String>>>,
    /// What its companies are grouped by.
    #[serde(default)]
    #[schemars(schema_with = "setting_schema::group")]
    pub group: Option<Spanned<String>>,
    /// The digit that opens it, from 1 to 9.
    #[serde(default)]
    #[schemars(schema_with = "setting_schema::view_key")]
    pub key: Option<Spanned<String>>,
}

/// The tables of a file.
pub(super) type Tables = BTreeMap<String, Spanned<View>>;

/// The views of a file, in its order.
///
/// # Errors
///
/// The first problem.
pub(super) fn views(tables: &Tables) -> Result<Vec<NamedView>, Wrong> {
    let mut tables: Vec<_> = tables.iter().collect();
    tables.sort_by_key(|(_, table)| table.span().start);
    let mut views: Vec<NamedView> = Vec::new();
    for (name, table) in tables {
        let view = view(name, table)?;
        let wrong = |said: String| Err((Some(table.span()), said));
        if let Some(other) = views.iter().find(|other| other.is_called(name)) {
            return wrong(format!("the views \"{}\" and \"{name}\" have the same name", other.name));
        }
        if let (Some(key), Some(written)) = (view.key, &table.get_ref().key)
            && let Some(other) = views.iter().find(|other| other.key == Some(key))
        {
            let said = format!("key {key} opens the view \"{}\" already; choose another digit", other.name);
            return Err((Some(written.span()), said));
        }
        views.push(view);
    }
    Ok(views)
}

fn view(name: &str, table: &Spanned<View>) -> Result<NamedView, Wrong> {
    if name.trim().is_empty() {
        return Err((Some(table.span()), "a view needs a name".to_owned()));
    }
    let mut view = NamedView::new(name);
    let given = table.get_ref();
    if let Some(filter) = &given.filter {
        let text = filter.get_ref();
        view.filter =
            parse(text).map_err(|mistake| (Some(filter.span()), format!("filter: {}", mistake.describe(text))))?;
    }
    if let Some(sort) = &given.sort {
        view.sort = Some(read_sort(sort.get_ref()).map_err(|said| (Some(sort.span()), said))?);
    }
    if let Some(names) = &given.columns {
        view.columns = Some(columns(names.get_ref()).map_err(|said| (Some(names.span()), said))?);
    }
    if let Some(group) = &given.group {
        view.group = Some(read_group(group.get_ref()).map_err(|said| (Some(group.span()), said))?);
    }
    if let Some(key) = &given.key {
        let digit = if let [digit @ b'1'..=b'9'] = key.get_ref().as_bytes() { Some(digit - b'0') } else { None };
        view.key = Some(digit.ok_or_else(|| {
            let said = format!("key is \"{}\"; a digit from \"1\" to \"9\" is expected", key.get_ref());
            (Some(key.span()), said)
        })?);
    }
    Ok(view)
}

/// The columns with these names, each once.
///
/// # Errors
///
/// One does not exist, or the company's name is not among them.
pub(super) fn columns(names: &[String]) -> Result<Vec<Column>, String> {
    let mut columns: Vec<Column> = Vec::new();
    for name in names {
        let column = Column::by_key(name).ok_or_else(|| no_column(name))?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    if !columns.contains(&Column::Company) {
        return Err("columns must contain \"company\", or rows could not be told apart".to_owned());
    }
    Ok(columns)
}
