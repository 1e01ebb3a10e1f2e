//! The box with aliases and note, at each size, and what the details say.

use std::collections::BTreeMap;

use keepnet_tui::domain::desk::note::{DeskNote, NOTE_MAX};
use keepnet_tui::domain::desk::notes::{DeskNotes, SharedAlias};
use keepnet_tui::domain::list::columns::Column;

use rstest::rstest;

use super::draw;
use super::snapshot::check;
use crate::common::{Story, companies};

const NOTE: &str = "Renewal: only through Zoë Marchetti, who answers mails and no calls.\n\n上海雲端網路安全科技 has \
                    the contract until May.\nAsk for the purchase order first.";

fn noted(width: u16, height: u16, note: &str) -> Story {
    let mut list = companies(137);
    list[0].seats.used = 40;
    let (first, second) = (list[0].id.clone(), list[1].id.clone());
    let mut s = Story::with(list, (width, height), |settings| {
        settings.cache_limit = 2_000;
        let own = BTreeMap::from([(first.clone(), DeskNote::typed("cob, the big one", note))]);
        let shared = vec![
            SharedAlias { alias: "cobalt ins".to_owned(), company: first },
            SharedAlias { alias: "fish".to_owned(), company: second },
        ];
        settings.profile_settings.notes = DeskNotes::new(own, shared);
    });
    s.settle();
    s
}

fn text(s: &Story) -> String {
    draw(&s.model).backend().to_string()
}

#[rstest]
fn aliases_and_note(#[values((60, 15), (80, 24), (160, 48))] (width, height): (u16, u16)) {
    let mut s = noted(width, height, NOTE);
    s.press("N tab");
    check("note", &s);
    s.press("esc");
    s.model.columns = vec![Column::Company, Column::Left, Column::Alias, Column::Note];
    s.press("enter").settle();
    check("note_details", &s);
}

#[test]
fn empty_box_says_what_goes_where() {
    let mut s = noted(80, 24, NOTE);
    s.press("j j N");
    let shown = text(&s);
    assert!(shown.contains("other names, between commas"), "{shown}");
    assert!(shown.contains("kept on this machine, and searched"), "{shown}");
}

#[test]
fn long_note_is_scrolled_to_the_cursor_and_its_length_told() {
    let lines = (0..200).map(|n| format!("line {n} of a long note\n")).collect::<Vec<_>>().concat();
    let mut s = noted(80, 24, &lines[..NOTE_MAX]);
    s.press("N tab");
    assert!(text(&s).contains("4096 of 4096 bytes"), "{}", text(&s));
    assert!(!text(&s).contains("line 0 of"), "{}", text(&s));
    s.press("pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup pgup");
    assert!(text(&s).contains("line 0 of"), "{}", text(&s));
}
