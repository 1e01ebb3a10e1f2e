//! A file that was dropped on the terminal: it arrives as a paste of its path, quoted or escaped as a shell wants it.

use crate::domain::form::fields::Rules;
use crate::domain::text::clean_typed;
use crate::domain::user::phone::PhoneRegion;
use crate::roster::{Options, Reading};

/// Endings of files that have people in them.
const ENDINGS: [&str; 8] = [".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".vcf"];
/// Longest path.
const MAX: usize = 4_096;

/// The file can be a list of people, by the ending of its name.
#[must_use]
pub fn is_table(name: &str) -> bool {
    let name = name.to_lowercase();
    ENDINGS.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

/// The path of a paste that is the path of one file with people; `None` for any other text.
#[must_use]
pub fn dropped_file(text: &str) -> Option<String> {
    let path = path_of(text)?;
    let name = path.rsplit(['/', '\\']).next()?;
    let is_placed =
        path.starts_with(['/', '~']) || path.starts_with("./") || path.starts_with("../") || is_drive(&path);
    (is_placed && is_table(name)).then_some(path)
}

/// How many people a paste has, if it is several: rows of a table, `Name <mail>` one after another, signatures.
#[must_use]
pub fn several_people(text: &str, region: Option<PhoneRegion>) -> Option<u64> {
    // What is one word or one line without a second address is something else, and looked at by nobody.
    if text.matches('@').count() < 2 {
        return None;
    }
    let rules = Rules { region, ..Rules::default() };
    let reading = Reading::of(text.as_bytes(), String::new(), Options { rules, ..Options::default() }).ok()?;
    let people = reading.people().len();
    (people > 1).then(|| u64::try_from(people).unwrap_or(u64::MAX))
}

/// What was typed or pasted where a path is wanted, without what a shell needs around it; `None` if it is several lines.
#[must_use]
pub fn path_of(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX || text.contains(['\n', '\r', '\0']) {
        return None;
    }
    let text = clean_typed(text);
    let quoted = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| !inner.contains(quote));
    if let Some(inner) = quoted('\'').or_else(|| quoted('"')) {
        return Some(inner.to_owned()).filter(|inner| !inner.is_empty());
    }
    if let Some(address) = text.strip_prefix("file://") {
        return of_address(address);
    }
    Some(if is_drive(&text) { text } else { unescaped(&text) })
}

/// `C:\people.csv`
fn is_drive(text: &str) -> bool {
    let mut chars = text.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    letter && chars.next() == Some(':') && matches!(chars.next(), Some('\\' | '/'))
}

/// The path of a `file:` address, after the slashes: a machine may be named first.
fn of_address(address: &str) -> Option<String> {
    let path = &address[address.find('/')?..];
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    let path = String::from_utf8(bytes).ok().filter(|path| !path.contains(char::is_control))?;
    // `/C:/people.csv`
    Some(path.strip_prefix('/').filter(|path| is_drive(path)).map_or_else(|| path.clone(), str::to_owned))
}

/// Without the backslashes that a shell needs before blanks and signs.
fn unescaped(text: &str) -> String {
    let mut path = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        path.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("/home/ann/starters.csv", "/home/ann/starters.csv")]
    #[case("'/home/ann/May starters.csv' ", "/home/ann/May starters.csv")]
    #[case("\"/home/ann/May starters.xlsx\"\n", "/home/ann/May starters.xlsx")]
    #[case("/home/ann/May\\ starters\\ \\(2\\).csv ", "/home/ann/May starters (2).csv")]
    #[case("file:///home/ann/May%20starters.csv\r\n", "/home/ann/May starters.csv")]
    #[case("file://desk7/home/ann/%C3%84nne.vcf", "/home/ann/Änne.vcf")]
    #[case("file:///C:/Users/ann/people.csv", "C:/Users/ann/people.csv")]
    #[case("C:\\Users\\ann\\people.XLSX", "C:\\Users\\ann\\people.XLSX")]
    #[case("~/people.tsv", "~/people.tsv")]
    #[case("./people.txt", "./people.txt")]
    fn dropped_file_is_known_however_it_is_written(#[case] text: &str, #[case] path: &str) {
        assert_eq!(dropped_file(text).as_deref(), Some(path));
    }

    #[rstest]
    #[case("Email,First name\nanna@q.example,Anna\nbob@q.example,Bob\n", Some(2))]
    #[case("Anna Smith <anna.smith@q.example>; Bob Jones <bob.jones@q.example>", Some(2))]
    #[case("anna.smith@q.example", None)]
    #[case("Anna Smith <anna.smith@q.example>, bob.jones@q.example", Some(2))]
    #[case("a\nb\nc", None)]
    fn several_people_are_counted(#[case] text: &str, #[case] people: Option<u64>) {
        assert_eq!(several_people(text, None), people);
    }

    #[rstest]
    #[case("")]
    #[case("people.csv")]
    #[case("/home/ann/.csv")]
    #[case("/home/ann/photo.png")]
    #[case("/home/ann/a.csv\n/home/ann/b.csv")]
    #[case("jane@x.example")]
    #[case("see /home/ann/starters.csv")]
    #[case("file:///home/ann/%zz.csv")]
    #[case("file:///home/ann/%00.csv")]
    fn other_text_is_no_dropped_file(#[case] text: &str) {
        assert_eq!(dropped_file(text), None);
    }
}
