//! Capitalisation of names: `YILMAZ` becomes Yılmaz, `VAN DER BERG` van der Berg.

use super::words;
use crate::paste::naming_convention::NamingConvention;

/// At least two capitals and no small letter. Two letters without a vowel are initials (`JP`).
pub(super) fn is_capitals(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: &char| "AEIOUYÄÖÜÅØÉÈİ".contains(*c);
    letters.len() > 1
        && letters.iter().all(|c| c.is_uppercase())
        && (letters.len() > 2 || letters.last().is_some_and(vowel))
        && !word.contains('.')
}

/// Capitalises the words of a first name or surname. Mixed case is unchanged; all capitals or all small letters get a
/// capital first letter.
pub(super) fn tidy(words: &[&str], tongue: NamingConvention) -> String {
    let tidied: Vec<String> = words
        .iter()
        .map(|word| {
            let big = is_capitals(word);
            let small = word.chars().all(|c| !c.is_uppercase());
            if (big || small) && words.len() > 1 && words::PARTICLES.has(word) {
                lower(word, tongue)
            } else if big || small {
                capital(word, tongue)
            } else {
                (*word).to_owned()
            }
        })
        .collect();
    tidied.join(" ")
}

/// Capital first letters, also after every hyphen and apostrophe.
pub(super) fn capital(word: &str, tongue: NamingConvention) -> String {
    let mut out = String::with_capacity(word.len());
    let mut start = true;
    for c in lower(word, tongue).chars() {
        let mc = matches!(out.strip_prefix("Mc"), Some("")) && word.chars().count() > 4;
        if start || mc {
            match (c, tongue.turkish) {
                ('i', true) => out.push('İ'),
                // A letter whose capital is two letters (ß) is unchanged.
                (c, _) => {
                    let capital = Some(c.to_uppercase()).filter(|up| up.len() == 1).and_then(|mut up| up.next());
                    out.push(capital.unwrap_or(c));
                }
            }
        } else {
            out.push(c);
        }
        // `O'Neil`, but `Gülşah'ı`: a capital only follows a single letter.
        start = c == '-' || (['\'', '\u{2019}'].contains(&c) && out.chars().count() == 2);
    }
    out
}

/// Lower case, in Turkish where that applies.
fn lower(word: &str, tongue: NamingConvention) -> String {
    let word = word.replace('İ', "i");
    if tongue.turkish { word.replace('I', "ı").to_lowercase() } else { word.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const TURKISH: NamingConvention = NamingConvention {
        turkish: true,
        two_surnames: false,
        portuguese: false,
        surname_first: false,
        japanese: false,
    };

    #[rstest]
    #[case("DUPONT-MOREAU", "Dupont-Moreau")]
    #[case("O'NEIL", "O'Neil")]
    #[case("MCALLISTER", "McAllister")]
    #[case("VAN DEN BOSSCHE", "van den Bossche")]
    #[case("jane", "Jane")]
    #[case("McDonald", "McDonald")]
    #[case("de Vries", "de Vries")]
    #[case("JP", "JP")]
    #[case("ßen", "ßen")]
    fn capitals(#[case] name: &str, #[case] tidied: &str) {
        let words: Vec<&str> = name.split(' ').collect();
        assert_eq!(tidy(&words, NamingConvention::default()), tidied);
    }

    #[rstest]
    #[case("IŞIK", "Işık")]
    #[case("İBRAHİM", "İbrahim")]
    #[case("YILDIZ", "Yıldız")]
    #[case("ismail", "İsmail")]
    fn turkish_letters(#[case] name: &str, #[case] tidied: &str) {
        assert_eq!(tidy(&[name], TURKISH), tidied);
    }
}
