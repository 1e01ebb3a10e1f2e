//! What the programs are given that this one starts, and a terminal that does not know its size.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use portable_pty::CommandBuilder;

use super::pty::Terminal;
use super::support::Desk;

/// The program on a desktop whose clipboard is this script.
fn on_a_desktop(desk: &Desk, script: &str) -> CommandBuilder {
    let tools = desk.home().join("tools");
    fs::create_dir(&tools).expect("made");
    let tool = tools.join("xclip");
    fs::write(&tool, format!("#!/bin/sh\n{script}\n")).expect("written");
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("ours");
    let mut command = desk.command(&[]);
    command.env("DISPLAY", ":7");
    command.env("PATH", format!("{}:/usr/bin:/bin", tools.display()));
    for name in ["SSH_CONNECTION", "SSH_TTY", "WAYLAND_DISPLAY"] {
        command.env_remove(name);
    }
    command
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).expect("there")).into_owned()
}

#[cfg(target_os = "linux")]
#[test]
fn clipboard_program_gets_the_text_and_no_secret() {
    let desk = Desk::new();
    let script = "cat /proc/$$/environ > \"$HOME/environ\"; ls -l /proc/$$/fd > \"$HOME/open\"; cat > \"$HOME/copied\"";
    let mut t = Terminal::start(on_a_desktop(&desk, script), 160, 48);
    t.wait_text(" 1/137");
    t.press("y y");
    t.wait_text("Copied the row (xclip)");
    let environment = read(&desk.home().join("environ"));
    assert!(environment.contains("DISPLAY=:7") && environment.contains("PATH="), "{environment}");
    assert!(!environment.contains("KEEPNET") && !environment.contains(desk.server.client_secret()), "{environment}");
    // Nor the terminal, nor anything else that this program has open.
    let open = read(&desk.home().join("open"));
    assert!(!open.contains("/dev/pt") && !open.contains("socket:"), "{open}");
    assert!(read(&desk.home().join("copied")).matches('\t').count() > 2);
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn clipboard_program_that_fails_is_told_in_its_own_words() {
    let desk = Desk::new();
    let script = "printf 'cannot \\033[31mopen display\\n' >&2; exit 1";
    let mut t = Terminal::start(on_a_desktop(&desk, script), 160, 48);
    t.wait_text(" 1/137");
    t.press("y y");
    t.wait_text("cannot open display");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn terminal_without_a_size_is_drawn_as_the_usual_one() {
    let desk = Desk::new();
    let mut t = Terminal::start(desk.through_shell("stty rows 0 cols 0; exec \"$0\""), 80, 24);
    t.wait_text("COMPANY");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}
