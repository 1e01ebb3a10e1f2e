//! The ends of changes of existing users: what is said, what is counted, what stands in the activity, what can follow.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::overlays::overlay::{ActivityFilter, Overlay};
use keepnet_tui::app::screen::activity::lines;
use keepnet_tui::domain::change::outcome::{DeleteEnd, GroupEnd, MailEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::write::{Intent, Mail, WriteKind};
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::existing::UserStatus;
use rstest::rstest;

use super::edits::{changes, opened};
use crate::common::{Story, company, failure, people};

fn no() -> keepnet_tui::domain::service::failure::Failure {
    failure(Applied::No, Remedy::Nothing)
}

fn perhaps() -> keepnet_tui::domain::service::failure::Failure {
    failure(Applied::Maybe, Remedy::Retry)
}

/// The first user is being changed by this key.
fn changing(keys: &str) -> (Story, Intent) {
    let mut s = opened();
    s.press(keys);
    let sent = changes(&mut s).remove(0);
    (s, sent)
}

/// What the rows of the activity say: how far it is, about whom.
fn activity(s: &Story) -> Vec<(String, String)> {
    lines(&s.model, ActivityFilter::All).into_iter().map(|line| (line.progress.word(), line.user_label)).collect()
}

fn row(word: &str, whom: &str) -> (String, String) {
    (word.to_owned(), whom.to_owned())
}

/// The cursor of the activity goes from its first row to the first such one.
fn go_to(s: &mut Story, is_it: impl Fn(&(String, String)) -> bool) -> &mut Story {
    let rows = activity(s);
    let row = rows.iter().position(is_it).unwrap_or_else(|| panic!("no such row: {rows:?}"));
    for _ in 0..row {
        s.press("j");
    }
    s
}

fn looked_up(s: &mut Story) -> usize {
    s.take(|e| matches!(e, Effect::Reconcile(_)).then_some(())).len()
}

const UPDATED: &str =
    "user000@x.example deactivated in Contoso; the seat is free, the user still counts in this month's usage";

#[rstest]
#[case::done(UpdateEnd::Updated, UPDATED, "deactivated")]
#[case::so_already(UpdateEnd::AlreadySo, "user000@x.example in Contoso is so already; nothing was sent", "")]
#[case::refused(UpdateEnd::Refused(no()), "user000@x.example in Contoso: ", "not done")]
#[case::unchanged(UpdateEnd::Unchanged, "user000@x.example was not deactivated in Contoso", "not done")]
fn end_of_a_deactivation_is_said_once_and_kept(#[case] end: UpdateEnd, #[case] said: &str, #[case] word: &str) {
    let (mut s, sent) = changing("x");
    s.ends(&sent.id, end);
    assert!(s.said().starts_with(said), "{}", s.said());
    let whom = if word == "not done" { "deactivate user000@x.example" } else { "user000@x.example" };
    let rows = if word.is_empty() { Vec::new() } else { vec![row(word, whom)] };
    assert_eq!(activity(&s), rows);
    assert_eq!(s.fetched_users().len(), 1, "the list is read again");
    assert!(s.model.changes.is_empty());
}

/// Nothing is sent again by itself, and what is said first is not said at every look.
#[rstest]
#[case::deactivation("x", UpdateEnd::Unknown(perhaps()).into(), "It is not known whether user000@x.example was deactivated in Contoso: ")]
#[case::delete("D y", DeleteEnd::Unknown(perhaps()).into(), "It is not known whether user000@x.example was deleted from Contoso: ")]
fn unknown_end_is_said_and_looked_up_again(#[case] keys: &str, #[case] end: WriteOutcome, #[case] said: &str) {
    let (mut s, sent) = changing(keys);
    s.ends(&sent.id, end.clone());
    assert!(s.said().starts_with(said) && s.said().ends_with("It is looked up again automatically."), "{}", s.said());
    s.press("esc").wait();
    assert_eq!(looked_up(&mut s), 1);
    s.ends(&sent.id, end);
    assert_eq!(s.said(), "", "once is enough");
    assert!(changes(&mut s).is_empty());
    assert_eq!(activity(&s)[0].0, "unknown");
}

#[rstest]
#[case::deactivation("x", UpdateEnd::Pending.into(), "will be deactivated in Contoso")]
#[case::delete("D y", DeleteEnd::Pending.into(), "will be deleted from Contoso")]
fn change_that_may_still_come_is_said_once(#[case] keys: &str, #[case] end: WriteOutcome, #[case] said: &str) {
    let (mut s, sent) = changing(keys);
    s.ends(&sent.id, end.clone());
    assert!(s.said().contains(said) && s.said().contains("checked again automatically"), "{}", s.said());
    s.press("esc").wait();
    assert_eq!(looked_up(&mut s), 1);
    s.ends(&sent.id, end);
    assert_eq!(s.said(), "", "once is enough");
}

#[rstest]
#[case::refused(DeleteEnd::Refused(no()), "user000@x.example in Contoso: ")]
#[case::still_there(DeleteEnd::StillThere, "user000@x.example was not deleted from Contoso: no clear answer came")]
fn delete_that_is_not_carried_out_is_kept(#[case] end: DeleteEnd, #[case] said: &str) {
    let (mut s, sent) = changing("D y");
    s.ends(&sent.id, end);
    assert!(s.said().starts_with(said), "{}", s.said());
    assert_eq!(activity(&s), [row("not done", "delete user000@x.example")]);
    assert_eq!(s.model.users.list.rows()[0].status, UserStatus::Active);
    assert_eq!(s.model.companies.rows()[0].seats.used, 5);
}

/// The delete that undoes a create stands in the row of the create.
#[test]
fn undo_of_a_create_that_is_refused_has_no_row_of_its_own() {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.fill().press("ctrl-s");
    let (id, ..) = s.creates().remove(0);
    s.created(&id).press("Z y");
    let delete = changes(&mut s).remove(0);
    s.ends(&delete.id, DeleteEnd::Refused(no()));
    assert_eq!(activity(&s), [row("created", "jane@contoso.com")]);
}

#[test]
fn conflict_reads_the_list_again() {
    let (mut s, sent) = changing("x");
    let WriteKind::Update(update) = &sent.kind else { panic!("no update") };
    let found = keepnet_tui::domain::change::update::Conflict {
        change: update.changes[0].clone(),
        now: keepnet_tui::domain::user::detail::StoredValue::new("perhaps"),
    };
    s.ends(&sent.id, UpdateEnd::Conflict(vec![found]));
    assert_eq!(s.fetched_users().len(), 1);
    assert_eq!(activity(&s), [row("conflict", "deactivate user000@x.example")]);
    s.press("esc f9 n");
    assert_eq!(activity(&s), [row("not done", "deactivate user000@x.example")]);
}

/// The undo found everything as it was to be, or was refused: what was changed can be undone again, or not.
#[rstest]
#[case::refused(UpdateEnd::Refused(no()))]
#[case::so_already(UpdateEnd::AlreadySo)]
fn undo_that_changed_nothing_can_be_tried_again(#[case] end: UpdateEnd) {
    let (mut s, sent) = changing("x");
    s.ends(&sent.id, UpdateEnd::Updated);
    s.millis += 1_000;
    s.press("Z");
    let undo = changes(&mut s).remove(0);
    assert_eq!(s.said(), "Putting back user000@x.example in Contoso");
    s.press("Z");
    assert!(changes(&mut s).is_empty(), "not twice");
    s.ends(&undo.id, end);
    s.millis += 1_000;
    s.press("Z");
    assert_eq!(changes(&mut s).len(), 1);
}

#[test]
fn undo_that_is_taken_back_can_be_tried_again() {
    let (mut s, sent) = changing("x");
    s.ends(&sent.id, UpdateEnd::Updated);
    // Something else is under way, so that the undo waits.
    s.millis += 1_000;
    s.press("j j j x k k k J j Z");
    let busy = changes(&mut s).remove(0);
    assert!(busy.email().starts_with("user003"), "{}", busy.email());
    let waits = |s: &Story| s.model.changes.of_user(&UserId::new("id-000")).is_some();
    assert!(waits(&s), "{}", s.said());
    s.press("esc Z");
    assert!(!waits(&s) && s.said().ends_with("will not be activated: nothing was sent"), "{}", s.said());
    s.press("J j Z");
    assert!(waits(&s), "{}", s.said());
}

/// The seat is counted once, whether the form shows what was listed or what is under way.
#[rstest]
#[case::freed("x", 4)]
#[case::taken("j x", 6)]
#[case::deleted("D y", 4)]
fn seat_is_counted_in_the_open_form(#[case] keys: &str, #[case] used: u64) {
    let (mut s, sent) = changing(keys);
    s.press("a").settle();
    let seats = |s: &Story| s.form().seats();
    let after = Seats { used, limit: Limit::Of(9) };
    assert_eq!(seats(&s), after, "while it is under way");
    let is_delete = matches!(sent.kind, WriteKind::Delete(_));
    s.ends(&sent.id, if is_delete { DeleteEnd::Deleted.into() } else { WriteOutcome::from(UpdateEnd::Updated) });
    if is_delete {
        let asked = s.effects.iter().filter(|e| matches!(e, Effect::Fetch(_, Read::License(_)))).count();
        assert_eq!(asked, 1, "the seats are asked for again");
    } else {
        assert_eq!(seats(&s), after, "when it has ended");
    }
}

/// The rows of the messages tell each of a batch, the line tells all of them.
#[test]
fn each_end_of_a_batch_stands_among_the_messages() {
    let mut s = opened();
    s.press("* x y");
    for end in [UpdateEnd::Refused(no()), UpdateEnd::Updated, UpdateEnd::Updated, UpdateEnd::Updated] {
        let sent = changes(&mut s).remove(0);
        s.ends(&sent.id, end);
    }
    assert!(s.said().starts_with("3 users deactivated in Contoso, 1 was not"), "{}", s.said());
    let said = |part: &str| s.model.notices.newest_first().filter(|notice| notice.text.contains(part)).count();
    assert_eq!((said("user000@x.example in Contoso: "), said(" deactivated in Contoso; the seat")), (1, 3));
}

#[test]
fn mail_without_an_answer_is_said_and_not_sent_again() {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(3);
    s.press("S").answer_system_users();
    for (end, said) in [
        (MailEnd::Refused(no()), "user000@x.example in Contoso: "),
        (MailEnd::Unanswered(perhaps()), "user000@x.example in Contoso: "),
        (MailEnd::Sent, "Sent the welcome mail to user000@x.example in Contoso"),
    ] {
        s.press("m y");
        let sent = changes(&mut s).remove(0);
        assert_eq!(sent.kind, WriteKind::Mail(UserId::new("id-000"), Mail::Welcome));
        s.ends(&sent.id, end);
        assert!(s.said().starts_with(said), "{}", s.said());
        assert!(s.model.changes.is_empty());
        s.press("esc");
    }
}

/// Another change of the company is under way, so that the mail waits and is taken back.
#[test]
fn mail_that_waits_is_taken_back() {
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Of(9))]);
    s.people = people(3);
    s.press("S").answer_system_users().press("m y j m y Z");
    assert_eq!(changes(&mut s).len(), 1);
    assert_eq!(s.said(), "system user user001@x.example will not get the welcome mail: nothing was sent");
}

/// A group is new, or there already; its end is told as that of any change.
#[rstest]
#[case::created(GroupEnd::Created, "Created the group \"Night\" in Contoso", "created")]
#[case::there(GroupEnd::AlreadySo, "Contoso has a group \"Night\" already; nothing was sent", "")]
#[case::refused(GroupEnd::Refused(no()), "The group \"Night\" in Contoso: ", "not done")]
#[case::absent(GroupEnd::Absent, "The group \"Night\" was not created in Contoso", "not done")]
fn end_of_a_new_group_is_said_and_kept(#[case] end: GroupEnd, #[case] said: &str, #[case] word: &str) {
    let mut s = opened();
    s.press("T").answer_user().type_text("Night").press("enter ctrl-s");
    let sent = changes(&mut s).remove(0);
    s.ends(&sent.id, end);
    let told = s.model.notices.newest_first().any(|notice| notice.text.starts_with(said));
    assert!(told, "{}", s.said());
    assert_eq!(
        activity(&s).iter().any(|(how, whom)| how == word && whom.ends_with("group \"Night\"")),
        !word.is_empty()
    );
    assert_eq!(changes(&mut s).len(), 1, "the user goes into it all the same");
}

#[rstest]
#[case::unknown(GroupEnd::Unknown(perhaps()))]
#[case::pending(GroupEnd::Pending)]
fn new_group_that_may_come_is_looked_up(#[case] end: GroupEnd) {
    let mut s = opened();
    s.press("T").answer_user().type_text("Night").press("enter ctrl-s");
    let sent = changes(&mut s).remove(0);
    s.ends(&sent.id, end.clone());
    assert!(s.said().starts_with("It is not known whether the group \"Night\" was created in Contoso"), "{}", s.said());
    s.press("esc").wait();
    assert_eq!(looked_up(&mut s), 1);
    s.ends(&sent.id, end);
    assert_eq!(s.said(), "", "once is enough");
}

#[test]
fn new_group_that_waits_is_taken_back_and_said() {
    let mut s = opened();
    s.press("x j T").answer_user().type_text("Night").press("enter ctrl-s J");
    go_to(&mut s, |(_, whom)| whom.ends_with("group \"Night\"")).press("Z");
    assert_eq!(s.said(), "The group \"Night\" will not be created: nothing was sent");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Activity { .. })));
}

/// A change of a group says the group, not which field was changed.
#[test]
fn change_of_a_group_names_the_group_alone() {
    let mut s = opened();
    s.press("T").answer_user().press("space ctrl-s");
    let sent = changes(&mut s).remove(0);
    s.ends(&sent.id, UpdateEnd::Updated);
    assert_eq!(s.said(), "user000@x.example taken from the group \"Finance\" in Contoso");
}
