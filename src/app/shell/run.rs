//! Runs commands: one exhaustive match; anything longer than a line is a function of its own.

use crate::app::changes::created_users;
use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::flows::add_when_loaded::add_user;
use crate::app::flows::copy::{copy_of, copy_user};
use crate::app::flows::open_form::next_needing;
use crate::app::flows::submit::AfterCreate;
use crate::app::flows::{
    activity, change_users, columns, desk, edit_form, export, form_questions, give_ticket, grouping, import, lists,
    marks, notes, one_user, owner_search, panes, paste_preview, row_user, sideways, submit, typing, undo, views,
};
use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::app::screen::scope::{innermost, pane_scope};
use crate::app::shell::available::refusal_here;
use crate::app::shell::cancel::cancel_reads;
use crate::app::shell::overlay_keys::{accept, answer, mark, move_list};
use crate::app::widgets::filter_list::FilterList;
use crate::cx;
use crate::domain::form::subject::Subject;
use crate::domain::list::index_query::OVER_LIMIT;

/// How far a key moves in the list of an overlay.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
fn list_distance(command: Command) -> isize {
    match command {
        Command::ListUp => -1,
        Command::ListScreenDown => 10,
        Command::ListScreenUp => -10,
        _ => 1,
    }
}

/// Two Ctrl-C within this time at the root quit.
const TWICE_MS: u64 = 1_000;

/// Runs `command`, or shows why it cannot be run now.
pub(in crate::app) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if let Some(reason) = refusal_here(command, model).or_else(|| super::burst::unseen(model, command)) {
        model.notices.hint(model.now, reason);
        return;
    }
    if !matches!(command, Command::RowDown | Command::RowUp) {
        lists::forget_queue(model);
    }
    model.groups.stop_waiting();
    match command {
        _ if row_user::is_meant(model, command) => row_user::run(model, command, out),
        Command::Back => go_back(model, out),
        Command::Interrupt => interrupt(model, out),
        Command::Redraw | Command::Suspend | Command::StartDemo | Command::CopyRequest => outside(model, command, out),
        Command::Keys | Command::Palette => list_commands(model, command),
        Command::Activity => activity::open(model, out),
        Command::OtherTab | Command::NextFilter | Command::Retry => activity::run(model, command, out),
        Command::Mouse => toggle_mouse(model, out),
        Command::Reload => super::reload::reload(model, out),
        Command::NextPane | Command::PreviousPane => panes::go(model, command == Command::NextPane),
        Command::Close => close(model, out),
        Command::PreviousCompany => panes::previous_company(model, out),
        Command::Profiles => crate::app::flows::profiles::open(model),
        Command::Columns | Command::ResetColumns | Command::Arrange(_) => columns::run(model, command),
        Command::ShowAll | Command::OpenView(_) | Command::Views | Command::SaveView => views::run(model, command, out),
        Command::RowDown
        | Command::RowUp
        | Command::FirstRow
        | Command::LastRow
        | Command::HalfDown
        | Command::HalfUp
        | Command::ScreenDown
        | Command::ScreenUp => move_cursor(model, command, out),
        Command::NextPage | Command::PreviousPage => lists::turn_page(model, command == Command::NextPage, out),
        Command::GoToPage | Command::PageSize => lists::ask_for_pages(model, command),
        Command::Search | Command::AcceptSearch | Command::CompleteSearch => search(model, command, out),
        Command::OverLimit | Command::Only(_) => toggle_filter(model, command, out),
        Command::ReverseOrder | Command::SortHere | Command::Sort(_) | Command::SortUsers(_) => {
            lists::sort(model, command, out);
        }
        Command::Group(_) | Command::Ungroup | Command::EnterGroup | Command::SortGroups(_) | Command::CopyGroup(_) => {
            grouping::run(model, command, out);
        }
        Command::ColumnLeft | Command::ColumnRight | Command::ScrollLeft | Command::ScrollRight => {
            sideways::run(model, command);
        }
        Command::ShowUser | Command::Connection => show_card(model, command),
        Command::CopyUser(what) => copy_user(model, what, out),
        Command::OpenUsers | Command::OpenSystemUsers | Command::OpenCompany => open_pane(model, command, out),
        Command::AddUser | Command::AddSystemUser => add_user(model, command, out),
        Command::NextNeeding => next_needing(model, out),
        Command::PassToday => submit::pass_today(model, out),
        Command::CopyRow | Command::CopyId | Command::CopyName | Command::CopyCell => copy_of(model, command, out),
        Command::OpenConsole | Command::Own(_) | Command::CopyOutput => desk::run(model, command, out),
        Command::Export | Command::ExportAs(_) | Command::CopyList => export::run(model, command, out),
        Command::FormEnter => form_enter(model, out),
        Command::NextField
        | Command::PreviousField
        | Command::NextProblem
        | Command::LastValue
        | Command::TakeSuggestion
        | Command::Pick => typing::in_form(model, command),
        Command::Create | Command::CreateNext => create(model, command, out),
        Command::Discard | Command::MarkNotCreated => form_questions::ask(model, command),
        Command::EditUser | Command::AddLike => edit_form::run(model, command, out),
        Command::ToggleActive | Command::DeleteUser | Command::SendMail(_) => change_users::run(model, command),
        Command::User(act) => one_user::run(model, act, out),
        Command::Undo => undo_here(model, out),
        Command::CopyReceipt | Command::CopyReceiptMarkdown => copy_receipt(model, command, out),
        Command::ListDown | Command::ListUp | Command::ListScreenDown | Command::ListScreenUp => {
            move_list(model, list_distance(command));
        }
        Command::SearchOwner | Command::ContinueOwnerSearch => owner_search::run(model, command, out),
        Command::Accept => take_and_run(model, out),
        Command::Mark | Command::MarkAll | Command::MarkRange | Command::Unmark => mark(model, command, out),
        Command::PasteRaw => paste_preview::insert_raw(model),
        Command::Yes | Command::No | Command::Flip | Command::GiveTicket => decide(model, command, out),
        Command::Note(_) | Command::Import(_) => in_box(model, command, out),
    }
}

/// A command of a box with inputs.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
fn in_box(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::Note(act) => notes::run(model, act),
        Command::Import(act) => import::run(model, act, out),
        _ => {}
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
fn search(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::AcceptSearch => lists::accept_search(model, out),
        Command::CompleteSearch => lists::complete_search(model, out),
        _ => lists::open_search(model),
    }
}

fn toggle_filter(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let term = if let Command::Only(filter) = command { filter.term() } else { OVER_LIMIT };
    model.companies.toggle(term, cx!(model, out));
}

fn open_pane(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if command == Command::OpenCompany {
        panes::enter_company(model, out);
    } else {
        let is_system = command == Command::OpenSystemUsers;
        panes::open_users(model, if is_system { Subject::SystemUser } else { Subject::TargetUser }, out);
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
fn outside(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    out.push(match command {
        Command::Suspend => Effect::Suspend,
        Command::StartDemo => Effect::StartDemo,
        Command::CopyRequest => Effect::CopyLastRequest,
        _ => Effect::Redraw,
    });
    if command == Command::StartDemo {
        model.notices.info(model.now, "Starting the demo");
    }
}

fn create(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let after = if command == Command::CreateNext { AfterCreate::Next } else { AfterCreate::Close };
    submit::submit(model, after, out);
}

/// A box with facts, which Esc closes.
fn show_card(model: &mut Model, command: Command) {
    model.overlays.push(if command == Command::Connection { Overlay::Connection } else { Overlay::User });
}

fn list_commands(model: &mut Model, command: Command) {
    let list = FilterList::default();
    model.overlays.push(if command == Command::Keys { Overlay::Keys(list) } else { Overlay::Palette(list) });
}

/// A movement command, in the focused pane.
fn move_cursor(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if innermost(model) == Scope::Output {
        desk::go_to_end(model, command == Command::LastRow);
    } else if innermost(model) == Scope::ImportPlan {
        import::move_by(model, if command == Command::LastRow { isize::MAX } else { isize::MIN });
    } else if innermost(model) == Scope::User && !matches!(command, Command::RowDown | Command::RowUp) {
        one_user::scroll(model, command);
    } else if pane_scope(model) == Scope::Company {
        panes::scroll_company(model, command);
    } else {
        lists::move_cursor(model, command, out);
    }
}

/// Takes what is under the cursor of an overlay; a chosen command is run.
pub(in crate::app) fn take_and_run(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(command) = accept(model, out) {
        run(model, command, out);
    }
}

fn undo_here(model: &mut Model, out: &mut Vec<Effect>) {
    match model.overlays.last() {
        Some(Overlay::Activity { .. }) => activity::undo(model),
        _ => undo::confirm_undo(model, out),
    }
}

fn decide(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    if command == Command::GiveTicket {
        give_ticket::give(model);
    } else if command != Command::Flip {
        answer(model, command == Command::Yes, out);
    } else if let Some(Overlay::Confirm { yes, .. }) = model.overlays.last_mut() {
        *yes = !*yes;
    }
}

fn go_back(model: &mut Model, out: &mut Vec<Effect>) {
    if matches!(model.overlays.last(), Some(Overlay::OwnerSearch)) && model.owner_search.stop(cx!(model, out)) {
        return;
    }
    if desk::stop(model, out) || import::back(model, out) {
        return;
    }
    if let Some(closed) = model.overlays.pop() {
        if let Overlay::UnlockingProfile { ticket, .. } = closed {
            crate::app::flows::profiles::cancel_switch(model, ticket, out);
        }
        return;
    }
    let scope = pane_scope(model);
    if matches!(scope, Scope::Table | Scope::Groups | Scope::Users | Scope::SystemUsers | Scope::Company)
        && export::stop(model, out)
    {
        return;
    }
    if scope.has_marks() && marks::take_away(model) {
        return;
    }
    match scope {
        Scope::Picker => {
            if let Some(form) = model.drafts.current_mut() {
                form.close_picker();
            }
        }
        Scope::Form => panes::leave_form(model),
        Scope::Company => {
            if !model.notices.dismiss() {
                panes::close_company(model, out);
            }
        }
        Scope::Search => lists::leave_search(model, out),
        Scope::Users | Scope::SystemUsers => {
            if !model.notices.dismiss() && !model.users.list.clear_search(cx!(model, out)) {
                panes::close_users(model, out);
            }
        }
        Scope::Groups => {
            if !model.notices.dismiss() {
                model.groups.close();
            }
        }
        Scope::Table => go_back_in_table(model, out),
        Scope::Start
        | Scope::Always
        | Scope::Everywhere
        | Scope::List
        | Scope::Views
        | Scope::ViewName
        | Scope::Note
        | Scope::User
        | Scope::UserGroups
        | Scope::UserHistory
        | Scope::Activity
        | Scope::Messages
        | Scope::Connection
        | Scope::Menu
        | Scope::Wait
        | Scope::Columns
        | Scope::Preview
        | Scope::Output
        | Scope::OwnerSearch
        | Scope::Prompt
        | Scope::Ticket
        | Scope::ImportFile
        | Scope::ImportColumns
        | Scope::ImportChoice
        | Scope::ImportPlan
        | Scope::ImportRow
        | Scope::ImportRun
        | Scope::Confirm => {
            model.notices.dismiss();
        }
    }
}

fn go_back_in_table(model: &mut Model, out: &mut Vec<Effect>) {
    if model.notices.dismiss() {
        return;
    }
    if panes::company_is_beside(model) {
        panes::close_company(model, out);
    } else if !model.companies.clear_search(cx!(model, out))
        && !grouping::go_back(model, out)
        && !views::close(model, out)
    {
        let quits = model.describe_keys(Command::Close, Scope::Table);
        model.notices.hint(model.now, format!("this is the list of all companies; {quits} quits"));
    }
}

fn interrupt(model: &mut Model, out: &mut Vec<Effect>) {
    if model.pane != Pane::Form && export::stop(model, out) {
        return;
    }
    let cancelled = cancel_reads(model, out);
    if !cancelled.is_empty() {
        let place = if model.pane == Pane::Form { Scope::Form } else { Scope::Table };
        let again = model.describe_keys(Command::Reload, place);
        model.notices.hint(model.now, format!("stopped loading {}; {again} reloads", cancelled.join(", ")));
        return;
    }
    if model.overlays.is_empty() && matches!(pane_scope(model), Scope::Table | Scope::Start) {
        let last = model.interrupted.replace(model.now.millis);
        if last.is_some_and(|at| model.now.millis.saturating_sub(at) <= TWICE_MS) {
            quit(model, out);
        } else if !marks::take_away(model) && !model.notices.dismiss() {
            model.notices.hint(model.now, "Ctrl-C again quits");
        }
        return;
    }
    go_back(model, out);
}

fn toggle_mouse(model: &mut Model, out: &mut Vec<Effect>) {
    model.mouse_on = !model.mouse_on;
    out.push(Effect::Mouse(model.mouse_on));
    let again = model.describe_keys(Command::Mouse, pane_scope(model));
    let said = if model.mouse_on {
        "mouse on".to_owned()
    } else {
        format!("mouse off: the terminal selects text now; {again} turns it on again")
    };
    model.notices.hint(model.now, said);
}

fn close(model: &mut Model, out: &mut Vec<Effect>) {
    if !panes::close(model, out) {
        quit(model, out);
    }
}

fn quit(model: &mut Model, out: &mut Vec<Effect>) {
    if export::stop(model, out) {
        // The partial file has to be removed first.
        return;
    }
    if model.has_unsent_work() {
        model.overlays.push(Overlay::confirm(Confirmation::Quit));
    } else {
        out.push(Effect::Quit);
    }
}

fn copy_receipt(model: &Model, command: Command, out: &mut Vec<Effect>) {
    if let Some(job) = undo::target(model) {
        let what = format!("the receipt for {}", job.intent.email());
        out.push(Effect::Copy { what, text: created_users::receipt(job, command == Command::CopyReceiptMarkdown) });
    }
}

fn form_enter(model: &mut Model, out: &mut Vec<Effect>) {
    match model.drafts.current().map(Form::focus) {
        Some(Focus::Create) => run(model, Command::Create, out),
        Some(Focus::CreateNext) => run(model, Command::CreateNext, out),
        Some(Focus::Leave) => panes::leave_form(model),
        Some(Focus::Field(_) | Focus::Custom(_) | Focus::Ticket) => typing::step_field(model, true),
        None => {}
    }
}
