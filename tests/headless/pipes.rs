//! Readers that are gone, and colours only where somebody sees them.

use std::io::{BufRead, BufReader, Read, pipe};
use std::process::{Command, Stdio};

use keepnet_tui::demo::Options;
use rstest::rstest;

use super::support::{COMPANY, Desk};

#[rstest]
#[case(&["--help"])]
#[case(&["--version"])]
#[case(&["users", "add", "--help"])]
#[case(&["completions", "bash"])]
#[case(&["man"])]
#[case(&["companies", "list", "--all"])]
#[case(&["companies", "list", "--all", "--output", "json"])]
#[case(&["companies", "list", "--all", "--output", "jsonl"])]
#[case(&["companies", "list", "--output", "csv"])]
#[case(&["companies", "show", COMPANY])]
#[case(&["users", "list", "--company", COMPANY])]
#[case(&["profiles"])]
#[case(&["doctor"])]
#[case(&["demo-server"])]
fn missing_reader_is_not_a_failure(#[case] args: &[&str]) {
    let desk = Desk::new();
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    let said = desk.command(args).stdout(writer).stderr(Stdio::piped()).output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&said.stderr), "", "{args:?}");
    assert_eq!(said.status.code(), Some(0), "{args:?}");
}

#[rstest]
#[case("jsonl")]
#[case("json")]
#[case("csv")]
#[case("table")]
fn head_reads_one_line(#[case] output: &str) {
    let desk = Desk::with(Options { companies: 2_000, ..Options::instant() });
    let mut child = desk.start(&["companies", "list", "--all", "--output", output]);
    let mut line = String::new();
    // The reader goes at the end of the statement.
    BufReader::new(child.stdout.take().expect("an output")).read_line(&mut line).expect("a line");
    assert!(!line.is_empty());
    let said = child.wait_with_output().expect("it ends");
    assert_eq!((String::from_utf8_lossy(&said.stderr).as_ref(), said.status.code()), ("", Some(0)));
}

#[rstest]
#[case(&["--nonsense"], 2)]
#[case(&["users", "find", "nobody"], 5)]
#[case(&["companies", "show", "no-such-company"], 4)]
#[case(&["logout"], 0)]
fn closed_stderr_keeps_the_exit_code(#[case] args: &[&str], #[case] code: i32) {
    let desk = Desk::new();
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    assert_eq!(desk.command(args).stderr(writer).stdout(Stdio::null()).status().expect("it runs").code(), Some(code));
}

/// Runs with these variables and everything it says going to one pipe.
fn said(desk: &Desk, variables: &[(&str, &str)], args: &[&str]) -> String {
    let ran = desk.run_with(variables, args);
    ran.out + &ran.err
}

const HELP: &[&str] = &["--help"];
const WRONG: &[&str] = &["users", "add"];

#[test]
fn pipe_has_no_colours_unless_forced() {
    let desk = Desk::new();
    for args in [HELP, WRONG] {
        assert!(!said(&desk, &[], args).contains('\x1b'), "{args:?}");
        assert!(said(&desk, &[("CLICOLOR_FORCE", "1")], args).contains('\x1b'), "{args:?}");
        assert!(!said(&desk, &[("CLICOLOR_FORCE", "")], args).contains('\x1b'), "{args:?}");
    }
    // Data are data.
    for args in [&["companies", "list"][..], &["profiles"], &["doctor"], &["completions", "bash"], &["--version"]] {
        assert!(!said(&desk, &[("CLICOLOR_FORCE", "1")], args).contains('\x1b'), "{args:?}");
    }
}

/// What the program writes to a terminal.
#[cfg(unix)]
fn on_a_terminal(desk: &Desk, variables: &[(&str, &str)], args: &[&str]) -> String {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    let size = PtySize { rows: 40, cols: 100, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_keepnet-tui"));
    command.env_clear();
    for (name, value) in desk.command(&[]).get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command.env("TERM", "xterm-256color");
    for (name, value) in variables {
        command.env(name, value);
    }
    command.args(args);
    let mut child = pair.slave.spawn_command(command).expect("it runs");
    drop(pair.slave);
    let mut text = Vec::new();
    // On Linux a terminal nobody holds any more ends with an error.
    let _ = pair.master.try_clone_reader().expect("a reader").read_to_end(&mut text);
    child.wait().expect("it ends");
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(unix)]
#[test]
fn terminal_has_colours_unless_disabled() {
    let desk = Desk::new();
    for args in [HELP, WRONG] {
        let plain = on_a_terminal(&desk, &[], args);
        assert!(plain.contains('\x1b') && plain.contains("Usage:"), "{args:?}: {plain}");
        for variable in [("NO_COLOR", "1"), ("CLICOLOR", "0"), ("TERM", "dumb")] {
            let said = on_a_terminal(&desk, &[variable], args);
            assert!(!said.contains('\x1b') && said.contains("Usage:"), "{variable:?} {args:?}: {said}");
        }
    }
    let table = on_a_terminal(&desk, &[], &["companies", "list", "--page-size", "3"]);
    assert!(!table.contains('\x1b') && table.contains("COMPANY"), "{table}");
}

/// The environment of the tests themselves has no part in it.
#[test]
fn the_desk_is_clean() {
    let desk = Desk::new();
    let command: Command = desk.command(&[]);
    assert!(command.get_envs().all(|(name, _)| !name.to_string_lossy().contains("COLOR")));
}
