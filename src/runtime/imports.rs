//! Imports: plans are made, runs prepared, their rows sent and their results written.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::sync::mpsc;

use super::connection::{CALL, ServiceConnection, Setup};
use super::effects::Runner;
use super::import_writer::{ImportWriter, Job};
use super::note_writer;
use crate::api::{Error, Operation};
use crate::app::core::effect::Effect;
use crate::app::core::import::{
    ImportResult, PlanEvent, PlanOrder, ResultOrder, ResultPaths, RowEnd, RowOrder, RunOrder,
};
use crate::app::core::msg::Msg;
use crate::app::core::remote::{Call, Ticket};
use crate::config::TeamAliases;
use crate::domain::change::import::{ImportRecord, ImportSource};
use crate::domain::change::outcome::CreateEnd;
use crate::domain::change::ticket::BatchId;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::service::failure::{Applied, Failure, Remedy};
use crate::domain::service::ids::CompanyId;
use crate::import::{self, Arrivals, Asking, CompanyNames, MAX_COMPANIES, NoPlan, ResultNames, Whose};
use crate::outbox::Outbox;
use crate::roster::{Ended, MAX_BYTES, Options, Person, Plan, Reading, outcomes, result_files};
use crate::store::Store;
use crate::system::source_file::{self, Source};

/// Companies that are read at once.
const AT_ONCE: usize = 4;

/// Imports that are carried out, and what is kept of them.
#[derive(Default)]
pub(super) struct Imports {
    runs: HashMap<BatchId, Arc<PreparedRun>>,
    writer: Option<ImportWriter>,
}

/// A run whose rows may be sent.
struct PreparedRun {
    plan: Arc<Plan>,
    /// Made when they are first needed.
    arrivals: OnceLock<Arrivals>,
    /// Set when it is known that they can be written.
    names: OnceLock<ResultNames>,
}

impl PreparedRun {
    async fn send(&self, outbox: &Outbox, order: &RowOrder) -> Option<Ended> {
        let planned = self.plan.rows.get(order.row)?;
        let company = self.plan.company_of(planned)?;
        let arrivals = self.arrivals.get_or_init(|| Arrivals::of(&self.plan));
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

impl Runner {
    pub(super) fn make_plan(&mut self, ticket: Ticket, order: PlanOrder) {
        let told = self.outbox.clone();
        let aliases = self.setup.aliases.clone();
        self.read(ticket, async move |line| {
            let event = match plan(&line, ticket, order, aliases, &told).await {
                Ok(plan) => PlanEvent::Made(Box::new(plan)),
                Err(failure) => PlanEvent::Failed(failure),
            };
            Msg::Plan(ticket, event)
        });
    }

    pub(super) fn begin_run(&mut self, order: RunOrder) {
        let RunOrder { plan, record } = order;
        let record = ImportRecord { begun: true, ..record };
        let run = Arc::new(PreparedRun { plan, arrivals: OnceLock::new(), names: OnceLock::new() });
        self.imports.runs.insert(record.batch.clone(), Arc::clone(&run));
        let places = result_places(&self.setup, &record.source);
        let (line, writer) = (Arc::clone(&self.connection), self.imports.writer.clone());
        self.spawn(None, async move {
            let batch = record.batch.clone();
            let ready = prepare(&line, &run, record, writer, places).await;
            Msg::RunReady(batch, ready)
        });
    }

    pub(super) fn send_row(&mut self, order: RowOrder) {
        let run = self.imports.runs.get(&order.context.batch).cloned();
        let line = Arc::clone(&self.connection);
        self.spawn(None, async move {
            let change = order.context.id.clone();
            let sent = async {
                let outbox = line.outbox().await.map_err(|error| error.failure(Operation::Create))?;
                let ended = match &run {
                    Some(run) => run.send(&outbox, &order).await,
                    None => None,
                };
                ended.ok_or_else(|| local("The row was not sent", "Its run was not prepared.".to_owned()))
            };
            let end = CALL.scope(Call::Write(change.clone()), sent).await;
            let end = end.unwrap_or_else(|failure| Ended::of_create(CreateEnd::Refused(failure)));
            Msg::RowEnded(Box::new(RowEnd { batch: order.context.batch, row: order.row, change, end }))
        });
    }

    pub(super) fn write_result(&mut self, order: ResultOrder) {
        let names = self.imports.runs.get(&order.batch).and_then(|run| run.names.get()).cloned();
        let line = Arc::clone(&self.connection);
        self.spawn(None, async move {
            let batch = order.batch.clone();
            let result = tokio::task::spawn_blocking(move || result(&line, order, names.as_ref())).await;
            let result = result.unwrap_or_else(|error| ImportResult {
                outcomes: Vec::new(),
                files: Err(not_written(&io::Error::other(error))),
            });
            Msg::ResultWritten(batch, Box::new(result))
        });
    }

    /// Keeps an import, or nothing of it any more, in the order in which this is asked for.
    pub(super) fn keep_import(&mut self, effect: Effect) {
        let job = match effect {
            Effect::KeepImport(record) => Job::Keep(record),
            Effect::ForgetImport(batch) => {
                self.imports.runs.remove(&batch);
                Job::Forget(batch)
            }
            Effect::RememberColumns(choice) => Job::Columns(choice),
            _ => return,
        };
        if self.imports.writer.is_none() {
            self.reopen();
        }
        match self.imports.writer.clone() {
            Some(writer) => {
                writer.queue(job);
                let outbox = self.outbox.clone();
                self.tasks.spawn_blocking(move || {
                    writer.work(|batch, ended| drop(outbox.blocking_send(Msg::ImportKept(batch, ended))));
                    None
                });
            }
            None => {
                if let Job::Keep(record) = job {
                    let why = self.opened.clone().and_then(Result::err);
                    let why = why.unwrap_or_else(|| "there is no database".to_owned());
                    self.spawn(None, async move { Msg::ImportKept(record.batch, Err(not_kept(&why))) });
                }
            }
        }
    }
}

fn local(what: &str, why: String) -> Failure {
    Failure { what: what.to_owned(), why, hint: String::new(), remedy: Remedy::Nothing, applied: Applied::No }
}

/// The message when an import is not kept.
pub(super) fn not_kept(why: &str) -> Failure {
    local("The import is not kept on disk", format!("{why}."))
}

fn not_written(error: &io::Error) -> Failure {
    local("The result could not be written", format!("{error}."))
}

/// What is wrong with the source: `what` is the end of a sentence that has named it.
fn unfit(source: &ImportSource, what: &str) -> Failure {
    let mut letters = what.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    local(&format!("{} is not imported", source.name()), format!("{first}{}.", letters.as_str()))
}

/// Makes a plan.
async fn plan(
    line: &ServiceConnection,
    ticket: Ticket,
    order: PlanOrder,
    aliases: TeamAliases,
    told: &mpsc::Sender<Msg>,
) -> Result<Plan, Failure> {
    let source = order.source.clone();
    let on = |read, of| {
        // If the queue is full, a later event follows.
        let _ = told.try_send(Msg::Plan(ticket, PlanEvent::Progress { read, of }));
    };
    let rules = order.options.rules;
    let (edits, earlier, companies) = (order.edits.clone(), order.earlier.clone(), order.companies.clone());
    let store = line.store.get().cloned();
    let read = tokio::task::spawn_blocking(move || {
        let reading = reading(order, store.as_deref())?;
        let groups = import::by_company(&reading);
        Ok((reading, groups))
    });
    let read = read.await.map_err(|error| unfit(&source, &error.to_string()))?;
    let (reading, groups) = read.map_err(|what: String| unfit(&source, &what))?;
    let groups = groups.map_err(|why| no_plan(&source, why))?;
    let client = line.client().await.map_err(|error| error.failure(Operation::Company))?;
    let given: Vec<CompanyRef> = stream::iter(companies.into_iter().map(|id| company(line, id)))
        .buffered(AT_ONCE)
        .try_collect()
        .await
        .map_err(|error| error.failure(Operation::Company))?;
    let is_given = |name: &str| name.is_empty() && !given.is_empty();
    let names = if groups.iter().all(|(name, _)| is_given(name)) {
        None
    } else {
        let loaded = note_writer::load(line.store.get().map(AsRef::as_ref), line.source.client(), &aliases);
        let notes = DeskNotes::new(loaded.own.unwrap_or_default(), loaded.shared.unwrap_or_default());
        let read = CompanyNames::read(client, notes, &on).await;
        Some(read.map_err(|(asked, error)| error.failure(asked))?)
    };
    let whose = |(name, people): (String, Vec<Person>)| match &names {
        Some(names) if !is_given(&name) => (names.find(&name), people),
        _ => (Whose::Companies(given.clone()), people),
    };
    let found = groups.into_iter().map(whose).collect();
    let mut asking = Asking::new(client, rules).after(earlier);
    import::make(&mut asking, reading, found, edits, &on).await.map_err(|why| no_plan(&source, why))
}

async fn company(line: &ServiceConnection, id: CompanyId) -> Result<CompanyRef, Error> {
    let found = line.client().await?.company(&id).await?;
    let expired = found.is_expired(crate::system::clock::today());
    Ok(CompanyRef { id: found.id, name: found.name, seats: found.seats, expired })
}

/// Reads the source. Blocks.
fn reading(order: PlanOrder, store: Option<&Store>) -> Result<Reading, String> {
    let read = match &order.source {
        ImportSource::File(path) => source_file::read(path, MAX_BYTES).map_err(|error| {
            if error.is_not_there() { "there is no such file".to_owned() } else { error.to_string() }
        })?,
        ImportSource::Text(text) => Source::of(text.clone().into_bytes()),
    };
    if order.digest.as_ref().is_some_and(|digest| *digest != read.digest) {
        return Err("it has changed since the plan was made; make the plan anew".to_owned());
    }
    let company = (!order.companies.is_empty()).then(String::new);
    let options = Options { company, ..order.options };
    let remembered = |titles: &[String]| {
        let maps = store?.remembered_columns(titles);
        let maps = maps.inspect_err(|error| tracing::warn!(%error, "no remembered columns")).ok()??;
        // Another version of the program may know other fields.
        maps.iter().map(|map| map.parse().ok()).collect()
    };
    let mut reading = Reading::remembering(&read.bytes, read.digest, options, remembered)?;
    reading.edit(&order.edits.cells);
    Ok(reading)
}

fn no_plan(source: &ImportSource, why: NoPlan) -> Failure {
    match why {
        NoPlan::Nobody => unfit(source, "there is nobody in it"),
        NoPlan::NoCompany => unfit(source, "no column names the company whose users they become"),
        NoPlan::TooMany(companies) => {
            unfit(source, &format!("it names {companies} companies; at most {MAX_COMPANIES} are taken"))
        }
        NoPlan::Unanswered(asked, error) => error.failure(asked),
        NoPlan::NoField(why) => unfit(source, &why),
    }
}

/// Where the result may be written: beside the file, else where exports are.
fn result_places(setup: &Setup, source: &ImportSource) -> Vec<ResultNames> {
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

/// Prepares a run: it is kept on disk, the place of the result is tried, and what a killed run has left is looked up.
async fn prepare(
    line: &ServiceConnection,
    run: &PreparedRun,
    record: ImportRecord,
    writer: Option<ImportWriter>,
    places: Vec<ResultNames>,
) -> Result<PathBuf, Failure> {
    let what = "The import was not begun";
    let outbox = line.outbox().await.map_err(|error| error.failure(Operation::Create))?;
    outbox.access.write().map_err(|why| local(what, format!("{why}.")))?;
    let Some(writer) = writer else {
        return Err(local(what, "Nothing can be recorded on this machine.".to_owned()));
    };
    let tried = tokio::task::spawn_blocking(move || {
        let mut failed = None;
        for names in places {
            match names.check() {
                Ok(()) => {
                    return writer
                        .now(&Job::Keep(Box::new(record)))
                        .map(|()| names)
                        .map_err(|error| local(what, format!("It cannot be recorded on this machine ({error}).")));
                }
                Err((folder, error)) => {
                    failed.get_or_insert_with(|| {
                        format!("The result cannot be written to {} ({error}).", folder.display())
                    });
                }
            }
        }
        Err(local(what, failed.unwrap_or_default()))
    });
    let names = tried.await.map_err(|error| local(what, format!("{error}.")))??;
    import::settle_creates(&outbox, |intent| run.plan.has_user_of(intent))
        .await
        .map_err(|error| local(what, format!("What was recorded cannot be read ({error}).")))?;
    let path = names.path().to_owned();
    let _ = run.names.set(names);
    Ok(path)
}

/// Counts and writes the result of a run. Blocks.
fn result(line: &ServiceConnection, order: ResultOrder, names: Option<&ResultNames>) -> ImportResult {
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
