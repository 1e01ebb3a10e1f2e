//! Replaces digits, dashes and spaces of every script by plain ones.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// A phone number in plain digits, hyphens, spaces and signs.
///
/// Replaces decimal digits of every script, dashes and minus signs, spaces of any width, wide and small forms of `+`,
/// `(`, `)`, `.` and `/`, and the middle dot. Anything else is unchanged.
#[must_use]
pub fn plain_number(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().map(plain).collect()
}

fn plain(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2212}' | '\u{207b}' | '\u{2043}' => '-',
        '\u{fe62}' | '\u{207a}' => '+',
        '\u{fe59}' | '\u{207d}' => '(',
        '\u{fe5a}' | '\u{207e}' => ')',
        '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{30fb}' | '\u{fe52}' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        c if c.is_whitespace() => ' ',
        c => match category(c) {
            GeneralCategory::DecimalNumber => digit(c).unwrap_or(c),
            GeneralCategory::DashPunctuation => '-',
            _ => c,
        },
    }
}

/// The plain digit. Unicode has the ten digits of a script in a row.
fn digit(c: char) -> Option<char> {
    let before = (0..u32::from(c)).rev().map_while(char::from_u32);
    let place = before.take_while(|c| category(*c) == GeneralCategory::DecimalNumber).count();
    char::from_digit(u32::try_from(place % 10).ok()?, 10)
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("+44 20-7946", "+44 20-7946")]
    #[case("＋４４（０）２０\u{3000}７９４６", "+44(0)20 7946")]
    #[case("٠٣٠ ١٢٣ ۴۵۶ १२३ ๗๘๙", "030 123 456 123 789")]
    #[case("+49\u{a0}89\u{2011}1234\u{2212}5678\u{2013}1\u{2007}2\u{202f}3", "+49 89-1234-5678-1 2 3")]
    #[case("01·23•45", "01.23.45")]
    #[case("²① Ⅳ x", "²① Ⅳ x")]
    fn signs_are_plain(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(plain_number(text), expected);
    }

    #[test]
    fn every_digit_of_unicode_is_the_one_that_its_name_says() {
        const NAMES: [&str; 10] = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"];
        let mut seen = 0;
        for c in ('\u{80}'..=char::MAX).filter(|c| category(*c) == GeneralCategory::DecimalNumber) {
            let Some(name) = unicode_names2::name(c) else { continue };
            let value = plain(c).to_digit(10).expect("a digit");
            assert!(
                name.to_string().ends_with(&format!("DIGIT {}", NAMES[value as usize])),
                "{c}: {name} is no {value}"
            );
            seen += 1;
        }
        assert!(seen > 600, "{seen}");
    }
}
