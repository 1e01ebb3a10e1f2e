//! Carries out the runs of imports: they are prepared, their rows sent and their results written.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::connection::{ServiceConnection, Setup};
use super::import_writer::{ImportWriter, Job};
use super::local_failure::failure;
use crate::api::Operation;
use crate::app::core::import::{ImportResult, ReadyRun, ResultOrder, ResultPaths, RowOrder, RunOrder};
use crate::domain::change::import::ImportSource;
use crate::domain::change::outcome::GroupEnd;
use crate::domain::change::ticket::BatchId;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::import::{self, Arrivals, NoGroup, ResultNames};
use crate::outbox::Outbox;
use crate::roster::{Ended, Plan, outcomes, result_files};
use crate::store::Store;

/// What is told if a run cannot begin.
const NOT_BEGUN: &str = "The import was not begun";

/// Imports that are carried out, and what is kept of them.
#[derive(Default)]
pub(super) struct Imports {
    pub(super) runs: HashMap<BatchId, Arc<PreparedRun>>,
    pub(super) writer: Option<ImportWriter>,
}

/// A run whose rows may be sent.
pub(super) struct PreparedRun {
    /// Set when it can be carried out: in it, groups have their IDs.
    plan: OnceLock<Arc<Plan>>,
    /// Made when they are first needed.
    arrivals: OnceLock<Arrivals>,
    /// Set when it is known that they can be written.
    pub(super) names: OnceLock<ResultNames>,
}

impl PreparedRun {
    pub(super) fn new() -> Self {
        Self { plan: OnceLock::new(), arrivals: OnceLock::new(), names: OnceLock::new() }
    }

    /// Sends a row; `None`: there is none, or it makes no change.
    pub(super) async fn send(&self, outbox: &Outbox, order: &RowOrder) -> Option<Ended> {
        let plan = self.plan.get()?;
        let planned = plan.rows.get(order.row)?;
        let company = plan.company_of(planned)?;
        let arrivals = self.arrivals.get_or_init(|| Arrivals::of(plan));
        import::send(outbox, arrivals, company, &planned.judged, &order.context).await
    }
}

impl Imports {
    /// Keeps imports in this database from now on.
    pub(super) fn keep_in(&mut self, store: &Arc<Store>) {
        self.writer = Some(ImportWriter::new(Arc::clone(store)));
    }

    /// Writes what is not on disk yet. Blocks on the disk.
    pub(super) fn flush(&self) {
        if let Some(writer) = &self.writer {
            writer.work(|_, ended| drop(ended.inspect_err(|failure| tracing::warn!(%failure, "at the end"))));
        }
    }
}

/// The message when there are no files of the result.
pub(super) fn not_written(error: &io::Error) -> Failure {
    failure("The result could not be written", format!("{error}."))
}

/// Where the result may be written: beside the file, else where exports are.
pub(super) fn result_places(setup: &Setup, source: &ImportSource) -> Vec<ResultNames> {
    let exports = setup.exports.clone().unwrap_or_else(|| PathBuf::from("."));
    match source {
        ImportSource::File(path) => {
            let beside = ResultNames::of(Some(path), None);
            let stem = path.file_stem().unwrap_or_else(|| OsStr::new("import"));
            vec![beside, ResultNames::of(None, Some(&exports.join(stem)))]
        }
        ImportSource::Text(_) => vec![ResultNames::of(None, Some(&exports.join("import")))],
    }
}

/// Prepares a run: it is kept on disk, the place of the result is tried, what a killed run has left is
/// looked up, and groups are created.
pub(super) async fn prepare(
    line: &ServiceConnection,
    run: &PreparedRun,
    order: RunOrder,
    writer: Option<ImportWriter>,
    places: Vec<ResultNames>,
) -> Result<ReadyRun, Failure> {
    let what = NOT_BEGUN;
    let RunOrder { mut plan, record, groups } = order;
    let first = record.choices.first;
    let outbox = line.outbox().await.map_err(|error| error.failure(Operation::Create))?;
    outbox.access.write().map_err(|why| failure(what, format!("{why}.")))?;
    let Some(writer) = writer else {
        return Err(failure(what, "Nothing can be recorded on this machine.".to_owned()));
    };
    let tried = tokio::task::spawn_blocking(move || {
        let mut failed = None;
        for names in places {
            match names.check() {
                Ok(()) => {
                    return writer
                        .now(&Job::Keep(Box::new(record)))
                        .map(|()| names)
                        .map_err(|error| failure(what, format!("It cannot be recorded on this machine ({error}).")));
                }
                Err((folder, error)) => {
                    failed.get_or_insert_with(|| {
                        format!("The result cannot be written to {} ({error}).", folder.display())
                    });
                }
            }
        }
        Err(failure(what, failed.unwrap_or_default()))
    });
    let names = tried.await.map_err(|error| failure(what, format!("{error}.")))??;
    import::settle_creates(&outbox, |intent| plan.has_user_of(intent))
        .await
        .map_err(|error| failure(what, format!("What was recorded cannot be read ({error}).")))?;
    if !groups.is_empty() {
        let created = import::create_groups(&outbox, Arc::make_mut(&mut plan), first, groups, |_, _, _| ());
        created.await.map_err(no_group)?;
    }
    let result = names.path().to_owned();
    let _ = (run.names.set(names), run.plan.set(Arc::clone(&plan)));
    Ok(ReadyRun { result, plan })
}

/// The message when a group is missing: nobody is sent without it.
fn no_group(why: NoGroup) -> Failure {
    let (group, end) = match why {
        NoGroup::Ended(group, end) => (group, end),
        NoGroup::Unread(error) => return failure(NOT_BEGUN, format!("What was recorded cannot be read ({error}).")),
        NoGroup::Unlisted(failure) => return Failure { what: NOT_BEGUN.to_owned(), ..failure },
        NoGroup::Unjudged(why) => return failure(NOT_BEGUN, format!("{why}.")),
        NoGroup::NotThere(group) => (group, GroupEnd::Pending),
    };
    let group = group.label();
    match end {
        GroupEnd::Refused(failure) => {
            let why = format!("The {group} was not created: {}", failure.why);
            Failure { what: NOT_BEGUN.to_owned(), why, ..failure }
        }
        GroupEnd::Unknown(failure) => {
            let why = format!("It is not known whether the {group} was created: {}", failure.why);
            Failure { what: NOT_BEGUN.to_owned(), why, ..failure }
        }
        GroupEnd::Pending | GroupEnd::Created | GroupEnd::AlreadySo => failure(
            NOT_BEGUN,
            format!("The {group} is not there so far. Send the plan again in a moment: it is not created twice."),
        ),
        GroupEnd::Absent => {
            failure(NOT_BEGUN, format!("No clear answer came, and the {group} does not exist. Send the plan again."))
        }
    }
}

/// Counts and writes the result of a run. Blocks.
pub(super) fn result(line: &ServiceConnection, order: ResultOrder, names: Option<&ResultNames>) -> ImportResult {
    let ResultOrder { batch: _, plan, run, bom } = order;
    let made = |company: &CompanyId, user: &_| match line.store.get() {
        Some(store) => store.created(company, user).map(|write| write.is_some()),
        None => Ok(false),
    };
    let of = outcomes(&plan, &run, made).or_else(|error| {
        tracing::warn!(%error, "it is not known who was created earlier");
        outcomes(&plan, &run, |_, _| Ok::<_, io::Error>(false))
    });
    let outcomes = of.unwrap_or_default();
    let written = match names {
        Some(names) => result_files(&plan, &outcomes, bom).and_then(|files| names.write_all(&files)),
        None => Err(io::Error::other("the run was not prepared")),
    };
    let files = written.map(|(all, failed)| ResultPaths { all, failed }).map_err(|error| not_written(&error));
    ImportResult { outcomes, files }
}
