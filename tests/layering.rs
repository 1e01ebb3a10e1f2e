//! Who may use whom, and how large a thing may be: the rules of the house, read from the source.

mod calls;
mod circles;
mod code;
mod features;
mod fields;
mod figures;
mod imports;
mod rooms;
mod style;
mod system;

use std::fs;
use std::path::{Path, PathBuf};

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

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
