//! The manual: a page for every command, which man shows without a complaint.

use std::fs;
use std::process::Command;

use keepnet_tui::cli::exit::Code;

use super::tree::commands;

fn run(args: &[&str]) -> String {
    let said = Command::new(env!("CARGO_BIN_EXE_keepnet-tui")).args(args).output().expect("it runs");
    assert!(said.status.success() && said.stderr.is_empty(), "{said:?}");
    String::from_utf8(said.stdout).expect("text")
}

/// What a page says without its troff.
fn plain(page: &str) -> String {
    let page = page.replace("\\-", "-").replace("\\fB", "").replace("\\fI", "").replace("\\fR", "");
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_command_has_its_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("new/man1");
    assert_eq!(run(&["man", "--out", out.to_str().expect("text")]), "");
    let mut files: Vec<_> = fs::read_dir(&out).expect("a folder").map(|e| e.expect("a file").file_name()).collect();
    files.sort();
    let name = |path: &[String]| [&["keepnet-tui".to_owned()][..], path].concat().join("-");
    let mut expected: Vec<_> =
        commands().iter().map(|(path, _)| std::ffi::OsString::from(format!("{}.1", name(path)))).collect();
    expected.sort();
    assert_eq!(files, expected);
    let first = fs::read_to_string(out.join("keepnet-tui.1")).expect("a page");
    assert_eq!(run(&["man"]), first);
    for (path, command) in commands() {
        let page = fs::read_to_string(out.join(format!("{}.1", name(&path)))).expect("a page");
        let (page, said) = (page.as_str(), plain(page.as_str()));
        for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"] {
            assert!(
                page.contains(&format!(".SH {heading}")) || page.contains(&format!(".SH \"{heading}\"")),
                "{path:?}: {heading}"
            );
        }
        let reads = command.get_arguments().any(|arg| arg.get_long() == Some("config"));
        for heading in ["\"EXIT STATUS\"", "ENVIRONMENT", "FILES"] {
            assert_eq!(page.contains(&format!(".SH {heading}")), reads, "{path:?}: {heading}");
        }
        assert_eq!(page.contains(".SH EXAMPLES"), path.is_empty() || !command.has_subcommands(), "{path:?}");
        assert!(!page.contains(".SH EXTRA") && !page.contains("debug build"), "{path:?}");
        let usage = [&["keepnet-tui".to_owned()][..], &path].concat().join(" ");
        assert!(said.contains(&format!("SYNOPSIS .nf {usage} ")), "{path:?}: {said}");
        for long in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(said.contains(&format!("--{long}")), "{path:?}: --{long}");
        }
        if reads {
            assert!(
                Code::ALL.iter().all(|code| said.contains(&format!("{} {}", code.number(), code.meaning()))),
                "{said}"
            );
            assert!(
                said.contains(
                    "KEEPNET_CLIENT_SECRET its secret; for one profile, KEEPNET_CLIENT_SECRET_<PROFILE> takes"
                ),
                "{said}"
            );
        }
    }
}

/// Where man is not installed its pages are not looked at by anybody either.
#[test]
fn man_shows_every_page_without_a_complaint() {
    let folder = tempfile::tempdir().expect("a folder");
    run(&["man", "--out", folder.path().to_str().expect("text")]);
    for entry in fs::read_dir(folder.path()).expect("a folder") {
        let path = entry.expect("an entry").path();
        let mut man = Command::new("man");
        man.args(["--warnings", "-E", "UTF-8", "-l"]).arg(&path).env("MANWIDTH", "80").env("LC_ALL", "C.UTF-8");
        let Ok(said) = man.output() else { return };
        assert_eq!(String::from_utf8_lossy(&said.stderr), "", "{}", path.display());
        let shown = String::from_utf8_lossy(&said.stdout);
        assert!(said.status.success() && shown.contains("NAME") && shown.contains("SEE ALSO"), "{shown}");
    }
}

#[test]
fn unwritable_directory_is_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    let mut program = Command::new(env!("CARGO_BIN_EXE_keepnet-tui"));
    let said = program.args(["man", "--out"]).arg(&file).output().expect("it runs");
    assert_eq!(said.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&said.stderr).contains("file: "), "{said:?}");
}
