//! Colours and attributes. Meaning never hangs on colour alone: states are words, the selected
//! row has a mark.

use ratatui::style::{Color, Modifier, Style};

use crate::app::notices::Weight;
use crate::domain::company::Standing;

/// The look of the screen: the terminal's own sixteen colours, or none at all.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Sets no colour at all (`NO_COLOR`).
    pub mono: bool,
    /// Draws with ASCII alone.
    pub ascii: bool,
}

impl Theme {
    fn colour(self, colour: Color) -> Style {
        if self.mono { Style::new() } else { Style::new().fg(colour) }
    }

    /// Ordinary text.
    #[must_use]
    pub fn plain(self) -> Style {
        Style::new()
    }

    /// Text that may be overlooked.
    #[must_use]
    pub fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Text that must not be overlooked.
    #[must_use]
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What is under the cursor.
    #[must_use]
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A badge such as DEMO.
    #[must_use]
    pub fn badge(self) -> Style {
        self.colour(Color::Yellow).add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// Good news.
    #[must_use]
    pub fn good(self) -> Style {
        self.colour(Color::Green)
    }

    /// Think about it.
    #[must_use]
    pub fn warning(self) -> Style {
        self.colour(Color::Yellow)
    }

    /// It does not work like this.
    #[must_use]
    pub fn error(self) -> Style {
        self.colour(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// Keys in footer and lists.
    #[must_use]
    pub fn key(self) -> Style {
        self.colour(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// The word of a standing.
    #[must_use]
    pub fn standing(self, standing: Standing) -> Style {
        match standing {
            Standing::Over => self.error(),
            Standing::Full => self.colour(Color::Red),
            Standing::Low => self.warning(),
            Standing::Expired | Standing::Locked => self.colour(Color::Magenta),
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
