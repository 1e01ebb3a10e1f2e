//! A run of an import: how many requests are under way, and what is recorded of rows that are not sent yet.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use keepnet_tui::demo::{Fault, Gate, Options as Service, Server};
use keepnet_tui::domain::change::recorded::RecordedWrite;
use keepnet_tui::domain::change::ticket::{BatchId, TicketNumber};
use keepnet_tui::domain::change::write::{JournalOutcome, WriteId};
use keepnet_tui::domain::company::company_ref::CompanyRef;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::import::{Watcher, carry_out};
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};
use keepnet_tui::roster::{AT_ONCE, Ended, OrderContext, Plan, Run};
use tempfile::TempDir;

use super::imports_soak::plan;
use super::support::{CREATE, outbox, patience};

struct Desk {
    server: Server,
    company: CompanyRef,
    disk: TempDir,
    outbox: Outbox,
}

struct Watch {
    run: &'static str,
    number: u64,
    /// The program was started so long ago.
    ago: SignedDuration,
}

impl Watch {
    fn new(run: &'static str) -> Self {
        Self { run, number: 0, ago: SignedDuration::ZERO }
    }
}

impl Watcher for Watch {
    fn next(&mut self) -> OrderContext {
        self.number += 1;
        let id = WriteId::new(self.run, self.number);
        let at = Timestamp::now() - self.ago;
        OrderContext { batch: BatchId::from(&id), id, at, ticket: TicketNumber::default() }
    }

    fn is_paused(&self) -> bool {
        false
    }

    fn again(&mut self, _rows: usize) {}

    fn ended(&mut self, _at: usize, _end: &Ended) {}

    fn progress(&mut self, _run: &Run) {}
}

impl Desk {
    async fn new() -> Self {
        let server = Server::start(Service { companies: 0, ..Service::instant() }).await.expect("a server");
        let id = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        let seats = Seats { used: 0, limit: Limit::Unlimited };
        let company = CompanyRef { id, name: "Quartz".to_owned(), seats, expired: false };
        let disk = tempfile::tempdir().expect("a folder");
        let outbox = outbox(&server, disk.path(), patience());
        Self { server, company, disk, outbox }
    }

    async fn plan(&self, people: usize) -> Plan {
        let row = |n: usize| format!("p{n}@quartz.example,Jane,Doe,+442079460018\n");
        let rows: String = (0..people).map(row).collect();
        let file = format!("Email,First name,Last name,Phone\n{rows}");
        plan(&self.outbox.client, &self.company, &file).await.expect("answers")
    }

    fn writes(&self) -> Vec<RecordedWrite> {
        self.outbox.store.as_ref().expect("a journal").history(Timestamp::UNIX_EPOCH).expect("read")
    }

    fn created(&self) -> usize {
        let users = self.server.users(self.company.id.as_str());
        let is_row = |n: usize| users.iter().filter(|user| user.email == format!("p{n}@quartz.example")).count();
        (0..40).map(is_row).sum()
    }

    /// As many requests as may be are under way, and further rows are recorded.
    async fn is_under_way(&self) {
        self.server.arrived(CREATE, AT_ONCE).await;
        while self.writes().len() <= AT_ONCE {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn few_requests_are_under_way_and_further_rows_are_recorded_ahead() {
    let desk = Desk::new().await;
    let (plan, gate) = (desk.plan(40).await, Gate::new());
    desk.server.faults().always(CREATE, Fault::Hold(gate.clone()));
    let mut run = Run::new(&plan, None);
    let mut watch = Watch::new("run");
    let holds = async {
        desk.is_under_way().await;
        assert!(desk.writes().iter().all(|write| write.outcome.is_none()));
        assert_eq!(desk.server.asked(CREATE), AT_ONCE);
        gate.open();
    };
    tokio::join!(carry_out(&mut run, &plan, &desk.outbox, &mut watch), holds);
    assert_eq!((run.done(), run.unfinished(), desk.server.asked(CREATE)), (40, 0, 40));
    let is_created = |write: &RecordedWrite| matches!(write.outcome, Some((JournalOutcome::Created(_), _)));
    assert!(desk.writes().iter().all(is_created));
}

#[tokio::test]
async fn rows_that_wait_when_the_run_stops_are_not_sent_and_the_journal_knows_it() {
    let desk = Desk::new().await;
    let (plan, gate) = (desk.plan(40).await, Gate::new());
    for _ in 0..AT_ONCE {
        desk.server.faults().next(CREATE, Fault::Hold(gate.clone()));
    }
    desk.server.faults().always(CREATE, Fault::status(403));
    let mut run = Run::new(&plan, None);
    let mut watch = Watch::new("run");
    let holds = async {
        desk.is_under_way().await;
        gate.open();
    };
    tokio::join!(carry_out(&mut run, &plan, &desk.outbox, &mut watch), holds);
    assert!(run.stop().is_some() && run.is_at_rest());
    assert!(desk.writes().iter().all(|write| write.outcome.is_some()));
    let sent = desk.server.asked(CREATE);
    assert!(sent <= 3 * AT_ONCE, "{sent}");
    // Whoever was not sent is sent when it goes on.
    desk.server.faults().clear();
    run.resume();
    carry_out(&mut run, &plan, &desk.outbox, &mut watch).await;
    let refused = run.ends().values().filter(|end| end.failure.is_some()).count();
    assert_eq!((run.done(), refused, desk.created()), (40, sent - AT_ONCE, 40 - refused));
}

/// Whoever was recorded and not sent by a program that was killed is not waited for if that was long ago.
#[tokio::test]
async fn rows_of_a_killed_run_are_sent_by_the_next_one() {
    let desk = Desk::new().await;
    let (plan, gate) = (desk.plan(20).await, Gate::new());
    desk.server.faults().always(CREATE, Fault::Hold(gate.clone()));
    let mut run = Run::new(&plan, None);
    let mut watch = Watch { ago: SignedDuration::from_hours(1), ..Watch::new("killed") };
    let killed = outbox(&desk.server, desk.disk.path(), patience());
    tokio::select! {
        () = carry_out(&mut run, &plan, &killed, &mut watch) => panic!("it ends"),
        () = desk.is_under_way() => {}
    }
    drop(killed);
    desk.server.faults().clear();
    let patient = ReconcilePolicy { tries: 5, first_wait: Duration::from_secs(60), ..patience() };
    let next = outbox(&desk.server, desk.disk.path(), patient);
    let (mut run, mut watch) = (Run::new(&plan, None), Watch::new("next"));
    let ended = tokio::time::timeout(Duration::from_secs(30), carry_out(&mut run, &plan, &next, &mut watch));
    ended.await.expect("nobody is waited for");
    assert_eq!((run.done(), run.unfinished(), desk.created(), desk.server.asked(CREATE)), (20, 0, 20, 20));
}
