//! The term of an owner search: an address, a mail domain or a name; and which companies are likely to match.

use crate::domain::company::domains;
use crate::domain::list::folding::fold;
use crate::domain::text;
use crate::domain::user::email;

/// A search term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchTerm {
    /// A whole address.
    Email(String),
    /// A mail domain, in lower case.
    Domain(String),
    /// Anything else.
    Name(String),
}

/// Minimum number of letters of a name.
const TELLING: usize = 4;

impl SearchTerm {
    /// Parses what was typed or pasted; `None` if it is too short.
    ///
    /// An address is extracted from its context: `Jane Doe <jane@contoso.com>`, `mailto:…`.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let typed = text::line(typed);
        let typed = typed.as_str();
        let around = |c: char| c.is_whitespace() || "<>()[]\",;:".contains(c);
        let bare = |word: &'_ str| word.trim_matches('\'').trim_end_matches('.').to_owned();
        if let Some(read) = typed.split(around).find_map(|word| email::read(&bare(word)).ok()) {
            return Some(Self::Email(read.address));
        }
        if !typed.contains(char::is_whitespace) {
            let bare = typed.rsplit("//").next().unwrap_or(typed).split('/').next().unwrap_or(typed);
            let host = domains::normal(bare.strip_prefix("www.").unwrap_or(bare));
            if email::check(&format!("x@{host}")).is_ok() {
                return Some(Self::Domain(host));
            }
        }
        (typed.chars().count() >= 2).then(|| Self::Name(typed.to_owned()))
    }

    /// Its mail domain.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        match self {
            Self::Email(address) => address.rsplit_once('@').map(|(_, domain)| domain),
            Self::Domain(domain) => Some(domain),
            Self::Name(_) => None,
        }
    }

    /// The name in the domain: `lumenoptics` of `mail.lumenoptics.co.uk`.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        domains::name(self.domain()?).rsplit('.').next()
    }

    /// How well a company's name matches the domain, smallest first; `None` if it does not.
    #[must_use]
    pub fn match_score(&self, company: &str) -> Option<u8> {
        let label = letters(self.label()?);
        let name = letters(company);
        let long = |text: &str| text.chars().count() >= TELLING;
        let first = company.split(|c: char| !c.is_alphanumeric()).map(letters).find(|word| !word.is_empty())?;
        if label.is_empty() || name.is_empty() {
            None
        } else if label == name {
            Some(0)
        } else if long(&label) && name.starts_with(&label) || long(&name) && label.starts_with(&name) {
            Some(1)
        } else if long(&first) && label.starts_with(&first) {
            Some(2)
        } else {
            None
        }
    }
}

/// Letters and digits only, without case and accents.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn email(text: &str) -> SearchTerm {
        SearchTerm::Email(text.to_owned())
    }
    fn domain(text: &str) -> SearchTerm {
        SearchTerm::Domain(text.to_owned())
    }
    fn name(text: &str) -> SearchTerm {
        SearchTerm::Name(text.to_owned())
    }

    #[rstest]
    #[case("jane@contoso.com", Some(email("jane@contoso.com")))]
    #[case(" Jane Doe <jane@contoso.com>, x", Some(email("jane@contoso.com")))]
    #[case("mailto:jane@contoso.com", Some(email("jane@contoso.com")))]
    #[case("write to jane@contoso.com.", Some(email("jane@contoso.com")))]
    #[case("@Contoso.com", Some(domain("contoso.com")))]
    #[case("contoso.com", Some(domain("contoso.com")))]
    #[case("https://www.contoso.com/about", Some(domain("contoso.com")))]
    #[case("www.müller.example", Some(domain("müller.example")))]
    #[case("o’brien@contoso.com", Some(email("o'brien@contoso.com")))]
    #[case("'jane@contoso.com'", Some(email("jane@contoso.com")))]
    #[case("zoe\u{200b}@contoso.com", Some(email("zoe@contoso.com")))]
    #[case("jane", Some(name("jane")))]
    #[case("jane doe", Some(name("jane doe")))]
    #[case("jane@", Some(name("jane@")))]
    #[case("東京", Some(name("東京")))]
    #[case("j", None)]
    #[case("  ", None)]
    fn what_was_meant(#[case] typed: &str, #[case] sought: Option<SearchTerm>) {
        assert_eq!(SearchTerm::of(typed), sought);
    }

    #[rstest]
    #[case("jane@lumenoptics.example", "Lumen Optics", Some(0))]
    #[case("jane@mail.lumenoptics.co.uk", "Lumen Optics", Some(0))]
    #[case("müller.example", "Muller", Some(0))]
    #[case("lumenoptics.example", "Lumen Optics Holding GmbH", Some(1))]
    #[case("acmelogistics.example", "Acme", Some(1))]
    #[case("lumenoptics.example", "Lumen Events Ltd", Some(2))]
    #[case("abc.example", "ABC", Some(0))]
    #[case("abcd.example", "ABC Ltd", None)]
    #[case("lumenoptics.example", "Optics Lumen", None)]
    #[case("gmail.com", "Acme", None)]
    #[case("jane", "Jane", None)]
    #[case("x.example", "", None)]
    fn a_name_goes_with_a_domain(#[case] typed: &str, #[case] company: &str, #[case] fit: Option<u8>) {
        assert_eq!(SearchTerm::of(typed).and_then(|sought| sought.match_score(company)), fit);
    }
}
