//! Lines and rows of an import, as they are drawn.

use crate::app::widgets::area::wrap_within;
use crate::domain::form::fields::FieldId;
use crate::roster::{Judged, Plan};

/// How something is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As text.
    Plain,
    /// What the eye looks for.
    Strong,
    /// What repeats.
    Dim,
    /// It went well.
    Good,
    /// Somebody should look at it.
    Warning,
    /// Somebody has to do something.
    Danger,
}

/// A line: pieces of text beside each other.
pub type WordLine = Vec<(String, Tone)>;

/// A row of a plan or of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowWords {
    /// Its number in the file.
    pub number: String,
    /// What becomes or became of it.
    pub what: String,
    /// How that is drawn.
    pub tone: Tone,
    /// The address, or the name if there is none.
    pub who: String,
    /// The company, if there are several.
    pub company: String,
    /// Why.
    pub why: String,
}

pub(super) fn n(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

pub(super) fn wrapped(text: &str, tone: Tone, width: usize, lines: usize) -> impl Iterator<Item = WordLine> + use<> {
    wrap_within(text, width, lines).into_iter().map(move |line| vec![(line, tone)])
}

pub(super) fn name_of(judged: &Judged) -> String {
    let entry = &judged.person.entry;
    let names = [entry.sent(FieldId::FirstName), entry.sent(FieldId::LastName)];
    names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
}

pub(super) fn row_words(plan: &Plan, at: usize, what: String, tone: Tone, why: String) -> Option<RowWords> {
    let planned = plan.rows.get(at)?;
    let judged = &planned.judged;
    let several = plan.companies.len() > 1;
    let company = plan.company_of(planned).filter(|_| several).map(|company| company.name.clone());
    let email = judged.email();
    Some(RowWords {
        // Who is not in the file has none.
        number: Some(judged.person.number).filter(|number| *number > 0).map_or_else(String::new, |n| n.to_string()),
        what,
        tone,
        who: if email.is_empty() { name_of(judged) } else { email },
        company: company.unwrap_or_default(),
        why,
    })
}
