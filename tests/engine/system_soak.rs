//! Two programs that create, edit, put back, delete and write to the same system users at random, while a fifth of all
//! requests fails, answers come late, and the programs are killed: in the end the server has what the journal says, and
//! no mail was sent more often than it was meant.
//!
//! `KEEPNET_SOAK_SECONDS` and `KEEPNET_SOAK_SEED` make it longer and different.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fastrand::Rng;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use keepnet_tui::api::Client;
use keepnet_tui::demo::{Fault, Mail as Sent, Options, Server, StoredSystemUser};
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, MailEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::recorded::RecordedWrite;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::{FieldChange, Update};
use keepnet_tui::domain::change::write::{
    CreateRequest, Intent, JournalOutcome, Mail, NewUser, SendContext, WriteId, WriteKind,
};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::service::access::Access;
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::user::detail::{StoredValue, UserField};
use keepnet_tui::domain::user::system_user::SystemUser;
use keepnet_tui::outbox::{Outbox, ReconcilePolicy, Step};
use keepnet_tui::store::Store;
use tempfile::TempDir;
use tokio::sync::Notify;

use super::soak::seed_and_end;
use super::support::{api, patience, say};

const USERS: usize = 3;
/// It goes on until so much has happened, however fast the machine is.
const DONE: usize = 60;
const PATHS: [&str; 5] = [
    "POST /api/system-users$",
    "PUT /api/system-users/",
    "DELETE /api/system-users/",
    "POST /api/system-users/search",
    "POST /api/system-users/",
];

/// What was done, and how it ended.
#[derive(Debug, Default)]
struct Count {
    sent: usize,
    killed: usize,
    created: usize,
    updated: usize,
    deleted: usize,
    mailed: usize,
    doubts: usize,
}

impl Count {
    fn done(&self) -> usize {
        self.created + self.updated + self.deleted + self.mailed
    }
}

struct Desk {
    server: Server,
    disk: TempDir,
    company: CompanyId,
    /// The users as the desk last saw them: a change may be based on what is no longer so.
    seen: [Option<SystemUser>; USERS],
    programs: [Outbox; 2],
    runs: [String; 2],
    writes: u64,
    rng: Rng,
    count: Count,
}

fn email(slot: usize) -> String {
    format!("oona{slot}@quartz.example")
}

impl Desk {
    async fn new(seed: u64) -> Self {
        let server = Server::start(Options { companies: 0, ..Options::instant() }).await.expect("a server");
        let disk = tempfile::tempdir().expect("a folder");
        let company = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        let programs = [program(&server, &disk), program(&server, &disk)];
        let runs = ["one".to_owned(), "other".to_owned()];
        let (rng, count) = (Rng::with_seed(seed), Count::default());
        Self { server, disk, company, seen: [const { None }; USERS], programs, runs, writes: 0, rng, count }
    }

    /// What is done with a user, or with the address of one that is not known to be there.
    fn kind(&mut self, slot: usize) -> WriteKind {
        let Some(seen) = self.seen[slot].clone() else { return WriteKind::Create };
        match self.rng.u8(..10) {
            0 => WriteKind::Create,
            1 => WriteKind::Delete(seen.id),
            2 => WriteKind::Mail(seen.id, Mail::Welcome),
            3 => WriteKind::Mail(seen.id, Mail::PasswordLink),
            _ => WriteKind::Update(self.update(&seen)),
        }
    }

    /// A change of one or two fields, or the undo of the newest one.
    fn update(&mut self, seen: &SystemUser) -> Update {
        if self.rng.u8(..5) == 0
            && let Some((_, update)) = updates(&self.history()).into_iter().rfind(|(_, update)| update.user == seen.id)
        {
            return update.reversed();
        }
        let mut changes: Vec<FieldChange> = Vec::new();
        for _ in 0..self.rng.usize(1..3) {
            let (id, to) = if self.rng.bool() {
                (FieldId::LastName, format!("L{}", self.rng.u8(1..9)))
            } else {
                (FieldId::Phone, format!("+44207946001{}", self.rng.u8(1..9)))
            };
            let field = UserField::Field(id);
            let from = seen.detail().value(&field);
            changes.retain(|change| change.field != field);
            changes.push(FieldChange { field, name: String::new(), from, to: StoredValue::new(to) });
        }
        Update { user: seen.id.clone(), changes }
    }

    fn history(&self) -> Vec<RecordedWrite> {
        self.programs[0].store.as_ref().expect("a journal").history(Timestamp::MIN).expect("read")
    }

    fn fault(&mut self) {
        let path = PATHS[self.rng.usize(..PATHS.len())];
        let late = Duration::from_secs(self.rng.u64(5..600));
        let fault = match self.rng.u8(..9) {
            0 => Fault::Reset,
            1 => Fault::Close,
            2 | 3 => Fault::ExecutedThenReset,
            4 => Fault::ExecutedThenStatus(502),
            5 => Fault::status(503),
            6 => Fault::status(403),
            _ => Fault::Late(late, Some(504)),
        };
        self.server.faults().next(path, fault);
    }

    /// One program sends something, or both at once about the same user; one of them is perhaps killed while it does.
    async fn act(&mut self) {
        if self.rng.u8(..5) == 0 {
            self.fault();
        }
        let slot = self.rng.usize(..USERS);
        let first = self.rng.usize(..2);
        let both = self.rng.bool();
        let begun: Vec<_> =
            [first, 1 - first].into_iter().take(1 + usize::from(both)).map(|at| self.order(at, slot)).collect();
        let ends = join_all(begun.iter().map(|(at, intent, kill_at)| {
            let program = self.programs[*at].clone();
            async move { (*at, carry_out(program, intent, *kill_at).await) }
        }));
        for (at, end) in ends.await {
            self.count.sent += 1;
            match end {
                None => self.kill(at).await,
                Some(WriteOutcome::Update(UpdateEnd::Updated) | WriteOutcome::Mail(MailEnd::Sent)) => {
                    self.count.updated += 1;
                }
                Some(WriteOutcome::Create(CreateEnd::Created(_) | CreateEnd::Proved(_))) => self.count.created += 1,
                Some(WriteOutcome::Delete(DeleteEnd::Deleted)) => self.count.deleted += 1,
                Some(WriteOutcome::Update(UpdateEnd::Changed(found))) => panic!("changed by nobody: {found:?}"),
                Some(WriteOutcome::Create(CreateEnd::Unrecorded(failure))) => panic!("{failure}"),
                Some(
                    WriteOutcome::Create(CreateEnd::Refused(_) | CreateEnd::WasThere(_))
                    | WriteOutcome::Update(UpdateEnd::Refused(_) | UpdateEnd::AlreadySo)
                    | WriteOutcome::Delete(DeleteEnd::Refused(_))
                    | WriteOutcome::Mail(MailEnd::Refused(_)),
                ) => {}
                Some(_) => self.count.doubts += 1,
            }
        }
        self.count.mailed = self.server.mails().len();
        if self.rng.bool() {
            self.look(slot).await;
        }
        let minutes = if self.rng.u8(..6) == 0 { 16 } else { 0 };
        self.server.clock().shift(SignedDuration::from_secs(self.rng.i64(0..30) + minutes * 60));
        // A real clock does not jump: nobody sends anything with the time before.
        for program in &self.programs {
            program.client.probe().await.expect("the service answers");
        }
    }

    /// A write about this user by this program, and the step at which it is killed.
    fn order(&mut self, at: usize, slot: usize) -> (usize, Intent, Option<usize>) {
        self.writes += 1;
        let entry = Entry::for_subject(Subject::SystemUser)
            .with(FieldId::Email, &email(slot))
            .with(FieldId::Phone, "+442079460010")
            .with(FieldId::FirstName, "Oona")
            .with(FieldId::LastName, "L0");
        let intent = Intent {
            id: WriteId::new(&self.runs[at], self.writes),
            kind: self.kind(slot),
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry,
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        let kill_at = (self.rng.u8(..8) == 0).then(|| self.rng.usize(1..5));
        (at, intent, kill_at)
    }

    /// Somebody looks at the list.
    async fn look(&mut self, slot: usize) {
        if let Ok(seen) = self.programs[0].client.system_user_by_email(&self.company, &email(slot)).await {
            self.seen[slot] = seen;
        }
    }

    /// The next start of the program looks up what was left.
    async fn kill(&mut self, at: usize) {
        self.count.killed += 1;
        self.programs[at].store = None;
        self.programs[at] = program(&self.server, &self.disk);
        self.runs[at] = format!("{}{}", self.runs[at], self.count.killed);
        let program = &self.programs[at];
        let left = program.store.as_ref().expect("a journal").unfinished().expect("read");
        for write in left.into_iter().filter(|write| !write.running) {
            program.look_up(&write.intent, &|_| ()).await;
        }
    }

    /// Everything has an end, and the server has what the journal says.
    async fn check(&mut self) {
        self.server.faults().clear();
        self.server.clock().shift(SignedDuration::from_mins(16));
        // What came late has come, and the clock of the service is known anew.
        for slot in 0..USERS {
            self.look(slot).await;
        }
        for at in 0..2 {
            let program = &self.programs[at];
            for write in program.store.as_ref().expect("a journal").unfinished().expect("read") {
                program.look_up(&write.intent, &|_| ()).await;
            }
        }
        let history = self.history();
        assert!(history.iter().all(|write| write.outcome.is_some()), "{history:?}");
        let all = self.server.all_system_users(self.company.as_str());
        let users: BTreeMap<_, _> =
            all.iter().filter(|user| user.requested).map(|user| (user.resource_id.as_str(), user)).collect();
        check_users(&history, &users);
        for slot in 0..USERS {
            check_mails(&history, &self.server.mails(), &email(slot));
        }
    }
}

/// Each user was created by one write, is deleted if a write says so, and has the values of the last change.
fn check_users(history: &[RecordedWrite], users: &BTreeMap<&str, &StoredSystemUser>) {
    let outcomes = || history.iter().filter_map(|write| Some((write, &write.outcome.as_ref()?.0)));
    let (mut made, mut deleted) = (Vec::new(), BTreeSet::new());
    for (write, outcome) in outcomes() {
        match outcome {
            JournalOutcome::Created(user) => made.push(user.as_str()),
            // The last one of several without an answer, or one before whom nobody could look.
            JournalOutcome::Found(found) => assert!(users.contains_key(found.id.as_str()), "{found}"),
            JournalOutcome::Changed(found) => panic!("changed by nobody: {found:?}"),
            JournalOutcome::Deleted => drop(deleted.insert(write.intent.kind.target().expect("a user").as_str())),
            _ => {}
        }
    }
    let once: BTreeSet<_> = made.iter().copied().collect();
    assert_eq!(once.len(), made.len(), "two writes have created the same user");
    for id in &once {
        assert!(users.contains_key(id), "{id} was not created");
    }
    let updates = updates(history);
    for (id, user) in users {
        assert_eq!(user.deleted, deleted.contains(id), "{id} deleted");
        if user.deleted {
            // The list no longer tells what became of a change without an answer.
            continue;
        }
        let mut wanted = ["L0", "+442079460010"].map(str::to_owned);
        for change in updates.iter().filter(|(_, update)| update.user.as_str() == *id).flat_map(|(_, u)| &u.changes) {
            wanted[usize::from(change.field == UserField::Field(FieldId::Phone))].clone_from(&change.to.raw);
        }
        let told = || {
            let of_it =
                history.iter().rev().filter(|write| write.intent.kind.target().is_some_and(|it| it.as_str() == *id));
            of_it
                .map(|write| format!("{:?}", (&write.intent.id, &write.intent.kind, &write.outcome)))
                .collect::<Vec<_>>()
        };
        assert_eq!([&user.last_name, &user.phone], [&wanted[0], &wanted[1]], "{id}: {:#?}", told());
    }
}

/// Every mail of which the answer said so was sent once, and those without an answer once at most.
fn check_mails(history: &[RecordedWrite], mails: &[Sent], email: &str) {
    for (mail, sent) in
        [(Mail::Welcome, Sent::Welcome(email.to_owned())), (Mail::PasswordLink, Sent::ResetLink(email.to_owned()))]
    {
        let is_it = |write: &&RecordedWrite| {
            write.intent.email() == email && matches!(&write.intent.kind, WriteKind::Mail(_, it) if *it == mail)
        };
        let ended = |outcome: &JournalOutcome| {
            let ends = history.iter().filter(is_it).filter_map(|write| write.outcome.as_ref());
            ends.filter(|(end, _)| end == outcome).count()
        };
        let (certain, perhaps) = (ended(&JournalOutcome::Updated), ended(&JournalOutcome::Unanswered));
        let times = mails.iter().filter(|it| **it == sent).count();
        assert!(
            (certain..=certain + perhaps).contains(&times),
            "{sent:?}: {certain} and {perhaps}, sent {times} times"
        );
    }
}

/// The updates that were carried out, in the order in which their ends were recorded.
fn updates(history: &[RecordedWrite]) -> Vec<(Timestamp, Update)> {
    let mut updates: Vec<_> = history
        .iter()
        .filter_map(|write| match (&write.intent.kind, &write.outcome) {
            (WriteKind::Update(update), Some((JournalOutcome::Updated, at))) => Some((*at, update.clone())),
            _ => None,
        })
        .collect();
    // The history begins with the newest, and two may have ended in the same millisecond.
    updates.reverse();
    updates.sort_by_key(|(at, _)| *at);
    updates
}

/// The end of a write; none, if the program was killed.
async fn carry_out(program: Outbox, intent: &Intent, kill_at: Option<usize>) -> Option<WriteOutcome> {
    let (steps, killed) = (AtomicUsize::new(0), Notify::new());
    let on = |_: Step| {
        if kill_at == Some(steps.fetch_add(1, Ordering::Relaxed) + 1) {
            killed.notify_one();
        }
    };
    let sent = async {
        if intent.kind != WriteKind::Create {
            return program.change(intent, &on).await;
        }
        let user = NewUser::System(intent.entry.system_request(Rules::default()).expect("a request"));
        program
            .send(&CreateRequest { intent: intent.clone(), user, earlier: None, unrecorded: false }, &on)
            .await
            .into()
    };
    tokio::select! {
        biased;
        () = killed.notified() => None,
        end = sent => Some(end),
    }
}

fn program(server: &Server, disk: &TempDir) -> Outbox {
    Outbox {
        access: Access::ReadWrite,
        client: Client::new(api(server), |_| ()).expect("a client"),
        store: Some(Arc::new(Store::open(disk.path()).expect("a store"))),
        policy: ReconcilePolicy { others: Duration::from_millis(20), ..patience() },
        clock: Timestamp::now,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_life_of_system_users_is_what_the_journal_says() {
    let (seed, end) = seed_and_end();
    let mut desk = Desk::new(seed).await;
    while desk.count.done() < DONE || Instant::now() < end {
        desk.act().await;
    }
    desk.check().await;
    say(&format!("system users soak, seed {seed}: {:?}", desk.count));
}
