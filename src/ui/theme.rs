//! Colours and attributes, the only place that has any. Meaning never hangs on colour alone: states
//! are words, the selected row has a mark.

mod sheets;

use ratatui::style::Style;

use crate::app::core::notices::Weight;
use crate::domain::company::summary::Standing;
use crate::domain::terminal::appearance::{Accent, Look, ThemeName};
use sheets::Sheet;

/// The look of the screen.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    sheet: &'static Sheet,
    accent: Option<Accent>,
    /// Draws with ASCII alone.
    pub ascii: bool,
}

impl Theme {
    /// The look that is wanted.
    #[must_use]
    pub fn new(look: Look, ascii: bool) -> Self {
        let sheet = match look.theme {
            ThemeName::Default => &sheets::DEFAULT,
            ThemeName::Mono => &sheets::MONO,
            ThemeName::Dusk => &sheets::DUSK,
            ThemeName::Paper => &sheets::PAPER,
        };
        Self { sheet, accent: look.accent, ascii }
    }

    /// What everything stands on.
    #[must_use]
    pub fn ground(self) -> Style {
        self.sheet.ground
    }

    /// Ordinary text.
    #[must_use]
    pub fn plain(self) -> Style {
        self.sheet.plain
    }

    /// Text that may be overlooked.
    #[must_use]
    pub fn dim(self) -> Style {
        self.sheet.dim
    }

    /// Text that must not be overlooked.
    #[must_use]
    pub fn strong(self) -> Style {
        self.sheet.strong
    }

    /// The heading of the column under the cursor.
    #[must_use]
    pub fn heading_under_cursor(self) -> Style {
        self.sheet.heading_under_cursor
    }

    /// What is under the cursor.
    #[must_use]
    pub fn selected(self) -> Style {
        self.sheet.selected
    }

    /// A badge such as DEMO.
    #[must_use]
    pub fn badge(self) -> Style {
        self.sheet.accent(Accent::Yellow)
    }

    /// The badge of a production profile: in the profile's accent, else red.
    #[must_use]
    pub fn production(self) -> Style {
        self.sheet.accent(self.accent.unwrap_or(Accent::Red))
    }

    /// The name of a profile that is to look different, if it is.
    #[must_use]
    pub fn profile(self) -> Option<Style> {
        self.accent.map(|accent| self.sheet.accent(accent))
    }

    /// Good news.
    #[must_use]
    pub fn good(self) -> Style {
        self.sheet.good
    }

    /// Think about it.
    #[must_use]
    pub fn warning(self) -> Style {
        self.sheet.warning
    }

    /// It does not work like this.
    #[must_use]
    pub fn error(self) -> Style {
        self.sheet.error
    }

    /// Keys in footer and lists.
    #[must_use]
    pub fn key(self) -> Style {
        self.sheet.key
    }

    /// The word of a standing.
    #[must_use]
    pub fn standing(self, standing: Standing) -> Style {
        match standing {
            Standing::Over => self.error(),
            Standing::Full => self.sheet.full,
            Standing::Low => self.warning(),
            Standing::Expired | Standing::Locked => self.sheet.ended,
            Standing::Fine => self.plain(),
        }
    }

    /// A notice.
    #[must_use]
    pub fn weight(self, weight: Weight) -> Style {
        match weight {
            Weight::Hint => self.plain(),
            Weight::Info => self.good(),
            Weight::Error => self.error(),
        }
    }

    /// One of two characters, by what the terminal can show.
    #[must_use]
    pub fn glyph(self, unicode: char, ascii: char) -> char {
        if self.ascii { ascii } else { unicode }
    }
}
