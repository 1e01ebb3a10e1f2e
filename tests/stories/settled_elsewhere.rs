//! What has no end here and has one in the journal: an import has created the user meanwhile, or another program has
//! found out what became of a change.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::import::state::Import;
use keepnet_tui::domain::change::outcome::{CreateEnd, UpdateEnd};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, WriteId};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::roster::Ended;

use super::edits::{changes, opened};
use super::imports::going;
use crate::common::{Story, companies};

/// The journal is read again, and has these ends.
fn journal(s: &mut Story, ended: Vec<(Intent, JournalOutcome)>) {
    s.press("J");
    let asked = s.take(|e| if let Effect::History(ticket) = e { Some(*ticket) } else { None });
    let at = s.model.now.utc;
    s.send(Msg::History(asked[0], ended.into_iter().map(|(intent, outcome)| (intent, outcome, at)).collect()));
    s.press("esc");
}

fn looked_up(s: &mut Story) -> Vec<WriteId> {
    s.take(|e| if let Effect::Reconcile(intent) = e { Some(intent.id.clone()) } else { None })
}

/// A create of an earlier run has no end, and was looked up in vain.
fn in_doubt() -> (Story, Intent) {
    let mut first = Story::ready(companies(3));
    first.fill().press("ctrl-s");
    let intent = first.orders().remove(0).intent;
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(Recovered { unfinished: vec![intent.clone()], ..Recovered::default() })));
    assert_eq!(looked_up(&mut s).len(), 1);
    s.ends(&intent.id, CreateEnd::Pending);
    assert_eq!((s.model.changes.all().len(), s.model.drafts.needing().count()), (1, 1));
    (s, intent)
}

fn is_over(s: &Story) -> bool {
    s.model.changes.is_empty() && s.model.drafts.needing().next().is_none()
}

#[test]
fn create_in_doubt_ends_with_that_of_an_import() {
    let (mut s, intent) = in_doubt();
    let again = Intent { id: WriteId::new("import", 7), ..intent.clone() };
    let told = vec![(intent, JournalOutcome::NotCreated), (again, JournalOutcome::Created(UserId::new("u1")))];
    journal(&mut s, told);
    assert!(is_over(&s) && looked_up(&mut s).is_empty());
    assert_eq!(s.model.created_users.all().map(|job| job.user.as_str()).collect::<Vec<_>>(), ["u1"]);
}

#[test]
fn create_in_doubt_that_was_found_is_told_once() {
    let (mut s, intent) = in_doubt();
    journal(&mut s, vec![(intent, JournalOutcome::Created(UserId::new("u1")))]);
    assert!(is_over(&s));
    assert_eq!(s.model.created_users.all().count(), 1);
    let told = s.model.notices.newest_first().filter(|notice| notice.text.starts_with("Created jane@")).count();
    assert_eq!(told, 1);
}

/// What was typed since it was sent stays.
#[test]
fn form_with_other_values_stays_when_its_create_ends() {
    let (mut s, intent) = in_doubt();
    s.press("f9 tab tab").type_text("Jane").press("esc");
    journal(&mut s, vec![(intent, JournalOutcome::Created(UserId::new("u1")))]);
    assert!(s.model.changes.is_empty());
    s.press("f9");
    assert_eq!(s.form().text(FieldId::FirstName), "Jane");
    let why = &s.form().failure().expect("said").why;
    assert!(why.contains("Your changes since then were not sent"), "{why}");
}

/// Its look-up ends with what the journal has, and all that follows from an end follows.
#[test]
fn change_in_doubt_with_an_end_is_looked_up_at_once() {
    let mut s = opened();
    s.press("x");
    let sent = changes(&mut s).remove(0);
    s.ends(&sent.id, UpdateEnd::Pending);
    journal(&mut s, vec![(sent.clone(), JournalOutcome::Updated)]);
    assert_eq!(looked_up(&mut s), std::slice::from_ref(&sent.id));
    s.ends(&sent.id, UpdateEnd::Updated);
    assert!(is_over(&s));
    assert_eq!(s.model.created_users.finished.all().count(), 1);
}

/// The end of its row is enough to read the journal again.
#[test]
fn row_of_a_user_in_doubt_reads_the_journal() {
    let mut s = going(3);
    let rows = s.rows_sent();
    let is_asked = |s: &mut Story| !s.take(|e| matches!(e, Effect::History(_)).then_some(())).is_empty();
    s.row_ends(rows[0].clone(), Ended::created(&UserId::new("u0"), ""));
    assert!(!is_asked(&mut s), "nothing is in doubt");
    let plan = s.model.import.current.as_ref().and_then(Import::plan).expect("a plan");
    let row = &plan.rows[rows[1].1];
    let company = plan.company_of(row).expect("a company").id.clone();
    let tried = Intent { company, entry: row.judged.person.entry.clone(), ..in_doubt().1 };
    s.send(Msg::Restored(Box::new(Recovered { unfinished: vec![tried.clone()], ..Recovered::default() })));
    s.ends(&tried.id, CreateEnd::Pending);
    s.row_ends(rows[1].clone(), Ended::created(&UserId::new("u1"), ""));
    assert!(is_asked(&mut s));
}
