//! Children whose output is captured.

use super::super::child::Environment;
use super::*;

fn captured(script: &str, timeout: Duration, is_stopped: impl Fn(&[u8]) -> bool) -> (String, CaptureEnd) {
    let order = ChildSpec {
        arguments: Some(&["-c", script]),
        program: "sh",
        environment: Environment::Person,
        group: ProcessGroup::Background,
        input: None,
        wants_line: false,
        timeout,
    };
    let output = std::cell::RefCell::new(Vec::new());
    let end = capture(&order, || is_stopped(&output.borrow()), |bytes| output.borrow_mut().extend(bytes));
    (String::from_utf8(output.into_inner()).expect("text"), end.expect("run"))
}

const LONG: Duration = Duration::from_secs(30);

#[test]
fn both_outputs_and_the_exit_code_are_there() {
    let (text, end) = captured("echo one; echo two >&2; exit 3", LONG, |_| false);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["one", "two"]);
    assert!(matches!(end, CaptureEnd::Exited(status) if status.code() == Some(3)), "{end:?}");
}

#[test]
fn output_comes_before_the_end_and_a_stop_kills_what_was_started() {
    let script = "sleep 60 & echo $!; wait";
    let (text, end) = captured(script, LONG, |so_far| so_far.ends_with(b"\n"));
    assert_eq!(end, CaptureEnd::Stopped);
    let pid = text.trim().parse().ok().and_then(rustix::process::Pid::from_raw).expect("a process ID");
    let until = Instant::now() + Duration::from_secs(20);
    // It is gone as soon as whoever has inherited it has waited for it.
    while rustix::process::test_kill_process(pid).is_ok() && !is_zombie(pid) {
        assert!(Instant::now() < until, "it is still there");
        std::thread::sleep(STEP);
    }
}

fn is_zombie(pid: rustix::process::Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
    stat.is_ok_and(|stat| stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z')))
}

#[test]
fn child_that_takes_too_long_is_killed() {
    let (text, end) = captured("echo begun; sleep 60", Duration::from_millis(300), |_| false);
    assert_eq!((text.as_str(), end), ("begun\n", CaptureEnd::TimedOut));
}

#[test]
fn process_left_running_is_not_waited_for() {
    let (text, end) = captured("sleep 20 & echo done", LONG, |_| false);
    assert_eq!(text, "done\n");
    assert!(matches!(end, CaptureEnd::Exited(status) if status.success()), "{end:?}");
}

#[test]
fn flood_is_passed_on_completely() {
    let (text, _) = captured("yes | head -c 3000000", LONG, |_| false);
    assert_eq!(text.len(), 3_000_000);
}
