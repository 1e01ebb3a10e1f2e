//! Writes that the service carries out late, while somebody looks what has become of them: the journal never says that
//! one was not carried out which was, and the order of changes in it is that in which the service has them.

use std::time::Duration;

use jiff::Timestamp;
use keepnet_tui::demo::{Fault, Gate, Options};
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, GroupEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::{FieldChange, Update};
use keepnet_tui::domain::change::write::{
    CreateRequest, Intent, JournalOutcome, NewUser, SendContext, WriteId, WriteKind,
};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::user::detail::{StoredValue, UserField};
use keepnet_tui::domain::user::target_group::NewGroup;
use keepnet_tui::domain::user::target_user::Priority;
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};
use rstest::rstest;
use tokio::runtime::Runtime;

use super::memberships::Bench;
use super::support::{CREATE, World, outbox, patience};

const READ: &str = "GET /api/target-users/";
const WRITE: &str = "PUT /api/target-users/";
const LATE: Duration = Duration::from_secs(14 * 60);
const TOO_LATE: Duration = Duration::from_secs(16 * 60);

fn with_tries(outbox: &Outbox, tries: u32) -> Outbox {
    Outbox { policy: ReconcilePolicy { tries, others: Duration::ZERO, ..patience() }, ..outbox.clone() }
}

fn department(bench: &Bench, from: &str, to: &str) -> WriteKind {
    let [from, to] = [from, to].map(StoredValue::new);
    let field = UserField::Field(FieldId::Department);
    let change = FieldChange { field, name: String::new(), from, to };
    WriteKind::Update(Update::new(bench.user.clone(), vec![change]))
}

fn group() -> WriteKind {
    WriteKind::CreateGroup(NewGroup::named("Day shift", Priority::Medium).expect("a name"))
}

async fn carry_out(outbox: &Outbox, intent: &Intent) -> WriteOutcome {
    match intent.kind {
        WriteKind::Create => {
            let user = NewUser::Target(intent.entry.request(Rules::default()).expect("a request"));
            outbox
                .send(&CreateRequest { intent: intent.clone(), user, earlier: None, unrecorded: false }, &|_| ())
                .await
                .into()
        }
        _ => outbox.change(intent, &|_| ()).await,
    }
}

fn is_open(end: &WriteOutcome) -> bool {
    matches!(
        end,
        WriteOutcome::Create(CreateEnd::Pending)
            | WriteOutcome::Update(UpdateEnd::Pending)
            | WriteOutcome::Delete(DeleteEnd::Pending)
            | WriteOutcome::Group(GroupEnd::Pending)
    )
}

/// While the look waits for its answer, for example because the machine sleeps, the write is carried out and the time
/// for it is over.
#[rstest]
#[case::update(|bench: &Bench| department(bench, "", "Finance"), WRITE, READ)]
#[case::membership(|bench: &Bench| bench.membership(true), "PUT /api/target-groups/users", "POST /api/target-users/")]
#[case::delete(|bench: &Bench| WriteKind::Delete(bench.user.clone()), "DELETE /api/target-users/", "POST /api/target-users/search$")]
#[case::group(|_: &Bench| group(), "POST /api/target-groups$", "POST /api/target-groups/search$")]
#[case::create(|_: &Bench| WriteKind::Create, "POST /api/target-users$", "POST /api/target-users/search$")]
#[tokio::test]
async fn look_that_began_in_time_does_not_end_a_late_write(
    #[case] kind: fn(&Bench) -> WriteKind,
    #[case] write: &str,
    #[case] look: &str,
) {
    let bench = Bench::with_group(false).await;
    let mut intent = bench.intent("run-3", kind(&bench));
    if intent.kind == WriteKind::Create {
        let ann = Entry::default().with(FieldId::Email, "ann@quartz.example");
        intent.entry = ann.with(FieldId::Phone, "+442079460018");
    }
    bench.server.faults().next(write, Fault::Late(LATE, Some(504)));
    let end = carry_out(&bench.outbox, &intent).await;
    assert!(is_open(&end), "{end:?}");
    let (hasty, gate) = (with_tries(&bench.outbox, 1), Gate::new());
    bench.server.faults().next(look, Fault::Hold(gate.clone()));
    let looks = bench.server.asked(look);
    let sleeps = async {
        bench.server.arrived(look, looks + 1).await;
        bench.server.clock().pass(TOO_LATE).await;
        gate.open();
    };
    let silent = |_| ();
    let (end, ()) = tokio::join!(hasty.look_up(&intent, &silent), sleeps);
    assert!(is_open(&end), "{end:?}");
    assert_eq!(bench.journal("run-3"), None);
    let end = bench.outbox.look_up(&intent, &silent).await;
    let is_done = match bench.journal("run-3") {
        // Created after the time in which it would count as proved.
        Some(JournalOutcome::Found(_)) => matches!(end, WriteOutcome::Create(CreateEnd::Found(_))),
        Some(JournalOutcome::Deleted) => end == WriteOutcome::Delete(DeleteEnd::Deleted),
        Some(JournalOutcome::Updated) => {
            [WriteOutcome::Update(UpdateEnd::Updated), WriteOutcome::Group(GroupEnd::Created)].contains(&end)
        }
        _ => false,
    };
    assert!(is_done, "{end:?}, {:?}", bench.journal("run-3"));
}

/// Two programs look what became of a change; by the time the second one sees the user, the first has recorded the end
/// and put the old value back.
#[tokio::test]
async fn look_after_the_next_change_does_not_undo_an_end() {
    let bench = Bench::with_group(false).await;
    let first = bench.intent("run-3", department(&bench, "", "Finance"));
    bench.server.faults().next(WRITE, Fault::Late(LATE, Some(504)));
    assert!(is_open(&bench.outbox.change(&first, &|_| ()).await));
    let (slow, gate) = (with_tries(&bench.another(), 2), Gate::new());
    bench.server.faults().next(READ, Fault::Hold(gate.clone()));
    let looks = bench.server.asked(READ);
    let meanwhile = async {
        bench.server.arrived(READ, looks + 1).await;
        bench.server.clock().pass(TOO_LATE).await;
        let back = bench.send("run-4", department(&bench, "Finance", "")).await;
        assert_eq!(back, WriteOutcome::Update(UpdateEnd::Updated));
        gate.open();
    };
    let silent = |_| ();
    let (end, ()) = tokio::join!(slow.look_up(&first, &silent), meanwhile);
    assert_eq!(end, WriteOutcome::Update(UpdateEnd::Updated));
    assert_eq!(bench.journal("run-3"), Some(JournalOutcome::Updated));
}

/// The answer comes after another program has seen that the change was carried out, and has sent the next one.
#[tokio::test]
async fn answer_after_the_next_change_leaves_the_order() {
    let bench = Bench::with_group(false).await;
    let (gate, other) = (Gate::new(), with_tries(&bench.another(), 1));
    bench.server.faults().next(WRITE, Fault::Hold(gate.clone()));
    let next = bench.intent("other-1", department(&bench, "Finance", ""));
    let overtakes = async {
        bench.server.arrived(WRITE, 1).await;
        assert_eq!(other.change(&next, &|_| ()).await, WriteOutcome::Update(UpdateEnd::Updated));
        gate.open();
    };
    let (end, ()) = tokio::join!(bench.send("run-3", department(&bench, "", "Finance")), overtakes);
    assert_eq!(end, WriteOutcome::Update(UpdateEnd::Updated));
    let store = bench.outbox.store.as_ref().expect("a journal");
    let ended = |id: &str| {
        let write = store.find(&WriteId::from_text(id.to_owned())).expect("read").expect("recorded");
        write.outcome.expect("an end").1
    };
    assert!(ended("run-3") < ended("other-1"), "{} {}", ended("run-3"), ended("other-1"));
}

/// An import was killed with a create whose end is not known, and another program has created the user since.
#[test]
fn create_in_doubt_ends_when_another_program_creates_the_user() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    let commands = Runtime::new().expect("a runtime");
    let create = |id: &str| {
        let company = world.server.company_id("Quartz Accounting").expect("a company");
        let intent = Intent {
            id: WriteId::from_text(id.to_owned()),
            kind: WriteKind::Create,
            company: CompanyId::new(company),
            company_name: "Quartz Accounting".to_owned(),
            entry: Entry::default().with(FieldId::Email, "ann@quartz.example").with(FieldId::Phone, "+442079460018"),
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        commands.block_on(async { carry_out(&outbox(&world.server, &world.folder(), patience()), &intent).await })
    };
    world.server.faults().next(CREATE, Fault::Reset);
    assert!(is_open(&create("killed-1")));
    let mut program = world.start().loaded();
    program.until("what is not known", |m| m.drafts.needing().count() == 1);
    assert!(matches!(create("next-1"), WriteOutcome::Create(CreateEnd::Created(_))));
    program.press("J");
    program.until("its end", |m| m.changes.is_empty() && m.drafts.needing().next().is_none());
    assert_eq!((world.server.asked(CREATE), program.model().created_users.all().count()), (2, 1));
}
