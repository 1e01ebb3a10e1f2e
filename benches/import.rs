//! 5,000 users created by an import, beside the same creates by a client that does nothing else, both four at once, at a
//! server in this process that answers at once. `cargo bench --bench import`. Divide the median rate of `import` by that
//! of `bare_client` in the same run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use divan::Bencher;
use divan::counter::ItemsCount;
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use keepnet_tui::api::{Client, Credentials, Limits, Settings};
use keepnet_tui::demo::{Options as Service, Server};
use keepnet_tui::domain::change::ticket::{BatchId, TicketNumber};
use keepnet_tui::domain::change::write::WriteId;
use keepnet_tui::domain::company::company_ref::CompanyRef;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::fields::Rules;
use keepnet_tui::domain::service::access::Access;
use keepnet_tui::domain::service::base_url::BaseUrl;
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::import::{Asking, Watcher, carry_out};
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};
use keepnet_tui::roster::{AT_ONCE, Ended, Options, OrderContext, Plan, Reading, Run};
use keepnet_tui::store::Store;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const ROWS: usize = 5_000;

fn main() {
    divan::main();
}

/// Makes every file another one.
static FILE: AtomicU64 = AtomicU64::new(0);

/// A server, and the plan of a file.
struct Desk {
    /// Of the server: the client has a thread of its own, as a command has.
    _server: (Runtime, Server),
    runtime: Runtime,
    client: Client,
    plan: Plan,
    _disk: TempDir,
    outbox: Outbox,
}

impl Desk {
    fn new() -> Self {
        let background = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let server =
            background.block_on(Server::start(Service { companies: 0, ..Service::instant() })).expect("a server");
        let credentials = Credentials {
            client_id: server.client_id().to_owned(),
            client_secret: server.client_secret().to_owned().into(),
        };
        let base_url = BaseUrl::parse(&server.url()).expect("a loopback address");
        let settings = Settings { base_url, credentials, extra_roots: Vec::new(), limits: Limits::default() };
        let client = Client::new(settings, |_| ()).expect("a client");
        let id = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        let company = CompanyRef {
            id,
            name: "Quartz".to_owned(),
            seats: Seats { used: 0, limit: Limit::Unlimited },
            expired: false,
        };
        let plan = runtime.block_on(plan(&client, company));
        let disk = tempfile::tempdir().expect("a folder");
        let outbox = Outbox {
            access: Access::ReadWrite,
            client: client.clone(),
            store: Some(Arc::new(Store::open(disk.path()).expect("a database"))),
            policy: ReconcilePolicy::default(),
            clock: Timestamp::now,
        };
        Self { _server: (background, server), runtime, client, plan, _disk: disk, outbox }
    }
}

async fn plan(client: &Client, company: CompanyRef) -> Plan {
    let file = FILE.fetch_add(1, Ordering::Relaxed);
    let row = |n: usize| format!("p{n}.{file}@quartz.example,Jane,Doe,+442079460018,Finance\n");
    let text =
        format!("Email,First name,Last name,Phone,Department\n{}", (0..ROWS).map(row).collect::<Vec<_>>().concat());
    let options = Options { company: Some("Quartz".to_owned()), ..Options::default() };
    let reading = Reading::of(text.as_bytes(), String::new(), options).expect("read");
    let people = reading.people();
    let answers = Asking::new(client, Rules::default()).about(company, &reading, &people, &|_, _| ()).await;
    let mut plan = Plan::new(reading);
    plan.add(answers.map_err(|(_, error)| error).expect("answers"), people);
    plan.judge().expect("judged");
    plan
}

/// Counts the changes.
struct Counts(u64);

impl Watcher for Counts {
    fn next(&mut self) -> OrderContext {
        self.0 += 1;
        let id = WriteId::new("bench", self.0);
        let batch = BatchId::from(&id);
        OrderContext { id, at: Timestamp::now(), ticket: TicketNumber::default(), batch }
    }

    fn is_paused(&self) -> bool {
        false
    }

    fn again(&mut self, rows: usize) {
        panic!("{rows} rows without a clear end");
    }

    fn ended(&mut self, _at: usize, end: &Ended) {
        assert!(end.user().is_some(), "{end:?}");
    }

    fn progress(&mut self, _run: &Run) {}
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn import(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(ROWS)).with_inputs(Desk::new).bench_refs(|desk| {
        let mut run = Run::new(&desk.plan, None);
        desk.runtime.block_on(carry_out(&mut run, &desk.plan, &desk.outbox, &mut Counts(0)));
        assert_eq!((run.done(), run.unfinished()), (ROWS, 0));
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn bare_client(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(ROWS)).with_inputs(Desk::new).bench_refs(|desk| {
        let company = &desk.plan.companies[0].company.id;
        let users = desk.plan.rows.iter().map(|row| row.judged.user.as_ref().expect("a request"));
        let created = stream::iter(users).map(|user| desk.client.create_target_user(company, user));
        let ended = created.buffer_unordered(AT_ONCE).fold(0, async |n, end| n + usize::from(end.is_ok()));
        assert_eq!(desk.runtime.block_on(ended), ROWS);
    });
}
