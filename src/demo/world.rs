//! The data of the embedded server, for its lifetime.

mod groups;
mod log;
mod system_users;
mod users;

use std::collections::HashMap;
use std::io;

use fastrand::Rng;
use jiff::civil::Date;

use super::answer::Refusal;
use super::assets::Assets;
use super::clock::Clock;
use super::company::Company;
use super::company_group::CompanyGroup;
use super::generate::{CompanyGenerator, RESELLER};
use super::id::id_of;
use super::people::People;
use super::system_user::Role;

/// The maximum number of companies, so that no argument can exhaust the machine.
const MAX_COMPANIES: usize = 100_000;

/// Companies, look-ups, and the generator of new IDs.
pub(super) struct World {
    companies: Vec<Company>,
    places: HashMap<String, usize>,
    people: People,
    /// The company groups of the reseller.
    pub(super) company_groups: Vec<CompanyGroup>,
    pub(super) languages: Vec<Language>,
    pub(super) zones: Vec<[&'static str; 2]>,
    /// Roles of system users everywhere.
    roles: Vec<Role>,
    /// The reference day.
    pub(super) today: Date,
    /// Company ID and name of the reseller of the credentials.
    pub(super) reseller: (String, &'static str),
    rng: Rng,
    /// For the IDs of log entries alone, so that those of users do not depend on what is logged.
    log_rng: Rng,
    /// Mails sent, oldest first.
    pub(super) mails: Vec<Mail>,
    /// The clock for all times.
    pub(super) clock: Clock,
}

/// A mail to a system user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mail {
    /// The welcome mail, to this address.
    Welcome(String),
    /// A link for a new password, to this address.
    ResetLink(String),
}

/// A language a user can prefer.
#[derive(Debug, Clone)]
pub(super) struct Language {
    pub(super) number: i32,
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) code: &'static str,
    pub(super) iso: &'static str,
    pub(super) friendly: &'static str,
}

impl World {
    /// Generates the data from the files.
    ///
    /// # Errors
    ///
    /// The data files cannot be read, which tests exclude.
    pub(super) fn new(seed: u64, companies: usize, today: Date) -> io::Result<Self> {
        let assets = Assets::shared()?;
        let mut maker = CompanyGenerator::new(&assets.words, seed, today);
        let reseller = (maker.id(), RESELLER);
        let languages = (1..)
            .zip(&assets.languages)
            .map(|(number, [name, code, iso, friendly])| Language { number, id: maker.id(), name, code, iso, friendly })
            .collect();
        let role = |name: &String| Role { id: id_of(name), name: name.clone() };
        let roles = assets.words.roles.iter().map(role).collect();
        let (companies, rng) = maker.companies(assets, companies.min(MAX_COMPANIES));
        let places = companies.iter().enumerate().map(|(at, company)| (company.id.clone(), at)).collect();
        let people = People::new(&assets.words, today);
        Ok(Self {
            company_groups: CompanyGroup::all(&companies),
            companies,
            places,
            people,
            languages,
            zones: assets.zones.clone(),
            roles,
            today,
            reseller,
            log_rng: Rng::with_seed(seed),
            rng,
            mails: Vec::new(),
            clock: Clock::default(),
        })
    }

    /// The companies of the reseller.
    pub(super) fn managed(&self) -> impl Iterator<Item = &Company> {
        self.companies.iter().filter(|company| company.managed)
    }

    /// All companies, including those of other resellers.
    pub(super) fn all_companies(&self) -> &[Company] {
        &self.companies
    }

    /// A company of the reseller.
    pub(super) fn company(&self, id: &str) -> Result<&Company, Refusal> {
        let company = self.stored(id).ok_or(Refusal::Unknown)?;
        if company.managed { Ok(company) } else { Err(Refusal::Foreign) }
    }

    /// A company whose data are accessible: the reseller's own, and not locked.
    pub(super) fn open_company(&self, id: &str) -> Result<&Company, Refusal> {
        let company = self.company(id)?;
        if company.locked() { Err(Refusal::Locked) } else { Ok(company) }
    }

    /// Any company, of any reseller.
    pub(super) fn stored(&self, id: &str) -> Option<&Company> {
        self.places.get(id).and_then(|at| self.companies.get(*at))
    }

    /// The roles of a company's system users.
    pub(super) fn roles<'a>(&'a self, company: &'a Company) -> impl Iterator<Item = &'a Role> {
        self.roles.iter().chain(&company.own_roles)
    }

    fn open_company_mut(&mut self, id: &str) -> Result<&mut Company, Refusal> {
        self.open_company(id)?;
        let at = self.places.get(id).copied();
        at.and_then(|at| self.companies.get_mut(at)).ok_or(Refusal::Unknown)
    }
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
