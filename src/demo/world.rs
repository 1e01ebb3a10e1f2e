//! Everything the embedded server stores. It lives as long as the server.

use std::collections::HashMap;
use std::io;

use fastrand::Rng;
use jiff::civil::Date;

use super::answer::Refusal;
use super::assets::Assets;
use super::body::Fields;
use super::company::Company;
use super::generate::{Maker, RESELLER, resource_id};
use super::user::{self, Known, StoredUser};

/// The most companies that are made, so that no figure on the command line eats the machine.
const MOST: usize = 100_000;

/// Companies, look-ups, and the source of new IDs.
pub(super) struct World {
    companies: Vec<Company>,
    places: HashMap<String, usize>,
    pub(super) languages: Vec<Language>,
    pub(super) zones: Vec<[&'static str; 2]>,
    /// The Company ID and name of the reseller that the credentials belong to.
    pub(super) reseller: (String, &'static str),
    rng: Rng,
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
    /// Makes it from the data files.
    ///
    /// # Errors
    ///
    /// The data files cannot be read; a build whose tests passed has none such.
    pub(super) fn new(seed: u64, companies: usize, today: Date) -> io::Result<Self> {
        let assets = Assets::read()?;
        let mut maker = Maker::new(&assets.words, seed, today);
        let reseller = (maker.id(), RESELLER);
        let languages = (1..)
            .zip(&assets.languages)
            .map(|(number, [name, code, iso, friendly])| Language { number, id: maker.id(), name, code, iso, friendly })
            .collect();
        let (companies, rng) = maker.companies(&assets, companies.min(MOST));
        let places = companies.iter().enumerate().map(|(at, company)| (company.id.clone(), at)).collect();
        Ok(Self { companies, places, languages, zones: assets.zones, reseller, rng })
    }

    /// The companies of the reseller.
    pub(super) fn managed(&self) -> impl Iterator<Item = &Company> {
        self.companies.iter().filter(|company| company.managed)
    }

    /// Every company, those of others included.
    pub(super) fn everybody(&self) -> &[Company] {
        &self.companies
    }

    /// A company of the reseller.
    pub(super) fn company(&self, id: &str) -> Result<&Company, Refusal> {
        let company = self.stored(id).ok_or(Refusal::Unknown)?;
        if company.managed { Ok(company) } else { Err(Refusal::Foreign) }
    }

    /// A company whose data may be seen: the reseller's own, and not locked.
    pub(super) fn open_company(&self, id: &str) -> Result<&Company, Refusal> {
        let company = self.company(id)?;
        if company.locked() { Err(Refusal::Locked) } else { Ok(company) }
    }

    /// Any company, whoever it belongs to.
    pub(super) fn stored(&self, id: &str) -> Option<&Company> {
        self.places.get(id).and_then(|at| self.companies.get(*at))
    }

    /// Creates a target user and gives its ID.
    pub(super) fn create_user(&mut self, company_id: &str, body: &Fields) -> Result<String, Refusal> {
        let company = self.open_company(company_id)?;
        let known = Known {
            group: &|id| company.groups.iter().any(|group| group.id == id),
            zone: &|id| self.zones.iter().any(|[zone, _]| *zone == id),
            language: &|id| self.languages.iter().any(|language| language.id == id),
        };
        let user = user::read(body, &known).map_err(Refusal::Invalid)?;
        if company.expired {
            return Err(Refusal::Rule("The licence of the company has expired."));
        }
        if company.has_user(&user.email) {
            return Err(Refusal::Rule("A user with this email already exists."));
        }
        let id = resource_id(&mut self.rng);
        let user = StoredUser { resource_id: id.clone(), created: jiff::Timestamp::now().to_string(), ..user };
        let at = self.places.get(company_id).copied();
        at.and_then(|at| self.companies.get_mut(at)).ok_or(Refusal::Unknown)?.add(user);
        Ok(id)
    }
}
