//! What would become of each row.

use std::collections::BTreeMap;

use super::company::{self, Gathered};
use super::reading::{Options, Reading, unfit};
use crate::cli::company_ref::{self, CompanyRef, NameMatch};
use crate::cli::exit::{Code, CommandError};
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::domain::text::count;
use crate::roster::{Action, Judged, Meaning, Person, counts, name_key, people, summary};
use crate::system::source_file::Source;

/// Most companies of one file.
const COMPANIES: usize = 200;

/// A row of the plan.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// Its company, if it is known.
    pub company: Option<usize>,
    pub judged: Judged,
}

/// What would become of each row.
pub(super) struct Plan {
    pub reading: Reading,
    pub companies: Vec<CompanyRef>,
    /// In the order of the rows.
    pub rows: Vec<Planned>,
    pub notes: Vec<String>,
}

impl Plan {
    pub(super) fn counts(&self) -> Vec<(Action, u64)> {
        let judged: Vec<Judged> = self.rows.iter().map(|row| row.judged.clone()).collect();
        counts(&judged)
    }

    pub(super) fn count(&self, action: Action) -> u64 {
        self.rows.iter().filter(|row| row.judged.action == action).count() as u64
    }

    /// How the file was understood, and what would become of it.
    pub(super) fn tell_notes(&self) {
        let unit = self.reading.sheet.unit.word();
        print_prefixed(format_args!(
            "{}, {}",
            self.reading.sheet.form,
            count(self.rows.len() as u64, "person", "people")
        ));
        let used = self.reading.layout.columns.iter().filter_map(|column| {
            let meaning = column.meaning.as_ref()?.label();
            Some(if meaning == column.title { meaning } else { format!("{} as {meaning}", column.title) })
        });
        print_prefixed(format_args!("columns used: {}", used.collect::<Vec<_>>().join(", ")));
        let unused: Vec<_> = self
            .reading
            .layout
            .unused()
            .map(|column| match column.why {
                "" => column.title.clone(),
                why => format!("{} ({why})", column.title),
            })
            .collect();
        if !unused.is_empty() {
            print_prefixed(format_args!("not used: {}", unused.join(", ")));
        }
        for note in &self.notes {
            print_prefixed(format_args!("{note}"));
        }
        if let Some(first) = self.rows.iter().find(|row| row.judged.action == Action::OverLimit) {
            let number = first.judged.person.number;
            print_prefixed(format_args!(
                "{unit} {number} is the first over the licence limit; --over-limit allow creates them all the same"
            ));
        }
        print_prefixed(format_args!("plan: {}", summary(&self.counts())));
    }

    /// The error of a plan that cannot be carried out as a whole.
    pub(super) fn problem(&self) -> Option<CommandError> {
        let (fix, over) = (self.count(Action::Fix), self.count(Action::OverLimit));
        let mut said = Vec::new();
        if fix > 0 {
            said.push(format!("{} to fix", count(fix, "row", "rows")));
        }
        if over > 0 {
            said.push(format!("{} over the licence limit", count(over, "row", "rows")));
        }
        (!said.is_empty()).then(|| CommandError::new(Code::Invalid, said.join(", ")))
    }
}

/// Makes the plan. Only reads.
pub(super) async fn make(session: &Session, source: &Source, options: Options) -> Result<Plan, CommandError> {
    let reading = Reading::of(source, options)?;
    let all = people(&reading.sheet, &reading.layout, session.config.rules.region);
    if all.is_empty() {
        return Err(unfit("there is nobody in it"));
    }
    let groups = by_company(&reading, all)?;
    let notes = reading.sheet.notes.iter().chain(&reading.layout.notes).cloned().collect();
    let mut plan = Plan { reading, companies: Vec::new(), rows: Vec::new(), notes };
    let mut unknown = Vec::new();
    for (name, people) in groups {
        let found = match company_ref::company(session, &name, NameMatch::Exact).await {
            Ok(found) => found,
            // A name in the file is wrong; one on the command line ends it.
            Err(why) if plan.reading.options.company.is_none() && matches!(why.code, Code::NotFound | Code::Usage) => {
                let why =
                    if name.is_empty() { "the row names no company".to_owned() } else { first_line(&why.message) };
                plan.rows.extend(people.into_iter().map(|person| lost(person, &why)));
                continue;
            }
            Err(why) => return Err(why),
        };
        let gathered = company::gather(session, &found, &plan.reading, people).await?;
        let Gathered { judged, notes, unknown: more } = gathered;
        plan.notes.extend(notes);
        unknown.extend(more);
        let company = Some(plan.companies.len());
        plan.companies.push(found);
        plan.rows.extend(judged.into_iter().map(|judged| Planned { company, judged }));
    }
    plan.rows.sort_by_key(|row| row.judged.person.at);
    if unknown.is_empty() {
        return Ok(plan);
    }
    if plan.reading.options.skip_unknown {
        plan.notes.extend(unknown.into_iter().map(|said| format!("left out: {said}")));
        return Ok(plan);
    }
    Err(CommandError::new(
        Code::Invalid,
        format!(
            "nothing was sent: not everything that the file names exists:\n  {}\n--skip-unknown leaves it out",
            unknown.join("\n  ")
        ),
    ))
}

/// The people of each company, in the order of the rows in which the companies are named first.
fn by_company(reading: &Reading, people: Vec<Person>) -> Result<Vec<(String, Vec<Person>)>, CommandError> {
    let has_column = reading.layout.has(&Meaning::Company);
    if reading.options.company.is_none() && !has_column {
        return Err(CommandError::new(
            Code::Usage,
            "say whose users they become: --company, or a column with the company, such as --map Customer=company",
        ));
    }
    let given = reading.options.company.clone().unwrap_or_default();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<(String, Vec<Person>)> = Vec::new();
    for person in people {
        let name = if person.company.is_empty() { given.clone() } else { person.company.clone() };
        let place = *places.entry(name_key(&name)).or_insert_with(|| {
            found.push((name, Vec::new()));
            found.len() - 1
        });
        if let Some((_, people)) = found.get_mut(place) {
            people.push(person);
        }
    }
    if found.len() > COMPANIES {
        return Err(CommandError::new(
            Code::Invalid,
            format!("the file names {} companies, at most {COMPANIES} are taken; nothing was sent", found.len()),
        ));
    }
    Ok(found)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches(':').to_owned()
}

/// A row whose company is not known.
fn lost(person: Person, why: &str) -> Planned {
    let judged = Judged {
        person,
        action: Action::Fix,
        user: None,
        found: None,
        before: Vec::new(),
        reasons: vec![why.to_owned()],
        is_odd: true,
    };
    Planned { company: None, judged }
}
