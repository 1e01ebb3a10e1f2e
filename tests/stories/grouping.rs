//! The companies in groups: five companies of two resellers and one of nobody, added up by hand.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::screen::layout;
use keepnet_tui::app::screen::position;
use keepnet_tui::app::screen::scope::{list_scope, pane_scope};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::filter::parse::parse;
use keepnet_tui::domain::list::group::GroupBy;
use keepnet_tui::domain::list::group_columns::GroupColumn;
use keepnet_tui::domain::list::named_view::NamedView;
use rstest::rstest;

use crate::common::{Story, companies, company};

fn listed() -> Vec<Company> {
    let of = |n, name: &str, used, limit, reseller: &str, monthly, tags: &[&str]| Company {
        reseller: (!reseller.is_empty()).then(|| reseller.to_owned()),
        monthly,
        tags: tags.iter().map(ToString::to_string).collect(),
        ..company(n, name, used, limit)
    };
    vec![
        of(0, "Acme", 120, Limit::Of(100), "Southgate", 130, &["vip", "de"]),
        of(1, "Bluefin", 97, Limit::Of(100), "Southgate", 90, &["vip"]),
        of(2, "Cobalt", 10, Limit::Of(100), "North Star", 11, &[]),
        of(3, "Delta", 100, Limit::Of(100), "North Star", 99, &["de"]),
        of(4, "Ember", 41, Limit::Unlimited, "", 40, &[]),
    ]
}

fn story(list: Vec<Company>, size: (u16, u16), limit: u64) -> Story {
    let mut s = Story::with(list, size, |settings| settings.cache_limit = limit);
    s.settle();
    s
}

fn ready() -> Story {
    let s = story(listed(), (100, 24), 2_000);
    assert!(s.model.companies.source.is_cached());
    s
}

/// The rows of the groups, each as its cells.
fn rows(s: &Story) -> Vec<String> {
    let groups = s.model.groups.table().expect("groups");
    let line = |group| GroupColumn::ALL.map(|column| column.cell(group)).join(" ");
    groups.rows().iter().map(line).collect()
}

fn under(s: &Story) -> &str {
    s.model.groups.table().and_then(|groups| groups.selected()).map_or("-", |group| group.name.as_str())
}

fn names(s: &Story) -> String {
    s.model.companies.rows().iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn filters(s: &Story) -> String {
    s.model.companies.wanted.filters.only(|_| true)
}

#[test]
fn groups_have_count_used_limit_left_over_monthly() {
    let mut s = ready();
    s.press("b r");
    // Group, companies, used, limit, left, over, monthly, without limit.
    let expected = ["North Star 2 110 200 90 0 110 0", "Southgate 2 217 200 3 20 220 0", "(none) 1 41 - - 0 40 1"];
    assert_eq!(rows(&s), expected);
    let total = s.model.groups.table().expect("groups").total();
    assert_eq!(
        (total.companies, total.used, total.limit, total.left, total.over_by, total.monthly),
        (5, 368, 400, 93, 20, 370)
    );
    assert_eq!((position::text(&s.model).as_str(), pane_scope(&s.model)), ("1/3", Scope::Groups));
}

#[test]
fn a_company_with_two_tags_is_in_two_groups_and_once_in_the_total() {
    let mut s = ready();
    s.press("b g");
    assert_eq!(rows(&s), ["de 2 220 200 0 20 229 0", "vip 2 217 200 3 20 220 0", "(none) 2 51 100 90 0 51 1"]);
    let groups = s.model.groups.table().expect("groups");
    assert_eq!((groups.shared(), groups.total().companies), (1, 5));
}

#[test]
fn enter_goes_in_and_esc_comes_back_to_the_group() {
    let mut s = ready();
    s.press("b r j enter");
    assert_eq!((names(&s).as_str(), filters(&s).as_str()), ("Acme Bluefin", "reseller=Southgate"));
    assert_eq!(list_scope(&s.model), Scope::Table);
    assert!(s.said().contains("goes back to the groups"), "{}", s.said());
    s.press("j esc");
    assert_eq!((under(&s), filters(&s).as_str(), rows(&s).len()), ("Southgate", "", 3));
    s.press("esc");
    assert_eq!((names(&s).as_str(), s.model.groups.is_open()), ("Acme Bluefin Cobalt Delta Ember", false));
}

#[test]
fn companies_without_a_reseller_are_entered_like_the_others() {
    let mut s = ready();
    s.press("b r G enter");
    assert_eq!((names(&s).as_str(), filters(&s).as_str()), ("Ember", "reseller:\"\""));
}

#[test]
fn a_filter_that_is_taken_away_leaves_no_way_back() {
    let mut s = ready();
    s.press("b r enter f x").press("esc esc");
    assert_eq!((names(&s).as_str(), s.model.groups.is_open()), ("Acme Bluefin Cobalt Delta Ember", false));
}

#[test]
fn b_b_and_q_show_the_list_again() {
    for leaves in ["b b", "q", "esc"] {
        let mut s = ready();
        s.press("b t").press(leaves);
        assert!(!s.model.groups.is_open() && !s.quit, "{leaves}");
    }
}

#[test]
fn search_and_filters_change_the_sums() {
    let mut s = ready();
    s.press("b r").press("!");
    assert_eq!(rows(&s), ["Southgate 1 120 100 0 20 130 0"]);
    s.press("f x").press("/").type_text("left<50");
    assert_eq!(rows(&s), ["North Star 1 100 100 0 0 99 0", "Southgate 2 217 200 3 20 220 0"]);
    s.press("esc");
    assert_eq!((rows(&s).len(), pane_scope(&s.model)), (3, Scope::Groups));
    s.press("/").type_text("nobody");
    assert_eq!(rows(&s), Vec::<String>::new());
    s.press("enter").press("enter");
    assert!(s.said().contains("there are no groups"), "{}", s.said());
}

#[test]
fn groups_are_sorted_as_the_list_and_by_their_columns() {
    let mut s = ready();
    s.press("s f").press("b r");
    let order =
        |s: &Story| rows(s).iter().map(|row| row.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>();
    assert_eq!(order(&s), ["Southgate", "North", "(none)"], "the fewest seats left first");
    s.press("s u");
    assert_eq!(order(&s), ["Southgate", "North", "(none)"]);
    s.press("s s");
    assert_eq!(order(&s), ["(none)", "North", "Southgate"]);
    s.press("l l O");
    assert_eq!(order(&s), ["Southgate", "North", "(none)"]);
    // The list keeps its own order.
    s.press("b b");
    assert_eq!(names(&s), "Acme Delta Bluefin Cobalt Ember");
}

#[rstest]
fn the_mouse_selects_sorts_and_goes_in(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = story(listed(), size, 2_000);
    s.press("b r");
    let areas = layout::groups(&s.model).expect("groups");
    let (table, total) = (areas.table, areas.total);
    assert_eq!(total.y, table.rows.y + 3);
    s.send(Msg::Mouse(MouseAct::Click, table.rows.x + 6, table.rows.y + 1));
    assert_eq!((under(&s), s.model.groups.is_open()), ("Southgate", true));
    let used = table.columns.iter().find(|placed| placed.column == GroupColumn::Used).expect("used");
    s.send(Msg::Mouse(MouseAct::Click, table.head.x + layout::MARK + used.x, table.head.y));
    assert_eq!((rows(&s)[0].split(' ').next(), under(&s)), (Some("Southgate"), "Southgate"));
    // The line of the total is no group.
    s.millis += 1_000;
    s.send(Msg::Mouse(MouseAct::Click, total.x + 6, total.y));
    assert_eq!(under(&s), "Southgate");
    s.millis += 1_000;
    s.send(Msg::Mouse(MouseAct::Click, table.rows.x + 6, table.rows.y));
    s.send(Msg::Mouse(MouseAct::Click, table.rows.x + 6, table.rows.y));
    assert_eq!((names(&s).as_str(), s.model.groups.is_open()), ("Acme Bluefin", false));
}

#[test]
fn the_row_and_its_cell_are_copied_as_numbers() {
    let mut list = listed();
    list[0].reseller = Some("=cmd()".to_owned());
    let mut s = story(list, (100, 24), 2_000);
    let copied = |s: &mut Story| {
        s.take(|effect| if let Effect::Copy { text, .. } = effect { Some(text.clone()) } else { None }).join("|")
    };
    s.press("b r").press("y y");
    assert_eq!(copied(&mut s), "'=cmd()\t1\t120\t100\t0\t20\t130\t0");
    s.press("l l c");
    assert_eq!(copied(&mut s), "120");
    s.press("y n");
    assert_eq!(copied(&mut s), "'=cmd()");
}

#[test]
fn a_list_that_the_service_pages_is_not_grouped_and_says_why() {
    let mut s = story(companies(250), (100, 24), 100);
    s.press("b r");
    assert!(!s.model.groups.is_open());
    assert!(s.said().contains("works with up to 100 companies"), "{}", s.said());
}

#[test]
fn numbers_that_change_are_added_up_again() {
    let mut s = ready();
    s.press("b r");
    let mut list = listed();
    list[1].seats.used = 98;
    s.list = list;
    s.press("r").settle();
    assert_eq!(rows(&s)[1], "Southgate 2 218 200 2 20 220 0");
}

#[test]
fn another_company_is_shown_in_the_list() {
    let mut s = ready();
    s.press("j")
        .wait()
        .press("enter")
        .press("esc")
        .press("G")
        .wait()
        .press("enter")
        .press("esc")
        .press("b r")
        .press("-");
    assert!(!s.model.groups.is_open());
}

#[test]
fn the_list_and_its_groups_are_copied_with_their_titles() {
    let mut s = ready();
    let copied = |s: &mut Story| {
        let pick = |effect: &Effect| match effect {
            Effect::Copy { what, text } => Some((what.clone(), text.clone())),
            _ => None,
        };
        s.take(pick).remove(0)
    };
    s.press("!").press("e t");
    let (what, text) = copied(&mut s);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((what.as_str(), lines.len()), ("1 company", 2));
    assert!(lines[0].starts_with("COMPANY\tUSED\tLIMIT\tLEFT") && lines[0].ends_with("\tID"), "{text}");
    assert!(lines[1].starts_with("Acme\t120\t100\t-20"), "{text}");
    s.press("f x").press("b r").press("e t");
    let (what, text) = copied(&mut s);
    assert_eq!(what, "3 groups");
    assert_eq!(text.lines().next(), Some("RESELLER\tCOUNT\tUSED\tLIMIT\tLEFT\tOVER\tMONTHLY\tNO LIMIT"));
    assert_eq!(text.lines().nth(2), Some("Southgate\t2\t217\t200\t3\t20\t220\t0"));
}

#[test]
fn a_page_of_the_service_is_copied_as_a_page() {
    let mut s = story(companies(250), (100, 24), 100);
    s.press("e t");
    let what = s.take(|effect| if let Effect::Copy { what, .. } = effect { Some(what.clone()) } else { None });
    assert_eq!(what, ["100 companies of 250, those of this page"]);
}

#[test]
fn a_view_opens_its_groups_and_a_digit_leaves_them_for_another() {
    let view = NamedView {
        filter: parse("used>=97").expect("a filter"),
        group: Some(GroupBy::Reseller),
        key: Some(6),
        ..NamedView::new("busy")
    };
    let mut s = Story::with(listed(), (100, 24), |settings| {
        settings.cache_limit = 2_000;
        settings.set_views(vec![view]);
    });
    s.settle();
    s.press("6");
    assert_eq!(rows(&s), ["North Star 1 100 100 0 0 99 0", "Southgate 2 217 200 3 20 220 0"]);
    s.press("1");
    assert_eq!((s.model.groups.is_open(), names(&s).as_str()), (false, "Acme"));
}

/// The columns on the screen, with signs where there are others.
fn columns(s: &Story) -> String {
    let table = layout::groups(&s.model).expect("groups").table;
    let keys: Vec<&str> = table.columns.iter().map(|placed| placed.column.spec().key).collect();
    let sign = |area: Option<_>, sign| if area.is_some() { sign } else { "" };
    format!("{}{}{}", sign(table.before, "< "), keys.join(" "), sign(table.after, " >"))
}

#[test]
fn columns_of_groups_scroll_beside_their_name() {
    let mut s = story(listed(), (60, 15), 2_000);
    s.press("b r");
    let first = columns(&s);
    assert!(first.starts_with("group ") && first.ends_with(" >"), "{first}");
    s.press("L L L L L L L L");
    assert!(columns(&s).starts_with("< group ") && columns(&s).ends_with("monthly no_limit"), "{}", columns(&s));
    assert!(s.said().contains("no more columns on the right"), "{}", s.said());
    s.press("H H H H H H H H");
    assert_eq!(columns(&s), first);
    // The column cursor takes them along, and a click on the sign scrolls.
    s.press("l l l l l l l l");
    assert!(columns(&s).ends_with("no_limit"), "{}", columns(&s));
    assert_eq!(s.model.groups.table().expect("groups").column(), GroupColumn::NoLimit);
    s.press("H H H H H H");
    let sign = layout::groups(&s.model).expect("groups").table.after.expect("a sign");
    s.send(Msg::Mouse(MouseAct::Click, sign.x, sign.y));
    assert_ne!(columns(&s), first);
    // Where all fit, nothing scrolls.
    let mut s = ready();
    s.press("b r L");
    assert!(s.said().contains("no more columns on the right"), "{}", s.said());
}
