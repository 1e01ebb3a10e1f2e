//! Marks stay with their companies, whatever becomes of the list.

use std::collections::BTreeSet;

use keepnet_tui::domain::company::seats::Limit;
use proptest::prelude::*;

use super::config;
use crate::common::{Story, companies, company};

/// What is done: keys that change which rows are shown or in which order, or a mark.
#[derive(Debug, Clone)]
enum Act {
    Keys(&'static str),
    Search(String),
    Go(usize),
    Mark,
    New(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let keys = ["s s", "s n", "s f", "s u", "s o", "f o", "f x", "r", "!", "H", "L", "C j space esc"];
    let act = prop_oneof![
        4 => prop::sample::select(keys.to_vec()).prop_map(Act::Keys),
        2 => "[0-9]{0,2}".prop_map(Act::Search),
        4 => (0..40usize).prop_map(Act::Go),
        5 => Just(Act::Mark),
        1 => (100..200usize).prop_map(Act::New),
    ];
    prop::collection::vec(act, 1..40)
}

/// The list in memory, or paged by the service.
fn story(limit: u64) -> Story {
    let mut list = companies(40);
    list.iter_mut().step_by(3).for_each(|company| company.seats.used += 25);
    let mut s = Story::with(list, (80, 24), |settings| (settings.cache_limit, settings.page_size) = (limit, 10));
    s.settle();
    s
}

proptest! {
    #![proptest_config(config(80))]

    #[test]
    fn marks_survive_order_filter_and_reload(acts in acts(), limit in prop::sample::select(vec![0, 2_000u64])) {
        let mut s = story(limit);
        let mut marked: BTreeSet<String> = BTreeSet::new();
        for act in acts {
            match &act {
                Act::Keys(keys) => { s.press(keys); }
                Act::Search(text) => { s.press("/").type_text(text).wait().settle().press("enter"); }
                Act::Go(row) => {
                    s.press("g");
                    for _ in 0..*row % s.model.companies.rows().len().max(1) {
                        s.press("j");
                    }
                }
                Act::Mark => {
                    // A row that has just moved away is not marked in its place.
                    s.press("h");
                    let id = s.model.companies.selected().map(|company| company.id.to_string());
                    s.press("space");
                    if let Some(id) = id
                        && !marked.remove(&id)
                    {
                        marked.insert(id);
                    }
                }
                Act::New(n) => {
                    s.list.insert(0, company(*n, &format!("Company {n:04}"), 7, Limit::Of(9)));
                    s.list.sort_by(|a, b| a.name.cmp(&b.name));
                    s.list.dedup_by(|a, b| a.id == b.id);
                    s.press("r");
                }
            }
            s.settle();
            let list = &s.model.companies;
            let now: BTreeSet<String> = list.marked_rows().iter().map(|company| company.id.to_string()).collect();
            prop_assert_eq!(&now, &marked, "after {:?}", act);
            let shown = list.rows().iter().filter(|company| marked.contains(company.id.as_str())).count();
            prop_assert_eq!((list.marks().number(), list.marks().hidden()), (marked.len(), marked.len() - shown));
        }
    }
}
