//! Colours and attributes, the only place that sets any. Meaning never depends on colour alone: states
//! are words, the selected row has a mark.

mod palettes;

use ratatui::style::Style;

use crate::app::core::notices::Severity;
use crate::domain::company::summary::CompanyStatus;
use crate::domain::terminal::appearance::{Accent, Appearance, ThemeName};
use palettes::Palette;

/// The look of the screen.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    palette: &'static Palette,
    accent: Option<Accent>,
    /// Draws with ASCII alone.
    pub ascii: bool,
}

impl Theme {
    /// The theme in use.
    #[must_use]
    pub fn new(look: Appearance, ascii: bool) -> Self {
        let sheet = match look.theme {
            ThemeName::Default => &palettes::DEFAULT,
            ThemeName::Mono => &palettes::MONO,
            ThemeName::Dusk => &palettes::DUSK,
            ThemeName::Paper => &palettes::PAPER,
        };
        Self { palette: sheet, accent: look.accent, ascii }
    }

    /// The background.
    #[must_use]
    pub fn ground(self) -> Style {
        self.palette.ground
    }

    /// Ordinary text.
    #[must_use]
    pub fn plain(self) -> Style {
        self.palette.plain
    }

    /// Dimmed text.
    #[must_use]
    pub fn dim(self) -> Style {
        self.palette.dim
    }

    /// Emphasised text.
    #[must_use]
    pub fn strong(self) -> Style {
        self.palette.strong
    }

    /// The heading of the column under the cursor.
    #[must_use]
    pub fn heading_under_cursor(self) -> Style {
        self.palette.heading_under_cursor
    }

    /// What is under the cursor.
    #[must_use]
    pub fn selected(self) -> Style {
        self.palette.selected
    }

    /// A badge such as DEMO.
    #[must_use]
    pub fn badge(self) -> Style {
        self.palette.accent(Accent::Yellow)
    }

    /// The badge of a production profile: in the profile's accent, else red.
    #[must_use]
    pub fn production(self) -> Style {
        self.palette.accent(self.accent.unwrap_or(Accent::Red))
    }

    /// The name of a profile with an accent, if it has one.
    #[must_use]
    pub fn profile(self) -> Option<Style> {
        self.accent.map(|accent| self.palette.accent(accent))
    }

    /// Success.
    #[must_use]
    pub fn good(self) -> Style {
        self.palette.good
    }

    /// Warning.
    #[must_use]
    pub fn warning(self) -> Style {
        self.palette.warning
    }

    /// Error.
    #[must_use]
    pub fn error(self) -> Style {
        self.palette.error
    }

    /// Keys in footer and lists.
    #[must_use]
    pub fn key(self) -> Style {
        self.palette.key
    }

    /// The word of a status.
    #[must_use]
    pub fn company_status(self, standing: CompanyStatus) -> Style {
        match standing {
            CompanyStatus::Over => self.error(),
            CompanyStatus::Full => self.palette.full,
            CompanyStatus::Low => self.warning(),
            CompanyStatus::Expired | CompanyStatus::Locked => self.palette.ended,
            CompanyStatus::Fine => self.plain(),
        }
    }

    /// A notice.
    #[must_use]
    pub fn weight(self, weight: Severity) -> Style {
        match weight {
            Severity::Hint => self.plain(),
            Severity::Info => self.good(),
            Severity::Error => self.error(),
        }
    }

    /// One of two characters, depending on what the terminal can show.
    #[must_use]
    pub fn glyph(self, unicode: char, ascii: char) -> char {
        if self.ascii { ascii } else { unicode }
    }
}
