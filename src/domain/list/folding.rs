//! Text folding for search: ignores case, accents and the like, so that `isik` finds `IŞIK` and `strasse` finds
//! `Straße`.

use memchr::memmem::Finder;
use unicode_normalization::UnicodeNormalization;

/// The text without case and diacritics.
///
/// All forms of the Turkish i are equal; letters that do not decompose are spelt out (`ß` ss, `æ` ae, `ø` o, `ł` l, …);
/// wide and narrow forms, ligatures, apostrophes and dashes become plain ones; joiners are removed. Marks that make a
/// different letter within their own script, such as vowels of Hindi or Thai, are kept.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out
}

/// Appends the text as [`fold`] returns it.
pub fn fold_into(out: &mut String, text: &str) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        if let Some(folded) = out.get_mut(start..) {
            folded.make_ascii_lowercase();
        }
        return;
    }
    for c in text.nfkd() {
        match c {
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ if vanishes(c) => {}
            _ => match expansion(c) {
                Some(letters) => out.push_str(letters),
                None => c.to_lowercase().for_each(|c| out.push(if c == 'ς' { 'σ' } else { c })),
            },
        }
    }
}

/// Whether every word of `needle` is in `haystack`, in any order, after [`fold`]. An empty needle is in every text.
#[must_use]
pub fn contains_folded(haystack: &str, needle: &str) -> bool {
    Needle::new(needle).is_in(&fold(haystack))
}

/// Words to search for, prepared for many texts.
#[derive(Debug, Clone)]
pub struct Needle(Vec<Finder<'static>>);

impl Needle {
    /// The words of what was typed.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let mut words: Vec<String> = fold(typed).split_whitespace().map(str::to_owned).collect();
        // The longest word is in the fewest texts.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        Self(words.iter().map(|word| Finder::new(word).into_owned()).collect())
    }

    /// This text as it stands, with its blanks.
    #[must_use]
    pub fn phrase(typed: &str) -> Self {
        let folded = fold(typed);
        let words = if folded.is_empty() { Vec::new() } else { vec![Finder::new(&folded).into_owned()] };
        Self(words)
    }

    /// It has no words, so that it matches everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word is in this folded text.
    #[must_use]
    pub fn is_in(&self, folded: &str) -> bool {
        self.0.iter().all(|word| word.find(folded.as_bytes()).is_some())
    }
}

/// Marks that a search ignores, and invisible characters.
fn vanishes(c: char) -> bool {
    matches!(c,
        // Marks of no particular script: accents, dots, hooks, enclosing marks and their halves.
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        // Hebrew points, Arabic short vowels and tatweel are optional.
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        // Joiners and variation selectors.
        | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Letters that do not decompose, and signs with a plain equivalent.
fn expansion(c: char) -> Option<&'static str> {
    Some(match c {
        'ı' => "i",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "ng",
        'ə' | 'Ə' => "e",
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bb}' | '\u{2bc}' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("Işık Tekstil A.Ş.", "isik tekstil a.s.")]
    #[case("İSTANBUL Ilıca Sağlık", "istanbul ilica saglik")]
    #[case("Straße STRASSE Groẞ", "strasse strasse gross")]
    #[case("Ærø Smørrebrød Œuvre", "aero smorrebrod oeuvre")]
    #[case("Łódź, Żegluga Wód", "lodz, zegluga wod")]
    #[case("Đồng Tây Nguyên Cà Phê", "dong tay nguyen ca phe")]
    #[case("Þórður Ðð ŊŋŦŧĦħ Ə", "thordur dd ngngtthh e")]
    #[case("Ålesund Jürgen Ñandú Čapek Őrség", "alesund jurgen nandu capek orseg")]
    #[case("Αιγαίο ΝΑΥΤΙΛΙΑΚΉ Σίσυφος", "αιγαιο ναυτιλιακη σισυφοσ")]
    #[case("Завод Ёлка Київ", "завод елка киів")]
    #[case("ＡＢＣ　ﬁｶﾞ №² Ⅳ", "abc fiカ\u{3099} no2 iv")]
    #[case("l’Étoile ‘x’ „y“ a–b a\u{2011}c", "l'etoile 'x' \"y\" a-b a-c")]
    #[case("شَرِكَة مـحـمد أحمد", "شركة محمد احمد")]
    #[case("בַּנְק הַגָּלִיל", "בנק הגליל")]
    #[case("क्षितिज น้ำใจ", "क्षितिज น\u{e49}\u{e4d}าใจ")]
    #[case("東京光学株式会社", "東京光学株式会社")]
    #[case("Pixel 👩\u{200d}💻 ☀\u{fe0f}", "pixel 👩💻 ☀")]
    #[case("cafe\u{301} \u{41}\u{30a}", "cafe a")]
    fn folded(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(fold(text), expected);
    }

    #[rstest]
    #[case("IŞIK Tekstil A.Ş.", "isik")]
    #[case("isik", "IŞIK")]
    #[case("ısık", "İŞİK")]
    #[case("Işık Tekstil A.Ş.", "teks ışı")]
    #[case("Brasserie de l'Étoile", "l’etoile brass")]
    #[case("Müller & Söhne", "soh mull")]
    #[case("한빛은행", "하")]
    #[case("anything", "  ")]
    #[case("Acme", "ac ac AC")]
    fn found(#[case] haystack: &str, #[case] needle: &str) {
        assert!(contains_folded(haystack, needle));
    }

    #[rstest]
    #[case("Işık Tekstil", "isik foods")]
    #[case("Acme Logistics", "acmelogistics")]
    #[case("", "a")]
    #[case("कि", "कु")]
    fn not_found(#[case] haystack: &str, #[case] needle: &str) {
        assert!(!contains_folded(haystack, needle));
    }

    #[test]
    fn every_character_is_folded_once_and_for_all() {
        // What comes after is Han and nothing that folds.
        for c in '\0'..='\u{1ffff}' {
            let folded = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&folded), folded, "{c:?}");
            assert_eq!(fold(&c.to_lowercase().to_string()), folded, "{c:?} in lower case");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A text is found by itself, however it is written, and folding twice changes nothing.
        #[test]
        fn a_text_is_found_by_itself(text in "\\PC{0,30}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            for written in [text.to_lowercase(), text.nfc().collect(), text.nfd().collect()] {
                prop_assert!(contains_folded(&text, &written), "{:?} in {:?}", fold(&written), folded);
            }
        }

        /// Any part of a name between two spaces or more finds it.
        #[test]
        fn parts_find_the_whole(words in prop::collection::vec("[a-zA-ZäöüßİıŞğÉøŁ]{1,6}", 1..5), at in any::<prop::sample::Index>()) {
            let (name, word) = (words.join(" "), at.get(&words));
            prop_assert!(contains_folded(&name, &word.to_lowercase()) && contains_folded(&name, &word.to_uppercase()));
        }
    }
}
