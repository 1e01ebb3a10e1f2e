//! The filter of a company search: groups of conditions, nested at will.

use std::cmp::Ordering;

use serde_json::Value;

use super::body::Fields;
use super::company::Company;
use super::text::fold;

/// How deep groups may be nested; a request cannot exhaust the stack.
const DEPTH: usize = 16;

/// What a company has to be like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filter {
    any: bool,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Item { field: Field, operator: Operator, value: String },
    Group(Filter),
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

/// What can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Name,
    Reseller,
    Industry,
    License,
    Tags,
    Active,
    Inactive,
    Deleted,
    Monthly,
    Limit,
    Ends,
    Created,
    Expired,
    Limited,
}

/// The value of a field, as it is compared.
enum Held<'a> {
    Nothing,
    Text(&'a str),
    Number(u32),
    Texts(&'a [String]),
}

impl Filter {
    /// Reads the `filter` of a request: its `condition`, `filterItems` and `filterGroups`. A missing
    /// condition is AND.
    ///
    /// # Errors
    ///
    /// A message about the first thing in it that is unknown.
    pub(super) fn read(fields: &Fields) -> Result<Self, String> {
        read_group(fields, DEPTH)
    }

    /// The company is like that. A group with nothing in it asks for nothing.
    pub(super) fn matches(&self, company: &Company) -> bool {
        let mut parts = self.parts.iter().filter(|part| !part.is_empty()).peekable();
        if parts.peek().is_none() {
            return true;
        }
        if self.any { parts.any(|part| part.matches(company)) } else { parts.all(|part| part.matches(company)) }
    }
}

fn read_group(fields: &Fields, depth: usize) -> Result<Filter, String> {
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
        parts.push(read_item(&object(item)?)?);
    }
    for group in fields.list("filterGroups")? {
        parts.push(Part::Group(read_group(&object(group)?, depth - 1)?));
    }
    Ok(Filter { any, parts })
}

fn object(value: &Value) -> Result<Fields, String> {
    Fields::new(value.clone()).ok_or_else(|| "An item of the filter is not an object.".into())
}

fn read_item(item: &Fields) -> Result<Part, String> {
    let name = item.text("fieldName")?.unwrap_or_default();
    let field = Field::named(name).ok_or_else(|| format!("The field '{name}' cannot be filtered by."))?;
    let sign = item.text("operator")?.unwrap_or_default();
    let operator = Operator::named(sign).ok_or_else(|| format!("The operator '{sign}' is not valid."))?;
    let value = match item.get("value") {
        None => String::new(),
        Some(Value::String(text)) => fold(text.trim()),
        Some(Value::Array(list)) => fold(&list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")),
        Some(other) => other.to_string().to_lowercase(),
    };
    Ok(Part::Item { field, operator, value })
}

impl Part {
    fn is_empty(&self) -> bool {
        match self {
            Self::Item { .. } => false,
            Self::Group(group) => group.parts.iter().all(Self::is_empty),
        }
    }

    fn matches(&self, company: &Company) -> bool {
        match self {
            Self::Group(group) => group.matches(company),
            Self::Item { field, operator, value } => operator.holds(&field.of(company), value),
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

    /// `value` is folded. Nothing is neither more nor less than anything.
    fn holds(self, held: &Held<'_>, value: &str) -> bool {
        let order = || held.compare(value);
        match self {
            Self::Contains => held.texts().any(|text| text.contains(value)),
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

impl Held<'_> {
    fn texts(&self) -> impl Iterator<Item = String> {
        let list = match self {
            Self::Nothing => Vec::new(),
            Self::Text(text) => vec![fold(text)],
            Self::Number(n) => vec![n.to_string()],
            Self::Texts(texts) => texts.iter().map(|t| fold(t)).collect(),
        };
        list.into_iter()
    }

    /// Asking for an empty value finds what has none.
    fn is(&self, value: &str) -> bool {
        let mut texts = self.texts().peekable();
        if texts.peek().is_none() {
            return value.is_empty();
        }
        // Two spellings of one number are one number, and a day is every moment of it.
        match self {
            Self::Number(_) => self.compare(value) == Some(Ordering::Equal),
            Self::Text(text) if is_day(value) => text.starts_with(value),
            _ => texts.any(|text| text == value),
        }
    }

    fn compare(&self, value: &str) -> Option<Ordering> {
        match self {
            Self::Nothing | Self::Texts(_) => None,
            Self::Number(n) => f64::from(*n).partial_cmp(&value.parse().ok()?),
            // A bare day is compared with the day alone, so that `<=` takes in the day itself.
            Self::Text(text) if is_day(value) => Some(text.get(..10).unwrap_or(text).cmp(value)),
            Self::Text(text) => Some(fold(text).as_str().cmp(value)),
        }
    }
}

fn is_day(value: &str) -> bool {
    value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok()
}

impl Field {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().as_str() {
            "companyresourceid" => Self::Id,
            "companyname" | "name" => Self::Name,
            "resellername" => Self::Reseller,
            "industryname" => Self::Industry,
            "licensetypename" => Self::License,
            "tags" => Self::Tags,
            "targetusercount" => Self::Active,
            "inactivetargetusercount" => Self::Inactive,
            "deletedtargetusercount" => Self::Deleted,
            "monthlyactiveusercount" => Self::Monthly,
            "numberofusers" => Self::Limit,
            "licenseenddate" => Self::Ends,
            "createtime" => Self::Created,
            "licenceexpired" => Self::Expired,
            "isnumberofuserslimited" => Self::Limited,
            _ => return None,
        })
    }

    fn of(self, company: &Company) -> Held<'_> {
        match self {
            Self::Id => Held::Text(&company.id),
            Self::Name => Held::Text(&company.name),
            Self::Reseller => Held::Text(&company.reseller),
            Self::Industry => company.industry.as_deref().map_or(Held::Nothing, Held::Text),
            Self::License => company.license.as_deref().map_or(Held::Nothing, Held::Text),
            Self::Tags => Held::Texts(company.tags.as_deref().unwrap_or_default()),
            Self::Active => Held::Number(company.active),
            Self::Inactive => Held::Number(company.inactive),
            Self::Deleted => Held::Number(company.deleted),
            Self::Monthly => Held::Number(company.monthly),
            Self::Limit => company.limit.map_or(Held::Nothing, Held::Number),
            Self::Ends => company.ends.as_ref().map_or(Held::Nothing, |s| Held::Text(s.as_str())),
            Self::Created => company.created.as_ref().map_or(Held::Nothing, |s| Held::Text(s.as_str())),
            Self::Expired => Held::Text(word(company.expired)),
            Self::Limited => Held::Text(word(company.limit.is_some())),
        }
    }
}

fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}
