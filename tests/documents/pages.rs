//! The documents, read from disk.

use std::path::{Path, PathBuf};

/// One document.
pub struct Page {
    /// Its path from the top of the repository: `docs/src/tour.md`.
    pub name: String,
    pub text: String,
}

impl Page {
    /// The lines outside code blocks.
    pub fn prose(&self) -> impl Iterator<Item = &str> {
        let mut in_block = false;
        self.text.lines().filter(move |line| {
            let fence = line.trim_start().starts_with("```");
            in_block ^= fence;
            !fence && !in_block
        })
    }

    /// The texts between backticks, outside code blocks.
    pub fn code(&self) -> impl Iterator<Item = &str> {
        self.prose().flat_map(|line| line.split('`').skip(1).step_by(2))
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The page of this name.
pub fn page(name: &str) -> Page {
    let text = std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    Page { name: name.to_owned(), text: text.replace("\r\n", "\n") }
}

/// Every page: those at the top of the repository, and the chapters of the book.
pub fn pages() -> Vec<Page> {
    let mut names: Vec<String> = ["", "docs/src/"].into_iter().flat_map(markdown).collect();
    names.sort();
    assert!(names.len() > 12, "{names:?}");
    names.iter().map(|name| page(name)).collect()
}

/// The Markdown files of a folder.
fn markdown(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let is_page = |name: &String| Path::new(name).extension().is_some_and(|ending| ending == "md");
    names.filter(is_page).map(|name| format!("{folder}{name}")).collect()
}
