//! What the columns of a file are for, while somebody changes it.

use crate::app::import::picker::Picker;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;
use crate::roster::{ColumnSample, Mapping, Meaning};

/// A column that is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The column with what stands in it.
    pub sample: ColumnSample,
    /// What it is for from now on.
    pub meaning: Option<Meaning>,
}

/// The columns of a file.
#[derive(Debug, Clone)]
pub struct ColumnMenu {
    /// All of them, in order.
    pub columns: Vec<ColumnChoice>,
    /// The column under the cursor.
    pub cursor: usize,
    /// The list of what it can be for.
    pub picker: Option<Picker<Option<Meaning>>>,
}

/// What a column can be for, in the order of the form; `None`: it is not used.
#[must_use]
pub fn meanings() -> Vec<Option<Meaning>> {
    let fields = Subject::TargetUser.fields().iter().map(|field| Meaning::Field(field.id));
    let others = [Meaning::FullName, Meaning::Infix, Meaning::ManagerName, Meaning::Company];
    let mut all: Vec<_> = fields.chain(others).map(Some).collect();
    all.push(None);
    all
}

/// `Phone`, `not used`
#[must_use]
pub fn meaning_label(meaning: Option<&Meaning>) -> String {
    match meaning {
        None => "not used".to_owned(),
        Some(Meaning::FullName) => "First and last name".to_owned(),
        Some(Meaning::ManagerName) => "Manager: first and last name".to_owned(),
        Some(Meaning::Field(id)) => field_label(*id),
        Some(meaning) => meaning.label(),
    }
}

fn field_label(id: FieldId) -> String {
    let of_manager = [
        (FieldId::ManagerFirstName, "Manager: first name"),
        (FieldId::ManagerLastName, "Manager: last name"),
        (FieldId::ManagerEmail, "Manager: email"),
    ];
    let own = of_manager.into_iter().find(|(known, _)| *known == id).map(|(_, label)| label);
    own.unwrap_or(id.field().label).to_owned()
}

impl ColumnMenu {
    /// The columns of a file.
    #[must_use]
    pub fn of(samples: Vec<ColumnSample>) -> Self {
        let columns = samples.into_iter().map(|sample| ColumnChoice { meaning: sample.meaning.clone(), sample });
        Self { columns: columns.collect(), cursor: 0, picker: None }
    }

    /// Moves the cursor.
    pub fn move_by(&mut self, by: isize) {
        self.point(self.cursor.saturating_add_signed(by));
    }

    /// Puts the cursor on this line.
    pub fn point(&mut self, at: usize) {
        self.cursor = at.min(self.columns.len().saturating_sub(1));
    }

    /// Opens the list of what the column under the cursor can be for, or takes what is under the cursor of that list;
    /// false if there is nothing.
    pub fn take(&mut self) -> bool {
        let Some(picker) = &self.picker else {
            let Some(column) = self.columns.get(self.cursor) else { return false };
            let label = |meaning: &Option<Meaning>| meaning_label(meaning.as_ref());
            let choices = meanings().into_iter().map(|meaning| (meaning.clone(), label(&meaning)));
            self.picker = Some(Picker::new(choices.collect(), &column.meaning));
            return true;
        };
        let Some(meaning) = picker.taken() else { return false };
        self.set(meaning.as_ref());
        self.picker = None;
        true
    }

    /// The column under the cursor is for this; what can only be said once is taken from the others.
    fn set(&mut self, meaning: Option<&Meaning>) {
        let is_single = !matches!(meaning, None | Some(Meaning::Field(FieldId::Groups | FieldId::Phone)));
        for (at, column) in self.columns.iter_mut().enumerate() {
            if at == self.cursor {
                column.meaning = meaning.cloned();
            } else if is_single && column.meaning.as_ref() == meaning {
                column.meaning = None;
            }
        }
    }

    /// What was said about columns: everything that differs from what was recognised, and what was said before.
    #[must_use]
    pub fn mappings(&self, before: &[Mapping]) -> Vec<Mapping> {
        let said: Vec<Mapping> = self
            .columns
            .iter()
            .filter(|column| column.meaning != column.sample.meaning)
            .map(|column| Mapping::of(&column.sample.name, column.meaning.clone()))
            .collect();
        let is_said_anew = |map: &&Mapping| !said.iter().any(|new| new.column() == map.column());
        before.iter().filter(is_said_anew).cloned().chain(said.iter().cloned()).collect()
    }
}
