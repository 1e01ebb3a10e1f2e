//! Who may use whom, and how large a thing may be: the rules of the house, read from the source.

#[path = "layering/code.rs"]
mod code;

use std::fs;
use std::path::{Path, PathBuf};

use code::{Token, follows, functions, tokens};

const ALL: &[&str] =
    &["api", "app", "cli", "config", "demo", "domain", "outbox", "paste", "runtime", "store", "system", "ui"];

/// Every room with the rooms it may use. A room that is not here has no place in the house yet.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("paste", &["domain"]),
    ("system", &["domain"]),
    ("api", &["domain"]),
    ("app", &["domain", "paste"]),
    ("config", &["domain", "system"]),
    ("demo", &["domain"]),
    ("store", &["domain", "system"]),
    ("outbox", &["api", "domain", "store"]),
    ("ui", &["app", "domain", "paste"]),
    ("cli", &["api", "config", "demo", "domain", "outbox", "paste", "store", "system"]),
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

const LINES_OF_A_FILE: usize = 500;
const LINES_OF_A_FUNCTION: usize = 80;

/// What only one family of systems has.
const OF_ONE_SYSTEM: [&str; 3] = ["std::os::", "tokio::signal::unix", "rustix::"];
/// Where it may stand: the doors to the system, the terminal, and a prompt there.
const ITS_PLACES: [&str; 7] = [
    "src/cli/prompt.rs",
    "src/runtime/platform.rs",
    "src/store/place.rs",
    "src/store/run.rs",
    "src/system/child.rs",
    "src/system/file.rs",
    "src/system/guard.rs",
];

/// The doors: nothing else starts a child, opens a file or writes to a stream, but for the locks by which programs
/// know of each other. What runs when the program is built is no part of it.
const DOORS: [&str; 4] = ["src/system/", "src/store/run.rs", "src/store/janitor.rs", "src/build.rs"];

/// Every Rust file below `folder`, by its path from the crate's root, with its text.
fn files(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    found.sort();
    assert!(!found.is_empty(), "{folder} is empty");
    let name = |path: &Path| path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
    found.iter().map(|path| (name(path), fs::read_to_string(path).expect("text"))).collect()
}

/// Every Rust file of ours. A package has no fuzz targets.
fn ours() -> impl Iterator<Item = (String, String)> {
    let targets = "fuzz/fuzz_targets";
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join(targets).is_dir().then_some(targets);
    ["src", "tests", "benches"].into_iter().chain(targets).flat_map(files)
}

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

/// Where a file names what only the doors may: children, files and folders, and the two streams. What stands in a
/// module of tests is left out.
fn past_the_doors(file: &str, source: &str) -> Vec<String> {
    let own = source.find("\n#[cfg(test)]\nmod ").or_else(|| source.find("\n#[cfg(all(test"));
    let tokens = tokens(own.map_or(source, |end| &source[..end]));
    let text = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |t| t.text.as_str());
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let (before, after) = (text(at.checked_sub(1)), text(Some(at + 1)));
        let path = if before == "::" { text(at.checked_sub(2)) } else { "" };
        let is_wrong = match token.text.as_str() {
            "std" => {
                let parts = follows(&tokens, at);
                let of =
                    |name: &str| tokens[at..].iter().position(|t| t.text == name).map(|n| follows(&tokens, at + n));
                let any = |names: Vec<Token>, of: &[&str]| names.iter().any(|t| of.contains(&t.text.as_str()));
                let has = |room: &str, of_it: &[&str]| {
                    parts.iter().any(|t| t.text == room) && of(room).is_some_and(|names| any(names, of_it))
                };
                // Of one that is named alone the next arm tells.
                let streams = of("io").is_some_and(|names| names.len() > 1) && has("io", &["stdout", "stderr"]);
                parts.iter().any(|t| t.text == "fs") || has("process", &["Command", "*"]) || streams
            }
            // Files come from std::fs alone.
            "tempfile" => after == "::",
            "print" | "println" | "eprint" | "eprintln" | "dbg" => after == "!",
            "stdout" | "stderr" => path == "io",
            _ => false,
        };
        if is_wrong && !DOORS.iter().any(|door| file.starts_with(door)) {
            found.push(format!("{file}:{}: {} is behind a door: see src/system", token.line, token.text));
        }
    }
    found
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
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

#[test]
fn a_file_is_one_noun_and_a_function_one_thing() {
    let mut found = Vec::new();
    for (file, source) in ours() {
        let lines = source.lines().count();
        if lines > LINES_OF_A_FILE {
            found.push(format!("{file}: {lines} lines, at most {LINES_OF_A_FILE}"));
        }
        for (name, line, length) in functions(&tokens(&source)) {
            if length > LINES_OF_A_FUNCTION {
                found.push(format!("{file}:{line}: fn {name} has {length} lines, at most {LINES_OF_A_FUNCTION}"));
            }
        }
    }
    none(&found);
}

#[test]
fn what_one_system_has_stands_in_its_place() {
    let mut found = Vec::new();
    for (file, source) in files("src") {
        let of_tests = if file.ends_with("tests.rs") { Some(0) } else { source.find("#[cfg(test)]") };
        let own = source.get(..of_tests.unwrap_or(source.len())).unwrap_or_default();
        let has = OF_ONE_SYSTEM.iter().any(|name| own.contains(name));
        if has != ITS_PLACES.contains(&file.as_str()) {
            found.push(format!(
                "{file}: what only one system has {}",
                if has { "is here" } else { "is not here any more" }
            ));
        }
    }
    none(&found);
}

/// What must hold for every child, every file and every word stands in one place only as long as nobody goes past it.
#[test]
fn children_files_and_words_go_through_their_doors() {
    let of_tests = |file: &str| file.ends_with("tests.rs") || file.starts_with("src/runtime/test_");
    let own = files("src").into_iter().filter(|(file, _)| !of_tests(file));
    none(&own.flat_map(|(file, source)| past_the_doors(&file, &source)).collect::<Vec<_>>());
}

#[test]
fn a_way_past_the_doors_is_seen_however_it_is_written() {
    for (source, wrong) in [
        ("use std::fs;", 1),
        ("use std::{fmt, fs::File};", 1),
        ("fn f() { std::fs::read(p); }", 1),
        ("use std::process::{Child, Command};", 1),
        ("use std::process::*;", 1),
        ("use std::{io, process::Command};", 1),
        ("fn f() { std::process::Command::new(\"sh\"); }", 1),
        ("use std::process::ExitCode; fn f() { std::process::exit(1); clap::Command::new(\"x\"); }", 0),
        ("fn f() { println!(\"x\"); eprint!(\"x\"); }", 2),
        ("fn f() { write!(io::stdout(), \"x\"); std::io::stderr(); }", 2),
        ("use std::io::stdout; use std::io::{self, stderr, Write};", 2),
        ("fn f() { tempfile::tempdir(); }", 1),
        ("fn f() { out::stdout(); rustix::stdio::stdout(); // println!()\n command.stdout(x); }", 0),
        ("fn f() {}\n#[cfg(test)]\nmod tests { use std::fs; }", 0),
    ] {
        let found = past_the_doors("src/cli/x.rs", source);
        assert_eq!(found.len(), wrong, "{source}: {found:?}");
    }
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("to", "do!"), concat!("TO", "DO"), concat!("FIX", "ME"), concat!("unimplem", "ented!")];
    let mut found = Vec::new();
    for (file, source) in ours() {
        for (n, line) in (1..).zip(source.lines()) {
            found.extend(marks.iter().filter(|m| line.contains(**m)).map(|m| format!("{file}:{n}: {m}")));
        }
    }
    none(&found);
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = files("src").into_iter().filter(|(_, source)| !source.starts_with("//!"));
    none(&silent.map(|(file, _)| format!("{file}: its first line is no //!")).collect::<Vec<_>>());
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

#[test]
fn a_long_function_is_measured() {
    let source = "fn a();\nfn b(x: [u8; 2]) -> fn(u8) {\n    let s = \"}\";\n    if x {\n    }\n}\nfn c() {}\n";
    let found = functions(&tokens(source));
    assert_eq!(found, [("b".to_owned(), 2, 5), ("c".to_owned(), 7, 1)]);
}

/// A colour that stands elsewhere would be there in every theme, and without colours too.
#[test]
fn colours_are_in_the_table_of_themes_alone() {
    for (file, source) in files("src").iter().filter(|(file, _)| !file.starts_with("src/ui/theme")) {
        let found = tokens(source).iter().position(|t| ["Color", "Modifier", "Stylize"].contains(&t.text.as_str()));
        assert!(found.is_none(), "{file} has a colour or an attribute of its own");
    }
}
