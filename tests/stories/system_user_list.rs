//! The list of a company's system users: listed, searched and sorted here; deleted, and written to.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::flows::empty::no_users;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::confirmations::in_full;
use keepnet_tui::app::screen::scope::innermost;
use keepnet_tui::app::screen::user_rows::pending_status;
use keepnet_tui::app::shell::available::refusal_here;
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, MailEnd};
use keepnet_tui::domain::change::write::{Intent, Mail, WriteKind};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::existing::{ManagedBy, UserStatus};
use rstest::rstest;

use crate::common::{Story, companies, failure, people};

/// Three system users, newest first as the service lists them: two admins around a viewer.
fn story() -> Story {
    let mut s = Story::ready(companies(3));
    s.people = people(3);
    for (user, (last, roles)) in
        s.people.iter_mut().zip([("Moss", "Company Admin"), ("Ash", "Viewer"), ("Birch", "Company Admin")])
    {
        user.last_name = Some(last.to_owned());
        user.roles = Some(roles.to_owned());
        user.status = UserStatus::Active;
    }
    s
}

fn opened() -> Story {
    let mut s = story();
    s.press("S").answer_system_users();
    s
}

fn names(s: &Story) -> String {
    let rows = s.model.users.list.rows().iter();
    rows.map(|user| user.last_name.clone().unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

fn changes(s: &mut Story) -> Vec<Intent> {
    s.take(|e| if let Effect::Change(intent) = e { Some((**intent).clone()) } else { None })
}

/// The open question, in full.
fn asked(s: &Story) -> (String, String) {
    let Some(Overlay::Confirm { question, yes }) = s.model.overlays.last() else { panic!("no question: {}", s.said()) };
    assert!(!yes, "the harmless answer is focused");
    let asked = in_full(&s.model, question);
    (asked.asked, asked.text)
}

#[test]
fn they_are_listed_by_name_from_the_table_and_from_the_company() {
    let mut s = story();
    s.press("S");
    let asked = s.fetched_system_users();
    assert_eq!(asked.len(), 1);
    assert_eq!((&asked[0].1, asked[0].2.page), (&s.list[0].id, 1));
    let page = s.system_users_page(&asked[0].2);
    s.send(Msg::Users(asked[0].0, Ok(page)));
    assert_eq!((innermost(&s.model), names(&s).as_str()), (Scope::SystemUsers, "Ash Birch Moss"));
    s.press("q");
    assert_eq!(s.model.pane, Pane::Table);
    s.press("enter").settle().press("S").answer_system_users();
    assert_eq!((s.model.pane, names(&s).as_str()), (Pane::Users, "Ash Birch Moss"));
    s.press("esc");
    assert_eq!(s.model.pane, Pane::Company);
}

#[test]
fn all_pages_are_read_and_sorted_together() {
    let mut s = Story::ready(companies(3));
    s.people = people(450);
    s.people.reverse();
    s.press("S").answer_system_users();
    let rows = s.model.users.list.rows();
    assert_eq!(rows.len(), 450);
    assert_eq!((rows[0].email.as_str(), rows[449].email.as_str()), ("user000@x.example", "user099@x.example"));
}

#[test]
fn they_are_searched_and_sorted_here() {
    let mut s = opened();
    s.press("s r").answer_system_users();
    assert_eq!(names(&s), "Moss Birch Ash", "by role, then by address");
    s.press("s r").answer_system_users();
    assert_eq!(names(&s), "Ash Birch Moss");
    s.press("/").type_text("view").press("enter").answer_system_users();
    assert_eq!(names(&s), "Ash");
    s.press("esc").answer_system_users();
    s.press("/").type_text("-admin").press("enter").answer_system_users();
    assert_eq!(names(&s), "Ash");
}

#[test]
fn the_lists_of_a_company_are_never_taken_for_each_other() {
    let mut s = opened();
    s.press("s r").answer_system_users();
    s.press("u");
    assert_eq!((innermost(&s.model), names(&s).as_str()), (Scope::Users, ""));
    let (_, _, query) = s.fetched_users().remove(0);
    assert_eq!(query.order, keepnet_tui::domain::list::user_query::UserOrder::LastName);
    // An answer about the other list comes late.
    let mut s = story();
    s.press("S");
    let asked = s.fetched_system_users();
    s.press("u");
    let page = s.system_users_page(&asked[0].2);
    s.send(Msg::Users(asked[0].0, Ok(page)));
    assert_eq!(names(&s), "");
}

#[test]
fn a_failure_is_told_in_place_and_an_empty_list_says_so() {
    let mut s = story();
    s.press("S");
    let asked = s.fetched_system_users();
    s.send(Msg::Users(asked[0].0, Err(failure(Applied::No, Remedy::Retry))));
    assert!(s.model.users.list.load.error.is_some());
    s.people.clear();
    s.press("r").answer_system_users();
    let said = no_users(&s.model).to_string();
    assert!(said.contains("has no system users yet") && said.contains("U adds one"), "{said}");
}

#[test]
fn delete_asks_and_says_what_it_means() {
    let mut s = opened();
    s.press("D");
    let (title, text) = asked(&s);
    assert_eq!(title, "Delete user001@x.example?");
    for part in ["First1 Ash of Company 0000.", "can no longer log in", "cannot be undone"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("seat") && !text.contains("deactivate"), "{text}");
    s.press("y");
    let delete = changes(&mut s).remove(0);
    assert_eq!((&delete.kind, delete.entry.subject), (&WriteKind::Delete(UserId::new("id-001")), Subject::SystemUser));
    assert_eq!(delete.email(), "user001@x.example");
    let seats = s.model.companies.rows()[0].seats.used;
    s.ends(&delete.id, DeleteEnd::Deleted);
    assert!(s.said().contains("system user user001@x.example deleted from Company 0000"), "{}", s.said());
    assert_eq!(s.model.companies.rows()[0].seats.used, seats);
    assert_eq!(s.fetched_system_users().len(), 1, "the list is read again");
}

#[rstest]
#[case("m", Mail::Welcome, "Send the welcome mail to user001@x.example?")]
#[case("R", Mail::PasswordLink, "Send the password link to user001@x.example?")]
fn mails_are_sent_after_a_question(#[case] key: &str, #[case] mail: Mail, #[case] title: &str) {
    let mut s = opened();
    s.press(key);
    assert_eq!(asked(&s).0, title);
    s.press("enter");
    assert!(changes(&mut s).is_empty(), "the harmless answer is focused");
    s.press(key).press("y");
    let sent = changes(&mut s).remove(0);
    assert_eq!((&sent.kind, sent.entry.subject), (&WriteKind::Mail(UserId::new("id-001"), mail), Subject::SystemUser));
    let user = s.model.users.list.rows()[0].clone();
    assert_eq!(pending_status(&s.model, &user).map(|pending| pending.word), Some("mail"));
    let again = refusal_here(Command::SendMail(mail), &s.model).expect("greyed");
    assert!(again.contains("already"), "{again}");
    s.ends(&sent.id, MailEnd::Sent);
    assert!(s.said().contains(mail.name()) && s.said().contains("user001@x.example"), "{}", s.said());
    assert_eq!(refusal_here(Command::SendMail(mail), &s.model), None);
}

#[test]
fn the_details_of_one_have_its_keys() {
    let mut s = opened();
    s.press("enter m");
    assert_eq!(asked(&s).0, "Send the welcome mail to user001@x.example?");
    s.press("n o");
    assert!(s.said().contains("no address of a system user"), "{}", s.said());
    s.press("x");
    assert!(s.said().contains("takes no seat"), "{}", s.said());
    s.press("esc u").answer_users().press("enter m");
    assert!(s.said().contains("mails are for system users"), "{}", s.said());
    assert!(changes(&mut s).is_empty());
}

#[test]
fn what_cannot_be_done_is_greyed_with_the_reason() {
    let mut s = story();
    s.people[1].managed = Some(ManagedBy::Other);
    s.press("S").answer_system_users();
    let why = refusal_here(Command::DeleteUser, &s.model).expect("greyed");
    assert!(why.contains("nobody change or delete"), "{why}");
    s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Flag);
    for command in [Command::DeleteUser, Command::SendMail(Mail::Welcome), Command::SendMail(Mail::PasswordLink)] {
        assert!(refusal_here(command, &s.model).is_some_and(|why| why.contains("read only")), "{command:?}");
    }
}

#[test]
fn one_is_added_from_the_list_which_is_read_again_and_z_deletes_it() {
    let mut s = opened();
    s.fill_system().press("ctrl-s");
    let (id, ..) = s.system_creates().remove(0);
    assert_eq!(s.model.pane, Pane::Users);
    s.ends(&id, CreateEnd::Created(UserId::new("s1")));
    assert_eq!(s.fetched_system_users().len(), 1, "the list is read again");
    s.millis += 3_000;
    s.press("Z y");
    let delete = changes(&mut s).remove(0);
    assert_eq!((&delete.kind, delete.entry.subject), (&WriteKind::Delete(UserId::new("s1")), Subject::SystemUser));
}

#[test]
fn e_edits_the_system_user_in_the_form() {
    let mut s = opened();
    s.press("e").settle();
    assert_eq!((s.form().subject(), s.form().text(FieldId::Email)), (Subject::SystemUser, "user001@x.example"));
    assert!(s.form().edits().is_some_and(|edits| *edits.user() == UserId::new("id-001")));
    s.press("esc enter e").settle();
    assert_eq!(s.form().subject(), Subject::SystemUser, "also from its details");
    s.press("esc enter");
    assert!(refusal_here(Command::AddLike, &s.model).is_some_and(|why| why.contains("shares nothing")));
}

#[test]
fn who_the_service_protects_is_not_edited() {
    let mut s = story();
    s.people[1].managed = Some(ManagedBy::Other);
    s.press("S").answer_system_users().press("e");
    assert!(s.said().contains("nobody change or delete"), "{}", s.said());
    assert!(s.model.drafts.current().is_none());
}
