//! The aliases and notes of all companies: those of this machine, and the aliases that a team shares in a file.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::entry::DeskEntry;
use super::note::{DeskNote, folded_alias};
use crate::domain::company::summary::Company;
use crate::domain::list::folding::Needle;
use crate::domain::service::ids::CompanyId;

/// An alias of a configuration: nobody changes it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedAlias {
    /// The alias, clean.
    pub alias: String,
    /// The company: its ID, or its full name where an ID is expected.
    pub company: CompanyId,
}

/// What was read of a desk. What could not be read stays as it is known.
#[derive(Debug, Clone, Default)]
pub struct LoadedNotes {
    /// Written on this machine.
    pub own: Option<BTreeMap<CompanyId, DeskNote>>,
    /// The aliases of the team.
    pub shared: Option<Vec<SharedAlias>>,
    /// What is wrong, as sentences.
    pub problems: Vec<String>,
}

/// The aliases and notes of all companies.
#[derive(Debug, Clone, Default)]
pub struct DeskNotes {
    own: BTreeMap<CompanyId, DeskNote>,
    shared: Vec<SharedAlias>,
    entries: HashMap<CompanyId, Arc<DeskEntry>>,
    /// The aliases of the team by what the company is called there, folded.
    by_name: HashMap<String, Vec<String>>,
}

impl DeskNotes {
    /// Those of this machine and of the team.
    #[must_use]
    pub fn new(own: BTreeMap<CompanyId, DeskNote>, shared: Vec<SharedAlias>) -> Self {
        let mut by_name = HashMap::<String, Vec<String>>::new();
        for SharedAlias { alias, company } in &shared {
            by_name.entry(folded_alias(company.as_str())).or_default().push(alias.clone());
        }
        let mut notes = Self { own, shared, entries: HashMap::new(), by_name };
        let companies = notes.own.keys().chain(notes.shared.iter().map(|shared| &shared.company));
        let entries = companies.filter_map(|id| Some((id.clone(), Arc::new(notes.entry(id)?)))).collect();
        notes.entries = entries;
        notes
    }

    fn entry(&self, id: &CompanyId) -> Option<DeskEntry> {
        let own = self.own.get(id).cloned().unwrap_or_default();
        let is_own = |alias: &str| own.aliases.iter().any(|mine| folded_alias(mine) == folded_alias(alias));
        let shared = self.shared.iter().filter(|shared| shared.company == *id && !is_own(&shared.alias));
        let shared: Vec<String> = shared.map(|shared| shared.alias.clone()).collect();
        (!own.is_empty() || !shared.is_empty()).then(|| DeskEntry::new(own, shared))
    }

    /// Nothing is written anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What is written about the company with this ID and name: the team may call it by either.
    #[must_use]
    pub fn of(&self, id: &CompanyId, name: &str) -> Option<Arc<DeskEntry>> {
        if id.is_missing() {
            return None;
        }
        let by_id = self.entries.get(id);
        let named = if self.by_name.is_empty() { None } else { self.by_name.get(&folded_alias(name)) };
        let Some(named) = named else { return by_id.cloned() };
        let own = self.own(id);
        let mut shared = by_id.map(|entry| entry.shared.clone()).unwrap_or_default();
        for alias in named {
            if !own.aliases.iter().chain(&shared).any(|known| folded_alias(known) == folded_alias(alias)) {
                shared.push(alias.clone());
            }
        }
        Some(Arc::new(DeskEntry::new(own, shared)))
    }

    /// The aliases of the team for this company.
    #[must_use]
    pub fn shared_of(&self, id: &CompanyId, name: &str) -> Vec<String> {
        self.of(id, name).map(|entry| entry.shared.clone()).unwrap_or_default()
    }

    /// The team calls a company so: by its ID or its name.
    #[must_use]
    pub fn is_of_the_team(&self, company: &CompanyId) -> bool {
        self.shared.iter().any(|shared| shared.company == *company)
    }

    /// What is written about it on this machine.
    #[must_use]
    pub fn own(&self, id: &CompanyId) -> DeskNote {
        self.own.get(id).cloned().unwrap_or_default()
    }

    /// What all of this machine have written.
    #[must_use]
    pub fn all_own(&self) -> &BTreeMap<CompanyId, DeskNote> {
        &self.own
    }

    /// The aliases of the team.
    #[must_use]
    pub fn shared(&self) -> &[SharedAlias] {
        &self.shared
    }

    /// This is written about the company from now on.
    pub fn put(&mut self, id: &CompanyId, note: DeskNote) {
        if note.is_empty() {
            self.own.remove(id);
        } else {
            self.own.insert(id.clone(), note);
        }
        match self.entry(id) {
            Some(entry) => drop(self.entries.insert(id.clone(), Arc::new(entry))),
            None => drop(self.entries.remove(id)),
        }
    }

    /// The companies with exactly this alias, as they are called where it is written; case and accents do not matter, as
    /// in names.
    #[must_use]
    pub fn with_alias(&self, text: &str) -> Vec<&CompanyId> {
        let folded = folded_alias(text);
        self.those(|entry| !folded.is_empty() && entry.folded_aliases().any(|alias| alias == folded))
    }

    /// The companies with an alias that contains these words. Never to be used where a company is changed.
    #[must_use]
    pub fn with_part(&self, text: &str) -> Vec<&CompanyId> {
        let needle = Needle::new(text);
        self.those(|entry| !needle.is_empty() && entry.folded_aliases().any(|alias| needle.is_in(alias)))
    }

    fn those(&self, fits: impl Fn(&DeskEntry) -> bool) -> Vec<&CompanyId> {
        let mut found: Vec<&CompanyId> =
            self.entries.iter().filter(|(_, entry)| fits(entry)).map(|(id, _)| id).collect();
        found.sort_unstable();
        found
    }

    /// Gives a company that was just read what is written about it.
    pub fn give(&self, company: &mut Company) {
        company.desk = self.of(&company.id, &company.name);
    }

    /// Gives a company what is written about it; true if that is something else than it had.
    pub fn attach(&self, company: &mut Arc<Company>) -> bool {
        let entry = self.of(&company.id, &company.name);
        if company.desk == entry {
            return false;
        }
        Arc::make_mut(company).desk = entry;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> CompanyId {
        CompanyId::new(text)
    }

    fn notes() -> DeskNotes {
        let own = BTreeMap::from([
            (id("c1"), DeskNote::typed("Cob, Lefèvre", "Ask for Jane")),
            (id("c2"), DeskNote::typed("", "x")),
        ]);
        let shared = [("cobalt ins", "c1"), ("COB", "c1"), ("cob", "c3")];
        let shared = shared.map(|(alias, company)| SharedAlias { alias: alias.to_owned(), company: id(company) });
        DeskNotes::new(own, shared.into())
    }

    #[test]
    fn alias_is_found_by_all_of_it() {
        let notes = notes();
        for (text, found) in [
            ("COB", vec!["c1", "c3"]),
            ("lefevre", vec!["c1"]),
            ("Cobalt  Ins", vec!["c1"]),
            ("cobalt", vec![]),
            ("jane", vec![]),
            ("", vec![]),
        ] {
            let with: Vec<_> = notes.with_alias(text).into_iter().map(CompanyId::as_str).collect();
            assert_eq!(with, found, "{text}");
        }
        assert_eq!(notes.with_part("ins coba"), [&id("c1")]);
        assert!(notes.with_part(" ").is_empty());
    }

    #[test]
    fn own_alias_is_not_shown_twice() {
        let notes = notes();
        let entry = notes.of(&id("c1"), "").expect("an entry");
        assert_eq!(entry.aliases().collect::<Vec<_>>(), ["Cob", "Lefèvre", "cobalt ins"]);
        assert_eq!(entry.shared, ["cobalt ins"]);
        assert!(notes.of(&id("c4"), "").is_none());
    }

    #[test]
    fn note_is_put_and_taken_away() {
        let mut notes = notes();
        notes.put(&id("c1"), DeskNote::default());
        assert_eq!(notes.of(&id("c1"), "").expect("the team's").shared, ["cobalt ins", "COB"]);
        notes.put(&id("c2"), DeskNote::default());
        assert!(notes.of(&id("c2"), "").is_none() && !notes.all_own().contains_key(&id("c2")));
        notes.put(&id("c4"), DeskNote::typed("d", ""));
        assert_eq!(notes.with_alias("D"), [&id("c4")]);
    }

    #[test]
    fn team_may_call_a_company_by_its_name() {
        let own = BTreeMap::from([(id("c1"), DeskNote::typed("cob", "x"))]);
        let shared = [("COB", "Lefèvre  SA"), ("lef", "lefevre sa"), ("six", "c1")];
        let shared = shared.map(|(alias, company)| SharedAlias { alias: alias.to_owned(), company: id(company) });
        let notes = DeskNotes::new(own, shared.into());
        let entry = notes.of(&id("c1"), "Lefevre SA").expect("an entry");
        assert_eq!(entry.aliases().collect::<Vec<_>>(), ["cob", "six", "lef"]);
        assert_eq!(entry.own.text, "x");
        assert_eq!(notes.shared_of(&id("c2"), "LEFÈVRE SA"), ["COB", "lef"]);
        assert!(notes.shared_of(&id("c2"), "Lefevre").is_empty());
        assert!(notes.of(&CompanyId::missing(), "Lefevre SA").is_none());
        assert_eq!(notes.with_alias("lef"), [&id("lefevre sa")]);
    }
}
