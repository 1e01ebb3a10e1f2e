//! Reads the terminal and passes on what it means, in the order in which it came.

use std::io;
use std::time::{Duration, Instant};

use super::batch::Batch;
use super::event::InputEvent;

/// Reads until the terminal or the program is gone.
#[cfg(unix)]
pub(super) fn read(
    escape_delay: Duration,
    asked: bool,
    tell: &impl Fn(io::Result<InputEvent>) -> bool,
) -> io::Result<()> {
    use super::super::platform::{Readable, read_input, wait_for_input};
    use super::decode::Decoder;

    let mut decoder = Decoder::new(escape_delay);
    if asked {
        decoder.expect_background(Instant::now());
    }
    let mut batch = Batch::default();
    let mut buffer = vec![0; 1 << 14];
    // Input that is there already was typed before the program started.
    let mut before = true;
    let mut alive = true;
    while alive {
        let mut send = |msg| alive &= tell(Ok(InputEvent::Msg(msg)));
        let deadline = [decoder.deadline(), batch.deadline()].into_iter().flatten().min();
        let wait = deadline.map(|at| at.saturating_duration_since(Instant::now()));
        match wait_for_input(if before { Some(Duration::ZERO) } else { wait })? {
            Readable::Bytes => {
                let count = read_input(&mut buffer)?;
                decoder.feed(buffer.get(..count).unwrap_or_default(), Instant::now());
            }
            Readable::Nothing if before => {
                before = false;
                batch.begin(&mut send);
            }
            Readable::Nothing => {
                // The deadline has passed, and anything that arrived meanwhile would have been read first.
                let now = Instant::now();
                decoder.expire(now);
                if batch.deadline().is_some_and(|at| at <= now) {
                    batch.end(&mut send);
                }
            }
        }
        let now = Instant::now();
        while let Some(msg) = decoder.next() {
            batch.add(msg, now, &mut send);
        }
        if !before {
            batch.pause(&mut send);
        }
        while let Some(report) = decoder.report() {
            alive &= tell(Ok(InputEvent::Background(report)));
        }
    }
    Ok(())
}

/// Reads until the program is gone.
#[cfg(not(unix))]
pub(super) fn read(_: Duration, _: bool, tell: &impl Fn(io::Result<InputEvent>) -> bool) -> io::Result<()> {
    let mut batch = Batch::default();
    let mut alive = true;
    while alive {
        let mut send = |msg| alive &= tell(Ok(InputEvent::Msg(msg)));
        if let Some(end) = batch.deadline()
            && !crossterm::event::poll(end.saturating_duration_since(Instant::now()))?
        {
            batch.end(&mut send);
            continue;
        }
        if let Some(msg) = super::console::from_console(crossterm::event::read()?) {
            batch.add(msg, Instant::now(), &mut send);
            batch.pause(&mut send);
        }
    }
    Ok(())
}
