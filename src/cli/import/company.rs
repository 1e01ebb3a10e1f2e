//! What is known about a company before people are created there: asked once each, and not once a row.

use std::collections::{BTreeMap, HashMap};

use super::reading::Reading;
use crate::api::{Error, Operation};
use crate::cli::company_ref::CompanyRef;
use crate::cli::exit::{Code, CommandError};
use crate::cli::lookup::pick;
use crate::cli::pages::ALL_PAGE_SIZE;
use crate::cli::progress;
use crate::cli::service::Session;
use crate::domain::company::domains::{DomainMatch, Domains};
use crate::domain::form::fields::{FieldId, Rules, Source};
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::service::ids::CompanyId;
use crate::domain::service::lookup::Choice;
use crate::domain::text::count;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::{email, phone};
use crate::roster::{Action, CustomColumn, Facts, Judged, Meaning, Names, Person, check, name_key, people};

/// The people of a company, judged.
pub(super) struct Gathered {
    pub judged: Vec<Judged>,
    pub notes: Vec<String>,
    /// Names that do not exist.
    pub unknown: Vec<String>,
}

/// Asks everything, and judges.
pub(super) async fn gather(
    session: &Session,
    company: &CompanyRef,
    reading: &Reading,
    mut here: Vec<Person>,
) -> Result<Gathered, CommandError> {
    let (mut notes, mut unknown) = (Vec::new(), Vec::new());
    let rules = rules(session, company, &here).await;
    if rules.region != session.config.rules.region {
        // National numbers, and the habits of names, are those of the company's country.
        let again = people(&reading.sheet, &reading.layout, rules.region);
        let mut by_row: HashMap<usize, Person> = again.into_iter().map(|person| (person.at, person)).collect();
        here = here.into_iter().map(|person| by_row.remove(&person.at).unwrap_or(person)).collect();
    }
    let mut facts = Facts { name: company.name.clone(), rules, ..Facts::default() };
    facts.users = users(session, &company.id).await?;
    let client = &session.client;
    let cells = |names: &dyn Fn(&Person) -> Vec<String>| counted(here.iter().flat_map(names));
    let groups = cells(&|person| person.groups.clone());
    let languages = cells(&|person| some(&person.language));
    let zones = cells(&|person| some(&person.time_zone));
    if !groups.is_empty() {
        let choices = client.target_groups(&company.id).await;
        let choices = choices.map_err(|error| CommandError::of(&error, Operation::Groups))?;
        facts.groups = resolve("group", groups, &choices, Source::Groups, &mut unknown);
    }
    if !languages.is_empty() {
        let choices = client.languages().await.map_err(|error| CommandError::of(&error, Operation::Languages))?;
        facts.languages = resolve("language", languages, &choices, Source::Languages, &mut unknown);
    }
    if !zones.is_empty() {
        let choices = client.time_zones().await.map_err(|error| CommandError::of(&error, Operation::TimeZones))?;
        facts.time_zones = resolve("time zone", zones, &choices, Source::TimeZones, &mut unknown);
    }
    facts.custom = custom(session, company, reading, &mut notes).await?;
    facts.domains = domains(session, &company.id).await;
    if company.expired {
        notes.push(format!("the licence of {} has ended: the service may refuse the users", company.name));
    }
    facts.seats = if reading.options.allow_over_limit { None } else { company.seats.left() };
    let judged = check(here, &reading.sheet, |id| reading.layout.place(id), &facts);
    notes.extend(foreign(&judged, &facts));
    if reading.options.allow_over_limit {
        notes.extend(exceeded(company, &judged));
    }
    Ok(Gathered { judged, notes, unknown })
}

/// The rules of the profile; if it names no region and a number needs one, that of the company's country.
async fn rules(session: &Session, company: &CompanyRef, people: &[Person]) -> Rules {
    let rules = session.config.rules;
    let is_national = |person: &Person| phone::is_national(person.entry.text(FieldId::Phone));
    if rules.region.is_some() || !people.iter().any(is_national) {
        return rules;
    }
    let region = session.client.company(&company.id).await.ok().and_then(|detail| detail.region);
    Rules { region, ..rules }
}

/// All users of the company by their address, deleted ones among them.
async fn users(session: &Session, company: &CompanyId) -> Result<HashMap<String, Vec<TargetUser>>, CommandError> {
    // Those who are created meanwhile come last, and shift nobody to another page.
    let all = UserQuery { size: ALL_PAGE_SIZE, order: UserOrder::CreateTime, ascending: true, ..UserQuery::default() };
    let mut found: HashMap<String, Vec<TargetUser>> = HashMap::new();
    let mut looked = 0;
    for number in 1.. {
        let page = session.client.search_users(company, &all.at_page(number)).await;
        let page = page.map_err(|error| CommandError::of(&error, Operation::Users))?;
        let more = number < page.pages && !page.items.is_empty();
        looked += page.items.len() as u64;
        for user in page.items {
            found.entry(email::key(&user.email)).or_default().push(user);
        }
        if !more {
            break;
        }
        progress::counted(looked, page.total, "users looked at");
    }
    Ok(found)
}

fn some(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
}

/// Each name with the number of rows that have it.
fn counted(names: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    names.fold(BTreeMap::new(), |mut counted, name| {
        *counted.entry(name).or_default() += 1;
        counted
    })
}

/// Looks the names up. A cell that is no name may be several, separated by commas.
fn resolve(
    kind: &str,
    names: BTreeMap<String, u64>,
    choices: &[Choice],
    source: Source,
    unknown: &mut Vec<String>,
) -> Names {
    let mut found = Names::new();
    let mut add = |name: &str, rows: u64, found: &mut Names| {
        let choice = pick(name, choices, source);
        if let (Err(why), false) = (&choice, found.contains_key(&name_key(name))) {
            unknown.push(format!("{kind} {why} ({})", count(rows, "row", "rows")));
        }
        found.insert(name_key(name), Ok(choice.ok()));
    };
    for (name, rows) in names {
        let parts: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if source != Source::Groups || parts.len() < 2 || pick(&name, choices, source).is_ok() {
            add(&name, rows, &mut found);
        } else {
            for part in parts {
                add(part, rows, &mut found);
            }
        }
    }
    found
}

/// The company's own fields, each with its column: the one that was named for it, or the one with its name.
async fn custom(
    session: &Session,
    company: &CompanyRef,
    reading: &Reading,
    notes: &mut Vec<String>,
) -> Result<Vec<CustomColumn>, CommandError> {
    let named = |column: &crate::roster::Column| match &column.meaning {
        Some(Meaning::Custom(name)) => Some((column.at, name.clone())),
        _ => None,
    };
    let mapped: Vec<(usize, String)> = reading.layout.columns.iter().filter_map(named).collect();
    let fields = match session.client.custom_fields(&company.id).await {
        Ok(fields) => fields,
        Err(error @ (Error::Forbidden(_) | Error::NotFound(_))) if mapped.is_empty() => {
            notes.push(format!("{}; the service decides", error.failure(Operation::CustomFields).what));
            return Ok(Vec::new());
        }
        Err(error) => return Err(CommandError::of(&error, Operation::CustomFields)),
    };
    for (_, name) in &mapped {
        let is_it = |name: &str, field: &str, id: &str| name_key(field) == name_key(name) || id == name;
        if !fields.iter().any(|field| is_it(name, &field.name, field.id.as_str())) {
            let known: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
            let said = format!("--map: {} has no custom field \"{name}\"; it has: {}", company.name, known.join(", "));
            return Err(CommandError::new(Code::Usage, said));
        }
    }
    let mut columns = Vec::new();
    for field in fields {
        let by_map =
            mapped.iter().find(|(_, name)| name_key(name) == name_key(&field.name) || name == field.id.as_str());
        let titled = || reading.layout.unused().find(|column| name_key(&column.title) == name_key(&field.name));
        let column = by_map.map(|(at, _)| *at).or_else(|| {
            let column = titled()?;
            notes.push(format!("\"{}\" is the custom field of {}", column.title, company.name));
            Some(column.at)
        });
        columns.push(CustomColumn { field, column });
    }
    Ok(columns)
}

/// The company's domains. They are not needed; a failure to load them is ignored, as when one user is added.
async fn domains(session: &Session, company: &CompanyId) -> Domains {
    let client = &session.client;
    match (client.verified_domains(company).await, client.unverified_domains(company).await) {
        (Ok(verified), Ok(unverified)) if !verified.is_empty() => Domains { verified, unverified },
        _ => Domains::default(),
    }
}

/// People whose mail domain is not the company's, told once for each domain.
fn foreign(judged: &[Judged], facts: &Facts) -> Option<String> {
    if facts.domains.verified.is_empty() {
        return None;
    }
    let created = judged.iter().filter(|one| one.action == Action::Create).map(Judged::email);
    let foreign = created.filter(|email| matches!(facts.domains.judge(email), Some(DomainMatch::Unknown(_))));
    let domains = counted(foreign.filter_map(|email| Some(email.rsplit_once('@')?.1.to_lowercase())));
    let told: Vec<_> = domains.iter().take(10).map(|(domain, people)| format!("{domain} ({people})")).collect();
    (!told.is_empty()).then(|| format!("mail domains that are not {}'s: {}", facts.name, told.join(", ")))
}

/// How far the limit will be exceeded.
fn exceeded(company: &CompanyRef, judged: &[Judged]) -> Option<String> {
    let takes_seat = |one: &&Judged| one.action == Action::Create && one.person.entry.is_active();
    let new = judged.iter().filter(takes_seat).count() as u64;
    let over = company.seats.plus(new).over().filter(|over| *over > 0)?;
    Some(format!("{} will be {} over its licence limit", company.name, count(over, "seat", "seats")))
}
