//! Groups: a user into one and out of it, and a new one: recorded, read, sent once, looked up.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use keepnet_tui::demo::{Fault, Options, Server};
use keepnet_tui::domain::change::outcome::{GroupEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::Update;
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::ids::{CompanyId, GroupId, UserId};
use keepnet_tui::domain::user::target_group::NewGroup;
use keepnet_tui::domain::user::target_user::Priority;
use keepnet_tui::outbox::Outbox;
use keepnet_tui::store::Store;
use rstest::rstest;
use tempfile::TempDir;

use super::support::{outbox, patience};

const CREATE: &str = "POST /api/target-groups$";
const ADD: &str = "PUT /api/target-groups/users";
const REMOVE: &str = "DELETE /api/target-groups/";
const EMAIL: &str = "jane.doe@quartz.example";
const GROUP: &str = "Night shift";

/// Jane, and a group that she is not in.
pub struct Bench {
    pub server: Server,
    pub outbox: Outbox,
    company: CompanyId,
    pub user: UserId,
    disk: TempDir,
}

impl Bench {
    async fn of(company: &str) -> Self {
        let server = Server::start(Options { companies: 0, ..Options::instant() }).await.expect("a server");
        let disk = tempfile::tempdir().expect("a folder");
        let outbox = outbox(&server, disk.path(), patience());
        let company = CompanyId::new(server.company_id(company).expect("a company"));
        let entry = Entry::default().with(FieldId::Email, EMAIL).with(FieldId::Phone, "+442079460018");
        let user = entry.request(Rules::default()).expect("a request");
        let user = outbox.client.create_target_user(&company, &user).await.expect("created");
        Self { server, outbox, company, user, disk }
    }

    /// Where the group is there, and Jane is in it if `is_in`.
    pub async fn with_group(is_in: bool) -> Self {
        let bench = Self::of("Quartz Accounting").await;
        assert_eq!(bench.create("run-1").await, WriteOutcome::Group(GroupEnd::Created));
        if is_in {
            assert_eq!(bench.change("run-2", true).await, WriteOutcome::Update(UpdateEnd::Updated));
        }
        bench
    }

    /// Another program with the same journal.
    pub fn another(&self) -> Outbox {
        let store = Store::open(self.disk.path()).expect("a store");
        Outbox { store: Some(Arc::new(store)), ..self.outbox.clone() }
    }

    pub fn intent(&self, id: &str, kind: WriteKind) -> Intent {
        Intent {
            id: WriteId::from_text(id.to_owned()),
            kind,
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry: Entry::default().with(FieldId::Email, EMAIL),
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        }
    }

    pub async fn send(&self, id: &str, kind: WriteKind) -> WriteOutcome {
        self.outbox.change(&self.intent(id, kind), &|_| ()).await
    }

    pub fn new_group() -> WriteKind {
        WriteKind::CreateGroup(NewGroup::named(GROUP, Priority::Medium).expect("a name"))
    }

    async fn create(&self, id: &str) -> WriteOutcome {
        self.send(id, Self::new_group()).await
    }

    /// By its name, as the change after a create of the group has it.
    pub fn membership(&self, joins: bool) -> WriteKind {
        WriteKind::Update(Update::membership(self.user.clone(), None, GROUP, joins))
    }

    async fn change(&self, id: &str, joins: bool) -> WriteOutcome {
        self.send(id, self.membership(joins)).await
    }

    /// The IDs of the groups with this name.
    fn groups(&self) -> Vec<String> {
        let known = self.server.groups(self.company.as_str()).into_iter();
        known.filter(|(_, name)| name == GROUP).map(|(id, _)| id).collect()
    }

    fn is_in(&self) -> bool {
        let users = self.server.users(self.company.as_str());
        let jane = users.into_iter().find(|user| user.resource_id == self.user.as_str()).expect("Jane");
        self.groups().first().is_some_and(|group| jane.groups.contains(group))
    }

    pub fn journal(&self, id: &str) -> Option<JournalOutcome> {
        let store = self.outbox.store.as_ref().expect("a journal");
        let write = store.find(&WriteId::from_text(id.to_owned())).expect("read").expect("recorded");
        write.outcome.map(|(outcome, _)| outcome)
    }
}

/// What the service has after an unclear answer decides.
#[rstest]
#[case::carried_out(Fault::ExecutedThenReset, true, Some(JournalOutcome::Updated))]
#[case::gateway(Fault::ExecutedThenStatus(502), true, Some(JournalOutcome::Updated))]
#[case::not_carried_out(Fault::Reset, false, None)]
#[case::refused(Fault::status(403), false, Some(JournalOutcome::NotUpdated))]
#[tokio::test]
async fn end_of_a_membership_is_what_the_service_has(
    #[values(true, false)] joins: bool,
    #[case] fault: Fault,
    #[case] is_done: bool,
    #[case] outcome: Option<JournalOutcome>,
) {
    let bench = Bench::with_group(!joins).await;
    let write = if joins { ADD } else { REMOVE };
    bench.server.faults().next(write, fault);
    let end = bench.change("run-3", joins).await;
    let wanted = match outcome {
        Some(JournalOutcome::Updated) => end == WriteOutcome::Update(UpdateEnd::Updated),
        Some(_) => matches!(end, WriteOutcome::Update(UpdateEnd::Refused(_))),
        None => end == WriteOutcome::Update(UpdateEnd::Pending),
    };
    assert!(wanted, "{end:?}");
    assert_eq!((bench.is_in() == joins, bench.journal("run-3")), (is_done, outcome));
    assert_eq!(bench.server.asked(write), 1);
}

/// It may still be carried out for a quarter of an hour, and nothing else is sent about the user before.
#[tokio::test]
async fn membership_that_was_not_carried_out_ends_as_that() {
    let bench = Bench::with_group(false).await;
    bench.server.faults().next(ADD, Fault::Reset);
    assert_eq!(bench.change("run-3", true).await, WriteOutcome::Update(UpdateEnd::Pending));
    assert!(matches!(bench.change("run-4", true).await, WriteOutcome::Update(UpdateEnd::InDoubt(_))));
    bench.server.clock().shift(SignedDuration::from_mins(16));
    assert_eq!(bench.change("run-4", true).await, WriteOutcome::Update(UpdateEnd::Updated));
    assert_eq!((bench.journal("run-3"), bench.is_in()), (Some(JournalOutcome::NotUpdated), true));
    assert_eq!(bench.server.asked(ADD), 2);
}

#[rstest]
#[tokio::test]
async fn what_is_so_already_is_not_sent(#[values(true, false)] joins: bool) {
    let bench = Bench::with_group(joins).await;
    let before = [ADD, REMOVE].map(|write| bench.server.asked(write));
    assert_eq!(bench.change("run-3", joins).await, WriteOutcome::Update(UpdateEnd::AlreadySo));
    assert_eq!(bench.journal("run-3"), Some(JournalOutcome::AlreadySo));
    assert_eq!([ADD, REMOVE].map(|write| bench.server.asked(write)), before);
}

#[rstest]
#[tokio::test]
async fn group_that_something_else_fills_is_never_written(#[values(true, false)] joins: bool) {
    let bench = Bench::of("Rowan Veterinary").await;
    let groups = bench.outbox.client.group_list(&bench.company).await.expect("groups");
    let filled: Vec<_> = groups.into_iter().filter(|group| group.filled_by.is_some()).collect();
    assert!(!filled.is_empty());
    for (group, n) in filled.iter().zip(1..) {
        for (id, part) in [(Some(group.id.clone()), "id"), (None, "name")] {
            let update = Update::membership(bench.user.clone(), id, &group.name, joins);
            let end = bench.send(&format!("{part}-{n}"), WriteKind::Update(update)).await;
            let WriteOutcome::Update(UpdateEnd::Refused(failure)) = end else { panic!("{end:?}") };
            assert!(failure.why.contains(&group.name), "{failure}");
        }
    }
    assert_eq!((bench.server.asked(ADD), bench.server.asked(REMOVE)), (0, 0));
}

#[tokio::test]
async fn group_that_is_gone_is_told() {
    let bench = Bench::of("Quartz Accounting").await;
    let gone = Update::membership(bench.user.clone(), Some(GroupId::new("g0000")), GROUP, true);
    for (id, kind) in [("run-1", WriteKind::Update(gone)), ("run-2", bench.membership(true))] {
        let end = bench.send(id, kind).await;
        let WriteOutcome::Update(UpdateEnd::Refused(failure)) = end else { panic!("{end:?}") };
        assert!(failure.why.contains("has no group \"Night shift\""), "{failure}");
    }
    assert_eq!(bench.server.asked(ADD), 0);
}

#[rstest]
#[case::carried_out(Fault::ExecutedThenReset, GroupEnd::Created, 1)]
#[case::gateway(Fault::ExecutedThenStatus(502), GroupEnd::Created, 1)]
#[case::not_carried_out(Fault::Reset, GroupEnd::Pending, 0)]
#[tokio::test]
async fn new_group_without_an_answer_is_there_once(
    #[case] fault: Fault,
    #[case] wanted: GroupEnd,
    #[case] groups: usize,
) {
    let bench = Bench::of("Quartz Accounting").await;
    bench.server.faults().next(CREATE, fault);
    let is_pending = wanted == GroupEnd::Pending;
    assert_eq!(bench.create("run-1").await, WriteOutcome::Group(wanted));
    assert_eq!((bench.groups().len(), bench.server.asked(CREATE)), (groups, 1));
    // Later its end is known, and the same again is there once.
    bench.server.clock().shift(SignedDuration::from_mins(16));
    if is_pending {
        let intent = bench.intent("run-1", Bench::new_group());
        assert_eq!(bench.outbox.look_up(&intent, &|_| ()).await, WriteOutcome::Group(GroupEnd::Absent));
        assert_eq!(bench.journal("run-1"), Some(JournalOutcome::NotUpdated));
        assert_eq!(bench.create("run-2").await, WriteOutcome::Group(GroupEnd::Created));
    } else {
        assert_eq!(bench.create("run-2").await, WriteOutcome::Group(GroupEnd::AlreadySo));
    }
    assert_eq!((bench.groups().len(), bench.server.asked(CREATE)), (1, 2 - groups));
}
