//! What a list of 100,000 companies takes, whose pages are written as they come.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use keepnet_tui::demo::{Fault, Options, Server};
use serde_json::json;
use tokio::runtime::Builder;

/// Companies of the service, and of one page.
const COMPANIES: usize = 100_000;
const PAGE: usize = 200;

/// The same companies on every page: the service would sort all of them for each.
fn page() -> String {
    let company = |n: usize| {
        json!({
            "companyResourceId": format!("3f2b8c1e-{n:08}-4d5e-9f60-7a8b9c0d1e2f"),
            "companyName": format!("Northern Lights Logistics and Partners {n:05}"),
            "resellerName": "Northwind Managed Services",
            "industryName": "Manufacturing and Engineering",
            "licenseTypeName": "Enterprise Plus",
            "isNumberOfUsersLimited": true,
            "numberOfUsers": "400",
            "targetUserCount": n,
            "tags": ["region emea", "renewal"],
        })
    };
    let results: Vec<_> = (0..PAGE).map(company).collect();
    let data = json!({
        "results": results,
        "pageSize": PAGE,
        "totalNumberOfPages": COMPANIES / PAGE,
        "totalNumberOfRecords": COMPANIES,
    });
    json!({ "data": data, "status": "SUCCESS" }).to_string()
}

/// Kilobytes of a line in the state of a process.
fn kilobytes(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
    line.trim().trim_end_matches(" kB").trim().parse().expect("a number")
}

#[test]
fn list_of_100_000_companies_takes_less_than_8_megabytes() {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let server = runtime.block_on(Server::start(Options::instant())).expect("a free port");
    server.faults().always("POST /api/companies/search", Fault::Body(200, page()));
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_keepnet-tui"));
    command.args(["companies", "list", "--all", "--output", "csv"]).env_clear();
    command.env("KEEPNET_API_BASE_URL", server.url()).env("HOME", home.path());
    command.env("KEEPNET_CLIENT_ID", server.client_id()).env("KEEPNET_CLIENT_SECRET", server.client_secret());
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the program runs");
    let mut rows = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    // The rest of the rows is more than a pipe holds, so the program is still there.
    for row in rows.by_ref().take(COMPANIES - 10 * PAGE) {
        row.expect("a row");
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("the process");
    assert_eq!(rows.count(), 10 * PAGE + 1);
    assert!(child.wait().expect("an end").success());
    // The program itself is as large as it was built.
    let took = kilobytes(&status, "VmHWM:") - kilobytes(&status, "RssFile:");
    println!("{took} KiB for {COMPANIES} companies, {} KiB with the program", kilobytes(&status, "VmHWM:"));
    assert!(took < 8 << 10, "{took} KiB");
}
