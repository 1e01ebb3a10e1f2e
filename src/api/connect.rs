//! Connections to the service: certificates, proxies, and the meaning of connection errors.

use std::error::Error as StdError;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Certificate, ClientBuilder};
use rustls::CertificateError;

use super::error::{CertificateProblem, Error};
use super::proxy::{ProxyChoice, proxy_for};
use super::settings::Settings;
use crate::domain::service::base_url::{BaseUrl, LOCALHOST};
use crate::domain::text::{MESSAGE_MAX, NAME_MAX, clean};

/// The addresses of this machine, used instead of resolving its name. The ports are those of the URL.
pub(super) const LOOPBACK: [SocketAddr; 2] =
    [SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0), SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 0)];

/// Builds an HTTP client. Without `keep`, connections are not reused, so that nothing is sent twice on a stale one.
pub(super) fn build(settings: &Settings, keep: bool) -> Result<reqwest::Client, Error> {
    builder(settings, keep)?.build().map_err(|e| setup(&e))
}

fn builder(settings: &Settings, keep: bool) -> Result<ClientBuilder, Error> {
    // Fails where it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let limits = &settings.limits;
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("keepnet-tui/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect)
        .timeout(limits.request)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    if !keep {
        builder = builder.pool_max_idle_per_host(0);
    }
    match proxy_for(&settings.base_url, |name| std::env::var_os(name))? {
        ProxyChoice::Unspecified => {}
        ProxyChoice::Direct(_) => builder = builder.no_proxy(),
        ProxyChoice::Through(proxy) => {
            let mut rule = reqwest::Proxy::all(proxy.url.as_str()).map_err(|e| setup(&e))?;
            if let Some((user, password)) = &proxy.login {
                rule = rule.basic_auth(user, password);
            }
            builder = builder.no_proxy().proxy(rule);
        }
    }
    if settings.base_url.is_loopback() {
        builder = builder.resolve_to_addrs(LOCALHOST, &LOOPBACK);
    }
    if settings.base_url.is_plain() {
        // Only to this machine; and no certificate is needed.
        builder = builder.tls_certs_only([]);
    } else {
        let roots: Result<Vec<_>, _> = settings.extra_roots.iter().map(|r| Certificate::from_der(r.der())).collect();
        builder = builder.https_only(true).tls_certs_merge(roots.map_err(|e| setup(&e))?);
    }
    Ok(builder)
}

fn setup(error: &reqwest::Error) -> Error {
    Error::Setup(cause(error))
}

/// The proxy, for error messages and diagnostics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The proxy, as `host:port`.
    pub proxy: Option<String>,
    /// The variable that names it; `None`: the system's settings, or no proxy.
    pub variable: Option<&'static str>,
}

/// The proxy, from the environment or the system.
pub(super) fn route(url: &BaseUrl) -> Result<Route, Error> {
    Ok(match proxy_for(url, |name| std::env::var_os(name))? {
        ProxyChoice::Direct(variable) => Route { proxy: None, variable },
        ProxyChoice::Through(proxy) => Route { proxy: Some(proxy.name()), variable: Some(proxy.variable) },
        ProxyChoice::Unspecified => Route { proxy: of_the_system(&Matcher::from_system(), url), variable: None },
    })
}

fn of_the_system(rules: &Matcher, url: &BaseUrl) -> Option<String> {
    let proxy = rules.intercept(&url.as_str().parse().ok()?)?;
    // Without user name and password.
    let host = proxy.uri().host()?;
    let name = proxy.uri().port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    Some(clean(&name, NAME_MAX))
}

/// A failed connection: nothing was sent.
pub(super) fn refused(error: &(dyn StdError + 'static), proxy: Option<&str>) -> Error {
    match fault_of_tls(error) {
        Some(rustls::Error::InvalidCertificate(fault)) => Error::Certificate(bad_certificate(fault)),
        Some(other) => Error::Tls(clean(&other.to_string(), MESSAGE_MAX)),
        None => {
            let cause = cause(error);
            Error::NoConnection(proxy.map_or_else(|| cause.clone(), |p| format!("through the proxy {p}: {cause}")))
        }
    }
}

fn bad_certificate(fault: &CertificateError) -> CertificateProblem {
    match fault {
        // A bad signature means another authority with the name of a trusted one.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => CertificateProblem::UnknownIssuer,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateProblem::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateProblem::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateProblem::OtherHost
        }
        CertificateError::Revoked => CertificateProblem::Revoked,
        other => CertificateProblem::Other(clean(&other.to_string(), MESSAGE_MAX)),
    }
}

/// The TLS error among the causes, if any. An I/O error hides the error it wraps from `source`.
fn fault_of_tls<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(fault) = error.downcast_ref() {
            return Some(fault);
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        at = match wrapped {
            Some(inner) => Some(inner as &'a (dyn StdError + 'static)),
            None => error.source(),
        };
    }
    None
}

/// The innermost cause.
pub(super) fn cause(error: &dyn StdError) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    clean(&innermost.to_string(), MESSAGE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Credentials, Limits};
    use rstest::rstest;
    use std::sync::Arc;

    /// A resolver that sends everybody somewhere else; what is sent there is recorded.
    struct Astray(SocketAddr);

    impl reqwest::dns::Resolve for Astray {
        fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
            let answer: reqwest::dns::Addrs = Box::new(std::iter::once(self.0));
            Box::pin(std::future::ready(Ok(answer)))
        }
    }

    #[tokio::test]
    async fn localhost_is_never_resolved() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let here = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        // Another address of this machine stands for the one that a hosts file names.
        let there = tokio::net::TcpListener::bind("127.0.0.2:0").await.expect("a port");
        let url = format!("http://localhost:{}", here.local_addr().expect("an address").port());
        let settings = Settings {
            base_url: BaseUrl::parse(&url).expect("an address"),
            credentials: Credentials { client_id: String::new(), client_secret: String::new().into() },
            extra_roots: Vec::new(),
            limits: Limits::default(),
        };
        let astray = Arc::new(Astray(there.local_addr().expect("an address")));
        let client = builder(&settings, true).expect("a builder").dns_resolver(astray).build().expect("a client");
        let served = async {
            let (mut stream, _) = here.accept().await.expect("a connection");
            let mut head = vec![0; 4_096];
            assert!(stream.read(&mut head).await.expect("a request") > 0);
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.expect("an answer");
        };
        tokio::select! {
            (answer, ()) = async { tokio::join!(client.get(&url).send(), served) } => {
                assert_eq!(answer.expect("an answer").status(), 204);
            }
            _ = there.accept() => panic!("sent where the resolver says"),
        }
        let found = super::super::diagnose::resolve(&settings.base_url, std::time::Duration::ZERO).await;
        assert_eq!(found, Ok(LOOPBACK.map(|a| a.ip()).to_vec()));
    }

    #[rstest]
    #[case("https://api.example", Some("proxy.example:3128"))]
    #[case("https://api.example:8443/prefix", Some("proxy.example:3128"))]
    #[case("https://api.inside.example", None)]
    fn the_proxy_is_named_without_its_password(#[case] url: &str, #[case] expected: Option<&str>) {
        let rules = Matcher::builder().all("http://someone:hush@proxy.example:3128").no("inside.example").build();
        let url = BaseUrl::parse(url).expect("an address");
        assert_eq!(of_the_system(&rules, &url).as_deref(), expected);
    }

    #[test]
    fn localhost_bypasses_the_proxy() {
        for url in ["http://127.0.0.1:1", "https://localhost:1", "https://[::1]:1"] {
            let route = route(&BaseUrl::parse(url).expect("an address")).expect("a way");
            assert_eq!(route, Route { proxy: None, variable: None });
        }
    }

    #[rstest]
    #[case(CertificateError::UnknownIssuer, CertificateProblem::UnknownIssuer)]
    #[case(CertificateError::BadSignature, CertificateProblem::UnknownIssuer)]
    #[case(CertificateError::Expired, CertificateProblem::Expired)]
    #[case(CertificateError::NotValidYet, CertificateProblem::NotYetValid)]
    #[case(CertificateError::NotValidForName, CertificateProblem::OtherHost)]
    #[case(CertificateError::Revoked, CertificateProblem::Revoked)]
    fn nested_tls_error_is_found(#[case] fault: CertificateError, #[case] expected: CertificateProblem) {
        let inner = io::Error::new(io::ErrorKind::InvalidData, rustls::Error::InvalidCertificate(fault));
        let outer = io::Error::other(io::Error::other(inner));
        let Error::Certificate(found) = refused(&outer, Some("proxy.example")) else { panic!("{outer:?}") };
        assert_eq!(found, expected);
    }

    #[test]
    fn other_error_is_a_connection_failure() {
        let outer = io::Error::other(io::Error::new(io::ErrorKind::ConnectionRefused, "refused"));
        assert_eq!(refused(&outer, None).to_string(), "no connection to the service (refused)");
        assert_eq!(
            refused(&outer, Some("proxy.example:3128")).to_string(),
            "no connection to the service (through the proxy proxy.example:3128: refused)"
        );
        let tls = io::Error::other(rustls::Error::PeerIncompatible(rustls::PeerIncompatible::Tls12NotOffered));
        assert!(matches!(refused(&tls, None), Error::Tls(_)));
    }
}
