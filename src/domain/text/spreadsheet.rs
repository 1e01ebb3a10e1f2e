//! Rows for a spreadsheet, as CSV and for the clipboard, without formulas.
//!
//! A text that a spreadsheet would evaluate gets an apostrophe before what makes it a formula. [`plain`] removes it
//! again, so that every text is restored. Numbers are unchanged.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

/// The byte-order mark by which Excel recognises UTF-8.
pub const BOM: &str = "\u{feff}";

/// Characters that start a formula, in the widths that spreadsheets treat alike.
const FORMULA: [char; 12] = [
    '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\u{fe66}', '\u{fe62}', '\u{fe63}', '\u{fe6b}',
];
/// Bytes of a usual line of CSV; a longer one is written in parts.
const RECORD: usize = 512;
/// Other cell separators, for spreadsheets that split cells differently.
const PARTS: [char; 4] = [';', '\t', '\r', '\n'];

/// The text as a cell that no spreadsheet evaluates. A plus with digits only, as in a phone number, is unchanged.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    if !text.contains(FORMULA) && !text.trim_start_matches('\'').starts_with(PARTS) || is_phone_number(text) {
        return Cow::Borrowed(text);
    }
    walked(text, |out, run| {
        out.push('\'');
        out.push_str(run);
    })
    .into()
}

/// The inverse of [`cell`].
#[must_use]
pub fn plain(cell: &str) -> String {
    walked(cell, |out, run| out.push_str(run.strip_prefix('\'').unwrap_or(run)))
}

/// The text, with `put` adding or removing apostrophes before what would be a formula.
fn walked(text: &str, put: impl Fn(&mut String, &str)) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut chars = text.chars().peekable();
    let mut begins = true;
    // Tab and line break count by themselves only at the very beginning.
    let mut first = true;
    loop {
        if begins {
            let run = apostrophes(&mut chars);
            let next = chars.peek().copied();
            let is_formula = next.is_some_and(|c| FORMULA.contains(&c) || first && PARTS[1..].contains(&c));
            if is_formula {
                put(&mut out, &run);
            } else {
                out.push_str(&run);
            }
            begins = run.is_empty();
        }
        first = false;
        let Some(c) = chars.next() else { return out };
        out.push(c);
        // Characters that spreadsheets skip first.
        begins = PARTS.contains(&c) || begins && (c.is_whitespace() || c == '"');
    }
}

fn apostrophes(chars: &mut Peekable<Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(c) = chars.next_if_eq(&'\'') {
        run.push(c);
    }
    run
}

fn is_phone_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').filter(|rest| !rest.is_empty());
    digits.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b' '))
}

/// Appends a line of CSV.
pub fn record<T: AsRef<str>>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = T>) {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(RECORD).from_writer(out);
    // Writing to memory cannot fail, and a single record has a consistent length.
    let written = cells.into_iter().all(|cell| writer.write_field(cell.as_ref()).is_ok())
        && writer.write_record(None::<&[u8]>).is_ok()
        && writer.flush().is_ok();
    debug_assert!(written);
}

/// A row for pasting into a spreadsheet: its cells are separated by tabs, and contain none.
#[must_use]
pub fn pasted<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let one = |cell: T| cell.as_ref().replace(&PARTS[1..], " ");
    cells.into_iter().map(one).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("=1+1", "'=1+1")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("-2", "'-2")]
    #[case("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    #[case("+", "'+")]
    #[case("+44 20 7946 0018", "+44 20 7946 0018")]
    #[case("Acme = Ltd", "Acme = Ltd")]
    #[case("Jean-Pierre + Co; GmbH", "Jean-Pierre + Co; GmbH")]
    #[case("Acme;=HYPERLINK(\"x\")", "Acme;'=HYPERLINK(\"x\")")]
    #[case("Acme; \"=X\"", "Acme; \"'=X\"")]
    #[case("Acme\n@X", "Acme\n'@X")]
    #[case("  =X", "  '=X")]
    #[case("＝1", "'＝1")]
    #[case("＋1", "'＋1")]
    #[case("－1", "'－1")]
    #[case("＠X", "'＠X")]
    #[case("\t=1", "'\t'=1")]
    #[case("\rx", "'\rx")]
    #[case("'=1", "''=1")]
    #[case("'s-Hertogenbosch", "'s-Hertogenbosch")]
    #[case("", "")]
    fn formulas_become_text(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(cell(text), expected);
        assert_eq!(plain(expected), text);
    }

    #[test]
    fn pasted_cells_have_neither_tab_nor_line() {
        assert_eq!(pasted(["a\tb", "c\r\nd", "e"]), "a b\tc  d\te");
    }

    /// Nothing that a spreadsheet would see as a cell begins with what makes a formula.
    fn is_harmless(cell: &str) -> bool {
        let first = |part: &str| part.trim_start_matches(|c: char| c.is_whitespace() || c == '"').chars().next();
        is_phone_number(cell)
            || !cell.split(PARTS).any(|part| first(part).is_some_and(|c| FORMULA.contains(&c)))
                && !cell.starts_with(&PARTS[1..])
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_harmless_and_comes_back(text in "[=+@'\" ;\t\r\nab1＝-]{0,12}|.{0,20}") {
            let made = cell(&text);
            prop_assert!(is_harmless(&made), "{made:?}");
            prop_assert_eq!(plain(&made), text);
        }
    }
}
