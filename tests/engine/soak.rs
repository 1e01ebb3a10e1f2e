//! Thousands of random actions while a fifth of all requests fails and the program is killed now
//! and then. At the end the server has every user the journal says it has, each once, and nothing
//! that was typed is gone.
//!
//! `KEEPNET_SOAK_SECONDS` and `KEEPNET_SOAK_SEED` make it longer and different.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use fastrand::Rng;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::state::{Focus, Form, Save};
use keepnet_tui::app::model::Model;
use keepnet_tui::demo::{Fault, Options};
use keepnet_tui::domain::change::write::Outcome;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::CompanyId;

use super::support::{CREATE, Program, World, say};

/// The seed and length of every ordinary run.
const SEED: u64 = 20_261_125;
const SECONDS: u64 = 5;
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
    pub sent: u64,
    pub kills: u64,
    pub quits: u64,
}

/// The addresses that are typed.
#[derive(Debug, Default)]
pub struct Addresses {
    drawn: u64,
    /// Those that were typed already, by company: when set, half of all are typed once more.
    shared: Option<BTreeMap<String, Vec<String>>>,
}

impl Addresses {
    /// Those of several people who want the same users.
    pub fn of_several() -> Self {
        Self { drawn: 0, shared: Some(BTreeMap::new()) }
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

/// What the person knows: the drafts they have left standing, by company.
pub type Typed = BTreeMap<String, String>;

pub fn typed(model: &Model) -> Typed {
    let emails = model.forms.drafts().map(|f| (f.company.to_string(), f.text(FieldId::Email).to_owned()));
    emails.filter(|(_, email)| !email.is_empty()).collect()
}

fn ready_for_typing(model: &Model) -> bool {
    model.overlays.is_empty() && model.forms.current().is_some_and(|f| f.save == Save::Idle && !f.is_frozen())
}

fn has_failed(model: &Model) -> bool {
    ready_for_typing(model) && model.forms.current().is_some_and(|f| f.failure.is_some())
}

/// Goes to a field.
fn go(program: &mut Program, field: FieldId) {
    for _ in 0..16 {
        if program.model().forms.current().is_some_and(|f| f.focus != Focus::Field(field)) {
            program.press("tab");
        }
    }
}

/// Fills in what is required, unless it is there.
fn fill(program: &mut Program, addresses: &mut Addresses, rng: &mut Rng) {
    let Some(company) = program.model().forms.current().map(|f| f.company.to_string()) else { return };
    let lacks = |model: &Model, field, what| {
        ready_for_typing(model) && model.forms.current().is_some_and(|f| !f.text(field).ends_with(what))
    };
    if lacks(program.model(), FieldId::Email, "@soak.example") {
        retype(program, FieldId::Email, &addresses.draw(&company, rng));
    }
    if lacks(program.model(), FieldId::Phone, "0018") {
        retype(program, FieldId::Phone, "+44 20 7946 0018");
    }
}

fn retype(program: &mut Program, field: FieldId, text: &str) {
    go(program, field);
    program.press("end ctrl-u");
    program.type_text(text);
}

/// One action of the person.
pub fn act(program: &mut Program, addresses: &mut Addresses, rng: &mut Rng, count: &mut Count) {
    count.actions += 1;
    if !program.model().overlays.is_empty() {
        // No seat is left, or the licence has ended: all the same.
        read(program);
        program.press("tab enter");
        return;
    }
    let model = program.model();
    let in_form = model.forms.current().is_some();
    match (in_form, rng.u32(..100)) {
        (false, 0..40) => program.press(["j", "k", "G", "g", "ctrl-d", ".", ","][rng.usize(..7)]),
        (false, 40..50) => program.press("r"),
        (false, 50..60) => {
            program.press(["!", "s n", "s u", "s s"][rng.usize(..4)]);
        }
        // A company that has locked access could not even be asked whether a user is there.
        (false, 60..95) if model.companies.selected().is_none_or(|c| !c.locked) => {
            program.press("a");
            fill(program, addresses, rng);
        }
        (true, 0..15) if addresses.shared.is_some() && has_failed(program.model()) => {
            // Somebody else has it: another one.
            if let Some(company) = program.model().forms.current().map(|f| f.company.to_string()) {
                retype(program, FieldId::Email, &addresses.draw(&company, rng));
            }
        }
        (true, 0..45) => {
            count.sent += u64::from(ready_for_typing(program.model()));
            program.press(["ctrl-s", "ctrl-n"][rng.usize(..2)]);
        }
        (true, 45..55) | (false, _) => program.press("esc"),
        (true, 55..65) => fill(program, addresses, rng),
        (true, 65..70) => program.press("f5"),
        (true, 70..80) => program.press("shift-tab"),
        (true, 80..90) => {
            // A detail that is no address.
            go(program, FieldId::FirstName);
            program.type_text(["Ana", "李", "Øyvind"][rng.usize(..3)]);
        }
        (true, _) => program.press("ctrl-c"),
    }
}

#[test]
fn nothing_is_lost_and_nothing_is_there_twice() {
    let (seed, end) = seed_and_end();
    let mut rng = Rng::with_seed(seed);
    let world = World::new(Options { fail_rate: 0.2, seed, companies: 40, ..Options::instant() });
    let (mut count, mut addresses) = (Count::default(), Addresses::default());
    world.server.faults().always("/", Fault::Pass);
    let mut program = world.start().loaded();
    let companies: Vec<_> = program.model().companies.rows().iter().map(|c| c.id.clone()).collect();
    world.server.faults().clear();
    while Instant::now() < end || count.actions < ACTIONS || world.server.asked(CREATE) < CREATES {
        // Somebody who types on while a form is sent is not heard for a moment after it: not too often.
        let sending = program.model().forms.current().is_some_and(Form::is_frozen);
        if !sending || rng.u32(..20) == 0 {
            act(&mut program, &mut addresses, &mut rng, &mut count);
        }
        if sending || rng.u32(..6) == 0 {
            program.breathe(Duration::from_millis(rng.u64(..6)));
        }
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
    next.quit();
    check(&world, &companies, &[before], &count);
}

/// Every write is looked up, and gets an answer.
pub fn answered(program: &mut Program) {
    // What is under way may have met a fault before.
    program.until("the end of every request", |m| m.writes.under_way().next().is_none());
    look_until(program, "an answer to every write", |m| {
        m.writes.unknown() == 0 && !m.forms.drafts().any(Form::is_sending)
    });
}

/// The same, when it is too late for any to be carried out.
pub fn over(program: &mut Program) {
    look_until(program, "the end of every write", |m| m.writes.is_empty());
}

/// Asks until it is so: a look may still meet what the service asked for before it was well, a wait for example.
fn look_until(program: &mut Program, what: &str, holds: impl Fn(&Model) -> bool) {
    for _ in 0..20 {
        if holds(program.model()) {
            return;
        }
        // Keys that follow a form that has closed by itself are not used until the hands rest.
        program.breathe(Duration::from_millis(700));
        look_again(program);
        program.until("the end of every look", |m| m.writes.under_way().next().is_none());
    }
    let m = program.model();
    panic!(
        "{what} never came, in {:?} under {:?} after {:?}: {:?}",
        m.pane,
        m.overlays,
        m.notices.line().map(|line| &line.text),
        m.writes
    );
}

/// The person asks what became of everything.
fn look_again(program: &mut Program) {
    // From wherever it is, a picker or a search, back to the table.
    for _ in 0..10 {
        read(program);
        program.press("esc");
    }
    program.press("f5");
}

/// Whoever looks at the screen reads a question that has come up.
fn read(program: &mut Program) {
    if let Some(timer) = program.model().unread {
        program.tell(Msg::Timer(timer));
    }
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

/// Ends the program, in order or not, and starts the next one: every draft that stood still is back.
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
    for (company, email) in before {
        // Its user may have been created while the program ended.
        let there = after.get(&company) == Some(&email) || is_user(world, &company, &email);
        assert!(there, "the draft for {email} is gone");
    }
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
            Outcome::Created(user) => Some((intent.company.to_string(), intent.email().to_owned(), user.to_string())),
            Outcome::NotCreated
            | Outcome::Found(_)
            | Outcome::Absent
            | Outcome::Seen
            | Outcome::Deleted
            | Outcome::NotDeleted => None,
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
        "soak: {} actions, {} sent, {} creates on the wire, {} users, {} killed, {} ended, {} drafts at the end",
        count.actions,
        count.sent,
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
            Outcome::Found(sighting) => Some(sighting.id.to_string()),
            _ => None,
        })
        .collect();
    let missing = stored_once.difference(&confirmed_once).filter(|(_, _, id)| !found.contains(id)).collect::<Vec<_>>();
    let invented: Vec<_> = confirmed_once.difference(&stored_once).collect();
    assert!(missing.is_empty() && invented.is_empty(), "not in the journal: {missing:?}; not stored: {invented:?}");
    for (company, email) in typed.iter().flatten() {
        let kept = left.drafts.iter().any(|d| d.company.as_str() == company && d.entry.text(FieldId::Email) == email);
        assert!(kept, "the draft for {email} is not on disk");
    }
    assert!(stored.len() > 5, "too little happened");
}
