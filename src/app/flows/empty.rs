//! Why a list is empty: the filters and the search that exclude rows, and what each alone would show.

use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::scope::list_scope;
use crate::app::screen::user_rows::user_words;
use crate::domain::list::filter::term::{Filter, Term};
use crate::domain::list::index_query::{IndexQuery, OVER_LIMIT};
use crate::domain::text::count;
use crate::domain::time::weekday::spoken;

/// What stands in place of rows when nothing failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EmptyList {
    /// What it is, in one sentence.
    pub what: String,
    /// The whole of it, if it takes more to say.
    pub why: String,
    /// Keys, and what each does.
    pub keys: Vec<(String, String)>,
}

impl EmptyList {
    fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    fn key(mut self, key: impl Into<String>, does: &str) -> Self {
        self.keys.push((key.into(), does.to_owned()));
        self
    }
}

impl std::fmt::Display for EmptyList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = if self.why.is_empty() { &self.what } else { &self.why };
        f.write_str(said)?;
        let keys: Vec<String> = self.keys.iter().map(|(key, does)| format!("{key} {does}")).collect();
        if keys.is_empty() { Ok(()) } else { write!(f, " {}.", keys.join(", ")) }
    }
}

const SHOWS_ALL: &str = "shows all";
const CLEARS: &str = "clears the search";

/// What is shown when there are no companies and nothing failed.
#[must_use]
pub fn no_companies(model: &Model) -> EmptyList {
    let list = &model.companies;
    let key = |command| model.describe_keys(command, Scope::Table);
    match list.groups_missing() {
        Some(None) => return EmptyList::new("Loading the company groups…"),
        Some(Some(failure)) => {
            let said = EmptyList { why: failure.to_string(), ..EmptyList::new("The company groups were not loaded.") };
            return said.key(key(Command::Reload), "tries again").key(key(Command::ShowAll), SHOWS_ALL);
        }
        None => {}
    }
    if list.is_sifting_on() {
        return EmptyList::new(format!("None so far; {}…", list.sieve_note().unwrap_or_default()));
    }
    let parts = parts(&list.wanted);
    let is_searched = !list.wanted.search.is_empty();
    let said = match parts.as_slice() {
        [] if list.shown.is_some() => return EmptyList::new("This reseller has no companies."),
        [] => return EmptyList::new("Nothing was loaded.").key(key(Command::Reload), "loads the companies"),
        [Part { text, is_words: true, .. }] => EmptyList::new(format!("No company matches \"{text}\".")),
        [Part { text, .. }] if text == OVER_LIMIT => {
            let said = EmptyList::new("No company is over its licence limit.");
            return said.key(key(Command::OverLimit), SHOWS_ALL);
        }
        [Part { alone, .. }] if unchanged(model, alone).is_some() => unchanged(model, alone).unwrap_or_default(),
        [Part { text, .. }] => EmptyList::new(format!("No company fits {text}.")),
        parts => EmptyList { why: together(model, parts), ..EmptyList::new("No company fits all of this.") },
    };
    let said = if is_searched { said.key("Esc", CLEARS) } else { said };
    if list.wanted.filters.is_empty() { said } else { said.key(key(Command::ShowAll), SHOWS_ALL) }
}

/// Nothing has changed since a day, or no day is kept to compare with.
fn unchanged(model: &Model, query: &IndexQuery) -> Option<EmptyList> {
    let today = model.now.local.date();
    let wanted = query.filters.days_since(today).next().filter(|_| query.filters.terms.iter().all(|t| !t.negated))?;
    let days = model.companies.earlier_days();
    let said = match days.nearest(wanted, today) {
        Some(day) if days.day(day).is_none() => format!("Reading the companies of {day}."),
        Some(day) => format!("Nothing has changed since {}.", spoken(day, today)),
        None if model.companies.source.is_too_large() => {
            format!("What has changed is known of up to {} companies.", model.settings.cache_limit)
        }
        None if days.has_unreadable() => "The companies of earlier days cannot be read.".to_owned(),
        None => "No earlier day is kept yet: what is there today can be compared with from tomorrow on.".to_owned(),
    };
    Some(EmptyList::new(said))
}

/// One condition, to be said and counted alone.
struct Part {
    text: String,
    is_words: bool,
    alone: IndexQuery,
}

/// The conditions of a query; its words are one.
fn parts(query: &IndexQuery) -> Vec<Part> {
    let conditions = query.conditions();
    let words = conditions.only(Term::is_word);
    let comparing = conditions.terms.into_iter().filter(|term| !term.is_word()).map(|term| Part {
        text: term.text.clone(),
        is_words: false,
        alone: IndexQuery { filters: Filter { terms: vec![term] }, ..IndexQuery::default() },
    });
    let searched = (!words.is_empty()).then(|| Part {
        alone: IndexQuery { search: words.clone(), ..IndexQuery::default() },
        text: words,
        is_words: true,
    });
    comparing.chain(searched).collect()
}

/// What is shown when a company has no users and nothing failed.
#[must_use]
pub fn no_users(model: &Model) -> EmptyList {
    let list = &model.users.list;
    let name = model.users.company.as_ref().map_or("", |c| c.name.as_str());
    let scope = list_scope(model);
    let key = |command| model.describe_keys(command, scope);
    let words = user_words(model.users.listed_subject());
    let (one, many) = (words.one, words.many);
    let conditions = list.wanted.conditions();
    let fits = conditions.only(|term| !term.is_word());
    if list.is_sifting_on() {
        EmptyList::new(format!("None so far; {}…", list.sieve_note().unwrap_or_default()))
    } else if !fits.is_empty() {
        let words = conditions.only(Term::is_word);
        let words = if words.is_empty() { words } else { format!(" and matches \"{words}\"") };
        let said = EmptyList::new(format!("No {one} of {name} fits {fits}{words}."));
        if list.wanted.query.search.is_empty() { said } else { said.key("Esc", CLEARS) }
    } else if !list.wanted.query.search.is_empty() {
        EmptyList::new(format!("No {one} of {name} matches \"{}\".", list.wanted.query.search)).key("Esc", CLEARS)
    } else if list.shown.is_some() {
        let adds = if scope == Scope::SystemUsers { Command::AddSystemUser } else { Command::AddUser };
        EmptyList::new(format!("{name} has no {many} yet.")).key(key(adds), "adds one")
    } else {
        EmptyList::new("Nothing was loaded.").key(key(Command::Reload), &format!("loads the {many}"))
    }
}

/// Several conditions together exclude every row: how many companies fit each alone, where that is known.
fn together(model: &Model, parts: &[Part]) -> String {
    let quoted = |part: &Part| if part.is_words { format!("\"{}\"", part.text) } else { part.text.clone() };
    if !model.companies.source.is_cached() {
        let all: Vec<String> = parts.iter().map(quoted).collect();
        return format!("No company fits {}.", all.join(" and "));
    }
    let today = model.now.local.date();
    let each = parts.iter().map(|part| {
        let found = model.companies.index().find(&part.alone, today).total();
        let verb = match (part.is_words, found) {
            (true, 0 | 1) => "matches",
            (true, _) => "match",
            (false, 0 | 1) => "fits",
            (false, _) => "fit",
        };
        let found = if found == 0 { "no company".to_owned() } else { count(found, "company", "companies") };
        format!("{found} {verb} {}", quoted(part))
    });
    let said = format!("{}; none does all of this.", each.collect::<Vec<_>>().join(", "));
    said.strip_prefix("no").map_or(said.clone(), |rest| format!("No{rest}"))
}
