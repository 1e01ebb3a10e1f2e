//! Whatever a text is made of, what is kept of it is clean, and what is drawn of it takes its cells.

use keepnet_tui::app::keys::press::{Key, KeyPress};
use keepnet_tui::app::widgets::text_input::{TYPED_MAX, TextInput};
use keepnet_tui::domain::form::field_ref::named_in;
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::list::columns::Align;
use keepnet_tui::domain::service::base_url::BaseUrl;
use keepnet_tui::domain::text::cells::{fit, shown, width};
use keepnet_tui::domain::text::{NAME_MAX, clean, clean_typed};
use keepnet_tui::domain::time::moment::parse_moment;
use keepnet_tui::domain::time::now::parse_day;
use keepnet_tui::domain::user::phone::{PhoneRegion, international};
use keepnet_tui::domain::user::{email, existing};
use keepnet_tui::ui::widgets::gauge::parts;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Texts that are hard on a screen: where a search begins, and what a search once found. The first byte is a
/// number of cells.
pub const SEEDS: &[&str] = &[
    "",
    "\u{5}Acme Logistics GmbH",
    "\u{4}\u{65e5}\u{672c}\u{8a9e}",
    "\t\u{634}\u{631}\u{643}\u{629} \u{627}\u{644}\u{623}\u{645}\u{644}",
    "\u{6}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} Family \u{2764}\u{fe0f} \u{1f44d}\u{1f3fd}",
    "\u{3}Ze\u{301}phyr e\u{301}\u{302}\u{303}\u{301}\u{302}\u{303}\u{301}\u{302}\u{303}",
    "\u{7}\u{e1a}\u{e23}\u{e34}\u{e29}\u{e31}\u{e17} \u{e08}\u{e33}\u{e01}\u{e31}\u{e14}",
    "\u{2}\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{2066}\u{e0041}\u{200b}\u{feff}",
    "\u{1}\u{301}\u{301} \u{301}",
    "\u{8}\u{1100}\u{1161}\u{11a8}\u{115f}\u{3164}",
    "\u{a}\u{930}\u{94d}\u{915}\u{94d}\u{937}\u{93e}",
    "\u{b}\u{1f1e9}\u{1f1ea}\u{1f1ea}\u{1f1f8}\u{1f1fa}",
    "\u{c}a\r\n\u{85}\u{2028}\u{b}b  c",
    "\u{3}\u{fdfa}\u{fdfd}\u{12031}",
    "\0\u{3000}\u{a0}x\u{a0}",
    " +44 (0)20 7946-0018",
    " 2026-02-30T25:61:00.123456789012+99:99",
    " jane.doe@contoso.com",
    " http://user:pw@[::1]:99999/a?b#c",
    " ctrl-alt-shift-ctrl-f300",
];

/// Acts on a terminal, or turns the text around it: never kept, never drawn. By the words of Unicode, not by ours.
fn harms(c: char) -> bool {
    let controls = ['\0'..='\u{1f}', '\u{7f}'..='\u{9f}'];
    let directions = ['\u{200e}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}', '\u{61c}'..='\u{61c}'];
    let breaks = ['\u{2028}'..='\u{2029}', '\u{feff}'..='\u{feff}', '\u{e0000}'..='\u{e007f}'];
    controls.iter().chain(&directions).chain(&breaks).any(|range| range.contains(&c))
}

/// Checks a text: the first byte is a number of cells.
pub fn run(bytes: &[u8]) {
    let (cells, text) = bytes.split_first().map_or((0, &[][..]), |(first, rest)| (usize::from(*first), rest));
    let text = String::from_utf8_lossy(text);
    kept(&text, cells);
    drawn(&text, cells);
    typed(&text);
    read(&text);
}

/// What is kept is clean and bounded, and cleaning it once more changes nothing.
fn kept(text: &str, most: usize) {
    for max in [most, NAME_MAX] {
        let once = clean(text, max);
        assert!(!once.contains(harms) && once.chars().count() <= max, "{text:?} became {once:?}");
        assert!(once.trim() == once && !once.contains("  "), "{text:?} became {once:?}");
        assert_eq!(clean(&once, max), once, "{text:?}");
    }
    let once = clean_typed(text);
    assert!(!once.contains(harms), "{text:?} became {once:?}");
    assert_eq!(clean_typed(&once), once, "{text:?}");
}

/// What is drawn takes exactly its cells, in whichever of them it begins.
fn drawn(text: &str, cells: usize) {
    let once = shown(text);
    assert!(!once.contains(harms), "{text:?} is shown as {once:?}");
    assert_eq!(shown(&once), once, "{text:?}");
    assert_eq!(width(&once), width(text), "{text:?}");
    for align in [Align::Left, Align::Right] {
        let fitted = fit(text, cells, align, '~');
        assert!(!fitted.contains(harms), "{text:?} is fitted as {fitted:?}");
        assert_eq!(width(&fitted), cells, "{text:?} is fitted as {fitted:?}");
        assert_eq!(fit(&fitted, cells, align, '~'), fitted, "{text:?}");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 300, 1));
        let (end, _) = buffer.set_stringn(0, 0, &fitted, 300, Style::new());
        assert_eq!(usize::from(end), cells, "{text:?} is fitted as {fitted:?}");
    }
    let percent = text.len() as u64;
    for ascii in [true, false] {
        let (line, rest) = parts(percent, 100, cells, ascii);
        let gauge = format!("{line}{rest}");
        assert!(width(&gauge) == cells, "{percent} % in {cells}: {gauge}");
        assert!(percent <= 100 || cells == 0 || gauge.ends_with(['!', '╋']), "{percent} % in {cells}: {gauge}");
    }
}

/// An input takes any text, and its cursor stays in it.
fn typed(text: &str) {
    let mut input = TextInput::new("<>");
    for keys in ["left", "ctrl-z", "ctrl-w", "ctrl-y"] {
        input.paste(text);
        for c in text.chars().take(50) {
            input.press(KeyPress::plain(Key::Char(c)));
        }
        input.click(text.len());
        input.press(KeyPress::parse(keys).unwrap_or_else(|| panic!("no key: {keys}")));
        let value = input.value();
        assert!(!value.contains(harms) && value.chars().count() <= TYPED_MAX, "{value:?}");
        // The cells up to the cursor are those of a part of the text.
        let most: usize = value.chars().map(|c| width(&c.to_string()).max(2)).sum();
        assert!(input.visual_cursor() <= most, "{value:?}: {}", input.visual_cursor());
    }
}

/// Whoever reads it reads it, or says why not.
fn read(text: &str) {
    match email::check(text) {
        Ok(()) => assert!(!text.contains(harms) && existing::same_email(text, &text.to_lowercase()), "{text:?}"),
        Err(why) => assert!(!why.is_empty() && clean(&why, 10_000) == why, "{text:?}: {why:?}"),
    }
    for region in [None, PhoneRegion::new("GB"), PhoneRegion::new(text)] {
        match international(text, region) {
            Ok(phone) => {
                let digits = phone.international.strip_prefix('+').unwrap_or_default();
                assert!((3..=17).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()), "{phone:?}");
            }
            Err(why) => assert!(!why.is_empty() && clean(&why, 10_000) == why, "{text:?}: {why:?}"),
        }
    }
    let moment = parse_moment(text);
    assert_eq!(moment.and_then(|m| parse_moment(&m.to_string())), moment, "{text:?}");
    let day = parse_day(text);
    assert_eq!(day.and_then(|d| parse_day(&d.to_string())), day, "{text:?}");
    if let Ok(url) = BaseUrl::parse(text) {
        assert_eq!(BaseUrl::parse(url.as_str()).as_ref(), Ok(&url), "{text:?}");
        assert!(url.as_str().starts_with("https://") || url.is_loopback(), "{text:?}");
    }
    if let Some(press) = KeyPress::parse(text) {
        assert!(!press.to_string().is_empty(), "{text:?}");
    }
    for subject in [Subject::TargetUser, Subject::SystemUser] {
        let _ = named_in(text, subject);
    }
}
