//! Naming conventions, derived from the context.

use crate::domain::user::phone::PhoneRegion;
use crate::paste::normalize::{Script, script};

#[expect(clippy::struct_excessive_bools, reason = "habits that have nothing to do with each other")]
/// Naming conventions, as far as region, addresses and letters reveal them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct NamingConvention {
    /// Capital I is dotless ı.
    pub turkish: bool,
    /// Two surnames after the first name.
    pub two_surnames: bool,
    /// Surnames of mother and father after the first name; addresses have the last one.
    pub portuguese: bool,
    /// The surname comes first (Hungarian).
    pub surname_first: bool,
    /// Names in Han characters are Japanese.
    pub japanese: bool,
}

impl NamingConvention {
    /// The conventions of a paste in a region.
    pub(super) fn of(text: &str, region: Option<PhoneRegion>) -> Self {
        let region = region.map(PhoneRegion::code).unwrap_or_default();
        let small = text.to_lowercase();
        let ends = |tld: &str| {
            small.match_indices(tld).any(|(at, _)| {
                !small.get(at + tld.len()..).unwrap_or_default().starts_with(|c: char| c.is_alphanumeric() || c == '.')
            })
        };
        let spanish = ["ES", "MX", "AR", "CO", "CL", "PE", "VE", "EC", "UY", "BO", "PY", "CR", "GT", "DO"];
        let turkish_letters = text.contains(['ı', 'İ', 'ş', 'Ş', 'ğ', 'Ğ']);
        Self {
            turkish: region == "TR" || turkish_letters || ends(".tr") || text.contains("+90"),
            two_surnames: spanish.contains(&region.as_str()) || ends(".es") || ends(".mx") || text.contains("+34"),
            portuguese: ["BR", "PT", "AO", "MZ"].contains(&region.as_str())
                || ends(".br")
                || ends(".pt")
                || text.contains("+55")
                || text.contains("+351"),
            surname_first: region == "HU" || ends(".hu") || text.contains("+36") || small.contains("üdvözlettel"),
            japanese: region == "JP"
                || ends(".jp")
                || text.contains("+81")
                || text.chars().any(|c| script(c) == Script::Kana),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints() {
        let tongue = |text: &str, region: &str| NamingConvention::of(text, PhoneRegion::new(region));
        assert!(tongue("", "TR").turkish && tongue("a@b.com.tr>", "").turkish && !tongue("a@b.track", "").turkish);
        assert!(tongue("+34 1", "").two_surnames && tongue("+36 1", "").surname_first && tongue("メ", "").japanese);
        assert_eq!(tongue("Jane Doe <jane@contoso.com>", "GB"), NamingConvention::default());
    }
}
