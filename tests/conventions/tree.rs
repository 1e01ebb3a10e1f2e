//! The commands of the program.

use clap::{Command, CommandFactory};
use keepnet_tui::cli::args::Cli;

/// Every command with its path: none for the program itself, `["users", "add"]`.
pub fn commands() -> Vec<(Vec<String>, Command)> {
    fn add(found: &mut Vec<(Vec<String>, Command)>, path: &[String], command: &Command) {
        found.push((path.to_vec(), command.clone()));
        for below in command.get_subcommands() {
            add(found, &[path, &[below.get_name().to_owned()]].concat(), below);
        }
    }
    let mut found = Vec::new();
    add(&mut found, &[], &Cli::command());
    found
}

/// Those that do something.
pub fn leaves() -> Vec<(Vec<String>, Command)> {
    commands().into_iter().filter(|(_, command)| !command.has_subcommands()).collect()
}
