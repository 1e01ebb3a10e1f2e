//! What an import asks of the runtime, and what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::change::import::{ImportRecord, ImportSource, PlanEdits};
use crate::domain::change::ticket::BatchId;
use crate::domain::change::write::WriteId;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::roster::{Ended, Options, OrderContext, Outcome, Plan, Run, Unread};

/// A plan to be made: the source is read, and the companies are asked about their users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOrder {
    /// Where the people come from.
    pub source: ImportSource,
    /// What the person has said. If it has no mappings, those that were remembered for these titles apply; the options of
    /// the plan have them. Its company is not used.
    pub options: Options,
    /// The companies whose users all people become; empty: a column names the company.
    pub companies: Vec<CompanyId>,
    /// What the person has changed in an earlier plan of the same source.
    pub edits: PlanEdits,
    /// The digest that the source must have: its edits are by row and column.
    pub digest: Option<String>,
    /// A plan of the same source, whose answers of the service need not be asked again.
    pub earlier: Option<Arc<Plan>>,
}

/// News about a plan that is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanEvent {
    /// So many users of a company were read.
    Progress {
        /// How many.
        read: u64,
        /// Of how many.
        of: u64,
    },
    /// It is made and judged.
    Made(Box<Plan>),
    /// There is none; what can be chosen about the source, so that there may be one.
    Failed(Failure, Unread),
}

/// A run to be prepared: it is kept on disk, what a killed run has left is looked up, the place of the result is
/// tried, and the groups are created that its rows need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunOrder {
    /// The plan.
    pub plan: Arc<Plan>,
    /// The import, as it is kept until it has ended. It is kept as one that has begun.
    pub record: ImportRecord,
    /// What the creates of the groups have besides that its rows need, one for each.
    pub groups: Vec<OrderContext>,
}

/// A run whose rows may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyRun {
    /// Where its result will be, without the endings.
    pub result: PathBuf,
    /// The plan, with the groups that were created.
    pub plan: Arc<Plan>,
}

/// A row to be sent, of a run that was prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOrder {
    /// Its place in the plan.
    pub row: usize,
    /// What its change has besides the row; its batch is that of the run.
    pub context: OrderContext,
}

/// A row that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowEnd {
    /// The run.
    pub batch: BatchId,
    /// The place of the row in the plan.
    pub row: usize,
    /// The ID of its change.
    pub change: WriteId,
    /// How it has ended.
    pub end: Ended,
}

/// The result of a run, to be counted and written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultOrder {
    /// The run.
    pub batch: BatchId,
    /// Its plan.
    pub plan: Arc<Plan>,
    /// How far it came.
    pub run: Run,
    /// The files begin with the mark by which Excel knows UTF-8.
    pub bom: bool,
}

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportResult {
    /// What became of each row of the plan.
    pub outcomes: Vec<Outcome>,
    /// The files, or why there are none.
    pub files: Result<ResultPaths, Failure>,
}

/// The files of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultPaths {
    /// Every row with its outcome.
    pub all: PathBuf,
    /// The rows that somebody has to do something about, which can be imported again.
    pub failed: Option<PathBuf>,
}

/// What columns are for, to be remembered for files with the same titles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The titles, in order.
    pub titles: Vec<String>,
    /// `Mobile=phone`; empty: forgotten.
    pub maps: Vec<String>,
}
