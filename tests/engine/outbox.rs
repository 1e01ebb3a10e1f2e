//! One write at a time: recorded, sent once, looked up.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use keepnet_tui::api::Client;
use keepnet_tui::demo::{Fault, Options, Server};
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, WriteOutcome};
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::write::{
    CreateRequest, Intent, JournalOutcome, NewUser, PriorOwners, SendContext, WriteId, WriteKind,
};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::outbox::{Outbox, ReconcilePolicy, Step};
use keepnet_tui::store::Store;
use rstest::rstest;
use tempfile::TempDir;

use super::support::{CREATE, FIND, api, patience};

const EMAIL: &str = "Jane.Doe@halcyon.example";
const USERS: &str = "POST /api/target-users/search$";

struct Bench {
    server: Server,
    outbox: Outbox,
    disk: TempDir,
    steps: Arc<Mutex<Vec<Step>>>,
    company: CompanyId,
}

impl Bench {
    async fn new(options: Options) -> Self {
        let server = Server::start(Options { companies: 0, ..options }).await.expect("a server");
        let client = Client::new(api(&server), |_| ()).expect("a client");
        let disk = tempfile::tempdir().expect("a folder");
        let store = Store::open(disk.path()).expect("a store");
        let outbox = Outbox {
            access: Access::ReadWrite,
            client,
            store: Some(Arc::new(store)),
            policy: patience(),
            clock: Timestamp::now,
        };
        let company = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        Self { server, outbox, disk, steps: Arc::default(), company }
    }

    fn order(&self, id: &str, earlier: Option<&str>) -> CreateRequest {
        let entry = Entry::default().with(FieldId::Email, EMAIL).with(FieldId::Phone, "+44 20 7946 0018");
        let user = entry.request(Rules::default()).expect("a request");
        let intent = Intent {
            id: WriteId::from_text(id.to_owned()),
            kind: WriteKind::Create,
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry,
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        let earlier = earlier.map(|id| Box::new(Intent { id: WriteId::from_text(id.to_owned()), ..intent.clone() }));
        CreateRequest { intent, user: NewUser::Target(user), earlier, unrecorded: false }
    }

    async fn send(&self, order: &CreateRequest) -> CreateEnd {
        let steps = Arc::clone(&self.steps);
        self.outbox.send(order, &move |step| steps.lock().expect("steps").push(step)).await
    }

    fn stored(&self) -> usize {
        self.server.users(self.company.as_str()).iter().filter(|u| u.requested).count()
    }

    /// What the journal says in the end.
    fn journal(self) -> Vec<(String, Option<JournalOutcome>)> {
        drop(self.outbox);
        let left = Store::open(self.disk.path()).expect("a store").restore(Timestamp::now()).expect("read");
        let ended = left.finished.into_iter().map(|(intent, outcome, _)| (intent.id.to_string(), Some(outcome)));
        ended.chain(left.unfinished.into_iter().map(|intent| (intent.id.to_string(), None))).collect()
    }
}

#[tokio::test]
async fn read_only_outbox_sends_nothing() {
    let mut bench = Bench::new(Options::instant()).await;
    bench.outbox.access = Access::ReadOnly(ReadOnlyReason::Flag);
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(&end, CreateEnd::Refused(f) if f.why.contains("--read-only")), "{end:?}");
    assert_eq!(bench.stored(), 0);
    assert!(bench.steps.lock().expect("steps").is_empty(), "nothing was begun");
}

#[tokio::test]
async fn answer_settles_the_write() {
    let bench = Bench::new(Options::instant()).await;
    let end = bench.send(&bench.order("run-1", None)).await;
    let CreateEnd::Created(user) = end else { panic!("{end:?}") };
    let steps = bench.steps.lock().expect("steps").clone();
    assert_eq!(steps, [Step::Recording, Step::Sending, Step::Answered, Step::Settled]);
    assert_eq!((bench.server.asked(FIND), bench.server.asked(USERS)), (0, 1), "one read before it");
    assert_eq!(bench.journal(), [("run-1".to_owned(), Some(JournalOutcome::Created(user)))]);
}

#[tokio::test]
async fn refusal_settles_the_write() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::failure_in_200("INPUT_ERROR", "", &["Email is odd."]));
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(end, CreateEnd::Refused(_)), "{end:?}");
    assert_eq!((bench.stored(), bench.server.asked(FIND)), (0, 0));
    assert_eq!(bench.journal(), [("run-1".to_owned(), Some(JournalOutcome::NotCreated))]);
}

#[tokio::test]
async fn user_is_found_despite_a_lagging_index() {
    let bench = Bench::new(Options { index_delay: Duration::from_millis(40), ..Options::instant() }).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    let patient = Outbox {
        policy: ReconcilePolicy { tries: 5, first_wait: Duration::from_millis(20), ..patience() },
        ..bench.outbox.clone()
    };
    let end = patient.send(&bench.order("run-1", None), &|_| ()).await;
    assert!(matches!(end, CreateEnd::Proved(_)), "{end:?}");
    assert!(bench.server.asked(FIND) > 1);
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 1));
}

#[tokio::test]
async fn absent_user_is_resent_after_another_look_up() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::Reset);
    assert_eq!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Pending);
    assert_eq!(bench.stored(), 0);
    let looks = bench.server.asked(FIND);
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    let CreateEnd::Created(user) = end else { panic!("{end:?}") };
    assert_eq!((bench.stored(), bench.server.asked(FIND)), (1, looks + 1));
    // The service takes an address once: the first try has an end, and nobody looks for it any more.
    let ended = [
        ("run-1".to_owned(), Some(JournalOutcome::NotCreated)),
        ("run-2".to_owned(), Some(JournalOutcome::Created(user))),
    ];
    let mut journal = bench.journal();
    journal.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(journal, ended);
}

#[tokio::test]
async fn look_up_before_resend_finds_a_late_user() {
    let bench = Bench::new(Options::instant()).await;
    // The service stores it, and its index is asked too early.
    bench.server.faults().next(CREATE, Fault::ExecutedThenStatus(504));
    let nobody = r#"{"status":"SUCCESS","data":{"results":[],"totalNumberOfRecords":0}}"#;
    for path in [FIND, USERS] {
        bench.server.faults().always(path, Fault::Body(200, nobody.into()));
    }
    assert_eq!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Pending);
    bench.server.faults().clear();
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    let CreateEnd::Proved(user) = end else { panic!("{end:?}") };
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 1));
    assert_eq!(bench.journal(), [("run-1".to_owned(), Some(JournalOutcome::Created(user.id)))]);
}

#[tokio::test]
async fn failed_look_up_prevents_a_resend() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::Reset);
    bench.server.faults().always(FIND, Fault::Reset);
    assert!(matches!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Unknown(_)));
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    assert!(matches!(end, CreateEnd::InDoubt(ref f) if f.what.contains("Not sent")), "{end:?}");
    assert_eq!(bench.server.asked(CREATE), 1);
}

#[tokio::test]
async fn failed_look_up_leaves_the_outcome_unknown() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    bench.server.faults().always(FIND, Fault::status(403));
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(end, CreateEnd::Unknown(_)), "{end:?}");
    bench.server.faults().clear();
    let end = bench.outbox.look_up(&bench.order("run-1", None).intent, &|_| ()).await;
    assert!(matches!(end, WriteOutcome::Create(CreateEnd::Proved(_))), "{end:?}");
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 1));
}

#[tokio::test]
async fn either_look_up_suffices() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    bench.server.faults().always(USERS, Fault::status(403));
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(end, CreateEnd::Found(_)), "{end:?}");
}

#[tokio::test]
async fn a_user_from_before_was_not_created_by_this_write() {
    let bench = Bench::new(Options::instant()).await;
    bench.send(&bench.order("run-10", None)).await;
    let mut late = bench.order("run-1", None);
    late.intent.at = Timestamp::now() + jiff::SignedDuration::from_hours(48);
    bench.server.faults().next(CREATE, Fault::Reset);
    let end = bench.send(&late).await;
    assert!(matches!(end, CreateEnd::WasThere(_)), "{end:?}");
}

#[tokio::test]
async fn deleted_user_is_no_evidence() {
    let bench = Bench::new(Options::instant()).await;
    let deleted = serde_json::json!({"status": "SUCCESS", "data": {"results": [
        {"resourceId": "old", "email": EMAIL, "status": "Deleted"}], "totalNumberOfRecords": 1}});
    for path in [FIND, USERS] {
        bench.server.faults().always(path, Fault::Body(200, deleted.to_string()));
    }
    bench.server.faults().next(CREATE, Fault::Reset);
    assert_eq!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Pending);
}

/// A user who was created, and the intent to delete them again.
async fn created(bench: &Bench) -> Intent {
    let order = bench.order("run-1", None);
    let CreateEnd::Created(user) = bench.send(&order).await else { panic!("not created") };
    Intent { id: WriteId::from_text("run-2".to_owned()), kind: WriteKind::Delete(user), ..order.intent }
}

fn living(bench: &Bench) -> usize {
    bench.server.users(bench.company.as_str()).iter().filter(|u| u.requested && !u.deleted).count()
}

const DELETE: &str = "DELETE /api/target-users/";

#[tokio::test]
async fn an_undo_deletes_the_user_once() {
    let bench = Bench::new(Options::instant()).await;
    let undo = created(&bench).await;
    assert_eq!(bench.outbox.change(&undo, &|_| ()).await, WriteOutcome::Delete(DeleteEnd::Deleted));
    assert_eq!((living(&bench), bench.server.asked(DELETE)), (0, 1));
    let journal = bench.journal();
    assert!(journal.contains(&("run-2".to_owned(), Some(JournalOutcome::Deleted))), "{journal:?}");
}

#[tokio::test]
async fn undo_without_answer_is_looked_up() {
    for (fault, end) in [
        (Fault::ExecutedThenReset, WriteOutcome::Delete(DeleteEnd::Deleted)),
        (Fault::Reset, WriteOutcome::Delete(DeleteEnd::Pending)),
    ] {
        let bench = Bench::new(Options::instant()).await;
        let undo = created(&bench).await;
        bench.server.faults().next(DELETE, fault);
        let there = usize::from(end == WriteOutcome::Delete(DeleteEnd::Pending));
        assert_eq!(bench.outbox.change(&undo, &|_| ()).await, end);
        assert_eq!((living(&bench), bench.server.asked(DELETE)), (there, 1));
    }
}

#[tokio::test]
async fn an_undo_that_is_refused_changes_nothing() {
    let bench = Bench::new(Options::instant()).await;
    let undo = created(&bench).await;
    bench.server.faults().next(DELETE, Fault::status(403));
    let end = bench.outbox.change(&undo, &|_| ()).await;
    assert!(matches!(end, WriteOutcome::Delete(DeleteEnd::Refused(_))), "{end:?}");
    assert_eq!(living(&bench), 1);
}

/// Another program with the same journal.
fn another(bench: &Bench) -> Outbox {
    let store = Store::open(bench.disk.path()).expect("a store");
    Outbox { store: Some(Arc::new(store)), ..bench.outbox.clone() }
}

fn by_another(bench: &Bench) -> CreateRequest {
    bench.order("other-1", None)
}

/// It sees to its own create as long as it runs; then whoever comes next may look and send.
#[tokio::test]
async fn unknown_create_of_running_program_is_not_resent() {
    let mut bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::Reset);
    assert_eq!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Pending);
    let other = another(&bench);
    let end = other.send(&by_another(&bench), &|_| ()).await;
    assert!(matches!(&end, CreateEnd::InDoubt(f) if f.why.contains("Another program")), "{end:?}");
    assert_eq!(bench.server.asked(CREATE), 1);
    bench.outbox.store = None;
    let end = other.send(&by_another(&bench), &|_| ()).await;
    assert!(matches!(end, CreateEnd::Created(_)), "{end:?}");
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 2));
}

/// What one has found out the other need not find out again.
#[tokio::test]
async fn outcome_found_by_another_program_is_used() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    bench.server.faults().next(USERS, Fault::Pass);
    bench.server.faults().always(FIND, Fault::status(500));
    assert!(matches!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Unknown(_)));
    bench.server.faults().clear();
    let end = another(&bench).send(&by_another(&bench), &|_| ()).await;
    let CreateEnd::Proved(user) = end else { panic!("{end:?}") };
    let looks = bench.server.asked(FIND);
    let end = bench.outbox.look_up(&bench.order("run-1", None).intent, &|_| ()).await;
    assert!(matches!(end, WriteOutcome::Create(CreateEnd::Proved(same)) if same.id == user.id));
    assert_eq!((bench.server.asked(FIND), bench.server.asked(CREATE)), (looks, 1));
}

#[tokio::test]
async fn user_created_by_one_program_can_be_undone_by_another() {
    let bench = Bench::new(Options::instant()).await;
    let undo = created(&bench).await;
    let other = another(&bench);
    let known = other.store.as_ref().and_then(|store| {
        let WriteKind::Delete(user) = &undo.kind else { return None };
        store.created(&bench.company, user).expect("read")
    });
    assert!(known.is_some_and(|write| write.running || write.outcome.is_some()));
    assert_eq!(other.change(&undo, &|_| ()).await, WriteOutcome::Delete(DeleteEnd::Deleted));
    assert_eq!(living(&bench), 0);
}

/// A user who is known to be another create's is not this one's, however like it is.
#[tokio::test]
async fn user_of_another_create_is_never_ours() {
    let bench = Bench::new(Options::instant()).await;
    assert!(matches!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Created(_)));
    let mut twin = by_another(&bench);
    // As if the look before it had come a moment too early.
    twin.intent.sending = SendContext { before: PriorOwners::Known(Vec::new()), ..SendContext::default() };
    bench.server.faults().next(CREATE, Fault::Reset);
    let end = another(&bench).send(&twin, &|_| ()).await;
    assert!(matches!(end, CreateEnd::WasThere(_)), "{end:?}");
}

/// The index is so slow that even the look before the second try finds nobody; the service itself knows.
#[rstest]
#[case::in_words(None)]
#[case::without_a_word(Some(Fault::Raw { status: 409, content_type: None, encoding: None, body: Vec::new() }))]
#[tokio::test]
async fn refused_retry_of_a_successful_create_counts_as_created(#[case] refusal: Option<Fault>) {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    let nobody = || Fault::Body(200, r#"{"status":"SUCCESS","data":{"results":[],"totalNumberOfRecords":0}}"#.into());
    for path in [FIND, USERS] {
        bench.server.faults().always(path, nobody());
    }
    assert_eq!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Pending);
    bench.server.faults().clear();
    for path in [FIND, USERS] {
        bench.server.faults().next(path, nobody());
        bench.server.faults().next(path, nobody());
    }
    if let Some(refusal) = refusal {
        bench.server.faults().next(CREATE, refusal);
    }
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    let CreateEnd::Proved(user) = end else { panic!("{end:?}") };
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 2));
    let journal = bench.journal();
    assert_eq!(
        journal,
        [
            ("run-2".to_owned(), Some(JournalOutcome::NotCreated)),
            ("run-1".to_owned(), Some(JournalOutcome::Created(user.id)))
        ]
    );
}

/// What is refused for another reason is told at once.
#[tokio::test]
async fn a_second_try_that_is_refused_for_a_field_is_refused() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::Reset);
    assert_eq!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Pending);
    let looks = bench.server.asked(FIND);
    bench.server.faults().next(CREATE, Fault::failure_in_200("INPUT_ERROR", "", &["Phone Number is odd."]));
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    assert!(matches!(end, CreateEnd::Refused(_)), "{end:?}");
    assert_eq!(bench.server.asked(FIND), looks + 1);
}

/// Days lie between the two tries: the user is as old as the first one.
#[tokio::test]
async fn user_is_attributed_to_the_attempt_of_its_age() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    bench.server.faults().always(FIND, Fault::status(403));
    assert!(matches!(bench.send(&bench.order("run-1", None)).await, CreateEnd::Unknown(_)));
    bench.server.faults().clear();
    let mut late = bench.order("run-2", Some("run-1"));
    late.intent.at = Timestamp::now() + jiff::SignedDuration::from_hours(48);
    let end = bench.send(&late).await;
    assert!(matches!(end, CreateEnd::Proved(_)), "{end:?}");
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 1));
}

/// The look-up by address has no word for deleted users: it calls them inactive.
#[rstest]
#[case::closed(Fault::status(403))]
#[case::down(Fault::status(500))]
#[tokio::test]
async fn inactive_user_may_be_deleted_without_the_search(#[case] fault: Fault) {
    let bench = Bench::new(Options::instant()).await;
    let CreateEnd::Created(old) = bench.send(&bench.order("run-10", None)).await else { panic!("not created") };
    bench.outbox.client.delete_target_user(&bench.company, &old).await.expect("deleted");
    bench.server.faults().next(CREATE, Fault::Reset);
    bench.server.faults().always(USERS, fault);
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(end, CreateEnd::Unknown(_)), "{end:?}");
    bench.server.faults().clear();
    assert_eq!(
        bench.outbox.look_up(&bench.order("run-1", None).intent, &|_| ()).await,
        WriteOutcome::Create(CreateEnd::Pending)
    );
}

/// Nor does it say that a deleted user is still there.
#[tokio::test]
async fn undo_of_inactive_user_is_unknown_without_the_search() {
    let bench = Bench::new(Options::instant()).await;
    let order = bench.order("run-10", None);
    let CreateEnd::Created(user) = bench.send(&order).await else { panic!("not created") };
    let undo = Intent { id: WriteId::new("run", 9), kind: WriteKind::Delete(user), ..order.intent };
    bench.server.faults().next("DELETE /api/target-users/", Fault::ExecutedThenReset);
    bench.server.faults().always(USERS, Fault::status(403));
    let end = bench.outbox.change(&undo, &|_| ()).await;
    assert!(matches!(end, WriteOutcome::Delete(DeleteEnd::Unknown(_))), "{end:?}");
    bench.server.faults().clear();
    assert_eq!(bench.outbox.look_up(&undo, &|_| ()).await, WriteOutcome::Delete(DeleteEnd::Deleted));
}
