//! Quoting for a POSIX shell, in commands that are copied.

/// The text in quotes.
#[must_use]
pub fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The text as one word, quoted if necessary.
#[must_use]
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { quote(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole() {
        assert_eq!(word("https://h.example:8443/api"), "https://h.example:8443/api");
        assert_eq!([word(""), word("my msp"), word("O'Hara $(x)")], ["''", "'my msp'", r"'O'\''Hara $(x)'"]);
    }
}
