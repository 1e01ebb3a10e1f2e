//! What the configuration adds: the web console, and commands of its own.

use std::sync::Arc;

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::flows::marks;
use crate::app::flows::panes::target_company;
use crate::app::keys::command::{Command, OwnId};
use crate::app::model::Model;
use crate::app::overlays::output::CommandOutput;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::app::screen::output_layout;
use crate::domain::company::summary::Company;
use crate::domain::desk::address::{AddressTemplate, addresses_of};
use crate::domain::desk::own_command::{Action, CallEnd, SubjectCall, call};
use crate::domain::desk::template::Subject;
use crate::domain::text::count;
use crate::domain::user::existing::TargetUser;

/// More pages than this are opened only after a question.
const PAGES_UNASKED: usize = 5;
/// The most pages that are opened at once.
const PAGES_MAX: usize = 30;

/// What a command is for: a company, or a user of it.
struct Target {
    company: Arc<Company>,
    user: Option<TargetUser>,
}

impl Target {
    fn as_subject<'a>(&'a self, profile: &'a str) -> Subject<'a> {
        Subject { profile, company: &self.company, user: self.user.as_ref() }
    }

    /// Its name, for messages.
    fn name(&self) -> String {
        match &self.user {
            Some(user) if user.email.is_empty() => user.name(),
            Some(user) => user.email.clone(),
            None => self.company.name.clone(),
        }
    }
}

/// The marked rows, or else what is selected: the user in a list of users, and otherwise the company.
fn targets(model: &Model) -> Vec<Target> {
    if !is_on_user(model) {
        return marks::companies(model).into_iter().map(|company| Target { company, user: None }).collect();
    }
    let Some(company) = target_company(model).map(|company| Arc::new(company.clone())) else { return Vec::new() };
    let users = marks::users(model).into_iter();
    users.map(|user| Target { company: Arc::clone(&company), user: Some(user) }).collect()
}

/// The name of the only one, or how many there are.
fn named(model: &Model, targets: &[Target]) -> String {
    let words = if is_on_user(model) { ("user", "users") } else { ("company", "companies") };
    match targets {
        [only] => only.name(),
        several => count(u64::try_from(several.len()).unwrap_or(u64::MAX), words.0, words.1),
    }
}

/// Something of each target; why not, with the name of the one that is in the way if there are several.
fn of_each<T>(
    model: &Model,
    targets: &[Target],
    of: impl Fn(&Subject<'_>) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let one = |target: &Target| {
        of(&target.as_subject(&model.settings.profile)).map_err(|why| match targets {
            [_] => why,
            _ => format!("{}: {why}", target.name()),
        })
    };
    targets.iter().map(one).collect()
}

fn is_on_user(model: &Model) -> bool {
    model.pane == Pane::Users
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
    let targets = targets(model);
    let what = named(model, &targets);
    if targets.len() > PAGES_MAX {
        let said = format!("{what} are too many pages to open at once: at most {PAGES_MAX}");
        model.notices.hint(model.now, said);
        return;
    }
    match of_each(model, &targets, |subject| address.fill(subject)) {
        Ok(addresses) if asks || addresses.len() > PAGES_UNASKED => {
            model.overlays.push(Overlay::confirm(Confirmation::OpenAddress { what, addresses }));
        }
        Ok(addresses) if addresses.is_empty() => return,
        Ok(addresses) => out.push(Effect::Browse { what, addresses }),
        Err(why) => {
            let what = if targets.len() > 1 { "nothing was" } else { "the address was not" };
            model.notices.hint(model.now, format!("{what} opened: {why}"));
        }
    }
    visited(model, &targets);
}

/// The command was for one company, which `-` comes back to.
fn visited(model: &mut Model, targets: &[Target]) {
    if targets.len() == 1 {
        model.companies.history.mark_visited();
    }
}

/// Runs a command of the configuration on what is selected, or asks first; for several it always asks.
fn run_own(model: &mut Model, id: OwnId, out: &mut Vec<Effect>) {
    let Some(command) = model.settings.own_commands.get(id).cloned() else { return };
    let (program, arguments) = match &command.action {
        Action::Open(address) => {
            open(model, address, command.confirm, out);
            return;
        }
        Action::Run { program, arguments } => (program, arguments),
    };
    let targets = targets(model);
    let what = named(model, &targets);
    match of_each(model, &targets, |subject| call(program, arguments, subject)) {
        Ok(calls) if calls.is_empty() => return,
        Ok(calls) => {
            let calls: Vec<SubjectCall> =
                targets.iter().zip(calls).map(|(target, call)| SubjectCall { name: target.name(), call }).collect();
            if command.confirm || calls.len() > 1 {
                let question = Confirmation::RunCommand { name: command.name, what, calls };
                model.overlays.push(Overlay::confirm(question));
            } else {
                start(model, command.name, &what, calls, out);
            }
        }
        Err(why) => model.notices.hint(model.now, format!("{} was not run: {why}", command.name)),
    }
    visited(model, &targets);
}

/// Starts a program, or several one after another, and shows the output.
pub(in crate::app) fn start(
    model: &mut Model,
    name: String,
    what: &str,
    calls: Vec<SubjectCall>,
    out: &mut Vec<Effect>,
) {
    let ticket = model.tickets.issue(Owner::Output);
    let title = match calls.as_slice() {
        [only] => only.call.to_string(),
        _ => format!("{name}: {what}"),
    };
    let mut output = CommandOutput::new(ticket, name, title, model.now.millis);
    if let Some(call) = output.take_calls(calls) {
        model.overlays.push(Overlay::Output(Box::new(output)));
        out.push(Effect::RunProgram(ticket, Box::new(call)));
    }
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

/// The program has ended; the next one is started.
pub(in crate::app) fn ended(model: &mut Model, ticket: Ticket, end: CallEnd, out: &mut Vec<Effect>) {
    let now = model.now.millis;
    let next = model.tickets.issue(Owner::Output);
    if let Some(call) = output_of(model, ticket).and_then(|output| output.has_ended(end, now, next)) {
        out.push(Effect::RunProgram(next, Box::new(call)));
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

/// A browser was started; where there is none, the addresses are copied.
pub(in crate::app) fn browsed(
    model: &mut Model,
    what: &str,
    addresses: &[String],
    failed: Option<String>,
    out: &mut Vec<Effect>,
) {
    match (failed, addresses) {
        (None, [address]) => model.notices.info(model.now, format!("Opened {what} in the browser: {address}")),
        (None, _) => model.notices.info(model.now, format!("Opened {what} in the browser")),
        (Some(why), addresses) => {
            // In case they cannot be copied either.
            model.notices.log_only(model.now, format!("The address of {what}: {}", addresses.join(" ")));
            out.push(Effect::Copy { what: addresses_of(what, addresses.len(), &why), text: addresses.join("\n") });
        }
    }
}
