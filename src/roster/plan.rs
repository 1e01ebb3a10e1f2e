//! What would become of each row, from the file and from what the service says.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::action::Action;
use super::answers::Answers;
use super::check::{CustomColumn, Facts, Judged, check, judge, settle};
use super::counts::counts;
use super::defaults::FieldDefault;
use super::groups::{FoundGroups, GroupName, GroupNames, GroupToCreate, add_names, new_groups};
use super::meaning::Meaning;
use super::names::{Choices, name_key, resolve};
use super::person::{Person, people};
use super::reading::{NamedCompanies, Reading};
use super::reconcile::{self, Absent, Comparison, NOT_IN_FILE};
use crate::domain::change::import::PlanEdits;
use crate::domain::change::write::Intent;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::domains::DomainMatch;
use crate::domain::company::seats::Seats;
use crate::domain::form::fields::Source;
use crate::domain::text::count;
use crate::domain::user::email;

/// Mail domains of others that are told.
const DOMAINS: usize = 10;

/// A row of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The place of its company in [`Plan::companies`]; `None` if it is not known.
    pub company: Option<usize>,
    /// The person, and what becomes of them.
    pub judged: Judged,
}

/// What would become of each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The file, and what the person has said.
    pub reading: Reading,
    /// The companies, with what the service says about each.
    pub companies: Vec<Answers>,
    /// In the order of the rows.
    pub rows: Vec<Planned>,
    /// What somebody should know.
    pub notes: Vec<String>,
    /// What the file names and does not exist.
    pub unknown: Vec<String>,
    /// The groups that must be created before anything is sent: [`Plan::judge`] comes after that.
    pub new_groups: Vec<GroupToCreate>,
    /// The names that no group of a company has, each with what becomes of it.
    pub group_names: Vec<GroupName>,
    /// Who is not in the file, if it is the list of everybody.
    pub absent: Absent,
    /// What the person has changed.
    pub(super) edits: PlanEdits,
    /// Rows that were changed since they were judged.
    pub(super) stale: BTreeSet<usize>,
}

impl Plan {
    /// A plan without rows.
    #[must_use]
    pub fn new(reading: Reading) -> Self {
        Self {
            reading,
            companies: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
            unknown: Vec::new(),
            new_groups: Vec::new(),
            group_names: Vec::new(),
            absent: Absent::default(),
            edits: PlanEdits::default(),
            stale: BTreeSet::new(),
        }
    }

    /// Adds the people of a company. [`Plan::judge`] comes after the last of them.
    pub fn add(&mut self, answers: Answers, mut people: Vec<Person>) {
        if answers.rules.region != self.reading.options.rules.region {
            // National numbers, and the habits of names, are those of the company's country.
            let again = self::people(&self.reading.sheet, &self.reading.layout, answers.rules.region);
            let mut by_row: HashMap<usize, Person> = again.into_iter().map(|person| (person.at, person)).collect();
            people = people.into_iter().map(|person| by_row.remove(&person.at).unwrap_or(person)).collect();
        }
        let company = Some(self.companies.len());
        self.companies.push(answers);
        self.rows.extend(people.into_iter().map(|person| Planned { company, judged: Judged::unjudged(person) }));
    }

    /// Adds people whose company is not known, with the reason.
    pub fn add_lost(&mut self, people: Vec<Person>, why: &str) {
        self.rows.extend(people.into_iter().map(|person| {
            let unjudged = Judged::unjudged(person);
            let judged = Judged { action: Action::Fix, reasons: vec![why.to_owned()], is_odd: true, ..unjudged };
            Planned { company: None, judged }
        }));
    }

    /// Finds out what would become of each row: once everything is added, and again after somebody has changed a person
    /// or an option. Nothing is asked for that.
    ///
    /// # Errors
    ///
    /// A column is named for a custom field that a company does not have.
    pub fn judge(&mut self) -> Result<(), String> {
        self.notes = self.reading.notes();
        self.unknown.clear();
        self.stale.clear();
        self.new_groups.clear();
        self.group_names.clear();
        self.rows.retain(|row| row.judged.person.at != NOT_IN_FILE);
        self.absent = Absent::default();
        let mut of: Vec<Vec<Person>> = self.companies.iter().map(|_| Vec::new()).collect();
        self.rows.sort_by_key(|row| row.judged.person.at);
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            match row.company.and_then(|company| of.get_mut(company)) {
                Some(people) => people.push(row.judged.person),
                None => rows.push(row),
            }
        }
        let mut end = Ok(());
        for (company, people) in of.into_iter().enumerate() {
            let judged = match self.judge_company(company, people) {
                Ok(judged) => judged,
                Err((people, why)) => {
                    end = Err(why);
                    people.into_iter().map(Judged::unjudged).collect()
                }
            };
            rows.extend(judged.into_iter().map(|judged| Planned { company: Some(company), judged }));
        }
        // Those who leave come first: their seats are free for those who join.
        rows.sort_by_key(|row| (row.judged.person.at != NOT_IN_FILE, row.judged.person.at));
        self.rows = rows;
        self.tell_left_out();
        end
    }

    fn judge_company(&mut self, at: usize, mut people: Vec<Person>) -> Result<Vec<Judged>, (Vec<Person>, String)> {
        let (Some(answers), reading) = (self.companies.get(at), &self.reading) else { return Ok(Vec::new()) };
        let company = &answers.company;
        let mut notes = answers.notes.clone();
        let is_whole = reading.options.reconcile;
        if is_whole {
            reconcile::without_defaults(&mut people, answers, reading);
            people.iter_mut().for_each(reconcile::without_clearing);
        }
        let facts = facts(answers, reading, &people.iter().collect::<Vec<_>>(), &mut self.unknown, &mut notes);
        let (mut facts, FoundGroups { new, names }) = match facts {
            Ok(facts) => facts,
            Err(why) => return Err((people, why)),
        };
        let addresses = reconcile::addresses(&people, answers.rules);
        let absent = if is_whole {
            Absent::of(reconcile::all(&answers.users), &addresses, &self.edits.staying)
        } else {
            Absent::default()
        };
        facts.leavers = if is_whole { reconcile::freed(&people, answers, &absent) } else { 0 };
        let mut judged = check(people, &reading.sheet, |id| reading.layout.place(id), &facts);
        if is_whole {
            let mut seen = HashSet::new();
            for one in &mut judged {
                // Another row with other values must not follow the first.
                if one.found.is_some() && one.action != Action::LeftOut && !seen.insert(email::key(&one.email())) {
                    (one.action, one.user) = (Action::Double, None);
                    one.reasons = vec!["another row has the same email".to_owned()];
                }
                let has_priority = reading.has_priority(&one.person);
                reconcile::judge(one, &Comparison { answers, custom: &facts.custom, has_priority });
            }
            notes.extend(absent.note());
            judged.extend(absent.rows());
            self.absent = absent;
        }
        add_names(&mut self.group_names, names);
        self.new_groups.extend(new_groups(at, new, &judged, &company.name, &mut notes));
        notes.extend(foreign(judged.iter(), &facts));
        if reading.options.allow_over_limit {
            notes.extend(exceeded(company, seats_taken(&judged, reading.options.reactivate)));
        }
        self.notes.extend(notes);
        Ok(judged)
    }

    /// Finds out what becomes of the rows that were changed by [`Self::leave_out`] and [`Self::set`], and of others because
    /// of them: what [`Self::judge`] finds out, without looking at every row again.
    ///
    /// # Errors
    ///
    /// As [`Self::judge`].
    pub fn judge_changed(&mut self) -> Result<(), String> {
        if self.reading.options.reconcile {
            return self.judge();
        }
        let Self { reading, companies, rows, notes, unknown, new_groups, group_names, stale, .. } = self;
        let reading = &*reading;
        *notes = reading.notes();
        unknown.clear();
        new_groups.clear();
        group_names.clear();
        for (at, answers) in companies.iter().enumerate() {
            let is_its = |planned: &Planned| planned.company == Some(at);
            let people: Vec<&Person> =
                rows.iter().filter(|planned| is_its(planned)).map(|planned| &planned.judged.person).collect();
            notes.extend(answers.notes.iter().cloned());
            let (facts, FoundGroups { new, names }) = facts(answers, reading, &people, unknown, notes)?;
            for (row, planned) in rows.iter_mut().enumerate().filter(|(_, planned)| is_its(planned)) {
                if stale.contains(&row) {
                    let person = std::mem::replace(&mut planned.judged, Judged::unjudged(Person::none())).person;
                    planned.judged = judge(person, &reading.sheet, &|id| reading.layout.place(id), &facts);
                }
            }
            let its = rows.iter_mut().filter(|planned| is_its(planned)).map(|planned| &mut planned.judged);
            settle(its, reading.sheet.unit, &facts);
            let its = || rows.iter().filter(|planned| is_its(planned)).map(|planned| &planned.judged);
            add_names(group_names, names);
            new_groups.extend(super::groups::new_groups(at, new, its(), &answers.company.name, notes));
            notes.extend(foreign(its(), &facts));
            if reading.options.allow_over_limit {
                notes.extend(exceeded(&answers.company, seats_taken(its(), reading.options.reactivate)));
            }
        }
        stale.clear();
        self.tell_left_out();
        Ok(())
    }

    /// What is left out by an option is no reason to stop.
    fn tell_left_out(&mut self) {
        if self.reading.options.skip_unknown {
            self.notes.extend(self.unknown.drain(..).map(|said| format!("left out: {said}")));
        }
    }

    /// How many there are of each kind.
    #[must_use]
    pub fn counts(&self) -> Vec<(Action, u64)> {
        counts(self.rows.iter().map(|row| &row.judged))
    }

    /// How many there are of this kind.
    #[must_use]
    pub fn count(&self, action: Action) -> u64 {
        self.rows.iter().filter(|row| row.judged.action == action).count() as u64
    }

    /// The row is sent when the plan is carried out.
    #[must_use]
    pub fn is_sent(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| match row.judged.action {
            Action::Create | Action::Update | Action::Deactivate => true,
            Action::Reactivate => self.reading.options.reactivate,
            _ => false,
        })
    }

    /// The company of a row.
    #[must_use]
    pub fn company_of(&self, row: &Planned) -> Option<&CompanyRef> {
        self.companies.get(row.company?).map(|answers| &answers.company)
    }

    /// The column that nobody has decided about: it names other companies than the one whose users all rows become.
    #[must_use]
    pub fn undecided(&self) -> Option<&NamedCompanies> {
        let is_it = |name: &str| match self.companies.as_slice() {
            [only] => name_key(name) == name_key(&only.company.name) || name == only.company.id.as_str(),
            _ => false,
        };
        let column = self.reading.passed_over.as_ref().filter(|_| self.reading.options.by_row.is_none());
        column.filter(|column| !column.names.iter().all(|name| is_it(name)))
    }

    /// The company of this create has a user with its address, whom it may have created.
    #[must_use]
    pub fn has_user_of(&self, intent: &Intent) -> bool {
        let answers = self.companies.iter().find(|answers| answers.company.id == intent.company);
        answers.is_some_and(|answers| answers.has(&intent.address()))
    }

    /// The seats of a company once the plan is carried out.
    #[must_use]
    pub fn seats_after(&self, company: usize) -> Option<Seats> {
        let rows = || self.rows.iter().filter(|row| row.company == Some(company)).map(|row| &row.judged);
        let freed = rows().filter(|one| one.action == Action::Deactivate).count() as u64;
        let seats =
            self.companies.get(company)?.company.seats.plus(seats_taken(rows(), self.reading.options.reactivate));
        Some(Seats { used: seats.used.saturating_sub(freed), ..seats })
    }
}

/// What is known about a company that its people need, and the groups that they name. What does not exist is told in
/// `unknown`.
fn facts<'a>(
    answers: &'a Answers,
    reading: &Reading,
    people: &[&Person],
    unknown: &mut Vec<String>,
    notes: &mut Vec<String>,
) -> Result<(Facts<'a>, FoundGroups), String> {
    let company = &answers.company;
    let custom = custom(answers, reading, notes)?;
    let mut lookup = GroupNames::new(&answers.groups, &reading.options.groups);
    let groups = resolve("group", names(people, |person| &person.groups), &mut lookup, unknown);
    let languages = names(people, |person| std::slice::from_ref(&person.language));
    let languages = resolve("language", languages, &mut Choices(&answers.languages, Source::Languages), unknown);
    let time_zones = names(people, |person| std::slice::from_ref(&person.time_zone));
    let time_zones = resolve("time zone", time_zones, &mut Choices(&answers.time_zones, Source::TimeZones), unknown);
    if company.expired {
        notes.push(format!("the licence of {} has ended: the service may refuse the users", company.name));
    }
    let facts = Facts {
        name: company.name.clone(),
        rules: answers.rules,
        users: Cow::Borrowed(&answers.users),
        groups,
        languages,
        time_zones,
        custom,
        domains: Cow::Borrowed(&answers.domains),
        seats: if reading.options.allow_over_limit { None } else { company.seats.left() },
        reactivate: reading.options.reactivate,
        leavers: 0,
        clears: reading.options.reconcile,
    };
    Ok((facts, lookup.into_found()))
}

/// The names of a kind in the rows that are not left out.
fn names<'p>(people: &[&'p Person], of: impl Fn(&'p Person) -> &'p [String]) -> impl Iterator<Item = &'p str> {
    let named = people.iter().filter(|person| !person.left_out).flat_map(move |person| of(person));
    named.map(String::as_str).filter(|name| !name.is_empty())
}

fn seats_taken<'j>(judged: impl IntoIterator<Item = &'j Judged>, reactivate: bool) -> u64 {
    judged.into_iter().filter(|one| one.takes_seat(reactivate)).count() as u64
}

/// The company's own fields, each with its column: the one that was named for it, or the one with its name.
pub(super) fn custom(
    answers: &Answers,
    reading: &Reading,
    notes: &mut Vec<String>,
) -> Result<Vec<CustomColumn>, String> {
    let named = |column: &super::column::Column| match &column.meaning {
        Some(Meaning::Custom(name)) => Some((column.at, name.clone())),
        _ => None,
    };
    let mapped: Vec<(usize, String)> = reading.layout.columns.iter().filter_map(named).collect();
    let (fields, company) = (&answers.custom, &answers.company.name);
    let is_it = |name: &str, field: &str, id: &str| name_key(field) == name_key(name) || id == name;
    for (_, name) in &mapped {
        if !fields.iter().any(|field| is_it(name, &field.name, field.id.as_str())) {
            let known: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
            return Err(format!("--map: {company} has no custom field \"{name}\"; it has: {}", known.join(", ")));
        }
    }
    let defaults = reading.layout.defaults.iter().map(FieldDefault::meaning);
    for name in defaults.filter_map(|meaning| if let Meaning::Custom(name) = meaning { Some(name) } else { None }) {
        if !fields.iter().any(|field| is_it(name, &field.name, field.id.as_str())) {
            notes.push(format!("{company} has no custom field \"{name}\""));
        }
    }
    let columns = fields.iter().map(|field| {
        let by_map =
            mapped.iter().find(|(_, name)| name_key(name) == name_key(&field.name) || name == field.id.as_str());
        let titled = || reading.layout.unused().find(|column| name_key(&column.title) == name_key(&field.name));
        let column = by_map.map(|(at, _)| *at).or_else(|| {
            let column = titled()?;
            notes.push(format!("\"{}\" is the custom field of {company}", column.title));
            Some(column.at)
        });
        CustomColumn { field: field.clone(), column }
    });
    Ok(columns.collect())
}

/// People whose mail domain is not the company's, told once for each domain.
fn foreign<'j>(judged: impl Iterator<Item = &'j Judged>, facts: &Facts<'_>) -> Option<String> {
    if facts.domains.verified.is_empty() {
        return None;
    }
    let created = judged.filter(|one| one.action == Action::Create);
    // Each domain is judged once, and told as it is written.
    let mut domains: BTreeMap<&str, (u64, &Judged)> = BTreeMap::new();
    for one in created {
        if let Some((_, domain)) = one.key.rsplit_once('@') {
            domains.entry(domain).or_insert((0, one)).0 += 1;
        }
    }
    let foreign = domains.into_values().filter_map(|(people, one)| {
        let email = one.email();
        let is_foreign = matches!(facts.domains.judge(&email), Some(DomainMatch::Unknown(_)));
        let domain = email.rsplit_once('@').filter(|_| is_foreign)?.1.to_lowercase();
        Some(format!("{domain} ({people})"))
    });
    let told: Vec<_> = foreign.take(DOMAINS).collect();
    (!told.is_empty()).then(|| format!("mail domains that are not {}'s: {}", facts.name, told.join(", ")))
}

/// How far the limit will be exceeded.
fn exceeded(company: &CompanyRef, new: u64) -> Option<String> {
    let over = company.seats.plus(new).over().filter(|over| *over > 0)?;
    Some(format!("{} will be {} over its licence limit", company.name, count(over, "seat", "seats")))
}
