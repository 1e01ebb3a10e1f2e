//! What a worksheet file unfolds to, found out without keeping any of it.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

/// Parts of a workbook: the sheets and what they share.
const PARTS: usize = 10_000;

/// Unfolds every part, and throws it away, as long as all together have at most `most` bytes. What an archive says
/// about its sizes need not be so.
pub(super) fn check(bytes: &[u8], most: u64) -> Result<(), String> {
    let broken = |error: ZipError| match error {
        ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => {
            "it is protected by a password, or packed in an unusual way; save it again without a password".to_owned()
        }
        error => format!("it is damaged or cut off, and cannot be read as XLSX ({error}); save it again in Excel"),
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > PARTS {
        return Err(format!("it has {} parts; a workbook with a table has a few", archive.len()));
    }
    let mut left = most;
    for part in 0..archive.len() {
        let mut part = archive.by_index(part).map_err(broken)?;
        let taken = std::io::copy(&mut (&mut part).take(left + 1), &mut std::io::sink());
        let taken = taken.map_err(|error| broken(error.into()))?;
        left = left.checked_sub(taken).ok_or_else(|| {
            format!("it unfolds to more than {} MiB; copy the table to a workbook of its own", most >> 20)
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn archive(content: &[u8]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).expect("begun");
        writer.write_all(content).expect("written");
        writer.finish().expect("finished").into_inner()
    }

    #[test]
    fn what_unfolds_to_too_much_is_refused() {
        let bytes = archive(&vec![b' '; 3 << 20]);
        assert!(bytes.len() < 10_000);
        assert_eq!(check(&bytes, 3 << 20), Ok(()));
        assert!(check(&bytes, 2 << 20).expect_err("refused").contains("more than 2 MiB"));
    }

    #[test]
    fn what_is_cut_off_is_said() {
        let bytes = archive(b"some text that is long enough to be cut");
        assert!(check(&bytes[..bytes.len() / 2], 1 << 20).expect_err("refused").contains("damaged or cut off"));
    }
}
