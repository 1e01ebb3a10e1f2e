//! What the configuration adds: the web console, and commands of its own.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::core::settings::{OwnCommands, Settings};
use keepnet_tui::app::keys::rebind::rebound;
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::app::screen::confirmations::{Question, in_full};
use keepnet_tui::app::screen::footer::footer;
use keepnet_tui::app::screen::palette::listed_commands;
use keepnet_tui::app::screen::scope::innermost;
use keepnet_tui::app::widgets::filter_list::FilterList;
use keepnet_tui::domain::desk::address::{AddressTemplate, Console};
use keepnet_tui::domain::desk::own_command::{Action, CallEnd, OwnCommand, Place, ProgramCall};
use keepnet_tui::domain::desk::template::Template;
use keepnet_tui::domain::terminal::key_binding::Binding;

use crate::common::{Story, companies, people};

fn own(name: &str, key: &str, action: Action) -> OwnCommand {
    OwnCommand {
        name: name.to_owned(),
        keys: vec![key.to_owned()],
        label: name.to_owned(),
        action,
        confirm: false,
        places: vec![Place::Companies],
        line: 1,
    }
}

fn runs(arguments: &[&str]) -> Action {
    let arguments = arguments.iter().map(|text| Template::parse(text).expect("a template")).collect();
    Action::Run { program: "crm".to_owned(), arguments }
}

fn opens(text: &str) -> Action {
    Action::Open(AddressTemplate::parse(text).expect("an address"))
}

fn with_commands(list: Vec<OwnCommand>) -> impl FnOnce(&mut Settings) {
    move |settings| {
        settings.keys = rebound(&[], &list).expect("keys that can be");
        settings.own_commands = OwnCommands { list, refused: None };
    }
}

fn story(list: Vec<OwnCommand>) -> Story {
    let mut s = Story::with(companies(9), (160, 48), with_commands(list));
    s.settle();
    s
}

fn addresses(s: &mut Story) -> Vec<(String, String)> {
    s.take(|effect| match effect {
        Effect::Browse { what, addresses } => Some((what.clone(), addresses.join(" "))),
        _ => None,
    })
}

fn calls(s: &mut Story) -> Vec<(Ticket, ProgramCall)> {
    s.take(|effect| match effect {
        Effect::RunProgram(ticket, call) => Some((*ticket, call.as_ref().clone())),
        _ => None,
    })
}

fn with_console() -> Story {
    let mut s = Story::with(companies(9), (160, 48), |settings| {
        let address = |text| AddressTemplate::parse(text).ok();
        settings.profile_settings.console = Console {
            company: address("https://console.example/c/{company_id}"),
            user: address("https://console.example/c/{company_id}/u/{user_id}?mail={user_email}"),
        };
    });
    s.people = people(9);
    s.settle();
    s
}

#[test]
fn o_opens_the_company_and_the_user() {
    let mut s = with_console();
    s.press("j o");
    let company = s.selected().to_owned();
    assert_eq!(addresses(&mut s), [(company.clone(), "https://console.example/c/id0001".to_owned())]);
    s.press("enter").settle().press("o");
    assert_eq!(addresses(&mut s), [(company, "https://console.example/c/id0001".to_owned())]);
    s.press("u").answer_users();
    s.press("j o");
    let user = s.model.users.list.selected().expect("a user").clone();
    let mail = user.email.replace('@', "%40").replace('.', "%2E");
    let address = format!("https://console.example/c/id0001/u/{}?mail={mail}", user.id);
    assert_eq!(addresses(&mut s), [(user.email.clone(), address.clone())]);
    s.press("enter o");
    assert_eq!(addresses(&mut s), [(user.email, address)]);
}

#[test]
fn without_an_address_o_says_how_to_set_it() {
    let mut s = Story::ready(companies(3));
    s.press("o");
    assert!(s.said().contains("set console_url in profile \""), "{}", s.said());
    s.people = people(3);
    s.press("u").answer_users();
    s.press("o");
    assert!(s.said().contains("set console_user_url in profile \""), "{}", s.said());
    assert_eq!(addresses(&mut s), []);
}

#[test]
fn where_there_is_no_browser_the_address_is_copied() {
    let mut s = Story::ready(companies(3));
    let (what, address) = ("Cobalt".to_owned(), "https://console.example/c/7".to_owned());
    s.send(Msg::Browsed { what: what.clone(), addresses: vec![address.clone()], failed: None });
    assert_eq!(s.said(), "Opened Cobalt in the browser: https://console.example/c/7");
    s.send(Msg::Browsed { what, addresses: vec![address.clone()], failed: Some("xdg-open cannot be run".to_owned()) });
    let copied = s.take(|effect| match effect {
        Effect::Copy { what, text } => Some((what.clone(), text.clone())),
        _ => None,
    });
    assert_eq!(copied, [("the address of Cobalt, because xdg-open cannot be run".to_owned(), address)]);
}

#[test]
fn own_command_runs_on_the_selected_company() {
    let mut s = story(vec![own("ticket", "t", runs(&["--customer", "{company_name}", "{company_id}"]))]);
    s.press("j t");
    let called = calls(&mut s);
    let [(_, call)] = called.as_slice() else { panic!("{called:?}") };
    assert_eq!(call.arguments, ["--customer", s.selected(), "id0001"]);
    assert_eq!(innermost(&s.model), Scope::Output);
}

#[test]
fn own_command_is_offered_like_ours() {
    let s = story(vec![own("ticket", "t", runs(&[])), own("wiki", "x w", opens("https://wiki.example/"))]);
    let listed = |typed: &str| {
        let mut list = FilterList::default();
        list.filter.paste(typed);
        listed_commands(&s.model, &list).first().map(|row| (row.keys_text(), row.help.clone()))
    };
    assert_eq!(listed("ticket"), Some(("t".to_owned(), "ticket: runs crm; also for marked rows".to_owned())));
    assert_eq!(
        listed("wiki.example"),
        Some(("x w".to_owned(), "wiki: opens wiki.example; also for marked rows".to_owned()))
    );
    let mut wide = s;
    wide.model.size.width = 240;
    let hints = footer(&wide.model).hints;
    assert!(hints.iter().any(|hint| hint.label == "ticket" && hint.keys == "t"), "{hints:?}");
    wide.press("enter").settle();
    assert_eq!(innermost(&wide.model), Scope::Table, "beside the table");
    wide.press("tab t");
    assert!(wide.said().contains("no action on t"), "not where it was not given: {}", wide.said());
}

#[test]
fn question_shows_the_exact_call_and_runs_that_one() {
    let mut s = story(vec![OwnCommand { confirm: true, ..own("ticket", "t", runs(&["-n", "{company_name}"])) }]);
    s.press("t");
    assert_eq!(calls(&mut s), []);
    let Some(Overlay::Confirm { question: Confirmation::RunCommand { calls: asked, .. }, .. }) =
        s.model.overlays.last()
    else {
        panic!("{:?}", s.model.overlays)
    };
    let (asked, name) = (asked[0].call.clone(), s.selected().to_owned());
    assert_eq!(asked.to_string(), format!("crm -n '{name}'"));
    s.press("n");
    assert_eq!(calls(&mut s), []);
    s.press("t");
    // The list changes under the question.
    s.model.companies.cursor = 3;
    s.press("y");
    assert_eq!(calls(&mut s).into_iter().map(|(_, call)| call).collect::<Vec<_>>(), [asked]);
}

#[test]
fn address_of_a_command_can_be_asked_for_too() {
    let action = opens("https://desk.example/?q={company_name}");
    let mut s = story(vec![OwnCommand { confirm: true, ..own("desk", "t", action) }]);
    s.press("t");
    assert_eq!(addresses(&mut s), []);
    s.press("y");
    let opened = addresses(&mut s);
    assert!(opened.len() == 1 && opened[0].1.starts_with("https://desk.example/?q="), "{opened:?}");
}

#[test]
fn own_command_of_users_gets_the_user() {
    let action = runs(&["{user_email}", "{user_first_name}", "{company_name}"]);
    let mut s = story(vec![OwnCommand { places: vec![Place::Users], ..own("mail", "t", action) }]);
    s.people = people(9);
    s.press("t");
    assert!(s.said().contains("no action on t"), "{}", s.said());
    s.press("u").answer_users();
    let company = s.model.users.company.as_ref().expect("a company").name.clone();
    s.press("j t");
    let user = s.model.users.list.selected().expect("a user").clone();
    let called = calls(&mut s);
    assert_eq!(called[0].1.arguments, [user.email.clone(), user.first_name.unwrap_or_default(), company]);
}

#[test]
fn output_is_shown_scrolled_copied_and_closed() {
    let mut s = story(vec![own("ticket", "t", runs(&[]))]);
    s.press("t");
    let ticket = calls(&mut s)[0].0;
    let lines: Vec<String> = (0..200).map(|n| format!("line {n}")).collect();
    s.send(Msg::Output(ticket, lines[..100].to_vec(), false)).send(Msg::Output(ticket, lines[100..].to_vec(), false));
    s.press("q");
    let stopped = s.take(|effect| matches!(effect, Effect::Cancel(t) if *t == ticket).then_some(()));
    assert_eq!(stopped.len(), 1, "a running command is stopped first");
    assert_eq!(innermost(&s.model), Scope::Output, "its output stays");
    s.send(Msg::OutputEnded(ticket, CallEnd::Stopped));
    s.press("y");
    let copied = s.take(|effect| if let Effect::Copy { text, .. } = effect { Some(text.clone()) } else { None });
    assert!(copied[0].starts_with("line 0\nline 1\n") && copied[0].ends_with("line 199\n"));
    s.press("G").press("esc");
    assert_eq!(innermost(&s.model), Scope::Table);
    // What comes late has no place any more.
    s.send(Msg::Output(ticket, lines, false)).send(Msg::OutputEnded(ticket, CallEnd::Exited(Some(0))));
    assert!(s.model.overlays.is_empty());
}

#[test]
fn ctrl_c_stops_a_command_and_does_not_quit() {
    let mut s = story(vec![own("ticket", "t", runs(&[]))]);
    s.press("t ctrl-c ctrl-c");
    assert_eq!(s.take(|effect| matches!(effect, Effect::Cancel(_)).then_some(())).len(), 2);
    assert_eq!(s.take(|effect| matches!(effect, Effect::Quit).then_some(())).len(), 0);
}

#[test]
fn option_in_a_name_is_refused_with_the_reason() {
    let mut list = companies(2);
    list[0].name = "--delete-all".to_owned();
    let commands =
        vec![own("ticket", "t", runs(&["{company_name}"])), own("safe", "x", runs(&["--", "{company_name}"]))];
    let mut s = Story::with(list, (160, 48), with_commands(commands));
    s.settle().press("g t");
    assert!(s.said().contains("could take for an option"), "{}", s.said());
    assert_eq!(calls(&mut s), []);
    s.press("x");
    assert_eq!(calls(&mut s).len(), 1);
}

#[test]
fn configuration_that_others_can_write_runs_nothing() {
    let mut s = story(vec![own("ticket", "t", runs(&[])), own("wiki", "x", opens("https://wiki.example/"))]);
    s.model.settings.own_commands.refused = Some("it can be written by everybody".to_owned());
    s.press("t");
    assert!(s.said().contains("not run: it can be written by everybody"), "{}", s.said());
    assert_eq!(calls(&mut s), []);
    s.press("x");
    assert_eq!(addresses(&mut s).len(), 1);
}

#[test]
fn keys_of_commands_that_clash_are_told_with_their_line() {
    let told = |bindings: &[Binding], commands: &[OwnCommand]| {
        let problems = rebound(bindings, commands).expect_err("refused");
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let at = |line, command: OwnCommand| OwnCommand { line, ..command };
    let said = told(&[], &[at(7, own("ticket", "a", runs(&[])))]);
    assert!(said.starts_with("line 7: ticket: a is the key of add-user") && said.contains("Company table"), "{said}");
    let said = told(&[], &[at(7, own("ticket", "t", runs(&[]))), at(9, own("wiki", "t", runs(&[])))]);
    assert!(said.starts_with("line 9: wiki: t is the key of ticket"), "{said}");
    let said = told(&[], &[at(7, own("ticket", "s", runs(&[])))]);
    assert!(said.contains("line 7: ticket: s and s") && said.contains("start alike"), "{said}");
    let said = told(&[], &[at(7, own("ticket", "strg-x", runs(&[])))]);
    assert!(said.starts_with("line 7: ticket: ") && said.contains("strg-x"), "{said}");
    let said = told(&[], &[at(7, own("reload", "t", runs(&[])))]);
    assert!(said.starts_with("line 7: reload: a command of the program has this name"), "{said}");
    let binding = Binding { command: "export".to_owned(), keys: vec!["t".to_owned()], line: 2 };
    let said = told(&[binding], &[at(7, own("ticket", "t", runs(&[])))]);
    assert!(said.starts_with("line 7: ticket: t is the key of export"), "{said}");
    // In the users' list the key is free.
    let users = OwnCommand { places: vec![Place::Users], ..own("ticket", "S", runs(&[])) };
    assert!(rebound(&[], &[users]).is_ok());
}

#[test]
fn marked_companies_and_users_are_opened_in_the_console() {
    let mut s = with_console();
    s.press("space space j space g o");
    let address = |ids: &[&str]| ids.iter().map(|id| format!("https://console.example/c/{id}")).collect::<Vec<_>>();
    assert_eq!(addresses(&mut s), [("3 companies".to_owned(), address(&["id0000", "id0001", "id0003"]).join(" "))]);
    s.send(Msg::Browsed { what: "3 companies".to_owned(), addresses: address(&["id0000"; 3]), failed: None });
    assert_eq!(s.said(), "Opened 3 companies in the browser");
    s.press("esc u").answer_users();
    s.press("space space o");
    let opened = addresses(&mut s);
    assert_eq!((opened.len(), opened[0].0.as_str()), (1, "2 users"));
    assert_eq!(opened[0].1.matches("https://console.example/c/id0000/u/").count(), 2, "{opened:?}");
}

/// More than five pages are a question, and more than thirty are none.
#[test]
fn many_pages_are_not_opened_unasked() {
    let mut s = with_console();
    s.press("* o");
    assert_eq!(addresses(&mut s), []);
    let question = question(&s);
    assert_eq!(question.asked, "Open 9 companies?");
    assert_eq!(question.text, "https://console.example/c/id0000; then 8 more, one after another");
    s.press("n");
    assert_eq!(addresses(&mut s), []);
    s.press("o y");
    assert_eq!(addresses(&mut s)[0].1.split(' ').count(), 9);
    let mut s = Story::with(companies(31), (160, 48), |settings| {
        settings.profile_settings.console.company = AddressTemplate::parse("https://console.example/{company_id}").ok();
    });
    s.settle().press("* o");
    assert_eq!((addresses(&mut s), s.model.overlays.len()), (Vec::new(), 0));
    assert!(s.said().contains("31 companies are too many pages to open at once: at most 30"), "{}", s.said());
}

#[test]
fn where_there_is_no_browser_all_addresses_are_copied() {
    let mut s = Story::ready(companies(3));
    let addresses = vec!["https://a.example/".to_owned(), "https://b.example/".to_owned()];
    s.send(Msg::Browsed { what: "2 companies".to_owned(), addresses, failed: Some("there is none".to_owned()) });
    let copied = s.take(|effect| match effect {
        Effect::Copy { what, text } => Some((what.clone(), text.clone())),
        _ => None,
    });
    let what = "the addresses of 2 companies, because there is none".to_owned();
    assert_eq!(copied, [(what, "https://a.example/\nhttps://b.example/".to_owned())]);
}

fn question(s: &Story) -> Question {
    let Some(Overlay::Confirm { question, .. }) = s.model.overlays.last() else { panic!("no question") };
    in_full(&s.model, question)
}

fn output(s: &Story) -> (String, String) {
    let Some(Overlay::Output(output)) = s.model.overlays.last() else { panic!("{:?}", s.model.overlays) };
    (output.text(), keepnet_tui::app::screen::output_layout::standing(&s.model, output))
}

#[test]
fn own_command_runs_for_each_marked_company_after_one_question() {
    let mut s = story(vec![own("ticket", "t", runs(&["{company_id}"]))]);
    s.press("space space space g t");
    assert_eq!(calls(&mut s), []);
    let question = question(&s);
    assert_eq!(question.asked, "Run ticket for 3 companies?");
    assert_eq!(question.text, "crm id0000; then 2 more, one after another");
    s.press("y");
    for (n, code) in [0, 3, 0].into_iter().enumerate() {
        let mut called = calls(&mut s);
        assert_eq!(called.len(), 1, "one after another");
        let (ticket, call) = called.remove(0);
        assert_eq!(call.arguments, [format!("id000{n}")]);
        assert!(output(&s).1.starts_with(&format!("{} of 3 running; ", n + 1)), "{:?}", output(&s));
        s.send(Msg::Output(ticket, vec![format!("line {n}")], false));
        s.millis += 1_200;
        s.send(Msg::OutputEnded(ticket, CallEnd::Exited(Some(code))));
        // Its end comes once.
        s.send(Msg::OutputEnded(ticket, CallEnd::Exited(Some(code))));
    }
    assert_eq!(calls(&mut s), []);
    let (text, end) = output(&s);
    let expected = "Company 0000: crm id0000\nline 0\nexit code 0 (1.2 s)\n\n\
                    Company 0001: crm id0001\nline 1\nexit code 3 (1.2 s)\n\n\
                    Company 0002: crm id0002\nline 2\nexit code 0 (1.2 s)\n\n";
    assert_eq!((text.as_str(), end.as_str()), (expected, "3 were run, 1 failed (3.6 s)"));
}

#[test]
fn stopped_command_is_not_run_for_those_that_follow() {
    let mut s = story(vec![own("ticket", "t", runs(&["{company_id}"]))]);
    s.press("* t y");
    let ticket = calls(&mut s)[0].0;
    s.press("q");
    s.send(Msg::OutputEnded(ticket, CallEnd::Stopped));
    assert_eq!(calls(&mut s), []);
    assert_eq!(output(&s).1, "1 of 9 were run, 1 failed (0.0 s)");
    assert!(!output(&s).0.contains("id0001"), "{}", output(&s).0);
    s.press("q");
    assert!(s.model.overlays.is_empty());
}

#[test]
fn value_that_is_an_option_stops_all_of_them_with_its_name() {
    let mut list = companies(3);
    list[1].name = "--delete-all".to_owned();
    let mut s = Story::with(list, (160, 48), with_commands(vec![own("ticket", "t", runs(&["{company_name}"]))]));
    s.settle().press("* t");
    assert_eq!((calls(&mut s), s.model.overlays.len()), (Vec::new(), 0));
    assert!(s.said().contains("ticket was not run: --delete-all: {company_name} is"), "{}", s.said());
}
