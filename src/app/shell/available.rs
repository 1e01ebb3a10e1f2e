//! Why a command cannot be run now: one exhaustive function over the commands, and its rules, each with a reason shown
//! to the user.

use crate::app::changes::change::{Change, ChangeState};
use crate::app::changes::created_users::UndoState;
use crate::app::core::focus::Pane;
use crate::app::flows::activity;
use crate::app::flows::add_when_loaded::rows_are_coming;
use crate::app::flows::lists::{self, pages};
use crate::app::flows::marks;
use crate::app::flows::panes::{open_panes, target_company};
use crate::app::flows::profiles::can_switch;
use crate::app::flows::{undo, views};
use crate::app::form::state::Form;
use crate::app::keys::command::{Command, OwnId};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, Overlay};
use crate::app::paged_list::query::ListQuery;
use crate::app::screen::activity::under_cursor;
use crate::app::screen::scope::{innermost, list_scope};
use crate::app::users::list::CompanyUsersQuery;
use crate::domain::desk::own_command::Action;
use crate::domain::form::fields::{FieldId, Kind};
use crate::domain::form::subject::Subject;
use crate::domain::text::count;

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
        Command::AddUser | Command::AddSystemUser | Command::OpenCompany | Command::OpenUsers
        | Command::CopyId => on_company(model),
        Command::CopyRow | Command::CopyName | Command::CopyCell => on_row(model),
        Command::ShowUser | Command::CopyUser(_) => on_user(model),
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
        Command::Undo => can_undo(model),
        Command::Retry => retriable(model),
        Command::Accept if scope == Scope::Activity => openable(model),
        Command::Create | Command::CreateNext => may_create(model),
        Command::Pick => pickable(model),
        Command::NextProblem => has_problems(model),
        Command::TakeSuggestion => has_suggestion(model),
        Command::LastValue => has_last(model),
        Command::PassToday => passable_today(model),
        Command::NextNeeding => has_needing(model),
        Command::MarkNotCreated => in_doubt(model),
        Command::MarkCreated => only_a_person_knows(model),
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
        | Command::Discard => Ok(()),
    }
}

fn rule(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}

fn connected(model: &Model) -> Result<(), String> {
    rule(model.settings.connection.is_some(), "there are no credentials yet")
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
        ChangeState::Unknown { .. } | ChangeState::NotVisible { .. } => {
            format!("it is not known yet whether {who} was created")
        }
    })
}

/// The line of the activity is about something that can be tried again.
fn retriable(model: &Model) -> Result<(), String> {
    let state = match under_cursor(model) {
        Some(ActivityEntry::Form(_)) => return Ok(()),
        Some(ActivityEntry::Change(id)) => model.changes.get(&id).map(|change| &change.state),
        Some(ActivityEntry::Created(_) | ActivityEntry::NotApplied(_)) | None => None,
    };
    match state {
        None => Err("there is nothing to retry".to_owned()),
        Some(ChangeState::Queued) => Err("it is sent automatically when its turn comes".to_owned()),
        Some(ChangeState::Sent) => Err("it is under way; its outcome will be reported".to_owned()),
        Some(ChangeState::Checking { .. } | ChangeState::Unknown { .. } | ChangeState::NotVisible { .. }) => Ok(()),
    }
}

/// The line of the activity has a form to open.
fn openable(model: &Model) -> Result<(), String> {
    rule(activity::form_of(model).is_some(), "nothing needs to be done here")
}

fn can_undo(model: &Model) -> Result<(), String> {
    if undo::newest_to_take_back(model).is_some() {
        return Ok(());
    }
    match under_cursor(model) {
        Some(ActivityEntry::Form(_)) => return Ok(()),
        Some(ActivityEntry::Change(id)) => {
            let queued = model.changes.get(&id).is_some_and(|change| change.state == ChangeState::Queued);
            return rule(queued, "it was already sent; only a queued change can be taken back");
        }
        Some(ActivityEntry::NotApplied(_)) => return Err("nothing was done, so there is nothing to undo".to_owned()),
        Some(ActivityEntry::Created(id)) if undo::queued_undo(model, &id).is_some() => return Ok(()),
        Some(ActivityEntry::Created(_)) | None => {}
    }
    model.settings.profile_settings.access.write()?;
    let Some(job) = undo::target(model) else { return Err(no_create(model)) };
    let reason = match job.undo_state {
        _ if job.is_final() => "a system user can only be deleted in the console",
        UndoState::Created => return Ok(()),
        UndoState::Undoing => "it is already being deleted",
        UndoState::Undone => "it was already deleted",
    };
    let has_cursor = matches!(model.overlays.last(), Some(Overlay::Messages { .. } | Overlay::Activity { .. }));
    let newer = if has_cursor { None } else { unfinished_create(model) };
    Err(newer.unwrap_or_else(|| reason.to_owned()))
}

fn has_suggestion(model: &Model) -> Result<(), String> {
    let near = model.drafts.current().and_then(Form::suggestion);
    rule(near.is_some(), "there is nothing to suggest here")
}

fn has_last(model: &Model) -> Result<(), String> {
    let last = model.drafts.current().and_then(|f| model.drafts.last_in(&f.key()));
    rule(last.is_some(), "no user was created in this company recently")
}

fn in_doubt(model: &Model) -> Result<(), String> {
    let unknown = model.drafts.current().is_some_and(|form| form.uncertain_write().is_some());
    rule(unknown, "the outcome of this create is known")
}

/// The service does not support it: all companies have to be in memory.
fn all_cached(model: &Model) -> Result<(), String> {
    let source = &model.companies.source;
    rule(source.is_cached(), &source.why_not(&model.settings.keys))
}

/// Only the user can find out: the service offers no look-up of system users.
fn only_a_person_knows(model: &Model) -> Result<(), String> {
    in_doubt(model)?;
    let system = model.drafts.current().is_some_and(|f| f.subject() == Subject::SystemUser);
    rule(system, "a target user is looked up automatically")
}

fn sortable_here(model: &Model) -> Result<(), String> {
    if model.users.is_open {
        return Ok(());
    }
    if model.groups.is_open() {
        return Ok(());
    }
    let (spec, source) = (model.companies.column.spec(), &model.companies.source);
    let possible = spec.order_by.is_some() || source.is_cached();
    rule(possible, &format!("sort by {}: {}", spec.title, source.why_not(&model.settings.keys)))
}

fn on_group(model: &Model) -> Result<(), String> {
    let has = model.groups.table().is_some_and(|groups| groups.selected().is_some());
    rule(has, "there are no groups on the screen")
}

fn has_rows(model: &Model) -> Result<(), String> {
    rule(!model.companies.rows().is_empty(), "there are no companies on the screen")
}

fn on_row(model: &Model) -> Result<(), String> {
    if model.pane != Pane::Table {
        return rule(target_company(model).is_some(), "there is no company here");
    }
    has_rows(model)?;
    let list = &model.companies;
    row_unchanged(list.target_moved.as_ref(), list.selected().map(|company| company.name.clone()))?;
    let answered = !list.rows_are_of_another_search();
    let again = model.describe_keys(Command::Reload, Scope::Table);
    rule(answered, &format!("the rows for your search or filter are not loaded yet; wait, or {again} reloads"))
}

/// On a row with an ID, which the service can be queried for.
fn on_company(model: &Model) -> Result<(), String> {
    on_row(model)?;
    let nameless = target_company(model).filter(|company| company.id.is_missing());
    nameless.map_or(Ok(()), |company| {
        Err(format!("the service gives {} no ID: it can only be viewed and changed in the console", company.name))
    })
}

fn on_user(model: &Model) -> Result<(), String> {
    let list = &model.users.list;
    rule(!list.rows().is_empty(), "there are no users on the screen")?;
    row_unchanged(list.target_moved.as_ref(), list.selected().map(CompanyUsersQuery::name))?;
    let answered = !list.rows_are_of_another_search();
    let again = model.describe_keys(Command::Reload, Scope::Users);
    rule(answered, &format!("the rows for your search are not loaded yet; wait, or {again} reloads"))
}

/// On what the scope has selected: a user or a company.
fn on_selected(scope: Scope, model: &Model) -> Result<(), String> {
    if matches!(scope, Scope::Users | Scope::User) { on_user(model) } else { on_row(model) }
}

fn console(scope: Scope, model: &Model) -> Result<(), String> {
    let console = &model.settings.profile_settings.console;
    let is_user = matches!(scope, Scope::Users | Scope::User);
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

/// Refuses a command meant for a row that has just left the list.
fn row_unchanged(slipped: Option<&String>, now: Option<String>) -> Result<(), String> {
    match (slipped, now) {
        (Some(slipped), Some(now)) => Err(format!("{slipped} has left this list; the cursor is now on {now}")),
        _ => Ok(()),
    }
}

/// On a row, or while rows are loading: the form opens once they are loaded.
fn on_row_soon(model: &Model) -> Result<(), String> {
    if model.pane == Pane::Table && rows_are_coming(model) { Ok(()) } else { on_company(model) }
}

/// Ctrl-S pressed once too often after a create must not start an export.
fn exportable(model: &Model) -> Result<(), String> {
    let just = model.submitted_at.is_some_and(|at| model.now.millis.saturating_sub(at) < 3_000);
    let key = model.describe_keys(Command::Export, Scope::Table);
    rule(!just, &format!("the form has just closed; wait a moment, then {key} exports the list"))?;
    rule(model.exporting.is_none(), "an export is already running; Esc stops it")?;
    if marks::apply(model) {
        return Ok(());
    }
    let stale = if model.users.is_open {
        model.users.list.rows_are_of_another_search()
    } else {
        model.companies.rows_are_of_another_search()
    };
    rule(!stale, "the rows for your search or filter are not loaded yet; wait for them")?;
    rule(lists::rows(model).0 > 0, "there is nothing to export")
}

/// All or several of the shown rows can be marked: they are those that were asked for.
fn rows_to_mark(scope: Scope, model: &Model) -> Result<(), String> {
    if scope == Scope::Users { on_user(model) } else { on_row(model) }
}

/// There are rows, and they are those of the search.
fn has_list(model: &Model) -> Result<(), String> {
    let stale = model.companies.rows_are_of_another_search();
    rule(!stale, "the rows for your search or filter are not loaded yet; wait for them")?;
    rule(lists::rows(model).0 > 0, "there is nothing to copy")
}

/// There is another row or page.
fn has_more_rows(model: &Model) -> Result<(), String> {
    let (rows, _) = lists::rows(model);
    rule(pages(model).1 > 1 || rows > 1, "there is no other row")
}

/// The list has pages only if the service pages it.
fn paged_by_the_service(model: &Model) -> Result<(), String> {
    connected(model)?;
    let all = model.companies.index().len();
    let none = format!("all {} are in memory: the list has no pages", count_of(all));
    rule(!model.companies.source.is_cached(), &none)
}

fn count_of(companies: usize) -> String {
    count(u64::try_from(companies).unwrap_or(u64::MAX), "company", "companies")
}

fn has_next(model: &Model) -> Result<(), String> {
    let (page, pages) = pages(model);
    rule(pages <= 1 || page < pages, "this is the last page")
}

fn has_previous(model: &Model) -> Result<(), String> {
    let (page, pages) = pages(model);
    rule(pages <= 1 || page > 1, "this is the first page")
}

fn is_filtered(model: &Model) -> Result<(), String> {
    rule(model.companies.is_filtered() || model.view.is_some(), "all companies are already shown")
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
    rule(model.drafts.needing().next().is_some(), "nothing needs you")
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
