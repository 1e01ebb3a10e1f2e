//! One write at a time: recorded, sent once, looked up.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use keepnet_tui::api::Client;
use keepnet_tui::demo::{Fault, Options, Server};
use keepnet_tui::domain::change::write::{Before, Deed, End, Intent, NewUser, Order, Outcome, Sending, WriteId};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::access::{Access, Because};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::outbox::{Outbox, Patience, Step};
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
            patience: patience(),
            clock: Timestamp::now,
        };
        let company = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        Self { server, outbox, disk, steps: Arc::default(), company }
    }

    fn order(&self, id: &str, earlier: Option<&str>) -> Order {
        let entry = Entry::default().with(FieldId::Email, EMAIL).with(FieldId::Phone, "+44 20 7946 0018");
        let user = entry.request(Rules::default()).expect("a request");
        let intent = Intent {
            id: WriteId::from_text(id.to_owned()),
            deed: Deed::Create,
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry,
            at: Timestamp::now(),
            sending: Sending::default(),
        };
        let earlier = earlier.map(|id| Box::new(Intent { id: WriteId::from_text(id.to_owned()), ..intent.clone() }));
        Order { intent, user: NewUser::Target(user), earlier, unrecorded: false }
    }

    async fn send(&self, order: &Order) -> End {
        let steps = Arc::clone(&self.steps);
        self.outbox.send(order, &move |step| steps.lock().expect("steps").push(step)).await
    }

    fn stored(&self) -> usize {
        self.server.users(self.company.as_str()).iter().filter(|u| u.requested).count()
    }

    /// What the journal says in the end.
    fn journal(self) -> Vec<(String, Option<Outcome>)> {
        drop(self.outbox);
        let left = Store::open(self.disk.path()).expect("a store").restore(Timestamp::now()).expect("read");
        let ended = left.finished.into_iter().map(|(intent, outcome, _)| (intent.id.to_string(), Some(outcome)));
        ended.chain(left.unfinished.into_iter().map(|intent| (intent.id.to_string(), None))).collect()
    }
}

#[tokio::test]
async fn read_only_sends_nothing_whoever_asks() {
    let mut bench = Bench::new(Options::instant()).await;
    bench.outbox.access = Access::ReadOnly(Because::Flag);
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(&end, End::Refused(f) if f.why.contains("--read-only")), "{end:?}");
    assert_eq!(bench.stored(), 0);
    assert!(bench.steps.lock().expect("steps").is_empty(), "nothing was begun");
}

#[tokio::test]
async fn an_answer_ends_it() {
    let bench = Bench::new(Options::instant()).await;
    let end = bench.send(&bench.order("run-1", None)).await;
    let End::Created(user) = end else { panic!("{end:?}") };
    let steps = bench.steps.lock().expect("steps").clone();
    assert_eq!(steps, [Step::Recording, Step::Sending, Step::Answered, Step::Settled]);
    assert_eq!((bench.server.asked(FIND), bench.server.asked(USERS)), (0, 1), "one read before it");
    assert_eq!(bench.journal(), [("run-1".to_owned(), Some(Outcome::Created(user)))]);
}

#[tokio::test]
async fn a_refusal_ends_it() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::failure_in_200("INPUT_ERROR", "", &["Email is odd."]));
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(end, End::Refused(_)), "{end:?}");
    assert_eq!((bench.stored(), bench.server.asked(FIND)), (0, 0));
    assert_eq!(bench.journal(), [("run-1".to_owned(), Some(Outcome::NotCreated))]);
}

#[tokio::test]
async fn a_user_is_found_although_the_index_is_slow() {
    let bench = Bench::new(Options { index_delay: Duration::from_millis(40), ..Options::instant() }).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    let patient = Outbox {
        patience: Patience { tries: 5, first_wait: Duration::from_millis(20), ..patience() },
        ..bench.outbox.clone()
    };
    let end = patient.send(&bench.order("run-1", None), &|_| ()).await;
    assert!(matches!(end, End::Proved(_)), "{end:?}");
    assert!(bench.server.asked(FIND) > 1);
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 1));
}

#[tokio::test]
async fn what_is_absent_is_sent_again_after_one_more_look() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::Reset);
    assert_eq!(bench.send(&bench.order("run-1", None)).await, End::Pending);
    assert_eq!(bench.stored(), 0);
    let looks = bench.server.asked(FIND);
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    let End::Created(user) = end else { panic!("{end:?}") };
    assert_eq!((bench.stored(), bench.server.asked(FIND)), (1, looks + 1));
    // The service takes an address once: the first try has an end, and nobody looks for it any more.
    let ended = [("run-1".to_owned(), Some(Outcome::NotCreated)), ("run-2".to_owned(), Some(Outcome::Created(user)))];
    let mut journal = bench.journal();
    journal.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(journal, ended);
}

#[tokio::test]
async fn the_one_more_look_finds_a_late_user_and_sends_nothing() {
    let bench = Bench::new(Options::instant()).await;
    // The service stores it, and its index is asked too early.
    bench.server.faults().next(CREATE, Fault::ExecutedThenStatus(504));
    let nobody = r#"{"status":"SUCCESS","data":{"results":[],"totalNumberOfRecords":0}}"#;
    for path in [FIND, USERS] {
        bench.server.faults().always(path, Fault::Body(200, nobody.into()));
    }
    assert_eq!(bench.send(&bench.order("run-1", None)).await, End::Pending);
    bench.server.faults().clear();
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    let End::Proved(user) = end else { panic!("{end:?}") };
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 1));
    assert_eq!(bench.journal(), [("run-1".to_owned(), Some(Outcome::Created(user.id)))]);
}

#[tokio::test]
async fn the_one_more_look_must_succeed() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::Reset);
    bench.server.faults().always(FIND, Fault::Reset);
    assert!(matches!(bench.send(&bench.order("run-1", None)).await, End::Unknown(_)));
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    assert!(matches!(end, End::InDoubt(ref f) if f.what.contains("Not sent")), "{end:?}");
    assert_eq!(bench.server.asked(CREATE), 1);
}

#[tokio::test]
async fn what_cannot_be_looked_up_stays_unknown() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    bench.server.faults().always(FIND, Fault::status(403));
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(end, End::Unknown(_)), "{end:?}");
    bench.server.faults().clear();
    let end = bench.outbox.look_up(&bench.order("run-1", None).intent, &|_| ()).await;
    assert!(matches!(end, End::Proved(_)), "{end:?}");
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 1));
}

#[tokio::test]
async fn one_way_to_look_is_enough_when_the_other_is_closed() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    bench.server.faults().always(USERS, Fault::status(403));
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(end, End::Found(_)), "{end:?}");
}

#[tokio::test]
async fn a_user_from_before_was_not_created_by_this_write() {
    let bench = Bench::new(Options::instant()).await;
    bench.send(&bench.order("run-10", None)).await;
    let mut late = bench.order("run-1", None);
    late.intent.at = Timestamp::now() + jiff::SignedDuration::from_hours(48);
    bench.server.faults().next(CREATE, Fault::Reset);
    let end = bench.send(&late).await;
    assert!(matches!(end, End::WasThere(_)), "{end:?}");
}

#[tokio::test]
async fn a_deleted_user_of_this_address_is_no_sign_of_success() {
    let bench = Bench::new(Options::instant()).await;
    let deleted = serde_json::json!({"status": "SUCCESS", "data": {"results": [
        {"resourceId": "old", "email": EMAIL, "status": "Deleted"}], "totalNumberOfRecords": 1}});
    for path in [FIND, USERS] {
        bench.server.faults().always(path, Fault::Body(200, deleted.to_string()));
    }
    bench.server.faults().next(CREATE, Fault::Reset);
    assert_eq!(bench.send(&bench.order("run-1", None)).await, End::Pending);
}

/// A user who was created, and the intent to delete them again.
async fn created(bench: &Bench) -> Intent {
    let order = bench.order("run-1", None);
    let End::Created(user) = bench.send(&order).await else { panic!("not created") };
    Intent { id: WriteId::from_text("run-2".to_owned()), deed: Deed::Undo(user), ..order.intent }
}

fn living(bench: &Bench) -> usize {
    bench.server.users(bench.company.as_str()).iter().filter(|u| u.requested && !u.deleted).count()
}

const DELETE: &str = "DELETE /api/target-users/";

#[tokio::test]
async fn an_undo_deletes_the_user_once() {
    let bench = Bench::new(Options::instant()).await;
    let undo = created(&bench).await;
    assert_eq!(bench.outbox.undo(&undo, &|_| ()).await, End::Deleted);
    assert_eq!((living(&bench), bench.server.asked(DELETE)), (0, 1));
    let journal = bench.journal();
    assert!(journal.contains(&("run-2".to_owned(), Some(Outcome::Deleted))), "{journal:?}");
}

#[tokio::test]
async fn an_undo_whose_answer_is_lost_is_looked_up() {
    for (fault, end) in [(Fault::ExecutedThenReset, End::Deleted), (Fault::Reset, End::Pending)] {
        let bench = Bench::new(Options::instant()).await;
        let undo = created(&bench).await;
        bench.server.faults().next(DELETE, fault);
        let there = usize::from(end == End::Pending);
        assert_eq!(bench.outbox.undo(&undo, &|_| ()).await, end);
        assert_eq!((living(&bench), bench.server.asked(DELETE)), (there, 1));
    }
}

#[tokio::test]
async fn an_undo_that_is_refused_changes_nothing() {
    let bench = Bench::new(Options::instant()).await;
    let undo = created(&bench).await;
    bench.server.faults().next(DELETE, Fault::status(403));
    let end = bench.outbox.undo(&undo, &|_| ()).await;
    assert!(matches!(end, End::Refused(_)), "{end:?}");
    assert_eq!(living(&bench), 1);
}

/// Another program with the same journal.
fn another(bench: &Bench) -> Outbox {
    let store = Store::open(bench.disk.path()).expect("a store");
    Outbox { store: Some(Arc::new(store)), ..bench.outbox.clone() }
}

fn by_another(bench: &Bench) -> Order {
    bench.order("other-1", None)
}

/// It sees to its own create as long as it runs; then whoever comes next may look and send.
#[tokio::test]
async fn create_in_doubt_in_a_running_program_is_not_sent_by_another() {
    let mut bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::Reset);
    assert_eq!(bench.send(&bench.order("run-1", None)).await, End::Pending);
    let other = another(&bench);
    let end = other.send(&by_another(&bench), &|_| ()).await;
    assert!(matches!(&end, End::InDoubt(f) if f.why.contains("Another program")), "{end:?}");
    assert_eq!(bench.server.asked(CREATE), 1);
    bench.outbox.store = None;
    let end = other.send(&by_another(&bench), &|_| ()).await;
    assert!(matches!(end, End::Created(_)), "{end:?}");
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 2));
}

/// What one has found out the other need not find out again.
#[tokio::test]
async fn end_found_by_another_program_is_known() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    bench.server.faults().next(USERS, Fault::Pass);
    bench.server.faults().always(FIND, Fault::status(500));
    assert!(matches!(bench.send(&bench.order("run-1", None)).await, End::Unknown(_)));
    bench.server.faults().clear();
    let end = another(&bench).send(&by_another(&bench), &|_| ()).await;
    let End::Proved(user) = end else { panic!("{end:?}") };
    let looks = bench.server.asked(FIND);
    let end = bench.outbox.look_up(&bench.order("run-1", None).intent, &|_| ()).await;
    assert!(matches!(end, End::Proved(same) if same.id == user.id));
    assert_eq!((bench.server.asked(FIND), bench.server.asked(CREATE)), (looks, 1));
}

#[tokio::test]
async fn what_one_program_has_created_another_undoes() {
    let bench = Bench::new(Options::instant()).await;
    let undo = created(&bench).await;
    let other = another(&bench);
    let known = other.store.as_ref().and_then(|store| {
        let Deed::Undo(user) = &undo.deed else { return None };
        store.created(&bench.company, user).expect("read")
    });
    assert!(known.is_some_and(|write| write.running || write.end.is_some()));
    assert_eq!(other.undo(&undo, &|_| ()).await, End::Deleted);
    assert_eq!(living(&bench), 0);
}

/// A user who is known to be another create's is not this one's, however like it is.
#[tokio::test]
async fn user_of_another_create_is_never_taken_for_ours() {
    let bench = Bench::new(Options::instant()).await;
    assert!(matches!(bench.send(&bench.order("run-1", None)).await, End::Created(_)));
    let mut twin = by_another(&bench);
    // As if the look before it had come a moment too early.
    twin.intent.sending = Sending { before: Before::Seen(Vec::new()), ..Sending::default() };
    bench.server.faults().next(CREATE, Fault::Reset);
    let end = another(&bench).send(&twin, &|_| ()).await;
    assert!(matches!(end, End::WasThere(_)), "{end:?}");
}

/// The index is so slow that even the look before the second try finds nobody; the service itself knows.
#[rstest]
#[case::in_words(None)]
#[case::without_a_word(Some(Fault::Raw { status: 409, content_type: None, encoding: None, body: Vec::new() }))]
#[tokio::test]
async fn a_second_try_that_is_refused_because_the_first_one_was_carried_out_is_no_refusal(
    #[case] refusal: Option<Fault>,
) {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    let nobody = || Fault::Body(200, r#"{"status":"SUCCESS","data":{"results":[],"totalNumberOfRecords":0}}"#.into());
    for path in [FIND, USERS] {
        bench.server.faults().always(path, nobody());
    }
    assert_eq!(bench.send(&bench.order("run-1", None)).await, End::Pending);
    bench.server.faults().clear();
    for path in [FIND, USERS] {
        bench.server.faults().next(path, nobody());
        bench.server.faults().next(path, nobody());
    }
    if let Some(refusal) = refusal {
        bench.server.faults().next(CREATE, refusal);
    }
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    let End::Proved(user) = end else { panic!("{end:?}") };
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 2));
    let journal = bench.journal();
    assert_eq!(
        journal,
        [("run-2".to_owned(), Some(Outcome::NotCreated)), ("run-1".to_owned(), Some(Outcome::Created(user.id)))]
    );
}

/// What is refused for another reason is told at once.
#[tokio::test]
async fn a_second_try_that_is_refused_for_a_field_is_refused() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::Reset);
    assert_eq!(bench.send(&bench.order("run-1", None)).await, End::Pending);
    let looks = bench.server.asked(FIND);
    bench.server.faults().next(CREATE, Fault::failure_in_200("INPUT_ERROR", "", &["Phone Number is odd."]));
    let end = bench.send(&bench.order("run-2", Some("run-1"))).await;
    assert!(matches!(end, End::Refused(_)), "{end:?}");
    assert_eq!(bench.server.asked(FIND), looks + 1);
}

/// Days lie between the two tries: the user is as old as the first one.
#[tokio::test]
async fn a_user_as_old_as_an_earlier_try_was_created_by_it() {
    let bench = Bench::new(Options::instant()).await;
    bench.server.faults().next(CREATE, Fault::ExecutedThenReset);
    bench.server.faults().always(FIND, Fault::status(403));
    assert!(matches!(bench.send(&bench.order("run-1", None)).await, End::Unknown(_)));
    bench.server.faults().clear();
    let mut late = bench.order("run-2", Some("run-1"));
    late.intent.at = Timestamp::now() + jiff::SignedDuration::from_hours(48);
    let end = bench.send(&late).await;
    assert!(matches!(end, End::Proved(_)), "{end:?}");
    assert_eq!((bench.stored(), bench.server.asked(CREATE)), (1, 1));
}

/// The look-up by address has no word for deleted users: it calls them inactive.
#[rstest]
#[case::closed(Fault::status(403))]
#[case::down(Fault::status(500))]
#[tokio::test]
async fn an_inactive_user_may_be_a_deleted_one_when_the_search_does_not_answer(#[case] fault: Fault) {
    let bench = Bench::new(Options::instant()).await;
    let End::Created(old) = bench.send(&bench.order("run-10", None)).await else { panic!("not created") };
    bench.outbox.client.delete_target_user(&bench.company, &old).await.expect("deleted");
    bench.server.faults().next(CREATE, Fault::Reset);
    bench.server.faults().always(USERS, fault);
    let end = bench.send(&bench.order("run-1", None)).await;
    assert!(matches!(end, End::Unknown(_)), "{end:?}");
    bench.server.faults().clear();
    assert_eq!(bench.outbox.look_up(&bench.order("run-1", None).intent, &|_| ()).await, End::Pending);
}

/// Nor does it say that a deleted user is still there.
#[tokio::test]
async fn an_undo_whose_user_is_called_inactive_stays_unknown_without_the_search() {
    let bench = Bench::new(Options::instant()).await;
    let order = bench.order("run-10", None);
    let End::Created(user) = bench.send(&order).await else { panic!("not created") };
    let undo = Intent { id: WriteId::new("run", 9), deed: Deed::Undo(user), ..order.intent };
    bench.server.faults().next("DELETE /api/target-users/", Fault::ExecutedThenReset);
    bench.server.faults().always(USERS, Fault::status(403));
    let end = bench.outbox.undo(&undo, &|_| ()).await;
    assert!(matches!(end, End::Unknown(_)), "{end:?}");
    bench.server.faults().clear();
    assert_eq!(bench.outbox.look_up(&undo, &|_| ()).await, End::Deleted);
}
