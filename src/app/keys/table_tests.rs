//! The command table keeps its rules.

use super::*;
use crate::app::keys::press::KeyPress;

#[test]
fn every_key_of_the_table_can_be_read() {
    for (_, command, _, keys, ..) in TABLE {
        for key in keys.split(" | ").filter(|k| !k.is_empty()).flat_map(|k| k.split(' ')) {
            assert!(KeyPress::parse(key).is_some(), "{command:?}: {key}");
        }
    }
}

#[test]
fn no_key_means_two_things_in_one_scope() {
    for (i, a) in ROWS.iter().enumerate() {
        for b in &ROWS[i + 1..] {
            let heard_together = a.scope == b.scope || a.scope == Scope::Always || b.scope == Scope::Always;
            for (x, y) in a.keys.iter().flat_map(|x| b.keys.iter().map(move |y| (x, y))) {
                let clash = x.starts_with(y) || y.starts_with(x);
                assert!(!heard_together || !clash, "{:?} and {:?}: {}", a.command, b.command, sequence(x));
            }
        }
    }
}

#[test]
fn letters_are_text_in_inputs() {
    for row in ROWS.iter().filter(|r| r.scope.is_text()) {
        for press in row.keys.iter().filter_map(|k| k.first()) {
            let mark = row.command == Command::Mark && matches!(row.scope, Scope::Picker | Scope::UserGroups);
            assert!(press.typed().is_none() || mark, "{:?}", row.command);
        }
    }
}

#[test]
fn every_row_explains_itself() {
    for row in ROWS.iter() {
        assert!(!row.help.is_empty(), "{:?}", row.command);
        let by_name = matches!(
            row.command,
            Command::Discard
                | Command::MarkNotCreated
                | Command::SaveView
                | Command::Profiles
                | Command::Unmark
                | Command::Connection
                | Command::Sort(_)
        );
        assert!(!row.keys.is_empty() || by_name, "{:?}", row.command);
    }
}

/// Configurations refer to them: removing or renaming one breaks somebody's start.
#[test]
fn names_stay() {
    let names: Vec<&str> = Command::names().collect();
    insta::assert_snapshot!(names.join("\n"));
}

#[test]
fn each_name_is_that_of_one_command() {
    let names: Vec<&str> = Command::names().collect();
    for (n, name) in names.iter().enumerate() {
        assert!(!names[n + 1..].contains(name), "{name}");
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
        assert_eq!(Command::named(name).map(Command::name), Some(*name));
    }
    for row in ROWS.iter() {
        assert_eq!(row.command.name(), row.name, "{:?} has two names", row.command);
    }
}

#[test]
fn rows_for_marked_rows_are_where_rows_can_be_marked() {
    let several: Vec<_> = ROWS.iter().filter(|row| row.several).collect();
    assert!(several.iter().all(|row| row.scope.has_marks()));
    for command in [Command::CopyRow, Command::Export, Command::OpenConsole, Command::CopyList] {
        assert!(several.iter().any(|row| row.command == command && row.scope == Scope::Table), "{command:?}");
    }
    assert!(several.iter().all(|row| row.command != Command::AddUser));
}
