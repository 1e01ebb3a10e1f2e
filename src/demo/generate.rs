//! Makes the companies, their groups and their users: the hand-made ones and as many others as asked for.
//!
//! The same seed and the same day make the same companies, and the first ones do not depend on how many follow.

use std::collections::HashSet;

use fastrand::Rng;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::assets::{Assets, Special, Style, Words, halves};
use super::company::{Company, Country, Group, LimitForm, Stamp};
use super::text::ascii;
use super::user::StoredUser;

/// Users kept one by one per company; the others are only counted.
const USERS: u32 = 12;
/// The reseller whose credentials the server knows.
pub(super) const RESELLER: &str = "Northwind MSP";

/// Makes companies, one after the other.
pub(super) struct Maker<'a> {
    words: &'a Words,
    rng: Rng,
    today: Date,
    /// IDs, names and mail domains given away.
    taken: HashSet<String>,
}

impl<'a> Maker<'a> {
    /// One that draws from these words.
    pub(super) fn new(words: &'a Words, seed: u64, today: Date) -> Self {
        Self { words, rng: Rng::with_seed(seed), today, taken: HashSet::new() }
    }

    /// Every company of the files, then as many made-up ones as make `count` of the reseller's own.
    pub(super) fn companies(mut self, assets: &Assets, count: usize) -> (Vec<Company>, Rng) {
        let mut all = Vec::with_capacity(count + assets.made.foreign.len());
        for special in &assets.made.foreign {
            all.push(self.build(special, false));
        }
        // Names of the files are given away first, so that no made-up company takes one.
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

    fn build(&mut self, special: &Special, managed: bool) -> Company {
        let words = self.words;
        // A key that no style has would be a typing error of the file; a test looks for it.
        let style = words.styles.iter().find(|s| s.key == special.style).unwrap_or(&words.styles[0]);
        let id = self.id();
        let created = special.created.map(|day| Stamp::new(day, self.rng.u8(..)));
        let ends = special.renews_in.map(|days| Stamp::new(self.day(days), self.rng.u8(..)));
        let mut company = Company {
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
            groups: Vec::new(),
            users: Vec::new(),
        };
        company.groups = self.groups();
        company.users = self.users(&company, style);
        company
    }

    fn day(&self, days: i32) -> Date {
        // Only a day at the very end of the calendar has no such neighbour.
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
                Group { id: self.id(), name: name.to_owned(), priority: priority.to_owned(), created }
            })
            .collect()
    }

    fn users(&mut self, company: &Company, style: &Style) -> Vec<StoredUser> {
        let domain = self.domain(company, style);
        let gone = company.deleted.min(1);
        let asleep = company.inactive.min(1);
        let awake = company.active.min(USERS - gone - asleep);
        (0..awake + asleep + gone)
            .map(|n| {
                let mut user = self.person(style, &domain, company);
                user.active = n < awake;
                user.deleted = n >= awake + asleep;
                user
            })
            .collect()
    }

    fn person(&mut self, style: &Style, domain: &str, company: &Company) -> StoredUser {
        let (first, first_latin) = halves(self.pick(&style.first));
        let (last, last_latin) = halves(self.pick(&style.last));
        let name = format!("{first_latin}.{last_latin}").to_lowercase();
        let mut email = format!("{name}@{domain}");
        let mut n = 2;
        while !self.taken.insert(email.clone()) {
            email = format!("{name}{n}@{domain}");
            n += 1;
        }
        let age = self.rng.i32(1..700);
        let created = self.day(-age);
        StoredUser {
            resource_id: self.id(),
            email,
            // Ofcom's numbers for drama, which reach nobody.
            phone: if self.rng.u8(..5) == 0 { String::new() } else { format!("+447700900{:03}", self.rng.u16(..1000)) },
            first_name: Some(first.to_owned()),
            last_name: Some(last.to_owned()),
            department: (self.rng.u8(..8) > 0).then(|| self.pick(&self.words.departments).clone()),
            priority: ["Low", "Medium", "Medium", "High"][self.rng.usize(..4)].into(),
            active: true,
            deleted: false,
            groups: self.rng.choice(&company.groups).map(|group| group.id.clone()).into_iter().collect(),
            time_zone: (self.rng.u8(..4) == 0).then(|| company.country.zone.clone()),
            language: None,
            manager_first_name: None,
            manager_last_name: None,
            manager_email: None,
            custom_fields: Vec::new(),
            created: Stamp::new(created, 2).as_str().to_owned(),
            requested: false,
        }
    }

    /// A mail domain of its own, from the first two words of the name where they can be spelt.
    fn domain(&mut self, company: &Company, style: &Style) -> String {
        let mut label: String = company.name.split_whitespace().take(2).map(ascii).collect();
        if label.len() < 4 {
            label = format!("{}-{}", style.key, company.id.to_lowercase());
        }
        let mut domain = format!("{label}.example");
        let mut n = 2;
        while !self.taken.insert(domain.clone()) {
            domain = format!("{label}{n}.example");
            n += 1;
        }
        domain
    }

    fn pick<'w>(&mut self, list: &'w [String]) -> &'w String {
        // No list is empty: the files were looked through when they were read.
        &list[self.rng.usize(..list.len())]
    }

    fn invent(&mut self) -> Special {
        let words = self.words;
        let style = self.style();
        let (name, industry) = self.name(style);
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
        Special {
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

    /// A name that no company has yet, and the industry it speaks of.
    fn name(&mut self, style: &Style) -> (String, String) {
        let mut round = 0;
        loop {
            let (trade, industry) = halves(self.pick(&style.trades));
            let name = style.pattern.replace("{stem}", self.pick(&style.stems)).replace("{trade}", trade);
            let mut name = name.replace("{legal}", self.pick(&style.legals)).trim().to_owned();
            // The words of a style run out at last; then companies are numbered, as branches are.
            if round > 8 {
                name = format!("{name} {}", round - 7);
            }
            if self.taken.insert(name.clone()) {
                return (name, industry.to_owned());
            }
            round += 1;
        }
    }

    fn limit(&mut self) -> u32 {
        let round = [10, 20, 25, 30, 40, 50, 60, 75, 80, 100, 120, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2500];
        round[self.rng.usize(..round.len())]
    }

    /// How many of the seats are taken: mostly some, now and then all, nearly all or too many.
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

/// 12 letters and digits.
pub(super) fn resource_id(rng: &mut Rng) -> String {
    std::iter::repeat_with(|| rng.alphanumeric()).take(12).collect()
}

fn country(style: &Style) -> Country {
    let mut parts = style.country.split('|').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    Country { name: next(), code: next(), zone: next(), language: next() }
}

#[cfg(test)]
#[path = "generate_tests.rs"]
mod tests;
