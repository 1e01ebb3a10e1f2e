//! Files that are read and replaced as a whole: whoever is killed leaves the old one or the new one, and
//! nobody reads half of one.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

/// What has to be true before the old one gives way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// It has been handed to the system: a loss of power may take it.
    Comfort,
    /// It is on the disk.
    Typed,
}

/// Puts `value` as JSON in place of the file, readable by its owner alone.
pub(super) fn write(path: &Path, value: &impl Serialize, care: Care) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("there is no folder"))?;
    // Made for the owner alone, in the same folder, so that it can take the other's place.
    let mut file = NamedTempFile::new_in(folder)?;
    let mut writer = BufWriter::new(&mut file);
    serde_json::to_writer(&mut writer, value)?;
    writer.flush()?;
    drop(writer);
    if care == Care::Typed {
        file.as_file().sync_data()?;
    }
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Reads the file, of which no more than `largest` bytes are ours.
pub(super) fn read<T: DeserializeOwned>(path: &Path, largest: u64) -> io::Result<T> {
    let mut bytes = Vec::new();
    File::open(path)?.take(largest).read_to_end(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    fn the_last_one_written_is_there_alone_and_its_owners(#[values(Care::Comfort, Care::Typed)] care: Care) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("some.json");
        assert_eq!(read::<String>(&path, 99).map_err(|e| e.kind()), Err(io::ErrorKind::NotFound));
        for text in ["one", "two", "one"] {
            write(&path, &text, care).expect("written");
            assert_eq!(read::<String>(&path, 99).ok().as_deref(), Some(text));
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");
        assert!(read::<String>(&path, 3).is_err(), "it is larger than ours are");
        std::fs::write(&path, b"\"\xff\"").expect("written");
        assert!(read::<String>(&path, 99).is_err());
    }

    #[test]
    fn what_cannot_be_written_leaves_the_old_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("some.json");
        write(&path, &"one", Care::Typed).expect("written");
        // JSON has no keys but texts.
        let unwritable = std::collections::BTreeMap::from([((1, 2), 3)]);
        write(&path, &unwritable, Care::Typed).expect_err("refused");
        assert_eq!(read::<String>(&path, 99).ok().as_deref(), Some("one"));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");
    }
}
