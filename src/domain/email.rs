//! Is this an email address a company would have?

use email_address::{EmailAddress, Options};

use super::text::clean;

/// Characters of a domain that are told.
const DOMAIN_MAX: usize = 100;

/// Checks a trimmed address.
///
/// # Errors
///
/// A sentence that says what is wrong with it and what is expected.
pub fn check(address: &str) -> Result<(), String> {
    if address.chars().any(char::is_whitespace) {
        return Err("has a space inside; an address is name@company.tld".into());
    }
    let Some((local, domain)) = address.rsplit_once('@') else {
        return Err("has no @; an address is name@company.tld".into());
    };
    if local.is_empty() {
        return Err("has nothing before the @".into());
    }
    if domain.is_empty() {
        return Err("has nothing after the @".into());
    }
    if !domain.contains('.') {
        let domain = clean(domain, DOMAIN_MAX);
        return Err(format!("ends in \"{domain}\", which has no dot; an address is name@company.tld"));
    }
    let strict = Options::default().without_display_text().without_domain_literal().with_required_tld();
    let quoted = local.starts_with('"');
    if quoted || domain.contains('_') || EmailAddress::parse_with_options(address, strict).is_err() {
        return Err("is not an email address; expected name@company.tld".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;
    use rstest::rstest;

    #[rstest]
    #[case("jane.doe@contoso.com")]
    #[case("j+tag@sub.contoso.co.uk")]
    #[case("günther@müller.de")]
    fn good(#[case] address: &str) {
        assert_eq!(check(address), Ok(()));
    }

    #[rstest]
    #[case("jane")]
    #[case("@contoso.com")]
    #[case("jane@")]
    #[case("jane@localhost")]
    #[case("jane doe@contoso.com")]
    #[case("Jane <jane@contoso.com>")]
    #[case("jane@[127.0.0.1]")]
    #[case("jane@con_toso.com")]
    #[case("\"jane\"@contoso.com")]
    #[case("jane@@contoso.com")]
    #[case("jane@contoso..com")]
    fn bad(#[case] address: &str) {
        assert!(check(address).is_err());
    }
    #[test]
    fn what_is_told_of_an_address_is_clean() {
        let why = check(&format!("jane@\u{1b}[2J{}", "x".repeat(5_000))).expect_err("no dot");
        assert!(!why.contains(char::is_control) && why.len() < 200, "{why:?}");
    }
}
