//! Lists: their forms, their pages, and readers that have seen enough.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};

use keepnet_tui::demo::Options;

use super::support::{COMPANY, Desk};

#[test]
fn every_format_lists_the_same_companies() {
    let desk = Desk::new();
    let list = |form: &str| desk.run(&["companies", "list", "--page-size", "10", "--output", form]).ends(0);
    let document = list("json").json();
    assert_eq!((&document["version"], &document["kind"]), (&1.into(), &"companies".into()));
    assert_eq!((&document["page"], &document["pages"], &document["total"]), (&1.into(), &14.into(), &137.into()));
    let ids: Vec<_> = document["items"].as_array().expect("a list").iter().map(|c| c["id"].clone()).collect();
    assert_eq!(ids.len(), 10);
    let lines: Vec<_> = list("jsonl").lines().iter().map(|c| c["id"].clone()).collect();
    assert_eq!(lines, ids);
    let csv = list("csv").out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let told: Vec<_> = reader.records().map(|r| r.expect("a record")[0].to_owned()).collect();
    assert_eq!(told, ids.iter().map(|id| id.as_str().expect("text")).collect::<Vec<_>>());
    let table = list("table").out;
    assert!(table.starts_with("ID") && table.lines().count() == 11 && !table.contains('\x1b'), "{table}");
    assert!(table.contains(told[3].as_str()));
}

#[test]
fn columns_and_order_are_as_requested() {
    let desk = Desk::new();
    let args = ["companies", "list", "--all", "--over-limit", "--sort", "used", "--desc", "--columns", "used,left"];
    let ran = desk.run(&[&args[..], &["--output", "jsonl"]].concat()).ends(0);
    let lines = ran.lines();
    let used: Vec<_> = lines.iter().map(|c| c["used"].as_u64().expect("a number")).collect();
    assert!(used.len() > 1 && used.is_sorted_by(|a, b| a >= b), "{used:?}");
    assert!(lines.iter().all(|c| c["left"].as_i64().is_some_and(|left| left < 0)));
    assert!(ran.out.starts_with("{\"version\":1,\"id\":\""), "{}", ran.out);
    assert_eq!(lines[0].as_object().map(serde_json::Map::len), Some(4));
}

/// Named only: they take a request of their own.
#[test]
fn company_groups_are_a_column() {
    let desk = Desk::new();
    let list = |more: &[&str]| desk.run(&[&["companies", "list", "--all"], more].concat());
    let plain = list(&["--output", "jsonl"]).ends(0).lines();
    assert!(plain.iter().all(|c| c.get("group").is_none()));
    let named = list(&["--output", "jsonl", "--columns", "company,group"]).ends(0).lines();
    let of = |c: &serde_json::Value| c["group"].as_array().expect("a list").clone();
    let both = [serde_json::Value::from("EMEA desk"), "Key accounts".into()];
    assert!(named.iter().any(|c| of(c) == both) && named.iter().any(|c| of(c) == ["APAC desk"]));
    let filtered =
        list(&["--output", "jsonl", "--filter", "group:\"EMEA desk\"", "--columns", "group"]).ends(0).lines();
    assert!(!filtered.is_empty() && filtered.iter().all(|c| of(c).contains(&"EMEA desk".into())));
    assert_eq!(filtered.len(), named.iter().filter(|c| of(c).contains(&"EMEA desk".into())).count());
    let csv = list(&["--output", "csv", "--columns", "company,group"]).ends(0).out;
    assert!(csv.starts_with("id,company,group\n") && csv.contains("EMEA desk"), "{csv}");
}

/// The answer of one filter, and the same worked out from every company.
#[test]
fn filter_lists_what_fits() {
    let desk = Desk::new();
    let list = |more: &[&str]| {
        let all = ["companies", "list", "--all", "--output", "jsonl"];
        desk.run(&[&all[..], more].concat()).ends(0).lines()
    };
    let all = list(&[]);
    let number = |company: &serde_json::Value, key: &str| company[key].as_i64();
    // The service orders names by their letters, the filter without accents.
    let ids = |companies: Vec<&serde_json::Value>| -> BTreeSet<String> {
        companies.iter().map(|c| c["id"].as_str().expect("an id").to_owned()).collect()
    };
    let few = |c: &&serde_json::Value| number(c, "left").is_some_and(|left| left < 5);
    let busy = |c: &&serde_json::Value| number(c, "monthly") > number(c, "used");
    let licence = |c: &&serde_json::Value| c["license_type"].as_str().is_some_and(|text| text.contains("Enterprise"));
    for (filter, expected) in [
        ("left<5", ids(all.iter().filter(few).collect())),
        ("-left<5", ids(all.iter().filter(|c| !few(c)).collect())),
        ("monthly>used", ids(all.iter().filter(busy).collect())),
        ("left<5 type:enterprise", ids(all.iter().filter(few).filter(licence).collect())),
        ("left<5 -type:enterprise", ids(all.iter().filter(few).filter(|c| !licence(c)).collect())),
    ] {
        assert_eq!(ids(list(&["--filter", filter]).iter().collect()), expected, "{filter}");
        assert!(!expected.is_empty() && expected.len() < all.len(), "{filter}: {}", expected.len());
    }
    let both = list(&["--filter", "left<5", "--over-limit", "--search", "ltd"]);
    assert!(both.iter().all(|c| number(c, "left").is_some_and(|left| left < 0)), "{both:?}");
}

#[test]
fn filter_with_a_mistake_says_where() {
    let desk = Desk::new();
    let ran = desk.run(&["companies", "list", "--filter", "acme left<five"]).ends(2);
    ran.says(&["left is compared with a number or another column with numbers, at \"five\""]);
    desk.run(&["companies", "list", "--filter", "--all"]).ends(2).says(&["one minus sign at most"]);
}

#[test]
fn duplicate_column_is_written_once() {
    let desk = Desk::new();
    let args = ["companies", "list", "--page-size", "1", "--columns", "company,used,company,company", "--output"];
    let ran = desk.run(&[&args[..], &["jsonl"]].concat()).ends(0);
    assert_eq!(ran.out.matches("\"company\":").count(), 1, "{}", ran.out);
    let csv = desk.run(&[&args[..], &["csv"]].concat()).ends(0).out;
    assert_eq!(csv.lines().next(), Some("id,company,used"));
}

#[test]
fn users_as_csv_have_what_json_has() {
    let desk = Desk::new();
    let args = ["users", "list", "--company", COMPANY, "--page-size", "1", "--output"];
    let json = desk.run(&[&args[..], &["jsonl"]].concat()).ends(0).lines().remove(0);
    let csv = desk.run(&[&args[..], &["csv"]].concat()).ends(0).out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let row = reader.records().next().expect("a row").expect("a record");
    for (key, value) in json.as_object().expect("an object").iter().filter(|(key, _)| *key != "version") {
        let at = head.iter().position(|name| name == key).unwrap_or_else(|| panic!("no {key} in {head:?}"));
        assert_eq!(Some(&row[at]).filter(|cell| !cell.is_empty()), value.as_str(), "{key}");
    }
    let table = desk.run(&[&args[..], &["table"]].concat()).ends(0).out;
    assert!(!table.contains("FIRST NAME"), "{table}");
}

#[test]
fn a_table_in_a_file_is_as_wide_as_its_widest_row_so_far() {
    let desk = Desk::new();
    let list = ["companies", "list", "--all", "--page-size", "3", "--columns", "used,company"];
    let table = desk.run(&list).ends(0).out;
    let mut at = 0;
    for page in table.lines().skip(1).collect::<Vec<_>>().chunks(3) {
        let ends: Vec<_> = page.iter().map(|row| row.split("  ").next().expect("an ID").len()).collect();
        // The second column begins where that of the row before begins, or further to the right.
        assert!(ends.iter().all(|end| *end <= page[0].len()));
        let begins: Vec<_> = page.iter().map(|row| row.rfind("  ").map(|n| n + 2)).collect();
        assert!(begins.iter().all(|begin| *begin == begins[0] && *begin >= Some(at)), "{page:?}");
        at = begins[0].unwrap_or_default();
    }
}

#[test]
fn a_search_and_a_page_are_the_services() {
    let desk = Desk::new();
    let found = desk.run(&["companies", "list", "--search", "quartz", "--output", "jsonl"]).ends(0).lines();
    assert!(found.iter().any(|c| c["company"] == COMPANY) && found.len() < 20);
    let second = desk.run(&["companies", "list", "--page", "2", "--page-size", "10", "--output", "json"]).ends(0);
    assert_eq!(second.json()["page"], 2);
    let none = desk.run(&["companies", "list", "--page", "99", "--page-size", "10", "--output", "csv"]).ends(0);
    none.says(&["there is no page 99: 137 companies are on 14 pages"]);
    let none = desk.run(&["companies", "list", "--search", "no such thing at all", "--output", "json"]).ends(0);
    assert_eq!((&none.json()["total"], &none.json()["items"]), (&0.into(), &serde_json::json!([])));
}

#[test]
fn company_is_found_by_id_name_or_part() {
    let desk = Desk::new();
    let id = desk.id(COMPANY);
    let show = |name: &str| desk.run(&["companies", "show", name, "--output", "json"]).ends(0).json();
    let by_id = show(&id);
    assert_eq!((&by_id["kind"], &by_id["item"]["company"]), (&"company".into(), &COMPANY.into()));
    assert_eq!(by_id["item"]["id"], *id);
    for name in ["QUARTZ ACCOUNTING", "quartz"] {
        assert_eq!(show(name), by_id, "{name}");
    }
    let table = desk.run(&["companies", "show", &id]).ends(0).out;
    assert!(table.contains("LICENCE ENDS") && table.contains(COMPANY), "{table}");
}

#[test]
fn users_are_listed_page_by_page_or_all() {
    let desk = Desk::new();
    let list = |more: &[&str]| {
        let args = ["users", "list", "--company", COMPANY, "--output", "json"];
        desk.run(&[&args, more].concat()).ends(0).json()
    };
    let part = desk.run(&["companies", "list", "--page-size", "10"]).ends(0).err;
    assert!(part.contains("page 1 of 14: 10 of 137 companies; --all writes every page"), "{part}");
    let page = list(&["--page-size", "5"]);
    assert_eq!((&page["kind"], page["items"].as_array().map(Vec::len)), (&"users".into(), Some(5)));
    let all = list(&["--all", "--page-size", "50"]);
    assert_eq!(all["total"].as_u64(), all["items"].as_array().map(|users| users.len() as u64));
    assert_eq!(all["total"], page["total"]);
    assert!(all["items"][0]["company"] == COMPANY && all["items"][0]["email"].is_string());
}

#[test]
fn closed_reader_ends_the_command_quietly() {
    let desk = Desk::with(Options { companies: 2_000, ..Options::instant() });
    let mut child = desk.start(&["companies", "list", "--all", "--page-size", "10", "--output", "jsonl"]);
    let mut line = String::new();
    let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
    reader.read_line(&mut line).expect("a line");
    drop(reader);
    let ended = child.wait_with_output().expect("it ends");
    assert!(line.starts_with('{'));
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
    assert!(desk.server.asked("POST /api/companies/search") < 200, "it stopped asking");
}

#[test]
fn filter_by_company_group_lists_its_companies() {
    let desk = Desk::new();
    let count = |filter: &str| {
        let args = ["companies", "list", "--all", "--output", "jsonl", "--filter", filter];
        desk.run(&args).ends(0).lines().len()
    };
    let (emea, other) = (count("group:\"EMEA desk\""), count("-group:\"emea desk\""));
    assert!(emea > 50 && other > 10, "{emea}, {other}");
    assert_eq!(emea + other, 137);
    assert_eq!((count("group:desk"), count("group:\"new partners\"")), (137, 0));
}

/// A view gives what its parts give as flags, and flags take the place of its parts.
#[test]
fn view_lists_as_its_parts_do() {
    let desk = Desk::new();
    let config = desk.home.path().join("config.toml");
    let text = "[views.few]\nfilter = \"left<5\"\nsort = \"left\"\ncolumns = [\"company\", \"seats\", \"left\"]\n";
    std::fs::write(&config, text).expect("written");
    let config = config.to_str().expect("UTF-8");
    let list = |more: &[&str]| {
        let all = ["companies", "list", "--all", "--output", "jsonl", "--config", config];
        desk.run(&[&all[..], more].concat()).ends(0)
    };
    let few = list(&["--view", "Few"]).lines();
    let left: Vec<_> = few.iter().map(|c| c["left"].as_i64().expect("a number")).collect();
    assert!(left.len() > 5 && left.is_sorted() && left.iter().all(|left| *left < 5), "{left:?}");
    let members: Vec<&String> = few[0].as_object().expect("an object").keys().collect();
    assert_eq!(members, ["company", "id", "left", "limit", "unlimited", "used", "version"]);
    let names = |lines: Vec<serde_json::Value>| -> Vec<String> {
        lines.iter().map(|c| c["id"].as_str().expect("an id").to_owned()).collect()
    };
    // The filter of the flag, in the order of the view.
    let other = names(list(&["--view", "few", "--filter", "left<0"]).lines());
    let over: BTreeSet<_> = names(list(&["--filter", "left<0"]).lines()).into_iter().collect();
    assert_eq!(other.iter().cloned().collect::<BTreeSet<_>>(), over);
    assert_eq!(other, names(few.clone()).into_iter().filter(|id| over.contains(id)).collect::<Vec<_>>());
    // The order of the flag, and its columns.
    let ran = list(&["--view", "few", "--sort", "used", "--desc", "--columns", "used"]).lines();
    let used: Vec<_> = ran.iter().map(|c| c["used"].as_u64().expect("a number")).collect();
    assert!(used.len() == few.len() && used.is_sorted_by(|a, b| a >= b), "{used:?}");
    assert!(ran[0].get("left").is_none());
    // A built-in one, and its parts.
    let (view, flag) = (list(&["--view", "over-limit"]).lines(), list(&["--over-limit"]).lines());
    assert_eq!(names(view).into_iter().collect::<BTreeSet<_>>(), names(flag).into_iter().collect());
    desk.run(&["companies", "list", "--view", "none"])
        .ends(2)
        .says(&["no view is called \"none\"", "over limit, ending soon"]);
}

/// One typing mistake is forgiven in a list, and said; never where a company is named for something to be done.
#[test]
fn typing_mistake_is_forgiven_in_lists_alone() {
    let desk = Desk::new();
    let ran = desk.run(&["companies", "list", "--search", "lumne optics", "--output", "jsonl"]).ends(0);
    let ran = ran.says(&["no lumne; showing lumen"]);
    assert!(ran.lines().iter().any(|company| company["company"] == "Lumen Optics"), "{}", ran.out);
    let named =
        ["users", "add", "--company", "Lumne Optics", "--email", "a@lumenoptics.example", "--phone", "+442079460018"];
    desk.run(&named).ends(4).says(&["no company has the ID or the name \"Lumne Optics\""]);
    desk.run(&["users", "list", "--company", "Lumne Optics"]).ends(4);
}

#[test]
fn users_are_filtered_by_the_service_or_here() {
    let desk = Desk::new();
    let list = |filter: &str| {
        let args = ["users", "list", "--company", "Lumen Optics", "--all", "--output", "jsonl", "--filter", filter];
        desk.run(&args).ends(0)
    };
    let all = list("").lines();
    for status in ["active", "inactive", "deleted"] {
        let ran = list(&format!("status:{status}")).says(&["filtered here: "]);
        let expected = all.iter().filter(|user| user["status"] == status).count();
        assert!(expected > 0 && ran.lines().len() == expected, "{status}");
        assert_eq!(list(&format!("-status:{status}")).lines().len(), all.len() - expected, "{status}");
    }
    let ran = desk.run(&["users", "list", "--company", "Lumen Optics", "--filter", "created<soon"]).ends(2);
    ran.says(&["a day, month or year", "at \"soon\""]);
}
