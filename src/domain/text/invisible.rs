//! Invisible characters, and those that change the direction of text.

use icu_properties::props::{CanonicalCombiningClass, DefaultIgnorableCodePoint, ExtendedPictographic, JoiningType};
use icu_properties::{CodePointMapData, CodePointSetData};

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';

/// The replacement for a name without visible characters.
pub const NO_NAME: &str = "(no visible name)";

/// Unicode's default ignorable code points (`Default_Ignorable_Code_Point`): joiners, fillers, variation selectors,
/// direction marks, tags.
#[must_use]
pub fn is_ignorable(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Never kept or shown, whatever the context: control characters, changes of direction, and ignorable characters.
/// Joiners and emoji variation selectors depend on their context.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}') || is_ignorable(c) && !depends(c)
}

/// Depends on its neighbours.
fn depends(c: char) -> bool {
    matches!(c, NON_JOINER | JOINER | '\u{fe0e}' | '\u{fe0f}')
}

/// The text without ignorable characters.
///
/// A joiner is kept where it changes adjacent letters or pictures, as in Persian, Sinhala and emoji of several persons,
/// and a variation selector after a picture.
#[must_use]
pub fn without_ignorables(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = Before::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii() || !is_ignorable(c) || depends(c) && before.joins(c, chars.peek().copied()) {
            before.push(c);
            out.push(c);
        }
    }
    out
}

/// The context before a joiner or a selector.
#[derive(Debug, Default)]
struct Before {
    last: Option<char>,
    /// The last character that is not a mark.
    letter: Option<char>,
    /// The last character that is neither a skin tone nor a selector.
    picture: Option<char>,
}

impl Before {
    fn push(&mut self, c: char) {
        self.last = Some(c);
        if c.is_ascii() || joining(c) != JoiningType::Transparent {
            self.letter = Some(c);
        }
        if !matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}') {
            self.picture = Some(c);
        }
    }

    fn joins(&self, c: char, next: Option<char>) -> bool {
        let pictures = CodePointSetData::new::<ExtendedPictographic>();
        let is_picture = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && pictures.contains(c));
        if matches!(c, '\u{fe0e}' | '\u{fe0f}') {
            return is_picture(self.last);
        }
        let virama = self.last.is_some_and(|c| {
            CodePointMapData::<CanonicalCombiningClass>::new().get(c) == CanonicalCombiningClass::Virama
        });
        if virama {
            return true;
        }
        if c == JOINER {
            return is_picture(self.picture) && is_picture(next);
        }
        let joins = |c: Option<char>, forward: bool| {
            c.map(joining).is_some_and(|joining| match joining {
                JoiningType::DualJoining => true,
                JoiningType::LeftJoining => forward,
                JoiningType::RightJoining => !forward,
                _ => false,
            })
        };
        joins(self.letter, true) && joins(next, false)
    }
}

fn joining(c: char) -> JoiningType {
    CodePointMapData::<JoiningType>::new().get(c)
}

/// Whether it has a visible character.
#[must_use]
pub fn has_visible(text: &str) -> bool {
    // Two that are drawn as blanks.
    let blank = |c: char| matches!(c, '\u{2800}' | '\u{1d159}');
    text.chars().any(|c| !c.is_whitespace() && !is_unsafe(c) && !is_ignorable(c) && !blank(c))
}

/// A name to show: itself, or [`NO_NAME`] if it is invisible.
#[must_use]
pub fn name_or_none(name: &str) -> &str {
    if has_visible(name) { name } else { NO_NAME }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    // Persian, with a vowel between; Sinhala, Hindi, Malayalam.
    #[case("می\u{200c}خواهم")]
    #[case("نامه\u{200c}ای")]
    #[case("ශ\u{dca}\u{200d}රී")]
    #[case("क\u{94d}\u{200d}ष ക\u{d4d}\u{200c}ഷ ന\u{d4d}\u{200d}")]
    #[case("👩\u{200d}💻 👨🏽\u{200d}🚀 🏳\u{fe0f}\u{200d}🌈 ❤\u{fe0f}")]
    fn a_joiner_that_joins_stays(#[case] text: &str) {
        assert_eq!(without_ignorables(text), text);
    }

    #[rstest]
    #[case("Ac\u{200d}me\u{200c} Ltd\u{fe0f}", "Acme Ltd")]
    #[case("\u{200d}👩\u{200d} 👩\u{200d}x", "👩 👩x")]
    #[case("\u{3164}\u{115f}\u{1160}\u{ffa0}\u{34f}\u{ad}\u{61c}\u{17b4}\u{180e}", "")]
    #[case("a\u{200b}b\u{2060}c\u{feff}d\u{2064}e\u{e0041}f\u{e0100}g\u{1d173}h\u{1bca0}i", "abcdefghi")]
    #[case("Zo\u{202e}e\u{2066}", "Zoe")]
    #[case("1\u{fe0f}\u{20e3}", "1\u{20e3}")]
    fn what_is_shown_as_nothing_goes(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without_ignorables(text), expected);
    }

    #[rstest]
    #[case("a", true)]
    #[case("\u{301}", true)]
    #[case("(no visible name)", true)]
    #[case("", false)]
    #[case(" \u{a0}\u{3000}", false)]
    #[case("\u{3164}\u{200b} \u{2800}\u{fe0f}\u{200d}", false)]
    fn what_can_be_seen(#[case] text: &str, #[case] seen: bool) {
        assert_eq!(has_visible(text), seen);
        assert_eq!(name_or_none(text), if seen { text } else { NO_NAME });
    }
}
