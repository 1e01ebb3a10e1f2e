//! `login` and `doctor` at a terminal: nothing secret is echoed, another place is an explicit choice, and the
//! terminal is asked how wide its letters are.

#[cfg(target_os = "linux")]
use rstest::rstest;
#[cfg(target_os = "linux")]
use rustix::process::Signal;

use super::pty::Terminal;
use super::support::{Desk, bare, files};

/// A program without credentials in its environment.
fn start(desk: &Desk, arguments: &[&str]) -> Terminal {
    let mut command = bare(desk.home(), arguments);
    command.env("KEEPNET_API_BASE_URL", desk.server.url());
    Terminal::start(command, 100, 30)
}

fn holds(bytes: &[u8], wanted: &str) -> bool {
    bytes.windows(wanted.len()).any(|w| w == wanted.as_bytes())
}

// Elsewhere there is a keyring.
#[cfg(target_os = "linux")]
#[test]
fn the_secret_is_not_echoed_and_goes_where_the_person_says() {
    let desk = Desk::new();
    let secret = desk.server.client_secret().to_owned();
    let mut t = start(&desk, &["login"]);
    t.wait_text("Client ID: ");
    t.type_str(&format!("{}\r", desk.server.client_id()));
    t.wait_text("Client secret (not shown): ");
    t.type_str(&format!("{secret}\r"));
    t.wait_text("Reseller: Northwind MSP");
    t.wait_text("or Enter for nowhere");
    assert!(t.text().contains("no keyring can be reached"), "{}", t.text());
    t.type_str("3\r");
    t.wait_text("Stored unencrypted in");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
    assert!(!holds(&t.raw_since(0), &secret), "{}", t.text());
    let kept = files(desk.home()).iter().any(|path| holds(&std::fs::read(path).expect("a file"), &secret));
    assert!(kept, "the file has it");
    // The next start has it without being asked.
    let mut t = start(&desk, &[]);
    t.wait_text(" 1/137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    assert!(!holds(&t.raw_since(0), &secret));
}

#[cfg(target_os = "linux")]
#[test]
fn nowhere_is_an_answer() {
    let desk = Desk::new();
    let mut t = start(&desk, &["login", "--client-id", desk.server.client_id()]);
    t.wait_text("Client secret (not shown): ");
    t.type_str(&format!("{}\r", desk.server.client_secret()));
    t.wait_text("or Enter for nowhere");
    t.type_str("\r");
    t.wait_text("nothing was stored");
    assert_eq!(t.wait_exit(), 1);
    assert_eq!(files(desk.home()), Vec::<std::path::PathBuf>::new());
}

/// Who copies both lines from a note pastes the secret while the ID is asked for.
#[test]
fn both_lines_pasted_at_once_show_the_id_alone() {
    let desk = Desk::new();
    let (id, secret) = (desk.server.client_id().to_owned(), desk.server.client_secret().to_owned());
    let mut t = start(&desk, &["login", "--store", "file"]);
    t.wait_text("Client ID: ");
    t.type_str(&format!("{id}\r{secret}\r{secret}\r"));
    t.wait_text("Stored unencrypted in");
    assert_eq!(t.wait_exit(), 0);
    assert!(t.text().contains(&format!("Client ID: {id}")), "{}", t.text());
    t.left_as_found();
    assert!(!holds(&t.raw_since(0), &secret), "{}", t.text());
}

#[cfg(target_os = "linux")]
#[rstest]
fn a_signal_at_a_question_leaves_the_terminal_as_it_was(
    #[values(Signal::INT, Signal::QUIT, Signal::TERM, Signal::HUP)] signal: Signal,
    #[values(false, true)] second: bool,
) {
    let desk = Desk::new();
    let mut t = start(&desk, &["login", "--store", "file"]);
    t.wait_text("Client ID: ");
    if second {
        t.type_str("an-id\r");
        t.wait_text("Client secret (not shown): ");
    }
    t.signal(signal);
    assert_eq!(t.wait_exit(), 128 + u32::try_from(signal.as_raw()).expect("a number"));
    t.left_as_found();
    assert_eq!(files(desk.home()), Vec::<std::path::PathBuf>::new());
    assert!(desk.server.requests().is_empty());
}

/// The key of the terminal does the same, and what was typed before it is shown by nobody.
#[test]
fn ctrl_c_at_the_secret_leaves_the_terminal_as_it_was() {
    let desk = Desk::new();
    let mut t = start(&desk, &["login", "--client-id", "an-id"]);
    t.wait_text("Client secret (not shown): ");
    t.type_str("hunter2");
    t.key("ctrl-c");
    assert_eq!(t.wait_exit(), 130);
    t.left_as_found();
    assert!(!holds(&t.raw_since(0), "hunter2"), "{}", t.text());
}

/// Whoever has the terminal meanwhile sets it as they like.
#[cfg(target_os = "linux")]
#[test]
fn a_secret_is_not_shown_after_a_stop_either() {
    let desk = Desk::new();
    let secret = desk.server.client_secret().to_owned();
    let mut t = start(&desk, &["login", "--store", "environment", "--client-id", desk.server.client_id()]);
    t.wait_text("Client secret (not shown): ");
    t.signal(Signal::TSTP);
    t.wait_state('T');
    t.line_modes_as_found();
    t.signal(Signal::CONT);
    t.wait_for("the question again", |s| s.contents().matches("Client secret (not shown): ").count() == 2);
    t.type_str(&format!("{secret}\r"));
    t.wait_text("Nothing was stored");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
    assert!(!holds(&t.raw_since(0), &secret), "{}", t.text());
}

/// A desktop whose keyring asks somewhere where nobody looks.
#[cfg(target_os = "linux")]
#[test]
fn a_keyring_that_does_not_answer_is_named_and_can_be_left() {
    let desk = Desk::new();
    let socket = desk.home().join("bus");
    let _bus = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let mut command = bare(desk.home(), &["login", "--client-id", desk.server.client_id()]);
    command.env("KEEPNET_API_BASE_URL", desk.server.url());
    command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", socket.display()));
    let mut t = Terminal::start(command, 100, 30);
    t.wait_text("Client secret (not shown): ");
    t.type_str(&format!("{}\r", desk.server.client_secret()));
    t.wait_text("waiting for the keyring");
    t.signal(Signal::TERM);
    assert_eq!(t.wait_exit(), 143);
    assert!(!files(desk.home()).iter().any(|path| path.ends_with("logins.json")));
}

/// A typing mistake costs one more question, and three of them the command.
#[test]
fn who_mistypes_is_asked_again() {
    let desk = Desk::new();
    let asked = |t: &mut Terminal, times: usize| {
        t.wait_for("the question", |s| s.contents().matches("Client secret (not shown): ").count() == times);
    };
    let mut t = start(&desk, &["login", "--client-id", desk.server.client_id(), "--store", "file"]);
    asked(&mut t, 1);
    t.type_str("hunter2\r");
    asked(&mut t, 2);
    assert!(t.text().contains("refused: check both and try again"), "{}", t.text());
    t.type_str(&format!("{}\r", desk.server.client_secret()));
    t.wait_text("Stored unencrypted in");
    assert_eq!(t.wait_exit(), 0);
    let mut t = start(&desk, &["login", "--client-id", "nobodys", "--store", "file"]);
    for times in 1..=3 {
        asked(&mut t, times);
        t.type_str("hunter2\r");
    }
    t.wait_text("Check client ID and");
    assert_eq!(t.wait_exit(), 3);
    t.left_as_found();
}

#[test]
fn an_answer_that_is_none_is_told_on_a_line_of_its_own() {
    let desk = Desk::new();
    let mut t = start(&desk, &["login"]);
    t.wait_text("Client ID: ");
    t.key("enter");
    assert_eq!(t.wait_exit(), 2);
    let said = t.text();
    assert!(said.lines().any(|line| line.starts_with("keepnet-tui: nothing was entered")), "{said}");
}

/// A command that asks turns the echo off, and may be ended before it turns it on.
#[cfg(target_os = "linux")]
#[test]
fn a_secret_command_that_fails_leaves_the_terminal_as_it_was() {
    let desk = Desk::new();
    let config = desk.home().join("config.toml");
    let text = "[profiles.a]\nclient_id = 'an-id'\nsecret_command = 'stty -echo -icanon < /dev/tty; exit 3'\n";
    std::fs::write(&config, text).expect("a file");
    let mut t = start(&desk, &["--config", config.to_str().expect("text")]);
    t.wait_text("secret_command");
    assert_eq!(t.wait_exit(), 3);
    t.line_modes_as_found();
}

#[test]
fn the_start_without_credentials_names_the_log_in() {
    let desk = Desk::new();
    let mut t = start(&desk, &[]);
    t.wait_text("keepnet-tui login");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

/// A log-in would change nothing there.
#[test]
fn the_start_without_a_client_id_asks_for_that_alone() {
    let desk = Desk::new();
    let mut command = bare(desk.home(), &[]);
    command.env("KEEPNET_CLIENT_SECRET", "hunter2");
    let mut t = Terminal::start(command, 100, 30);
    t.wait_text("export KEEPNET_CLIENT_ID=");
    assert!(!t.text().contains("keepnet-tui login") && !t.text().contains("CLIENT_SECRET"), "{}", t.text());
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn doctor_measures_characters_and_restores_terminal() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.command(&["doctor"]), 100, 40);
    // As a terminal answers that knows every letter but draws joined emoji apart.
    for column in [5, 2, 3, 5] {
        t.wait_asked();
        t.type_str(&format!("\x1b[1;{column}R"));
    }
    t.wait_text("Failed: 0.");
    let line = t.line("characters");
    assert!(line.contains("unexpected widths"), "{}", t.text());
    assert!(t.text().contains("joined emoji: 4 columns, not 2"), "{}", t.text());
    assert!(t.line("terminal").contains("100 columns, 40 rows"), "{}", t.text());
    assert_eq!(t.wait_exit(), 0);
    // Its questions are not among what the screen may write.
    t.line_modes_as_found();
    assert!(!holds(&t.raw_since(0), desk.server.client_secret()));
}
