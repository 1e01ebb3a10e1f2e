//! `secret_command`: a command of the person's own that prints the secret, such as `pass show keepnet`.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

/// No secret is longer.
const BYTES_MAX: usize = 65_536;
/// How often a command that has closed its output is looked at.
const STEP: Duration = Duration::from_millis(5);

/// Runs the command in the system's shell; the secret is the first line of its output. It gets no
/// input, and what it says on standard error is dropped: that could be anything, and the screen may
/// be in use.
///
/// # Errors
///
/// The end of a sentence that begins with the command's name. Nothing the command printed is in it.
pub(super) fn run(command: &str, patience: Duration) -> Result<SecretString, String> {
    let end = Instant::now() + patience;
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .args([flag, command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot be run: {error}"))?;
    let Some(output) = child.stdout.take() else { return Err("has no output".to_owned()) };
    let (sender, receiver) = channel();
    // On a thread of its own: what the command leaves behind may hold its output open.
    std::thread::spawn(move || {
        let mut bytes = Zeroizing::new(Vec::with_capacity(BYTES_MAX));
        let read = output.take(BYTES_MAX as u64).read_to_end(&mut bytes);
        let _ = sender.send(read.map(|_| bytes));
    });
    let read = receiver.recv_timeout(end.saturating_duration_since(Instant::now()));
    let status = read.is_ok().then(|| ended(&mut child, end)).flatten();
    let (Ok(read), Some(status)) = (read, status) else {
        // It may be gone by now.
        let _ = child.kill();
        let _ = child.wait();
        return Err(format!("has not ended within {} s", patience.as_secs()));
    };
    if !status.success() {
        return Err(format!("ended with {status}; run it yourself to see why"));
    }
    let bytes = read.map_err(|error| format!("cannot be read: {error}"))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| "printed no text".to_owned())?;
    match text.lines().next().map(str::trim) {
        Some(line) if !line.is_empty() => Ok(SecretString::from(line)),
        _ => Err("printed nothing in its first line".to_owned()),
    }
}

fn ended(child: &mut Child, end: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < end => std::thread::sleep(STEP),
            Ok(None) | Err(_) => return None,
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rstest::rstest;
    use secrecy::ExposeSecret;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn the_first_line_is_the_secret() {
        let got = run("echo noise >&2; printf ' hunter2 \\nuser: x\\n'", LONG).expect("a secret");
        assert_eq!(got.expose_secret(), "hunter2");
    }

    #[rstest]
    #[case("echo hunter2; exit 3", "exit status: 3")]
    #[case("true", "printed nothing")]
    #[case("printf '\\n hunter2'", "printed nothing")]
    #[case("printf 'hunter2\\377'", "no text")]
    #[case("no-such-command-anywhere", "exit status: 127")]
    fn what_is_no_secret_is_told_without_what_was_printed(#[case] command: &str, #[case] expected: &str) {
        let said = run(command, LONG).map(drop).expect_err("refused");
        assert!(said.contains(expected) && !said.contains("hunter2"), "{said}");
    }

    #[rstest]
    #[case("exec tail -f /dev/null")]
    #[case("exec tail -f /dev/null >/dev/null")]
    fn one_that_does_not_end_is_ended(#[case] command: &str) {
        let said = run(command, Duration::from_millis(50)).map(drop).expect_err("refused");
        assert!(said.contains("has not ended"), "{said}");
    }
}
