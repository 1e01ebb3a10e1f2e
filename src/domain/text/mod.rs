//! Text from outside, cleaned once: typed, pasted, from a flag, a file or the environment, or from the service. The
//! result is safe to store, compare and show.

pub mod cells;
mod char_names;
mod escapes;
mod folds;
mod incoming;
mod invisible;
pub mod nearest;
mod scripts;
mod setting;
pub mod shell;
pub mod spreadsheet;
pub mod toml;

pub use char_names::named;
pub use folds::plain_number;
pub use incoming::{clean, clean_typed, incoming, incoming_lines, line, name};
pub use invisible::{NO_NAME, has_visible, is_ignorable, is_unsafe, name_or_none, without_ignorables};
pub use scripts::mixed;
pub use setting::{invalid_setting_char, setting};

/// Longest name kept from the service, in characters.
pub const NAME_MAX: usize = 512;
/// Longest message kept from the service, in characters.
pub const MESSAGE_MAX: usize = 2_000;

/// `1 seat`, `2 seats`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `18,844`: large numbers in groups of three digits.
#[must_use]
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped() {
        let said = [0, 999, 1_000, 18_844, 1_234_567, u64::MAX].map(grouped);
        assert_eq!(said, ["0", "999", "1,000", "18,844", "1,234,567", "18,446,744,073,709,551,615"]);
    }
}
