//! A program with time, a disk and a service: the database is the real one, which may be slow or refuse; the service and
//! the clock are imagined. Answers come in any order, and the program ends at any moment.

use std::collections::{BTreeMap, VecDeque};

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::core::settings::Settings;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::form::draft::{Draft, DraftId, Stage};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::subject::FormKey;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::store::Store;
use tempfile::TempDir;

use super::places::{Place, Places, places, same};
use super::service::{Account, UnderWay};
use super::tokens::Token;
use crate::common::{Story, companies, custom_fields, failure, now, people};

/// What is promised.
pub(super) const SECOND: u64 = 1_000;
/// The disk does what it is asked within this time, and its answer is heard within this time after it.
const DISK: u64 = 400;
const ANSWER: u64 = 100;
/// After a refusal it takes a second until the disk is asked again, the time of the disk, and that of its answers.
pub(super) const RECOVERED: u64 = SECOND + 2 * (DISK + ANSWER);

/// What the program has asked of the disk about one draft.
pub(super) type Job = Option<Draft>;

/// The drafts of one profile, and the queue before them as the runtime keeps it: the newest wish of each.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    there: BTreeMap<DraftId, Draft>,
    /// With the moment at which it is done at the latest.
    jobs: BTreeMap<DraftId, (u64, Job)>,
    /// What was refused, and nothing newer wanted since.
    refused: BTreeMap<DraftId, Job>,
}

impl Drafts {
    pub(super) fn want(&mut self, at: u64, id: DraftId, job: Job) {
        let due = self.jobs.get(&id).map_or(at + DISK, |(due, _)| *due);
        self.refused.remove(&id);
        self.jobs.insert(id, (due, job));
    }

    /// Does the next thing; which, and whether it was done.
    fn work(&mut self, store: &Store, takes: bool) -> Option<(DraftId, Job, bool)> {
        let (id, (_, job)) = self.jobs.pop_first()?;
        let done = takes
            && match &job {
                Some(draft) => store.save_draft(draft).is_ok(),
                None => store.delete_draft(id).is_ok(),
            };
        match &job {
            _ if !done => drop(self.refused.insert(id, job.clone())),
            Some(draft) => drop(self.there.insert(id, draft.clone())),
            None => drop(self.there.remove(&id)),
        }
        Some((id, job, done))
    }

    /// At the end of the program what was refused is tried once more.
    fn flush(&mut self, store: &Store, takes: bool) {
        for (id, job) in std::mem::take(&mut self.refused) {
            self.jobs.entry(id).or_insert((0, job));
        }
        while self.work(store, takes).is_some() {}
    }

    /// What is on disk, or about to be.
    fn newest(&self, id: DraftId) -> Option<&Draft> {
        match self.jobs.get(&id) {
            Some((_, job)) => job.as_ref(),
            None => self.there.get(&id),
        }
    }
}

/// What stood in a place, and until when; none: it stands there.
#[derive(Debug, Clone)]
pub(super) struct Version {
    /// Nothing, when there was no such place.
    pub(super) stood: Option<(FormKey, Entry)>,
    until: Option<u64>,
}

impl Version {
    /// It stands there.
    pub(super) fn standing(form: FormKey, entry: Entry) -> Self {
        Self { stood: Some((form, entry)), until: None }
    }
}

/// A program, time, and everything that outlives the program.
pub(super) struct Desk {
    pub(super) story: Story,
    pub(super) run: u64,
    /// Of two.
    pub(super) profile: usize,
    state: TempDir,
    /// The databases as this run has opened them.
    stores: [Option<Store>; 2],
    pub(super) drafts: [Drafts; 2],
    pub(super) service: Vec<Account>,
    pub(super) under_way: Vec<UnderWay>,
    timers: Vec<(u64, Ticket)>,
    pub(super) questions: VecDeque<Effect>,
    /// What the disk has answered, and is heard at this moment at the latest.
    answers: VecDeque<(u64, Msg)>,
    pub(super) takes: bool,
    /// What was refused, and when that was heard or will be.
    refusals: Vec<(DraftId, Option<Entry>, u64)>,
    pub(super) history: BTreeMap<DraftId, Vec<Version>>,
    /// Every address that was typed, with what is known of it.
    pub(super) tokens: BTreeMap<String, Token>,
    pub(super) drawn: u64,
    /// Something was taken back of what is held.
    pub(super) has_taken_back: bool,
    /// The program before this one has left everything on disk.
    pub(super) was_settled: bool,
}

pub(super) fn settings(run: u64, profile: usize) -> impl FnOnce(&mut Settings) {
    move |settings| {
        settings.run = format!("run{run}");
        ["default", "other"][profile].clone_into(&mut settings.profile);
        settings.cache_limit = 200;
    }
}

pub(super) fn must(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// A folder in memory, where the system has one: nothing here tests what a disk does when the power fails.
fn folder() -> TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder")
}

impl Desk {
    pub(super) fn new() -> Result<Self, String> {
        let mut desk = Self {
            story: Self::program(1, 0, 0),
            run: 1,
            profile: 0,
            state: folder(),
            stores: [None, None],
            drafts: Default::default(),
            service: Vec::new(),
            under_way: Vec::new(),
            timers: Vec::new(),
            questions: VecDeque::new(),
            answers: VecDeque::new(),
            takes: true,
            refusals: Vec::new(),
            history: BTreeMap::new(),
            tokens: BTreeMap::new(),
            drawn: 0,
            has_taken_back: false,
            was_settled: true,
        };
        desk.perform()?;
        desk.answer_all()?;
        Ok(desk)
    }

    fn program(run: u64, profile: usize, millis: u64) -> Story {
        let mut story = Story::with(companies(3), (80, 24), settings(run, profile));
        story.millis = millis;
        story.people = people(3);
        story.custom = custom_fields();
        story
    }

    pub(super) fn now(&self) -> u64 {
        self.story.millis
    }

    pub(super) fn places(&self) -> Result<Places, String> {
        places(&self.story.model)
    }

    /// The database of this profile.
    pub(super) fn store(&mut self, profile: usize) -> &Store {
        let folder = self.state.path().join(profile.to_string());
        self.stores[profile].get_or_insert_with(|| Store::open(&folder).expect("a store"))
    }

    /// Does what the program wants, in order.
    pub(super) fn perform(&mut self) -> Result<(), String> {
        while let Some(effect) = self.story.effects.pop_front() {
            let (now, profile) = (self.now(), self.profile);
            match effect {
                Effect::Timer(ticket, after) => {
                    self.timers.push((now + u64::try_from(after.as_millis()).expect("short"), ticket));
                }
                Effect::SaveDraft(draft) => self.drafts[profile].want(now, draft.id, Some(*draft)),
                Effect::DeleteDraft(id) => {
                    let left = self.places()?.remove(&id);
                    must(left.is_none(), || format!("the draft of {left:?} is to be forgotten"))?;
                    self.drafts[profile].want(now, id, None);
                }
                Effect::Write(order) => {
                    self.check_turn(&order)?;
                    self.under_way.push(UnderWay::create(profile, *order));
                }
                Effect::Reconcile(intent) => self.under_way.push(UnderWay::look_up(profile, *intent)),
                Effect::Restore => self.restore()?,
                Effect::Fetch(..) | Effect::Probe(_) => self.questions.push_back(effect),
                _ => {}
            }
        }
        Ok(())
    }

    /// What was left comes back: every draft is in a place, or its user was created.
    fn restore(&mut self) -> Result<(), String> {
        let (profile, at) = (self.profile, now(self.now()).utc);
        let left: Recovered = self.store(profile).restore(at).expect("a database");
        let before = std::mem::take(&mut self.drafts[profile].there);
        for draft in before.into_values() {
            let is_it = |other: &Draft| {
                (other.form(), &other.entry) == (draft.form(), &draft.entry)
                    && (other.stage == draft.stage || draft.stage == Stage::Typing)
            };
            let is_back = left.drafts.iter().any(is_it) || self.has_created(profile, &draft.form(), &draft.entry);
            must(is_back, || format!("the disk has lost {draft:?}"))?;
        }
        self.drafts[profile].there = left.drafts.iter().map(|draft| (draft.id, draft.clone())).collect();
        let drafts = left.drafts.clone();
        self.send(Msg::Restored(Box::new(left)))?;
        let places = self.places()?;
        for draft in drafts {
            let is_there = places.get(&draft.id).is_some_and(|place| place.holds(&draft.form(), &draft.entry));
            must(is_there, || format!("{draft:?} of an earlier run is in no place"))?;
        }
        Ok(())
    }

    /// The moments at which every place became what it is.
    pub(super) fn note(&mut self, places: &Places) {
        let now = self.now();
        for id in places.keys() {
            self.history.entry(*id).or_default();
        }
        for (id, versions) in &mut self.history {
            let stands = places.get(id).map(|place| (place.form.clone(), place.entry.clone()));
            let last = versions.last_mut();
            if last.as_ref().is_some_and(|last| last.stood == stands) {
                continue;
            }
            match last {
                Some(last) => last.until = Some(now),
                // It began with nothing.
                None => versions.push(Version { stood: None, until: Some(now) }),
            }
            versions.push(Version { stood: stands, until: None });
            versions.retain(|version| version.until.is_none_or(|until| until + RECOVERED >= now));
        }
    }

    /// It is there, or under way, or the disk has refused it within the last second; or its user was created.
    fn is_seen_to(&self, id: DraftId, form: &FormKey, entry: &Entry) -> bool {
        let drafts = &self.drafts[self.profile];
        let jobs = drafts.jobs.get(&id).and_then(|(_, job)| job.as_ref());
        let kept = drafts.there.get(&id).into_iter().chain(jobs);
        let refused = |(of, refused, at): &(DraftId, Option<Entry>, u64)| {
            *of == id && refused.as_ref() == Some(entry) && at + SECOND >= self.now()
        };
        kept.into_iter().any(|draft| draft.form() == *form && same(&draft.entry, entry))
            || self.refusals.iter().any(refused)
            || self.has_created(self.profile, form, entry)
    }

    /// Something that stood in a place within the last second.
    pub(super) fn lately(&self, id: DraftId) -> impl Iterator<Item = &Version> {
        let versions = self.history.get(&id).into_iter().flatten();
        versions.filter(|version| version.until.is_none_or(|until| until + SECOND >= self.now()))
    }

    /// What stood in a place a second ago, or has been typed there since, is seen to.
    pub(super) fn check(&self) -> Result<(), String> {
        for id in self.history.keys() {
            let is_seen_to = |(form, entry): &(FormKey, Entry)| self.is_seen_to(*id, form, entry);
            let safe = self.lately(*id).any(|version| version.stood.as_ref().is_none_or(is_seen_to));
            must(safe, || {
                let lately: Vec<_> = self.lately(*id).collect();
                format!("at {} ms nothing of {id:?} {lately:?} is kept: {:?}", self.now(), self.drafts[self.profile])
            })?;
        }
        Ok(())
    }

    /// What was decided is on disk, or on its way there, at once.
    pub(super) fn check_stages(&self, places: &Places) -> Result<(), String> {
        let decided = |place: &Place| place.stage != Stage::Typing;
        for (id, place) in places.iter().filter(|(_, place)| decided(place) && self.is_well()) {
            let newest = self.drafts[self.profile].newest(*id);
            let whole = |draft: &Draft| !place.is_decided || same(&draft.entry, &place.entry);
            let is_kept = newest.is_some_and(|draft| draft.stage == place.stage && whole(draft));
            must(is_kept, || format!("{place:?} is not kept at once: {newest:?}"))?;
        }
        Ok(())
    }

    /// Until the disk has taken everything for a while, what it has refused is not there.
    pub(super) fn is_well(&self) -> bool {
        let refused = self.refusals.iter().map(|(_, _, at)| at).max();
        self.takes && refused.is_none_or(|at| at + RECOVERED <= self.now())
    }

    /// Time passes: timers run out, and the disk works.
    pub(super) fn pass(&mut self, millis: u64) -> Result<(), String> {
        let end = self.now() + millis;
        loop {
            let timer = self.timers.iter().map(|(due, _)| *due).min();
            let job = self.drafts[self.profile].jobs.values().map(|(due, _)| *due).min();
            let answer = self.answers.front().map(|(due, _)| *due);
            let next = [timer, job, answer].into_iter().flatten().min().filter(|due| *due <= end);
            let Some(due) = next else { break };
            self.story.millis = self.now().max(due);
            if timer == Some(due) {
                let at = self.timers.iter().position(|(at, _)| *at == due).expect("the earliest");
                let (_, ticket) = self.timers.remove(at);
                self.send(Msg::Timer(ticket))?;
            } else if job == Some(due) {
                self.work();
            } else {
                self.hear()?;
            }
        }
        self.story.millis = end;
        self.check()
    }

    /// The disk does the next thing.
    pub(super) fn work(&mut self) {
        let (due, profile, takes) = (self.now() + ANSWER, self.profile, self.takes);
        let mut drafts = std::mem::take(&mut self.drafts[profile]);
        let done = drafts.work(self.store(profile), takes);
        self.drafts[profile] = drafts;
        if let Some((id, job, done)) = done {
            let answer = if done { Ok(()) } else { Err(failure(Applied::No, Remedy::Nothing)) };
            if !done {
                self.refusals.push((id, job.map(|draft| draft.entry), due));
            }
            self.answers.push_back((due, Msg::DraftSaved(id, answer)));
        }
    }

    /// An answer of the disk is heard.
    pub(super) fn hear(&mut self) -> Result<(), String> {
        self.answers.pop_front().map_or(Ok(()), |(_, msg)| self.send(msg))
    }

    /// Puts everything on disk, as the runtime does before it ends or goes to another profile.
    pub(super) fn flush(&mut self) -> Result<(), String> {
        let (profile, takes) = (self.profile, self.takes);
        let mut drafts = std::mem::take(&mut self.drafts[profile]);
        for effect in keepnet_tui::app::flows::autosave::flush(&mut self.story.model) {
            match effect {
                Effect::SaveDraft(draft) => drafts.want(0, draft.id, Some(*draft)),
                Effect::DeleteDraft(id) => drafts.want(0, id, None),
                other => return Err(format!("{other:?} at the end")),
            }
        }
        drafts.flush(self.store(profile), takes);
        self.drafts[profile] = drafts;
        for (id, place) in self.places()?.into_iter().filter(|_| takes) {
            let draft = self.drafts[profile].there.get(&id);
            let is_kept = draft.is_some_and(|draft| place.holds(&draft.form(), &draft.entry));
            must(is_kept, || format!("{place:?} is not on disk at the end: {draft:?}"))?;
        }
        Ok(())
    }

    /// What there is of the program alone is gone; the next one starts.
    pub(super) fn restart(&mut self) -> Result<(), String> {
        self.was_settled = self.is_well() && self.drafts.iter().all(|drafts| drafts.jobs.is_empty());
        for drafts in &mut self.drafts {
            drafts.jobs.clear();
            drafts.refused.clear();
        }
        self.stores = [None, None];
        self.timers.clear();
        self.questions.clear();
        self.answers.clear();
        self.under_way.clear();
        self.history.clear();
        self.run += 1;
        self.story = Self::program(self.run, self.profile, self.now());
        self.perform()
    }

    /// Goes to the other profile, unless the disk takes nothing or something is still under way there.
    pub(super) fn switch(&mut self) -> Result<(), String> {
        let other = 1 - self.profile;
        if !self.takes || self.under_way.iter().any(|write| write.profile == other) {
            return Ok(());
        }
        self.flush()?;
        self.profile = other;
        self.history.clear();
        self.questions.clear();
        let mut fresh = self.story.model.settings.clone();
        settings(self.run, other)(&mut fresh);
        self.story.send(Msg::Switched(Box::new(fresh)));
        self.perform()
    }
}
