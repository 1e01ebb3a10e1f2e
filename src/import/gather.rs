//! What must be known about a company before people are created there: asked once each, and not once a row.

use std::collections::HashSet;
use std::sync::Arc;

use futures_util::stream::{self, StreamExt};

use crate::api::{Client, Error, Operation};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::domains::Domains;
use crate::domain::form::fields::Rules;
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::service::ids::{CompanyId, GroupId, UserId};
use crate::domain::service::lookup::Choice;
use crate::roster::{Answers, Meaning, Needs, Person, Plan, Reading};

/// Users that are read at once.
const AT_ONCE: usize = 4;
/// Users of a page, where all are read.
const PAGE: u32 = 200;

/// The question that failed, and why.
pub type Asked<T> = Result<T, (Operation, Error)>;

/// Asks the service about companies; what all companies share is asked once.
pub struct Asking<'a> {
    client: &'a Client,
    rules: Rules,
    languages: Option<Vec<Choice>>,
    time_zones: Option<Vec<Choice>>,
    /// What it says about companies is not asked again.
    earlier: Option<Arc<Plan>>,
}

impl<'a> Asking<'a> {
    /// With the rules of the profile.
    #[must_use]
    pub fn new(client: &'a Client, rules: Rules) -> Self {
        Self { client, rules, languages: None, time_zones: None, earlier: None }
    }

    /// What this plan knows of companies is not asked again.
    #[must_use]
    pub fn after(mut self, earlier: Option<Arc<Plan>>) -> Self {
        let answers = || earlier.iter().flat_map(|plan| &plan.companies);
        self.languages = answers().map(|answers| &answers.languages).find(|known| !known.is_empty()).cloned();
        self.time_zones = answers().map(|answers| &answers.time_zones).find(|known| !known.is_empty()).cloned();
        self.earlier = earlier;
        self
    }

    /// Asks everything about a company that its people need. `on` is told how many of its users were read, and of how
    /// many.
    ///
    /// # Errors
    ///
    /// What could not be asked, and why.
    pub async fn about(
        &mut self,
        company: CompanyRef,
        reading: &Reading,
        people: &[Person],
        on: &(dyn Fn(u64, u64) + Sync),
    ) -> Asked<Answers> {
        let (client, needs) = (self.client, Needs::of(people));
        let earlier = self.earlier.clone();
        let earlier = earlier.iter().flat_map(|plan| &plan.companies).find(|known| known.company.id == company.id);
        let mut rules = self.rules;
        if Needs::region(people, self.rules) {
            rules.region = match earlier.and_then(|known| known.rules.region) {
                Some(region) => Some(region),
                None => client.company(&company.id).await.ok().and_then(|detail| detail.region),
            };
        }
        let mut answers = match earlier {
            Some(known) => Answers { company, rules, notes: Vec::new(), ..known.clone() },
            None => Answers::none(company, rules),
        };
        if earlier.is_none() {
            users(client, &mut answers, on).await?;
        }
        let company = answers.company.id.clone();
        if needs.groups && answers.groups.is_empty() {
            answers.groups = client.target_groups(&company).await.map_err(|error| (Operation::Groups, error))?;
        }
        if needs.languages {
            answers.languages = match &self.languages {
                Some(known) => known.clone(),
                None => client.languages().await.map_err(|error| (Operation::Languages, error))?,
            };
            self.languages = Some(answers.languages.clone());
        }
        if needs.time_zones {
            answers.time_zones = match &self.time_zones {
                Some(known) => known.clone(),
                None => client.time_zones().await.map_err(|error| (Operation::TimeZones, error))?,
            };
            self.time_zones = Some(answers.time_zones.clone());
        }
        let is_named = reading.layout.columns.iter().any(|column| matches!(column.meaning, Some(Meaning::Custom(_))));
        match client.custom_fields(&company).await {
            Ok(fields) => answers.custom = fields,
            Err(error @ (Error::Forbidden(_) | Error::NotFound(_))) if !is_named => {
                answers.notes.push(format!("{}; the service decides", error.failure(Operation::CustomFields).what));
            }
            Err(error) => return Err((Operation::CustomFields, error)),
        }
        if earlier.is_none() {
            answers.domains = domains(client, &company).await;
        }
        if reading.options.reconcile {
            compared(client, &mut answers, reading, people, on).await?;
        }
        Ok(answers)
    }
}

/// All users of the company, deleted ones among them.
async fn users(client: &Client, answers: &mut Answers, on: &(dyn Fn(u64, u64) + Sync)) -> Asked<()> {
    // Those who are created meanwhile come last, and shift nobody to another page.
    let all = UserQuery { size: PAGE, order: UserOrder::CreateTime, ascending: true, ..UserQuery::default() };
    let mut read = 0;
    for number in 1.. {
        let page = client.search_users(&answers.company.id, &all.at_page(number)).await;
        let page = page.map_err(|error| (Operation::Users, error))?;
        let more = number < page.pages && !page.items.is_empty();
        read += page.items.len() as u64;
        answers.add_users(page.items);
        if !more {
            break;
        }
        on(read, page.total);
    }
    Ok(())
}

/// What the list of users does not have, and the file says something about.
async fn compared(
    client: &Client,
    answers: &mut Answers,
    reading: &Reading,
    people: &[Person],
    on: &(dyn Fn(u64, u64) + Sync),
) -> Asked<()> {
    let company = answers.company.id.clone();
    let users = answers.users_to_read(reading, people);
    let of = users.len() as u64;
    let company_id = &company;
    let mut reads =
        stream::iter(users).map(async |user| client.user_detail(company_id, &user).await).buffer_unordered(AT_ONCE);
    while let Some(read) = reads.next().await {
        match read {
            Ok(detail) => drop(answers.details.insert(detail.id.clone(), detail)),
            // Whoever is gone since is not compared further.
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err((Operation::User, error)),
        }
        on(answers.details.len() as u64, of);
    }
    let groups = answers.named_groups(reading, people);
    if groups.is_empty() {
        return Ok(());
    }
    let listed = client.group_list(&company).await.map_err(|error| (Operation::Groups, error))?;
    let filled = listed.iter().filter_map(|group| Some((group.id.to_string(), group.filled_by.as_ref()?.reason())));
    answers.filled = filled.collect();
    for group in groups.into_iter().filter(|group| !answers.filled.contains_key(&group.id)) {
        let members = members(client, &company, &GroupId::new(group.id.as_str())).await?;
        answers.members.insert(group.id, members);
    }
    Ok(())
}

/// Who is in a group.
async fn members(client: &Client, company: &CompanyId, group: &GroupId) -> Asked<HashSet<UserId>> {
    let all = UserQuery { size: PAGE, order: UserOrder::CreateTime, ascending: true, ..UserQuery::default() };
    let mut found = HashSet::new();
    for number in 1.. {
        let page = client.group_members(company, group, &all.at_page(number), false).await;
        let page = page.map_err(|error| (Operation::GroupMembers, error))?;
        let more = number < page.pages && !page.items.is_empty();
        found.extend(page.items.into_iter().map(|user| user.id));
        if !more {
            break;
        }
    }
    Ok(found)
}

/// The company's domains. They are not needed; a failure to load them is ignored, as when one user is added.
async fn domains(client: &Client, company: &CompanyId) -> Domains {
    match (client.verified_domains(company).await, client.unverified_domains(company).await) {
        (Ok(verified), Ok(unverified)) if !verified.is_empty() => Domains { verified, unverified },
        _ => Domains::default(),
    }
}
