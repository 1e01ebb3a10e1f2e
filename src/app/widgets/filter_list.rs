//! A list filtered by typing: key list, palette and pickers.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::widgets::text_input::TextInput;

/// A filter line and a cursor over the matches.
#[derive(Debug, Clone, Default)]
pub struct FilterList {
    /// What was typed.
    pub filter: TextInput,
    /// The row under the cursor, an index into the matches.
    pub cursor: usize,
}

impl FilterList {
    /// Moves the cursor, staying inside `count` rows.
    pub fn move_by(&mut self, by: isize, count: usize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(count.saturating_sub(1));
    }

    /// Moves the cursor to this row.
    pub fn go_to(&mut self, row: usize) {
        self.cursor = row;
    }

    /// The first row to draw in `height` rows, so that the cursor is visible.
    #[must_use]
    pub fn top(&self, height: usize) -> usize {
        (self.cursor + 1).saturating_sub(height.max(1))
    }
}

/// Indices of the items that match `filter`, best first; all of them in order for an empty filter.
///
/// Case and accents do not matter: `jurgen` finds `Jürgen`.
#[must_use]
pub fn matches<'a>(filter: &str, items: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let filter = filter.trim();
    if filter.is_empty() {
        return items.enumerate().map(|(i, _)| i).collect();
    }
    let pattern = Pattern::parse(filter, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, usize)> = items
        .enumerate()
        .filter_map(|(i, item)| pattern.score(Utf32Str::new(item, &mut buffer), &mut matcher).map(|score| (score, i)))
        .collect();
    found.sort_by_key(|(score, i)| (std::cmp::Reverse(*score), *i));
    found.into_iter().map(|(_, i)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        let items = ["Ägypten", "ÉCOLE", "Jürgen", "London"];
        let find = |f: &str| matches(f, items.iter().copied()).first().map(|i| items[*i]);
        assert_eq!(find("jurgen"), Some("Jürgen"));
        assert_eq!(find("École"), Some("ÉCOLE"));
        assert_eq!(find("agy"), Some("Ägypten"));
        assert_eq!(find("zzz"), None);
    }

    #[test]
    fn the_cursor_stays_inside() {
        let mut list = FilterList::default();
        list.move_by(5, 3);
        assert_eq!(list.cursor, 2);
        list.move_by(-9, 3);
        assert_eq!(list.cursor, 0);
        list.move_by(1, 0);
        assert_eq!(list.cursor, 0);
    }
}
