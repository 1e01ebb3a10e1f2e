//! Companies with the same name, and what distinguishes them.

use std::collections::HashMap;

use crate::domain::company::summary::Company;
use crate::domain::list::folding::fold;
use crate::domain::service::ids::CompanyId;

/// Characters of an ID that are shown if they differ.
const OF_AN_ID: usize = 8;

/// What is shown beside the name of each company with namesakes: the reseller, or else the industry, or else the ID.
#[must_use]
pub fn marks<'a>(companies: impl IntoIterator<Item = &'a Company>) -> HashMap<CompanyId, String> {
    let mut named: HashMap<String, Vec<&Company>> = HashMap::new();
    for company in companies {
        named.entry(fold(company.name.trim())).or_default().push(company);
    }
    named.into_values().filter(|group| group.len() > 1).flat_map(|group| distinguish(&group)).collect()
}

/// What distinguishes companies with the same name.
#[must_use]
pub fn distinguish(group: &[&Company]) -> Vec<(CompanyId, String)> {
    let by = |mark: &dyn Fn(&Company) -> Option<String>| -> Option<Vec<String>> {
        let mut found = Vec::new();
        for company in group {
            let mark = mark(company).filter(|mark| !mark.is_empty() && !found.contains(mark))?;
            found.push(mark);
        }
        Some(found)
    };
    let short = |company: &Company| Some(company.id.as_str().chars().take(OF_AN_ID).collect());
    let found = by(&|company| company.reseller.clone()).or_else(|| by(&|company| company.industry.clone()));
    let found = found.or_else(|| by(&short));
    let whole = || group.iter().map(|company| company.id.to_string()).collect();
    group.iter().map(|company| company.id.clone()).zip(found.unwrap_or_else(whole)).collect()
}

/// What distinguishes a company, with the reseller and the ID as far as it is neither: what is shown where there is room.
#[must_use]
pub fn in_full(company: &Company, mark: &str) -> String {
    let id = company.id.as_str();
    if !mark.is_empty() && id.starts_with(mark) {
        return match &company.reseller {
            Some(reseller) if !reseller.is_empty() => format!("{reseller} · {mark}"),
            _ => mark.to_owned(),
        };
    }
    let short: String = id.chars().take(OF_AN_ID).collect();
    if short.is_empty() { mark.to_owned() } else { format!("{mark} · {short}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::company::seats::{Limit, Seats};
    use rstest::rstest;

    fn company(id: &str, name: &str, reseller: &str, industry: &str) -> Company {
        let word = |word: &str| Some(word.to_owned()).filter(|word| !word.is_empty());
        Company {
            id: CompanyId::new(id),
            name: name.to_owned(),
            reseller: word(reseller),
            industry: word(industry),
            license_type: None,
            seats: Seats { used: 1, limit: Limit::Of(5) },
            inactive: 0,
            deleted: 0,
            monthly: 0,
            renews: None,
            created: None,
            expired: false,
            locked: false,
            tags: Vec::new(),
            desk: None,
        }
    }

    #[rstest]
    #[case("North", "North · 01234567")]
    #[case("Retail", "Retail · 01234567")]
    #[case("01234567", "North · 01234567")]
    #[case("0123456789ab", "North · 0123456789ab")]
    fn reseller_and_id_are_shown_where_there_is_room(#[case] mark: &str, #[case] full: &str) {
        assert_eq!(in_full(&company("0123456789ab", "Acme", "North", "Retail"), mark), full);
    }

    #[rstest]
    #[case([("a1", "North", "Retail"), ("b2", "South", "Retail")], ["North", "South"])]
    #[case([("a1", "North", "Retail"), ("b2", "North", "Food")], ["Retail", "Food"])]
    #[case([("a1", "North", "Retail"), ("b2", "North", "")], ["a1", "b2"])]
    #[case([("a1", "North", "Food"), ("b2", "", "Retail")], ["Food", "Retail"])]
    #[case([("0123456789a", "", ""), ("9876543210b", "", "")], ["01234567", "98765432"])]
    #[case([("0123456789a", "", ""), ("0123456789b", "", "")], ["0123456789a", "0123456789b"])]
    fn namesakes_are_told_apart_by_what_differs(#[case] two: [(&str, &str, &str); 2], #[case] expected: [&str; 2]) {
        let named = |name: &str| two.map(|(id, reseller, industry)| company(id, name, reseller, industry));
        let mut all = named("Acme Ltd").to_vec();
        // Whoever reads Acme and ACME has to look twice.
        all[1].name = "ACME ltd ".to_owned();
        all.push(company("x", "Bolt", "North", "Retail"));
        let marks = marks(&all);
        assert_eq!(marks.len(), 2, "{marks:?}");
        let of = |n: usize| marks.get(&all[n].id).map(String::as_str);
        assert_eq!([of(0), of(1)], expected.map(Some));
    }
}
