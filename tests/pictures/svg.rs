//! Screens as SVG: one, or one after the other.
//!
//! Everything stands in its cell, whatever the fonts of whoever looks at it: each run of letters is as wide as its cells.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::time::Duration;

use unicode_width::UnicodeWidthStr;
use vt100::{Cell, Color, Screen};

/// A cell in units of the picture; a font of this size fills it, with lines that meet.
const CELL: (usize, usize) = (20, 38);
const FONT: &str =
    "33px ui-monospace,'Cascadia Mono',SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";
/// From the top of a cell to the line on which letters stand.
const BASE: usize = 29;
/// Around the screen.
const MARGIN: usize = 28;
/// Pixels per hundred units: what a browser shows of text has about its usual size.
const SCALE: usize = 42;

const ATTRIBUTES: [&str; 4] = ["font-weight:bold", "opacity:.6", "font-style:italic", "text-decoration:underline"];

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    ink: [u8; 3],
    ground: [u8; 3],
    /// Which of [`ATTRIBUTES`] it has.
    attributes: [bool; 4],
}

/// The colours that the terminal would have used of its own.
#[derive(Clone, Copy)]
struct Own {
    ink: [u8; 3],
    ground: [u8; 3],
}

/// The classes of a picture, each with its declarations.
#[derive(Default)]
struct Classes(BTreeMap<String, String>);

impl Classes {
    /// The name of the class with these declarations.
    fn name(&mut self, declarations: String) -> String {
        let next = format!("c{}", self.0.len());
        self.0.entry(declarations).or_insert(next).clone()
    }
}

/// The picture of a screen.
pub fn still(screen: &Screen) -> String {
    let (own, mut classes) = (Own::of(screen), Classes::default());
    let rows: String = (0..screen.size().0.get()).map(|row| drawn_row(screen, row, own, &mut classes)).collect();
    document(screen, own, &classes, "", &rows)
}

/// The film of screens, each with the time at which it appears; the last one is over at `end`. Every row is drawn once
/// for each content that it has, and seen while it has it.
pub fn film(frames: &[(Duration, Screen)], end: Duration) -> String {
    let (_, last) = frames.last().expect("a frame");
    let (own, mut classes) = (Own::of(last), Classes::default());
    let percent = |at: Duration| format!("{:.3}", at.as_secs_f64() / end.as_secs_f64() * 100.0);
    let (mut body, mut times, mut style) = (String::new(), HashMap::new(), String::new());
    for row in 0..last.size().0.get() {
        // In the order in which they appear.
        let mut contents: Vec<(String, Vec<bool>)> = Vec::new();
        for (n, (_, screen)) in frames.iter().enumerate() {
            let drawn = drawn_row(screen, row, own, &mut classes);
            let at = contents.iter().position(|(content, _)| *content == drawn).unwrap_or_else(|| {
                contents.push((drawn, vec![false; frames.len()]));
                contents.len() - 1
            });
            contents[at].1[n] = true;
        }
        for (content, seen) in contents.into_iter().filter(|(content, _)| !content.is_empty()) {
            if seen.iter().all(|seen| *seen) {
                body.push_str(&content);
                continue;
            }
            // Whoever shows no film shows its end.
            let hidden = if seen.last() == Some(&true) { "" } else { " h" };
            let next = times.len();
            let name = *times.entry(seen.clone()).or_insert(next);
            if name == next {
                let mut stops = String::new();
                for (n, (at, _)) in frames.iter().enumerate() {
                    if n == 0 || seen[n] != seen[n - 1] {
                        let at = if n == 0 { "0".to_owned() } else { percent(*at) };
                        let visibility = if seen[n] { "visible" } else { "hidden" };
                        write!(stops, "{at}%{{visibility:{visibility}}}").expect("text");
                    }
                }
                let seconds = end.as_secs_f64();
                writeln!(
                    style,
                    "@keyframes k{name}{{{stops}}}.k{name}{{animation:k{name} {seconds:.2}s step-end infinite}}"
                )
                .expect("text");
            }
            write!(body, "<g class=\"k{name}{hidden}\">\n{content}</g>\n").expect("text");
        }
    }
    style.push_str(".h{visibility:hidden}\n@media(prefers-reduced-motion:reduce){g{animation:none!important}}\n");
    document(last, own, &classes, &style, &body)
}

fn document(screen: &Screen, own: Own, classes: &Classes, style: &str, body: &str) -> String {
    let (rows, columns) = screen.size();
    let (width, height) =
        (usize::from(columns.get()) * CELL.0 + 2 * MARGIN, usize::from(rows.get()) * CELL.1 + 2 * MARGIN);
    let (ink, ground) = (hex(own.ink), hex(own.ground));
    let mut named: Vec<_> = classes.0.iter().collect();
    named.sort_by_key(|(_, name)| (name.len(), *name));
    let mut classes = String::new();
    for (declarations, name) in named {
        writeln!(classes, ".{name}{{{declarations}}}").expect("text");
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
         viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\">\n\
         <style>\ntext{{font:{FONT};fill:{ink};white-space:pre}}\n\
         rect{{shape-rendering:crispEdges}}\n{classes}{style}</style>\n\
         <rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width}\" height=\"{height}\" rx=\"20\" fill=\"{ground}\" \
         style=\"shape-rendering:auto\"/>\n{body}</svg>\n",
        width * SCALE / 100,
        height * SCALE / 100,
    )
}

/// Grounds, letters and cursor of a row.
fn drawn_row(screen: &Screen, row: u16, own: Own, classes: &mut Classes) -> String {
    let cells: Vec<(usize, &Cell)> = (0..screen.size().1.get())
        .filter_map(|column| Some((usize::from(column), screen.cell(row, column)?)))
        .collect();
    let cells: Vec<_> = cells.into_iter().filter(|(_, cell)| !cell.is_wide_continuation()).collect();
    let (mut out, top) = (String::new(), usize::from(row) * CELL.1);
    for run in cells.chunk_by(|(_, a), (_, b)| own.look(a).ground == own.look(b).ground) {
        let (ground, from, to) = (own.look(run[0].1).ground, run[0].0, end(run));
        if ground != own.ground {
            let class = classes.name(format!("fill:{}", hex(ground)));
            let (x, width) = (from * CELL.0, (to - from) * CELL.0);
            writeln!(out, "<rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{}\"/>", CELL.1)
                .expect("text");
        }
    }
    for run in cells.chunk_by(|(_, a), (_, b)| own.look(a).ink() == own.look(b).ink() && goes_on(a, b)) {
        write_run(&mut out, run, top + BASE, own, classes);
    }
    let (at, column) = screen.cursor_position();
    if at == row && !screen.hide_cursor() {
        let x = usize::from(column) * CELL.0;
        writeln!(out, "<rect x=\"{x}\" y=\"{top}\" width=\"4\" height=\"{}\" fill=\"{}\"/>", CELL.1, hex(own.ink))
            .expect("text");
    }
    out
}

/// A run of cells that look alike; blank ones at its ends are left out.
fn write_run(out: &mut String, run: &[(usize, &Cell)], y: usize, own: Own, classes: &mut Classes) {
    let is_blank = |(_, cell): &(usize, &Cell)| cell.contents().trim().is_empty();
    let Some(first) = run.iter().position(|cell| !is_blank(cell)) else { return };
    let last = run.iter().rposition(|cell| !is_blank(cell)).unwrap_or(first);
    let run = &run[first..=last];
    let text: String = run.iter().map(|(_, cell)| if cell.has_contents() { cell.contents() } else { " " }).collect();
    let look = own.look(run[0].1);
    let class = match look.declarations(own) {
        declarations if declarations.is_empty() => String::new(),
        declarations => format!(" class=\"{}\"", classes.name(declarations)),
    };
    let x = run[0].0 * CELL.0;
    // What comes from another font keeps its shape.
    let fit = if fits(&text) {
        let width = (end(run) - run[0].0) * CELL.0;
        format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
    } else {
        String::new()
    };
    writeln!(out, "<text{class} x=\"{x}\" y=\"{y}\"{fit}>{}</text>", escaped(&text)).expect("text");
}

/// The column after the last cell.
fn end(run: &[(usize, &Cell)]) -> usize {
    let (column, cell) = run[run.len() - 1];
    column + if cell.is_wide() { 2 } else { 1 }
}

/// Letters of the same kind, up to two blank cells, are written as one.
fn goes_on(a: &Cell, b: &Cell) -> bool {
    let kind = |cell: &Cell| if cell.contents().trim().is_empty() { None } else { Some(kind(cell.contents())) };
    match (kind(a), kind(b)) {
        (None, None) => false,
        (None, _) | (_, None) => true,
        (Some(a), Some(b)) => a == b && a != Kind::Sign,
    }
}

#[derive(PartialEq)]
enum Kind {
    /// What a font for terminals has in one width.
    Letter,
    /// A script whose letters are shaped together.
    Script,
    Line,
    /// May come from any font.
    Sign,
}

fn kind(text: &str) -> Kind {
    match text.chars().next().unwrap_or(' ') {
        ..'\u{530}' | '\u{1e00}'..'\u{2000}' | '…' | '−' => Kind::Letter,
        '\u{2500}'..'\u{25a0}' => Kind::Line,
        c if c.is_alphabetic() && text.width() == 1 => Kind::Script,
        _ => Kind::Sign,
    }
}

/// It may be stretched to the width of its cells.
fn fits(text: &str) -> bool {
    text.split(' ').filter(|part| !part.is_empty()).all(|part| matches!(kind(part), Kind::Letter | Kind::Line))
}

impl Own {
    /// Those of a theme with colours of its own: what most cells have, and most of those that are seen beside the margin.
    fn of(screen: &Screen) -> Self {
        let (rows, columns) = screen.size();
        let row = |row: u16| (0..columns.get()).filter_map(move |at| screen.cell(row, at));
        let last = rows.get() - 1;
        let (all, edges) = ((0..=last).flat_map(row), row(0).chain(row(last)));
        Self { ink: most(all.map(Cell::fgcolor)), ground: most(edges.map(Cell::bgcolor)) }
    }

    fn look(self, cell: &Cell) -> Look {
        let rgb = |colour, own| match colour {
            Color::Rgb(r, g, b) => [r, g, b],
            Color::Default => own,
            Color::Idx(n) => panic!("{:?} has colour {n} of the terminal", cell.contents()),
        };
        let (ink, ground) = (rgb(cell.fgcolor(), self.ink), rgb(cell.bgcolor(), self.ground));
        let (ink, ground) = if cell.inverse() { (ground, ink) } else { (ink, ground) };
        Look { ink, ground, attributes: [cell.bold(), cell.dim(), cell.italic(), cell.underline()] }
    }
}

fn most(colours: impl Iterator<Item = Color>) -> [u8; 3] {
    let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for colour in colours {
        if let Color::Rgb(r, g, b) = colour {
            *counts.entry([r, g, b]).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).expect("a theme with colours of its own").0
}

impl Look {
    /// What a letter in it shows.
    fn ink(self) -> Self {
        Self { ground: [0; 3], ..self }
    }

    fn declarations(self, own: Own) -> String {
        let ink = (self.ink != own.ink).then(|| format!("fill:{}", hex(self.ink)));
        let attributes = ATTRIBUTES.iter().zip(self.attributes).filter(|(_, has)| *has);
        ink.into_iter().chain(attributes.map(|(part, _)| (*part).to_owned())).collect::<Vec<_>>().join(";")
    }
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The lines of text in the picture of a screen.
pub fn text(svg: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in svg.lines().filter(|line| line.starts_with("<text")) {
        let number = |name: &str| -> usize {
            let after = line.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            after.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no {name}: {line}"))
        };
        let (row, column) = (number("y") / CELL.1, number("x") / CELL.0);
        let text = line.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</text>")).expect("text");
        if lines.len() <= row {
            lines.resize(row + 1, String::new());
        }
        let blank = column.saturating_sub(lines[row].width());
        lines[row].push_str(&" ".repeat(blank));
        lines[row].push_str(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    }
    lines
}
