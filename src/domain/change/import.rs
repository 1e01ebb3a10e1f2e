//! An import of the screen, as it is kept on disk until it has ended: everything that is needed to make its plan again
//! and to go on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;

use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::service::ids::{CompanyId, UserId};

/// Where the people come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportSource {
    /// A file.
    File(PathBuf),
    /// A text that was pasted.
    Text(String),
}

impl ImportSource {
    /// `starters.csv`, or what stands for it in a sentence.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => {
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
            }
            Self::Text(_) => "the pasted text".to_owned(),
        }
    }
}

/// What the person has chosen about the file and the plan.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportChoices {
    /// What columns are for: `Mobile=phone`.
    pub maps: Vec<String>,
    /// People become users of the company that their row names, or of the one that was chosen; `None`: nothing was said.
    pub by_row: Option<bool>,
    /// What rows have whose own cell is empty: the name of the field's flag, and the value.
    pub defaults: Vec<(String, String)>,
    /// The worksheet.
    pub sheet: Option<String>,
    /// The encoding of a text.
    pub encoding: Option<String>,
    /// Groups, languages and time zones that do not exist are left out.
    pub skip_unknown: bool,
    /// Which groups names mean: `Sales team=Sales`.
    pub group_maps: Vec<String>,
    /// Groups that do not exist are created.
    pub create_groups: bool,
    /// The licence limit may be exceeded.
    pub allow_over_limit: bool,
    /// Inactive users are made active.
    pub reactivate: bool,
    /// The source is the list of everybody.
    pub reconcile: bool,
    /// At most so many people may leave, where too many would.
    pub leavers: Option<u64>,
    /// Only so many rows are sent, as a trial.
    pub first: Option<u64>,
}

/// What the person has changed in a plan, by the places of rows and columns in the source, from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanEdits {
    /// Rows that are left out, each at its company; `None`: at every company, or at none that is known.
    pub left_out: BTreeSet<(usize, Option<CompanyId>)>,
    /// Cells by row and column, each with its new text.
    pub cells: BTreeMap<(usize, usize), String>,
    /// Users who are not in the list of everybody and stay active.
    pub staying: BTreeSet<UserId>,
}

impl PlanEdits {
    /// Other companies are meant from now on: a row that is left out stays so, whichever its company is.
    pub fn for_other_companies(&mut self) {
        self.left_out = std::mem::take(&mut self.left_out).into_iter().map(|(row, _)| (row, None)).collect();
    }

    /// Nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.left_out.is_empty() && self.cells.is_empty() && self.staying.is_empty()
    }
}

/// An import that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// Its changes, and its name.
    pub batch: BatchId,
    /// Where the people come from.
    pub source: ImportSource,
    /// The SHA-256 of the source, in hexadecimal.
    pub digest: String,
    /// What the person has chosen.
    pub choices: ImportChoices,
    /// The companies, each with its name; empty: a column names them.
    pub companies: Vec<(CompanyId, String)>,
    /// What the person has changed.
    pub edits: PlanEdits,
    /// The ticket of its changes.
    pub ticket: TicketNumber,
    /// Rows may have been sent.
    pub begun: bool,
    /// When it was changed.
    pub changed: Timestamp,
}
