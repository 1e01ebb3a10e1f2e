//! The address of the service: always TLS, except plain http to this machine.

use std::fmt;

use url::{Host, Url};

use crate::domain::text::{is_ignorable, named, setting};

/// The default address.
pub const DEFAULT_BASE_URL: &str = "https://api.keepnetlabs.com";

/// The name of this machine. It is never resolved, so neither a resolver nor a hosts file can redirect it.
pub const LOCALHOST: &str = "localhost";

/// A checked address in canonical form, without a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    host: String,
    is_loopback: bool,
}

const EXPECTED: &str = "expected https://host (or http://127.0.0.1:port for a server on this machine)";

impl BaseUrl {
    /// Parses and checks an address.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong and what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = setting(text).trim_end_matches('/');
        if let Some(odd) = text.chars().find(|c| is_ignorable(*c)) {
            return Err(format!("the address contains {}: {EXPECTED}", named(odd)));
        }
        let lower = text.to_ascii_lowercase();
        if text.contains('@') {
            return Err("an address with a user name or password is refused: give credentials separately".into());
        }
        // A URL parser accepts far more than this, including backslashes and line breaks.
        if !lower.starts_with("https://") && !lower.starts_with("http://") {
            return Err(format!("\"{text}\" is not a service address: {EXPECTED}"));
        }
        if text.contains(['?', '#', '\\']) || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(format!("\"{text}\" contains a query, fragment, backslash or space: {EXPECTED}"));
        }
        let url = Url::parse(text).map_err(|why| format!("\"{text}\" cannot be read ({why}): {EXPECTED}"))?;
        let (Some(host), true) = (url.host(), url.port() != Some(0)) else {
            return Err(format!("\"{text}\" has no host, or no valid port: {EXPECTED}"));
        };
        let (host, is_loopback) = match host {
            Host::Domain(name) => (name.to_owned(), name == LOCALHOST),
            Host::Ipv4(ip) => (ip.to_string(), ip.is_loopback()),
            Host::Ipv6(ip) => (ip.to_string(), ip.is_loopback()),
        };
        if url.scheme() == "http" && !is_loopback {
            return Err(format!("plain http is only allowed to this machine, not to {host}: use https"));
        }
        Ok(Self { text: url.as_str().trim_end_matches('/').to_owned(), host, is_loopback })
    }

    /// The address, without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, in lower case and without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Unencrypted: plain http, which is only allowed to this machine.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.text.starts_with("http://")
    }

    /// Whether it names this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;
    use rstest::rstest;

    #[rstest]
    #[case("https://api.keepnetlabs.com", "https://api.keepnetlabs.com", "api.keepnetlabs.com", false)]
    #[case(" HTTPS://API.Keepnet.example:443/ ", "https://api.keepnet.example", "api.keepnet.example", false)]
    #[case("https://keepnet.example:8443/prefix/", "https://keepnet.example:8443/prefix", "keepnet.example", false)]
    #[case("https://m\u{fc}nchen.example", "https://xn--mnchen-3ya.example", "xn--mnchen-3ya.example", false)]
    #[case("https://localhost.example", "https://localhost.example", "localhost.example", false)]
    #[case("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1", true)]
    #[case("http://127.1", "http://127.0.0.1", "127.0.0.1", true)]
    #[case("http://LOCALHOST:1", "http://localhost:1", "localhost", true)]
    #[case("https://localhost:1", "https://localhost:1", "localhost", true)]
    #[case("http://[::1]:8080", "http://[::1]:8080", "::1", true)]
    fn good(#[case] text: &str, #[case] canonical: &str, #[case] host: &str, #[case] loopback: bool) {
        let url = BaseUrl::parse(text).expect("good");
        assert_eq!((url.as_str(), url.host(), url.is_loopback()), (canonical, host, loopback));
        assert_eq!(BaseUrl::parse(url.as_str()), Ok(url));
    }

    #[rstest]
    #[case("http://api.keepnetlabs.com")]
    #[case("http://127.0.0.1.evil.example")]
    #[case("http://127.0.0.1.evil")]
    #[case("http://127.0.0.1%2eevil.example")]
    #[case("http://[::1]evil.example")]
    #[case("http://[::1].evil.example")]
    #[case("http://[::1]:80evil")]
    #[case("http://[::1%25lo]")]
    #[case("http://[::1")]
    #[case("http://localhost:80:evil")]
    #[case("http://localhost.evil.example")]
    #[case("http://evil.localhost")]
    #[case("http://localhost@evil.example")]
    #[case("http://127.0.0.1:80@evil.example")]
    #[case("http://evil.example/@127.0.0.1")]
    #[case("http://evil.example\\@127.0.0.1")]
    #[case("http://127.0.0.1\\.evil.example")]
    #[case("http:\\\\127.0.0.1")]
    #[case("http:127.0.0.1")]
    #[case("http:/127.0.0.1")]
    #[case("http:///evil.example")]
    #[case("http://127.0.0.1\n.evil.example")]
    #[case("http://127.0.0.1\t.evil.example")]
    #[case("http://1\u{ff12}7.0.0.1.evil.example")]
    #[case("http://[::ffff:8.8.8.8]")]
    #[case("http://0.0.0.0")]
    #[case("https://user:pw@host")]
    #[case("https://user@host")]
    #[case("https://@host")]
    #[case("ftp://host")]
    #[case("api.keepnetlabs.com")]
    #[case("https://")]
    #[case("https://:443")]
    #[case("https://host:port")]
    #[case("https://host:0")]
    #[case("https://host:65536")]
    #[case("https://host/?a=b")]
    #[case("https://host/#a")]
    #[case("https://ho st")]
    #[case("https://host\u{0}.example")]
    #[case("")]
    fn bad(#[case] text: &str) {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }

    #[test]
    fn a_password_is_not_repeated() {
        for text in ["https://user:hush@host", "http://user:hush@[::1]evil", "ftp://user:hush@host"] {
            let said = BaseUrl::parse(text).expect_err("refused");
            assert!(!said.contains("hush"), "{said}");
        }
    }
}
