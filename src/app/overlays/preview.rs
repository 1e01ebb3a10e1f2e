//! The preview of a paste: the recognised values, how certain they are, and which of them to take.

use crate::domain::form::draft::DraftId;
use crate::domain::form::fields::{FIELDS, FieldId};
use crate::paste::Finding;

/// A line of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The field it is for.
    pub field: FieldId,
    /// The recognised value.
    pub finding: Finding,
    /// It is marked to be taken.
    pub selected: bool,
    /// The different value the form holds there now; never replaced unless marked.
    pub replaces: String,
}

/// A paste with values for more than one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastePreview {
    /// Which form it is for.
    pub form: DraftId,
    /// One line a field, in the order of the form.
    pub suggestions: Vec<Suggestion>,
    /// The form is for somebody else, with this email: nothing is marked then, and marking the line of the email
    /// marks everything.
    pub other: Option<String>,
    /// The values of that person in the form that the paste does not have.
    pub stays: Vec<String>,
    /// How many people the paste names.
    pub people: usize,
    /// How many of them an import would read, if that can take all.
    pub all: Option<u64>,
    /// The paste was longer than the part that is read.
    pub cut: bool,
    /// Lines in which nothing was recognised.
    pub leftover: Vec<String>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The paste itself.
    pub raw: String,
}

impl PastePreview {
    /// Marks every line, or none.
    pub fn mark_all(&mut self, taken: bool) {
        for offer in &mut self.suggestions {
            offer.selected = taken;
        }
    }

    /// Keeps or skips the line under the cursor.
    pub fn toggle(&mut self) {
        let Some(offer) = self.suggestions.get_mut(self.cursor) else { return };
        offer.selected = !offer.selected;
        let (whole, taken) = (self.other.is_some() && offer.field == FieldId::Email, offer.selected);
        if whole {
            self.mark_all(taken);
        }
        self.move_by(1);
    }

    /// Keeps or skips this line.
    pub fn toggle_at(&mut self, line: usize) {
        if line < self.suggestions.len() {
            self.cursor = line;
            self.toggle();
        }
    }

    /// Moves the cursor.
    pub fn move_by(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.suggestions.len().saturating_sub(1));
    }

    /// Number of lines on the screen.
    #[must_use]
    pub fn height(&self) -> u16 {
        let said = [!self.leftover.is_empty(), self.other.is_some(), self.cut, self.people > 1];
        let said = said.into_iter().filter(|said| *said).count();
        let lines = self.suggestions.len() + 2 + said;
        u16::try_from(lines.min(FIELDS.len() + 5) + 2).unwrap_or(20)
    }
}
