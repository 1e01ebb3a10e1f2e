//! The commands in the list of a company's system users: a part of the command table.

use crate::app::keys::command::{Command, Copied};
use crate::app::keys::command_row::{ALSO_MARKED, CommandRow};
use crate::app::keys::group_rows::RowSpec;
use crate::app::keys::scope::Scope;
use crate::domain::change::write::Mail;

/// The rows of the table that [`Scope::SystemUsers`] does not share with the list of users.
#[rustfmt::skip]
pub(super) const SYSTEM_USER_ROWS: &[RowSpec] = &[
    ("show-user", Command::ShowUser, Scope::SystemUsers, "enter", "open", "Show the details of the system user under the cursor"),
    ("add-system-user", Command::AddSystemUser, Scope::SystemUsers, "U", "add", "Add a system user (a console login) to this company"),
    ("edit-user", Command::EditUser, Scope::SystemUsers, "e", "edit", "Edit the system user in the form; what is changed is marked, with the old value"),
    ("delete-user", Command::DeleteUser, Scope::SystemUsers, "D", "delete", "Delete the system user (asks); cannot be undone"),
    ("send-welcome-mail", Command::SendMail(Mail::Welcome), Scope::SystemUsers, "m", "welcome mail", "Send the system user the welcome mail again (asks)"),
    ("send-password-link", Command::SendMail(Mail::PasswordLink), Scope::SystemUsers, "R", "password link", "Send the system user a link for a new password (asks)"),
    ("open-users", Command::OpenUsers, Scope::SystemUsers, "u", "", "List the users of this company"),
    ("send-welcome-mail", Command::SendMail(Mail::Welcome), Scope::User, "m", "", "Send a system user the welcome mail again (asks)"),
    ("send-password-link", Command::SendMail(Mail::PasswordLink), Scope::User, "R", "", "Send a system user a link for a new password (asks)"),
];

/// What is the same in both lists. Nobody marks system users.
pub(super) fn shared_with_system_users(rows: &[CommandRow]) -> Vec<CommandRow> {
    let shared = rows.iter().filter(|row| row.scope == Scope::Users && is_shared(row.command));
    let of_one = |row: &CommandRow| {
        let help = row.help.strip_suffix(ALSO_MARKED).unwrap_or(&row.help).to_owned();
        CommandRow { scope: Scope::SystemUsers, several: false, help, ..row.clone() }
    };
    shared.map(of_one).collect()
}

fn is_shared(command: Command) -> bool {
    matches!(
        command,
        Command::CopyUser(Copied::Row | Copied::Email | Copied::Id | Copied::Name | Copied::Cell)
            | Command::Search
            | Command::SearchOwner
            | Command::ReverseOrder
            | Command::CopyRequest
            | Command::CopyReceipt
            | Command::CopyReceiptMarkdown
            | Command::Undo
            | Command::NextPage
            | Command::PreviousPage
            | Command::GoToPage
            | Command::SortHere
            | Command::ColumnLeft
            | Command::ColumnRight
            | Command::ScrollLeft
            | Command::ScrollRight
            | Command::RowDown
            | Command::RowUp
            | Command::FirstRow
            | Command::LastRow
            | Command::HalfDown
            | Command::HalfUp
            | Command::ScreenDown
            | Command::ScreenUp
            | Command::Close
    )
}
