//! Folds text for comparison: words for the vocabulary, names for addresses.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// The script of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Han,
    Kana,
    Hangul,
    Other,
}

/// The script of a letter.
pub(super) fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => {
            Script::Arabic
        }
        '\u{3005}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}' => Script::Han,
        '\u{3040}'..='\u{30ff}' => Script::Kana,
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Script::Hangul,
        _ => Script::Other,
    }
}

#[cfg(test)]
std::thread_local! {
    /// Counts the bytes that were folded or spelled.
    pub(super) static WORK: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Lower case, no accents, single spaces between words; apostrophes are removed, `&` is a letter.
///
/// `E-Posta Adresi:` is `e posta adresi`, `Téléphone` is `telephone`, `İSİM` is `isim`.
pub(super) fn key(text: &str) -> String {
    #[cfg(test)]
    WORK.set(WORK.get() + text.len() + 1);
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| fold_char(c, &mut out));
    } else {
        let decompose = DecomposingNormalizerBorrowed::new_nfd();
        decompose.normalize_iter(text.chars()).for_each(|c| fold_char(c, &mut out));
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '\u{300}'..='\u{36f}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\''
        | '\u{2019}'
        | '\u{2bc}'
        | '`'
        | '\u{640}' => {}
        'ı' => out.push('i'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'þ' | 'Þ' => out.push_str("th"),
        'ς' => out.push('σ'),
        c if c.is_alphanumeric() || c == '&' => out.extend(c.to_lowercase()),
        c if script(c) != Script::Other => out.push(c),
        _ if out.is_empty() || out.ends_with(' ') => {}
        _ => out.push(' '),
    }
}

/// The spellings of a name in addresses, most common first, in small ASCII letters. Empty if unknown (Han, Arabic).
pub(super) fn spellings(name: &str) -> Vec<String> {
    #[cfg(test)]
    WORK.set(WORK.get() + name.len() + 1);
    if name.is_ascii() {
        let letters = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
        return Some(letters.collect::<String>()).filter(|l| !l.is_empty()).into_iter().collect();
    }
    let name = name.to_lowercase();
    let mut found: Vec<String> = Vec::new();
    for spell in [plain as fn(char) -> &'static str, german, other] {
        let mut out = String::new();
        for c in name.chars() {
            let special = spell(c);
            if special.is_empty() {
                out.push_str(&key(c.encode_utf8(&mut [0; 4])));
            } else if special != "-" {
                out.push_str(special);
            }
        }
        out.retain(|c| c != ' ');
        if out.is_ascii() && !out.is_empty() && !found.contains(&out) {
            found.push(out);
        }
    }
    found
}

/// Cyrillic and Greek letters in their most common transliteration; `-` for silent letters.
fn plain(c: char) -> &'static str {
    match c {
        'а' | 'α' | 'ά' => "a",
        'б' => "b",
        'в' | 'β' => "v",
        'г' | 'ґ' | 'γ' => "g",
        'д' | 'δ' => "d",
        'е' | 'ё' | 'э' | 'ε' | 'έ' => "e",
        'є' => "ie",
        'ж' => "zh",
        'з' | 'ζ' => "z",
        'и' | 'і' | 'ї' | 'η' | 'ή' | 'ι' | 'ί' | 'ϊ' | 'ΐ' => "i",
        'й' | 'ы' | 'υ' | 'ύ' | 'ϋ' => "y",
        'к' | 'κ' => "k",
        'л' | 'λ' => "l",
        'м' | 'μ' => "m",
        'н' | 'ν' => "n",
        'о' | 'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' | 'ς' => "s",
        'т' | 'τ' => "t",
        'у' => "u",
        'ф' | 'φ' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' | 'χ' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'θ' => "th",
        'ξ' => "x",
        'ψ' => "ps",
        'ъ' | 'ь' => "-",
        _ => "",
    }
}

/// Umlauts with an e, and the second transliteration of some Cyrillic and Greek letters.
fn german(c: char) -> &'static str {
    match c {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' => "oe",
        'ü' => "ue",
        'å' => "aa",
        'х' | 'г' | 'χ' => "h",
        'ц' => "c",
        'ю' => "iu",
        'я' => "ia",
        'й' => "i",
        'є' => "ye",
        'υ' | 'ύ' => "u",
        'φ' => "ph",
        c => plain(c),
    }
}

/// A third spelling: Nordic letters as one letter, Russian with h and y.
fn other(c: char) -> &'static str {
    match c {
        'æ' => "a",
        'х' => "h",
        c => plain(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold() {
        for (text, folded) in [
            ("E-Posta Adresi:", "e posta adresi"),
            (" Téléphone ", "telephone"),
            ("İSİM", "isim"),
            ("Işık", "isik"),
            ("R&D", "r&d"),
            ("user's", "users"),
            ("Straße", "strasse"),
            ("Τμήμα", "τμημα"),
            ("الأول", "الاول"),
            ("メール", "メール"),
        ] {
            assert_eq!(key(text), key(folded), "{text}");
            assert!(!key(text).is_empty());
        }
        assert_eq!(key("Téléphone : "), "telephone");
    }

    #[test]
    fn names_are_spelled_as_addresses_spell_them() {
        assert_eq!(spellings("Müller"), ["muller", "mueller"]);
        assert_eq!(spellings("Kjær"), ["kjaer", "kjar"]);
        assert_eq!(spellings("O’Hara-Weiß"), ["oharaweiss"]);
        assert!(spellings("Шевчук").contains(&"shevchuk".to_owned()));
        assert!(spellings("Παπαδοπούλου").contains(&"papadopoulou".to_owned()));
        assert!(spellings("张伟").is_empty());
    }
}
