//! A note that somebody is away: whoever it names to be written to instead is not the person it is about.

use std::sync::LazyLock;

use crate::paste::fold::key;

/// What such notes say, in the languages of the desks.
const PHRASES: &[&str] = &[
    "out of office",
    "out of the office",
    "away from the office",
    "in my absence",
    "during my absence",
    "while i am away",
    "on annual leave",
    "on parental leave",
    "on maternity leave",
    "on paternity leave",
    "automatic reply",
    "auto reply",
    "in urgent cases",
    "for urgent matters",
    "if your request is urgent",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "automatische antwort",
    "nicht im büro",
    "nicht im haus",
    "außer haus",
    "in meiner abwesenheit",
    "während meiner abwesenheit",
    "bin abwesend",
    "in dringenden fällen",
    "in dringenden angelegenheiten",
    "absent du bureau",
    "absente du bureau",
    "pendant mon absence",
    "en mon absence",
    "en cas d'urgence",
    "réponse automatique",
    "fuera de la oficina",
    "durante mi ausencia",
    "en mi ausencia",
    "respuesta automática",
    "fuori ufficio",
    "in mia assenza",
    "durante la mia assenza",
    "risposta automatica",
    "fora do escritório",
    "durante a minha ausência",
    "resposta automática",
    "niet op kantoor",
    "tijdens mijn afwezigheid",
    "automatisch antwoord",
    "ofis dışında",
    "yıllık izindeyim",
    "acil durumlarda",
    "otomatik yanıt",
    "inte på kontoret",
    "under min frånvaro",
    "autosvar",
    "ikke på kontoret",
    "under mit fravær",
    "under mitt fravær",
    "poissa toimistolta",
    "automaattinen vastaus",
    "poza biurem",
    "podczas mojej nieobecności",
    "odpowiedź automatyczna",
    "автоматический ответ",
    "нет в офисе",
    "во время моего отсутствия",
];

static KEYS: LazyLock<Vec<String>> = LazyLock::new(|| PHRASES.iter().map(|p| format!(" {} ", key(p))).collect());

/// The text says that its writer is away.
pub(super) fn is_told(text: &str) -> bool {
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
        assert_eq!(is_told(text), away);
    }
}
