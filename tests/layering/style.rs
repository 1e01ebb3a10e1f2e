//! How large a thing may be, and what every file has.

use super::code::{functions, tokens};
use super::{files, none, ours};

const LINES_OF_A_FILE: usize = 500;
const LINES_OF_A_FUNCTION: usize = 80;

#[test]
fn a_file_is_one_noun_and_a_function_one_thing() {
    let mut found = Vec::new();
    for (file, source) in ours() {
        let lines = source.lines().count();
        if lines > LINES_OF_A_FILE {
            found.push(format!("{file}: {lines} lines, at most {LINES_OF_A_FILE}"));
        }
        for (name, line, length) in functions(&tokens(&source)) {
            if length > LINES_OF_A_FUNCTION {
                found.push(format!("{file}:{line}: fn {name} has {length} lines, at most {LINES_OF_A_FUNCTION}"));
            }
        }
    }
    none(&found);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("to", "do!"), concat!("TO", "DO"), concat!("FIX", "ME"), concat!("unimplem", "ented!")];
    let mut found = Vec::new();
    for (file, source) in ours() {
        for (n, line) in (1..).zip(source.lines()) {
            found.extend(marks.iter().filter(|m| line.contains(**m)).map(|m| format!("{file}:{n}: {m}")));
        }
    }
    none(&found);
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = files("src").into_iter().filter(|(_, source)| !source.starts_with("//!"));
    none(&silent.map(|(file, _)| format!("{file}: its first line is no //!")).collect::<Vec<_>>());
}

#[test]
fn a_long_function_is_measured() {
    let source = "fn a();\nfn b(x: [u8; 2]) -> fn(u8) {\n    let s = \"}\";\n    if x {\n    }\n}\nfn c() {}\n";
    let found = functions(&tokens(source));
    assert_eq!(found, [("b".to_owned(), 2, 5), ("c".to_owned(), 7, 1)]);
}

/// A colour that stands elsewhere would be there in every theme, and without colours too.
#[test]
fn colours_are_in_the_table_of_themes_alone() {
    // The display writes whatever a cell has.
    let is_other = |file: &str| !file.starts_with("src/ui/theme") && !file.starts_with("src/display/");
    for (file, source) in files("src").iter().filter(|(file, _)| is_other(file)) {
        let found = tokens(source).iter().position(|t| ["Color", "Modifier", "Stylize"].contains(&t.text.as_str()));
        assert!(found.is_none(), "{file} has a colour or an attribute of its own");
    }
}
