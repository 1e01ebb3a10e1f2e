//! Copies what is marked, or else what is under the cursor, to the clipboard.

use crate::app::companies::text;
use crate::app::core::effect::Effect;
use crate::app::flows::export::is_without_groups;
use crate::app::flows::marks;
use crate::app::keys::command::{Command, Copied};
use crate::app::model::Model;
use crate::app::screen::layout::table;
use crate::app::users::texts::text_of;
use crate::domain::list::columns::{CellContext, Column};
use crate::domain::text::count;

/// One value, or several, one a line: `the row`, `5 rows`.
fn copy(one: &str, many: &str, lines: &[String]) -> Effect {
    let what = match lines.len() {
        0 | 1 => format!("the {one}"),
        n => count(u64::try_from(n).unwrap_or(u64::MAX), one, many),
    };
    Effect::Copy { what, text: lines.join("\n") }
}

/// Copies a value of the company of this pane, or of each marked one.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn copy_of(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let companies = marks::companies(model);
    if companies.is_empty() {
        return;
    }
    let column = model.companies.column;
    let shown = table(model).map(|t| t.columns.iter().map(|p| p.column).collect());
    let columns = Column::values(&shown.unwrap_or_else(|| model.columns.clone()));
    let copied = if command == Command::CopyCell { &[column][..] } else { &columns };
    if !matches!(command, Command::CopyId | Command::CopyName) && is_without_groups(model, copied) {
        return;
    }
    let context = CellContext { today: model.now.local.date(), groups: model.companies.known_groups() };
    let title = column.spec().title;
    let effect = match command {
        Command::CopyId => {
            let lines: Vec<String> = companies.iter().map(|company| company.id.to_string()).collect();
            copy("company ID", "company IDs", &lines)
        }
        Command::CopyName => {
            let lines: Vec<String> = companies.iter().map(|company| company.name.clone()).collect();
            copy("company name", "company names", &lines)
        }
        Command::CopyCell => {
            let lines: Vec<String> = companies.iter().map(|company| column.cell(company, context, false)).collect();
            copy(&format!("cell {title}"), &format!("cells {title}"), &lines)
        }
        _ => {
            let lines: Vec<String> = companies.iter().map(|company| text::row(company, &columns, context)).collect();
            copy("row", "rows", &lines)
        }
    };
    out.push(effect);
    if companies.len() == 1 {
        model.companies.history.mark_visited();
    }
}

/// Copies a value of the user under the cursor, or of each marked one.
pub(in crate::app) fn copy_user(model: &Model, what: Copied, out: &mut Vec<Effect>) {
    let users = marks::users(model);
    if users.is_empty() {
        return;
    }
    let column = model.users.list.column;
    let title = column.spec().title;
    let lines: Vec<String> =
        users.iter().map(|user| text_of(user, model.users.listed_subject(), what, column)).collect();
    let (cell, cells) = (format!("cell {title}"), format!("cells {title}"));
    let (one, many) = match what {
        Copied::Row => ("row", "rows"),
        Copied::Email => ("email", "emails"),
        Copied::Id => ("user ID", "user IDs"),
        Copied::Name => ("name", "names"),
        Copied::Cell => (cell.as_str(), cells.as_str()),
    };
    out.push(copy(one, many, &lines));
}
