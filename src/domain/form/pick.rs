//! Which choice of a look-up a name means.

use crate::domain::form::fields::Source;
use crate::domain::list::folding::{contains_folded, fold};
use crate::domain::service::lookup::Choice;

/// Names that are listed if none matches.
const LISTED: usize = 30;

/// The choice with this ID, or the only one with this name. A language can be given by its code, a time zone by one of
/// its cities, as listed or by its IANA name (`Europe/London`).
///
/// # Errors
///
/// That nothing is called so, with what is, or that several are.
pub fn pick(value: &str, choices: &[Choice], source: Source) -> Result<Choice, String> {
    let wanted = fold(value.trim());
    let by_code = |c: &&Choice| source == Source::Languages && fold(&c.detail) == wanted;
    let named: Vec<_> = choices.iter().filter(|c| fold(&c.name) == wanted || by_code(c)).collect();
    let by_id = choices.iter().find(|c| c.id == value.trim());
    match (by_id, named.as_slice()) {
        (Some(choice), _) => Ok(choice.clone()),
        (None, [only]) => Ok((*only).clone()),
        (None, []) => {
            let city = value.rsplit('/').next().unwrap_or_default().replace('_', " ");
            let near: Vec<_> = choices.iter().filter(|c| contains_folded(&c.name, &city)).collect();
            match near.as_slice() {
                [only] if source == Source::TimeZones => Ok((*only).clone()),
                [] => Err(format!(
                    "\"{value}\" does not exist; available: {}",
                    listed(&choices.iter().collect::<Vec<_>>())
                )),
                near => Err(format!("\"{value}\" does not exist; similar: {}", listed(near))),
            }
        }
        (None, several) => {
            let ids: Vec<_> = several.iter().map(|c| c.id.as_str()).collect();
            Err(format!("several are called \"{value}\"; use one of their IDs: {}", ids.join(", ")))
        }
    }
}

/// Their names, which may contain commas.
fn listed(choices: &[&Choice]) -> String {
    let more = choices.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("and {more} more"));
    let names = choices.iter().take(LISTED).map(|c| c.name.clone());
    names.chain(more).collect::<Vec<_>>().join("; ")
}
