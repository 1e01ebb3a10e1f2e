//! `keepnet-tui keys`: every command by the name that the configuration has for it, with its keys.

use clap::Args;

use super::exit::CommandError;
use super::heading::Heading;
use super::output::{Item, OutputArgs, Row, TableWriter};
use super::profile_args::path;
use crate::system::output::stdout;

/// Options of `keys`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui keys
  # As CSV
  keepnet-tui keys --output csv")]
pub struct KeysArgs {
    /// Form of the output
    #[command(flatten)]
    pub output: OutputArgs,
    /// Configuration file
    #[arg(long, value_name = "FILE", value_parser = path(), help_heading = "Service")]
    pub config: Option<std::path::PathBuf>,
}

/// A command in one of the scopes of its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Its name in the configuration.
    pub command: String,
    /// The scope of its keys.
    pub place: &'static str,
    /// Its keys, as on the screen.
    pub keys: Vec<String>,
    /// What it does.
    pub help: String,
}

/// Writes the list to standard output.
///
/// # Errors
///
/// Failed, if the output cannot be written to.
pub fn run(args: &KeysArgs, rows: &[KeyRow]) -> Result<(), CommandError> {
    let head = ["command", "place", "keys", "action"].map(Heading::text).to_vec();
    let mut sheet = TableWriter::new(stdout(), args.output.form(), "keys", head);
    let rows: Vec<Row> = rows.iter().map(row).collect();
    sheet.page(&rows)?;
    let mut facts = Item::default();
    facts.add("total", rows.len());
    Ok(sheet.end(facts)?)
}

fn row(heard: &KeyRow) -> Row {
    let mut item = Item::default();
    item.add("command", heard.command.as_str());
    item.add("place", heard.place);
    item.add("keys", heard.keys.clone());
    item.add("action", heard.help.as_str());
    let cells = vec![heard.command.clone(), heard.place.to_owned(), heard.keys.join("  "), heard.help.clone()];
    Row { cells, item }
}
