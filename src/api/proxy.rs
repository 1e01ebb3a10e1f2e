//! The proxy configured in the environment. Parsed here, because an invalid variable must be an error: bypassing the
//! proxy would use a network that was not intended.

use std::ffi::OsString;

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use super::error::Error;
use crate::domain::service::base_url::BaseUrl;
use crate::domain::text::{NAME_MAX, clean};

/// The variables that name a proxy for https, in order of precedence.
const NAMES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// Those that list exempt hosts.
const EXEMPT: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Which proxy to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ProxyChoice {
    /// The environment has none: the system's settings apply.
    Unspecified,
    /// None: this machine, or a host that this variable exempts.
    Direct(Option<&'static str>),
    /// This proxy.
    Through(Endpoint),
}

/// User name and password, if any.
type Login = Option<(String, String)>;

/// A proxy.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// Its URL, without user name and password.
    pub url: Url,
    /// User and password.
    pub login: Login,
    /// The variable that names it.
    pub variable: &'static str,
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("name", &self.name()).field("variable", &self.variable).finish_non_exhaustive()
    }
}

impl Endpoint {
    /// `host:port`
    pub(super) fn name(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        let name = self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        clean(&name, NAME_MAX)
    }
}

/// The proxy for the service, according to these variables.
pub(super) fn proxy_for(url: &BaseUrl, variable: impl Fn(&str) -> Option<OsString>) -> Result<ProxyChoice, Error> {
    // This machine is never reached through a proxy.
    if url.is_loopback() {
        return Ok(ProxyChoice::Direct(None));
    }
    // An empty variable counts as unset, as usual.
    let first = |names: &[&'static str]| {
        names.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()).map(|value| (*name, value)))
    };
    let Some((name, value)) = first(&NAMES) else { return Ok(ProxyChoice::Unspecified) };
    let unread = |variable, why| Error::Proxy { variable, why };
    let text = |variable, value: OsString| value.into_string().map_err(|_| unread(variable, "it is not UTF-8 text"));
    if let Some((exempt, hosts)) = first(&EXEMPT) {
        let rules = Matcher::builder().all("http://proxy.invalid").no(text(exempt, hosts)?).build();
        let service = url.as_str().parse().ok();
        if service.is_some_and(|service| rules.intercept(&service).is_none()) {
            return Ok(ProxyChoice::Direct(Some(exempt)));
        }
    }
    let (url, login) = read(&text(name, value)?).map_err(|why| unread(name, why))?;
    Ok(ProxyChoice::Through(Endpoint { url, login, variable: name }))
}

/// Parses `http://user:password@host:port`. The last `@` ends the password, so that any other character, such as `#`,
/// `@` or a backslash, may be in it unescaped; percent-encoding works as well.
fn read(text: &str) -> Result<(Url, Login), &'static str> {
    let text = text.trim();
    if text.starts_with(['"', '\'']) || text.ends_with(['"', '\'']) {
        return Err("it has quotation marks around it");
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("it has a space or a control character in it");
    }
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let scheme = scheme.to_ascii_lowercase();
    if scheme.starts_with("socks") {
        return Err("it is a SOCKS proxy, which is not supported");
    }
    if scheme != "http" && scheme != "https" {
        return Err("it begins with neither http:// nor https://");
    }
    let (login, place) = match rest.rsplit_once('@') {
        Some((login, place)) => (Some(login), place),
        None => (None, rest),
    };
    let place = place.trim_end_matches('/');
    if place.contains(['/', '\\', '?', '#']) {
        return Err("it has no valid host and port");
    }
    let url =
        Url::parse(&format!("{scheme}://{place}")).ok().filter(|url| url.host_str().is_some_and(|h| !h.is_empty()));
    let url = url.ok_or("it has no valid host and port")?;
    let login = login.map(|login| {
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        (decoded(user), decoded(password))
    });
    Ok((url, login))
}

/// Percent-decodes, if every percent sign starts an escape and the result is UTF-8; otherwise returns the text
/// unchanged.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |b: Option<u8>| char::from(b?).to_digit(16).and_then(|d| u8::try_from(d).ok());
        match (digit(rest.next()), digit(rest.next())) {
            (Some(high), Some(low)) => bytes.push(high * 16 + low),
            _ => return text.to_owned(),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn ask(url: &str, set: &[(&str, &str)]) -> Result<ProxyChoice, Error> {
        let url = BaseUrl::parse(url).expect("an address");
        proxy_for(&url, |name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).into()))
    }

    fn through(value: &str) -> (String, Option<(String, String)>) {
        match ask("https://api.example", &[("HTTPS_PROXY", value)]) {
            Ok(ProxyChoice::Through(proxy)) => (proxy.name(), proxy.login),
            other => panic!("{value}: {other:?}"),
        }
    }

    #[rstest]
    #[case("http://proxy.example:3128", "proxy.example:3128", None)]
    #[case(" proxy.example:3128/\r\n", "proxy.example:3128", None)]
    #[case("https://proxy.example", "proxy.example", None)]
    #[case("http://[::1]:3128", "[::1]:3128", None)]
    #[case("http://us:hush@proxy.example:3128", "proxy.example:3128", Some(("us", "hush")))]
    #[case("us:hush@proxy.example:3128", "proxy.example:3128", Some(("us", "hush")))]
    #[case("http://us@proxy.example:3128", "proxy.example:3128", Some(("us", "")))]
    #[case("http://us:h#u@s?h/%41@proxy.example:3128", "proxy.example:3128", Some(("us", "h#u@s?h/A")))]
    #[case("http://DOM\\us:hu:sh%@proxy.example:3128", "proxy.example:3128", Some(("DOM\\us", "hu:sh%")))]
    fn what_is_read(#[case] value: &str, #[case] name: &str, #[case] login: Option<(&str, &str)>) {
        let login = login.map(|(user, password)| (user.to_owned(), password.to_owned()));
        assert_eq!(through(value), (name.to_owned(), login));
    }

    #[rstest]
    #[case("\"http://hush:hush@proxy.example:3128\"", "quotation marks")]
    #[case("'proxy.example'", "quotation marks")]
    #[case("http://us:hu sh@proxy.example", "space")]
    #[case("http://us:hush@proxy\r.example", "control character")]
    #[case("socks5://us:hush@proxy.example:1080", "SOCKS")]
    #[case("ftp://us:hush@proxy.example", "neither http:// nor https://")]
    #[case("DOM\\us:", "no valid host and port")]
    #[case("http://us:hush#proxy.example", "no valid host and port")]
    #[case("http://us:hush@", "no valid host and port")]
    #[case("http://us:hush@proxy.example:port", "no valid host and port")]
    #[case("http://", "no valid host and port")]
    fn invalid_proxy_is_reported_without_its_value(#[case] value: &str, #[case] why: &str) {
        for variable in NAMES {
            let error = ask("https://api.example", &[(variable, value)]).expect_err("unreadable");
            let said = error.failure(crate::api::Operation::Probe).to_string();
            assert!(said.contains(why) && said.contains(variable) && !said.contains("hush"), "{said}");
        }
    }

    #[rstest]
    #[case("http://127.0.0.1:1", &[("HTTPS_PROXY", "\"odd\"")], ProxyChoice::Direct(None))]
    #[case("https://localhost:1", &[("ALL_PROXY", "http://proxy.example")], ProxyChoice::Direct(None))]
    #[case("https://api.inside.example", &[("HTTPS_PROXY", "\"odd\""), ("NO_PROXY", "a.example, inside.example")],
        ProxyChoice::Direct(Some("NO_PROXY")))]
    #[case("https://api.example", &[("HTTP_PROXY", "\"odd\"")], ProxyChoice::Unspecified)]
    #[case("https://api.example", &[("HTTPS_PROXY", ""), ("all_proxy", "")], ProxyChoice::Unspecified)]
    fn proxy_exemptions(#[case] url: &str, #[case] set: &[(&str, &str)], #[case] expected: ProxyChoice) {
        assert_eq!(ask(url, set).expect("read"), expected);
    }

    #[test]
    fn the_first_that_is_set_counts() {
        let set =
            [("ALL_PROXY", "http://all.example"), ("https_proxy", "http://https.example"), ("no_proxy", "x.example")];
        let Ok(ProxyChoice::Through(proxy)) = ask("https://api.example", &set) else { panic!("none") };
        assert_eq!((proxy.name().as_str(), proxy.variable), ("https.example", "https_proxy"));
    }
}
