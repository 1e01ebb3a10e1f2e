//! The queue at its edges: keys pressed at the wrong moment, deletes that are queued, and what is said of them.

use keepnet_tui::app::changes::change::Change;
use keepnet_tui::app::changes::created_users::UndoState;
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::settings::{Connection, Settings};
use keepnet_tui::app::overlays::overlay::{ActivityFilter, Overlay};
use keepnet_tui::app::screen::activity::{Progress, lines};
use keepnet_tui::app::screen::confirmations::in_full;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::write::{WriteId, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::draft::{Draft, DraftId, Stage};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::service::profile::ProfileInfo;

use crate::common::{Story, companies, company, failure, now, typed};

fn users(names: &[&str]) -> Story {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    for name in names {
        s.millis += 1_000;
        s.press("end ctrl-u").type_text(&format!("{name}@contoso.com")).press("tab").type_text("+442079460018");
        s.press("ctrl-n");
    }
    s.press("esc");
    s
}

/// Ann is created, ben is under way, and ann's delete is queued behind ben.
fn delete_queued() -> Story {
    let mut s = users(&["ann"]);
    s.ends(&WriteId::new("run", 1), CreateEnd::Created(UserId::new("u1")));
    s.press("a").settle();
    s.press("end ctrl-u").type_text("ben@contoso.com").press("tab").type_text("+442079460018").press("ctrl-s");
    s.press("Z y");
    assert!(s.model.changes.queued().any(|change| change.intent.kind == WriteKind::Delete(UserId::new("u1"))));
    s
}

/// The drafts that stand for deletes and were put on disk.
fn kept(s: &mut Story) -> Vec<Draft> {
    let all = s.take(|e| if let Effect::SaveDraft(draft) = e { Some((**draft).clone()) } else { None });
    all.into_iter().filter(|draft| matches!(draft.stage, Stage::Change(WriteKind::Delete(_), _))).collect()
}

fn question(s: &Story) -> String {
    let Some(Overlay::Confirm { question, .. }) = s.model.overlays.last() else { panic!("no question") };
    in_full(&s.model, question).text
}

#[test]
fn retry_leaves_alone_what_is_queued_or_sent() {
    let mut s = users(&["ann", "ben"]);
    let progress =
        |s: &Story| lines(&s.model, ActivityFilter::All).iter().map(|line| line.progress).collect::<Vec<_>>();
    let before = progress(&s);
    assert!(before.contains(&Progress::Queued) && before.contains(&Progress::Sending));
    s.press("J r");
    assert!(s.said().contains("automatically"), "{}", s.said());
    s.press("j r");
    assert_eq!(progress(&s), before);
    assert!(s.look_ups().is_empty());
    s.created(&WriteId::new("run", 1));
    assert_eq!(s.creates().len(), 2, "ben goes out when his turn comes");
}

#[test]
fn retry_of_a_system_user_looks_it_up() {
    let mut s = Story::ready(companies(3));
    s.fill_system().press("ctrl-s");
    s.confirm();
    let id = s.system_creates().remove(0).0;
    s.ends(&id, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry)));
    s.press("J r");
    assert_eq!(s.look_ups().len(), 1);
    assert!(s.said().contains("being looked up"), "{}", s.said());
}

#[test]
fn f9_in_the_activity_shows_the_form() {
    let mut s = users(&["ann"]);
    s.ends(&WriteId::new("run", 1), CreateEnd::Refused(failure(Applied::No, Remedy::Retry)));
    s.press("J f9");
    assert!(s.model.overlays.is_empty());
    assert_eq!((s.model.pane, s.form().text(FieldId::Email)), (Pane::Form, "ann@contoso.com"));
}

#[test]
fn a_delete_that_is_taken_back_opens_no_form() {
    let mut s = delete_queued();
    s.millis += 1_000;
    s.press("Z");
    assert_eq!(s.model.created_users.undo_state(&UserId::new("u1")), Some(UndoState::Created));
    assert!(s.said().contains("will not be deleted") && !s.said().contains("F9"), "{}", s.said());
}

#[test]
fn a_queued_delete_is_kept_and_quit_says_so() {
    let mut s = delete_queued();
    s.press("q");
    let said = question(&s);
    let kept = "1 change (1 delete) is not sent yet and kept for the next start, which sends it.";
    assert!(said.contains(kept), "{said}");
}

#[test]
fn a_queued_delete_that_no_disk_takes_is_gone_and_quit_says_so() {
    let mut s = delete_queued();
    let kept = s.take(|e| if let Effect::SaveDraft(draft) = e { Some(draft.id) } else { None });
    s.send(Msg::DraftSaved(kept[0], Err(failure(Applied::No, Remedy::Nothing))));
    s.press("q");
    let said = question(&s);
    assert!(said.contains("1 change (1 delete) is not sent yet and will be lost."), "{said}");
}

#[test]
fn a_queued_delete_waits_in_its_profile() {
    let mut s = delete_queued();
    let delete = kept(&mut s).pop().expect("it is on disk");
    "north".clone_into(&mut s.model.settings.profile);
    let line = |name: &str| ProfileInfo {
        name: name.to_owned(),
        service: format!("https://{name}.example"),
        production: false,
        read_only: false,
        missing_variables: Vec::new(),
    };
    s.model.settings.profile_settings.profiles = vec![line("north"), line("south")];
    if let Some(connection) = &mut s.model.settings.connection {
        connection.badge = None;
    }
    s.press(": P r o f i l e s enter j enter");
    let said = question(&s);
    assert!(
        said.contains("1 change (1 delete) is not sent yet and kept until you are back in profile north"),
        "{said}"
    );
    let connection = Connection { badge: None, base_url: "https://south.example".to_owned() };
    let south = Settings { profile: "south".to_owned(), connection: Some(connection), ..s.model.settings.clone() };
    s.press("y");
    let opens = s.take(|e| if let Effect::Open(ticket, _) = e { Some(*ticket) } else { None });
    s.send(Msg::ProfileUnlocked(opens[0], Ok(())));
    let north = s.model.settings.clone();
    s.send(Msg::Switched(Box::new(south)));
    s.send(Msg::Switched(Box::new(north)));
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![delete.clone()], ..Recovered::default() })));
    assert_eq!(s.model.created_users.undo_state(&UserId::new("u1")), Some(UndoState::Undoing));
    let sent = s.take(|e| if let Effect::Change(intent) = e { Some(intent.id.clone()) } else { None });
    assert_eq!(
        sent.into_iter().map(|change| Stage::Change(WriteKind::Delete(UserId::new("u1")), change)).collect::<Vec<_>>(),
        [delete.stage]
    );
}

#[test]
fn what_is_queued_is_told_beside_what_is_unknown() {
    let mut first = users(&["ann"]);
    let intent = first.orders().remove(0).intent;
    let queued = Draft { stage: Stage::Waiting, ..typed(&first.list[1], intent.entry.clone()) };
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(Recovered {
        drafts: vec![queued],
        unfinished: vec![intent],
        ..Recovered::default()
    })));
    assert!(s.said().contains("1 write from an earlier run is not known"), "{}", s.said());
    assert!(s.said().contains("1 user queued in an earlier run"), "{}", s.said());
}

#[test]
fn seats_are_not_told_from_rows_that_may_count_the_user_or_not() {
    let mut s = users(&["ann"]);
    s.millis += 5_000;
    s.press("r").settle();
    s.created(&WriteId::new("run", 1));
    assert!(s.said().starts_with("Created ann@contoso.com") && !s.said().contains("seat"), "{}", s.said());
}

#[test]
fn a_change_is_as_old_as_its_request() {
    let mut s = users(&["ann", "ben"]);
    s.orders();
    s.millis += 900_000;
    s.press("r").settle();
    s.created(&WriteId::new("run", 1));
    let order = s.orders().remove(0);
    assert_eq!((order.intent.email(), order.intent.at), ("ben@contoso.com", now(s.millis).utc));
    s.millis += 3_000;
    s.created(&order.intent.id);
    assert!(s.said().contains("seat"), "the rows are older than the request: {}", s.said());
}

#[test]
fn a_form_whose_user_was_created_goes_when_it_is_left() {
    for typed_on in [false, true] {
        let mut s = users(&["ann"]);
        let id = WriteId::new("run", 1);
        s.ends(&id, CreateEnd::Pending).reopen();
        s.created(&id);
        assert!(s.form().failure().is_some_and(|failure| failure.what.contains("by the first attempt")));
        if typed_on {
            s.type_text("2");
        }
        s.press("esc").wait();
        assert_eq!(s.model.drafts.needing().count(), usize::from(typed_on));
        assert_eq!(s.take(|e| if let Effect::DeleteDraft(id) = e { Some(*id) } else { None }).is_empty(), typed_on);
    }
}

#[test]
fn a_form_that_waits_is_sent_by_the_next_start_and_quit_says_so() {
    let mut s = Story::ready(companies(3));
    s.press("a").type_text("ann@contoso.com").press("tab").type_text("+442079460018").press("ctrl-s");
    assert_eq!(s.model.drafts.waiting().count(), 1);
    s.press("q");
    let said = question(&s);
    assert!(said.contains("1 change is not sent yet and kept for the next start, which sends it"), "{said}");
    assert!(!said.contains("draft"), "{said}");
}

#[test]
fn what_was_queued_goes_out_again_in_its_order() {
    let mut first = users(&["ann"]);
    let entry = first.orders().remove(0).intent.entry;
    let queued = |n: u32| Draft {
        id: DraftId::new(n),
        stage: Stage::Waiting,
        ..typed(&first.list[0], entry.clone().with(FieldId::Email, &format!("user{n}@contoso.com")))
    };
    let mut s = Story::ready(companies(3));
    s.send(Msg::Restored(Box::new(Recovered {
        drafts: vec![queued(1), queued(2), queued(3)],
        ..Recovered::default()
    })));
    let asked = s.fetched_custom_fields();
    assert_eq!(asked.len(), 1, "one question does for all users of a company");
    s.send(Msg::CustomFields(asked[0], Ok(Vec::new())));
    let queue: Vec<_> = s.model.changes.all().iter().map(|change| change.intent.email().to_owned()).collect();
    assert_eq!(queue, [1, 2, 3].map(|n| format!("user{n}@contoso.com")));
}

#[test]
fn ctrl_c_in_the_next_form_stops_nobody_who_waits() {
    let mut s = Story::ready(companies(3));
    s.press("a").type_text("ann@contoso.com").press("tab").type_text("+442079460018").press("ctrl-n ctrl-c");
    let asked = s.fetched_custom_fields();
    let stopped = s.take(|e| if let Effect::Cancel(ticket) = e { Some(*ticket) } else { None });
    assert!(stopped.iter().all(|ticket| !asked.contains(ticket)), "{stopped:?}");
    s.send(Msg::CustomFields(asked[0], Ok(Vec::new())));
    assert_eq!(s.creates().len(), 1);
}

/// The program was killed between the record of a change and the next stage of its draft.
#[test]
fn draft_of_any_stage_is_removed_with_its_change() {
    for stage in [Stage::Typing, Stage::Waiting, Stage::NeedsYou("refused before".to_owned())] {
        let mut first = users(&["ann"]);
        let intent = first.orders().remove(0).intent;
        let draft = Draft { stage, ..typed(&first.list[0], intent.entry.clone()) };
        let mut s = Story::ready(companies(3));
        let left = Recovered { drafts: vec![draft], unfinished: vec![intent.clone()], ..Recovered::default() };
        s.send(Msg::Restored(Box::new(left)));
        s.ends(&intent.id, CreateEnd::Created(UserId::new("u1"))).wait();
        assert_eq!(s.model.drafts.drafts().count(), 0);
        assert_eq!(s.take(|e| if let Effect::DeleteDraft(id) = e { Some(*id) } else { None }).len(), 1);
    }
}

#[test]
fn unknown_system_user_is_looked_up_after_form_was_reused() {
    let mut s = Story::ready(companies(3));
    s.fill_system().press("ctrl-s");
    let (id, ..) = s.system_creates().remove(0);
    s.ends(&id, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry))).reopen();
    s.press("ctrl-a").type_text("x").press("ctrl-s");
    assert_eq!(s.system_creates().len(), 1);
    assert!(s.model.changes.get(&id).is_some_and(Change::is_unknown));
    s.wait().press("J g r");
    assert_eq!(s.look_ups().iter().filter(|intent| intent.id == id).count(), 1);
}

#[test]
fn retry_of_held_user_from_earlier_run_checks_gates() {
    let mut first = users(&["ann"]);
    let entry = first.orders().remove(0).intent.entry;
    let mut s = Story::ready(vec![company(1, "Lumen", 60, Limit::Of(60))]);
    let held = Draft { stage: Stage::NeedsYou(String::new()), ..typed(&s.list[0], entry) };
    s.send(Msg::Restored(Box::new(Recovered { drafts: vec![held], ..Recovered::default() })));
    s.press("J r");
    assert!(s.said().contains("it needs you first"), "{}", s.said());
    assert_eq!(s.model.drafts.waiting().count(), 0);
}
