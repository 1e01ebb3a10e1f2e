//! Two programs and now and then a command, at once and at random, on one database and against one server that
//! fails: they want the same users, and are killed. What the database itself sees is judged while it happens.
//!
//! `KEEPNET_SOAK_SECONDS` and `KEEPNET_SOAK_SEED` make it longer and different.

use std::collections::BTreeSet;
use std::process::Child;
use std::time::{Duration, Instant};

use fastrand::Rng;
use keepnet_tui::demo::{Fault, Options};
use keepnet_tui::domain::service::ids::CompanyId;
use rusqlite::Connection;
use serde_json::Value;

use super::soak::{
    Addresses, Count, act, answered, breathe, check, is_user, over, seed_and_end, typed, wait_for_the_disk,
};
use super::support::{CREATE, Program, World, say};

/// It goes on until so much has happened, however slow the machine is.
const ACTIONS: u64 = 1_000;
const CREATES: usize = 40;
const COMMANDS: usize = 4;
/// Commands at once.
const AT_ONCE: usize = 2;
/// No command takes this long, not even on a busy machine.
const DEADLINE: Duration = Duration::from_secs(120);

/// Writes down every create that is recorded while another of the same user has no end, and every draft that goes
/// from one program to another.
const WITNESS: &str = "
    CREATE TABLE soak_overlaps (first TEXT, second TEXT, address TEXT, looked INTEGER);
    CREATE TRIGGER soak_overlap AFTER INSERT ON writes WHEN NEW.kind LIKE 'create%' BEGIN
        INSERT INTO soak_overlaps
        SELECT run, NEW.run, address, EXISTS (SELECT 1 FROM looks WHERE write = writes.id AND answered = 1)
        FROM writes
        WHERE id <> NEW.id AND outcome IS NULL AND kind LIKE 'create%'
            AND company = NEW.company AND subject = NEW.subject AND address = NEW.address;
    END;
    CREATE TABLE soak_taken (first TEXT, second TEXT, record TEXT);
    CREATE TRIGGER soak_take AFTER UPDATE OF run ON drafts WHEN OLD.run <> NEW.run BEGIN
        INSERT INTO soak_taken VALUES (OLD.run, NEW.run, NEW.record);
    END;
";

/// A running program.
struct Seat {
    program: Program,
    /// The name of its run in the database; none: it has nothing of its own there.
    run: Option<String>,
}

/// A command under way.
struct Command {
    child: Child,
    company: String,
    email: String,
}

struct Together {
    world: World,
    database: Connection,
    seats: Vec<Seat>,
    commands: Vec<Command>,
    companies: Vec<CompanyId>,
    addresses: Addresses,
    rng: Rng,
    count: Count,
    /// Commands started, those killed, and the users they have said to have created.
    started: usize,
    killed: usize,
    said: Vec<(String, String)>,
    /// Creates that were recorded after another of the same user had been looked up in vain.
    again: usize,
}

impl Together {
    fn new(seed: u64) -> Self {
        let world = World::new(Options { fail_rate: 0.2, seed, companies: 0, ..Options::instant() });
        world.server.faults().always("/", Fault::Pass);
        let first = world.start().loaded();
        let companies = first.model().companies.rows().iter().map(|c| c.id.clone()).collect();
        let database = Connection::open(world.folder().join("state.db")).expect("a database");
        database.busy_timeout(Duration::from_secs(20)).expect("patience");
        database.execute_batch(WITNESS).expect("a witness");
        let mut together = Self {
            world,
            database,
            seats: Vec::new(),
            commands: Vec::new(),
            companies,
            addresses: Addresses::of_several(),
            rng: Rng::with_seed(seed),
            count: Count::default(),
            started: 0,
            killed: 0,
            said: Vec::new(),
            again: 0,
        };
        together.sits_down(0, first);
        let second = together.world.start().loaded();
        together.sits_down(1, second);
        together.world.server.faults().clear();
        together
    }

    /// A program has started; whoever is running already keeps their drafts.
    fn sits_down(&mut self, at: usize, program: Program) {
        let taken: BTreeSet<_> = self.seats.iter().filter_map(|seat| seat.run.clone()).collect();
        let run = self.runs().into_iter().find(|run| !taken.contains(run));
        let at = at.min(self.seats.len());
        self.seats.insert(at, Seat { program, run });
        let stolen: Vec<_> = self.rows("SELECT first, second, record FROM soak_taken");
        let stolen: Vec<_> = stolen.iter().filter(|row| taken.contains(&row[0])).collect();
        assert!(stolen.is_empty(), "taken from a program that is running: {stolen:?}");
        self.database.execute("DELETE FROM soak_taken", []).expect("forgotten");
    }

    /// The programs of this process that have something in the database.
    fn runs(&self) -> BTreeSet<String> {
        let files = std::fs::read_dir(self.world.folder()).expect("a folder").flatten();
        let names = files.filter_map(|file| file.file_name().to_str()?.strip_suffix(".run").map(str::to_owned));
        names.filter(|name| name.starts_with(&format!("{}-", std::process::id()))).collect()
    }

    fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let mut statement = self.database.prepare(sql).expect("a table");
        let columns = statement.column_count();
        let read = |row: &rusqlite::Row<'_>| (0..columns).map(|n| row.get(n)).collect();
        statement.query_map([], read).expect("rows").collect::<Result<_, _>>().expect("rows")
    }

    /// No create was recorded while another of the same user was in doubt, unless it had been looked up in vain and
    /// its program was not running any more.
    fn judge_overlaps(&mut self) {
        let overlaps = self.rows("SELECT first, second, address, CAST(looked AS TEXT) FROM soak_overlaps");
        let unlooked: Vec<_> = overlaps.iter().filter(|row| row[3] == "0").collect();
        assert!(unlooked.is_empty(), "recorded while another was in doubt: {unlooked:?}");
        let runs: BTreeSet<_> = self.seats.iter().filter_map(|seat| seat.run.clone()).collect();
        let theirs: Vec<_> = overlaps.iter().filter(|row| row[0] != row[1] && runs.contains(&row[0])).collect();
        assert!(theirs.is_empty(), "recorded while a running program saw to another: {theirs:?}");
        self.again += overlaps.len();
        self.database.execute("DELETE FROM soak_overlaps", []).expect("forgotten");
    }

    /// One of the two does something.
    fn step(&mut self) {
        let at = self.rng.usize(..2);
        let program = &mut self.seats[at].program;
        act(&self.world, program, &mut self.addresses, &mut self.rng, &mut self.count);
        if self.rng.u32(..6) == 0 {
            breathe(&self.world, program, Duration::from_millis(self.rng.u64(..6)));
        }
    }

    /// Starts a command, or ends one that was to be killed.
    fn command(&mut self) {
        if self.commands.len() >= AT_ONCE {
            self.reap();
            return;
        }
        let company = self.companies[self.rng.usize(..self.companies.len())].to_string();
        let email = self.addresses.draw(&company, &mut self.rng);
        let args = ["users", "add", "--company", &company, "--email", &email, "--phone", "+442079460018"];
        let more = ["--over-limit", "allow", "--output", "json"];
        let child = self.world.command(&[&args[..], &more].concat()).spawn().expect("the program runs");
        self.started += 1;
        self.commands.push(Command { child, company, email });
    }

    /// Takes in what commands that have ended have said.
    fn reap(&mut self) {
        for mut command in std::mem::take(&mut self.commands) {
            if command.child.try_wait().expect("asked").is_none() {
                if self.rng.u32(..8) == 0 {
                    self.killed += 1;
                    command.child.kill().expect("killed");
                } else {
                    self.commands.push(command);
                    continue;
                }
            }
            let ran = command.child.wait_with_output().expect("it ends");
            let said: Option<Value> = serde_json::from_slice(&ran.stdout).ok();
            let item = said.as_ref().map(|said| &said["item"]);
            if let Some(item) = item.filter(|item| ran.status.success() && item["outcome"] == "created") {
                let id = item["id"].as_str().expect("an ID").to_owned();
                assert!(is_user(&self.world, &command.company, &command.email), "{item} is not there");
                self.said.push((command.company, id));
            }
        }
    }

    /// Ends one program or both, in order or not, and starts as many: every draft restored in one of them.
    fn restart(&mut self, which: &[usize]) {
        self.judge_overlaps();
        let mut before = BTreeSet::new();
        // From behind, so that the places of the others stay.
        for at in which.iter().rev() {
            let mut seat = self.seats.remove(*at);
            if self.rng.bool() {
                self.count.quits += 1;
                before.extend(typed(seat.program.model()));
                seat.program.quit();
            } else {
                self.count.kills += 1;
                wait_for_the_disk(&self.world, &mut seat.program);
                before.extend(typed(seat.program.model()));
            }
        }
        let mut after = BTreeSet::new();
        let mut busy = false;
        for at in which {
            let program = self.world.start();
            after.extend(typed(program.model()));
            busy |=
                program.model().notices.newest_first().any(|n| n.text.contains("Another program is using the drafts"));
            self.sits_down(*at, program);
        }
        for (company, email) in before {
            let back = busy || after.contains(&(company.clone(), email.clone()));
            assert!(back || is_user(&self.world, &company, &email), "the draft for {email} is gone");
        }
    }

    /// The network is well again: everything comes to an end.
    fn end(mut self) {
        self.world.server.faults().always("/", Fault::Pass);
        let deadline = Instant::now() + DEADLINE;
        while !self.commands.is_empty() {
            assert!(Instant::now() < deadline, "a command never ends");
            for seat in &mut self.seats {
                breathe(&self.world, &mut seat.program, Duration::from_millis(10));
            }
            self.reap();
        }
        // What killed commands have left is seen to by whoever starts next.
        self.restart(&[0, 1]);
        self.seats.iter_mut().for_each(|seat| answered(&mut seat.program));
        self.world.server.clock().shift(jiff::SignedDuration::from_mins(16));
        self.seats.iter_mut().for_each(|seat| over(&mut seat.program));
        self.judge_overlaps();
        let Self { world, database, seats, companies, count, said, started, killed, again, .. } = self;
        drop(database);
        let mut left = Vec::new();
        for seat in seats {
            left.push(typed(seat.program.model()));
            seat.program.quit();
        }
        say(&format!(
            "soak: {started} commands, {killed} of them killed, {} said to have created a user; {again} creates after \
             another in doubt",
            said.len()
        ));
        check(&world, &companies, &left, &count);
        let store = world.store();
        for (company, id) in said {
            let made =
                store.created(&CompanyId::new(company), &keepnet_tui::domain::service::ids::UserId::new(id.clone()));
            assert!(made.expect("read").is_some(), "a command has created {id}, and the journal does not know it");
        }
    }
}

#[test]
fn concurrent_programs_lose_nothing_and_create_no_duplicate() {
    let (seed, end) = seed_and_end();
    let mut together = Together::new(seed);
    while Instant::now() < end
        || together.count.actions < ACTIONS
        || together.world.server.asked(CREATE) < CREATES
        || together.started < COMMANDS
    {
        together.step();
        if together.rng.u32(..60) == 0 {
            together.command();
        }
        if together.rng.u32(..40) == 0 {
            // Under way for so long that the others come in between, or it is killed.
            let late = Duration::from_millis(together.rng.u64(20..400));
            together.world.server.faults().next(CREATE, Fault::Delay(late));
        }
        match together.rng.usize(..1_200) {
            n @ (0 | 1) => together.restart(&[n]),
            2 => together.restart(&[0, 1]),
            _ => {}
        }
    }
    together.end();
}
