//! The one function through which everything happens.

use super::answered::answered;
use super::burst::Burst;
use super::timers::timer;
use super::{mouse, pasting, prefix_menu};
use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::msg::{MouseAct, Msg};
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::settings::Connection;
use crate::app::flows::typing::{means_nothing, type_in_form, type_in_picker};
use crate::app::flows::{
    add_when_loaded, autosave, columns, desk, export, fading, follow_form, grouping, import, import_run, lists, marks,
    notes, one_user, outcome, owner_search, panes, profiles, reconnect, restore, start_at, submit, views,
};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::hold::Held;
use crate::app::keys::keymap::Resolution;
use crate::app::keys::press::{Key, KeyPress};
use crate::app::keys::scope::Scope;
use crate::app::keys::table::sequence;
use crate::app::model::{Model, Prefix};
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::scope::{innermost, resolve};
use crate::app::screen::{footer, layout};
use crate::app::shell::run::run;
use crate::app::widgets::text_input::Edit;
use crate::cx;
use crate::domain::list::columns::Column;
use crate::domain::time::now::Now;

/// The menu of a prefix key shows after this long.
const MENU_AFTER: std::time::Duration = std::time::Duration::from_millis(250);

/// Handles one message. Pure: the same model, moment and message give the same model and effects.
#[must_use]
pub fn update(model: &mut Model, now: Now, mut msg: Msg) -> Vec<Effect> {
    model.now = now;
    if let Some(failure) = msg.failure_mut() {
        failure.received_at(now);
    }
    if let Some(call) = msg.completed_call() {
        model.connection.call_ended(&call);
    }
    let mut out = Vec::new();
    if let Msg::Quick(keys) = msg {
        quick(model, &keys, &mut out);
    } else {
        one(model, msg, &mut out);
    }
    let held = start_at::typed_ahead(model);
    type_ahead(model, held, &mut out);
    model.connection.follow(&out);
    out
}

/// Handles one message and what follows from it.
fn one(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    let before = model.notices.added();
    handle(model, msg, out);
    follow_messages(model, before);
    follow(model, out);
}

fn handle(model: &mut Model, msg: Msg, out: &mut Vec<Effect>) {
    match msg {
        Msg::Key(press) => {
            key(model, press, out);
            if model.prefix.is_none() {
                lists::mark_seen(model);
            }
            model.companies.refresh_if_stale(cx!(model, out));
        }
        Msg::Quick(keys) => keys.into_iter().for_each(|press| handle(model, Msg::Key(press), out)),
        Msg::Paste(text) => pasting::pasted(model, &text, out),
        Msg::Mouse(act, x, y) => pointed(model, act, (x, y), out),
        Msg::Resize(size) => model.size = size,
        Msg::Resumed => {}
        Msg::Timer(ticket) => timer(model, ticket, out),
        Msg::Companies(ticket, _)
        | Msg::Company(ticket, _)
        | Msg::Counts(ticket, _)
        | Msg::Domains(ticket, _)
        | Msg::License(ticket, _)
        | Msg::Choices(ticket, _)
        | Msg::CompanyGroups(ticket, _)
        | Msg::Users(ticket, _)
        | Msg::User(ticket, _)
        | Msg::TargetGroups(ticket, _)
        | Msg::Audit(ticket, _)
        | Msg::Directories(ticket, _)
        | Msg::MailDomains(ticket, _)
        | Msg::CustomFields(ticket, _) => answered(model, ticket, msg, out),
        Msg::Write(id, news) => outcome::handle_update(model, &id, news, out),
        Msg::History(ticket, ended) => crate::app::flows::journal::history_loaded(model, ticket, ended, out),
        Msg::EarlierDay(ticket, date, day) => model.companies.day_loaded(ticket, (date, day), cx!(model, out)),
        Msg::Course(ticket, course) => model.company.settle_course(ticket, &course),
        Msg::Restored(left) => restore::restored(model, *left, out),
        Msg::DraftSaved(draft, outcome) => restore::draft_saved(model, draft, outcome),
        Msg::Probed(ticket, answered) => {
            model.retries.probed(ticket, answered, model.connection.is_lost(), cx!(model, out));
        }
        Msg::Connection(news) => {
            let was_lost = model.connection.is_lost();
            model.connection.update(model.now, news);
            model.retries.line(was_lost, model.connection.is_lost(), cx!(model, out));
        }
        Msg::Copied(Ok(said)) => model.notices.info(model.now, said),
        Msg::Copied(Err(failure)) => model.notices.failure(model.now, &failure),
        Msg::NamedViewSaved(view, ended) => views::saved(model, *view, ended, out),
        Msg::NoteSaved(ticket, ended) => notes::saved(model, ticket, ended),
        Msg::Notes(ticket, loaded) => notes::loaded(model, ticket, *loaded),
        Msg::Browsed { what, addresses, failed } => desk::browsed(model, &what, &addresses, failed, out),
        Msg::Output(ticket, lines, is_cut) => desk::written(model, ticket, lines, is_cut),
        Msg::OutputEnded(ticket, end) => desk::ended(model, ticket, end, out),
        Msg::Exporting(ticket, rows) => export::progress(model, ticket, rows),
        Msg::Exported(ticket, end) => export::ended(model, ticket, &end),
        Msg::Folder(ticket, folder) => import::folder_listed(model, ticket, folder, out),
        Msg::Plan(ticket, news) => import_run::plan_news(model, ticket, news, out),
        Msg::RunReady(batch, answer) => import_run::run_ready(model, &batch, answer),
        Msg::RowEnded(ended) => import_run::row_ended(model, *ended, out),
        Msg::ResultWritten(batch, result) => import_run::result_written(model, &batch, *result, out),
        Msg::ImportKept(batch, answer) => import_run::kept(model, &batch, answer),
        Msg::ProfileUnlocked(ticket, answer) => profiles::opened(model, ticket, &answer, out),
        Msg::Switched(settings) => profiles::switched(model, *settings, out),
        Msg::NotSwitched(failure) => profiles::not_switched(model, &failure),
        Msg::Connected(connection) => connected(model, connection, out),
    }
    start_at::follow(model, out);
    add_when_loaded::follow(model, out);
}

/// The keys and pastes that were held while the place of the start was loading.
fn type_ahead(model: &mut Model, held: Vec<Held>, out: &mut Vec<Effect>) {
    let mut keys = Vec::new();
    for held in held {
        match held {
            Held::Key(press) => keys.push(press),
            Held::Paste(text) => {
                quick(model, &std::mem::take(&mut keys), out);
                one(model, Msg::Paste(text), out);
            }
        }
    }
    quick(model, &keys, out);
}

/// Keys that came together.
fn quick(model: &mut Model, keys: &[KeyPress], out: &mut Vec<Effect>) {
    let mut burst = Burst::of(keys);
    while let Some(msg) = burst.next(model) {
        model.quick = matches!(msg, Msg::Key(_));
        one(model, msg, out);
        model.quick = false;
    }
}

/// The mouse: a click on a hint of the footer, or on a line of the menu of a prefix, presses its keys.
fn pointed(model: &mut Model, act: MouseAct, (x, y): (u16, u16), out: &mut Vec<Effect>) {
    let is_click = matches!(act, MouseAct::Click | MouseAct::Mark | MouseAct::MarkRange) && model.hold.is_none();
    let keys = || footer::presses_at(model, x, y).or_else(|| prefix_menu::presses_at(model, x, y));
    let hint = is_click.then(keys).flatten();
    if let Some(presses) = hint {
        for press in presses {
            handle(model, Msg::Key(press), out);
        }
        if let Some(prefix) = &mut model.prefix {
            // Nobody who uses the mouse types on.
            prefix.menu = true;
        }
        return;
    }
    model.notices.key_pressed(model.now);
    model.prefix = None;
    if model.hold.is_none() {
        mouse::act(model, act, x, y, out);
    }
    lists::mark_seen(model);
}

/// Updates derived state after every message.
fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    reconnect::follow(model, out);
    let shows_groups = model.columns.contains(&Column::Group);
    model.companies.want_groups(shows_groups, cx!(model, out));
    model.changes.send_next(cx!(model, out));
    marks::follow(model, out);
    grouping::follow(model, out);
    lists::scroll_into(model);
    panes::follow(model, out);
    follow_form::follow(model, out);
    autosave::follow(model, out);
    notes::follow(model, out);
    one_user::follow(model, out);
    import_run::follow(model, out);
    model.companies.note_visit(model.now.millis);
    columns::follow(model, out);
    model.companies.want_days(cx!(model, out));
    if model.changes.unknown() == 0 {
        model.notices.resolve_uncertain();
    }
    let form = model.drafts.current().filter(|_| model.pane == Pane::Form).map(Form::id);
    model.notices.only_in(form);
    if layout::notice_is_cut(model) {
        model.notices.log_hint();
    }
    fading::follow(model, out);
}

/// Keeps the cursor of the messages on its line when newer ones are added above it.
fn follow_messages(model: &mut Model, before: usize) {
    let newer = model.notices.added().saturating_sub(before);
    let last = model.notices.len().saturating_sub(1);
    for overlay in &mut model.overlays {
        if let Overlay::Messages { cursor } = overlay {
            *cursor = cursor.saturating_add(newer).min(last);
        }
    }
}

fn key(model: &mut Model, press: KeyPress, out: &mut Vec<Effect>) {
    model.notices.key_pressed(model.now);
    if model.hold.is_some() {
        add_when_loaded::key(model, press);
        return;
    }
    let resolution = resolve(model, press);
    if resolution != Resolution::Run(Command::Create) && resolution != Resolution::Run(Command::FormEnter) {
        // The key that passed the gates was not held down.
        submit::confirmed(model, out);
    }
    let resolution = resolve(model, press);
    if layout::is_too_small(model.size) && !is_safe_unseen(model, resolution) {
        // The effect of a command would be invisible; text typed into an input is there when the screen grows.
        model.prefix = None;
        return;
    }
    let prefix = model.prefix.take();
    match (resolution, prefix) {
        (Resolution::Run(command), _) => run(model, command, out),
        (Resolution::Prefix, prefix) => {
            let mut pressed = prefix.map_or_else(Vec::new, |p| p.pressed);
            pressed.push(press);
            let timer = model.tickets.issue(Owner::Timer(TimerId::Menu));
            out.push(Effect::Timer(timer, MENU_AFTER));
            model.prefix = Some(Prefix { pressed, timer, menu: false });
        }
        (Resolution::Type, _) => typed(model, press, out),
        (Resolution::Nothing, Some(mut prefix)) => {
            if press.key != Key::Esc {
                prefix.pressed.push(press);
                model.notices.hint(model.now, format!("no action on {}", sequence(&prefix.pressed)));
            }
        }
        (Resolution::Nothing, None) => means_nothing(model, press),
    }
}

/// Keys on a screen that is too small: text into an input, and the ways out.
fn is_safe_unseen(model: &mut Model, meaning: Resolution) -> bool {
    match meaning {
        Resolution::Type => goes_into_an_input(model),
        Resolution::Nothing => true,
        Resolution::Run(command) => matches!(
            command,
            Command::NextField
                | Command::PreviousField
                | Command::Back
                | Command::Interrupt
                | Command::Suspend
                | Command::Redraw
                | Command::Close
        ),
        Resolution::Prefix => false,
    }
}

/// Typed keys go to an input as text: no choice or toggle is changed.
fn goes_into_an_input(model: &mut Model) -> bool {
    let scope = innermost(model);
    if scope == Scope::Form {
        return model.drafts.current_mut().is_some_and(|form| form.focused_input().is_some());
    }
    scope.is_text()
}

pub(in crate::app) fn typed(model: &mut Model, press: KeyPress, out: &mut Vec<Effect>) {
    match innermost(model) {
        Scope::Search => {
            lists::type_search(model, press, out);
        }
        Scope::Form => type_in_form(model, press),
        Scope::Picker => type_in_picker(model, press),
        Scope::ViewName => {
            if let Some(Overlay::SaveView(prompt)) = model.overlays.last_mut()
                && let Some(input) = prompt.input_mut()
            {
                input.press(press);
            }
        }
        Scope::Note => notes::typed(model, press),
        Scope::UserGroups => model.user.press_in_groups(press),
        Scope::ImportFile | Scope::ImportChoice | Scope::ImportRow => import::typed(model, press, out),
        Scope::List | Scope::Views => {
            if let Some(list) = model.overlays.last_mut().and_then(Overlay::filter_mut)
                && list.filter.press(press) == Edit::Changed
            {
                list.go_to(0);
            }
        }
        Scope::OwnerSearch => owner_search::typed(model, press, out),
        Scope::Ticket => {
            if let Some(Overlay::Ticket(prompt)) = model.overlays.last_mut() {
                prompt.input.press(press);
            }
        }
        Scope::Prompt => {
            if let Some(Overlay::GoTo(input)) = model.overlays.last_mut()
                && press.typed().is_none_or(|c| c.is_ascii_digit())
            {
                input.press(press);
            }
        }
        Scope::Always
        | Scope::Everywhere
        | Scope::Start
        | Scope::Table
        | Scope::Company
        | Scope::Groups
        | Scope::Users
        | Scope::SystemUsers
        | Scope::User
        | Scope::UserHistory
        | Scope::Wait
        | Scope::Activity
        | Scope::Messages
        | Scope::Connection
        | Scope::Menu
        | Scope::Columns
        | Scope::Preview
        | Scope::Output
        | Scope::ImportColumns
        | Scope::ImportPlan
        | Scope::ImportRun
        | Scope::Confirm => {}
    }
}

fn connected(model: &mut Model, connection: Connection, out: &mut Vec<Effect>) {
    model.settings.connect(connection);
    model.notices.dismiss();
    model.pane = Pane::Table;
    out.push(Effect::Restore);
    notes::load(model, out);
    model.companies.refresh(cx!(model, out));
}
