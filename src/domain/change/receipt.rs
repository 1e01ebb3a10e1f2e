//! The receipt of changes that were made together, to be pasted into a ticket. It names nobody.

use std::fmt;

use jiff::Timestamp;

use crate::domain::change::ticket::{BatchId, TicketNumber};

/// Companies that are named.
const NAMED: usize = 3;

/// What was done.
pub struct Receipt<'a> {
    /// The companies by name.
    pub companies: Vec<&'a str>,
    /// How many changes or rows have come to which end.
    pub counts: Vec<(&'static str, u64)>,
    /// The ticket, if any.
    pub ticket: &'a TicketNumber,
    /// When it was done.
    pub at: Timestamp,
    /// The batch.
    pub batch: &'a BatchId,
}

/// `Contoso Ltd: created 2, reactivated 1 · INC-4711 · 2026-11-30 09:41 UTC · batch 1796031660000-4711-1`
impl fmt::Display for Receipt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.companies[..self.companies.len().min(NAMED)].join(", "))?;
        if self.companies.len() > NAMED {
            write!(f, " and {} more", self.companies.len() - NAMED)?;
        }
        let counts: Vec<_> =
            self.counts.iter().map(|(word, count)| format!("{} {count}", word.replace('_', " "))).collect();
        write!(f, ": {}", counts.join(", "))?;
        if !self.ticket.is_empty() {
            write!(f, " · {}", self.ticket)?;
        }
        write!(f, " · {} · batch {}", self.at.strftime("%Y-%m-%d %H:%M UTC"), self.batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_companies_are_counted_and_no_ticket_leaves_no_gap() {
        let batch = BatchId::from_text("run-1".to_owned());
        let of = |companies: &[&'static str], ticket: &TicketNumber| {
            let counts = vec![("created", 2), ("over_the_limit", 1)];
            Receipt { companies: companies.to_vec(), counts, ticket, at: Timestamp::UNIX_EPOCH, batch: &batch }
                .to_string()
        };
        let ticket = TicketNumber::recorded("INC-4711");
        let one = "A: created 2, over the limit 1 · INC-4711 · 1970-01-01 00:00 UTC · batch run-1";
        assert_eq!(of(&["A"], &ticket), one);
        let five = "A, B, C and 2 more: created 2, over the limit 1 · 1970-01-01 00:00 UTC · batch run-1";
        assert_eq!(of(&["A", "B", "C", "D", "E"], &TicketNumber::default()), five);
    }
}
