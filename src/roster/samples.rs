//! The columns of a file as somebody sees them who says what they are for.

use super::columns::{Layout, NO_ADDRESSES, recognised};
use super::file::{origin, read};
use super::meaning::Meaning;
use super::reading::Options;
use super::sheet::{Origin, Sheet, column_name};
use super::vocabulary::squeezed;
use crate::domain::text::clean;

/// Cells that are shown of a column.
const CELLS: usize = 3;
/// Characters of a cell that are shown.
const CELL: usize = 40;

/// A column with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSample {
    /// By what a mapping names it: its title, or its letter if it has none of its own.
    pub name: String,
    /// Its title, or its letter if it has none.
    pub title: String,
    /// The first cells that are filled.
    pub cells: Vec<String>,
    /// What it is for.
    pub meaning: Option<Meaning>,
    /// Why it is not used, where that is not plain.
    pub why: &'static str,
}

/// The columns of a file, each with its first cells.
#[must_use]
pub fn samples(sheet: &Sheet, layout: &Layout) -> Vec<ColumnSample> {
    let is_single =
        |title: &str| layout.columns.iter().filter(|column| squeezed(&column.title) == squeezed(title)).count() == 1;
    let data = sheet.lines.get(layout.first..).unwrap_or_default();
    let sample = |column: &super::column::Column| {
        let is_named = layout.header.is_some() && !squeezed(&column.title).is_empty() && is_single(&column.title);
        let filled = data.iter().map(|line| line.cell(column.at)).filter(|cell| !cell.is_empty());
        ColumnSample {
            name: if is_named { column.title.clone() } else { column_name(column.at) },
            title: column.title.clone(),
            cells: filled.take(CELLS).map(|cell| clean(cell, CELL)).collect(),
            meaning: column.meaning.clone(),
            why: column.why,
        }
    };
    layout.columns.iter().map(sample).collect()
}

/// What can be chosen about a file of which there is no plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// Its columns, if none was recognised as that of the addresses.
    pub columns: Vec<ColumnSample>,
    /// How else it can be read.
    pub origin: Option<Origin>,
}

/// The columns of a file in which none was recognised as that of the addresses; empty if it cannot be read at all.
#[must_use]
pub fn unread_samples(bytes: &[u8], options: &Options) -> Vec<ColumnSample> {
    let Ok(sheet) = read(bytes, &options.hints) else { return Vec::new() };
    recognised(&sheet, &options.maps).map(|layout| samples(&sheet, &layout)).unwrap_or_default()
}

/// What can be chosen about a file that could not be read, for this reason.
#[must_use]
pub fn unread(bytes: &[u8], options: &Options, why: &str) -> Unread {
    let columns = if why.starts_with(NO_ADDRESSES) { unread_samples(bytes, options) } else { Vec::new() };
    Unread { columns, origin: origin(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::fields::FieldId;
    use crate::roster::{Mapping, Reading};

    const FILE: &str = "Kontakt;Vorname;Nachname;Abteilung;Notiz;Notiz\n12;Anna;Smith;IT;x;\n13;Bob;Jones;IT;;y\n";

    #[test]
    fn columns_of_a_file_without_addresses_are_shown_with_their_cells() {
        let found = unread_samples(FILE.as_bytes(), &Options::default());
        let names: Vec<_> = found.iter().map(|sample| sample.name.as_str()).collect();
        assert_eq!(
            names,
            ["Kontakt", "Vorname", "Nachname", "Abteilung", "E", "F"],
            "a title of two columns names none of them"
        );
        assert_eq!(found[1].cells, ["Anna", "Bob"]);
        assert_eq!(found[1].meaning, Some(Meaning::Field(FieldId::FirstName)));
        assert_eq!(unread_samples(b"%PDF-1.7", &Options::default()), []);
    }

    #[test]
    fn mapping_by_the_name_of_a_sample_is_for_that_column() {
        let email = Some(Meaning::Field(FieldId::Email));
        for (name, at) in [("Kontakt", 0), ("E", 4)] {
            let maps = vec![Mapping::of(name, email.clone())];
            let reading = Reading::of(FILE.as_bytes(), String::new(), Options { maps, ..Options::default() });
            assert_eq!(reading.expect("read").layout.columns[at].meaning, email);
        }
    }
}
