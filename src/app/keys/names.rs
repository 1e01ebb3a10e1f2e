//! Commands by name, as the configuration writes them: `over-limit`, `sort-use-percent`.

use std::sync::LazyLock;

use crate::app::keys::table::{Command, ROWS};

static NAMES: LazyLock<Vec<(String, Command)>> = LazyLock::new(|| {
    let mut names: Vec<(String, Command)> = Vec::new();
    for row in ROWS.iter() {
        if names.iter().all(|(_, command)| *command != row.command) {
            names.push((kebab(&format!("{:?}", row.command)), row.command));
        }
    }
    names
});

impl Command {
    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, command)| *command == self).map_or("", |(name, _)| name)
    }

    /// The command of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(n, _)| n == name).map(|(_, command)| *command)
    }

    /// Every name, in the order of the table.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| name.as_str())
    }
}

/// `Sort(UsePercent)` as `sort-use-percent`: names and variants are the same words, and a test holds
/// the names.
fn kebab(variant: &str) -> String {
    let mut name = String::new();
    for c in variant.chars() {
        match c {
            '(' => name.push('-'),
            ')' => {}
            c if c.is_ascii_uppercase() => {
                if !name.is_empty() && !name.ends_with('-') {
                    name.push('-');
                }
                name.push(c.to_ascii_lowercase());
            }
            c => name.push(c),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Configurations have them: one that goes or changes stops somebody's program at its start.
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
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
            assert_eq!(Command::named(name).map(Command::name), Some(*name));
        }
        assert!(ROWS.iter().all(|row| names.contains(&row.command.name())));
    }
}
