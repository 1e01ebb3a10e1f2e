//! The tables of the documents are those of the program.
//! `KEEPNET_UPDATE_DOCS=1 cargo test --test project documents` writes them.

use std::fmt::Write;
use std::path::Path;

use clap::CommandFactory;
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::keys::table::{CommandRow, ROWS, of_scope, sequence};
use keepnet_tui::cli::args::Cli;
use keepnet_tui::cli::exit::Code;
use keepnet_tui::cli::output::{Format, Row as Told, TableWriter};
use keepnet_tui::cli::rows;
use keepnet_tui::config::{EXAMPLE, Flags, load};
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::desk::template::PLACEHOLDERS;
use keepnet_tui::domain::form::fields::{FIELDS, Field, Kind, Requirement, SYSTEM_FIELDS};
use keepnet_tui::domain::list::columns::{BY_IMPORTANCE, COLUMNS, CellContext, Column};
use keepnet_tui::domain::list::filter::language::{Companies, Language};
use keepnet_tui::domain::list::filter::user_key::UserLanguage;
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use keepnet_tui::domain::terminal::theme::{Colours, DUSK, PAPER, Role};
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};

use super::pages::{page, pages, root};

/// The scopes in the order of the chapter; those that belong under one heading together.
const SCOPES: [&[Scope]; 35] = [
    &[Scope::Table],
    &[Scope::Groups],
    &[Scope::Company],
    &[Scope::Users],
    &[Scope::SystemUsers],
    &[Scope::User],
    &[Scope::UserGroups],
    &[Scope::UserHistory],
    &[Scope::ImportFile],
    &[Scope::ImportPlan],
    &[Scope::ImportRow],
    &[Scope::ImportColumns],
    &[Scope::ImportChoice],
    &[Scope::ImportRun],
    &[Scope::Search],
    &[Scope::Form],
    &[Scope::Picker],
    &[Scope::Everywhere, Scope::Always],
    &[Scope::List],
    &[Scope::Views],
    &[Scope::ViewName],
    &[Scope::Note],
    &[Scope::Activity],
    &[Scope::Messages],
    &[Scope::Connection],
    &[Scope::Menu],
    &[Scope::Wait],
    &[Scope::Columns],
    &[Scope::Preview],
    &[Scope::OwnerSearch],
    &[Scope::Output],
    &[Scope::Prompt],
    &[Scope::Ticket],
    &[Scope::Confirm],
    &[Scope::Start],
];

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

fn key_cell(row: &CommandRow) -> String {
    if row.keys.is_empty() {
        return "(palette)".to_owned();
    }
    row.keys.iter().map(|k| format!("`{}`", sequence(k))).collect::<Vec<_>>().join(" or ")
}

fn keys() -> String {
    let blocks = SCOPES.iter().map(|scopes| {
        let title = scopes[0].title();
        let rows = scopes.iter().flat_map(|s| of_scope(*s)).map(|row| vec![key_cell(row), row.help.clone()]);
        format!("## {title}\n\n{}", table(&["keys", "action"], rows))
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
        let need = match f.requirement {
            Requirement::Required => "yes",
            Requirement::RequiredByProfile => "yes, unless `require_phone = false`",
            Requirement::Optional => "no",
            Requirement::AllOrNone => "all three or none",
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
            (Some(letter), None) => format!("`s {letter}`, in memory only"),
            (None, Some(order)) => format!("`{}`", order.wire()),
            (None, None) => String::new(),
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

fn roles() -> String {
    let hex = |colours: &Colours, role| format!("`#{:06x}`", colours.get(role).0);
    let rows = Role::ALL
        .into_iter()
        .map(|role| vec![format!("`{}`", role.name()), role.purpose().to_owned(), hex(&DUSK, role), hex(&PAPER, role)]);
    table(&["role", "colour of", "`dusk`", "`paper`"], rows)
}

fn placeholders() -> String {
    let rows = PLACEHOLDERS.iter().map(|spec| {
        let place = if spec.of_user { "`where = \"users\"`" } else { "everywhere" };
        vec![format!("`{{{}}}`", spec.name), spec.help.to_owned(), place.to_owned()]
    });
    table(&["placeholder", "value", ""], rows)
}

/// What can be filtered by.
fn filters<L: Language>() -> String {
    let rows = L::KEYS.iter().map(|spec| {
        let names: Vec<_> = spec.names.iter().map(|name| format!("`{name}`")).collect();
        let (what, examples) = spec.help.split_once(": ").unwrap_or((spec.help, ""));
        let examples: Vec<_> = examples.split(", ").filter(|e| !e.is_empty()).map(|e| format!("`{e}`")).collect();
        vec![names.join(", "), what.to_owned(), examples.join(", ")]
    });
    table(&["column", "", "for example"], rows)
}

fn codes() -> String {
    let signal = vec!["128 + n".to_owned(), "terminated by signal n".to_owned()];
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
        desk: None,
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
        managed: None,
        roles: None,
    };
    let columns: Vec<_> = Column::of_one_value().collect();
    let line = |row: Told| {
        let mut out = Vec::new();
        TableWriter::new(&mut out, Format::Jsonl, "", Vec::new()).page(&[row]).expect("memory");
        String::from_utf8(out).expect("text")
    };
    let of_company = line(rows::company(&company, &columns, CellContext::new(day, None)));
    let of_user = line(rows::user(&user, (company.id.as_str(), &company.name), Some("created")));
    format!("```json\n{of_company}{of_user}```\n")
}

/// What stands between two marks of a page, written anew.
fn rewritten(text: &str, name: &str, block: &str) -> Option<String> {
    let (before, rest) = text.split_once(&format!("<!-- {name} -->\n"))?;
    let (_, after) = rest.split_once(&format!("<!-- /{name} -->"))?;
    Some(format!("{before}<!-- {name} -->\n\n{block}\n<!-- /{name} -->{after}"))
}

#[test]
fn tables_are_those_of_the_program() {
    let mut different = Vec::new();
    for (name, mark, block) in [
        ("keys.md", "keys", keys()),
        ("filters.md", "filters", filters::<Companies>()),
        ("filters.md", "user filters", filters::<UserLanguage>()),
        ("fields.md", "fields", fields(&FIELDS)),
        ("fields.md", "system-fields", fields(&SYSTEM_FIELDS)),
        ("fields.md", "columns", columns()),
        ("commands.md", "commands", commands()),
        ("commands.md", "flags", flags()),
        ("commands.md", "codes", codes()),
        ("commands.md", "shapes", shapes()),
        ("configuration.md", "roles", roles()),
        ("configuration.md", "placeholders", placeholders()),
        ("configuration.md", "example", format!("```toml\n{EXAMPLE}```\n")),
    ] {
        let old = page(&format!("docs/src/{name}"));
        let new = rewritten(&old.text, mark, &block).unwrap_or_else(|| panic!("{name} has no marks for {mark}"));
        if new == old.text {
            continue;
        }
        if std::env::var_os("KEEPNET_UPDATE_DOCS").is_some_and(|v| v == "1") {
            std::fs::write(root().join(&old.name), new).expect("written");
        } else {
            let line = old.text.lines().zip(new.lines()).find(|(a, b)| a != b);
            different.push(format!("{}, {mark}: {line:?}", old.name));
        }
    }
    assert!(
        different.is_empty(),
        "not what the program says:\n{}\nKEEPNET_UPDATE_DOCS=1 cargo test --test project documents writes it",
        different.join("\n")
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
    let pages = pages();
    let named = |code: &str| pages.iter().any(|page| page.code().any(|found| found == code));
    let cli = Cli::command();
    let below = cli.get_subcommands().flat_map(clap::Command::get_subcommands);
    for command in std::iter::once(&cli).chain(cli.get_subcommands()).chain(below) {
        for long in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(named(&format!("--{long}")), "no document names --{long} of {}", command.get_name());
        }
    }
    let help = cli.get_after_help().map(ToString::to_string).unwrap_or_default();
    let variables = help.lines().filter_map(|l| l.split_whitespace().next()).filter(|w| w.contains('_'));
    for variable in variables.filter(|w| w.chars().all(|c| c.is_ascii_uppercase() || c == '_')) {
        assert!(named(variable), "no document names {variable}");
    }
}

#[test]
fn the_example_configuration_is_read() {
    let chapter = page("docs/src/configuration.md").text;
    let example = chapter.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("config.toml");
    std::fs::write(&file, example).expect("written");
    for profile in [None, Some("look".to_owned())] {
        let flags = Flags { profile, config: Some(file.clone()), ..Flags::default() };
        load(&flags, |_| None).expect("the example is right");
    }
}

/// Whoever searches for a message finds its row.
#[test]
fn messages_explained_are_those_of_the_program() {
    let chapter = page("docs/src/troubleshooting.md").text;
    let (messages, _) = chapter.split_once("\n## doctor\n").expect("the messages, then doctor");
    let first_cells = messages.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let quoted: Vec<&str> = first_cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(quoted.len() > 15, "{quoted:?}");
    let sources = sources(&root().join("src"));
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
