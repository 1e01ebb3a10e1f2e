//! What `--version` tells: the version, and the commit where one is known.

use std::fs;
use std::path::Path;
use std::process::Command;

#[path = "../../src/build.rs"]
#[expect(dead_code, reason = "the build script's own way in")]
mod build;

use build::{commit, told, watched};

const HASH: &str = "0123456789abcdef0123456789abcdef01234567";

/// Runs git in this folder; `None` where there is none.
fn git(folder: &Path, args: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let who = ["-c", "user.name=Jane", "-c", "user.email=jane@contoso.example", "-c", "commit.gpgsign=false"];
    let output = command.current_dir(folder).args(who).args(args).output().ok()?;
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("text").trim().to_owned())
}

/// A folder with something in it that is committed.
fn repository(folder: &Path) -> Option<()> {
    git(folder, &["init", "--quiet"])?;
    fs::create_dir(folder.join("src")).expect("a folder");
    fs::write(folder.join("src/main.rs"), "fn main() {}\n").expect("written");
    fs::write(folder.join("Cargo.toml"), "[package]\n").expect("written");
    git(folder, &["add", "."])?;
    git(folder, &["commit", "--quiet", "-m", "Begin"]).map(drop)
}

#[test]
fn the_commit_is_that_of_git() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    if repository(root).is_none() {
        return;
    }
    let hash = git(root, &["rev-parse", "HEAD"]).expect("git");
    let day = git(root, &["show", "-s", "--format=%cs"]).expect("git");
    assert_eq!(commit(root, "git"), Some(format!("{} {day}", &hash[..9])));
    fs::write(root.join("notes.txt"), "beside the program").expect("written");
    assert_eq!(commit(root, "git"), Some(format!("{} {day}", &hash[..9])));
    fs::write(root.join("src/main.rs"), "fn main() { }\n").expect("written");
    assert_eq!(commit(root, "git"), Some(format!("{}-dirty {day}", &hash[..9])));
    assert_eq!(commit(root, "no-such-git"), None);
}

#[test]
fn a_new_commit_is_noticed_and_nothing_missing_is_watched() {
    let folder = tempfile::tempdir().expect("a folder");
    let main = folder.path().join("main");
    let beside = folder.path().join("beside");
    fs::create_dir(&main).expect("a folder");
    if repository(&main).is_none() {
        return;
    }
    git(&main, &["worktree", "add", "--quiet", "-b", "beside", "../beside"]);
    // The branch has no file of its own then.
    git(&main, &["pack-refs", "--all"]);
    for root in [&main, &beside] {
        let before = watched(root, "git");
        assert!(before.iter().all(|path| path.exists()), "{before:?}");
        assert!(before.contains(&root.join("src")), "{before:?}");
        let read = |paths: &[std::path::PathBuf]| -> Vec<_> { paths.iter().map(|path| fs::read(path).ok()).collect() };
        let was = read(&before);
        git(root, &["commit", "--quiet", "--allow-empty", "-m", "Go on"]);
        assert_ne!(read(&before), was, "{before:?}");
    }
    assert_ne!(watched(&main, "no-such-git"), watched(&main, "git"));
}

#[test]
fn a_package_knows_its_commit_without_git() {
    let folder = tempfile::tempdir().expect("a folder");
    let _ = repository(folder.path());
    // Unpacked inside the repository of something else, which is not its own.
    let root = folder.path().join("package");
    fs::create_dir(&root).expect("a folder");
    assert_eq!(commit(&root, "git"), None);
    for (info, expected) in [
        (format!("{{\n  \"git\": {{\n    \"sha1\": \"{HASH}\"\n  }},\n  \"path_in_vcs\": \"\"\n}}"), Some("012345678")),
        (format!("{{\"git\": {{\"sha1\": \"{HASH}\", \"dirty\": true}}}}"), Some("012345678-dirty")),
        (format!("{{\"git\": {{\"dirty\": false, \"sha1\": \"{HASH}\"}}}}"), Some("012345678")),
        ("{\"git\": {\"sha1\": \"häß\"}}".to_owned(), None),
        ("{\"git\": {}}".to_owned(), None),
        (String::new(), None),
    ] {
        fs::write(root.join(".cargo_vcs_info.json"), &info).expect("written");
        assert_eq!(commit(&root, "git").as_deref(), expected, "{info}");
        assert!(watched(&root, "git").contains(&root.join(".cargo_vcs_info.json")));
    }
}

#[test]
fn version_is_printed() {
    assert_eq!(told("1.2.3", None), "1.2.3");
    assert_eq!(told("1.2.3", Some("012345678 2026-11-25")), "1.2.3 (012345678 2026-11-25)");
    for flag in ["-V", "--version"] {
        let output = Command::new(env!("CARGO_BIN_EXE_keepnet-tui")).arg(flag).output().expect("it runs");
        let said = String::from_utf8(output.stdout).expect("text");
        let behind = said.strip_prefix(concat!("keepnet-tui ", env!("CARGO_PKG_VERSION"))).expect(&said);
        if cfg!(debug_assertions) {
            assert_eq!(behind, " (debug build)\n");
        } else {
            assert!(behind == "\n" || (behind.starts_with(" (") && behind.ends_with(")\n")), "{said}");
        }
    }
}
