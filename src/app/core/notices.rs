//! What the program has to say: a line on the screen, and a list in which all of it can be read again.

use std::collections::VecDeque;

use crate::domain::change::write::WriteId;
use crate::domain::form::draft::DraftId;
use crate::domain::service::failure::Failure;
use crate::domain::time::now::Now;

/// How many notices can be read again.
pub const CAPACITY: usize = 500;

/// News that stood on the line for so long have been read.
const READ_MS: u64 = 3_000;

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// An answer to the last key; gone with the next.
    Hint,
    /// Good news, or plain news.
    Info,
    /// Something failed; stays until dismissed.
    Error,
}

/// What a failure was about; when it has been done after all, the failure leaves the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// The list of companies.
    Companies,
    /// A list of users.
    Users,
    /// The time zones.
    TimeZones,
    /// The languages.
    Languages,
    /// What this form offers to pick from.
    Form(DraftId),
    /// The user of this form needs a person.
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
    /// The failure it tells of; what can be done about it is said where it is read.
    pub failure: Option<Failure>,
    /// What failed, where that can be done after all.
    pub topic: Option<Topic>,
    /// It is an error that nobody has dealt with.
    pub unread: u32,
    /// How often it came in a row.
    pub times: u32,
    /// It need not stand on the line any more.
    pub dismissed: bool,
    /// The create it tells of.
    pub about: Option<WriteId>,
    /// It is true only as long as the end of a write is not known.
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
    /// How many were ever added.
    added: usize,
}

impl Notices {
    /// An answer to a key: shown until the next key, not kept.
    pub fn hint(&mut self, now: Now, text: impl Into<String>) {
        // What has been read does not come back beside something else.
        for old in self.log.iter_mut().filter(|n| n.severity != Severity::Error) {
            old.dismissed |= now.millis.saturating_sub(old.at.millis) >= READ_MS;
        }
        self.hint = Some(Notice::new(now, Severity::Hint, text.into()));
    }

    /// How far something is that goes on, until it has ended.
    pub fn progress(&mut self, now: Now, text: Option<String>) {
        self.progress = text.map(|text| Notice::new(now, Severity::Hint, text));
    }

    /// News.
    pub fn info(&mut self, now: Now, text: impl Into<String>) {
        self.add(Notice::new(now, Severity::Info, text.into()));
    }

    /// News of a create, which can be undone from there.
    pub fn created(&mut self, now: Now, text: impl Into<String>, about: &WriteId) {
        self.info(now, text);
        self.about_created(about);
    }

    /// The newest notice tells of this create.
    pub fn about_created(&mut self, about: &WriteId) {
        if let Some(last) = self.log.back_mut() {
            last.about = Some(about.clone());
        }
    }

    /// What was done before this run, or beside it: stands where its time is, and on no line. Gives the place, counted
    /// from the newest, unless it stands there already or there is no room.
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

    /// A failure of something that may be done after all.
    pub fn failure_of(&mut self, now: Now, failure: &Failure, topic: impl Into<Option<Topic>>) {
        let (failure, text) = (Some(failure.clone()), failure.to_string());
        self.add(Notice { failure, topic: topic.into(), unread: 1, ..Notice::new(now, Severity::Error, text) });
    }

    /// It has been done after all: what said otherwise leaves the line, and can be read again.
    pub fn resolve(&mut self, topic: &Topic) {
        for notice in self.log.iter_mut().filter(|n| n.topic.as_ref() == Some(topic)) {
            notice.dismissed = true;
            notice.unread = 0;
        }
    }

    /// What this is about has been answered, or could not be.
    pub fn answered(&mut self, now: Now, topic: Topic, why: Option<&Failure>) {
        match why {
            None => self.resolve(&topic),
            Some(failure) => self.failure_of(now, failure, topic),
        }
    }

    /// What failed in a form stands on the line only while that form is open.
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

    /// A user needs a person: their form says so too, once it is open.
    pub fn needs_you(&mut self, now: Now, text: impl Into<String>, draft: DraftId) {
        self.error(now, text);
        if let Some(last) = self.log.back_mut() {
            last.topic = Some(Topic::NeedsYou(draft));
        }
    }

    /// A failure that is one only until the ends of all writes are known.
    pub fn uncertain(&mut self, now: Now, text: impl Into<String>) {
        self.error(now, text);
        if let Some(last) = self.log.back_mut() {
            last.uncertain = true;
        }
    }

    /// The ends of all writes are known: what said otherwise leaves the line, and has been answered.
    pub fn resolve_uncertain(&mut self) {
        for notice in self.log.iter_mut().filter(|n| n.uncertain && !n.dismissed) {
            notice.dismissed = true;
            notice.unread = 0;
        }
    }

    /// A hint that is too long for its place can be read again in full.
    pub fn log_hint(&mut self) {
        let Some(hint) = self.hint.clone().filter(|hint| self.log.back().is_none_or(|last| last.text != hint.text))
        else {
            return;
        };
        self.push(Notice { severity: Severity::Info, dismissed: true, ..hint });
    }

    /// Something that already stands elsewhere on the screen: kept to be read again, not shown twice.
    pub fn record(&mut self, now: Now, text: impl Into<String>) {
        self.error(now, text);
        if let Some(last) = self.log.back_mut() {
            last.dismissed = true;
        }
    }

    /// News that need not stand on the line: kept to be read again.
    pub fn log_only(&mut self, now: Now, text: impl Into<String>) {
        self.info(now, text);
        if let Some(last) = self.log.back_mut() {
            last.dismissed = true;
        }
    }

    /// Something else begins: what stands on the line is about what was before. An error stays.
    pub fn clear_line(&mut self) {
        self.hint = None;
        for old in self.log.iter_mut().filter(|n| n.severity != Severity::Error) {
            old.dismissed = true;
        }
    }

    /// News beside what stands on the line: kept to be read again, and named there.
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
            // The line stays the one that stood there, and can be read again as it was.
            last.dismissed = true;
            self.hint = Some(line);
        }
    }

    fn add(&mut self, notice: Notice) {
        // News must not hide behind the answer to an older key. Old news gives way to newer, an error only to the
        // person.
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

    /// A key was pressed: the hint has been seen.
    pub fn key_pressed(&mut self) {
        self.hint = None;
    }

    /// What stands on the line.
    #[must_use]
    pub fn current(&self) -> Option<&Notice> {
        self.hint.as_ref().or(self.progress.as_ref()).or_else(|| self.log.iter().rev().find(|n| !n.dismissed))
    }

    /// Takes the notice off the line; true when there was one.
    pub fn dismiss(&mut self) -> bool {
        let Some(notice) = self.log.iter_mut().rev().find(|n| !n.dismissed) else { return false };
        notice.dismissed = true;
        notice.unread = 0;
        true
    }

    /// The list has been opened: its errors are read.
    pub fn read(&mut self) {
        self.log.iter_mut().for_each(|notice| notice.unread = 0);
    }

    /// Errors that came since the last look.
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

    /// How many can be read again.
    #[must_use]
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// No messages yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.log.is_empty()
    }
}
