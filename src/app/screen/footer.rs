//! The footer as data: where the list is, and what the next key can be, by importance. A click on a hint is its key.

use crate::app::form::state::Form;
use crate::app::import::run_state::Standing;
use crate::app::import::state::Import;
use crate::app::keys::command::{Command, ImportAct, UserAct};
use crate::app::keys::keymap::Resolution;
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::keys::table::CommandRow;
use crate::app::model::Model;
use crate::app::screen::layout::areas;
use crate::app::screen::position;
use crate::app::screen::scope::{active_rows, innermost, resolve};
use crate::app::widgets::area::Area;
use crate::domain::form::subject::Subject;
use crate::domain::text::cells::width;

/// One hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What its key runs.
    pub command: Command,
    /// The scope of its row.
    pub scope: Scope,
    /// The keys a click presses: the first one, if others may follow.
    pub presses: Vec<KeyPress>,
    /// Other keys follow, and one of them may be possible.
    pub leads_on: bool,
    /// The keys as shown.
    pub keys: String,
    /// What they do.
    pub label: String,
    /// Where it is.
    pub area: Area,
}

/// The footer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Footer {
    /// The position in the list, if no frame shows it.
    pub position: String,
    /// The hints.
    pub hints: Vec<Hint>,
}

/// Cells between two hints.
const GAP: u16 = 3;
/// Cells of the shortest hint.
const SHORTEST: u16 = 5;

/// What the footer shows.
#[must_use]
pub fn footer(model: &Model) -> Footer {
    let Some(areas) = areas(model) else { return Footer::default() };
    let line = areas.footer;
    let is_plain = model.overlays.is_empty() && areas.table.is_some_and(|table| !table.is_framed);
    let is_connected = model.settings.connection.is_some();
    let position = if is_plain && is_connected { position::text(model) } else { String::new() };
    let mut x = line.x + 1;
    if !position.is_empty() {
        x += cells(&position) + GAP;
    }
    let mut end = line.x + line.width.saturating_sub(1);
    let mut hints: Vec<Hint> = Vec::new();
    // The key list is always shown, at the right edge.
    if let Some(hint) = rows(model).find(|row| row.command == Command::Keys).and_then(|row| hint(model, row)) {
        end = end.saturating_sub(hint.area.width);
        hints.push(Hint { area: Area { x: end, y: line.y, ..hint.area }, ..hint });
    }
    // The way out of a list is shown before anything else that fits.
    let scope = innermost(model);
    let way_out = rows(model).find(|row| row.command == Command::Close && row.scope == scope);
    let way_out = way_out.and_then(|row| hint(model, row));
    let mut kept = way_out.map_or(0, |hint| hint.area.width + GAP);
    // The innermost row of a key decides, whether or not there is room for it.
    let mut offered: Vec<String> = hints.iter().map(|hint| hint.keys.clone()).collect();
    for row in rows(model) {
        // What no hint can fill is not worth looking any further for.
        if x + SHORTEST + GAP > end {
            break;
        }
        let Some(hint) = hint(model, row).filter(|hint| !offered.contains(&hint.keys)) else { continue };
        offered.push(hint.keys.clone());
        if hint.command == Command::Close {
            kept = 0;
        }
        // A hint that is too long makes way for what matters less and fits.
        if x + hint.area.width + GAP + kept <= end {
            let takes = hint.area.width;
            hints.push(Hint { area: Area { x, y: line.y, ..hint.area }, ..hint });
            x += takes + GAP;
        }
    }
    Footer { position, hints }
}

/// The keys that a click on this cell presses.
#[must_use]
pub fn presses_at(model: &Model, x: u16, y: u16) -> Option<Vec<KeyPress>> {
    footer(model).hints.into_iter().find(|hint| hint.area.contains(x, y)).map(|hint| hint.presses)
}

/// The keys of a command in a scope, as short as the footer shows them.
#[must_use]
pub fn short_keys(model: &Model, command: Command, scope: Scope) -> String {
    let keys = &model.settings.keys;
    let found =
        keys.active_rows(scope).filter(|row| row.command == command).find_map(|row| keys.active_keys(row, scope));
    short(model, found.unwrap_or_default())
}

fn short(model: &Model, presses: &[KeyPress]) -> String {
    presses.iter().map(|press| press.short(model.settings.ascii)).collect::<Vec<_>>().join(" ")
}

/// The rows that are offered here, the most important first.
fn rows(model: &Model) -> impl Iterator<Item = &CommandRow> {
    let scope = innermost(model);
    // In a single choice its key is text.
    let is_single_choice = scope == Scope::Picker && !model.drafts.current().is_some_and(Form::picks_many);
    let is_of_system_users =
        matches!(scope, Scope::Users | Scope::User) && model.users.listed_subject() == Subject::SystemUser;
    let standing = model.import.current.as_ref().and_then(Import::standing);
    let is_of_ended_run = scope == Scope::ImportRun && standing == Some(Standing::Over);
    active_rows(model, scope)
        .filter(|row| !row.label.is_empty())
        .filter(move |row| !is_single_choice || row.command != Command::Mark)
        .filter(move |row| !is_of_system_users || !is_of_target_users(row.command))
        .filter(move |row| !is_of_ended_run || !is_of_a_run(model, row.command))
}

/// It is never possible for a system user.
fn is_of_target_users(command: Command) -> bool {
    matches!(command, Command::ToggleActive | Command::User(UserAct::Groups | UserAct::History))
}

/// An import that has ended is neither paused nor ended; after a trial it goes on with the rest.
fn is_of_a_run(model: &Model, command: Command) -> bool {
    let has_rest = || model.import.current.as_ref().is_some_and(|import| import.rest() > 0);
    command == Command::Import(ImportAct::Discard) || command == Command::Import(ImportAct::Pause) && !has_rest()
}

fn hint(model: &Model, row: &CommandRow) -> Option<Hint> {
    // Only keys that work here: in an input some of them are text or edit it.
    let keys = row.keys.iter().find(|keys| {
        let first = keys.first().map(|press| resolve(model, *press));
        first == Some(Resolution::Run(row.command)) || first == Some(Resolution::Prefix)
    })?;
    let leads_on = row.label.ends_with("..");
    let presses: Vec<KeyPress> = if leads_on { keys.iter().copied().take(1).collect() } else { keys.clone() };
    let keys = short(model, &presses);
    // What is typed into a note is kept.
    let is_saved = row.command == Command::Back && innermost(model) == Scope::Note;
    let is_edit = innermost(model) == Scope::Form && model.drafts.current().is_some_and(|form| form.edits().is_some());
    if is_edit && row.command == Command::CreateNext {
        return None;
    }
    let label = if is_saved {
        "close, saved"
    } else if is_edit && row.command == Command::Create {
        "save"
    } else {
        row.label.trim_end_matches('.')
    };
    let label = label.to_owned();
    let area = Area { width: cells(&keys) + 1 + cells(&label), height: 1, ..Area::default() };
    Some(Hint { command: row.command, scope: row.scope, presses, leads_on, keys, label, area })
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}
