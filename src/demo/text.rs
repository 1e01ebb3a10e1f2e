//! Text for comparison and for mail addresses.

/// Folds case, and the dot of the Turkish i: `istanbul` finds `İstanbul`, `işik` finds `Işık`. Accents are significant.
pub(super) fn fold(text: &str) -> String {
    // Lower-casing İ leaves an i and a combining dot.
    text.to_lowercase().replace('\u{307}', "").replace('ı', "i")
}

/// The ASCII letters and digits of a text, in lower case, with the usual transliterations; other characters are
/// dropped.
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in fold(text).chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'ä' | 'æ' => out.push_str("ae"),
            'ö' | 'ø' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'å' => out.push_str("aa"),
            'ß' => out.push_str("ss"),
            'á' | 'à' | 'â' | 'ã' | 'ą' | 'ạ' => out.push('a'),
            'ç' | 'ć' => out.push('c'),
            'đ' => out.push('d'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ệ' => out.push('e'),
            'ğ' => out.push('g'),
            'í' | 'î' | 'ï' => out.push('i'),
            'ł' => out.push('l'),
            'ñ' | 'ń' => out.push('n'),
            'ó' | 'ô' | 'õ' => out.push('o'),
            'ş' | 'ś' => out.push('s'),
            'ú' | 'ù' | 'û' | 'ư' => out.push('u'),
            'ý' => out.push('y'),
            'ź' | 'ż' => out.push('z'),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_turkish_letters_are_one() {
        assert_eq!(fold("İSTANBUL Ilıca"), "istanbul ilica");
    }

    #[test]
    fn addresses_are_ascii() {
        assert_eq!(ascii("Müller & Söhne"), "muellersoehne");
        assert_eq!(ascii("Işık A.Ş."), "isikas");
        assert_eq!(ascii("東京"), "");
    }
}
