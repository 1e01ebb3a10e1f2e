//! A user as text for the clipboard.

use crate::app::keys::command::Copied;
use crate::domain::form::subject::Subject;
use crate::domain::list::user_columns::UserColumn;
use crate::domain::text::spreadsheet::{cell, pasted};
use crate::domain::user::existing::TargetUser;

/// A value of a user for the clipboard; `column` is the one under the cursor.
#[must_use]
pub fn text_of(user: &TargetUser, subject: Subject, what: Copied, column: UserColumn) -> String {
    match what {
        Copied::Row => row(user, subject),
        Copied::Email => user.email.clone(),
        Copied::Id => user.id.to_string(),
        Copied::Name => user.name(),
        Copied::Cell => column.cell(user),
    }
}

/// One user as the cells of every column and the ID, for a spreadsheet.
#[must_use]
pub fn row(user: &TargetUser, subject: Subject) -> String {
    let cells = UserColumn::of(subject).iter().map(|c| c.cell(user)).chain([user.id.to_string()]);
    pasted(cells.map(|text| cell(&text).into_owned()))
}
