//! Key list and palette: the commands that match what is typed, best matches first.

use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::scope::Scope;
use crate::app::keys::table::CommandRow;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::scope::{active_rows, import_scope, innermost, list_scope, pane_scope};
use crate::app::widgets::filter_list::FilterList;
use crate::domain::list::folding::fold;
use crate::domain::list::quick_filter::QuickFilter;

/// Words ignored in a search.
const FILLING: [&str; 12] = ["a", "an", "the", "to", "of", "my", "this", "how", "do", "i", "in", "by"];

/// Other words for a command, besides those of its help.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
fn also_called(command: Command) -> &'static str {
    match command {
        Command::Undo => "delete remove user take back",
        Command::Discard => "delete remove draft",
        Command::AddUser => "new create target",
        Command::Import(ImportAct::Open) => "upload bulk several many starters excel xlsx csv",
        Command::AddSystemUser => "new create admin administrator",
        Command::Export => "export save download csv excel file list",
        Command::Search => "find filter look",
        Command::SearchOwner => "who whose is owner find email domain",
        Command::Close => "quit exit leave close",
        Command::Reload => "refresh reload update",
        Command::Keys => "help shortcuts",
        Command::Palette => "commands",
        Command::Activity => "messages log history errors activity",
        Command::Profiles => "change reseller account",
        Command::Columns => "hide",
        Command::CopyReceipt => "ticket",
        Command::CopyRequest => "request",
        Command::Views => "named open",
        Command::SaveView => "store keep filter",
        Command::Note(_) => "alias memo remark nickname",
        Command::ShowAll => "clear reset filters",
        Command::FirstRow => "top",
        Command::LastRow => "bottom end",
        Command::OpenUsers => "list people",
        Command::Redraw => "refresh",
        Command::Only(QuickFilter::Renews) => "renewal expires soon",
        Command::Only(QuickFilter::Expired) => "ended",
        _ => "",
    }
}

/// The scope whose commands key list and palette show: the one below them.
#[must_use]
pub fn listed_scope(model: &Model) -> Scope {
    let below = model.overlays.iter().rev().find(|o| !matches!(o, Overlay::Keys(_) | Overlay::Palette(_)));
    match below {
        Some(Overlay::OwnerSearch) if innermost(model) == Scope::List => Scope::OwnerSearch,
        Some(Overlay::Note(_)) => Scope::Note,
        Some(Overlay::User) => Scope::User,
        Some(Overlay::UserGroups) => Scope::UserGroups,
        Some(Overlay::UserHistory) => Scope::UserHistory,
        Some(Overlay::Import) => import_scope(model),
        _ => pane_scope(model),
    }
}

/// The rows of the command table that key list and palette show now, best match first.
#[must_use]
pub fn listed_commands<'a>(model: &'a Model, list: &FilterList) -> Vec<&'a CommandRow> {
    let scope = listed_scope(model);
    // A digit without a view does nothing.
    let has_view = |key: u8| model.settings.views().iter().any(|view| view.key == Some(key));
    let is_of_use = |row: &&CommandRow| !matches!(row.command, Command::OpenView(key) if !has_view(key));
    let mut rows: Vec<&CommandRow> = active_rows(model, scope).filter(is_of_use).collect();
    if scope == Scope::Search {
        rows.extend(model.settings.keys.of_scope(list_scope(model)));
    }
    ranked(rows, list.filter.value())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// How well a command matches what was typed, smallest first; `None`: only by fuzzy match, if at all.
fn fit(row: &CommandRow, typed: &str, terms: &[&str]) -> Option<(u8, usize)> {
    // The case of a single letter matters: it is another key.
    let is_it = |keys: String| keys == typed || typed.chars().count() > 1 && fold(&keys) == fold(typed);
    if row.keys.iter().any(|keys| is_it(crate::app::keys::table::sequence(keys))) {
        return Some((0, 0));
    }
    let help = fold(&row.help);
    // Matches in the first words rank higher than those in the explanation.
    let (own, rest) = help.split_once([',', ';', ':']).unwrap_or((&help, ""));
    let also = also_called(row.command);
    let begins = |text: &str, word: &str| words(text).position(|w| w.starts_with(word));
    let mut first = usize::MAX;
    let mut worst = 0;
    for (n, word) in terms.iter().enumerate() {
        let (tier, at) = if let Some(at) = begins(own, word) {
            (1, at)
        } else if let Some(at) = begins(also, word) {
            (1, 1 + at)
        } else if let Some(at) = begins(&row.name, word) {
            (1, 2 + at)
        } else if let Some(at) = begins(rest, word) {
            (2, at)
        } else if help.contains(word) || fold(&row.keys_text()).contains(word) {
            (3, 0)
        } else {
            return None;
        };
        worst = worst.max(tier);
        if n == 0 {
            first = at;
        }
    }
    Some((worst, first))
}

fn ranked<'a>(rows: Vec<&'a CommandRow>, filter: &str) -> Vec<&'a CommandRow> {
    let typed = filter.trim();
    if typed.is_empty() {
        return rows;
    }
    let folded = fold(typed);
    let all: Vec<&str> = words(&folded).collect();
    let telling: Vec<&str> = all.iter().copied().filter(|word| !FILLING.contains(word)).collect();
    let terms = if telling.is_empty() { all } else { telling };
    let mut found: Vec<(u8, usize, &CommandRow)> = rows
        .iter()
        .filter_map(|row| fit(row, typed, &terms).filter(|_| !terms.is_empty()).map(|(tier, at)| (tier, at, *row)))
        .collect();
    found.sort_by_key(|(tier, at, _)| (*tier, *at));
    if !found.is_empty() {
        return found.into_iter().map(|(.., row)| row).collect();
    }
    // Without a matching word, letters in their order are enough.
    let texts: Vec<String> = rows.iter().map(|row| format!("{} {} {}", row.help, row.keys_text(), row.name)).collect();
    let found = crate::app::widgets::filter_list::matches(typed, texts.iter().map(String::as_str));
    found.into_iter().filter_map(|at| rows.get(at).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::table::ROWS;
    use crate::domain::list::columns::Column;
    use rstest::rstest;

    fn found(scope: Scope, typed: &str) -> Vec<Command> {
        let rows = scope.active().iter().flat_map(|scope| ROWS.iter().filter(move |row| row.scope == *scope));
        ranked(rows.collect(), typed).into_iter().map(|row| row.command).collect()
    }

    #[rstest]
    #[case("delete", Command::Undo)]
    #[case("remove user", Command::Undo)]
    #[case("undo", Command::Undo)]
    #[case("add", Command::AddUser)]
    #[case("new user", Command::AddUser)]
    #[case("create a user", Command::AddUser)]
    #[case("admin", Command::AddSystemUser)]
    #[case("export", Command::Export)]
    #[case("csv", Command::Export)]
    #[case("save the list", Command::Export)]
    #[case("copy id", Command::CopyId)]
    #[case("copy the name", Command::CopyName)]
    #[case("search", Command::Search)]
    #[case("who is this", Command::SearchOwner)]
    #[case("quit", Command::Close)]
    #[case("refresh", Command::Reload)]
    #[case("mouse", Command::Mouse)]
    #[case("help", Command::Keys)]
    #[case("sort by used", Command::Sort(Column::Used))]
    #[case("expired", Command::Only(QuickFilter::Expired))]
    #[case("over limit", Command::OverLimit)]
    #[case("switch profile", Command::Profiles)]
    #[case("errors", Command::Activity)]
    #[case("hide column", Command::Columns)]
    #[case("next page", Command::NextPage)]
    #[case("receipt", Command::CopyReceipt)]
    #[case("last row", Command::LastRow)]
    #[case("curl", Command::CopyRequest)]
    #[case("ctrl-s", Command::Export)]
    #[case("Z", Command::Undo)]
    fn what_is_asked_for_stands_first(#[case] typed: &str, #[case] first: Command) {
        assert_eq!(found(Scope::Table, typed).first(), Some(&first));
    }

    #[test]
    fn letter_matches_rank_below_word_matches() {
        assert!(!found(Scope::Table, "delete").contains(&Command::Mouse));
        assert_eq!(found(Scope::Form, "delete"), [Command::Discard], "a draft is what can be deleted in a form");
        // Letters alone are enough if no word matches.
        assert!(found(Scope::Table, "rcpt").contains(&Command::CopyReceipt));
    }
}
