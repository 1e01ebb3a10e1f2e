//! The result of an import as a file: the columns of the source, and what became of each row.

use std::io;

use csv::WriterBuilder;

use super::meaning::{Meaning, Title};
use super::names::name_key;
use super::outcome::Outcome;
use super::plan::{Plan, Planned};
use super::sheet::column_name;
use super::title::of_title;
use crate::domain::text::spreadsheet::{BOM, cell};

/// The columns that a result adds to those of the file.
const ADDED: [&str; 3] = ["outcome", "reason", "id"];
/// The one that it adds as well if people of the file become users of several companies, and no column says of which.
const COMPANY: &str = "company";

/// The files of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultFiles {
    /// Every row with its outcome.
    pub all: Vec<u8>,
    /// The rows that somebody has to do something about, which can be imported again; `None` if there are none.
    pub failed: Option<Vec<u8>>,
}

/// Makes both; `with_mark` begins them with the mark by which Excel knows UTF-8.
///
/// # Errors
///
/// If they cannot be written, which memory does not refuse.
pub fn result_files(plan: &Plan, outcomes: &[Outcome], with_mark: bool) -> io::Result<ResultFiles> {
    let rows = || plan.rows.iter().zip(outcomes);
    let names_company = plan.companies.len() > 1 && !plan.reading.layout.has(&Meaning::Company);
    let with_company = |added: &[&'static str]| {
        let company = names_company.then_some(COMPANY);
        added.iter().copied().chain(company).collect::<Vec<_>>()
    };
    let all = content(plan, rows(), &with_company(&ADDED), with_mark)?;
    let open: Vec<_> = rows().filter(|(_, outcome)| outcome.is_open).collect();
    let failed = if open.is_empty() {
        None
    } else {
        Some(content(plan, open.into_iter(), &with_company(&ADDED[1..2]), with_mark)?)
    };
    Ok(ResultFiles { all, failed })
}

/// The columns of the file, and these, with the separator of the file.
fn content<'r>(
    plan: &Plan,
    rows: impl Iterator<Item = (&'r Planned, &'r Outcome)>,
    added: &[&str],
    with_mark: bool,
) -> io::Result<Vec<u8>> {
    let reading = &plan.reading;
    let titles = reading.layout.header.and_then(|at| reading.sheet.lines.get(at));
    let title = |at: usize| match titles.map(|line| line.cell(at)) {
        Some(title) if !title.is_empty() => title.to_owned(),
        _ => column_name(at),
    };
    // The columns of an earlier result are replaced, and a company that does not hold is not read again.
    let is_replaced = |title: &str| {
        let names_company = || matches!(of_title(title), Title::Is(Meaning::Company, _));
        ADDED.contains(&title) || added.contains(&COMPANY) && names_company()
    };
    let own: Vec<usize> = (0..reading.layout.columns.len()).filter(|at| !is_replaced(&title(*at))).collect();
    let mut out = if with_mark { BOM.as_bytes().to_vec() } else { Vec::new() };
    let mut writer = WriterBuilder::new().delimiter(reading.sheet.separator).from_writer(&mut out);
    let head = own.iter().map(|at| title(*at)).chain(added.iter().map(|word| (*word).to_owned()));
    writer.write_record(head.map(|text| cell(&text).into_owned()))?;
    for (planned, outcome) in rows {
        let line = reading.sheet.lines.get(planned.judged.person.at);
        let text = |at: &usize| match line {
            Some(line) => line.cells.get(*at).cloned().unwrap_or_default(),
            // Somebody who is not in the file.
            None => match reading.layout.columns.get(*at).and_then(|column| column.meaning.as_ref()) {
                Some(Meaning::Field(id)) => planned.judged.person.entry.text(*id).to_owned(),
                _ => String::new(),
            },
        };
        let more = added.iter().map(|word| match *word {
            "outcome" => outcome.word.to_owned(),
            "reason" => outcome.reasons.join("; "),
            COMPANY => company_text(plan, planned),
            _ => outcome.id.clone(),
        });
        writer.write_record(own.iter().map(text).chain(more).map(|text| cell(&text).into_owned()))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(out)
}

/// The company of a row as an import finds it again: its name, if no other of the plan has it.
fn company_text(plan: &Plan, planned: &Planned) -> String {
    let Some(company) = plan.company_of(planned) else { return String::new() };
    let is_alone =
        plan.companies.iter().filter(|known| name_key(&known.company.name) == name_key(&company.name)).count() == 1;
    if is_alone { company.name.clone() } else { company.id.to_string() }
}
