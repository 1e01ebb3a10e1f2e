//! Named views: opened, changed, closed, listed and saved.

use keepnet_tui::app::core::effect::{Effect, ViewOrder};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::app::screen::views::title;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::filter::parse::parse;
use keepnet_tui::domain::list::group::GroupBy;
use keepnet_tui::domain::list::named_view::NamedView;
use keepnet_tui::domain::service::failure::{Applied, Remedy};

use crate::common::{Story, company, failure};

fn listed() -> Vec<Company> {
    let of = |n, name: &str, used, limit| company(n, name, used, Limit::Of(limit));
    let mut all =
        vec![of(0, "Acme", 120, 100), of(1, "Bluefin", 97, 100), of(2, "Cobalt", 10, 100), of(3, "Delta", 130, 100)];
    all[2].tags = vec!["vip".to_owned()];
    all
}

fn vips() -> NamedView {
    NamedView {
        filter: parse("tag:vip").expect("a filter"),
        sort: Some((Column::Used, false)),
        columns: Some(vec![Column::Company, Column::Used]),
        key: Some(6),
        ..NamedView::new("vips")
    }
}

fn story(limit: u64, own: Vec<NamedView>) -> Story {
    let mut s = Story::with(listed(), (80, 24), |settings| {
        settings.cache_limit = limit;
        settings.set_views(own);
        // The demo does not write them.
        if let Some(connection) = &mut settings.connection {
            connection.badge = None;
        }
    });
    s.settle();
    s
}

fn ready() -> Story {
    story(2_000, vec![vips()])
}

fn names(s: &Story) -> String {
    s.model.companies.rows().iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn open(s: &Story) -> String {
    title(&s.model).unwrap_or_default()
}

fn orders(s: &mut Story) -> Vec<ViewOrder> {
    s.take(|effect| if let Effect::SaveNamedView(order) = effect { Some((**order).clone()) } else { None })
}

#[test]
fn digit_opens_its_view_with_filter_order_and_columns() {
    let mut s = ready();
    s.press("1");
    // The fewest seats left first.
    assert_eq!((names(&s).as_str(), open(&s).as_str()), ("Delta Acme", "over limit"));
    assert_eq!(s.model.companies.order(), (Column::Left, true));
    s.press("6");
    assert_eq!((names(&s).as_str(), open(&s).as_str()), ("Cobalt", "vips"));
    assert_eq!((s.model.companies.order(), s.model.columns.len()), ((Column::Used, false), 2));
}

#[test]
fn digit_without_a_view_says_where_the_views_are() {
    let mut s = ready();
    s.press("9");
    assert!(s.said().contains("no view has the key 9; v lists the views"), "{}", s.said());
    assert_eq!(names(&s), "Acme Bluefin Cobalt Delta");
}

#[test]
fn changed_list_is_no_longer_the_view() {
    for keys in ["f l", "s s", "C j space esc", "/ a enter"] {
        let mut s = ready();
        s.press("6").press(keys);
        assert_eq!(open(&s), "changed from vips", "{keys}");
        s.press("6");
        assert_eq!(open(&s), "vips", "{keys}: opened again");
    }
}

#[test]
fn what_the_view_does_not_say_may_change() {
    let mut s = story(2_000, vec![NamedView { sort: None, columns: None, ..vips() }]);
    s.press("6 s n C j space esc");
    assert_eq!(open(&s), "vips");
}

#[test]
fn closing_a_view_brings_the_list_back() {
    for keys in ["esc", "f x"] {
        let mut s = ready();
        s.press("s u C j space esc");
        let (order, columns) = (s.model.companies.order(), s.model.columns.clone());
        s.press("1 6").press(keys);
        assert_eq!((names(&s).as_str(), open(&s).as_str()), ("Delta Acme Bluefin Cobalt", ""), "{keys}");
        assert_eq!((s.model.companies.order(), &s.model.columns), (order, &columns), "{keys}");
        assert!(s.model.companies.wanted.filters.is_empty(), "{keys}");
    }
}

/// The list of the next start is the user's own, not that of the view.
#[test]
fn order_and_columns_of_a_view_are_not_remembered() {
    let mut s = ready();
    s.press("6 s s");
    assert!(s.take(|e| matches!(e, Effect::SaveViewState(_)).then_some(())).is_empty());
    s.press("esc s u");
    assert_eq!(s.take(|e| matches!(e, Effect::SaveViewState(_)).then_some(())).len(), 1);
}

#[test]
fn view_is_opened_from_the_list_by_a_part_of_its_name() {
    let mut s = ready();
    s.press("v").type_text("soon");
    s.press("enter");
    assert_eq!((open(&s).as_str(), s.model.overlays.len()), ("ending soon", 0));
    s.press("v enter");
    assert_eq!(open(&s), "ending soon", "the cursor is on the open one");
}

/// With more companies than are kept in memory.
#[test]
fn what_the_service_cannot_do_is_done_here() {
    let mut s = story(2, vec![vips()]);
    s.press("6").settle();
    assert_eq!((names(&s).as_str(), open(&s).as_str()), ("Cobalt", "vips"));
    s.press("esc 1");
    assert!(s.said().contains("sort by LEFT: works with up to 2 companies"), "{}", s.said());
    s.settle();
    assert_eq!((names(&s).as_str(), open(&s).as_str()), ("Acme Delta", "over limit"));
}

#[test]
fn groups_of_a_view_come_with_all_companies_unless_a_key_is_pressed() {
    let by_tag = || NamedView { group: Some(GroupBy::Tag), key: Some(7), ..NamedView::new("by tag") };
    let start = || {
        Story::with(listed(), (80, 24), |settings| {
            settings.cache_limit = 2_000;
            settings.set_views(vec![by_tag()]);
        })
    };
    let mut s = start();
    s.press("7");
    assert!(!s.model.groups.is_open(), "the companies are not there yet");
    s.settle();
    assert!(s.model.groups.is_open(), "now they are");
    let mut s = start();
    s.press("7 j");
    s.settle();
    assert!(!s.model.groups.is_open(), "whoever goes on in the list keeps it");
}

#[test]
fn list_is_saved_as_a_view_with_the_first_free_key() {
    let mut s = ready();
    s.press("/").type_text("left<10 acm").press("enter s l v");
    s.type_text("southgate").press("enter");
    assert!(matches!(s.model.overlays.last(), Some(Overlay::SaveView(_))), "nothing else is called so");
    s.press("ctrl-u enter");
    assert!(s.said().contains("type a name"), "{}", s.said());
    s.type_text("my  own").press("enter");
    let order = orders(&mut s).pop().expect("an order");
    let view = order.view.clone();
    assert_eq!(view.toml(), "[views.\"my own\"]\nfilter = \"left<10 acm\"\nsort = \"limit\"\nkey = \"7\"\n");
    assert_eq!(order.known, None);
    s.press("enter");
    assert!(orders(&mut s).is_empty(), "it is being written");
    s.send(Msg::NamedViewSaved(Box::new(view), Ok(())));
    assert!(s.model.overlays.is_empty() && s.said().contains("\"my own\" was saved; 7 opens it"), "{}", s.said());
    assert_eq!(open(&s), "my own");
    s.press("esc 7");
    assert_eq!((names(&s).as_str(), open(&s).as_str()), ("Acme", "my own"));
}

#[test]
fn demo_keeps_a_view_until_it_ends_and_says_so() {
    let mut s = ready();
    s.model.settings.connection = Some(keepnet_tui::runtime::demo_connection());
    s.press("f l v ctrl-s").type_text("mine");
    let Some(Overlay::SaveView(prompt)) = s.model.overlays.last() else { panic!("no prompt") };
    let said = keepnet_tui::app::screen::views::prompt_lines(&s.model, prompt, 100).remark.join(" ");
    assert_eq!(said, "It is kept until the program ends: the demo does not write into your configuration.");
    s.press("enter");
    assert!(orders(&mut s).is_empty(), "nothing is written");
    assert!(s.model.overlays.is_empty() && s.said().contains("The view \"mine\" is kept until the program ends"));
    s.press("esc 7");
    assert_eq!((s.model.companies.wanted.filters.only(|_| true).as_str(), open(&s).as_str()), ("left<10", "mine"));
}

#[test]
fn other_groups_than_those_of_the_view_change_it() {
    let group = keepnet_tui::domain::list::group::GroupBy::Industry;
    let grouped = NamedView { group: Some(group), key: Some(6), ..NamedView::new("by industry".to_owned()) };
    let mut s = story(2_000, vec![grouped]);
    s.press("6");
    assert!(s.model.groups.is_open());
    assert_eq!(open(&s), "by industry");
    s.press("b r");
    assert_eq!(open(&s), "changed from by industry");
    s.press("b b");
    assert_eq!(open(&s), "changed from by industry");
    s.press("b i");
    assert_eq!(open(&s), "by industry");
    s.press("b b 1");
    assert_eq!(open(&s), "over limit");
    s.press("b i");
    assert_eq!(open(&s), "changed from over limit");
}

#[test]
fn changed_view_is_saved_over_the_one_that_is_known() {
    let mut s = ready();
    s.press("6 f l v ctrl-s enter");
    let order = orders(&mut s).pop().expect("an order");
    assert_eq!((order.view.name.as_str(), order.view.key), ("vips", Some(6)));
    assert_eq!((order.view.filter_text().as_str(), order.known), ("tag:vip left<10", Some(vips())));
}

#[test]
fn built_in_view_is_replaced_by_one_of_its_name() {
    let mut s = ready();
    s.press("1 f l v ctrl-s").type_text("Over limit").press("enter");
    let order = orders(&mut s).pop().expect("an order");
    assert_eq!((order.view.key, order.known), (Some(1), None));
    s.send(Msg::NamedViewSaved(Box::new(order.view), Ok(())));
    s.press("esc 1");
    assert_eq!(s.model.companies.wanted.filters.only(|_| true), "state:over left<10");
}

#[test]
fn view_that_cannot_be_written_is_kept_and_its_text_copied() {
    let mut s = ready();
    s.press("f l v ctrl-s").type_text("mine").press("enter");
    let order = orders(&mut s).pop().expect("an order");
    s.send(Msg::NamedViewSaved(Box::new(order.view), Err(failure(Applied::No, Remedy::Nothing))));
    let copied = s.take(|effect| if let Effect::Copy { text, .. } = effect { Some(text.clone()) } else { None });
    assert_eq!(copied, ["[views.mine]\nfilter = \"left<10\"\nkey = \"7\"\n"]);
    assert!(matches!(s.model.overlays.last(), Some(Overlay::SaveView(_))), "what is to be pasted is on the screen");
    s.press("esc esc esc 7");
    assert_eq!(open(&s), "mine");
}

#[test]
fn key_list_and_palette_name_the_views() {
    let mut s = ready();
    s.press(":").type_text("vips").press("enter");
    assert_eq!(open(&s), "vips");
    let rows = s.model.settings.keys.rows().iter().filter(|row| row.name == "view-6" && row.scope == Scope::Table);
    assert_eq!(rows.map(|row| row.help.as_str()).collect::<Vec<_>>(), ["Open the view vips: tag:vip"]);
}
