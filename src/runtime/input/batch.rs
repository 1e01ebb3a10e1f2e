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
/// After a key that types text, wait this long for another: a terminal that writes a paste key by key does it faster, and
/// who typed it is waiting ...
const ALONE: Duration = Duration::from_millis(1);
/// ... and after what may be a paste this long: a large one takes more than one read.
const TOGETHER: Duration = Duration::from_millis(10);
/// A line of more keys may be the beginning of a large paste.
const LONG: usize = 1024;
/// Keys that are reported before more are waited for.
const MOST: usize = 1 << 16;

/// Keys that wait for others.
#[derive(Debug, Default)]
pub(super) struct Batch {
    keys: Vec<KeyPress>,
    /// One of them came too soon to have been pressed on purpose.
    quick: bool,
    /// One of them types text.
    types: bool,
    /// One of them breaks the line.
    breaks: bool,
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
        let is_break = is_newline(press) || press.key == Key::Enter;
        self.types |= is_break || press.typed().is_some() || press.key == Key::Tab && !press.shift;
        self.breaks |= is_break;
        self.keys.push(press);
    }

    /// All that could be read has been: keys that type no text are no part of a paste, and nothing is waited for.
    pub(super) fn pause(&mut self, tell: &mut impl FnMut(Msg)) {
        if !self.types {
            self.end(tell);
        }
    }

    /// Emits keys typed before the program listened: as typed by hand.
    pub(super) fn begin(&mut self, tell: &mut impl FnMut(Msg)) {
        for press in self.take().0 {
            tell(Msg::Quick(vec![if is_newline(press) { KeyPress::plain(Key::Enter) } else { press }]));
        }
    }

    /// Until when another key would belong to the group; `None` if it is empty.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let is_like_a_paste = self.keys.len() > LONG || self.breaks && self.keys.len() > 1;
        let wait = if is_like_a_paste { TOGETHER } else { ALONE };
        self.last.filter(|_| !self.keys.is_empty())?.checked_add(wait)
    }

    /// Ends the group.
    pub(super) fn end(&mut self, tell: &mut impl FnMut(Msg)) {
        let (keys, quick) = self.take();
        match keys.as_slice() {
            [] => {}
            [press] if !quick => tell(Msg::Key(*press)),
            _ => tell(Msg::Quick(keys)),
        }
    }

    /// The keys, and whether one of them came too soon; none are left.
    fn take(&mut self) -> (Vec<KeyPress>, bool) {
        let Self { keys, quick, last, .. } = std::mem::take(self);
        self.last = last;
        (keys, quick)
    }
}

/// A line break as a paste sends it, or as Enter does in a terminal that is not set up yet.
fn is_newline(press: KeyPress) -> bool {
    press.key == Key::Char('j') && press.ctrl && !press.alt
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses Enter at these milliseconds; how many came in each message, and whether it was a key pressed.
    fn told(at: &[u64]) -> Vec<(usize, bool)> {
        told_of(Key::Enter, at)
    }

    fn told_of(key: Key, at: &[u64]) -> Vec<(usize, bool)> {
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
            batch.add(Msg::Key(KeyPress::plain(key)), now, &mut tell);
            batch.pause(&mut tell);
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
        assert_eq!(told(&[0, 0, 100, 100]), [(2, false), (2, false)]);
    }

    #[test]
    fn a_key_that_types_nothing_waits_for_no_other() {
        let mut batch = Batch::default();
        let now = Instant::now();
        batch.add(Msg::Key(KeyPress::plain(Key::Down)), now, &mut |_| {});
        batch.pause(&mut |msg| assert!(matches!(msg, Msg::Key(_)), "{msg:?}"));
        assert_eq!(batch.deadline(), None);
        assert_eq!(told_of(Key::Down, &[0, 2, 4]), [(1, true), (1, false), (1, false)], "too soon is still too soon");
    }

    #[test]
    fn what_may_be_a_paste_waits_longer_for_its_rest() {
        let wait = |keys: &[Key]| {
            let (mut batch, now) = (Batch::default(), Instant::now());
            for key in keys {
                batch.add(Msg::Key(KeyPress::plain(*key)), now, &mut |_| {});
            }
            batch.pause(&mut |msg| panic!("{msg:?}"));
            batch.deadline().expect("more is waited for") - now
        };
        assert_eq!(wait(&[Key::Char('j')]), ALONE);
        assert_eq!(wait(&[Key::Enter]), ALONE);
        assert_eq!(wait(&[Key::Char('j'); 1000]), ALONE);
        assert_eq!(wait(&[Key::Char('j'); 2000]), TOGETHER);
        assert_eq!(wait(&[Key::Char('j'), Key::Enter]), TOGETHER);
        assert_eq!(wait(&[Key::Down, Key::Char('j'), Key::Down]), ALONE);
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
