//! The group that a command is about: by ID or by name.

use crate::cli::company_ref::CompanyRef;
use crate::cli::exit::{Code, CommandError};
use crate::domain::text::{line, nearest};
use crate::domain::user::target_group::{TargetGroup, same_group};

/// Names told where no group is similar.
const LISTED: usize = 10;

/// The group with this ID, or the only one with this name.
///
/// # Errors
///
/// Not found, with the nearest name; usage, with all of them, if several have the name.
pub(super) fn group<'a>(
    groups: &'a [TargetGroup],
    company: &CompanyRef,
    text: &str,
) -> Result<&'a TargetGroup, CommandError> {
    let text = line(text);
    if let Some(group) = groups.iter().find(|group| group.id.as_str() == text) {
        return Ok(group);
    }
    let named: Vec<_> = groups.iter().filter(|group| same_group(&group.name, &text)).collect();
    match &named[..] {
        [] => Err(unknown(groups, company, &text)),
        [only] => Ok(only),
        several => {
            let line = |group: &&TargetGroup| format!("\n  {}  {}", group.id, group.name);
            let lines = several.iter().map(line).collect::<Vec<_>>().concat();
            let said = format!("{} has several groups \"{text}\"; use one of their IDs:{lines}", company.name);
            Err(CommandError::new(Code::Usage, said))
        }
    }
}

fn unknown(groups: &[TargetGroup], company: &CompanyRef, text: &str) -> CommandError {
    let folded: Vec<_> = groups.iter().map(|group| group.name.to_lowercase()).collect();
    let near = nearest::nearest(&text.to_lowercase(), folded.iter().map(String::as_str));
    let near = near.and_then(|near| groups.iter().find(|group| group.name.to_lowercase() == near));
    let advice = match near {
        Some(group) => format!("did you mean \"{}\"?", group.name),
        None if groups.is_empty() => "it has no groups at all".to_owned(),
        None => {
            let names: Vec<_> = groups.iter().take(LISTED).map(|group| format!("\"{}\"", group.name)).collect();
            let more = if groups.len() > LISTED { " and others" } else { "" };
            format!("there are: {}{more}", names.join(", "))
        }
    };
    CommandError::new(Code::NotFound, format!("{} has no group \"{text}\"; {advice}", company.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::company::seats::{Limit, Seats};
    use crate::domain::service::ids::{CompanyId, GroupId};
    use rstest::rstest;

    #[rstest]
    #[case("g1", Ok("g1"))]
    #[case(" all  STAFF ", Ok("g1"))]
    #[case("Sales", Err((Code::Usage, "several groups \"Sales\"; use one of their IDs:\n  g2  Sales\n  g3  sales")))]
    #[case("all stuff", Err((Code::NotFound, "has no group \"all stuff\"; did you mean \"All staff\"?")))]
    #[case("xyz", Err((Code::NotFound, "there are: \"All staff\", \"Sales\", \"sales\"")))]
    fn group_is_found_by_id_and_name(#[case] text: &str, #[case] wanted: Result<&str, (Code, &str)>) {
        let named = |(id, name): (&str, &str)| TargetGroup {
            id: GroupId::new(id),
            name: name.to_owned(),
            priority: None,
            users: None,
            filled_by: None,
        };
        let groups: Vec<_> = [("g1", "All staff"), ("g2", "Sales"), ("g3", "sales")].into_iter().map(named).collect();
        let seats = Seats { used: 0, limit: Limit::Unlimited };
        let company = CompanyRef { id: CompanyId::new("c"), name: "Acme".to_owned(), seats, expired: false };
        match (group(&groups, &company, text), wanted) {
            (Ok(found), Ok(id)) => assert_eq!(found.id.as_str(), id),
            (Err(stop), Err((code, words))) => {
                assert_eq!(stop.code, code);
                assert!(stop.message.contains(words), "{}", stop.message);
            }
            (found, wanted) => panic!("{found:?}, wanted {wanted:?}"),
        }
    }
}
