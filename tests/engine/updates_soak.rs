//! Two programs that edit, deactivate, activate and put back the same users, create groups and put users into them and
//! out of them at random, while requests fail, answers come late, and the programs are killed: in the end every value on
//! the server is that of the last change that the journal says was carried out.
//!
//! `KEEPNET_SOAK_SECONDS` and `KEEPNET_SOAK_SEED` make it longer and different.

use std::collections::BTreeMap;
use std::time::Instant;

use keepnet_tui::domain::change::outcome::{GroupEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::recorded::RecordedWrite;
use keepnet_tui::domain::change::update::{FieldChange, Update};
use keepnet_tui::domain::change::write::{JournalOutcome, WriteId, WriteKind};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::service::ids::{GroupId, UserId};
use keepnet_tui::domain::user::detail::{StoredValue, UserDetail, UserField};
use keepnet_tui::domain::user::target_group::NewGroup;
use keepnet_tui::domain::user::target_user::Priority;

use super::soak::seed_and_end;
use super::support::say;
use super::two_programs::{TwoPrograms, updates};

const USERS: usize = 3;
/// It goes on until so much has happened, however fast the machine is.
const DONE: usize = 60;
const PATHS: [&str; 8] = [
    "PUT /api/target-users/",
    "PUT /api/target-users/",
    "GET /api/target-users/",
    "POST /api/target-users/",
    "POST /api/target-groups$",
    "PUT /api/target-groups/users",
    "DELETE /api/target-groups/",
    "POST /api/target-groups/search$",
];
const FIELDS: [FieldId; 3] = [FieldId::Department, FieldId::LastName, FieldId::Active];
const GROUPS: [&str; 3] = ["Night shift", "Day shift", "Workshop"];

/// What came of the writes.
#[derive(Debug, Default)]
struct Count {
    conflicts: usize,
    doubts: usize,
    updated: usize,
    memberships: usize,
    groups: usize,
}

struct Desk {
    both: TwoPrograms,
    users: Vec<UserId>,
    /// The users as the desk last saw them: a change may be based on what is no longer so.
    seen: Vec<UserDetail>,
    count: Count,
}

impl Desk {
    async fn new(seed: u64) -> Self {
        let both = TwoPrograms::new(seed).await;
        let (mut users, mut last_seen) = (Vec::new(), Vec::new());
        for n in 0..USERS {
            let entry = Entry::default()
                .with(FieldId::Email, &format!("jane{n}@quartz.example"))
                .with(FieldId::Phone, "+442079460018")
                .with(FieldId::Department, "D0")
                .with(FieldId::LastName, "L0");
            let user = entry.request(Rules::default()).expect("a request");
            let id = both.client().create_target_user(&both.company, &user).await.expect("created");
            last_seen.push(both.client().user_detail(&both.company, &id).await.expect("a user"));
            users.push(id);
        }
        Self { both, users, seen: last_seen, count: Count::default() }
    }

    fn kind(&mut self, user: usize) -> WriteKind {
        let group = GROUPS[self.both.rng.usize(..GROUPS.len())];
        match self.both.rng.u8(..10) {
            0 => WriteKind::CreateGroup(NewGroup::named(group, Priority::Medium).expect("a name")),
            1..4 => {
                let known = self.both.server.groups(self.both.company.as_str());
                let id = known.into_iter().find(|(_, name)| name == group).map(|(id, _)| GroupId::new(id));
                let id = id.filter(|_| self.both.rng.bool());
                WriteKind::Update(Update::membership(self.users[user].clone(), id, group, self.both.rng.bool()))
            }
            4 | 5 => match self.newest(user) {
                Some(update) => WriteKind::Update(update.reversed(&WriteId::new("undone", 1))),
                None => WriteKind::Update(self.update(user)),
            },
            _ => WriteKind::Update(self.update(user)),
        }
    }

    /// A change of one or two fields.
    fn update(&mut self, user: usize) -> Update {
        let (seen, rng) = (&self.seen[user], &mut self.both.rng);
        let mut changes: Vec<FieldChange> = Vec::new();
        for _ in 0..rng.usize(1..3) {
            let id = FIELDS[rng.usize(..FIELDS.len())];
            let field = UserField::Field(id);
            let from = seen.value(&field);
            let to = match id {
                FieldId::Active => (!seen.active).to_string(),
                FieldId::Department => format!("D{}", rng.u8(1..9)),
                _ => format!("L{}", rng.u8(1..9)),
            };
            changes.retain(|change| change.field != field);
            changes.push(FieldChange { field, name: String::new(), from, to: StoredValue::new(to) });
        }
        Update::new(self.users[user].clone(), changes)
    }

    fn newest(&self, user: usize) -> Option<Update> {
        updates(&self.both.history()).into_iter().rfind(|update| update.user == self.users[user])
    }

    async fn act(&mut self) {
        self.both.fault(&PATHS);
        let user = self.both.rng.usize(..USERS);
        let entry = Entry::default().with(FieldId::Email, &self.seen[user].email());
        let writes = (0..self.both.at_once()).map(|_| (self.kind(user), entry.clone())).collect();
        for end in self.both.carry_out(writes).await {
            self.count(&end);
        }
        if self.both.rng.bool() {
            self.look(user).await;
        }
        self.both.time_passes().await;
    }

    fn count(&mut self, end: &WriteOutcome) {
        match end {
            WriteOutcome::Update(UpdateEnd::Updated) => self.count.updated += 1,
            WriteOutcome::Update(UpdateEnd::Conflict(_)) => self.count.conflicts += 1,
            WriteOutcome::Group(GroupEnd::Created) => self.count.groups += 1,
            WriteOutcome::Update(UpdateEnd::Pending | UpdateEnd::Unknown(_) | UpdateEnd::InDoubt(_))
            | WriteOutcome::Group(GroupEnd::Pending | GroupEnd::Unknown(_)) => self.count.doubts += 1,
            WriteOutcome::Update(UpdateEnd::AlreadySo | UpdateEnd::Refused(_))
            | WriteOutcome::Group(GroupEnd::AlreadySo | GroupEnd::Refused(_)) => {}
            end => panic!("{end:?}"),
        }
    }

    /// Somebody looks at the user.
    async fn look(&mut self, user: usize) {
        if let Ok(seen) = self.both.client().user_detail(&self.both.company, &self.users[user]).await {
            self.seen[user] = seen;
        }
    }

    /// Everything has an end, and the server has what the journal says.
    async fn check(&mut self) {
        let history = self.both.settled().await;
        let mut wanted = BTreeMap::new();
        for user in &self.users {
            for (field, value) in FIELDS.into_iter().zip(["D0", "L0", "true"]) {
                wanted.insert((user.clone(), field.field().flag.to_owned()), value.to_owned());
            }
            for group in GROUPS {
                wanted.insert((user.clone(), group.to_owned()), "false".to_owned());
            }
        }
        for update in updates(&history) {
            self.count.memberships += usize::from(update.group().is_some());
            for change in update.changes {
                wanted.insert((update.user.clone(), change.key().to_owned()), change.to.raw);
            }
        }
        let mut there = BTreeMap::new();
        for (at, user) in self.users.clone().into_iter().enumerate() {
            self.look(at).await;
            for field in FIELDS {
                let value = self.seen[at].value(&UserField::Field(field)).raw;
                there.insert((user.clone(), field.field().flag.to_owned()), value);
            }
            let groups = self.both.client().groups_of_user(&self.both.company, &user).await.expect("groups");
            for name in GROUPS {
                let is_in = groups.iter().any(|group| group.name == name);
                there.insert((user.clone(), name.to_owned()), is_in.to_string());
            }
        }
        assert_eq!(there, wanted);
        for name in GROUPS {
            let known = self.both.server.groups(self.both.company.as_str());
            let times = known.iter().filter(|(_, known)| known == name).count();
            assert_eq!(times, usize::from(is_created(&history, name)), "{name}");
        }
    }
}

/// The journal says that this group was created.
fn is_created(history: &[RecordedWrite], name: &str) -> bool {
    history.iter().any(|write| {
        matches!(&write.intent.kind, WriteKind::CreateGroup(group) if group.name == name)
            && matches!(write.outcome, Some((JournalOutcome::Updated, _)))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_changes_leave_what_the_journal_says() {
    let (seed, end) = seed_and_end();
    let mut desk = Desk::new(seed).await;
    while desk.count.updated < DONE || Instant::now() < end {
        desk.act().await;
    }
    desk.check().await;
    say(&format!("changes soak, seed {seed}: {} sent, {} killed, {:?}", desk.both.sent, desk.both.killed, desk.count));
}
