//! Two programs that create, edit, put back, delete and write to the same system users at random, while requests fail,
//! answers come late, and the programs are killed: in the end the server has what the journal says, and no mail was sent
//! more often than it was meant.
//!
//! `KEEPNET_SOAK_SECONDS` and `KEEPNET_SOAK_SEED` make it longer and different.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use keepnet_tui::demo::{Mail as Sent, StoredSystemUser};
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, MailEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::recorded::RecordedWrite;
use keepnet_tui::domain::change::update::{FieldChange, Update};
use keepnet_tui::domain::change::write::{JournalOutcome, Mail, WriteId, WriteKind};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::user::detail::{StoredValue, UserField};
use keepnet_tui::domain::user::system_user::SystemUser;

use super::soak::seed_and_end;
use super::support::say;
use super::two_programs::{TwoPrograms, updates};

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
    both: TwoPrograms,
    /// The users as the desk last saw them: a change may be based on what is no longer so.
    seen: [Option<SystemUser>; USERS],
    count: Count,
}

fn email(slot: usize) -> String {
    format!("oona{slot}@quartz.example")
}

impl Desk {
    async fn new(seed: u64) -> Self {
        Self { both: TwoPrograms::new(seed).await, seen: [const { None }; USERS], count: Count::default() }
    }

    /// What is done with a user, or with the address of one that is not known to be there.
    fn kind(&mut self, slot: usize) -> WriteKind {
        let Some(seen) = self.seen[slot].clone() else { return WriteKind::Create };
        match self.both.rng.u8(..10) {
            0 => WriteKind::Create,
            1 => WriteKind::Delete(seen.id),
            2 => WriteKind::Mail(seen.id, Mail::Welcome),
            3 => WriteKind::Mail(seen.id, Mail::PasswordLink),
            _ => WriteKind::Update(self.update(&seen)),
        }
    }

    /// A change of one or two fields, or the undo of the newest one.
    fn update(&mut self, seen: &SystemUser) -> Update {
        if self.both.rng.u8(..5) == 0
            && let Some(update) = updates(&self.both.history()).into_iter().rfind(|update| update.user == seen.id)
        {
            return update.reversed(&WriteId::new("undone", 1));
        }
        let mut changes: Vec<FieldChange> = Vec::new();
        let rng = &mut self.both.rng;
        for _ in 0..rng.usize(1..3) {
            let (id, to) = if rng.bool() {
                (FieldId::LastName, format!("L{}", rng.u8(1..9)))
            } else {
                (FieldId::Phone, format!("+44207946001{}", rng.u8(1..9)))
            };
            let field = UserField::Field(id);
            let from = seen.detail().value(&field);
            changes.retain(|change| change.field != field);
            changes.push(FieldChange { field, name: String::new(), from, to: StoredValue::new(to) });
        }
        Update::new(seen.id.clone(), changes)
    }

    async fn act(&mut self) {
        self.both.fault(&PATHS);
        let slot = self.both.rng.usize(..USERS);
        let entry = Entry::for_subject(Subject::SystemUser)
            .with(FieldId::Email, &email(slot))
            .with(FieldId::Phone, "+442079460010")
            .with(FieldId::FirstName, "Oona")
            .with(FieldId::LastName, "L0");
        let writes = (0..self.both.at_once()).map(|_| (self.kind(slot), entry.clone())).collect();
        for end in self.both.carry_out(writes).await {
            self.count(&end);
        }
        self.count.mailed = self.both.server.mails().len();
        if self.both.rng.bool() {
            self.look(slot).await;
        }
        self.both.time_passes().await;
    }

    fn count(&mut self, end: &WriteOutcome) {
        match end {
            WriteOutcome::Update(UpdateEnd::Updated) => self.count.updated += 1,
            WriteOutcome::Create(CreateEnd::Created(_) | CreateEnd::Proved(_)) => self.count.created += 1,
            WriteOutcome::Delete(DeleteEnd::Deleted) => self.count.deleted += 1,
            WriteOutcome::Update(UpdateEnd::Changed(found)) => panic!("changed by nobody: {found:?}"),
            WriteOutcome::Create(CreateEnd::Unrecorded(failure)) => panic!("{failure}"),
            WriteOutcome::Create(CreateEnd::Refused(_) | CreateEnd::WasThere(_))
            | WriteOutcome::Update(UpdateEnd::Refused(_) | UpdateEnd::AlreadySo)
            | WriteOutcome::Delete(DeleteEnd::Refused(_))
            | WriteOutcome::Mail(MailEnd::Sent | MailEnd::Refused(_)) => {}
            _ => self.count.doubts += 1,
        }
    }

    /// Somebody looks at the list.
    async fn look(&mut self, slot: usize) {
        if let Ok(seen) = self.both.client().system_user_by_email(&self.both.company, &email(slot)).await {
            self.seen[slot] = seen;
        }
    }

    /// Everything has an end, and the server has what the journal says.
    async fn check(&mut self) {
        let history = self.both.settled().await;
        let all = self.both.server.all_system_users(self.both.company.as_str());
        let users: BTreeMap<_, _> =
            all.iter().filter(|user| user.requested).map(|user| (user.resource_id.as_str(), user)).collect();
        check_users(&history, &users);
        for slot in 0..USERS {
            check_mails(&history, &self.both.server.mails(), &email(slot));
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
        for change in updates.iter().filter(|update| update.user.as_str() == *id).flat_map(|update| &update.changes) {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_life_of_system_users_is_what_the_journal_says() {
    let (seed, end) = seed_and_end();
    let mut desk = Desk::new(seed).await;
    while desk.count.done() < DONE || Instant::now() < end {
        desk.act().await;
    }
    desk.check().await;
    say(&format!(
        "system users soak, seed {seed}: {} sent, {} killed, {:?}",
        desk.both.sent, desk.both.killed, desk.count
    ));
}
