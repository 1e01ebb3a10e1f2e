//! The import: whose users, from where, the plan, and the run.

use std::sync::Arc;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::import::{ColumnChoice, PlanOrder};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{SLOW, Ticket};
use crate::app::import::column_menu::ColumnMenu;
use crate::app::import::group_menu::GroupMenu;
use crate::app::import::path_prompt::PathPrompt;
use crate::app::import::picker::Picker;
use crate::app::import::plan_table::PlanTable;
use crate::app::import::row_editor::RowEditor;
use crate::app::import::run_state::RunState;
use crate::domain::change::import::{ImportChoices, ImportRecord, ImportSource, PlanEdits};
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::form::fields::Rules;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::roster::{Hints, Mapping, Meaning, Options, Origin, Plan, Unread, samples};

/// What of an import is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The prompt for the path of the file.
    File,
    /// The plan is being made.
    Reading,
    /// What the columns are for.
    Columns,
    /// A list of which one is taken: what a column is for, worksheets, encodings.
    Choice,
    /// The plan.
    Plan,
    /// The cells of a row.
    Row,
    /// The run, and its result.
    Run,
}

/// A plan that is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Making {
    /// The request.
    pub(super) ticket: Ticket,
    /// It takes long enough to be shown.
    pub is_slow: bool,
    /// How many users of a company were read, and of how many.
    pub progress: Option<(u64, u64)>,
}

/// An import.
#[derive(Debug, Clone)]
pub struct Import {
    /// The companies whose users the people become, each with its name; empty: a column names them.
    pub companies: Vec<(CompanyId, String)>,
    /// The prompt for the path.
    pub prompt: PathPrompt,
    /// Where the people come from.
    pub source: Option<ImportSource>,
    /// Why there is no plan.
    pub failed: Option<Failure>,
    /// The plan that is being made.
    pub making: Option<Making>,
    /// The rows of the plan on the screen.
    pub table: PlanTable,
    /// What the columns are for, while it is changed.
    pub columns: Option<ColumnMenu>,
    /// The worksheets or the encodings, while one is chosen.
    pub sources: Option<Picker<Option<String>>>,
    /// What can be chosen about how the source is read, if it is known.
    pub(super) origin: Option<Origin>,
    /// What was changed when the source was read in another way.
    pub(super) aside: Vec<(Hints, Vec<Mapping>, PlanEdits)>,
    /// Which groups names mean, while somebody says so.
    pub groups: Option<GroupMenu>,
    /// The cells of a row, while they are edited.
    pub editor: Option<RowEditor>,
    /// The run.
    pub run: Option<RunState>,
    /// The ticket of its changes.
    pub ticket: TicketNumber,
    pub(super) plan: Option<Arc<Plan>>,
    pub(super) options: Options,
    pub(super) edits: PlanEdits,
    pub(super) digest: Option<String>,
    pub(super) batch: BatchId,
    /// So many people may leave, where too many would.
    pub(super) leavers: Option<u64>,
    /// Only so many rows are sent, as a trial.
    pub(super) first: Option<u64>,
    /// Rows may have been sent, by this run of the program or an earlier one.
    pub(super) begun: bool,
    /// It is kept on disk.
    pub(super) is_kept: bool,
    /// What the columns are for is remembered for files with the same titles, once the plan is made.
    remembers: bool,
}

impl Import {
    /// An import into these companies, of nothing so far.
    #[must_use]
    pub fn new(companies: Vec<(CompanyId, String)>, batch: BatchId, rules: Rules) -> Self {
        Self {
            companies,
            prompt: PathPrompt::default(),
            source: None,
            failed: None,
            making: None,
            table: PlanTable::default(),
            columns: None,
            sources: None,
            origin: None,
            aside: Vec::new(),
            groups: None,
            editor: None,
            run: None,
            ticket: TicketNumber::default(),
            plan: None,
            options: Options { rules, ..Options::default() },
            edits: PlanEdits::default(),
            digest: None,
            batch,
            leavers: None,
            first: None,
            begun: false,
            is_kept: false,
            remembers: false,
        }
    }

    /// An import that an earlier run of the program has left. Its plan is made again.
    #[must_use]
    pub fn left(record: ImportRecord, rules: Rules) -> Self {
        let mut import = Self::new(record.companies, record.batch, rules);
        // What another version has written about columns is said again.
        import.options = Options::of_choices(&record.choices, rules).unwrap_or(import.options);
        (import.leavers, import.first) = (record.choices.leavers, record.choices.first);
        if let ImportSource::File(path) = &record.source {
            import.prompt = PathPrompt::with(&path.display().to_string());
        }
        import.source = Some(record.source);
        (import.edits, import.digest) = (record.edits, Some(record.digest));
        (import.ticket, import.begun, import.is_kept) = (record.ticket, record.begun, true);
        import
    }

    /// What of it is on the screen.
    #[must_use]
    pub fn view(&self) -> View {
        match self {
            Self { run: Some(_), .. } => View::Run,
            Self { making: Some(_), .. } => View::Reading,
            Self { editor: Some(_), .. } => View::Row,
            Self { columns: Some(menu), .. } if menu.picker.is_some() => View::Choice,
            Self { sources: Some(_), .. } => View::Choice,
            Self { columns: Some(_), .. } => View::Columns,
            Self { groups: Some(_), .. } => View::Choice,
            Self { plan: Some(_), .. } => View::Plan,
            _ => View::File,
        }
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_deref()
    }

    /// The ID of its changes.
    #[must_use]
    pub fn batch(&self) -> &BatchId {
        &self.batch
    }

    /// An earlier run of the program has sent rows of it.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.begun
    }

    /// `starters.csv`, `the pasted text`
    #[must_use]
    pub fn name(&self) -> String {
        self.source.as_ref().map_or_else(|| "a file".to_owned(), ImportSource::name)
    }

    /// `Contoso Ltd`, `3 companies`
    #[must_use]
    pub fn whose(&self) -> String {
        match &self.companies[..] {
            _ if self.is_by_row() => "the companies that the rows name".to_owned(),
            _ => self.chosen(),
        }
    }

    /// The companies that were chosen: `Contoso Ltd`, `3 companies`.
    #[must_use]
    pub fn chosen(&self) -> String {
        match &self.companies[..] {
            [] => "no company".to_owned(),
            [(_, name)] => name.clone(),
            several => format!("{} companies", several.len()),
        }
    }

    /// Somebody has changed the plan, or rows were sent: it must not be dropped by the way.
    #[must_use]
    pub fn is_worth_keeping(&self) -> bool {
        let is_edited = self.plan.as_ref().is_some_and(|plan| !plan.edits().is_empty()) || !self.edits.is_empty();
        let is_over = self.run.as_ref().is_some_and(|run| run.result.is_some() && run.rest() == 0);
        !is_over && (is_edited || !self.options.defaults.is_empty() || self.begun || self.run.is_some())
    }

    /// The prompt begins like this.
    pub fn prompt_with(&mut self, prompt: PathPrompt) {
        self.prompt = prompt;
    }

    /// Reads a source that somebody has named.
    pub fn read(&mut self, source: ImportSource, cx: &mut Context<'_>) {
        if self.source.as_ref() != Some(&source) {
            self.without_choices();
        }
        self.source = Some(source);
        self.plan = None;
        self.make(cx);
    }

    /// Makes the plan, with what was changed in it before.
    pub fn make(&mut self, cx: &mut Context<'_>) {
        let Some(source) = self.source.clone() else { return };
        self.stop_making(cx);
        self.prompt.cancel(cx);
        self.failed = None;
        self.take_edits();
        let ticket = cx.tickets.issue(Owner::Import);
        self.making = Some(Making { ticket, is_slow: false, progress: None });
        let order = PlanOrder {
            source,
            options: self.options.clone(),
            companies: self.companies.iter().map(|(id, _)| id.clone()).collect(),
            edits: self.edits.clone(),
            // What was changed is by row, and rows that were sent are those of that file.
            digest: self.digest.clone().filter(|_| self.begun || !self.edits.is_empty()),
            earlier: self.plan.clone(),
        };
        cx.out.push(Effect::MakePlan(ticket, Box::new(order)));
        cx.out.push(Effect::Timer(ticket, SLOW));
    }

    /// Nobody waits for the plan any more; false if nobody did.
    pub fn stop_making(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(making) = self.making.take() else { return false };
        cx.out.push(Effect::Cancel(making.ticket));
        true
    }

    /// The request takes long.
    pub fn mark_slow(&mut self, ticket: Ticket) {
        if let Some(making) = self.making.as_mut().filter(|making| making.ticket == ticket) {
            making.is_slow = true;
        }
    }

    /// So many users were read.
    pub fn progress(&mut self, ticket: Ticket, read: u64, of: u64) {
        if let Some(making) = self.making.as_mut().filter(|making| making.ticket == ticket) {
            making.progress = Some((read, of));
        }
    }

    /// The plan is made; false if nobody waits for it any more.
    pub fn made(&mut self, ticket: Ticket, plan: Plan, cx: &mut Context<'_>) -> bool {
        if self.making.take_if(|making| making.ticket == ticket).is_none() {
            return false;
        }
        (self.options, self.digest) = (plan.reading.options.clone(), Some(plan.reading.digest.clone()));
        (self.columns, self.origin) = (None, Some(plan.reading.sheet.origin.clone()));
        if std::mem::take(&mut self.remembers)
            && let Some(titles) = plan.reading.titles()
        {
            let maps = self.options.maps.iter().map(ToString::to_string).collect();
            cx.out.push(Effect::RememberColumns(Box::new(ColumnChoice { titles, maps })));
        }
        match &self.plan {
            Some(before) if before.rows.len() == plan.rows.len() => self.table.follow(&plan),
            _ => self.table.begin(&plan),
        }
        self.plan = Some(Arc::new(plan));
        if self.is_kept {
            self.keep(cx);
        }
        true
    }

    /// There is no plan. False if nobody waits for it.
    pub fn not_made(&mut self, ticket: Ticket, failure: Failure, unread: Unread) -> bool {
        if self.making.take_if(|making| making.ticket == ticket).is_none() {
            return false;
        }
        self.failed = Some(failure);
        if unread.origin.is_some() {
            self.origin = unread.origin;
        }
        if !unread.columns.is_empty() {
            self.columns = Some(ColumnMenu::of(unread.columns));
        }
        true
    }

    /// Opens what the columns are for.
    pub fn open_columns(&mut self) {
        if let Some(plan) = &self.plan {
            self.columns = Some(ColumnMenu::of(samples(&plan.reading.sheet, &plan.reading.layout)));
        }
    }

    /// Leaves the columns: if one is for something else now, the plan is made again, and it is remembered.
    pub fn close_columns(&mut self, cx: &mut Context<'_>) {
        let Some(mut menu) = self.columns.take() else { return };
        if menu.picker.take().is_some() {
            self.columns = Some(menu);
            return;
        }
        let maps = menu.mappings(&self.options.maps);
        if maps == self.options.maps {
            return;
        }
        // Whoever says which column names the companies wants them.
        if maps.iter().any(|map| map.meaning() == Some(&Meaning::Company) && !self.options.maps.contains(map)) {
            self.options.by_row = Some(true);
        }
        self.options.maps = maps;
        self.remembers = true;
        self.make(cx);
    }

    /// Reads the file again, and asks the service again. What was changed in the plan stays, if the file is the same.
    pub fn read_again(&mut self, cx: &mut Context<'_>) {
        self.take_edits();
        self.plan = None;
        self.make(cx);
    }

    /// Another file is wanted: the plan is dropped.
    pub fn other_file(&mut self, cx: &mut Context<'_>) {
        self.stop_making(cx);
        (self.plan, self.source, self.columns, self.editor, self.failed) = (None, None, None, None, None);
        self.without_choices();
        self.prompt.want(cx);
    }

    /// Nothing was said about this source so far.
    fn without_choices(&mut self) {
        (self.edits, self.digest, self.origin) = (PlanEdits::default(), None, None);
        (self.leavers, self.first) = (None, None);
        self.options = Options { rules: self.options.rules, ..Options::default() };
        self.aside.clear();
    }

    /// It is not wanted any more: nothing of it is kept on disk.
    pub fn forget(&mut self, cx: &mut Context<'_>) {
        self.stop_making(cx);
        self.prompt.cancel(cx);
        if std::mem::take(&mut self.is_kept) {
            cx.out.push(Effect::ForgetImport(self.batch.clone()));
        }
    }

    /// Keeps it on disk until it has ended.
    pub fn keep(&mut self, cx: &mut Context<'_>) {
        if let Some(record) = self.record(cx) {
            self.is_kept = true;
            cx.out.push(Effect::KeepImport(Box::new(record)));
        }
    }

    /// What is kept of it.
    pub(super) fn record(&self, cx: &Context<'_>) -> Option<ImportRecord> {
        let plan = self.plan.as_ref()?;
        Some(ImportRecord {
            batch: self.batch.clone(),
            source: self.source.clone()?,
            digest: plan.reading.digest.clone(),
            choices: ImportChoices { leavers: self.leavers, first: self.first, ..self.options.choices() },
            companies: self.companies.clone(),
            edits: plan.edits().clone(),
            ticket: self.ticket.clone(),
            begun: self.begun,
            changed: cx.now.utc,
        })
    }
}
