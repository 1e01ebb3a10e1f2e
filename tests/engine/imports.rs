//! Imports of the screen as the runtime carries them out: plans, runs whose rows get no answers, kills, results.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::import::{
    ColumnChoice, ImportResult, PlanEvent, PlanOrder, ResultOrder, RowEnd, RowOrder, RunOrder,
};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::owner::Owner;
use keepnet_tui::app::core::remote::{Ticket, Tickets};
use keepnet_tui::demo::{Fault, Gate, Options as Service};
use keepnet_tui::domain::change::batch::{BatchChange, Reversal, in_order, reversals};
use keepnet_tui::domain::change::import::{ImportRecord, ImportSource, PlanEdits};
use keepnet_tui::domain::change::ticket::{BatchId, TicketNumber};
use keepnet_tui::domain::change::write::WriteId;
use keepnet_tui::domain::form::fields::Rules;
use keepnet_tui::domain::service::failure::Failure;
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::roster::{Action, Hints, Options, OrderContext, Origin, Plan, Run, outcome_counts};
use tempfile::TempDir;

use super::support::{CREATE, Program, World};

const QUARTZ: &str = "Quartz Accounting";

/// A server, a disk and a file.
struct Desk {
    world: World,
    company: CompanyId,
    files: TempDir,
}

fn people(count: usize) -> String {
    let row = |n: usize| format!("p{n}@quartz.example,Jane,Doe {n},+4420794600{n:02}\n");
    format!("Email,First name,Last name,Phone\n{}", (10..10 + count).map(row).collect::<String>())
}

impl Desk {
    fn new() -> Self {
        let world = World::new(Service { companies: 0, ..Service::instant() });
        let company = CompanyId::new(world.server.company_id(QUARTZ).expect("a company"));
        Self { world, company, files: tempfile::tempdir().expect("a folder") }
    }

    fn file(&self, text: &str) -> PathBuf {
        let path = self.files.path().join("starters.csv");
        std::fs::write(&path, text).expect("written");
        path
    }

    fn start(&self, run: &str) -> Screen {
        Screen { program: self.world.start(), tickets: Tickets::default(), run: run.to_owned(), sent: 0 }
    }

    fn order(&self, source: ImportSource) -> PlanOrder {
        PlanOrder {
            source,
            options: Options::default(),
            companies: vec![self.company.clone()],
            edits: PlanEdits::default(),
            digest: None,
            earlier: None,
        }
    }

    fn record(&self, batch: &BatchId, source: ImportSource, plan: &Plan) -> ImportRecord {
        ImportRecord {
            batch: batch.clone(),
            source,
            digest: plan.reading.digest.clone(),
            choices: plan.reading.options.choices(),
            companies: vec![(self.company.clone(), QUARTZ.to_owned())],
            edits: plan.edits().clone(),
            ticket: TicketNumber::recorded("INC-1"),
            begun: false,
            changed: Timestamp::now(),
        }
    }

    /// The addresses of those who are there, deleted ones not; each as often as it is there.
    fn there(&self, company: &CompanyId) -> Vec<String> {
        let users = self.world.server.users(company.as_str());
        let mut there: Vec<_> = users
            .into_iter()
            .filter(|user| !user.deleted && user.email.starts_with('p') && user.email.ends_with("@quartz.example"))
            .map(|user| user.email)
            .collect();
        there.sort();
        there
    }
}

impl Desk {
    /// How many changes of a batch can be undone.
    fn reversals(&self, batch: &BatchId) -> usize {
        let mut history = self.world.store().history(Timestamp::UNIX_EPOCH).expect("read");
        in_order(&mut history);
        let deletes = |change: &BatchChange| matches!(change.reversal, Reversal::Delete(_));
        reversals(&history, batch).iter().filter(|change| deletes(change)).count()
    }
}

/// What the screen does in an import.
struct Screen {
    program: Program,
    tickets: Tickets,
    run: String,
    sent: u64,
}

impl Screen {
    fn ticket(&mut self) -> Ticket {
        self.tickets.issue(Owner::Import)
    }

    fn plan(&mut self, order: PlanOrder) -> Result<Box<Plan>, Failure> {
        let ticket = self.ticket();
        self.program.perform(Effect::MakePlan(ticket, Box::new(order)));
        self.program.receive("a plan", |msg| match msg {
            Msg::Plan(its, PlanEvent::Made(plan)) if its == ticket => Some(Ok(plan)),
            Msg::Plan(its, PlanEvent::Failed(failure, _)) if its == ticket => Some(Err(failure)),
            _ => None,
        })
    }

    fn begin(&mut self, plan: &Arc<Plan>, record: ImportRecord) -> Result<PathBuf, Failure> {
        self.program.perform(Effect::BeginRun(Box::new(RunOrder {
            plan: Arc::clone(plan),
            record,
            groups: Vec::new(),
        })));
        self.program.receive("a run", |msg| match msg {
            Msg::RunReady(_, ready) => Some(ready.map(|ready| ready.result)),
            _ => None,
        })
    }

    /// Sends the rows whose turn it is.
    fn send(&mut self, run: &mut Run, batch: &BatchId) {
        while let Some(row) = run.begin() {
            self.sent += 1;
            let id = WriteId::new(&self.run, self.sent);
            let ticket = TicketNumber::recorded("INC-1");
            let context = OrderContext { id, at: Timestamp::now(), ticket, batch: batch.clone() };
            self.program.perform(Effect::SendRow(Box::new(RowOrder { row, context })));
        }
    }

    fn row(&mut self) -> RowEnd {
        self.program.receive("the end of a row", |msg| match msg {
            Msg::RowEnded(row) => Some(*row),
            _ => None,
        })
    }

    /// Carries the run out until so many rows have ended, or it is at rest.
    fn carry_out(&mut self, run: &mut Run, batch: &BatchId, most: usize) {
        let mut ended = 0;
        while ended < most {
            self.send(run, batch);
            if run.under_way() == 0 {
                return;
            }
            let row = self.row();
            assert_eq!(row.batch, *batch);
            run.end(row.row, row.end);
            ended += 1;
        }
    }

    fn result(&mut self, batch: &BatchId, plan: &Arc<Plan>, run: &Run) -> ImportResult {
        let order = ResultOrder { batch: batch.clone(), plan: Arc::clone(plan), run: run.clone(), bom: false };
        self.program.perform(Effect::WriteResult(Box::new(order)));
        self.program.receive("a result", |msg| match msg {
            Msg::ResultWritten(_, result) => Some(*result),
            _ => None,
        })
    }
}

fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).expect("a result").lines().map(ToOwned::to_owned).collect()
}

fn batch() -> BatchId {
    BatchId::from_text("first-1".to_owned())
}

#[test]
fn a_file_is_imported_while_requests_fail() {
    let desk = Desk::new();
    let source = ImportSource::File(desk.file(&format!("{}bad,Jane,Doe,1\n", people(8))));
    for fault in [Fault::ExecutedThenReset, Fault::status(503), Fault::Reset, Fault::ExecutedThenStatus(502)] {
        desk.world.server.faults().next(CREATE, fault);
    }
    let mut screen = desk.start("first");
    let plan = Arc::new(*screen.plan(desk.order(source.clone())).expect("a plan"));
    assert_eq!((plan.count(Action::Create), plan.count(Action::Fix)), (8, 1));
    let path = screen.begin(&plan, desk.record(&batch(), source, &plan)).expect("ready");
    assert_eq!(path, desk.files.path().join("starters"));
    let mut run = Run::new(&plan, None);
    screen.carry_out(&mut run, &batch(), usize::MAX);
    assert!(run.is_at_rest() && run.stop().is_none(), "{run:?}");
    let result = screen.result(&batch(), &plan, &run);
    assert_eq!(outcome_counts(&result.outcomes), [("created", 8), ("fix", 1)]);
    let files = result.files.expect("written");
    assert_eq!(files.all, desk.files.path().join("starters.result.csv"));
    assert_eq!(lines(&files.all).len(), 10);
    assert_eq!(lines(&files.failed.expect("a second file")).len(), 2);
    let wanted: Vec<_> = (10..18).map(|n| format!("p{n}@quartz.example")).collect();
    assert_eq!(desk.there(&desk.company), wanted);
    assert_eq!(desk.reversals(&batch()), 8);
    screen.program.perform(Effect::ForgetImport(batch()));
    screen.program.quit();
    assert!(desk.world.left().imports.is_empty());
}

#[test]
fn a_killed_import_goes_on_where_it_was() {
    let desk = Desk::new();
    let source = ImportSource::File(desk.file(&people(9)));
    let mut screen = desk.start("first");
    let mut plan = screen.plan(desk.order(source.clone())).expect("a plan");
    plan.leave_out(8, true);
    assert!(plan.set(7, 2, "Of another name"));
    plan.judge_changed().expect("judged");
    let plan = Arc::new(*plan);
    screen.begin(&plan, desk.record(&batch(), source.clone(), &plan)).expect("ready");
    let mut run = Run::new(&plan, None);
    screen.carry_out(&mut run, &batch(), 3);
    // Those under way are carried out, and nobody hears of it.
    let gate = Gate::new();
    desk.world.server.faults().always(CREATE, Fault::Hold(gate.clone()));
    let before = desk.there(&desk.company).len();
    screen.send(&mut run, &batch());
    let held = desk.there(&desk.company).len();
    drop(screen);
    desk.world.server.faults().clear();
    gate.open();
    assert!(held >= before);

    let left = desk.world.left();
    let [record] = left.imports.as_slice() else { panic!("one import is left: {:?}", left.imports) };
    assert_eq!((&record.batch, record.begun, &record.source), (&batch(), true, &source));
    desk.world.server.clock().shift(SignedDuration::from_mins(16));
    let mut screen = desk.start("second");
    let options = Options::of_choices(&record.choices, Rules::default()).expect("choices");
    let digest = Some(record.digest.clone());
    let order = PlanOrder { options, edits: record.edits.clone(), digest, ..desk.order(source) };
    let plan = Arc::new(*screen.plan(order).expect("a plan"));
    assert_eq!(plan.count(Action::LeftOut), 1);
    assert!(plan.count(Action::There) >= 3, "{:?}", plan.counts());
    screen.begin(&plan, record.clone()).expect("ready");
    let mut run = Run::new(&plan, None);
    screen.carry_out(&mut run, &batch(), usize::MAX);
    let result = screen.result(&batch(), &plan, &run);
    assert_eq!(outcome_counts(&result.outcomes), [("created", 8), ("left_out", 1)], "{:?}", result.outcomes);
    let wanted: Vec<_> = (10..18).map(|n| format!("p{n}@quartz.example")).collect();
    assert_eq!(desk.there(&desk.company), wanted);
    // The batch is that of both runs.
    assert_eq!(desk.reversals(&batch()), 8);
    let all = lines(&result.files.expect("written").all);
    assert!(all.iter().any(|line| line.starts_with("p17@quartz.example,Jane,Of another name")), "{all:?}");
}

#[test]
fn a_file_that_has_changed_is_told_and_nothing_of_its_edits_is_used() {
    let desk = Desk::new();
    let source = ImportSource::File(desk.file(&people(2)));
    let mut screen = desk.start("first");
    let plan = screen.plan(desk.order(source.clone())).expect("a plan");
    desk.file(&people(3));
    let order = PlanOrder { digest: Some(plan.reading.digest.clone()), ..desk.order(source.clone()) };
    let failure = screen.plan(order).expect_err("refused");
    assert_eq!(failure.what, "starters.csv is not imported");
    assert!(failure.why.contains("has changed"), "{failure}");
    std::fs::remove_file(desk.files.path().join("starters.csv")).expect("removed");
    let failure = screen.plan(desk.order(source)).expect_err("refused");
    assert_eq!(failure.why, "There is no such file.");
}

#[test]
fn the_same_people_become_users_of_each_marked_company() {
    let desk = Desk::new();
    let other = CompanyId::new(desk.world.server.company_id("Fjord Energy AS").expect("a company"));
    let source = ImportSource::Text(people(3));
    let mut screen = desk.start("first");
    let mut order = desk.order(source.clone());
    order.companies.push(other.clone());
    let plan = Arc::new(*screen.plan(order).expect("a plan"));
    assert_eq!((plan.rows.len(), plan.companies.len()), (6, 2));
    let path = screen.begin(&plan, desk.record(&batch(), source, &plan)).expect("ready");
    assert_eq!(path, desk.world.exports.path().join("import"));
    let mut run = Run::new(&plan, None);
    screen.carry_out(&mut run, &batch(), usize::MAX);
    let result = screen.result(&batch(), &plan, &run);
    assert_eq!(outcome_counts(&result.outcomes), [("created", 6)], "{:?}", result.outcomes);
    assert_eq!(desk.there(&desk.company), desk.there(&other));
    assert_eq!(desk.there(&other).len(), 3);
    // Each row names its company.
    let all = lines(&result.files.expect("written").all);
    let companies: BTreeSet<_> = all.iter().skip(1).filter_map(|line| line.rsplit(',').next()).collect();
    assert_eq!(companies, BTreeSet::from(["Fjord Energy AS", QUARTZ]), "{all:?}");
}

#[test]
fn a_column_names_the_companies() {
    let desk = Desk::new();
    let text = format!(
        "Email,First name,Last name,Phone,Company\n\
         p1@quartz.example,A,B,+442079460010,quartz accounting\n\
         p2@quartz.example,A,B,+442079460011,{}\n\
         p3@quartz.example,A,B,+442079460012,Nobody Ltd\n\
         p4@quartz.example,A,B,+442079460013,\n",
        desk.company
    );
    let mut screen = desk.start("first");
    let order = PlanOrder { companies: Vec::new(), ..desk.order(ImportSource::Text(text)) };
    let mut plan = screen.plan(order.clone()).expect("a plan");
    assert_eq!((plan.companies.len(), plan.count(Action::Create), plan.count(Action::Fix)), (1, 2, 2));
    let reasons: Vec<_> = plan.rows.iter().flat_map(|row| row.judged.reasons.clone()).collect();
    assert_eq!(reasons, ["no company has the ID or the name \"Nobody Ltd\"", "the row names no company"]);
    // Another company is another question to the service; what is known is not asked again.
    assert!(!plan.set(2, 4, QUARTZ));
    let asked = |what| desk.world.server.asked(what);
    let lists = asked("POST /api/target-users/search");
    let edits = plan.edits().clone();
    let order = PlanOrder { edits, earlier: Some(Arc::new(*plan)), ..order };
    let plan = screen.plan(order).expect("a plan");
    assert_eq!((plan.count(Action::Create), plan.count(Action::Fix)), (3, 1));
    assert_eq!(asked("POST /api/target-users/search"), lists);
}

#[test]
fn a_worksheet_is_chosen_and_others_are_named() {
    let desk = Desk::new();
    let path = desk.files.path().join("book.xlsx");
    std::fs::write(&path, include_bytes!("../import/files/excel-dates-and-numbers.xlsx")).expect("written");
    let order = |sheet: Option<&str>| {
        let hints = Hints { sheet: sheet.map(str::to_owned), encoding: None };
        let options = Options { hints, ..Options::default() };
        PlanOrder { options, ..desk.order(ImportSource::File(path.clone())) }
    };
    let mut screen = desk.start("first");
    let sheets: Vec<String> = ["Notes", "Old", "People", "Leavers"].map(str::to_owned).into();
    let plan = screen.plan(order(None)).expect("a plan");
    assert_eq!(plan.reading.sheet.origin, Origin::Workbook(sheets.clone()));
    assert!(plan.reading.sheet.form.contains("sheet \"People\""), "{}", plan.reading.sheet.form);
    let plan = screen.plan(order(Some("old"))).expect("a plan");
    assert!(plan.reading.sheet.form.contains("sheet \"Old\""), "{}", plan.reading.sheet.form);
    // What cannot be read says what else there is.
    let ticket = screen.ticket();
    screen.program.perform(Effect::MakePlan(ticket, Box::new(order(Some("Notes")))));
    let unread = screen.program.receive("no plan", |msg| match msg {
        Msg::Plan(_, PlanEvent::Failed(_, unread)) => Some(unread),
        _ => None,
    });
    assert_eq!(unread.origin, Some(Origin::Workbook(sheets)));
}

/// A company was chosen, and a column names others: one of both holds, and the other never by the way.
#[test]
fn people_go_to_the_company_of_their_row_or_all_to_the_chosen() {
    let desk = Desk::new();
    let text = "Email,Name,Phone,Company\n\
        p1@quartz.example,A B,+442079460010,Fjord Energy AS\n\
        p2@quartz.example,B C,+442079460011,\n";
    let mut screen = desk.start("first");
    let mut plan = |by_row| {
        let options = Options { by_row, ..Options::default() };
        let order = PlanOrder { options, ..desk.order(ImportSource::Text(text.to_owned())) };
        let plan = screen.plan(order).expect("a plan");
        let of = |row| plan.company_of(row).map_or_else(String::new, |company| company.name.clone());
        (plan.rows.iter().map(of).collect::<Vec<_>>(), plan.undecided().is_some())
    };
    assert_eq!(plan(None), (vec![QUARTZ.to_owned(); 2], true));
    assert_eq!(plan(Some(false)), (vec![QUARTZ.to_owned(); 2], false));
    assert_eq!(plan(Some(true)), (vec!["Fjord Energy AS".to_owned(), String::new()], false));
}

#[test]
fn what_columns_are_for_is_remembered_by_their_titles() {
    let desk = Desk::new();
    let text = "Email,Given name,Surname,Nebenstelle\np1@quartz.example,A,B,+442079460010\n";
    let source = ImportSource::Text(text.to_owned());
    let mut screen = desk.start("first");
    let before = screen.plan(desk.order(source.clone())).expect("a plan");
    assert_eq!(before.count(Action::Fix), 1, "the phone is not known");
    let mut order = desk.order(source.clone());
    order.options.maps = vec!["Nebenstelle=phone".parse().expect("a mapping")];
    let plan = screen.plan(order.clone()).expect("a plan");
    assert_eq!(plan.count(Action::Create), 1);
    let titles = plan.reading.titles().expect("titles");
    let maps = plan.reading.options.choices().maps;
    screen.program.perform(Effect::RememberColumns(Box::new(ColumnChoice { titles: titles.clone(), maps })));
    screen.program.quit();
    let mut screen = desk.start("second");
    let plan = screen.plan(desk.order(source.clone())).expect("a plan");
    assert_eq!(plan.count(Action::Create), 1);
    assert_eq!(plan.reading.options.choices().maps, ["Nebenstelle=phone"]);
    screen.program.perform(Effect::RememberColumns(Box::new(ColumnChoice { titles, maps: Vec::new() })));
    screen.program.quit();
    let mut screen = desk.start("third");
    assert_eq!(screen.plan(desk.order(source)).expect("a plan").count(Action::Fix), 1);
}

#[test]
fn a_plan_that_is_cancelled_does_not_come() {
    let desk = Desk::new();
    let gate = Gate::new();
    desk.world.server.faults().always("POST /api/target-users/search$", Fault::Hold(gate.clone()));
    let mut screen = desk.start("first");
    let ticket = screen.ticket();
    let order = desk.order(ImportSource::Text(people(2)));
    screen.program.perform(Effect::MakePlan(ticket, Box::new(order.clone())));
    screen.program.perform(Effect::Cancel(ticket));
    gate.open();
    desk.world.server.faults().clear();
    let second = screen.ticket();
    screen.program.perform(Effect::MakePlan(second, Box::new(order)));
    let come = screen.program.receive("a plan", |msg| match msg {
        Msg::Plan(its, PlanEvent::Made(_)) => Some(its),
        _ => None,
    });
    assert_eq!(come, second);
    screen.program.breathe(Duration::from_millis(20));
}
