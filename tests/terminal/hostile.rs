//! A service that puts every control character and escape sequence into every text of its answers: none reaches the
//! terminal, on any screen that shows them.
//!
//! Every text carries a mark, and each test asserts that all of them were on the screen: what was never shown proves
//! nothing. The bytes are read at the end of each test, by [`Terminal::left_as_found`].

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keepnet_tui::demo::Fault;
use rstest::rstest;
use serde_json::{Value, json};

use super::bytes::is_control;
use super::desk::{CREATE, Desk, PHONE, SEARCH};
use super::payloads::{all, mark, poison, portions, some, text};
use super::pty::Terminal;

const TOKEN: &str = "POST /connect/token";
const LICENSE: &str = "GET /api/companies/";
/// Where users are looked up, in both ways.
const FIND: &str = "POST /api/target-users/search";
const GROUPS: &str = "GET /api/target-groups";
const LANGUAGES: &str = "GET /api/languages";
const TIME_ZONES: &str = "GET /api/timezone/timezones";
/// An ID that cannot be shown is none, and its row is left out: so they stay.
const IDS: &[&str] = &["companyResourceId", "resourceId", "id"];
const EMAIL: &str = "jane.doe@halcyon.example";

/// A walk through screens, and all that was seen on it.
struct Walk {
    desk: Desk,
    t: Terminal,
    seen: String,
}

impl Walk {
    fn start(desk: Desk, width: u16, height: u16) -> Self {
        let t = desk.open(width, height);
        Self { desk, t, seen: String::new() }
    }

    /// Remembers what is on the screen.
    fn look(&mut self) {
        self.seen.push_str(&self.t.text());
        self.seen.push('\n');
    }

    /// Waits for a text and remembers the screen with it.
    #[track_caller]
    fn look_at(&mut self, wanted: &str) {
        self.t.wait_text(wanted);
        self.look();
    }

    /// Every row of this page, which has so many.
    #[track_caller]
    fn look_at_rows(&mut self, rows: usize) {
        self.t.key("g");
        self.look_at(" 1 of 137");
        let mut at = 1;
        loop {
            self.t.key("ctrl-d");
            let before = format!(" {at} of 137");
            self.t.wait_for("another row", |s| !s.contents().contains(&before));
            self.look();
            at = position(&self.t);
            if at >= rows {
                return;
            }
        }
    }

    /// All that was said, by the list of messages.
    #[track_caller]
    fn look_at_messages(&mut self) {
        self.t.key("J");
        self.look_at("Messages, newest first");
        self.t.key("esc");
        self.t.wait_gone("Messages, newest first");
    }

    /// These were on the screen.
    #[track_caller]
    fn has_seen(&self, codes: &[&str], numbers: Range<usize>) {
        for code in codes {
            let missing: Vec<_> = numbers.clone().filter(|n| !self.seen.contains(&mark(code, *n))).collect();
            assert!(missing.is_empty(), "{code}: {missing:?} never showed; the last screen:\n{}", self.t.text());
        }
    }

    /// Ends the program; nothing foreign was written, and so many copies were made.
    #[track_caller]
    fn end(mut self, copies: usize) {
        if !self.t.text().contains("Quit all the same?") {
            self.t.key("q");
        }
        assert_eq!(self.t.wait_exit(), 0);
        self.t.left_as_found();
        let found = self.t.found();
        assert_eq!(found.copies.len(), copies, "{:?}", found.copies);
        for copy in &found.copies {
            assert!(!copy.contains(|c| is_control(c) && !"\t\n".contains(c)), "{copy:?}");
        }
        assert!(found.frames > 1 && found.letters > 200, "hardly anything was read");
    }
}

/// The row of the table the cursor is on.
fn position(t: &Terminal) -> usize {
    let screen = t.text();
    let before = screen.split(" of 137").next().unwrap_or_default();
    before.split_whitespace().last().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// The companies of each page, their texts poisoned from this payload on.
fn poisoned_companies(desk: &Desk, from: &Arc<AtomicUsize>) {
    let from = Arc::clone(from);
    desk.faults().always(SEARCH, Fault::rewrite(move |answer| poison(answer, from.load(Ordering::SeqCst), IDS)));
}

#[rstest]
#[case::wide(200, 50, &["cn", "rn", "in", "lt", "tg"])]
#[case::usual(80, 24, &["cn"])]
#[case::smallest(60, 15, &["cn"])]
fn the_table_and_its_copies(#[case] width: u16, #[case] height: u16, #[case] codes: &[&str]) {
    let desk = Desk::new();
    let from = Arc::new(AtomicUsize::new(0));
    poisoned_companies(&desk, &from);
    let mut walk = Walk::start(desk, width, height);
    walk.look_at(&mark("cn", 0));
    walk.look_at_rows(100);
    from.store(all().len() - 100, Ordering::SeqCst);
    walk.t.press("g r");
    walk.look_at(&mark("cn", all().len() - 100));
    walk.look_at_rows(100);
    walk.has_seen(codes, 0..all().len());
    for (keys, said) in [
        ("y y", "Copied the row"),
        ("y i", "Copied the company ID"),
        ("y n", "Copied the company name"),
        ("c", "Copied the cell"),
        ("y r", "Copied the last request"),
    ] {
        walk.t.press(keys);
        walk.look_at(said);
    }
    walk.t.key("ctrl-s");
    walk.look_at("Written to");
    let written = std::fs::read_dir(walk.desk.home()).expect("a folder").filter_map(Result::ok);
    let csv = written.map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "csv")).expect("a file");
    let csv = std::fs::read_to_string(csv).expect("text");
    assert!(!csv.contains(|c| is_control(c) && c != '\n'), "{csv:?}");
    assert!(csv.contains(&mark("cn", all().len() - 1)));
    walk.look_at_messages();
    walk.end(5);
}

#[test]
fn ids_that_cannot_be_shown_have_no_row() {
    let desk = Desk::new();
    desk.faults().always(SEARCH, Fault::rewrite(|answer| poison(answer, 0, &[])));
    let mut walk = Walk::start(desk, 160, 48);
    // All but payload 32 and the like, which are spaces or letters to the eye.
    walk.look_at(" companies");
    walk.t.wait_for("a table", |s| s.contents().contains("page 1/"));
    walk.look();
    assert!(!walk.seen.contains(&mark("ci", 27)), "{}", walk.seen);
    walk.end(0);
}

/// The names of the companies, several payloads in each.
fn companies_of(desk: &Desk, portion: usize) {
    desk.faults().always(
        SEARCH,
        Fault::rewrite(move |answer| {
            let items = answer["data"]["results"].as_array_mut().into_iter().flatten();
            for (item, numbers) in items.zip(portions(portion).cycle()) {
                item["companyName"] = Value::String(some("cn", numbers));
            }
        }),
    );
}

#[test]
fn the_form_and_the_questions_about_it() {
    let desk = Desk::new();
    companies_of(&desk, 3);
    let mut walk = Walk::start(desk, 160, 48);
    walk.t.wait_text(" 1 of 137");
    for (row, numbers) in portions(3).enumerate() {
        walk.t.wait_text(&format!(" {} of 137", row + 1));
        walk.t.key("a");
        walk.t.wait_text("Add target user to");
        walk.look_at(&mark("cn", numbers.start));
        if row % 20 == 0 {
            // A draft, so that there is something to ask about.
            walk.t.type_str("jane");
            walk.t.wait_text("draft");
            walk.look();
            walk.t.key("f1");
            walk.t.wait_text("Keys: ");
            walk.t.type_str("Throw");
            walk.t.wait_text("Throw this draft away");
            walk.look();
            walk.t.key("enter");
            walk.look_at("What you typed for");
            walk.t.key("n");
            walk.t.wait_gone("What you typed for");
        }
        walk.t.key("esc");
        walk.t.wait_gone("Add target user to");
        walk.look();
        walk.t.key("j");
    }
    walk.has_seen(&["cn"], 0..all().len());
    walk.t.key(":");
    walk.look_at("Actions");
    walk.t.key("esc");
    walk.t.wait_gone("Actions");
    walk.t.key("?");
    walk.look_at("Keys: ");
    walk.t.key("esc");
    walk.t.wait_gone("Keys: ");
    walk.t.key("q");
    walk.look_at("Quit all the same?");
    walk.t.key("n");
    walk.t.wait_gone("Quit all the same?");
    for row in (0..portions(3).count()).step_by(20) {
        // The drafts go, so that nothing is asked at the end.
        walk.t.key("g");
        walk.t.type_str(&"j".repeat(row));
        walk.t.wait_text(&format!(" {} of 137", row + 1));
        walk.t.key("a");
        walk.t.wait_text("draft");
        walk.t.key("f1");
        walk.t.wait_text("Keys: ");
        walk.t.type_str("Throw");
        walk.t.wait_text("Throw this draft away");
        walk.t.key("enter");
        walk.t.wait_text("What you typed for");
        walk.t.key("y");
        walk.t.wait_gone("Add target user to");
    }
    walk.end(0);
}

/// A list of choices, one for every payload, with clean IDs.
fn choices(id: &str, name: &str, detail: &str) -> Vec<Value> {
    let one = |n: usize| json!({ id: format!("id-{n}"), name: text("nm", n), detail: text("pr", n) });
    (0..all().len()).map(one).collect()
}

#[rstest]
#[case::groups(5, GROUPS, json!({ "data": choices("resourceId", "name", "priority") }))]
#[case::languages(6, LANGUAGES, json!({ "data": choices("resourceId", "name", "code") }))]
#[case::time_zones(7, TIME_ZONES, json!({ "data": { "timeZoneList": choices("id", "displayName", "other") } }))]
fn every_choice_of_a_picker(#[case] tabs: usize, #[case] path: &str, #[case] mut answer: Value) {
    answer["status"] = "SUCCESS".into();
    answer["message"] = text("ms", 27).into();
    let desk = Desk::new();
    desk.faults().always(path, Fault::Body(200, answer.to_string()));
    let mut walk = Walk::start(desk, 80, 24);
    walk.t.wait_text(" 1 of 137");
    walk.t.key("a");
    walk.t.wait_text("Add target user to");
    (0..tabs).for_each(|_| walk.t.key("tab"));
    walk.t.key("f4");
    let last = all().len() - 1;
    for at in (0..).step_by(10).map(|n: usize| n.min(last)) {
        // The row under the cursor.
        let wanted = mark("nm", at);
        let under = |line: &str| line.find(&wanted).is_some_and(|x| line[..x].contains("> "));
        walk.t.wait_for(&wanted, |s| s.contents().lines().any(under));
        walk.look();
        if at == last {
            break;
        }
        walk.t.key("pgdn");
    }
    walk.has_seen(&["nm"], 0..last + 1);
    if path != TIME_ZONES {
        walk.has_seen(&["pr"], 0..last + 1);
    }
    // Taken, it stands in its field.
    walk.t.key("enter");
    walk.t.wait_gone("> nm");
    walk.look();
    // What would not load is said in the picker.
    walk.t.key("f4");
    walk.t.wait_text(&mark("nm", last));
    for numbers in portions(5) {
        walk.desk.faults().always(path, Fault::Body(404, said("ms", numbers.clone())));
        walk.t.key("f5");
        walk.look_at(&mark("ms", numbers.start));
    }
    walk.t.key("esc");
    walk.t.wait_text("Ctrl-S create");
    walk.t.key("esc");
    walk.t.wait_gone("Add target user to");
    walk.t.key("q");
    walk.t.wait_text("Quit all the same?");
    walk.t.key("y");
    walk.end(0);
}

/// A failure whose texts hold these payloads: as its message, or as its validation messages.
fn said(code: &str, numbers: Range<usize>) -> String {
    let mut answer = json!({ "data": null, "status": "INPUT_ERROR", "message": null, "validationMessages": null });
    match code {
        "ms" => {
            answer["status"] = "ERROR".into();
            answer["message"] = some("ms", numbers).into();
        }
        "vm" => answer["validationMessages"] = numbers.map(|n| text("vm", n)).collect(),
        "fm" => answer["validationMessages"] = json!([format!("Email: {}", some("fm", numbers))]),
        "pm" => {
            answer["status"] = "PRIVACY_ERROR".into();
            answer["message"] = some("pm", numbers).into();
        }
        // The status alone says something.
        _ => answer["status"] = some("ST", numbers).into(),
    }
    answer.to_string()
}

/// Status and kind of every failure whose words are shown.
const FAILURES: &[(u16, &str)] = &[
    (400, "vm"),
    (403, "ms"),
    (403, "pm"),
    (404, "ms"),
    (409, "vm"),
    (422, "vm"),
    (200, "vm"),
    (200, "pm"),
    (200, "ms"),
    (200, "st"),
];

#[test]
fn failures_of_the_list() {
    let mut walk = Walk::start(Desk::new(), 160, 48);
    walk.t.wait_text(" 1 of 137");
    for (status, code) in FAILURES {
        // A status is cut after 100 characters.
        let size = if *code == "st" { 4 } else { 50 };
        for numbers in portions(size) {
            walk.desk.faults().next(SEARCH, Fault::Body(*status, said(code, numbers)));
            walk.t.key("r");
            walk.look_at("1 error (J)");
            walk.look_at_messages();
        }
    }
    walk.has_seen(&["vm", "ms", "pm", "ST"], 0..all().len());
    walk.end(0);
}

#[test]
fn failures_of_the_first_page_and_of_the_token() {
    let desk = Desk::new();
    desk.faults().always(SEARCH, Fault::Body(404, said("ms", 0..20)));
    let mut walk = Walk::start(desk, 160, 48);
    for numbers in portions(20) {
        walk.desk.faults().always(SEARCH, Fault::Body(404, said("ms", numbers.clone())));
        walk.t.key("r");
        walk.look_at(&mark("ms", numbers.start));
    }
    walk.has_seen(&["ms"], 0..all().len());
    walk.end(0);

    let desk = Desk::new();
    desk.faults().always(TOKEN, Fault::Body(404, said("pm", 0..20)));
    let mut walk = Walk::start(desk, 160, 48);
    for numbers in portions(20) {
        walk.desk.faults().always(TOKEN, Fault::Body(404, said("ms", numbers.clone())));
        walk.t.key("r");
        walk.look_at(&mark("ms", numbers.start));
    }
    walk.has_seen(&["ms"], 0..all().len());
    walk.end(0);
}

/// From now on every create meets the one fault and every look-up of a user the other.
fn creates_and_look_ups_meet(desk: &Desk, create: Fault, look_up: Fault) {
    desk.faults().always(CREATE, create);
    desk.faults().always(FIND, look_up);
}

/// Fails, and looks at what is said about it in the form and in the list of messages.
#[track_caller]
fn fail_to_create(walk: &mut Walk) {
    walk.t.key("ctrl-s");
    walk.look_at("1 error (J)");
    // The list of messages is opened outside inputs.
    walk.t.key("esc");
    walk.t.wait_text("draft kept");
    walk.look_at_messages();
    walk.t.key("a");
    walk.t.wait_text(EMAIL);
}

/// A form with a user in it that only has to be sent.
fn form_filled(prepare: impl FnOnce(&Desk)) -> Walk {
    let desk = Desk::new();
    prepare(&desk);
    let mut t = desk.open(160, 48);
    t.wait_text(" 1 of 137");
    t.key("a");
    t.wait_text("Add target user to");
    t.type_str(EMAIL);
    t.key("tab");
    t.type_str(PHONE);
    t.wait_text("900123");
    Walk { t, desk, seen: String::new() }
}

#[test]
fn failures_of_a_create_and_its_success() {
    let mut walk = form_filled(|desk| {
        companies_of(desk, 4);
        desk.faults().always(LICENSE, Fault::Body(404, said("ms", 0..20)));
    });
    for (status, code) in FAILURES.iter().chain(&[(400, "fm")]).filter(|(status, code)| *status != 200 || *code == "vm")
    {
        // A message at its field has two lines.
        for numbers in portions(if *code == "fm" { 5 } else { 50 }) {
            creates_and_look_ups_meet(&walk.desk, Fault::Body(*status, said(code, numbers)), Fault::Pass);
            fail_to_create(&mut walk);
        }
    }
    walk.has_seen(&["vm", "ms", "pm", "fm"], 0..all().len());
    walk.desk.faults().always(CREATE, Fault::ExecutedThenReset);
    walk.desk.faults().always(FIND, Fault::rewrite(|answer| poison(answer, 27, &["resourceId", "email", "status"])));
    walk.t.key("ctrl-s");
    walk.look_at("no answer came, but the user is there");
    walk.end(0);
}

#[test]
fn look_ups_that_fail_with_words_of_their_own() {
    let mut walk = form_filled(|_| ());
    for (n, numbers) in portions(50).enumerate() {
        // Sent once more, the user is looked for before it is sent and after that.
        (0..2 * n.min(1)).for_each(|_| walk.desk.faults().next(FIND, Fault::Pass));
        creates_and_look_ups_meet(&walk.desk, Fault::Reset, Fault::Body(404, said("ms", numbers)));
        fail_to_create(&mut walk);
        walk.look_at("It is not known whether");
        walk.desk.faults().always(FIND, Fault::Pass);
        walk.t.key("f5");
        walk.look_at("was not created: No answer came");
        walk.t.key("esc");
        walk.t.wait_text("draft kept");
        walk.look_at_messages();
        walk.t.key("a");
        walk.t.wait_text(EMAIL);
    }
    walk.has_seen(&["ms"], 0..all().len());
    walk.desk.faults().clear();
    walk.desk.faults().always(CREATE, Fault::rewrite(|answer| poison(answer, 27, &["resourceId"])));
    walk.desk.faults().always(FIND, Fault::Pass);
    walk.t.key("ctrl-s");
    walk.look_at(&format!("Created {EMAIL}"));
    walk.end(0);
}

/// A token whose claims hold these payloads. It has no time to live, so that every request asks for a new one.
fn token(numbers: Range<usize>) -> Fault {
    let claims = json!({ "role": some("ro", numbers.clone()), "reseller_access": "true",
        "user_company_name": some("uc", numbers), "user_company_resourceid": text("ui", 27) });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let token = format!("{}.{}.c2ln", part(&json!({ "alg": "none" })), part(&claims));
    let answer = json!({ "access_token": token, "expires_in": 0, "token_type": text("tt", 27), "scope": text("sc", 27),
        "permissions": [text("pe", 27)] });
    Fault::Body(200, answer.to_string())
}

#[test]
fn claims_of_the_token() {
    let desk = Desk::new();
    let data = json!({ "results": [{ "companyResourceId": "c1", "companyName": "Acme" }], "totalNumberOfRecords": 1 });
    desk.faults().always(SEARCH, Fault::Body(200, json!({ "status": "SUCCESS", "data": data }).to_string()));
    desk.faults().always(TOKEN, token(0..3));
    let mut walk = Walk::start(desk, 200, 50);
    walk.t.wait_text("1 of 1 ");
    for numbers in portions(3) {
        walk.desk.faults().always(TOKEN, token(numbers.clone()));
        walk.t.key("r");
        walk.look_at(&mark("uc", numbers.end - 1));
    }
    walk.has_seen(&["uc"], 0..all().len());
    walk.end(0);
}

/// What a person pastes comes from elsewhere too.
#[test]
fn pastes() {
    let mut walk = Walk::start(Desk::new(), 160, 48);
    walk.t.wait_text(" 1 of 137");
    walk.t.key("a");
    walk.t.wait_text("Add target user to");
    walk.t.press("tab tab");
    for numbers in portions(2) {
        // The end of a paste cannot be pasted: what follows it would be typed.
        let pasted = some("pa", numbers.clone()).replace("\x1b[201~", "");
        walk.t.paste(&pasted);
        walk.look_at(&mark("pa", numbers.end - 1));
        walk.t.key("ctrl-a");
        walk.look_at(&mark("pa", numbers.start));
        walk.t.press("ctrl-e ctrl-u");
        walk.t.wait_gone(&mark("pa", numbers.start));
    }
    walk.has_seen(&["pa"], 0..all().len());
    walk.t.key("esc");
    walk.t.wait_gone("Add target user to");
    walk.end(0);
}
