//! What is chosen in the plan of an import, by the keys of the screen: a list of everybody, groups, a trial.

use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::import::run_state::{RunState, Standing};
use keepnet_tui::app::import::state::{Import, View};
use keepnet_tui::app::model::Model;
use keepnet_tui::demo::{Fault, Gate, Options as Service, StoredUser};
use keepnet_tui::roster::Plan;
use tempfile::TempDir;

use super::support::{Program, World};

const QUARTZ: &str = "Quartz Accounting";
const UPDATE: &str = "PUT /api/target-users/";

/// A server, a disk and files.
struct Desk {
    world: World,
    files: TempDir,
}

fn address(n: usize) -> String {
    format!("p{n}@roster.example")
}

impl Desk {
    /// Quartz has so many people of one mail domain.
    fn new(people: usize) -> Self {
        let world = World::new(Service { companies: 0, ..Service::instant() });
        let desk = Self { world, files: tempfile::tempdir().expect("a folder") };
        let row = |n: usize| format!("{},P{n},Doe,+4420794600{}\n", address(n), 10 + n);
        let rows: String = (0..people).map(row).collect();
        let path = desk.file("begin.csv", &format!("Email,First name,Last name,Phone\n{rows}"));
        desk.run(&["users", "import", path.to_str().expect("UTF-8"), "--company", QUARTZ, "--yes"]);
        desk
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.files.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    /// A command on the same disk.
    fn run(&self, args: &[&str]) {
        self.ends(args, 0);
    }

    /// A command that ends with this code.
    fn ends(&self, args: &[&str], code: i32) {
        let ran = self.world.command(args).output().expect("it runs");
        assert_eq!(ran.status.code(), Some(code), "{}", String::from_utf8_lossy(&ran.stderr));
    }

    fn users(&self) -> Vec<StoredUser> {
        self.world.server.users(&self.world.server.company_id(QUARTZ).expect("a company"))
    }

    fn user(&self, n: usize) -> StoredUser {
        self.users().into_iter().rfind(|user| user.email == address(n)).expect("the user")
    }

    /// The plan of this file is on the screen.
    fn planned(&self, file: &Path) -> Program {
        let mut program = self.world.start().loaded().at(QUARTZ);
        program.press("A");
        program.send(Msg::Paste(file.display().to_string()));
        program.press("enter");
        program.until("the plan", |m| view(m) == Some(View::Plan));
        program
    }
}

fn import(model: &Model) -> Option<&Import> {
    model.import.current.as_ref()
}

fn view(model: &Model) -> Option<View> {
    import(model).map(Import::view)
}

fn plan(model: &Model) -> Option<&Plan> {
    import(model)?.plan().filter(|_| view(model) == Some(View::Plan))
}

fn run(model: &Model) -> Option<&RunState> {
    import(model)?.run.as_ref()
}

fn is_over(model: &Model) -> bool {
    run(model).is_some_and(|run| run.standing() == Standing::Over)
}

fn counts(model: &Model) -> Vec<(&'static str, u64)> {
    run(model).expect("a run").counts().collect()
}

/// People of whom nothing else is said.
fn rows(of: std::ops::Range<usize>) -> String {
    let row = |n: usize| format!("{},,,\n", address(n));
    of.map(row).collect()
}

/// Of ten: the last has left, one has another name, one is new; the others are as they were.
fn roster(desk: &Desk) -> PathBuf {
    let same = rows(1..9);
    let more = format!("{},,Roe,\n{},New,,+442079460040\n", address(0), address(20));
    desk.file("roster.csv", &format!("Email,First name,Last name,Phone\n{same}{more}"))
}

#[test]
fn whole_list_goes_on_after_a_kill_and_is_undone() {
    let desk = Desk::new(10);
    let others = |desk: &Desk| {
        let all = desk.users().into_iter();
        all.filter(|user| !user.email.ends_with("@roster.example")).collect::<Vec<_>>()
    };
    let before = others(&desk);
    let mut program = desk.planned(&roster(&desk));
    program.press("e");
    program.until("the whole list", |m| plan(m).is_some_and(|plan| plan.reading.options.reconcile));
    assert_eq!(plan(program.model()).expect("a plan").summary(), "joiners 1 · movers 1 · leavers 1 · same 8");
    // Rows are under way when the program is killed.
    let gate = Gate::new();
    desk.world.server.faults().always(UPDATE, Fault::Hold(gate.clone()));
    program.press("ctrl-s y");
    program.until("rows under way", |m| run(m).is_some_and(|run| run.run.under_way() > 0));
    drop(program);
    desk.world.server.faults().clear();
    gate.open();
    desk.world.server.clock().shift(SignedDuration::from_mins(16));

    let mut program = desk.world.start().loaded();
    program.until("what was left", |m| m.import.left().is_some());
    program.press("A");
    program.until("the plan", |m| plan(m).is_some_and(|plan| plan.reading.options.reconcile));
    let batch = import(program.model()).expect("an import").batch().clone();
    program.press("ctrl-s y");
    program.until("the end", is_over);
    let ended = counts(program.model());
    assert!(
        ended.iter().all(|(word, _)| ["created", "updated", "deactivated", "exists", "unchanged"].contains(word)),
        "{ended:?}"
    );
    assert!(desk.files.path().join("roster.result.csv").exists());
    let (mover, leaver, joiner) = (desk.user(0), desk.user(9), desk.user(20));
    assert_eq!((mover.last_name.as_deref(), mover.first_name.as_deref()), (Some("Roe"), Some("P0")));
    assert_eq!((leaver.active, leaver.deleted, joiner.active), (false, false, true));
    assert!((1..9).all(|n| desk.user(n).active), "the others are as they were");
    assert_eq!(others(&desk), before, "users of other mail domains are left alone");
    program.quit();
    assert!(desk.world.left().imports.is_empty());

    desk.run(&["users", "undo", "--batch", batch.as_str(), "--yes"]);
    let (mover, leaver, joiner) = (desk.user(0), desk.user(9), desk.user(20));
    assert_eq!((mover.last_name.as_deref(), leaver.active, joiner.deleted), (Some("Doe"), true, true));
}

#[test]
fn too_many_leavers_are_sent_only_if_somebody_allows_them() {
    let desk = Desk::new(10);
    let rows = rows(0..7);
    let mut program = desk.planned(&desk.file("roster.csv", &format!("Email,First name,Last name,Phone\n{rows}")));
    program.press("e");
    program.until("the whole list", |m| plan(m).is_some_and(|plan| plan.reading.options.reconcile));
    program.press("ctrl-s y");
    assert!(run(program.model()).is_none());
    // One of them stays after all.
    program.press("space l ctrl-s y");
    program.until("the end", is_over);
    assert_eq!(counts(program.model()).first(), Some(&("left_out", 1)));
    assert_eq!((0..10).filter(|n| desk.user(*n).active).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6, 7]);
}

const CREATE_GROUP: &str = "POST /api/target-groups$";

fn starters(desk: &Desk) -> PathBuf {
    let row = |(n, group): (usize, &str)| format!("{},New,Doe,+4420794600{},{group}\n", address(n), 10 + n);
    let rows = [(20, "Everybody"), (21, "Night shift"), (22, "Night shift"), (23, "Day shift")].map(row).concat();
    desk.file("starters.csv", &format!("Email,First name,Last name,Phone,Groups\n{rows}"))
}

/// Its create gets no answer, and the program is killed before the end is known.
#[test]
fn groups_are_created_once_although_the_program_is_killed() {
    let desk = Desk::new(1);
    let asked = || desk.world.server.asked(CREATE_GROUP);
    let mut program = desk.planned(&starters(&desk));
    // Of Day shift nothing is said.
    program.press("m");
    program.type_text("not now");
    program.press("enter");
    program.type_text("all staff");
    program.press("enter esc n");
    assert_eq!(plan(program.model()).expect("a plan").groups_to_create(None).len(), 2);
    let gate = Gate::new();
    desk.world.server.faults().next(CREATE_GROUP, Fault::Hold(gate.clone()));
    program.press("ctrl-s y");
    program.until("a create", |_| asked() == 1);
    drop(program);
    gate.open();

    let mut program = desk.world.start().loaded();
    program.until("what was left", |m| m.import.left().is_some());
    program.press("A");
    program.until("the plan", |m| plan(m).is_some());
    program.press("ctrl-s y");
    program.until("the end", is_over);
    assert_eq!(counts(program.model()), [("created", 4)]);
    assert_eq!(asked(), 2, "one for each group");
    let groups = |n: usize| desk.user(n).groups;
    assert_eq!([20, 21, 22, 23].map(|n| groups(n).len()), [1; 4]);
    assert!(groups(21) == groups(22) && groups(21) != groups(23) && groups(20) != groups(21));
}

#[test]
fn group_that_is_refused_lets_nobody_in_and_the_plan_stays() {
    let desk = Desk::new(1);
    let mut program = desk.planned(&starters(&desk));
    program.press("n");
    desk.world.server.faults().next(CREATE_GROUP, Fault::status(400));
    program.press("ctrl-s y");
    program.until("why not", |m| import(m).is_some_and(|import| import.failed.is_some()));
    let failure = import(program.model()).and_then(|import| import.failed.clone()).expect("a reason");
    assert!(failure.why.starts_with("The group \"Day shift\" was not created"), "{failure}");
    assert_eq!(
        (view(program.model()), desk.users().iter().filter(|user| user.email == address(20)).count()),
        (Some(View::Plan), 0)
    );
    program.press("ctrl-s y");
    program.until("the end", is_over);
    assert_eq!(counts(program.model()), [("created", 4)]);
}

#[test]
fn trial_ends_after_its_rows_and_the_rest_is_sent_later() {
    let desk = Desk::new(1);
    let mut program = desk.planned(&starters(&desk));
    program.press("n 1 ctrl-s");
    let trial = import(program.model()).expect("an import").batch().clone();
    program.press("y");
    program.receive("the rest on disk", |msg| match msg {
        Msg::ImportKept(batch, Ok(())) if batch != trial => Some(()),
        _ => None,
    });
    assert_eq!(counts(program.model()), [("created", 1), ("not_sent", 3)]);
    assert_eq!(desk.world.server.asked(CREATE_GROUP), 1, "the groups of the others are not created");
    // It goes on after a crash as well.
    drop(program);
    let mut program = desk.world.start().loaded();
    program.until("what was left", |m| m.import.left().is_some());
    program.press("A");
    program.until("the plan", |m| plan(m).is_some());
    program.press("ctrl-s y");
    program.until("the end", is_over);
    assert_eq!(desk.world.server.asked(CREATE_GROUP), 3);
    let rest = run(program.model()).expect("a run").batch.clone();
    program.quit();
    // Groups stay.
    desk.ends(&["users", "undo", "--batch", rest.as_str(), "--yes"], 5);
    assert_eq!(
        [20, 21, 22, 23].map(|n| desk.user(n).deleted),
        [false, true, true, true],
        "the trial is a batch of its own"
    );
    desk.ends(&["users", "undo", "--batch", trial.as_str(), "--yes"], 5);
    assert!(desk.user(20).deleted);
}
