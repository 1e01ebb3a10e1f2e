//! What the configuration adds: the web console, and commands of its own.

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::flows::panes::target_company;
use crate::app::keys::command::{Command, OwnId};
use crate::app::model::Model;
use crate::app::overlays::output::CommandOutput;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::app::screen::output_layout;
use crate::domain::desk::address::AddressTemplate;
use crate::domain::desk::own_command::{Action, CallEnd, ProgramCall, call};
use crate::domain::desk::template::Subject;

/// What is selected: the user in a list of users, and otherwise the company.
fn subject(model: &Model) -> Option<Subject<'_>> {
    let company = target_company(model)?;
    let user = if is_on_user(model) { model.users.list.selected() } else { None };
    Some(Subject { profile: &model.settings.profile, company, user })
}

fn is_on_user(model: &Model) -> bool {
    model.pane == Pane::Users
}

/// The name of what is selected, for messages.
fn name_of(subject: &Subject<'_>) -> String {
    match subject.user {
        Some(user) if user.email.is_empty() => user.name(),
        Some(user) => user.email.clone(),
        None => subject.company.name.clone(),
    }
}

/// Runs a command of the desk.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::OpenConsole => open_console(model, out),
        Command::Own(id) => run_own(model, id, out),
        _ => copy_output(model, out),
    }
}

/// Opens what is selected in the web console.
fn open_console(model: &mut Model, out: &mut Vec<Effect>) {
    let console = &model.settings.profile_settings.console;
    let address = if is_on_user(model) { console.user.clone() } else { console.company.clone() };
    if let Some(address) = address {
        open(model, &address, false, out);
    }
}

fn open(model: &mut Model, address: &AddressTemplate, asks: bool, out: &mut Vec<Effect>) {
    let Some(subject) = subject(model) else { return };
    let what = name_of(&subject);
    match address.fill(&subject) {
        Ok(address) if asks => {
            model.overlays.push(Overlay::confirm(Confirmation::OpenAddress { what, address }));
        }
        Ok(address) => out.push(Effect::Browse { what, address }),
        Err(why) => model.notices.hint(model.now, format!("the address was not opened: {why}")),
    }
    model.companies.history.mark_visited();
}

/// Runs a command of the configuration on what is selected, or asks first.
fn run_own(model: &mut Model, id: OwnId, out: &mut Vec<Effect>) {
    let Some(command) = model.settings.own_commands.get(id).cloned() else { return };
    let (program, arguments) = match &command.action {
        Action::Open(address) => {
            open(model, address, command.confirm, out);
            return;
        }
        Action::Run { program, arguments } => (program, arguments),
    };
    let Some(called) = subject(model).map(|subject| call(program, arguments, &subject)) else { return };
    model.companies.history.mark_visited();
    match called {
        Ok(call) if command.confirm => {
            model.overlays.push(Overlay::confirm(Confirmation::RunCommand { name: command.name, call }));
        }
        Ok(call) => start(model, command.name, call, out),
        Err(why) => model.notices.hint(model.now, format!("{} was not run: {why}", command.name)),
    }
}

/// Starts a program and shows its output.
pub(in crate::app) fn start(model: &mut Model, name: String, call: ProgramCall, out: &mut Vec<Effect>) {
    let ticket = model.tickets.issue(Owner::Output);
    let output = CommandOutput::new(ticket, name, call.to_string(), model.now.millis);
    model.overlays.push(Overlay::Output(Box::new(output)));
    out.push(Effect::RunProgram(ticket, Box::new(call)));
}

/// Stops the program whose output is shown; true if it was running.
pub(in crate::app) fn stop(model: &Model, out: &mut Vec<Effect>) -> bool {
    let Some(Overlay::Output(output)) = model.overlays.last() else { return false };
    if output.end.is_some() {
        return false;
    }
    out.push(Effect::Cancel(output.ticket));
    true
}

fn output_of(model: &mut Model, ticket: Ticket) -> Option<&mut CommandOutput> {
    model.overlays.iter_mut().filter_map(Overlay::output_mut).find(|output| output.ticket == ticket)
}

/// The program has written something.
pub(in crate::app) fn written(model: &mut Model, ticket: Ticket, lines: Vec<String>, is_cut: bool) {
    if let Some(output) = output_of(model, ticket) {
        output.add_lines(lines, is_cut);
    }
}

/// The program has ended.
pub(in crate::app) fn ended(model: &mut Model, ticket: Ticket, end: CallEnd) {
    let now = model.now.millis;
    if let Some(output) = output_of(model, ticket) {
        output.has_ended(end, now);
    }
}

/// Scrolls the output.
pub(in crate::app) fn scroll(model: &mut Model, by: isize) {
    let Some((rows, room)) = output_layout::extent(model) else { return };
    if let Some(Overlay::Output(output)) = model.overlays.last_mut() {
        output.scroll(by, rows, room);
    }
}

/// Goes to the beginning or the end of the output.
pub(in crate::app) fn go_to_end(model: &mut Model, is_end: bool) {
    scroll(model, if is_end { isize::MAX } else { isize::MIN });
}

/// Copies the output.
fn copy_output(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Output(output)) = model.overlays.last() else { return };
    if output.is_empty() {
        model.notices.hint(model.now, "there is no output to copy");
        return;
    }
    out.push(Effect::Copy { what: format!("the output of {}", output.name), text: output.text() });
}

/// A browser was started; where there is none, the address is copied.
pub(in crate::app) fn browsed(
    model: &mut Model,
    what: &str,
    address: String,
    failed: Option<String>,
    out: &mut Vec<Effect>,
) {
    match failed {
        None => model.notices.info(model.now, format!("Opened {what} in the browser: {address}")),
        Some(why) => {
            // In case it cannot be copied either.
            model.notices.log_only(model.now, format!("The address of {what}: {address}"));
            out.push(Effect::Copy { what: format!("the address of {what}, because {why}"), text: address });
        }
    }
}
