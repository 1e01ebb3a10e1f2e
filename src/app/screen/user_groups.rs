//! What the picker of groups shows.

use crate::app::keys::command::{Command, UserAct};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::domain::change::user_plan::label;
use crate::domain::text::count;

/// Lines of the box: enough for all groups, whatever the filter leaves, so that it does not jump while typing.
#[must_use]
pub fn height(model: &Model) -> u16 {
    let groups = model.user.picker().and_then(|picker| picker.all.value.as_ref()).map_or(8, Vec::len);
    u16::try_from(groups.saturating_add(6)).unwrap_or(u16::MAX).clamp(10, 30)
}

/// `Groups of Jane Doe`, `Groups of 5 users`
#[must_use]
pub fn title(model: &Model) -> String {
    let Some(picker) = model.user.picker() else { return "Groups".to_owned() };
    match picker.one() {
        Some(user) => format!("Groups of {}", label(user)),
        None => format!("Groups of {}", count(picker.users.len() as u64, "user", "users")),
    }
}

/// `2 to send: Ctrl-S`; nothing while no mark was changed.
#[must_use]
pub fn to_send(model: &Model) -> String {
    let Some(picker) = model.user.picker() else { return String::new() };
    let n = model.user.picked().len() + picker.new_groups().len();
    if n == 0 {
        return String::new();
    }
    let sends = model.describe_keys(Command::User(UserAct::SendGroups), Scope::UserGroups);
    format!("{n} to send: {sends}")
}
