//! Help has examples, and the program takes each of them.

use clap::Parser;
use keepnet_tui::cli::args::Cli;
use keepnet_tui::cli::man::section;

use super::tree::{commands, leaves};

/// The words of a line for a shell, up to where they go somewhere else.
fn words(line: &str) -> Vec<String> {
    let words = shlex::split(line).unwrap_or_else(|| panic!("no line for a shell: {line}"));
    words.into_iter().take_while(|word| !["|", ">", ">>", "<", "&&"].contains(&word.as_str())).collect()
}

/// Why the program does not take this line.
fn refused(line: &str) -> Option<String> {
    let error = Cli::try_parse_from(words(line)).err().filter(clap::Error::use_stderr)?;
    Some(format!("{line}\n{error}"))
}

#[test]
fn every_command_has_valid_examples() {
    let leaves = leaves();
    assert!(leaves.len() > 12, "{}", leaves.len());
    for (path, command) in commands() {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines: Vec<_> = section(&help, "Examples").filter(|line| !line.starts_with("# ")).collect();
        assert!(command.has_subcommands() || !lines.is_empty(), "{path:?} has no line below \"Examples:\"");
        for line in lines {
            assert_eq!(refused(line), None);
            // Those of the program itself are of any of its commands.
            let begin = [&["keepnet-tui".to_owned()][..], &path].concat();
            assert!(words(line).starts_with(&begin), "{line} is no example of {path:?}");
        }
    }
}

#[test]
fn wrong_example_is_detected() {
    assert!(refused("keepnet-tui companies list --sort nonsense").is_some());
    assert!(refused("keepnet-tui --version").is_none());
    assert_eq!(refused("keepnet-tui companies list --all --output csv | less --nonsense"), None);
}

/// What writes about a user can be tried without sending, and has a ticket.
#[test]
fn every_command_that_writes_takes_a_ticket() {
    let has = |command: &clap::Command, flag: &str| command.get_arguments().any(|arg| arg.get_long() == Some(flag));
    let leaves = leaves();
    let writes = leaves
        .iter()
        .filter(|(path, command)| has(command, "dry-run") && path.iter().any(|word| word.ends_with("users")));
    let without: Vec<_> = writes.clone().filter(|(_, command)| !has(command, "ticket")).map(|(path, _)| path).collect();
    assert!(without.is_empty(), "without --ticket: {without:?}");
    assert!(writes.count() >= 8);
}
