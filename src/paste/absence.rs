//! Out-of-office replies: a stand-in named in one is not the person the paste is about.

use std::sync::LazyLock;

use super::vocabulary::PHRASES;
use crate::paste::normalize::key;

static KEYS: LazyLock<Vec<String>> =
    LazyLock::new(|| PHRASES.absence.iter().map(|p| format!(" {} ", key(p))).collect());

/// Whether the text says that its writer is away.
pub(super) fn is_absence_notice(text: &str) -> bool {
    let folded = format!(" {} ", key(text));
    KEYS.iter().any(|phrase| folded.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("I am out of the office\nuntil Monday.", true)]
    #[case("Out-of-office: Jane Doe", true)]
    #[case("In dringenden Fällen wenden Sie sich bitte an Peter Müller.", true)]
    #[case("ABWESENHEITSNOTIZ", true)]
    #[case("En cas d’urgence, contactez Léa Petit.", true)]
    #[case("Please add Jane Doe of the Oxford office.", false)]
    #[case("She works in the urgent care unit.", false)]
    fn notes(#[case] text: &str, #[case] away: bool) {
        assert_eq!(is_absence_notice(text), away);
    }
}
