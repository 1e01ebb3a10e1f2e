//! Resolves a company by ID or unique name.

use super::desk_notes;
use super::exit::{Code, CommandError};
use super::progress;
use super::service::Session;
use crate::api::{Error, Operation};
use crate::domain::company::by_name::{Named, is_named, named};
pub use crate::domain::company::company_ref::CompanyRef;
use crate::domain::company::summary::Company;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FieldId, Rules};
use crate::domain::list::folding::contains_folded;
use crate::domain::list::query::CompanyQuery;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::line;
use crate::domain::user::phone;

/// Pages of matches that are read; a name with more matches must be more specific.
const MAX_PAGES: u32 = 10;
/// Pages of companies that are read to match names here.
const ALL_PAGES: u32 = 100;
const PAGE: u32 = 200;
/// Candidates that are listed.
const LISTED: usize = 20;

/// The company and the rules for its users: those of the profile. If the profile names no region and `entry` has a
/// phone number without a country code, the company's country is loaded.
///
/// # Errors
///
/// As [`company`].
pub async fn with_rules(
    session: &Session,
    text: &str,
    entry: &Entry,
) -> Result<(Option<CompanyRef>, Rules), CommandError> {
    let rules = session.config.rules;
    if rules.region.is_some() || !phone::is_national(entry.text(FieldId::Phone)) {
        return Ok((None, rules));
    }
    let company = company(session, text, NameMatch::Exact).await?;
    // Without an answer the phone number needs its country code.
    let region = session.client.company(&company.id).await.ok().and_then(|detail| detail.region);
    Ok((Some(company), Rules { region, ..rules }))
}

/// How much of the name must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameMatch {
    /// A part that matches only one company: for reads.
    Partial,
    /// The full name, in any case: for writes.
    Exact,
}

/// Finds the company that `text` names.
///
/// # Errors
///
/// Not found, with similar names; usage, with the candidates, if several match; or the error of the service.
pub async fn company(session: &Session, text: &str, enough: NameMatch) -> Result<CompanyRef, CommandError> {
    let text = line(text);
    let text = text.as_str();
    if text.is_empty() {
        return Err(CommandError::new(Code::Usage, "the name or ID of the company is empty"));
    }
    let mut refused = None;
    if !text.contains(char::is_whitespace) {
        match session.client.company(&CompanyId::new(text)).await {
            Ok(found) => {
                let expired = found.is_expired(crate::system::clock::today());
                return Ok(CompanyRef { id: found.id, name: found.name, seats: found.seats, expired });
            }
            Err(error) if is_no_id(&error) => refused = Some(error),
            Err(error) => return Err(CommandError::of(&error, Operation::Company)),
        }
    }
    let notes = desk_notes::read(session, false)?;
    if !notes.with_alias(text).is_empty() {
        return by_alias(session, text, &notes).await;
    }
    match choose(text, candidates(session, text, enough).await?, enough) {
        Ok(company) if company.id.is_missing() => Err(CommandError::new(
            Code::Failed,
            format!("the service gives {} no ID: it can be neither queried nor changed", company.name),
        )),
        Ok(company) => Ok(company.into()),
        Err(stop) => Err(match refused {
            // An existing ID that we may not see.
            Some(error @ Error::Forbidden(_)) if stop.code == Code::NotFound => {
                CommandError::of(&error, Operation::Company)
            }
            _ => stop,
        }),
    }
}

/// The company that has this alias, if no other has it as well, or as its name. A part of an alias is never enough, nor is
/// one with a mistake.
async fn by_alias(session: &Session, text: &str, notes: &DeskNotes) -> Result<CompanyRef, CommandError> {
    let aliased = notes.with_alias(text);
    let found = candidates(session, text, NameMatch::Exact).await?;
    let mut all: Vec<CompanyRef> = named(found, text).whole.into_iter().map(CompanyRef::from).collect();
    for id in aliased {
        if all.iter().any(|company| &company.id == id) {
            continue;
        }
        for company in called(session, id, notes.is_of_the_team(id)).await? {
            if company.id.is_missing() || all.iter().all(|known| known.id != company.id) {
                all.push(company);
            }
        }
    }
    match all.as_slice() {
        [] => Err(CommandError::new(
            Code::NotFound,
            format!("no company has the ID or the name \"{text}\", and the one with this alias is gone"),
        )),
        [only] if only.id.is_missing() => Err(CommandError::new(
            Code::Failed,
            format!("the service gives {} no ID: it can be neither queried nor changed", only.name),
        )),
        [only] => Ok(only.clone()),
        several => {
            let line = |company: &CompanyRef| format!("\n  {}  {}", company.id, company.name);
            let lines: String = several.iter().take(LISTED).map(line).collect();
            let said = format!(
                "\"{text}\" is the name or an alias of {} companies; use one of their IDs:{lines}",
                several.len()
            );
            Err(CommandError::new(Code::Usage, said))
        }
    }
}

/// The companies that are called so where an alias is written: the one with this ID, else, if the team may have meant a
/// name, those with exactly this name. None, if it is gone.
async fn called(session: &Session, id: &CompanyId, may_be_name: bool) -> Result<Vec<CompanyRef>, CommandError> {
    let text = id.as_str();
    // Only a name has blanks.
    if !text.contains(char::is_whitespace) {
        match session.client.company(id).await {
            Ok(found) => {
                let expired = found.is_expired(crate::system::clock::today());
                return Ok(vec![CompanyRef { id: found.id, name: found.name, seats: found.seats, expired }]);
            }
            Err(error) if is_no_id(&error) => {}
            Err(error) => return Err(CommandError::of(&error, Operation::Company)),
        }
    }
    if !may_be_name {
        return Ok(Vec::new());
    }
    let found = candidates(session, text, NameMatch::Exact).await?;
    Ok(named(found, text).whole.into_iter().map(CompanyRef::from).collect())
}

/// The service knows no company with this ID, so it may be a name. Other data may be served under a name such as `my`.
fn is_no_id(error: &Error) -> bool {
    match error {
        Error::NotFound(_)
        | Error::Refused(_)
        | Error::Forbidden(_)
        | Error::Garbled(_)
        | Error::Incomplete
        | Error::UnfitId { .. } => true,
        Error::Service { status, .. } => *status < 500,
        _ => false,
    }
}

/// Companies whose name contains the text, ignoring case, accents and the order of words.
///
/// The service compares differently: `Lefevre` need not find `Lefèvre`. Its matches suffice if one has exactly the
/// name, and for reads if there are any; otherwise all companies are loaded and compared here.
async fn candidates(session: &Session, text: &str, enough: NameMatch) -> Result<Vec<Company>, CommandError> {
    let found = read(session, text, text, MAX_PAGES).await?;
    let by_name = found.iter().any(|company| is_named(&company.name, text));
    if by_name || enough == NameMatch::Partial && !found.is_empty() {
        return Ok(found);
    }
    read(session, "", text, ALL_PAGES).await
}

/// Companies that the service finds by `search` and whose name contains `text`.
async fn read(session: &Session, search: &str, text: &str, most: u32) -> Result<Vec<Company>, CommandError> {
    let mut found = Vec::new();
    let mut looked = 0;
    let query = CompanyQuery { search: search.to_owned(), size: PAGE, ..CompanyQuery::default() };
    for number in 1..=most {
        let page = session.client.search_companies(&query.at_page(number)).await;
        let page = page.map_err(|error| CommandError::of(&error, Operation::Companies))?;
        let more = number < page.pages && !page.items.is_empty();
        looked += page.items.len() as u64;
        // The service searches other columns too.
        found.extend(page.items.into_iter().filter(|company| contains_folded(&company.name, text)));
        if !more {
            return Ok(found);
        }
        progress::counted(looked, page.total, "companies looked at");
    }
    Err(CommandError::new(
        Code::Usage,
        format!("too many companies match \"{text}\": give more of the name, or the ID"),
    ))
}

/// Chooses among companies whose name contains the text.
fn choose(text: &str, found: Vec<Company>, enough: NameMatch) -> Result<Company, CommandError> {
    let Named { whole: mut exact, mut parts } = named(found, text);
    match (exact.pop(), parts.pop()) {
        (Some(only), _) if exact.is_empty() => Ok(only),
        (Some(last), _) => {
            exact.push(last);
            Err(several(text, &exact))
        }
        (None, Some(only)) if parts.is_empty() && enough == NameMatch::Partial => Ok(only),
        (None, Some(last)) => {
            parts.push(last);
            Err(match enough {
                NameMatch::Partial => several(text, &parts),
                NameMatch::Exact => CommandError::new(
                    Code::NotFound,
                    format!(
                        "no company is called \"{text}\"; a write needs the full name or the ID. Did you mean one of these?{}",
                        list(&parts)
                    ),
                ),
            })
        }
        (None, None) => Err(CommandError::new(Code::NotFound, format!("no company has the ID or the name \"{text}\""))),
    }
}

fn several(text: &str, found: &[Company]) -> CommandError {
    let said = format!("\"{text}\" matches {} companies; use one of their IDs:{}", found.len(), list(found));
    CommandError::new(Code::Usage, said)
}

fn list(found: &[Company]) -> String {
    let id = |c: &Company| if c.id.is_missing() { "(no ID)".to_owned() } else { c.id.to_string() };
    let line = |c: &Company| match &c.reseller {
        Some(reseller) => format!("\n  {}  {} ({reseller})", id(c), c.name),
        None => format!("\n  {}  {}", id(c), c.name),
    };
    let more = (found.len() > LISTED).then(|| format!("\n  and {} more", found.len() - LISTED));
    found.iter().take(LISTED).map(line).chain(more).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::company::seats::{Limit, Seats};
    use rstest::rstest;

    fn named(names: &[&str]) -> Vec<Company> {
        let company = |(n, name): (usize, &&str)| Company {
            id: CompanyId::new(format!("c{n}")),
            name: (*name).to_owned(),
            reseller: None,
            industry: None,
            license_type: None,
            seats: Seats { used: 1, limit: Limit::Unlimited },
            inactive: 0,
            deleted: 0,
            monthly: 0,
            renews: None,
            created: None,
            expired: false,
            locked: false,
            tags: Vec::new(),
            desk: None,
        };
        names.iter().enumerate().map(company).collect()
    }

    #[rstest]
    #[case("acme", &["Acme", "Acme North"], Ok("c0"), Ok("c0"))]
    #[case("acme", &["Acme North"], Ok("c0"), Err(Code::NotFound))]
    #[case("acme", &["Acme North", "Acme South"], Err(Code::Usage), Err(Code::NotFound))]
    #[case("acme", &["Acme", "ACME"], Err(Code::Usage), Err(Code::Usage))]
    #[case("acme", &[], Err(Code::NotFound), Err(Code::NotFound))]
    #[case("Assurances Lefevre SAS", &["Assurances Lefèvre SAS"], Ok("c0"), Ok("c0"))]
    #[case("Lefevre", &["Lefèvre", "LEFEVRE"], Ok("c1"), Ok("c1"))]
    #[case("Lefèvre", &["Lefe\u{300}vre", "Lefevre"], Ok("c0"), Ok("c0"))]
    #[case("lefévre", &["Lefèvre", "Lefevre"], Err(Code::Usage), Err(Code::Usage))]
    #[case("izmir  sigorta ltd. sti.", &["İzmir Sigorta Ltd. Şti."], Ok("c0"), Ok("c0"))]
    #[case("sigorta izmir", &["İzmir Sigorta Ltd. Şti."], Ok("c0"), Err(Code::NotFound))]
    #[case("l’etoile", &["L'Étoile"], Ok("c0"), Ok("c0"))]
    fn name_matches_one_company_or_is_an_error(
        #[case] text: &str,
        #[case] names: &[&str],
        #[case] reading: Result<&str, Code>,
        #[case] writing: Result<&str, Code>,
    ) {
        for (enough, expected) in [(NameMatch::Partial, reading), (NameMatch::Exact, writing)] {
            let chosen = choose(text, named(names), enough);
            let chosen = chosen.map(|c| c.id.to_string()).map_err(|stop| stop.code);
            assert_eq!(chosen, expected.map(str::to_owned), "{enough:?}");
        }
    }

    #[test]
    fn candidates_are_listed_with_ids_up_to_a_limit() {
        let many: Vec<_> = (0..30).map(|n| format!("Acme {n}")).collect();
        let names: Vec<_> = many.iter().map(String::as_str).collect();
        let stop = choose("acme", named(&names), NameMatch::Partial).expect_err("several");
        assert!(stop.message.contains("\n  c3  Acme 3") && stop.message.ends_with("and 10 more"), "{}", stop.message);
    }
}
