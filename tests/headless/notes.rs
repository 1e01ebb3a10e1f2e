//! Aliases and notes in the commands: as columns, in filters and searches, and in place of a company's name.

use std::path::PathBuf;

use jiff::Timestamp;
use keepnet_tui::domain::desk::note::DeskNote;
use keepnet_tui::domain::service::base_url::BaseUrl;
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::store::{Store, folder_of};
use serde_json::json;

use super::support::{COMPANY, Desk, EMAIL, PHONE};

const OTHER: &str = "Lumen Optics";

/// Writes about a company, as the screen does.
fn write(desk: &Desk, company: &str, aliases: &str, text: &str) {
    let service = BaseUrl::parse(&desk.server.url()).expect("an address");
    let folder: PathBuf = desk.home.path().join("keepnet-tui").join(folder_of("default", &service));
    let store = Store::open(&folder).expect("a store");
    let id = CompanyId::new(desk.id(company));
    let note = DeskNote::typed(aliases, text);
    store
        .save_note((desk.server.client_id(), &id), (&DeskNote::default(), &note), Timestamp::UNIX_EPOCH)
        .expect("written");
}

fn add(desk: &Desk, company: &str) -> super::support::Ran {
    desk.run(&["users", "add", "--company", company, "--email", EMAIL, "--phone", PHONE])
}

#[test]
fn aliases_and_notes_are_columns_where_they_are_asked_for() {
    let desk = Desk::new();
    write(&desk, COMPANY, "Qu,the accountants", "Ask for Zoë.\nRenewal: =1+1");
    let list = |more: &[&str]| desk.run(&[&["companies", "list"], more].concat()).ends(0);
    let chosen = ["--columns", "company,alias,note", "--filter", "alias:accountants", "--output", "json"];
    let item = list(&chosen).json()["items"][0].clone();
    assert_eq!(item["alias"], json!(["Qu", "the accountants"]));
    assert_eq!(item["note"], json!("Ask for Zoë.\nRenewal: =1+1"));
    let csv = list(&["--columns", "alias,note", "--all", "--output", "csv"]).out;
    assert!(csv.contains(",\"Qu,the accountants\",\"Ask for Zoë.\nRenewal: =1+1\"\n"), "{csv}");
    assert!(!list(&["--all", "--output", "csv"]).out.contains("Zoë"), "a list for somebody else does not have them");
    for found in
        [["--search", "accountants"], ["--search", "zoe renewal"], ["--filter", "note:zoe"], ["--filter", "-note:\"\""]]
    {
        assert!(list(&found).out.contains(COMPANY), "{found:?}");
        assert!(!list(&found).out.contains(OTHER), "{found:?}");
    }
    let report = desk.run(&["companies", "report", "--filter", "alias:qu", "--output", "csv"]).ends(0);
    assert!(report.out.contains(COMPANY) && !report.out.contains(OTHER), "{}", report.out);
}

#[test]
fn whole_alias_names_its_company() {
    let desk = Desk::new();
    write(&desk, COMPANY, "Größe Kiste", "");
    add(&desk, "grosse  KISTE").ends(0);
    assert_eq!(desk.created(COMPANY), [EMAIL]);
}

/// A write goes to nobody by a part of an alias, or by one with a mistake.
#[test]
fn part_of_an_alias_is_not_enough_for_a_write() {
    let desk = Desk::new();
    write(&desk, COMPANY, "accountants", "accounted");
    for text in ["accountant", "acountants", "accounted"] {
        add(&desk, text).ends(4).without_data();
    }
    assert!(desk.created(COMPANY).is_empty());
}

#[test]
fn alias_that_is_the_name_of_another_company_is_refused_with_both() {
    let desk = Desk::new();
    write(&desk, OTHER, "quartz accounting", "");
    let (one, other) = (desk.id(COMPANY), desk.id(OTHER));
    add(&desk, COMPANY).ends(2).says(&["is the name or an alias of 2 companies; use one of their IDs", &one, &other]);
    desk.run(&["companies", "show", COMPANY]).ends(2);
    assert!(desk.created(COMPANY).is_empty() && desk.created(OTHER).is_empty());
    write(&desk, COMPANY, "twice", "");
    write(&desk, OTHER, "twice", "");
    add(&desk, "TWICE").ends(2).says(&[&one, &other]);
    add(&desk, &one).ends(0);
}
