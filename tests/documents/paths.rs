//! What the documents say about the tree is so.

use std::fs;

use super::pages::{page, pages, root};

/// Folders whose contents the documents name.
const TOP: [&str; 7] = [".ci", "assets", "benches", "docs", "fuzz", "src", "tests"];
/// The README is a first page, not a manual.
const README_LINES: usize = 200;

/// Why this text between backticks is wrong, if it is a path of the repository.
fn wrong(code: &str) -> Option<&str> {
    let path = code.split_whitespace().next()?;
    let (top, _) = path.split_once('/')?;
    // A package has not all of them.
    let is_ours = TOP.contains(&top) && root().join(top).is_dir();
    (is_ours && !root().join(path).exists()).then_some(path)
}

#[test]
fn paths_in_documents_exist() {
    let mut found = Vec::new();
    for page in pages() {
        found.extend(page.code().filter_map(wrong).map(|path| format!("{}: {path}", page.name)));
    }
    assert!(found.is_empty(), "no such file or folder:\n{}", found.join("\n"));
}

#[test]
fn wrong_paths_are_found() {
    assert_eq!(wrong("src/lost.rs"), Some("src/lost.rs"));
    for right in ["src/lib.rs", "docs/", "cargo", "401/403", "[keys]"] {
        assert_eq!(wrong(right), None, "{right}");
    }
}

#[test]
fn architecture_describes_every_room() {
    let architecture = page("ARCHITECTURE.md");
    let mut missing = Vec::new();
    for parent in ["src", "src/app"] {
        for entry in fs::read_dir(root().join(parent)).expect("a folder").map(|entry| entry.expect("an entry")) {
            let room = format!("{parent}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() && !architecture.code().any(|code| code == room) {
                missing.push(room);
            }
        }
    }
    assert!(missing.is_empty(), "ARCHITECTURE.md does not describe {missing:?}");
}

#[test]
fn readme_stays_short() {
    let lines = page("README.md").text.lines().count();
    assert!(lines <= README_LINES, "README.md has {lines} lines, at most {README_LINES}");
}
