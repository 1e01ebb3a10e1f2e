//! Lists against a server: what is asked for, and how often; and lists as files.

use std::process::{Command, Stdio};

use keepnet_tui::app::core::settings::{Connection, Settings};
use keepnet_tui::app::model::Model;
use keepnet_tui::demo::{Fault, Gate, Options};
use keepnet_tui::runtime::Profiles;
use rstest::rstest;
use serde_json::Value;

use super::support::{Program, World, settings};

/// The pages of companies that were asked for, each with its size.
fn asked(world: &World) -> Vec<(u64, u64)> {
    let number = |body: &Value, name: &str| body.get(name).and_then(Value::as_u64).expect("a number");
    let requests = world.server.requests();
    let searches = requests.iter().filter(|request| request.is("POST /api/companies/search$"));
    let bodies = searches.map(|request| serde_json::from_str::<Value>(&request.body).expect("JSON"));
    bodies.map(|body| (number(&body, "pageNumber"), number(&body, "pageSize"))).collect()
}

/// Every company is here, of this run.
fn is_whole(model: &Model) -> bool {
    model.companies.source.is_cached() && !model.companies.source.is_of_an_earlier_run()
}

fn started(world: &World) -> Program {
    let mut program = world.start();
    program.until("all companies", is_whole);
    program
}

#[rstest]
#[case(137, &[(1, 200)])]
#[case(450, &[(1, 200), (2, 200), (3, 200)])]
fn start_loads_each_company_page_once(#[case] companies: usize, #[case] pages: &[(u64, u64)]) {
    let world = World::new(Options { companies, ..Options::instant() });
    let program = started(&world);
    assert_eq!(asked(&world), pages, "without a snapshot");
    assert_eq!(program.model().companies.rows().len(), companies);
    program.quit();
    // The next start has a snapshot, and the service is asked once more.
    let mut program = started(&world);
    program.press("j j G");
    assert_eq!(asked(&world), [pages, pages].concat(), "with one");
    assert_eq!(program.model().companies.cursor + 1, companies);
}

/// The files that were written, with their bytes.
fn files(world: &World) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(world.exports.path()).expect("a folder").map(|entry| entry.expect("an entry"));
    let file = |entry: std::fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("a file"))
    };
    entries.map(file).collect()
}

/// What a command writes to standard output.
fn command(world: &World, args: &[&str]) -> Vec<u8> {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_keepnet-tui"));
    command.args(args).env_clear().stdin(Stdio::null());
    for (name, value) in [
        ("KEEPNET_API_BASE_URL", world.server.url().as_str()),
        ("KEEPNET_CLIENT_ID", world.server.client_id()),
        ("KEEPNET_CLIENT_SECRET", world.server.client_secret()),
        ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"),
    ] {
        command.env(name, value);
    }
    for name in ["SystemRoot", "SYSTEMROOT"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE"] {
        command.env(name, home.path());
    }
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn said(model: &Model) -> String {
    model.notices.current().map(|notice| notice.text.clone()).unwrap_or_default()
}

fn exported(program: &mut Program) {
    program.press("ctrl-s");
    program.until("the file", |m| m.exporting.is_none());
}

/// A program that keeps so many companies in memory.
fn with_memory(world: &World, keep_up_to: u64) -> Program {
    let connection = Some(Connection { badge: None, base_url: world.server.url() });
    world
        .start_with(Settings { connection, cache_limit: keep_up_to, page_size: 25, ..settings() }, Profiles::default())
        .loaded()
}

#[rstest]
#[case("", &[])]
#[case("s u", &["--sort", "used", "--desc"])]
#[case("!", &["--over-limit"])]
#[case("/ l i m enter", &["--search", "lim"])]
#[case("/ l i m enter s u", &["--search", "lim", "--sort", "used", "--desc"])]
fn paged_list_is_exported_completely_like_the_command(#[case] keys: &str, #[case] args: &[&str]) {
    let world = World::new(Options { companies: 450, ..Options::instant() });
    let mut program = with_memory(&world, 0);
    if !keys.is_empty() {
        program.press(keys);
        program.until("the list", |m| !m.companies.is_stale() && m.companies.load.waiting.is_none());
    }
    let total = program.model().companies.shown.as_ref().map(|shown| shown.page.total).expect("a page");
    exported(&mut program);
    let [(name, bytes)] = files(&world).try_into().expect("one file");
    // More than a command keeps in memory, too.
    world.server.faults().next("POST /api/companies/search$", more_than_memory_holds());
    let expected = command(&world, &[&["companies", "list", "--all", "--output", "csv"], args].concat());
    assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&expected));
    let lines = String::from_utf8_lossy(&expected).lines().count();
    assert_eq!(lines as u64, total + 1, "a line for each, and the head");
    let words = said(program.model());
    assert!(words.starts_with(&format!("{total} compan")) && words.contains(&name), "{words}");
}

/// The service says that there are more companies than are kept in memory.
fn more_than_memory_holds() -> Fault {
    Fault::rewrite(|answer| {
        answer["data"]["totalNumberOfRecords"] = 20_001.into();
    })
}

/// The same rows in the same order, whatever the accents and the order of the words.
#[rstest]
#[case("lefevre", &[])]
#[case("SAS Assurances lefèvre", &[])]
#[case("lim", &["--sort", "used", "--desc"])]
#[case("sti izmir", &[])]
fn cached_search_is_exported_like_the_command(#[case] search: &str, #[case] args: &[&str]) {
    let world = World::new(Options::instant());
    let mut program = started(&world);
    program.press("/");
    program.type_text(search);
    program.press("enter");
    if !args.is_empty() {
        program.press("s u");
    }
    let found = program.model().companies.rows().len();
    assert!(found > 0, "{search}");
    exported(&mut program);
    let [(_, bytes)] = files(&world).try_into().expect("one file");
    let list = ["companies", "list", "--all", "--output", "csv", "--search", search];
    let expected = command(&world, &[&list[..], args].concat());
    assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&expected));
    assert_eq!(String::from_utf8_lossy(&expected).lines().count(), found + 1);
    // A page of it is cut out of the same list.
    let page = ["companies", "list", "--output", "csv", "--search", search, "--page-size", "1"];
    let first = command(&world, &[&page[..], args].concat());
    assert!(bytes.starts_with(&first), "{}", String::from_utf8_lossy(&first));
}

/// What the file of the screen begins with is what the configuration says.
#[rstest]
#[case(true)]
#[case(false)]
fn export_starts_with_bom_if_configured(#[case] csv_bom: bool) {
    let world = World::new(Options::instant());
    let connection = Some(Connection { badge: None, base_url: world.server.url() });
    let mut program = world.start_with(Settings { connection, csv_bom, ..settings() }, Profiles::default()).loaded();
    exported(&mut program);
    let [(_, bytes)] = files(&world).try_into().expect("one file");
    assert_eq!(bytes.starts_with(b"\xef\xbb\xbf"), csv_bom, "{:?}", bytes.get(..8));
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert!(text.trim_start_matches('\u{feff}').starts_with("id,"), "{text}");
}

#[test]
fn cached_list_is_exported_completely_like_the_command() {
    let world = World::new(Options::instant());
    let mut program = started(&world);
    exported(&mut program);
    let [(_, bytes)] = files(&world).try_into().expect("one file");
    let lines = |bytes: &[u8]| -> Vec<String> {
        let mut lines: Vec<_> = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
        // Memory sorts names without regard to accents, the service does not.
        lines[1..].sort();
        lines
    };
    assert_eq!(lines(&bytes), lines(&command(&world, &["companies", "list", "--all", "--output", "csv"])));
    assert!(said(program.model()).starts_with("137 companies written to "), "{}", said(program.model()));
}

#[test]
fn users_are_exported_completely_like_the_command() {
    let world = World::new(Options::instant());
    let mut program = started(&world).at("Delta Housing");
    let company = program.model().companies.selected().map(|company| company.id.to_string()).expect("a company");
    program.press("u");
    program.until("its users", |m| m.users.list.shown.is_some());
    let total = program.model().users.list.shown.as_ref().map(|shown| shown.page.total).expect("a page");
    assert!(total > 200, "several pages");
    exported(&mut program);
    let [(name, bytes)] = files(&world).try_into().expect("one file");
    let expected = command(&world, &["users", "list", "--company", &company, "--all", "--output", "csv"]);
    assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&expected));
    assert!(said(program.model()).starts_with(&format!("{total} users written to ")), "{}", said(program.model()));
    assert!(name.starts_with("keepnet-users-"), "{name}");
}

#[rstest]
#[case("esc")]
#[case("ctrl-c")]
#[case("q")]
fn cancelled_export_leaves_no_file(#[case] key: &str) {
    let world = World::new(Options { companies: 1_000, ..Options::instant() });
    let mut program = with_memory(&world, 0);
    world.server.faults().nth("POST /api/companies/search", 3, Fault::Hold(Gate::new()));
    program.press("ctrl-s");
    program.until("its progress", |m| said(m).contains("of 1000; Esc stops it"));
    program.press(key);
    assert!(program.model().exporting.is_none());
    assert_eq!(said(program.model()), "Export stopped: the companies were not written to a file.");
    wait_until(|| files(&world).is_empty());
    program.press("ctrl-s");
    program.until("the file", |m| m.exporting.is_none());
    assert_eq!(files(&world).len(), 1, "the next one is written");
}

#[test]
fn failed_export_is_reported_and_leaves_no_file() {
    let world = World::new(Options { companies: 1_000, ..Options::instant() });
    let mut program = with_memory(&world, 0);
    for n in 3..20 {
        world.server.faults().nth("POST /api/companies/search", n, Fault::status(503));
    }
    exported(&mut program);
    assert!(said(program.model()).contains(".csv was not written"), "{}", said(program.model()));
    assert!(files(&world).is_empty());
}

#[test]
fn export_into_unwritable_directory_is_reported() {
    let world = World::new(Options::instant());
    let mut program = started(&world);
    std::fs::remove_dir_all(world.exports.path()).expect("removed");
    exported(&mut program);
    assert!(said(program.model()).contains(".csv was not written"), "{}", said(program.model()));
}

/// Whoever was told to stop has done so after a moment.
fn wait_until(holds: impl Fn() -> bool) {
    let from = std::time::Instant::now();
    while !holds() {
        assert!(from.elapsed() < std::time::Duration::from_secs(20), "it never came");
        // The core is for whoever is waited for.
        std::thread::park_timeout(std::time::Duration::from_millis(2));
    }
}
