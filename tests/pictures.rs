//! The pictures of the documents show what today's program shows. They are made from the running demo:
//! `KEEPNET_UPDATE_PICTURES=1 cargo test --test program pictures` writes them.
#![cfg(unix)]

mod cast;
mod hand;
mod scenes;
mod svg;

use std::path::PathBuf;
use std::time::Duration;

use rstest::rstest;

use cast::Cast;
use hand::Hand;
use scenes::{ACTIVITY, COMPANY, FORM, Scene, TABLE, TICKET};

/// The theme of the dark pictures, and that of the light ones.
const SHADES: [(&str, &str); 2] = [("dark", "dusk"), ("light", "paper")];
/// Where the pictures are: mdBook publishes what is beside its chapters.
const FOLDER: &str = "docs/src/pictures";

/// The lines of a screen, without what the clock and the machine make of it.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(masked).collect()
}

/// A line without times of the day and latencies; where those change its width, blanks do not count.
fn masked(line: &str) -> String {
    let line = line.trim_end();
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    for word in words.iter_mut().filter(|word| word.contains(':')) {
        if word.chars().all(|c| c == ':' || c.is_ascii_digit()) {
            *word = word.replace(|c: char| c.is_ascii_digit(), "#");
        }
    }
    let is_latency = |pair: &[String]| pair[1] == "ms" && pair[0].bytes().all(|b| b.is_ascii_digit());
    let Some(at) = words.windows(2).position(is_latency) else { return words.join(" ") };
    words[at].replace_range(.., "#");
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// Why a file does not show this screen.
fn difference(file: &str, shown: &[String], today: &[String]) -> Option<String> {
    let longest = shown.len().max(today.len());
    let line = |lines: &[String], n: usize| lines.get(n).cloned().unwrap_or_default();
    let n = (0..longest).find(|n| line(shown, *n) != line(today, *n))?;
    Some(format!("{file}, line {}:\n  there {}\n  today {}\n", n + 1, line(shown, n), line(today, n)))
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(FOLDER).join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn write(name: &str, text: &str) {
    std::fs::create_dir_all(path("")).expect("a folder");
    std::fs::write(path(name), text).expect("written");
}

fn is_update() -> bool {
    std::env::var_os("KEEPNET_UPDATE_PICTURES").is_some_and(|v| v == "1")
}

#[track_caller]
fn none(found: &[String]) {
    assert!(
        found.is_empty(),
        "not what the program shows:\n{}KEEPNET_UPDATE_PICTURES=1 cargo test --test program pictures makes them anew",
        found.concat()
    );
}

fn played(scene: &Scene, theme: &str) -> Hand {
    let mut hand = Hand::start(theme, scene.size);
    (scene.play)(&mut hand);
    hand
}

#[rstest]
fn pictures_show_todays_program(#[values(TABLE, FORM, COMPANY, ACTIVITY)] scene: Scene) {
    if is_update() {
        for (shade, theme) in SHADES {
            let picture = played(&scene, theme).t.look(svg::still);
            write(&format!("{}-{shade}.svg", scene.name), &picture);
        }
        return;
    }
    // Their texts are the same.
    let today = lines(&played(&scene, SHADES[0].1).t.text());
    let files = SHADES.map(|(shade, _)| format!("{}-{shade}.svg", scene.name));
    let found = files.iter().filter_map(|file| difference(file, &lines(&svg::text(&read(file)).join("\n")), &today));
    none(&found.collect::<Vec<_>>());
}

/// The screens of a recording that have names.
fn marked(cast: &Cast) -> Vec<(String, Vec<String>)> {
    let frames = cast.frames().into_iter();
    frames.filter_map(|frame| Some((frame.mark?, lines(&frame.screen.contents())))).collect()
}

fn filmed(cast: &Cast) -> String {
    let frames: Vec<_> = cast.frames().into_iter().map(|frame| (frame.at, frame.screen)).collect();
    let end = frames.last().map_or(Duration::ZERO, |(at, _)| *at);
    svg::film(&frames, end)
}

#[test]
fn recordings_show_todays_program() {
    let file = |shade: &str, ending: &str| format!("{}-{shade}.{ending}", TICKET.name);
    if is_update() {
        for (shade, theme) in SHADES {
            let cast = played(&TICKET, theme).cast;
            write(&file(shade, "cast"), &cast.to_text());
            write(&file(shade, "svg"), &filmed(&cast));
        }
        return;
    }
    let today = marked(&played(&TICKET, SHADES[0].1).cast);
    let mut found = Vec::new();
    for (shade, _) in SHADES {
        let cast = Cast::from_text(&read(&file(shade, "cast")));
        let shown = marked(&cast);
        assert_eq!(names(&shown), names(&today));
        found.extend(shown.iter().zip(&today).filter_map(|((name, shown), (_, today))| {
            difference(&format!("{}, {name}", file(shade, "cast")), shown, today)
        }));
        if filmed(&cast) != read(&file(shade, "svg")) {
            found.push(format!("{} is not made from its recording\n", file(shade, "svg")));
        }
    }
    none(&found);
}

fn names(marked: &[(String, Vec<String>)]) -> Vec<&str> {
    marked.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn what_the_clock_changes_is_no_difference() {
    let of = |text: &str| lines(text);
    let shown = of(" keepnet  DEMO    token till 10:30  ok 84 ms\n as of 09:30:00 \n\n a add user");
    let later = of(" keepnet  DEMO   token till 10:31  ok 101 ms\n as of 09:31:17\n\n a add user");
    assert_eq!(difference("table", &shown, &later), None);
    for (changed, line) in [
        (" keepnet  PROD    token till 10:30  ok 84 ms\n as of 09:30:00\n\n a add user", 1),
        (" keepnet  DEMO    token till 10:30  ok 84 ms\n as of 9 o'clock\n\n a add user", 2),
        (" keepnet  DEMO    token till 10:30  ok 84 ms\n as of 09:30:00\n\n A add user", 4),
        (" keepnet  DEMO    token till 10:30  ok 84 ms\n as of 09:30:00\n\n a  add user", 4),
        (" keepnet  DEMO    token till 10:30  ok 84 ms\n as of 09:30:00\n", 4),
        (" keepnet  DEMO    token till 10:30  ok 84 ms\n as of 09:30:00\n\n a add user\n more", 5),
    ] {
        let found = difference("table", &shown, &of(changed)).unwrap_or_else(|| panic!("no difference to {changed}"));
        assert!(found.starts_with(&format!("table, line {line}:")), "{found}");
    }
}
