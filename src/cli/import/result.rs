//! The result beside the file: what became of each row, and the rows that somebody has to look at.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use csv::WriterBuilder;

use super::plan::{Plan, Planned};
use super::source::STDIN;
use crate::cli::exit::{Code, CommandError};
use crate::domain::text::spreadsheet::{BOM, cell};
use crate::roster::column_name;
use crate::system::file::try_writing;
use crate::system::partial_file::PartialFile;

/// The columns that a result adds to those of the file.
const ADDED: [&str; 3] = ["outcome", "reason", "id"];
/// Names that are tried until one is free.
const NAMES: usize = 1_000;

/// The name of the files, without their endings.
pub(super) struct Names(PathBuf);

impl Names {
    /// Those that the person gave, else those of the file.
    pub(super) fn of(file: &Path, given: Option<&Path>) -> Self {
        Self(match given {
            Some(given) => given.to_owned(),
            None if file == Path::new(STDIN) => PathBuf::from("import"),
            None => file.with_extension(""),
        })
    }

    fn folder(&self) -> &Path {
        self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// The result can be written when everything is sent.
    pub(super) fn check_folder(&self) -> Result<(), CommandError> {
        try_writing(self.folder()).map_err(|error| {
            let folder = self.folder().display();
            let said = format!(
                "the result cannot be written to {folder} ({error}); nothing was sent. Name another place with --result"
            );
            CommandError::new(Code::Usage, said)
        })
    }

    /// `starters.result.csv`, or `starters.result-2.csv` if that is there.
    fn path(&self, what: &str, number: usize) -> PathBuf {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let mut name = self.0.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{what}{number}.csv"));
        self.0.with_file_name(name)
    }

    /// Writes a file under a name that is free: nothing is overwritten.
    fn write(&self, what: &str, content: &[u8]) -> io::Result<PathBuf> {
        for number in 1..=NAMES {
            let path = self.path(what, number);
            if path.symlink_metadata().is_ok() {
                continue;
            }
            let mut file = PartialFile::begin(self.folder())?;
            file.write_all(content)?;
            match file.finish(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                done => return done.map(|()| path),
            }
        }
        Err(io::Error::other("there are too many results of this name"))
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// One word.
    pub word: &'static str,
    pub reasons: Vec<String>,
    pub id: String,
    /// Somebody has to do something about it.
    pub is_open: bool,
}

/// Writes both files; the second only if there is something in it.
///
/// # Errors
///
/// If one cannot be written.
pub(super) fn write(
    names: &Names,
    plan: &Plan,
    outcomes: &[Outcome],
    with_mark: bool,
) -> io::Result<(PathBuf, Option<PathBuf>)> {
    let rows = || plan.rows.iter().zip(outcomes);
    let result = names.write("result", &content(plan, rows(), &ADDED, with_mark)?)?;
    let open: Vec<_> = rows().filter(|(_, outcome)| outcome.is_open).collect();
    if open.is_empty() {
        return Ok((result, None));
    }
    let failed = names.write("failed", &content(plan, open.into_iter(), &ADDED[1..2], with_mark)?)?;
    Ok((result, Some(failed)))
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
    // The columns of an earlier result are replaced.
    let own: Vec<usize> =
        (0..reading.layout.columns.len()).filter(|at| !ADDED.contains(&title(*at).as_str())).collect();
    let mut out = if with_mark { BOM.as_bytes().to_vec() } else { Vec::new() };
    let mut writer = WriterBuilder::new().delimiter(reading.sheet.separator).from_writer(&mut out);
    let head = own.iter().map(|at| title(*at)).chain(added.iter().map(|word| (*word).to_owned()));
    writer.write_record(head.map(|text| cell(&text).into_owned()))?;
    for (planned, outcome) in rows {
        let line = reading.sheet.lines.get(planned.judged.person.at);
        let text = |at: &usize| line.and_then(|line| line.cells.get(*at)).cloned().unwrap_or_default();
        let more = added.iter().map(|word| match *word {
            "outcome" => outcome.word.to_owned(),
            "reason" => outcome.reasons.join("; "),
            _ => outcome.id.clone(),
        });
        writer.write_record(own.iter().map(text).chain(more).map(|text| cell(&text).into_owned()))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(out)
}
