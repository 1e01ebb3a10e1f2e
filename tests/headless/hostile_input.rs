//! Traps in files and words from outside, tried on the real program.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rustix::fs::{CWD, Mode, mkfifoat};

use super::support::{Desk, Ran};

const LIST: [&str; 4] = ["companies", "list", "--page-size", "1"];
/// An environment that gives the address of the service and no credential.
const NONE: [(&str, &str); 2] = [("KEEPNET_CLIENT_ID", ""), ("KEEPNET_CLIENT_SECRET", "")];

fn at(desk: &Desk, name: &str) -> PathBuf {
    desk.home.path().join(name)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn mode(path: &Path, bits: u32) {
    fs::set_permissions(path, Permissions::from_mode(bits)).expect("ours");
}

/// A configuration whose command gives the right secret, and leaves a trace.
fn with_command(desk: &Desk, folder: &Path) -> PathBuf {
    let path = folder.join("config.toml");
    let (id, secret, trace) = (desk.server.client_id(), desk.server.client_secret(), at(desk, "was-run"));
    let command = format!("touch {}; echo {secret}", trace.display());
    fs::write(&path, format!("[profiles.a]\nclient_id = '{id}'\nsecret_command = '{command}'\n")).expect("written");
    path
}

fn list_with(desk: &Desk, config: &Path) -> Ran {
    desk.run_with(&NONE, &[&LIST[..], &["--config", text(config)]].concat())
}

#[test]
fn command_of_a_guarded_configuration_is_run() {
    let desk = Desk::new();
    let config = with_command(&desk, desk.home.path());
    list_with(&desk, &config).ends(0);
    assert!(at(&desk, "was-run").exists());
}

#[test]
fn secret_command_writable_by_others_is_not_run() {
    let desk = Desk::new();
    let folder = at(&desk, "shared");
    fs::create_dir(&folder).expect("made");
    let config = with_command(&desk, &folder);
    for (file, folder_mode) in [(0o664, 0o755), (0o646, 0o755), (0o644, 0o777), (0o600, 0o775)] {
        mode(&config, file);
        mode(&folder, folder_mode);
        list_with(&desk, &config).ends(3).without_data().says(&["is not run", "chmod go-w"]);
        let said = desk.run(&["config", "check", "--config", text(&config)]).ends(0);
        assert!(said.out.contains("its secret_command is not run"), "{}", said.out);
    }
    assert!(!at(&desk, "was-run").exists());
    // Whoever needs no command is not stopped.
    desk.run(&[&LIST[..], &["--config", text(&config)]].concat()).ends(0);
}

#[test]
fn foreign_configuration_runs_no_command() {
    let desk = Desk::new();
    let config = with_command(&desk, desk.home.path());
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&config, Some(12_345), None).expect("given away");
        list_with(&desk, &config).ends(3).says(&["is not run", "belongs to another user (number 12345)"]);
        assert!(!at(&desk, "was-run").exists());
    }
}

#[test]
fn without_a_home_nothing_of_this_folder_is_obeyed() {
    let desk = Desk::new();
    let folder = at(&desk, "elsewhere");
    fs::create_dir_all(folder.join(".config/keepnet-tui")).expect("made");
    for place in [folder.clone(), folder.join(".config/keepnet-tui")] {
        with_command(&desk, &place);
    }
    let run = |args: &[&str]| {
        let mut command = desk.command(args);
        // No folder is found from here; an empty one would be looked up among the system's users.
        command.current_dir(&folder).envs(NONE).env("HOME", ".").env_remove("XDG_CONFIG_HOME");
        Ran::of(&command.env_remove("XDG_STATE_HOME").output().expect("the program runs"))
    };
    run(&LIST).ends(3).without_data();
    run(&["config", "path"]).ends(2).without_data().says(&["no home directory", "HOME", "--config"]);
    assert!(!at(&desk, "was-run").exists());
}

#[test]
fn no_file_blocks_the_program() {
    let desk = Desk::new();
    let pipe = at(&desk, "pipe");
    mkfifoat(CWD, &pipe, Mode::from_raw_mode(0o600)).expect("a pipe");
    for command in [&LIST[..], &["config", "check"], &["keys"], &["profiles"], &["logout"]] {
        for (path, words) in [("/dev/zero", "larger than"), (text(desk.home.path()), "it is a directory")] {
            desk.run(&[command, &["--config", path]].concat()).ends(2).without_data().says(&[path, words]);
        }
    }
    desk.run(&["keys", "--config", text(&pipe)]).ends(2).says(&["nothing could be read"]);
    desk.run(&[&LIST[..], &["--log-file", text(&pipe)]].concat()).ends(1).says(&["a pipe that nobody reads"]);
    // A log-in that is none stops nobody who does not need it.
    let state = at(&desk, "keepnet-tui");
    fs::create_dir_all(&state).expect("made");
    mkfifoat(CWD, state.join("logins.json"), Mode::from_raw_mode(0o600)).expect("a pipe");
    desk.run(&LIST).ends(0);
    desk.run_with(&NONE, &LIST).ends(3).says(&["logins.json", "it is not a regular file"]);
}

#[test]
fn configuration_from_a_pipe_stores_no_login() {
    let desk = Desk::new();
    let config = "[profiles.north]\n[profiles.south]\n";
    let said = desk.run_fed(&[], config, &["config", "check", "--config", "/dev/stdin"]).ends(0);
    assert!(said.out.contains("ok (profiles north, south)"), "{}", said.out);
    // Doctor looks twice.
    let said = desk.run_fed(&[], config, &["doctor", "--config", "/dev/stdin", "--profile", "north"]);
    assert!(said.out.contains("profile north at"), "{}", said.out);
    let login = ["login", "--config", "/dev/stdin", "--profile", "north", "--store", "file"];
    desk.run_fed(&NONE, config, &login).ends(1).without_data().says(&["/dev/stdin", "is not a file", "--config"]);
    assert!(!at(&desk, "keepnet-tui/logins.json").exists());
}

#[test]
fn configuration_in_another_encoding_is_reported() {
    let desk = Desk::new();
    let path = at(&desk, "config.toml");
    let utf16: Vec<u8> = "\u{feff}theme = 'dusk'\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&path, utf16).expect("written");
    desk.run(&["config", "check", "--config", text(&path)]).ends(2).says(&["it is UTF-16; save it as UTF-8"]);
}

fn logged_in() -> (Desk, PathBuf) {
    let desk = Desk::new();
    let credential = format!("{}\n{}\n", desk.server.client_id(), desk.server.client_secret());
    desk.run_fed(&NONE, &credential, &["login", "--store", "file"]).ends(0);
    let path = at(&desk, "keepnet-tui/logins.json");
    assert!(path.exists());
    (desk, path)
}

#[test]
fn linked_login_file_is_refused_with_advice() {
    let (desk, path) = logged_in();
    fs::rename(&path, at(&desk, "moved.json")).expect("moved");
    symlink(at(&desk, "moved.json"), &path).expect("a link");
    desk.run_with(&NONE, &LIST).ends(3).says(&["logins.json", "symbolic link", "replace it with the file itself"]);
    desk.run_with(&NONE, &["logout"]).ends(1).says(&["symbolic link"]);
    let doctor = desk.run_with(&NONE, &["doctor"]);
    assert!(doctor.out.contains("symbolic link"), "{}", doctor.out);
    fs::remove_file(&path).and_then(|()| fs::rename(at(&desk, "moved.json"), &path)).expect("mended");
    desk.run_with(&NONE, &LIST).ends(0);
}

#[test]
fn login_file_of_others_is_refused() {
    let (desk, path) = logged_in();
    mode(&path, 0o662);
    desk.run_with(&NONE, &LIST).ends(3).says(&["others can write to it", "chmod 600"]);
    mode(&path, 0o600);
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&path, Some(12_345), None).expect("given away");
        desk.run_with(&NONE, &LIST).ends(3).says(&["belongs to another user (number 12345)"]);
    }
}

#[test]
fn log_refuses_symbolic_and_hard_links() {
    let desk = Desk::new();
    let target = at(&desk, "target");
    fs::write(&target, "words").expect("written");
    symlink(&target, at(&desk, "link")).expect("a link");
    fs::hard_link(&target, at(&desk, "name")).expect("a name");
    for (name, words) in [("link", "symbolic link"), ("name", "2 hard links")] {
        let path = at(&desk, name);
        desk.run(&[&LIST[..], &["--log-file", text(&path)]].concat()).ends(1).without_data().says(&[words]);
    }
    assert_eq!(fs::read_to_string(&target).expect("there"), "words");
    desk.run(&[&LIST[..], &["--log-file", "/dev/null"]].concat()).ends(0);
}

#[test]
fn doctor_reports_an_open_state_directory() {
    let desk = Desk::new();
    let state = at(&desk, "keepnet-tui");
    fs::create_dir_all(&state).expect("made");
    for (bits, words) in [(0o777, "others can write to it (mode 0777)"), (0o755, "others can read it")] {
        mode(&state, bits);
        let said = desk.run(&["doctor"]);
        assert!(said.out.contains(words) && said.out.contains("chmod 700"), "{}", said.out);
        assert_eq!(fs::metadata(&state).expect("there").permissions().mode() & 0o777, bits, "it changes nothing");
    }
}

/// Moves the cursor, sets the title, turns what follows: none of it may leave the program as it is.
const EVIL: &str = "a\u{1b}[2J\u{9b}31m\u{1b}]0;t\u{7}\u{8}\r\u{202e}b";

#[track_caller]
fn is_clean(ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        let evil = text.chars().find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
        assert_eq!(evil, None, "{text:?}");
    }
}

#[test]
fn control_characters_in_arguments_are_removed() {
    let desk = Desk::new();
    let add = ["users", "add", "--company", "Quartz Accounting", "--email", "x@quartz.example", "--phone"];
    let url = format!("http://{EVIL}/");
    let cases: &[&[&str]] = &[
        &[EVIL],
        &["companies", EVIL],
        &["companies", "list", &format!("--{EVIL}")],
        &["companies", "list", "--sort", EVIL],
        &["companies", "list", "--page", EVIL],
        &["companies", "show", EVIL],
        &["companies", "list", "--profile", EVIL],
        &["companies", "list", "--config", EVIL],
        &["companies", "list", "--log-file", &format!("/nonexistent/{EVIL}")],
        &["companies", "list", "--base-url", &url],
        &["users", "find", &format!("{EVIL}@x.example")],
        &["users", "find", EVIL],
        &["users", "list", "--company", EVIL],
        &[&add[..], &["+442079460018", "--group", EVIL]].concat(),
        &[&add[..], &[EVIL]].concat(),
        &["login", "--client-id", EVIL],
        &["logout", "--profile", EVIL],
        &["man", "--out", &format!("/dev/null/{EVIL}")],
        &["config", "path", "--config", EVIL],
        &["config", "check", "--config", EVIL],
        &["doctor", "--profile", EVIL],
        &["--profile", EVIL],
    ];
    for case in cases {
        let ran = desk.run(case);
        is_clean(&ran);
        assert!(ran.out.len() + ran.err.len() > 0, "{case:?} says nothing");
    }
}

#[test]
fn control_characters_in_profile_names_are_removed() {
    let desk = Desk::new();
    let path = at(&desk, "config.toml");
    let config = "[profiles.\"a\\u001b[2J\\u009b\\u202eb\"]\n[profiles.\"c\\rd\"]\n";
    fs::write(&path, config).expect("written");
    for form in ["table", "json", "jsonl", "csv"] {
        let ran = desk.run(&["profiles", "--config", text(&path), "--output", form]).ends(0);
        is_clean(&ran);
    }
    for args in [&["config", "check"][..], &["profiles"], &["companies", "list", "--profile", "x"], &["doctor"]] {
        is_clean(&desk.run(&[args, &["--config", text(&path)]].concat()));
    }
    // A script gets the very name.
    let ran = desk.run(&["profiles", "--config", text(&path), "--output", "json"]).ends(0).json();
    assert_eq!(ran["items"][0]["profile"], "a\u{1b}[2J\u{9b}\u{202e}b");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let desk = Desk::new();
    for args in [&["--help"][..], &["--version"], &["users", "add", "--help"], &["keys"], &["man"]] {
        let full = fs::File::options().write(true).open("/dev/full").expect("there");
        let output = desk.command(args).stdout(full).stderr(Stdio::piped()).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
        assert!(said.contains("the output cannot be written"), "{args:?}: {said}");
    }
}

#[cfg(debug_assertions)]
#[test]
fn command_panic_reports_only_its_location() {
    let desk = Desk::new();
    let ran = desk.run_with(&[("KEEPNET_TEST_PANIC", "command")], &LIST).ends(1).without_data();
    let ran = ran.says(&["keepnet-tui: internal error at src/runtime/test_panic.rs:", "crash-"]);
    assert!(!ran.err.contains("jane@example.com") && !ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn excel_csv_has_bom_and_no_formula() {
    let desk = Desk::new();
    let csv = desk.run(&[&LIST[..], &["--output", "csv"]].concat()).ends(0).out;
    let marked = desk.run(&[&LIST[..], &["--output", "csv", "--bom"]].concat()).ends(0).out;
    assert_eq!(marked, format!("\u{feff}{csv}"));
    for other in [&["--output", "json"][..], &["--output=jsonl"], &["--output", "table"], &[]] {
        let ran = desk.run(&[&LIST[..], other, &["--bom"]].concat()).ends(2).says(&["--bom is for CSV only"]);
        assert_eq!(ran.out, "", "{other:?}");
    }
    desk.run(&["keys", "--bom"]).ends(2).says(&["--bom is for CSV only"]);
}

#[test]
fn tilde_after_equals_sign_is_expanded() {
    let desk = Desk::new();
    let mut command = desk.command(&["man", "--out=~/man1"]);
    let ran = Ran::of(&command.current_dir(desk.home.path()).output().expect("it runs")).ends(0);
    assert!(at(&desk, "man1/keepnet-tui.1").exists() && !at(&desk, "~").exists(), "{ran:?}");
    desk.run(&["man", "--out=~nobody/man1"]).ends(2).says(&["~ means the home directory only"]);
    // A page that is a link is replaced, and its target left alone.
    fs::write(at(&desk, "target"), "words").expect("written");
    fs::remove_file(at(&desk, "man1/keepnet-tui.1")).expect("gone");
    symlink(at(&desk, "target"), at(&desk, "man1/keepnet-tui.1")).expect("a link");
    desk.run(&["man", "--out", text(&at(&desk, "man1"))]).ends(0);
    assert_eq!(fs::read_to_string(at(&desk, "target")).expect("there"), "words");
}

/// The time limit is the bus's own: what the person has to be asked for may take longer.
#[cfg(target_os = "linux")]
#[test]
fn silent_bus_times_out() {
    let desk = Desk::new();
    let bus = at(&desk, "bus");
    let listener = std::os::unix::net::UnixListener::bind(&bus).expect("a bus");
    let address = format!("unix:path={}", bus.display());
    let credential = format!("{}\n{}\n", desk.server.client_id(), desk.server.client_secret());
    let variables = [&NONE[..], &[("DBUS_SESSION_BUS_ADDRESS", address.as_str())]].concat();
    desk.run_fed(&variables, &credential, &["login"]).ends(1).says(&["did not answer within 3 s", "--store"]);
    drop(listener);
}
