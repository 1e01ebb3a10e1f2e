//! Mixed scripts in a word, which can make one address look like another.

use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::{GeneralSecurityProfile, MixedScript, RestrictionLevel, RestrictionLevelDetection, skeleton};

use super::named;

/// A warning about a word with letters of several scripts, or letters that look like others; `None` for an ordinary
/// word. Latin letters beside Chinese, Japanese or Korean ones are ordinary (UTS 39, highly restrictive).
#[must_use]
pub fn mixed(word: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.detect_level() > RestrictionLevel::HighlyRestrictive {
        let odd = outlier(&letters)?;
        return Some(format!("{} is unlike the other letters of \"{word}\": is that intended?", named(odd)));
    }
    let looks: String = skeleton(&letters).collect();
    let odd = letters.chars().find(|c| !c.is_ascii())?;
    looks.is_ascii().then(|| format!("\"{word}\" has {} and looks like ASCII letters: is that intended?", named(odd)))
}

trait Level {
    fn detect_level(&self) -> RestrictionLevel;
}

impl Level for String {
    fn detect_level(&self) -> RestrictionLevel {
        self.as_str().detect_restriction_level()
    }
}

/// The letter that is compatible with the fewest others; of two scripts with equal weight the one that is not ASCII.
fn outlier(letters: &str) -> Option<char> {
    if letters.is_single_script() {
        return letters.chars().find(|c| !GeneralSecurityProfile::identifier_allowed(*c));
    }
    let goes = |one: char, other: char| {
        let mut both = AugmentedScriptSet::for_char(one);
        both.intersect_with(AugmentedScriptSet::for_char(other));
        !both.is_empty()
    };
    letters.chars().min_by_key(|c| (letters.chars().filter(|other| goes(*c, *other)).count(), c.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::mixed;
    use rstest::rstest;

    #[rstest]
    #[case("jane.doe")]
    #[case("günther.łuczak")]
    #[case("оксана.шевченко")]
    #[case("νίκος")]
    #[case("田中tanaka")]
    #[case("さくらサクラ桜")]
    #[case("홍길동hong")]
    #[case("محمد")]
    #[case("दीपक")]
    #[case("مریم123")]
    #[case("jane+é_x")]
    fn one_script_is_ordinary(#[case] word: &str) {
        assert_eq!(mixed(word), None);
    }

    #[rstest]
    #[case("jan\u{435}.doe", "\"е\" (U+0435, cyrillic small letter ie)")]
    #[case("\u{430}cme", "\"а\" (U+0430, cyrillic small letter a)")]
    #[case("оксaна", "\"a\" (U+0061, latin small letter a)")]
    #[case("\u{3bf}pen", "\"ο\" (U+03BF, greek small letter omicron)")]
    #[case("janeدو", "(U+062F, arabic letter dal)")]
    #[case("\u{441}\u{43e}\u{441}\u{430}", "looks like ASCII letters")]
    #[case("a\u{430}", "\"а\" (U+0430, cyrillic small letter a)")]
    fn a_stranger_is_shown(#[case] word: &str, #[case] said: &str) {
        let found = mixed(word).expect("a stranger");
        assert!(found.contains(said), "{found}");
    }
}
