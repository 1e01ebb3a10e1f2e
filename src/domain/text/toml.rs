//! Text of a TOML file.

use std::fmt::Write as _;

/// A string in quotes, on one line.
#[must_use]
pub fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key: bare if it can be, else in quotes.
#[must_use]
pub fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { string(name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_bare_if_they_can_be() {
        assert_eq!(["over-limit", "over limit", "", "é"].map(key), ["over-limit", "\"over limit\"", "\"\"", "\"é\""]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_comes_back(text in "\\PC{0,20}|[\\x00-\\x7f\"\\\\]{0,20}") {
            let table: toml::Table = format!("{} = {}", key(&text), string(&text)).parse().expect("TOML");
            prop_assert_eq!(table.get(&text).and_then(toml::Value::as_str), Some(text.as_str()));
        }
    }
}
