//! The preview of a paste: what was understood, what is a guess, and what of it is to be taken.

use crate::domain::form::draft::DraftId;
use crate::domain::form::fields::{FIELDS, FieldId};
use crate::paste::Finding;

/// A line of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The field it is for.
    pub field: FieldId,
    /// What was understood.
    pub finding: Finding,
    /// It is to be taken.
    pub selected: bool,
    /// What the form holds there now, when that is something else; never replaced unless it is marked.
    pub replaces: String,
}

/// A paste that says more than one field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastePreview {
    /// Which form it is for.
    pub form: DraftId,
    /// One line a field, in the order of the form.
    pub suggestions: Vec<Suggestion>,
    /// The form is about somebody else, who has this email: then nothing is marked, and the line of the email
    /// marks everything.
    pub other: Option<String>,
    /// What the form holds of that one and the paste does not have.
    pub stays: Vec<String>,
    /// How many people the paste names.
    pub people: usize,
    /// The paste was longer than what is read of one.
    pub cut: bool,
    /// Lines that nothing was taken from.
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

    /// Moves the cursor.
    pub fn move_by(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.suggestions.len().saturating_sub(1));
    }

    /// Lines it has on the screen.
    #[must_use]
    pub fn height(&self) -> u16 {
        let said = [!self.leftover.is_empty(), self.other.is_some(), self.cut, self.people > 1];
        let said = said.into_iter().filter(|said| *said).count();
        let lines = self.suggestions.len() + 2 + said;
        u16::try_from(lines.min(FIELDS.len() + 5) + 2).unwrap_or(20)
    }
}
