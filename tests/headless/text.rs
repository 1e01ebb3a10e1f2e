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
fn address_in_another_spelling_creates_no_duplicate(#[case] one: &str, #[case] other: &str) {
    let desk = Desk::new();
    add(&desk, one, &[]).ends(0);
    let ran = add(&desk, other, &["--if-absent"]).ends(0).says(&["exists in"]);
    assert_eq!(ran.json()["item"]["outcome"], "exists");
    assert_eq!(desk.server.asked(CREATE), 1);
    let found = desk.run(&["users", "find", other, "--company", COMPANY, "--output", "json"]).ends(0).json();
    assert_eq!(found["total"], 1);
}

#[test]
fn normalized_values_are_reported() {
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
fn unusual_character_is_named(#[case] email: &str, #[case] code: i32, #[case] said: &str) {
    add(&Desk::new(), email, &["--dry-run"]).ends(code).says(&["--email", said]);
}

/// A company of this country that takes users.
fn company_of(desk: &Desk, country: &str) -> String {
    let list = desk.run(&["companies", "list", "--all", "--output", "jsonl"]).ends(0).lines();
    let open = list.iter().filter(|row| {
        !["EXPIRED", "LOCKED"].iter().any(|state| row["state"] == *state)
            && row["left"].as_i64().is_some_and(|left| left > 5)
    });
    let ids = open.map(|row| row["id"].as_str().expect("an ID").to_owned());
    let of_it = |id: &String| {
        desk.run(&["companies", "show", id, "--output", "json"]).json()["item"]["country"].as_str() == Some(country)
    };
    ids.take(60).find(of_it).unwrap_or_else(|| panic!("no company in {country}"))
}

#[rstest]
#[case("Türkiye", "0532 123 45 67", "+905321234567")]
#[case("Türkiye", "90 532 123 45 67", "+905321234567")]
#[case("United Kingdom", "020 7946 0018", "+442079460018")]
#[case("United Kingdom", "０２０\u{2011}7946\u{2212}0018", "+442079460018")]
fn phone_uses_company_country_and_says_so(#[case] country: &str, #[case] typed: &str, #[case] sent: &str) {
    let desk = Desk::new();
    let company = company_of(&desk, country);
    let args = ["users", "add", "--company", &company, "--email", EMAIL, "--phone", typed, "--output", "json"];
    let dry = desk.run(&[&args[..], &["--dry-run"]].concat()).ends(0).says(&[&format!("--phone is sent as {sent}")]);
    assert_eq!(dry.json()["item"]["phone"], sent);
    assert_eq!(desk.run(&args).ends(0).json()["item"]["phone"], sent);
}

#[test]
fn phone_without_country_names_what_is_missing() {
    let desk = Desk::new();
    desk.faults().always("GET /api/companies/", keepnet_tui::demo::Fault::status(403));
    let args = ["users", "add", "--company", COMPANY, "--email", "jane", "--phone", "020 7946 0018"];
    desk.run(&args).ends(5).without_data().says(&[
        "--email has no @",
        "--phone needs its country code",
        "phone_region",
    ]);
}

#[test]
fn company_is_found_without_accents_in_either_unicode_form() {
    let desk = Desk::new();
    let list = desk.run(&["companies", "list", "--all", "--output", "jsonl"]).ends(0).lines();
    let names: Vec<_> = list.iter().map(|row| row["company"].as_str().expect("a name").to_owned()).collect();
    let fold = keepnet_tui::domain::list::folding::fold;
    let only = |name: &&String| names.iter().filter(|other| fold(other).contains(&fold(name))).count() == 1;
    let accented: Vec<_> = names.iter().filter(|name| fold(name) != name.to_lowercase()).filter(only).take(3).collect();
    assert_eq!(accented.len(), 3, "{names:?}");
    for name in accented {
        let nfd = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(name).into_owned();
        let turned = fold(name).split_whitespace().rev().collect::<Vec<_>>().join(" ");
        for typed in [fold(name), nfd, name.to_uppercase(), turned] {
            let shown = desk.run(&["companies", "show", &typed, "--output", "json"]).ends(0).json();
            assert_eq!(shown["item"]["company"].as_str(), Some(name.as_str()), "{typed}");
        }
    }
}

#[test]
fn users_are_found_by_two_words_in_any_order() {
    let desk = Desk::new();
    for (email, first, last) in
        [("x.quillfeather@quartz.example", "Xanthe", "Quillfeather"), ("o@quartz.example", "Ola", "Quillfeather")]
    {
        add(&desk, email, &["--first-name", first, "--last-name", last]).ends(0);
    }
    for (words, found) in [
        ("xanthe quillfeather", 1),
        ("QUILLFEATHER Xanthe", 1),
        ("quillfeather x.quillfeather@", 1),
        ("xanthe smith-jones", 0),
    ] {
        let args = ["users", "list", "--company", COMPANY, "--search", words, "--output", "json"];
        let list = desk.run(&args).ends(0).json();
        assert_eq!((&list["total"], list["items"].as_array().map(Vec::len)), (&found.into(), Some(found)), "{words}");
    }
}

#[rstest]
#[case("\u{feff}", "\r\n")]
#[case(" \"", "\"\u{200b} ")]
#[case("'", "'\n")]
#[case("\u{a0}“", "”\r")]
fn variable_is_trimmed(#[case] before: &str, #[case] behind: &str) {
    let desk = Desk::new();
    let around = |value: &str| format!("{before}{value}{behind}");
    let (url, id) = (around(desk.server.url().as_str()), around(desk.server.client_id()));
    let secret = around(desk.server.client_secret());
    let variables = [
        ("KEEPNET_API_BASE_URL", url.as_str()),
        ("KEEPNET_CLIENT_ID", id.as_str()),
        ("KEEPNET_CLIENT_SECRET", secret.as_str()),
    ];
    desk.run_with(&variables, &["companies", "list", "--output", "json"]).ends(0);
}

#[cfg(unix)]
#[test]
fn non_utf8_variable_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    for name in ["KEEPNET_CLIENT_SECRET", "KEEPNET_CLIENT_ID", "KEEPNET_API_BASE_URL", "KEEPNET_CLIENT_SECRET_NORTH"] {
        let mut command = desk.command(&["companies", "list"]);
        let output = command.env(name, std::ffi::OsStr::from_bytes(b"hunter2\xff")).output().expect("the program runs");
        let ran = Ran::of(&output).ends(2).without_data().says(&[name, "is not UTF-8"]);
        assert!(!ran.err.contains("hunter2"), "{}", ran.err);
    }
}
