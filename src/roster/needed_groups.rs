//! The groups that a plan needs and that do not exist so far, and what the person says about them.

use std::collections::HashSet;

use super::groups::{GroupChoices, GroupToCreate, groups_to_come};
use super::plan::Plan;

impl Plan {
    /// The rows that are sent, or the first of them.
    pub fn sent_rows(&self, first: Option<u64>) -> impl Iterator<Item = usize> + '_ {
        let most = first.map_or(usize::MAX, |first| usize::try_from(first).unwrap_or(usize::MAX));
        (0..self.rows.len()).filter(|at| self.is_sent(*at)).take(most)
    }

    /// The groups that must be created before these rows are sent.
    #[must_use]
    pub fn groups_to_create(&self, first: Option<u64>) -> Vec<GroupToCreate> {
        if self.new_groups.is_empty() {
            return Vec::new();
        }
        let rows = self.sent_rows(first).filter_map(|at| self.rows.get(at));
        let named = rows.flat_map(|row| groups_to_come(&row.judged).map(|name| (row.company, name)));
        let needed: HashSet<(Option<usize>, &str)> = named.collect();
        let is_needed = |new: &&GroupToCreate| needed.contains(&(Some(new.company), new.group.name.as_str()));
        self.new_groups.iter().filter(is_needed).cloned().collect()
    }

    /// Groups mean what the person says. [`Self::judge_changed`] finds out what follows.
    pub fn set_groups(&mut self, choices: GroupChoices) {
        self.reading.options.groups = choices;
        let names_one = self.rows.iter().enumerate().filter(|(_, row)| !row.judged.person.groups.is_empty());
        self.stale.extend(names_one.map(|(row, _)| row));
    }
}
