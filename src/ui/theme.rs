//! Colours and attributes, the only place that sets any: each role of [`Role`] in 24-bit colours, in the terminal's
//! sixteen, and without any. Meaning never depends on colour alone: states are words, the selected row has a mark.

use ratatui::style::{Color, Modifier, Style};

use crate::app::core::notices::Severity;
use crate::domain::company::summary::CompanyStatus;
use crate::domain::terminal::appearance::{Accent, Appearance, Palette};
use crate::domain::terminal::theme::{Colours, Rgb, Role};
use crate::domain::user::existing::UserStatus;

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Attributes alone.
    Mono,
    /// The terminal's own sixteen colours on its own ground, neither black nor white among them: whatever its palette
    /// makes of them, dark or light, was chosen to be read.
    Sixteen,
    /// 24-bit colours.
    Rgb(Colours),
}

/// The look of the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    depth: Depth,
    accent: Option<Accent>,
    /// Draws with ASCII alone.
    pub ascii: bool,
}

const NOTHING: Style = Style::new();
/// How much of the background is mixed into the accent of a frame, in percent.
const FRAME_SOFTNESS: u32 = 35;

fn colour(rgb: Rgb) -> Color {
    Color::from_u32(rgb.0)
}

impl Theme {
    /// The theme in use.
    #[must_use]
    pub fn new(look: Appearance, ascii: bool) -> Self {
        let depth = match look.palette {
            Palette::Auto | Palette::Sixteen => Depth::Sixteen,
            Palette::Mono => Depth::Mono,
            Palette::Rgb(colours) => Depth::Rgb(colours),
        };
        Self { depth, accent: look.accent, ascii }
    }

    /// There are backgrounds: fields are filled, the selection is a tint.
    #[must_use]
    pub fn has_tints(self) -> bool {
        matches!(self.depth, Depth::Rgb(_))
    }

    /// Text in the colour of a role.
    fn ink(self, role: Role) -> Style {
        match self.depth {
            Depth::Rgb(colours) => NOTHING.fg(colour(colours.get(role))),
            Depth::Mono => NOTHING,
            Depth::Sixteen => match role {
                Role::Accent => NOTHING.fg(Color::Cyan),
                Role::Danger => NOTHING.fg(Color::Red),
                Role::Warning => NOTHING.fg(Color::Yellow),
                Role::Blocked => NOTHING.fg(Color::Magenta),
                Role::Good => NOTHING.fg(Color::Green),
                Role::Ground
                | Role::Surface
                | Role::Raised
                | Role::Text
                | Role::Strong
                | Role::Dim
                | Role::AccentText
                | Role::Selection
                | Role::SelectionUnfocused
                | Role::Track
                | Role::Frame => NOTHING,
            },
        }
    }

    /// The background of a role; nothing where there are no backgrounds.
    fn fill(self, role: Role) -> Style {
        match self.depth {
            Depth::Rgb(colours) => NOTHING.bg(colour(colours.get(role))),
            Depth::Mono | Depth::Sixteen => NOTHING,
        }
    }

    fn faint(self, role: Role) -> Style {
        match self.depth {
            Depth::Rgb(_) => self.ink(role),
            Depth::Mono | Depth::Sixteen => NOTHING.add_modifier(Modifier::DIM),
        }
    }

    /// The background, with the colour of ordinary text.
    #[must_use]
    pub fn ground(self) -> Style {
        self.fill(Role::Ground).patch(self.text())
    }

    /// The background of a field.
    #[must_use]
    pub fn surface(self) -> Style {
        self.fill(Role::Surface)
    }

    /// The background of what lies above the panes.
    #[must_use]
    pub fn raised(self) -> Style {
        self.fill(Role::Raised).patch(self.text())
    }

    /// Ordinary text.
    #[must_use]
    pub fn text(self) -> Style {
        self.ink(Role::Text)
    }

    /// What the eye looks for.
    #[must_use]
    pub fn strong(self) -> Style {
        self.ink(Role::Strong).add_modifier(Modifier::BOLD)
    }

    /// Labels, units, what repeats in every row.
    #[must_use]
    pub fn dim(self) -> Style {
        self.faint(Role::Dim)
    }

    /// Keys, the mark of the selection, what has the focus.
    #[must_use]
    pub fn accent(self) -> Style {
        self.ink(Role::Accent).add_modifier(Modifier::BOLD)
    }

    /// The title of the column under the cursor.
    #[must_use]
    pub fn heading_under_cursor(self) -> Style {
        self.strong().add_modifier(Modifier::UNDERLINED)
    }

    /// What is under the cursor: a tint that leaves the colours of the row, reverse video where there are no tints.
    #[must_use]
    pub fn selection(self) -> Style {
        match self.depth {
            Depth::Rgb(_) => self.fill(Role::Selection),
            Depth::Mono | Depth::Sixteen => NOTHING.add_modifier(Modifier::REVERSED),
        }
    }

    /// Whether a tint swaps text and background. What the text has besides would then show as patches: see
    /// [`Theme::evened`].
    #[must_use]
    pub fn is_reversed(tint: Style) -> bool {
        tint.add_modifier.contains(Modifier::REVERSED)
    }

    /// A cell in reverse video: nothing is dim, and the gaps between words have no colour or weight.
    #[must_use]
    pub fn evened(cell: Style, is_gap: bool) -> Style {
        if is_gap { Style::reset().add_modifier(Modifier::REVERSED) } else { cell.remove_modifier(Modifier::DIM) }
    }

    /// The same in a pane without focus.
    #[must_use]
    pub fn selection_unfocused(self) -> Style {
        self.fill(Role::SelectionUnfocused)
    }

    /// A button or an answer that has the focus.
    #[must_use]
    pub fn pressed(self) -> Style {
        self.on(Role::Accent)
    }

    /// Over the limit, refused, failed.
    #[must_use]
    pub fn danger(self) -> Style {
        self.ink(Role::Danger).add_modifier(Modifier::BOLD)
    }

    /// The same in a sentence, which is read and not looked for.
    #[must_use]
    pub fn sentence(self, style: Style) -> Style {
        style.remove_modifier(Modifier::BOLD)
    }

    /// The place of a mistake in a text.
    #[must_use]
    pub fn mistake(self) -> Style {
        self.danger().add_modifier(Modifier::UNDERLINED)
    }

    /// Low, ends soon, not verified.
    #[must_use]
    pub fn warning(self) -> Style {
        self.ink(Role::Warning)
    }

    /// Expired, locked.
    #[must_use]
    pub fn blocked(self) -> Style {
        self.ink(Role::Blocked)
    }

    /// Created, verified.
    #[must_use]
    pub fn good(self) -> Style {
        self.ink(Role::Good)
    }

    /// The empty part of a gauge.
    #[must_use]
    pub fn track(self) -> Style {
        self.faint(Role::Track)
    }

    /// The frame of a pane. That of the focused one is long: the accent is softened there.
    #[must_use]
    pub fn frame(self, focused: bool) -> Style {
        match self.depth {
            Depth::Rgb(colours) if focused => {
                NOTHING.fg(colour(colours.get(Role::Accent).mixed(colours.get(Role::Ground), FRAME_SOFTNESS)))
            }
            Depth::Sixteen | Depth::Mono if focused => self.ink(Role::Accent),
            Depth::Rgb(_) | Depth::Sixteen | Depth::Mono => self.faint(Role::Frame),
        }
    }

    /// A badge such as DEMO.
    #[must_use]
    pub fn badge(self) -> Style {
        match self.depth {
            Depth::Rgb(_) => self.warning().patch(self.surface()).add_modifier(Modifier::BOLD),
            Depth::Mono | Depth::Sixteen => self.on(Role::Warning),
        }
    }

    /// The badge of a production profile: in the profile's accent, else red.
    #[must_use]
    pub fn production(self) -> Style {
        self.in_accent(self.accent.unwrap_or(Accent::Red))
    }

    /// The name of a profile with an accent, if it has one.
    #[must_use]
    pub fn profile(self) -> Option<Style> {
        self.accent.map(|accent| self.in_accent(accent))
    }

    /// Text on the colour of a role.
    fn on(self, role: Role) -> Style {
        let bold = Modifier::BOLD;
        match self.depth {
            Depth::Rgb(_) => self.ink(Role::AccentText).patch(self.fill(role)).add_modifier(bold),
            Depth::Mono | Depth::Sixteen => self.ink(role).add_modifier(bold.union(Modifier::REVERSED)),
        }
    }

    fn in_accent(self, accent: Accent) -> Style {
        let sixteen = |colour: Color| NOTHING.fg(colour).add_modifier(Modifier::BOLD.union(Modifier::REVERSED));
        match (accent, self.depth) {
            (Accent::Red, _) => self.on(Role::Danger),
            (Accent::Yellow, _) => self.on(Role::Warning),
            (Accent::Green, _) => self.on(Role::Good),
            (Accent::Magenta, _) => self.on(Role::Blocked),
            (Accent::Blue, Depth::Sixteen) => sixteen(Color::Blue),
            (Accent::Blue | Accent::Cyan, Depth::Mono)
            | (Accent::Blue, Depth::Rgb(_))
            | (Accent::Cyan, Depth::Sixteen) => self.on(Role::Accent),
            // A theme has no role for it: it lies between two that there are.
            (Accent::Cyan, Depth::Rgb(colours)) => {
                let cyan = colours.get(Role::Accent).mixed(colours.get(Role::Good), 50);
                self.on(Role::Accent).bg(colour(cyan))
            }
        }
    }

    /// What is behind an overlay: paler than it was, and no longer strong.
    #[must_use]
    pub fn receded(self, style: Style) -> Style {
        match self.depth {
            Depth::Rgb(colours) => {
                let ground = colours.get(Role::Ground);
                let mix = |at: Option<Color>, percent| match at {
                    Some(Color::Rgb(r, g, b)) => {
                        let rgb = Rgb(u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b));
                        Some(colour(rgb.mixed(ground, percent)))
                    }
                    other => other,
                };
                Style { fg: mix(style.fg, 55), bg: mix(style.bg, 60), ..style }.remove_modifier(Modifier::BOLD)
            }
            Depth::Mono | Depth::Sixteen => Style { fg: Some(Color::Reset), ..style }
                .remove_modifier(Modifier::BOLD.union(Modifier::REVERSED))
                .add_modifier(Modifier::DIM),
        }
    }

    /// The word of a status.
    #[must_use]
    pub fn company_status(self, status: CompanyStatus) -> Style {
        match status {
            CompanyStatus::Over => self.danger(),
            CompanyStatus::Full | CompanyStatus::Low => self.warning(),
            CompanyStatus::Expired | CompanyStatus::Locked => self.blocked(),
            CompanyStatus::Fine => self.text(),
        }
    }

    /// The sign before the word of a status, with a gap; an ASCII terminal has the word alone.
    #[must_use]
    pub fn sign(self, status: CompanyStatus) -> &'static str {
        if self.ascii {
            return "";
        }
        match status {
            CompanyStatus::Over => "● ",
            CompanyStatus::Low => "◐ ",
            CompanyStatus::Full => "○ ",
            CompanyStatus::Locked => "⊘ ",
            CompanyStatus::Expired => "✕ ",
            CompanyStatus::Fine => "",
        }
    }

    /// The sign before the word of a user's status, with a gap; an active user has none.
    #[must_use]
    pub fn user_sign(self, status: &UserStatus) -> &'static str {
        match status {
            _ if self.ascii => "",
            UserStatus::Inactive => "○ ",
            UserStatus::Deleted => "✕ ",
            UserStatus::Active | UserStatus::Other(_) => "",
        }
    }

    /// A notice.
    #[must_use]
    pub fn severity(self, severity: Severity) -> Style {
        match severity {
            Severity::Hint => self.text(),
            Severity::Info => self.good(),
            Severity::Error => self.danger(),
        }
    }

    /// One of two characters, depending on what the terminal can show.
    #[must_use]
    pub fn glyph(self, unicode: char, ascii: char) -> char {
        if self.ascii { ascii } else { unicode }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::terminal::appearance::ThemeName;

    fn theme(name: ThemeName) -> Theme {
        Theme::new(Appearance { palette: name.palette(), accent: None }, false)
    }

    fn all(t: Theme) -> Vec<Style> {
        let roles = [
            t.ground(),
            t.surface(),
            t.raised(),
            t.text(),
            t.strong(),
            t.dim(),
            t.accent(),
            t.heading_under_cursor(),
            t.selection(),
            t.selection_unfocused(),
            t.pressed(),
            t.danger(),
            t.warning(),
            t.blocked(),
            t.good(),
            t.track(),
            t.frame(true),
            t.frame(false),
            t.badge(),
            t.production(),
        ];
        roles.into_iter().chain(Accent::ALL.map(|accent| t.in_accent(accent))).collect()
    }

    #[test]
    fn the_terminals_own_ground_and_text_stay_its_own() {
        for style in all(theme(ThemeName::Default)) {
            assert_eq!(style.bg, None, "{style:?}");
            let allowed = [Color::Red, Color::Yellow, Color::Green, Color::Blue, Color::Magenta, Color::Cyan];
            assert!(style.fg.is_none_or(|fg| allowed.contains(&fg)), "{style:?}");
        }
    }

    #[test]
    fn without_colours_there_are_none() {
        for style in all(theme(ThemeName::Mono)) {
            assert_eq!((style.fg, style.bg), (None, None), "{style:?}");
        }
    }

    #[test]
    fn accents_can_be_read_and_differ() {
        for name in [ThemeName::Dusk, ThemeName::Paper] {
            let styles = Accent::ALL.map(|accent| theme(name).in_accent(accent));
            for (n, style) in styles.iter().enumerate() {
                let rgb = |colour: Option<Color>| match colour {
                    Some(Color::Rgb(r, g, b)) => Rgb(u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b)),
                    other => panic!("{other:?}"),
                };
                let ratio = rgb(style.fg).contrast(rgb(style.bg));
                assert!(ratio >= 4.5, "{name:?} {:?}: {ratio:.2}", Accent::ALL[n]);
                assert!(styles[n + 1..].iter().all(|other| other != style), "{name:?} {:?}", Accent::ALL[n]);
            }
        }
    }

    #[test]
    fn what_differs_in_meaning_differs_in_look() {
        for name in [ThemeName::Default, ThemeName::Dusk, ThemeName::Paper] {
            let t = theme(name);
            let styles = [t.text(), t.dim(), t.strong(), t.good(), t.warning(), t.danger(), t.blocked(), t.accent()];
            for (n, one) in styles.iter().enumerate() {
                assert!(styles[n + 1..].iter().all(|other| other != one), "{name:?}: {one:?}");
            }
        }
    }
}
