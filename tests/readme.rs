//! The README says what the tables say. `KEEPNET_UPDATE_README=1 cargo test --test readme` writes it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use keepnet_tui::app::keys::table::{ROWS, Row, Scope, of_scope, sequence};
use keepnet_tui::cli::args::Cli;
use keepnet_tui::cli::exit::Code;
use keepnet_tui::cli::output::{Format, Row as Told, Sheet};
use keepnet_tui::cli::rows;
use keepnet_tui::config::{EXAMPLE, Flags, load};
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::form::fields::{FIELDS, Field, Kind, Need, SYSTEM_FIELDS};
use keepnet_tui::domain::list::columns::{BY_IMPORTANCE, COLUMNS, Column};
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};

/// The scopes in the order of the README; those that belong under one heading together.
const SCOPES: [&[Scope]; 18] = [
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
    &[Scope::Wait],
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

/// A command by its whole name; of a group, each that is below it.
fn leaves(command: &clap::Command) -> Vec<(String, clap::Command)> {
    if !command.has_subcommands() {
        return vec![(command.get_name().to_owned(), command.clone())];
    }
    let name = |leaf: &clap::Command| format!("{} {}", command.get_name(), leaf.get_name());
    command.get_subcommands().map(|leaf| (name(leaf), leaf.clone())).collect()
}

/// The commands that ask the service.
fn headless() -> Vec<(String, clap::Command)> {
    let cli = Cli::command();
    let of_service = |group: &&clap::Command| group.has_subcommands() && group.get_name() != "config";
    cli.get_subcommands().filter(of_service).flat_map(leaves).collect()
}

fn commands() -> String {
    let rows = Cli::command().get_subcommands().flat_map(leaves).collect::<Vec<_>>().into_iter().map(|(name, leaf)| {
        let places = leaf.get_positionals().map(|arg| format!(" {}", value(arg)));
        let needed = leaf.get_arguments().filter(|arg| arg.is_required_set() && !arg.is_positional());
        let needed = needed.map(|arg| format!(" --{} {}", arg.get_long().unwrap_or_default(), value(arg)));
        let usage = places.chain(needed).collect::<String>();
        vec![format!("`{name}{usage}`"), leaf.get_about().map(ToString::to_string).unwrap_or_default()]
    });
    table(&["command", "what it does"], rows)
}

fn value(arg: &clap::Arg) -> String {
    arg.get_value_names().into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Every flag of the commands once, with the commands that have it.
fn flags() -> String {
    let all = headless();
    let mut rows: Vec<(String, String, String, Vec<&str>)> = Vec::new();
    for (name, leaf) in &all {
        for arg in leaf.get_arguments().filter(|arg| !arg.is_positional()) {
            let flag = format!("`--{}`", arg.get_long().unwrap_or_default());
            let takes = if arg.get_action().takes_values() { value(arg) } else { String::new() };
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            match rows.iter_mut().find(|row| row.0 == flag && row.2 == help) {
                Some(row) => row.3.push(name),
                None => rows.push((flag, takes, help, vec![name])),
            }
        }
    }
    let rows = rows.into_iter().map(|(flag, takes, help, of)| {
        let of = if of.len() == all.len() { "all".to_owned() } else { of.join(", ") };
        vec![format!("{flag} {takes}").trim_end().to_owned(), help, of]
    });
    table(&["flag", "", "of"], rows)
}

fn codes() -> String {
    let signal = vec!["128 + n".to_owned(), "ended by signal n".to_owned()];
    let rows = Code::ALL.iter().map(|code| vec![code.number().to_string(), code.meaning().to_owned()]);
    table(&["exit code", ""], rows.chain([signal]))
}

/// What a command with `--output jsonl` writes, by the code that writes it.
fn shapes() -> String {
    let day = jiff::civil::date(2026, 12, 1);
    let company = Company {
        id: CompanyId::new("c0ffee12ab34"),
        name: "Contoso Ltd".to_owned(),
        reseller: Some("North".to_owned()),
        industry: None,
        license_type: Some("Enterprise".to_owned()),
        seats: Seats { used: 61, limit: Limit::Of(60) },
        inactive: 3,
        deleted: 2,
        monthly: 64,
        renews: Some(day),
        created: None,
        expired: false,
        locked: false,
        tags: vec!["gold".to_owned()],
    };
    let user = TargetUser {
        id: UserId::new("u5e4d3c2b1a0"),
        email: "jane@contoso.com".to_owned(),
        first_name: Some("Jane".to_owned()),
        last_name: Some("Doe".to_owned()),
        department: None,
        phone: Some("+442079460018".to_owned()),
        priority: Some("Medium".to_owned()),
        status: UserStatus::Active,
        created: None,
        time_zone: None,
        language: None,
    };
    let columns: Vec<_> = Column::all().collect();
    let line = |row: Told| {
        let mut out = Vec::new();
        Sheet::new(&mut out, Format::Jsonl, "", Vec::new()).page(&[row]).expect("memory");
        String::from_utf8(out).expect("text")
    };
    let of_company = line(rows::company(&company, &columns, day));
    let of_user = line(rows::user(&user, (company.id.as_str(), &company.name), Some("created")));
    format!("```json\n{of_company}{of_user}```\n")
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
        ("commands", commands()),
        ("flags", flags()),
        ("codes", codes()),
        ("shapes", shapes()),
        ("example", format!("```toml\n{EXAMPLE}```\n")),
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
    let below = cli.get_subcommands().flat_map(clap::Command::get_subcommands);
    for command in std::iter::once(&cli).chain(cli.get_subcommands()).chain(below) {
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
    for profile in [None, Some("look".to_owned())] {
        let flags = Flags { profile, config: Some(file.clone()), ..Flags::default() };
        load(&flags, |_| None).expect("the example is right");
    }
}

/// Whoever searches for what the program has said finds it.
#[test]
fn what_is_explained_is_what_the_program_says() {
    let readme = readme();
    let (_, rest) = readme.split_once("\n## Troubleshooting\n").expect("the section");
    let (section, _) = rest.split_once("\n## ").expect("another section");
    let first_cells = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let quoted: Vec<&str> = first_cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(quoted.len() > 15, "{quoted:?}");
    let sources = sources(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"));
    for words in quoted {
        assert!(sources.contains(words), "nothing says {words:?}");
    }
}

/// Every source file, tests left out, with texts that go on in the next line as one.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.push_str(&sources(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let program = text.split("#[cfg(test)]").next().unwrap_or_default();
            for line in program.lines() {
                all.push_str(line.trim_start().trim_end_matches('\\'));
                if !line.ends_with('\\') {
                    all.push('\n');
                }
            }
        }
    }
    all
}
