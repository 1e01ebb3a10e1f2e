//! Phone numbers as people write them, converted to the international form for the service.
//!
//! Loading the tables takes some milliseconds and megabytes; [`preload`] does it in advance.

use rlibphonenumber::enums::Region;
use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationError,
};

use crate::domain::text;
use crate::domain::text::named;

/// A valid number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// `+442079460018`: the form that is sent.
    pub international: String,
    /// False if its length is valid but the tables do not know such a number.
    pub known: bool,
    /// The country code is repeated, and without the repetition it is also a valid number.
    pub doubled: bool,
}

/// A two-letter region (`GB`) for national numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneRegion(Region);

impl PhoneRegion {
    /// The region with this two-letter code, in either case; `None` if it is not of this form. Whether it exists is
    /// only known to the tables, see [`international`].
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code = text::setting(code).to_ascii_uppercase();
        if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        Region::try_from(code.as_str()).ok().map(Self)
    }

    /// Whether the tables have this region.
    #[must_use]
    pub fn is_known(self) -> bool {
        PHONE_NUMBER_UTIL.get_country_code_for_region(self.0).is_some()
    }

    /// The two-letter code.
    #[must_use]
    pub fn code(self) -> String {
        self.0.as_region_str().as_str().to_owned()
    }
}

/// Loads the tables, so that the first check on the screen is fast.
pub fn preload() {
    let _ = international("+1 201 555 0123", None);
}

/// Whether it is written without a country code, so that a region is needed.
#[must_use]
pub fn is_national(typed: &str) -> bool {
    let text = plain(typed);
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains('+') && !text.starts_with("00")
}

/// The international form of what was typed.
///
/// # Errors
///
/// A sentence that says what is wrong and what is expected.
pub fn international(typed: &str, region: Option<PhoneRegion>) -> Result<Phone, String> {
    let typed = plain(typed);
    if let Some(odd) = typed.chars().find(|c| !c.is_ascii_digit() && !" +-./()".contains(*c)) {
        // Unprintable characters are described.
        let odd = if odd.is_ascii_graphic() { format!("\"{odd}\"") } else { named(odd) };
        return Err(format!("has {odd} in it; expected digits, spaces and a leading +"));
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return Err("has no digits".into());
    }
    let abroad = typed.starts_with('+') || typed.starts_with("(+");
    let number = match (abroad, typed.strip_prefix("00"), region) {
        (true, ..) => parse(&typed, None)?,
        (false, Some(rest), _) => parse(&format!("+{rest}"), None)?,
        (false, None, _) if typed.contains('+') => parse(&typed, None)?,
        (false, None, Some(region)) => national(&typed, &digits, region)?,
        (false, None, None) => {
            return Err(
                "needs its country code: begin with +, as in +44 20 7946 0018; the company's country is not known (or set phone_region in the profile)"
                    .into(),
            );
        }
    };
    let international = possible(&number)?;
    Ok(Phone { known: number.is_valid(), doubled: is_doubled(&number, &international), international })
}

/// A number without a country code, in this region. Many people write the code without a plus: it counts as the code if
/// the number is valid with it and would not be a national one.
fn national(typed: &str, digits: &str, region: PhoneRegion) -> Result<PhoneNumber, String> {
    let own = parse(typed, Some(region));
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region.0).unwrap_or_default().to_string();
    if !digits.starts_with(&code) {
        return own;
    }
    let Ok(with_code) = parse(&format!("+{digits}"), None) else { return own };
    let Ok(own) = own else { return Ok(with_code) };
    let (one, other) = (e164(&own), e164(&with_code));
    // A leading zero is not omitted by accident.
    let usual = own.format_as(PhoneNumberFormat::National).to_string();
    let in_full = usual.chars().filter(char::is_ascii_digit).eq(digits.chars());
    match (own.is_valid(), with_code.is_valid()) {
        _ if one == other => Ok(own),
        (true, false) => Ok(own),
        (true, true) if in_full => {
            Err(format!("can be read as {one} and as {other}: begin with + and the country code"))
        }
        _ => Ok(with_code),
    }
}

fn parse(text: &str, region: Option<PhoneRegion>) -> Result<PhoneNumber, String> {
    PHONE_NUMBER_UTIL.parse(text, region.map(|r| r.0)).map_err(|error| match error {
        ParseError::InvalidCountryCode if text.contains('+') => "has no known country code after the +".to_owned(),
        ParseError::InvalidCountryCode => {
            "needs its country code: the profile's phone_region is not a country".to_owned()
        }
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => "is too short for a phone number".to_owned(),
        ParseError::TooLongNsn => "is too long for a phone number".to_owned(),
        ParseError::NotANumber(_) => "is not a phone number".to_owned(),
    })
}

/// The international form of a number with a possible length.
fn possible(number: &PhoneNumber) -> Result<String, String> {
    let international = e164(number);
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => Ok(international),
        Ok(NumberLengthType::IsPossibleLocalOnly) => Err(format!("lacks its area code ({international})")),
        Err(ValidationError::TooShort) => Err(format!("is too short for a phone number ({international})")),
        Err(ValidationError::TooLong) => Err(format!("is too long for a phone number ({international})")),
        Err(ValidationError::InvalidLength | ValidationError::InvalidCountryCode) => {
            Err(format!("has the wrong number of digits ({international})"))
        }
    }
}

/// Whether its country code is repeated, and without the repetition it is also a valid number.
fn is_doubled(number: &PhoneNumber, international: &str) -> bool {
    let code = number.country_code.to_string();
    let rest = international.strip_prefix('+').and_then(|digits| digits.strip_prefix(&code));
    rest.is_some_and(|rest| rest.starts_with(&code) && parse(&format!("+{rest}"), None).is_ok_and(|n| n.is_valid()))
}

fn e164(number: &PhoneNumber) -> String {
    number.format_as(PhoneNumberFormat::E164).to_string()
}

/// One clean line with plain digits and signs.
fn plain(typed: &str) -> String {
    text::plain_number(&text::line(typed)).trim().to_owned()
}

/// Whether this international number is a mobile one. Where mobile and fixed numbers are indistinguishable (North
/// America), it is not.
#[must_use]
pub fn is_mobile(international: &str) -> bool {
    PHONE_NUMBER_UTIL
        .parse(international, None)
        .is_ok_and(|number| PHONE_NUMBER_UTIL.get_number_type(&number) == PhoneNumberType::Mobile)
}

/// The region of an international number, if known.
#[must_use]
pub fn region_of(international: &str) -> Option<PhoneRegion> {
    let number = PHONE_NUMBER_UTIL.parse(international, None).ok()?;
    PHONE_NUMBER_UTIL.get_region_for_number(&number).map(PhoneRegion)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("+447400123456", true)]
    #[case("+442079460018", false)]
    #[case("+12015550123", false)]
    #[case("nothing", false)]
    fn mobiles(#[case] number: &str, #[case] mobile: bool) {
        assert_eq!(is_mobile(number), mobile);
    }

    #[test]
    fn an_odd_character_is_named_when_it_cannot_be_shown() {
        let odd = |typed| international(typed, None).expect_err("odd");
        assert!(
            odd("+44\u{e000}20").starts_with("has \"\u{e000}\" (U+E000, a private character) in it"),
            "{}",
            odd("+44\u{e000}20")
        );
        assert!(odd("+44‽20").starts_with("has \"‽\" (U+203D, interrobang) in it"), "{}", odd("+44‽20"));
        assert!(odd("+44x20").starts_with("has \"x\" in it"), "{}", odd("+44x20"));
    }

    #[test]
    fn a_number_tells_its_region() {
        assert_eq!(region_of("+491713920012").map(PhoneRegion::code).as_deref(), Some("DE"));
        assert_eq!(region_of("+999"), None);
    }

    #[rstest]
    #[case("+44 20 7946 0018", None, "+442079460018")]
    #[case("0044 (0)20-7946.0018", None, "+442079460018")]
    #[case("020 7946 0018", Some("GB"), "+442079460018")]
    #[case("0532 123 45 67", Some("tr"), "+905321234567")]
    #[case("030/1234567", Some("DE"), "+49301234567")]
    #[case("+90 532 123 45 67", Some("GB"), "+905321234567")]
    #[case("06 12 34 56 78", Some("FR"), "+33612345678")]
    // Digits and signs of other scripts, and what nobody sees.
    #[case("+٤٤ ٢٠ ٧٩٤٦ ٠٠١٨", None, "+442079460018")]
    #[case("＋44（0）20\u{2011}7946\u{2212}0018", None, "+442079460018")]
    #[case("\u{202a}+44\u{a0}20\u{202f}7946–0018\u{202c}\r\n", None, "+442079460018")]
    #[case("०३० १२३४५६७", Some("DE"), "+49301234567")]
    // The country code without its plus.
    #[case("49 7755 91155", Some("DE"), "+49775591155")]
    #[case("49775591155", Some("DE"), "+49775591155")]
    #[case("(49) 7755/91155", Some("DE"), "+49775591155")]
    #[case("90 532 123 45 67", Some("TR"), "+905321234567")]
    #[case("44 20 7946 0018", Some("GB"), "+442079460018")]
    #[case("33 6 12 34 56 78", Some("FR"), "+33612345678")]
    #[case("1 201 555 0123", Some("US"), "+12015550123")]
    #[case("7 495 123-45-67", Some("RU"), "+74951234567")]
    #[case("31 20 123 4567", Some("NL"), "+31201234567")]
    // Digits of the code that are part of the number.
    #[case("392 123 4567", Some("IT"), "+393921234567")]
    #[case("48 322 12 34", Some("PL"), "+48483221234")]
    #[case("701 123 4567", Some("KZ"), "+77011234567")]
    #[case("201 555 0123", Some("US"), "+12015550123")]
    fn dictated_numbers(#[case] typed: &str, #[case] region: Option<&str>, #[case] sent: &str) {
        let region = region.map(|r| PhoneRegion::new(r).expect("region"));
        assert_eq!(international(typed, region).map(|p| p.international), Ok(sent.to_owned()));
    }

    #[rstest]
    #[case("020 7946 0018", "country code")]
    #[case("+", "no digits")]
    #[case("+999 123 4567", "country code")]
    #[case("+44 12", "short")]
    #[case("+44 20 7946 0018 0018 0018", "long")]
    #[case("ask Jane", "\"a\"")]
    #[case("+44 20 7946 0018 x5", "\"x\"")]
    fn refusals_say_why(#[case] typed: &str, #[case] reason: &str) {
        let said = international(typed, None).expect_err("refused");
        assert!(said.contains(reason), "{said}");
    }

    #[test]
    fn a_region_that_is_no_country_is_told_where_it_matters() {
        let said = international("020 7946 0018", PhoneRegion::new("XX")).expect_err("refused");
        assert!(said.contains("phone_region"), "{said}");
    }

    #[rstest]
    #[case("+49 49 7755 91155", None, true)]
    // Emden: told, and not refused.
    #[case("04921 12345", Some("DE"), true)]
    #[case("+39 392 123 4567", None, false)]
    #[case("49 7755 91155", Some("DE"), false)]
    #[case("+1 201 555 0123", None, false)]
    fn a_code_that_comes_twice_is_told(#[case] typed: &str, #[case] region: Option<&str>, #[case] doubled: bool) {
        let phone = international(typed, region.and_then(PhoneRegion::new)).expect("a number");
        assert_eq!(phone.doubled, doubled, "{phone:?}");
    }

    #[rstest]
    #[case("020 7946 0018", true)]
    #[case("+44 20 7946 0018", false)]
    #[case("0044 20", false)]
    #[case("(+44) 20", false)]
    #[case("", false)]
    #[case("-", false)]
    fn a_number_without_a_code_is_national(#[case] typed: &str, #[case] national: bool) {
        assert_eq!(is_national(typed), national);
    }

    #[test]
    fn no_country_gets_its_code_twice() {
        for region in ["DE", "TR", "GB", "FR", "NL", "AT", "CH", "SE", "FI", "IE", "AU", "JP", "IN", "BR", "ZA", "EG"] {
            let own = PhoneRegion::new(region).expect("a region");
            let example = PHONE_NUMBER_UTIL.get_example_number(own.0).expect("a number");
            let sent = e164(&example);
            let typed = sent.trim_start_matches('+');
            assert_eq!(international(typed, Some(own)).map(|p| p.international), Ok(sent.clone()), "{region}");
        }
    }

    #[test]
    fn a_number_outside_the_tables_is_told_but_not_refused() {
        let phone = international("+1 111 111 1111", None).expect("possible");
        assert!(!phone.known);
    }

    #[rstest]
    #[case("gb", Some("GB"))]
    #[case("4G", None)]
    #[case("GBR", None)]
    #[case("", None)]
    fn regions(#[case] code: &str, #[case] known: Option<&str>) {
        assert_eq!(PhoneRegion::new(code).map(PhoneRegion::code).as_deref(), known);
    }
}
