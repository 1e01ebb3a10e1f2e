//! When reads are retried, and after which wait.

use std::time::{Duration, SystemTime};

use super::error::Error;
use super::settings::Limits;

/// Retries after the first attempt.
pub(super) const REPEATS: u32 = 3;

/// Whether retry `n` (from 1) may help.
pub(super) fn is_worth_it(error: &Error, n: u32) -> bool {
    // A time-out has taken half a minute already: one retry, not three.
    let repeats = if matches!(error, Error::Timeout(_)) { 1 } else { REPEATS };
    n <= repeats && error.is_passing()
}

/// The wait before retry `n` (from 1), or `None` if it would be too long. After a 429 the rate limiter decides.
pub(super) fn wait(error: &Error, n: u32, limits: &Limits) -> Option<Duration> {
    if let Error::Service { wait: Some(asked), .. } = error {
        return (*asked <= limits.longest_wait).then_some(*asked);
    }
    let base = limits.first_wait.saturating_mul(1 << (n - 1).min(8));
    Some(base.mul_f64(0.5 + fastrand::f64()).min(limits.longest_wait))
}

/// `Retry-After`: seconds or an HTTP date. `None` if it is missing, past or invalid.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let wait = if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // Numbers that overflow mean a long time.
        Duration::from_secs(value.parse().unwrap_or(u64::MAX))
    } else {
        http_date(value)?.duration_since(now).ok()?
    };
    (!wait.is_zero()).then_some(wait)
}

/// An HTTP date.
pub(super) fn http_date(value: &str) -> Option<SystemTime> {
    let at = jiff::fmt::rfc2822::parse(value.trim()).ok()?.timestamp();
    SystemTime::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_retry_after() {
        let now = SystemTime::UNIX_EPOCH;
        assert_eq!(retry_after("7", now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Thu, 01 Jan 1970 00:00:09 GMT", now), Some(Duration::from_secs(9)));
        let later = now + Duration::from_secs(60);
        assert_eq!(retry_after("Thu, 01 Jan 1970 00:00:09 GMT", later), None, "over already");
        assert_eq!(retry_after(&"9".repeat(40), now), Some(Duration::from_secs(u64::MAX)));
        for none in ["0", "soon", "-5", "+7", "7.5", "", " ", "1e3", "Thu, 99 Jan 1970 00:00:09 GMT"] {
            assert_eq!(retry_after(none, now), None, "{none}");
        }
    }

    #[test]
    fn retry_waits_grow_to_a_limit() {
        let limits = Limits::default();
        let error = Error::Broken;
        for n in 1..=REPEATS {
            let base = limits.first_wait * (1 << (n - 1));
            assert!(is_worth_it(&error, n));
            let wait = wait(&error, n, &limits).expect("again");
            assert!(wait >= base / 2 && wait <= base * 3 / 2, "{n}: {wait:?}");
        }
        assert!(!is_worth_it(&error, REPEATS + 1));
        assert!(!is_worth_it(&Error::NotFound(String::new()), 1));
        let slow = Error::Timeout(Duration::from_secs(30));
        assert!(is_worth_it(&slow, 1) && !is_worth_it(&slow, 2));
    }

    #[test]
    fn retry_after_is_obeyed_unless_absurd() {
        let limits = Limits::default();
        let asked = |s| Error::Service { status: 503, message: String::new(), wait: Some(Duration::from_secs(s)) };
        assert_eq!(wait(&asked(2), 1, &limits), Some(Duration::from_secs(2)));
        assert_eq!(wait(&asked(3_600), 1, &limits), None);
    }
}
