//! What an import of the most rows takes: the file, its plan, the run and its result.
#![cfg(target_os = "linux")]

mod common;

use keepnet_tui::domain::company::seats::Limit;

use common::{Story, company, resident};

/// Rows of a file.
const ROWS: usize = 20_000;

fn row(n: usize) -> String {
    format!(
        "person{n:05}.of.a.family@fjord.example,Josephine{n},Featherstonehaugh,+4420794{n:05},Research and Development\n"
    )
}

#[test]
fn import_of_the_most_rows_takes_less_than_110_megabytes() {
    let text: String =
        std::iter::once("Email,First name,Last name,Phone,Department\n".to_owned()).chain((0..ROWS).map(row)).collect();
    let mut s = Story::ready(vec![company(1, "Contoso", 5, Limit::Unlimited)]);
    s.press("A").answer_folder(&["starters.csv"]).press("enter");
    let before = resident();
    s.answer_plan(&text);
    let planned = resident().saturating_sub(before);
    s.press("ctrl-s y");
    s.run_ready();
    assert_eq!(s.create_rows(), ROWS);
    assert!(s.answer_result());
    let took = resident().saturating_sub(before);
    println!("{} KiB for the plan of {ROWS} rows, {} KiB at the end", planned >> 10, took >> 10);
    assert!(took < 110 << 20, "{} KiB", took >> 10);
}
