//! Every fault against every write, with a second program on the same database that wants the same at the same time,
//! and a third one when both have ended: the service never gets a second create while the first may have been carried
//! out, and nobody says what is not so.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use keepnet_tui::api::{Client, Credentials, Limits, Settings};
use keepnet_tui::demo::Server;
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, WriteOutcome};
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::write::{
    CreateRequest, Intent, JournalOutcome, NewUser, SendContext, WriteId, WriteKind,
};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::service::access::Access;
use keepnet_tui::domain::service::base_url::BaseUrl;
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use keepnet_tui::outbox::{Outbox, ReconcilePolicy, Step};
use keepnet_tui::store::Store;
use tempfile::TempDir;
use tokio::sync::Notify;

use super::faults::{Case, cases};
use super::honesty::readable;
use super::operations::server;
use super::{DEADLINE, IMPATIENT, Mode, PATIENT};

/// Cases at the same time.
const AT_ONCE: usize = 8;

/// Writes down every create that is recorded while another of the same user has no end and was not looked up.
const WITNESS: &str = "
    CREATE TABLE overlaps (id TEXT);
    CREATE TRIGGER overlap AFTER INSERT ON writes WHEN NEW.kind LIKE 'create%' BEGIN
        INSERT INTO overlaps SELECT NEW.id FROM writes
        WHERE id <> NEW.id AND outcome IS NULL AND kind LIKE 'create%' AND address = NEW.address
            AND NOT EXISTS (SELECT 1 FROM looks WHERE write = writes.id AND answered = 1);
    END;
";

/// What both programs want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Want {
    TargetUser,
    SystemUser,
    /// That a user is deleted.
    Undo,
}

impl Want {
    const ALL: [Self; 3] = [Self::TargetUser, Self::SystemUser, Self::Undo];

    fn path(self) -> &'static str {
        match self {
            Self::TargetUser => "POST /api/target-users$",
            Self::SystemUser => "POST /api/system-users$",
            Self::Undo => "DELETE /api/target-users/",
        }
    }
}

/// A database, and a user that every program on it wants.
struct Bench {
    server: Arc<Server>,
    disk: TempDir,
    want: Want,
    company: CompanyId,
    email: String,
    /// Who is to be deleted.
    user: Option<UserId>,
    request: Duration,
    /// Requests that the server had met before.
    met: usize,
}

impl Bench {
    async fn new(server: &Arc<Server>, want: Want, request: Duration) -> Self {
        static DRAWN: AtomicUsize = AtomicUsize::new(0);
        server.faults().clear();
        let mut bench = Self {
            server: Arc::clone(server),
            disk: tempfile::tempdir().expect("a folder"),
            want,
            company: CompanyId::new(server.company_id("Quartz Accounting").expect("a company")),
            email: format!("jane{}@halcyon.example", DRAWN.fetch_add(1, Ordering::Relaxed)),
            user: None,
            request,
            met: server.requests().len(),
        };
        if want == Want::Undo {
            let NewUser::Target(user) = bench.order("before").user else { unreachable!("a target user") };
            let made = bench.program().client.create_target_user(&bench.company, &user).await;
            bench.user = Some(made.expect("a user"));
        }
        bench
    }

    /// A program on the database.
    fn program(&self) -> Outbox {
        let settings = Settings {
            base_url: BaseUrl::parse(&self.server.url()).expect("a loopback address"),
            credentials: Credentials {
                client_id: self.server.client_id().to_owned(),
                client_secret: self.server.client_secret().to_owned().into(),
            },
            limits: Limits {
                connect: Duration::from_secs(30),
                request: self.request,
                first_wait: Duration::from_millis(1),
                body: 2 << 20,
                ..Limits::default()
            },
            extra_roots: Vec::new(),
        };
        Outbox {
            access: Access::ReadWrite,
            client: Client::new(settings, |_| ()).expect("a client"),
            store: Some(Arc::new(self.store())),
            policy: ReconcilePolicy {
                tries: 3,
                first_wait: Duration::from_millis(2),
                before: Duration::from_secs(60),
                // Whether a system user is there nobody finds out by waiting.
                others: if self.want == Want::SystemUser { Duration::from_millis(50) } else { DEADLINE },
            },
            clock: Timestamp::now,
        }
    }

    fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.disk.path().join("state.db")).expect("a database")
    }

    fn store(&self) -> Store {
        Store::open(self.disk.path()).expect("a store")
    }

    fn order(&self, run: &str) -> CreateRequest {
        let mut entry = Entry::default().with(FieldId::Email, &self.email).with(FieldId::Phone, "+44 20 7946 0018");
        let deed = match (self.want, &self.user) {
            (Want::Undo, Some(user)) => WriteKind::Delete(user.clone()),
            (Want::TargetUser | Want::SystemUser | Want::Undo, _) => WriteKind::Create,
        };
        if self.want == Want::SystemUser {
            entry.subject = Subject::SystemUser;
            entry = entry.with(FieldId::FirstName, "Jane").with(FieldId::LastName, "Doe");
        }
        let user = if self.want == Want::SystemUser {
            NewUser::System(entry.system_request(Rules::default()).expect("a request"))
        } else {
            NewUser::Target(entry.request(Rules::default()).expect("a request"))
        };
        let intent = Intent {
            id: WriteId::new(run, 1),
            kind: deed,
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry,
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        CreateRequest { intent, user, earlier: None, unrecorded: false }
    }

    async fn carry_out(&self, program: &Outbox, run: &str, on: &(dyn Fn(Step) + Send + Sync)) -> WriteOutcome {
        let order = self.order(run);
        match self.want {
            Want::Undo => program.change(&order.intent, on).await,
            Want::TargetUser | Want::SystemUser => program.send(&order, on).await.into(),
        }
    }

    /// How many of them there are.
    fn there(&self) -> usize {
        let company = self.company.as_str();
        match self.want {
            Want::SystemUser => self.server.system_users(company).iter().filter(|u| u.email == self.email).count(),
            Want::TargetUser | Want::Undo => {
                self.server.users(company).iter().filter(|u| u.email == self.email && !u.deleted).count()
            }
        }
    }

    fn sent(&self) -> usize {
        self.server.requests().iter().skip(self.met).filter(|request| request.is(self.want.path())).count()
    }

    /// The second begins when the first is about to send.
    async fn both(&self) -> [WriteOutcome; 2] {
        let (one, other) = (self.program(), self.program());
        self.database().execute_batch(WITNESS).expect("a witness");
        let under_way = Notify::new();
        let on = |step| {
            if step == Step::Sending {
                under_way.notify_one();
            }
        };
        let first = async {
            let end = self.carry_out(&one, "one", &on).await;
            under_way.notify_one();
            end
        };
        let second = async {
            under_way.notified().await;
            self.carry_out(&other, "other", &|_| ()).await
        };
        tokio::join!(Box::pin(first), Box::pin(second)).into()
    }

    async fn judge(&self, case: &Case, mode: Mode) -> Result<(), String> {
        match mode {
            Mode::Once => self.server.faults().next(self.want.path(), case.fault.clone()),
            Mode::Always => self.server.faults().always(self.want.path(), case.fault.clone()),
        }
        let ends = self.both().await;
        let (there, sent) = (self.there(), self.sent());
        self.judge_ends(&ends, there, sent, case)
            .map_err(|why| format!("{why} ({there} there, {sent} sent): {ends:?}"))?;
        self.judge_journal(there).map_err(|why| format!("{why}: {ends:?}"))?;
        let overlaps = self.database().query_row("SELECT count(*) FROM overlaps", [], |row| row.get::<_, i64>(0));
        if overlaps != Ok(0) {
            return Err(format!("recorded while the first was in doubt, {overlaps:?}: {ends:?}"));
        }
        // Both have ended, and the service is well: somebody else wants the same.
        self.server.faults().clear();
        let third = self.carry_out(&self.program(), "third", &|_| ()).await;
        let told = self.judge_third(&third, there);
        told.map_err(|why| format!("{why}, {} there: {ends:?}, then {third:?}", self.there()))
    }

    /// What both say is so, and a second one is sent only when the service has refused the first.
    fn judge_ends(&self, ends: &[WriteOutcome; 2], there: usize, sent: usize, case: &Case) -> Result<(), String> {
        for end in ends {
            let right = match end {
                WriteOutcome::Create(
                    CreateEnd::Refused(failure) | CreateEnd::Unknown(failure) | CreateEnd::InDoubt(failure),
                )
                | WriteOutcome::Delete(DeleteEnd::Refused(failure) | DeleteEnd::Unknown(failure)) => {
                    readable(failure)?;
                    // It may be the other's.
                    true
                }
                WriteOutcome::Create(
                    CreateEnd::Created(_) | CreateEnd::Proved(_) | CreateEnd::Found(_) | CreateEnd::WasThere(_),
                ) => there == 1,
                WriteOutcome::Create(CreateEnd::Pending) | WriteOutcome::Delete(DeleteEnd::Deleted) => there == 0,
                // The other may have deleted the user since this one looked.
                WriteOutcome::Delete(DeleteEnd::Pending) => {
                    there == 1 || ends.contains(&WriteOutcome::Delete(DeleteEnd::Deleted))
                }
                WriteOutcome::Create(CreateEnd::Absent | CreateEnd::Unrecorded(_))
                | WriteOutcome::Delete(DeleteEnd::StillThere)
                | WriteOutcome::Update(_)
                | WriteOutcome::Mail(_)
                | WriteOutcome::Group(_) => false,
            };
            if !right {
                return Err(format!("{end:?} is not so"));
            }
        }
        if self.want == Want::Undo {
            return Ok(());
        }
        let claims = ends.iter().filter(|end| matches!(end, WriteOutcome::Create(CreateEnd::Created(_)))).count();
        let nobody = ends.iter().all(|end| matches!(end, WriteOutcome::Create(CreateEnd::Refused(_))));
        if there > 1 || claims > 1 || nobody && there == 1 {
            return Err("created twice, or by nobody".to_owned());
        }
        // A 401 and a 429 say that nothing was done: it is sent again.
        let each = match case.name.as_str() {
            "status 401" => 2,
            name if name.contains("429") => 4,
            _ => 1,
        };
        // The second may come when the end of the first is known already: then the service refuses it.
        let known = matches!(
            ends[0],
            WriteOutcome::Create(
                CreateEnd::Refused(_) | CreateEnd::Created(_) | CreateEnd::Proved(_) | CreateEnd::Found(_)
            )
        );
        let most = if known { 2 * each } else { each };
        if sent > most { Err("sent too often".to_owned()) } else { Ok(()) }
    }

    /// The journal has one create at most that made a user, and who is there is in it.
    fn judge_journal(&self, there: usize) -> Result<(), String> {
        let history = self.store().history(Timestamp::MIN).map_err(|error| error.to_string())?;
        let ended = |which: fn(&JournalOutcome) -> bool| {
            history.iter().filter(|write| write.outcome.as_ref().is_some_and(|(outcome, _)| which(outcome))).count()
        };
        let created = ended(|outcome| matches!(outcome, JournalOutcome::Created(_)));
        let found = ended(|outcome| matches!(outcome, JournalOutcome::Found(_)));
        let open = history.iter().filter(|write| write.outcome.is_none()).count();
        match self.want {
            Want::Undo if there == 1 && ended(|outcome| *outcome == JournalOutcome::Deleted) > 0 => {
                Err("said to be deleted in the journal".to_owned())
            }
            Want::Undo => Ok(()),
            _ if created > there => Err("more were created than there are, by the journal".to_owned()),
            _ if created + found + open < there => Err("the journal does not know who is there".to_owned()),
            _ => Ok(()),
        }
    }

    /// What was in doubt is found out first; in the end the user is there once, or gone.
    fn judge_third(&self, third: &WriteOutcome, before: usize) -> Result<(), String> {
        let there = self.there();
        let right = match (self.want, third) {
            (Want::TargetUser | Want::SystemUser, WriteOutcome::Create(CreateEnd::Created(_))) => {
                before == 0 && there == 1
            }
            (
                Want::TargetUser,
                WriteOutcome::Create(CreateEnd::Proved(_) | CreateEnd::Found(_) | CreateEnd::WasThere(_)),
            )
            | (Want::TargetUser | Want::SystemUser, WriteOutcome::Create(CreateEnd::Refused(_))) => {
                before == 1 && there == 1
            }
            // Nothing but a person can find out.
            (Want::SystemUser, WriteOutcome::Create(CreateEnd::InDoubt(_))) => there == before,
            (Want::Undo, WriteOutcome::Delete(DeleteEnd::Deleted)) => there == 0,
            (Want::Undo, WriteOutcome::Delete(DeleteEnd::Refused(_))) => before == 0,
            _ => false,
        };
        if right { Ok(()) } else { Err("the third is told what is not so".to_owned()) }
    }
}

/// What is wrong with this fault.
async fn wrong(case: Case) -> Vec<String> {
    let server = server().await;
    let mut wrong = Vec::new();
    for (want, mode) in Want::ALL.into_iter().flat_map(|want| [(want, Mode::Once), (want, Mode::Always)]) {
        let mut judged = Ok(());
        for request in if case.lasts { &IMPATIENT[..] } else { &[PATIENT] } {
            let bench = Bench::new(&server, want, *request).await;
            let judging = tokio::time::timeout(DEADLINE, Box::pin(bench.judge(&case, mode))).await;
            judged = judging.unwrap_or_else(|_| Err("hangs".to_owned()));
            if judged.is_ok() {
                break;
            }
        }
        if let Err(why) = judged {
            wrong.push(format!("{} x {want:?} {mode:?}: {why}", case.name));
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_at_a_write_meets_two_programs_that_want_the_same() {
    let cases = cases();
    let combinations = cases.len() * Want::ALL.len() * 2;
    let tasks = stream::iter(cases).map(|case| tokio::spawn(wrong(case)));
    let ended = tasks.buffer_unordered(AT_ONCE).map(|ended| ended.unwrap_or_else(|e| vec![e.to_string()]));
    let wrong: Vec<String> = ended.concat().await;
    let counted = format!("matrix: {combinations} combinations with two programs, {} wrong\n", wrong.len());
    // Past the harness, which shows nothing of a test that passes.
    std::io::stderr().write_all(counted.as_bytes()).expect("written");
    assert!(wrong.is_empty(), "{} of {combinations}:\n{}", wrong.len(), wrong.join("\n"));
}
