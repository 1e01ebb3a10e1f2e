//! Whatever is pasted, what is understood of it is clean, in order, and the same every time.

use keepnet_tui::domain::text::is_unsafe;
use keepnet_tui::domain::user::phone::PhoneRegion;
use keepnet_tui::paste::{Context, analyze};

/// Pastes: where a search begins, and what a search once found.
pub const SEEDS: &[&str] = &[
    "",
    "jane.doe@contoso.com",
    "Jane Doe <jane.doe@contoso.com>; Bob <bob@contoso.com>",
    "Please add Jane Doe (jane.doe@contoso.com) from Finance, phone +44 20 7946 0018.",
    "First name: Jane\nLast name: Doe\nE-mail: jane.doe@contoso.com\nPhone: 020 7946 0018\nManager: Ann Lee",
    "Name\tEmail\tPhone\nJane Doe\tjane@contoso.com\t+442079460018\nBob\tbob@contoso.com\t",
    "From: Ann Lee <ann@contoso.com>\nTo: Support\nSubject: new user\n\n> Jane Doe\n> jane@contoso.com",
    "\u{1b}[31mJane\u{1b}[0m \u{202e}Doe\u{200b} <\u{ff4a}ane@contoso.com>\r\n\u{85}\u{2028}\t;;,,::",
    "\u{ff10}\u{ff12}\u{ff10}-\u{661}\u{662}\u{6f3}",
    "Mit freundlichen Gr\u{fc}\u{df}en\nJ\u{fc}rgen M\u{fc}ller\nLeiter Vertrieb\nTel. 030 / 901820\nj.mueller@contoso.de",
    "I\u{307}brahim I\u{15f}\u{131}k\nibrahim@contoso.com.tr\nTel: 0212 555 12 12",
    "<<<@>>> \"@\" (((( )))) [[[[ ]]]] mailto:mailto:a@b.c",
];

/// Checks one paste: the first byte chooses what is known where it goes to.
pub fn run(bytes: &[u8]) {
    let (first, text) = bytes.split_first().map_or((0, &[][..]), |(first, rest)| (*first, rest));
    let text = String::from_utf8_lossy(text);
    let (domains, names) = (["contoso.com".to_owned()], ["Finance".to_owned(), "All staff".to_owned()]);
    let context = match first % 3 {
        0 => Context::default(),
        1 => Context { region: PhoneRegion::new("DE"), ..Context::default() },
        _ => Context { region: PhoneRegion::new("GB"), domains: &domains, groups: &names, languages: &names },
    };
    let found = analyze(&text, &context);
    assert_eq!(found, analyze(&text, &context), "{text:?}");
    assert!(!found.people.is_empty() || found.is_plain(), "a preview of nothing: {text:?}");
    for person in &found.people {
        let parts: Vec<_> = person.findings.iter().map(|f| f.part).collect();
        assert!(!parts.is_empty() && parts.is_sorted_by(|a, b| a < b), "{text:?}: {person:?}");
        for finding in &person.findings {
            let value = &finding.value;
            let clean = value.trim() == value && !value.is_empty() && !value.contains(is_unsafe);
            assert!(clean && value.chars().count() <= 320, "{text:?}: {finding:?}");
            assert!(finding.lines.is_sorted() && !finding.lines.contains(&0), "{text:?}: {finding:?}");
        }
    }
    assert!(found.leftover.iter().all(|left| !left.text.is_empty() && !left.text.contains(is_unsafe)), "{text:?}");
}
