//! A walk of random steps through the program, and what must hold after each of them.

use std::collections::BTreeMap;

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{ConnectionEvent, MouseAct, Msg};
use keepnet_tui::app::core::settings::Size;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::keys::press::KeyPress;
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::keys::table::ROWS;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::scope::innermost;
use keepnet_tui::domain::change::outcome::{CreateEnd, UpdateEnd, WriteOutcome, WriteUpdate};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::write::{Intent, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::form::draft::{Draft, DraftId};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::{CompanyId, CustomFieldId};
use keepnet_tui::domain::text::is_unsafe;

use super::ends::end_of;
use super::meant::{changes, check_meant, meant, waiting};
use super::note_disk::{NoteDisk, written};
use super::one_user::another_changes;
use super::reply::reply;
use super::screen::LastingScreen;
use super::touched::{Touched, open_values};
use super::typed_forms::{Typed, fillable, typed, typed_in};
use super::{Story, companies, failure, now, people};

/// One thing that happens.
#[derive(Debug, Clone)]
pub enum Step {
    /// A key of the command table, or an editing one, by its number.
    Key(usize),
    /// Any key.
    Press(KeyPress),
    /// Letters, one after the other.
    Text(String),
    Paste(String),
    Click(u16, u16),
    /// With Ctrl, or with Shift.
    MarkingClick(u16, u16, bool),
    Wheel(u16, u16, bool),
    Size(u16, u16),
    /// Answers the n-th waiting question, well or badly.
    Answer(usize, u8),
    /// The oldest write under way ends, well or badly.
    End(u8),
    Timers,
    News(bool),
    /// The program was suspended, and goes on.
    Resumed,
    /// Companies come and go on the service.
    Change(usize),
    /// Somebody else changes the n-th user.
    Person(usize, u8),
    /// From now on the disk takes what is to be kept, or it does not.
    Disk(bool),
}

/// Every key of the command table, and the editing keys.
fn keys() -> Vec<KeyPress> {
    let table = ROWS.iter().flat_map(|r| &r.keys).flatten().map(|p| p.to_string().to_lowercase());
    let mut keys: Vec<KeyPress> = table.filter_map(|key| KeyPress::parse(&key)).collect();
    // `g` and `G` differ only by case; what the table's notation cannot carry is left out.
    let editing = "G J O M U ctrl-w ctrl-k ctrl-u ctrl-y ctrl-z backspace ctrl-a alt-f s y f";
    // The job itself, often enough to get somewhere.
    let job = " a U N ctrl-s ctrl-n tab enter esc j y u x D e = S m R space T I".repeat(6);
    keys.extend(format!("{editing}{job}").split(' ').filter_map(KeyPress::parse));
    keys
}

/// Says what is wrong when it does not hold.
pub(super) fn must(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// The program on its walk, its disk and its screen.
pub struct Walk {
    story: Story,
    keys: Vec<KeyPress>,
    unanswered: BTreeMap<WriteId, CompanyId>,
    screen: LastingScreen,
    disk: BTreeMap<DraftId, Draft>,
    disk_takes: bool,
    notes: NoteDisk,
    touched: Touched,
}

impl Walk {
    /// At the start, with the companies not there yet.
    pub fn new() -> Self {
        // All of them in memory, until there are more.
        Self::of(Story::with(companies(137), (80, 24), |settings| {
            settings.page_size = 50;
            settings.cache_limit = 200;
        }))
    }

    fn of(mut story: Story) -> Self {
        story.people = people(120);
        Self {
            story,
            keys: keys(),
            unanswered: BTreeMap::new(),
            screen: LastingScreen::new(80, 24),
            disk: BTreeMap::new(),
            disk_takes: true,
            notes: NoteDisk::default(),
            touched: Touched::default(),
        }
    }

    /// In the middle of the job: one user is on the way, and the next one is typed.
    pub fn sending() -> Self {
        let mut walk = Self::new();
        walk.story.settle();
        walk.story.press("g").fill().press("ctrl-n");
        walk.keep();
        walk
    }

    /// In the list of users, or of system users; then these keys, whose questions are not answered.
    pub fn among_users(list: &str, keys: &str) -> Self {
        let mut walk = Self::new();
        walk.story.settle();
        walk.story.press("g").press(list).answer_users().answer_system_users();
        for key in keys.split_whitespace() {
            walk.story.press(key);
        }
        walk
    }

    /// In a box with aliases and a note, which stay when it is closed.
    pub fn writing_a_note() -> Self {
        let mut walk = Self::new();
        walk.story.settle();
        walk.story.press("g N");
        walk
    }

    /// At the start, with a draft and an unfinished create of an earlier run.
    pub fn restored() -> Self {
        // With a service that does the work.
        let mut walk = Self::of(Story::sized(companies(137), 50, 80, 24));
        let entry = |email: &str| {
            let mut entry = Entry::default().with(FieldId::Email, email).with(FieldId::Phone, "+442079460018");
            entry.custom.insert(CustomFieldId::new("crew"), "7".to_owned());
            entry.custom.insert(CustomFieldId::new("gone"), "kept all the same".to_owned());
            entry
        };
        let [company, other, third] = [1, 2, 3].map(|n: usize| walk.story.list[n].clone());
        let draft = super::typed(&company, entry("draft@contoso.com"));
        walk.disk.insert(draft.id, draft.clone());
        let create = |n: u64, company: &Company, entry: Entry| Intent {
            id: WriteId::new("earlier", n),
            kind: WriteKind::Create,
            company: company.id.clone(),
            company_name: company.name.clone(),
            entry,
            at: now(0).utc,
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        let unfinished = create(1, &other, entry("sent@contoso.com"));
        let of_system = Entry::for_subject(Subject::SystemUser).with(FieldId::Email, "system@contoso.com");
        let system = create(2, &third, of_system);
        let left = Recovered { drafts: vec![draft], unfinished: vec![unfinished, system], ..Recovered::default() };
        walk.story.send(Msg::Restored(Box::new(left)));
        walk.keep();
        walk
    }

    /// Takes a step, and looks at what has become of everything.
    ///
    /// # Errors
    ///
    /// What does not hold any more.
    pub fn step(&mut self, step: &Step) -> Result<(), String> {
        if let Step::Text(text) = step
            && text.chars().count() > 1
        {
            // Letter by letter, because one of them may open the form that the next goes into.
            return text.chars().try_for_each(|c| self.step(&Step::Text(c.to_string())));
        }
        let ahead = self.story.model.hold.is_some();
        let before = typed(&self.story);
        let fillable = if is_by_hand(step) { BTreeMap::new() } else { fillable(&self.story) };
        let scope = innermost(&self.story.model);
        let question = matches!(self.story.model.overlays.last(), Some(Overlay::Confirm { .. }));
        let open = self.story.model.drafts.current().map(Form::id);
        let (meant, waits, known) = (meant(&self.story), waiting(&self.story), changes(&self.story));
        let notes = written(&self.story.model);
        let values = open_values(&self.story);
        let saved = self.act(step);
        if is_by_hand(step) {
            self.touched.by_hand(values, &self.story);
        }
        self.touched.check(&self.story).map_err(|why| format!("{why} by {step:?} in {scope:?}"))?;
        check_meant(&self.story, step, (&meant, &waits), &known)?;
        self.keep();
        NoteDisk::check(&notes, &self.story.model, is_by_hand(step)).map_err(|why| format!("{why} by {step:?}"))?;
        // What was typed ahead goes into its form when the answer comes: the person's own editing.
        if !ahead {
            self.check_typing(step, (&before, &fillable), scope, question, open, saved)?;
        }
        self.check_creates()?;
        self.check_screen()
    }

    /// Time passes; then everything that is typed is on a disk that takes it, and nothing else is.
    ///
    /// # Errors
    ///
    /// What is lost, or left behind.
    pub fn end(mut self) -> Result<(), String> {
        self.disk_takes = true;
        // Notes are written one after the other.
        for round in 0..1_000 {
            if round > 1 && self.story.model.note_saves.is_empty() {
                break;
            }
            self.story.wait();
            self.keep();
        }
        self.notes.check_end(&self.story.model)?;
        let typed = typed(&self.story);
        for (id, texts) in &typed {
            let kept = self.disk.get(id).is_some_and(|draft| typed_in(draft) == *texts);
            must(kept, || format!("{texts:?} is typed, {:?} on disk", self.disk.get(id)))?;
        }
        // A form whose outcome is not known is kept with nothing in it too, and so is a delete.
        let model = &self.story.model;
        let is_there =
            |id| model.drafts.get(id).is_some_and(Form::is_worth_saving) || model.changes.draft(id).is_some();
        for id in self.disk.keys() {
            must(is_there(*id), || format!("a draft {id:?} on disk alone"))?;
        }
        Ok(())
    }

    /// Does the step; the draft whose user was created by it.
    fn act(&mut self, step: &Step) -> Option<DraftId> {
        let s = &mut self.story;
        s.millis += 40;
        let msg = match step {
            Step::Key(n) => Msg::Key(self.keys[n % self.keys.len()]),
            Step::Press(press) => Msg::Key(*press),
            Step::Text(text) => {
                s.type_text(text);
                return None;
            }
            Step::Paste(text) => Msg::Paste(text.clone()),
            Step::Click(x, y) => Msg::Mouse(MouseAct::Click, *x, *y),
            Step::MarkingClick(x, y, is_range) => {
                Msg::Mouse(if *is_range { MouseAct::MarkRange } else { MouseAct::Mark }, *x, *y)
            }
            Step::Wheel(x, y, up) => Msg::Mouse(if *up { MouseAct::WheelUp } else { MouseAct::WheelDown }, *x, *y),
            Step::Size(width, height) => {
                self.screen = LastingScreen::new(*width, *height);
                Msg::Resize(Size { width: *width, height: *height })
            }
            Step::Timers => {
                s.wait();
                return None;
            }
            Step::News(good) => {
                Msg::Connection(if *good { ConnectionEvent::Reached(9, None) } else { ConnectionEvent::Unreachable })
            }
            Step::Resumed => Msg::Resumed,
            Step::Change(n) => {
                s.list = companies(*n);
                if let Some(company) = s.model.companies.selected() {
                    self.notes.another_writes(&company.id, *n);
                }
                return None;
            }
            Step::Person(n, how) => {
                let at = n % s.people.len();
                another_changes(&mut s.people[at], *how);
                return None;
            }
            Step::Disk(takes) => {
                self.disk_takes = *takes;
                return None;
            }
            Step::Answer(n, how) => return self.answer(*n, *how),
            Step::End(how) => return self.end_oldest(*how),
        };
        s.send(msg);
        None
    }

    fn end_oldest(&mut self, how: u8) -> Option<DraftId> {
        let is_write = |effect: &Effect| matches!(effect, Effect::Write(_) | Effect::Change(_) | Effect::Reconcile(_));
        let at = self.story.effects.iter().position(is_write)?;
        let effect = self.story.effects.remove(at)?;
        self.answered(effect, how)
    }

    fn answer(&mut self, n: usize, how: u8) -> Option<DraftId> {
        let waiting: Vec<usize> = (0..self.story.effects.len())
            .filter(|i| !matches!(self.story.effects[*i], Effect::Timer(..) | Effect::Cancel(_)))
            .collect();
        let at = *waiting.get(n % waiting.len().max(1))?;
        let effect = self.story.effects.remove(at)?;
        self.answered(effect, how)
    }

    fn answered(&mut self, effect: Effect, how: u8) -> Option<DraftId> {
        if let Effect::Write(order) = effect {
            self.unanswered.remove(&order.intent.id);
            return self.write_ends(&order.intent, how);
        }
        if let Effect::Reconcile(intent) | Effect::Change(intent) = effect {
            return self.write_ends(&intent, how);
        }
        let answer = match effect {
            Effect::LoadNotes(ticket) => self.notes.read(ticket),
            effect => reply(&self.story, effect, how)?,
        };
        self.story.send(answer);
        None
    }

    /// A write ends in one of the ways in which one can, or is looked up first; the company when its user
    /// is there now.
    fn write_ends(&mut self, intent: &Intent, how: u8) -> Option<DraftId> {
        if how.is_multiple_of(3) {
            self.story.send(Msg::Write(intent.id.clone(), WriteUpdate::Checking { attempt: 1, of: 5 }));
        }
        let end = end_of(&intent.kind, how % 12);
        let done = match &end {
            WriteOutcome::Create(end) => matches!(end, CreateEnd::Created(_) | CreateEnd::Proved(_)),
            WriteOutcome::Update(end) => matches!(end, UpdateEnd::Updated | UpdateEnd::AlreadySo),
            WriteOutcome::Delete(_) | WriteOutcome::Mail(_) | WriteOutcome::Group(_) => false,
        };
        let model = &mut self.story.model;
        let doubting = model.drafts.awaiting_outcome_of(&intent.id).map(|form| form.id());
        let draft = model.changes.get(&intent.id).and_then(|change| change.draft).or(doubting);
        self.story.ends(&intent.id, end);
        draft.filter(|_| done)
    }

    /// The disk does what is wanted of it, in order, and says how that went.
    fn keep(&mut self) {
        let wanted = self.story.take(|effect| match effect {
            Effect::SaveDraft(draft) => Some((draft.id, Some((**draft).clone()))),
            Effect::DeleteDraft(id) => Some((*id, None)),
            _ => None,
        });
        for (id, draft) in wanted {
            let outcome = if self.disk_takes { Ok(()) } else { Err(failure(Applied::No, Remedy::Nothing)) };
            match draft {
                _ if outcome.is_err() => {}
                Some(draft) => drop(self.disk.insert(id, draft)),
                None => drop(self.disk.remove(&id)),
            }
            self.story.send(Msg::DraftSaved(id, outcome));
        }
        self.notes.keep(&mut self.story, self.disk_takes);
    }

    /// Typed text vanishes only by its own successful save, a Yes, or the person's own editing.
    fn check_typing(
        &self,
        step: &Step,
        (before, fillable): (&Typed, &BTreeMap<DraftId, Vec<bool>>),
        scope: Scope,
        question: bool,
        open: Option<DraftId>,
        saved: Option<DraftId>,
    ) -> Result<(), String> {
        let by_hand = is_by_hand(step);
        let after = typed(&self.story);
        for (id, texts) in before {
            // Editing changes a form, and may leave nothing in it; it never takes one away.
            let there = after.contains_key(id) || self.story.model.drafts.get(*id).is_some();
            let editing = by_hand && scope == Scope::Form && open == Some(*id) && there;
            let answered = by_hand && question;
            if editing || answered || saved == Some(*id) {
                continue;
            }
            let now = after.get(id);
            // A preview that is taken fills and replaces, it empties nothing.
            let taken = by_hand && scope == Scope::Preview && open == Some(*id);
            let filled = |now: &[String]| texts.iter().zip(now).all(|(was, now)| was.is_empty() || !now.is_empty());
            if taken && now.is_some_and(|now| filled(now)) {
                continue;
            }
            // The user that it is to be like was read.
            let may_change = |n: usize| fillable.get(id).is_some_and(|fields| fields.get(n) == Some(&true));
            let is_kept = |now: &Vec<String>| {
                now.len() == texts.len() && (0..now.len()).all(|n| now[n] == texts[n] || may_change(n))
            };
            must(now.is_some_and(is_kept), || format!("typed text {texts:?} became {now:?} by {step:?} in {scope:?}"))?;
        }
        Ok(())
    }

    /// One create at a time for one company, and each only once.
    fn check_creates(&mut self) -> Result<(), String> {
        for effect in &self.story.effects {
            if let Effect::Write(order) = effect {
                self.unanswered.insert(order.intent.id.clone(), order.intent.company.clone());
            }
        }
        let mut companies: Vec<_> = self.unanswered.values().collect();
        companies.sort();
        let all = companies.len();
        companies.dedup();
        must(all == companies.len(), || "two creates at once for one company".to_owned())
    }

    fn check_screen(&mut self) -> Result<(), String> {
        let m = &self.story.model;
        let (rows, cursor, top) = (m.companies.rows().len(), m.companies.cursor, m.companies.top);
        must(rows == 0 && cursor == 0 || cursor < rows, || format!("selection {cursor} outside {rows} rows"))?;
        must(top <= cursor, || format!("the first row shown is {top}, the selected one {cursor}"))?;
        self.screen.draw(m)?;
        let cells = self.screen.buffer().content();
        let unsafe_cell = cells.iter().find(|cell| cell.symbol().contains(is_unsafe));
        must(unsafe_cell.is_none(), || format!("drawn: {unsafe_cell:?}"))
    }
}

/// A person does it.
fn is_by_hand(step: &Step) -> bool {
    matches!(
        step,
        Step::Key(_) | Step::Press(_) | Step::Text(_) | Step::Paste(_) | Step::Click(..) | Step::MarkingClick(..)
    )
}
