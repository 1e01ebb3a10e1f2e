//! Copies what is under the cursor to the clipboard.

use crate::app::companies::text;
use crate::app::core::effect::Effect;
use crate::app::flows::panes;
use crate::app::keys::command::{Command, Copied};
use crate::app::model::Model;
use crate::app::screen::layout::table;
use crate::domain::list::columns::Column;

/// Copies a value of the company of this pane.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn copy_of(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let Some(company) = panes::target_company(model) else { return };
    let today = model.now.local.date();
    let column = model.companies.column;
    let (what, text) = match command {
        Command::CopyId => ("the company ID".to_owned(), company.id.to_string()),
        Command::CopyName => ("the company name".to_owned(), company.name.clone()),
        Command::CopyCell => (format!("the cell {}", column.spec().title), column.cell(company, today, false)),
        _ => {
            let shown = table(model).map(|t| t.columns.iter().map(|p| p.column).collect());
            let columns: Vec<_> = shown.unwrap_or_else(|| model.columns.clone());
            ("the row".to_owned(), text::row(company, &Column::values(&columns), today))
        }
    };
    out.push(Effect::Copy { what, text });
    model.companies.history.mark_visited();
}

/// Copies a value of the user under the cursor.
pub(in crate::app) fn copy_user(model: &Model, what: Copied, out: &mut Vec<Effect>) {
    if let Some((what, text)) = model.users.text_of(what) {
        out.push(Effect::Copy { what, text });
    }
}
