//! `companies report`: five companies whose numbers are fixed, added up by hand.
//!
//! The server counts a fiftieth fewer users (rounded down) for each month back from November 2026.

use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use keepnet_tui::demo::{MonthAnswer, Options};
use serde_json::{Value, json};

use super::support::{Desk, Ran};

const SEARCH: &str = "POST /api/companies/search";
const FIVE: &str = "name=\"Acme Logistics GmbH\",\"Delta Housing Trust\",\"Pinnacle Steel\",\"Halcyon Film Studios\",\"Nordlicht Apotheken\"";

/// The day of the server, on which November is the month that runs.
const TODAY: (&str, &str) = ("KEEPNET_TEST_START", "2026-11-23T12:00:00Z");

/// Name, limit, used, over, monthly users of October.
const OCTOBER: [(&str, u64, u64, u64, u64); 5] = [
    ("Acme Logistics GmbH", 500, 512, 12, 498 - 9),
    ("Delta Housing Trust", 400, 402, 2, 388 - 7),
    ("Halcyon Film Studios", 210, 240, 30, 231 - 4),
    ("Nordlicht Apotheken", 90, 91, 1, 90 - 1),
    ("Pinnacle Steel", 1_500, 1_503, 3, 1_422 - 28),
];

fn report(desk: &Desk, more: &[&str]) -> Ran {
    desk.run_with(&[TODAY], &[&["companies", "report", "--filter", FIVE], more].concat())
}

fn numbers(row: &Value, keys: &[&str]) -> Vec<u64> {
    keys.iter().map(|key| row[key].as_u64().unwrap_or_else(|| panic!("no {key} in {row}"))).collect()
}

#[test]
fn october_is_billed_by_the_users_of_october() {
    let desk = Desk::new();
    let ran = report(&desk, &["--month", "2026-10", "--output", "json"]).ends(0);
    let document = ran.json();
    let items = document["items"].as_array().expect("a list");
    assert_eq!(items.len(), 5);
    for ((name, limit, used, over, monthly), item) in OCTOBER.iter().zip(items) {
        assert_eq!(
            (&item["company"], &item["month"], &item["row"]),
            (&json!(name), &json!("2026-10"), &json!("company"))
        );
        assert_eq!(item["id"], json!(desk.id(name)));
        assert_eq!(numbers(item, &["limit", "used", "over", "monthly"]), [*limit, *used, *over, *monthly], "{name}");
    }
    let sums =
        json!({"companies": 5, "limit": 2_700, "used": 2_748, "left": 0, "over": 48, "monthly": 2_580, "no_limit": 0});
    assert_eq!((&document["sums"], &document["total"]), (&sums, &json!(5)));
    // October is among the months that each company counts for itself.
    assert_eq!((&document["month"], &document["month_check"]), (&json!("2026-10"), &json!("confirmed")));
    ran.says(&["confirmed by the counts of 3 companies", "limit, used and over are those of today"]);
}

#[test]
fn the_total_is_the_last_line_of_text() {
    let desk = Desk::new();
    let csv = report(&desk, &["--month", "2026-10", "--output", "csv"]).ends(0).out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "company,id,reseller,license_type,limit,used,over,monthly,renews,month,row");
    let acme = format!(
        "Acme Logistics GmbH,{},Northwind MSP,Enterprise,500,512,12,489,2027-01-31,2026-10,company",
        desk.id("Acme Logistics GmbH")
    );
    assert_eq!(lines[1], acme);
    assert_eq!(lines[6..], ["TOTAL,,,,2700,2748,48,2580,,2026-10,total"]);
    let table = report(&desk, &["--month", "2026-10"]).ends(0).out;
    let last: Vec<&str> = table.lines().last().expect("a line").split_whitespace().collect();
    assert_eq!(last, ["TOTAL", "2700", "2748", "48", "2580"]);
    let lines = report(&desk, &["--month", "2026-10", "--output", "jsonl"]).ends(0).lines();
    assert_eq!((lines.len(), &lines[5]["row"], &lines[5]["monthly"]), (6, &json!("total"), &json!(2_580)));
}

#[test]
fn groups_are_added_up_and_a_company_with_two_tags_counts_once_in_the_total() {
    let desk = Desk::new();
    let keys = ["companies", "limit", "used", "left", "over", "monthly"];
    let grouped = |by: &str| {
        let ran = report(&desk, &["--month", "2026-10", "--group-by", by, "--output", "jsonl"]).ends(0);
        let rows: Vec<(String, Vec<u64>)> = ran
            .lines()
            .iter()
            .map(|row| {
                (
                    row[if by == "type" { "license_type" } else { by }].as_str().unwrap_or_default().to_owned(),
                    numbers(row, &keys),
                )
            })
            .collect();
        (rows, ran)
    };
    let named = |rows: &[(&str, [u64; 6])]| -> Vec<(String, Vec<u64>)> {
        rows.iter().map(|(name, numbers)| ((*name).to_owned(), numbers.to_vec())).collect()
    };
    let total = ("TOTAL", [5, 2_700, 2_748, 0, 48, 2_580]);
    let (rows, ran) = grouped("type");
    assert_eq!(
        rows,
        named(&[
            ("Awareness", [1, 210, 240, 0, 30, 227]),
            ("Enterprise", [3, 500 + 400 + 1_500, 512 + 402 + 1_503, 0, 12 + 2 + 3, 489 + 381 + 1_394]),
            ("Phishing+", [1, 90, 91, 0, 1, 89]),
            total,
        ])
    );
    assert!(!ran.err.contains("several groups"), "{}", ran.err);
    let (rows, ran) = grouped("tag");
    assert_eq!(
        rows,
        named(&[
            ("de", [2, 590, 603, 0, 13, 489 + 89]),
            ("overage agreed", [1, 210, 240, 0, 30, 227]),
            ("priority", [1, 500, 512, 0, 12, 489]),
            ("public", [1, 400, 402, 0, 2, 381]),
            ("uk", [3, 400 + 1_500 + 210, 402 + 1_503 + 240, 0, 2 + 3 + 30, 381 + 1_394 + 227]),
            total,
        ])
    );
    ran.says(&["3 companies are in several groups and counted in each; the total counts each once"]);
}

#[test]
fn a_refused_month_is_said_and_nothing_is_written() {
    let desk = Desk::new();
    desk.faults().months(MonthAnswer::Refused);
    let file = desk.home.path().join("october.csv");
    let args = ["--month", "2026-10", "--output", "csv", "--out", file.to_str().expect("text")];
    let ran = report(&desk, &args).ends(5).without_data();
    ran.says(&["does not give this credential the monthly users of 2026-10", "Leave --month out", "web console"]);
    let left: Vec<_> = std::fs::read_dir(desk.home.path())
        .expect("a folder")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter(|name| name.contains("october") || name.contains(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // The month that runs needs no filter.
    report(&desk, &["--output", "jsonl"]).ends(0);
}

#[test]
fn an_ignored_month_is_never_written_as_that_month() {
    let desk = Desk::new();
    desk.faults().months(MonthAnswer::Ignored);
    // Each company counts October for itself, and counts fewer.
    let ran = report(&desk, &["--month", "2026-10", "--output", "csv"]).ends(1).without_data();
    ran.says(&["in the company's own counts", "Nothing was written", "--unverified-month"]);
    // Nobody counts March, but the numbers are those of any month.
    let ran = report(&desk, &["--month", "2026-03", "--output", "csv"]).ends(1).without_data();
    ran.says(&["seems to ignore the month", "Nothing was written"]);
    let ran = report(&desk, &["--month", "2026-03", "--output", "json", "--unverified-month"]).ends(0);
    assert_eq!(ran.json()["month_check"], "ignored");
    ran.says(&["NOT VERIFIED"]);
    // What cannot be looked up anywhere is said.
    desk.faults().months(MonthAnswer::Given);
    let ran = report(&desk, &["--month", "2026-03", "--output", "json"]).ends(0);
    assert_eq!(
        (&ran.json()["month_check"], &ran.json()["sums"]["monthly"]),
        (&json!("differs"), &json!(426 + 332 + 199 + 82 + 1_198))
    );
    ran.says(&["that it is 2026-03 is not confirmed"]);
}

#[test]
fn months_that_cannot_be_are_refused_before_anything_is_sent() {
    let desk = Desk::new();
    for (month, why) in
        [("2999-01", "it has not begun"), ("2025-11", "from 2025-12 on"), ("October", "written as 2026-10")]
    {
        report(&desk, &["--month", month]).ends(2).without_data().says(&[why]);
    }
    assert_eq!(desk.server.requests().len(), 0);
}

#[test]
fn every_page_is_read_once_and_the_month_is_in_each_request() {
    let desk = Desk::with(Options { companies: 450, ..Options::instant() });
    let ran = desk.run_with(&[TODAY], &["companies", "report", "--month", "2026-10", "--output", "jsonl"]).ends(0);
    assert_eq!(ran.lines().len(), 450 + 1);
    let bodies: Vec<String> = desk.server.requests().into_iter().filter(|r| r.is(SEARCH)).map(|r| r.body).collect();
    // This month's and that month's first page are compared; then all three pages are read.
    let months =
        bodies.iter().filter(|body| body.contains("\"MonthlyActiveUser\"") && body.contains("2026-10")).count();
    assert_eq!((bodies.len(), months), (2 + 3, 1 + 3));
    let total = ran.lines().pop().expect("a total");
    let sum: u64 = ran.lines().iter().take(450).map(|row| row["monthly"].as_u64().expect("a number")).sum();
    assert_eq!(total["monthly"], json!(sum));
}

fn cells(path: &Path) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let sheet = book.worksheet_range("report").expect("a worksheet");
    assert!(book.worksheet_formula("report").expect("formulas").is_empty());
    sheet.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn a_worksheet_has_numbers_and_days_and_ids_as_text() {
    let desk = Desk::new();
    let file = desk.home.path().join("october.xlsx");
    let path = file.to_str().expect("text");
    let args = ["--month", "2026-10", "--output", "xlsx", "--out", path];
    report(&desk, &args).ends(0).without_data().says(&["5 companies written to", path]);
    let rows = cells(&file);
    let texts: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    let head =
        ["COMPANY", "ID", "RESELLER", "LICENCE TYPE", "LIMIT", "USED", "OVER", "MONTHLY", "RENEWS", "MONTH", "ROW"];
    assert_eq!(texts, head);
    assert_eq!(rows[1][1], Data::String(desk.id("Acme Logistics GmbH")));
    let of = |row: &[Data]| {
        row[4..8].iter().map(|cell| if let Data::Float(n) = cell { *n } else { f64::NAN }).collect::<Vec<_>>()
    };
    assert_eq!(of(&rows[1]), [500.0, 512.0, 12.0, 489.0]);
    assert_eq!(of(&rows[6]), [2_700.0, 2_748.0, 48.0, 2_580.0]);
    // 2027-01-31, as Excel counts days.
    let Data::DateTime(day) = &rows[1][8] else { panic!("{:?}", rows[1][8]) };
    assert!((day.as_f64() - 46_418.0).abs() < f64::EPSILON, "{day:?}");
    assert_eq!((rows.len(), &rows[6][0]), (7, &Data::String("TOTAL".to_owned())));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // Nothing is overwritten, and nothing is asked before that is known.
    let before = desk.server.requests().len();
    report(&desk, &args).ends(2).says(&["it exists; nothing is overwritten"]);
    assert_eq!(desk.server.requests().len(), before);
    // Redirected, it is the same.
    let again = desk.home.path().join("again.xlsx");
    let mut command =
        desk.command(&["companies", "report", "--filter", FIVE, "--month", "2026-10", "--output", "xlsx"]);
    let status = command.stdout(std::fs::File::create(&again).expect("a file")).status().expect("it runs");
    assert!(status.success());
    assert_eq!(cells(&again), rows);
}
