//! Companies and users as rows of output: cells of the column tables, and members of JSON objects.

use crate::domain::form::subject::Subject;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::heading::Heading;
use super::output::{Item, Row};
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::Company;
use crate::domain::list::columns::{Align, CellContext, Column};
use crate::domain::list::user_columns::UserColumn;
use crate::domain::user::existing::TargetUser;

/// The outcome that a command reports for a user.
pub type Outcome = Option<&'static str>;

/// The columns of the company list: the ID, then these.
#[must_use]
pub fn company_head(columns: &[Column]) -> Vec<Heading> {
    let heading = |column: &Column| Heading {
        key: column.spec().key,
        align: column.spec().align,
        text: column.is_text(),
        words: column.is_text(),
        extra: false,
    };
    std::iter::once(Heading::text("id")).chain(columns.iter().map(heading)).collect()
}

/// A company of the list.
#[must_use]
pub fn company(company: &Company, columns: &[Column], context: CellContext<'_>) -> Row {
    let id = company.id.to_string();
    let mut item = Item(Vec::new());
    item.add("id", Some(id.as_str()).filter(|id| !id.is_empty()));
    for column in columns {
        company_members(&mut item, *column, company, context);
    }
    let cells = std::iter::once(id).chain(columns.iter().map(|c| c.cell(company, context, false))).collect();
    Row { cells, item }
}

fn company_members(item: &mut Item, column: Column, company: &Company, context: CellContext<'_>) {
    let key = column.spec().key;
    match column {
        Column::Company => item.add(key, company.name.as_str()),
        Column::Seats => item.add(key, column.cell(company, context, false)),
        Column::Used => item.add(key, company.seats.used),
        Column::Limit => limit(item, company.seats),
        Column::Left => item.add(key, company.seats.left()),
        Column::Over => item.add(key, company.seats.over()),
        Column::UsePercent => item.add(key, company.seats.percent()),
        Column::Ends | Column::Renews => item.add(key, day(company.renews)),
        Column::State => item.add(key, company.company_status().word()),
        Column::LicenseType => item.add(key, company.license_type.as_deref()),
        Column::Reseller => item.add(key, company.reseller.as_deref()),
        Column::Industry => item.add(key, company.industry.as_deref()),
        Column::Tags => item.add(key, json!(company.tags)),
        Column::Created => item.add(key, day(company.created)),
        Column::Inactive => item.add(key, company.inactive),
        Column::Deleted => item.add(key, company.deleted),
        Column::Monthly => item.add(key, company.monthly),
        Column::Alias => {
            let aliases = company.desk.as_ref().map(|desk| desk.aliases().collect::<Vec<_>>());
            item.add(key, json!(aliases.unwrap_or_default()));
        }
        Column::Note => {
            item.add(key, company.desk.as_ref().map(|desk| desk.own.text.as_str()).filter(|note| !note.is_empty()));
        }
        Column::Group => item.add(key, json!(context.groups.names(&company.id))),
    }
}

/// A number, or null if there is no limit or it is unknown; `unlimited` tells which.
fn limit(item: &mut Item, seats: Seats) {
    let number = match seats.limit {
        Limit::Of(limit) => Some(limit),
        Limit::Unlimited | Limit::Unknown => None,
    };
    item.add(Column::Limit.spec().key, number);
    item.add("unlimited", seats.limit == Limit::Unlimited);
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// The details of a company.
#[must_use]
pub fn detail(company: &CompanyDetail, today: Date) -> (Vec<Heading>, Row) {
    let mut item = Item(vec![("id", company.id.as_str().into()), ("company", company.name.as_str().into())]);
    item.add("used", company.seats.used);
    limit(&mut item, company.seats);
    item.add("left", company.seats.left());
    item.add("use_percent", company.seats.percent());
    item.add("state", company.company_status(today).word());
    item.add("renews", day(company.license_ends));
    item.add("license_type", company.license_type.as_deref());
    item.add("license_period", company.license_period.as_deref());
    item.add("license_modules", json!(company.license_modules));
    item.add("license_starts", day(company.license_starts));
    item.add("license_ends", day(company.license_ends));
    item.add("status", company.status.as_deref());
    item.add("industry", company.industry.as_deref());
    item.add("country", company.country.as_deref());
    item.add("address", company.address.as_deref());
    item.add("website", company.website.as_deref());
    item.add("description", company.description.as_deref());
    item.add("language_id", company.language.as_ref().map(|l| l.id.as_str()));
    item.add("language", company.language.as_ref().map(|l| l.name.as_str()));
    item.add("time_zone_id", company.time_zone.as_ref().map(|zone| zone.as_str().to_owned()));
    item.add("groups", json!(company.groups));
    item.add("tags", json!(company.tags));
    told(item)
}

/// The columns of the user list.
#[must_use]
pub fn user_head(outcome: Outcome) -> Vec<Heading> {
    let own = UserColumn::specs_of(Subject::TargetUser).map(|spec| Heading {
        key: spec.key,
        align: Align::Left,
        text: spec.column != UserColumn::Created,
        words: matches!(spec.column, UserColumn::Name | UserColumn::Department),
        extra: false,
    });
    let outcome = outcome.map(|_| Heading { text: false, ..Heading::text("outcome") });
    let company = [Heading::text("company_id"), Heading::words("company")];
    let extra = ["first_name", "last_name", "priority"].map(Heading::extra);
    outcome.into_iter().chain([Heading::text("id")]).chain(own).chain(company).chain(extra).collect()
}

/// A user of this company.
#[must_use]
pub fn user(user: &TargetUser, company: (&str, &str), outcome: Outcome) -> Row {
    let id = user.id.as_str();
    let known = Some(id).filter(|id| !id.is_empty());
    let mut item = Item(outcome.map(|word| ("outcome", Value::from(word))).into_iter().collect());
    item.add("id", known);
    item.add("name", user.name());
    item.add("first_name", user.first_name.as_deref());
    item.add("last_name", user.last_name.as_deref());
    item.add("email", user.email.as_str());
    item.add("status", user.status.word());
    item.add("department", user.department.as_deref());
    item.add("phone", user.phone.as_deref());
    item.add("priority", user.priority.as_deref());
    item.add("created", user.created.map(|at| at.to_string()));
    item.add("company_id", company.0);
    item.add("company", company.1);
    let own = UserColumn::specs_of(Subject::TargetUser).map(|spec| match spec.column {
        UserColumn::Status => user.status.word().to_owned(),
        other => other.cell(user),
    });
    let cells = outcome.map(str::to_owned).into_iter().chain([id.to_owned()]).chain(own);
    let cells = cells.chain([company.0.to_owned(), company.1.to_owned()]);
    let extra = [&user.first_name, &user.last_name, &user.priority].map(|cell| cell.clone().unwrap_or_default());
    let cells = cells.chain(extra).collect();
    Row { cells, item }
}

/// A row whose cells are the members of its object.
#[must_use]
pub fn told(item: Item) -> (Vec<Heading>, Row) {
    let head = item.0.iter().map(|(key, value)| Heading { text: !value.is_number(), ..Heading::text(key) }).collect();
    let cells = item.0.iter().map(|(_, value)| cell(value)).collect();
    (head, Row { cells, item })
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::ids::{CompanyId, UserId};
    use crate::domain::user::existing::UserStatus;
    use jiff::civil::date;

    fn json_of(row: &Row) -> String {
        serde_json::to_string_pretty(&row.item).expect("json")
    }

    fn acme(limit: Limit) -> Company {
        Company {
            id: CompanyId::new("c1"),
            name: "Acme".to_owned(),
            reseller: Some("North".to_owned()),
            industry: None,
            license_type: Some("Enterprise".to_owned()),
            seats: Seats { used: 61, limit },
            inactive: 3,
            deleted: 2,
            monthly: 64,
            renews: Some(date(2026, 12, 1)),
            created: None,
            expired: false,
            locked: false,
            tags: vec!["gold".to_owned(), "eu".to_owned()],
            desk: None,
        }
    }

    fn jane() -> TargetUser {
        TargetUser {
            first_name: Some("Jane".to_owned()),
            last_name: Some("Doe".to_owned()),
            phone: Some("+442079460018".to_owned()),
            priority: Some("Medium".to_owned()),
            status: UserStatus::Deleted,
            created: "2026-11-23T09:30:00Z".parse().ok(),
            ..TargetUser::active(UserId::new("u1"), "jane@acme.example")
        }
    }

    #[test]
    fn the_shape_of_a_company() {
        let columns: Vec<_> = Column::of_one_value().collect();
        let row = company(&acme(Limit::Of(60)), &columns, CellContext::new(date(2026, 11, 25), None));
        insta::assert_snapshot!(json_of(&row));
        assert_eq!(row.cells.len(), company_head(&columns).len());
    }

    #[test]
    fn unlimited_company_has_null_numbers() {
        for (limit, unlimited) in [(Limit::Unlimited, true), (Limit::Unknown, false)] {
            let row = company(&acme(limit), &[Column::Limit, Column::Left], CellContext::new(date(2026, 11, 25), None));
            let expected = json!({"id": "c1", "limit": null, "unlimited": unlimited, "left": null});
            assert_eq!(serde_json::to_value(&row.item).expect("json"), expected);
        }
    }

    #[test]
    fn the_shape_of_a_company_in_full() {
        let company = CompanyDetail {
            id: CompanyId::new("c1"),
            name: "Acme".to_owned(),
            description: None,
            industry: None,
            country: Some("United Kingdom".to_owned()),
            region: None,
            address: None,
            website: Some("acme.example".to_owned()),
            license_type: Some("Enterprise".to_owned()),
            license_period: Some("Yearly".to_owned()),
            license_modules: vec!["Phishing".to_owned()],
            license_starts: Some(date(2025, 12, 1)),
            license_ends: Some(date(2026, 12, 1)),
            seats: Seats { used: 61, limit: Limit::Of(60) },
            language: None,
            time_zone: None,
            status: Some("Active".to_owned()),
            groups: Vec::new(),
            tags: vec!["gold".to_owned(), "eu".to_owned()],
        };
        let (head, row) = detail(&company, date(2026, 11, 29));
        insta::assert_snapshot!(json_of(&row));
        assert_eq!((head.len(), row.cells.last().map(String::as_str)), (row.cells.len(), Some("gold,eu")));
    }

    #[test]
    fn the_shape_of_a_user() {
        let row = user(&jane(), ("c1", "Acme"), None);
        insta::assert_snapshot!(json_of(&row));
        assert_eq!(row.cells.len(), user_head(None).len());
    }

    #[test]
    fn the_shape_of_a_user_with_what_became_of_them() {
        let nobody_yet = TargetUser { id: UserId::new(""), status: UserStatus::Active, created: None, ..jane() };
        let row = user(&nobody_yet, ("c1", "Acme"), Some("dry_run"));
        insta::assert_snapshot!(json_of(&row));
        assert_eq!(row.cells.len(), user_head(Some("dry_run")).len());
    }
}
