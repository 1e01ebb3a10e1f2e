//! The report of a panic, a file in the state directory: where it happened and on what system, never what was typed,
//! received or configured. The panic's message is left out, because it may contain any of that.

use std::backtrace::Backtrace;
use std::io;
use std::path::{Path, PathBuf};

use super::{clock, platform};
use crate::store;
use crate::system::file;

/// Reports that are kept.
const MAX_REPORTS: usize = 10;
const PREFIX: &str = "crash-";
const SUFFIX: &str = ".txt";

/// Writes the report of a panic at this location, in the calling thread, and returns its path.
///
/// # Errors
///
/// If there is no state directory, or it cannot be written.
pub(super) fn write(place: &str) -> io::Result<PathBuf> {
    let folder = store::state_folder().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    let now = jiff::Timestamp::now();
    write_in(&folder, now, &text(place, now))
}

fn write_in(folder: &Path, now: jiff::Timestamp, text: &str) -> io::Result<PathBuf> {
    file::private_folder(folder)?;
    // To make room for another one. Their names sort by time.
    file::sweep(folder, PREFIX, SUFFIX, MAX_REPORTS - 1);
    let path = folder.join(format!("{PREFIX}{}{SUFFIX}", now.strftime("%Y%m%dT%H%M%S%.3fZ")));
    file::write_new(&path, text.as_bytes())?;
    Ok(path)
}

fn text(place: &str, now: jiff::Timestamp) -> String {
    let up = clock::now().millis;
    let thread = std::thread::current();
    let terminal = platform::terminal_size().map_or_else(|| "unknown".to_owned(), |(w, h)| format!("{w} x {h}"));
    // A stripped program has no symbols: the address of a known function makes the others resolvable.
    let anchor = write as fn(&str) -> io::Result<PathBuf>;
    format!(
        "keepnet-tui: an internal error\n\
         Nothing in here was typed, received or configured: no names, no addresses, no secrets.\n\
         \n\
         place     {place}\n\
         thread    {}\n\
         version   {}\n\
         system    {} {}\n\
         time      {now}\n\
         uptime    {}.{:03} s\n\
         terminal  {terminal}\n\
         anchor    {anchor:p}\n\
         \n\
         {:#}",
        thread.name().unwrap_or("unnamed"),
        env!("KEEPNET_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        up / 1000,
        up % 1000,
        Backtrace::force_capture(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn at(second: i64) -> jiff::Timestamp {
        jiff::Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn ten_reports_are_kept_and_other_files_untouched() {
        let home = tempfile::tempdir().expect("folder");
        let folder = home.path().join("state").join("keepnet-tui");
        let first = write_in(&folder, at(0), "x").expect("written");
        assert_eq!(first.file_name().expect("name"), "crash-19700101T000000.000Z.txt");
        fs::write(folder.join("journal.jsonl"), "x").expect("written");
        for second in 1..=12 {
            write_in(&folder, at(second), "x").expect("written");
        }
        let mut names: Vec<_> =
            fs::read_dir(&folder).expect("there").map(|e| e.expect("entry").file_name().into_string()).collect();
        names.sort();
        assert_eq!(names.len(), MAX_REPORTS + 1);
        assert_eq!(names.first(), Some(&Ok("crash-19700101T000003.000Z.txt".to_owned())));
        assert_eq!(names.last(), Some(&Ok("journal.jsonl".to_owned())));
    }

    #[test]
    fn a_report_overwrites_nothing() {
        let home = tempfile::tempdir().expect("folder");
        let path = write_in(home.path(), at(0), "x").expect("written");
        assert!(write_in(home.path(), at(0), "y").is_err());
        assert_eq!(fs::read_to_string(path).expect("there"), "x");
    }

    #[cfg(unix)]
    #[test]
    fn file_and_folder_are_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("folder");
        let folder = home.path().join("state").join("keepnet-tui");
        fs::create_dir_all(&folder).expect("folder");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("mode");
        let path = write_in(&folder, at(0), "x").expect("written");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    }

    #[test]
    fn report_has_location_and_system() {
        let text = text("src/a.rs:1:2", at(0));
        for wanted in ["src/a.rs:1:2", env!("CARGO_PKG_VERSION"), std::env::consts::OS, "1970-01-01T00:00:00Z"] {
            assert!(text.contains(wanted), "{wanted} in\n{text}");
        }
        // This very function is below it on the stack.
        assert!(text.contains("report_has_location_and_system"), "{text}");
    }
}
