//! The rooms of `app` and their doors: features know what all features know, and not each other.

use super::imports::{Import, Sources};
use super::none;

/// What every feature may know.
const BASE: &[&str] = &["core", "keys", "paged_list", "widgets"];
/// The features; a story of two of them is told in `flows`.
const FEATURES: &[&str] =
    &["changes", "companies", "company", "connection", "form", "import", "overlays", "owner_search", "user", "users"];

/// The rooms that a room may use besides itself.
fn may_use(room: &str) -> Option<Vec<&'static str>> {
    let rooms: &[&[&str]] = match room {
        "keys" => &[],
        "widgets" => &[&["keys"]],
        "core" => &[&["keys", "widgets"]],
        "paged_list" => &[&["core", "keys", "widgets"]],
        "model" => &[BASE, FEATURES],
        "screen" => &[BASE, FEATURES, &["model"]],
        "flows" => &[BASE, FEATURES, &["model", "screen"]],
        "shell" => &[BASE, FEATURES, &["model", "screen", "flows"]],
        feature if FEATURES.contains(&feature) => &[BASE],
        _ => return None,
    };
    Some(rooms.concat())
}

/// The room of a file of `app`.
fn room(file: &str) -> Option<&str> {
    file.strip_prefix("src/app/")?.trim_end_matches(".rs").split('/').next().filter(|room| *room != "mod")
}

/// The imports that go through a door that is none.
pub fn upwards(imports: &[Import]) -> Vec<&Import> {
    let is_wrong = |import: &&Import| {
        let (Some(from), Some(to)) = (room(&import.from), room(&import.to)) else { return false };
        from != to && !may_use(from).unwrap_or_default().contains(&to)
    };
    imports.iter().filter(is_wrong).collect()
}

#[test]
fn a_feature_knows_no_other_feature() {
    let sources = Sources::read();
    let mut wrong = Vec::new();
    for file in &sources.files {
        if let Some(room) = room(&file.name).filter(|room| may_use(room).is_none()) {
            wrong.push(format!("{}: \"{room}\" is no room of app: see may_use", file.name));
        }
    }
    for import in upwards(&sources.imports()) {
        let door = room(&import.to).unwrap_or_default();
        wrong.push(format!("{} -> {door}: line {} uses {} of {}", import.from, import.line, import.name, import.to));
    }
    none(&wrong);
}

#[test]
fn a_wrong_door_is_seen() {
    for (from, to, is_wrong) in [
        ("form/edit", "keys/press", false),
        ("form/edit", "form/state", false),
        ("form/edit", "model", true),
        ("form/edit", "users/list", true),
        ("keys/press", "core/msg", true),
        ("core/msg", "keys/press", false),
        ("core/msg", "form/state", true),
        ("paged_list/list", "core/remote", false),
        ("model", "form/state", false),
        ("model", "flows/lists", true),
        ("screen/layout", "model", false),
        ("screen/layout", "shell/run", true),
        ("flows/submit", "form/state", false),
        ("flows/submit", "shell/run", true),
        ("shell/run", "flows/submit", false),
    ] {
        let file = |name: &str| format!("src/app/{name}.rs");
        let import = Import { from: file(from), to: file(to), line: 1, name: String::new() };
        assert_eq!(!upwards(&[import]).is_empty(), is_wrong, "{from} -> {to}");
    }
}
