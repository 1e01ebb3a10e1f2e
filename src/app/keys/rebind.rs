//! Configured keys: laid over the command table, or rejected with an explanation.

use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::own_rows::own_rows;
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::keys::table::{CommandRow, ROWS, sequence};
use crate::domain::desk::own_command::OwnCommand;
use crate::domain::terminal::key_binding::{Binding, Problem};
use crate::domain::text::count;
use crate::domain::text::nearest::nearest;

/// Maximum key presses of a sequence.
const LONGEST: usize = 3;

/// Keys named in the help texts of the table: the words around them, the command, and the scope.
const SPOKEN: [(&str, &str, Command, Scope); 2] =
    [("Enter", " keeps it", Command::AcceptSearch, Scope::Search), ("Enter", " runs", Command::Accept, Scope::List)];

/// A valid line of `[keys]`.
struct RequestedBinding {
    command: Command,
    keys: Vec<Vec<KeyPress>>,
    line: usize,
}

/// A conflict between the keys of two commands.
#[derive(Clone, Copy)]
struct Conflict<'a> {
    own: &'a CommandRow,
    keys: &'a [KeyPress],
    other: &'a CommandRow,
    others: &'a [KeyPress],
    /// Line of the configuration.
    line: Option<usize>,
}

impl Conflict<'_> {
    /// The same conflict, possibly in another scope.
    fn is(&self, other: &Self) -> bool {
        self.is_of(other) && (self.other.command, self.others) == (other.other.command, other.others)
    }

    fn is_of(&self, other: &Self) -> bool {
        (self.own.command, self.keys) == (other.own.command, other.keys)
    }

    fn is_alike(&self) -> bool {
        self.keys != self.others
    }

    /// The message; `more` is the number of further keys with the same conflict.
    fn message(&self, more: usize) -> String {
        let (name, other) = (&self.own.name, &self.other.name);
        let place = self.other.scope.title();
        let (keys, others) = (sequence(self.keys), sequence(self.others));
        match (self.is_alike(), more) {
            (false, _) => {
                let help = &self.other.help;
                format!("{name}: {keys} is the key of {other} (\"{help}\", {place}); give one of them another key")
            }
            (true, 0) => {
                format!(
                    "{name}: {keys} and {others} of {other} ({place}) start alike, so one of them could never be used"
                )
            }
            (true, _) => format!(
                "{name}: {keys} and {others} of {other} ({place}) start alike, so one of them could never be used; {}",
                count(u64::try_from(more).unwrap_or(u64::MAX), "more key starts so", "more keys start so")
            ),
        }
    }
}

/// The key map with these bindings and commands.
///
/// # Errors
///
/// Everything that is wrong with them, each with its line.
pub fn rebound(bindings: &[Binding], own: &[OwnCommand]) -> Result<KeyMap, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut rows = ROWS.clone();
    rows.extend(own_rows(own, &mut problems));
    let bound = |command: &&OwnCommand| !bindings.iter().any(|binding| binding.command == command.name);
    let of_own = own.iter().filter(bound).map(|command| Binding {
        command: command.name.clone(),
        keys: command.keys.clone(),
        line: command.line,
    });
    let bindings: Vec<Binding> = bindings.iter().cloned().chain(of_own).collect();
    let wishes: Vec<RequestedBinding> =
        bindings.iter().filter_map(|binding| parse_binding(binding, &rows, &mut problems)).collect();
    for row in &mut rows {
        if let Some(wish) = wishes.iter().find(|w| w.command == row.command) {
            row.keys = keys_of(row, wish);
        }
    }
    let mut unique: Vec<Conflict<'_>> = Vec::new();
    for clash in conflicts(&rows, &wishes) {
        if !unique.iter().any(|other| other.is(&clash)) {
            unique.push(clash);
        }
    }
    for (n, clash) in unique.iter().enumerate() {
        let same = |other: &&Conflict<'_>| clash.is_alike() && other.is_alike() && other.is_of(clash);
        if !unique[..n].iter().any(|other| same(&other)) {
            let more = unique[n + 1..].iter().filter(same).count();
            problems.push(Problem { line: clash.line, message: clash.message(more) });
        }
    }
    problems.sort();
    if problems.is_empty() { Ok(spoken(rows)) } else { Err(problems) }
}

fn parse_binding(binding: &Binding, rows: &[CommandRow], problems: &mut Vec<Problem>) -> Option<RequestedBinding> {
    let mut complain = |said: String| problems.push(Problem { line: Some(binding.line), message: said });
    let Some(command) = rows.iter().find(|row| row.name == binding.command).map(|row| row.command) else {
        complain(unknown(&binding.command, rows));
        return None;
    };
    let name = &binding.command;
    let mut keys = Vec::new();
    for text in &binding.keys {
        match read(text) {
            Ok(presses) => keys.push(presses),
            Err(why) => complain(format!("{name}: {why}")),
        }
    }
    // An invalid key is reported already; what follows from it is not reported as well.
    if keys.len() < binding.keys.len() {
        return None;
    }
    let missing = needed(command, &keys);
    let text = keys.iter().find(|keys| rows.iter().filter(|r| r.command == command).all(|row| is_text(row, keys)));
    if let Some(why) = missing {
        complain(format!("{name}: {why}"));
    } else if let Some(keys) = text {
        complain(format!(
            "{name}: {} {} where this command applies ({}); a key such as f2 does neither",
            sequence(keys),
            if keys.first().is_some_and(|p| p.typed().is_some()) { "is text" } else { "edits the text" },
            places(command, rows),
        ));
    } else {
        return Some(RequestedBinding { command, keys, line: binding.line });
    }
    None
}

fn unknown(name: &str, rows: &[CommandRow]) -> String {
    let words = name.to_lowercase().replace([' ', '_'], "-");
    let by_label =
        rows.iter().find(|r| !r.label.is_empty() && r.label.trim_end_matches('.').replace(' ', "-") == words);
    let meant = by_label.map(|r| r.name.as_str()).or_else(|| nearest(&words, rows.iter().map(|row| row.name.as_str())));
    let meant = meant.map(|name| format!("did you mean {name}? ")).unwrap_or_default();
    format!("no command is called \"{name}\"; {meant}keepnet-tui keys lists all")
}

/// A key sequence in the notation of the configuration.
fn read(text: &str) -> Result<Vec<KeyPress>, String> {
    let presses = text.split_whitespace().map(KeyPress::read).collect::<Result<Vec<_>, _>>()?;
    match presses.len() {
        0 => Err("a key is empty; write it like f2, ctrl-r, G or \"s u\", or use [] for no keys".to_owned()),
        1..=LONGEST => Ok(presses),
        n => Err(format!("\"{text}\" has {n} keys; {LONGEST} at most follow each other")),
    }
}

/// Keys that are required.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
fn needed(command: Command, keys: &[Vec<KeyPress>]) -> Option<&'static str> {
    let has = |key: &str| keys.iter().any(|k| k.len() == 1 && k.first().copied() == KeyPress::parse(key));
    match command {
        Command::Back if !has("esc") => Some("esc must be among its keys: it leaves whatever is open"),
        Command::Interrupt if !has("ctrl-c") => Some("ctrl-c must be among its keys: it cancels what is under way"),
        Command::Close if keys.is_empty() => Some("it needs a key: it closes panes and quits"),
        Command::Accept if keys.is_empty() => Some("it needs a key: without it nothing could be chosen"),
        Command::Yes if keys.is_empty() => Some("it needs a key: without it no question could be answered"),
        Command::Yes if has("enter") || has("space") => {
            Some("enter and space take what has the focus, which is No: pressed once too often they must not mean Yes")
        }
        Command::Keys if keys.iter().all(|k| is_for_the_input(k)) => {
            Some("it needs a key that no input takes, such as f1: it opens the key list there")
        }
        _ => None,
    }
}

/// These keys would be text or edit text in the scope of the row. Keys of the table itself do not count.
fn is_text(row: &CommandRow, keys: &[KeyPress]) -> bool {
    row.scope.is_text() && is_for_the_input(keys) && !row.keys.iter().any(|own| own == keys)
}

/// The keys of a row after a rebinding. In an input letters are text: there a command has those of
/// its keys that are not; if none is left, its old ones.
fn keys_of(row: &CommandRow, wish: &RequestedBinding) -> Vec<Vec<KeyPress>> {
    let usable: Vec<_> = wish.keys.iter().filter(|keys| !is_text(row, keys)).cloned().collect();
    if usable.is_empty() && !wish.keys.is_empty() { row.keys.clone() } else { usable }
}

fn places(command: Command, rows: &[CommandRow]) -> String {
    let mut places: Vec<&str> = rows.iter().filter(|r| r.command == command).map(|r| r.scope.title()).collect();
    places.dedup();
    places.join(", ")
}

fn are_active_together(one: Scope, other: Scope) -> bool {
    one.active().contains(&other) || other.active().contains(&one)
}

/// Keys with two meanings in one scope. If the table itself has both, the inner scope wins.
fn conflicts<'a>(rows: &'a [CommandRow], wishes: &'a [RequestedBinding]) -> impl Iterator<Item = Conflict<'a>> + 'a {
    let line = |row: &CommandRow| wishes.iter().find(|w| w.command == row.command).map(|w| w.line);
    let own = |n: usize, keys: &Vec<KeyPress>| ROWS.get(n).is_some_and(|row| row.keys.contains(keys));
    let pairs = rows
        .iter()
        .enumerate()
        .flat_map(move |(n, a)| rows.iter().enumerate().skip(n + 1).map(move |(m, b)| (n, a, m, b)));
    let pairs = pairs.filter(|(_, a, _, b)| a.command != b.command && are_active_together(a.scope, b.scope));
    pairs.flat_map(move |(n, a, m, b)| {
        let both = a.keys.iter().flat_map(move |x| b.keys.iter().map(move |y| (x, y)));
        both.filter_map(move |(x, y)| {
            let inner = if a.scope.is_text() { a.scope } else { b.scope };
            let text = inner.is_text() && a.scope != b.scope && is_for_the_input(x) && is_for_the_input(y);
            if !(x.starts_with(y) || y.starts_with(x)) || own(n, x) && own(m, y) || text {
                return None;
            }
            // Reported at the configured line; of two configured ones, at the later.
            let (mine, keys, yours, others) = match (line(a), line(b)) {
                (Some(one), Some(other)) if one > other => (a, x, b, y),
                (_, Some(_)) => (b, y, a, x),
                (_, None) => (a, x, b, y),
            };
            Some(Conflict { own: mine, keys, other: yours, others, line: line(mine) })
        })
    })
}

/// In an input it is text or edits text, before any outer scope is considered.
fn is_for_the_input(keys: &[KeyPress]) -> bool {
    keys.first().is_some_and(|p| p.typed().is_some() || p.edits())
}

/// Makes the help texts of the table name the effective keys.
fn spoken(rows: Vec<CommandRow>) -> KeyMap {
    let map = KeyMap::new(rows.clone());
    let mut rows = rows;
    for row in &mut rows {
        for (key, rest, command, scope) in SPOKEN {
            let (was, is) = (format!("{key}{rest}"), format!("{}{rest}", map.describe_keys(command, scope)));
            row.help = row.help.replace(&was, &is);
        }
    }
    KeyMap::new(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// `reload = f2 | ctrl-r`, a line each.
    fn bind(text: &str) -> Result<KeyMap, Vec<String>> {
        let read = |(line, text): (usize, &str)| {
            let (command, keys) = text.split_once(" =").expect("a line");
            let keys = keys.split(" | ").map(|k| k.strip_prefix(' ').unwrap_or(k)).filter(|k| !k.is_empty());
            Binding { command: command.to_owned(), keys: keys.map(str::to_owned).collect(), line }
        };
        let bindings: Vec<Binding> = (1..).zip(text.lines()).map(read).collect();
        rebound(&bindings, &[]).map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    fn shown(map: &KeyMap, command: Command) -> Vec<(Scope, String)> {
        map.rows().iter().filter(|r| r.command == command).map(|r| (r.scope, r.keys_text())).collect()
    }

    #[test]
    fn without_bindings_it_is_the_table() {
        let map = bind("").expect("the table");
        let same = map.rows().iter().zip(ROWS.iter()).all(|(a, b)| a.keys == b.keys && a.help == b.help);
        assert!(same && map.rows().len() == ROWS.len());
    }

    #[test]
    fn the_keys_of_the_table_said_once_more_change_nothing() {
        for row in ROWS.iter().filter(|r| ROWS.iter().filter(|o| o.command == r.command).count() == 1) {
            let keys: Vec<String> = row.keys_text().split(", ").map(str::to_owned).collect();
            // A comma is a key too.
            let keys = if row.command == Command::PreviousPage { vec![",".to_owned()] } else { keys };
            let map = bind(&format!("{} = {}", row.command.name(), keys.join(" | ")))
                .unwrap_or_else(|said| panic!("{said:?}"));
            assert_eq!(shown(&map, row.command), [(row.scope, row.keys_text())]);
        }
    }

    #[test]
    fn keys_are_given_and_taken_away() {
        let map = bind("over-limit = f2\nexport =\nreload = Ctrl-R").expect("fine");
        assert_eq!(
            shown(&map, Command::OverLimit),
            [Scope::Table, Scope::Groups].map(|scope| (scope, "F2".to_owned()))
        );
        let export = [Scope::Table, Scope::Users, Scope::Groups].map(|scope| (scope, String::new()));
        assert_eq!(shown(&map, Command::Export), export);
        let overlays = [Scope::User, Scope::UserGroups, Scope::UserHistory, Scope::ImportPlan];
        let reload = [&[Scope::Picker, Scope::Everywhere][..], &overlays].concat();
        let reload: Vec<_> = reload.into_iter().map(|scope| (scope, "Ctrl-R".to_owned())).collect();
        assert_eq!(shown(&map, Command::Reload), reload);
        assert_eq!(map.describe_keys(Command::Export, Scope::Table), "F1 export");
        assert_eq!(map.describe_keys(Command::Reload, Scope::Form), "Ctrl-R");
    }

    #[test]
    fn a_letter_moves_in_lists_and_stays_text_in_inputs() {
        let map = bind("row-down = n | ctrl-j").expect("fine");
        let keys = shown(&map, Command::RowDown);
        assert!(keys.contains(&(Scope::Table, "n, Ctrl-J".to_owned())), "{keys:?}");
        assert!(keys.contains(&(Scope::Search, "Ctrl-J".to_owned())), "{keys:?}");
        let map = bind("row-down = n").expect("fine");
        assert!(shown(&map, Command::RowDown).contains(&(Scope::Search, "Down, Ctrl-N".to_owned())));
    }

    #[test]
    fn the_sentences_of_the_table_follow() {
        let map = bind("keep-search = f7\ntake = ctrl-o").expect("fine");
        let help = |command| map.rows().iter().find(|r| r.command == command).map(|r| r.help.clone());
        assert_eq!(
            help(Command::Search).as_deref(),
            Some("Search as you type; F7 keeps it, Esc restores the previous one")
        );
        assert!(help(Command::Keys).is_some_and(|h| h.contains("The keys of the picker")));
        assert!(map.of_scope(Scope::Everywhere).any(|r| r.help.ends_with("type to search, Ctrl-O runs")));
    }

    #[rstest]
    #[case("over-limits = f2", &["line 1", "\"over-limits\"", "did you mean over-limit?"])]
    #[case("quit = f2", &["did you mean close?"])]
    #[case("frobnicate = f2", &["\"frobnicate\"; keepnet-tui keys lists all"])]
    #[case("export = f2\nreload = strg-r", &["line 2", "\"strg-r\"", "ctrl-r"])]
    #[case("reload =  \t", &["empty"])]
    #[case("reload = a b c d", &["4 keys"])]
    #[case("reload = ctrl-i", &["arrives as tab"])]
    #[case("over-limit = a", &["line 1", "a is the key of add-user", "Company table"])]
    #[case("over-limit = s", &["start alike"])]
    #[case("over-limit = s s x", &["start alike"])]
    #[case("reload = a", &["add-user"])]
    #[case("create = ctrl-c", &["interrupt"])]
    #[case("create = f5", &["reload", "Everywhere"])]
    #[case("export = f2\nreload = f2", &["line 2", "reload", "export"])]
    #[case("create = s", &["s is text where this command applies (Form)", "f2"])]
    #[case("create = backspace", &["Backspace edits the text", "Form"])]
    #[case("keep-search = ctrl-u", &["edits the text", "Search line"])]
    #[case("keys = ctrl-a", &["no input takes"])]
    #[case("yes =", &["needs a key"])]
    #[case("yes = enter", &["must not mean Yes"])]
    #[case("flip =\nyes = y | space", &["must not mean Yes"])]
    #[case("reload = ctrl-/", &["ctrl-7"])]
    #[case("take = ctrl-enter", &["arrives as enter"])]
    #[case("take = shift-enter", &["arrives as enter"])]
    #[case("back = f9", &["esc must be"])]
    #[case("interrupt =", &["ctrl-c must be"])]
    #[case("close =", &["needs a key"])]
    #[case("keys = ?", &["no input takes"])]
    fn what_cannot_be_is_explained(#[case] lines: &str, #[case] words: &[&str]) {
        let said = bind(lines).expect_err("refused");
        let joined = said.join("\n");
        assert!(words.iter().all(|word| joined.contains(word)), "{joined}");
        assert!(said.iter().all(|s| s.starts_with("line ")), "{joined}");
    }

    #[test]
    fn a_key_that_begins_many_others_is_told_once() {
        let said = bind("over-limit = s").expect_err("refused");
        assert!(said.len() == 1 && said[0].contains("s s of ") && said[0].ends_with("more keys start so"), "{said:?}");
    }

    #[test]
    fn every_problem_is_told_in_the_order_of_the_lines() {
        let said = bind("nonsense =\nreload = hyper-x\nover-limit = a").expect_err("refused");
        let lines: Vec<&str> = said.iter().map(|s| &s[..6]).collect();
        assert!(lines.is_sorted() && lines.starts_with(&["line 1", "line 2", "line 3"]), "{said:?}");
    }

    #[test]
    fn keys_that_edit_inputs_are_free_around_them() {
        let map = bind("reload = ctrl-a").expect("Home in an input, reload elsewhere");
        assert_eq!(map.describe_keys(Command::Reload, Scope::Table), "Ctrl-A");
        assert_eq!(map.describe_keys(Command::Reload, Scope::Form), "F1 reload");
    }

    #[test]
    fn what_the_table_says_of_keys_is_in_it() {
        for (key, rest, ..) in SPOKEN {
            assert!(ROWS.iter().any(|r| r.help.contains(&format!("{key}{rest}"))), "{key}{rest}");
        }
    }
}
