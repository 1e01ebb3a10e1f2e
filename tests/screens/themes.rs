//! The same screen in every theme: what must be told apart looks different, wherever it stands.

use keepnet_tui::app::core::settings::{Connection, ProfileSettings};
use keepnet_tui::app::model::Model;
use keepnet_tui::domain::terminal::appearance::{Accent, Appearance, Palette, ThemeName};
use ratatui::style::{Color, Modifier};
use rstest::rstest;
use unicode_width::UnicodeWidthStr;

use super::{draw, story};
use crate::common::Story;

/// Ink, ground and attributes of a cell.
type Cell = (Color, Color, Modifier);

/// The first cell of the first line that has `line` in it, where `word` stands in it.
fn cell(model: &Model, line: &str, word: &str) -> Cell {
    let terminal = draw(model);
    let buffer = terminal.backend().buffer();
    for y in 0..buffer.area.height {
        let symbols: Vec<&str> = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
        let text = symbols.concat();
        if !text.contains(line) {
            continue;
        }
        let Some(at) = text.find(word) else { continue };
        let mut before = 0;
        let x = symbols.iter().take_while(|s| {
            before += s.len();
            before <= at
        });
        let cell = &buffer[(u16::try_from(x.count()).expect("a column"), y)];
        return (cell.fg, cell.bg, cell.modifier);
    }
    panic!("no line has {line:?} with {word:?}:\n{}", terminal.backend());
}

fn dressed(theme: ThemeName) -> Story {
    let mut s = story(160, 48);
    s.model.settings.appearance.palette = theme.palette();
    s
}

#[rstest]
fn what_matters_stands_out(#[values(ThemeName::Default, ThemeName::Dusk, ThemeName::Paper)] theme: ThemeName) {
    let mut s = dressed(theme);
    s.press("down");
    let state = |name: &str, word: &str| cell(&s.model, name, word);
    let (plain, over) = (state("No Limit Told", "No Limit"), state("Acme", "OVER"));
    assert!(over.2.contains(Modifier::BOLD) && over.0 != plain.0, "{over:?}");
    assert_ne!(state("Couriers", "LOW").0, over.0);
    assert_ne!(state("Couriers", "LOW").0, plain.0);
    assert_ne!(state("กรุงเทพ", "EXPIRED").0, over.0);
    let selected = state("▌", "▌");
    assert!(selected.1 != plain.1 || selected.2.contains(Modifier::REVERSED), "{selected:?}");
    assert_ne!(cell(&s.model, "a add", "a add").0, plain.0, "a key of the footer");
}

#[rstest]
fn a_theme_with_a_ground_leaves_no_cell_without(#[values(ThemeName::Dusk, ThemeName::Paper)] theme: ThemeName) {
    let mut s = dressed(theme);
    for keys in ["h", "enter", "u", "esc", "a", "ctrl-s", "f1", "esc", "esc", ":", "esc", "J", "esc", "s"] {
        s.press(keys).settle();
        let terminal = draw(&s.model);
        let cells = &terminal.backend().buffer().content;
        let own = |c: &ratatui::buffer::Cell| matches!((c.fg, c.bg), (Color::Rgb(..), Color::Rgb(..)));
        // The second half of a wide letter is not written: the letter covers it.
        let covered = |n: usize| n > 0 && cells[n - 1].symbol().width() > 1;
        let bare = cells.iter().enumerate().position(|(n, c)| !own(c) && !covered(n));
        assert_eq!(bare, None, "after {keys}:\n{}", terminal.backend());
    }
}

#[test]
fn the_default_leaves_ground_and_text_to_the_terminal() {
    let mut s = dressed(ThemeName::Default);
    for keys in ["h", "enter", "u", "esc", "a", "ctrl-s", "f1"] {
        s.press(keys).settle();
        let terminal = draw(&s.model);
        let cells = &terminal.backend().buffer().content;
        let fixed = [Color::Black, Color::White, Color::Gray, Color::DarkGray];
        assert!(cells.iter().all(|c| c.bg == Color::Reset && !fixed.contains(&c.fg)), "after {keys}");
    }
}

/// A production profile is marked in every theme, and otherwise than the demo where there are colours.
#[rstest]
fn production_keeps_its_accent(#[values(80, 160)] width: u16) {
    for theme in ThemeName::ALL {
        let mut s = story(width, 24);
        s.model.settings.appearance.palette = theme.palette();
        let (plain, demo) = (cell(&s.model, "keepnet", "Northwind"), cell(&s.model, "keepnet", "DEMO"));
        s.model.settings.connection = Some(Connection { badge: None, base_url: "https://n.example".into() });
        s.model.settings.profile_settings = ProfileSettings { production: true, ..ProfileSettings::default() };
        s.model.settings.profile = "north".into();
        let red = cell(&s.model, "keepnet", "PROD");
        assert!(red.2.contains(Modifier::BOLD) && (red.1 != plain.1 || red.2.contains(Modifier::REVERSED)), "{red:?}");
        assert_eq!(red == demo, theme == ThemeName::Mono, "{theme:?}");
        s.model.settings.appearance.accent = Some(Accent::Cyan);
        let (badge, name) = (cell(&s.model, "keepnet", "PROD"), cell(&s.model, "keepnet", "north"));
        assert_eq!(badge, name, "the name of the profile has its accent");
        assert_eq!(badge == red, theme == ThemeName::Mono, "{theme:?}");
    }
    let mut s = story(width, 24);
    s.model.settings.appearance = Appearance { palette: Palette::Sixteen, accent: Some(Accent::Red) };
    s.model.settings.profile = "north".into();
    let text = draw(&s.model).backend().to_string();
    assert!(!text.contains("north"), "the demo is no profile:\n{text}");
}

/// The keys of a question are not behind it.
#[rstest]
fn the_last_line_stays_in_front_of_what_recedes(#[values(ThemeName::Default, ThemeName::Mono)] theme: ThemeName) {
    let mut s = dressed(theme);
    s.press("a").settle().type_text("maya@lumen.example").press("esc q");
    let modifier = |line: &str, word: &str| cell(&s.model, line, word).2;
    assert!(modifier("Companies", "Companies").contains(Modifier::DIM), "it is behind the question");
    for word in ["yes", "no", "Esc"] {
        assert!(!modifier("Esc back", word).contains(Modifier::DIM), "{word}");
    }
}
