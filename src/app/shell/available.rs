//! Why a command cannot be run now: one exhaustive function over the commands, and its rules, each with a reason shown
//! to the user.

use super::list_rules::{
    all_cached, connected, exportable, has_list, has_more_rows, has_next, has_previous, is_filtered, on_company,
    on_group, on_row, on_row_soon, on_selected, on_user, paged_by_the_service, rows_to_mark, rule, sortable_here,
};
use crate::app::changes::change::{Change, ChangeState};
use crate::app::changes::created_users::{ChangeUndo, UndoState};
use crate::app::flows::activity;
use crate::app::flows::change_users;
use crate::app::flows::edit_form;
use crate::app::flows::give_ticket;
use crate::app::flows::import_rules;
use crate::app::flows::marks;
use crate::app::flows::one_user;
use crate::app::flows::panes::open_panes;
use crate::app::flows::profiles::can_switch;
use crate::app::flows::row_user;
use crate::app::flows::undo::{self, NewestAction};
use crate::app::flows::views;
use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::keys::command::{Command, NoteAct, OwnId, UserAct};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, Overlay};
use crate::app::screen::activity::under_cursor;
use crate::app::screen::scope::{innermost, list_scope};
use crate::domain::change::user_plan::done_verb;
use crate::domain::change::write::{WriteId, WriteKind};
use crate::domain::desk::own_command::Action;
use crate::domain::form::fields::{FieldId, Kind};
use crate::domain::form::subject::Subject;

/// Why a command cannot be run now in `scope`.
#[must_use]
pub fn refusal(command: Command, scope: Scope, model: &Model) -> Option<String> {
    available(command, scope, model).err()
}

/// Why a command cannot be run now in the innermost scope that has it.
#[must_use]
pub fn refusal_here(command: Command, model: &Model) -> Option<String> {
    refusal(command, scope_of(command, model), model)
}

/// The first active scope that has the command. The key list over a search line also shows what the list below has.
fn scope_of(command: Command, model: &Model) -> Scope {
    let list = list_scope(model);
    let mut active = innermost(model).active().iter().copied();
    active.find(|scope| model.settings.keys.of_scope(*scope).any(|row| row.command == command)).unwrap_or(list)
}

#[rustfmt::skip]
fn available(command: Command, scope: Scope, model: &Model) -> Result<(), String> {
    match command {
        // Marked rows need not be on the screen.
        Command::CopyId | Command::CopyRow | Command::CopyName | Command::CopyCell | Command::CopyUser(_)
            if scope.has_marks() && marks::apply(model) => Ok(()),
        Command::Mark if scope == Scope::Table => on_company(model),
        Command::Mark if scope == Scope::Users => on_user(model),
        Command::MarkAll | Command::MarkRange => rows_to_mark(scope, model),
        Command::Unmark => rule(marks::counts(model).0 > 0, "nothing is marked"),
        Command::AddUser if scope == Scope::Table => on_row_soon(model),
        Command::AddUser | Command::AddSystemUser | Command::OpenCompany | Command::OpenUsers | Command::OpenSystemUsers
        | Command::CopyId | Command::Note(NoteAct::Open) => on_company(model),
        Command::CopyRow | Command::CopyName | Command::CopyCell => on_row(model),
        Command::ShowUser | Command::CopyUser(_) => on_user(model),
        Command::User(UserAct::History) | Command::EditUser | Command::AddLike | Command::ToggleActive
        | Command::DeleteUser if scope == Scope::Activity => row_user::can_run(model, command),
        Command::User(UserAct::SendGroups) => sendable_groups(model),
        Command::User(UserAct::Groups) => one_user::picker_for(model).map(drop),
        Command::User(UserAct::History) => one_user::history_of(model).map(drop),
        Command::EditUser | Command::AddLike => can_open_form(command, model),
        Command::ToggleActive | Command::DeleteUser | Command::SendMail(_) => can_change_user(command, scope, model),
        Command::OpenConsole => console(scope, model),
        Command::Own(id) => own_command(id, scope, model),
        Command::PageSize if scope == Scope::Table => paged_by_the_service(model),
        Command::Group(_) => all_cached(model),
        Command::Ungroup => rule(model.groups.is_open(), "the companies are not grouped"),
        Command::EnterGroup | Command::CopyGroup(_) => on_group(model),
        Command::Sort(column) if column.spec().order_by.is_none() => all_cached(model),
        Command::PageSize | Command::Sort(_) | Command::SortUsers(_) | Command::ReverseOrder | Command::Search
        | Command::SearchOwner | Command::OverLimit | Command::Only(_) | Command::CopyRequest | Command::Columns
        | Command::Views | Command::SaveView
        | Command::Connection | Command::Reload => connected(model),
        Command::ShowAll => is_filtered(model),
        Command::OpenView(key) => can_open(model, key),
        Command::SortHere => sortable_here(model),
        Command::NextPage => has_next(model),
        Command::PreviousPage => has_previous(model),
        Command::GoToPage => has_more_rows(model),
        Command::Export | Command::ExportAs(_) => exportable(model),
        Command::CopyList => has_list(model),
        Command::CopyReceipt | Command::CopyReceiptMarkdown => has_created(model),
        Command::GiveTicket => give_ticket::can_be_given(model),
        Command::Import(act) => import_rules::available(model, act),
        Command::Undo => can_undo(model),
        Command::Retry => retriable(model),
        Command::Accept if scope == Scope::Activity => openable(model),
        Command::CreateNext => may_create_next(model),
        Command::Create => may_create(model),
        Command::Pick => pickable(model),
        Command::NextProblem => has_problems(model),
        Command::TakeSuggestion => has_suggestion(model),
        Command::LastValue => has_last(model),
        Command::PassToday => passable_today(model),
        Command::NextNeeding => has_needing(model),
        Command::MarkNotCreated => in_doubt(model),
        Command::PreviousCompany => has_previous_company(model),
        Command::Profiles => can_switch(model),
        Command::NextPane | Command::PreviousPane => has_panes(model),
        Command::Back | Command::Interrupt | Command::Close | Command::Redraw | Command::Suspend
        | Command::Keys | Command::Palette | Command::Activity | Command::OtherTab | Command::NextFilter
        | Command::Mouse | Command::StartDemo
        | Command::RowDown | Command::RowUp | Command::FirstRow | Command::LastRow
        | Command::HalfDown | Command::HalfUp | Command::ScreenDown | Command::ScreenUp
        | Command::SortGroups(_)
        | Command::ColumnLeft | Command::ColumnRight | Command::ScrollLeft | Command::ScrollRight | Command::Arrange(_)
        | Command::AcceptSearch | Command::CompleteSearch | Command::ResetColumns
        | Command::FormEnter | Command::NextField | Command::PreviousField | Command::PasteRaw
        | Command::ListDown | Command::ListUp | Command::ListScreenDown | Command::ListScreenUp
        | Command::Accept | Command::Mark | Command::ContinueOwnerSearch | Command::Yes | Command::No | Command::Flip | Command::CopyOutput
        | Command::Discard | Command::Note(NoteAct::Save) => Ok(()),
    }
}

fn has_created(model: &Model) -> Result<(), String> {
    undo::target(model).map(|_| ()).ok_or_else(|| no_create(model))
}

/// Why there is nothing to undo or to copy.
fn no_create(model: &Model) -> String {
    match model.overlays.last() {
        Some(Overlay::Messages { .. }) => "this message is not about a created user".to_owned(),
        Some(Overlay::Activity { .. }) => "this line is not about a created user".to_owned(),
        _ => unfinished_create(model).unwrap_or_else(|| "no user was created here in this run".to_owned()),
    }
}

/// What the newest create waits for, if it has not finished.
fn unfinished_create(model: &Model) -> Option<String> {
    let Some(Change { intent, state, .. }) = model.changes.newest_create() else {
        let form = model.drafts.waiting().max_by_key(|form| form.parked_at())?;
        let (prefix, email) = (form.subject().prefix(), form.text(FieldId::Email));
        return Some(format!("{prefix}{email} is created once the custom fields of {} are loaded", form.name()));
    };
    let who = intent.user_label();
    Some(match state {
        ChangeState::Queued => format!("{who} is queued and not created yet"),
        ChangeState::Sent => format!("{who} is still being created; wait for the answer"),
        ChangeState::Checking { .. } => format!("it is still being looked up whether {who} was created"),
        ChangeState::Unknown { .. } | ChangeState::NotVisible { .. } | ChangeState::Conflict(_) => {
            format!("it is not known yet whether {who} was created")
        }
    })
}

/// The line of the activity is about something that can be tried again.
fn retriable(model: &Model) -> Result<(), String> {
    let state = match under_cursor(model) {
        Some(ActivityEntry::Form(_)) => return Ok(()),
        Some(ActivityEntry::Change(id)) => model.changes.get(&id).map(|change| &change.state),
        Some(ActivityEntry::Created(_) | ActivityEntry::Finished(_) | ActivityEntry::NotApplied(_)) | None => None,
    };
    match state {
        None => Err("there is nothing to retry".to_owned()),
        Some(ChangeState::Queued) => Err("it is sent automatically when its turn comes".to_owned()),
        Some(ChangeState::Sent) => Err("it is under way; its outcome will be reported".to_owned()),
        Some(ChangeState::Conflict(_)) => {
            Err("somebody else has changed the user; decide whose values stay".to_owned())
        }
        Some(ChangeState::Checking { .. } | ChangeState::Unknown { .. } | ChangeState::NotVisible { .. }) => Ok(()),
    }
}

/// The line of the activity has a form to open.
fn openable(model: &Model) -> Result<(), String> {
    let is_open = activity::form_of(model).is_some() || activity::conflict_of(model).is_some();
    rule(is_open, "nothing needs to be done here")
}

/// The change of an existing user can be undone.
fn undoable(model: &Model, id: &WriteId) -> Result<(), String> {
    model.settings.profile_settings.access.write()?;
    let Some(done) = model.created_users.finished.get(id) else { return Err("there is nothing to undo".to_owned()) };
    let is_group = matches!(done.intent.kind, WriteKind::CreateGroup(_));
    rule(!is_group, "a created group can only be deleted in the console")?;
    rule(matches!(done.intent.kind, WriteKind::Update(_)), "a deleted user cannot be restored")?;
    rule(done.undo != ChangeUndo::Done, "it was already undone")?;
    rule(done.undo == ChangeUndo::No, "it is already being undone")
}

/// Why undo waits for a change of an existing user.
fn being_changed(model: &Model, id: &WriteId) -> String {
    let Some(change) = model.changes.get(id) else { return "there is nothing to undo".to_owned() };
    let (who, doing) = (change.intent.user_label(), done_verb(&change.intent.kind));
    if change.is_going() {
        format!("{who} is still being {doing}; wait for the answer")
    } else {
        format!("it is not known yet whether {who} was {doing}")
    }
}

fn can_undo(model: &Model) -> Result<(), String> {
    match undo::newest(model) {
        NewestAction::Queued(_) => return Ok(()),
        NewestAction::Finished(_) => return model.settings.profile_settings.access.write(),
        NewestAction::Sent(id) => return Err(being_changed(model, &id)),
        NewestAction::Created => {}
    }
    match under_cursor(model) {
        Some(ActivityEntry::Form(_)) => return Ok(()),
        Some(ActivityEntry::Change(id)) => {
            let queued = model.changes.get(&id).is_some_and(|change| change.state == ChangeState::Queued);
            return rule(queued, "it was already sent; only a queued change can be taken back");
        }
        Some(ActivityEntry::Finished(id)) => return undoable(model, &id),
        Some(ActivityEntry::NotApplied(_)) => return Err("nothing was done, so there is nothing to undo".to_owned()),
        Some(ActivityEntry::Created(id)) if undo::queued_undo(model, &id).is_some() => return Ok(()),
        Some(ActivityEntry::Created(_)) | None => {}
    }
    model.settings.profile_settings.access.write()?;
    let Some(job) = undo::target(model) else { return Err(no_create(model)) };
    let reason = match job.undo_state {
        UndoState::Created => return Ok(()),
        UndoState::Undoing => "it is already being deleted",
        UndoState::Undone => "it was already deleted",
    };
    let has_cursor = matches!(model.overlays.last(), Some(Overlay::Messages { .. } | Overlay::Activity { .. }));
    let newer = if has_cursor { None } else { unfinished_create(model) };
    Err(newer.unwrap_or_else(|| reason.to_owned()))
}

/// The user under the cursor, or one of the marked ones, can be changed.
fn can_change_user(command: Command, scope: Scope, model: &Model) -> Result<(), String> {
    model.settings.profile_settings.access.write()?;
    if !(scope.has_marks() && marks::apply(model)) {
        on_user(model)?;
    }
    change_users::plan(model, command).map(drop)
}

/// Marks were changed in the picker of groups.
fn sendable_groups(model: &Model) -> Result<(), String> {
    may_create(model)?;
    let new = model.user.picker().is_some_and(|picker| !picker.new_groups().is_empty());
    rule(new || !model.user.picked().is_empty(), "no mark was changed yet")
}

/// The user under the cursor can be edited, or be an example.
fn can_open_form(command: Command, model: &Model) -> Result<(), String> {
    on_user(model)?;
    let (Some(company), Some(user)) = (&model.users.company, model.users.list.selected()) else {
        return Err("there is no user here".to_owned());
    };
    if command == Command::AddLike {
        edit_form::imitable(model, company, user, model.users.listed_subject())
    } else {
        edit_form::editable(model, company, user, model.users.listed_subject())
    }
}

fn may_create_next(model: &Model) -> Result<(), String> {
    let saves = model.describe_keys(Command::Create, Scope::Form);
    let edits = model.drafts.current().is_some_and(|form| form.edits().is_some());
    rule(!edits, &format!("this form changes one user; {saves} saves it"))?;
    may_create(model)
}

fn has_suggestion(model: &Model) -> Result<(), String> {
    let near = model.drafts.current().and_then(Form::suggestion);
    rule(near.is_some(), "there is nothing to suggest here")
}

fn has_last(model: &Model) -> Result<(), String> {
    if model.drafts.current().is_some_and(|form| form.focus() == Focus::Ticket) {
        return rule(!model.changes.last_ticket().is_empty(), "no ticket was given in this run");
    }
    let last = model.drafts.current().and_then(|f| model.drafts.last_in(&f.key()));
    rule(last.is_some(), "no user was created in this company recently")
}

fn in_doubt(model: &Model) -> Result<(), String> {
    let unknown = model.drafts.current().is_some_and(|form| form.uncertain_write().is_some());
    rule(unknown, "the outcome of this create is known")
}

fn console(scope: Scope, model: &Model) -> Result<(), String> {
    let console = &model.settings.profile_settings.console;
    let is_user = matches!(scope, Scope::Users | Scope::User);
    let is_system = is_user && model.users.listed_subject() == Subject::SystemUser;
    rule(!is_system, "the program knows no address of a system user in the console")?;
    let (address, name) = if is_user { (&console.user, "console_user_url") } else { (&console.company, "console_url") };
    let profile = &model.settings.profile;
    rule(
        address.is_some(),
        &format!("the address of the console is not known: set {name} in profile \"{profile}\" of the configuration"),
    )?;
    on_selected(scope, model)
}

fn own_command(id: OwnId, scope: Scope, model: &Model) -> Result<(), String> {
    let own = &model.settings.own_commands;
    let runs = own.get(id).is_some_and(|command| matches!(command.action, Action::Run { .. }));
    if let (true, Some(why)) = (runs, &own.refused) {
        return Err(format!("it is not run: {why}"));
    }
    on_selected(scope, model)
}

fn can_open(model: &Model, key: u8) -> Result<(), String> {
    connected(model)?;
    let all = model.describe_keys(Command::Views, Scope::Table);
    rule(views::at_key(model, key).is_some(), &format!("no view has the key {key}; {all} lists the views"))
}

fn has_previous_company(model: &Model) -> Result<(), String> {
    connected(model)?;
    rule(model.companies.history.before().is_some(), "there is no previous company yet")
}

fn has_panes(model: &Model) -> Result<(), String> {
    rule(open_panes(model).len() > 1, "there is no other pane")
}

fn may_create(model: &Model) -> Result<(), String> {
    model.settings.profile_settings.access.write()
}

fn has_needing(model: &Model) -> Result<(), String> {
    rule(model.needing() > 0, "nothing needs you")
}

/// The open form has gates that can be passed for all users of its company.
fn passable_today(model: &Model) -> Result<(), String> {
    may_create(model)?;
    let gates = model.drafts.current().map(|form| form.closed_gates(&model.drafts.passes, model.now.local.date()));
    let of_company = gates.is_some_and(|gates| gates.iter().any(|gate| gate.kind.is_of_company()));
    rule(of_company, "nothing about this company holds this user back")
}

fn pickable(model: &Model) -> Result<(), String> {
    let field = model.drafts.current().and_then(Form::focused);
    let picks = field.is_some_and(|id| matches!(id.field().kind, Kind::One | Kind::Many));
    let otherwise = match model.drafts.current().map(Form::subject) {
        Some(Subject::SystemUser) => "this field has no picker; Roles has one",
        Some(Subject::TargetUser) | None => "this field has no picker; Groups, Language and Time zone have one",
    };
    rule(picks, otherwise)
}

fn has_problems(model: &Model) -> Result<(), String> {
    let problems = model.drafts.current().is_some_and(|f| !f.problems(model.settings.rules).is_empty());
    rule(problems, "there is no field to fix")
}
