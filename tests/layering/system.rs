//! The doors to the system: children, files, streams, and what only one family of systems has.

use super::code::{Token, follows, tokens};
use super::{files, none};

/// What only one family of systems has.
const OF_ONE_SYSTEM: [&str; 3] = ["std::os::", "tokio::signal::unix", "rustix::"];
/// Where it may stand: the doors to the system, the terminal, and a prompt there.
const ITS_PLACES: [&str; 7] = [
    "src/cli/prompt.rs",
    "src/runtime/platform.rs",
    "src/store/paths.rs",
    "src/store/run.rs",
    "src/system/child.rs",
    "src/system/file.rs",
    "src/system/write_access.rs",
];

/// The doors: nothing else starts a child, opens a file or writes to a stream, but for the locks by which programs
/// know of each other. What runs when the program is built is no part of it.
const DOORS: [&str; 4] = ["src/system/", "src/store/run.rs", "src/store/cleanup.rs", "src/build.rs"];

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
