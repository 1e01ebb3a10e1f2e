//! The mail domains of a company.

/// A company's verified and unverified mail domains.
#[derive(Debug, Clone, Default)]
pub(super) struct Domains {
    pub(super) verified: Vec<String>,
    pub(super) unverified: Vec<String>,
}

impl Domains {
    /// The most common one.
    pub(super) fn main(&self) -> &str {
        self.verified.first().or(self.unverified.first()).map_or("", String::as_str)
    }

    /// The domain of the user with this index: mostly the main one, sometimes another verified one, rarely an
    /// unverified one.
    pub(super) fn of(&self, place: u32) -> &str {
        let place = place as usize;
        let others = self.verified.get(1..).unwrap_or_default();
        let unverified = if place % 40 == 39 { nth(&self.unverified, place / 40) } else { None };
        let other = if place % 5 == 4 { nth(others, place / 5) } else { None };
        unverified.or(other).unwrap_or_else(|| self.main())
    }

    /// Whether it is one of them, verified or not; `domain` is in lower case.
    pub(super) fn has(&self, domain: &str) -> bool {
        self.verified.iter().chain(&self.unverified).any(|own| own == domain)
    }
}

/// Cycles through a list.
fn nth(list: &[String], turn: usize) -> Option<&str> {
    list.get(turn.checked_rem(list.len())?).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains(verified: &[&str], unverified: &[&str]) -> Domains {
        let own = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        Domains { verified: own(verified), unverified: own(unverified) }
    }

    fn count(domains: &Domains, domain: &str) -> usize {
        (0..400).filter(|place| domains.of(*place) == domain).count()
    }

    #[test]
    fn most_people_have_the_main_domain() {
        let all = domains(&["a", "b", "c"], &["x"]);
        assert_eq!(["a", "b", "c", "x"].map(|domain| count(&all, domain)), [320, 40, 30, 10]);
        assert_eq!(count(&domains(&["a"], &[]), "a"), 400);
        assert_eq!(count(&domains(&[], &["x"]), "x"), 400);
        assert_eq!(count(&Domains::default(), ""), 400);
    }

    #[test]
    fn the_unverified_ones_are_its_own_too() {
        let all = domains(&["a"], &["x"]);
        assert!(all.has("a") && all.has("x") && !all.has("b"));
    }
}
