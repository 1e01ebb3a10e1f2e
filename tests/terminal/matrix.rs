//! Every fault of a create against the real binary: what the screen says is what happened, what was
//! typed stays until it is created, and in the end each user is there once.

use keepnet_tui::demo::Fault;
use vt100::Screen;

use super::support::{CREATE, Desk, PHONE};

/// A company whose licence has no limit.
const COMPANY: &str = "Fjord Energy AS";

/// What may come of a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Truth {
    Stored,
    NotStored,
}

fn faults() -> Vec<(String, Fault, Truth)> {
    use Truth::{NotStored, Stored};
    let failure = Fault::failure_in_200;
    let mut all: Vec<(String, Fault, Truth)> = [400, 403, 404, 408, 409, 410, 422, 500, 502, 503, 504]
        .map(|code| (format!("status {code}"), Fault::status(code), NotStored))
        .into();
    all.extend(
        [502, 503, 504].map(|code| (format!("{code} after it was stored"), Fault::ExecutedThenStatus(code), Stored)),
    );
    let raw = |body: &[u8]| Fault::Raw {
        status: 200,
        content_type: Some("application/json".into()),
        encoding: None,
        body: body.to_vec(),
    };
    all.extend(
        [
            ("reset before", Fault::Reset, NotStored),
            ("reset after it was stored", Fault::ExecutedThenReset, Stored),
            ("closed", Fault::Close, NotStored),
            ("cut body", Fault::CutBody, Stored),
            ("HTML, 200", Fault::Html(200), NotStored),
            ("HTML, 502", Fault::Html(502), NotStored),
            ("garbage", Fault::Garbage, NotStored),
            ("wrong type", Fault::WrongType, Stored),
            ("20 MB", Fault::Huge(20 << 20), NotStored),
            ("moved elsewhere", Fault::Redirect(302, "https://evil.example/".into()), NotStored),
            ("nothing", raw(b""), NotStored),
            ("invalid UTF-8", raw(b"{\"data\":\"\xff\"}"), NotStored),
            ("an ID that is null", Fault::rewrite(|v| v["data"]["resourceId"] = serde_json::Value::Null), Stored),
            ("an ID with a sequence in it", Fault::rewrite(|v| v["data"]["resourceId"] = "\u{1b}[2J".into()), Stored),
            ("data that is null", Fault::rewrite(|v| v["data"] = serde_json::Value::Null), Stored),
            ("INPUT_ERROR in a 200", failure("INPUT_ERROR", "Bad", &["Department: odd."]), NotStored),
            ("PRIVACY_ERROR in a 200", failure("PRIVACY_ERROR", "Locked", &[]), NotStored),
            ("INTERNAL_SERVER_ERROR in a 200", failure("INTERNAL_SERVER_ERROR", "Oh", &[]), NotStored),
            ("an unknown status in a 200", failure("HALF_DONE", "Hm", &[]), NotStored),
        ]
        .map(|(name, fault, truth)| (name.to_owned(), fault, truth)),
    );
    all
}

fn email(n: usize) -> String {
    format!("user{n}@halcyon.example")
}

/// The form of the next user.
fn is_blank(screen: &Screen) -> bool {
    screen
        .contents()
        .lines()
        .any(|line| line.starts_with('>') && line.contains("Email *") && line.contains("[name@company"))
}

fn has_email(screen: &Screen, n: usize) -> bool {
    screen.contents().lines().any(|line| line.contains("Email *") && line.contains(&email(n)))
}

/// Nobody looks up while the users are typed: each create meets another fault, and what needs somebody is found in
/// the end, with everything that was typed.
#[test]
fn every_fault_of_a_create_ends_as_the_screen_says() {
    let desk = Desk::new();
    let mut t = desk.open_loaded(80, 24);
    t.key("/");
    t.type_str(COMPANY);
    t.wait_text("1/1 ");
    t.press("enter a");
    let all = faults();
    for (_, fault, _) in &all {
        desk.faults().next(CREATE, fault.clone());
    }
    for n in 0..all.len() {
        t.wait_for("an empty form", is_blank);
        t.type_str(&email(n));
        t.key("tab");
        t.type_str(PHONE);
        t.key("ctrl-n");
    }
    (1..=all.len()).for_each(|count| desk.wait_arrived(CREATE, count));
    let needing: Vec<_> = (0..).zip(&all).filter(|(_, (.., truth))| *truth == Truth::NotStored).collect();
    t.wait_text(&format!("! {}", needing.len()));
    t.wait_gone("⟳");
    for (n, (name, _, truth)) in all.iter().enumerate() {
        assert_eq!(desk.created(COMPANY, &email(n)).len(), usize::from(*truth == Truth::Stored), "{name}");
    }
    for (n, (name, ..)) in needing {
        t.key("f9");
        t.wait_for(name, |s| has_email(s, n));
        let screen = t.text();
        assert!(screen.contains("900123"), "{name}: something is gone:\n{screen}");
        // Sent again by the person, it is created.
        t.key("ctrl-s");
        t.wait_text(&format!("Created {}", email(n)));
    }
    t.wait_gone("you (F9)");
    for (n, (name, ..)) in all.iter().enumerate() {
        assert_eq!(desk.created(COMPANY, &email(n)).len(), 1, "{name}");
    }
    eprintln!("matrix: {} faults of a create against the real binary", all.len());
}
