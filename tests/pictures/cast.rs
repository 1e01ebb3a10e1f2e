//! A recording as asciinema has it: asciicast, version 2.

use std::fmt::Write;
use std::num::NonZeroU16;
use std::time::Duration;

use serde_json::{Value, json};
use vt100::{Parser, Screen};

/// What comes within this time is one frame.
const FRAME: Duration = Duration::from_millis(40);

/// What a terminal showed, and when.
pub struct Cast {
    width: u16,
    height: u16,
    title: String,
    /// The time of the recording.
    now: Duration,
    /// When a key was pressed last.
    pressed: Duration,
    /// The rest of a letter that came in two reads.
    rest: Vec<u8>,
    events: Vec<Event>,
}

struct Event {
    at: Duration,
    kind: Kind,
    text: String,
}

#[derive(PartialEq)]
enum Kind {
    Output,
    Marker,
}

/// A screen of a recording.
pub struct Frame {
    pub at: Duration,
    /// What a marker calls it.
    pub mark: Option<String>,
    pub screen: Screen,
}

impl Cast {
    pub fn new(width: u16, height: u16, theme: &str) -> Self {
        let title = format!("keepnet-tui --demo --theme {theme}");
        let (now, pressed) = (Duration::ZERO, Duration::ZERO);
        Self { width, height, title, now, pressed, rest: Vec::new(), events: Vec::new() }
    }

    /// Lets time pass, up to the next key.
    pub fn pause(&mut self, long: Duration) {
        self.now += long;
        self.pressed = self.now;
    }

    /// Records what was written, each piece with the time since the last key.
    pub fn write(&mut self, pieces: Vec<(Duration, Vec<u8>)>) {
        for (after, bytes) in pieces {
            self.now = self.now.max(self.pressed + after);
            self.rest.extend(bytes);
            let whole = match std::str::from_utf8(&self.rest) {
                Ok(text) => text.len(),
                Err(error) => error.valid_up_to(),
            };
            let bytes: Vec<u8> = self.rest.drain(..whole).collect();
            let text = without_copies(&String::from_utf8(bytes).expect("text"));
            let now = self.now;
            match self.events.last_mut() {
                Some(last) if last.kind == Kind::Output && now.saturating_sub(last.at) < FRAME => {
                    last.text.push_str(&text);
                }
                _ => self.events.push(Event { at: now, kind: Kind::Output, text }),
            }
        }
    }

    /// Names the screen as it is now.
    pub fn mark(&mut self, name: &str) {
        self.events.push(Event { at: self.now, kind: Kind::Marker, text: name.to_owned() });
    }

    /// The file.
    pub fn to_text(&self) -> String {
        let head = json!({ "version": 2, "width": self.width, "height": self.height, "title": self.title });
        let mut out = format!("{head}\n");
        for Event { at, kind, text } in &self.events {
            let kind = if *kind == Kind::Output { "o" } else { "m" };
            writeln!(out, "{}", json!([at.as_secs_f64(), kind, text])).expect("text");
        }
        out
    }

    /// Reads the file.
    pub fn from_text(text: &str) -> Self {
        let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let head = lines.next().expect("a header");
        let cells = |name: &str| head[name].as_u64().and_then(|n| u16::try_from(n).ok()).expect("a size");
        let title = head["title"].as_str().expect("a title").to_owned();
        let events = lines
            .map(|event| Event {
                at: Duration::from_secs_f64(event[0].as_f64().expect("a time")),
                kind: if event[1] == "o" { Kind::Output } else { Kind::Marker },
                text: event[2].as_str().expect("text").to_owned(),
            })
            .collect();
        Self { title, events, ..Self::new(cells("width"), cells("height"), "") }
    }

    /// Its screens, one after the other.
    pub fn frames(&self) -> Vec<Frame> {
        let cells = |n: u16| NonZeroU16::new(n).expect("a size");
        let mut parser = Parser::new(cells(self.height), cells(self.width), 0);
        let frame = |event: &Event| {
            let is_output = event.kind == Kind::Output;
            if is_output {
                parser.process(event.text.as_bytes());
            }
            let mark = (!is_output).then(|| event.text.clone());
            Frame { at: event.at, mark, screen: parser.screen().clone() }
        };
        self.events.iter().map(frame).collect()
    }
}

/// Without what is put on the clipboard: whoever plays a recording keeps their own.
fn without_copies(text: &str) -> String {
    let mut parts = text.split("\x1b]52;");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(['\x07', '\\']).map_or("", |(_, after)| after));
    }
    out
}
