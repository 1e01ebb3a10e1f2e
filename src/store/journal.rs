//! The journal of writes: a line before one is sent, a line when its end is known.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tempfile::NamedTempFile;

use super::KEPT;
use super::drafts::Drafts;
use super::record::{Line, Said};
use crate::domain::ids::CompanyId;
use crate::domain::left::Left;
use crate::domain::write::{Deed, Intent, Outcome, WriteId};

/// Its file in a slot.
pub(super) const FILE: &str = "journal.jsonl";
/// A journal is never read further; 7 days of work are far from it.
const LARGEST: u64 = 64 << 20;

/// The journal of the running program.
#[derive(Debug)]
pub(super) struct Journal(Mutex<File>);

impl Journal {
    /// Begins a journal with what is known so far, in place of the one that was read.
    pub(super) fn begin(slot: &Path, history: &History) -> io::Result<Self> {
        let mut fresh = NamedTempFile::new_in(slot)?;
        for (intent, outcome) in history.writes.values() {
            write_line(fresh.as_file_mut(), &Line::intent(intent))?;
            if let Some((outcome, at)) = outcome {
                write_line(fresh.as_file_mut(), &Line::outcome(&intent.id, outcome, *at))?;
            }
        }
        fresh.as_file().sync_all()?;
        let path = slot.join(FILE);
        fresh.persist(&path).map_err(|e| e.error)?;
        // A folder cannot be flushed everywhere; where it can, the new name survives a loss of power.
        let _ = File::open(slot).and_then(|folder| folder.sync_all());
        Ok(Self(Mutex::new(OpenOptions::new().append(true).open(path)?)))
    }

    pub(super) fn intend(&self, intent: &Intent) -> io::Result<()> {
        self.add(&Line::intent(intent))
    }

    pub(super) fn settle(&self, id: &WriteId, outcome: &Outcome, at: Timestamp) -> io::Result<()> {
        self.add(&Line::outcome(id, outcome, at))
    }

    fn add(&self, line: &Line) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = file.metadata()?.len();
        let written = write_line(&mut file, line).and_then(|()| file.sync_data());
        if written.is_err() {
            // Half a line must not spoil the next one.
            let _ = file.set_len(before);
        }
        written
    }
}

fn write_line(file: &mut File, line: &Line) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    file.write_all(&text)
}

/// What journals say.
#[derive(Debug, Default)]
pub(super) struct History {
    writes: BTreeMap<WriteId, (Intent, Option<(Outcome, Timestamp)>)>,
}

/// Reads the journal of a slot; ends that are older than [`KEPT`] are left out.
pub(super) fn read(slot: &Path, now: Timestamp, remarks: &mut Vec<String>) -> io::Result<History> {
    let path = slot.join(FILE);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(History::default()),
        Err(error) => return Err(error),
    };
    let mut history = History::default();
    let mut strange = 0_u32;
    let mut lines = BufReader::new(file.take(LARGEST)).split(b'\n').peekable();
    while let Some(line) = lines.next() {
        let line = line?;
        match serde_json::from_slice::<Line>(&line) {
            Ok(line) => history.take(line),
            // The last line of a program that was killed while writing it: it had sent nothing yet.
            Err(_) if lines.peek().is_none() => {}
            Err(_) => strange += 1,
        }
    }
    if strange > 0 {
        remarks.push(format!("{strange} lines of the journal cannot be read: {}.", path.display()));
    }
    history.writes.retain(|_, (_, end)| end.as_ref().is_none_or(|(_, at)| now.duration_since(*at) <= KEPT));
    Ok(history)
}

impl History {
    fn take(&mut self, line: Line) {
        match line.said() {
            Said::Intent(intent) => {
                self.writes.entry(intent.id.clone()).or_insert((*intent, None));
            }
            Said::Outcome(id, outcome, at) => {
                if let Some((_, end)) = self.writes.get_mut(&id) {
                    *end = Some((outcome, at));
                }
            }
        }
    }

    /// Takes over another's writes.
    pub(super) fn merge(&mut self, other: Self) {
        for (id, (intent, end)) in other.writes {
            let mine = self.writes.entry(id).or_insert((intent, None));
            if end.is_some() {
                mine.1 = end;
            }
        }
    }

    /// A program that was killed between an answer and the end of its draft left both: the user is
    /// there, so the draft is done.
    pub(super) fn forget_drafts_that_became_users(&self, drafts: &Drafts, left: &mut Left) {
        let became = |company: &CompanyId, entry: &crate::domain::entry::Entry, changed: Timestamp| {
            self.writes.values().any(|(intent, end)| {
                let created = matches!(end, Some((Outcome::Created(_), at)) if *at >= changed);
                created && intent.deed == Deed::Create && intent.company == *company && intent.entry == *entry
            })
        };
        left.drafts.retain(|draft| {
            let done = became(&draft.company, &draft.entry, draft.changed);
            if done {
                let _ = drafts.forget(&draft.company);
            }
            !done
        });
    }

    /// Unfinished writes and finished ones, oldest first.
    pub(super) fn into_parts(self) -> (Vec<Intent>, Vec<(Intent, Outcome, Timestamp)>) {
        let (mut unfinished, mut finished) = (Vec::new(), Vec::new());
        for (intent, end) in self.writes.into_values() {
            match end {
                None => unfinished.push(intent),
                Some((outcome, at)) => finished.push((intent, outcome, at)),
            }
        }
        unfinished.sort_by_key(|intent| intent.at);
        finished.sort_by_key(|(_, _, at)| *at);
        (unfinished, finished)
    }
}
