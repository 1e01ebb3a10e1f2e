//! The address of the service: TLS always, except plain http to this machine.

use std::fmt;

/// The service unless a profile says otherwise.
pub const DEFAULT_BASE_URL: &str = "https://api.keepnetlabs.com";

/// A checked address without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    host: String,
}

impl BaseUrl {
    /// Checks an address.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong and what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().trim_end_matches('/');
        let expected = "expected https://host (or http://127.0.0.1:port for a server on this machine)";
        let (plain, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (false, rest),
            (None, Some(rest)) => (true, rest),
            (None, None) => return Err(format!("\"{text}\" is no address of a service: {expected}")),
        };
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') {
            return Err("an address with a user or password in it is refused: give credentials apart".into());
        }
        if rest.contains(['?', '#']) || rest.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(format!("\"{text}\" has a query, fragment or space in it: {expected}"));
        }
        let (host, port) = match authority.strip_prefix('[').and_then(|r| r.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => authority.split_once(':').map_or((authority, None), |(h, p)| (h, Some(p))),
        };
        if host.is_empty() || port.is_some_and(|p| p.parse::<u16>().is_err()) {
            return Err(format!("\"{text}\" has no host, or no port that is a number: {expected}"));
        }
        let url = Self { text: text.to_owned(), host: host.to_ascii_lowercase() };
        if plain && !url.is_loopback() {
            return Err(format!("plain http is only allowed to this machine, not to {host}: use https"));
        }
        Ok(url)
    }

    /// The address, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, in lower case and without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Nothing is encrypted: plain http, which only goes to this machine.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.text.starts_with("http://")
    }

    /// It names this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
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
    #[case("https://api.keepnetlabs.com", false)]
    #[case("https://keepnet.example:8443/prefix/", false)]
    #[case("http://127.0.0.1:8080", true)]
    #[case("http://localhost:1", true)]
    #[case("http://[::1]:8080", true)]
    fn good(#[case] text: &str, #[case] loopback: bool) {
        let url = BaseUrl::parse(text).expect("good");
        assert_eq!(url.is_loopback(), loopback);
        assert!(!url.as_str().ends_with('/'));
    }

    #[rstest]
    #[case("http://api.keepnetlabs.com")]
    #[case("http://127.0.0.1.evil.example")]
    #[case("http://localhost@evil.example")]
    #[case("https://user:pw@host")]
    #[case("ftp://host")]
    #[case("api.keepnetlabs.com")]
    #[case("https://")]
    #[case("https://host:port")]
    #[case("https://host/?a=b")]
    #[case("")]
    fn bad(#[case] text: &str) {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
}
