//! Why a list is empty: the filters and the search that exclude rows, and what each alone would show.

use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::domain::list::index_query::{Filters, IndexQuery};
use crate::domain::text::count;

/// The text shown when there are no companies and nothing failed.
#[must_use]
pub fn no_companies(model: &Model) -> String {
    let list = &model.companies;
    let key = |command| model.describe_keys(command, Scope::Table);
    let (search, filters) = (list.wanted.search.as_str(), list.wanted.filters);
    let each = filters.each();
    let all = key(Command::ShowAll);
    match (each.as_slice(), search) {
        ([], "") if list.shown.is_some() => "This reseller has no companies.".to_owned(),
        ([], "") => format!("Nothing was loaded. {} loads the companies.", key(Command::Reload)),
        ([], _) => format!("No company matches \"{search}\". Esc clears the search."),
        ([(one, only)], "") => {
            let again = if only.over_limit { key(Command::OverLimit) } else { all };
            format!("No company is {one}. {again} shows all.")
        }
        _ => together(model, &each, search, &all),
    }
}

/// Several conditions together exclude every row.
fn together(model: &Model, each: &[(String, Filters)], search: &str, all: &str) -> String {
    let drops = if search.is_empty() { String::new() } else { "Esc clears the search, ".to_owned() };
    let ends = format!("{drops}{all} shows all.");
    let quoted = format!("\"{search}\"");
    if !model.companies.source.is_cached() {
        let filters: Vec<&str> = each.iter().map(|(words, _)| words.as_str()).collect();
        return format!("No company that is {} matches {quoted}. {ends}", filters.join(" and "));
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
        return format!("{}{others}. {ends}", is(words, n));
    }
    let mut parts: Vec<String> = each.iter().map(|(words, filter)| is(words, alone(*filter, ""))).collect();
    if !search.is_empty() {
        parts.push(format!("{} found by {quoted}", count(found, "company is", "companies are")));
    }
    let said = parts.join(", ").replace(", No company", ", no company");
    format!("{said}; none is all of this. {ends}")
}
