//! What a hostile service may put into any text: every control character, escape sequences of every kind, and what
//! turns or hides text without being seen. Each text carries a mark, so that it is known to have been shown.

use std::ops::Range;
use std::sync::LazyLock;

use serde_json::{Value, json};

/// Sequences, whole and cut, in the seven-bit and the eight-bit form.
const SEQUENCES: &[&str] = &[
    // CSI: colours, places, clearing, modes, reports, printing, scrolling, window size, reset.
    "\x1b[31m",
    "\x1b[38;2;1;2;3m",
    "\x1b[m",
    "\x1b[9999;9999H",
    "\x1b[H",
    "\x1b[10A",
    "\x1b[1E",
    "\x1b[2J",
    "\x1b[3J",
    "\x1b[2K",
    "\x1b[@",
    "\x1b[?1049l",
    "\x1b[?47h",
    "\x1b[?2004l",
    "\x1b[?1000h",
    "\x1b[?2026l",
    "\x1b[?5h",
    "\x1b[4h",
    "\x1b[20h",
    "\x1b[6n",
    "\x1b[c",
    "\x1b[>c",
    "\x1b[0x",
    "\x1b[21t",
    "\x1b[8;1;1t",
    "\x1b[5i",
    "\x1b[1;5r",
    "\x1b[s",
    "\x1b[u",
    "\x1b[3g",
    "\x1b[!p",
    "\x1b[4 q",
    "\x1b[>4;2m",
    "\x1b[=1u",
    "\x1b[200~pasted\x1b[201~",
    // Escapes of one or two characters.
    "\x1bc",
    "\x1b7",
    "\x1b8",
    "\x1bM",
    "\x1bD",
    "\x1bE",
    "\x1bZ",
    "\x1b=",
    "\x1b(0",
    "\x1b#8",
    "\x1b%G",
    "\x1bN",
    "\x1b\x1b",
    // OSC: titles, colours, folders, links, clipboard, notes, files; ended by BEL and by ST.
    "\x1b]0;title\x07",
    "\x1b]2;title\x1b\\",
    "\x1b]4;1;rgb:0/0/0\x07",
    "\x1b]7;file://h/\x07",
    "\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]9;note\x07",
    "\x1b]10;?\x07",
    "\x1b]52;c;aGFja2Vk\x07",
    "\x1b]52;c;?\x07",
    "\x1b]104\x07",
    "\x1b]133;A\x07",
    "\x1b]777;notify;a;b\x07",
    "\x1b]1337;File=:AA\x07",
    // DCS, APC, PM, SOS, and the title of screen.
    "\x1bP1$r0m\x1b\\",
    "\x1bPq#0;2;0;0;0~\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1bPtmux;\x1b\x1b]0;t\x07\x1b\\",
    "\x1b_Gf=24;AAAA\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstart\x1b\\",
    "\x1bktitle\x1b\\",
    // The eight-bit forms.
    "\u{9b}31m",
    "\u{9b}2J",
    "\u{9b}6n",
    "\u{9d}0;title\u{9c}",
    "\u{9d}52;c;aGFja2Vk\u{7}",
    "\u{90}q~\u{9c}",
    "\u{9f}Gx\u{9c}",
    "\u{9e}x\u{9c}",
    "\u{98}x\u{9c}",
    // Cut.
    "\x1b",
    "\x1b[",
    "\x1b[1;",
    "\x1b[?",
    "\x1b]0;",
    "\x1b]52;c;",
    "\x1bP",
    "\x1b_",
    "\u{9b}",
    "\u{9b}1;",
    "\u{9d}",
    // What is not seen.
    "\u{202e}fdp.exe",
    "\u{202d}x\u{202c}",
    "\u{202a}x",
    "\u{2066}x\u{2069}",
    "\u{2067}x",
    "\u{2068}x",
    "\u{200e}x",
    "\u{200f}x",
    "\u{61c}x",
    "\u{200b}x",
    "\u{2060}x",
    "\u{2063}x",
    "\u{feff}x",
    "\u{ad}x",
    "\u{180e}x",
    "\u{2028}x",
    "\u{2029}x",
    "\u{fff9}x\u{fffb}",
    "\u{e0001}\u{e0041}\u{e007f}",
    // Part of the letter before them.
    "x\u{e0041}\u{e007f}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{200d}\u{fe0f}\u{1f3fb}",
];

/// Every payload: each control character (C0, DEL, C1) alone, then the sequences.
pub fn all() -> Vec<String> {
    let controls = ('\0'..='\x1f').chain('\x7f'..='\u{9f}').map(String::from);
    controls.chain(SEQUENCES.iter().map(ToString::to_string)).collect()
}

/// The mark of payload `n` in the texts of this code.
pub fn mark(code: &str, n: usize) -> String {
    format!("{code}{n:03}")
}

/// Payload `n` as a text: its mark in front and behind.
pub fn text(code: &str, n: usize) -> String {
    static ALL: LazyLock<Vec<String>> = LazyLock::new(all);
    let n = n % ALL.len();
    format!("{}{}{code}", mark(code, n), ALL[n])
}

/// Some of them as one text, in words.
pub fn some(code: &str, numbers: Range<usize>) -> String {
    numbers.map(|n| text(code, n)).collect::<Vec<_>>().join(" ")
}

/// All of them, so many at a time.
pub fn portions(size: usize) -> impl Iterator<Item = Range<usize>> + Clone {
    let count = all().len();
    (0..count).step_by(size).map(move |from| from..(from + size).min(count))
}

/// The codes of the texts by the name of their field; two lower-case letters each.
const CODES: &[(&str, &str)] = &[
    ("companyName", "cn"),
    ("companyResourceId", "ci"),
    ("resellerName", "rn"),
    ("industryName", "in"),
    ("licenseTypeName", "lt"),
    ("tags", "tg"),
    ("numberOfUsers", "nu"),
    ("licenseEndDate", "le"),
    ("createTime", "ct"),
    ("message", "ms"),
    ("validationMessages", "vm"),
    ("resourceId", "ri"),
    ("name", "nm"),
    ("displayName", "dn"),
    ("priority", "pr"),
    ("code", "lc"),
    ("id", "id"),
];

/// Replaces every text of an answer with payload `n`, in lists with the next for each item. The envelope's status
/// stays, and so do the fields named in `keep`; texts that are missing or null are put in.
pub fn poison(answer: &mut Value, n: usize, keep: &[&str]) {
    let Value::Object(map) = answer else { return };
    for (name, value) in map.iter_mut().filter(|(name, _)| *name != "status" && !keep.contains(&name.as_str())) {
        replace(name, value, n, keep);
    }
}

fn replace(name: &str, value: &mut Value, n: usize, keep: &[&str]) {
    if name == "tags" {
        *value = json!([text("tg", n)]);
        return;
    }
    match value {
        Value::String(_) | Value::Null => {
            if let Some(code) = CODES.iter().find(|(field, _)| *field == name).map(|(_, code)| code) {
                *value = Value::String(text(code, n));
            } else if value.is_string() {
                *value = Value::String(text("zz", n));
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                replace(name, item, n + at, keep);
            }
        }
        Value::Object(_) => poison(value, n, keep),
        Value::Bool(_) | Value::Number(_) => {}
    }
}
