//! The box with the aliases and the note of a company.

use crate::app::keys::press::{Key, KeyPress};
use crate::app::widgets::text_area::TextArea;
use crate::app::widgets::text_input::{Edit, TextInput};
use crate::domain::desk::note::{DeskNote, NOTE_MAX};
use crate::domain::service::ids::CompanyId;

/// One of its inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteField {
    /// The aliases, between commas.
    Aliases,
    /// The note.
    Text,
}

/// The box.
#[derive(Debug, Clone)]
pub struct NotePrompt {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// The aliases.
    pub aliases: TextInput,
    /// The note.
    pub text: TextArea,
    /// The input that takes the keys.
    pub field: NoteField,
    /// Aliases of the team, which are not changed here.
    pub shared: Vec<String>,
}

impl NotePrompt {
    /// A box with what is written about the company; the cursor is behind the aliases.
    #[must_use]
    pub fn new(company: CompanyId, name: String, note: &DeskNote, shared: Vec<String>) -> Self {
        Self {
            company,
            name,
            aliases: TextInput::new(note.alias_line()),
            text: TextArea::new(note.text.clone()),
            field: NoteField::Aliases,
            shared,
        }
    }

    /// What is written now.
    #[must_use]
    pub fn note(&self) -> DeskNote {
        DeskNote::typed(self.aliases.value(), self.text.value())
    }

    /// Goes to the other input.
    pub fn step(&mut self) {
        self.field = match self.field {
            NoteField::Aliases => NoteField::Text,
            NoteField::Text => NoteField::Aliases,
        };
    }

    /// Goes to this input.
    pub fn go(&mut self, field: NoteField) {
        self.field = field;
    }

    /// A key press; the note is drawn in so many cells.
    ///
    /// # Errors
    ///
    /// What would be too much: then nothing has changed.
    pub fn press(&mut self, press: KeyPress, cells: usize) -> Result<(), String> {
        let goes_on = matches!(press.key, Key::Enter | Key::Down) && !press.ctrl && !press.alt;
        match self.field {
            NoteField::Aliases if goes_on => {
                self.field = NoteField::Text;
                Ok(())
            }
            NoteField::Text if press == KeyPress::plain(Key::Up) && self.text.place(cells).0 == 0 => {
                self.field = NoteField::Aliases;
                Ok(())
            }
            NoteField::Aliases => self.bounded(|prompt| prompt.aliases.press(press)),
            NoteField::Text => self.bounded(|prompt| prompt.text.press(press, cells)),
        }
    }

    /// A paste goes in as a whole, or not at all: of a part nobody would know where it ends.
    ///
    /// # Errors
    ///
    /// What would be too much: then nothing has changed.
    pub fn paste(&mut self, text: &str) -> Result<(), String> {
        let done = self.bounded(|prompt| match prompt.field {
            NoteField::Aliases => prompt.aliases.paste(text),
            NoteField::Text => {
                prompt.text.paste(text);
                Edit::Changed
            }
        });
        done.map_err(|why| format!("the paste was not inserted: {why}"))
    }

    /// Puts the cursor where the note was clicked.
    pub fn click(&mut self, place: (usize, usize), cells: usize) {
        self.field = NoteField::Text;
        self.text.click(place, cells);
    }

    /// Puts the cursor where the line of aliases was clicked.
    pub fn click_aliases(&mut self, cell: usize) {
        self.field = NoteField::Aliases;
        self.aliases.click(cell);
    }

    /// Something else is written now; the cursor stays.
    pub fn take(&mut self, note: &DeskNote) {
        let mine = self.note();
        if note.text != mine.text {
            self.text.replace(&note.text);
        }
        if note.aliases != mine.aliases {
            self.aliases.replace(note.alias_line());
        }
    }

    /// An edit that would make too much even more is taken back.
    fn bounded(&mut self, edit: impl FnOnce(&mut Self) -> Edit) -> Result<(), String> {
        let before = (self.aliases.clone(), self.text.clone());
        let was = self.note().size();
        let edit = edit(self);
        let note = self.note();
        let excess = match edit {
            Edit::Full if self.field == NoteField::Text => Some(format!("a note has at most {NOTE_MAX} bytes")),
            Edit::Full => Some("the line of aliases is full".to_owned()),
            Edit::Ignored | Edit::Moved => None,
            Edit::Changed => note.excess(),
        };
        let size = note.size();
        let is_more = size.0 > was.0 || size.1 > was.1 || size.2 > was.2;
        match excess.filter(|_| is_more || edit == Edit::Full) {
            Some(why) => {
                (self.aliases, self.text) = before;
                Err(why)
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::desk::note::ALIAS_MAX;

    fn prompt(aliases: &str, text: &str) -> NotePrompt {
        let note = DeskNote::typed(aliases, text);
        NotePrompt::new(CompanyId::new("c"), "Acme".to_owned(), &note, Vec::new())
    }

    fn key(text: &str) -> KeyPress {
        KeyPress::parse(text).expect("a key")
    }

    #[test]
    fn what_is_too_much_is_refused_and_nothing_is_lost() {
        let mut full = prompt(&"x".repeat(ALIAS_MAX), &"y".repeat(NOTE_MAX));
        let refused = full.press(key("x"), 40).expect_err("one too many");
        assert!(refused.contains("at most 64 characters"), "{refused}");
        assert!(full.press(key(","), 40).is_ok() && full.press(key("z"), 40).is_ok());
        full.step();
        assert!(full.press(key("y"), 40).expect_err("one too many").contains("at most 4096 bytes"));
        assert!(full.press(key("enter"), 40).is_ok(), "a blank at the end is not kept");
        assert!(full.paste("yy").expect_err("too much").starts_with("the paste was not inserted: a note has at most"));
        assert_eq!(full.note(), DeskNote::typed(&format!("{},z", "x".repeat(ALIAS_MAX)), &"y".repeat(NOTE_MAX)));
        assert!(full.press(key("backspace"), 40).is_ok());
    }

    #[test]
    fn too_long_note_can_be_made_shorter() {
        let mut long = prompt("", &"y".repeat(NOTE_MAX + 9));
        long.step();
        assert!(long.press(key("backspace"), 40).is_ok());
        assert!(long.press(key("z"), 40).is_err());
        assert_eq!(long.note().text.len(), NOTE_MAX + 8);
    }

    #[test]
    fn keys_lead_from_the_aliases_to_the_note_and_back() {
        let mut prompt = prompt("a", "b");
        for (press, field) in [("enter", NoteField::Text), ("up", NoteField::Aliases), ("down", NoteField::Text)] {
            prompt.press(key(press), 40).expect("fits");
            assert_eq!(prompt.field, field, "{press}");
        }
        assert_eq!(prompt.note(), DeskNote::typed("a", "b"));
    }

    #[test]
    fn blank_that_is_being_typed_stays() {
        let mut prompt = prompt("a", "b");
        for press in [",", "space", "enter", "end", "enter"] {
            prompt.press(key(press), 40).expect("fits");
        }
        let note = prompt.note();
        prompt.take(&note);
        assert_eq!((prompt.aliases.value(), prompt.text.value()), ("a, ", "b\n"));
        prompt.take(&DeskNote::typed("a,c", "b\nc"));
        assert_eq!((prompt.aliases.value(), prompt.text.value()), ("a, c", "b\nc"));
    }
}
