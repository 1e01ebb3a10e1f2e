//! Records that wait together are written in one transaction: a disk needs as long for one as for many. Each is answered
//! only once it is on disk itself.

use std::io;
use std::slice;
use std::sync::{Arc, MutexGuard, PoisonError};

use rusqlite::Transaction;

use super::database::Wait;
use super::error::StoreError;
use super::profile::Store;
use super::waiting::{Answer, Pace, Record, Waiting, Written};
use super::writes;

/// Records that are written at most in one transaction: other programs wait for its end.
const MOST: usize = 256;

/// Writes the records that wait. If it does not come to that, their answers are dropped.
#[must_use]
#[derive(Debug)]
pub struct Writer {
    store: Arc<Store>,
    is_done: bool,
}

impl Store {
    /// Adds a record to those that wait. Whoever gets a writer lets it write: nobody else does.
    pub fn add(self: &Arc<Self>, record: Record, pace: Pace, answer: Answer) -> Option<Writer> {
        let mut waiting = self.waiting();
        waiting.records.push((record, answer));
        waiting.is_urgent |= pace == Pace::Urgent;
        let is_written = std::mem::replace(&mut waiting.is_written, true);
        (!is_written).then(|| Writer { store: Arc::clone(self), is_done: false })
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_all(&self, records: &[(Record, Answer)]) -> io::Result<Vec<Written>> {
        self.write_as(Wait::Long, |transaction, me| {
            records.iter().map(|(record, _)| self.write_one(transaction, me, record)).collect()
        })
    }

    /// How each of them has ended. One that cannot be written keeps no other from it.
    fn ends(&self, records: &[(Record, Answer)]) -> Vec<io::Result<Written>> {
        match self.write_all(records) {
            Ok(ends) => ends.into_iter().map(Ok).collect(),
            // None of them could be written, and each would wait as long again.
            Err(error) if records.len() == 1 || error.kind() == io::ErrorKind::WouldBlock => {
                records.iter().map(|_| Err(io::Error::new(error.kind(), error.to_string()))).collect()
            }
            Err(_) => records.iter().map(|record| self.write_alone(record)).collect(),
        }
    }

    fn write_alone(&self, record: &(Record, Answer)) -> io::Result<Written> {
        let ends = self.write_all(slice::from_ref(record))?;
        ends.into_iter().next().ok_or_else(|| io::Error::other("no end"))
    }

    fn write_one(&self, transaction: &Transaction<'_>, me: &str, record: &Record) -> Result<Written, StoreError> {
        match record {
            Record::Intent(intent, after) => {
                return writes::record_intent(transaction, self.folder(), me, intent, after).map(Written::Intent);
            }
            Record::Sending(intent) => writes::record_sending(transaction, intent)?,
            Record::Outcome(id, outcome, at) => writes::record_outcome(transaction, id, outcome, *at)?,
            Record::Finding(id, outcome, at) => {
                let known = writes::record_finding(transaction, id, outcome, *at)?;
                return Ok(known.map_or(Written::Done, Written::Known));
            }
            Record::Proof(id, user, at) => writes::record_proof(transaction, id, user, *at)?,
        }
        Ok(Written::Done)
    }
}

impl Writer {
    /// A moment may pass before it writes: more may come that can be written together.
    #[must_use]
    pub fn may_wait(&self) -> bool {
        let waiting = self.store.waiting();
        !waiting.is_urgent && waiting.records.len() < MOST
    }

    /// Writes what waits, and returns the writer of what has come meanwhile. The disk is waited for.
    #[must_use]
    pub fn write(mut self) -> Option<Self> {
        let records = self.next();
        let ends = self.store.ends(&records);
        let is_last = self.is_last();
        let answers = records.into_iter().map(|(_, answer)| answer).zip(ends);
        // Whoever is answered may be the last one to use the store, and closes it.
        let rest = (!is_last).then_some(self);
        answers.for_each(|(answer, end)| answer(end));
        rest
    }

    fn next(&self) -> Vec<(Record, Answer)> {
        let mut waiting = self.store.waiting();
        let most = waiting.records.len().min(MOST);
        if most == waiting.records.len() {
            waiting.is_urgent = false;
        }
        waiting.records.drain(..most).collect()
    }

    /// Nothing waits any more; whoever comes now writes.
    fn is_last(&mut self) -> bool {
        let mut waiting = self.store.waiting();
        self.is_done = waiting.records.is_empty();
        waiting.is_written = !self.is_done;
        self.is_done
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if !self.is_done {
            let mut waiting = self.store.waiting();
            waiting.is_written = false;
            let lost = std::mem::take(&mut waiting.records);
            drop(waiting);
            drop(lost);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use jiff::Timestamp;

    use super::*;
    use crate::domain::change::ticket::TicketNumber;
    use crate::domain::change::write::{Intent, IntentOutcome, JournalOutcome, SendContext, WriteId, WriteKind};
    use crate::domain::form::entry::Entry;
    use crate::domain::form::fields::FieldId;
    use crate::domain::service::ids::{CompanyId, UserId};

    fn record(id: &str) -> Record {
        record_of(id, id)
    }

    fn record_of(id: &str, name: &str) -> Record {
        let intent = Intent {
            id: WriteId::from_text(id.to_owned()),
            kind: WriteKind::Create,
            company: CompanyId::new("c"),
            company_name: String::new(),
            entry: Entry::default().with(FieldId::Email, &format!("{name}@x.example")),
            at: Timestamp::UNIX_EPOCH,
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        Record::Intent(Box::new(intent), Vec::new())
    }

    fn open(disk: &tempfile::TempDir) -> Arc<Store> {
        Arc::new(Store::open(disk.path()).expect("a database"))
    }

    /// Writes everything.
    fn all(writer: Option<Writer>) {
        let mut next = Some(writer.expect("nobody writes"));
        while let Some(writer) = next {
            next = writer.write();
        }
    }

    fn log_size(store: &Store) -> u64 {
        std::fs::metadata(store.path().with_extension("db-wal")).expect("a log").len()
    }

    /// Whoever is answered is on disk: another program sees it.
    #[test]
    fn records_that_wait_share_a_transaction_and_are_answered_when_they_are_on_disk() {
        let disk = tempfile::tempdir().expect("a folder");
        let (store, other) = (open(&disk), open(&disk));
        let writer = store.add(record("first"), Pace::Urgent, Box::new(|_| ())).expect("the first");
        let (answers, answered) = mpsc::channel();
        for n in 0..100 {
            let (answers, other) = (answers.clone(), Arc::clone(&other));
            let answer = move |end: io::Result<Written>| {
                let there = other.find(&WriteId::from_text(format!("w{n}"))).expect("read");
                answers.send((end.expect("written"), there.is_some())).expect("a test");
            };
            assert!(
                store.add(record(&format!("w{n}")), Pace::Urgent, Box::new(answer)).is_none(),
                "one writes for all"
            );
        }
        all(Some(writer));
        let ends: Vec<_> = answered.try_iter().collect();
        assert_eq!(ends, vec![(Written::Intent(IntentOutcome::Recorded), true); 100]);
        let together = log_size(&store);
        let writer = |n: usize| store.add(record(&format!("alone{n}")), Pace::Urgent, Box::new(|_| ()));
        (0..25).for_each(|n| all(writer(n)));
        assert!(log_size(&store) - together > together, "a hundred take less than twenty-five one by one");
    }

    #[test]
    fn a_record_that_cannot_be_written_fails_alone() {
        let disk = tempfile::tempdir().expect("a folder");
        let store = open(&disk);
        let (answers, answered) = mpsc::channel();
        let mut writer = None;
        // An ID that was used.
        for (id, name) in [("a", "a"), ("b", "b"), ("a", "d"), ("c", "c")] {
            let answers = answers.clone();
            let answer = Box::new(move |end: io::Result<_>| answers.send((name, end.is_ok())).expect("a test"));
            writer = writer.or(store.add(record_of(id, name), Pace::Urgent, answer));
        }
        all(writer);
        assert_eq!(answered.try_iter().collect::<Vec<_>>(), [("a", true), ("b", true), ("d", false), ("c", true)]);
        assert_eq!(store.unfinished().expect("read").len(), 3);
    }

    /// Two programs that have found the same user at the same time, and a third one whose create got the answer.
    #[test]
    fn a_user_is_created_by_one_write() {
        let disk = tempfile::tempdir().expect("a folder");
        let store = open(&disk);
        let user = UserId::new("u");
        let written = |record: Record| {
            let writer = store.add(record, Pace::Urgent, Box::new(|end| assert!(end.is_ok())));
            all(writer);
        };
        let outcome = |id: &str| {
            let write = store.find(&WriteId::from_text(id.to_owned())).expect("read").expect("recorded");
            write.outcome.expect("an end").0
        };
        let proof = |id: &str| Record::Proof(WriteId::from_text(id.to_owned()), user.clone(), Timestamp::UNIX_EPOCH);
        for id in ["a", "b", "c"] {
            written(record(id));
        }
        written(proof("a"));
        written(proof("b"));
        assert_eq!(outcome("a"), JournalOutcome::Created(user.clone()));
        assert_eq!(outcome("b"), JournalOutcome::NotCreated);
        let answer = JournalOutcome::Created(user.clone());
        written(Record::Outcome(WriteId::from_text("c".to_owned()), answer.clone(), Timestamp::UNIX_EPOCH));
        assert_eq!(
            [outcome("a"), outcome("b"), outcome("c")],
            [JournalOutcome::NotCreated, JournalOutcome::NotCreated, answer]
        );
    }

    #[test]
    fn finding_after_an_outcome_changes_nothing_and_is_told_it() {
        let disk = tempfile::tempdir().expect("a folder");
        let store = open(&disk);
        let id = || WriteId::from_text("a".to_owned());
        let (answers, answered) = mpsc::channel();
        let write = |record: Record| {
            let answers = answers.clone();
            let answer = move |end: io::Result<Written>| answers.send(end.expect("written")).expect("a test");
            all(store.add(record, Pace::Urgent, Box::new(answer)));
            answered.recv().expect("an answer")
        };
        write(record("a"));
        let [first, later] = [1, 2].map(|second| Timestamp::from_second(second).expect("a time"));
        assert_eq!(write(Record::Finding(id(), JournalOutcome::Absent, first)), Written::Done);
        let known = write(Record::Finding(id(), JournalOutcome::NotCreated, later));
        assert_eq!(known, Written::Known(JournalOutcome::Absent));
        let write = store.find(&id()).expect("read").expect("recorded");
        assert_eq!(write.outcome, Some((JournalOutcome::Absent, first)));
    }

    #[test]
    fn nobody_is_answered_by_a_writer_that_does_not_write_and_the_next_one_does() {
        let disk = tempfile::tempdir().expect("a folder");
        let store = open(&disk);
        let (answers, answered) = mpsc::channel();
        drop(store.add(record("a"), Pace::Urgent, Box::new(move |end| answers.send(end.is_ok()).expect("a test"))));
        assert_eq!(answered.recv(), Err(mpsc::RecvError), "the answer is dropped");
        all(store.add(record("b"), Pace::Urgent, Box::new(|_| ())));
        assert_eq!(store.unfinished().expect("read").len(), 1);
    }
}
