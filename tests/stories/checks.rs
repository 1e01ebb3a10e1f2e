//! While the email is typed: is the person there already, and is it the right customer?

use keepnet_tui::app::core::effect;
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::domain::change::write::FoundUser;
use keepnet_tui::domain::company::domains::Domains;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::verdict::Verdict;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::list::user_columns::UserColumn;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};

use crate::common::{Story, companies, company, failure};

fn open() -> Story {
    let mut s = Story::ready(companies(3));
    s.press("a").settle();
    s
}

fn domains(s: &mut Story, verified: &[&str], unverified: &[&str]) {
    let (ticket, _) = s.fetched_domains().remove(0);
    let own = |list: &[&str]| list.iter().map(|d| (*d).to_owned()).collect();
    s.send(Msg::MailDomains(ticket, Ok(Domains { verified: own(verified), unverified: own(unverified) })));
}

fn user(status: UserStatus) -> TargetUser {
    TargetUser {
        first_name: Some("Jane".to_owned()),
        last_name: Some("Doe".to_owned()),
        status,
        ..TargetUser::active(UserId::new("u7"), "Jane@Contoso.com")
    }
}

fn found(s: &mut Story, users: Vec<TargetUser>) {
    let (ticket, ..) = s.fetched_users().remove(0);
    let total = users.len() as u64;
    s.send(Msg::Users(
        ticket,
        Ok(Page { items: users, number: 1, pages: 1, total, over_limit: None, seats: None, unchecked: 0 }),
    ));
}

fn said(s: &Story) -> String {
    let form = s.form();
    form.verdict(FieldId::Email, &form.entry(), s.model.settings.rules).text().to_owned()
}

#[test]
fn complete_email_is_looked_up_after_a_delay() {
    let mut s = open();
    s.type_text("jane@contoso");
    s.wait();
    assert!(s.fetched_users().is_empty(), "not complete yet");
    s.type_text(".com");
    assert!(s.fetched_users().is_empty(), "still being typed");
    s.wait();
    let asked = s.fetched_users();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].2.email.as_deref(), Some("jane@contoso.com"));
}

#[test]
fn existing_user_is_shown_with_advice_and_does_not_block() {
    for (status, words) in [
        (UserStatus::Active, "ACTIVE here already (Jane Doe, id u7): nothing to create"),
        (UserStatus::Inactive, "INACTIVE here (Jane Doe, id u7)"),
        (UserStatus::Deleted, "DELETED here before"),
    ] {
        let mut s = open();
        s.type_text("jane@contoso.com").wait();
        found(&mut s, vec![user(status)]);
        assert!(said(&s).contains(words), "{}", said(&s));
        s.press("tab").type_text("+442079460018").press("ctrl-s");
        if !words.starts_with("DELETED") {
            assert!(s.creates().is_empty() && s.gates().contains("already exists"), "{}", s.gates());
            s.confirm();
        }
        assert_eq!(s.creates().len(), 1);
    }
    let mut s = open();
    s.type_text("jane@contoso.com").wait();
    found(&mut s, Vec::new());
    assert_eq!(said(&s), "new here");
}

#[test]
fn an_address_is_looked_up_and_sent_as_it_is_read() {
    let mut s = open();
    s.type_text("o’brien@contoso.com").wait();
    assert_eq!(said(&s), "o'brien@contoso.com");
    let (ticket, _, query) = s.fetched_users().remove(0);
    assert_eq!(query.email.as_deref(), Some("o'brien@contoso.com"));
    let there = TargetUser { email: "O'Brien@contoso.com".to_owned(), ..user(UserStatus::Active) };
    let page = Page { items: vec![there], number: 1, pages: 1, total: 1, over_limit: None, seats: None, unchecked: 0 };
    s.send(Msg::Users(ticket, Ok(page)));
    assert!(said(&s).starts_with("ACTIVE here already"), "{}", said(&s));
    s.press("tab").type_text("+442079460018").press("ctrl-s").confirm();
    let order = s.orders().remove(0);
    assert_eq!((order.intent.email(), order.user.email()), ("o'brien@contoso.com", "o'brien@contoso.com"));
}

#[test]
fn letter_of_another_script_is_shown_before_sending() {
    let mut s = open();
    s.type_text("jan\u{435}@contoso.com");
    let form = s.form();
    let verdict = form.verdict(FieldId::Email, &form.entry(), s.model.settings.rules);
    let Verdict::Warning(words) = &verdict else { panic!("{verdict:?}") };
    assert!(words.starts_with("\"е\" (U+0435, cyrillic small letter ie) is unlike"), "{words}");
    s.wait();
    found(&mut s, vec![user(UserStatus::Active)]);
    assert_eq!(said(&s), *words, "another address than jane@contoso.com");
}

#[test]
fn duplicate_check_drops_stale_answers_and_caches_others() {
    let mut s = open();
    s.type_text("jane@contoso.com").wait();
    let (late, ..) = s.fetched_users().remove(0);
    s.type_text("x").wait();
    let page = Page {
        items: vec![user(UserStatus::Active)],
        number: 1,
        pages: 1,
        total: 1,
        over_limit: None,
        seats: None,
        unchecked: 0,
    };
    s.send(Msg::Users(late, Ok(page)));
    assert_eq!(said(&s), "");
    found(&mut s, Vec::new());
    assert_eq!(said(&s), "new here");
    s.press("backspace").wait();
    found(&mut s, vec![user(UserStatus::Active)]);
    s.type_text("x").wait();
    assert!(s.fetched_users().is_empty());
    assert_eq!(said(&s), "new here");
}

#[test]
fn failed_look_up_is_shown_and_does_not_block() {
    let mut s = open();
    s.type_text("jane@contoso.com").wait();
    let (ticket, ..) = s.fetched_users().remove(0);
    s.send(Msg::Users(ticket, Err(failure(Applied::No, Remedy::Retry))));
    assert!(said(&s).contains("not checked for duplicates"), "{}", said(&s));
    s.press("tab").type_text("+442079460018").press("ctrl-s");
    assert_eq!(s.creates().len(), 1);
}

#[test]
fn a_near_miss_of_a_verified_domain_is_corrected_with_ctrl_t() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    domains(&mut s, &["lumenoptics.example"], &["lumen-events.example"]);
    s.type_text("maya@lumenoptic.example");
    assert!(said(&s).contains("Ctrl-T: maya@lumenoptics.example"), "{}", said(&s));
    s.press("ctrl-t");
    assert_eq!(s.form().text(FieldId::Email), "maya@lumenoptics.example");
    assert_eq!(said(&s), "domain verified");
    s.press("ctrl-t");
    assert!(s.said().contains("nothing to suggest"), "{}", s.said());
    s.press("ctrl-u").type_text("maya@lumen-events.example");
    assert!(said(&s).contains("not verified here"), "{}", said(&s));
}

#[test]
fn known_domain_of_another_customer_is_reported() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    domains(&mut s, &["alpha.example"], &[]);
    s.settle().press("esc j a");
    domains(&mut s, &["beta.example"], &[]);
    s.type_text("jane@alpha.example");
    assert!(said(&s).contains("belongs to Company 0000"), "{}", said(&s));
    let form = s.form();
    assert!(matches!(form.verdict(FieldId::Email, &form.entry(), s.model.settings.rules), Verdict::Warning(_)));

    // Such a user is created only when that was said.
    s.settle().press("tab").type_text("+442079460018").press("ctrl-s");
    assert!(s.creates().is_empty());
    assert!(s.gates().contains("belongs to Company 0000"), "{}", s.gates());
    s.confirm();
    assert_eq!(s.creates().len(), 1);
}

#[test]
fn shared_domain_is_not_another_customers() {
    let mut s = Story::ready(companies(3));
    s.press("a");
    domains(&mut s, &["alpha.example"], &[]);
    s.settle().press("esc j a");
    domains(&mut s, &["beta.example"], &["alpha.example"]);
    s.settle().type_text("jane@alpha.example").press("tab").type_text("+442079460018").press("ctrl-s");
    assert_eq!(s.creates().len(), 1);
}

#[test]
fn gates_of_one_form_stand_together() {
    let mut s = Story::ready(vec![company(1, "Lumen", 6, Limit::Of(60)), company(2, "Zephyr", 60, Limit::Of(60))]);
    s.press("a");
    domains(&mut s, &["alpha.example"], &[]);
    s.settle().press("esc j a");
    // Nothing is verified here: what is known of others counts all the same.
    domains(&mut s, &[], &[]);
    s.settle().type_text("jane@alpha.example").press("tab").type_text("+442079460018").press("ctrl-s");
    assert!(s.creates().is_empty());
    let gates = s.gates();
    assert!(gates.contains("belongs to Lumen") && gates.contains("No seat is left"), "{gates}");
    s.confirm();
    assert_eq!(s.creates().len(), 1, "both were read, and one answer does");
}

#[test]
fn phone_without_code_uses_company_country_once_known() {
    let mut s = open();
    s.type_text("jane@contoso.com").press("tab").type_text("020 7946 0018");
    let asked: Vec<_> = s.take(|e| match e {
        Effect::Fetch(ticket, effect::Read::Company(company)) => Some((*ticket, company.clone())),
        _ => None,
    });
    let [(ticket, company)] = &asked[..] else { panic!("{asked:?}") };
    let phone = |s: &Story| {
        let form = s.form();
        form.verdict(FieldId::Phone, &form.entry(), s.model.settings.rules)
    };
    s.press("ctrl-s");
    assert!(
        s.creates().is_empty() && phone(&s).text().contains("the company's country is not known"),
        "{:?}",
        phone(&s)
    );
    let detail = crate::common::detail(company, s.model.companies.rows()[0].seats);
    s.send(Msg::Company(*ticket, Ok(Box::new(detail))));
    assert_eq!(phone(&s), Verdict::SentAs("+442079460018".to_owned()));
    s.press("ctrl-s");
    assert_eq!(s.creates()[0].2.phone, "+442079460018");
}

#[test]
fn a_country_that_cannot_be_told_is_asked_for_once() {
    let mut s = Story::ready(companies(3));
    s.press("a").press("tab").type_text("02");
    let asked = |s: &mut Story| {
        s.take(|e| if let Effect::Fetch(ticket, effect::Read::Company(_)) = e { Some(*ticket) } else { None })
    };
    let ticket = asked(&mut s).remove(0);
    s.send(Msg::Company(ticket, Err(failure(Applied::No, Remedy::Retry)))).type_text("0 7946 0018");
    assert!(asked(&mut s).is_empty());
    s.press("f5");
    assert_eq!(asked(&mut s).len(), 1);
}

#[test]
fn user_without_visible_name_is_shown_with_id() {
    let mut s = open();
    s.type_text("jane@contoso.com").wait();
    let nobody = TargetUser { first_name: Some("\u{2800}".to_owned()), last_name: None, ..user(UserStatus::Active) };
    found(&mut s, vec![nobody.clone()]);
    assert_eq!(said(&s), "ACTIVE here already ((no visible name), id u7): nothing to create");
    assert_eq!(UserColumn::Name.cell(&nobody), "(no visible name)");
    let sighting = FoundUser::from(&nobody).to_string();
    assert!(sighting.starts_with("(no visible name), creat"), "{sighting}");
}
