//! Runs a child whose whole output is wanted, as it comes, until it ends, is stopped or takes too long.

use std::io::Read;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::child::{ChildError, ChildSpec, ProcessGroup, STDERR_TIMEOUT, command, os};

/// Bytes that are read at once.
const CHUNK: usize = 8_192;
/// Chunks that wait to be taken; with more, the child waits.
const WAITING: usize = 8;
/// How often the child is looked at.
const STEP: Duration = Duration::from_millis(20);

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureEnd {
    /// It has exited.
    Exited(ExitStatus),
    /// It was killed because it took too long.
    TimedOut,
    /// It was killed because it was no longer wanted.
    Stopped,
}

/// Runs a child without input, and passes on what it writes to standard output and standard error, in the order in
/// which it arrives; nothing while nothing arrives. Processes that it leaves running are left alone, unless it is killed.
///
/// # Errors
///
/// If it cannot be started, or reads from the terminal.
pub fn capture(
    order: &ChildSpec<'_>,
    is_stopped: impl Fn() -> bool,
    mut on_output: impl FnMut(&[u8]),
) -> Result<CaptureEnd, ChildError> {
    let mut child = command(order).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(ChildError::NotRun)?;
    let ended = follow(&mut child, order, &is_stopped, &mut on_output);
    if !matches!(ended, Ok(CaptureEnd::Exited(_))) {
        os::end(&mut child, order.group);
    }
    ended
}

fn follow(
    child: &mut Child,
    order: &ChildSpec<'_>,
    is_stopped: &impl Fn() -> bool,
    on_output: &mut impl FnMut(&[u8]),
) -> Result<CaptureEnd, ChildError> {
    let output = read(child).map_err(|error| ChildError::Broken("watched", error))?;
    let end = Instant::now() + order.timeout;
    let mut exited: Option<(ExitStatus, Instant)> = None;
    let mut is_closed = false;
    loop {
        match output.recv_timeout(STEP) {
            Ok(bytes) => on_output(&bytes),
            Err(RecvTimeoutError::Timeout) => on_output(&[]),
            Err(RecvTimeoutError::Disconnected) => {
                is_closed = true;
                std::thread::sleep(STEP);
            }
        }
        if exited.is_none() {
            let status = child.try_wait().map_err(|error| ChildError::Broken("waited for", error))?;
            exited = status.map(|status| (status, Instant::now()));
        }
        if let Some((status, at)) = exited {
            // A process that it left running may hold its output open.
            if is_closed || at.elapsed() > STDERR_TIMEOUT {
                return Ok(CaptureEnd::Exited(status));
            }
        } else if is_stopped() {
            return Ok(CaptureEnd::Stopped);
        } else if Instant::now() >= end {
            return Ok(CaptureEnd::TimedOut);
        } else if order.group == ProcessGroup::Background && os::is_stopped(child) {
            return Err(ChildError::WantsTerminal);
        }
    }
}

/// Reads both outputs, each on a thread of its own. The channel ends when both have ended.
fn read(child: &mut Child) -> std::io::Result<Receiver<Vec<u8>>> {
    let (sender, receiver) = sync_channel(WAITING);
    if let Some(output) = child.stdout.take() {
        on_thread(output, sender.clone())?;
    }
    if let Some(error) = child.stderr.take() {
        on_thread(error, sender)?;
    }
    Ok(receiver)
}

fn on_thread(mut from: impl Read + Send + 'static, to: SyncSender<Vec<u8>>) -> std::io::Result<()> {
    let work = move || {
        let mut buffer = vec![0; CHUNK];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            if to.send(buffer.get(..read).unwrap_or_default().to_vec()).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("child".into()).spawn(work).map(drop)
}

#[cfg(all(test, unix))]
#[path = "capture_tests.rs"]
mod tests;
