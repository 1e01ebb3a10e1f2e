//! What is typed, at whatever speed, is in exactly one of: a form, a change, something to read; or was created as typed.
//! It stays in the company whose form was open, goes out in its turn, and outlives a kill but for the last second.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::keys::press::{Key, KeyPress};
use keepnet_tui::domain::form::draft::DraftId;
use proptest::prelude::*;

use super::simulation::{Desk, RECOVERED, SECOND, Version, must};

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    /// One of the keys of the job.
    Key(usize),
    /// Opens a form where none is open, and fills in what is required.
    Fill(u8),
    /// The same, and submits; with or without answers before.
    Create(u8),
    /// Creates several, one right after the other.
    Several(u8),
    /// Submits what is typed, and once more after the gates could be read.
    Confirm,
    /// Letters, with so many milliseconds between them.
    Text(String, u64),
    Paste(String),
    /// Time passes.
    Pass(u64),
    /// Answers the n-th waiting question, well or badly.
    Answer(usize, u8),
    Answers,
    /// The intent of the n-th write under way comes to the journal.
    Record(usize),
    /// The n-th write under way, or look-up, ends.
    End(usize, u8),
    /// The disk does the next thing it is asked for; or answers.
    Disk,
    Kept,
    /// From now on the disk takes what it is given, or it does not.
    Takes(bool),
    /// Another profile.
    Switch,
    /// The program ends; of the next one nothing may be answered yet.
    Kill(bool),
    Quit(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = prop_oneof![4 => "[a-z0-9@. ]{1,8}", 1 => "\\PC{1,3}"];
    let step = prop_oneof![
        9 => any::<usize>().prop_map(Step::Key),
        3 => any::<u8>().prop_map(Step::Fill),
        9 => any::<u8>().prop_map(Step::Create),
        2 => any::<u8>().prop_map(Step::Several),
        2 => Just(Step::Confirm),
        6 => (text.clone(), 0..400u64).prop_map(|(text, pause)| Step::Text(text, pause)),
        1 => text.prop_map(Step::Paste),
        6 => (1..700u64).prop_map(Step::Pass),
        1 => Just(Step::Pass(2 * RECOVERED)),
        6 => (any::<usize>(), any::<u8>()).prop_map(|(n, how)| Step::Answer(n, how)),
        2 => Just(Step::Answers),
        2 => any::<usize>().prop_map(Step::Record),
        6 => (any::<usize>(), any::<u8>()).prop_map(|(n, how)| Step::End(n, how)),
        2 => Just(Step::Disk),
        2 => Just(Step::Kept),
        1 => any::<bool>().prop_map(Step::Takes),
        1 => Just(Step::Switch),
        1 => any::<bool>().prop_map(Step::Kill),
        1 => any::<bool>().prop_map(Step::Quit),
    ];
    proptest::collection::vec(step, 1..80)
}

const KEYS: &str = "a U tab shift-tab enter esc ctrl-s ctrl-n backspace ctrl-u ctrl-w j k y n f5 ctrl-c tab enter f9 \
                    ctrl-s ctrl-n esc a g space left right ctrl-z ctrl-y delete home f9 alt-s Z f9";

impl Desk {
    fn press(&mut self, keys: &str) -> Result<(), String> {
        keys.split_whitespace().try_for_each(|key| {
            self.send(Msg::Key(KeyPress::parse(key).expect("a key")))?;
            // Nobody presses two keys at the same moment.
            self.pass(1)
        })
    }

    fn type_text(&mut self, text: &str, pause: u64) -> Result<(), String> {
        text.chars().try_for_each(|c| {
            self.send(Msg::Key(KeyPress::plain(Key::Char(c))))?;
            self.pass(pause.max(1))
        })
    }

    fn fill(&mut self, n: u8) -> Result<(), String> {
        if self.story.model.drafts.current().is_none() {
            self.press(["g a", "g j a", "g U"][usize::from(n % 3)])?;
        }
        let address = self.draw_address();
        if self.story.model.hold.is_none() {
            self.press("ctrl-u")?;
        }
        self.type_text(&address, u64::from(n % 4) * 20)?;
        self.press("tab")?;
        self.type_text("+442079460018", 0)?;
        if n % 3 == 2 {
            self.press("tab")?;
            self.type_text("Oona", 0)?;
            self.press("tab")?;
            self.type_text("Ek", 0)?;
        }
        Ok(())
    }

    fn create(&mut self, n: u8) -> Result<(), String> {
        self.fill(n)?;
        if !n.is_multiple_of(4) {
            self.answer_all()?;
        }
        self.press(if n.is_multiple_of(5) { "ctrl-s" } else { "ctrl-n" })
    }

    /// Passes the gates of the open form, if it has any.
    fn confirm(&mut self) -> Result<(), String> {
        self.press("ctrl-s")?;
        self.pass(SECOND)?;
        self.press("ctrl-s")?;
        self.pass(SECOND)
    }

    /// It is somewhere: in a place, in a change whose draft had not reached the disk, or its user was created.
    fn is_back(&self, lately: &[Version]) -> Result<bool, String> {
        let places = self.places()?;
        let changes = self.story.model.changes.all();
        Ok(lately.iter().any(|version| {
            let Some((form, entry)) = &version.stood else { return true };
            places.values().any(|place| place.holds(form, entry))
                || changes.iter().any(|change| change.intent.form() == *form && change.intent.entry == *entry)
                || self.has_created(self.profile, form, entry)
        }))
    }

    fn kill(&mut self, answers: bool) -> Result<(), String> {
        let well = self.is_well();
        let lately = |id: &DraftId| self.lately(*id).cloned().collect::<Vec<_>>();
        let before: Vec<_> = self.history.keys().map(lately).collect();
        self.start_again(answers)?;
        for lately in before.iter().filter(|_| well) {
            must(self.is_back(lately)?, || format!("of {lately:?} nothing is back after a kill"))?;
        }
        Ok(())
    }

    fn quit(&mut self, answers: bool) -> Result<(), String> {
        self.flush()?;
        let (before, takes) = (self.places()?, self.takes);
        self.start_again(answers)?;
        for place in before.into_values().filter(|_| takes) {
            let version = Version::standing(place.form, place.entry);
            must(self.is_back(std::slice::from_ref(&version))?, || format!("{version:?} is not back after the end"))?;
        }
        Ok(())
    }

    fn start_again(&mut self, answers: bool) -> Result<(), String> {
        self.restart()?;
        if answers { self.answer_all() } else { Ok(()) }
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Key(n) => {
                let keys: Vec<_> = KEYS.split_whitespace().collect();
                self.pass(40)?;
                self.press(keys[n % keys.len()])
            }
            Step::Fill(n) => self.fill(*n),
            Step::Create(n) => self.create(*n),
            Step::Several(n) => (0..2 + n % 3).try_for_each(|_| self.create(*n | 1)),
            Step::Confirm => self.confirm(),
            Step::Text(text, pause) => self.type_text(text, *pause),
            Step::Paste(text) => self.send(Msg::Paste(text.clone())),
            Step::Pass(millis) => self.pass(*millis),
            Step::Answer(n, how) => self.answer(*n, *how),
            Step::Answers => self.answer_all(),
            Step::Record(n) => self.record(*n),
            Step::End(n, how) => self.end(*n, *how),
            Step::Disk => {
                self.work();
                Ok(())
            }
            Step::Kept => self.hear(),
            Step::Takes(takes) => {
                self.takes = *takes;
                Ok(())
            }
            Step::Switch => self.switch(),
            Step::Kill(answers) => self.kill(*answers),
            Step::Quit(answers) => self.quit(*answers),
        }
    }
}

proptest! {
    #![proptest_config(super::config(40))]

    #[test]
    fn whatever_is_typed_is_in_one_place(steps in steps()) {
        let mut walked = Desk::new();
        for step in &steps {
            walked = walked.and_then(|mut desk| desk.step(step).map(|()| desk));
        }
        let ended = walked.and_then(|mut desk| {
            desk.pass(SECOND)?;
            desk.kill(true)
        });
        prop_assert_eq!(ended, Ok(()));
    }
}
