//! What terminals have said about their background, for all profiles: one small file beside their directories. It
//! contains checksums of how the terminals describe themselves, and nothing else about anybody.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::paths::{checksum, make_private};
use crate::domain::terminal::appearance::{Background, BackgroundAnswer};
use crate::system::file::{self, Readers};

const FILE: &str = "terminals.json";
const PREFIX: &str = ".terminals-";
/// The version of the format.
const VERSION: u32 = 1;
/// Terminals that are remembered; the one that was heard longest ago is forgotten.
const MOST: usize = 32;
/// The file is never larger.
const BYTES_MAX: u64 = 1 << 16;

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    v: u32,
    terminals: Vec<TerminalRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct TerminalRecord {
    terminal: String,
    /// Absent: it does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    background: Option<BackgroundRecord>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum BackgroundRecord {
    Dark,
    Light,
}

/// What the terminal that describes itself like this has said; `None` if it is not remembered.
#[must_use]
pub fn background(state: &Path, terminal: &str) -> Option<BackgroundAnswer> {
    let name = name_of(terminal);
    let found = read(state).into_iter().find(|record| record.terminal == name)?;
    Some(match found.background {
        Some(BackgroundRecord::Dark) => BackgroundAnswer::Is(Background::Dark),
        Some(BackgroundRecord::Light) => BackgroundAnswer::Is(Background::Light),
        None => BackgroundAnswer::NotTold,
    })
}

/// Remembers it.
///
/// # Errors
///
/// If it cannot be written.
pub fn remember_background(state: &Path, terminal: &str, answer: BackgroundAnswer) -> io::Result<()> {
    let background = match answer {
        BackgroundAnswer::Is(Background::Dark) => Some(BackgroundRecord::Dark),
        BackgroundAnswer::Is(Background::Light) => Some(BackgroundRecord::Light),
        BackgroundAnswer::NotTold => None,
    };
    let name = name_of(terminal);
    let mut terminals = read(state);
    terminals.retain(|record| record.terminal != name);
    terminals.push(TerminalRecord { terminal: name, background });
    terminals.drain(..terminals.len().saturating_sub(MOST));
    make_private(state)?;
    let bytes = serde_json::to_vec(&Record { v: VERSION, terminals })?;
    file::replace(&path(state), &bytes, Readers::Owner, PREFIX)
}

fn path(state: &Path) -> PathBuf {
    state.join(FILE)
}

fn name_of(terminal: &str) -> String {
    format!("{:016x}", checksum(terminal))
}

/// What cannot be read is not remembered.
fn read(state: &Path) -> Vec<TerminalRecord> {
    let Ok(found) = file::read_private(&path(state), BYTES_MAX) else { return Vec::new() };
    match serde_json::from_slice::<Record>(&found.bytes) {
        Ok(record) if record.v == VERSION => record.terminals,
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DARK: BackgroundAnswer = BackgroundAnswer::Is(Background::Dark);
    const LIGHT: BackgroundAnswer = BackgroundAnswer::Is(Background::Light);

    #[test]
    fn each_terminal_is_remembered_as_it_was_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path().join("keepnet-tui");
        assert_eq!(background(&state, "xterm"), None);
        for (terminal, answer) in
            [("xterm", DARK), ("kitty", LIGHT), ("foot", BackgroundAnswer::NotTold), ("xterm", LIGHT), ("foot", DARK)]
        {
            remember_background(&state, terminal, answer).expect("written");
            assert_eq!(background(&state, terminal), Some(answer));
        }
        assert_eq!(["xterm", "kitty", "foot"].map(|name| background(&state, name)), [LIGHT, LIGHT, DARK].map(Some));
        let text = std::fs::read_to_string(path(&state)).expect("a file");
        assert!(!text.contains("xterm") && !text.contains("kitty"), "{text}");
    }

    #[test]
    fn only_so_many_are_remembered() {
        let folder = tempfile::tempdir().expect("a folder");
        for n in 0..MOST + 3 {
            remember_background(folder.path(), &n.to_string(), DARK).expect("written");
        }
        assert_eq!(read(folder.path()).len(), MOST);
        assert_eq!(background(folder.path(), "2"), None);
        assert_eq!(background(folder.path(), "3"), Some(DARK));
    }

    #[test]
    fn damaged_file_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        for text in ["", "{", "[]", r#"{"v":2,"terminals":[]}"#, r#"{"v":1,"terminals":[{"terminal":1}]}"#] {
            std::fs::write(path(folder.path()), text).expect("written");
            assert_eq!(background(folder.path(), "xterm"), None, "{text}");
            remember_background(folder.path(), "xterm", LIGHT).expect("written");
            assert_eq!(background(folder.path(), "xterm"), Some(LIGHT), "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn file_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        remember_background(folder.path(), "xterm", DARK).expect("written");
        let mode = std::fs::metadata(path(folder.path())).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
