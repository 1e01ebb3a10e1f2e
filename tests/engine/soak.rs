//! Thousands of random actions while a fifth of all requests fails and the program is killed now
//! and then. At the end the server has every user the journal says it has, each once, and nothing
//! that was typed is gone.
//!
//! `KEEPNET_SOAK_SECONDS` and `KEEPNET_SOAK_SEED` make it longer and different.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use fastrand::Rng;
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::form::parked::AttentionReason;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::model::Model;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::demo::{Fault, Options};
use keepnet_tui::domain::change::write::{JournalOutcome, WriteKind};
use keepnet_tui::domain::form::draft::{Draft, Stage};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::CompanyId;

use super::support::{CREATE, Program, World, is_drained, say};

/// The seed and length of every ordinary run.
const SEED: u64 = 20_261_125;
const SECONDS: u64 = 2;
/// It goes on until so much has happened, however slow the machine is.
const ACTIONS: u64 = 1_000;
const CREATES: usize = 20;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The seed of this run, and when it ends.
pub fn seed_and_end() -> (u64, Instant) {
    let seed = setting("KEEPNET_SOAK_SEED").unwrap_or(SEED);
    let length = Duration::from_secs(setting("KEEPNET_SOAK_SECONDS").unwrap_or(SECONDS));
    say(&format!("soak: seed {seed}, {} s", length.as_secs()));
    (seed, Instant::now() + length)
}

#[derive(Debug, Default)]
pub struct Count {
    pub actions: u64,
    /// Times Ctrl-S or Ctrl-N was pressed in a form with something in it.
    pub sent: u64,
    /// Users who were opened because they needed somebody, and those created by one answer for several.
    pub opened: u64,
    pub together: u64,
    pub kills: u64,
    pub quits: u64,
}

/// The addresses that are typed.
#[derive(Debug, Default)]
pub struct Addresses {
    drawn: u64,
    /// All that stood in a form when it was done with, and that were not typed over since.
    pub typed: BTreeSet<(String, String)>,
    /// Those that were typed already, by company: when set, half of all are typed once more.
    shared: Option<BTreeMap<String, Vec<String>>>,
}

impl Addresses {
    /// Those of several people who want the same users.
    pub fn of_several() -> Self {
        Self { shared: Some(BTreeMap::new()), ..Self::default() }
    }

    /// An address for a user of this company.
    pub fn draw(&mut self, company: &str, rng: &mut Rng) -> String {
        let known = self.shared.as_mut().map(|shared| shared.entry(company.to_owned()).or_default());
        if let Some(known) = &known
            && rng.bool()
            && let Some(last) = known.last()
        {
            return last.clone();
        }
        self.drawn += 1;
        let fresh = format!("u{}.{}@soak.example", self.drawn, rng.u32(..));
        if let Some(known) = known {
            known.push(fresh.clone());
        }
        fresh
    }
}

/// What was typed and is no user yet, as company and address: in forms, and in changes that were made from them.
pub type Typed = Vec<(String, String)>;

pub fn typed(model: &Model) -> Typed {
    let forms = model.drafts.drafts().map(|f| (f.company().to_string(), f.text(FieldId::Email).to_owned()));
    let creates = model.changes.drafts().filter(|draft| !matches!(draft.stage, Stage::Change(WriteKind::Delete(_), _)));
    let changes = creates.map(|d| (d.company.to_string(), d.entry.text(FieldId::Email).to_owned()));
    let mut typed: Typed = forms.chain(changes).filter(|(_, email)| !email.is_empty()).collect();
    typed.sort();
    typed
}

/// Handles what comes within this time; nothing that was typed goes by itself, unless it is a user now.
pub fn breathe(world: &World, program: &mut Program, time: Duration) {
    let before = typed(program.model());
    program.breathe(time);
    kept(world, before, &typed(program.model()));
}

/// Each of these is still there, or is a user now.
fn kept(world: &World, before: Typed, after: &Typed) {
    for (company, email) in before {
        let there = after.contains(&(company.clone(), email.clone())) || is_user(world, &company, &email);
        assert!(there, "what was typed for {email} went by itself, and there is no such user");
    }
}

fn open(model: &Model) -> Option<&Form> {
    model.drafts.current().filter(|_| model.pane == Pane::Form)
}

/// Presses keys that go on, leave, open or answer: whatever they do, nothing typed goes, and nothing is there twice.
fn press(program: &mut Program, keys: &str) {
    let before = typed(program.model());
    program.press(keys);
    assert_eq!(typed(program.model()), before, "after {keys}");
}

/// Goes to a field.
fn go(program: &mut Program, field: FieldId) {
    for _ in 0..60 {
        if program.model().drafts.current().is_some_and(|f| f.focus() != Focus::Field(field)) {
            program.press("tab");
        }
    }
}

/// Fills in what is required, unless it is there.
fn fill(world: &World, program: &mut Program, addresses: &mut Addresses, rng: &mut Rng) {
    let Some(company) = open(program.model()).map(|f| f.company().to_string()) else { return };
    let lacks = |model: &Model, field, what| {
        open(model).is_some_and(|f| f.picker().is_none() && !f.text(field).ends_with(what))
    };
    if lacks(program.model(), FieldId::Email, "@soak.example") {
        let email = addresses.draw(&company, rng);
        retype(world, program, FieldId::Email, &email, rng);
        addresses.typed.insert((company, email));
    }
    if lacks(program.model(), FieldId::Phone, "0018") {
        // Now and then one that has to be mended.
        let phone = if rng.u32(..8) == 0 { "12" } else { "+44 20 7946 0018" };
        retype(world, program, FieldId::Phone, phone, rng);
    }
}

/// Types over what is in a field, while answers come. Nothing changes under the hands.
fn retype(world: &World, program: &mut Program, field: FieldId, text: &str, rng: &mut Rng) {
    go(program, field);
    let id = open(program.model()).map(Form::id);
    program.press("end ctrl-u");
    for letter in text.chars() {
        program.type_text(letter.encode_utf8(&mut [0; 4]));
        if rng.u32(..12) == 0 {
            breathe(world, program, Duration::from_micros(rng.u64(..1_500)));
        }
    }
    let model = program.model();
    assert!(model.overlays.is_empty(), "opened by itself: {:?}", model.overlays);
    let form = open(model).expect("the form stays");
    assert_eq!((Some(form.id()), form.text(field)), (id, text));
}

/// Something has come up because a key of the person asked for it: it is answered.
fn answer(program: &mut Program, rng: &mut Rng, count: &mut Count) {
    let answer = match program.model().overlays.last() {
        Some(Overlay::Confirm { question: Confirmation::PassAll { forms, .. }, .. }) if rng.u32(..4) > 0 => {
            count.together += forms.len() as u64;
            "y"
        }
        // Nothing is deleted or thrown away.
        Some(Overlay::Confirm { .. }) => "n",
        _ => "esc",
    };
    press(program, answer);
}

/// Done with this form.
fn done(program: &mut Program, rng: &mut Rng, count: &mut Count) {
    count.sent += u64::from(open(program.model()).is_some_and(|form| !form.is_blank()));
    let keys = ["ctrl-s", "ctrl-n", "ctrl-n", "ctrl-n", "alt-s"];
    press(program, keys[rng.usize(..keys.len())]);
}

fn is_refused(model: &Model) -> bool {
    open(model).is_some_and(|form| form.needs() == Some(AttentionReason::Refused) && form.uncertain_write().is_none())
}

/// One action of the person.
pub fn act(world: &World, program: &mut Program, addresses: &mut Addresses, rng: &mut Rng, count: &mut Count) {
    count.actions += 1;
    if !program.model().overlays.is_empty() {
        answer(program, rng, count);
        return;
    }
    let model = program.model();
    match (open(model).is_some(), rng.u32(..100)) {
        (false, 0..35) => program.press(["j", "k", "G", "g", "ctrl-d", ".", ","][rng.usize(..7)]),
        (false, 35..42) => program.press("r"),
        (false, 42..50) => program.press(["!", "s n", "s u", "s s"][rng.usize(..4)]),
        (false, 50..65) | (true, 0..4) => {
            count.opened += u64::from(model.drafts.needing().next().is_some());
            press(program, "f9");
        }
        // What is queued is taken back; what was created stays, the question is answered with no.
        (false, 65..68) => press(program, "Z"),
        // A company that has locked access could not even be asked whether a user is there.
        (false, 68..96) if model.companies.selected().is_none_or(|c| !c.locked) => {
            program.press("a");
            fill(world, program, addresses, rng);
        }
        (true, 4..20) if addresses.shared.is_some() && is_refused(model) => {
            // Somebody else has it: another one.
            if let Some(company) = open(model).map(|form| form.company().to_string()) {
                let email = addresses.draw(&company, rng);
                retype(world, program, FieldId::Email, &email, rng);
            }
        }
        (true, 4..44) => done(program, rng, count),
        (true, 44..52) | (false, _) => press(program, "esc"),
        (true, 52..80) => fill(world, program, addresses, rng),
        (true, 80..85) => program.press("f5"),
        (true, 85..92) => program.press("shift-tab"),
        (true, 92..97) => {
            // A detail that is no address.
            go(program, FieldId::FirstName);
            program.type_text(["Ana", "李", "Øyvind"][rng.usize(..3)]);
        }
        (true, _) => press(program, "ctrl-c"),
    }
}

#[test]
fn nothing_is_lost_or_duplicated() {
    let (seed, end) = seed_and_end();
    let mut rng = Rng::with_seed(seed);
    let world = World::new(Options { fail_rate: 0.2, seed, companies: 40, ..Options::instant() });
    let (mut count, mut addresses) = (Count::default(), Addresses::default());
    world.server.faults().always("/", Fault::Pass);
    let mut program = world.start().loaded();
    let companies: Vec<_> = program.model().companies.rows().iter().map(|c| c.id.clone()).collect();
    world.server.faults().clear();
    while Instant::now() < end || count.actions < ACTIONS || world.server.asked(CREATE) < CREATES {
        act(&world, &mut program, &mut addresses, &mut rng, &mut count);
        if rng.u32(..6) == 0 {
            breathe(&world, &mut program, Duration::from_millis(rng.u64(..6)));
        }
        once(&typed(program.model()));
        if rng.u32(..600) == 0 {
            program = restart(&world, program, &mut rng, &mut count);
        }
    }
    // The network is well again: everything in doubt comes to an end.
    world.server.faults().always("/", Fault::Pass);
    answered(&mut program);
    // A quarter of an hour later nothing is carried out any more.
    world.server.clock().shift(jiff::SignedDuration::from_mins(16));
    over(&mut program);
    let before = typed(program.model());
    program.quit();
    // What a killed program had under way may have been its own until now: whoever starts next sees to it.
    let mut next = world.start();
    over(&mut next);
    let after = typed(next.model());
    once(&after);
    kept(&world, before.clone(), &after);
    // A try of an earlier run whose user a later try has created is told of once more; nothing else comes anew.
    let anew: Vec<_> = after.iter().filter(|typed| !before.contains(typed)).collect();
    say(&format!("soak: {} told of once more by the next run", anew.len()));
    assert!(anew.iter().all(|(company, email)| is_user(&world, company, email)), "come back: {anew:?}");
    next.quit();
    check(&world, &companies, std::slice::from_ref(&after), &count);
    accounted_for(&world, &after, &addresses);
}

/// Every address was typed once, so nothing holds it twice.
fn once(typed: &Typed) {
    let twice: Vec<_> = typed.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "kept twice: {twice:?}");
}

/// Each address that was ever typed is a user or still to be created. Both at once it is only where a person is to
/// look: an answer was lost, or what was sent first was changed since.
fn accounted_for(world: &World, left: &Typed, addresses: &Addresses) {
    let drafts = world.left().drafts;
    let (mut users, mut kept) = (0, 0);
    for typed @ (company, email) in &addresses.typed {
        let (is_user, is_kept) = (is_user(world, company, email), left.contains(typed));
        assert!(is_user || is_kept, "{email} is gone");
        users += usize::from(is_user);
        kept += usize::from(is_kept);
        if is_user && is_kept {
            let is_its = |draft: &&Draft| {
                draft.entry.text(FieldId::Email) == email
                    && !matches!(draft.stage, Stage::Change(WriteKind::Delete(_), _))
            };
            let draft = drafts.iter().find(is_its).expect("on disk");
            assert!(
                matches!(draft.stage, Stage::NeedsYou(_)),
                "{email} is a user and to be created: {:?}",
                draft.stage
            );
        }
    }
    let typed = addresses.typed.len();
    say(&format!("soak: {typed} typed: {users} are users, {kept} are kept, {} of them both", users + kept - typed));
}

/// Every write is looked up, and gets an answer; nothing waits for its turn.
pub fn answered(program: &mut Program) {
    // What is under way may have met a fault before.
    program.drained();
    look_until(program, "an answer to every write", |m| m.changes.unknown() == 0 && is_drained(m));
}

/// The same, when it is too late for any to be carried out.
pub fn over(program: &mut Program) {
    look_until(program, "the end of every write", |m| m.changes.is_empty());
}

/// Asks until it is so: a look may still meet what the service asked for before it was well, a wait for example.
fn look_until(program: &mut Program, what: &str, holds: impl Fn(&Model) -> bool) {
    for _ in 0..200 {
        if holds(program.model()) {
            return;
        }
        // From wherever it is, a picker or a question, back to the table; then the person asks what became of all.
        program.press("esc esc esc f5");
        program.drained();
        program.breathe(Duration::from_millis(50));
    }
    let m = program.model();
    panic!(
        "{what} never came, in {:?} under {:?} after {:?}: {:?}",
        m.pane,
        m.overlays,
        m.notices.current().map(|line| &line.text),
        m.changes
    );
}

/// A user of this company has this address.
pub fn is_user(world: &World, company: &str, email: &str) -> bool {
    world.server.users(company).iter().any(|u| u.email == email && !u.deleted)
}

/// Waits until every draft is on disk.
pub fn wait_for_the_disk(world: &World, program: &mut Program) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let kept = world.drafts();
        let is_kept = |(_, email): (String, String)| kept.iter().any(|record| record.contains(&format!("\"{email}\"")));
        if typed(program.model()).into_iter().all(is_kept) {
            return;
        }
        assert!(Instant::now() < deadline, "a draft never came to the disk: {:?}", typed(program.model()));
        program.breathe(Duration::from_millis(20));
    }
}

/// Ends the program, in order or not, and starts the next one: all that was typed is back, in a form or in a change.
fn restart(world: &World, mut program: Program, rng: &mut Rng, count: &mut Count) -> Program {
    let before;
    if rng.bool() {
        count.quits += 1;
        before = typed(program.model());
        program.quit();
    } else {
        count.kills += 1;
        wait_for_the_disk(world, &mut program);
        before = typed(program.model());
        drop(program);
    }
    let program = world.start();
    let after = typed(program.model());
    once(&after);
    kept(world, before, &after);
    program
}

/// What is on disk and on the server when no program is running any more.
pub fn check(world: &World, companies: &[CompanyId], typed: &[Typed], count: &Count) {
    let (one, other) = (world.store(), world.store());
    let mut left = one.restore(jiff::Timestamp::now()).expect("read");
    // Of two drafts for one form the second comes back in the second program.
    left.drafts.extend(other.restore(jiff::Timestamp::now()).expect("read").drafts);
    assert!(left.unfinished.is_empty(), "{:?}", left.unfinished);
    let confirmed: Vec<_> = left
        .finished
        .iter()
        .filter_map(|(intent, outcome, _)| match outcome {
            JournalOutcome::Created(user) => {
                Some((intent.company.to_string(), intent.email().to_owned(), user.to_string()))
            }
            JournalOutcome::NotCreated
            | JournalOutcome::Found(_)
            | JournalOutcome::Absent
            | JournalOutcome::Seen
            | JournalOutcome::Deleted
            | JournalOutcome::NotDeleted
            | JournalOutcome::Updated
            | JournalOutcome::AlreadySo
            | JournalOutcome::NotUpdated
            | JournalOutcome::Conflict(_)
            | JournalOutcome::Changed(_)
            | JournalOutcome::Unanswered => None,
        })
        .collect();
    let confirmed_once: BTreeSet<_> = confirmed.iter().cloned().collect();
    assert_eq!(confirmed.len(), confirmed_once.len(), "two writes have created the same user");
    let mut stored = Vec::new();
    for company in companies.iter().map(ToString::to_string) {
        let users = world.server.users(&company).into_iter().filter(|u| u.requested && !u.deleted);
        stored.extend(users.map(|u| (company.clone(), u.email, u.resource_id)));
    }
    let stored_once: BTreeSet<_> = stored.iter().cloned().collect();
    say(&format!(
        "soak: {} actions, {} sent, {} opened by F9, {} created together, {} creates on the wire, {} users, {} killed, \
         {} ended, {} drafts at the end",
        count.actions,
        count.sent,
        count.opened,
        count.together,
        world.server.asked(CREATE),
        stored.len(),
        count.kills,
        count.quits,
        left.drafts.len()
    ));
    assert_eq!(stored.len(), stored_once.len(), "a user is there twice");
    let emails: BTreeSet<_> = stored.iter().map(|(company, email, _)| (company, email)).collect();
    assert_eq!(emails.len(), stored.len(), "an address is there twice");
    // Who made it is not known where nobody could look before; that it is there is known.
    let found: BTreeSet<_> = left
        .finished
        .iter()
        .filter_map(|(_, outcome, _)| match outcome {
            JournalOutcome::Found(sighting) => Some(sighting.id.to_string()),
            _ => None,
        })
        .collect();
    let missing = stored_once.difference(&confirmed_once).filter(|(_, _, id)| !found.contains(id)).collect::<Vec<_>>();
    let invented: Vec<_> = confirmed_once.difference(&stored_once).collect();
    assert!(missing.is_empty() && invented.is_empty(), "not in the journal: {missing:?}; not stored: {invented:?}");
    for (company, email) in typed.iter().flatten() {
        let kept = left.drafts.iter().any(|d| d.company.as_str() == company && d.entry.text(FieldId::Email) == email);
        // A draft ends with the create of the very same user, whichever program it was.
        let records: Vec<_> = world.drafts().into_iter().filter(|record| record.contains(email)).collect();
        assert!(
            kept || is_user(world, company, email),
            "the draft for {email} is neither on disk nor a user: {records:?}"
        );
    }
    assert!(stored.len() > 5, "too little happened");
}
