//! Whatever stands on a screen can be read, in every theme with colours of its own, and says without colours what it
//! says with them.

use std::collections::BTreeMap;

use keepnet_tui::app::model::Model;
use keepnet_tui::domain::terminal::appearance::{Palette, ThemeName};
use keepnet_tui::domain::terminal::theme::{Colours, DUSK, PAPER, Rgb, Role, TEXT_CONTRAST};
use keepnet_tui::domain::text::cells::width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use super::draw;

/// The least contrast of signs, which are larger than letters and known by their shape.
const SIGN_CONTRAST: f64 = 3.0;
/// The least contrast of what may be overlooked: frames, and the empty part of a gauge.
const FRAME_CONTRAST: f64 = 1.3;
/// The least contrast of what lies behind an overlay: it is still there.
const BEHIND_CONTRAST: f64 = 1.15;
/// The least contrast of the focused frame, and how much of the background is mixed into its accent, in percent.
const FOCUS_CONTRAST: f64 = 3.0;
const FOCUS: u32 = 35;
/// How much of the background is mixed into what lies behind an overlay, in percent.
const BEHIND: u32 = 55;
/// What is a sign and no letter.
const SIGNS: &str = "●◐○⊘✕✓!▌▐━╸╋⟳▸▾▲▼△▽▕▏↻";

fn in_palette(model: &Model, palette: Palette) -> Model {
    let mut model = model.clone();
    model.settings.appearance.palette = palette;
    model
}

/// A theme as somebody may write it: high contrast, and no colour of the built-in ones.
fn own() -> Colours {
    let mut colours = DUSK;
    for (n, role) in (0_u32..).zip(Role::ALL) {
        let Rgb(colour) = colours.get(role);
        colours.set(role, Rgb(if Role::GROUNDS.contains(&role) { n * 0x01_0101 } else { colour ^ 1 }));
    }
    colours
}

/// Everything that holds of any screen.
pub fn check(name: &str, model: &Model) {
    for (theme, colours) in [("dusk", DUSK), ("paper", PAPER), ("own", own())] {
        let coloured = in_palette(model, Palette::Rgb(colours));
        let terminal = draw(&coloured);
        let faults = unreadable(terminal.backend().buffer(), &colours);
        assert!(faults.is_empty(), "{name} in {theme}:\n{}\n{}", faults.join("\n"), terminal.backend());
    }
    says_the_same(name, model);
}

fn rgb(colour: Color) -> Option<Rgb> {
    match colour {
        Color::Rgb(r, g, b) => Some(Rgb(u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b))),
        _ => None,
    }
}

/// The cells with something in them, with their places; the second half of a wide character is none.
fn cells(buffer: &Buffer) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let area = buffer.area;
    let covered = move |x: u16, y: u16| x > 0 && width(buffer[(x - 1, y)].symbol()) > 1;
    let all = (0..area.height).flat_map(move |y| (0..area.width).map(move |x| (x, y)));
    all.filter(move |(x, y)| !covered(*x, *y))
        .map(move |(x, y)| (x, y, &buffer[(x, y)]))
        .filter(|(.., cell)| !cell.symbol().trim().is_empty())
}

fn unreadable(buffer: &Buffer, colours: &Colours) -> Vec<String> {
    let is = |colour: Rgb, roles: &[Role]| roles.iter().any(|role| colours.get(*role) == colour);
    let focus = colours.get(Role::Accent).mixed(colours.get(Role::Ground), FOCUS);
    let behind = |colour: Rgb| {
        let fronts = Role::ALL.into_iter().map(|role| colours.get(role)).chain([focus]);
        fronts.into_iter().any(|front| front.mixed(colours.get(Role::Ground), BEHIND) == colour)
    };
    let mut faults = BTreeMap::new();
    for (x, y, cell) in cells(buffer) {
        let symbol = cell.symbol();
        let (Some(ink), Some(ground)) = (rgb(cell.fg), rgb(cell.bg)) else {
            faults.insert(format!("{symbol:?} has no colour of the theme"), (x, y));
            continue;
        };
        let wanted = if ink == focus || is(ink, &[Role::Track, Role::Frame]) {
            if symbol.chars().any(char::is_alphanumeric) {
                faults.insert(format!("{symbol:?} is text in the colour of a frame"), (x, y));
            }
            if ink == focus { FOCUS_CONTRAST } else { FRAME_CONTRAST }
        } else if is(ink, &Role::INKS) || is(ink, &[Role::AccentText]) {
            if SIGNS.contains(symbol) { SIGN_CONTRAST } else { TEXT_CONTRAST }
        } else {
            if !behind(ink) {
                faults.insert(format!("{symbol:?} has a colour of no role: {:06x}", ink.0), (x, y));
            }
            BEHIND_CONTRAST
        };
        let ratio = ink.contrast(ground);
        if ratio < wanted {
            let said = format!("{:06x} on {:06x}: {ratio:.2}, and {wanted} is wanted", ink.0, ground.0);
            faults.entry(said).or_insert((x, y));
        }
    }
    faults.into_iter().map(|(said, (x, y))| format!("{x},{y}: {said}")).collect()
}

/// Letters and signs of a screen, how often each word and each sign of a state occurs.
fn words(buffer: &Buffer) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for y in 0..buffer.area.height {
        let line: String = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
        let parts = line.split(|c: char| !c.is_alphanumeric() && c != '…');
        // Fields are narrower where they have brackets: their text may be cut elsewhere.
        for word in parts.filter(|word| !word.is_empty() && !word.contains('…')) {
            *found.entry(word.to_owned()).or_default() += 1;
        }
        for sign in line.chars().filter(|c| "●◐○⊘✕✓⟳".contains(*c)) {
            *found.entry(sign.to_string()).or_default() += 1;
        }
    }
    found
}

/// States, verdicts and marks are words and signs, which are there in every theme.
fn says_the_same(name: &str, model: &Model) {
    let coloured = words(draw(&in_palette(model, Palette::Rgb(DUSK))).backend().buffer());
    for theme in [ThemeName::Default, ThemeName::Mono] {
        let terminal = draw(&in_palette(model, theme.palette()));
        let plain = words(terminal.backend().buffer());
        let lacks: Vec<_> =
            coloured.iter().filter(|(word, count)| plain.get(*word).is_none_or(|there| there < *count)).collect();
        assert!(lacks.is_empty(), "{name} in {}: {lacks:?} are missing\n{}", theme.name(), terminal.backend());
    }
    let mono = draw(&in_palette(model, Palette::Mono));
    let coloured = mono.backend().buffer().content.iter().find(|c| (c.fg, c.bg) != (Color::Reset, Color::Reset));
    assert!(coloured.is_none(), "{name} has a colour without colours");
    let sixteen = draw(&in_palette(model, Palette::Sixteen));
    let fixed = [Color::Black, Color::White, Color::Gray, Color::DarkGray];
    let own = |c: &&Cell| c.bg != Color::Reset || fixed.contains(&c.fg) || rgb(c.fg).is_some();
    let found = sixteen.backend().buffer().content.iter().find(own);
    assert!(found.is_none(), "{name} in sixteen colours: {found:?}");
}

#[test]
fn unreadable_cells_are_found() {
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 5, 1));
    let colour = |role| Color::from_u32(DUSK.get(role).0);
    let ground = colour(Role::Ground);
    for (x, symbol, ink, ground) in [
        (0, "a", colour(Role::Text), ground),
        (1, "b", colour(Role::Frame), ground),
        (2, "c", Color::Rgb(9, 9, 9), ground),
        (3, "d", Color::Red, ground),
        (4, "e", colour(Role::Dim), colour(Role::Warning)),
    ] {
        buffer[(x, 0)].set_symbol(symbol).set_fg(ink).set_bg(ground);
    }
    let faults = unreadable(&buffer, &DUSK);
    let parts = ["1,0: \"b\" is text in", "2,0: \"c\" has a colour of no role", "3,0: \"d\" has no colour", "4,0: "];
    for part in parts {
        assert!(faults.iter().any(|fault| fault.starts_with(part)), "{part}: {faults:?}");
    }
    assert!(!faults.iter().any(|fault| fault.starts_with("0,0")), "{faults:?}");
}
