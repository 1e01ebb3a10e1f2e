//! What 20,000 companies in memory take: the list, what it is found by, and what is kept for the next start.
#![cfg(target_os = "linux")]

mod common;

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::company_index::MAX_COMPANIES;
use keepnet_tui::domain::service::ids::CompanyId;

use common::{Story, companies, resident};

/// As the service tells them: IDs and texts of the usual length.
fn as_told((n, company): (usize, Company)) -> Company {
    Company {
        id: CompanyId::new(format!("3f2b8c1e-{n:08}-4d5e-9f60-7a8b9c0d1e2f")),
        name: format!("Northern Lights Logistics and Partners {n:05}"),
        reseller: Some("Northwind Managed Services".to_owned()),
        industry: Some("Manufacturing and Engineering".to_owned()),
        license_type: Some("Enterprise Plus".to_owned()),
        tags: vec!["region emea".to_owned(), "renewal".to_owned()],
        ..company
    }
}

#[test]
fn the_most_companies_that_are_kept_take_less_than_40_megabytes() {
    let most = usize::try_from(MAX_COMPANIES).expect("fits");
    let list = companies(most).into_iter().enumerate().map(as_told).collect();
    let mut s = Story::with(list, (160, 48), |settings| settings.cache_limit = MAX_COMPANIES);
    let before = resident();
    s.settle();
    assert!(s.model.companies.source.is_cached());
    assert_eq!(s.model.companies.rows().len(), most);
    s.press("s p").press("/").type_text("logistics north").press("enter G");
    let kept = s.take(|effect| matches!(effect, Effect::SaveCompanies(_)).then_some(effect.clone()));
    let took = resident().saturating_sub(before);
    assert!(!kept.is_empty());
    assert!(took < 40 << 20, "{} KiB", took >> 10);
    println!("{} KiB for {most} companies", took >> 10);
}
