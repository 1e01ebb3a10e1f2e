//! The list on the screen in other forms than CSV, and its groups.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use keepnet_tui::app::model::Model;
use keepnet_tui::demo::Options;
use serde_json::{Value, json};

use super::support::{Program, World};

fn written(world: &World, program: &mut Program, keys: &str) -> (String, Vec<u8>) {
    program.press(keys);
    program.until("the file", |m| m.exporting.is_none());
    let mut files: Vec<_> = std::fs::read_dir(world.exports.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert_eq!(files.len(), 1, "one file");
    let path = files.remove(0);
    let bytes = std::fs::read(&path).expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
    }
    std::fs::remove_file(&path).expect("removed");
    (path.file_name().expect("a name").to_string_lossy().into_owned(), bytes)
}

fn cells(bytes: Vec<u8>, name: &str) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range(name).expect("a worksheet");
    sheet.rows().map(<[Data]>::to_vec).collect()
}

fn said(model: &Model) -> String {
    model.notices.current().map(|notice| notice.text.clone()).unwrap_or_default()
}

fn started(world: &World) -> Program {
    let mut program = world.start();
    program.until("all companies", |m| m.companies.source.is_cached() && !m.companies.source.is_of_an_earlier_run());
    program
}

/// With the filter, the order and the columns of the screen.
fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

#[test]
fn what_is_shown_is_written_as_worksheet_and_json() {
    let world = World::new(Options::instant());
    let mut program = started(&world);
    program.press("! s u");
    let shown: Vec<(String, u64)> =
        program.model().companies.rows().iter().map(|c| (c.name.clone(), c.seats.used)).collect();
    assert!(shown.len() > 3 && shown.is_sorted_by(|a, b| a.1 >= b.1), "{shown:?}");

    let (name, bytes) = written(&world, &mut program, "e x");
    assert!(name.starts_with("keepnet-companies-20") && extension(&name) == "xlsx", "{name}");
    assert!(said(program.model()).starts_with(&format!("{} companies written to", shown.len())));
    let rows = cells(bytes, "companies");
    let titles: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(titles[..6], ["ID", "COMPANY", "USED", "LIMIT", "LEFT", "OVER"]);
    let read: Vec<(String, u64)> = rows[1..]
        .iter()
        .map(|row| match (&row[1], &row[2]) {
            (Data::String(name), Data::Float(used)) => (name.clone(), format!("{used}").parse().expect("whole")),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(read, shown);

    let (name, bytes) = written(&world, &mut program, "e j");
    assert_eq!(extension(&name), "json", "{name}");
    let document: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!((&document["kind"], &document["total"]), (&json!("companies"), &json!(shown.len())));
    let read: Vec<_> =
        document["items"].as_array().expect("a list").iter().map(|item| item["company"].clone()).collect();
    assert_eq!(read, shown.iter().map(|(name, _)| json!(name)).collect::<Vec<_>>());
}

#[test]
fn groups_are_written_with_their_total() {
    let world = World::new(Options::instant());
    let mut program = started(&world);
    program.press("b r");
    let table = program.model().groups.table().expect("groups").clone();
    let (name, bytes) = written(&world, &mut program, "ctrl-s");
    assert!(name.starts_with("keepnet-companies-by-reseller-"), "{name}");
    let text = String::from_utf8(bytes).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "reseller,companies,limit,used,left,over,monthly,no_limit,month,row");
    assert_eq!(lines.len(), 1 + table.rows().len() + 1);
    let first = &table.rows()[0];
    assert!(lines[1].starts_with(&format!("{},{},", first.name, first.sums.companies)), "{}", lines[1]);
    let total = table.total();
    assert!(lines[lines.len() - 1].starts_with(&format!("TOTAL,137,{},{},", total.limit, total.used)), "{text}");
    let (_, bytes) = written(&world, &mut program, "e x");
    let rows = cells(bytes, "groups");
    assert_eq!((rows.len(), &rows[rows.len() - 1][0]), (lines.len(), &Data::String("TOTAL".to_owned())));
    assert!(said(program.model()).contains("groups written to"), "{}", said(program.model()));
}
