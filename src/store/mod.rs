//! What is kept on disk between runs: drafts, and the journal of writes.
//!
//! ```text
//! <state>/keepnet-tui/<profile>@<service>/
//!     1/                      one slot a running program; locked as long as it runs
//!         lock
//!         journal.jsonl       one line an intent, one line an outcome; flushed before anything is sent
//!         drafts/<company>.json
//!     companies.json          the companies as they were last seen; the last program wins
//!     view.json               how the list was left; the last program to change it wins
//!     2/                      a second program at the same time has the next slot
//! ```
//!
//! A program takes the first free slot and takes over what programs that have ended left in the
//! others, so two at once never overwrite each other and nothing stays behind. Every file is made
//! for its owner alone and replaced as a whole. No secret is ever given to this room.

mod drafts;
mod journal;
mod name;
mod record;
mod slot;
mod snapshot;
mod view;
mod whole;

use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::domain::base_url::BaseUrl;
use crate::domain::draft::Draft;
use crate::domain::left::Left;
use crate::domain::subject::FormKey;
use crate::domain::write::{Intent, Outcome, WriteId};
use drafts::Drafts;
use journal::{History, Journal};
use slot::Slot;

pub use name::folder_of;
pub use snapshot::{companies, keep_companies};
pub use view::{remember, remembered};

/// How long a draft, and the end of a write, is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The slot of this program.
#[derive(Debug)]
pub struct Store {
    slot: Slot,
    drafts: Drafts,
    journal: Journal,
}

impl Store {
    /// Takes a slot below `folder`, which is made when it is not there.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made or written to, or cannot be locked.
    pub fn open(folder: &Path, now: Timestamp) -> io::Result<(Self, Left)> {
        Self::open_with(folder, now, &Journal::begin)
    }

    fn open_with(
        folder: &Path,
        now: Timestamp,
        begin: &dyn Fn(&Path, &History) -> io::Result<Journal>,
    ) -> io::Result<(Self, Left)> {
        make(folder)?;
        let slot = Slot::take(folder)?;
        let mut left = Left::default();
        let drafts = Drafts::open(slot.path())?;
        drafts.read(now, &mut left);
        let mut history = journal::read(slot.path(), now, &mut left.remarks)?;
        let ended = slot.others_that_ended()?;
        for other in &ended {
            history.merge(journal::read(other.path(), now, &mut left.remarks)?);
        }
        let fresh = begin(slot.path(), &history);
        let taken_over = fresh.is_ok();
        let journal = fresh.or_else(|error| {
            // On a full disk what is there is told all the same, and stays where it is.
            tracing::warn!(%error, "no new journal");
            Journal::go_on(slot.path())
        })?;
        for other in ended {
            let theirs = Drafts::open(other.path())?;
            theirs.hand_over(&drafts, now, &mut left);
            if taken_over {
                other.clear(theirs.is_empty());
            }
        }
        history.forget_drafts_that_became_users(&drafts, &mut left);
        (left.unfinished, left.finished) = history.into_parts();
        Ok((Self { slot, drafts, journal }, left))
    }

    /// Reads once more what is in this slot, because the program is back at a profile it had left.
    ///
    /// # Errors
    ///
    /// When the journal cannot be read.
    pub fn again(&self, now: Timestamp) -> io::Result<Left> {
        let mut left = Left::default();
        self.drafts.read(now, &mut left);
        let history = journal::read(self.slot.path(), now, &mut left.remarks)?;
        history.forget_drafts_that_became_users(&self.drafts, &mut left);
        (left.unfinished, left.finished) = history.into_parts();
        Ok(left)
    }

    /// Keeps a draft, in place of an older one of the same form.
    ///
    /// # Errors
    ///
    /// When it cannot be written; what was kept before is then still there.
    pub fn keep(&self, draft: &Draft) -> io::Result<()> {
        self.drafts.keep(draft)
    }

    /// Forgets the draft of a form, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be removed.
    pub fn forget(&self, form: &FormKey) -> io::Result<()> {
        self.drafts.forget(form)
    }

    /// Records an intent; on disk when this returns.
    ///
    /// # Errors
    ///
    /// When it is not certainly on disk.
    pub fn intend(&self, intent: &Intent) -> io::Result<()> {
        self.journal.intend(intent)
    }

    /// Records how a write ended; on disk when this returns.
    ///
    /// # Errors
    ///
    /// When it is not certainly on disk: the next run will look the write up.
    pub fn settle(&self, id: &WriteId, outcome: &Outcome, at: Timestamp) -> io::Result<()> {
        self.journal.settle(id, outcome, at)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.slot.path()
    }
}

/// Makes a folder, and those above it, for their owner alone: the names in it say whose customers they are.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Tries whether something can be kept in this folder or, when it is not there, could be where it would be
/// made. What is written for it is gone again.
///
/// # Errors
///
/// Why not.
pub fn try_out(folder: &Path) -> io::Result<()> {
    use io::Write;
    let there = folder.ancestors().find(|path| path.symlink_metadata().is_ok()).unwrap_or(folder);
    let mut file = tempfile::NamedTempFile::new_in(there)?;
    // A full disk takes the name of a file and nothing in it.
    file.write_all(b"can this be kept?\n")?;
    file.as_file().sync_all()?;
    file.close()
}

/// The folders in which a profile of a service keeps what it keeps, as far as they are there: its own, and
/// those of the programs that have run.
#[must_use]
pub fn folders_of(state: &Path, profile: &str, service: &BaseUrl) -> Vec<PathBuf> {
    let own = state.join(folder_of(profile, service));
    let entries = std::fs::read_dir(&own).into_iter().flatten().flatten().map(|entry| entry.path());
    let slots: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    std::iter::once(own).chain(slots).collect()
}

/// The folder below which every profile has its own, in the platform's state directory.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let dirs = etcetera::choose_base_strategy().ok()?;
    Some(dirs.state_dir().unwrap_or_else(|| dirs.data_dir()).join("keepnet-tui"))
}

#[cfg(test)]
mod tests;
