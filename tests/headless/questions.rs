//! The questions of a desk, each one command: who is over and by how much, which customers end soon with few seats left,
//! what has changed since Friday. The numbers are those of `assets/demo/companies.toml`, worked out by hand.

use serde_json::Value;

use super::support::{COMPANY, Desk, PHONE};

/// The companies of the file alone: generated ones are of other names.
const OF_THE_FILE: &str = "name=\"Acme Logistics GmbH\",\"Delta Housing Trust\",\"Pinnacle Steel\",\"Halcyon Film Studios\",\"Nordlicht Apotheken\",\"Meridian Travel\",\"Saffron Hotels\",\"Quartz Accounting\"";

fn names(lines: &[Value]) -> Vec<(String, i64)> {
    let of = |line: &Value, key: &str| line[key].as_i64().unwrap_or_else(|| panic!("no {key} in {line}"));
    let companies = lines.iter().filter(|line| line["row"] != "total");
    companies
        .map(|line| (line["company"].as_str().expect("a name").to_owned(), of(line, "used") - of(line, "limit")))
        .collect()
}

#[test]
fn who_is_over_and_by_how_much_is_one_command() {
    let desk = Desk::new();
    let filter = format!("over>0 {OF_THE_FILE}");
    let ran = desk.run(&["companies", "report", "--filter", &filter, "--output", "jsonl"]).ends(0);
    let lines = ran.lines();
    let over = [
        ("Acme Logistics GmbH", 512 - 500),
        ("Delta Housing Trust", 402 - 400),
        ("Halcyon Film Studios", 240 - 210),
        ("Meridian Travel", 47 - 45),
        ("Nordlicht Apotheken", 91 - 90),
        ("Pinnacle Steel", 1_503 - 1_500),
    ];
    assert_eq!(names(&lines), over.map(|(name, by)| (name.to_owned(), by)));
    let total = lines.last().expect("a total");
    assert_eq!((&total["row"], total["over"].as_u64()), (&"total".into(), Some(12 + 2 + 30 + 2 + 1 + 3)));
}

#[test]
fn who_of_a_reseller_ends_this_month_with_few_seats_left_is_one_command() {
    let desk = Desk::new();
    let list = |filter: &str| {
        let args = ["companies", "list", "--filter", filter, "--columns", "company,left,renews", "--output", "jsonl"];
        desk.run(&args).ends(0).lines()
    };
    // Of the hotels and travel agents of Southgate, Saffron has 500 - 455 seats left and ends in 200 days, Meridian has
    // 45 - 47 and ended yesterday, on 22 November.
    let found = list("reseller:southgate industry:hospitality ends:2026-11 left<5");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["company"], &found[0]["left"]), (&"Meridian Travel".into(), &(-2).into()));
    assert_eq!(found[0]["renews"], "2026-11-22");
    let wider = list("reseller:southgate industry:hospitality left<46");
    assert_eq!(wider.len(), 2, "{wider:?}");
}

#[test]
fn what_has_changed_since_friday_is_one_command() {
    let desk = Desk::new();
    let on = |day: &str, args: &[&str]| desk.run_with(&[("KEEPNET_TEST_START", &format!("{day}T12:00:00Z"))], args);
    on("2026-11-27", &["companies", "list", "--all", "--output", "csv"]).ends(0);
    for name in ["jane", "john", "maya"] {
        let email = format!("{name}@quartz.example");
        desk.run(&["users", "add", "--company", COMPANY, "--email", &email, "--phone", PHONE]).ends(0);
    }
    let ran = on("2026-11-30", &["companies", "changes", "--since", "2026-11-27", "--output", "jsonl"]).ends(0);
    let lines = ran.says(&["1 change since Friday, 2026-11-27"]).lines();
    // What they are billed for is one command too.
    let report = ["companies", "report", "--filter", "changed:2026-11-27", "--output", "jsonl"];
    let billed = on("2026-11-30", &report).ends(0).says(&["since Friday, 2026-11-27"]).lines();
    assert_eq!((billed.len(), &billed[0]["company"]), (2, &COMPANY.into()), "{billed:?}");
    on("2026-11-27", &report).ends(4).without_data().says(&["no earlier day is kept"]);
    let (before, after) = (lines[0]["before"].as_u64().expect("before"), lines[0]["after"].as_u64().expect("after"));
    assert_eq!((lines.len(), &lines[0]["company"], after - before), (1, &COMPANY.into(), 3));
}
