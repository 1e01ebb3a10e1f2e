//! Commands of the configuration and the web console, with real programs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

use super::pty::Terminal;
use super::support::{Desk, wait_until};

/// An executable script in the tools of this home.
fn tool(desk: &Desk, name: &str, script: &str) -> PathBuf {
    let tools = desk.home().join("tools");
    fs::create_dir_all(&tools).expect("made");
    let tool = tools.join(name);
    fs::write(&tool, format!("#!/bin/sh\n{script}\n")).expect("written");
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("ours");
    tool
}

/// The program with this configuration, on a desktop with these tools and no clipboard.
fn with(desk: &Desk, config: &str) -> CommandBuilder {
    let path = desk.home().join("desk.toml");
    fs::write(&path, config).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("ours");
    let mut command = desk.command(&["--config", path.to_str().expect("a path")]);
    command.env("DISPLAY", ":7");
    command.env("PATH", format!("{}:/usr/bin:/bin", desk.home().join("tools").display()));
    for name in ["SSH_CONNECTION", "SSH_TTY", "WAYLAND_DISPLAY"] {
        command.env_remove(name);
    }
    command
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).expect("there")).into_owned()
}

const CONSOLE: &str = "[profiles.default]\nconsole_url = 'https://console.example/c/{company_id}?q={company_name}'\n";

#[test]
fn command_gets_its_arguments_whole_and_no_secret() {
    let desk = Desk::new();
    let script = r#"for a in "$@"; do printf '<%s>\n' "$a"; done; env > "$HOME/environ"; cat; exit 3"#;
    let tool = tool(&desk, "crm", script);
    let config = format!(
        "[commands.ticket]\nkey = 't'\nrun = ['{}', '--', '{{company_name}}', '; touch x', '$HOME', 'a b', '']\n",
        tool.display()
    );
    let mut t = Terminal::start(with(&desk, &config), 160, 48);
    t.wait_text(" 1/137");
    t.key("t");
    t.wait_text("exit code 3 (");
    for argument in ["<-->", "<; touch x>", "<$HOME>", "<a b>", "<>"] {
        assert!(t.text().contains(argument), "{argument}: {}", t.text());
    }
    let environment = read(&desk.home().join("environ"));
    assert!(environment.contains("PATH=") && environment.contains("HOME="), "{environment}");
    assert!(!environment.contains("KEEPNET") && !environment.contains(desk.server.client_secret()), "{environment}");
    t.key("esc");
    t.wait_text(" 1/137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn hostile_output_never_reaches_the_terminal() {
    let desk = Desk::new();
    let script = r"printf 'before\033]52;c;aGFja2Vk\007\033[2J\033[?1049l\033]0;title\007\033[31mred\233\n'; printf '\302\2331mwide\342\200\256tail\n' >&2; echo after";
    let tool = tool(&desk, "crm", script);
    let mut t =
        Terminal::start(with(&desk, &format!("[commands.x]\nkey = 't'\nrun = ['{}']\n", tool.display())), 80, 24);
    t.wait_text(" 1/137");
    let written = t.written();
    t.key("t");
    t.wait_text("exit code 0");
    t.wait_text("beforered");
    t.wait_text("after");
    t.wait_text("widetail");
    let raw = t.raw_since(written);
    for sequence in [&b"\x1b]52"[..], b"\x1b]0;", b"\x1b[2J", b"\x1b[?1049l", b"\xe2\x80\xae", b"\xc2\x9b"] {
        assert!(!raw.windows(sequence.len()).any(|window| window == sequence), "{sequence:?}");
    }
    t.key("q");
    t.wait_text(" 1/137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn long_command_is_stopped_by_a_key_and_by_the_end_of_the_program() {
    let desk = Desk::new();
    let tool = tool(&desk, "crm", "echo $$ >> \"$HOME/pids\"; echo begun; sleep 300 & echo $! >> \"$HOME/pids\"; wait");
    let config = format!("[commands.x]\nkey = 't'\nrun = ['{}']\n", tool.display());
    let mut t = Terminal::start(with(&desk, &config), 80, 24);
    t.wait_text(" 1/137");
    t.key("t");
    t.wait_text("begun");
    t.wait_text("running; Esc stops it");
    t.key("esc");
    t.wait_text("stopped (");
    let pids = desk.home().join("pids");
    gone(&pids, 2);
    t.key("esc");
    t.wait_text(" 1/137");
    t.key("t");
    t.wait_text("begun");
    t.signal(rustix::process::Signal::TERM);
    t.wait_exit();
    gone(&pids, 4);
}

/// So many processes have been there, and none is now.
#[track_caller]
fn gone(pids: &Path, many: usize) {
    wait_until("the processes", || read(pids).lines().count() == many);
    wait_until("their end", || {
        read(pids).lines().all(|pid| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            stat.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with('Z'))
        })
    });
}

#[test]
fn command_that_cannot_be_run_is_told() {
    let desk = Desk::new();
    let mut t = Terminal::start(with(&desk, "[commands.x]\nkey = 't'\nrun = ['no-such-tool-here']\n"), 80, 24);
    t.wait_text(" 1/137");
    t.key("t");
    t.wait_text("no-such-tool-here was not found");
    t.key("q");
    t.wait_text(" 1/137");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn console_opens_in_the_browser_without_secrets() {
    let desk = Desk::new();
    tool(
        &desk,
        "xdg-open",
        "echo garbage; echo garbage >&2; printf '%s' \"$*\" > \"$HOME/opened\"; env > \"$HOME/environ\"",
    );
    let mut t = Terminal::start(with(&desk, CONSOLE), 160, 48);
    t.wait_text(" 1/137");
    t.key("o");
    t.wait_text("in the browser: https://console.example/c/");
    let opened = read(&desk.home().join("opened"));
    assert!(opened.starts_with("https://console.example/c/") && !opened.contains(' '), "{opened}");
    let environment = read(&desk.home().join("environ"));
    assert!(environment.contains("DISPLAY=:7"), "{environment}");
    assert!(!environment.contains("KEEPNET") && !environment.contains(desk.server.client_secret()), "{environment}");
    assert!(!t.text().contains("garbage"), "{}", t.text());
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn browser_that_fails_leads_to_a_copy() {
    let desk = Desk::new();
    for name in ["xdg-open", "gio", "wslview"] {
        tool(&desk, name, "exit 4");
    }
    tool(&desk, "xclip", "cat > \"$HOME/copied\"");
    let mut t = Terminal::start(with(&desk, CONSOLE), 200, 48);
    t.wait_text(" 1/137");
    t.key("o");
    t.wait_text("because wslview ended with exit status: 4");
    t.wait_text("(xclip): https://console.example/c/");
    assert!(read(&desk.home().join("copied")).starts_with("https://console.example/c/"));
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn over_ssh_the_address_is_copied_and_shown() {
    let desk = Desk::new();
    tool(&desk, "xdg-open", "touch \"$HOME/opened\"");
    let mut command = with(&desk, CONSOLE);
    command.env("SSH_TTY", "/dev/pts/9");
    let mut t = Terminal::start(command, 160, 48);
    t.wait_text(" 1/137");
    let written = t.written();
    t.key("o");
    t.wait_text("because there is no browser over ssh");
    t.wait_text("https://console.example/c/");
    assert!(t.raw_since(written).windows(5).any(|window| window == b"\x1b]52;"));
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    assert!(!desk.home().join("opened").exists());
}

#[test]
fn configuration_that_others_can_write_runs_nothing() {
    let desk = Desk::new();
    let tool = tool(&desk, "crm", "touch \"$HOME/ran\"");
    let command = with(&desk, &format!("[commands.x]\nkey = 't'\nrun = ['{}']\n", tool.display()));
    fs::set_permissions(desk.home().join("desk.toml"), fs::Permissions::from_mode(0o666)).expect("ours");
    let mut t = Terminal::start(command, 160, 48);
    t.wait_text(" 1/137");
    t.key("t");
    t.wait_text("it is not run:");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    assert!(!desk.home().join("ran").exists());
}
