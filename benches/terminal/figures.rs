//! What one run of a program gives, and the table of all runs.

use std::fmt::Write as _;
use std::time::Duration;

use crate::programs::{Place, Program};
use crate::window::{Answer, SIZE, Window};

/// An answer has ended when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(40);
/// The same where a program draws many frames, and after the start, when answers of the service come in.
const LONG_QUIET: Duration = Duration::from_millis(400);
/// Without a key in this time nothing may happen.
const IDLE: Duration = Duration::from_secs(2);
/// Rows that the cursor goes down on the first screen.
const ROWS: usize = 30;
/// Rows that are scrolled, once the cursor stands on the last one.
const SCROLLED: usize = 20;
const PAGES: usize = 20;
const BURST: usize = 1000;
const DOWN: &[u8] = b"\x1b[B";
const PAGE_DOWN: &[u8] = b"\x1b[6~";

/// The figures of one program, of all its runs.
#[derive(Default)]
pub struct Figures {
    start: Vec<f64>,
    start_cpu: Vec<f64>,
    idle_bytes: Vec<f64>,
    idle_cpu: Vec<f64>,
    row: Answers,
    row_cpu: Vec<f64>,
    letter: Answers,
    edge: Answers,
    page: Answers,
    burst: Answers,
    memory: Vec<f64>,
    memory_at_end: Vec<f64>,
    quit: Vec<f64>,
}

#[derive(Default)]
struct Answers {
    took: Vec<f64>,
    bytes: Vec<f64>,
}

impl Answers {
    fn add(&mut self, answer: &Answer) {
        self.took.push(millis(answer.took));
        self.bytes.push(float(answer.bytes));
    }
}

impl Figures {
    /// Runs the program once from its start to its end.
    pub fn run(&mut self, place: &Place, program: &Program) {
        let mut window = Window::open(place.command(program));
        let pieces = window.settle(LONG_QUIET);
        self.start_cpu.push(millis(window.cpu()));
        let mut screen = vt100::Parser::new(SIZE.1.try_into().expect("rows"), SIZE.0.try_into().expect("columns"), 0);
        let first = pieces.iter().find(|(_, bytes)| {
            screen.process(bytes);
            screen.screen().contents().contains(&place.first)
        });
        let first = first.unwrap_or_else(|| panic!("{} never shows {:?}", program.name, place.first));
        self.start.push(millis(window.since_opened(first.0)));

        self.memory.push(window.memory());

        let (bytes, cpu) = window.idle(IDLE);
        self.idle_bytes.push(float(bytes));
        self.idle_cpu.push(millis(cpu));

        let cpu = millis(window.cpu());
        (0..ROWS).for_each(|_| self.row.add(&window.press(DOWN, QUIET)));
        self.row_cpu.push((millis(window.cpu()) - cpu) / float(ROWS));
        window.press(b"g", QUIET);
        (0..ROWS).for_each(|_| self.letter.add(&window.press(b"j", QUIET)));
        // To the last row of the screen.
        for _ in ROWS..usize::from(SIZE.1) {
            window.press(DOWN, QUIET);
        }
        (0..SCROLLED).for_each(|_| self.edge.add(&window.press(DOWN, QUIET)));
        (0..PAGES).for_each(|_| self.page.add(&window.press(PAGE_DOWN, QUIET)));
        window.press(b"g", QUIET);
        // As letters: of more than 1,024 bytes crossterm leaves the rest unread until the next key.
        self.burst.add(&window.press("j".repeat(BURST).as_bytes(), LONG_QUIET));
        self.memory_at_end.push(window.memory());
        self.quit.push(millis(window.quit(b"q")));
    }
}

/// What is wanted of a figure.
#[derive(Clone, Copy)]
enum Wanted {
    /// At most so many times that of `ratamin`.
    Times(f64),
    AtMost(f64),
}

struct Line {
    figure: &'static str,
    value: fn(&Figures) -> f64,
    wanted: Wanted,
    digits: usize,
}

use Wanted::{AtMost, Times};

const fn line(figure: &'static str, digits: usize, wanted: Wanted, value: fn(&Figures) -> f64) -> Line {
    Line { figure, value, wanted, digits }
}

const LINES: [Line; 17] = [
    line("start to first frame with rows of the snapshot, ms", 1, Times(1.3), |f| median(&f.start)),
    line("CPU until settled, ms", 1, AtMost(30.0), |f| median(&f.start_cpu)),
    line("one row down: key to settled p50, ms", 2, Times(0.8), |f| median(&f.row.took)),
    line("… p95, ms", 2, Times(0.8), |f| part(&f.row.took, 0.95)),
    line("… CPU per key, ms", 2, Times(0.5), |f| median(&f.row_cpu)),
    line("… bytes", 0, AtMost(260.0), |f| median(&f.row.bytes)),
    line("… by the letter j instead of the arrow, p50, ms", 2, Times(0.8), |f| median(&f.letter.took)),
    line("scroll by one row at the edge, bytes", 0, AtMost(700.0), |f| median(&f.edge.bytes)),
    line("… key to settled p50, ms", 2, Times(1.0), |f| median(&f.edge.took)),
    line("a page, bytes", 0, AtMost(7000.0), |f| median(&f.page.bytes)),
    line("… p50, ms", 2, Times(0.9), |f| median(&f.page.took)),
    line("1,000 keys at once to settled, ms", 1, Times(1.2), |f| median(&f.burst.took)),
    line("memory once settled, PSS MB", 1, AtMost(11.0), |f| median(&f.memory)),
    line("… after these keys", 1, AtMost(11.0), |f| median(&f.memory_at_end)),
    line("quit, ms", 1, AtMost(6.0), |f| median(&f.quit)),
    line("two seconds without a key, bytes", 0, AtMost(0.0), |f| part(&f.idle_bytes, 1.0)),
    line("… CPU, ms", 2, AtMost(0.0), |f| part(&f.idle_cpu, 1.0)),
];

/// The table of all programs, the first of which is ours and the second the measure.
pub fn table(programs: &[Program], figures: &[Figures]) -> String {
    let names = programs.iter().map(|program| program.name).collect::<Vec<_>>().join(" | ");
    let mut text = format!(
        "| figure | {names} | ours / ratamin | wanted | met |\n|---|{}---|---|---|\n",
        "---|".repeat(figures.len())
    );
    for Line { figure, value, wanted, digits } in &LINES {
        let values: Vec<f64> = figures.iter().map(value).collect();
        let times = values[0] / values[1];
        let (wanted, is_met) = match *wanted {
            Times(most) => (format!("≤ {most} × ratamin"), times <= most),
            AtMost(most) => (format!("≤ {most}"), values[0] <= most),
        };
        let times = if times.is_finite() { format!("{times:.2}") } else { String::new() };
        let values = values.iter().map(|value| format!("{value:.digits$}")).collect::<Vec<_>>().join(" | ");
        let met = if is_met { "yes" } else { "no" };
        let _ = writeln!(text, "| {figure} | {values} | {times} | {wanted} | {met} |");
    }
    text
}

fn median(values: &[f64]) -> f64 {
    part(values, 0.5)
}

/// The value below which this part of the values lies.
fn part(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among a few values")]
    let at = (float(sorted.len() - 1) * part).round() as usize;
    sorted[at]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[allow(clippy::cast_precision_loss, reason = "figures of this size are exact")]
fn float(count: usize) -> f64 {
    count as f64
}
