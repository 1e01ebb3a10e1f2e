//! The README says what the tables say. `KEEPNET_UPDATE_README=1 cargo test --test readme` writes it.

use std::fmt::Write;
use std::path::PathBuf;

use clap::CommandFactory;

use keepnet_tui::app::commands::{ROWS, Row, Scope, of_scope, sequence};
use keepnet_tui::cli::args::Cli;
use keepnet_tui::config::{Flags, load};
use keepnet_tui::domain::columns::{BY_IMPORTANCE, COLUMNS};
use keepnet_tui::domain::fields::{FIELDS, Field, Kind, Need, SYSTEM_FIELDS};

/// The scopes in the order of the README; those that belong under one heading together.
const SCOPES: [&[Scope]; 17] = [
    &[Scope::Table],
    &[Scope::Company],
    &[Scope::Users],
    &[Scope::User],
    &[Scope::Search],
    &[Scope::Form],
    &[Scope::Picker],
    &[Scope::Everywhere, Scope::Always],
    &[Scope::List],
    &[Scope::Messages],
    &[Scope::Menu],
    &[Scope::Columns],
    &[Scope::Preview],
    &[Scope::Whose],
    &[Scope::Prompt],
    &[Scope::Confirm],
    &[Scope::Start],
];

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn readme() -> String {
    std::fs::read_to_string(path()).expect("README.md").replace("\r\n", "\n")
}

/// One line of a table; a bar in a cell would end it.
fn line(out: &mut String, cells: &[String]) {
    let cells: Vec<_> = cells.iter().map(|c| c.replace('|', "\\|")).collect();
    writeln!(out, "| {} |", cells.join(" | ")).expect("text");
}

fn table(titles: &[&str], lines: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = String::new();
    line(&mut out, &titles.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>());
    writeln!(out, "|{}", "---|".repeat(titles.len())).expect("text");
    for cells in lines {
        line(&mut out, &cells);
    }
    out
}

fn key_cell(row: &Row) -> String {
    if row.keys.is_empty() {
        return "(palette)".to_owned();
    }
    row.keys.iter().map(|k| format!("`{}`", sequence(k))).collect::<Vec<_>>().join(" or ")
}

fn keys() -> String {
    let blocks = SCOPES.iter().map(|scopes| {
        let title = scopes[0].title();
        let rows = scopes.iter().flat_map(|s| of_scope(*s)).map(|row| vec![key_cell(row), row.help.clone()]);
        format!("### {title}\n\n{}", table(&["keys", "action"], rows))
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn fields(fields: &[Field]) -> String {
    let most = |n: Option<usize>| n.map_or_else(String::new, |n| n.to_string());
    let rows = fields.iter().map(|f| {
        let kind = match f.kind {
            Kind::Text => "text",
            Kind::Priority => "one of the priorities",
            Kind::Toggle => "yes or no",
            Kind::One => "picker, one",
            Kind::Many => "picker, many",
        };
        let need = match f.need {
            Need::Required => "yes",
            Need::RequiredByProfile => "yes, unless `require_phone = false`",
            Need::Optional => "no",
            Need::AllOrNone => "all three or none",
        };
        let kept = if f.sticky { "yes" } else { "" };
        let cells = [f.label, &format!("`{}`", f.wire), kind, need, &most(f.max), &most(f.editable_max), kept];
        cells.into_iter().map(str::to_owned).collect()
    });
    table(&["field", "in the API", "kind", "required", "most characters", "editable up to", "kept by Ctrl-N"], rows)
}

fn columns() -> String {
    let rows = COLUMNS.iter().map(|c| {
        let sort = match (c.letter, c.order_by) {
            (Some(letter), Some(order)) => format!("`s {letter}`, `{}`", order.wire()),
            _ => "the service cannot".to_owned(),
        };
        let wide = if c.min == c.max { c.min.to_string() } else { format!("{} to {}", c.min, c.max) };
        let stays = BY_IMPORTANCE.iter().position(|b| *b == c.column).map_or(0, |n| n + 1);
        vec![c.title.to_owned(), format!("`{}`", c.key), sort, wide, stays.to_string()]
    });
    table(&["column", "in the configuration", "sorts by", "cells wide", "importance"], rows)
}

#[test]
fn the_tables_are_those_of_the_program() {
    let old = readme();
    let mut new = old.clone();
    for (name, block) in [
        ("keys", keys()),
        ("fields", fields(&FIELDS)),
        ("system-fields", fields(&SYSTEM_FIELDS)),
        ("columns", columns()),
    ] {
        let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let from = new.find(&open).expect("an opening mark") + open.len();
        let to = from + new[from..].find(&close).expect("a closing mark");
        new.replace_range(from..to, &format!("\n{block}\n"));
    }
    if new == old {
        return;
    }
    if std::env::var_os("KEEPNET_UPDATE_README").is_some_and(|v| v == "1") {
        std::fs::write(path(), new).expect("written");
        return;
    }
    let different = old.lines().zip(new.lines()).find(|(a, b)| a != b);
    panic!(
        "README.md is not what the tables say, first here:\n  {different:?}\n\
         KEEPNET_UPDATE_README=1 cargo test --test readme writes it"
    );
}

#[test]
fn every_command_is_under_a_heading() {
    for row in ROWS.iter() {
        let named = SCOPES.iter().flat_map(|s| s.iter()).filter(|s| **s == row.scope).count();
        assert_eq!(named, 1, "{:?}", row.scope);
    }
}

#[test]
fn every_flag_and_variable_is_named() {
    let readme = readme();
    let cli = Cli::command();
    for command in std::iter::once(&cli).chain(cli.get_subcommands()) {
        for long in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(readme.contains(&format!("`--{long}")), "--{long} of {} is not in the README", command.get_name());
        }
    }
    for command in cli.get_subcommands() {
        assert!(readme.contains(command.get_name()), "{}", command.get_name());
    }
    let help = cli.get_after_help().map(ToString::to_string).unwrap_or_default();
    let variables = help.lines().filter_map(|l| l.split_whitespace().next()).filter(|w| w.contains('_'));
    for variable in variables.filter(|w| w.chars().all(|c| c.is_ascii_uppercase() || c == '_')) {
        assert!(readme.contains(&format!("`{variable}`")), "{variable} is not in the README");
    }
}

#[test]
fn the_example_configuration_is_read() {
    let readme = readme();
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("config.toml");
    std::fs::write(&file, example).expect("written");
    for profile in [None, Some("south".to_owned())] {
        let flags = Flags { profile, config: Some(file.clone()), ..Flags::default() };
        load(&flags, |_| None).expect("the example is right");
    }
}
