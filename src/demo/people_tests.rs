//! Whatever the company, its people fit its figures and nobody is there twice.

use std::collections::HashSet;

use jiff::civil::date;

use super::*;
use crate::demo::assets::Assets;
use crate::demo::generate::CompanyGenerator;

fn make(count: usize) -> (People, Vec<Company>) {
    let assets = Assets::read().expect("sound files");
    let today = date(2026, 11, 23);
    let companies = CompanyGenerator::new(&assets.words, 1, today).companies(&assets, count).0;
    (People::new(&assets.words, today), companies)
}

#[test]
fn everybody_fits_the_figures_and_differs() {
    let (people, companies) = make(137);
    for company in &companies {
        let all: Vec<StoredUser> = company.staff.places().map(|place| people.user(company, place)).collect();
        let count = |which: fn(&StoredUser) -> bool| all.iter().filter(|user| which(user)).count();
        let counted = (count(|u| !u.deleted && u.active), count(|u| !u.deleted && !u.active), count(|u| u.deleted));
        let figures = (company.active as usize, company.inactive as usize, company.deleted as usize);
        assert_eq!(counted, figures, "{}", company.name);
        let mails: HashSet<&str> = all.iter().map(|user| user.email.as_str()).collect();
        assert_eq!(mails.len(), all.len(), "{}", company.name);
        assert!(mails.iter().all(|m| m.is_ascii() && m.ends_with(".example") && **m == m.to_lowercase()), "{mails:?}");
        let ids: HashSet<&str> = all.iter().map(|user| user.resource_id.as_str()).collect();
        assert_eq!(ids.len(), all.len(), "{}", company.name);
        for user in &all {
            assert!(user.groups.iter().all(|id| company.groups.iter().any(|g| &g.id == id)));
            let founded = company.created.as_ref().map_or("2024-12-23", |stamp| &stamp.as_str()[..10]);
            assert!(user.created[..10] >= *founded && user.created.as_str() < "2026-11-24", "{user:?}");
        }
    }
}

#[test]
fn people_are_found_again_by_address_and_by_id() {
    let (people, companies) = make(0);
    for company in &companies {
        for place in company.staff.sample() {
            let user = people.user(company, place);
            assert_eq!(people.place(company, &user.email.to_uppercase()), Some(place));
            assert_eq!(company.staff.place(&user.resource_id), Some(place));
        }
        assert_eq!(people.place(company, &format!("nobody@{}", company.domains.main())), None);
        assert_eq!(people.place(company, "somebody@elsewhere.example"), None);
        assert_eq!(company.staff.place("nosuchuser12"), None);
    }
}

#[test]
fn the_sample_has_some_of_each_kind() {
    let (people, companies) = make(137);
    for company in &companies {
        let sample: Vec<StoredUser> = company.staff.sample().iter().map(|at| people.user(company, *at)).collect();
        assert!(sample.len() <= 12);
        assert_eq!(sample.iter().any(|u| u.deleted), company.deleted > 0, "{}", company.name);
        assert_eq!(sample.iter().any(|u| !u.deleted && !u.active), company.inactive > 0, "{}", company.name);
        assert_eq!(sample.iter().any(|u| !u.deleted && u.active), company.active > 0, "{}", company.name);
    }
}

#[test]
fn no_pair_of_names_is_in_two_styles() {
    let (people, _) = make(0);
    let all: HashSet<String> = (0..people.pairs)
        .map(|at| {
            let ([_, first], [_, last]) = people.pair(at);
            format!("{first}.{last}")
        })
        .collect();
    assert_eq!(all.len(), people.pairs, "an address could be given to two people");
}

#[test]
fn a_walk_meets_everybody_once() {
    for (count, seed) in [(1, 5), (2, 9), (196, 3), (1471, u64::MAX)] {
        let met: HashSet<usize> = (0..count).map(|turn| permuted(turn, count, seed)).collect();
        assert_eq!(met.len(), count);
        assert!(met.iter().all(|at| *at < count));
    }
    assert_eq!(permuted(3, 0, 1), 0, "nobody to meet");
}
