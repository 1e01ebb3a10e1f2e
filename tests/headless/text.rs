//! Text from outside, however it is written: one address is one user, and names are found.

use rstest::rstest;

use super::support::{COMPANY, CREATE, Desk, EMAIL, PHONE, Ran};

fn add(desk: &Desk, email: &str, more: &[&str]) -> Ran {
    let usual = ["users", "add", "--company", COMPANY, "--email", email, "--phone", PHONE, "--output", "json"];
    desk.run(&[&usual, more].concat())
}

#[rstest]
#[case(EMAIL, "jane.doe\u{3164}@quartz.example")]
#[case(EMAIL, "\u{feff}Jane.Doe\u{200d}\u{fe0f}@quartz\u{ad}.example\r\n")]
#[case("zoe\u{308}@quartz.example", "zoë@quartz.example")]
#[case("o'brien@quartz.example", "o’brien@quartz.example")]
#[case("jane@müller.example", "jane@XN--mller-kva.example")]
#[case("jane@xn--mller-kva.example", "jane@mu\u{308}ller.example")]
fn an_address_in_another_writing_creates_no_second_user(#[case] one: &str, #[case] other: &str) {
    let desk = Desk::new();
    add(&desk, one, &[]).ends(0);
    let ran = add(&desk, other, &["--if-absent"]).ends(0).says(&["exists in"]);
    assert_eq!(ran.json()["item"]["outcome"], "exists");
    assert_eq!(desk.server.asked(CREATE), 1);
    let found = desk.run(&["users", "find", other, "--company", COMPANY, "--output", "json"]).ends(0).json();
    assert_eq!(found["total"], 1);
}

#[test]
fn what_is_sent_is_said_and_clean() {
    let desk = Desk::new();
    let names = ["--first-name", "Zoe\u{308}\u{200b}", "--last-name", "O’Brien\x1b[31m"];
    let ran = add(&desk, "zoe.f\u{3164}@quartz.example", &names).ends(0);
    let ran = ran.says(&["--email is sent as zoe.f@quartz.example", "--last-name is sent as O'Brien"]);
    let item = &ran.json()["item"];
    assert_eq!((&item["email"], &item["first_name"]), (&"zoe.f@quartz.example".into(), &"Zoë".into()));
    let users = desk.server.users(&desk.id(COMPANY));
    let sent = users.iter().find(|user| user.requested).expect("the user");
    assert_eq!((sent.first_name.as_deref(), sent.last_name.as_deref()), (Some("Zoë"), Some("O'Brien")));
}

#[rstest]
#[case("jan\u{435}@quartz.example", 0, "\"е\" (U+0435, cyrillic small letter ie)")]
#[case("jane@quart\u{437}.example", 0, "U+0437, cyrillic small letter ze")]
#[case("ja\u{a0}ne@quartz.example", 5, "U+00A0, no-break space")]
#[case("می\u{200c}خواهم@quartz.example", 5, "U+200C, zero width non-joiner")]
#[case("jane–doe@quartz.example", 5, "U+2013, en dash")]
fn an_odd_character_is_named(#[case] email: &str, #[case] code: i32, #[case] said: &str) {
    add(&Desk::new(), email, &["--dry-run"]).ends(code).says(&["--email", said]);
}
