//! What the generator must make, whatever the seed.

use super::*;
use crate::demo::assets::Made;

fn make(seed: u64, count: usize) -> Vec<Company> {
    let assets = Assets::read().expect("sound files");
    Maker::new(&assets.words, seed, date(2026, 11, 23)).companies(&assets, count).0
}

fn own(count: usize) -> Vec<Company> {
    make(1, count).into_iter().filter(|c| c.managed).collect()
}

fn count(companies: &[Company], which: impl Fn(&Company) -> bool) -> usize {
    companies.iter().filter(|c| which(c)).count()
}

#[test]
fn the_files_name_only_styles_zones_and_languages_that_exist() {
    let assets = Assets::read().expect("sound files");
    let Made { own, foreign } = &assets.made;
    for special in own.iter().chain(foreign) {
        assert!(assets.words.styles.iter().any(|s| s.key == special.style), "{}", special.name);
    }
    for style in &assets.words.styles {
        let country = country(style);
        assert!(assets.zones.iter().any(|[id, _]| *id == country.zone), "{}", country.zone);
        assert!(assets.languages.iter().any(|[name, ..]| *name == country.language), "{}", country.language);
        assert_eq!(country.code.len(), 2);
    }
    assert!(assets.languages.len() >= 40 && assets.zones.len() >= 90 && foreign.len() >= 2);
}

#[test]
fn every_state_a_screen_shows_is_there() {
    let all = own(137);
    assert_eq!(all.len(), 137);
    let by = |n: u32| count(&all, |c| c.limit.is_some_and(|l| c.active == l + n));
    assert!(by(1) >= 1 && by(2) >= 1 && by(30) >= 1 && by(0) >= 2);
    let near = |c: &Company| c.limit.is_some_and(|l| c.active < l && (l - c.active) * 20 <= l);
    assert!(count(&all, near) >= 5);
    assert!(count(&all, |c| c.limit.is_some_and(|l| c.active * 2 < l)) >= 5);
    assert!(count(&all, |c| c.limit.is_none()) >= 5);
    assert!(count(&all, |c| c.expired) >= 4);
    assert!(count(&all, Company::locked) >= 3);
    assert!(count(&all, |c| c.ends.is_none()) >= 2 && count(&all, |c| c.created.is_none()) >= 2);
    assert!(count(&all, |c| c.industry.is_none()) >= 2 && count(&all, |c| c.license.is_none()) >= 2);
    assert!(count(&all, |c| c.tags.is_none()) >= 2 && count(&all, |c| c.tags.as_ref().is_some_and(Vec::is_empty)) >= 2);
    assert!(count(&all, |c| c.name.chars().count() >= 110) >= 1);
    assert!(count(&all, |c| c.name.contains('\u{200d}')) >= 1);
    assert!(count(&all, |c| c.name.contains("e\u{301}")) >= 1, "a decomposed name");
    assert!(count(&all, |c| c.limit_form != LimitForm::Text) >= 5);
}

#[test]
fn the_names_that_the_documents_use_have_their_figures() {
    let all = own(0);
    let seats = |name: &str| all.iter().find(|c| c.name == name).map(|c| (c.active, c.limit));
    assert_eq!(seats("Delta Housing Trust"), Some((402, Some(400))));
    assert_eq!(seats("Lumen Optics"), Some((59, Some(60))));
    assert_eq!(seats("Cobalt Insurance Brokers"), Some((75, Some(75))));
    for name in [
        "Acme Logistics GmbH",
        "Pinnacle Steel",
        "Zephyr Couriers",
        "Harbour Schools Federation",
        "Saffron Hotels",
        "Işık Tekstil A.Ş.",
        "Fjord Energy AS",
    ] {
        assert!(seats(name).is_some(), "{name}");
    }
    let lumen = all.iter().find(|c| c.name == "Lumen Optics").expect("there");
    assert!(lumen.ends.as_ref().is_some_and(|s| s.as_str().starts_with("2026-12-02")));
    assert_eq!(lumen.staff.domain, "lumenoptics.example");
}

#[test]
fn two_thousand_companies_all_differ() {
    let all = own(2000);
    let distinct = |key: fn(&Company) -> String| all.iter().map(key).collect::<HashSet<_>>().len();
    assert_eq!(distinct(|c| c.name.to_lowercase()), 2000);
    assert_eq!(distinct(|c| c.id.clone()), 2000);
    assert!(all.iter().all(|c| c.id.len() == 12 && c.id.bytes().all(|b| b.is_ascii_alphanumeric())));
}

#[test]
fn the_seed_decides_and_the_number_does_not() {
    let print = |list: &[Company]| list.iter().map(|c| format!("{c:?}")).collect::<Vec<_>>();
    let (few, many) = (print(&make(5, 60)), print(&make(5, 300)));
    assert_eq!(few, many[..few.len()]);
    assert_ne!(few, print(&make(6, 60)));
}
