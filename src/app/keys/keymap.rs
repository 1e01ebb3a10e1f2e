//! The effective keys: the command table with the changes of the configuration.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::app::keys::command::Command;
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::keys::table::{CommandRow, ROWS, open_view_help, sequence};
use crate::domain::list::named_view::NamedView;

static AS_THE_TABLE_SAYS: LazyLock<KeyMap> = LazyLock::new(|| KeyMap::new(ROWS.clone()));

/// What a press means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// Run this.
    Run(Command),
    /// The start of a longer sequence.
    Prefix,
    /// Text, or an editing key, for the input that has the focus.
    Type,
    /// Nothing.
    Nothing,
}

/// The effective rows of the command table. Cheap to clone.
#[derive(Clone)]
pub struct KeyMap {
    rows: Arc<[CommandRow]>,
    by_scope: Arc<HashMap<Scope, Keys>>,
}

/// The rows of a scope. Looked through for every frame, and for every key.
#[derive(Default)]
struct Keys {
    /// Their places, in the order of the table.
    rows: Vec<usize>,
    /// What the first key of a sequence means.
    first: HashMap<KeyPress, Resolution>,
}

impl Default for KeyMap {
    fn default() -> Self {
        AS_THE_TABLE_SAYS.clone()
    }
}

impl std::fmt::Debug for KeyMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyMap").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

impl KeyMap {
    pub(in crate::app) fn new(rows: Vec<CommandRow>) -> Self {
        let mut by_scope: HashMap<Scope, Keys> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let of_scope = by_scope.entry(row.scope).or_default();
            of_scope.rows.push(at);
            for keys in &row.keys {
                match keys.as_slice() {
                    [] => {}
                    [only] => {
                        let meaning = of_scope.first.entry(*only).or_insert(Resolution::Prefix);
                        // The first row that has it decides, even after a longer sequence.
                        if *meaning == Resolution::Prefix {
                            *meaning = Resolution::Run(row.command);
                        }
                    }
                    [first, ..] => {
                        of_scope.first.entry(*first).or_insert(Resolution::Prefix);
                    }
                }
            }
        }
        Self { rows: rows.into(), by_scope: Arc::new(by_scope) }
    }

    /// With the names of these views at the keys that open them.
    #[must_use]
    pub fn with_views(&self, views: &[NamedView]) -> Self {
        let mut rows = self.rows.to_vec();
        for row in &mut rows {
            if let Command::OpenView(key) = row.command {
                let view = views.iter().find(|view| view.key == Some(key));
                row.help = match view {
                    Some(view) if view.filter.is_empty() => format!("Open the view {}", view.name),
                    Some(view) => format!("Open the view {}: {}", view.name, view.filter_text()),
                    None => open_view_help(key),
                };
            }
        }
        Self::new(rows)
    }

    /// All rows, in the order of the table.
    #[must_use]
    pub fn rows(&self) -> &[CommandRow] {
        &self.rows
    }

    /// The rows of one scope, in the order of the table.
    pub fn of_scope(&self, scope: Scope) -> impl Iterator<Item = &CommandRow> {
        let places = self.by_scope.get(&scope).map_or(&[][..], |of_scope| &of_scope.rows);
        places.iter().filter_map(|at| self.rows.get(*at))
    }

    /// The rows whose keys are active in `scope`, in the order of the footer.
    pub fn active_rows(&self, scope: Scope) -> impl Iterator<Item = &CommandRow> {
        scope.active().iter().flat_map(|s| self.of_scope(*s))
    }

    /// What `press` means in `scope` after the presses of a prefix.
    #[must_use]
    pub fn resolve(&self, scope: Scope, before: &[KeyPress], press: KeyPress) -> Resolution {
        let own = self.find(scope, before, press);
        if own != Resolution::Nothing {
            return own;
        }
        let may_type = scope.is_text() && before.is_empty();
        if may_type && (press.typed().is_some() || press.edits()) {
            return Resolution::Type;
        }
        let around = scope.active().iter().skip(1).map(|s| self.find(*s, before, press));
        match around.into_iter().find(|m| *m != Resolution::Nothing) {
            Some(meaning) => meaning,
            None if may_type => Resolution::Type,
            None => Resolution::Nothing,
        }
    }

    fn find(&self, scope: Scope, before: &[KeyPress], press: KeyPress) -> Resolution {
        if before.is_empty() {
            let found = self.by_scope.get(&scope).and_then(|of_scope| of_scope.first.get(&press));
            return found.copied().unwrap_or(Resolution::Nothing);
        }
        let mut prefix = false;
        for row in self.of_scope(scope) {
            for keys in &row.keys {
                let Some(rest) = keys.strip_prefix(before) else { continue };
                match rest {
                    [only] if *only == press => return Resolution::Run(row.command),
                    [first, ..] if *first == press => prefix = true,
                    _ => {}
                }
            }
        }
        if prefix { Resolution::Prefix } else { Resolution::Nothing }
    }

    /// The first keys of `row` that work in `scope`: in an input some are text or edit it.
    #[must_use]
    pub fn active_keys<'a>(&self, row: &'a CommandRow, scope: Scope) -> Option<&'a [KeyPress]> {
        row.keys.iter().find(|keys| self.do_it(row.command, keys, scope)).map(Vec::as_slice)
    }

    /// These keys run the command in `scope`.
    #[must_use]
    pub fn do_it(&self, command: Command, keys: &[KeyPress], scope: Scope) -> bool {
        let (Some(first), Some((last, before))) = (keys.first(), keys.split_last()) else { return false };
        let begins = before.is_empty() || self.resolve(scope, &[], *first) == Resolution::Prefix;
        begins && self.resolve(scope, before, *last) == Resolution::Run(command)
    }

    /// The keys that run `command` in `scope`, if any.
    #[must_use]
    pub fn key_of(&self, command: Command, scope: Scope) -> Option<String> {
        let mut rows = self.active_rows(scope).filter(|r| r.command == command);
        rows.find_map(|row| self.active_keys(row, scope)).map(sequence)
    }

    /// How a message shown in `scope` names the keys of `command`: `F5`. A command without keys
    /// is given by name, after the key of the list that has it: `F1 reload`.
    #[must_use]
    pub fn describe_keys(&self, command: Command, scope: Scope) -> String {
        self.key_of(command, scope).unwrap_or_else(|| {
            let mut lists = self.active_rows(scope).filter(|r| r.command == Command::Keys);
            let effective =
                |row: &CommandRow| row.keys.iter().rev().find(|k| self.do_it(row.command, k, scope)).cloned();
            let list = lists.find_map(effective).map(|keys| format!("{} ", sequence(&keys))).unwrap_or_default();
            let name = self.rows.iter().find(|row| row.command == command).map_or("", |row| row.name.as_str());
            format!("{list}{name}")
        })
    }
}
