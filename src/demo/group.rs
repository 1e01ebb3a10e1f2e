//! Target groups: data, creation and search.

use serde_json::Value;

use super::answer::Refusal;
use super::body::{self, Fields, note};
use super::check::within;
use super::filter::{Column, FieldValue, Filter, read_filter};
use super::paging::{Key, Paging};
use super::stamp::Stamp;
use super::sync::ManagedBy;
use super::text::fold;
use super::user::PRIORITIES;

const NAME_LIMIT: usize = 64;

/// A target group.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) priority: String,
    pub(super) created: Stamp,
    pub(super) origin: Origin,
}

/// Who fills a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// People, in the console.
    Console,
    /// A directory.
    Directory(ManagedBy),
    /// The service itself.
    System,
}

impl Group {
    /// A group that is filled elsewhere cannot be written: the service stumbles over it.
    pub(super) fn check_own(&self) -> Result<(), Refusal> {
        if self.origin == Origin::Console { Ok(()) } else { Err(Refusal::Broken) }
    }
}

/// How many of its initial groups a directory fills.
const FROM_DIRECTORY: usize = 2;

/// Gives the initial groups of a company with this directory their origins: the first are the directory's, the last is
/// the service's.
pub(super) fn set_origins(groups: &mut [Group], directory: Option<&ManagedBy>) {
    let Some(directory) = directory else { return };
    for group in groups.iter_mut().take(FROM_DIRECTORY) {
        group.origin = Origin::Directory(directory.clone());
    }
    if let Some(last) = groups.last_mut() {
        last.origin = Origin::System;
    }
}

/// Parses a create request: name and priority.
///
/// # Errors
///
/// One message per invalid field.
pub(super) fn read(body: &Fields) -> Result<(String, String), Vec<String>> {
    let mut problems = Vec::new();
    let name = note(&mut problems, name(body));
    let priority = note(&mut problems, priority(body));
    name.zip(priority).ok_or(problems)
}

fn name(body: &Fields) -> Result<String, String> {
    let name = body.text("name")?.filter(|name| !name.trim().is_empty()).ok_or_else(|| body::required("Name"))?;
    within(name, "Name", NAME_LIMIT)?;
    Ok(name.to_owned())
}

fn priority(body: &Fields) -> Result<String, String> {
    match body.get("priority") {
        None => Err(body::required("Priority")),
        Some(Value::String(name)) if PRIORITIES.contains(&name.as_str()) => Ok(name.clone()),
        Some(Value::String(name)) => Err(format!("Priority '{name}' is not valid.")),
        Some(other) => Err(format!("Priority '{other}' is not valid.")),
    }
}

/// A group with its counts.
#[derive(Debug, Clone)]
pub(super) struct GroupView {
    pub(super) group: Group,
    pub(super) company: String,
    /// Its users, without deleted ones.
    pub(super) users: u32,
    /// How many of them have a phone number.
    pub(super) with_phone: u32,
}

/// The columns by which groups can be filtered and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupColumn {
    Id,
    Name,
    Company,
    Users,
    WithPhone,
    Priority,
    Created,
}

impl Column for GroupColumn {
    type Row = GroupView;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "resourceid" => Self::Id,
            "name" => Self::Name,
            "companyname" => Self::Company,
            "usercount" => Self::Users,
            "usercountwithphonenumber" => Self::WithPhone,
            "priority" => Self::Priority,
            "createtime" => Self::Created,
            _ => return None,
        })
    }

    fn of(self, seen: &GroupView) -> FieldValue<'_> {
        match self {
            Self::Id => FieldValue::Text(&seen.group.id),
            Self::Name => FieldValue::Text(&seen.group.name),
            Self::Company => FieldValue::Text(&seen.company),
            Self::Users => FieldValue::Number(seen.users),
            Self::WithPhone => FieldValue::Number(seen.with_phone),
            Self::Priority => FieldValue::Text(&seen.group.priority),
            Self::Created => FieldValue::Text(seen.group.created.as_str()),
        }
    }

    fn key(self, seen: &GroupView) -> Option<Key> {
        if self == Self::Priority { Key::rank(&PRIORITIES, &seen.group.priority) } else { self.of(seen).key() }
    }
}

/// A valid `POST /api/target-groups/search`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GroupQuery {
    pub(super) paging: Paging,
    order: GroupColumn,
    /// Folded.
    text: String,
    filter: Filter<GroupColumn>,
    system_only: bool,
}

impl GroupQuery {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// One message per missing or invalid field.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let paged = Paging::read(body, &mut problems, GroupColumn::named);
        let filter = note(&mut problems, read_filter(body));
        // Only its type matters: no group here is selected for a user.
        note(&mut problems, body.text("selectTargetUserResourceIds").map(|_| ()));
        let system = note(&mut problems, body.flag("systemGeneratedGroups")).flatten();
        match (paged, filter) {
            (Some((paging, order)), Some((text, filter))) if problems.is_empty() => {
                Ok(Self { paging, order, text, filter, system_only: system == Some(true) })
            }
            _ => Err(problems),
        }
    }

    /// The page of these groups, and the number on all pages.
    pub(super) fn run(&self, groups: Vec<GroupView>) -> (Vec<GroupView>, usize) {
        let has_text = |seen: &GroupView| self.text.is_empty() || fold(&seen.group.name).contains(&self.text);
        let is_sought = |seen: &GroupView| !self.system_only || seen.group.origin == Origin::System;
        let hits = groups.into_iter().filter(|seen| is_sought(seen) && has_text(seen) && self.filter.matches(seen));
        let hits: Vec<_> = hits.collect();
        let total = hits.len();
        (self.paging.cut(self.paging.sort(hits, |seen| self.order.key(seen))), total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    fn groups() -> Vec<GroupView> {
        [("All staff", "Medium", 40, 3), ("Vorstand", "VeryHigh", 5, 9), ("Işıklar", "Low", 0, 6)]
            .into_iter()
            .map(|(name, priority, users, month)| GroupView {
                group: Group {
                    id: name.to_lowercase(),
                    name: name.to_owned(),
                    priority: priority.to_owned(),
                    created: Stamp::new(jiff::civil::date(2026, month, 1), 0),
                    origin: if month == 9 { Origin::System } else { Origin::Console },
                },
                company: "Acme".into(),
                users,
                with_phone: users / 2,
            })
            .collect()
    }

    fn found(change: &Value) -> Vec<String> {
        let mut body = json!({"pageNumber": 1, "pageSize": 10, "orderBy": "Name", "ascending": true, "filter": {}});
        for (name, value) in change.as_object().expect("object") {
            body[name] = value.clone();
        }
        let query = GroupQuery::read(&Fields::new(body).expect("object")).expect("sound");
        query.run(groups()).0.into_iter().map(|seen| seen.group.name).collect()
    }

    #[rstest]
    #[case("Name", ["All staff", "Işıklar", "Vorstand"])]
    #[case("Priority", ["Işıklar", "All staff", "Vorstand"])]
    #[case("UserCount", ["Işıklar", "Vorstand", "All staff"])]
    #[case("userCountWithPhoneNumber", ["Işıklar", "Vorstand", "All staff"])]
    #[case("CreateTime", ["All staff", "Işıklar", "Vorstand"])]
    fn every_column_orders(#[case] order: &str, #[case] names: [&str; 3]) {
        assert_eq!(found(&json!({"orderBy": order})), names);
        let down: Vec<_> = names.into_iter().rev().collect();
        assert_eq!(found(&json!({"orderBy": order, "ascending": false})), down);
    }

    #[test]
    fn text_and_filters_are_asked_for() {
        assert_eq!(found(&json!({"filter": {"searchInputTextValue": "IŞIK"}})), ["Işıklar"]);
        let item = json!({"fieldName": "UserCount", "operator": ">", "value": "0"});
        let filter = json!({"filterGroups": [{"filterItems": [item]}]});
        assert_eq!(found(&json!({ "filter": filter })), ["All staff", "Vorstand"]);
        assert_eq!(found(&json!({"systemGeneratedGroups": true})), ["Vorstand"]);
        assert_eq!(found(&json!({"systemGeneratedGroups": false})).len(), 3);
    }

    #[rstest]
    #[case(json!({"name": "x", "priority": null}), "The Priority field is required.")]
    #[case(json!({"name": "x", "priority": "Top"}), "Priority 'Top' is not valid.")]
    #[case(json!({"name": "x", "priority": 3}), "Priority '3' is not valid.")]
    #[case(json!({"name": " ", "priority": "Low"}), "The Name field is required.")]
    #[case(json!({"name": "x".repeat(65), "priority": "Low"}),
        "The length of 'Name' must be 64 characters or fewer. You entered 65 characters.")]
    fn a_broken_group_is_refused(#[case] body: Value, #[case] message: &str) {
        assert_eq!(read(&Fields::new(body).expect("object")), Err(vec![message.to_owned()]));
    }
}
