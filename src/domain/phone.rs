//! Phone numbers as people dictate them, turned into the international form the service takes.
//!
//! The tables behind this cost some milliseconds and megabytes the first time; [`warm`] pays that
//! away from the screen.

use rlibphonenumber::enums::Region;
use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, PhoneNumberType, ValidationError,
};

use super::text::is_unsafe;

/// A number that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// `+442079460018`: what is sent.
    pub international: String,
    /// False when its length fits but the tables do not know such a number.
    pub known: bool,
}

/// A two-letter region (`GB`) whose national form numbers may be typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneRegion(Region);

impl PhoneRegion {
    /// The region with this two-letter code, in either case; `None` when it has no such
    /// shape. Whether it is a country is only known with the tables, see [`international`].
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        Region::try_from(code.as_str()).ok().map(Self)
    }

    /// The tables have such a region.
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

/// Loads the tables, so that the first check on the screen is as quick as the next.
pub fn warm() {
    let _ = international("+1 201 555 0123", None);
}

/// The international form of what was typed.
///
/// # Errors
///
/// A sentence that says what is wrong and what is expected.
pub fn international(typed: &str, region: Option<PhoneRegion>) -> Result<Phone, String> {
    let typed = typed.trim();
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    if let Some(odd) = typed.chars().find(|c| !c.is_ascii_digit() && !" +-./()\u{a0}\u{2011}\u{2013}".contains(*c)) {
        // What is not shown is named, so that no terminal has to print it.
        let odd = if is_unsafe(odd) { format!("U+{:04X}", u32::from(odd)) } else { format!("\"{odd}\"") };
        return Err(format!("has {odd} in it; digits, spaces, and a + in front, are expected"));
    }
    if digits == 0 {
        return Err("has no digits".into());
    }
    let abroad = typed.starts_with('+') || typed.starts_with("(+");
    let (text, region) = match (abroad, typed.strip_prefix("00")) {
        (true, _) => (typed.to_owned(), None),
        (false, Some(rest)) => (format!("+{rest}"), None),
        (false, None) => (typed.to_owned(), region),
    };
    if !text.contains('+') && region.is_none() {
        return Err(
            "needs its country code: begin with +, as in +44 20 7946 0018 (or set phone_region in the profile)".into(),
        );
    }
    let number = PHONE_NUMBER_UTIL.parse(&text, region.map(|r| r.0)).map_err(|error| match error {
        ParseError::InvalidCountryCode if text.contains('+') => "has no known country code after the +".to_owned(),
        ParseError::InvalidCountryCode => {
            "needs its country code: the profile's phone_region is not a country".to_owned()
        }
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => "is too short for a phone number".to_owned(),
        ParseError::TooLongNsn => "is too long for a phone number".to_owned(),
        ParseError::NotANumber(_) => "is not a phone number".to_owned(),
    })?;
    let international = number.format_as(PhoneNumberFormat::E164).to_string();
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {}
        Ok(NumberLengthType::IsPossibleLocalOnly) => return Err(format!("lacks its area code ({international})")),
        Err(ValidationError::TooShort) => return Err(format!("is too short for a phone number ({international})")),
        Err(ValidationError::TooLong) => return Err(format!("is too long for a phone number ({international})")),
        Err(ValidationError::InvalidLength | ValidationError::InvalidCountryCode) => {
            return Err(format!("has the wrong number of digits ({international})"));
        }
    }
    Ok(Phone { known: number.is_valid(), international })
}

/// The tables say that this number in international form is a mobile one. Where mobile and fixed
/// numbers look alike (North America) they do not.
#[must_use]
pub fn is_mobile(international: &str) -> bool {
    PHONE_NUMBER_UTIL
        .parse(international, None)
        .is_ok_and(|number| PHONE_NUMBER_UTIL.get_number_type(&number) == PhoneNumberType::Mobile)
}

/// The region a number in international form belongs to, when the tables know it.
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
        assert!(odd("+44\u{1b}20").starts_with("has U+001B in it"), "{}", odd("+44\u{1b}20"));
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
