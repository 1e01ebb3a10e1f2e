//! What holds for every paste, over the samples and over pastes made of their parts.

use std::collections::HashSet;

use keepnet_tui::domain::text::{incoming_lines, is_unsafe};
use keepnet_tui::domain::user::phone::PhoneRegion;
use keepnet_tui::domain::user::target_user::Priority;
use keepnet_tui::domain::user::{email, phone};
use keepnet_tui::paste::{Certainty, Contact, Context, Finding, Leftover, Part, analyze};
use proptest::prelude::*;

use super::sample::samples;

/// Letters and digits only, small, accents and the four kinds of i aside: what no cleaning changes.
fn bare(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff10}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c) - 0x660, 10).unwrap_or(c),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(u32::from(c) - 0x6f0, 10).unwrap_or(c),
        'ı' | 'İ' => 'i',
        c => c,
    };
    let small: String = text.chars().map(plain).flat_map(char::to_lowercase).collect();
    let apart = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    apart.normalize_iter(small.chars()).filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a cleaned text, folded: runs of letters and digits.
fn words(text: &str) -> HashSet<String> {
    let text = incoming_lines(text);
    text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).map(bare).filter(|w| !w.is_empty()).collect()
}

fn is_mark(c: char) -> bool {
    icu_properties::CodePointMapData::<icu_properties::props::CanonicalCombiningClass>::new().get(c)
        != icu_properties::props::CanonicalCombiningClass::NotReordered
}

/// Scripts that are written without spaces: where their words end cannot be seen.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3134f}')
}

/// What is sure begins and ends where words of the text do, and an address always does.
fn is_whole(finding: &Finding, text: &str) -> bool {
    let address = matches!(finding.part, Part::Email | Part::ManagerEmail);
    if finding.certainty == Certainty::Guess && !address || text.contains(is_unspaced) {
        return true;
    }
    let all = words(text);
    match finding.part {
        Part::Priority | Part::Active => true,
        // The last digits stand as a word of their own, or with an extension's sign behind.
        Part::Phone => {
            let digits: String = finding.value.chars().filter(char::is_ascii_digit).collect();
            all.iter().any(|w| {
                let end = w.split(['x', 'X']).next().unwrap_or_default();
                // The nought of a national number is not sent.
                let bare = end.trim_start_matches('0');
                let is = |end: &str| !end.is_empty() && digits.ends_with(end);
                end.bytes().all(|b| b.is_ascii_digit()) && (is(end) || is(bare))
            })
        }
        _ => words(&finding.value).iter().all(|w| all.contains(w)),
    }
}

/// The value stands in the text, or is derived from it as the documentation says.
fn is_from(finding: &Finding, text: &str) -> bool {
    // An escape sequence inside of a word, as of a highlighted match, is no part of it.
    let whole = bare(&incoming_lines(text));
    match finding.part {
        Part::Phone => {
            // A country code may be new; the number itself is not.
            let digits: String = finding.value.chars().filter(char::is_ascii_digit).collect();
            let all: String = whole.chars().filter(char::is_ascii_digit).collect();
            let tail = digits.len().saturating_sub(4).min(6);
            all.contains(&digits[digits.len() - tail..])
        }
        Part::Priority => Priority::ALL.iter().any(|p| p.label() == finding.value),
        Part::Active => ["yes", "no"].contains(&finding.value.as_str()),
        _ => finding.value.split([' ', ';']).all(|word| whole.contains(&bare(word))),
    }
}

fn holds(text: &str, context: &Context<'_>) -> Result<(), String> {
    let found = analyze(text, context);
    if found.people.is_empty() && !found.is_plain() {
        return Err("a preview of nothing".into());
    }
    found.people.iter().try_for_each(|person| person_holds(person, &found.leftover, text, context))
}

fn person_holds(person: &Contact, leftover: &[Leftover], text: &str, context: &Context<'_>) -> Result<(), String> {
    let lines = incoming_lines(text).split('\n').count();
    if person.findings.is_empty() {
        return Err("a person of whom nothing is known".into());
    }
    let mut last = None;
    for finding in &person.findings {
        let Finding { part, value, certainty, why, lines: from, lost } = finding;
        let wrong = |what: &str| Err(format!("{what}: {finding:?}"));
        if Some(*part) <= last {
            return wrong("out of order, or twice");
        }
        last = Some(*part);
        if value.is_empty() || value.trim() != value || value.chars().count() > 320 || value.chars().any(is_unsafe) {
            return wrong("not one clean line");
        }
        if !is_from(finding, text) {
            return wrong("not in the paste");
        }
        if !is_whole(finding, text) {
            return wrong("a piece of a word");
        }
        if lost.chars().count() > 40 || lost.chars().any(is_unsafe) {
            return wrong("not a few words beside it");
        }
        if why.is_empty() || why.chars().count() > 100 {
            return wrong("no reason");
        }
        if from.is_empty() || from.iter().any(|l| *l == 0 || *l > lines) || !from.is_sorted() {
            return wrong("from no line");
        }
        if leftover.iter().any(|l| from.contains(&l.line)) {
            return wrong("its line is left over");
        }
        let sure = *certainty == Certainty::Sure;
        let address = matches!(part, Part::Email | Part::ManagerEmail);
        if address && email::check(value).is_err() {
            return wrong("no address");
        }
        if *part == Part::Phone
            && sure
            && phone::international(value, context.region).map(|p| p.international) != Ok(value.clone())
        {
            return wrong("no number that can be sent");
        }
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    text.split('\n').map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// A quoted paste says the same, on the same lines.
fn same_when_quoted(text: &str, context: &Context<'_>) -> Result<(), String> {
    let plain = analyze(text, context);
    let once = analyze(&quoted(text), context);
    let twice = analyze(&quoted(&quoted(text)), context);
    if plain == once && once == twice { Ok(()) } else { Err(format!("{plain:#?}\nbut quoted\n{once:#?}")) }
}

#[test]
fn the_rules_hold_for_every_sample() {
    for (file, sample) in samples().into_iter().filter(|(_, s)| !s.coded) {
        let text = sample.text.as_str();
        let result = sample.with_context(|context| holds(text, context).and(same_when_quoted(text, context)));
        assert_eq!(result, Ok(()), "{file}: {}", sample.name);
    }
}

#[test]
fn a_word_goes_on_behind_an_escape_sequence_in_it() {
    for text in
        ["jane.\u{1b}[31mdoe\u{1b}[m@contoso.com\n", "Doe\u{1b}]8;;\u{1b}\\ jane.doe@contoso.ex\u{1b}[0;1;31mample\n"]
    {
        assert_eq!(holds(text, &Context::default()), Ok(()), "{text:?}");
    }
}

#[test]
fn every_start_of_a_sample_is_a_paste_too() {
    for (file, sample) in samples().into_iter().filter(|(_, s)| !s.coded) {
        for (at, _) in sample.text.char_indices().step_by(17) {
            let start = &sample.text[..at];
            let result = sample.with_context(|context| holds(start, context));
            assert_eq!(result, Ok(()), "{file}: {}: {start}", sample.name);
        }
    }
}

#[test]
fn a_huge_paste_is_cut_and_says_so() {
    for unit in ["张", "Jane Doe <jane.doe@contoso.com>\n", "First name: Jane "] {
        let found = analyze(&unit.repeat(70_000 / unit.len()), &Context::default());
        assert!(found.cut, "{unit:?}");
        assert!(found.people.len() < 70_000 / unit.len(), "{unit:?}: the end is not looked at");
    }
    assert!(!analyze("jane@contoso.com", &Context::default()).cut);
}

#[test]
fn what_comes_again_and_again_is_a_paste_too() {
    let unit = [
        "a@b.co ",
        "@",
        "T: +44 20 7946 0018 ",
        "Name: ",
        "::::",
        "Jane Doe ",
        "0123 456 ",
        "\"",
        "(((",
        "\t",
        "a,b;c|d\n",
        "Jane Doe <jane.doe@contoso.com>\n",
        "Jane;Doe;jane@contoso.com\n",
        "First name\nJane\n",
        "> ",
        "\u{1b}[",
        "'",
        "张",
        "reports to Bob ",
        "BEGIN:VCARD\nN:Doe;Jane\n",
        "\"Jane\",jane@contoso.com,\"\n",
        "e\u{301}",
        "\n",
        "First name\n\n\n\n\n",
        ". Thanks, ",
        "+++5",
        "((5",
        "? ",
    ];
    for unit in unit {
        let text = unit.repeat(3_000 / unit.len());
        assert_eq!(holds(&text, &Context::default()), Ok(()), "{unit:?}");
    }
}

/// Parts of samples, and what pastes are broken by.
fn part() -> impl Strategy<Value = String> {
    let lines: Vec<String> = samples()
        .into_iter()
        .filter(|(_, s)| !s.coded)
        .flat_map(|(_, s)| s.text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|l| !l.is_empty())
        .collect();
    let words: Vec<String> = lines.iter().flat_map(|l| l.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    prop_oneof![
        6 => proptest::sample::select(lines),
        3 => proptest::sample::select(words),
        2 => "[ -~]{0,12}",
        1 => "\\PC{0,8}",
        2 => proptest::sample::select(
            vec!["\n", "\n\n", "\t", ", ", "; ", " | ", ": ", "<", ">", "\"", "(", ")", "@", "+", "  ", "-- \n", "\u{202e}", "\u{301}", "\u{200b}", "*", "•", "…", "’", "−", "\u{435}", "=", "/", "\u{1b}[13;1u"]
        ).prop_map(str::to_owned),
    ]
}

fn paste() -> impl Strategy<Value = String> {
    let glue = proptest::sample::select(vec!["\n", "\n", " ", "", ", ", "\t"]);
    proptest::collection::vec((part(), glue), 0..14)
        .prop_map(|parts| parts.into_iter().map(|(part, glue)| part + glue).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_hold_for_anything(text in paste(), region in proptest::sample::select(vec!["", "GB", "DE", "TR", "US", "JP", "ES"])) {
        let context = Context { region: PhoneRegion::new(region), ..Context::default() };
        let result = holds(&text, &context);
        prop_assert!(result.is_ok(), "{}", result.unwrap_err());
        let result = same_when_quoted(&text, &context);
        prop_assert!(result.is_ok(), "{}", result.unwrap_err());
    }

    #[test]
    fn any_characters_are_a_paste(text in "(\\PC|[\\x00-\\x7f]|\\s){0,200}") {
        let result = holds(&text, &Context::default());
        prop_assert!(result.is_ok(), "{}", result.unwrap_err());
    }
}
