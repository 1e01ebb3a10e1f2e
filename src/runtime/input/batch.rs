//! Groups keys that arrive together, faster than a person types.
//!
//! A terminal that does not mark pastes sends them as keys. The program decides what such keys may do; here they are
//! only grouped, and distinguished from keys that were pressed one by one.

use std::time::{Duration, Instant};

use crate::app::core::msg::Msg;
use crate::app::keys::press::{Key, KeyPress};

/// A key that follows sooner than this was not pressed by somebody who saw the effect of the previous one. It is longer
/// than the repeat interval of a held key, and shorter than the interval of fast typing.
const UNSEEN: Duration = Duration::from_millis(100);
/// After one key, wait this long for another ...
const ALONE: Duration = Duration::from_millis(3);
/// ... and after several this long: a large paste takes more than one read.
const TOGETHER: Duration = Duration::from_millis(10);
/// Keys that are reported before more are waited for.
const MOST: usize = 1 << 16;

/// Keys that wait for others.
#[derive(Debug, Default)]
pub(super) struct Batch {
    keys: Vec<KeyPress>,
    /// One of them came too soon to have been pressed on purpose.
    quick: bool,
    last: Option<Instant>,
}

impl Batch {
    /// Takes a message received now, and emits what is complete.
    pub(super) fn add(&mut self, msg: Msg, now: Instant, tell: &mut impl FnMut(Msg)) {
        let Msg::Key(press) = msg else {
            self.end(tell);
            tell(msg);
            return;
        };
        if self.keys.len() >= MOST {
            self.end(tell);
        }
        self.quick |= self.last.is_some_and(|last| now.saturating_duration_since(last) < UNSEEN);
        self.last = Some(now);
        self.keys.push(press);
    }

    /// Emits keys typed before the program listened: as typed by hand.
    pub(super) fn begin(&mut self, tell: &mut impl FnMut(Msg)) {
        self.quick = false;
        for press in std::mem::take(&mut self.keys) {
            let is_enter = press.key == Key::Char('j') && press.ctrl && !press.alt;
            tell(Msg::Quick(vec![if is_enter { KeyPress::plain(Key::Enter) } else { press }]));
        }
    }

    /// Until when another key would belong to the group; `None` if it is empty.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let wait = if self.keys.len() > 1 { TOGETHER } else { ALONE };
        self.last.filter(|_| !self.keys.is_empty())?.checked_add(wait)
    }

    /// Ends the group.
    pub(super) fn end(&mut self, tell: &mut impl FnMut(Msg)) {
        let keys = std::mem::take(&mut self.keys);
        let quick = std::mem::take(&mut self.quick);
        match keys.as_slice() {
            [] => {}
            [press] if !quick => tell(Msg::Key(*press)),
            _ => tell(Msg::Quick(keys)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types keys at these milliseconds; how many came in each message, and whether it was a key pressed.
    fn told(at: &[u64]) -> Vec<(usize, bool)> {
        let start = Instant::now();
        let (mut batch, mut found) = (Batch::default(), Vec::new());
        let mut tell = |msg| match msg {
            Msg::Key(_) => found.push((1, true)),
            Msg::Quick(keys) => found.push((keys.len(), false)),
            other => panic!("{other:?}"),
        };
        for millis in at {
            let now = start + Duration::from_millis(*millis);
            if batch.deadline().is_some_and(|end| end <= now) {
                batch.end(&mut tell);
            }
            batch.add(Msg::Key(KeyPress::plain(Key::Enter)), now, &mut tell);
        }
        batch.end(&mut tell);
        found
    }

    #[test]
    fn slow_keys_are_separate_messages() {
        assert_eq!(told(&[0, 125, 250, 400]), [(1, true); 4]);
    }

    #[test]
    fn a_key_that_is_held_down_is_pressed_once() {
        assert_eq!(told(&[0, 500, 533, 566, 599]), [(1, true), (1, true), (1, false), (1, false), (1, false)]);
        assert_eq!(told(&[0, 90, 180]), [(1, true), (1, false), (1, false)], "as slowly as a Mac does");
    }

    #[test]
    fn fast_keys_are_one_message() {
        assert_eq!(told(&[0, 0, 0, 5, 14, 200]), [(5, false), (1, true)]);
        assert_eq!(told(&[0, 2, 100, 101]), [(2, false), (2, false)]);
    }

    #[test]
    fn other_event_ends_the_batch_and_follows_it() {
        let (mut batch, mut found) = (Batch::default(), Vec::new());
        let mut tell = |msg| found.push(msg);
        let now = Instant::now();
        batch.add(Msg::Key(KeyPress::plain(Key::Tab)), now, &mut tell);
        batch.add(Msg::Paste("x".to_owned()), now, &mut tell);
        assert!(matches!(found.as_slice(), [Msg::Key(_), Msg::Paste(_)]), "{found:?}");
    }
}
