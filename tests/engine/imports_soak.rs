//! Two programs that import the same people at once, while a fifth of all requests fails, answers come late, and the
//! programs are killed: in the end each person is there once, and the journal knows who has created whom.
//!
//! `KEEPNET_SOAK_SECONDS` and `KEEPNET_SOAK_SEED` make it longer and different.

use std::collections::BTreeSet;
use std::time::Instant;

use fastrand::Rng;
use futures_util::future::join_all;
use jiff::Timestamp;
use keepnet_tui::api::Client;
use keepnet_tui::demo::{Fault, Options as Service, Server};
use keepnet_tui::domain::change::ticket::{BatchId, TicketNumber};
use keepnet_tui::domain::change::write::{JournalOutcome, WriteId};
use keepnet_tui::domain::company::company_ref::CompanyRef;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::form::subject::{FormKey, Subject};
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use keepnet_tui::import::{Asking, Watcher, carry_out};
use keepnet_tui::outbox::Outbox;
use keepnet_tui::roster::{Ended, Options, OrderContext, Plan, Reading, Run};
use tempfile::TempDir;
use tokio::sync::Notify;

use super::soak::seed_and_end;
use super::support::say;
use super::two_programs::{fault, gone, program, time_passes, well_again};

/// People of a file.
const PEOPLE: usize = 12;
/// It goes on until so many files are done, however fast the machine is.
const FILES: usize = 6;
/// Starts of a program, after which a file must be done.
const STARTS: usize = 40;

struct Desk {
    server: Server,
    disk: TempDir,
    company: CompanyRef,
    rng: Rng,
    starts: usize,
    killed: usize,
    created: usize,
    there: usize,
}

/// Kills the run after so many rows.
struct Watch<'a> {
    run: String,
    number: u64,
    left: Option<usize>,
    kill: &'a Notify,
}

impl Watcher for Watch<'_> {
    fn next(&mut self) -> OrderContext {
        self.number += 1;
        let id = WriteId::new(&self.run, self.number);
        OrderContext { batch: BatchId::from(&id), id, at: Timestamp::now(), ticket: TicketNumber::default() }
    }

    fn is_paused(&self) -> bool {
        false
    }

    fn again(&mut self, _rows: usize) {}

    fn ended(&mut self, _at: usize, _end: &Ended) {
        self.left = self.left.map(|left| left.saturating_sub(1));
        if self.left == Some(0) {
            self.kill.notify_one();
        }
    }

    fn progress(&mut self, _run: &Run) {}
}

impl Desk {
    async fn new(seed: u64) -> Self {
        let server = Server::start(Service { companies: 0, ..Service::instant() }).await.expect("a server");
        let id = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        let seats = Seats { used: 0, limit: Limit::Unlimited };
        let company = CompanyRef { id, name: "Quartz".to_owned(), seats, expired: false };
        let disk = tempfile::tempdir().expect("a folder");
        Self { server, disk, company, rng: Rng::with_seed(seed), starts: 0, killed: 0, created: 0, there: 0 }
    }

    fn faults(&mut self) {
        for _ in 0..60 {
            let fault = if self.rng.u8(..5) == 0 { fault(&mut self.rng) } else { Fault::Pass };
            // Whoever is refused is not created.
            let fault = if matches!(fault, Fault::Status(403, _)) { Fault::Garbage } else { fault };
            self.server.faults().next("/api/", fault);
        }
    }

    /// Both programs import the file at once; perhaps they are killed. Whether one of them has come to its end.
    async fn start(&mut self, file: &str) -> bool {
        self.starts += 1;
        self.faults();
        let kills = [0, 1].map(|_| (self.rng.u8(..3) == 0).then(|| self.rng.usize(1..PEOPLE)));
        let runs = [0, 1].map(|at| format!("run{}.{at}", self.starts));
        let programs = [program(&self.server, &self.disk), program(&self.server, &self.disk)];
        let work = programs.iter().zip(runs).zip(kills);
        let ends = join_all(work.map(|((program, run), kill)| import(program, &self.company, file, run, kill))).await;
        self.killed += kills.iter().flatten().count();
        for program in programs {
            gone(program.store).await;
        }
        time_passes(&self.server, &mut self.rng).await;
        ends.contains(&Some(true))
    }

    /// Everybody of the file is there once and active, and the journal says who has created them.
    async fn check(&mut self, addresses: &BTreeSet<String>, before: &UserId) {
        well_again(&self.server).await;
        let program = program(&self.server, &self.disk);
        // The clock of the service is known anew.
        program.client.target_user(&self.company.id, before).await.expect("a user");
        let store = program.store.as_ref().expect("a journal");
        for write in store.unfinished().expect("read") {
            program.look_up(&write.intent, &|_| ()).await;
        }
        let left = store.unfinished().expect("read");
        assert!(left.is_empty(), "{left:?}");
        let users = self.server.users(self.company.id.as_str());
        for address in addresses {
            let found: Vec<_> = users.iter().filter(|user| user.email == *address && !user.deleted).collect();
            assert_eq!((found.len(), found[0].active), (1, true), "{address}: {found:?}");
            let form = FormKey::new(&self.company.id, Subject::TargetUser);
            let creates = store.creates(&form, address).expect("read");
            let made: Vec<_> = creates
                .iter()
                .filter_map(|write| match &write.outcome {
                    Some((JournalOutcome::Created(user), _)) => Some(user.as_str()),
                    Some((JournalOutcome::Found(user), _)) => Some(user.id.as_str()),
                    _ => None,
                })
                .collect();
            let is_created_elsewhere = found[0].resource_id == before.as_str();
            self.created += usize::from(!is_created_elsewhere);
            self.there += usize::from(is_created_elsewhere);
            assert!(made.iter().all(|user| *user == found[0].resource_id), "{address}: {creates:?}");
            assert_eq!(made.is_empty(), is_created_elsewhere, "{address}: {creates:?}");
        }
    }
}

/// The plan of a file; nothing is planned without answers of the service.
pub(super) async fn plan(client: &Client, company: &CompanyRef, file: &str) -> Option<Plan> {
    let options = Options { company: Some("Quartz".to_owned()), reactivate: true, ..Options::default() };
    let reading = Reading::of(file.as_bytes(), String::new(), options).expect("read");
    let people = reading.people();
    let mut asking = Asking::new(client, Rules::default());
    let answers = asking.about(company.clone(), &reading, &people, &|_, _| ()).await.ok()?;
    let mut plan = Plan::new(reading);
    plan.add(answers, people);
    plan.judge().expect("judged");
    Some(plan)
}

/// Whether everybody was dealt with; `None`: it was killed.
async fn import(program: &Outbox, company: &CompanyRef, file: &str, run: String, kill: Option<usize>) -> Option<bool> {
    let Some(plan) = plan(&program.client, company, file).await else { return Some(false) };
    let mut sends = Run::new(&plan, None);
    let killed = Notify::new();
    let mut watch = Watch { run, number: 0, left: kill, kill: &killed };
    tokio::select! {
        biased;
        () = killed.notified() => None,
        () = carry_out(&mut sends, &plan, program, &mut watch) => Some(sends.done() == sends.of() && sends.unfinished() == 0),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_imports_create_everybody_once() {
    let (seed, end) = seed_and_end();
    let mut desk = Desk::new(seed).await;
    let mut files = 0;
    // Some file is begun again after both were killed.
    while files < FILES || desk.killed == 0 || desk.starts == files || Instant::now() < end {
        files += 1;
        let addresses: BTreeSet<_> = (0..PEOPLE).map(|n| format!("p{n}.{files}@quartz.example")).collect();
        // One of them is there and inactive, and was created by somebody else.
        let inactive = format!("p0.{files}@quartz.example");
        let mut file = "Email,First name,Last name,Phone\n".to_owned();
        file.extend(addresses.iter().map(|address| format!("{address},Jane,Doe,+442079460018\n")));
        let request = {
            let reading = Reading::of(file.as_bytes(), String::new(), Options::default()).expect("read");
            let people = reading.people();
            let person =
                people.into_iter().find(|person| person.entry.text(FieldId::Email) == inactive).expect("listed");
            let mut user = person.entry.request(Rules::default()).expect("a request");
            user.active = false;
            user
        };
        let client = program(&desk.server, &desk.disk).client;
        let before = client.create_target_user(&desk.company.id, &request).await.expect("created");
        let begun = desk.starts;
        while !desk.start(&file).await {
            assert!(desk.starts - begun < STARTS, "it does not end");
        }
        desk.check(&addresses, &before).await;
    }
    say(&format!(
        "soak of imports: {files} files, {} starts, {} killed, {} created, {} made active",
        desk.starts, desk.killed, desk.created, desk.there
    ));
}
