//! The output of a command of the configuration.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::core::settings::OwnCommands;
use keepnet_tui::app::keys::rebind::rebound;
use keepnet_tui::domain::desk::own_command::{Action, CallEnd, OwnCommand, Place};
use keepnet_tui::domain::desk::template::Template;
use rstest::rstest;

use super::snapshot::check;
use super::story;
use crate::common::{Story, now};

fn with_command(size: (u16, u16), confirm: bool) -> Story {
    let mut s = story(size.0, size.1);
    let argument = |text| Template::parse(text).expect("a template");
    let command = OwnCommand {
        name: "ticket".to_owned(),
        keys: vec!["t".to_owned()],
        label: "ticket".to_owned(),
        action: Action::Run {
            program: "ticket-tool".to_owned(),
            arguments: ["new", "--customer", "{company_name}"].map(argument).to_vec(),
        },
        confirm,
        places: vec![Place::Companies],
        line: 1,
    };
    s.model.settings.keys = rebound(&[], std::slice::from_ref(&command)).expect("keys that can be");
    s.model.settings.own_commands = OwnCommands { list: vec![command], refused: None };
    s
}

fn started(s: &mut Story) -> Ticket {
    s.press("t");
    s.take(|effect| if let Effect::RunProgram(ticket, _) = effect { Some(*ticket) } else { None })[0]
}

#[rstest]
fn command_and_its_output(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = with_command(size, true);
    s.press("t");
    check("command_question", &s);

    let mut s = with_command(size, false);
    let ticket = started(&mut s);
    check("command_running", &s);
    let line = |n: usize| match n {
        3 => "上海雲端網路安全科技有限公司 ".repeat(8),
        5 => String::new(),
        n => format!("{n:>4}  #{}  open      a line of the output", 41_000 + n),
    };
    s.send(Msg::Output(ticket, (0..70).map(line).collect(), false));
    s.model.now = now(1_400);
    s.send(Msg::OutputEnded(ticket, CallEnd::Exited(Some(2))));
    s.press("pgdn k");
    check("command_output", &s);

    let mut s = with_command(size, false);
    let ticket = started(&mut s);
    s.send(Msg::OutputEnded(ticket, CallEnd::Exited(Some(0))));
    check("command_silent", &s);
}
