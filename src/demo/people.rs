//! Generates the initial users of a company, each from its [`Staff`] and an index.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::assets::{Words, halves};
use super::company::Company;
use super::id::resource_id;
use super::staff::Staff;
use super::sync::ManagedBy;
use super::user::StoredUser;

/// One in this many users has a name from another region.
const AWAY: usize = 8;

/// The names and departments of all users.
pub(super) struct People {
    folks: Vec<NameSet>,
    /// Pairs of first and last names, over all styles.
    pairs: usize,
    departments: Vec<String>,
    today: Date,
}

/// The names of one style, each as shown and in Latin letters.
struct NameSet {
    first: Vec<[String; 2]>,
    last: Vec<[String; 2]>,
    /// The number of pairs of the styles before it.
    before: usize,
}

impl NameSet {
    fn pairs(&self) -> usize {
        self.first.len() * self.last.len()
    }
}

/// A user's name and the local part of the address.
struct Name<'a> {
    first: &'a str,
    last: &'a str,
    local: String,
}

impl People {
    /// From the data files; times are counted back from `today`.
    pub(super) fn new(words: &Words, today: Date) -> Self {
        let read = |list: &[String]| -> Vec<[String; 2]> {
            list.iter().map(|name| halves(name)).map(|(shown, latin)| [shown.into(), latin.to_lowercase()]).collect()
        };
        let mut pairs = 0;
        let mut folks = Vec::new();
        for style in &words.styles {
            let folk = NameSet { first: read(&style.first), last: read(&style.last), before: pairs };
            pairs += folk.pairs();
            folks.push(folk);
        }
        Self { folks, pairs, departments: words.departments.clone(), today }
    }

    /// The index of the user with this address, ignoring case.
    pub(super) fn place(&self, company: &Company, email: &str) -> Option<u32> {
        let email = email.to_lowercase();
        let (local, domain) = email.rsplit_once('@')?;
        // The domain alone excludes nearly every company.
        if !company.domains.has(domain) {
            return None;
        }
        let is = |place: &u32| company.domains.of(*place) == domain && self.name(&company.staff, *place).local == local;
        company.staff.places().find(is)
    }

    /// The user with this index.
    pub(super) fn user(&self, company: &Company, place: u32) -> StoredUser {
        let staff = &company.staff;
        let name = self.name(staff, place);
        let mut rng = staff.dice(place);
        let resource_id = resource_id(&mut rng);
        // Ofcom's numbers for drama, which are not assigned.
        let phone = if rng.u8(..5) == 0 { String::new() } else { format!("+447700900{:03}", rng.u16(..1000)) };
        let day = self.today.checked_sub(rng.i32(0..=staff.days.max(0)).days()).unwrap_or(self.today);
        let (hour, minute, second, rest) = (rng.u8(6..19), rng.u8(..60), rng.u8(..60), rng.u32(..10_000_000));
        let groups = company.groups.get(..staff.groups).unwrap_or(&company.groups);
        StoredUser {
            resource_id,
            email: format!("{}@{}", name.local, company.domains.of(place)),
            phone,
            first_name: Some(name.first.to_owned()),
            last_name: Some(name.last.to_owned()),
            department: if rng.u8(..8) > 0 { rng.choice(&self.departments).cloned() } else { None },
            priority: ["VeryLow", "Low", "Medium", "Medium", "Medium", "High", "VeryHigh"][rng.usize(..7)].into(),
            active: staff.awake(place),
            deleted: staff.deleted(place),
            groups: rng.choice(groups).map(|group| group.id.clone()).into_iter().collect(),
            time_zone: (rng.u8(..4) == 0).then(|| company.country.zone.clone()),
            language: None,
            manager_first_name: None,
            manager_last_name: None,
            manager_email: None,
            custom_fields: company.fields.iter().filter_map(|field| field.drawn(&mut rng, self.today)).collect(),
            created: format!("{day}T{hour:02}:{minute:02}:{second:02}.{rest:07}"),
            updated: None,
            managed_by: company.sync.clone().filter(|_| ManagedBy::has(place)),
            requested: false,
        }
    }

    /// Uses every pair of names before repeating one with a number.
    fn name(&self, staff: &Staff, place: u32) -> Name<'_> {
        let place = place as usize;
        let (home, before) = self.folks.get(staff.style).map_or((0, 0), |folk| (folk.pairs(), folk.before));
        let elsewhere = self.pairs - home;
        let away = place % AWAY == AWAY - 1 && elsewhere > 0;
        let (turn, pairs) = if away { (place / AWAY, elsewhere) } else { (place - place / AWAY, home) };
        let at = permuted(turn, pairs, staff.seed);
        let at = match (away, at < before) {
            (true, true) => at,
            (true, false) => at + home,
            (false, _) => at + before,
        };
        let ([first, first_latin], [last, last_latin]) = self.pair(at);
        let local = match turn / pairs.max(1) {
            0 => format!("{first_latin}.{last_latin}"),
            round => format!("{first_latin}.{last_latin}{}", round + 1),
        };
        Name { first, last, local }
    }

    fn pair(&self, at: usize) -> ([&str; 2], [&str; 2]) {
        let folk = self.folks.iter().rfind(|folk| folk.before <= at);
        let found = folk.and_then(|folk| {
            let (at, columns) = (at - folk.before, folk.last.len().max(1));
            Some((folk.first.get(at / columns)?, folk.last.get(at % columns)?))
        });
        // There is a pair for every index: the files have no empty list.
        found.map_or((["A", "a"], ["Z", "z"]), |(first, last)| {
            (first.each_ref().map(String::as_str), last.each_ref().map(String::as_str))
        })
    }
}

/// A permutation of the numbers below `count`, depending on the seed.
fn permuted(turn: usize, count: usize, seed: u64) -> usize {
    let count = count.max(1);
    let drawn = usize::try_from(seed % 0xffff_ffff).unwrap_or(0);
    // Near the golden ratio, so that neighbours share neither name.
    let start = count * 618 / 1000 + drawn % 7;
    let step = (start..=start + count).find(|step| coprime(*step, count)).unwrap_or(1);
    (turn % count * step + drawn) % count
}

fn coprime(mut a: usize, mut b: usize) -> bool {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a == 1
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
