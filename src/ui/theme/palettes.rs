//! The table of styles: each role in each theme.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::terminal::appearance::Accent;

/// The style of each role in one theme.
#[derive(Debug)]
pub(super) struct Palette {
    pub ground: Style,
    pub plain: Style,
    pub dim: Style,
    pub strong: Style,
    pub heading_under_cursor: Style,
    pub selected: Style,
    pub good: Style,
    pub warning: Style,
    pub error: Style,
    pub key: Style,
    pub full: Style,
    pub ended: Style,
    /// In the order of [`Accent::ALL`].
    pub accents: [Style; Accent::ALL.len()],
}

impl Palette {
    pub(super) fn accent(&self, accent: Accent) -> Style {
        let [red, yellow, green, blue, magenta, cyan] = self.accents;
        match accent {
            Accent::Red => red,
            Accent::Yellow => yellow,
            Accent::Green => green,
            Accent::Blue => blue,
            Accent::Magenta => magenta,
            Accent::Cyan => cyan,
        }
    }
}

const NOTHING: Style = Style::new();
const BOLD: Modifier = Modifier::BOLD;
const BADGE: Modifier = Modifier::REVERSED.union(Modifier::BOLD);

const fn ansi(colour: Color) -> Style {
    Style::new().fg(colour)
}

const fn reversed(colour: Color) -> Style {
    ansi(colour).add_modifier(BADGE)
}

const fn ink(rgb: u32) -> Style {
    Style::new().fg(Color::from_u32(rgb))
}

const fn on(rgb: u32, ground: u32) -> Style {
    ink(rgb).bg(Color::from_u32(ground))
}

/// The terminal's own sixteen colours on its own ground, neither black nor white among them: whatever
/// its palette makes of them, dark or light, was chosen to be read.
pub(super) const DEFAULT: Palette = Palette {
    ground: NOTHING,
    plain: NOTHING,
    dim: NOTHING.add_modifier(Modifier::DIM),
    strong: NOTHING.add_modifier(BOLD),
    heading_under_cursor: NOTHING.add_modifier(BOLD.union(Modifier::UNDERLINED)),
    selected: NOTHING.add_modifier(Modifier::REVERSED),
    good: ansi(Color::Green),
    warning: ansi(Color::Yellow),
    error: ansi(Color::Red).add_modifier(BOLD),
    key: ansi(Color::Cyan).add_modifier(BOLD),
    full: ansi(Color::Red),
    ended: ansi(Color::Magenta),
    accents: [
        reversed(Color::Red),
        reversed(Color::Yellow),
        reversed(Color::Green),
        reversed(Color::Blue),
        reversed(Color::Magenta),
        reversed(Color::Cyan),
    ],
};

/// Attributes alone.
pub(super) const MONO: Palette = Palette {
    ground: NOTHING,
    plain: NOTHING,
    dim: NOTHING.add_modifier(Modifier::DIM),
    strong: NOTHING.add_modifier(BOLD),
    heading_under_cursor: NOTHING.add_modifier(BOLD.union(Modifier::UNDERLINED)),
    selected: NOTHING.add_modifier(Modifier::REVERSED),
    good: NOTHING,
    warning: NOTHING,
    error: NOTHING.add_modifier(BOLD),
    key: NOTHING.add_modifier(BOLD),
    full: NOTHING,
    ended: NOTHING,
    accents: [NOTHING.add_modifier(BADGE); Accent::ALL.len()],
};

/// A blue evening: soft light on slate.
pub(super) const DUSK: Palette = Palette {
    ground: on(0x00d9_dde8, 0x001c_2130),
    plain: ink(0x00d9_dde8),
    dim: ink(0x00a9_b1c4),
    strong: ink(0x00f6_f7fb).add_modifier(BOLD),
    heading_under_cursor: ink(0x00f6_f7fb).add_modifier(BOLD.union(Modifier::UNDERLINED)),
    selected: NOTHING.bg(Color::from_u32(0x0034_405e)),
    good: ink(0x00a0_d490),
    warning: ink(0x00ec_c872),
    error: ink(0x00ff_9d96).add_modifier(BOLD),
    key: ink(0x0084_d0de).add_modifier(BOLD),
    full: ink(0x00ff_9d96),
    ended: ink(0x00d9_b0ee),
    accents: [
        on(0x001c_2130, 0x00ff_8b85).add_modifier(BOLD),
        on(0x001c_2130, 0x00ec_c872).add_modifier(BOLD),
        on(0x001c_2130, 0x00a0_d490).add_modifier(BOLD),
        on(0x001c_2130, 0x0093_b8ff).add_modifier(BOLD),
        on(0x001c_2130, 0x00d9_b0ee).add_modifier(BOLD),
        on(0x001c_2130, 0x0084_d0de).add_modifier(BOLD),
    ],
};

/// Ink on warm paper.
pub(super) const PAPER: Palette = Palette {
    ground: on(0x002e_3138, 0x00f8_f4ea),
    plain: ink(0x002e_3138),
    dim: ink(0x005a_5e66),
    strong: ink(0x0010_1216).add_modifier(BOLD),
    heading_under_cursor: ink(0x0010_1216).add_modifier(BOLD.union(Modifier::UNDERLINED)),
    selected: NOTHING.bg(Color::from_u32(0x00d8_e2ec)),
    good: ink(0x0026_642c),
    warning: ink(0x0078_5200),
    error: ink(0x00a6_1c1c).add_modifier(BOLD),
    key: ink(0x000a_5a6c).add_modifier(BOLD),
    full: ink(0x00a6_1c1c),
    ended: ink(0x0076_2a80),
    accents: [
        on(0x00ff_fdf8, 0x00b4_2222).add_modifier(BOLD),
        on(0x00ff_fdf8, 0x0080_5a00).add_modifier(BOLD),
        on(0x00ff_fdf8, 0x002c_6e32).add_modifier(BOLD),
        on(0x00ff_fdf8, 0x0026_57a8).add_modifier(BOLD),
        on(0x00ff_fdf8, 0x0080_3088).add_modifier(BOLD),
        on(0x00ff_fdf8, 0x000c_6274).add_modifier(BOLD),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(sheet: &Palette) -> Vec<(&'static str, Style)> {
        vec![
            ("ground", sheet.ground),
            ("plain", sheet.plain),
            ("dim", sheet.dim),
            ("strong", sheet.strong),
            ("heading under cursor", sheet.heading_under_cursor),
            ("good", sheet.good),
            ("warning", sheet.warning),
            ("error", sheet.error),
            ("key", sheet.key),
            ("full", sheet.full),
            ("ended", sheet.ended),
        ]
    }

    /// As WCAG 2 defines it.
    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(r, g, b) = colour else { panic!("{colour:?} is the terminal's own") };
        let [r, g, b] = [r, g, b].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(one: Color, other: Color) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn colours_of_their_own_can_be_read() {
        for (theme, sheet) in [("dusk", &DUSK), ("paper", &PAPER)] {
            let ground = sheet.ground.bg.expect("a ground");
            let selected = sheet.selected.bg.expect("a ground");
            for (role, style) in roles(sheet) {
                let ink = style.fg.expect("an ink");
                for (under, ground) in [("the ground", ground), ("the selection", selected)] {
                    let ratio = contrast(ink, ground);
                    assert!(ratio >= 4.5, "{theme}: {role} on {under}: {ratio:.2}");
                }
            }
            for (accent, style) in Accent::ALL.iter().zip(sheet.accents) {
                let (ink, under) = (style.fg.expect("an ink"), style.bg.expect("a ground"));
                assert!(contrast(ink, under) >= 4.5, "{theme}: {accent:?}: {:.2}", contrast(ink, under));
                assert!(contrast(under, ground) >= 3.0, "{theme}: {accent:?} against the ground");
            }
        }
    }

    #[test]
    fn the_terminals_own_ground_and_text_stay_its_own() {
        let (black_or_white, own) =
            ([Color::Black, Color::White, Color::Gray, Color::DarkGray], |c: Color| c == Color::Reset);
        for sheet in [&DEFAULT, &MONO] {
            for style in roles(sheet).into_iter().map(|(_, s)| s).chain(sheet.accents).chain([sheet.selected]) {
                assert!(style.bg.is_none_or(own), "{style:?}");
                let colour = style.fg.unwrap_or(Color::Reset);
                assert!(!black_or_white.contains(&colour) && !matches!(colour, Color::Rgb(..) | Color::Indexed(_)));
            }
        }
    }

    #[test]
    fn without_colours_there_are_none() {
        for (role, style) in roles(&MONO) {
            assert_eq!((style.fg, style.bg), (None, None), "{role}");
        }
        assert!(MONO.accents.iter().all(|s| (s.fg, s.bg) == (None, None) && s.add_modifier.contains(BADGE)));
    }

    #[test]
    fn what_differs_in_meaning_differs_in_look() {
        for sheet in [&DEFAULT, &DUSK, &PAPER] {
            let told_apart =
                [sheet.plain, sheet.dim, sheet.strong, sheet.good, sheet.warning, sheet.error, sheet.ended];
            for (n, one) in told_apart.iter().enumerate() {
                assert!(told_apart[n + 1..].iter().all(|other| other != one), "{one:?}");
            }
            for (n, one) in sheet.accents.iter().enumerate() {
                assert!(sheet.accents[n + 1..].iter().all(|other| other != one), "{one:?}");
            }
        }
    }
}
