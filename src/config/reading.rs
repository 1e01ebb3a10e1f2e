//! Reads the configuration file, which may be a pipe.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use super::error::ConfigError;
use crate::system::file::read_user_file;

/// Configuration files are never larger.
pub(super) const BYTES_MAX: u64 = 1_048_576;

/// Contents of pipes: they can be read only once, and some commands read the configuration twice.
static PIPES: LazyLock<Mutex<HashMap<PathBuf, Text>>> = LazyLock::new(Mutex::default);

/// The text of a configuration file.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The text.
    pub contents: String,
    /// Whether it is a regular file, which can be read again.
    pub lasts: bool,
    /// An error if somebody else could have written it: who, and what to do about it.
    pub write_protection: Result<(), String>,
}

/// Reads the file; `None` if it does not exist.
///
/// # Errors
///
/// A sentence that names the file. It contains nothing of the file's text.
pub(super) fn read(path: &Path) -> Result<Option<Text>, ConfigError> {
    let mut pipes = PIPES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(text) = pipes.get(path) {
        return Ok(Some(text.clone()));
    }
    let wrong = |why: &str| ConfigError(format!("{}: the configuration cannot be read: {why}", path.display()));
    let given = match read_user_file(path, BYTES_MAX) {
        Ok(given) => given,
        Err(refused) if refused.is_not_there() => return Ok(None),
        Err(refused) => return Err(wrong(&refused.to_string())),
    };
    let text = Text {
        contents: decoded(given.bytes).map_err(wrong)?,
        lasts: given.is_file,
        write_protection: given.write_protection,
    };
    if !text.lasts {
        pipes.insert(path.to_owned(), text.clone());
    }
    Ok(Some(text))
}

/// UTF-8, as TOML requires. The encodings that Windows editors write instead are recognised by their first bytes.
pub(super) fn decoded(bytes: Vec<u8>) -> Result<String, &'static str> {
    let is_utf16 =
        matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=255, ..] | [1..=255, 0, ..]);
    if is_utf16 {
        return Err("it is UTF-16; save it as UTF-8");
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8; save it as UTF-8")?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The line of a byte, from 1.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(1, |before| before.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"theme = 1", Ok("theme = 1"))]
    #[case(b"\xef\xbb\xbftheme", Ok("theme"))]
    #[case(b"\xff\xfet\0h\0", Err("it is UTF-16; save it as UTF-8"))]
    #[case(b"\xfe\xff\0t\0h", Err("it is UTF-16; save it as UTF-8"))]
    #[case(b"t\0h\0", Err("it is UTF-16; save it as UTF-8"))]
    #[case(b"th\xe9me", Err("it is not UTF-8; save it as UTF-8"))]
    fn encodings_are_detected(#[case] bytes: &[u8], #[case] text: Result<&str, &str>) {
        assert_eq!(decoded(bytes.to_vec()).as_deref().map_err(|why| *why), text);
    }
}
