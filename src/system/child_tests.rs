//! Real children of a real shell.

use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::*;

const LONG: Duration = Duration::from_secs(60);

fn order(line: &str) -> ChildSpec<'_> {
    ChildSpec {
        arguments: None,
        program: line,
        environment: Environment::Person,
        group: ProcessGroup::Foreground,
        input: None,
        wants_line: true,
        timeout: LONG,
    }
}

fn failure(order: &ChildSpec<'_>) -> String {
    run(order).expect_err("failed").to_string()
}

/// A process that a child has left running, ended with the test.
struct LeftRunning(tempfile::TempDir);

impl LeftRunning {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// What a line begins with to leave one behind that holds its output open.
    fn script(&self) -> String {
        format!("tail -f /dev/null & echo $! > '{}'", self.0.path().join("pid").display())
    }

    fn pid(&self) -> Option<Pid> {
        let number = std::fs::read_to_string(self.0.path().join("pid")).ok()?;
        Pid::from_raw(number.trim().parse().ok()?)
    }

    fn has_ended(&self) {
        let pid = self.pid().expect("a process");
        let end = Instant::now() + LONG;
        while test_kill_process(pid).is_ok() && !is_zombie(pid) {
            assert!(Instant::now() < end, "it still runs");
            std::thread::yield_now();
        }
    }
}

impl Drop for LeftRunning {
    fn drop(&mut self) {
        let _ = self.pid().map(|pid| kill_process(pid, Signal::KILL));
    }
}

/// Ended, and nobody has asked how: in a container there may be nobody who does.
fn is_zombie(pid: Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('Z'))
}

#[rstest]
#[case::more_than_one_line("echo noise >&2; printf 'line\\nmore\\n'")]
#[case::much_more("echo line; head -c 1000000 /dev/zero")]
#[case::no_end_of_the_line("printf line")]
fn first_line_of_output_is_returned(#[case] line: &str) {
    let got = run(&order(line)).expect("a line");
    assert_eq!(String::from_utf8_lossy(&got).trim(), "line");
}

#[test]
fn child_receives_input_and_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = format!("cat > '{}'", folder.path().join("got").display());
    let text = "x".repeat(200_000);
    run(&ChildSpec { input: Some(text.as_bytes()), wants_line: false, ..order(&script) }).expect("read");
    assert_eq!(std::fs::read_to_string(folder.path().join("got")).expect("there"), text);
}

#[test]
fn child_that_reads_nothing_is_not_waited_for_without_a_limit() {
    let text = "x".repeat(1_000_000);
    let order = ChildSpec {
        input: Some(text.as_bytes()),
        wants_line: false,
        timeout: Duration::from_millis(50),
        ..order("exec tail -f /dev/null")
    };
    assert!(failure(&order).contains("did not finish"));
}

#[test]
fn stderr_excerpt_is_cleaned_and_hides_the_output() {
    let said = failure(&order("echo hunter2; printf 'no key \\033[31mfor hunter2\\n%s' $(seq 2000) >&2; exit 3"));
    assert!(said.contains("exit status: 3: no key for ...") && said.len() < 400, "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains("hunter2"), "{said}");
    assert!(failure(&order("no-such-command-anywhere")).contains("exit status: 127"));
}

#[test]
fn child_without_input_sees_end_of_file() {
    assert_eq!(run(&order("cat; echo done")).expect("a line").as_slice(), b"done\n");
}

#[test]
fn background_processes_are_not_awaited() {
    let left = LeftRunning::new();
    let got = run(&order(&format!("{}; echo line", left.script()))).expect("a line");
    assert_eq!(got.as_slice(), b"line\n");
    let left = LeftRunning::new();
    assert!(failure(&order(&format!("{}; exit 3", left.script()))).contains("exit status: 3"));
}

#[rstest]
#[case::in_front(ProcessGroup::Foreground)]
#[case::behind(ProcessGroup::Background)]
fn timed_out_child_is_killed_with_descendants(#[case] ground: ProcessGroup) {
    let left = LeftRunning::new();
    // Its own group, and below another shell: neither hides it.
    let script = format!("sh -c \"{}; wait\" & wait", left.script().replace('$', "\\$"));
    let order = ChildSpec { group: ground, timeout: Duration::from_millis(300), ..order(&script) };
    assert!(failure(&order).contains("did not finish"));
    left.has_ended();
}

/// Beside the screen one that reads the terminal is stopped by the system; it is not waited for.
#[test]
fn stopped_child_is_killed_with_descendants() {
    let left = LeftRunning::new();
    let script = format!("{}; kill -STOP $$", left.script());
    assert!(
        failure(&ChildSpec { group: ProcessGroup::Background, ..order(&script) }).contains("prompts on the terminal")
    );
    left.has_ended();
}

#[rstest]
#[case("PATH", true, true)]
#[case("LC_CTYPE", true, true)]
#[case("WAYLAND_DISPLAY", true, true)]
#[case("OP_SESSION_work", false, true)]
#[case("AWS_SECRET_ACCESS_KEY", false, true)]
#[case("KEEPNET_CLIENT_SECRET", false, false)]
#[case("KEEPNET_CLIENT_SECRET_NORTH", false, false)]
#[case("keepnet_client_id", false, false)]
fn secrets_are_not_inherited(#[case] name: &str, #[case] desktop: bool, #[case] person: bool) {
    let passed = |environment| is_passed_on(&name.into(), &ChildSpec { environment, ..order("true") });
    assert_eq!((passed(Environment::Desktop), passed(Environment::Person)), (desktop, person));
}

#[test]
fn desktop_program_gets_the_list_alone() {
    let script = "env | grep -v -E '^(PWD|SHLVL|_|OLDPWD)=' | cut -d= -f1 | tr '\\n' ' '";
    let got = run(&ChildSpec { environment: Environment::Desktop, ..order(script) }).expect("a line");
    let got = String::from_utf8_lossy(&got).into_owned();
    let names: Vec<&str> = got.split_whitespace().collect();
    assert!(names.contains(&"PATH") && names.iter().all(|name| is_of_the_desktop(name.as_ref())), "{got}");
}
