//! Two programs that edit, deactivate, activate and put back the same users at random, while a fifth of all requests
//! fails, answers come late, and the programs are killed: in the end every value on the server is that of the last
//! change that the journal says was carried out.
//!
//! `KEEPNET_SOAK_SECONDS` and `KEEPNET_SOAK_SEED` make it longer and different.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fastrand::Rng;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use keepnet_tui::api::Client;
use keepnet_tui::demo::{Fault, Options, Server};
use keepnet_tui::domain::change::outcome::{UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::{FieldChange, Update};
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::access::Access;
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use keepnet_tui::domain::user::detail::{StoredValue, UserDetail, UserField};
use keepnet_tui::outbox::{Outbox, ReconcilePolicy, Step};
use keepnet_tui::store::Store;
use tempfile::TempDir;
use tokio::sync::Notify;

use super::soak::seed_and_end;
use super::support::{api, patience, say};

const USERS: usize = 3;
/// It goes on until so much has happened, however fast the machine is.
const DONE: usize = 60;
const WRITE: &str = "PUT /api/target-users/";
const READ: &str = "GET /api/target-users/";
const FIELDS: [FieldId; 3] = [FieldId::Department, FieldId::LastName, FieldId::Active];

/// What one program does at once.
#[derive(Debug, Default)]
struct Count {
    sent: usize,
    killed: usize,
    conflicts: usize,
    doubts: usize,
    done: usize,
}

struct Desk {
    server: Server,
    disk: TempDir,
    company: CompanyId,
    users: Vec<UserId>,
    /// The users as the desk last saw them: a change may be based on what is no longer so.
    seen: Vec<UserDetail>,
    programs: [Outbox; 2],
    runs: [String; 2],
    writes: u64,
    rng: Rng,
    count: Count,
}

impl Desk {
    async fn new(seed: u64) -> Self {
        let server = Server::start(Options { companies: 0, ..Options::instant() }).await.expect("a server");
        let disk = tempfile::tempdir().expect("a folder");
        let company = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        let programs = [program(&server, &disk), program(&server, &disk)];
        let (mut users, mut last_seen) = (Vec::new(), Vec::new());
        for n in 0..USERS {
            let entry = Entry::default()
                .with(FieldId::Email, &format!("jane{n}@quartz.example"))
                .with(FieldId::Phone, "+442079460018")
                .with(FieldId::Department, "D0")
                .with(FieldId::LastName, "L0");
            let user = entry.request(Rules::default()).expect("a request");
            let id = programs[0].client.create_target_user(&company, &user).await.expect("created");
            last_seen.push(programs[0].client.user_detail(&company, &id).await.expect("a user"));
            users.push(id);
        }
        let runs = ["one".to_owned(), "other".to_owned()];
        let (rng, count) = (Rng::with_seed(seed), Count::default());
        Self { server, disk, company, users, seen: last_seen, programs, runs, writes: 0, rng, count }
    }

    fn next_id(&mut self, at: usize) -> WriteId {
        self.writes += 1;
        WriteId::new(&self.runs[at], self.writes)
    }

    /// A change of one or two fields, or the undo of the newest one.
    fn update(&mut self, user: usize) -> Update {
        if self.rng.u8(..5) == 0
            && let Some(update) = self.newest(user)
        {
            return update.reversed();
        }
        let seen = &self.seen[user];
        let mut changes: Vec<FieldChange> = Vec::new();
        for _ in 0..self.rng.usize(1..3) {
            let id = FIELDS[self.rng.usize(..FIELDS.len())];
            let field = UserField::Field(id);
            let from = seen.value(&field);
            let to = match id {
                FieldId::Active => (!seen.active).to_string(),
                FieldId::Department => format!("D{}", self.rng.u8(1..9)),
                _ => format!("L{}", self.rng.u8(1..9)),
            };
            changes.retain(|change| change.field != field);
            changes.push(FieldChange { field, name: String::new(), from, to: StoredValue::new(to) });
        }
        Update { user: self.users[user].clone(), changes }
    }

    fn newest(&self, user: usize) -> Option<Update> {
        let updates = done(self.programs[0].store.as_ref().expect("a journal"));
        updates.into_iter().rev().find(|update| update.user == self.users[user])
    }

    fn fault(&mut self) {
        let path = [WRITE, READ, "POST /api/target-users/search$"][self.rng.usize(..3)];
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

    /// One program sends a change, or both at once; one of them is perhaps killed while it does.
    async fn act(&mut self) {
        if self.rng.u8(..5) == 0 {
            self.fault();
        }
        let user = self.rng.usize(..USERS);
        let first = self.rng.usize(..2);
        let both = self.rng.bool();
        let begun: Vec<_> =
            [first, 1 - first].into_iter().take(1 + usize::from(both)).map(|at| self.order(at, user)).collect();
        let ends = join_all(begun.iter().map(|(at, intent, kill_at)| {
            let program = self.programs[*at].clone();
            async move { (*at, carry_out(program, intent, *kill_at).await) }
        }));
        for (at, end) in ends.await {
            self.count.sent += 1;
            match end {
                None => self.kill(at).await,
                Some(WriteOutcome::Update(UpdateEnd::Updated)) => self.count.done += 1,
                Some(WriteOutcome::Update(UpdateEnd::Conflict(_))) => self.count.conflicts += 1,
                Some(WriteOutcome::Update(UpdateEnd::Pending | UpdateEnd::Unknown(_) | UpdateEnd::InDoubt(_))) => {
                    self.count.doubts += 1;
                }
                Some(WriteOutcome::Update(UpdateEnd::AlreadySo | UpdateEnd::Refused(_))) => {}
                Some(end) => panic!("{end:?}"),
            }
        }
        if self.rng.bool() {
            self.look(user).await;
        }
        let minutes = if self.rng.u8(..6) == 0 { 16 } else { 0 };
        self.server.clock().shift(SignedDuration::from_secs(self.rng.i64(0..30) + minutes * 60));
    }

    /// A change of this user by this program, and the step at which it is killed.
    fn order(&mut self, at: usize, user: usize) -> (usize, Intent, Option<usize>) {
        let intent = Intent {
            id: self.next_id(at),
            kind: WriteKind::Update(self.update(user)),
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry: Entry::default().with(FieldId::Email, &self.seen[user].email()),
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        let kill_at = (self.rng.u8(..8) == 0).then(|| self.rng.usize(1..5));
        (at, intent, kill_at)
    }

    /// Somebody looks at the user.
    async fn look(&mut self, user: usize) {
        if let Ok(seen) = self.programs[0].client.user_detail(&self.company, &self.users[user]).await {
            self.seen[user] = seen;
        }
    }

    /// The next start of the program looks up what was left.
    async fn kill(&mut self, at: usize) {
        self.count.killed += 1;
        self.programs[at].store = None;
        self.programs[at] = program(&self.server, &self.disk);
        self.runs[at] = format!("{}{}", self.runs[at], self.count.killed);
        self.settle(at).await;
    }

    async fn settle(&self, at: usize) {
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
        for user in 0..USERS {
            self.look(user).await;
        }
        for at in 0..2 {
            let program = &self.programs[at];
            for write in program.store.as_ref().expect("a journal").unfinished().expect("read") {
                program.look_up(&write.intent, &|_| ()).await;
            }
        }
        let store = self.programs[0].store.as_ref().expect("a journal");
        let left = store.unfinished().expect("read");
        assert!(left.is_empty(), "{left:?}");
        let mut wanted: BTreeMap<(String, UserField), String> = BTreeMap::new();
        for id in &self.users {
            for (field, value) in FIELDS.into_iter().zip(["D0", "L0", "true"]) {
                wanted.insert((id.to_string(), UserField::Field(field)), value.to_owned());
            }
        }
        for update in done(store) {
            for change in update.changes {
                wanted.insert((update.user.to_string(), change.field), change.to.raw);
            }
        }
        for (user, id) in self.users.iter().enumerate() {
            for field in FIELDS.map(UserField::Field) {
                let (now, wanted) = (self.seen[user].value(&field).raw, &wanted[&(id.to_string(), field.clone())]);
                assert_eq!(now, *wanted, "{field:?} of {id}");
            }
        }
    }
}

/// The end of a change; none, if the program was killed.
async fn carry_out(program: Outbox, intent: &Intent, kill_at: Option<usize>) -> Option<WriteOutcome> {
    let (steps, killed) = (AtomicUsize::new(0), Notify::new());
    let on = |_: Step| {
        if kill_at == Some(steps.fetch_add(1, Ordering::Relaxed) + 1) {
            killed.notify_one();
        }
    };
    tokio::select! {
        biased;
        () = killed.notified() => None,
        end = program.change(intent, &on) => Some(end),
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

/// The updates that were carried out, in the order in which their ends were recorded: until then no other change of the
/// same user is sent. Nobody else changes these users.
fn done(store: &Store) -> Vec<Update> {
    let mut history = store.history(Timestamp::MIN).expect("read");
    history.sort_by_key(|write| write.outcome.as_ref().map(|(_, at)| *at));
    let ended = history.into_iter().filter_map(|write| match (write.intent.kind, write.outcome) {
        (WriteKind::Update(update), Some((JournalOutcome::Updated, _))) => Some(update),
        (kind, Some((JournalOutcome::Changed(found), _))) => panic!("changed by nobody: {kind:?} {found:?}"),
        _ => None,
    });
    ended.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_changes_leave_what_the_journal_says() {
    let (seed, end) = seed_and_end();
    let mut desk = Desk::new(seed).await;
    while desk.count.done < DONE || Instant::now() < end {
        desk.act().await;
    }
    desk.check().await;
    say(&format!("changes soak, seed {seed}: {:?}, {} on the wire", desk.count, desk.server.asked(WRITE)));
}
