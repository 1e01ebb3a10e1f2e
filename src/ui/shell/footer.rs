//! The last lines: the notice, and the most important keys here.

use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::Resolution;
use crate::app::keys::scope::Scope;
use crate::app::keys::table::{CommandRow, sequence};
use crate::app::model::Model;
use crate::app::screen::layout::{Areas, notice_lines};
use crate::app::screen::scope::{active_rows, innermost, resolve};
use crate::app::shell::available::refusal;
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &Areas) {
    notice(paint, model, areas);
    let t = paint.theme;
    let area = areas.footer;
    let mut x = area.x + 1;
    let mut end = area.x + area.width;
    // The key list is always shown.
    if let Some(row) = active_rows(model, innermost(model)).find(|r| r.command == Command::Keys) {
        let said = format!("{} {} ", model.describe_keys(Command::Keys, innermost(model)), row.label);
        end -= paint.right(area, &said, t.accent()) + 1;
    }
    // The innermost row of a key decides.
    let mut offered: Vec<String> = Vec::new();
    // In a single choice its key is text.
    let single_choice = innermost(model) == Scope::Picker && !model.drafts.current().is_some_and(Form::picks_many);
    let offered_elsewhere =
        |row: &&CommandRow| row.command == Command::Keys || single_choice && row.command == Command::Mark;
    for row in active_rows(model, innermost(model)).filter(|r| !r.label.is_empty() && !offered_elsewhere(r)) {
        // Only keys that work here: in an input some of them are text or edit it.
        let effective = row.keys.iter().find(|k| {
            let first = k.first().map(|p| resolve(model, *p));
            first == Some(Resolution::Run(row.command)) || first == Some(Resolution::Prefix)
        });
        let keys = match effective {
            Some(keys) if keys.len() > 1 && row.label.ends_with("..") => keys[0].to_string(),
            Some(keys) => sequence(keys),
            None => continue,
        };
        if offered.contains(&keys) {
            continue;
        }
        let takes = u16::try_from(keys.len() + 1 + row.label.len()).unwrap_or(u16::MAX);
        if x.saturating_add(takes) > end {
            break;
        }
        let (key, word) =
            if refusal(row.command, row.scope, model).is_some() { (t.dim(), t.dim()) } else { (t.accent(), t.text()) };
        x += paint.text(x, area.y, takes, &keys, key) + 1;
        x += paint.text(x, area.y, takes, row.label, word) + 2;
        offered.push(keys);
    }
}

fn notice(paint: &mut Paint<'_>, model: &Model, areas: &Areas) {
    let Some(notice) = model.notices.current() else { return };
    let t = paint.theme;
    let style = t.severity(notice.severity);
    let area = areas.notice;
    paint.text(area.x + 1, area.y, 8, &notice.at.clock(), t.dim());
    for (n, text) in (0..area.height).zip(notice_lines(model)) {
        let at = area.lines(n, 1);
        paint.text(at.x + 7, at.y, at.width.saturating_sub(8), &text, style);
    }
}
