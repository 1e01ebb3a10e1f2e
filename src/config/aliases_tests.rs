//! Aliases of a team: read, cleaned, bounded, and mistakes told with their line.

use super::super::file::parse;
use super::*;
use rstest::rstest;

fn pairs(all: &[SharedAlias]) -> Vec<(&str, &str)> {
    all.iter().map(|shared| (shared.alias.as_str(), shared.company.as_str())).collect()
}

fn many(number: usize) -> String {
    (0..number).map(|n| format!("a{n} = 'c'\n")).collect::<Vec<_>>().concat()
}

/// Of a configuration in a folder with this file.
fn with_file(text: &[u8]) -> Result<Vec<SharedAlias>, String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("team.toml"), text).expect("a file");
    TeamAliases::new(Vec::new(), Some("team.toml"), Some(folder.path())).all()
}

#[test]
fn aliases_are_read_in_the_order_of_the_file_and_cleaned() {
    let text = "[aliases]\n'the  Quay' = ' Harbour Ltd '\ncob = 'c1'\n\"a\\u001b[31mb\" = \"c\\u202e2\"\n";
    let all = parse(text).expect("fine").shared_aliases;
    assert_eq!(pairs(&all), [("the Quay", "Harbour Ltd"), ("cob", "c1"), ("ab", "c2")]);
    assert_eq!(with_file(text.as_bytes()).as_deref(), Ok(all.as_slice()));
}

#[test]
fn file_adds_to_the_configuration_and_is_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |text: &str| std::fs::write(folder.path().join("team.toml"), text).expect("a file");
    let own = parse("[aliases]\ncob = 'c1'\n").expect("fine").shared_aliases;
    let aliases = TeamAliases::new(own, Some("team.toml"), Some(folder.path()));
    write("[aliases]\nsix = 'c6'\n");
    assert_eq!(pairs(&aliases.all().expect("read")), [("cob", "c1"), ("six", "c6")]);
    write("");
    assert_eq!(pairs(&aliases.all().expect("read")), [("cob", "c1")]);
}

#[rstest]
#[case("[aliases]\n\ncob = 5\n", "line 3: invalid type: integer `5`, expected a quoted string")]
#[case("[aliases]\ncob = ['c1']\n", "line 2: ")]
#[case("aliases = 'cob'\n", "line 1: invalid type: string \"cob\", expected a table")]
#[case("[aliases]\ncob = ' '\n", "line 2: alias \"cob\" names no company; its ID or its full name is expected")]
#[case("[aliases]\n\" \" = 'c'\n", "line 2: an alias is empty")]
#[case(&format!("[aliases]\n{} = 'c'\n", "x".repeat(65)), "has 65 characters; at most 64 are allowed")]
#[case(&format!("[aliases]\ncob = '{}'\n", "x".repeat(257)), "line 2: the company of alias \"cob\" has more than 256")]
#[case(&format!("[aliases]\n{}", many(5_001)), "line 5002: there are 5001 aliases; at most 5000 are read")]
#[case("[aliases]\ncob = 'c1'\ncob = 'c2'\n", "line 3: duplicate key")]
#[case("[aliases\ncob = 'c1'\n", "line 1: ")]
fn mistakes_are_told_with_their_line(#[case] text: &str, #[case] words: &str) {
    let said = parse(text).expect_err("refused");
    assert!(said.contains(words), "{said}");
    let said = with_file(text.as_bytes()).expect_err("refused");
    assert!(said.contains(words) && said.contains("team.toml: line "), "{said}");
    assert!(!said.contains('\n'), "{said}");
}

#[rstest]
#[case(b"theme = 'dusk'\n", "team.toml: line 1: no setting here is called \"theme\"; there are: aliases")]
#[case(b"\xff\xfe[\0", "team.toml: it is UTF-16; save it as UTF-8")]
#[case(&" ".repeat(1_048_577).into_bytes(), "team.toml: it cannot be read: it is larger than 1024 KiB")]
fn file_that_cannot_be_used_is_told(#[case] text: &[u8], #[case] words: &str) {
    let said = with_file(text).expect_err("refused");
    assert!(said.contains(words), "{said}");
}

#[rstest]
#[case("none.toml", "none.toml: it cannot be read: ")]
#[case(".", "it is not a regular file")]
#[case("/dev/zero", "/dev/zero: it cannot be read: it is not a regular file")]
#[cfg(unix)]
fn path_that_is_no_file_is_told(#[case] written: &str, #[case] words: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let said = TeamAliases::new(Vec::new(), Some(written), Some(folder.path())).all().expect_err("refused");
    assert!(said.starts_with("aliases_file: ") && said.contains(words), "{said}");
}

#[test]
fn most_that_is_allowed_is_read() {
    let text = format!("[aliases]\n'{}' = 'c'\n{}", "é".repeat(64), many(4_999));
    assert_eq!(with_file(text.as_bytes()).expect("read").len(), 5_000);
}
