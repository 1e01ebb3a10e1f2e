//! The run of an import: it begins after a question, its rows are sent, it ends with its result, and can be undone.

use crate::app::core::effect::Effect;
use crate::app::core::import::{ImportResult, PlanEvent, ReadyRun, RowEnd};
use crate::app::core::remote::Ticket;
use crate::app::flows::{journal, undo_batch};
use crate::app::import::run_state::Standing;
use crate::app::import::state::Import;
use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ImportQuestion, Overlay};
use crate::app::screen::import_run_words::{ended, receipt};
use crate::cx;
use crate::domain::change::import::ImportRecord;
use crate::domain::change::ticket::BatchId;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;

/// Most rows whose changes are known here and can be undone.
const UNDOABLE: usize = 500;

/// With the import and what its methods need; `None` without one.
macro_rules! on_import {
    ($model:expr, $out:expr, ($import:ident, $cx:ident) => $work:expr) => {
        if let Some($import) = $model.import.current_mut() {
            let $cx = cx!($model, $out);
            Some($work)
        } else {
            None
        }
    };
}
pub(super) use on_import;

/// News about the plan.
pub fn plan_news(model: &mut Model, ticket: Ticket, news: PlanEvent, out: &mut Vec<Effect>) {
    on_import!(model, out, (import, cx) => match news {
        PlanEvent::Progress { read, of } => import.progress(ticket, read, of),
        PlanEvent::Made(plan) => drop(import.made(ticket, *plan, cx)),
        PlanEvent::Failed(failure, unread) => drop(import.not_made(ticket, failure, unread)),
    });
}

/// A Yes to a question about the import.
pub fn answered(model: &mut Model, question: ImportQuestion, out: &mut Vec<Effect>) {
    match question {
        ImportQuestion::Send => {
            let Model { import, changes, .. } = model;
            if let Some(current) = import.current_mut() {
                current.begin(|| changes.next_id(), cx!(model, out));
            }
        }
        ImportQuestion::Discard => drop_import(model, out),
    }
}

/// The run can begin, or why it cannot.
pub fn run_ready(model: &mut Model, batch: &BatchId, answer: Result<ReadyRun, Failure>) {
    let Some(import) = model.import.current_mut().filter(|import| import.batch() == batch) else { return };
    if let Err(failure) = &answer {
        model.notices.failure(model.now, failure);
    }
    import.run_ready(answer);
}

/// A row has ended.
pub fn row_ended(model: &mut Model, ended: RowEnd, out: &mut Vec<Effect>) {
    let stood = model.import.current.as_ref().and_then(Import::standing);
    journal::row_ended(model, ended.row, out);
    on_import!(model, out, (import, cx) => import.row_ended(ended, cx));
    let stands = model.import.current.as_ref().and_then(Import::standing);
    if stood != stands && stands == Some(Standing::Stopped) {
        let opens = model.describe_keys(Command::Import(ImportAct::Open), Scope::Table);
        let said = model.import.current.as_ref().and_then(|import| {
            let why = import.run.as_ref()?.stop()?;
            Some(format!("The import of {} has stopped: {why} {opens} shows it.", import.name()))
        });
        if let Some(said) = said {
            model.notices.error(model.now, said);
        }
    }
}

/// After every message: as many rows are sent as may be under way.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let bom = model.settings.csv_bom;
    let Model { import, changes, .. } = model;
    let Some(current) = import.current_mut() else { return };
    current.send_next(bom, || changes.next_id(), cx!(model, out));
}

/// The result is counted and written.
pub fn result_written(model: &mut Model, batch: &BatchId, result: ImportResult, out: &mut Vec<Effect>) {
    if model.import.current.as_ref().is_none_or(|import| import.batch() != batch) {
        return;
    }
    let Model { import, changes, .. } = model;
    if let Some(current) = import.current_mut() {
        current.result_written(result, || BatchId::from(&changes.next_id()), cx!(model, out));
    }
    let is_seen = model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Import));
    let opens = model.describe_keys(Command::Import(ImportAct::Open), Scope::Table);
    let Some(import) = &model.import.current else { return };
    let (said, failed) = (ended(import), import.run.as_ref().and_then(|run| run.result.as_ref()?.as_ref().err()));
    let said = if is_seen { said } else { format!("{said} {opens} shows it.") };
    let (failed, companies) = (failed.cloned(), of_plan(import));
    model.notices.info(model.now, said);
    if let Some(failure) = failed {
        model.notices.failure(model.now, &failure);
    }
    // The lists have other users and seats now, and the activity the rows.
    for company in companies {
        model.drafts.users_changed(&company);
        model.company.users_changed(&company, cx!(model, out));
        model.users.users_changed(&company, Subject::TargetUser, cx!(model, out));
    }
    model.companies.refresh(cx!(model, out));
    journal::fetch_history(model, out);
}

fn of_plan(import: &Import) -> Vec<CompanyId> {
    let companies = import.plan().map(|plan| plan.companies.iter().map(|answers| answers.company.id.clone()));
    companies.into_iter().flatten().collect()
}

/// Pauses the run, or goes on; after a trial, makes the plan of the rest.
pub fn pause(model: &mut Model, out: &mut Vec<Effect>) {
    let standing = model.import.current.as_ref().and_then(Import::standing);
    if standing == Some(Standing::Over) {
        on_import!(model, out, (import, cx) => import.plan_rest(cx));
        return;
    }
    let pauses = standing == Some(Standing::Going);
    on_import!(model, out, (import, _cx) => import.pause(pauses));
    if pauses {
        let again = model.describe_keys(Command::Import(ImportAct::Pause), Scope::ImportRun);
        model.notices.hint(model.now, format!("no further row is begun; {again} goes on"));
    }
}

/// Ends a run that rests: its result is written.
pub fn end_here(model: &mut Model, out: &mut Vec<Effect>) {
    let bom = model.settings.csv_bom;
    on_import!(model, out, (import, cx) => import.close(bom, cx));
}

/// Copies the receipt.
pub fn copy_receipt(model: &Model, out: &mut Vec<Effect>) {
    if let Some(import) = &model.import.current {
        let what = "the receipt of the import".to_owned();
        out.extend(receipt(import).map(|text| Effect::Copy { what, text }));
    }
}

/// Asks before everything that the import has done is undone.
pub fn undo(model: &mut Model, out: &mut Vec<Effect>) {
    let Some((batch, rows)) = model
        .import
        .current
        .as_ref()
        .and_then(|import| Some((import.run.as_ref()?.batch.clone(), import.run.as_ref()?.run.of())))
    else {
        return;
    };
    if rows > UNDOABLE {
        let said = format!("{rows} rows are too many here: keepnet-tui users undo --batch {batch} undoes them");
        model.notices.info(model.now, said);
    } else {
        undo_batch::ask(model, &batch, out);
    }
}

/// Earlier runs of the program have left these imports.
pub fn restored(model: &mut Model, left: Vec<ImportRecord>) {
    let Some(newest) = left.last() else { return };
    let opens = model.describe_keys(Command::Import(ImportAct::Open), Scope::Table);
    let what = newest.source.name();
    let said = if newest.begun {
        format!("An import of {what} was under way when the program ended; {opens} goes on with it")
    } else {
        format!("The plan for {what} was not sent when the program ended; {opens} opens it")
    };
    model.import.restore(left);
    model.notices.info(model.now, said);
}

/// The import is on disk, or cannot be kept there.
pub fn kept(model: &mut Model, batch: &BatchId, answer: Result<(), Failure>) {
    let is_current = model.import.current.as_ref().is_some_and(|import| import.batch() == batch);
    if let (true, Err(failure)) = (is_current, answer) {
        model.notices.failure(model.now, &failure);
    }
}

/// Drops the import, and closes its box.
pub fn drop_import(model: &mut Model, out: &mut Vec<Effect>) {
    let name = model.import.current.as_ref().map(Import::name).unwrap_or_default();
    model.import.drop_current(cx!(model, out));
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Import));
    model.notices.hint(model.now, format!("the import of {name} was dropped"));
}
