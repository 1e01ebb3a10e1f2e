//! The lines of the company pane: whatever is known about the company.

use jiff::civil::Date;

use crate::app::company::details::Parts;
use crate::app::core::remote::Remote;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::company_sheet::{LineBuilder, PaneLine, Tone, Value};
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::seats::{Limit, Seats};
use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::company::user_counts::UserCounts;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::history::course::sparkline;
use crate::domain::list::columns::distance;
use crate::domain::service::lookup::Choice;
use crate::domain::text::count;
use crate::domain::time::weekday::spoken;

/// Recent changes shown.
const DOINGS: usize = 6;
/// Domains of one kind shown.
const DOMAINS: usize = 8;
/// Days of the course of used seats.
const COURSE_DAYS: usize = 35;
/// Groups named.
const GROUPS: usize = 20;

/// The lines for a pane of `width` cells, gaps included.
#[must_use]
pub fn lines(model: &Model, width: u16) -> Vec<PaneLine> {
    let Some(company) = &model.company.company else { return Vec::new() };
    let none = Parts::default();
    let parts = model.company.parts().unwrap_or(&none);
    let mut sheet = LineBuilder::new(width, model.settings.keys.clone(), Scope::Company);
    sheet.heading("LICENCE");
    licence(&mut sheet, model, company, parts);
    course(&mut sheet, model, company, parts);
    if let Some(detail) = &parts.detail.value {
        period(&mut sheet, detail);
    }
    sheet.heading("PEOPLE");
    let listed = format!(
        "{} active, {} inactive, {} deleted, {} this month",
        company.seats.used, company.inactive, company.deleted, company.monthly
    );
    sheet.part("users", &parts.counts, Some(&listed), |sheet, counts, tone| {
        sheet.value("users", &counts_words(counts), tone);
    });
    sheet.part("groups", &parts.groups, None, |sheet, groups, tone| {
        if groups.is_empty() {
            sheet.text("groups", "none", tone);
        } else {
            let names: Vec<&str> = groups.iter().map(|g| g.name.as_str()).collect();
            let value = Value::of("groups", &names.join(", "));
            sheet.wrapped("groups", &groups_words(groups), tone, Some(&value));
        }
    });
    domains(&mut sheet, parts);
    new_users(&mut sheet, model, company, parts);
    desk(&mut sheet, model, company);
    sheet.heading("COMPANY");
    sheet.value("company ID", company.id.as_str(), Tone::Plain);
    sheet.maybe("tags", Some(&company.tags.join(", ")));
    sheet.maybe("reseller", company.reseller.as_deref());
    sheet.maybe("created", company.created.map(|day| day.to_string()).as_deref());
    sheet.part("more", &parts.detail, None, more);
    sheet.heading("RECENT HERE");
    doings(&mut sheet, model, company);
    while matches!(sheet.lines.last(), Some(PaneLine::Gap)) {
        sheet.lines.pop();
    }
    sheet.lines
}

/// What the desk has written, if anything; which of the aliases are the team's.
fn desk(sheet: &mut LineBuilder, model: &Model, company: &Company) {
    let Some(entry) = model.companies.notes().of(&company.id, &company.name) else { return };
    sheet.heading("DESK");
    sheet.maybe("aliases", Some(&entry.own.alias_line()));
    sheet.maybe("team", Some(&entry.shared.join(", ")));
    let value = Value::of("note", &entry.own.text);
    let mut label = "note";
    for line in entry.own.text.lines() {
        // An empty line is one.
        sheet.wrapped(label, if line.is_empty() { " " } else { line }, Tone::Plain, Some(&value));
        label = "";
    }
}

fn licence(sheet: &mut LineBuilder, model: &Model, company: &Company, parts: &Parts) {
    match company.company_status() {
        CompanyStatus::Locked => sheet.text(
            "LOCKED",
            "The customer has locked access: ask them to allow it.",
            Tone::Status(CompanyStatus::Locked),
        ),
        CompanyStatus::Expired => {
            sheet.text("EXPIRED", "The licence has ended.", Tone::Status(CompanyStatus::Expired));
        }
        CompanyStatus::Over | CompanyStatus::Full | CompanyStatus::Low | CompanyStatus::Fine => {}
    }
    let today = model.now.local.date();
    let renews = company.renews.map(|day| match distance(day, today).strip_prefix("in ") {
        Some(days) => format!("ends {day} (in {days})"),
        None => format!("ends {day} ({})", distance(day, today)),
    });
    let licence = [company.license_type.clone(), renews].into_iter().flatten().collect::<Vec<_>>().join(", ");
    if licence.is_empty() {
        sheet.text("licence", "unknown", Tone::Plain);
    } else {
        sheet.value("licence", &licence, Tone::Plain);
    }
    let seats = parts.license.value.map_or(company.seats, |license| license.seats);
    let tone = match (parts.license.slow, company.company_status()) {
        (true, _) => Tone::Dim,
        (false, standing @ (CompanyStatus::Over | CompanyStatus::Full | CompanyStatus::Low)) => Tone::Status(standing),
        (false, CompanyStatus::Expired | CompanyStatus::Locked | CompanyStatus::Fine) => Tone::Plain,
    };
    match seats.limit {
        Limit::Of(limit) => sheet.lines.push(PaneLine::Seats(seats.used, limit, seats_words(seats), tone)),
        Limit::Unlimited | Limit::Unknown => sheet.value("seats", &seats_words(seats), tone),
    }
    if let Some(failure) = &parts.license.error {
        sheet.text("", "as listed; the current number is unavailable", Tone::Dim);
        sheet.failure("", failure);
    }
}

/// The course of the used seats, a cell a day, and the days that people speak of.
fn course(sheet: &mut LineBuilder, model: &Model, company: &Company, parts: &Parts) {
    let today = model.now.local.date();
    let mut days = parts.course.before(today).to_vec();
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else { return };
    days.push((today, parts.license.value.map_or(company.seats, |license| license.seats).used));
    let cells = sheet.width.min(COURSE_DAYS);
    let course = sparkline(&days, today, cells, model.settings.ascii);
    sheet.lines.push(PaneLine::Text("course".into(), course, Tone::Dim, None));
    let oldest = (first != last).then_some(first);
    let told = oldest.into_iter().chain([last]).chain(days.last().copied());
    let words: Vec<_> = told.map(|(day, n)| format!("{n} {}", on(day, today))).collect();
    sheet.text("", &words.join(", "), Tone::Plain);
}

/// `today`, `yesterday`, `on Friday`
fn on(day: Date, today: Date) -> String {
    let said = spoken(day, today);
    if matches!(said.as_str(), "today" | "yesterday") { said } else { format!("on {said}") }
}

/// `402/400, 2 over, 101%`
fn seats_words(seats: Seats) -> String {
    let percent = seats.percent().map(|percent| format!(", {percent}%")).unwrap_or_default();
    match (seats.limit, seats.left()) {
        (Limit::Of(limit), Some(left)) if left < 0 => {
            format!("{}/{limit}, {} over{percent}", seats.used, left.unsigned_abs())
        }
        (Limit::Of(limit), Some(left)) => format!("{}/{limit}, {left} left{percent}", seats.used),
        (Limit::Unlimited, _) => format!("{} used, no limit", seats.used),
        (Limit::Of(_) | Limit::Unknown, _) => format!("{} used, limit unknown", seats.used),
    }
}

fn counts_words(counts: &UserCounts) -> String {
    let of = |n: Option<u64>, word: &str| n.map_or_else(|| format!("? {word}"), |n| format!("{n} {word}"));
    [
        of(counts.active, "active"),
        of(counts.inactive, "inactive"),
        of(counts.deleted, "deleted"),
        of(counts.this_month, "this month"),
    ]
    .join(", ")
}

fn groups_words(groups: &[Choice]) -> String {
    let names: Vec<&str> = groups.iter().take(GROUPS).map(|g| g.name.as_str()).collect();
    match groups.len().saturating_sub(GROUPS) {
        0 => format!("{}: {}", groups.len(), names.join(", ")),
        more => format!("{}: {}, and {more} more", groups.len(), names.join(", ")),
    }
}

fn domains(sheet: &mut LineBuilder, parts: &Parts) {
    let list = |sheet: &mut LineBuilder, label: &'static str, all: &[String], (mark, tone): (&str, Tone)| {
        let mut label = label;
        for domain in all.iter().take(DOMAINS) {
            sheet.wrapped(label, &format!("{domain} {mark}"), tone, Some(&Value::of("domains", domain)));
            label = "";
        }
        if let more @ 1.. = all.len().saturating_sub(DOMAINS) {
            sheet.text("", &format!("and {} {mark}", count(more as u64, "more", "more")), Tone::Dim);
        }
    };
    let nothing = |domains: &Remote<Vec<String>>| domains.value.as_ref().is_some_and(Vec::is_empty);
    if nothing(&parts.verified) && nothing(&parts.unverified) {
        sheet.text("domains", "none", Tone::Plain);
        return;
    }
    let first = !nothing(&parts.verified);
    if first {
        sheet
            .part("domains", &parts.verified, None, |sheet, all, tone| list(sheet, "domains", all, ("verified", tone)));
    }
    // Both loading, or both refused, takes one line.
    let why = |domains: &Remote<Vec<String>>| domains.error.as_ref().map(|failure| failure.why.clone());
    let as_before = parts.unverified.value.is_none()
        && parts.verified.value.is_none()
        && why(&parts.verified) == why(&parts.unverified);
    if !nothing(&parts.unverified) && !as_before {
        let label = if first { "" } else { "domains" };
        sheet.part(label, &parts.unverified, None, |sheet, all, tone| {
            let tone = if tone == Tone::Plain { Tone::Warning } else { tone };
            list(sheet, label, all, ("NOT VERIFIED", tone));
        });
    }
}

/// Prefilled values of new users: from the company, and from the last entry here.
fn new_users(sheet: &mut LineBuilder, model: &Model, company: &Company, parts: &Parts) {
    sheet.part("defaults", &parts.detail, None, |sheet, detail, tone| {
        let language =
            detail.language.as_ref().map_or("language unknown", |l| name_in(&model.lookups.languages, &l.id, &l.name));
        let zone = detail.time_zone.as_ref().map(crate::domain::service::ids::TimeZoneId::as_str);
        let zone = zone.map_or("time zone unknown", |zone| name_in(&model.lookups.time_zones, zone, zone));
        sheet.value("defaults", &format!("{language}, {zone}"), tone);
    });
    if let Some(last) = model.drafts.last_in(&company.id.clone().into()) {
        let said = entry_words(&last.next());
        sheet.text("prefill", if said.is_empty() { "empty" } else { &said }, Tone::Plain);
    }
    for form in model.drafts.drafts_of(&company.id) {
        let email = form.text(FieldId::Email);
        let user = if email.is_empty() { "begun, no email yet" } else { email };
        let opens = model.describe_keys(Command::opening(form.subject()), Scope::Company);
        let said = match form.edits() {
            Some(_) => {
                let lists = model.describe_keys(Command::OpenUsers, Scope::Company);
                let edits = model.describe_keys(Command::EditUser, Scope::Users);
                let who = form.initial().text(FieldId::Email);
                format!("changes of {}{who} ({lists} lists the users, {edits} opens it)", form.subject().prefix())
            }
            None => format!("{}{user} ({opens} opens it)", form.subject().prefix()),
        };
        sheet.text("draft", &said, Tone::Strong);
    }
}

/// The name for this ID, else the fallback.
fn name_in<'a>(known: &'a Remote<Vec<Choice>>, id: &str, otherwise: &'a str) -> &'a str {
    let found = known.value.iter().flatten().find(|c| c.id == id);
    found.map_or(if otherwise.is_empty() { "?" } else { otherwise }, |c| c.name.as_str())
}

/// The values filled in: `Department Finance, Groups All staff`.
fn entry_words(entry: &Entry) -> String {
    // These are the defaults of the next target user, who has no roles.
    let fields = Subject::TargetUser.fields().iter();
    let filled = fields.filter_map(|field| {
        let value = entry.value(field.id);
        (!value.is_same(&FieldValue::blank(field.kind))).then(|| format!("{} {}", field.label, value.words()))
    });
    filled.collect::<Vec<_>>().join(", ")
}

fn doings(sheet: &mut LineBuilder, model: &Model, company: &Company) {
    let today = model.now.local.date();
    let mut is_empty = true;
    for (at, what) in model.created_users.doings(&company.id, model.now).take(DOINGS) {
        let time = at.time();
        let clock = format!("{:02}:{:02}", time.hour(), time.minute());
        let when = if at.date() == today { clock } else { format!("{} {clock}", at.date()) };
        sheet.text("", &format!("{when} {what}"), Tone::Plain);
        is_empty = false;
    }
    if is_empty {
        sheet.text("", "nothing from this machine in the past week", Tone::Dim);
    }
}

/// What only the page of the company says about the licence.
fn period(sheet: &mut LineBuilder, detail: &CompanyDetail) {
    let period = [detail.license_period.clone(), detail.license_starts.map(|day| format!("since {day}"))];
    let period: Vec<String> = period.into_iter().flatten().collect();
    sheet.maybe("period", Some(&period.join(", ")));
    sheet.maybe("modules", Some(&detail.license_modules.join(", ")));
}

/// Details that only the page of the company has.
fn more(sheet: &mut LineBuilder, detail: &CompanyDetail, _: Tone) {
    sheet.maybe("status", detail.status.as_deref());
    sheet.maybe("industry", detail.industry.as_deref());
    sheet.maybe("country", detail.country.as_deref());
    sheet.maybe("address", detail.address.as_deref());
    sheet.maybe("website", detail.website.as_deref());
    sheet.maybe("belongs to", Some(&detail.groups.join(", ")));
    sheet.maybe("notes", detail.description.as_deref());
}
