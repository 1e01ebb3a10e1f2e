//! Makes a plan: whose users the people of a source become, what the service says about those companies, and what
//! becomes of each row. Nothing is sent.

use super::gather::Asking;
use crate::api::{Error, Operation};
use crate::domain::change::import::PlanEdits;
use crate::domain::company::company_ref::CompanyRef;
use crate::roster::{Person, Plan, Reading};

/// Most companies of one source.
pub const MAX_COMPANIES: usize = 200;

/// Most users of one plan: the same people at many companies are many.
pub const MAX_USERS: usize = 50_000;

/// Why there is no plan.
#[derive(Debug)]
pub enum NoPlan {
    /// The source has nobody in it.
    Nobody,
    /// Nothing says whose users they become.
    NoCompany,
    /// They would become users of so many companies, more than [`MAX_COMPANIES`].
    TooMany(usize),
    /// They would become so many users, more than [`MAX_USERS`].
    TooManyUsers(usize),
    /// It is the list of everybody, and not that of one company.
    NotOneCompany,
    /// The service has not answered this.
    Unanswered(Operation, Error),
    /// A column is named for a custom field that a company does not have.
    NoField(String),
}

/// Whose users people become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Each person becomes a user of each of these.
    Companies(Vec<CompanyRef>),
    /// It is not known, for this reason.
    Unknown(String),
}

/// The people of a source, by the company as it is named there; each name is to be found by the caller.
///
/// # Errors
///
/// If nobody is in it, or no company is named, or too many are.
pub fn by_company(reading: &Reading) -> Result<Vec<(String, Vec<Person>)>, NoPlan> {
    let all = reading.people();
    if all.is_empty() {
        return Err(NoPlan::Nobody);
    }
    if !reading.names_a_company() {
        return Err(NoPlan::NoCompany);
    }
    let groups = reading.by_company(all);
    if groups.len() > MAX_COMPANIES { Err(NoPlan::TooMany(groups.len())) } else { Ok(groups) }
}

/// Makes the plan for people whose companies were found. It may name groups and other things that do not exist:
/// [`Plan::unknown`]. Of the edits, the cells are in the reading already. `on` is told how many users of a company were read, and of how many.
///
/// # Errors
///
/// If the service does not answer, or a column is for a field that a company does not have.
pub async fn make(
    asking: &mut Asking<'_>,
    reading: Reading,
    groups: Vec<(Whose, Vec<Person>)>,
    edits: PlanEdits,
    on: &(dyn Fn(u64, u64) + Sync),
) -> Result<Plan, NoPlan> {
    let mut plan = Plan::new(reading);
    let mut of: Vec<(CompanyRef, Vec<Person>)> = Vec::new();
    for (whose, people) in groups {
        match whose {
            Whose::Companies(companies) => {
                for company in companies {
                    // A file may name a company in two ways.
                    match of.iter_mut().find(|(known, _)| known.id == company.id) {
                        Some((_, known)) => known.extend(people.iter().cloned()),
                        None => of.push((company, people.clone())),
                    }
                }
            }
            Whose::Unknown(why) => plan.add_lost(people, &why),
        }
    }
    let users = of.iter().map(|(_, people)| people.len()).sum();
    if users > MAX_USERS {
        return Err(NoPlan::TooManyUsers(users));
    }
    if plan.reading.options.reconcile && (of.len() != 1 || !plan.rows.is_empty()) {
        return Err(NoPlan::NotOneCompany);
    }
    for (company, people) in of {
        let answers = asking.about(company, &plan.reading, &people, on).await;
        plan.add(answers.map_err(|(asked, error)| NoPlan::Unanswered(asked, error))?, people);
    }
    plan.take_edits(edits);
    // Judging 20,000 rows takes so long that other tasks must not wait for it.
    let judged = tokio::task::spawn_blocking(move || plan.judge().map(|()| plan)).await;
    judged.map_err(|error| NoPlan::NoField(error.to_string()))?.map_err(NoPlan::NoField)
}
