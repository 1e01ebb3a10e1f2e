//! A screen as text, with the role of each colour and the attributes beside it: what a line says and how it looks.

use std::fmt::Write as _;

use keepnet_tui::app::model::Model;
use keepnet_tui::domain::terminal::appearance::ThemeName;
use keepnet_tui::domain::terminal::theme::{DUSK, Role};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::{contrast, draw};
use crate::common::Story;

/// Compares the screen with its snapshot, in 24-bit colours. At 80x24 the words are compared in the sixteen colours
/// too, where fields have brackets.
pub fn check(name: &str, s: &Story) {
    let size = s.model.size;
    let name = format!("{name}_{}x{}", size.width, size.height);
    contrast::check(&name, &s.model);
    let coloured = in_theme(&s.model, ThemeName::Dusk);
    let terminal = draw(&coloured);
    insta::assert_snapshot!(name.clone(), described(terminal.backend().buffer()));
    if (size.width, size.height) == (80, 24) {
        let plain = in_theme(&s.model, ThemeName::Default);
        insta::assert_snapshot!(format!("{name}_sixteen"), lines(draw(&plain).backend().buffer()));
    }
}

fn in_theme(model: &Model, theme: ThemeName) -> Model {
    let mut model = model.clone();
    model.settings.appearance.palette = theme.palette();
    model
}

/// The text, without blanks at the ends of lines.
fn lines(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol)).unwrap_or(1).max(1);
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// The text, and below it each line's styles: `from-to style` wherever it is not ordinary text on the ground.
fn described(buffer: &Buffer) -> String {
    let mut text = lines(buffer);
    text.push('\n');
    for y in 0..buffer.area.height {
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        for x in 0..buffer.area.width {
            let style = described_cell(&buffer[(x, y)]);
            match runs.last_mut() {
                Some((_, to, last)) if *last == style => *to = x,
                _ => runs.push((x, x, style)),
            }
        }
        let runs: Vec<String> = runs
            .into_iter()
            .filter(|(_, _, style)| style != "text")
            .map(|(from, to, style)| format!("{from}-{to} {style}"))
            .collect();
        if !runs.is_empty() {
            let _ = writeln!(text, "{y}: {}", runs.join(", "));
        }
    }
    text
}

/// Such as `strong on selection bold`; the colour of a blank does not matter.
fn described_cell(cell: &Cell) -> String {
    let blank = cell.symbol().trim().is_empty();
    let mut said = if blank { "text".to_owned() } else { role(cell.fg) };
    if role(cell.bg) != Role::Ground.name() {
        let _ = write!(said, " on {}", role(cell.bg));
    }
    let attributes = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    for (modifier, word) in attributes {
        if cell.modifier.contains(modifier) && !(blank && modifier == Modifier::BOLD) {
            let _ = write!(said, " {word}");
        }
    }
    said
}

fn role(colour: Color) -> String {
    let named = Role::ALL.into_iter().find(|role| Color::from_u32(DUSK.get(*role).0) == colour);
    let focused_frame = DUSK.get(Role::Accent).mixed(DUSK.get(Role::Ground), 35);
    match named {
        Some(role) => role.name().to_owned(),
        None if colour == Color::from_u32(focused_frame.0) => "focused_frame".to_owned(),
        None if matches!(colour, Color::Rgb(..)) => "pale".to_owned(),
        None => format!("{colour:?}"),
    }
}

#[test]
fn roles_of_the_theme_can_be_told_apart() {
    for (n, role) in Role::ALL.into_iter().enumerate() {
        assert!(Role::ALL[n + 1..].iter().all(|other| DUSK.get(*other) != DUSK.get(role)), "{role:?}");
    }
}
