//! Two programs of one profile that write at random while requests fail, answers come late, and the programs are
//! killed. The soaks of writes are made of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fastrand::Rng;
use futures_util::future::join_all;
use jiff::Timestamp;
use keepnet_tui::api::Client;
use keepnet_tui::demo::{Fault, Options, Server};
use keepnet_tui::domain::change::outcome::WriteOutcome;
use keepnet_tui::domain::change::recorded::RecordedWrite;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::Update;
use keepnet_tui::domain::change::write::{
    CreateRequest, Intent, JournalOutcome, NewUser, SendContext, WriteId, WriteKind,
};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::Rules;
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::outbox::{Outbox, ReconcilePolicy, Step};
use keepnet_tui::store::Store;
use tempfile::TempDir;
use tokio::sync::Notify;

use super::support::{outbox, patience};

/// No longer than this is another program waited for.
const OTHERS: Duration = Duration::from_millis(20);
/// After that nothing is carried out any more.
const TOO_LATE: Duration = Duration::from_secs(16 * 60);

pub fn program(server: &Server, disk: &TempDir) -> Outbox {
    outbox(server, disk.path(), ReconcilePolicy { others: OTHERS, ..patience() })
}

/// A program that was killed has no hands any more: what it was writing when it was is on disk.
pub async fn gone(store: Option<Arc<Store>>) {
    let held = store.map(|store| Arc::downgrade(&store)).unwrap_or_default();
    while held.strong_count() > 0 {
        tokio::task::yield_now().await;
    }
}

/// Something that goes wrong with a write or a look.
pub fn fault(rng: &mut Rng) -> Fault {
    match rng.u8(..9) {
        0 => Fault::Reset,
        1 => Fault::Close,
        2 | 3 => Fault::ExecutedThenReset,
        4 => Fault::ExecutedThenStatus(502),
        5 => Fault::status(503),
        6 => Fault::status(403),
        _ => Fault::Late(Duration::from_secs(rng.u64(5..600)), Some(504)),
    }
}

/// Time passes, now and then so much that nothing is carried out any more. What is due in it happens in it.
pub async fn time_passes(server: &Server, rng: &mut Rng) {
    let long = if rng.u8(..6) == 0 { TOO_LATE } else { Duration::ZERO };
    server.idle().await;
    server.clock().pass(Duration::from_secs(rng.u64(..30)) + long).await;
}

/// Nothing fails any more, and nothing is carried out any more.
pub async fn well_again(server: &Server) {
    server.faults().clear();
    server.idle().await;
    server.clock().pass(TOO_LATE).await;
}

pub struct TwoPrograms {
    pub server: Server,
    pub company: CompanyId,
    pub rng: Rng,
    pub sent: usize,
    pub killed: usize,
    disk: TempDir,
    programs: [Outbox; 2],
    runs: [String; 2],
}

impl TwoPrograms {
    pub async fn new(seed: u64) -> Self {
        let server = Server::start(Options { companies: 0, ..Options::instant() }).await.expect("a server");
        let disk = tempfile::tempdir().expect("a folder");
        let company = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        let programs = [program(&server, &disk), program(&server, &disk)];
        let runs = ["one".to_owned(), "other".to_owned()];
        Self { server, company, rng: Rng::with_seed(seed), sent: 0, killed: 0, disk, programs, runs }
    }

    pub fn client(&self) -> &Client {
        &self.programs[0].client
    }

    /// The journal, newest first.
    pub fn history(&self) -> Vec<RecordedWrite> {
        self.programs[0].store.as_ref().expect("a journal").history(Timestamp::MIN).expect("read")
    }

    /// One of five requests to these paths fails.
    pub fn fault(&mut self, paths: &[&str]) {
        if self.rng.u8(..5) == 0 {
            let path = paths[self.rng.usize(..paths.len())];
            self.server.faults().next(path, fault(&mut self.rng));
        }
    }

    /// How many write at once now.
    pub fn at_once(&mut self) -> usize {
        self.rng.usize(1..3)
    }

    /// Each of these is sent by a program of its own, at once. Those that are killed meanwhile look up what was left
    /// when they start again. The ends of the others.
    pub async fn carry_out(&mut self, writes: Vec<(WriteKind, Entry)>) -> Vec<WriteOutcome> {
        let first = self.rng.usize(..2);
        let begun: Vec<_> = [first, 1 - first]
            .into_iter()
            .zip(writes)
            .map(|(at, (kind, entry))| (at, self.intent(at, kind, entry), self.kill_at()))
            .collect();
        let sent = begun.iter().map(|(at, intent, kill_at)| carry_out(&self.programs[*at], intent, *kill_at));
        let ends = join_all(sent).await;
        for ((at, ..), end) in begun.iter().zip(&ends) {
            if end.is_none() {
                self.restart(*at).await;
            }
        }
        ends.into_iter().flatten().collect()
    }

    fn intent(&mut self, at: usize, kind: WriteKind, entry: Entry) -> Intent {
        self.sent += 1;
        Intent {
            id: WriteId::new(&self.runs[at], self.sent as u64),
            kind,
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry,
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        }
    }

    /// The step at which it is killed.
    fn kill_at(&mut self) -> Option<usize> {
        (self.rng.u8(..8) == 0).then(|| self.rng.usize(1..5))
    }

    async fn restart(&mut self, at: usize) {
        self.killed += 1;
        gone(self.programs[at].store.take()).await;
        self.programs[at] = program(&self.server, &self.disk);
        self.runs[at] = format!("{}{}", self.runs[at], self.killed);
        let program = &self.programs[at];
        let left = program.store.as_ref().expect("a journal").unfinished().expect("read");
        for write in left.into_iter().filter(|write| !write.running) {
            program.look_up(&write.intent, &|_| ()).await;
        }
    }

    pub async fn time_passes(&mut self) {
        time_passes(&self.server, &mut self.rng).await;
        self.tell_the_time().await;
    }

    /// A real clock does not jump: nobody sends anything with the time before.
    async fn tell_the_time(&self) {
        for program in &self.programs {
            program.client.probe().await.expect("the service answers");
        }
    }

    /// Everything comes to its end, which the journal has.
    pub async fn settled(&mut self) -> Vec<RecordedWrite> {
        well_again(&self.server).await;
        self.tell_the_time().await;
        for program in &self.programs {
            for write in program.store.as_ref().expect("a journal").unfinished().expect("read") {
                program.look_up(&write.intent, &|_| ()).await;
            }
        }
        let history = self.history();
        let open: Vec<_> = history.iter().filter(|write| write.outcome.is_none()).collect();
        assert!(open.is_empty(), "{open:?}");
        history
    }
}

/// The end of a write; none, if the program was killed.
async fn carry_out(program: &Outbox, intent: &Intent, kill_at: Option<usize>) -> Option<WriteOutcome> {
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
        let order = CreateRequest { intent: intent.clone(), user, earlier: None, unrecorded: false };
        program.send(&order, &on).await.into()
    };
    tokio::select! {
        biased;
        () = killed.notified() => None,
        end = sent => Some(end),
    }
}

/// The changes of users that were carried out, in the order in which the service has carried them out. The journal has
/// it: a change is recorded only when no other one of the same user is without an end, and its end keeps the time at
/// which it became known first. Two may have the same millisecond; the history begins with the newest.
pub fn updates(history: &[RecordedWrite]) -> Vec<Update> {
    let mut updates: Vec<_> = history
        .iter()
        .rev()
        .filter_map(|write| match (&write.intent.kind, &write.outcome) {
            (WriteKind::Update(update), Some((JournalOutcome::Updated, at))) => Some((*at, update.clone())),
            (kind, Some((JournalOutcome::Changed(found), _))) => panic!("changed by nobody: {kind:?} {found:?}"),
            _ => None,
        })
        .collect();
    updates.sort_by_key(|(at, _)| *at);
    updates.into_iter().map(|(_, update)| update).collect()
}
