//! The samples and how they are read.

use std::collections::BTreeMap;
use std::path::Path;

use keepnet_tui::domain::user::phone::PhoneRegion;
use keepnet_tui::paste::{Certainty, Contact, Context, Part};
use serde::Deserialize;

/// Values by the short name of their field.
pub type Fields = BTreeMap<String, String>;

/// A paste and what is to be understood of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    pub name: String,
    pub text: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
    /// Of the first person.
    #[serde(default)]
    pub sure: Fields,
    #[serde(default)]
    pub guess: Fields,
    /// Words that the reason for a field has in it.
    #[serde(default)]
    pub why: Fields,
    /// The lines nothing is taken from, where the sample cares.
    pub leftover: Option<Vec<usize>>,
    /// It is an ordinary paste with nothing to preview.
    #[serde(default)]
    pub plain: bool,
    /// What somebody who reads the paste would type for the first person: nothing else may be sure.
    pub wanted: Option<Fields>,
    /// It has letters that are written as numbers: values cannot be looked for in it as they are.
    #[serde(default)]
    pub coded: bool,
    /// How many people there are, where they are not all listed.
    count: Option<usize>,
    /// Everybody, where there are several.
    #[serde(default)]
    pub people: Vec<Expected>,
}

/// One of several people.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    #[serde(default)]
    pub sure: Fields,
    #[serde(default)]
    pub guess: Fields,
    wanted: Option<Fields>,
}

#[derive(Deserialize)]
struct File {
    sample: Vec<Sample>,
}

impl Sample {
    /// Calls with the context of the sample.
    pub fn with_context<T>(&self, call: impl FnOnce(&Context<'_>) -> T) -> T {
        let region = PhoneRegion::new(&self.region);
        assert_eq!(region.is_some(), !self.region.is_empty(), "{}: region", self.name);
        call(&Context { region, domains: &self.domains, groups: &self.groups, languages: &self.languages })
    }
}

impl Sample {
    /// How many people the paste is about.
    pub fn count(&self) -> usize {
        let named = self.wanted.as_ref().map_or(!self.sure.is_empty() || !self.guess.is_empty(), |w| !w.is_empty());
        self.count.unwrap_or_else(|| self.people.len().max(usize::from(named)))
    }

    /// The right values of everybody, or of the first, as far as they are listed.
    pub fn everybody(&self) -> Vec<Fields> {
        let both =
            |sure: &Fields, guess: &Fields| sure.iter().chain(guess).map(|(f, v)| (f.clone(), v.clone())).collect();
        if self.people.is_empty() {
            return vec![self.wanted.clone().unwrap_or_else(|| both(&self.sure, &self.guess))];
        }
        self.people.iter().map(|p| p.wanted.clone().unwrap_or_else(|| both(&p.sure, &p.guess))).collect()
    }
}

/// All samples with the file each is from.
pub fn samples() -> Vec<(String, Sample)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/paste");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder of samples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "toml") {
            let text = std::fs::read_to_string(&path).expect("a text");
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            found.extend(file.sample.into_iter().map(|sample| (name.clone(), sample)));
        }
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}

/// The short name of a part in a sample.
pub fn word(part: Part) -> &'static str {
    match part {
        Part::Email => "email",
        Part::Phone => "phone",
        Part::FirstName => "first",
        Part::LastName => "last",
        Part::Department => "department",
        Part::Groups => "groups",
        Part::Language => "language",
        Part::TimeZone => "timezone",
        Part::Priority => "priority",
        Part::Active => "active",
        Part::ManagerFirstName => "manager_first",
        Part::ManagerLastName => "manager_last",
        Part::ManagerEmail => "manager_email",
    }
}

/// What was understood surely, or as a guess; and why.
pub fn said(found: &Contact, sure: bool) -> (Fields, Fields) {
    let of = found.findings.iter().filter(|f| (f.certainty == Certainty::Sure) == sure);
    of.map(|f| {
        let word = word(f.part).to_owned();
        ((word.clone(), f.value.clone()), (word, f.why.clone()))
    })
    .unzip()
}
