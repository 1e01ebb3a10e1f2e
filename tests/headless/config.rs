//! The configuration looked through, shown and described; keys that cannot be, at the start.

use std::fs;

use serde_json::Value;

use super::support::Desk;

/// A configuration of this text, and where it is.
fn written(desk: &Desk, text: &str) -> String {
    let path = desk.home.path().join("config.toml");
    fs::write(&path, text).expect("written");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn the_example_passes_the_check() {
    let desk = Desk::new();
    let example = desk.run(&["config", "example"]).ends(0).out;
    let path = written(&desk, &example);
    let said = desk.run(&["config", "check", "--config", &path]).ends(0);
    assert_eq!((said.out, said.err), (format!("{path}: ok (profiles look, north)\n"), String::new()));
    // Everything that it only shows, too.
    let shown = |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with([' ', ':'])).map(str::to_owned);
    let all: String = example.lines().map(|line| shown(line).unwrap_or_else(|| line.to_owned()) + "\n").collect();
    let path = written(&desk, &all);
    let said = desk.run(&["config", "check", "--config", &path]).ends(2).without_data();
    let problems: Vec<&str> = said.err.lines().collect();
    let [aliases, authorities] = problems.as_slice() else { panic!("these files alone are not here: {}", said.err) };
    assert!(aliases.contains("aliases_file") && authorities.contains("ca_file"), "{}", said.err);
}

#[test]
fn aliases_of_the_team_are_checked() {
    let desk = Desk::new();
    let path = written(&desk, "aliases_file = 'team.toml'\n[aliases]\ncob = 'c1'\nsix = 6\n");
    let team = desk.home.path().join("team.toml");
    fs::write(&team, "[aliases]\n\nquay = ''\n").expect("written");
    let said = desk.run(&["config", "check", "--config", &path]).ends(2).without_data();
    let lines: Vec<&str> = said.err.lines().collect();
    let wanted = [
        format!("line 1: aliases_file: {}: line 3: alias \"quay\" names no company", team.display()),
        "line 4: invalid type: integer `6`, expected a quoted string".to_owned(),
    ];
    assert_eq!(lines.len(), wanted.len(), "{}", said.err);
    for (line, wanted) in lines.iter().zip(wanted) {
        assert!(line.starts_with(&format!("keepnet-tui: {path}: {wanted}")), "{line}");
    }
    let path = written(&desk, "aliases_file = 'team.toml'\n[aliases]\ncob = 'nobody knows'\n");
    fs::write(&team, "[aliases]\nquay = 'c1'\n").expect("written");
    desk.run(&["config", "check", "--config", &path]).ends(0);
}

#[test]
fn every_problem_is_told_with_its_line() {
    let desk = Desk::new();
    let path =
        written(&desk, "theme = 'solar'\n[keys]\nover-limits = 'f2'\nreload = 'a'\n[profiles.a]\npage_size = 0\n");
    let said = desk.run(&["config", "check", "--config", &path]).ends(2).without_data();
    let lines: Vec<&str> = said.err.lines().collect();
    let wanted = [
        ("line 1", "dusk"),
        ("line 3", "over-limit?"),
        ("line 4", "add-user"),
        ("line 4", "import-all"),
        ("line 6", "1 to 1000"),
    ];
    assert_eq!(lines.len(), wanted.len(), "{}", said.err);
    for (line, (place, word)) in lines.iter().zip(wanted) {
        assert!(line.starts_with(&format!("keepnet-tui: {path}: {place}: ")) && line.contains(word), "{line}");
    }
}

#[test]
fn surprising_configuration_is_noted() {
    let desk = Desk::new();
    let path = written(&desk, "[profiles.a-b]\n[profiles.a_b]\n");
    let said = desk.run(&["config", "check", "--config", &path]).ends(0);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", said.out);
    assert_eq!(lines[0], format!("{path}: ok (profiles a-b, a_b)"));
    assert!(lines[1].contains("--profile") && lines[2].contains("KEEPNET_CLIENT_SECRET_A_B"), "{}", said.out);
}

#[test]
fn missing_default_profile_error_lists_profiles() {
    let desk = Desk::new();
    let path = written(&desk, "default_profile = 'south'\n[profiles.north]\n");
    let said = desk.run(&["profiles", "--config", &path]).ends(0).says(&["no profile is called \"south\"", "north"]);
    assert!(said.out.contains("north"), "{}", said.out);
}

#[test]
fn invalid_keys_prevent_the_start() {
    let desk = Desk::new();
    let path = written(&desk, "[keys]\nreload = 'hyper-x'\nback = []\n");
    for args in [&["--demo", "--config", &path][..], &["keys", "--config", &path]] {
        desk.run(args).ends(2).without_data().says(&["line 2: reload", "ctrl-r", "line 3: back", "esc must be"]);
    }
}

#[test]
fn without_a_file_the_defaults_hold() {
    let desk = Desk::new();
    let path = desk.run(&["config", "path"]).ends(0).out;
    assert!(
        path.trim_end().ends_with("config.toml") && path.contains(desk.home.path().to_str().expect("UTF-8")),
        "{path}"
    );
    let said = desk.run(&["config", "check"]).ends(0);
    assert!(said.out.starts_with(path.trim_end()) && said.out.contains("no such file"), "{}", said.out);
    desk.run(&["config", "check", "--config", "/nonexistent/c.toml"]).ends(2).says(&["cannot be read"]);
    let named = desk.run(&["config", "path", "--config", "here.toml"]).ends(0).out;
    assert_eq!(named, "here.toml\n");
}

#[test]
fn keys_are_grouped_by_scope() {
    let listed = Desk::new().run(&["keys", "--output", "jsonl"]).ends(0).lines();
    let mut places: Vec<&str> = listed.iter().filter_map(|line| line["place"].as_str()).collect();
    places.dedup();
    let several = places.len();
    places.sort_unstable();
    places.dedup();
    assert!(several == places.len() && several > 5, "{places:?}");
}

#[test]
fn the_schema_knows_settings_and_commands() {
    let desk = Desk::new();
    let schema = desk.run(&["config", "schema"]).ends(0).json();
    let names = schema.pointer("/properties/keys/propertyNames/anyOf/0/enum").and_then(Value::as_array).expect("names");
    let listed = desk.run(&["keys", "--output", "jsonl"]).ends(0).lines();
    assert!(listed.iter().all(|line| names.contains(&line["command"])), "{names:?}");
    let own = schema.pointer("/properties/keys/propertyNames/anyOf/1/pattern").and_then(Value::as_str);
    assert_eq!(own, Some("^[a-z0-9-]+$"), "the name of a command of [commands]");
    assert!(schema.pointer("/properties/theme/anyOf/0/enum").is_some_and(|themes| themes.to_string().contains("dusk")));
}

#[test]
fn keys_lists_those_in_force() {
    let desk = Desk::new();
    let path = written(&desk, "[keys]\nover-limit = ['f2', 'x l']\nexport = []\n");
    let listed = desk.run(&["keys", "--config", &path, "--output", "jsonl"]).ends(0).lines();
    let keys = |name: &str| listed.iter().find(|l| l["command"] == name).map(|l| l["keys"].to_string());
    assert_eq!(keys("over-limit").as_deref(), Some("[\"F2\",\"x l\"]"));
    assert_eq!(keys("export").as_deref(), Some("[]"));
    let table = desk.run(&["keys"]).ends(0).out;
    let line = table.lines().find(|line| line.starts_with("over-limit")).expect("a line");
    assert!(line.contains("Company table") && line.contains("!  f o"), "{line}");
}

#[test]
fn mistakes_in_views_are_told_with_their_lines() {
    let desk = Desk::new();
    let text = "[views.a]\nfilter = 'left<five'\nkey = '1'\n[views.b]\ncolumns = ['company', 'chairs']\n[views.c]\nkey = '1'\nsort = 'used up'\n";
    let path = written(&desk, text);
    let said = desk.run(&["config", "check", "--config", &path]).ends(2).without_data();
    let lines: Vec<&str> = said.err.lines().collect();
    let wanted = [
        ("line 2", "at \"five\""),
        ("line 5", "no column is called \"chairs\""),
        ("line 7", "key 1 opens the view \"a\" already"),
        ("line 8", "\"asc\" or \"desc\""),
    ];
    assert_eq!(lines.len(), wanted.len(), "{}", said.err);
    for (line, (place, words)) in lines.iter().zip(wanted) {
        assert!(line.contains(place) && line.contains(words), "{line}");
    }
}
