//! What the generator must make, whatever the seed.

use super::*;
use crate::demo::assets::HandMade;
use crate::demo::denied::Part;

fn make(seed: u64, count: usize) -> Vec<Company> {
    let assets = Assets::read().expect("sound files");
    CompanyGenerator::new(&assets.words, seed, date(2026, 11, 23)).companies(&assets, count).0
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
    let HandMade { own, foreign } = &assets.made;
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
    assert_eq!(lumen.domains.verified, ["lumenoptics.example"]);
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

/// Every domain of a company with whether it is verified.
fn domains(company: &Company) -> impl Iterator<Item = (&str, bool)> {
    let Domains { verified, unverified } = &company.domains;
    let verified = verified.iter().map(|domain| (domain.as_str(), true));
    verified.chain(unverified.iter().map(|domain| (domain.as_str(), false)))
}

/// `a` is `b` with one letter more, less or other.
fn near(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let same = short.bytes().zip(long.bytes()).take_while(|(x, y)| x == y).count();
    let rest = |text: &str, from: usize| text.as_bytes()[from.min(text.len())..].to_vec();
    a != b && (rest(short, same) == rest(long, same + 1) || rest(short, same + 1) == rest(long, same + 1))
}

#[test]
fn domains_are_latin_and_belong_to_one_company() {
    let all = own(2000);
    let mut seen = HashSet::new();
    for company in &all {
        assert!(!company.domains.main().is_empty(), "{}", company.name);
        for (domain, _) in domains(company) {
            assert!(seen.insert(domain.to_owned()), "{domain} twice");
            let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
            assert!(domain.ends_with(".example") && domain.chars().all(sound), "{domain}");
        }
    }
    assert!(count(&all, |c| c.domains.verified.len() > 1) > 300);
    assert!(count(&all, |c| !c.domains.unverified.is_empty()) > 300);
    assert!(count(&all, |c| c.domains.verified.is_empty()) > 30);
    // The words of no style leave an address without a name in it.
    assert!(all.iter().all(|c| !c.domains.main().contains(&c.id.to_lowercase())));
}

#[test]
fn near_misses_are_there_within_a_company_and_between_two() {
    let all = own(0);
    let verified =
        |c: &Company| domains(c).filter(|(_, verified)| *verified).map(|(d, _)| d.to_owned()).collect::<Vec<_>>();
    let pairs = |a: &Company, b: &Company| verified(a).iter().any(|d| verified(b).iter().any(|e| near(d, e)));
    let named = |name: &str| all.iter().find(|c| c.name == name).expect("there");
    assert!(pairs(named("Lumen Optics"), named("東京光学株式会社")));
    let odd = |c: &Company| domains(c).any(|(d, known)| !known && verified(c).iter().any(|e| near(d, e)));
    assert!(count(&all, odd) >= 3, "a domain that is nearly the verified one");
    assert!(verified(named("Saffron Hotels")).is_empty());
}

#[test]
fn custom_fields_of_every_type_are_there_and_few_are_required() {
    let assets = Assets::read().expect("sound files");
    let texts = assets.made.own.iter().flat_map(|special| &special.fields).chain(&assets.words.custom_fields);
    for text in texts {
        assert!(CustomField::new(String::new(), text).is_some(), "{text}");
    }
    let all = own(137);
    let named = |name: &str| all.iter().find(|c| c.name == name).expect("there");
    let words = |c: &Company| c.fields.iter().map(|f| f.kind.word()).collect::<HashSet<_>>().len();
    assert_eq!((words(named("Bluefin Marine")), words(named("Kestrel Aviation Services"))), (6, 6));
    assert!(named("Kestrel Aviation Services").fields.iter().any(|field| !field.active));
    let asks = |c: &Company| c.fields.iter().any(|field| field.required);
    let asking: Vec<&str> = all.iter().filter(|c| asks(c)).map(|c| c.name.as_str()).collect();
    assert_eq!(asking, ["Bluefin Marine", "Yarrow Pharma"], "everywhere else a user needs an address and a phone");
    assert!(count(&all, |c| !c.fields.is_empty()) > 5);
    assert_eq!(count(&all, |c| c.shows(Part::Summary).is_err()), 1);
}
