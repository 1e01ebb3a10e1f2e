//! The program without a terminal: the model, and everything outside that it needs except a screen. [`super::run`] adds
//! the terminal; tests drive it directly.

use tokio::sync::mpsc;
use tokio::task::JoinError;

use super::clock;
use super::connection::Setup;
use super::effects::Runner;
use super::local_failure::not_switched;
use super::profiles::Opened;
use super::source::Source;
use crate::app::core::effect::Effect;
use crate::app::core::msg::Msg;
use crate::app::core::settings::{Settings, Size};
use crate::app::flows::{autosave, notes};
use crate::app::model::Model;
use crate::app::shell::update::update;
use crate::domain::terminal::appearance::{Background, Palette};

/// Capacity of the message queue; senders wait when it is full.
const QUEUE: usize = 256;

/// Why the engine woke up.
pub enum Wake {
    /// An unhandled message.
    Msg(Msg),
    /// A task has finished or panicked.
    Task(Result<(), JoinError>),
}

/// Model, tasks and the channel of their answers.
pub struct Engine {
    model: Model,
    runner: Runner,
    inbox: mpsc::Receiver<Msg>,
    first: Vec<Effect>,
    /// The theme of the profile is chosen by the terminal's background.
    is_automatic: bool,
    background: Option<Background>,
}

impl Engine {
    /// Creates the program; nothing is requested yet. Requires a tokio runtime.
    #[must_use]
    pub fn new(mut settings: Settings, source: Source, setup: Setup, size: Size) -> Self {
        let (outbox, inbox) = mpsc::channel(QUEUE);
        let mut runner = Runner::new(source, setup, settings.profile_settings.access.clone(), outbox);
        runner.load_saved_state(&mut settings);
        let is_automatic = settings.appearance.palette == Palette::Auto;
        let (model, first) = Model::start(settings, size, clock::now());
        Self { model, runner, inbox, first, is_automatic, background: None }
    }

    /// The theme is to be chosen by the terminal's background.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.is_automatic
    }

    /// Chooses the theme, if it is the automatic one: here, and of profiles that are opened later.
    pub fn set_background(&mut self, background: Background) {
        self.background = Some(background);
        if self.is_automatic {
            self.model.settings.appearance.palette = background.palette();
        }
    }

    /// The model to draw.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Starts the first requests; returns effects for the terminal.
    pub fn begin(&mut self) -> Vec<Effect> {
        let first = std::mem::take(&mut self.first);
        self.perform(first)
    }

    /// Handles a message; returns effects for the terminal, in order.
    pub fn handle(&mut self, msg: Msg) -> Vec<Effect> {
        let effects = update(&mut self.model, clock::now(), msg);
        self.perform(effects)
    }

    /// Starts effects; returns those for the terminal.
    pub fn perform(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut rest = Vec::new();
        for effect in effects {
            if effect == Effect::Restore {
                let left = Box::new(self.runner.restore());
                rest.extend(self.handle(Msg::Restored(left)));
            } else if let Effect::Switch { ticket, profile, discard_drafts: lose_drafts } = effect {
                if let Some(opened) = self.runner.opened(ticket) {
                    rest.extend(self.switch(opened, &profile, lose_drafts));
                }
            } else {
                rest.extend(self.runner.perform(effect));
            }
        }
        rest
    }

    /// Switches to another profile, after drafts were saved and pending messages handled. Blocks on the disk.
    fn switch(&mut self, mut opened: Opened, profile: &str, lose_drafts: bool) -> Vec<Effect> {
        self.runner.set_reporting(false);
        let mut rest = Vec::new();
        // Before blocking on the disk: a writer may be waiting for room in the queue.
        while let Some(msg) = self.waiting() {
            rest.extend(self.handle(msg));
        }
        let lost = self.runner.flush(autosave::flush(&mut self.model));
        let lost_note = self.runner.flush_notes(notes::flush(&mut self.model));
        let is_lost = !lost.is_empty() || lost_note.is_some();
        if is_lost && !lose_drafts {
            self.runner.set_reporting(true);
            for (company, failure) in lost {
                rest.extend(self.handle(Msg::DraftSaved(company, Err(failure))));
            }
            let failure = not_switched(profile, "What you typed could not be saved, and would be lost.");
            rest.extend(self.handle(Msg::NotSwitched(failure)));
            return rest;
        }
        let access = opened.settings.profile_settings.access.clone();
        self.runner.switch(opened.settings.profile.clone(), opened.source, access);
        self.runner.load_saved_state(&mut opened.settings);
        let palette = &mut opened.settings.appearance.palette;
        self.is_automatic = *palette == Palette::Auto;
        if let Some(background) = self.background.filter(|_| self.is_automatic) {
            *palette = background.palette();
        }
        rest.extend(self.handle(Msg::Switched(Box::new(opened.settings))));
        rest
    }

    /// The next message or finished task.
    pub async fn next(&mut self) -> Wake {
        tokio::select! {
            biased;
            // The runner holds a sender, so the channel stays open.
            Some(msg) = self.inbox.recv() => Wake::Msg(msg),
            Some(ended) = self.runner.ended() => Wake::Task(ended),
        }
    }

    /// A message that is waiting already.
    pub fn waiting(&mut self) -> Option<Msg> {
        self.inbox.try_recv().ok()
    }

    /// The last request as curl, if any.
    #[must_use]
    pub fn last_request(&self) -> Option<String> {
        self.runner.last_request()
    }

    /// Runs a clipboard command in the background.
    pub(super) fn copy(&mut self, tool: super::clipboard::Tool, what: String, text: String) {
        self.runner.copy(tool, what, text);
    }

    /// Starts the browser in the background.
    pub(super) fn browse(&mut self, what: String, addresses: Vec<String>) {
        self.runner.browse(what, addresses);
    }

    /// Saves what is not on disk yet, because the program ends. Blocks.
    pub fn end(&mut self) {
        // Senders must not wait for a reader any more.
        self.inbox.close();
        let _ = self.runner.flush(autosave::flush(&mut self.model));
        let _ = self.runner.flush_notes(notes::flush(&mut self.model));
        self.runner.programs.wait();
    }
}
