//! The rows of `companies report`: one for each company or group, and their sums.

use serde_json::Value;

use super::heading::Heading;
use super::output::{Item, Row};
use crate::domain::company::seat_sums::SeatSums;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::{Align, Column};
use crate::domain::list::group::{Group, GroupBy};
use crate::domain::list::group_columns::{NONE, TOTAL};

/// What the columns are, apart from those for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A row for each company; without reseller and licence type where there is no room for them.
    Companies {
        /// There is no room for reseller and licence type.
        narrow: bool,
    },
    /// A row for each group.
    Groups(GroupBy),
}

const fn number(key: &'static str) -> Heading {
    Heading { align: Align::Right, text: false, ..Heading::text(key) }
}

const fn plain(key: &'static str) -> Heading {
    Heading { text: false, ..Heading::text(key) }
}

impl Shape {
    /// The headings.
    #[must_use]
    pub fn head(self) -> Vec<Heading> {
        let extra = |key| Heading { text: false, ..Heading::extra(key) };
        let mut head = match self {
            Self::Companies { narrow } => {
                let mut head = vec![Heading::words("company"), Heading::text("id")];
                if !narrow {
                    head.extend([Heading::words("reseller"), Heading::words("license_type")]);
                }
                head.extend(["limit", "used", "over", "monthly"].map(number));
                head.push(plain("renews"));
                head
            }
            Self::Groups(by) => {
                let mut head = vec![Heading::words(group_key(by))];
                head.extend(["companies", "limit", "used", "left", "over", "monthly"].map(number));
                head
            }
        };
        if matches!(self, Self::Groups(_)) {
            head.push(Heading { align: Align::Right, ..extra("no_limit") });
        }
        head.extend(["month", "row"].map(extra));
        head
    }

    /// The sums, as the last row.
    #[must_use]
    pub fn total(self, sums: &SeatSums, month: &str) -> Row {
        let mut item = Item::default();
        match self {
            Self::Companies { .. } => {
                item.add("company", TOTAL);
                for key in ["id", "reseller", "license_type"] {
                    item.add(key, Value::Null);
                }
                item.add("limit", limit(sums));
                item.add("used", sums.used);
                item.add("over", sums.over_by);
                item.add("monthly", sums.monthly);
                item.add("renews", Value::Null);
            }
            Self::Groups(by) => {
                item.add(group_key(by), TOTAL);
                add_sums(&mut item, sums);
            }
        }
        self.row(item, month, "total")
    }

    fn row(self, mut item: Item, month: &str, kind: &'static str) -> Row {
        item.add("month", month);
        item.add("row", kind);
        let member = |key: &str| item.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value);
        let cell = |heading: &Heading| match (heading.key, member(heading.key)) {
            ("limit", _) if member("unlimited") == Some(&Value::Bool(true)) => "unltd".to_owned(),
            (_, Some(Value::String(text))) => text.clone(),
            (_, Some(Value::Null) | None) if kind == "total" => String::new(),
            (_, Some(Value::Null) | None) => "-".to_owned(),
            (_, Some(value)) => value.to_string(),
        };
        let cells = self.head().iter().map(cell).collect();
        Row { cells, item }
    }
}

/// A company.
#[must_use]
pub fn company(shape: Shape, company: &Company, month: &str) -> Row {
    let mut item = Item::default();
    let seats = company.seats;
    item.add("company", company.name.as_str());
    item.add("id", Some(company.id.as_str()).filter(|id| !id.is_empty()));
    item.add("reseller", company.reseller.as_deref());
    item.add("license_type", company.license_type.as_deref());
    let (limit, over) = match seats.limit {
        Limit::Of(limit) => (Some(limit), Some(seats.used.saturating_sub(limit))),
        Limit::Unlimited => (None, Some(0)),
        Limit::Unknown => (None, None),
    };
    item.add("limit", limit);
    item.add("unlimited", seats.limit == Limit::Unlimited);
    item.add("used", seats.used);
    item.add("over", over);
    item.add("monthly", company.monthly);
    item.add("renews", company.renews.map(|day| day.to_string()));
    shape.row(item, month, "company")
}

/// A group.
#[must_use]
pub fn group(by: GroupBy, group: &Group, month: &str) -> Row {
    let mut item = Item::default();
    let is_none = group.name.is_empty();
    item.add(group_key(by), Some(group.name.as_str()).filter(|_| !is_none));
    add_sums(&mut item, &group.sums);
    let mut row = Shape::Groups(by).row(item, month, "group");
    if let Some(first) = row.cells.first_mut().filter(|_| is_none) {
        NONE.clone_into(first);
    }
    row
}

/// The members of a JSON document about the sums.
#[must_use]
pub fn sums(sums: &SeatSums) -> Value {
    let mut item = Item::default();
    add_sums(&mut item, sums);
    item.0.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<serde_json::Map<_, _>>().into()
}

fn add_sums(item: &mut Item, sums: &SeatSums) {
    item.add("companies", sums.companies);
    item.add("limit", limit(sums));
    item.add("used", sums.used);
    item.add("left", sums.has_limits().then_some(sums.left));
    item.add("over", sums.over_by);
    item.add("monthly", sums.monthly);
    item.add("no_limit", sums.unlimited.saturating_add(sums.unknown));
}

/// The sum of the limits, if any company has one.
fn limit(sums: &SeatSums) -> Option<u64> {
    sums.has_limits().then_some(sums.limit)
}

/// The name of the column with the groups.
fn group_key(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Reseller => Column::Reseller.spec().key,
        GroupBy::LicenseType => Column::LicenseType.spec().key,
        GroupBy::Industry => Column::Industry.spec().key,
        GroupBy::Tag => "tag",
        GroupBy::State => Column::State.spec().key,
    }
}
