//! The menu of a prefix key: what may follow, with the reason beside what is unavailable.

use crate::app::keys::press::KeyPress;
use crate::app::keys::table::sequence;
use crate::app::model::Model;
use crate::app::screen::scope::{active_rows, innermost};
use crate::app::shell::available::refusal;
use crate::app::widgets::area::{Area, wrap};
use crate::domain::text::cells::width;

/// Cells for the keys.
pub const KEYS: u16 = 4;
/// Minimum width.
const NARROW: u16 = 58;

/// The keys that follow, what they do, and why that is unavailable.
struct Entry<'a> {
    presses: &'a [KeyPress],
    help: &'a str,
    reason: Option<String>,
}

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuLine {
    /// The keys, on the first line of an entry.
    pub keys: String,
    /// What they do, or why they do not.
    pub text: String,
    /// It is unavailable.
    pub is_refused: bool,
    /// What a click on it presses.
    pub presses: Vec<KeyPress>,
}

/// The menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrefixMenu {
    /// The keys so far.
    pub title: String,
    /// The box.
    pub frame: Area,
    /// Where the lines are.
    pub rows: Area,
    /// The lines.
    pub lines: Vec<MenuLine>,
}

/// The menu on the screen, if there is one.
#[must_use]
pub fn menu(model: &Model) -> Option<PrefixMenu> {
    let prefix = model.prefix.as_ref().filter(|p| p.menu)?;
    let entries: Vec<Entry<'_>> = active_rows(model, innermost(model))
        .flat_map(|row| row.keys.iter().map(move |keys| (row, keys)))
        .filter_map(|(row, keys)| {
            let presses = keys.strip_prefix(&prefix.pressed[..])?;
            Some(Entry { presses, help: &row.help, reason: refusal(row.command, row.scope, model) })
        })
        .collect();
    let longest = entries.iter().map(|entry| width(&beside(entry))).max().unwrap_or(0);
    let width = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(KEYS + 4);
    let width = width.max(NARROW).min(model.size.width);
    let most = model.size.height.saturating_sub(2);
    let cells = usize::from(width.saturating_sub(KEYS + 4));
    let mut lines = reasons_beside(&entries, cells);
    let again =
        entries.windows(3).any(|w| w[0].reason.is_some() && w[0].reason == w[1].reason && w[1].reason == w[2].reason);
    if again || lines.len() + 2 > usize::from(most) {
        lines = reasons_below(&entries, cells);
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(most);
    let frame = Area { x: model.size.width - width, y: model.size.height - 1 - height, width, height };
    Some(PrefixMenu { title: sequence(&prefix.pressed), frame, rows: frame.inside(2), lines })
}

/// The keys that a click on this cell of the menu presses.
#[must_use]
pub fn presses_at(model: &Model, x: u16, y: u16) -> Option<Vec<KeyPress>> {
    let menu = menu(model)?;
    let line = menu.rows.contains(x, y).then(|| usize::from(y - menu.rows.y))?;
    menu.lines.get(line).map(|line| line.presses.clone())
}

fn beside(entry: &Entry<'_>) -> String {
    entry.reason.as_ref().map_or_else(|| entry.help.to_owned(), |reason| format!("{}: {reason}", entry.help))
}

fn line(entry: &Entry<'_>, keys: String, text: &str, is_refused: bool) -> MenuLine {
    MenuLine { keys, text: text.to_owned(), is_refused, presses: entry.presses.to_vec() }
}

/// The reason follows the help.
fn reasons_beside(entries: &[Entry<'_>], cells: usize) -> Vec<MenuLine> {
    let pieces = |entry: &Entry<'_>| -> Vec<MenuLine> {
        let text = beside(entry);
        let keys = std::iter::once(sequence(entry.presses)).chain(std::iter::repeat(String::new()));
        let wrapped = wrap(&text, cells);
        keys.zip(&wrapped).map(|(keys, piece)| line(entry, keys, piece, entry.reason.is_some())).collect()
    };
    entries.iter().flat_map(pieces).collect()
}

/// The same in fewer lines: a reason shared by several rows is shown once, below the last of them.
fn reasons_below(entries: &[Entry<'_>], cells: usize) -> Vec<MenuLine> {
    let mut lines = Vec::new();
    for (n, entry) in entries.iter().enumerate() {
        lines.push(line(entry, sequence(entry.presses), entry.help, entry.reason.is_some()));
        let next = entries.get(n + 1).and_then(|next| next.reason.as_ref());
        if let Some(reason) = entry.reason.as_ref().filter(|reason| next != Some(reason)) {
            lines.extend(wrap(reason, cells).iter().map(|piece| line(entry, String::new(), piece, true)));
        }
    }
    lines
}
