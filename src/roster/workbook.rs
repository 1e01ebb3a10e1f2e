//! Workbooks of Excel: the first sheet with something in it, as the values that Excel shows.

use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

use calamine::{DataType, Dimensions, Reader, SheetType, SheetVisible, Xls, Xlsx, XlsxError};

use super::bounds::{MAX_COLUMNS, MAX_ROWS, MAX_UNZIPPED};
use super::sheet::{Origin, Rows, Sheet, Unit};
use super::{unzipped, xls};
use crate::domain::list::folding::fold;

/// The largest number that is written without an exponent, and as it is.
const WHOLE: f64 = 1e15;

/// A sheet of the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tab {
    name: String,
    is_hidden: bool,
}

/// Cells by row and column.
type Grid = BTreeMap<u32, BTreeMap<u32, String>>;

/// Reads a workbook of Excel since 2007.
pub(super) fn xlsx(bytes: &[u8], wanted: Option<&str>) -> Result<Sheet, String> {
    unzipped::check(bytes, MAX_UNZIPPED)?;
    let broken = |error: XlsxError| match error {
        XlsxError::Password => "it is protected by a password; save it without one".to_owned(),
        error => format!("it cannot be read as XLSX ({error}); save it again in Excel, or as CSV"),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let tabs = tabs(&book);
    pick(&tabs, wanted, "XLSX", |name| {
        let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let mut grid = Grid::new();
        let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            add(&mut grid, cell.get_position(), cell.get_value())?;
        }
        Ok((grid, merged))
    })
}

/// Reads an older workbook.
pub(super) fn xls(bytes: &[u8], wanted: Option<&str>) -> Result<Sheet, String> {
    xls::check(bytes)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes))
        .map_err(|error| format!("it cannot be read as XLS ({error}); save it as XLSX or CSV"))?;
    let tabs = tabs(&book);
    pick(&tabs, wanted, "XLS", |name| {
        let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let mut grid = Grid::new();
        if let Ok(range) = book.worksheet_range(name) {
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                let place = |at: usize, from: u32| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(from);
                add(&mut grid, (place(row, top), place(column, left)), value)?;
            }
        }
        Ok((grid, merged))
    })
}

/// The names of the worksheets of a workbook, whichever of them can be read.
pub(super) fn sheets(bytes: &[u8], is_old: bool) -> Option<Vec<String>> {
    let tabs = if is_old {
        xls::check(bytes).ok()?;
        tabs(&Xls::new(Cursor::new(bytes)).ok()?)
    } else {
        unzipped::check(bytes, MAX_UNZIPPED).ok()?;
        tabs(&Xlsx::new(Cursor::new(bytes)).ok()?)
    };
    Some(tabs.into_iter().map(|tab| tab.name).collect())
}

fn tabs<R: std::io::Read + std::io::Seek>(book: &impl Reader<R>) -> Vec<Tab> {
    let tables = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    tables.map(|sheet| Tab { name: sheet.name.clone(), is_hidden: sheet.visible != SheetVisible::Visible }).collect()
}

/// The sheet of this name or number, or the first that can be seen and has something in it.
fn pick(
    tabs: &[Tab],
    wanted: Option<&str>,
    form: &str,
    mut read: impl FnMut(&str) -> Result<(Grid, Vec<Dimensions>), String>,
) -> Result<Sheet, String> {
    let names = || tabs.iter().map(|tab| tab.name.as_str()).collect::<Vec<_>>().join(", ");
    let offered: Vec<&Tab> = match wanted {
        Some(wanted) => {
            let number = wanted.parse::<usize>().ok().and_then(|n| tabs.get(n.checked_sub(1)?));
            let tab = tabs.iter().find(|tab| fold(tab.name.trim()) == fold(wanted.trim())).or(number);
            vec![tab.ok_or_else(|| format!("it has no sheet \"{wanted}\"; it has: {}", names()))?]
        }
        None => tabs.iter().filter(|tab| !tab.is_hidden).collect(),
    };
    let mut found: Option<(String, Grid, Vec<Dimensions>)> = None;
    let mut others = Vec::new();
    for tab in offered {
        let at = |said: String| format!("sheet {}: {said}", tab.name);
        if found.is_some() {
            // Too large, or damaged: it has something in it.
            if read(&tab.name).map_or(true, |(grid, _)| !grid.is_empty()) {
                others.push(tab.name.clone());
            }
            continue;
        }
        let (grid, merged) = read(&tab.name).map_err(at)?;
        if !grid.is_empty() {
            found = Some((tab.name.clone(), grid, merged));
        }
    }
    let Some((name, mut grid, merged)) = found else {
        let hidden: Vec<_> = tabs.iter().filter(|tab| tab.is_hidden).map(|tab| tab.name.as_str()).collect();
        return Err(match (wanted, hidden.is_empty()) {
            (Some(_), _) => "the sheet is empty".to_owned(),
            (None, true) => format!("all its sheets are empty: {}", names()),
            (None, false) => {
                format!("all sheets that can be seen are empty; hidden: {}. Name one with --sheet", hidden.join(", "))
            }
        });
    };
    let mut notes = Vec::new();
    let filled = fill_merged(&mut grid, &merged);
    if filled > 0 {
        notes.push(format!("{filled} merged cells were filled with the value that they show"));
    }
    if !others.is_empty() {
        notes
            .push(format!("only the sheet \"{name}\" is read; not read: {}. --sheet names another", others.join(", ")));
    }
    let mut rows = Rows::new(Unit::Row);
    for (row, cells) in grid {
        let mut line = Vec::new();
        for (column, text) in cells {
            line.resize(usize::try_from(column).unwrap_or_default(), String::new());
            line.push(text);
        }
        rows.add(u64::from(row) + 1, line)?;
    }
    Ok(Sheet {
        form: format!("{form}, sheet \"{name}\""),
        origin: Origin::Workbook(tabs.iter().map(|tab| tab.name.clone()).collect()),
        unit: Unit::Row,
        separator: b',',
        lines: rows.done(),
        notes,
        guesses: HashMap::new(),
    })
}

/// Keeps a cell that has something in it.
fn add(grid: &mut Grid, (row, column): (u32, u32), value: &impl DataType) -> Result<(), String> {
    let text = text(value);
    if text.trim().is_empty() {
        return Ok(());
    }
    if usize::try_from(column).is_ok_and(|column| column >= MAX_COLUMNS) {
        return Err(format!("row {}: something is in column {}; at most {MAX_COLUMNS} are read", row + 1, column + 1));
    }
    grid.entry(row).or_default().insert(column, text);
    if grid.len() > MAX_ROWS {
        return Err(format!("it has more than {} rows; split it into several files", MAX_ROWS - 1));
    }
    Ok(())
}

/// A cell as a person sees it: days as days, and whole numbers without a decimal point.
fn text(value: &impl DataType) -> String {
    if let Some(text) = value.get_string() {
        return text.to_owned();
    }
    if let Some(moment) = value.get_datetime() {
        let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
        let day = format!("{year:04}-{month:02}-{day:02}");
        return if (hour, minute) == (0, 0) { day } else { format!("{day} {hour:02}:{minute:02}") };
    }
    if let Some(moment) = value.get_datetime_iso() {
        return moment.trim_end_matches("T00:00:00").to_owned();
    }
    if let Some(is) = value.get_bool() {
        return if is { "TRUE" } else { "FALSE" }.to_owned();
    }
    if let Some(number) = value.get_int() {
        return number.to_string();
    }
    if let Some(number) = value.get_float() {
        return if number.fract() == 0.0 && number.abs() < WHOLE { format!("{number:.0}") } else { number.to_string() };
    }
    if let Some(error) = value.get_error() {
        return error.to_string();
    }
    value.get_duration_iso().unwrap_or_default().to_owned()
}

/// A merged cell has its value in the first row only; the others get it, in the column where it stands.
fn fill_merged(grid: &mut Grid, merged: &[Dimensions]) -> usize {
    let mut filled = 0;
    for area in merged.iter().filter(|area| area.start.0 < area.end.0) {
        let Some(value) = grid.get(&area.start.0).and_then(|row| row.get(&area.start.1)).cloned() else { continue };
        // Rows without anything else stay empty.
        for (_, row) in grid.range_mut(area.start.0 + 1..=area.end.0) {
            row.entry(area.start.1).or_insert_with(|| {
                filled += 1;
                value.clone()
            });
        }
    }
    filled
}
