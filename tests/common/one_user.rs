//! What the service says about one user.

use std::collections::BTreeMap;

use jiff::Timestamp;
use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::screen::company_sheet::PaneLine;
use keepnet_tui::app::screen::user_lines;
use keepnet_tui::app::widgets::area::Area;
use keepnet_tui::domain::company::directory_sync::{Directory, DirectorySync};
use keepnet_tui::domain::form::custom_field::DataType;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::service::ids::{CompanyId, CustomFieldId, GroupId, UserId};
use keepnet_tui::domain::user::audit::{AuditEntry, AuditOperation};
use keepnet_tui::domain::user::detail::{CustomDetail, UserDetail};
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};
use keepnet_tui::domain::user::target_group::{FilledBy, TargetGroup};

use super::Story;

/// The lines of the box with one user.
pub fn text(s: &Story) -> String {
    let lines = user_lines::lines(&s.model, Area { x: 0, y: 0, width: 100, height: 99 });
    let line = |line: &PaneLine| match line {
        PaneLine::Text(label, text, ..) => format!("{label} {text}"),
        PaneLine::Heading(title) => (*title).to_owned(),
        PaneLine::Gap | PaneLine::Seats(..) => String::new(),
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// No directory, as most companies.
pub fn no_directory() -> DirectorySync {
    DirectorySync { scim: Directory::No, ldap: Directory::No, google: Directory::No }
}

/// Everything about a user of the list.
pub fn detail(user: &TargetUser) -> UserDetail {
    let listed = [
        (FieldId::Email, Some(user.email.clone())),
        (FieldId::FirstName, user.first_name.clone()),
        (FieldId::LastName, user.last_name.clone()),
        (FieldId::Department, user.department.clone()),
        (FieldId::Phone, user.phone.clone()),
        (FieldId::Priority, user.priority.clone()),
        (FieldId::Language, Some("en".to_owned())),
        (FieldId::ManagerFirstName, Some("Grace".to_owned())),
        (FieldId::ManagerLastName, Some("Hopper".to_owned())),
        (FieldId::ManagerEmail, Some("grace@x.example".to_owned())),
    ];
    let texts: BTreeMap<_, _> = listed.into_iter().filter_map(|(field, text)| Some((field, text?))).collect();
    let custom = |id: &str, name: &str, data_type, value: &str| CustomDetail {
        field: CustomFieldId::new(id),
        name: name.to_owned(),
        data_type,
        value: Some(value.to_owned()),
        timestamp: None,
    };
    let own = vec![
        custom("badge", "Badge", DataType::String, "B-17"),
        custom("remote", "Works remotely most of the week", DataType::Boolean, "True"),
    ];
    UserDetail::new(user.id.clone(), user.status == UserStatus::Active, texts, own)
}

/// Somebody else changes a user.
pub fn another_changes(user: &mut TargetUser, how: u8) {
    match how % 5 {
        0 => user.phone = Some("+442079460999".to_owned()),
        1 => user.department = Some(format!("Department {how}")),
        2 => user.last_name = None,
        3 => user.status = if user.status == UserStatus::Active { UserStatus::Inactive } else { UserStatus::Active },
        _ => user.priority = Some("Low".to_owned()),
    }
}

/// A group.
pub fn group(name: &str, filled_by: Option<FilledBy>) -> TargetGroup {
    TargetGroup { id: GroupId::new(name), name: name.to_owned(), priority: None, users: Some(3), filled_by }
}

/// The groups of every company: one of them is filled by a directory.
pub fn all_groups() -> Vec<TargetGroup> {
    let scim = group("Everybody", Some(FilledBy::Scim(Some("Entra ID".to_owned()))));
    let mut all: Vec<_> = ["Finance", "New joiners", "Zürich", "All staff"].map(|name| group(name, None)).into();
    all.insert(1, scim);
    all
}

/// The groups that every user is in.
pub fn own_groups() -> Vec<TargetGroup> {
    all_groups().into_iter().take(2).collect()
}

/// An entry of the audit log, so many minutes before the start.
pub fn audited(minutes: i64, who: &str, (old, new): (Option<&str>, Option<&str>)) -> AuditEntry {
    let [old, new] = [old, new].map(|text| text.map(str::to_owned));
    AuditEntry {
        who: Some(who.to_owned()),
        entity: Some("TargetUser".to_owned()),
        operation: if old.is_none() { AuditOperation::Create } else { AuditOperation::Update },
        old,
        new,
        ip: Some("192.0.2.7".to_owned()),
        agent: None,
        description: None,
        at: Some(super::now(0).utc - jiff::SignedDuration::from_mins(minutes)),
    }
}

/// A page of the audit log.
pub fn audit_page(items: Vec<AuditEntry>, number: u32, pages: u32) -> Page<AuditEntry> {
    let total = items.len() as u64;
    Page { items, number, pages, total, over_limit: None, seats: None, unchecked: 0 }
}

/// The oldest time there is.
pub fn long_ago() -> Timestamp {
    Timestamp::MIN
}

impl Story {
    /// Waiting questions about one user, with what is asked.
    pub fn fetched_of_user(&mut self) -> Vec<(Ticket, Read)> {
        self.take(|e| match e {
            Effect::Fetch(
                ticket,
                read @ (Read::User(..) | Read::GroupsOfUser(..) | Read::TargetGroups(_) | Read::Audit(..)),
            ) => Some((*ticket, read.clone())),
            _ => None,
        })
    }

    /// Answers every question about one user.
    pub fn answer_user(&mut self) -> &mut Self {
        for (ticket, read) in self.fetched_of_user() {
            let msg = of_user(self, ticket, &read).expect("a question about a user");
            self.send(msg);
        }
        self
    }

    /// Answers what asks for directories.
    pub fn answer_directories(&mut self, answer: &DirectorySync) -> usize {
        let asked: Vec<(Ticket, CompanyId)> = self.take(|e| match e {
            Effect::Fetch(ticket, Read::Directories(company)) => Some((*ticket, company.clone())),
            _ => None,
        });
        for (ticket, _) in &asked {
            self.send(Msg::Directories(*ticket, Ok(answer.clone())));
        }
        asked.len()
    }
}

/// What the service answers about one user.
pub fn of_user(s: &Story, ticket: Ticket, read: &Read) -> Option<Msg> {
    let known = |id: &UserId| s.people.iter().find(|user| user.id == *id);
    Some(match read {
        Read::User(_, id) => Msg::User(ticket, Ok(Box::new(detail(known(id)?)))),
        Read::GroupsOfUser(..) => Msg::TargetGroups(ticket, Ok(own_groups())),
        Read::TargetGroups(_) => Msg::TargetGroups(ticket, Ok(all_groups())),
        Read::Audit(_, _, page) => {
            let old = r#"{"department":"IT"}"#;
            let new = r#"{"department":"Finance"}"#;
            let entries = vec![audited(60 * i64::from(*page), "ops@x.example", (Some(old), Some(new)))];
            Msg::Audit(ticket, Ok(audit_page(entries, *page, 2)))
        }
        Read::Directories(_) => Msg::Directories(ticket, Ok(no_directory())),
        _ => return None,
    })
}
