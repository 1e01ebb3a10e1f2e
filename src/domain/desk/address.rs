//! Web addresses with placeholders: always TLS, except plain http to this machine.

use url::{Host, Url};

use super::template::{Placeholder, Subject, Template, value_of};
use crate::domain::service::base_url::LOCALHOST;
use crate::domain::service::ids::encoded;
use crate::domain::text::{is_ignorable, named};

const EXPECTED: &str = "expected an address such as https://console.example/companies/{company_id}";

/// An address with placeholders. Its host is fixed: no value can lead to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressTemplate {
    template: Template,
    host: String,
    /// How many parts the path has.
    segments: usize,
}

/// The addresses of the web console.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Console {
    /// That of a company.
    pub company: Option<AddressTemplate>,
    /// That of a user.
    pub user: Option<AddressTemplate>,
}

impl AddressTemplate {
    /// Reads and checks an address.
    ///
    /// # Errors
    ///
    /// What is wrong, and what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(odd) = text.chars().find(|c| is_ignorable(*c) || c.is_control()) {
            return Err(format!("the address contains {}: {EXPECTED}", named(odd)));
        }
        if text.contains(|c: char| c.is_whitespace() || c == '\\') {
            return Err(format!("the address contains a space or backslash: {EXPECTED}"));
        }
        let template = Template::parse(text)?;
        let start = template.start();
        let scheme = start.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let Some(scheme) = scheme.filter(|scheme| scheme == "https" || scheme == "http") else {
            return Err(format!("the address does not begin with https://: {EXPECTED}"));
        };
        let authority = &start[scheme.len() + 3..];
        if template.placeholders().next().is_some() && !authority.contains(['/', '?', '#']) {
            return Err(format!("a placeholder is in the host, which has to be fixed: {EXPECTED}"));
        }
        let sample = template.fill(|_| Ok("x".to_owned()))?;
        let url = Url::parse(&sample).map_err(|why| format!("the address cannot be read ({why}): {EXPECTED}"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("an address with a user name or password is refused".to_owned());
        }
        let (Some(host), true) = (url.host(), url.port() != Some(0)) else {
            return Err(format!("the address has no host, or no valid port: {EXPECTED}"));
        };
        let is_loopback = match &host {
            Host::Domain(name) => *name == LOCALHOST,
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
        };
        if scheme == "http" && !is_loopback {
            return Err(format!("plain http is only allowed to this machine, not to {host}: use https"));
        }
        let (host, segments) = (host.to_string(), segments(&url));
        Ok(Self { template, host, segments })
    }

    /// Its host.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.template.placeholders()
    }

    /// The address of this company or user. Every value is percent-encoded.
    ///
    /// # Errors
    ///
    /// If a value is missing or cannot be a part of an address.
    pub fn fill(&self, subject: &Subject<'_>) -> Result<String, String> {
        let text = self.template.fill(|placeholder| {
            let value = value_of(subject, placeholder)?;
            // Browsers take these for steps in the path even if they are encoded.
            if value == "." || value == ".." {
                return Err(format!("{{{}}} is \"{value}\", which would change the address", placeholder.spec().name));
            }
            Ok(encoded(&value))
        })?;
        // In the form in which every browser would send it.
        let url = Url::parse(&text).map_err(|why| format!("the address cannot be read ({why})"))?;
        if segments(&url) != self.segments {
            return Err("the values would change the path of the address".to_owned());
        }
        Ok(url.into())
    }
}

/// `the address of Cobalt, because there is no browser`: what is copied instead of opened.
#[must_use]
pub fn addresses_of(what: &str, number: usize, why: &str) -> String {
    match number {
        1 => format!("the address of {what}, because {why}"),
        _ => format!("the addresses of {what}, because {why}"),
    }
}

fn segments(url: &Url) -> usize {
    url.path_segments().map_or(0, Iterator::count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::company::seats::{Limit, Seats};
    use crate::domain::company::summary::Company;
    use crate::domain::service::ids::CompanyId;
    use rstest::rstest;

    fn company() -> Company {
        Company {
            id: CompanyId::new("7"),
            name: "Cobalt".to_owned(),
            reseller: None,
            industry: None,
            license_type: None,
            seats: Seats { used: 1, limit: Limit::Of(2) },
            inactive: 0,
            deleted: 0,
            monthly: 0,
            renews: None,
            created: None,
            expired: false,
            locked: false,
            tags: Vec::new(),
            desk: None,
        }
    }

    #[rstest]
    #[case("https://h.example/c/{company_id}")]
    #[case("https://h.example?c={company_id}")]
    #[case("https://h.example/#/companies/{company_id}/users")]
    #[case("https://h.example")]
    #[case("http://127.0.0.1:8080/{company_id}")]
    #[case("http://localhost/{company_id}")]
    #[case("http://[::1]:1/{company_id}")]
    fn good(#[case] text: &str) {
        assert!(AddressTemplate::parse(text).is_ok(), "{:?}", AddressTemplate::parse(text));
    }

    #[rstest]
    #[case("", "https://")]
    #[case("h.example/{company_id}", "https://")]
    #[case("ftp://h.example/", "https://")]
    #[case("javascript://h.example/%0Aalert(1)", "https://")]
    #[case("file:///etc/passwd", "https://")]
    #[case("{company_id}", "https://")]
    #[case("https://{company_id}.example/", "placeholder is in the host")]
    #[case("https://h.example{company_id}", "placeholder is in the host")]
    #[case("https://h.example:{company_id}/", "placeholder is in the host")]
    #[case("http://h.example/", "plain http")]
    #[case("http://127.0.0.1.example/", "plain http")]
    #[case("https://user@h.example/", "user name")]
    #[case("https://user:secret@h.example/", "user name")]
    #[case("https:///", "cannot be read")]
    #[case("https://h.example/a b", "space")]
    #[case("https://h.example\\{company_id}", "backslash")]
    #[case("https://h.example/\u{200b}", "contains")]
    #[case("https://h.example/{companyid}", "did you mean {company_id}?")]
    fn mistakes_are_explained(#[case] text: &str, #[case] words: &str) {
        let said = AddressTemplate::parse(text).expect_err("refused");
        assert!(said.contains(words), "{said}");
    }

    fn opened(text: &str, id: &str, name: &str) -> Result<String, String> {
        let company = Company { id: CompanyId::new(id), name: name.to_owned(), ..company() };
        let subject = Subject { profile: "north", company: &company, user: None };
        AddressTemplate::parse(text).expect("an address").fill(&subject)
    }

    #[rstest]
    #[case("Cobalt & Sons/.. ?#", "https://h.example/c/7?q=Cobalt%20%26%20Sons%2F%2E%2E%20%3F%23")]
    #[case("100% \"Ü\"", "https://h.example/c/7?q=100%25%20%22%C3%9C%22")]
    #[case("javascript:alert(1)", "https://h.example/c/7?q=javascript%3Aalert%281%29")]
    fn values_are_encoded(#[case] name: &str, #[case] address: &str) {
        assert_eq!(opened("https://h.example/c/{company_id}?q={company_name}", "7", name).as_deref(), Ok(address));
    }

    #[rstest]
    #[case("https://h.example/c/{company_id}", "..", "", "would change the address")]
    #[case("https://h.example/c/{company_id}/u", ".", "", "would change the address")]
    #[case("https://h.example/c/{company_id}{company_name}/u", "a", "..", "would change the address")]
    #[case("https://h.example/c/.{company_id}./u", "", "", "has no value")]
    fn values_that_lead_elsewhere_are_refused(
        #[case] text: &str,
        #[case] id: &str,
        #[case] name: &str,
        #[case] words: &str,
    ) {
        let said = opened(text, id, name).expect_err("refused");
        assert!(said.contains(words), "{said}");
    }

    #[test]
    fn path_made_of_empty_values_is_refused() {
        let said = opened("https://h.example/a/.{company_name}./u", "7", "").expect_err("refused");
        assert!(said.contains("change the path"), "{said}");
    }
}
