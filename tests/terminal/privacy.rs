//! What a panic leaves behind, and what others may see of the process.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rstest::rstest;

use super::pty::Terminal;
use super::support::Desk;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

/// What the screen says, wrapped lines joined.
fn said(t: &Terminal) -> String {
    t.text().replace('\n', "")
}

fn panic_in(place: &str, desk: &Desk) -> Terminal {
    let mut command = desk.command(&[]);
    command.env("KEEPNET_TEST_PANIC", place);
    let mut t = Terminal::start(command, 80, 24);
    assert_eq!(t.wait_exit(), 1);
    t.left_as_found();
    t
}

#[rstest]
#[case("task", "tokio-rt-worker")]
#[case("loop", "main")]
fn a_panic_leaves_a_report_and_says_where_it_is(#[case] place: &str, #[case] thread: &str) {
    let desk = Desk::new();
    let t = panic_in(place, &desk);
    // On the screen that was there before, so after the restore.
    let said = said(&t);
    assert!(said.contains("internal error at src/runtime/"), "{said}");
    assert!(said.contains("please report it"), "{said}");
    let all = desk.reports();
    let [report] = &all[..] else { panic!("{} reports", all.len()) };
    assert!(said.contains(&report.to_string_lossy().into_owned()), "{said}");
    assert_eq!((mode(report), mode(report.parent().expect("a folder"))), (0o600, 0o700));
    let text = std::fs::read_to_string(report).expect("text");
    let wanted = ["src/runtime/test_panic.rs:", thread, "80 x 24", env!("CARGO_PKG_VERSION"), "test_panic::in_part"];
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted} in\n{text}");
    }
    // Neither the panic's own words nor what the process was given.
    let raw = String::from_utf8_lossy(&t.raw_since(0)).into_owned();
    for unwanted in ["somebody typed", "jane@example.com", desk.server.client_secret(), "KEEPNET_"] {
        assert!(!text.contains(unwanted), "{unwanted} in\n{text}");
        assert!(!raw.contains(unwanted), "{unwanted} was printed");
    }
}

#[test]
fn a_report_that_cannot_be_written_is_no_second_trouble() {
    let desk = Desk::new();
    std::fs::write(desk.state(), "a file where the folder would be").expect("written");
    let said = said(&panic_in("task", &desk));
    assert!(said.contains("internal error at src/runtime/"), "{said}");
    assert!(said.contains("please report it"), "{said}");
    assert!(!said.contains("crash-"), "{said}");
}

#[test]
fn a_panic_of_the_loop_loses_nothing_typed() {
    let desk = Desk::new();
    let mut command = desk.command(&[]);
    command.env("KEEPNET_TEST_PANIC", "redraw");
    let mut t = Terminal::start(command, 80, 24);
    t.wait_text("1/137");
    t.key("a");
    t.wait_text("Add target user to");
    // The key that panics is read with the letters, before a draft is due.
    t.type_str("typed@moment.example\x0c");
    assert_eq!(t.wait_exit(), 1);
    t.left_as_found();
    assert_eq!(desk.reports().len(), 1);
    desk.wait_kept("typed@moment.example");
}

#[cfg(target_os = "linux")]
#[test]
fn there_is_no_core_file_and_nobody_looks_into_the_memory() {
    use std::ffi::OsString;
    use std::os::unix::fs::MetadataExt;

    let desk = Desk::new();
    let mut command = desk.command(&[]);
    // The superuser's processes always look like the superuser's: so be somebody else where that can be.
    if rustix::process::getuid().is_root() && Path::new("/usr/bin/setpriv").exists() {
        let drop = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        let program = command.get_argv()[0].clone();
        *command.get_argv_mut() = drop.map(OsString::from).into_iter().chain([program]).collect();
        // There, nothing of the superuser's can be read.
        command.env("HOME", "/nonexistent");
    }
    let mut t = Terminal::start(command, 80, 24);
    t.wait_text("1/137");
    let limits = std::fs::read_to_string(t.proc("limits")).expect("limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a line");
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    for name in ["environ", "mem", "maps"] {
        let owner = std::fs::metadata(t.proc(name)).expect("a process").uid();
        assert_eq!(owner, 0, "{name} belongs to the user");
    }
    t.key("q");
    assert_eq!(t.wait_exit(), 0);
}

#[test]
fn a_level_that_is_none_is_exit_code_2() {
    let desk = Desk::new();
    let mut command = desk.command(&["--log-file", "log"]);
    command.env("KEEPNET_LOG", "verbose");
    let mut t = Terminal::start(command, 80, 24);
    assert_eq!(t.wait_exit(), 2);
    t.left_as_found();
    let said = said(&t);
    assert!(said.contains("KEEPNET_LOG is \"verbose\"; expected off"), "{said}");
}
