//! Activity: everything done or under way, with what can be done about each.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::parked::AttentionReason;
use keepnet_tui::app::overlays::overlay::{ActivityEntry, ActivityFilter, Overlay};
use keepnet_tui::app::screen::activity::{Progress, details, lines, under_cursor};
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::gate::GateKind;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;

use crate::common::{Story, companies, company, failure, now, typed};

fn told(s: &Story) -> Vec<(String, Progress)> {
    lines(&s.model, ActivityFilter::All).into_iter().map(|line| (line.user_label, line.progress)).collect()
}

/// One is created, one under way, one queued, one refused and one held.
fn busy() -> Story {
    let mut s = Story::ready(vec![company(1, "Lumen", 57, Limit::Of(60)), company(2, "Zephyr", 60, Limit::Of(60))]);
    s.press("a").settle();
    for name in ["ann", "ben", "cleo", "dan"] {
        s.millis += 1_000;
        s.press("end ctrl-u").type_text(&format!("{name}@contoso.com")).press("tab").type_text("+442079460018");
        s.press("ctrl-n");
        match name {
            "ann" => drop(s.ends(&WriteId::new("run", 1), CreateEnd::Created(UserId::new("u1")))),
            "ben" => drop(s.ends(&WriteId::new("run", 2), CreateEnd::Refused(failure(Applied::No, Remedy::Retry)))),
            _ => {}
        }
    }
    s.millis += 1_000;
    s.press("esc j").fill().press("ctrl-n esc");
    s
}

#[test]
fn activity_rows_show_progress() {
    let s = busy();
    let held = Progress::NeedsYou(AttentionReason::Gate(GateKind::NoSeat));
    let expected = [
        ("jane", held),
        ("dan", Progress::Queued),
        ("cleo", Progress::Sending),
        ("ben", Progress::NeedsYou(AttentionReason::Refused)),
        ("ann", Progress::Created),
    ];
    assert_eq!(told(&s), expected.map(|(name, progress)| (format!("{name}@contoso.com"), progress)));
    assert_eq!(lines(&s.model, ActivityFilter::NeedsYou).len(), 2);
}

#[test]
fn enter_opens_the_form_that_needs_attention() {
    let mut s = busy();
    s.press("J j j j enter");
    assert!(s.model.overlays.is_empty());
    assert_eq!(s.form().text(FieldId::Email), "ben@contoso.com");
}

#[test]
fn cursor_stays_on_its_row_when_rows_are_added() {
    let mut s = busy();
    s.press("J j j");
    let on = under_cursor(&s.model);
    s.millis += 1_000;
    s.ends(&WriteId::new("run", 4), CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Retry)));
    assert!(matches!(on, Some(ActivityEntry::Change(_))));
    assert_eq!(under_cursor(&s.model), on);
}

#[test]
fn each_line_can_be_undone_in_its_own_way() {
    let mut s = busy();
    // Queued: it was never sent.
    s.press("J j Z");
    assert!(told(&s).contains(&("dan@contoso.com".to_owned(), Progress::NeedsYou(AttentionReason::Fix))));
    // Under way: nobody can take it back.
    s.press("f f f f").press("J").press("J");
    let sending =
        lines(&s.model, ActivityFilter::All).iter().position(|line| line.progress == Progress::Sending).expect("one");
    for _ in 0..sending {
        s.press("j");
    }
    s.press("Z");
    assert!(s.said().contains("only a queued change can be taken back"), "{}", s.said());
    // Created: after a question.
    s.press("pgdn Z y");
    s.ends(&WriteId::new("run", 3), CreateEnd::Created(UserId::new("u3")));
    let undone = s.take(|e| if let Effect::Change(intent) = e { Some(intent.kind.clone()) } else { None });
    assert_eq!(undone, [WriteKind::Delete(UserId::new("u1"))]);
}

#[test]
fn retry_sends_a_held_user_once_gates_open() {
    let mut s = busy();
    s.press("J r");
    assert!(s.said().contains("it needs you first"), "{}", s.said());
    // The seats are those of ann and of who is queued, until one of them is refused.
    s.press("esc").ends(&WriteId::new("run", 3), CreateEnd::Refused(failure(Applied::No, Remedy::Retry)));
    s.press("J");
    let ben =
        lines(&s.model, ActivityFilter::All).iter().position(|line| line.user_label.starts_with("ben")).expect("ben");
    for _ in 0..ben {
        s.press("j");
    }
    s.press("r");
    assert_eq!(s.said(), "sent again");
    assert!(told(&s).contains(&("ben@contoso.com".to_owned(), Progress::Queued)));
}

#[test]
fn filters_go_round_and_the_messages_are_the_second_tab() {
    let mut s = busy();
    s.press("J f f");
    let Some(Overlay::Activity { filter, .. }) = s.model.overlays.last() else { panic!("no activity") };
    assert_eq!(*filter, ActivityFilter::NeedsYou);
    s.press("tab");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Messages { .. })));
    s.press("tab");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Activity { .. })));
    s.press("q");
    assert!(s.model.overlays.is_empty() && !s.quit);
}

#[test]
fn details_show_input_and_reason() {
    let mut s = busy();
    s.press("J");
    let of = |s: &Story| {
        let entry = under_cursor(&s.model).expect("a line");
        details(&s.model, &entry)
            .into_iter()
            .map(|(label, text)| format!("{label}: {text}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(of(&s).contains("No seat is left (60/60)"), "{}", of(&s));
    s.press("j j");
    assert!(of(&s).contains("Email: cleo@contoso.com") && of(&s).contains("Company ID: id0001"), "{}", of(&s));
    s.press("pgdn");
    assert!(of(&s).contains("User ID: u1"), "{}", of(&s));
}

#[test]
fn activity_includes_failures_of_earlier_runs() {
    let mut s = Story::ready(companies(3));
    let intent = |n: usize, email: &str| Intent {
        id: WriteId::new("earlier", n as u64),
        kind: WriteKind::Create,
        company: s.list[0].id.clone(),
        company_name: s.list[0].name.clone(),
        entry: typed(&s.list[0], keepnet_tui::domain::form::entry::Entry::default().with(FieldId::Email, email)).entry,
        at: now(0).utc,
        sending: SendContext::default(),
        ticket: TicketNumber::default(),
        batch: None,
    };
    let finished = vec![
        (intent(1, "ann@contoso.com"), JournalOutcome::Created(UserId::new("u1")), now(1).utc),
        (intent(2, "ben@contoso.com"), JournalOutcome::NotCreated, now(2).utc),
    ];
    s.send(Msg::Restored(Box::new(Recovered { finished, ..Recovered::default() })));
    assert_eq!(
        told(&s),
        [("ben@contoso.com".to_owned(), Progress::NotDone), ("ann@contoso.com".to_owned(), Progress::Created)]
    );
}

#[test]
fn error_without_a_row_is_shown_first() {
    let mut s = Story::ready(companies(3));
    s.press("r");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry)))).press("J");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::Messages { .. })));
    assert_eq!(s.model.notices.unread_errors(), 0);
}
