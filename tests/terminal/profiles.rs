//! Several resellers in the configuration, and a desk that may read alone.

use super::pty::Terminal;
use super::support::{COMPANY, CREATE, Desk, PHONE};

/// `north` is production, `look` the same service to look at, `far` a service nobody gave a secret for.
fn desk() -> Desk {
    let desk = Desk::new();
    let (url, id) = (desk.server.url(), desk.server.client_id());
    let text = format!(
        "default_profile = 'north'\n\
         [profiles.north]\nbase_url = '{url}'\nclient_id = '{id}'\nproduction = true\n\
         [profiles.look]\nbase_url = '{url}'\nclient_id = '{id}'\nread_only = true\n\
         [profiles.far]\nbase_url = 'http://127.0.0.1:1'\nclient_id = '{id}'\n"
    );
    let folder = desk.home().join(".config/keepnet-tui");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("config.toml"), text).expect("written");
    desk
}

fn list(t: &mut Terminal) {
    t.key(":");
    t.wait_text("Actions");
    t.type_str("profile");
    t.wait_text("Switch profile: another");
    t.key("enter");
    t.wait_text("no credentials");
}

fn fill(t: &mut Terminal) {
    t.key("/");
    t.type_str(COMPANY);
    t.wait_text("1/1 ");
    t.press("enter a");
    t.wait_text("Add target user to");
    t.type_str("jane@quartz.example");
    t.key("tab");
    t.type_str(PHONE);
}

#[test]
fn a_switch_takes_everything_along_and_leaves_the_drafts() {
    let desk = desk();
    let mut t = desk.open_loaded(80, 24);
    t.wait_text(" PROD   north ");
    fill(&mut t);
    t.key("esc");
    t.wait_text("draft kept");
    // Lines of the list go by their names: far, look, north.
    list(&mut t);
    t.press("k enter");
    t.wait_text(" READ ONLY   look ");
    t.wait_text("1/137");
    t.wait_gone("*Quartz");
    fill(&mut t);
    t.key("ctrl-s");
    t.wait_text("read_only = true in profile look");
    t.key("esc");
    t.wait_text("draft kept");
    list(&mut t);
    t.press("k enter");
    t.wait_text("not switched to far");
    t.wait_text("keepnet-tui login");
    list(&mut t);
    t.press("j enter");
    t.wait_text(" PROD   north ");
    t.wait_text("1 draft restored");
    assert_eq!(desk.server.asked(CREATE), 0);
}

#[test]
fn the_flag_refuses_every_write() {
    let desk = desk();
    let mut t = Terminal::start(desk.command(&["--read-only"]), 80, 24);
    t.wait_text(" PROD   READ ONLY ");
    t.wait_text("1/137");
    fill(&mut t);
    t.key("ctrl-s");
    t.wait_text("read only (--read-only)");
    assert_eq!(desk.server.asked(CREATE), 0);
}

#[test]
fn the_list_is_as_it_was_left() {
    let desk = desk();
    let mut t = desk.open_loaded(80, 24);
    t.press("C j space");
    t.wait_text("[ ] SEATS");
    t.key("esc");
    t.wait_gone("Columns:");
    t.press("s u");
    t.wait_gone("COMPANY ▲");
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
    let t = desk.open(80, 24);
    t.wait_text("1/137");
    assert!(!t.text().contains("SEATS") && !t.text().contains("COMPANY ▲"), "{}", t.text());
}

/// The screen has the terminal: a command that asks there gets no key, and is not waited for.
#[test]
fn a_command_that_asks_on_the_terminal_takes_no_key() {
    let desk = Desk::new();
    let (url, id) = (desk.server.url(), desk.server.client_id());
    let text = format!(
        "default_profile = 'north'\n\
         [profiles.asking]\nbase_url = '{url}'\nclient_id = 'its own'\n\
         secret_command = 'read -r secret < /dev/tty; echo \"$secret\"'\n\
         [profiles.north]\nbase_url = '{url}'\nclient_id = '{id}'\n"
    );
    let folder = desk.home().join(".config/keepnet-tui");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("config.toml"), text).expect("written");
    let mut t = desk.open_loaded(160, 48);
    t.wait_text(" north ");
    t.key(":");
    t.wait_text("Actions");
    t.type_str("profile");
    t.wait_text("Switch profile: another");
    t.key("enter");
    t.wait_text("asking");
    t.press("k enter");
    t.wait_text("not switched to asking");
    t.wait_text("prompts on the terminal");
    // Every key is still the screen's.
    t.key("/");
    t.type_str(COMPANY);
    t.wait_text("1/1 ");
}
