//! Names of files and folders made from texts that are not ours.

use crate::domain::base_url::BaseUrl;

/// Most characters taken over from a text.
const READABLE: usize = 40;

/// The folder of a profile of a service. Company IDs and writes belong to one service, so a profile
/// that is pointed elsewhere gets another folder.
#[must_use]
pub fn folder_of(profile: &str, service: &BaseUrl) -> String {
    let address = service.as_str();
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    file_name(&format!("{profile}@{host}"))
}

/// A name that every file system takes: readable, and told apart from all others by a checksum
/// (some file systems do not tell `a` from `A`).
pub(super) fn file_name(text: &str) -> String {
    let readable: String = text
        .chars()
        .take(READABLE)
        .map(|c| if c.is_ascii_alphanumeric() || "-_@.".contains(c) { c } else { '_' })
        .collect();
    format!("{readable}-{:016x}", checksum(text))
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_differ() {
        let odd = file_name("../../etc/passwd\u{0}\n.. İ");
        assert!(odd.chars().all(|c| c.is_ascii_alphanumeric() || "-_@.".contains(c)), "{odd}");
        assert!(!odd.contains('/'));
        assert_ne!(file_name("aB"), file_name("Ab"));
        assert_ne!(file_name("aB").to_lowercase(), file_name("Ab").to_lowercase());
        assert!(file_name(&"x".repeat(9_999)).len() < 100);
        // The same for ever: files of older versions are found again.
        assert_eq!(file_name("a"), "a-af63dc4c8601ec8c");
    }

    #[test]
    fn a_profile_that_is_pointed_elsewhere_has_another_folder() {
        let url = |text| BaseUrl::parse(text).expect("an address");
        let here = folder_of("north", &url("https://api.keepnetlabs.com"));
        assert!(here.starts_with("north@api.keepnetlabs.com-"), "{here}");
        assert_ne!(here, folder_of("north", &url("https://keepnet.south.example")));
        assert_ne!(here, folder_of("south", &url("https://api.keepnetlabs.com")));
    }
}
