//! What is read about one company, from the embedded server and from answers of every shape.

use keepnet_tui::api::{Error, Operation};
use keepnet_tui::demo::Fault;
use keepnet_tui::domain::company::detail::CompanyDetail;
use keepnet_tui::domain::company::domains::{DomainMatch, Domains, of_email};
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::user_counts::UserCounts;
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use rstest::rstest;
use serde_json::json;

use super::support::{ACME, Bench, Op};

const LOCKED: &str = "Sentinel Law LLP";
const FOREIGN: &str = "Vantablack Holdings";

async fn detail(bench: &Bench, name: &str) -> Result<CompanyDetail, Error> {
    bench.client.company(&bench.company(name)).await
}

/// A refusal: the credential may not, or the company does not let it.
fn is_closed(failure: &Failure, what: &str, why: &str) {
    assert_eq!((failure.what.as_str(), failure.why.as_str()), (what, why));
    assert_eq!((&failure.remedy, failure.applied), (&Remedy::Permission, Applied::No));
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
async fn company_language_and_zone_are_in_the_look_ups() {
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
    let failure = detail(&bench, FOREIGN).await.expect_err("closed").failure(Operation::Company);
    is_closed(&failure, "The company could not be loaded", "not allowed: You are not allowed to access this company.");
    let nobody = bench.client.company(&CompanyId::new("NOBODY000000")).await.expect_err("unknown");
    assert_eq!(nobody.failure(Operation::Company).remedy, Remedy::Reload);
}

/// The pane must never show one company's figures under another's name.
#[tokio::test]
async fn an_answer_about_another_company() {
    let bench = Bench::new().await;
    let body = json!({"data": {"resourceId": "OTHER", "name": "Other"}, "status": "SUCCESS"}).to_string();
    bench.server.faults().always(Op::Company.prefix(), Fault::Body(200, body));
    assert!(matches!(detail(&bench, LOCKED).await, Err(Error::Garbled(200))));
}

#[tokio::test]
async fn its_users_are_counted() {
    let bench = Bench::new().await;
    let delta = bench.company("Delta Housing Trust");
    let counts = bench.client.user_counts(&delta).await.expect("counts");
    assert_eq!(counts, UserCounts { active: Some(402), inactive: Some(14), deleted: Some(31), this_month: Some(388) });
    // A user who comes and goes leaves the seat free, and the month counted.
    let id = bench.create("Delta Housing Trust", "brief@deltahousing.example").await.expect("created");
    bench.client.delete_target_user(&delta, &UserId::new(id)).await.expect("deleted");
    let after = bench.client.user_counts(&delta).await.expect("counts");
    assert_eq!((after.active, after.deleted, after.this_month), (Some(402), Some(32), Some(389)));
}

#[tokio::test]
async fn its_domains_are_read_part_by_part() {
    let bench = Bench::new().await;
    let both = async |name: &str| {
        let id = bench.company(name);
        let verified = bench.client.verified_domains(&id).await.expect("a list");
        (verified, bench.client.unverified_domains(&id).await.expect("a list"))
    };
    let (verified, unverified) = both("Lumen Optics").await;
    assert_eq!((verified, unverified), (vec!["lumenoptics.example".into()], vec!["lumenoptics-events.example".into()]));
    assert_eq!(both("Saffron Hotels").await, (vec![], vec!["saffronhotels.example".into()]));
    // One part may fail, and the other stands.
    bench.server.faults().always(Op::VerifiedDomains.prefix(), Fault::status(403));
    let id = bench.company("Lumen Optics");
    bench.client.verified_domains(&id).await.expect_err("refused");
    assert_eq!(bench.client.unverified_domains(&id).await.expect("a list").len(), 1);
}

/// Counts are refused by one company alone; a locked one and another reseller's refuse every part.
#[rstest]
#[case(Op::Counts, "The users could not be counted")]
#[case(Op::VerifiedDomains, "The mail domains could not be loaded")]
#[case(Op::UnverifiedDomains, "The mail domains could not be loaded")]
#[case(Op::Roles, "The roles could not be loaded")]
#[case(Op::CustomFields, "The custom fields could not be loaded")]
#[tokio::test]
async fn parts_that_are_closed(#[case] op: Op, #[case] what: &str) {
    let bench = Bench::new().await;
    let why = "the company has not allowed access: The company has not allowed access to its data.";
    is_closed(&op.fail_about(&bench, LOCKED).await, what, why);
    let why = "not allowed: You are not allowed to access this company.";
    is_closed(&op.fail_about(&bench, FOREIGN).await, what, why);
    let discreet = op.run_about(&bench, "Orchard Care Homes").await;
    assert_eq!(discreet.is_err(), op == Op::Counts);
    if let Err(error) = discreet {
        is_closed(&error.failure(op.doing()), what, "not allowed: You are not allowed to see this.");
    }
    // The last expired one had locked access too, which no longer counts.
    op.run_about(&bench, "Brasserie de l'Étoile").await.expect("open");
    assert!(op.run_about(&bench, ACME).await.is_ok());
}

/// The mail domains of the embedded server, as the guard against a wrong customer reads them.
#[tokio::test]
async fn typing_mistake_is_told_from_another_customer() {
    let bench = Bench::new().await;
    let domains = async |name: &str| {
        let id = bench.company(name);
        let verified = bench.client.verified_domains(&id).await.expect("a list");
        Domains { verified, unverified: bench.client.unverified_domains(&id).await.expect("a list") }
    };
    let (lumen, tokyo) = (domains("Lumen Optics").await, domains("東京光学株式会社").await);
    let Some(DomainMatch::Unknown(Some(near))) = lumen.judge("maya@lumenoptic.example") else { panic!("{lumen:?}") };
    assert_eq!(near.email, "maya@lumenoptics.example");
    let other = "maya@lumenoptica.example";
    assert_eq!(tokyo.judge(other), Some(DomainMatch::Verified));
    assert!(matches!(lumen.judge(other), Some(DomainMatch::Unknown(Some(_)))));
    assert!(tokyo.verified.contains(&of_email(other).expect("a domain")));
    assert_eq!(lumen.judge("maya@lumenoptics-events.example"), Some(DomainMatch::Unverified));
}
