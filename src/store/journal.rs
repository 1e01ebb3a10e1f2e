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
use crate::domain::left::Left;
use crate::domain::subject::FormKey;
use crate::domain::text::count;
use crate::domain::write::{Intent, Outcome, WriteId};

/// Its file in a slot.
pub(super) const FILE: &str = "journal.jsonl";
/// Lines that could not be read are set aside here.
pub(super) const ASIDE: &str = "journal.unread";
/// A journal is never read further; 7 days of work are far from it.
const LARGEST: u64 = 64 << 20;

/// The journal of the running program.
#[derive(Debug)]
pub(super) struct Journal(Mutex<Open>);

#[derive(Debug)]
struct Open {
    file: File,
    /// Its last line may have no end.
    torn: bool,
}

impl Journal {
    /// Begins a journal with what is known so far, in place of the one that was read.
    pub(super) fn begin(slot: &Path, history: &History) -> io::Result<Self> {
        let mut fresh = NamedTempFile::new_in(slot)?;
        for (intent, outcome) in history.writes.values() {
            fresh.write_all(&text(&Line::intent(intent))?)?;
            if let Some((outcome, at)) = outcome {
                fresh.write_all(&text(&Line::outcome(&intent.id, outcome, *at))?)?;
            }
        }
        fresh.as_file().sync_all()?;
        let path = slot.join(FILE);
        fresh.persist(&path).map_err(|e| e.error)?;
        // A folder cannot be flushed everywhere; where it can, the new names survive a loss of power.
        for folder in slot.ancestors().take(2) {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Self::open(&path, false)
    }

    /// Goes on with the journal that was read.
    pub(super) fn go_on(slot: &Path) -> io::Result<Self> {
        Self::open(&slot.join(FILE), true)
    }

    fn open(path: &Path, torn: bool) -> io::Result<Self> {
        Ok(Self(Mutex::new(Open { file: private(path)?, torn })))
    }

    pub(super) fn intend(&self, intent: &Intent) -> io::Result<()> {
        self.add(&Line::intent(intent))
    }

    pub(super) fn settle(&self, id: &WriteId, outcome: &Outcome, at: Timestamp) -> io::Result<()> {
        self.add(&Line::outcome(id, outcome, at))
    }

    fn add(&self, line: &Line) -> io::Result<()> {
        let mut line = text(line)?;
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if open.torn {
            line.insert(0, b'\n');
        }
        let before = open.file.metadata()?.len();
        let written = open.file.write_all(&line).and_then(|()| open.file.sync_data());
        // Half a line must not spoil the next one: it goes, or at least it ends.
        open.torn = match written {
            Ok(()) => false,
            Err(_) => open.file.set_len(before).is_err() || open.torn,
        };
        written
    }
}

/// A file that is added to, for its owner alone.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn text(line: &Line) -> io::Result<Vec<u8>> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    Ok(text)
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
    let mut strange = Vec::new();
    let mut lines = BufReader::new(file.take(LARGEST)).split(b'\n').peekable();
    while let Some(line) = lines.next() {
        let line = line?;
        match serde_json::from_slice::<Line>(&line) {
            Ok(line) => history.take(line),
            // What follows a torn line begins with an end of line.
            Err(_) if line.is_empty() => {}
            // The last line of a program that was killed while writing it: it had sent nothing yet.
            Err(_) if lines.peek().is_none() => {}
            Err(_) => strange.push(line),
        }
    }
    if !strange.is_empty() {
        remarks.push(set_aside(slot, &strange));
    }
    history.writes.retain(|_, (_, end)| end.as_ref().is_none_or(|(_, at)| now.duration_since(*at) <= KEPT));
    Ok(history)
}

/// Puts lines that cannot be read where the next journal does not replace them; what to say about it.
fn set_aside(slot: &Path, lines: &[Vec<u8>]) -> String {
    let path = slot.join(ASIDE);
    let mut text = lines.join(&b'\n');
    text.push(b'\n');
    let n = count(lines.len() as u64, "line", "lines");
    match private(&path).and_then(|mut file| file.write_all(&text)) {
        Ok(()) => format!("{n} of the journal cannot be read; see {}.", path.display()),
        Err(error) => format!("{n} of the journal cannot be read, nor be set aside ({error})."),
    }
}

/// Takes an end for what was known of it so far. Who was created stays created: that somebody was not
/// found, or was said not to be there, is no proof.
fn end_with(known: &mut Option<(Outcome, Timestamp)>, outcome: Outcome, at: Timestamp) {
    if !matches!(known, Some((Outcome::Created(_), _))) || matches!(outcome, Outcome::Created(_)) {
        *known = Some((outcome, at));
    }
}

impl History {
    fn take(&mut self, line: Line) {
        match line.said() {
            Said::Intent(intent) => {
                self.writes.entry(intent.id.clone()).or_insert((*intent, None));
            }
            Said::Outcome(id, outcome, at) => {
                if let Some((_, end)) = self.writes.get_mut(&id) {
                    end_with(end, outcome, at);
                }
            }
        }
    }

    /// Takes over another's writes. One that was taken over before has the end that was said last.
    pub(super) fn merge(&mut self, other: Self) {
        for (id, (intent, end)) in other.writes {
            let (_, mine) = self.writes.entry(id).or_insert((intent, None));
            if let Some((outcome, at)) = end
                && mine.as_ref().is_none_or(|(_, known)| *known <= at)
            {
                end_with(mine, outcome, at);
            }
        }
    }

    /// A program that was killed between an answer and the end of its draft left both: the user is
    /// there, so the draft is done.
    pub(super) fn forget_drafts_that_became_users(&self, drafts: &Drafts, left: &mut Left) {
        let became = |form: &FormKey, entry: &crate::domain::entry::Entry, changed: Timestamp| {
            self.writes.values().any(|(intent, end)| {
                let created = matches!(end, Some((Outcome::Created(_) | Outcome::Seen, at)) if *at >= changed);
                created && intent.deed.creates().is_some() && intent.form() == *form && intent.entry == *entry
            })
        };
        left.drafts.retain(|draft| {
            let done = became(&draft.form(), &draft.entry, draft.changed);
            if done {
                let _ = drafts.forget(&draft.form());
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
