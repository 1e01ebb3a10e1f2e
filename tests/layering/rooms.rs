//! The rooms of the house, and which of them a room may use.

use super::code::{Token, follows, tokens};
use super::imports::{Import, Sources};
use super::{files, none};

const ALL: &[&str] = &[
    "api", "app", "cli", "config", "demo", "display", "domain", "import", "outbox", "paste", "roster", "runtime",
    "store", "system", "ui",
];

/// Every room with the rooms it may use. A room that is not here has no place in the house yet.
const MAY_USE: &[(&str, &[&str])] = &[
    ("display", &[]),
    ("domain", &[]),
    ("paste", &["domain"]),
    ("system", &["domain"]),
    ("api", &["domain"]),
    ("app", &["domain", "paste", "roster"]),
    ("config", &["domain", "system"]),
    ("demo", &["domain"]),
    ("roster", &["domain", "paste"]),
    ("store", &["domain", "system"]),
    ("outbox", &["api", "domain", "store"]),
    ("import", &["api", "domain", "outbox", "roster", "store", "system"]),
    ("ui", &["app", "domain", "paste", "roster"]),
    ("cli", &["api", "config", "demo", "domain", "import", "outbox", "paste", "roster", "store", "system"]),
    ("runtime", ALL),
    // The build script, which is no part of the program.
    ("build", &[]),
    ("main", ALL),
    ("lib", ALL),
];

/// Macros stand at the crate's root wherever they are written; the room each belongs to.
const MACROS: &[(&str, &str)] = &[("cx", "app")];

/// What `app` does not know: no network, disk, clock, terminal or random number.
const NOT_IN_APP: &[&str] = &["tokio", "reqwest", "ratatui", "crossterm", "fastrand", "Instant", "SystemTime"];
/// The same, of the standard library.
const NOT_IN_APP_OF_STD: &[&str] = &["fs", "net"];

/// The module a file is: `src/api/wire/mod.rs` is `api::wire`, `src/main.rs` is `main`.
fn module(file: &str) -> Vec<&str> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    path.split('/').filter(|part| *part != "mod").collect()
}

/// The rooms of the crate that a file names, each with its line.
fn used(file: &str, tokens: &[Token]) -> Vec<(String, usize)> {
    let depth = module(file).len();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let first = !(at > 0 && tokens[at - 1].text == "::");
        let names = match token.text.as_str() {
            "crate" | "keepnet_tui" if first => follows(tokens, at),
            // As many `super` as the module is deep lead to the crate's root.
            "super" if first && depth > 0 => {
                let rest = &tokens[at..];
                let supers = rest.iter().step_by(2).take_while(|t| t.text == "super").count();
                if supers >= depth { follows(tokens, at + 2 * (supers - 1)) } else { Vec::new() }
            }
            _ => Vec::new(),
        };
        for name in names {
            let room = MACROS.iter().find(|(m, _)| *m == name.text).map_or(name.text.as_str(), |(_, room)| room);
            // Inside an inline module `super` leads less far, to a name that is no room.
            if token.text != "super" || ALL.contains(&room) {
                found.push((room.to_owned(), name.line));
            }
        }
    }
    found
}

/// What is wrong with the edges of one file.
fn edges(file: &str, source: &str) -> Vec<String> {
    let path = module(file);
    let room = path.first().copied().unwrap_or_default();
    let Some((_, allowed)) = MAY_USE.iter().find(|(r, _)| *r == room) else {
        return vec![format!("{file}: \"{room}\" has no place in the house: see MAY_USE")];
    };
    let wrong = |(used, line): &(String, usize)| {
        (used != room && !allowed.contains(&used.as_str())).then(|| format!("{file}:{line}: {room} uses {used}"))
    };
    used(file, &tokens(source)).iter().filter_map(wrong).collect()
}

/// What a file of `app` names that it may not know.
fn impure(file: &str, source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut found: Vec<Token> = tokens.iter().filter(|t| NOT_IN_APP.contains(&t.text.as_str())).cloned().collect();
    for (at, _) in tokens.iter().enumerate().filter(|(_, t)| t.text == "std") {
        found.extend(follows(&tokens, at).into_iter().filter(|t| NOT_IN_APP_OF_STD.contains(&t.text.as_str())));
    }
    found.iter().map(|t| format!("{file}:{}: app names {}", t.line, t.text)).collect()
}

#[test]
fn a_room_uses_only_the_floors_below() {
    none(&files("src").iter().flat_map(|(file, source)| edges(file, source)).collect::<Vec<_>>());
}

#[test]
fn app_knows_no_network_disk_clock_terminal_or_random_number() {
    let app = files("src").into_iter().filter(|(file, _)| file.starts_with("src/app/"));
    none(&app.flat_map(|(file, source)| impure(&file, &source)).collect::<Vec<_>>());
}

/// It turns text into contacts; which field holds what is the form's business.
#[test]
fn paste_knows_no_field() {
    let knows = |import: &&Import| import.from.starts_with("src/paste/") && import.to.starts_with("src/domain/form/");
    let found = Sources::read().imports();
    none(&found.iter().filter(knows).map(|i| format!("{}:{} uses {}", i.from, i.line, i.to)).collect::<Vec<_>>());
}

#[test]
fn a_wrong_edge_is_seen_however_it_is_written() {
    for (file, source, wrong) in [
        ("src/app/x.rs", "use crate::api::Client;", 1),
        ("src/app/x.rs", "use crate::{domain::seats::Seats, ui, api::{Client, Error}};", 2),
        ("src/app/x.rs", "fn f() { crate::runtime::run(); }", 1),
        ("src/app/x.rs", "use super::super::demo;", 1),
        ("src/api/wire/x.rs", "use super::super::super::{app, domain};", 1),
        ("src/api/wire/x.rs", "use super::super::error::Error;", 0),
        ("src/api/x.rs", "cx!(a, b); use crate::cx;", 1),
        ("src/domain/mod.rs", "use super::app;", 1),
        ("src/ui/x.rs", "use crate::app::model::Model; // crate::api\nconst S: &str = \"crate::api\";", 0),
        ("src/ui/x.rs", "const S: &str = r#\"a \" crate::api\"#; const C: char = '\"'; use crate::api::Error;", 1),
        ("src/app/x.rs", "mod tests { use super::super::form::Form; }", 0),
        ("src/attic/x.rs", "", 1),
        ("src/main.rs", "use keepnet_tui::runtime; use keepnet_tui::ui;", 0),
    ] {
        assert_eq!(edges(file, source).len(), wrong, "{file}: {source}: {:?}", edges(file, source));
    }
    let source = "use std::{fmt, fs}; use std::time::{Duration, Instant}; type T<'a> = &'a str; // tokio";
    assert_eq!(impure("src/app/x.rs", source).len(), 2);
}
