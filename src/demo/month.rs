//! Monthly users of earlier months: the column filter that asks for them, and the numbers.

use jiff::civil::Date;

use super::body::Fields;
use super::company::Company;

/// The column, in lower case.
const COLUMN: &str = "monthlyactiveuser";
/// Months before this one do not exist.
const FIRST: (i16, i8) = (2025, 12);

/// What the server does with the column filter; a test decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MonthAnswer {
    /// Answers with the numbers of that month.
    #[default]
    Given,
    /// Refuses it, as to a client without the permission.
    Refused,
    /// Ignores it: the numbers are those of this month.
    Ignored,
}

/// The month that a search asks for: an item of the first group of its filter.
///
/// # Errors
///
/// A message about what is wrong with it.
pub(super) fn read(body: &Fields) -> Result<Option<Date>, String> {
    let Some(filter) = body.object("filter")? else { return Ok(None) };
    let Some(group) = filter.list("filterGroups")?.first().and_then(|group| Fields::new(group.clone())) else {
        return Ok(None);
    };
    for item in group.list("filterItems")? {
        let Some(item) = Fields::new(item.clone()) else { continue };
        if is_month(item.text("fieldName")?.unwrap_or_default()) {
            let (operator, value) = (item.text("operator")?, item.text("value")?.unwrap_or_default());
            let month = format!("{value}-01").parse().ok().filter(|_| operator == Some("=") && value.len() == 7);
            return month.map(Some).ok_or_else(|| format!("The month '{value}' is not valid."));
        }
    }
    Ok(None)
}

/// The name of the column, in any case.
pub(super) fn is_month(name: &str) -> bool {
    name.eq_ignore_ascii_case(COLUMN)
}

/// Months from this one to `today`; `None` if the server has none of it.
pub(super) fn ago(month: Date, today: Date) -> Option<u32> {
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let is_known = (month.year(), month.month()) >= FIRST;
    u32::try_from(months(today) - months(month)).ok().filter(|_| is_known)
}

impl Company {
    /// Its users of the month so long ago: a fiftieth fewer for each month back, and none before it was created.
    pub(super) fn monthly_users(&self, month: Date, ago: u32) -> u32 {
        let created = self.created.as_ref().and_then(|stamp| stamp.as_str().get(..7));
        if created.is_some_and(|created| *created > *month.strftime("%Y-%m").to_string()) {
            return 0;
        }
        self.monthly.saturating_sub((self.monthly / 50).saturating_mul(ago))
    }
}
