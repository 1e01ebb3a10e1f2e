//! The use of a licence, as a bar.

/// A bar of `cells` cells (at least two) for `percent`, with `!` at its end when over the limit.
#[must_use]
pub fn bar(percent: u64, cells: usize, ascii: bool) -> String {
    let inner = cells.saturating_sub(2);
    let filled = usize::try_from(percent.min(100)).unwrap_or(100) * inner / 100;
    let (full, empty) = if ascii { ('#', '.') } else { ('█', '░') };
    let mut bar: String = std::iter::repeat_n(full, filled).chain(std::iter::repeat_n(empty, inner - filled)).collect();
    if percent > 100 && bar.pop().is_some() {
        bar.push('!');
    }
    format!("[{bar}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_full_only_when_full() {
        assert_eq!(bar(99, 12, true), "[#########.]");
        assert_eq!(bar(100, 12, true), "[##########]");
        assert_eq!(bar(101, 12, true), "[#########!]");
        assert_eq!(bar(0, 12, true), "[..........]");
        assert_eq!([0, 1, 2, 3].map(|cells| bar(101, cells, true)), ["[]", "[]", "[]", "[!]"]);
    }
}
