//! Drafts: one file a form of a company, replaced as a whole, so that a program that is killed leaves the old
//! one or the new one and never half of one.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::KEPT;
use super::name::file_name;
use super::record::DraftRecord;
use super::whole::{self, Care};
use crate::domain::draft::Draft;
use crate::domain::left::Left;
use crate::domain::subject::{FormKey, Subject};

/// Its folder in a slot.
pub(super) const FOLDER: &str = "drafts";
/// No draft of ours is larger, not even with every group of a large company in it.
const LARGEST: u64 = 64 << 20;
const ENDING: &str = "json";

/// The drafts of one slot.
#[derive(Debug)]
pub(super) struct Drafts {
    folder: PathBuf,
}

impl Drafts {
    pub(super) fn open(slot: &Path) -> io::Result<Self> {
        let folder = slot.join(FOLDER);
        super::make(&folder)?;
        Ok(Self { folder })
    }

    fn path(&self, form: &FormKey) -> PathBuf {
        let name = match form.subject {
            Subject::TargetUser => file_name(form.company.as_str()),
            // No ID has a zero in it: never the name of another company's.
            Subject::SystemUser => file_name(&format!("{}\0system user", form.company)),
        };
        self.folder.join(format!("{name}.{ENDING}"))
    }

    pub(super) fn keep(&self, draft: &Draft) -> io::Result<()> {
        whole::write(&self.path(&draft.form()), &DraftRecord::from(draft), Care::Typed)
    }

    pub(super) fn forget(&self, form: &FormKey) -> io::Result<()> {
        match std::fs::remove_file(self.path(form)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Reads every draft; those that are too old are removed.
    pub(super) fn read(&self, now: Timestamp, left: &mut Left) {
        let (drafts, remarks) = self.all(now);
        left.drafts.extend(drafts);
        left.remarks.extend(remarks);
    }

    /// Moves what is here to `heir`, whose own drafts stay: a company has one draft, and the one
    /// that is not taken waits here until the other is done.
    pub(super) fn hand_over(&self, heir: &Self, now: Timestamp, left: &mut Left) {
        let (drafts, remarks) = self.all(now);
        left.remarks.extend(remarks);
        let taken: HashSet<FormKey> = left.drafts.iter().map(Draft::form).collect();
        for draft in drafts {
            if taken.contains(&draft.form()) {
                left.remarks
                    .push(format!("There is a second draft for {}; it comes back after the first.", draft.name));
            } else {
                // What a full disk does not take comes back into its form, and stays here as well.
                if heir.keep(&draft).is_ok() {
                    let _ = self.forget(&draft.form());
                }
                left.drafts.push(draft);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        std::fs::read_dir(&self.folder).is_ok_and(|mut files| files.next().is_none())
    }

    fn all(&self, now: Timestamp) -> (Vec<Draft>, Vec<String>) {
        let (mut drafts, mut remarks) = (Vec::new(), Vec::new());
        let Ok(files) = std::fs::read_dir(&self.folder) else { return (drafts, remarks) };
        for path in files.filter_map(|file| Some(file.ok()?.path())) {
            if path.extension().is_none_or(|e| e != ENDING) {
                // Half of one, left by a program that was killed while writing it.
                let _ = std::fs::remove_file(&path);
                continue;
            }
            match read(&path) {
                Ok(draft) if now.duration_since(draft.changed) > KEPT => {
                    let _ = std::fs::remove_file(&path);
                }
                Ok(draft) => drafts.push(draft),
                Err(error) => remarks.push(format!("A draft cannot be read ({error}): {}.", path.display())),
            }
        }
        drafts.sort_by_key(|draft| (draft.changed, draft.form()));
        (drafts, remarks)
    }
}

fn read(path: &Path) -> io::Result<Draft> {
    Ok(whole::read::<DraftRecord>(path, LARGEST)?.into())
}
