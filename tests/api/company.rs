//! What is read about one company, from the embedded server and from answers of every shape.

use keepnet_tui::api::{Doing, Error};
use keepnet_tui::demo::Fault;
use keepnet_tui::domain::company_detail::CompanyDetail;
use keepnet_tui::domain::failure::{Done, Failure, Remedy};
use keepnet_tui::domain::ids::CompanyId;
use keepnet_tui::domain::seats::{Limit, Seats};
use serde_json::json;

use super::support::{Bench, Op};

const LOCKED: &str = "Sentinel Law LLP";
const FOREIGN: &str = "Vantablack Holdings";

async fn detail(bench: &Bench, name: &str) -> Result<CompanyDetail, Error> {
    bench.client.company(&bench.company(name)).await
}

/// A refusal that nothing can be done about from here.
fn is_closed(failure: &Failure, what: &str, why: &str) {
    assert_eq!((failure.what.as_str(), failure.why.as_str()), (what, why));
    assert_eq!((&failure.remedy, failure.done), (&Remedy::Nothing, Done::No));
    assert!(!failure.hint.is_empty());
}

#[tokio::test]
async fn all_about_a_company() {
    let bench = Bench::new().await;
    let lumen = detail(&bench, "Lumen Optics").await.expect("a company");
    assert_eq!((lumen.id, lumen.name.as_str()), (bench.company("Lumen Optics"), "Lumen Optics"));
    assert_eq!((lumen.industry.as_deref(), lumen.license_type.as_deref()), (Some("Retail"), Some("Awareness")));
    assert_eq!(lumen.seats, Seats { used: 59, limit: Limit::Of(60) });
    let days = [lumen.license_starts, lumen.license_ends].map(|d| d.expect("a day").to_string());
    assert_eq!(days, ["2023-10-02", "2026-12-02"]);
    assert_eq!(lumen.website.as_deref(), Some("https://www.lumenoptics.example"));
    assert_eq!(
        (lumen.tags, lumen.license_modules),
        (vec!["uk".into(), "renewal".into()], vec!["Awareness".to_owned()])
    );
    assert_eq!((lumen.status.as_deref(), lumen.license_period.as_deref()), (Some("Active"), Some("Yearly")));
    assert!(lumen.address.is_some() && lumen.country.is_some() && lumen.description.is_some());
    assert_eq!(lumen.groups, ["Northwind MSP"]);

    let unlimited = detail(&bench, "Northwind MSP Internal").await.expect("a company");
    assert_eq!(unlimited.seats.limit, Limit::Unlimited);
}

/// What the form of a new user starts with is what its look-ups offer.
#[tokio::test]
async fn its_language_and_zone_are_in_the_look_ups() {
    let bench = Bench::new().await;
    let (languages, zones) =
        (bench.client.languages().await.expect("list"), bench.client.time_zones().await.expect("list"));
    for name in ["Lumen Optics", "Acme Logistics GmbH", "東京光学株式会社"] {
        let company = detail(&bench, name).await.expect("a company");
        let language = company.language.expect("a language");
        assert!(languages.iter().any(|l| (&l.id, &l.name) == (&language.id, &language.name)), "{language:?}");
        let zone = company.time_zone.expect("a zone");
        assert!(zones.iter().any(|z| z.id == zone.as_str()), "{zone}");
    }
}

/// A locked company may be looked at; another reseller's may not, and nobody's is not there.
#[tokio::test]
async fn companies_that_are_closed() {
    let bench = Bench::new().await;
    assert_eq!(detail(&bench, LOCKED).await.expect("a company").name, LOCKED);
    let failure = detail(&bench, FOREIGN).await.expect_err("closed").failure(Doing::Company);
    is_closed(&failure, "The company could not be loaded", "not allowed: You are not allowed to access this company.");
    let nobody = bench.client.company(&CompanyId::new("NOBODY000000")).await.expect_err("unknown");
    assert_eq!(nobody.failure(Doing::Company).remedy, Remedy::Reload);
}

/// The pane must never show one company's figures under another's name.
#[tokio::test]
async fn an_answer_about_another_company() {
    let bench = Bench::new().await;
    let body = json!({"data": {"resourceId": "OTHER", "name": "Other"}, "status": "SUCCESS"}).to_string();
    bench.server.faults().always(Op::Company.prefix(), Fault::Body(200, body));
    assert!(matches!(detail(&bench, LOCKED).await, Err(Error::Garbled(200))));
}
