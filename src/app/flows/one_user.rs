//! One user: the box with everything about it, the picker of groups, the history.

use crate::app::core::effect::Effect;
use crate::app::flows::change_users::{changeable, may_change};
use crate::app::flows::{journal, lists, marks, panes, user_groups};
use crate::app::keys::command::{Command, UserAct};
use crate::app::keys::press::{Key, KeyPress};
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::{overlay_layout, user_history, user_lines};
use crate::app::user::group_picker::{GroupPicker, PickerRow};
use crate::app::widgets::area::Area;
use crate::cx;
use crate::domain::change::user_plan::label;
use crate::domain::form::subject::Subject;
use crate::domain::text::count;
use crate::domain::user::existing::TargetUser;

/// Users for the picker of groups, and why others are left out.
pub type PickerUsers = (Vec<TargetUser>, Vec<String>);

/// The users for whom the picker of groups opens: the marked ones that can be changed, else the one under the cursor.
///
/// # Errors
///
/// The reason, for the user.
pub fn picker_for(model: &Model) -> Result<PickerUsers, String> {
    model.settings.profile_settings.access.write()?;
    let company = model.users.company.as_ref().ok_or("there is no company here")?;
    may_change(company)?;
    if model.users.listed_subject() == Subject::SystemUser {
        return Err("groups are of target users".to_owned());
    }
    if !marks::apply(model) {
        selected(model)?;
    }
    let (mut users, mut left_out) = (Vec::new(), Vec::new());
    for user in marks::users(model) {
        match changeable(model, &user, model.users.listed_subject()) {
            Ok(()) => users.push(user),
            Err(reason) => left_out.push(reason),
        }
    }
    if users.is_empty() {
        return Err(left_out.into_iter().next().unwrap_or_else(|| "there is no user here".to_owned()));
    }
    Ok((users, left_out))
}

/// The user whose history is shown.
///
/// # Errors
///
/// The reason, for the user.
pub fn history_of(model: &Model) -> Result<&TargetUser, String> {
    let user = selected(model)?;
    has_history(model.users.listed_subject(), user)?;
    Ok(user)
}

/// The service knows the history of this user.
///
/// # Errors
///
/// The reason, for the user.
pub fn has_history(subject: Subject, user: &TargetUser) -> Result<(), String> {
    if subject == Subject::SystemUser {
        return Err("the history is known of target users".to_owned());
    }
    if user.id.is_missing() {
        return Err(format!("the service gives {} no ID, so that its history cannot be asked for", label(user)));
    }
    Ok(())
}

/// The user under the cursor, if it is the one that was chosen.
fn selected(model: &Model) -> Result<&TargetUser, String> {
    let list = &model.users.list;
    let user = list.selected().ok_or("there is no user here")?;
    match &list.target_moved {
        Some(gone) => Err(format!("{gone} has left this list; the cursor is now on {}", user.email)),
        None if list.rows_are_of_another_search() => Err("the rows for your search are not loaded yet".to_owned()),
        None => Ok(user),
    }
}

/// Groups and history of a user.
pub fn run(model: &mut Model, act: UserAct, out: &mut Vec<Effect>) {
    match act {
        UserAct::Groups => open_picker(model, out),
        UserAct::SendGroups => user_groups::send(model, out),
        UserAct::History => open_history(model, out),
    }
}

fn open_picker(model: &mut Model, out: &mut Vec<Effect>) {
    let Ok((users, left_out)) = picker_for(model) else { return };
    let Some(company) = model.users.company.clone() else { return };
    let missing = left_out
        .first()
        .map(|why| format!("{} left out: {why}", count(left_out.len() as u64, "marked user", "marked users")));
    model.user.open_picker((&company.id, &company.name), users, left_out, cx!(model, out));
    if let Some(missing) = missing {
        model.notices.hint(model.now, missing);
    }
    model.overlays.push(Overlay::UserGroups);
}

fn open_history(model: &mut Model, out: &mut Vec<Effect>) {
    let Ok(user) = history_of(model).cloned() else { return };
    let Some(company) = model.users.company.as_ref().map(|company| company.id.clone()) else { return };
    model.user.open_history(&company, &user, cx!(model, out));
    journal::fetch_history(model, out);
    model.overlays.push(Overlay::UserHistory);
}

/// Changes the mark of the group under the cursor.
pub fn toggle(model: &mut Model) {
    if let Err(reason) = model.user.toggle_picked() {
        model.notices.hint(model.now, reason);
    }
}

/// Space in the picker of groups: on the line that creates a group it belongs to the name.
pub fn space(model: &mut Model) {
    let under_cursor = model.user.picker().and_then(GroupPicker::under_cursor);
    if matches!(under_cursor, Some(PickerRow::Create(_))) {
        model.user.press_in_groups(KeyPress::plain(Key::Char(' ')));
    } else {
        toggle(model);
    }
}

/// Moves the cursor of the picker or of the history.
pub fn move_by(model: &mut Model, by: isize) {
    if matches!(model.overlays.last(), Some(Overlay::UserGroups)) {
        model.user.move_in_groups(by);
    } else {
        let count = user_history::rows(model).len();
        model.user.move_in_history(by, count);
    }
}

/// A click on a line of the picker or of the history.
pub fn click(model: &mut Model, rows: Area, line: usize) {
    if matches!(model.overlays.last(), Some(Overlay::UserGroups)) {
        let Some(picker) = model.user.picker() else { return };
        let row = overlay_layout::list_top(&picker.list, rows) + line;
        if row < picker.rows().len() {
            model.user.point_in_groups(row);
            toggle(model);
        }
    } else if let Some(line) = user_history::line_at(model, line) {
        model.user.point_in_history(line);
    }
}

/// Scrolls the details.
pub fn scroll(model: &mut Model, command: Command) {
    let Some(areas) = overlay_layout::list(model) else { return };
    let end = if command == Command::FirstRow { isize::MIN } else { isize::MAX };
    let by = panes::distance(command, usize::from(areas.rows.height)).unwrap_or(end);
    let last = user_lines::scroll(model, areas.rows);
    model.user.scroll_by(by, last);
}

/// Loads what is open again; false if none of it is.
pub fn reload(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    match model.overlays.last() {
        Some(Overlay::User) => model.user.reload(cx!(model, out)),
        Some(Overlay::UserGroups) => model.user.reload_picker(cx!(model, out)),
        Some(Overlay::UserHistory) => {
            model.user.reload_history(cx!(model, out));
            journal::fetch_history(model, out);
        }
        Some(_) | None => return false,
    }
    true
}

/// After every message: what is closed asks for nothing, and the details follow the cursor of the list.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let is_open = |one: fn(&Overlay) -> bool| model.overlays.iter().any(one);
    let (details, groups, history) = (
        is_open(|overlay| matches!(overlay, Overlay::User)),
        is_open(|overlay| matches!(overlay, Overlay::UserGroups)),
        is_open(|overlay| matches!(overlay, Overlay::UserHistory)),
    );
    if !groups && model.user.picker().is_some() {
        close_picker(model, out);
    }
    if !history {
        model.user.close_history(cx!(model, out));
    }
    model.user.follow_history(cx!(model, out));
    let changing = model.changes.changing();
    model.user.follow_changes(changing, cx!(model, out));
    if !details {
        model.user.hide(cx!(model, out));
        return;
    }
    let list = &model.users.list;
    // What there is to know of a system user is listed.
    let is_read = model.users.listed_subject() == Subject::TargetUser;
    let under_cursor = list.selected().filter(|user| is_read && list.target_moved.is_none() && !user.id.is_missing());
    let place = under_cursor.map(|user| (list.wanted.company.clone(), user.id.clone()));
    model.user.follow(place.as_ref().map(|(company, user)| (company, user)), cx!(model, out));
    model.lookups.want(cx!(model, out));
}

/// The picker was left: what was marked is not sent, which is said.
fn close_picker(model: &mut Model, out: &mut Vec<Effect>) {
    let n = model.user.picked().len() + model.user.picker().map_or(0, |picker| picker.new_groups().len());
    model.user.close_picker(cx!(model, out));
    if n > 0 {
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        let said = format!("{} of groups not sent", count(n, "change", "changes"));
        model.notices.hint(model.now, said);
    }
    lists::mark_seen(model);
}
