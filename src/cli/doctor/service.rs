//! Checks of the service, step by step: proxy, name, connection, clock, token, role, permissions, one search.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::finding::{Finding, Report};
use crate::api::{Client, Credentials, Error, Limits, Operation, Ping, Route, Settings, resolve};
use crate::config::Config;
use crate::domain::list::query::CompanyQuery;
use crate::domain::service::base_url::{BaseUrl, DEFAULT_BASE_URL};
use crate::domain::service::session::Session;
use crate::domain::text::count;

/// The checks of this file, in order.
pub(super) const CHECKS: [&str; 8] = [PROXY, NAME, CONNECTION, CLOCK, TOKEN, ROLE, PERMISSIONS, SEARCH];
const PROXY: &str = "proxy";
const NAME: &str = "name";
const CONNECTION: &str = "connection";
const CLOCK: &str = "clock";
const TOKEN: &str = "token";
const ROLE: &str = "role";
const PERMISSIONS: &str = "permissions";
const SEARCH: &str = "search";

/// Time limit of name resolution.
const NAME_LIMIT: Duration = Duration::from_secs(5);
/// Difference of the clocks, in seconds, that is a warning.
const CLOCK_WARN: u64 = 60;
/// Difference of the clocks, in seconds, at which certificates and tokens are judged wrongly.
const CLOCK_FAIL: u64 = 300;
/// The permissions that the program needs most, as in the token's answer, and what for.
const NEEDED: [(&str, &str); 3] = [
    ("companies/search|POST", "list companies"),
    ("target-users|POST", "add target users"),
    ("target-users/search-email|POST", "look up an email"),
];

/// Runs the checks, as far as possible.
pub(super) async fn check(config: &Config, report: &mut Report<impl Write>) -> io::Result<()> {
    let client = match client(config) {
        Ok(client) => client,
        Err(error) => {
            report.add(failed(PROXY, &error))?;
            return skip_from(report, NAME, "the network client cannot start");
        }
    };
    report.add(Finding::ok(PROXY, proxy_description(client.route(), config.base_url.host())))?;
    report.add(name(&config.base_url, client.route().proxy.as_deref()).await)?;
    match client.ping().await {
        Ok(knock) => {
            report.add(Finding::ok(CONNECTION, connected(config, &knock)))?;
            report.add(clock(knock.clock_ahead))?;
        }
        Err(error) => {
            report.add(failed(CONNECTION, &error))?;
            return skip_from(report, CLOCK, "there is no connection");
        }
    }
    if config.client_id.is_none() || config.client_secret.is_none() {
        return skip_from(report, TOKEN, "there are no credentials");
    }
    let began = Instant::now();
    let session = match client.log_in().await {
        Ok(session) => session,
        Err(error) => {
            report.add(failed(TOKEN, &error))?;
            return skip_from(report, ROLE, "there is no token");
        }
    };
    let minutes = session.lifetime.as_secs() / 60;
    let lasts = count(minutes, "minute", "minutes");
    report.add(Finding::ok(TOKEN, format!("received in {} ms, valid for {lasts}", began.elapsed().as_millis())))?;
    report.add(role(&session))?;
    report.add(permissions(&session))?;
    report.add(search(&client).await)
}

/// The proxy for this host, and where it is configured.
fn proxy_description(route: &Route, host: &str) -> String {
    match (&route.proxy, route.variable) {
        (Some(proxy), Some(variable)) => format!("{host} is reached through {proxy} ({variable})"),
        (Some(proxy), None) => format!("{host} is reached through {proxy} (the system's settings)"),
        (None, Some(variable)) => format!("none: {variable} exempts {host}"),
        (None, None) => "none".to_owned(),
    }
}

/// Skips all checks from this one on.
fn skip_from(report: &mut Report<impl Write>, first: &str, because: &str) -> io::Result<()> {
    CHECKS.iter().skip_while(|check| **check != first).try_for_each(|check| report.skip(check, because))
}

/// A client without retries. Without credentials, everything up to the token can be checked.
fn client(config: &Config) -> Result<Client, Error> {
    let limits =
        Limits { request: Duration::from_secs(15), longest_wait: Duration::ZERO, repeats: 0, ..Limits::default() };
    let settings = Settings {
        base_url: config.base_url.clone(),
        credentials: Credentials {
            client_id: config.client_id.clone().unwrap_or_default(),
            client_secret: config.client_secret.clone().unwrap_or_default(),
        },
        extra_roots: config.extra_roots.clone(),
        limits,
    };
    Client::new(settings, |_| ())
}

async fn name(url: &BaseUrl, proxy: Option<&str>) -> Finding {
    let host = url.host();
    if let Some(proxy) = proxy {
        return Finding::warn(NAME, format!("not checked: the proxy {proxy} resolves {host}"), "");
    }
    match resolve(url, NAME_LIMIT).await {
        Ok(found) => {
            let first = found.first().map(ToString::to_string).unwrap_or_default();
            let more = if found.len() > 1 { format!(" and {} more", found.len() - 1) } else { String::new() };
            Finding::ok(NAME, format!("{host} is {first}{more}"))
        }
        Err(why) => Finding::fail(
            NAME,
            format!("{host} cannot be resolved: {why}"),
            "Check the network, VPN and DNS, and the host in the base URL.",
        ),
    }
}

fn connected(config: &Config, knock: &Ping) -> String {
    let took = knock.took.as_millis();
    if config.base_url.is_plain() {
        return format!("answered in {took} ms; not encrypted, because it is this machine");
    }
    let also = match config.extra_roots.len() {
        0 => String::new(),
        n => format!(" (the system's authorities and {n} of ca_file)"),
    };
    format!("answered in {took} ms; its certificate is accepted{also}")
}

/// `ahead`: by how many seconds the service's clock is ahead of ours.
fn clock(ahead: Option<i64>) -> Finding {
    let Some(ahead) = ahead else {
        return Finding::warn(CLOCK, "the service does not report its time", "Compare this machine's clock yourself.");
    };
    let off = ahead.unsigned_abs();
    if off <= CLOCK_WARN {
        return Finding::ok(CLOCK, format!("within {} of the service's", count(off.max(1), "second", "seconds")));
    }
    let words = match off / 60 {
        0..=1 => count(off, "second", "seconds"),
        minutes => count(minutes, "minute", "minutes"),
    };
    let side = if ahead > 0 { "behind" } else { "ahead of" };
    let found = format!("this machine's clock is {words} {side} the service's");
    let advice =
        "Set it right (on Linux: timedatectl set-ntp true): certificates, tokens and renewal dates depend on it.";
    if off < CLOCK_FAIL { Finding::warn(CLOCK, found, advice) } else { Finding::fail(CLOCK, found, advice) }
}

fn role(session: &Session) -> Finding {
    let told = |text: Option<&String>| text.cloned().unwrap_or_else(|| "unknown".to_owned());
    let role = told(session.role.as_ref());
    let company = told(session.company.as_ref());
    let advice = "Under Company > Company Settings > REST API create a credential with Client Role = Reseller.";
    match session.is_reseller() {
        Some(true) => Finding::ok(ROLE, format!("{role}, of {company}")),
        Some(false) => Finding::fail(ROLE, format!("{role}, of {company}; a reseller's credential is needed"), advice),
        None => Finding::warn(ROLE, "the service does not report it", "See the search below."),
    }
}

fn permissions(session: &Session) -> Finding {
    let told = session.permissions.as_slice();
    if told.is_empty() {
        return Finding::warn(PERMISSIONS, "the service does not report them", "See the search below.");
    }
    let plain = |text: &str| {
        let text = text.trim_start_matches('/').to_ascii_lowercase();
        text.strip_prefix("api/").map(str::to_owned).unwrap_or(text)
    };
    let has = |needed: &str| told.iter().any(|p| plain(p) == plain(needed));
    let missing: Vec<_> = NEEDED.iter().filter(|(path, _)| !has(path)).map(|(_, what)| *what).collect();
    if missing.is_empty() {
        return Finding::ok(
            PERMISSIONS,
            format!("{}, including: {}", told.len(), NEEDED.map(|(_, what)| what).join(", ")),
        );
    }
    Finding::warn(
        PERMISSIONS,
        format!("missing: {}", missing.join(", ")),
        "Give the credential these permissions in the console, or create a new one with Client Role = Reseller.",
    )
}

async fn search(client: &Client) -> Finding {
    let began = Instant::now();
    match client.search_companies(&CompanyQuery { size: 1, ..CompanyQuery::default() }).await {
        Ok(page) if page.total == 0 => Finding::warn(
            SEARCH,
            "the service lists no companies",
            "Check that the credential is that of the reseller.",
        ),
        Ok(page) => {
            let companies = count(page.total, "company", "companies");
            Finding::ok(SEARCH, format!("{companies}, in {} ms", began.elapsed().as_millis()))
        }
        Err(error) => failed(SEARCH, &error),
    }
}

fn failed(check: &'static str, error: &Error) -> Finding {
    Finding::fail(check, error.to_string(), advice(error))
}

/// The advice: that of the screen partly refers to its keys.
fn advice(error: &Error) -> String {
    match error {
        Error::NoToken(cause) => advice(cause),
        Error::NoConnection(_) | Error::Timeout(_) | Error::Broken => {
            "Check the network, VPN, proxy and firewall, and host and port of the base URL.".to_owned()
        }
        Error::InvalidClient | Error::Unauthorized => {
            "Log in again with keepnet-tui login, or correct the place that the secret comes from. Create a new credential under Company > \
             Company Settings > REST API."
                .to_owned()
        }
        Error::NotFound(_) | Error::Garbled(_) | Error::Lacking(_) | Error::Incomplete | Error::TooLarge(_) => stranger(),
        Error::Service { status, .. } if *status < 500 => stranger(),
        Error::Service { .. } => "The service has an internal problem; try again later.".to_owned(),
        Error::RateLimited(_) => "Wait a minute, then try again.".to_owned(),
        Error::Setup(_)
        | Error::Certificate(_)
        | Error::Tls(_)
        | Error::Proxy { .. }
        | Error::UnfitId { .. }
        | Error::Redirected(_)
        | Error::Forbidden(_)
        | Error::Privacy(_)
        | Error::Refused(_) => error.failure(Operation::Probe).hint,
    }
}

fn stranger() -> String {
    format!(
        "This is not the Keepnet API: check the base URL. It is {DEFAULT_BASE_URL} unless the service \
         runs on premises; then it is the address of the API, not of the console."
    )
}

#[cfg(test)]
mod tests {
    use super::super::finding::State;
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Some(0), State::Ok, "within 1 second")]
    #[case(Some(-60), State::Ok, "within 60 seconds")]
    #[case(Some(90), State::Warn, "90 seconds behind")]
    #[case(Some(600), State::Fail, "10 minutes behind")]
    #[case(Some(-600), State::Fail, "10 minutes ahead of")]
    #[case(Some(i64::MIN), State::Fail, "ahead of")]
    #[case(None, State::Warn, "does not report")]
    fn clocks(#[case] ahead: Option<i64>, #[case] state: State, #[case] words: &str) {
        let finding = clock(ahead);
        assert_eq!(finding.state, state);
        assert!(finding.found.contains(words), "{}", finding.found);
    }

    fn session(role: Option<&str>, permissions: &[&str]) -> Session {
        Session {
            role: role.map(str::to_owned),
            reseller_access: None,
            company: Some("Northwind MSP".into()),
            permissions: permissions.iter().map(|p| (*p).to_owned()).collect(),
            lifetime: Duration::from_secs(3_600),
        }
    }

    #[test]
    fn roles_and_permissions() {
        assert_eq!(role(&session(Some("Reseller"), &[])).state, State::Ok);
        assert_eq!(role(&session(Some("Company Admin"), &[])).state, State::Fail);
        assert_eq!(role(&session(None, &[])).state, State::Warn);
        assert_eq!(permissions(&session(None, &[])).state, State::Warn);
        let all = ["/api/Companies/Search|POST", "target-users|post", "target-users/search-email|POST"];
        assert_eq!(permissions(&session(None, &all)).state, State::Ok);
        let few = permissions(&session(None, &all[..1]));
        assert!(few.state == State::Warn && few.found.contains("add target users"), "{few:?}");
    }

    #[test]
    fn doctor_advice_names_no_key() {
        let failures = [
            Error::NotFound(String::new()),
            Error::NoConnection(String::new()),
            Error::Garbled(200),
            Error::RateLimited(None),
            Error::NoToken(Box::new(Error::Broken)),
            Error::Service { status: 503, message: String::new(), wait: None },
        ];
        for error in failures {
            let said = advice(&error);
            assert!(!said.contains(" r ") && !said.contains(" r.") && said.ends_with('.'), "{said}");
        }
    }
}
