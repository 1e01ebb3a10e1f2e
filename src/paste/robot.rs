//! Addresses without a human reader: bounces, mailing lists, ticket replies, message IDs.

use super::vocabulary::ROBOTS;
use crate::paste::normalize::{Script, script};

/// Longest run of letters and digits in a name; tokens and hashes are longer.
const TOKEN: usize = 24;

/// The address belongs to a machine or a message, or is a placeholder.
pub(super) fn is_nobody(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let (local, domain) = (local.to_lowercase(), domain.to_lowercase());
    local == "git"
        || ROBOTS.begins.iter().any(|b| local.starts_with(b.as_str()))
        || ROBOTS.ends.iter().any(|e| local.ends_with(e.as_str()))
        || ROBOTS.domains.iter().any(|d| domain.starts_with(d.as_str()))
        || ROBOTS.placeholders.contains(&local)
        || is_number(&local)
        || is_token(&local)
        || [&*local, &domain].into_iter().flat_map(|part| part.split(['.', '-'])).any(is_mixed)
}

/// `20261130.4711`: a message ID. A number without a dot may be a person's (`13800138000@`).
fn is_number(local: &str) -> bool {
    local.contains(['.', '-']) && local.chars().all(|c| c.is_ascii_digit() || ".-+".contains(c))
}

/// A long random sequence of letters and digits.
fn is_token(local: &str) -> bool {
    local.split(|c: char| !c.is_alphanumeric()).any(|part| {
        let digits = part.chars().filter(char::is_ascii_digit).count();
        part.chars().count() >= TOKEN && digits > 2 && digits < part.len()
    })
}

/// Letters of two scripts in one word, which does not occur in addresses.
fn is_mixed(label: &str) -> bool {
    let mut scripts = label.chars().filter(|c| c.is_alphabetic()).map(script);
    let first = scripts.next();
    scripts.any(|s| Some(s) != first && [Some(s), first].contains(&Some(Script::Latin)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("bounces+88-jane=y.co@x.co", true)]
    #[case("training-unsubscribe@lists.x.co", true)]
    #[case("jane@bounces.x.co", true)]
    #[case("reply+AB12CD34@desk.x.co", true)]
    #[case("20261130.4711@mx.x.co", true)]
    #[case("010001932f1ab4c5d6e7f8090a1b@amazonses.example", true)]
    #[case("vorname.nachname@x.co", true)]
    #[case("j\u{430}ne@x.co", true)]
    #[case("jane@c\u{43e}ntoso.co", true)]
    #[case("jane.doe@x.co", false)]
    #[case("13800138000@x.co", false)]
    #[case("jörg@weiß-söhne.co", false)]
    #[case("anna@почта.бел", false)]
    #[case("u4711@x.co", false)]
    #[case("hadrian.featherstonehaugh-cholmondeley@x.co", false)]
    fn nobody(#[case] address: &str, #[case] is: bool) {
        assert_eq!(is_nobody(address), is);
    }
}
