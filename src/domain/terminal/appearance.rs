//! Appearance: the names of themes and accents, and the terminal's support for colours.

use super::theme::{Colours, DUSK, PAPER, Rgb};

/// A built-in theme, by its name in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// Dusk or paper, by the terminal's background; the sixteen colours where that is not known.
    #[default]
    Auto,
    /// The terminal's sixteen colours, on its background.
    Default,
    /// Attributes only, no colours.
    Mono,
    /// Dark, with colours of its own.
    Dusk,
    /// Light, with colours of its own.
    Paper,
}

impl ThemeName {
    /// Every theme.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Default, Self::Mono, Self::Dusk, Self::Paper];

    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Default => "default",
            Self::Mono => "mono",
            Self::Dusk => "dusk",
            Self::Paper => "paper",
        }
    }

    /// The theme with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// What it draws with.
    #[must_use]
    pub fn palette(self) -> Palette {
        match self {
            Self::Auto => Palette::Auto,
            Self::Default => Palette::Sixteen,
            Self::Mono => Palette::Mono,
            Self::Dusk => Palette::Rgb(DUSK),
            Self::Paper => Palette::Rgb(PAPER),
        }
    }
}

/// A theme that was chosen: a built-in one, or one of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeChoice {
    /// A built-in one.
    BuiltIn(ThemeName),
    /// One of the configuration.
    Own {
        /// Its name there.
        name: String,
        /// Its colours.
        colours: Colours,
    },
}

impl Default for ThemeChoice {
    fn default() -> Self {
        Self::BuiltIn(ThemeName::default())
    }
}

impl ThemeChoice {
    fn name(&self) -> &str {
        match self {
            Self::BuiltIn(theme) => theme.name(),
            Self::Own { name, .. } => name,
        }
    }

    fn palette(&self) -> Palette {
        match self {
            Self::BuiltIn(theme) => theme.palette(),
            Self::Own { colours, .. } => Palette::Rgb(*colours),
        }
    }
}

/// The colours that a screen is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    /// To be decided by the terminal's background; until then the sixteen colours.
    Auto,
    /// The terminal's own sixteen colours.
    #[default]
    Sixteen,
    /// None: attributes only.
    Mono,
    /// 24-bit colours.
    Rgb(Colours),
}

/// The terminal's background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// White can be read on it.
    Dark,
    /// Black can be read on it.
    Light,
}

/// What a terminal says about its background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackgroundAnswer {
    /// It has this one.
    Is(Background),
    /// It does not say.
    NotTold,
}

impl Background {
    /// Which of the two a colour is: what has more contrast with it decides.
    #[must_use]
    pub fn of(colour: Rgb) -> Self {
        if colour.contrast(Rgb(0)) > colour.contrast(Rgb(0xff_ffff)) { Self::Light } else { Self::Dark }
    }

    /// The palette of the automatic theme.
    #[must_use]
    pub fn palette(self) -> Palette {
        match self {
            Self::Dark => Palette::Rgb(DUSK),
            Self::Light => Palette::Rgb(PAPER),
        }
    }
}

/// A colour that distinguishes a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the colour it is called")]
pub enum Accent {
    Red,
    Yellow,
    Green,
    Blue,
    Magenta,
    Cyan,
}

impl Accent {
    /// Every accent.
    pub const ALL: [Self; 6] = [Self::Red, Self::Yellow, Self::Green, Self::Blue, Self::Magenta, Self::Cyan];

    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Magenta => "magenta",
            Self::Cyan => "cyan",
        }
    }

    /// The accent with this name.
    ///
    /// # Errors
    ///
    /// A sentence with the names.
    pub fn named(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|a| a.name() == name).ok_or_else(|| {
            format!("no accent is called \"{name}\"; there are: {}", Self::ALL.map(Self::name).join(", "))
        })
    }
}

/// Colours and accent of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Appearance {
    /// The colours.
    pub palette: Palette,
    /// The profile's accent.
    pub accent: Option<Accent>,
}

fn is_set(value: Option<String>) -> bool {
    value.is_some_and(|value| !value.is_empty())
}

/// The program runs inside GNU screen, which does not pass on 24-bit colours.
fn in_gnu_screen(variable: impl Fn(&str) -> Option<String>) -> bool {
    is_set(variable("STY"))
}

/// Whether the terminal reports 24-bit colours: `COLORTERM`, or Windows Terminal. Inside GNU screen neither counts.
pub fn shows_truecolour(variable: impl Fn(&str) -> Option<String>) -> bool {
    let colours =
        variable("COLORTERM").is_some_and(|v| matches!(v.to_ascii_lowercase().as_str(), "truecolor" | "24bit"));
    !in_gnu_screen(&variable) && (colours || is_set(variable("WT_SESSION")))
}

/// Whether the terminal can neither move the cursor nor show a screen.
pub fn is_dumb(variable: impl Fn(&str) -> Option<String>) -> bool {
    variable("TERM").is_some_and(|term| term == "dumb")
}

/// The colours to use for a theme, and a message if they are others than it asks for. `NO_COLOR` takes precedence.
/// [`Palette::Auto`] means that the terminal may be asked for its background.
pub fn usable(wanted: &ThemeChoice, variable: impl Fn(&str) -> Option<String>) -> (Palette, Option<String>) {
    if is_set(variable("NO_COLOR")) {
        return (Palette::Mono, None);
    }
    let palette = wanted.palette();
    let why = match palette {
        Palette::Sixteen | Palette::Mono => return (palette, None),
        Palette::Auto if cfg!(windows) => return (Palette::Sixteen, None),
        Palette::Auto | Palette::Rgb(_) if shows_truecolour(&variable) => return (palette, None),
        // Nobody asked for these colours.
        Palette::Auto => return (Palette::Sixteen, None),
        Palette::Rgb(_) if in_gnu_screen(&variable) => "GNU screen does not pass them on",
        Palette::Rgb(_) => "the terminal does not report support for them (COLORTERM=truecolor)",
    };
    let said = format!("Theme {} needs 24-bit colours, and {why}. The default theme is used.", wanted.name());
    (Palette::Sixteen, Some(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for theme in ThemeName::ALL {
            assert_eq!(ThemeName::named(theme.name()), Some(theme));
        }
        for accent in Accent::ALL {
            assert_eq!(Accent::named(accent.name()), Ok(accent));
        }
        assert_eq!(ThemeName::named("solar"), None);
        let said = Accent::named("mauve").expect_err("unknown");
        assert!(said.contains("\"mauve\"") && said.contains("red, yellow, green"), "{said}");
    }

    /// The result in an environment.
    fn used(wanted: &ThemeChoice, set: &[(&str, &str)]) -> (Palette, Option<String>) {
        usable(wanted, |name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    fn choice(theme: ThemeName) -> ThemeChoice {
        ThemeChoice::BuiltIn(theme)
    }

    #[test]
    fn colours_are_used_where_the_terminal_has_them() {
        let (palette, said) = used(&choice(ThemeName::Dusk), &[("TERM", "xterm-256color")]);
        assert_eq!(palette, Palette::Sixteen);
        assert!(said.is_some_and(|s| s.contains("dusk") && s.contains("COLORTERM")));
        for set in [[("COLORTERM", "24bit")], [("COLORTERM", "TrueColor")], [("WT_SESSION", "a")]] {
            assert_eq!(used(&choice(ThemeName::Paper), &set), (Palette::Rgb(PAPER), None), "{set:?}");
        }
        for theme in ThemeName::ALL {
            let set = [("COLORTERM", "truecolor"), ("NO_COLOR", "1")];
            assert_eq!(used(&choice(theme), &set), (Palette::Mono, None));
        }
        assert_eq!(used(&choice(ThemeName::Mono), &[]), (Palette::Mono, None));
    }

    #[test]
    fn automatic_theme_asks_only_a_terminal_with_many_colours() {
        let wanted = if cfg!(windows) { Palette::Sixteen } else { Palette::Auto };
        assert_eq!(used(&ThemeChoice::default(), &[("COLORTERM", "truecolor")]), (wanted, None));
        for set in [&[][..], &[("TERM", "xterm-256color")], &[("COLORTERM", "truecolor"), ("STY", "1.tty")]] {
            assert_eq!(used(&ThemeChoice::default(), set), (Palette::Sixteen, None), "{set:?}");
        }
    }

    #[test]
    fn gnu_screen_gets_sixteen_colours_and_says_so_only_to_who_chose_others() {
        let set = [("COLORTERM", "truecolor"), ("STY", "1.tty")];
        let own = ThemeChoice::Own { name: "evening".to_owned(), colours: DUSK };
        for (wanted, name) in [(choice(ThemeName::Paper), "Theme paper"), (own, "Theme evening")] {
            let (palette, said) = used(&wanted, &set);
            assert_eq!(palette, Palette::Sixteen);
            assert!(said.as_ref().is_some_and(|s| s.contains(name) && s.contains("GNU screen")), "{said:?}");
        }
        assert_eq!(used(&choice(ThemeName::Default), &set), (Palette::Sixteen, None));
    }

    #[test]
    fn background_is_what_can_be_read_on_it() {
        for dark in [0x00_0000, 0x1d_1f21, 0x00_2b36, 0x28_2c34, 0x2e_3440, 0x44_475a] {
            assert_eq!(Background::of(Rgb(dark)), Background::Dark, "{dark:06x}");
        }
        for light in [0xff_ffff, 0xfd_f6e3, 0xfa_f4ed, 0xee_eeee, 0xc0_c0c0] {
            assert_eq!(Background::of(Rgb(light)), Background::Light, "{light:06x}");
        }
        assert_eq!(
            [Background::Dark, Background::Light].map(Background::palette),
            [Palette::Rgb(DUSK), Palette::Rgb(PAPER)]
        );
    }
}
