//! `keepnet-tui config`: checks the configuration, and prints an example, its path or its schema.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::exit::{Code, CommandError};
use super::profile_args::path;
use crate::config::{Checked, EXAMPLE, Flags, NO_CONFIG_PATH, check, path_of, schema};
use crate::domain::desk::own_command::OwnCommand;
use crate::domain::terminal::key_binding::{Binding, Problem};
use crate::system::output::stdout;

/// Subcommands of `config`.
#[derive(Debug, Clone, Subcommand)]
pub enum ConfigCommand {
    /// Check the configuration file and report every problem with its line
    #[command(after_help = "\
Examples:
  keepnet-tui config check
  # Check a new file before it is used
  keepnet-tui config check --config new.toml")]
    Check(FileArgs),
    /// Print a configuration file with every setting explained
    #[command(after_help = "\
Examples:
  keepnet-tui config example > config.toml")]
    Example,
    /// Print where the configuration file is, or would be
    #[command(after_help = "\
Examples:
  keepnet-tui config path")]
    Path(FileArgs),
    /// Print the JSON schema of the configuration file, for editors
    #[command(after_help = "\
Examples:
  # For an editor that validates TOML
  keepnet-tui config schema > keepnet-tui.schema.json")]
    Schema,
}

/// Selects the file.
#[derive(Debug, Clone, Args)]
pub struct FileArgs {
    /// Configuration file
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub config: Option<PathBuf>,
}

impl FileArgs {
    fn flags(&self) -> Flags {
        Flags { config: self.config.clone(), ..Flags::default() }
    }
}

/// Commands and keys, for checking `[keys]`.
#[derive(Clone, Copy)]
pub struct KeyTable<'a> {
    /// The names of all commands.
    pub names: &'a [&'static str],
    /// Checks key bindings.
    pub judge: fn(&[Binding], &[OwnCommand]) -> Vec<Problem>,
}

impl KeyTable<'_> {
    /// All problems of a configuration, including its keys, in the order of their lines.
    #[must_use]
    pub fn all_of(self, checked: &Checked) -> Vec<Problem> {
        let mut problems = checked.problems.clone();
        problems.extend((self.judge)(&checked.bindings, &checked.own_commands));
        problems.sort();
        problems
    }
}

/// Runs the command.
///
/// # Errors
///
/// Usage, if there is a problem with the configuration; failed, if the output cannot be written to.
pub fn run(command: &ConfigCommand, keys: KeyTable<'_>) -> Result<(), CommandError> {
    let mut out = stdout();
    match command {
        ConfigCommand::Check(args) => writeln!(out, "{}", check_file(args, keys)?)?,
        ConfigCommand::Example => out.write_all(EXAMPLE.as_bytes())?,
        ConfigCommand::Path(args) => {
            let path = path_of(&args.flags()).ok_or_else(|| CommandError::new(Code::Usage, NO_CONFIG_PATH))?;
            writeln!(out, "{}", path.display())?;
        }
        ConfigCommand::Schema => writeln!(out, "{:#}", schema(keys.names))?,
    }
    Ok(out.flush()?)
}

fn check_file(args: &FileArgs, keys: KeyTable<'_>) -> Result<String, CommandError> {
    let checked = check(&args.flags()).map_err(|error| CommandError::new(Code::Usage, error.to_string()))?;
    let path = checked.path.display();
    if !checked.exists {
        return Ok(format!("{path}: no such file, defaults apply; keepnet-tui config example prints one"));
    }
    let problems = keys.all_of(&checked);
    if problems.is_empty() {
        let named = match checked.profiles.as_slice() {
            [] => "no profiles".to_owned(),
            [one] => format!("profile {one}"),
            several => format!("profiles {}", several.join(", ")),
        };
        let notes = checked.notes.iter().map(|note| format!("\n{path}: {note}"));
        return Ok(format!("{path}: ok ({named})") + &notes.collect::<String>());
    }
    let lines: Vec<String> = problems.iter().map(|problem| format!("{path}: {problem}")).collect();
    Err(CommandError::new(Code::Usage, lines.join("\nkeepnet-tui: ")))
}
