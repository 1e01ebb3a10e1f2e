//! The user that the row under the cursor of the activity is about: changed, edited, taken as an example, and its
//! history, as in the list of users.

use crate::app::changes::created_users::UndoState;
use crate::app::core::effect::Effect;
use crate::app::flows::{change_users, edit_form, journal, one_user};
use crate::app::keys::command::{Command, UserAct};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, Overlay};
use crate::app::screen::activity::{is_where_it_was_put, under_cursor};
use crate::cx;
use crate::domain::change::update::Update;
use crate::domain::change::user_plan::UserPlan;
use crate::domain::change::write::{Intent, WriteId, WriteKind};
use crate::domain::company::summary::Company;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::user::detail::UserField;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// A user, and whose it is.
struct RowUser {
    company: CompanyId,
    company_name: String,
    subject: Subject,
    user: TargetUser,
}

/// The command is about a user, and for the row of the activity.
#[must_use]
pub fn is_meant(model: &Model, command: Command) -> bool {
    let is_about_user = matches!(
        command,
        Command::EditUser
            | Command::AddLike
            | Command::ToggleActive
            | Command::DeleteUser
            | Command::User(UserAct::History)
    );
    is_about_user && matches!(model.overlays.last(), Some(Overlay::Activity { .. }))
}

/// The command can be run for the row.
///
/// # Errors
///
/// The reason, for the user.
pub fn can_run(model: &Model, command: Command) -> Result<(), String> {
    if command == Command::User(UserAct::History) {
        let row = of_row(model)?;
        return one_user::has_history(row.subject, &row.user);
    }
    model.settings.profile_settings.access.write()?;
    let row = of_row(model)?;
    let company = company_of(model, &row)?;
    if command == Command::AddLike {
        edit_form::imitable(model, &company, &row.user, row.subject)
    } else if command == Command::EditUser {
        edit_form::editable(model, &company, &row.user, row.subject)
    } else {
        plan(model, command).map(drop)
    }
}

/// Runs the command for the row.
pub fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if command == Command::User(UserAct::History) {
        open_history(model, out);
    } else if matches!(command, Command::EditUser | Command::AddLike) {
        open_form(model, command, out);
    } else {
        let plan = plan(model, command);
        change_users::run_plan(model, plan);
    }
}

fn plan(model: &Model, command: Command) -> Result<UserPlan, String> {
    let row = of_row(model)?;
    let company = company_of(model, &row)?;
    change_users::plan_for(model, command, (&company, row.subject), vec![row.user])
}

fn open_history(model: &mut Model, out: &mut Vec<Effect>) {
    let Ok(row) = of_row(model) else { return };
    model.user.open_history(&row.company, &row.user, cx!(model, out));
    journal::fetch_history(model, out);
    model.overlays.push(Overlay::UserHistory);
}

fn open_form(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let Ok(row) = of_row(model) else { return };
    let Ok(company) = company_of(model, &row) else { return };
    model.overlays.pop();
    if command == Command::AddLike {
        edit_form::open_like(model, &company, &row.user, out);
    } else {
        edit_form::open_edit(model, &company, &row.user, row.subject, out);
    }
}

/// The user of the row, as far as it is known here.
fn of_row(model: &Model) -> Result<RowUser, String> {
    let entry = under_cursor(model).ok_or("there is nothing here")?;
    // Nobody has chosen a row that came under the cursor by itself.
    if !is_where_it_was_put(model) {
        let [down, up] = [Command::ListDown, Command::ListUp].map(|c| model.describe_keys(c, Scope::Activity));
        return Err(format!("this row has just come under the cursor; choose one with {down} or {up}"));
    }
    let (intent, user) = match &entry {
        ActivityEntry::Form(_) => {
            let opens = model.describe_keys(Command::Accept, Scope::Activity);
            return Err(format!("this row is a form that is not sent yet; {opens} opens it"));
        }
        ActivityEntry::Created(id) => {
            model.created_users.get(id).map(|job| (&job.intent, job.user.clone())).ok_or("there is nothing here")?
        }
        ActivityEntry::Change(id) | ActivityEntry::Finished(id) | ActivityEntry::NotApplied(id) => {
            let intent = intent_of(model, &entry, id).ok_or("there is nothing here")?;
            let user = intent.kind.target().cloned().ok_or_else(|| no_user(&entry, intent))?;
            (intent, user)
        }
    };
    Ok(RowUser {
        company: intent.company.clone(),
        company_name: intent.company_name.clone(),
        subject: intent.entry.subject,
        user: as_known(model, intent, user),
    })
}

fn intent_of<'a>(model: &'a Model, entry: &ActivityEntry, id: &WriteId) -> Option<&'a Intent> {
    match entry {
        ActivityEntry::Change(_) => model.changes.get(id).map(|change| &change.intent),
        ActivityEntry::Finished(_) => model.created_users.finished.get(id).map(|done| &done.intent),
        ActivityEntry::NotApplied(_) => {
            model.created_users.not_applied().map(|(intent, _)| intent).find(|intent| intent.id == *id)
        }
        ActivityEntry::Form(_) | ActivityEntry::Created(_) => None,
    }
}

/// Why a change has no user.
fn no_user(entry: &ActivityEntry, intent: &Intent) -> String {
    let who = intent.user_label();
    match (&intent.kind, entry) {
        (WriteKind::CreateGroup(_), _) => "this row is about a group, not about a user".to_owned(),
        (_, ActivityEntry::Change(_)) => format!("{who} is still being created, so nothing can be done with it yet"),
        _ => format!("{who} was not created, or it is not known"),
    }
}

/// The company as listed now.
fn company_of(model: &Model, row: &RowUser) -> Result<Company, String> {
    let listed = model.companies.row_of(&row.company).map(|company| Company::clone(company));
    let opened = || model.users.company.clone().filter(|company| company.id == row.company);
    listed.or_else(opened).ok_or_else(|| format!("{} is not in the list now", row.company_name))
}

/// The user as listed, if its list is on the screen; else as this change has left it, and later ones.
fn as_known(model: &Model, intent: &Intent, id: UserId) -> TargetUser {
    let list = &model.users.list;
    let is_of_list = list.wanted.company == intent.company && model.users.listed_subject() == intent.entry.subject;
    let listed = list.rows().iter().find(|user| is_of_list && user.id == id);
    let is_deleted = is_deleted(model, &id);
    let mut user = if let Some(listed) = listed.filter(|_| model.users.is_open) {
        listed.clone()
    } else {
        let active = last_activity(model, &id);
        let mut user = intent.user(id);
        user.managed = listed.and_then(|listed| listed.managed.clone());
        if let Some(active) = active {
            user.status = if active { UserStatus::Active } else { UserStatus::Inactive };
        }
        user
    };
    if is_deleted {
        user.status = UserStatus::Deleted;
    }
    user
}

fn is_deleted(model: &Model, user: &UserId) -> bool {
    let mut finished = model.created_users.finished.all();
    model.created_users.undo_state(user) == Some(UndoState::Undone)
        || finished.any(|done| matches!(&done.intent.kind, WriteKind::Delete(deleted) if deleted == user))
}

/// Whether the newest change of it has made the user active or inactive.
fn last_activity(model: &Model, user: &UserId) -> Option<bool> {
    let of = |update: &Update| {
        let mut changes = update.changes.iter().filter(|_| update.user == *user);
        let field = UserField::Field(FieldId::Active);
        changes.find(|change| change.field == field).map(|change| change.to.raw == "true")
    };
    model.created_users.finished.all().rev().find_map(|done| match &done.intent.kind {
        WriteKind::Update(update) => of(update),
        WriteKind::Create | WriteKind::Delete(_) | WriteKind::Mail(..) | WriteKind::CreateGroup(_) => None,
    })
}
