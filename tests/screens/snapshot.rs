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
    // Which colours meet does not depend on much more than whether there are frames.
    if matches!(size.width, 60 | 80 | 160) {
        contrast::check(&name, &s.model);
    }
    let coloured = in_theme(&s.model, ThemeName::Dusk);
    let terminal = draw(&coloured);
    insta::assert_snapshot!(name.clone(), described(terminal.backend().buffer()));
    if (size.width, size.height) == (80, 24) {
        let plain = in_theme(&s.model, ThemeName::Default);
        insta::assert_snapshot!(format!("{name}_sixteen"), lines(draw(&plain).backend().buffer()));
    }
}

/// Compares it without colours and in ASCII.
pub fn check_plain(name: &str, s: &Story) {
    let mut plain = in_theme(&s.model, ThemeName::Mono);
    plain.settings.ascii = true;
    insta::assert_snapshot!(name, described(draw(&plain).backend().buffer()));
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
        let mut runs: Vec<Run> = Vec::new();
        for x in 0..buffer.area.width {
            let (ink, under) = described_cell(&buffer[(x, y)]);
            match runs.last_mut().filter(|run| run.takes(ink.as_ref(), &under)) {
                Some(run) => {
                    run.to = x;
                    run.ink = run.ink.take().or(ink);
                }
                None => runs.push(Run { from: x, to: x, ink, under }),
            }
        }
        let runs: Vec<String> = runs.iter().filter_map(Run::said).collect();
        if !runs.is_empty() {
            let _ = writeln!(text, "{y}: {}", runs.join(", "));
        }
    }
    text
}

/// Cells that look alike.
struct Run {
    from: u16,
    to: u16,
    /// The ink; `None` as long as there are only blanks, which have none.
    ink: Option<String>,
    under: String,
}

impl Run {
    fn takes(&self, ink: Option<&String>, under: &str) -> bool {
        self.under == under && (ink.is_none() || self.ink.is_none() || self.ink.as_ref() == ink)
    }

    /// `3-16 strong bold on selection`; nothing for ordinary text on the ground.
    fn said(&self) -> Option<String> {
        let ink = self.ink.as_deref().unwrap_or("text");
        let said = format!("{}-{} {ink}{}", self.from, self.to, self.under);
        (ink != "text" || !self.under.is_empty()).then_some(said)
    }
}

/// The ink, unless the cell is blank, and what a blank has too: the background and its attributes.
fn described_cell(cell: &Cell) -> (Option<String>, String) {
    let attributes = |wanted: &[(Modifier, &str)]| {
        let has = wanted.iter().filter(|(modifier, _)| cell.modifier.contains(*modifier));
        has.flat_map(|(_, word)| [" ", *word]).collect::<String>()
    };
    let mut under = attributes(&[(Modifier::UNDERLINED, "underlined"), (Modifier::REVERSED, "reversed")]);
    if role(cell.bg) != Role::Ground.name() {
        let _ = write!(under, " on {}", role(cell.bg));
    }
    let is_blank = cell.symbol().trim().is_empty();
    let ink = role(cell.fg) + &attributes(&[(Modifier::BOLD, "bold"), (Modifier::DIM, "dim")]);
    ((!is_blank).then_some(ink), under)
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
