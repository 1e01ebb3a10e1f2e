//! The filter of a search: nested groups of conditions on columns.

use std::cmp::Ordering;

use serde_json::Value;

use super::body::{self, Fields};
use super::paging::Key;
use super::text::fold;

/// Maximum nesting, so that a request cannot exhaust the stack.
const DEPTH: usize = 16;

/// The conditions on a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filter<C> {
    any: bool,
    parts: Vec<Part<C>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part<C> {
    Item { column: C, operator: Operator, value: String },
    Group(Filter<C>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Contains,
    Include,
    Is,
    IsNot,
    AtLeast,
    AtMost,
    More,
    Less,
}

/// The filterable columns of a kind of rows.
pub(super) trait Column: Copy {
    /// What has such columns.
    type Row;
    /// The column of this lower-case name.
    fn named(name: &str) -> Option<Self>;
    /// An item of this name is no condition on rows.
    fn is_no_condition(_name: &str) -> bool {
        false
    }
    /// The value of a row.
    fn of(self, row: &Self::Row) -> FieldValue<'_>;
    /// The sort key of a row; `None` comes last.
    fn key(self, row: &Self::Row) -> Option<Key> {
        self.of(row).key()
    }
}

/// The value of a field for comparison.
pub(super) enum FieldValue<'a> {
    Nothing,
    Text(&'a str),
    Number(u32),
    Texts(&'a [String]),
    /// Two representations of the same value.
    Either([&'a str; 2]),
}

impl<C: Column> Filter<C> {
    /// Reads the `filter` of a request: its `condition`, `filterItems` and `filterGroups`. A missing
    /// condition is AND.
    ///
    /// # Errors
    ///
    /// A message about the first unknown part.
    pub(super) fn read(fields: &Fields) -> Result<Self, String> {
        read_group(fields, DEPTH)
    }

    /// Whether the row matches. An empty group matches everything.
    pub(super) fn matches(&self, row: &C::Row) -> bool {
        let mut parts = self.parts.iter().filter(|part| !part.is_empty()).peekable();
        if parts.peek().is_none() {
            return true;
        }
        if self.any { parts.any(|part| part.matches(row)) } else { parts.all(|part| part.matches(row)) }
    }
}

fn read_group<C: Column>(fields: &Fields, depth: usize) -> Result<Filter<C>, String> {
    if depth == 0 {
        return Err("The filter is nested too deeply.".into());
    }
    let condition = fields.text("condition")?.unwrap_or("AND");
    let any = match condition.to_uppercase().as_str() {
        "AND" | "" => false,
        "OR" => true,
        _ => return Err(format!("The condition '{condition}' is not valid; use AND or OR.")),
    };
    let mut parts = Vec::new();
    for item in fields.list("filterItems")? {
        let item = object(item)?;
        // It asks for other numbers and leaves out no row.
        if !C::is_no_condition(item.text("fieldName")?.unwrap_or_default()) {
            parts.push(read_item(&item)?);
        }
    }
    for group in fields.list("filterGroups")? {
        parts.push(Part::Group(read_group(&object(group)?, depth - 1)?));
    }
    Ok(Filter { any, parts })
}

fn object(value: &Value) -> Result<Fields, String> {
    Fields::new(value.clone()).ok_or_else(|| "An item of the filter is not an object.".into())
}

fn read_item<C: Column>(item: &Fields) -> Result<Part<C>, String> {
    let name = item.text("fieldName")?.unwrap_or_default();
    let column = C::named(&name.to_lowercase()).ok_or_else(|| format!("The field '{name}' cannot be filtered by."))?;
    let sign = item.text("operator")?.unwrap_or_default();
    let operator = Operator::named(sign).ok_or_else(|| format!("The operator '{sign}' is not valid."))?;
    let value = match item.get("value") {
        None => String::new(),
        Some(Value::String(text)) => fold(text.trim()),
        Some(Value::Array(list)) => fold(&list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")),
        Some(other) => other.to_string().to_lowercase(),
    };
    Ok(Part::Item { column, operator, value })
}

impl<C: Column> Part<C> {
    fn is_empty(&self) -> bool {
        match self {
            Self::Item { .. } => false,
            Self::Group(group) => group.parts.iter().all(Self::is_empty),
        }
    }

    fn matches(&self, row: &C::Row) -> bool {
        match self {
            Self::Group(group) => group.matches(row),
            Self::Item { column, operator, value } => operator.holds(&column.of(row), value),
        }
    }
}

impl Operator {
    fn named(sign: &str) -> Option<Self> {
        Some(match sign.to_lowercase().as_str() {
            "contains" => Self::Contains,
            "include" => Self::Include,
            "=" => Self::Is,
            "!=" => Self::IsNot,
            ">=" => Self::AtLeast,
            "<=" => Self::AtMost,
            ">" => Self::More,
            "<" => Self::Less,
            _ => return None,
        })
    }

    /// `value` is folded. A missing value is neither more nor less than anything.
    fn holds(self, held: &FieldValue<'_>, value: &str) -> bool {
        let order = || held.compare(value);
        match self {
            Self::Contains => held.contains(value),
            Self::Include => {
                value.split(',').map(str::trim).filter(|v| !v.is_empty()).any(|v| held.texts().any(|text| text == v))
            }
            Self::Is => held.is(value),
            Self::IsNot => !held.is(value),
            Self::AtLeast => order().is_some_and(Ordering::is_ge),
            Self::AtMost => order().is_some_and(Ordering::is_le),
            Self::More => order().is_some_and(Ordering::is_gt),
            Self::Less => order().is_some_and(Ordering::is_lt),
        }
    }
}

impl<'a> FieldValue<'a> {
    /// An optional text.
    pub(super) fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }

    /// The sort key: text ignoring case, and the first of several representations.
    pub(super) fn key(&self) -> Option<Key> {
        match self {
            Self::Nothing | Self::Texts(_) => None,
            Self::Text(text) | Self::Either([text, _]) => Some(Key::Text(fold(text))),
            Self::Number(n) => Some(Key::Number(*n)),
        }
    }

    /// Whether it contains the folded text.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.texts().any(|held| held.contains(text))
    }

    fn texts(&self) -> impl Iterator<Item = String> {
        let list = match self {
            Self::Nothing => Vec::new(),
            Self::Text(text) => vec![fold(text)],
            Self::Number(n) => vec![n.to_string()],
            Self::Texts(texts) => texts.iter().map(|t| fold(t)).collect(),
            Self::Either(texts) => texts.iter().map(|t| fold(t)).collect(),
        };
        list.into_iter()
    }

    /// An empty value matches missing ones.
    fn is(&self, value: &str) -> bool {
        let mut texts = self.texts().peekable();
        if texts.peek().is_none() {
            return value.is_empty();
        }
        // Numbers are compared by value, and a date matches every time on it.
        match self {
            Self::Number(_) => self.compare(value) == Some(Ordering::Equal),
            Self::Text(text) if is_day(value) => text.starts_with(value),
            _ => texts.any(|text| text == value),
        }
    }

    fn compare(&self, value: &str) -> Option<Ordering> {
        match self {
            Self::Nothing | Self::Texts(_) | Self::Either(_) => None,
            Self::Number(n) => f64::from(*n).partial_cmp(&value.parse().ok()?),
            // A date is compared without time, so that `<=` includes the day itself.
            Self::Text(text) if is_day(value) => Some(text.get(..10).unwrap_or(text).cmp(value)),
            Self::Text(text) => Some(fold(text).as_str().cmp(value)),
        }
    }
}

fn is_day(value: &str) -> bool {
    value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok()
}

/// The free text, folded, and the filter of a request.
pub(super) fn read_filter<C: Column>(body: &Fields) -> Result<(String, Filter<C>), String> {
    let filter = body.object("filter")?.ok_or_else(|| body::required("Filter"))?;
    let text = fold(filter.text("searchInputTextValue")?.unwrap_or_default().trim());
    Ok((text, Filter::read(&filter)?))
}
