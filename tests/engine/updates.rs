//! One change of an existing user at a time: recorded, read, sent once, looked up.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use keepnet_tui::demo::{Fault, Options, Server, StoredUser};
use keepnet_tui::domain::change::outcome::{UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::recorded::RecordedWrite;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::{FieldChange, Update};
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use keepnet_tui::domain::user::detail::{StoredValue, UserField};
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};
use keepnet_tui::store::Store;
use rstest::rstest;
use tempfile::TempDir;

use super::support::{outbox, patience};

pub const READ: &str = "GET /api/target-users/";
pub const WRITE: &str = "PUT /api/target-users/";
const USERS: &str = "POST /api/target-users/search$";
const EMAIL: &str = "jane.doe@quartz.example";

/// Jane, and two programs with one journal.
pub struct Bench {
    pub server: Server,
    outbox: Outbox,
    disk: TempDir,
    company: CompanyId,
    user: UserId,
}

impl Bench {
    pub async fn new() -> Self {
        let server = Server::start(Options { companies: 0, ..Options::instant() }).await.expect("a server");
        let disk = tempfile::tempdir().expect("a folder");
        let outbox = outbox(&server, disk.path(), patience());
        let company = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        let entry = Entry::default()
            .with(FieldId::Email, EMAIL)
            .with(FieldId::Phone, "+442079460018")
            .with(FieldId::Department, "IT");
        let user = entry.request(Rules::default()).expect("a request");
        let user = outbox.client.create_target_user(&company, &user).await.expect("created");
        Self { server, outbox, disk, company, user }
    }

    /// Another program with the same journal.
    pub fn another(&self) -> Outbox {
        let store = Store::open(self.disk.path()).expect("a store");
        Outbox { store: Some(Arc::new(store)), ..self.outbox.clone() }
    }

    pub fn intent(&self, id: &str, update: Update) -> Intent {
        Intent {
            id: WriteId::from_text(id.to_owned()),
            kind: WriteKind::Update(update),
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry: Entry::default().with(FieldId::Email, EMAIL),
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        }
    }

    pub fn department(&self, from: &str, to: &str) -> Update {
        let [from, to] = [from, to].map(StoredValue::new);
        let field = UserField::Field(FieldId::Department);
        Update::new(self.user.clone(), vec![FieldChange { field, name: String::new(), from, to }])
    }

    pub async fn change(&self, id: &str, from: &str, to: &str) -> WriteOutcome {
        self.outbox.change(&self.intent(id, self.department(from, to)), &|_| ()).await
    }

    fn jane(&self) -> StoredUser {
        let users = self.server.users(self.company.as_str());
        users.into_iter().find(|user| user.resource_id == self.user.as_str()).expect("Jane")
    }

    pub fn is(&self, department: &str) -> bool {
        self.jane().department.as_deref() == Some(department)
    }

    fn sent(&self) -> usize {
        self.server.asked(WRITE)
    }

    /// This change in the journal.
    pub fn write(&self, id: &str) -> RecordedWrite {
        let store = self.outbox.store.as_ref().expect("a journal");
        store.find(&WriteId::from_text(id.to_owned())).expect("read").expect("recorded")
    }

    /// Its outcome there.
    fn journal(&self, id: &str) -> Option<JournalOutcome> {
        self.write(id).outcome.map(|(outcome, _)| outcome)
    }
}

#[tokio::test]
async fn update_is_read_sent_once_and_recorded() {
    let bench = Bench::new().await;
    let before = bench.jane();
    assert_eq!(bench.change("run-1", "IT", "Finance").await, WriteOutcome::Update(UpdateEnd::Updated));
    assert_eq!(bench.journal("run-1"), Some(JournalOutcome::Updated));
    assert_eq!((bench.server.asked(READ), bench.sent()), (1, 1));
    let after = bench.jane();
    let wanted = StoredUser { department: Some("Finance".to_owned()), updated: after.updated.clone(), ..before };
    assert_eq!(after, wanted);
}

#[tokio::test]
async fn what_is_so_already_is_not_sent() {
    let bench = Bench::new().await;
    assert_eq!(bench.change("run-1", "HR", "IT").await, WriteOutcome::Update(UpdateEnd::AlreadySo));
    assert_eq!((bench.journal("run-1"), bench.sent()), (Some(JournalOutcome::AlreadySo), 0));
}

#[tokio::test]
async fn change_by_somebody_else_is_told_and_kept() {
    let bench = Bench::new().await;
    let end = bench.change("run-1", "HR", "Finance").await;
    let WriteOutcome::Update(UpdateEnd::Conflict(found)) = end else { panic!("{end:?}") };
    assert_eq!(found[0].words(), "Department is \"IT\" now; it was \"HR\", and \"Finance\" is wanted");
    assert_eq!((bench.journal("run-1"), bench.sent()), (Some(JournalOutcome::Conflict(found)), 0));
    assert!(bench.is("IT"));
}

#[tokio::test]
async fn undo_puts_back_only_what_is_still_so() {
    let bench = Bench::new().await;
    let update = bench.department("IT", "Finance");
    assert_eq!(bench.change("run-1", "IT", "Finance").await, WriteOutcome::Update(UpdateEnd::Updated));
    let undo = bench.intent("run-2", update.reversed(&WriteId::from_text("run-1".to_owned())));
    assert_eq!(bench.outbox.change(&undo, &|_| ()).await, WriteOutcome::Update(UpdateEnd::Updated));
    assert!(bench.is("IT"));
    assert_eq!(bench.change("run-3", "IT", "Legal").await, WriteOutcome::Update(UpdateEnd::Updated));
    let again = bench.intent("run-4", update.reversed(&WriteId::from_text("run-1".to_owned())));
    assert!(matches!(bench.outbox.change(&again, &|_| ()).await, WriteOutcome::Update(UpdateEnd::Conflict(_))));
    assert!(bench.is("Legal"));
}

/// What the service has after an unclear answer decides.
#[rstest]
#[case::carried_out(Fault::ExecutedThenReset, "Finance", Some(JournalOutcome::Updated))]
#[case::gateway(Fault::ExecutedThenStatus(502), "Finance", Some(JournalOutcome::Updated))]
#[case::not_carried_out(Fault::Reset, "IT", None)]
#[case::refused(Fault::status(403), "IT", Some(JournalOutcome::NotUpdated))]
#[case::invalid(Fault::failure_in_200("INPUT_ERROR", "", &["Department is odd."]), "IT", Some(JournalOutcome::NotUpdated))]
#[tokio::test]
async fn end_is_what_the_service_has(
    #[case] fault: Fault,
    #[case] department: &str,
    #[case] outcome: Option<JournalOutcome>,
) {
    let bench = Bench::new().await;
    bench.server.faults().next(WRITE, fault);
    let end = bench.change("run-1", "IT", "Finance").await;
    let wanted = match outcome {
        Some(JournalOutcome::Updated) => end == WriteOutcome::Update(UpdateEnd::Updated),
        Some(_) => matches!(end, WriteOutcome::Update(UpdateEnd::Refused(_))),
        None => end == WriteOutcome::Update(UpdateEnd::Pending),
    };
    assert!(wanted && bench.is(department), "{end:?}");
    assert_eq!((bench.journal("run-1"), bench.sent()), (outcome, 1));
}

/// Until then it may still be carried out.
#[tokio::test]
async fn old_values_are_the_end_after_a_quarter_of_an_hour() {
    let bench = Bench::new().await;
    bench.server.faults().next(WRITE, Fault::Reset);
    assert_eq!(bench.change("run-1", "IT", "Finance").await, WriteOutcome::Update(UpdateEnd::Pending));
    let intent = bench.intent("run-1", bench.department("IT", "Finance"));
    bench.server.clock().shift(SignedDuration::from_mins(14));
    assert_eq!(bench.outbox.look_up(&intent, &|_| ()).await, WriteOutcome::Update(UpdateEnd::Pending));
    bench.server.clock().shift(SignedDuration::from_mins(2));
    // The clock of the service is known by its answers.
    assert_eq!(bench.outbox.look_up(&intent, &|_| ()).await, WriteOutcome::Update(UpdateEnd::Unchanged));
    assert_eq!((bench.journal("run-1"), bench.sent()), (Some(JournalOutcome::NotUpdated), 1));
}

/// What the program knew of the service's time before it read the user does not count: the machine may have slept.
#[tokio::test]
async fn time_for_the_request_begins_when_it_is_sent() {
    let bench = Bench::new().await;
    bench.server.faults().next(WRITE, Fault::Reset);
    bench.server.clock().shift(SignedDuration::from_hours(1));
    assert_eq!(bench.change("run-1", "IT", "Finance").await, WriteOutcome::Update(UpdateEnd::Pending));
}

#[tokio::test]
async fn other_values_after_an_unclear_answer_are_told() {
    let bench = Bench::new().await;
    bench.server.faults().next(WRITE, Fault::Reset);
    assert_eq!(bench.change("run-1", "IT", "Finance").await, WriteOutcome::Update(UpdateEnd::Pending));
    // A colleague, who has another journal.
    let disk = tempfile::tempdir().expect("a folder");
    let store = Some(Arc::new(Store::open(disk.path()).expect("a store")));
    let colleague = Outbox { store, ..bench.outbox.clone() };
    let theirs = bench.intent("their-1", bench.department("IT", "Legal"));
    assert_eq!(colleague.change(&theirs, &|_| ()).await, WriteOutcome::Update(UpdateEnd::Updated));
    // The lost request may still overwrite it.
    let mine = bench.intent("run-1", bench.department("IT", "Finance"));
    assert_eq!(bench.outbox.look_up(&mine, &|_| ()).await, WriteOutcome::Update(UpdateEnd::Pending));
    bench.server.clock().shift(SignedDuration::from_mins(16));
    let end = bench.outbox.look_up(&mine, &|_| ()).await;
    let WriteOutcome::Update(UpdateEnd::Changed(found)) = end else { panic!("{end:?}") };
    assert_eq!((found[0].now.raw.as_str(), bench.sent()), ("Legal", 2));
    assert_eq!(bench.journal("run-1"), Some(JournalOutcome::Changed(found)));
}

/// An update sends the whole user: one in doubt would be undone by the next, or undo it.
#[tokio::test]
async fn change_in_doubt_holds_the_next_of_the_same_user() {
    let bench = Bench::new().await;
    bench.server.faults().next(WRITE, Fault::Reset);
    assert_eq!(bench.change("run-1", "IT", "Finance").await, WriteOutcome::Update(UpdateEnd::Pending));
    let other = bench.another();
    let next = bench.intent("other-1", Update::activity(bench.user.clone(), true, false));
    let end = other.change(&next, &|_| ()).await;
    assert!(matches!(&end, WriteOutcome::Update(UpdateEnd::InDoubt(_))), "{end:?}");
    assert_eq!(bench.sent(), 1);
    bench.server.clock().shift(SignedDuration::from_mins(16));
    assert_eq!(other.change(&next, &|_| ()).await, WriteOutcome::Update(UpdateEnd::Updated));
    assert_eq!((bench.journal("run-1"), bench.jane().active), (Some(JournalOutcome::NotUpdated), false));
}

/// A program that was killed before it sent its change has sent nothing, and holds up nobody.
#[tokio::test]
async fn change_that_was_never_sent_holds_up_nobody() {
    let bench = Bench::new().await;
    let killed = bench.another();
    let gate = keepnet_tui::demo::Gate::new();
    bench.server.faults().next(READ, Fault::Hold(gate.clone()));
    let first = bench.intent("killed-1", bench.department("IT", "Finance"));
    let silent = |_| ();
    tokio::select! {
        biased;
        end = killed.change(&first, &silent) => panic!("{end:?}"),
        () = bench.server.arrived(READ, 1) => {}
    }
    // As long as it runs it may still send it.
    let hasty = ReconcilePolicy { others: Duration::ZERO, ..patience() };
    let hasty = Outbox { policy: hasty, ..bench.outbox.clone() };
    let next = bench.intent("run-0", bench.department("IT", "Legal"));
    assert!(matches!(hasty.change(&next, &silent).await, WriteOutcome::Update(UpdateEnd::InDoubt(_))));
    drop(killed);
    assert_eq!(bench.change("run-1", "IT", "Legal").await, WriteOutcome::Update(UpdateEnd::Updated));
    assert_eq!((bench.journal("killed-1"), bench.sent()), (Some(JournalOutcome::NotUpdated), 1));
}

/// The second one reads what the first has written: nobody's change is lost.
#[tokio::test]
async fn two_programs_change_one_user_one_after_the_other() {
    let bench = Bench::new().await;
    let other = bench.another();
    let gate = keepnet_tui::demo::Gate::new();
    bench.server.faults().next(WRITE, Fault::Hold(gate.clone()));
    let first = bench.intent("run-1", bench.department("IT", "Finance"));
    let second = bench.intent("other-1", Update::activity(bench.user.clone(), true, false));
    let open = async {
        bench.server.arrived(WRITE, 1).await;
        gate.open();
    };
    let second = async {
        bench.server.arrived(WRITE, 1).await;
        other.change(&second, &|_| ()).await
    };
    let silent = |_| ();
    let (first, second, ()) = tokio::join!(bench.outbox.change(&first, &silent), second, open);
    assert_eq!((first, second), (WriteOutcome::Update(UpdateEnd::Updated), WriteOutcome::Update(UpdateEnd::Updated)));
    let jane = bench.jane();
    assert_eq!((jane.department.as_deref(), jane.active, bench.sent()), (Some("Finance"), false, 2));
}

#[tokio::test]
async fn deleted_or_missing_user_is_not_changed() {
    let bench = Bench::new().await;
    bench.outbox.client.delete_target_user(&bench.company, &bench.user).await.expect("deleted");
    let end = bench.change("run-1", "IT", "Finance").await;
    assert!(matches!(&end, WriteOutcome::Update(UpdateEnd::Refused(f)) if f.why.contains("is deleted")), "{end:?}");
    let nobody = Update { user: UserId::new("nobody"), ..bench.department("IT", "Finance") };
    let end = bench.outbox.change(&bench.intent("run-2", nobody), &|_| ()).await;
    assert!(
        matches!(&end, WriteOutcome::Update(UpdateEnd::Refused(f)) if f.why.contains("no user with the ID nobody")),
        "{end:?}"
    );
    assert_eq!((bench.journal("run-2"), bench.sent()), (Some(JournalOutcome::NotUpdated), 0));
}

#[tokio::test]
async fn user_of_a_directory_is_not_changed() {
    let bench = Bench::new().await;
    let managed = |answer: &mut serde_json::Value| answer["data"]["results"][0]["scimSettingName"] = "Entra".into();
    bench.server.faults().next(USERS, Fault::rewrite(managed));
    let end = bench.change("run-1", "IT", "Finance").await;
    assert!(matches!(&end, WriteOutcome::Update(UpdateEnd::Refused(f)) if f.why.contains("SCIM (Entra)")), "{end:?}");
    assert_eq!(bench.sent(), 0);
}

/// Without the right to search the service decides; an index that fails is another matter.
#[rstest]
#[case(403, 1)]
#[case(500, 0)]
#[tokio::test]
async fn update_without_the_list_of_users(#[case] status: u16, #[case] sent: usize) {
    let bench = Bench::new().await;
    bench.server.faults().always(USERS, Fault::status(status));
    let end = bench.change("run-1", "IT", "Finance").await;
    assert_eq!(end == WriteOutcome::Update(UpdateEnd::Updated), sent == 1, "{end:?}");
    assert_eq!(bench.sent(), sent);
}

#[tokio::test]
async fn update_without_a_record_or_a_right_is_not_sent() {
    let mut bench = Bench::new().await;
    bench.outbox.access = Access::ReadOnly(ReadOnlyReason::Flag);
    assert!(matches!(bench.change("run-1", "IT", "Finance").await, WriteOutcome::Update(UpdateEnd::Refused(_))));
    bench.outbox.access = Access::ReadWrite;
    bench.outbox.store = None;
    let end = bench.change("run-1", "IT", "Finance").await;
    assert!(matches!(&end, WriteOutcome::Update(UpdateEnd::Refused(f)) if f.why.contains("recorded")), "{end:?}");
    assert_eq!((bench.server.asked(READ), bench.sent()), (0, 0));
}

/// A change that waits under its ID is not recorded, and so not sent, twice.
#[tokio::test]
async fn change_is_recorded_under_its_id_once() {
    let bench = Bench::new().await;
    assert_eq!(bench.change("run-1", "IT", "Finance").await, WriteOutcome::Update(UpdateEnd::Updated));
    let end = bench.change("run-1", "Finance", "IT").await;
    assert!(matches!(end, WriteOutcome::Update(UpdateEnd::Refused(_))), "{end:?}");
    assert!(bench.is("Finance") && bench.sent() == 1);
}
