//! Companies, people, answers and moments for stories.

use keepnet_tui::app::core::effect::Read;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::domain::company::detail::CompanyDetail;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::company::user_counts::UserCounts;
use keepnet_tui::domain::form::custom_field::{CustomField, DataType};
use keepnet_tui::domain::form::draft::{Draft, DraftId, Stage};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use keepnet_tui::domain::service::ids::{CompanyId, CustomFieldId, TimeZoneId, UserId};
use keepnet_tui::domain::service::lookup::Choice;
use keepnet_tui::domain::time::now::Now;
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};
use keepnet_tui::domain::user::phone::PhoneRegion;

/// A company of the imagined reseller.
pub fn company(n: usize, name: &str, used: u64, limit: Limit) -> Company {
    Company {
        id: CompanyId::new(format!("id{n:04}")),
        name: name.to_owned(),
        reseller: Some("Northwind MSP".to_owned()),
        industry: Some("Logistics".to_owned()),
        license_type: Some("Enterprise".to_owned()),
        seats: Seats { used, limit },
        inactive: 3,
        deleted: 1,
        monthly: 7,
        renews: "2026-12-02".parse().ok(),
        created: "2024-02-19".parse().ok(),
        expired: false,
        locked: false,
        tags: vec!["uk".to_owned()],
        desk: None,
    }
}

/// `n` companies with names that sort as their numbers do.
pub fn companies(n: usize) -> Vec<Company> {
    (0..n).map(|i| company(i, &format!("Company {i:04}"), 10 + i as u64 % 30, Limit::Of(30))).collect()
}

pub fn failure(done: Applied, remedy: Remedy) -> Failure {
    Failure {
        what: "It did not work".to_owned(),
        why: "The line is dead.".to_owned(),
        hint: "Try again.".to_owned(),
        remedy,
        applied: done,
    }
}

pub fn choice(id: &str, name: &str) -> Choice {
    Choice { id: id.to_owned(), name: name.to_owned(), detail: String::new() }
}

/// A custom field.
pub fn custom(id: &str, name: &str, data_type: DataType, required: bool) -> CustomField {
    CustomField { id: CustomFieldId::new(id), name: name.to_owned(), data_type, required, order: 1 }
}

/// One of every kind, two of them required.
pub fn custom_fields() -> Vec<CustomField> {
    let all = vec![
        custom("floor", "Floor", DataType::Number, false),
        custom("crew", "Crew no", DataType::String, true),
        custom("agent", "Agent's mailbox", DataType::Email, false),
        custom("signed", "Signed on", DataType::Date, true),
        custom("medical", "Next medical", DataType::DateTime, false),
        custom("ashore", "Works ashore", DataType::Boolean, false),
    ];
    (0..).zip(all).map(|(order, field)| CustomField { order, ..field }).collect()
}

/// Jane, as the service lists her under this ID.
pub fn jane(id: &str) -> Box<TargetUser> {
    let user = people(1).remove(0);
    Box::new(TargetUser { id: UserId::new(id), email: "jane@contoso.com".to_owned(), ..user })
}

/// `n` users, the first active, the second inactive, the third deleted, and so on.
pub fn people(n: usize) -> Vec<TargetUser> {
    let statuses = [UserStatus::Active, UserStatus::Inactive, UserStatus::Deleted];
    (0..n)
        .map(|i| TargetUser {
            first_name: Some(format!("First{i}")),
            last_name: Some(format!("Last{i}")),
            department: Some("Finance".to_owned()),
            phone: Some(format!("+4420794600{i:02}")),
            priority: Some("High".to_owned()),
            status: statuses[i % 3].clone(),
            created: "2026-03-01T09:30:00Z".parse().ok(),
            ..TargetUser::active(UserId::new(format!("id-{i:03}")), format!("user{i:03}@x.example"))
        })
        .collect()
}

/// The service's answer to a question of the company pane.
pub fn part(ticket: Ticket, question: &Read, list: &[Company]) -> Msg {
    match question {
        Read::Company(id) => {
            let seats = list.iter().find(|c| c.id == *id).map_or(Seats { used: 0, limit: Limit::Unknown }, |c| c.seats);
            Msg::Company(ticket, Ok(Box::new(detail(id, seats))))
        }
        Read::Counts(_) => Msg::Counts(
            ticket,
            Ok(UserCounts { active: Some(402), inactive: Some(14), deleted: Some(31), this_month: None }),
        ),
        Read::VerifiedDomains(_) => Msg::Domains(ticket, Ok(vec!["deltahousing.example".to_owned()])),
        Read::UnverifiedDomains(_) => Msg::Domains(ticket, Ok(vec!["delta-homes.example".to_owned()])),
        other => panic!("no part: {other:?}"),
    }
}

pub fn detail(id: &CompanyId, seats: Seats) -> CompanyDetail {
    CompanyDetail {
        id: id.clone(),
        name: "Delta Housing Trust".to_owned(),
        description: Some("Social housing".to_owned()),
        industry: Some("Housing".to_owned()),
        country: Some("United Kingdom".to_owned()),
        region: PhoneRegion::new("GB"),
        address: Some("12 Canal St, London".to_owned()),
        website: Some("https://deltahousing.example".to_owned()),
        license_type: Some("Enterprise".to_owned()),
        license_period: Some("Yearly".to_owned()),
        license_modules: vec!["Phishing".to_owned(), "Awareness".to_owned()],
        license_starts: "2025-12-02".parse().ok(),
        license_ends: "2026-12-02".parse().ok(),
        seats,
        language: Some(choice("en-GB", "English (UK)")),
        time_zone: Some(TimeZoneId::new("Zürich")),
        status: Some("Active".to_owned()),
        groups: vec!["Northwind MSP".to_owned()],
        tags: Vec::new(),
    }
}

/// A draft of an earlier run.
pub fn typed(company: &Company, entry: Entry) -> Draft {
    let (id, stage) = (DraftId::new(1), Stage::Typing);
    Draft {
        id,
        company: company.id.clone(),
        name: company.name.clone(),
        entry,
        stage,
        changed: now(0).utc,
        ticket: String::new(),
        batch: None,
        edits: None,
    }
}

pub fn now(millis: u64) -> Now {
    let start: jiff::civil::DateTime = "2026-11-24T12:41:07".parse().expect("a moment");
    let local = start + jiff::SignedDuration::from_millis(i64::try_from(millis).expect("small"));
    let utc =
        jiff::Timestamp::from_millisecond(1_764_000_000_000 + i64::try_from(millis).expect("small")).expect("a moment");
    Now { millis, local, utc }
}
