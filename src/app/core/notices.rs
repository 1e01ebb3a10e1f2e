//! Notices: the current one on a line of the screen, and a list of all of them.

use std::collections::VecDeque;

use crate::app::core::remote::Ticket;
use crate::domain::change::write::WriteId;
use crate::domain::form::draft::DraftId;
use crate::domain::service::failure::Failure;
use crate::domain::time::now::Now;

/// Maximum number of notices kept.
pub const CAPACITY: usize = 500;

/// Time after which an info on the line counts as read, and goes with the next key.
const READ_MS: u64 = 3_000;
/// Time after which it goes by itself.
pub const SHOWN_MS: u64 = 8_000;

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A hint about the last key; gone with the next.
    Hint,
    /// Information.
    Info,
    /// Something failed; stays until dismissed.
    Error,
}

/// Subject of a failure; once it succeeds, the failure leaves the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// The list of companies.
    Companies,
    /// The company groups.
    CompanyGroups,
    /// A list of users.
    Users,
    /// The time zones.
    TimeZones,
    /// The languages.
    Languages,
    /// The choices of this form.
    Form(DraftId),
    /// This form needs the user.
    NeedsYou(DraftId),
}

/// One notice.
#[derive(Debug, Clone)]
pub struct Notice {
    /// When it came.
    pub at: Now,
    /// How much it matters.
    pub severity: Severity,
    /// Its words.
    pub text: String,
    /// The failure it reports; advice is added where it is shown.
    pub failure: Option<Failure>,
    /// What failed, if it can still succeed.
    pub topic: Option<Topic>,
    /// It is an error that is not resolved.
    pub unread: u32,
    /// How often it came in a row.
    pub times: u32,
    /// It no longer needs to be on the line.
    pub dismissed: bool,
    /// The create it reports.
    pub about: Option<WriteId>,
    /// It holds only while the outcome of a write is unknown.
    pub uncertain: bool,
}

impl Notice {
    fn new(at: Now, weight: Severity, text: String) -> Self {
        Self {
            at,
            severity: weight,
            text,
            failure: None,
            topic: None,
            unread: 0,
            times: 1,
            dismissed: false,
            about: None,
            uncertain: false,
        }
    }
}

/// All notices.
#[derive(Debug, Clone, Default)]
pub struct Notices {
    log: VecDeque<Notice>,
    hint: Option<Notice>,
    progress: Option<Notice>,
    /// The timer that takes good news off the line.
    timer: Option<Ticket>,
    /// How many were ever added.
    added: usize,
}

impl Notices {
    /// A hint about a key: shown until the next key, not kept.
    pub fn hint(&mut self, now: Now, text: impl Into<String>) {
        // A notice that was read does not come back.
        self.fade(now, READ_MS);
        self.hint = Some(Notice::new(now, Severity::Hint, text.into()));
    }

    /// Progress of something, until it has ended.
    pub fn progress(&mut self, now: Now, text: Option<String>) {
        self.progress = text.map(|text| Notice::new(now, Severity::Hint, text));
    }

    /// An info.
    pub fn info(&mut self, now: Now, text: impl Into<String>) {
        self.add(Notice::new(now, Severity::Info, text.into()));
    }

    /// An info about a create, which can be undone from there.
    pub fn created(&mut self, now: Now, text: impl Into<String>, about: &WriteId) {
        self.info(now, text);
        self.about_created(about);
    }

    /// Links the newest notice to this create.
    pub fn about_created(&mut self, about: &WriteId) {
        if let Some(last) = self.log.back_mut() {
            last.about = Some(about.clone());
        }
    }

    /// A change made before this run or by another one: inserted by time, not shown on the line. Returns the place, counted
    /// from the newest, unless it is there already or there is no room.
    pub fn earlier(&mut self, at: Now, text: impl Into<String>, about: &WriteId) -> Option<usize> {
        if self.log.len() == CAPACITY || self.log.iter().any(|notice| notice.about.as_ref() == Some(about)) {
            return None;
        }
        let place = self.log.iter().position(|notice| notice.at.utc > at.utc).unwrap_or(self.log.len());
        let notice = Notice::new(at, Severity::Info, text.into());
        self.log.insert(place, Notice { about: Some(about.clone()), dismissed: true, ..notice });
        Some(self.log.len() - 1 - place)
    }

    /// A failure.
    pub fn failure(&mut self, now: Now, failure: &Failure) {
        self.failure_of(now, failure, None);
    }

    /// A failure of something that can still succeed.
    pub fn failure_of(&mut self, now: Now, failure: &Failure, topic: impl Into<Option<Topic>>) {
        let (failure, text) = (Some(failure.clone()), failure.to_string());
        self.add(Notice { failure, topic: topic.into(), unread: 1, ..Notice::new(now, Severity::Error, text) });
    }

    /// It has succeeded after all: its failure leaves the line and stays in the list.
    pub fn resolve(&mut self, topic: &Topic) {
        for notice in self.log.iter_mut().filter(|n| n.topic.as_ref() == Some(topic)) {
            notice.dismissed = true;
            notice.unread = 0;
        }
    }

    /// Resolves or reports the failure, by the result.
    pub fn answered(&mut self, now: Now, topic: Topic, why: Option<&Failure>) {
        match why {
            None => self.resolve(&topic),
            Some(failure) => self.failure_of(now, failure, topic),
        }
    }

    /// Failures of a form are on the line only while that form is open.
    pub fn only_in(&mut self, open: Option<DraftId>) {
        for notice in &mut self.log {
            if let Some(Topic::Form(form)) = &notice.topic {
                notice.dismissed |= open != Some(*form);
            }
        }
    }

    /// A failure in one sentence.
    pub fn error(&mut self, now: Now, text: impl Into<String>) {
        self.add(Notice { unread: 1, ..Notice::new(now, Severity::Error, text.into()) });
    }

    /// A form needs the user: it shows this too, once it is open.
    pub fn needs_you(&mut self, now: Now, text: impl Into<String>, draft: DraftId) {
        self.error(now, text);
        self.about_needing(draft);
    }

    /// The newest notice says that this form, or an update with this draft, needs the user.
    pub fn about_needing(&mut self, draft: DraftId) {
        if let Some(last) = self.log.back_mut() {
            last.topic = Some(Topic::NeedsYou(draft));
        }
    }

    /// A failure that holds only until the outcomes of all writes are known.
    pub fn uncertain(&mut self, now: Now, text: impl Into<String>) {
        self.error(now, text);
        if let Some(last) = self.log.back_mut() {
            last.uncertain = true;
        }
    }

    /// The outcomes of all writes are known: resolves these failures.
    pub fn resolve_uncertain(&mut self) {
        for notice in self.log.iter_mut().filter(|n| n.uncertain && !n.dismissed) {
            notice.dismissed = true;
            notice.unread = 0;
        }
    }

    /// Keeps a hint that is too long for its place in the list.
    pub fn log_hint(&mut self) {
        let Some(hint) = self.hint.clone().filter(|hint| self.log.back().is_none_or(|last| last.text != hint.text))
        else {
            return;
        };
        self.push(Notice { severity: Severity::Info, dismissed: true, ..hint });
    }

    /// A failure that is shown elsewhere on the screen: kept in the list only.
    pub fn record(&mut self, now: Now, text: impl Into<String>) {
        self.error(now, text);
        if let Some(last) = self.log.back_mut() {
            last.dismissed = true;
        }
    }

    /// An info kept in the list only.
    pub fn log_only(&mut self, now: Now, text: impl Into<String>) {
        self.info(now, text);
        if let Some(last) = self.log.back_mut() {
            last.dismissed = true;
        }
    }

    /// Clears the line when something else begins. An error stays.
    pub fn clear_line(&mut self) {
        self.hint = None;
        for old in self.log.iter_mut().filter(|n| n.severity != Severity::Error) {
            old.dismissed = true;
        }
    }

    /// An info besides the notice on the line: kept in the list, and mentioned on the line.
    pub fn aside(&mut self, now: Now, text: impl Into<String>) {
        let Some(mut line) = self.current().cloned() else {
            self.info(now, text);
            return;
        };
        let before = self.hint.take();
        self.info(now, text);
        line.text.push_str(" (what you typed ahead is in the messages)");
        if before.is_some() {
            self.hint = Some(line);
        } else if let Some(last) = self.log.back_mut() {
            // The notice on the line stays, and its entry in the list is unchanged.
            last.dismissed = true;
            self.hint = Some(line);
        }
    }

    fn add(&mut self, notice: Notice) {
        // An info must not hide behind the hint about an older key. An old info is replaced by a newer one, an error
        // only by the user.
        self.clear_line();
        match self.log.back_mut() {
            Some(last) if last.text == notice.text && last.severity == notice.severity => {
                last.times += 1;
                last.at = notice.at;
                last.unread += notice.unread;
                last.dismissed = false;
            }
            _ => self.push(notice),
        }
    }

    fn push(&mut self, notice: Notice) {
        if self.log.len() == CAPACITY {
            self.log.pop_front();
        }
        self.added += 1;
        self.log.push_back(notice);
    }

    /// A key was pressed: the hint has been seen, and good news that could be read.
    pub fn key_pressed(&mut self, now: Now) {
        self.hint = None;
        self.fade(now, READ_MS);
    }

    /// Takes good news of this age off the line. An error stays.
    pub fn fade(&mut self, now: Now, age: u64) {
        for old in self.log.iter_mut().filter(|n| n.severity != Severity::Error) {
            old.dismissed |= now.millis.saturating_sub(old.at.millis) >= age;
        }
    }

    /// A timer takes good news off the line.
    #[must_use]
    pub fn is_timed(&self) -> bool {
        self.timer.is_some()
    }

    /// Sets the timer.
    pub fn fade_with(&mut self, timer: Ticket) {
        self.timer = Some(timer);
    }

    /// A timer expired.
    pub fn timer_ended(&mut self, now: Now, timer: Ticket) {
        if self.timer == Some(timer) {
            self.timer = None;
            self.fade(now, SHOWN_MS);
        }
    }

    /// Since when the oldest good news is on the line, on the clock of [`Now::millis`].
    #[must_use]
    pub fn good_since(&self) -> Option<u64> {
        let shown = self.log.iter().filter(|notice| notice.severity != Severity::Error && !notice.dismissed);
        shown.map(|notice| notice.at.millis).min()
    }

    /// The notice on the line.
    #[must_use]
    pub fn current(&self) -> Option<&Notice> {
        self.hint.as_ref().or(self.progress.as_ref()).or_else(|| self.log.iter().rev().find(|n| !n.dismissed))
    }

    /// Removes the notice from the line; true if there was one.
    pub fn dismiss(&mut self) -> bool {
        let Some(notice) = self.log.iter_mut().rev().find(|n| !n.dismissed) else { return false };
        notice.dismissed = true;
        notice.unread = 0;
        true
    }

    /// The list was opened: its errors are read.
    pub fn read(&mut self) {
        self.log.iter_mut().for_each(|notice| notice.unread = 0);
    }

    /// Number of unread errors.
    #[must_use]
    pub fn unread_errors(&self) -> usize {
        self.log.iter().map(|notice| notice.unread as usize).sum()
    }

    /// Everything, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Notice> {
        self.log.iter().rev()
    }

    /// How many were ever added.
    #[must_use]
    pub fn added(&self) -> usize {
        self.added
    }

    /// Number of notices kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// There are no notices.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.log.is_empty()
    }
}
