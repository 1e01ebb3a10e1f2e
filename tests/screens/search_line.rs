//! The search line: where the mark of a mistake, the cursor, the ways to go on and the sentence stand.

use keepnet_tui::app::screen::layout;
use keepnet_tui::domain::terminal::appearance::ThemeName;
use keepnet_tui::domain::text::cells::width;
use ratatui::style::Modifier;
use rstest::rstest;

use super::snapshot::check;
use super::{draw, story};
use crate::common::{Story, companies, people};
use keepnet_tui::app::core::msg::Msg;

/// A cell of the search line: its symbol and whether it is marked as a mistake.
struct Line {
    /// Symbols with the cell each begins at, from the first cell of the text on.
    letters: Vec<(u16, String, bool)>,
    /// The terminal's cursor.
    cursor: u16,
}

/// The line from the first cell of the text on, as it is drawn.
fn line(s: &Story) -> Line {
    let mut model = s.model.clone();
    model.settings.appearance.palette = ThemeName::Dusk.palette();
    let bar = layout::users(&model).map_or_else(|| layout::table(&model).expect("a table").bar, |areas| areas.bar);
    let mut terminal = draw(&model);
    let cursor = terminal.get_cursor_position().expect("a cursor");
    assert_eq!(cursor.y, bar.y);
    let buffer = terminal.backend().buffer();
    let at = |x: u16| &buffer[(x, bar.y)];
    assert_eq!((at(bar.x + 1).symbol(), at(bar.x + 2).symbol()), ("/", " "));
    let (mut letters, mut x) = (Vec::new(), bar.x + 3);
    while x < bar.x + bar.width {
        let cell = at(x);
        letters.push((x, cell.symbol().to_owned(), cell.modifier.contains(Modifier::UNDERLINED)));
        x += u16::try_from(width(cell.symbol())).expect("narrow").max(1);
    }
    Line { letters, cursor: cursor.x }
}

impl Line {
    fn text(&self, is_wanted: impl Fn(u16, bool) -> bool) -> String {
        let wanted = self.letters.iter().filter(|(x, _, marked)| is_wanted(*x, *marked));
        wanted.map(|(_, symbol, _)| symbol.as_str()).collect()
    }

    fn marked(&self) -> String {
        self.text(|_, marked| marked)
    }

    /// What stands before the mark.
    fn before(&self) -> String {
        let first = self.letters.iter().find(|(.., marked)| *marked).map_or(0, |(x, ..)| *x);
        self.text(|x, _| x < first)
    }

    /// What stands before the cursor.
    fn typed(&self) -> String {
        self.text(|x, _| x < self.cursor)
    }

    /// What stands from the cursor on.
    fn rest(&self) -> String {
        self.text(|x, _| x >= self.cursor)
    }
}

fn typing(size: (u16, u16), text: &str) -> Story {
    let mut s = story(size.0, size.1);
    s.press("/").type_text(text);
    s
}

const LONG: &str =
    "上海 雲端 reseller:東京光学株式会社 -tag:\"key account 重要\" industry:transport,教育 tag:上海雲端網路安全科技 ";

#[rstest]
#[case("left<", "")]
#[case("left<", "five")]
#[case("東京 left<", "five")]
#[case("Ze\u{301}phyr لأمل left<", "東京")]
#[case("state:", "ovr東")]
#[case("", "lefft<5")]
#[case("", "東京:x")]
fn mistake_is_marked_at_its_letters(
    #[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16),
    #[values("", LONG)] head: &str,
    #[case] before: &str,
    #[case] wrong: &str,
) {
    let before = format!("{head}{before}");
    let s = typing(size, &format!("{before}{wrong}"));
    let search = s.model.companies.search.as_ref().expect("the line");
    let Some(mistake) = &search.mistake else {
        // Letters of other scripts are no column: they are words.
        assert!(wrong.starts_with('東') && line(&s).marked().is_empty(), "{}", line(&s).marked());
        return;
    };
    let wrong = &search.input.value()[mistake.at.clone()];
    let line = line(&s);
    // Where nothing was typed yet, the cell is marked where it belongs.
    assert_eq!(line.marked(), if wrong.is_empty() { " " } else { wrong });
    let value = search.input.value();
    let seen = line.before();
    assert!(seen.trim_start().chars().count() > 3 || before.chars().count() < 4, "{seen:?}");
    assert!(value[..mistake.at.start].ends_with(seen.trim_start()), "{seen:?} is not the end of {before:?}");
    assert!(value.ends_with(line.typed().trim_start()), "{:?}", line.typed());
}

#[rstest]
fn scrolled_text_keeps_mark_and_cursor_at_their_letters(
    #[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16),
) {
    // Every place of the cursor, through wide letters: the mark never leaves the wrong ones.
    let head = "left<雲端五 ";
    let mut s = typing(size, &format!("{head}{LONG}"));
    for left in 0..LONG.chars().count() + head.chars().count() {
        let value = s.model.companies.search.as_ref().expect("the line").input.value().to_owned();
        let line = line(&s);
        let marked = line.marked();
        assert!("雲端五".ends_with(&*marked), "{marked:?} after {left} steps");
        assert!(marked.is_empty() || value[..5].ends_with(line.before().trim_start()), "{:?}", line.before());
        let at = value.chars().count() - left;
        let (typed, rest) = value.split_at(value.char_indices().nth(at).map_or(value.len(), |(n, _)| n));
        assert!(typed.ends_with(line.typed().trim_start()), "{:?} is not the end of {typed:?}", line.typed());
        let next = line.rest().chars().next();
        assert!(rest.is_empty() || next == rest.chars().next(), "{next:?} is not the beginning of {rest:?}");
        s.press("left");
    }
    assert_eq!(line(&s).marked(), "雲端五");
}

/// What is told stands three cells behind the text.
#[rstest]
#[case("left<", "left is compared with a number")]
#[case("東京 left<東", "left is compared with a number")]
#[case("sta", "Tab state:  over, full, low")]
#[case("東京 sta", "Tab state:  over, full, low")]
#[case("東京 state:", "Tab low 3  ok 2")]
fn what_is_said_stands_behind_the_text(
    #[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16),
    #[case] typed: &str,
    #[case] said: &str,
) {
    let line = line(&typing(size, typed));
    assert_eq!(line.typed(), typed);
    let rest = line.rest();
    let room = said.chars().count().min(usize::from(size.0) * 4 / 5 - width(typed) - 12);
    let start: String = said.chars().take(room).collect();
    assert!(rest.starts_with(&format!("   {start}")), "{rest:?} does not begin with {start:?}");
}

#[rstest]
fn search_lines(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    check("search_mistake", &typing(size, "上海 left<雲 x"));
    check("search_column", &typing(size, "上海 li"));
    check("search_value", &typing(size, "上海 -state:"));
    check("search_scrolled", &typing(size, &format!("{LONG}left<五")));
}

/// What is said about a search on the chips: how far it is, and what is shown instead.
#[rstest]
fn search_chips(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = Story::with(companies(2_400), size, |settings| settings.cache_limit = 2_000);
    s.settle().press("/").type_text("left<5").wait();
    for _ in 0..3 {
        let (ticket, query) = s.fetched().remove(0);
        let page = s.page(&query);
        s.send(Msg::Companies(ticket, Ok(page)));
    }
    assert_eq!(s.model.companies.sieve_note().as_deref(), Some("filtered here: 3 of 12 pages looked at"));
    check("search_filtered_here", &s);
    let mut list = companies(9);
    list[4].name = "Cobalt Insurance".to_owned();
    let mut s = Story::with(list, size, |settings| settings.cache_limit = 2_000);
    s.settle().press("/").type_text("cobald");
    check("search_forgiven", &s);
    s.people = people(9);
    s.people[3].last_name = Some("Lovelace".to_owned());
    s.press("esc u").answer_users().press("/").type_text("lovelaec").wait().answer_users();
    check("search_forgiven_users", &s);
}
