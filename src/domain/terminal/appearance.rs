//! Appearance: the names of themes and accents, and the terminal's support for colours.

/// A theme, by its name in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// The terminal's sixteen colours, on its background.
    #[default]
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
    pub const ALL: [Self; 4] = [Self::Default, Self::Mono, Self::Dusk, Self::Paper];

    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Mono => "mono",
            Self::Dusk => "dusk",
            Self::Paper => "paper",
        }
    }

    /// The theme with this name.
    ///
    /// # Errors
    ///
    /// A sentence with the names.
    pub fn named(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|t| t.name() == name)
            .ok_or_else(|| unknown("theme", name, Self::ALL.map(Self::name)))
    }

    /// It needs 24-bit colours.
    #[must_use]
    pub fn is_truecolour(self) -> bool {
        matches!(self, Self::Dusk | Self::Paper)
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
        Self::ALL
            .into_iter()
            .find(|a| a.name() == name)
            .ok_or_else(|| unknown("accent", name, Self::ALL.map(Self::name)))
    }
}

fn unknown<const N: usize>(what: &str, name: &str, names: [&str; N]) -> String {
    format!("no {what} is called \"{name}\"; there are: {}", names.join(", "))
}

/// Theme and accent of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Appearance {
    /// The theme.
    pub theme: ThemeName,
    /// The profile's accent.
    pub accent: Option<Accent>,
}

/// Whether the terminal reports 24-bit colours: `COLORTERM`, or Windows Terminal.
pub fn shows_truecolour(variable: impl Fn(&str) -> Option<String>) -> bool {
    let colours =
        variable("COLORTERM").is_some_and(|v| matches!(v.to_ascii_lowercase().as_str(), "truecolor" | "24bit"));
    colours || variable("WT_SESSION").is_some_and(|v| !v.is_empty())
}

/// The theme to use for `wanted`, and a message if it is another one. `NO_COLOR` takes precedence.
pub fn usable(wanted: ThemeName, variable: impl Fn(&str) -> Option<String>) -> (ThemeName, Option<String>) {
    if variable("NO_COLOR").is_some_and(|v| !v.is_empty()) {
        return (ThemeName::Mono, None);
    }
    if wanted.is_truecolour() && !shows_truecolour(variable) {
        let said = format!(
            "Theme {} needs 24-bit colours, and the terminal does not report support for them (COLORTERM=truecolor). \
             The default theme is used.",
            wanted.name()
        );
        return (ThemeName::Default, Some(said));
    }
    (wanted, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for theme in ThemeName::ALL {
            assert_eq!(ThemeName::named(theme.name()), Ok(theme));
        }
        for accent in Accent::ALL {
            assert_eq!(Accent::named(accent.name()), Ok(accent));
        }
        let said = ThemeName::named("solar").expect_err("unknown");
        assert!(said.contains("\"solar\"") && said.contains("default, mono, dusk, paper"), "{said}");
    }

    #[test]
    fn colours_are_used_where_the_terminal_has_them() {
        let with = |set: &'static [(&str, &str)]| {
            move |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        };
        let (theme, said) = usable(ThemeName::Dusk, with(&[("TERM", "xterm-256color")]));
        assert_eq!(theme, ThemeName::Default);
        assert!(said.is_some_and(|s| s.contains("dusk") && s.contains("COLORTERM")));
        assert_eq!(usable(ThemeName::Paper, with(&[("COLORTERM", "24bit")])), (ThemeName::Paper, None));
        assert_eq!(usable(ThemeName::Paper, with(&[("WT_SESSION", "a")])), (ThemeName::Paper, None));
        let none = [("COLORTERM", "truecolor"), ("NO_COLOR", "1")];
        for theme in ThemeName::ALL {
            let set = |name: &str| none.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            assert_eq!(usable(theme, set), (ThemeName::Mono, None));
        }
        assert_eq!(usable(ThemeName::Mono, with(&[])), (ThemeName::Mono, None));
    }
}
