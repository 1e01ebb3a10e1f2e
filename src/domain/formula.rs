//! Cells of a spreadsheet that are no formula, whatever stands in them.

/// The text as a cell that no spreadsheet runs: one that would be taken for a formula gets an
/// apostrophe in front. A plus and digits alone, as in a phone number, are left as they are.
#[must_use]
pub fn harmless(text: String) -> String {
    let digits = text
        .strip_prefix('+')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b' '));
    if text.starts_with(['=', '+', '-', '@']) && !digits { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::harmless;
    use rstest::rstest;

    #[rstest]
    #[case("=1+1", "'=1+1")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("-2", "'-2")]
    #[case("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    #[case("+", "'+")]
    #[case("+44 20 7946 0018", "+44 20 7946 0018")]
    #[case("Acme = Ltd", "Acme = Ltd")]
    #[case("", "")]
    fn formulas_become_text(#[case] text: &str, #[case] cell: &str) {
        assert_eq!(harmless(text.to_owned()), cell);
    }
}
