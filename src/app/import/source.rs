//! How the source of an import is read: its worksheet, its encoding, and whose users the people of its rows become.

use crate::app::core::context::Context;
use crate::app::import::column_menu::ColumnMenu;
use crate::app::import::picker::{Filtered, Picker};
use crate::app::import::state::Import;
use crate::app::widgets::filter_list::FilterList;
use crate::domain::change::import::ImportSource;
use crate::roster::{ENCODINGS, Hints, Meaning, Options, Origin};

impl Import {
    /// Something can be chosen about how the source is read.
    ///
    /// # Errors
    ///
    /// Why not, for the user.
    pub fn has_origin(&self) -> Result<(), String> {
        match (&self.source, &self.origin) {
            (None, _) | (Some(_), None) => Err("no file was read".to_owned()),
            (Some(ImportSource::Text(_)), _) => Err("pasted text has no other encoding".to_owned()),
            (Some(ImportSource::File(_)), Some(_)) => Ok(()),
        }
    }

    /// Opens the worksheets of the file, or the encodings that it may have.
    pub fn open_sources(&mut self) {
        let hints = &self.options.hints;
        self.sources = self.origin.as_ref().map(|origin| match origin {
            Origin::Workbook(sheets) => {
                let first = (None, "the first with something in it".to_owned());
                let sheets = sheets.iter().map(|sheet| (Some(sheet.clone()), sheet.clone()));
                Picker::new(sheets.chain([first]).collect(), &hints.sheet)
            }
            Origin::Text => {
                let label = |(name, of): &(&str, &str)| (Some((*name).to_owned()), format!("{name}: {of}"));
                let recognised = (None, "as it is recognised".to_owned());
                let all = std::iter::once(recognised).chain(ENCODINGS.iter().map(label));
                Picker::new(all.collect(), &hints.encoding)
            }
        });
    }

    /// Takes the worksheet or the encoding under the cursor, and reads the file again; false if nothing matches.
    pub fn take_source(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(chosen) = self.sources.as_ref().and_then(Picker::taken) else { return false };
        self.sources = None;
        let before = self.options.hints.clone();
        let hints = match self.origin {
            Some(Origin::Workbook(_)) => Hints { sheet: chosen, ..before.clone() },
            Some(Origin::Text) | None => Hints { encoding: chosen, ..before.clone() },
        };
        if hints == before {
            return true;
        }
        self.take_edits();
        let at = self.aside.iter().position(|(known, ..)| *known == hints);
        let (maps, edits) =
            at.map(|at| self.aside.remove(at)).map_or_else(Default::default, |(_, maps, edits)| (maps, edits));
        // In another encoding the rows are the same, and in another worksheet they are others.
        let edits = if hints.sheet == before.sheet { self.edits.clone() } else { edits };
        let maps = std::mem::replace(&mut self.options.maps, maps);
        self.aside.push((before, maps, std::mem::replace(&mut self.edits, edits)));
        self.options = Options { hints, ..std::mem::take(&mut self.options) };
        (self.plan, self.columns) = (None, None);
        self.make(cx);
        true
    }

    /// Closes the worksheets or the encodings; false if they are not open.
    pub fn close_sources(&mut self) -> bool {
        self.sources.take().is_some()
    }

    /// The list of which one is taken, to filter it.
    pub(super) fn picker(&mut self) -> Option<&mut dyn Filtered> {
        match (&mut self.columns, &mut self.sources, &mut self.groups) {
            (Some(ColumnMenu { picker: Some(picker), .. }), ..) => Some(picker),
            (_, Some(picker), _) => Some(picker),
            (.., Some(menu)) => Some(&mut menu.picker),
            _ => None,
        }
    }

    /// The list of which one is taken, with the labels that match.
    #[must_use]
    pub fn choice(&self) -> Option<(&FilterList, Vec<&str>)> {
        let of_column = self.columns.as_ref().and_then(|menu| menu.picker.as_ref());
        of_column
            .map(|picker| (&picker.list, picker.labels()))
            .or_else(|| self.sources.as_ref().map(|picker| (&picker.list, picker.labels())))
            .or_else(|| self.groups.as_ref().map(|menu| (&menu.picker.list, menu.picker.labels())))
    }

    /// People become users of the company that their row names.
    #[must_use]
    pub fn is_by_row(&self) -> bool {
        match self.plan() {
            Some(plan) => plan.reading.layout.has(&Meaning::Company),
            None => self.options.by_row == Some(true),
        }
    }

    /// A column of the file names companies.
    #[must_use]
    pub fn names_companies(&self) -> bool {
        self.is_by_row() || self.plan().is_some_and(|plan| plan.reading.passed_over.is_some())
    }

    /// People become users of the company that their row names, or all of them of those that were chosen.
    pub fn set_by_row(&mut self, by_row: bool, cx: &mut Context<'_>) {
        if self.options.by_row != Some(by_row) {
            self.options.by_row = Some(by_row);
            self.keep(cx);
            self.make(cx);
        }
    }

    /// What was changed in the plan holds for the next one.
    pub(super) fn take_edits(&mut self) {
        let Some(plan) = &self.plan else { return };
        self.edits = plan.edits().clone();
        if plan.reading.options.by_row != self.options.by_row {
            self.edits.for_other_companies();
        }
    }
}
