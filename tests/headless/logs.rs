//! `--log-file`, with the levels of `KEEPNET_LOG`, of every command that asks the service.

use rstest::rstest;

use super::support::{COMPANY, Desk};

#[rstest]
#[case(&["companies", "list"])]
#[case(&["users", "list", "--company", COMPANY])]
#[case(&["doctor"])]
#[case(&["login", "--store", "environment"])]
fn a_command_logs_as_much_as_is_wanted(#[case] args: &[&str]) {
    let desk = Desk::new();
    let file = |name: &str| desk.home.path().join(name);
    let run = |levels: &str, name: &str| {
        let path = file(name);
        let args = [args, &["--log-file", path.to_str().expect("text")]].concat();
        // What login asks for.
        let input = format!("{}\n", desk.server.client_secret());
        // What a doctor finds on this machine is no part of it.
        let ran = desk.run_fed(&[("KEEPNET_LOG", levels)], &input, &args);
        assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
        std::fs::read_to_string(path).expect("a log")
    };
    let usual = run("", "usual.log");
    assert!(usual.contains("/connect/token") && usual.contains("DEBUG"), "{usual}");
    assert!(!usual.contains(desk.server.client_secret()) && !usual.contains('\x1b'), "{usual}");
    assert_eq!(run("off", "off.log"), "");
    assert!(!run("keepnet_tui=info", "info.log").contains("DEBUG"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file("usual.log").metadata().expect("a log").permissions().mode() & 0o777, 0o600);
    }
}

#[rstest]
#[case(&["companies", "list"])]
#[case(&["doctor"])]
#[case(&["logout"])]
fn invalid_log_level_and_invalid_log_path(#[case] args: &[&str]) {
    let desk = Desk::new();
    let log = desk.home.path().join("log");
    let path = log.to_str().expect("text");
    let with = |path| [args, &["--log-file", path]].concat();
    let ran = desk.run_with(&[("KEEPNET_LOG", "loud")], &with(path));
    ran.ends(2).without_data().says(&["KEEPNET_LOG is \"loud\"", "keepnet_tui=trace"]);
    assert!(!log.exists() && desk.server.requests().is_empty());
    let nowhere = desk.home.path().join("no/such/folder/log");
    let nowhere = nowhere.to_str().expect("text");
    desk.run(&with(nowhere)).ends(1).without_data().says(&[nowhere, "the log cannot be written"]);
}
