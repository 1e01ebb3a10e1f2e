//! `login` and `doctor` at a terminal: nothing secret is echoed, another place is an explicit choice, and the
//! terminal is asked how wide its letters are.

use super::desk::{Desk, bare, files};
use super::pty::Terminal;

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
    // The line modes follow the words.
    t.wait_raw();
    t.type_str(&format!("{secret}\r"));
    t.wait_text("Reseller: Northwind MSP");
    t.wait_text("anything else: nowhere");
    assert!(t.text().contains("no keyring can be reached"), "{}", t.text());
    t.type_str("3\r");
    t.wait_text("not encrypted. keepnet-tui logout removes it");
    assert_eq!(t.wait_exit(), 0);
    t.left_as_found();
    assert!(!holds(&t.raw_since(0), &secret), "{}", t.text());
    let kept = files(desk.home()).iter().any(|path| holds(&std::fs::read(path).expect("a file"), &secret));
    assert!(kept, "the file has it");
    // The next start has it without being asked.
    let mut t = start(&desk, &[]);
    t.wait_text(" 1 of 137");
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
    t.wait_raw();
    t.type_str(&format!("{}\r", desk.server.client_secret()));
    t.wait_text("anything else: nowhere");
    t.type_str("\r");
    t.wait_text("nothing was kept");
    assert_eq!(t.wait_exit(), 1);
    assert_eq!(files(desk.home()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn the_start_without_credentials_names_the_log_in() {
    let desk = Desk::new();
    let mut t = start(&desk, &[]);
    t.wait_text("keepnet-tui login");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn the_doctor_measures_letters_and_leaves_the_terminal_as_it_was() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.command(&["doctor"]), 100, 40);
    // As a terminal answers that knows every letter but draws joined emoji apart.
    for column in [5, 2, 3, 5] {
        t.wait_asked();
        t.type_str(&format!("\x1b[1;{column}R"));
    }
    t.wait_text("Failed: 0.");
    let line = t.line("characters");
    assert!(line.contains("other widths"), "{}", t.text());
    assert!(t.text().contains("joined emoji: 4 columns, not 2"), "{}", t.text());
    assert!(t.line("terminal").contains("100 columns, 40 rows"), "{}", t.text());
    assert_eq!(t.wait_exit(), 0);
    // Its questions are not among what the screen may write.
    t.line_modes_as_found();
    assert!(!holds(&t.raw_since(0), desk.server.client_secret()));
}
