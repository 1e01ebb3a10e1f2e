//! Why a list is empty: the filters and the search that exclude rows, and what each alone would show.

use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::domain::list::index_query::{Filters, IndexQuery};
use crate::domain::text::count;

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
    let (search, filters) = (list.wanted.search.as_str(), list.wanted.filters);
    let each = filters.each();
    let all = key(Command::ShowAll);
    match (each.as_slice(), search) {
        ([], "") if list.shown.is_some() => EmptyList::new("This reseller has no companies."),
        ([], "") => EmptyList::new("Nothing was loaded.").key(key(Command::Reload), "loads the companies"),
        ([], _) => EmptyList::new(format!("No company matches \"{search}\".")).key("Esc", CLEARS),
        ([(one, only)], "") => {
            let again = if only.over_limit { key(Command::OverLimit) } else { all };
            EmptyList::new(format!("No company is {one}.")).key(again, SHOWS_ALL)
        }
        _ => {
            let said = EmptyList { why: together(model, &each, search), ..EmptyList::new("No company matches.") };
            if search.is_empty() { said } else { said.key("Esc", CLEARS) }.key(all, SHOWS_ALL)
        }
    }
}

/// What is shown when a company has no users and nothing failed.
#[must_use]
pub fn no_users(model: &Model) -> EmptyList {
    let list = &model.users.list;
    let name = model.users.company.as_ref().map_or("", |c| c.name.as_str());
    let key = |command| model.describe_keys(command, Scope::Users);
    if !list.wanted.query.search.is_empty() {
        EmptyList::new(format!("No user of {name} matches \"{}\".", list.wanted.query.search)).key("Esc", CLEARS)
    } else if list.shown.is_some() {
        EmptyList::new(format!("{name} has no users yet.")).key(key(Command::AddUser), "adds one")
    } else {
        EmptyList::new("Nothing was loaded.").key(key(Command::Reload), "loads the users")
    }
}

/// Several conditions together exclude every row.
fn together(model: &Model, each: &[(String, Filters)], search: &str) -> String {
    let quoted = format!("\"{search}\"");
    if !model.companies.source.is_cached() {
        let filters: Vec<&str> = each.iter().map(|(words, _)| words.as_str()).collect();
        return format!("No company that is {} matches {quoted}.", filters.join(" and "));
    }
    let today = model.now.local.date();
    let alone = |filters: Filters, search: &str| {
        let query = IndexQuery { search: search.to_owned(), filters, ..IndexQuery::default() };
        model.companies.index().find(&query, today).total()
    };
    let is = |words: &str, n: u64| match n {
        0 => format!("No company is {words}"),
        1 => format!("1 company is {words}"),
        n => format!("{n} companies are {}", words.replace("its licence", "their licence")),
    };
    let found = alone(Filters::default(), search);
    if let ([(words, filter)], false) = (each, search.is_empty()) {
        let n = alone(*filter, "");
        let others = match (n, found) {
            (0, 0) => format!(", and none matches {quoted}"),
            (0, 1) => format!("; 1 matches {quoted}"),
            (0, found) => format!("; {found} match {quoted}"),
            (_, 0) => format!("; none of them matches {quoted}, nor does any other"),
            (_, 1) => format!("; none of them matches {quoted}, as 1 other does"),
            (_, found) => format!("; none of them matches {quoted}, as {found} others do"),
        };
        return format!("{}{others}.", is(words, n));
    }
    let mut parts: Vec<String> = each.iter().map(|(words, filter)| is(words, alone(*filter, ""))).collect();
    if !search.is_empty() {
        parts.push(format!("{} found by {quoted}", count(found, "company is", "companies are")));
    }
    let said = parts.join(", ").replace(", No company", ", no company");
    format!("{said}; none is all of this.")
}
