//! Aliases and notes in the commands: as columns, in filters and searches, and in place of a company's name.

use std::fs;
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

/// A configuration with aliases of a team, of which some are in a file beside it.
fn shared(desk: &Desk, own: &str, team: &str) -> String {
    let path = desk.home.path().join("config.toml");
    fs::write(&path, format!("aliases_file = 'team.toml'\n[aliases]\n{own}")).expect("written");
    fs::write(desk.home.path().join("team.toml"), format!("[aliases]\n{team}")).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn alias_of_the_team_names_its_company_by_id_or_by_name() {
    let desk = Desk::new();
    let team = format!("'the quay' = '{COMPANY}'\nlamps = '{}'\ngone = 'no such company'\n", desk.id(OTHER));
    let config = shared(&desk, "", &team);
    let add = |company: &str, email: &str| {
        desk.run(&["users", "add", "--company", company, "--email", email, "--phone", PHONE, "--config", &config])
    };
    add("THE  Quay", EMAIL).ends(0);
    add("Lamps", "a@lumenoptics.example").ends(0);
    assert_eq!(desk.created(COMPANY), [EMAIL]);
    assert_eq!(desk.created(OTHER), ["a@lumenoptics.example"]);
    for text in ["quay", "lamp", "lampz"] {
        add(text, "b@lumenoptics.example").ends(4).without_data();
    }
    add("gone", EMAIL).ends(4).says(&["the one with this alias is gone"]);
    let list = |more: &[&str]| desk.run(&[&["companies", "list", "--config", &config], more].concat()).ends(0);
    for found in [["--search", "quay"], ["--filter", "alias:quay"]] {
        assert!(list(&found).out.contains(COMPANY) && !list(&found).out.contains(OTHER), "{found:?}");
    }
    let chosen = ["--columns", "company,alias", "--filter", "alias:lamps", "--output", "json"];
    assert_eq!(list(&chosen).json()["items"][0]["alias"], json!(["lamps"]));
}

#[test]
fn alias_of_the_team_that_means_two_companies_is_refused_with_both() {
    let desk = Desk::new();
    let (one, other) = (desk.id(COMPANY), desk.id(OTHER));
    let config = shared(&desk, &format!("both = '{one}'\n"), &format!("BOTH = '{OTHER}'\nsame = '{COMPANY}'\n"));
    let add = |company: &str| {
        desk.run(&["users", "add", "--company", company, "--email", EMAIL, "--phone", PHONE, "--config", &config])
    };
    add("both").ends(2).says(&["is the name or an alias of 2 companies", &one, &other]);
    write(&desk, OTHER, "same", "");
    add("same").ends(2).says(&[&one, &other]);
    assert!(desk.created(COMPANY).is_empty() && desk.created(OTHER).is_empty());
    write(&desk, COMPANY, "BOTH", "");
    add("both").ends(2);
}

#[test]
fn broken_file_of_the_team_is_told_and_stops_nothing() {
    let desk = Desk::new();
    let config = shared(&desk, &format!("quay = '{COMPANY}'\n"), "lamps = 5\n");
    let show = |company: &str| desk.run(&["companies", "show", company, "--config", &config]);
    let told = ["aliases_file: ", "team.toml: line 2: invalid type: integer `5`, expected a quoted string"];
    assert!(show("quay").ends(0).says(&told).out.contains(COMPANY));
    show("lamps").ends(4).says(&told);
    fs::remove_file(desk.home.path().join("team.toml")).expect("removed");
    show("quay").ends(0).says(&["team.toml: it cannot be read: "]);
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
