//! Describes characters, so that they need not be displayed.

/// `U+200D, zero width joiner`; with the character in front if it is visible: `"е" (U+0435, cyrillic small letter ie)`.
#[must_use]
pub fn named(c: char) -> String {
    let point = format!("U+{:04X}", u32::from(c));
    let name = match control(c) {
        Some(name) => name.to_owned(),
        None => unicode_names2::name(c).map(|name| name.to_string().to_lowercase()).unwrap_or_default(),
    };
    let name = match (name.as_str(), c) {
        ("", '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..) => ", a private character".to_owned(),
        ("", _) => ", not a character of Unicode".to_owned(),
        (name, _) => format!(", {name}"),
    };
    if super::has_visible(c.encode_utf8(&mut [0; 4])) && !is_mark(c) {
        format!("\"{c}\" ({point}{name})")
    } else {
        format!("{point}{name}")
    }
}

/// It would combine with the quotation mark.
fn is_mark(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

/// Control characters have no Unicode names, but common ones.
fn control(c: char) -> Option<&'static str> {
    Some(match c {
        '\0' => "null",
        '\u{7}' => "bell",
        '\u{8}' => "backspace",
        '\t' => "tab",
        '\n' => "line feed",
        '\r' => "carriage return",
        '\u{1b}' => "escape",
        '\u{7f}' => "delete",
        '\u{85}' => "next line",
        c if c.is_control() => "a control character",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::named;
    use rstest::rstest;

    #[rstest]
    #[case('\u{200d}', "U+200D, zero width joiner")]
    #[case('\u{fe0f}', "U+FE0F, variation selector-16")]
    #[case('\u{3164}', "U+3164, hangul filler")]
    #[case('\u{a0}', "U+00A0, no-break space")]
    #[case('\u{301}', "U+0301, combining acute accent")]
    #[case('\r', "U+000D, carriage return")]
    #[case('\u{1}', "U+0001, a control character")]
    #[case('е', "\"е\" (U+0435, cyrillic small letter ie)")]
    #[case('’', "\"’\" (U+2019, right single quotation mark)")]
    #[case('한', "\"한\" (U+D55C, hangul syllable han)")]
    #[case('\u{378}', "\"\u{378}\" (U+0378, not a character of Unicode)")]
    #[case('\u{f8ff}', "\"\u{f8ff}\" (U+F8FF, a private character)")]
    fn a_character_has_a_point_and_a_name(#[case] c: char, #[case] expected: &str) {
        assert_eq!(named(c), expected);
    }
}
