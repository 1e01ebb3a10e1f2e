//! A service that puts every control character and escape sequence into every text of its answers: none reaches the
//! terminal, on any screen that shows them.
//!
//! Every text carries a mark, and each test asserts that all of them were on the screen: what was never shown proves
//! nothing. The bytes are read at the end of each test, by [`Terminal::left_as_found`](super::pty::Terminal).

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keepnet_tui::demo::Fault;
use rstest::rstest;
use serde_json::{Value, json};

use super::bytes::is_control;
use super::payloads::{all, mark, poison, portions, some, text};
use super::support::{Desk, SEARCH, open_form, wait_until};
use super::tour::{Walk, companies_of, said};

const TOKEN: &str = "POST /connect/token";
const GROUPS: &str = "GET /api/target-groups";
const LANGUAGES: &str = "GET /api/languages";
const TIME_ZONES: &str = "GET /api/timezone/timezones";
/// An ID that cannot be shown is none, and its row is left out: so they stay.
const IDS: &[&str] = &["companyResourceId", "resourceId", "id"];

#[rstest]
#[case::wide(200, 50, &["cn", "rn", "in", "lt", "tg"])]
#[case::usual(80, 24, &["cn"])]
#[case::smallest(60, 15, &["cn"])]
fn the_table_and_its_copies(
    #[case] width: u16,
    #[case] height: u16,
    #[case] codes: &[&str],
    // There are more payloads than companies.
    #[values(0, all().len() - 137)] from: usize,
) {
    let desk = Desk::new();
    let (url, id) = (desk.server.url(), desk.server.client_id());
    // Every text that the service has about a company.
    let profile = format!(
        "default_profile = 'texts'\n[profiles.texts]\nbase_url = '{url}'\nclient_id = '{id}'\n\
         columns = ['company', 'state', 'reseller', 'industry', 'license_type', 'tags']\n"
    );
    let folder = desk.home().join(".config/keepnet-tui");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("config.toml"), profile).expect("written");
    desk.faults().always(SEARCH, Fault::rewrite(move |answer| poison(answer, from, IDS)));
    let mut walk = Walk::start(desk, width, height);
    walk.look_at(&mark("cn", from));
    // Once all companies are here they may stand in another order.
    wait_until("all companies", || !walk.desk.companies().is_empty());
    walk.t.wait_quiet(std::time::Duration::from_millis(300));
    walk.look_at_rows(1..=137);
    walk.has_seen(codes, from..from + 137);
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
    walk.look_at("written to");
    let written = std::fs::read_dir(walk.desk.home()).expect("a folder").filter_map(Result::ok);
    let csv = written.map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "csv")).expect("a file");
    let csv = std::fs::read_to_string(csv).expect("text");
    assert!(!csv.contains(|c| is_control(c) && c != '\n'), "{csv:?}");
    assert!(csv.contains(&mark("cn", from + 136)));
    walk.look_at_messages();
    walk.end(5);
}

#[test]
fn ids_that_cannot_be_shown_are_not_shown() {
    let desk = Desk::new();
    desk.faults().always(SEARCH, Fault::rewrite(|answer| poison(answer, 0, &[])));
    let mut walk = Walk::start(desk, 160, 48);
    // All but payload 32 and the like, which are spaces or letters to the eye.
    walk.look_at(" companies");
    walk.look_at("/137");
    assert!(!walk.seen.contains(&mark("ci", 27)), "{}", walk.seen);
    walk.end(0);
}

#[test]
fn the_form_and_the_questions_about_it() {
    let desk = Desk::new();
    companies_of(&desk, 3);
    let mut walk = Walk::start(desk, 160, 48);
    walk.t.wait_text(" 1/137");
    for (row, numbers) in portions(3).enumerate() {
        walk.t.wait_text(&format!(" {}/137", row + 1));
        open_form(&mut walk.t);
        walk.look_at(&mark("cn", numbers.start));
        if row % 20 == 0 {
            // A draft, so that there is something to ask about.
            walk.t.type_str("jane");
            walk.t.wait_text("draft");
            walk.look();
            walk.t.key("f1");
            walk.t.wait_text("Keys: ");
            walk.t.type_str("Discard");
            walk.t.wait_text("Discard this draft");
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
    walk.look_at("Quit?");
    walk.t.key("n");
    walk.t.wait_gone("Quit?");
    for row in (0..portions(3).count()).step_by(20) {
        // The drafts go, so that nothing is asked at the end.
        walk.t.key("g");
        walk.t.type_str(&"j".repeat(row));
        walk.t.wait_text(&format!(" {}/137", row + 1));
        open_form(&mut walk.t);
        walk.t.wait_text("draft");
        walk.t.key("f1");
        walk.t.wait_text("Keys: ");
        walk.t.type_str("Discard");
        walk.t.wait_text("Discard this draft");
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
    let mut walk = Walk::start(Desk::new(), 80, 24);
    walk.t.wait_text(" 1/137");
    // What would not load is said in the picker.
    walk.desk.faults().always(path, Fault::Body(404, said("ms", 0..3)));
    walk.t.key("a");
    walk.t.wait_text("Add target user to");
    (0..tabs).for_each(|_| walk.t.key("tab"));
    walk.t.key("f4");
    for (n, numbers) in portions(3).enumerate() {
        // The first are there already; what is asked while an answer is under way is not asked twice.
        if n > 0 {
            walk.desk.faults().always(path, Fault::Body(404, said("ms", numbers.clone())));
            walk.t.key("f5");
        }
        walk.look_at(&mark("ms", numbers.end - 1));
    }
    walk.has_seen(&["ms"], 0..all().len());
    walk.desk.faults().always(path, Fault::Body(200, answer.to_string()));
    walk.t.key("f5");
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
    walk.t.wait_text("^S create");
    walk.look_at(&mark("nm", last));
    walk.t.key("esc");
    walk.t.wait_gone("Add target user to");
    walk.t.key("q");
    walk.t.wait_text("Quit?");
    walk.t.key("y");
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
    walk.t.wait_text("1/1 ");
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
    walk.t.wait_text(" 1/137");
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
