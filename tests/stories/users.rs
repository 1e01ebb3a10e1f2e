//! The users of a company.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::focus::Pane;
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::list::user_query::UserOrder;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use rstest::rstest;

use crate::common::{Story, companies, failure, people};

/// The users of the first company on the screen.
fn opened() -> Story {
    let mut s = Story::ready(companies(9));
    s.people = people(120);
    s.press("u").answer_users();
    s
}

fn selected(s: &Story) -> &str {
    s.model.users.list.selected().map_or("", |u| u.email.as_str())
}

#[test]
fn u_loads_first_page_and_prefetches_the_next() {
    let mut s = Story::ready(companies(9));
    s.people = people(120);
    s.press("j u");
    let asked = s.fetched_users();
    assert_eq!(asked.len(), 1);
    let (_, company, query) = &asked[0];
    assert_eq!((company.as_str(), query.page, query.order, query.ascending), ("id0001", 1, UserOrder::LastName, true));
    s.effects
        .extend(asked.into_iter().map(|(t, c, q)| Effect::Fetch(t, keepnet_tui::app::core::effect::Read::Users(c, q))));
    s.answer_users();
    assert_eq!(s.model.users.list.rows().len(), 50);
    s.press(".");
    assert_eq!(selected(&s), "user050@x.example", "it is there already");
}

#[test]
fn user_list_moves_and_pages_like_company_table() {
    let mut s = opened();
    s.press("G").press("j").answer_users();
    assert_eq!(selected(&s), "user050@x.example");
    s.press("k g pgdn").answer_users();
    assert!(s.model.users.list.cursor > 5);
    s.press("p").type_text("3").press("enter").answer_users();
    assert_eq!(selected(&s), "user100@x.example");
    s.press(".");
    assert!(s.said().contains("last page"), "{}", s.said());
    s.press("z g k k k k").press("enter").answer_users();
    assert_eq!(s.model.users.list.wanted.query.size, 10);
    assert_eq!(s.model.companies.wanted.size, 100, "the companies keep theirs");
    assert_eq!(selected(&s), "user100@x.example", "the selected one stays in sight");
}

#[rstest]
#[case("s n", UserOrder::LastName, false)]
#[case("s e", UserOrder::Email, true)]
#[case("s t", UserOrder::Status, true)]
#[case("s c", UserOrder::CreateTime, false)]
#[case("s s", UserOrder::LastName, false)]
#[case("l O", UserOrder::Email, true)]
fn sorting_is_the_services_work_and_starts_at_page_one(
    #[case] keys: &str,
    #[case] order: UserOrder,
    #[case] ascending: bool,
) {
    let mut s = opened();
    s.press(".").answer_users();
    s.press(keys);
    let asked = s.fetched_users();
    let query = &asked[0].2;
    assert_eq!((query.order, query.ascending, query.page), (order, ascending, 1));
    assert_eq!(s.model.companies.wanted.column, keepnet_tui::domain::list::columns::Column::Company);
}

#[test]
fn search_runs_after_delay_enter_accepts_and_esc_restores() {
    let mut s = opened();
    s.press("/").type_text("user01");
    assert!(s.fetched_users().is_empty(), "not while typing");
    s.wait().answer_users();
    assert_eq!(s.model.users.list.rows().len(), 10);
    s.press("enter /").type_text("user011").wait().answer_users();
    assert_eq!(selected(&s), "user011@x.example");
    s.press("esc").answer_users();
    assert_eq!(s.model.users.list.rows().len(), 10, "the former search");
    s.press("esc").answer_users();
    assert_eq!((s.model.users.list.rows().len(), s.model.pane), (50, Pane::Users), "then it is dropped");
    s.press("esc");
    assert_eq!(s.model.pane, Pane::Table, "then back to the companies");
    assert_eq!(s.selected(), "Company 0000");
}

#[test]
fn rows_of_one_company_never_show_for_another() {
    let mut s = opened();
    s.press("esc j u");
    assert!(s.model.users.list.rows().is_empty());
    s.answer_users();
    assert_eq!(s.model.users.list.rows().len(), 50);
    s.press("esc k u");
    assert_eq!(s.model.users.list.rows().len(), 50, "going back is instant");
    assert!(s.fetched_users().is_empty());
}

#[test]
fn an_older_answer_never_replaces_a_newer_question() {
    let mut s = opened();
    s.press("/").type_text("user01").wait();
    let (old, ..) = s.fetched_users().remove(0);
    s.type_text("1").wait().answer_users();
    let page = s.users_page(&keepnet_tui::domain::list::user_query::UserQuery::default());
    s.send(Msg::Users(old, Ok(page)));
    assert_eq!(s.model.users.list.rows().len(), 1);
}

#[test]
fn one_user_shows_every_field_and_j_goes_to_the_next() {
    let mut s = opened();
    s.press("j enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::User)));
    let user = s.model.users.list.selected().cloned().expect("a user");
    let text = crate::common::one_user::text(&s);
    assert_eq!(user.id.as_str(), "id-001");
    for part in ["First1", "Last1", "user001@x.example", "inactive", "+442079460001", "Finance", "High", "id-001"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    s.press("j y e");
    let copied = s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None });
    assert_eq!(copied, ["user002@x.example"]);
    s.press("esc");
    assert!(s.model.overlays.is_empty() && s.model.pane == Pane::Users);
}

#[test]
fn deleted_users_say_so_in_a_word() {
    use keepnet_tui::domain::list::user_columns::UserColumn;
    let s = opened();
    let words: Vec<_> = s.model.users.list.rows().iter().take(3).map(|u| UserColumn::Status.cell(u)).collect();
    assert_eq!(words, ["active", "inactive", "DELETED"]);
}

#[test]
fn copies_say_what_is_copied() {
    let mut s = opened();
    s.press("y y y e y i y n l c");
    let copied = s.take(|e| if let Effect::Copy { text, .. } = e { Some(text.clone()) } else { None });
    assert_eq!(copied[1..], ["user000@x.example", "id-000", "First0 Last0", "user000@x.example"]);
    assert_eq!(copied[0], "First0 Last0\tuser000@x.example\tactive\tFinance\t+442079460000\t2026-03-01\tid-000");
}

#[test]
fn a_adds_to_this_company_and_the_list_is_asked_again() {
    let mut s = Story::ready(companies(9));
    s.people = people(3);
    s.press("j j u").answer_users();
    s.fill().press("ctrl-s");
    let (id, company, _) = s.creates().remove(0);
    assert_eq!(company.as_str(), "id0002");
    s.created(&id);
    assert_eq!(s.model.pane, Pane::Users, "back to where the form was opened from");
    assert_eq!(s.fetched_users().len(), 1, "the new user is asked for");
}

#[test]
fn from_the_company_pane_and_back() {
    let mut s = Story::ready(companies(9));
    s.people = people(3);
    s.press("j enter").settle().press("u").answer_users();
    assert_eq!(s.model.users.company.as_ref().map(|c| c.name.as_str()), Some("Company 0001"));
    s.press("q");
    assert_eq!((s.model.pane, s.quit), (Pane::Company, false));
    s.press("/").type_text("0003").wait().settle();
    assert_eq!(s.selected(), "Company 0003", "the next caller");
}

#[test]
fn a_refusal_is_said_and_r_asks_again() {
    let mut s = Story::ready(companies(9));
    s.press("u");
    let (ticket, ..) = s.fetched_users().remove(0);
    s.send(Msg::Users(ticket, Err(failure(Applied::No, Remedy::Nothing))));
    assert!(s.said().contains("The line is dead"), "{}", s.said());
    assert!(s.model.users.list.load.error.is_some());
    s.press("esc y y");
    assert!(s.said().contains("no users on the screen"), "{}", s.said());
    s.press("r");
    assert_eq!(s.fetched_users().len(), 1);
    assert!(s.fetched().is_empty(), "the companies are not");
}

#[test]
fn ctrl_c_stops_loading_and_leaves_the_list_open() {
    let mut s = Story::ready(companies(9));
    s.press("u ctrl-c");
    assert_eq!(s.model.pane, Pane::Users);
    assert!(s.said().contains("the users"), "{}", s.said());
    s.press("ctrl-c ctrl-c");
    assert!(!s.quit || s.model.pane == Pane::Table);
}

#[test]
fn the_mouse_clicks_rows_and_titles() {
    let mut s = opened();
    s.send(Msg::Mouse(MouseAct::Click, 5, 6));
    assert_eq!(selected(&s), "user003@x.example");
    s.send(Msg::Mouse(MouseAct::WheelDown, 5, 6));
    assert_eq!(selected(&s), "user006@x.example");
    s.send(Msg::Mouse(MouseAct::Click, 30, 2));
    assert_eq!(s.fetched_users().first().map(|(_, _, q)| q.order), Some(UserOrder::Email));
}

#[test]
fn incomplete_search_is_reported() {
    let mut s = opened();
    s.press("/").type_text("jane doe").press("enter");
    let (ticket, _, query) = s.fetched_users().pop().expect("a question");
    let page = Page { unchecked: 2_000, ..s.users_page(&query) };
    s.send(Msg::Users(ticket, Ok(page)));
    assert!(s.said().contains("2000 were not looked at"), "{}", s.said());
}
