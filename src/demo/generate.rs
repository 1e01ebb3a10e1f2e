//! Generates the companies, their groups and the figures of their users.
//!
//! The same seed and day give the same companies, and the first ones do not depend on the total number.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use fastrand::Rng;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::assets::{Assets, HandMadeCompany, Style, Words, halves};
use super::company::{Company, Country, LimitForm};
use super::custom::CustomField;
use super::domains::Domains;
use super::group::{self, Group, Origin};
use super::id::resource_id;
use super::staff::Staff;
use super::stamp::Stamp;
use super::sync::ManagedBy;
use super::system_user::Role;
use super::text::ascii;

/// The reseller of the server's credentials.
pub(super) const RESELLER: &str = "Northwind MSP";

/// Generates companies one after the other.
pub(super) struct CompanyGenerator<'a> {
    words: &'a Words,
    rng: Rng,
    today: Date,
    /// IDs, names and mail domains in use.
    taken: HashSet<String>,
    /// The last number appended to a text, so that not all of them must be tried again.
    numbered: HashMap<String, u32>,
}

impl<'a> CompanyGenerator<'a> {
    /// A generator with these words.
    pub(super) fn new(words: &'a Words, seed: u64, today: Date) -> Self {
        Self { words, rng: Rng::with_seed(seed), today, taken: HashSet::new(), numbered: HashMap::new() }
    }

    /// Every company of the files, and generated ones until the reseller has `count`.
    pub(super) fn companies(mut self, assets: &Assets, count: usize) -> (Vec<Company>, Rng) {
        let mut all = Vec::with_capacity(count + assets.made.foreign.len());
        for special in &assets.made.foreign {
            all.push(self.build(special, false));
        }
        // Names of the files are reserved first.
        self.taken.extend(assets.made.own.iter().map(|special| special.name.clone()));
        for special in &assets.made.own {
            all.push(self.build(special, true));
        }
        for _ in assets.made.own.len()..count {
            let special = self.invent();
            all.push(self.build(&special, true));
        }
        (all, self.rng)
    }

    /// An ID as the service makes them: 12 letters and digits.
    pub(super) fn id(&mut self) -> String {
        loop {
            let id = resource_id(&mut self.rng);
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }

    fn build(&mut self, special: &HandMadeCompany, managed: bool) -> Company {
        let words = self.words;
        // An unknown key would be an error in the file, which is tested.
        let at = words.styles.iter().position(|s| s.key == special.style).unwrap_or(0);
        let style = &words.styles[at];
        let id = self.id();
        let created = special.created.map(|day| Stamp::new(day, self.rng.u8(..)));
        let ends = special.renews_in.map(|days| Stamp::new(self.day(days), self.rng.u8(..)));
        let seed = self.rng.u64(..);
        // A separate random generator, so that changes here do not affect the rest.
        let mut own = Rng::with_seed(!seed);
        let domains = self.domains(special, &id, style, &mut own);
        let fields = self.fields(special, &mut own);
        let own_roles = self.own_roles(&mut own);
        let sync = special.sync.as_deref().and_then(ManagedBy::new);
        let mut groups = self.groups();
        group::set_origins(&mut groups, sync.as_ref());
        let staff = Staff {
            style: at,
            seed,
            groups: groups.len(),
            days: special.created.map_or(700, |day| self.today.since(day).map_or(700, |span| span.get_days())),
            active: special.active,
            inactive: special.inactive,
            deleted: special.deleted,
            by_id: OnceLock::new(),
        };
        Company {
            id,
            name: special.name.clone(),
            reseller: special.reseller.clone().unwrap_or_else(|| RESELLER.to_owned()),
            industry: special.industry.clone(),
            license: special.license.clone(),
            limit: special.limit,
            limit_form: match self.rng.u8(..40) {
                0 => LimitForm::Number,
                1..=9 => LimitForm::Zero,
                _ => LimitForm::Text,
            },
            active: special.active,
            inactive: special.inactive,
            deleted: special.deleted,
            monthly: special.monthly,
            ends,
            created,
            expired: special.renews_in.is_some_and(|days| days < 0),
            privacy: if special.locked { 0 } else { self.rng.i32(1..=4) },
            tags: special.tags.clone(),
            country: country(style),
            managed,
            groups,
            domains,
            fields,
            own_roles,
            denied: special.denied.clone(),
            sync,
            older_answers: special.older_answers,
            staff,
            changed: BTreeMap::new(),
            added: Vec::new(),
            system_users: Vec::new(),
            audit: Vec::new(),
        }
    }

    fn day(&self, days: i32) -> Date {
        // Only the last day of the calendar has no next day.
        self.today.checked_add(days.days()).unwrap_or(self.today)
    }

    fn groups(&mut self) -> Vec<Group> {
        let count = self.rng.usize(3..=9);
        let names = self.rng.choose_multiple(&self.words.groups, count);
        names
            .into_iter()
            .map(|entry| {
                let (name, priority) = halves(entry);
                let age = self.rng.i32(10..900);
                let created = Stamp::new(self.day(-age), self.rng.u8(..));
                let (name, priority) = (name.to_owned(), priority.to_owned());
                Group { id: self.id(), name, priority, created, origin: Origin::Console }
            })
            .collect()
    }

    /// The mail domains of the file, or one derived from the name. Some generated companies have more, and a few have
    /// verified none.
    fn domains(&mut self, special: &HandMadeCompany, id: &str, style: &Style, rng: &mut Rng) -> Domains {
        let mut domains = match (&special.domains, &special.label) {
            (Some(list), _) => Domains { verified: list.clone(), unverified: Vec::new() },
            (None, label) => {
                let label = label.clone().unwrap_or_else(|| spelt(&special.name));
                let label = if label.len() < 4 { format!("{}-{}", style.key, id.to_lowercase()) } else { label };
                Domains { verified: vec![self.domain(&label)], unverified: Vec::new() }
            }
        };
        domains.unverified.clone_from(&special.unverified);
        self.taken.extend(domains.verified.iter().chain(&domains.unverified).cloned());
        if special.label.is_some() {
            let label = domains.main().trim_end_matches(".example").to_owned();
            if rng.u8(..4) == 0 {
                domains.verified.push(self.domain(&format!("{label}-group")));
            }
            let near = label.get(..label.len().saturating_sub(1)).unwrap_or_default();
            let odd = [format!("old-{label}"), format!("{label}-mail"), near.trim_end_matches('-').to_owned()];
            if let (0, Some(odd)) = (rng.u8(..3), rng.choice(odd)) {
                domains.unverified.push(self.domain(&odd));
            }
            if rng.u8(..25) == 0 {
                domains.unverified.splice(..0, domains.verified.drain(..));
            }
        }
        domains
    }

    /// An unused mail domain.
    fn domain(&mut self, label: &str) -> String {
        let mut domain = format!("{label}.example");
        while !self.taken.insert(domain.clone()) {
            domain = format!("{label}{}.example", self.number(label));
        }
        domain
    }

    /// The custom fields of the file; a few generated companies have some, none of them required.
    fn fields(&mut self, special: &HandMadeCompany, rng: &mut Rng) -> Vec<CustomField> {
        let made_up = special.label.is_some() && rng.u8(..10) == 0;
        let count = if made_up { rng.usize(1..4) } else { 0 };
        let drawn = rng.choose_multiple(&self.words.custom_fields, count);
        // An unknown data type would be an error in the files, which is tested.
        drawn.into_iter().chain(&special.fields).filter_map(|text| CustomField::new(resource_id(rng), text)).collect()
    }

    fn own_roles(&self, rng: &mut Rng) -> Vec<Role> {
        let count = usize::from(rng.u8(..5) == 0);
        let names = rng.choose_multiple(&self.words.own_roles, count);
        names.into_iter().map(|name| Role { id: resource_id(rng), name: name.clone() }).collect()
    }

    /// 2, 3, … for the same text.
    fn number(&mut self, text: &str) -> u32 {
        let last = self.numbered.entry(text.to_owned()).or_insert(1);
        *last += 1;
        *last
    }

    fn pick<'w>(&mut self, list: &'w [String]) -> &'w String {
        // No list is empty, which is checked when the files are read.
        &list[self.rng.usize(..list.len())]
    }

    fn invent(&mut self) -> HandMadeCompany {
        let words = self.words;
        let style = self.style();
        let (name, industry, label) = self.name(style);
        let limit = (self.rng.u8(..100) >= 8).then(|| self.limit());
        let active = match limit {
            Some(limit) => self.fill(limit),
            None => self.rng.u32(20..4000),
        };
        let renews_in = match self.rng.u8(..100) {
            0..6 => None,
            6..12 => Some(-self.rng.i32(1..200)),
            12..30 => Some(self.rng.i32(0..60)),
            _ => Some(self.rng.i32(60..500)),
        };
        let age = self.rng.i32(40..2800);
        let first = date(2018, 6, 1);
        HandMadeCompany {
            name,
            reseller: Some(self.pick(&words.resellers).clone()),
            industry: (self.rng.u8(..20) > 0).then_some(industry),
            license: (self.rng.u8(..20) > 0).then(|| self.pick(&words.licenses).clone()),
            limit,
            active,
            inactive: self.rng.u32(..=active / 10 + 3),
            deleted: self.rng.u32(..=active / 4 + 2),
            monthly: active.saturating_sub(self.rng.u32(..=active / 20 + 1)),
            renews_in,
            created: (self.rng.u8(..25) > 0).then(|| self.day(-age).max(first)),
            locked: self.rng.u8(..100) < 3,
            tags: self.tags(),
            style: style.key.clone(),
            domains: None,
            unverified: Vec::new(),
            fields: Vec::new(),
            denied: Vec::new(),
            sync: None,
            older_answers: false,
            label: Some(label),
        }
    }

    fn style(&mut self) -> &'a Style {
        let styles = &self.words.styles;
        let mut at = self.rng.usize(..styles.iter().map(|s| s.weight).sum::<usize>().max(1));
        for style in styles {
            if at < style.weight {
                return style;
            }
            at -= style.weight;
        }
        &styles[0]
    }

    /// An unused name, its industry, and the base of its mail domain.
    fn name(&mut self, style: &Style) -> (String, String, String) {
        let mut round = 0;
        loop {
            let (trade, industry) = halves(self.pick(&style.trades));
            let stem = self.pick(&style.stems);
            let (stem, latin) = stem.split_once('|').unwrap_or((stem, ""));
            let name = style.pattern.replace("{stem}", stem).replace("{trade}", trade);
            let mut name = name.replace("{legal}", self.pick(&style.legals)).trim().to_owned();
            // When the words of a style run out, companies are numbered like branches.
            if round > 8 {
                name = format!("{name} {}", self.number(&name));
            }
            if self.taken.insert(name.clone()) {
                let kind = industry.split_whitespace().next().unwrap_or_default().to_lowercase();
                let label = if latin.is_empty() { spelt(&name) } else { format!("{latin}-{kind}") };
                return (name, industry.to_owned(), label);
            }
            round += 1;
        }
    }

    fn limit(&mut self) -> u32 {
        let round = [10, 20, 25, 30, 40, 50, 60, 75, 80, 100, 120, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2500];
        round[self.rng.usize(..round.len())]
    }

    /// How many of the seats are used: mostly some, sometimes all, nearly all or too many.
    fn fill(&mut self, limit: u32) -> u32 {
        match self.rng.u8(..100) {
            0..7 => limit + self.rng.u32(1..=limit / 10 + 2),
            7..12 => limit,
            12..26 => limit - (limit * self.rng.u32(1..=5) / 100).max(1),
            _ => limit * self.rng.u32(5..=94) / 100,
        }
    }

    fn tags(&mut self) -> Option<Vec<String>> {
        let count = match self.rng.u8(..10) {
            0..3 => return None,
            3 => 0,
            4..7 => 1,
            7..9 => 2,
            _ => 4,
        };
        Some(self.rng.choose_multiple(&self.words.tags, count).into_iter().cloned().collect())
    }
}

/// The first two words of a name as in a mail domain.
fn spelt(name: &str) -> String {
    name.split_whitespace().take(2).map(ascii).collect()
}

fn country(style: &Style) -> Country {
    let mut parts = style.country.split('|').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    Country { name: next(), code: next(), zone: next(), language: next(), street: style.street.clone() }
}

#[cfg(test)]
#[path = "generate_tests.rs"]
mod tests;
