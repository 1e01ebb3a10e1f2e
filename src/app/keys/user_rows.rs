//! The commands on one user: in the details, the picker of groups and the history.

use crate::app::keys::command::{Command, Copied, UserAct};
use crate::app::keys::group_rows::RowSpec;
use crate::app::keys::scope::Scope;

/// The rows of the table for [`Scope::User`], [`Scope::UserGroups`] and [`Scope::UserHistory`].
#[rustfmt::skip]
pub(super) const USER_ROWS: &[RowSpec] = &[
    ("copy-user-row", Command::CopyUser(Copied::Row), Scope::User, "y y", "copy..", "Copy the row"),
    ("copy-user-email", Command::CopyUser(Copied::Email), Scope::User, "y e", "", "Copy the email"),
    ("copy-user-id", Command::CopyUser(Copied::Id), Scope::User, "y i", "", "Copy the user ID"),
    ("copy-user-name", Command::CopyUser(Copied::Name), Scope::User, "y n", "", "Copy the name"),
    ("edit-user", Command::EditUser, Scope::User, "e", "edit", "Edit the user in the form; what is changed is marked, with the old value"),
    ("add-like", Command::AddLike, Scope::User, "=", "", "Add a user like this one: department, groups, language, time zone, priority and manager are taken over"),
    ("toggle-active", Command::ToggleActive, Scope::User, "x", "on/off", "Deactivate the user, which frees the seat and keeps the history; activate an inactive one"),
    ("delete-user", Command::DeleteUser, Scope::User, "D", "delete", "Delete the user (asks); cannot be undone"),
    ("user-groups", Command::User(UserAct::Groups), Scope::User, "T", "groups", "Groups of the user: put the user into groups and take the user out"),
    ("user-history", Command::User(UserAct::History), Scope::User, "I", "history", "History of the user: who changed what, and when"),
    ("row-down", Command::RowDown, Scope::User, "j | down", "next", "The next user"),
    ("row-up", Command::RowUp, Scope::User, "k | up", "previous", "The previous user"),
    ("half-down", Command::HalfDown, Scope::User, "ctrl-d", "", "Scroll half a box down"),
    ("half-up", Command::HalfUp, Scope::User, "ctrl-u", "", "Scroll half a box up"),
    ("screen-down", Command::ScreenDown, Scope::User, "pgdn | ctrl-f | space", "", "Scroll a box down"),
    ("screen-up", Command::ScreenUp, Scope::User, "pgup | ctrl-b", "", "Scroll a box up"),
    ("first-row", Command::FirstRow, Scope::User, "g | home", "", "To the top"),
    ("last-row", Command::LastRow, Scope::User, "G | end", "", "To the end"),
    ("undo", Command::Undo, Scope::User, "Z", "", "Undo the newest change, or all that were made with it (asks)"),
    ("reload", Command::Reload, Scope::User, "r | f5", "", "Load the user again"),
    ("back", Command::Back, Scope::User, "q | enter", "close", "Close the details"),

    ("open-console", Command::OpenConsole, Scope::User, "o", "console", "Open the user in the web console; over ssh, copy its address"),
    ("keys", Command::Keys, Scope::User, "? | f1", "keys", "The keys of these details"),

    ("send-groups", Command::User(UserAct::SendGroups), Scope::UserGroups, "ctrl-s", "send", "Send what was marked: put into groups, take out of groups, create new groups"),
    ("mark", Command::Mark, Scope::UserGroups, "space", "in/out", "Put into the group under the cursor, or take out of it; sent with Ctrl-S"),
    ("take", Command::Accept, Scope::UserGroups, "enter", "", "The same; on the last line, create a group with the typed name"),
    ("list-down", Command::ListDown, Scope::UserGroups, "down | ctrl-n", "", "Down"),
    ("list-up", Command::ListUp, Scope::UserGroups, "up | ctrl-p", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::UserGroups, "pgdn", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::UserGroups, "pgup", "", "Ten up"),
    ("reload", Command::Reload, Scope::UserGroups, "f5", "", "Load the groups again"),
    ("keys", Command::Keys, Scope::UserGroups, "f1", "keys", "The keys of the picker"),

    ("list-down", Command::ListDown, Scope::UserHistory, "j | down", "", "Down; past the last line, older entries are loaded"),
    ("list-up", Command::ListUp, Scope::UserHistory, "k | up", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::UserHistory, "pgdn | ctrl-f | space", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::UserHistory, "pgup | ctrl-b", "", "Ten up"),
    ("reload", Command::Reload, Scope::UserHistory, "r | f5", "reload", "Load the history again"),
    ("back", Command::Back, Scope::UserHistory, "q | I | enter", "close", "Close the history"),
    ("keys", Command::Keys, Scope::UserHistory, "? | f1", "keys", "The keys of the history"),
];
