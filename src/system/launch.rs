//! Starts a program that goes on by itself, such as a browser.

use std::time::{Duration, Instant};

use super::child::{ChildError, ChildSpec, command};

/// How often the child is looked at.
const STEP: Duration = Duration::from_millis(10);

/// Starts a program and leaves it running. Its output goes nowhere. One that fails within the time of `order` has
/// failed; one that still runs then has succeeded.
///
/// # Errors
///
/// The reason.
pub fn launch(order: &ChildSpec<'_>) -> Result<(), ChildError> {
    let mut child = command(order).spawn().map_err(ChildError::NotRun)?;
    let end = Instant::now() + order.timeout;
    loop {
        match child.try_wait().map_err(|error| ChildError::Broken("waited for", error))? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(ChildError::Ended(status, String::new())),
            None if Instant::now() < end => std::thread::sleep(STEP),
            None => break,
        }
    }
    // Waited for, so that it does not stay behind as a zombie.
    let wait = move || drop(child.wait());
    let _ = std::thread::Builder::new().name("child".into()).spawn(wait);
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::child::{Environment, ProcessGroup};
    use super::*;

    fn launched(script: &str) -> Result<(), ChildError> {
        launch(&ChildSpec {
            arguments: Some(&["-c", script]),
            program: "sh",
            environment: Environment::Person,
            group: ProcessGroup::Background,
            input: None,
            wants_line: false,
            timeout: Duration::from_millis(500),
        })
    }

    #[test]
    fn early_failure_is_told_and_a_long_run_is_not() {
        assert!(launched("exit 0").is_ok());
        assert!(matches!(launched("exit 4"), Err(ChildError::Ended(status, _)) if status.code() == Some(4)));
        let folder = tempfile::tempdir().expect("a folder");
        let mark = folder.path().join("alive");
        assert!(launched(&format!("sleep 1; touch '{}'", mark.display())).is_ok());
        let end = Instant::now() + Duration::from_secs(20);
        while !mark.exists() {
            assert!(Instant::now() < end, "it was killed");
            std::thread::sleep(STEP);
        }
    }
}
