//! Cargo's build script: the version that the program tells, with the commit it was built from.
//!
//! The commit comes from git, else from what `cargo package` has left; without both, the version stands
//! alone. A debug build says just that it is one: it would have to be built anew with every commit.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Digits of a commit that are told.
const DIGITS: usize = 9;
/// What the program is made of: when git sees a change in it, the commit is not the whole truth.
const SOURCES: [&str; 4] = ["src", "assets", "Cargo.toml", "Cargo.lock"];
/// What git would take for the folder to look at, were it set by a hook.
const NOT_OURS: [&str; 3] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"];

fn main() {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let behind = if variable("PROFILE") == "release" {
        for path in watched(&root, "git") {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        commit(&root, "git")
    } else {
        println!("cargo::rerun-if-changed=src/build.rs");
        Some("debug build".to_owned())
    };
    let version = told(&variable("CARGO_PKG_VERSION"), behind.as_deref());
    println!("cargo::rustc-env=KEEPNET_VERSION={version}");
}

/// `0.1.0 (4757943aa 2026-11-25)`.
#[must_use]
pub fn told(version: &str, behind: Option<&str>) -> String {
    behind.map_or_else(|| version.to_owned(), |behind| format!("{version} ({behind})"))
}

/// The commit, with its day where that is known, and `-dirty` when the sources are not those of the commit.
#[must_use]
pub fn commit(root: &Path, git: &str) -> Option<String> {
    // An unpacked package may lie in the repository of something else.
    if root.join(".git").exists() { of_git(root, git) } else { of_package(root) }
}

fn of_git(root: &Path, git: &str) -> Option<String> {
    let line = ask(root, git, &["log", "-1", "--no-show-signature", "--format=%H %cs"])?;
    let (hash, day) = line.split_once(' ')?;
    let status = [&["status", "--porcelain", "--untracked-files=no", "--"][..], &SOURCES].concat();
    let changed = !ask(root, git, &status)?.is_empty();
    Some(format!("{} {day}", short(hash, changed)?))
}

/// `cargo package` writes this file: `{"git": {"sha1": "…", "dirty": true}, …}`.
fn of_package(root: &Path) -> Option<String> {
    let info = std::fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let (_, rest) = info.split_once("\"sha1\"")?;
    let hash = rest.split('"').nth(1)?;
    let dirty =
        info.split_once("\"dirty\"").is_some_and(|(_, rest)| rest.trim_start_matches([':', ' ']).starts_with("true"));
    short(hash, dirty)
}

fn short(hash: &str, dirty: bool) -> Option<String> {
    let digits = hash.get(..DIGITS).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some(if dirty { format!("{digits}-dirty") } else { digits.to_owned() })
}

/// What git answers; nothing when it is not there or refuses.
fn ask(root: &Path, git: &str, args: &[&str]) -> Option<String> {
    let mut command = Command::new(git);
    for name in NOT_OURS {
        command.env_remove(name);
    }
    let output = command.arg("--no-optional-locks").arg("-C").arg(root).args(args).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The files that tell of a new commit or of a change; all of them are there, for a missing one would
/// mean a new build each time.
#[must_use]
pub fn watched(root: &Path, git: &str) -> Vec<PathBuf> {
    let mut found: Vec<_> = SOURCES.iter().map(|name| root.join(name)).collect();
    found.push(root.join(".cargo_vcs_info.json"));
    if root.join(".git").exists() {
        let branch = ask(root, git, &["symbolic-ref", "-q", "HEAD"]);
        // A branch that is packed has no file: the log of HEAD tells of its next commit.
        for name in ["HEAD", "logs/HEAD"].into_iter().chain(branch.as_deref()) {
            found.extend(ask(root, git, &["rev-parse", "--git-path", name]).map(|path| root.join(path)));
        }
    }
    found.retain(|path| path.exists());
    found
}
