//! Relates the local part of an address to names.

use super::words;
use crate::paste::normalize::{key, spellings};

/// The components of a local part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Local {
    /// Its parts between dots, underscores and pluses, in lower case, without digits and markers of external accounts.
    parts: Vec<String>,
    /// The whole local part as one folded word.
    whole: String,
}

/// How a local part relates to names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Fit {
    /// It is derived from them.
    pub agrees: bool,
    /// It is clearly another name.
    pub contradicts: bool,
    /// The index of the name with which the surname begins.
    pub last_at: Option<usize>,
    /// The names are in reverse order: the surname comes before this index.
    pub turned_at: Option<usize>,
}

impl Local {
    /// Of an address.
    pub(super) fn of(address: &str) -> Self {
        let local = address.rsplit_once('@').map_or(address, |(l, _)| l).to_lowercase();
        let local = local.split('+').next().unwrap_or_default();
        let parts: Vec<String> = local
            .split(['.', '_'])
            .map(|p| p.trim_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned())
            .filter(|p| !p.is_empty())
            .collect();
        let named: Vec<String> = parts.iter().filter(|p| !is_marker(p, parts.len())).cloned().collect();
        let parts = if named.is_empty() { parts } else { named };
        Self { whole: key(&local.replace(['.', '_', '-'], " ")), parts }
    }

    /// A shared mailbox.
    pub(super) fn is_shared(&self) -> bool {
        let squeezed = self.whole.replace(' ', "");
        words::SHARED.has(&self.whole) || words::SHARED.has(&squeezed) || self.parts.iter().any(|p| is_team(p))
    }

    /// It has at least two parts.
    pub(super) fn has_parts(&self) -> bool {
        self.parts.len() > 1
    }

    /// How it relates to names in this order.
    pub(super) fn fit(&self, names: &[&str]) -> Fit {
        let halves = |n: &str| n.split('-').flat_map(spellings).collect::<Vec<_>>();
        let spelled: Vec<Vec<String>> = names.iter().map(|n| [spellings(n), halves(n)].concat()).collect();
        if names.is_empty() || spelled.iter().all(Vec::is_empty) || self.parts.is_empty() {
            return Fit::default();
        }
        let mut fit = Fit::default();
        for at in 1..names.len() {
            let (first, last) = (names.get(..at).unwrap_or_default(), names.get(at..).unwrap_or_default());
            if self.is_made_of(first, last) {
                fit.last_at.get_or_insert(at);
            } else if self.is_made_of(last, first) {
                fit.turned_at.get_or_insert(at);
            }
        }
        if let ([one], None, None) = (self.parts.as_slice(), fit.last_at, fit.turned_at) {
            // `doe@`: only a surname. A first name alone does not tell what follows.
            let surname = |s: &Vec<String>| one.len() > 2 && s.contains(one);
            fit.last_at = spelled
                .iter()
                .skip(1)
                .position(surname)
                .map(|at| at + 1)
                .filter(|_| !is_among(one, spelled.get(..1).unwrap_or_default()));
        }
        let parts: Vec<String> = self.parts.iter().flat_map(|p| spellings(p)).collect();
        let known = |p: &String| p.len() > 2 && is_among(p, &spelled);
        let one = parts.len() == 1 && parts.first().is_some_and(|p| is_initials(p, names) || is_among(p, &spelled));
        fit.agrees = fit.last_at.is_some() || fit.turned_at.is_some() || one || parts.iter().any(known);
        let long = parts.iter().filter(|p| p.len() > 2).count();
        fit.contradicts = !fit.agrees && self.parts.len() > 1 && long > 1 && spelled.iter().all(|s| !s.is_empty());
        fit
    }

    /// `jane.doe`, `j.doe`, `jdoe`, `janedoe`, `doej`, `doe`: the common forms of addresses.
    fn is_made_of(&self, first: &[&str], last: &[&str]) -> bool {
        let firsts = joined(first);
        let lasts: Vec<String> = joined(last).into_iter().chain(heads(last)).collect();
        let starts: Vec<String> = firsts.iter().cloned().chain(heads(first)).chain([initials(first)]).collect();
        match self.parts.as_slice() {
            [one] => {
                let letter = |s: &String| s.chars().next().map(String::from);
                let starts: Vec<String> = starts.iter().cloned().chain(starts.iter().filter_map(letter)).collect();
                let is = |a: &str, b: &str| a.len() + b.len() == one.len() && one.starts_with(a) && one.ends_with(b);
                let whole = |l: &&String| l.len() > 1 && starts.iter().any(|s| !s.is_empty() && (is(s, l) || is(l, s)));
                lasts.iter().any(|l| whole(&l))
                    || firsts.iter().any(|f| lasts.iter().filter_map(letter).any(|l| f.len() > 1 && is(f, &l)))
            }
            [start, .., end] => {
                let ends = spellings(end);
                let middle = self.parts.get(1..).unwrap_or_default().concat();
                let letter = starts.iter().any(|s| start.chars().count() == 1 && s.starts_with(start.as_str()));
                let starts_so = letter || spellings(start).iter().any(|s| starts.contains(s));
                starts_so && lasts.iter().any(|l| ends.contains(l) || *l == middle)
            }
            [] => false,
        }
    }

    /// First name and surname as spelled in the address, if it has both.
    pub(super) fn names(&self) -> Option<(Option<String>, String)> {
        let dashed: Vec<String>;
        let parts = match self.parts.as_slice() {
            [one] if one.matches('-').count() == 1 => {
                dashed = one.split('-').map(str::to_owned).collect();
                &dashed
            }
            parts => parts,
        };
        let wordy = |p: &String| p.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'');
        if parts.len() < 2 || parts.len() > 5 || !parts.iter().all(wordy) || self.is_shared() {
            return None;
        }
        let particle = |p: &String| words::PARTICLES.has(p);
        let at = parts.iter().skip(1).position(particle).map_or(parts.len() - 1, |p| p + 1);
        let at = if parts.last().is_some_and(particle) { parts.len() - 1 } else { at };
        let (first, last) = (parts.get(..at)?, parts.get(at..)?);
        if last.iter().any(|p| p.chars().count() < 2) {
            return None;
        }
        let said = |parts: &[String]| parts.join(" ");
        let first = Some(said(first)).filter(|f| f.chars().count() > 1);
        Some((first, said(last)))
    }
}

fn is_marker(part: &str, of: usize) -> bool {
    of > 1 && part.chars().count() > 1 && words::MARKERS.has(part)
}

fn is_team(part: &str) -> bool {
    ["helpdesk", "servicedesk", "support", "noreply", "team", "desk"].contains(&part)
}

/// The initials of the names; hyphenated ones count twice.
fn initials(names: &[&str]) -> String {
    let words = names.iter().flat_map(|n| n.split('-'));
    words.filter_map(|w| spellings(w).first().and_then(|s| s.chars().next())).collect()
}

/// `jd`, `jmd` of Jane Mary Doe; particles of a surname may be omitted.
fn is_initials(part: &str, names: &[&str]) -> bool {
    let big: Vec<&str> = names.iter().copied().filter(|n| !words::PARTICLES.has(n)).collect();
    part.len() > 1 && part.len() < 5 && (initials(names) == part || initials(&big) == part)
}

/// One of the names, or one half of a hyphenated one, is spelled like this.
fn is_among(part: &str, spelled: &[Vec<String>]) -> bool {
    spelled.iter().flatten().any(|s| s == part)
}

/// All the names as one word.
fn joined(names: &[&str]) -> Vec<String> {
    spellings(&names.concat())
}

/// The first name that is not a particle, with and without the particles before it, and its first half.
fn heads(names: &[&str]) -> Vec<String> {
    let Some(at) = names.iter().position(|n| !words::PARTICLES.has(n)) else { return Vec::new() };
    let big = names.get(at).copied().unwrap_or_default();
    let half = big.split('-').next().unwrap_or(big);
    let whole = names.get(..=at).unwrap_or_default().concat();
    [big, half, &whole].into_iter().flat_map(spellings).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("jane.doe@x.co", &["Jane", "Doe"], Some(1))]
    #[case("j.doe2@x.co", &["Jane", "Doe"], Some(1))]
    #[case("jdoe@x.co", &["Jane", "Doe"], Some(1))]
    #[case("doej@x.co", &["Jane", "Doe"], Some(1))]
    #[case("maria.garcia@x.co", &["María", "García", "López"], Some(1))]
    #[case("mary.watkins@x.co", &["Mary", "Jane", "Watkins"], Some(2))]
    #[case("mehmetali.ozturk@x.co", &["Mehmet", "Ali", "Öztürk"], Some(2))]
    #[case("p.vanderberg@x.co", &["Pieter", "van", "der", "Berg"], Some(1))]
    #[case("p.van.der.berg@x.co", &["Pieter", "van", "der", "Berg"], Some(1))]
    #[case("jp.dupont@x.co", &["Jean-Pierre", "Dupont-Moreau"], Some(1))]
    #[case("joerg.mueller@x.co", &["Jörg", "Müller"], Some(1))]
    #[case("s.ivanov@x.co", &["Сергей", "Иванов"], Some(1))]
    fn the_surname_is_found(#[case] address: &str, #[case] names: &[&str], #[case] at: Option<usize>) {
        let fit = Local::of(address).fit(names);
        assert_eq!((fit.agrees, fit.last_at), (true, at));
    }

    #[rstest]
    #[case("jd42@x.co", &["Jane", "Doe"], true, false)]
    #[case("jane@x.co", &["Jane", "Doe"], true, false)]
    #[case("bob.smith@x.co", &["Jane", "Doe"], false, true)]
    #[case("x7@x.co", &["Jane", "Doe"], false, false)]
    #[case("zhang.wei@x.co", &["张伟"], false, false)]
    fn agreement(#[case] address: &str, #[case] names: &[&str], #[case] agrees: bool, #[case] contradicts: bool) {
        let fit = Local::of(address).fit(names);
        assert_eq!((fit.agrees, fit.contradicts), (agrees, contradicts));
    }

    #[rstest]
    #[case("jane.doe", Some((Some("jane"), "doe")))]
    #[case("jane-doe", Some((Some("jane"), "doe")))]
    #[case("j.doe", Some((None, "doe")))]
    #[case("ext.anna.von.stein", Some((Some("anna"), "von stein")))]
    #[case("anna-lena.schmidt3", Some((Some("anna-lena"), "schmidt")))]
    #[case("jane", None)]
    #[case("it.support", None)]
    #[case("jd", None)]
    #[case("jane.d", None)]
    fn names(#[case] local: &str, #[case] expected: Option<(Option<&str>, &str)>) {
        let found = Local::of(&format!("{local}@x.co")).names();
        let expected = expected.map(|(f, l)| (f.map(str::to_owned), l.to_owned()));
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case("info", true)]
    #[case("it-support", true)]
    #[case("jane.doe", false)]
    fn shared(#[case] local: &str, #[case] is: bool) {
        assert_eq!(Local::of(&format!("{local}@x.co")).is_shared(), is);
    }
}
