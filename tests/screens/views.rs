//! The list of named views, the prompt that saves one, and the title of the table.

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::filter::parse::parse;
use keepnet_tui::domain::list::named_view::NamedView;
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use rstest::rstest;

use super::snapshot::check;
use super::story;

#[rstest]
fn views(#[values((60, 15), (80, 24), (160, 48))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    s.model.settings.set_views(vec![
        NamedView {
            filter: parse("reseller:southgate industry:education left<5").expect("a filter"),
            sort: Some((Column::Ends, false)),
            columns: Some(vec![Column::Company, Column::Left, Column::Ends, Column::Reseller]),
            key: Some(6),
            ..NamedView::new("Schulen 東京 mit sehr langem Namen, der nicht passt")
        },
        NamedView::new("everything"),
    ]);
    s.press("v down");
    check("views", &s);
    s.type_text("nothing is called so").press("enter");
    check("view_name", &s);
    s.press("enter");
    let orders = s.take(|e| if let Effect::SaveNamedView(order) = e { Some(order.view.clone()) } else { None });
    let failure = Failure {
        what: "The view is not in the configuration".to_owned(),
        why: "/etc/keepnet-tui/config.toml: it cannot be written: Permission denied (os error 13).".to_owned(),
        hint: "It can be used until the program ends; its text is on the clipboard, to be put there by hand."
            .to_owned(),
        remedy: Remedy::Nothing,
        applied: Applied::No,
    };
    for view in orders {
        s.send(Msg::NamedViewSaved(Box::new(view), Err(failure.clone())));
    }
    check("view_not_saved", &s);
    s.press("esc esc 1");
    check("view_open", &s);
}
