//! A table for people: columns as wide as their contents, limited to the width of the terminal.

use std::io::{self, Write};

use super::heading::Heading;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::{fit, width};

/// Between two columns.
const GAP: usize = 2;
/// Minimum width of truncated text.
const LEAST: usize = 12;
/// The first columns, which identify a row, are always shown.
const ALWAYS: usize = 2;

/// The columns of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// The widths of the shown columns.
    widths: Vec<usize>,
    /// Text that does not fit is truncated.
    cut: bool,
}

impl Columns {
    /// The columns for a first page of cells. Without a limit all are shown in full. Otherwise text is truncated as far
    /// as that helps, and then the last columns are hidden.
    #[must_use]
    pub(super) fn of(head: &[Heading], cells: &[&[String]], room: Option<usize>) -> Self {
        let titles = head.iter().map(title).collect::<Vec<_>>();
        let rows = || std::iter::once(titles.as_slice()).chain(cells.iter().copied());
        let widest = |n: usize| rows().filter_map(|row| row.get(n)).map(|cell| width(cell)).max().unwrap_or(0);
        let natural: Vec<usize> = (0..head.len()).map(widest).collect();
        let Some(room) = room else { return Self { widths: natural, cut: false } };
        let least = |n: usize| if head[n].words { natural[n].min(LEAST.max(width(&titles[n]))) } else { natural[n] };
        let mut shown = head.len();
        while shown > ALWAYS && line((0..shown).map(least)) > room {
            shown -= 1;
        }
        let mut widths = natural[..shown].to_vec();
        while line(widths.iter().copied()) > room {
            let longest = (0..shown).filter(|n| widths[*n] > least(*n)).max_by_key(|n| widths[*n]);
            let Some(longest) = longest else { break };
            widths[longest] -= 1;
        }
        Self { widths, cut: true }
    }

    /// Widens the columns for these cells.
    pub(super) fn widen(&mut self, cells: &[String]) {
        for (room, cell) in self.widths.iter_mut().zip(cells) {
            *room = (*room).max(width(cell));
        }
    }

    /// The hidden columns.
    #[must_use]
    pub(super) fn hidden_columns(&self, head: &[Heading]) -> Vec<String> {
        head.iter().skip(self.widths.len()).map(title).collect()
    }

    /// Writes the titles.
    pub(super) fn write_titles(&self, out: &mut Vec<u8>, head: &[Heading]) -> io::Result<()> {
        self.write(out, head, &head.iter().map(title).collect::<Vec<_>>())
    }

    /// Writes a row. A cell that is wider than its column and not truncated shifts the others.
    pub(super) fn write(&self, out: &mut Vec<u8>, head: &[Heading], cells: &[String]) -> io::Result<()> {
        let mut text = String::new();
        for (n, ((heading, room), cell)) in head.iter().zip(&self.widths).zip(cells).enumerate() {
            if n > 0 {
                text.push_str(&" ".repeat(GAP));
            }
            let wide = width(cell);
            let pad = " ".repeat(room.saturating_sub(wide));
            match (heading.align == Align::Right, self.cut && heading.words && wide > *room) {
                (_, true) => text.push_str(&fit(cell, *room, Align::Left, '…')),
                (true, false) => text.extend([pad.as_str(), cell]),
                (false, false) => text.extend([cell, pad.as_str()]),
            }
        }
        writeln!(out, "{}", text.trim_end())
    }
}

/// The total width of these columns.
fn line(widths: impl ExactSizeIterator<Item = usize>) -> usize {
    widths.len().saturating_sub(1) * GAP + widths.sum::<usize>()
}

/// The title of a heading.
#[must_use]
pub(super) fn title(heading: &Heading) -> String {
    heading.key.to_uppercase().replace("LICENSE", "LICENCE").replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn head() -> Vec<Heading> {
        let number = Heading { align: Align::Right, text: false, ..Heading::text("used") };
        vec![Heading::text("id"), Heading::words("company"), number, Heading::words("industry")]
    }

    fn written(room: Option<usize>, pages: &[&[&str; 4]]) -> (String, Vec<String>) {
        let rows: Vec<Vec<String>> = pages.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        let columns = Columns::of(&head(), &rows[..1].iter().map(Vec::as_slice).collect::<Vec<_>>(), room);
        let mut out = Vec::new();
        columns.write_titles(&mut out, &head()).expect("memory");
        for row in &rows {
            columns.write(&mut out, &head(), row).expect("memory");
        }
        (String::from_utf8(out).expect("text"), columns.hidden_columns(&head()))
    }

    const FIRST: [&str; 4] = ["4t77GoTElJD1", "Alpenblick Elektrotechnik eG", "46", "Manufacturing and sons"];
    const LATER: [&str; 4] = ["4t77GoTElJD10", "上海雲端網路安全科技有限公司的母公司", "123456", "IT"];

    #[test]
    fn without_a_terminal_nothing_is_cut() {
        let (text, left_out) = written(None, &[&FIRST, &LATER]);
        assert_eq!(left_out, Vec::<String>::new());
        for cell in FIRST.iter().chain(&LATER) {
            assert!(text.contains(cell), "{text}");
        }
    }

    #[rstest]
    #[case(70, &[])]
    #[case(60, &[])]
    #[case(46, &[])]
    #[case(45, &["INDUSTRY"])]
    #[case(32, &["INDUSTRY"])]
    #[case(31, &["USED", "INDUSTRY"])]
    fn narrow_table_truncates_text_then_hides_columns(#[case] room: usize, #[case] missing: &[&str]) {
        let (text, left_out) = written(Some(room), &[&FIRST]);
        assert_eq!(left_out, missing);
        for line in text.lines() {
            assert!(width(line) <= room, "{text}");
        }
        assert!(text.contains(FIRST[0]), "an ID is not cut: {text}");
    }

    #[test]
    fn later_pages_keep_the_first_widths() {
        let (text, _) = written(Some(60), &[&FIRST, &LATER]);
        assert!(text.contains("4t77GoTElJD10") && text.contains("123456"), "what is no word is not cut: {text}");
        assert!(text.contains('…') && !text.contains(LATER[1]), "{text}");
    }
}
