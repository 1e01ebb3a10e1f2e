//! Properties over random keys, pastes, clicks, sizes and answer orders.

mod common;

use std::collections::BTreeMap;

use keepnet_tui::app::commands::{ROWS, Scope};
use keepnet_tui::app::effect::{Effect, Question};
use keepnet_tui::app::msg::{LinkMsg, MouseAct, Msg, Size};
use keepnet_tui::app::overlay::Overlay;
use keepnet_tui::app::resolve::innermost;
use keepnet_tui::domain::failure::{Done, Remedy};
use keepnet_tui::domain::ids::{CompanyId, UserId};
use keepnet_tui::domain::write::{Deed, End, Intent, WriteId};
use keepnet_tui::ui;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use common::{Story, companies, failure};

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    Key(usize),
    Text(String),
    Paste(String),
    Click(u16, u16),
    Wheel(u16, u16, bool),
    Size(u16, u16),
    /// Answers the n-th waiting question, well or badly.
    Answer(usize, u8),
    Timers,
    News(bool),
    /// Companies come and go on the service.
    Change(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = prop_oneof!["[a-z@.+0-9 ]{1,6}", "\\PC{1,3}"];
    let step = prop_oneof![
        12 => any::<usize>().prop_map(Step::Key),
        4 => text.clone().prop_map(Step::Text),
        1 => "[\\x00-\\x7f\\n]{0,40}".prop_map(Step::Paste),
        2 => (0..170u16, 0..50u16).prop_map(|(x, y)| Step::Click(x, y)),
        1 => (0..170u16, 0..50u16, any::<bool>()).prop_map(|(x, y, up)| Step::Wheel(x, y, up)),
        1 => (0..200u16, 0..60u16).prop_map(|(w, h)| Step::Size(w, h)),
        8 => (any::<usize>(), any::<u8>()).prop_map(|(n, how)| Step::Answer(n, how)),
        2 => Just(Step::Timers),
        1 => any::<bool>().prop_map(Step::News),
        1 => (0..300usize).prop_map(Step::Change),
    ];
    proptest::collection::vec(step, 1..120)
}

/// Every key of the command table, and the editing keys.
fn keys() -> Vec<String> {
    let mut keys: Vec<String> =
        ROWS.iter().flat_map(|r| &r.keys).flatten().map(|p| p.to_string().to_lowercase()).collect();
    // `g` and `G` differ only by case; what the table's notation cannot carry is left out.
    keys.extend(
        [
            "G",
            "J",
            "O",
            "M",
            "ctrl-w",
            "ctrl-k",
            "ctrl-u",
            "ctrl-y",
            "ctrl-z",
            "backspace",
            "ctrl-a",
            "alt-f",
            "s",
            "y",
            "f",
        ]
        .map(String::from),
    );
    // The job itself, often enough to get somewhere.
    for _ in 0..6 {
        keys.extend(["a", "ctrl-s", "tab", "enter", "esc", "j", "y"].map(String::from));
    }
    keys.retain(|k| keepnet_tui::app::press::Press::parse(k).is_some());
    keys
}

/// What is typed, by company.
fn typed(s: &Story) -> BTreeMap<CompanyId, Vec<String>> {
    let texts = |f: &keepnet_tui::app::form::Form| f.texts.iter().map(|t| t.value().to_owned()).collect::<Vec<_>>();
    s.model
        .forms
        .drafts()
        .map(|f| (f.company.clone(), texts(f)))
        .filter(|(_, t)| t.iter().any(|t| !t.trim().is_empty()))
        .collect()
}

struct World {
    story: Story,
    keys: Vec<String>,
    unanswered: BTreeMap<WriteId, CompanyId>,
    terminal: Terminal<TestBackend>,
}

impl World {
    fn new() -> Self {
        let story = Story::sized(companies(137), 50, 80, 24);
        let terminal = Terminal::new(TestBackend::new(80, 24)).expect("terminal");
        Self { story, keys: keys(), unanswered: BTreeMap::new(), terminal }
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        if let Step::Text(text) = step
            && text.chars().count() > 1
        {
            // Letter by letter, because one of them may open the form that the next goes into.
            return text.chars().try_for_each(|c| self.step(&Step::Text(c.to_string())));
        }
        let ahead = self.story.model.ahead.is_some();
        let before = typed(&self.story);
        let scope = innermost(&self.story.model);
        let question = matches!(self.story.model.overlays.last(), Some(Overlay::Confirm { .. }));
        let open = self.story.model.forms.current().map(|f| f.company.clone());
        let saved = self.act(step);
        // What was typed ahead goes into its form when the answer comes: the person's own editing.
        if !ahead {
            self.check_typing(step, &before, scope, question, open.as_ref(), saved.as_ref())?;
        }
        self.check_creates()?;
        self.check_screen()
    }

    /// Does the step; the company whose user was created by it.
    fn act(&mut self, step: &Step) -> Option<CompanyId> {
        let s = &mut self.story;
        s.millis += 40;
        match step {
            Step::Key(n) => {
                let key = self.keys[n % self.keys.len()].clone();
                s.press(&key);
            }
            Step::Text(text) => {
                s.type_text(text);
            }
            Step::Paste(text) => {
                s.tell(Msg::Paste(text.clone()));
            }
            Step::Click(x, y) => {
                s.tell(Msg::Mouse(MouseAct::Click, *x, *y));
            }
            Step::Wheel(x, y, up) => {
                s.tell(Msg::Mouse(if *up { MouseAct::WheelUp } else { MouseAct::WheelDown }, *x, *y));
            }
            Step::Size(width, height) => {
                s.tell(Msg::Resize(Size { width: *width, height: *height }));
                self.terminal = Terminal::new(TestBackend::new(*width, *height)).expect("terminal");
            }
            Step::Timers => {
                s.rest();
            }
            Step::News(good) => {
                s.tell(Msg::Link(if *good { LinkMsg::Reached(9) } else { LinkMsg::Unreachable }));
            }
            Step::Change(n) => s.list = companies(*n),
            Step::Answer(n, how) => return self.answer(*n, *how),
        }
        None
    }

    fn answer(&mut self, n: usize, how: u8) -> Option<CompanyId> {
        let waiting: Vec<usize> = (0..self.story.effects.len())
            .filter(|i| !matches!(self.story.effects[*i], Effect::Timer(..) | Effect::Cancel(_)))
            .collect();
        let at = *waiting.get(n % waiting.len().max(1))?;
        let effect = self.story.effects.remove(at)?;
        let good = !how.is_multiple_of(4);
        let fail = || failure(if how.is_multiple_of(8) { Done::Perhaps } else { Done::No }, Remedy::Retry);
        let s = &mut self.story;
        match effect {
            Effect::Ask(t, Question::Companies(q)) => {
                let page = s.page(&q);
                s.tell(Msg::Companies(t, if good { Ok(page) } else { Err(fail()) }));
            }
            Effect::Ask(
                t,
                question @ (Question::Company(_)
                | Question::Counts(_)
                | Question::VerifiedDomains(_)
                | Question::UnverifiedDomains(_)),
            ) => {
                let answer = match (good, common::part(t, &question, &s.list)) {
                    (true, answer) => answer,
                    (false, Msg::Company(..)) => Msg::Company(t, Err(fail())),
                    (false, Msg::Counts(..)) => Msg::Counts(t, Err(fail())),
                    (false, _) => Msg::Domains(t, Err(fail())),
                };
                s.tell(answer);
            }
            Effect::Ask(t, Question::Groups(_) | Question::TimeZones | Question::Languages) => {
                let all = (0..9).map(|i| common::choice(&i.to_string(), &format!("Choice {i}"))).collect();
                s.tell(Msg::Choices(t, if good { Ok(all) } else { Err(fail()) }));
            }
            Effect::Write(order) => {
                self.unanswered.remove(&order.intent.id);
                return self.write_ends(&order.intent, how);
            }
            Effect::LookUp(intent) | Effect::Undo(intent) => return self.write_ends(&intent, how),
            _ => {}
        }
        None
    }

    /// A write ends in one of the ways in which one can; the company when its user is there now.
    fn write_ends(&mut self, intent: &Intent, how: u8) -> Option<CompanyId> {
        let fail = || failure(Done::No, Remedy::Retry);
        let user = UserId::new("u");
        let undo = matches!(intent.deed, Deed::Undo(_));
        let end = match how % 8 {
            0..3 if undo => End::Deleted,
            3..5 if undo => End::StillThere,
            0..3 => End::Created(user),
            3 => End::Found(user),
            4 => End::WasThere(user),
            5 => End::Refused(fail()),
            6 => End::Absent,
            _ => End::Unknown(fail()),
        };
        let done = !undo && matches!(end, End::Created(_) | End::Found(_));
        self.story.ends(&intent.id, end);
        done.then(|| intent.company.clone())
    }

    /// Typed text vanishes only by its own successful save, a Yes, or the person's own editing.
    fn check_typing(
        &self,
        step: &Step,
        before: &BTreeMap<CompanyId, Vec<String>>,
        scope: Scope,
        question: bool,
        open: Option<&CompanyId>,
        saved: Option<&CompanyId>,
    ) -> Result<(), TestCaseError> {
        let by_hand = matches!(step, Step::Key(_) | Step::Text(_) | Step::Paste(_) | Step::Click(..));
        let after = typed(&self.story);
        for (company, texts) in before {
            // Editing changes a form, it never takes one away.
            let there = self.story.model.forms.get(company).is_some();
            let editing = by_hand && scope == Scope::Form && open == Some(company) && there;
            let answered = by_hand && question;
            if editing || answered || saved == Some(company) {
                continue;
            }
            prop_assert_eq!(after.get(company), Some(texts), "typed text vanished by {:?} in {:?}", step, scope);
        }
        Ok(())
    }

    /// One create at a time for one form, and each only once.
    fn check_creates(&mut self) -> Result<(), TestCaseError> {
        for effect in &self.story.effects {
            if let Effect::Write(order) = effect {
                self.unanswered.insert(order.intent.id.clone(), order.intent.company.clone());
            }
        }
        let mut companies: Vec<_> = self.unanswered.values().collect();
        companies.sort();
        let all = companies.len();
        companies.dedup();
        prop_assert_eq!(all, companies.len(), "two creates at once for one company");
        Ok(())
    }

    fn check_screen(&mut self) -> Result<(), TestCaseError> {
        let m = &self.story.model;
        let rows = m.companies.rows().len();
        prop_assert!(rows == 0 && m.companies.cursor == 0 || m.companies.cursor < rows, "selection outside the rows");
        prop_assert!(m.companies.top <= m.companies.cursor);
        self.terminal.draw(|f| ui::draw(m, f)).map_err(|e| TestCaseError::fail(e.to_string()))?;
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 120,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_happens(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            world.step(step)?;
        }
    }

    #[test]
    fn whatever_the_service_calls_a_company_its_row_stays_aligned(name in "\\PC{0,60}", width in 125..170u16) {
        let mut list = companies(3);
        list[1].name = keepnet_tui::domain::text::clean(&name, 512);
        let mut story = Story::sized(list, 100, width, 20);
        story.settle();
        let mut terminal = Terminal::new(TestBackend::new(width, 20)).expect("terminal");
        terminal.draw(|f| ui::draw(&story.model, f)).expect("drawn");
        let buffer = terminal.backend().buffer();
        let column = |y: u16| (0..width).find(|x| (0..6).map(|i| buffer.cell((x + i, y)).map_or(" ", |c| c.symbol())).collect::<String>() == "Enterp");
        prop_assert!(column(3).is_some());
        prop_assert_eq!(column(3), column(4));
        prop_assert_eq!(column(4), column(5));
    }
}
