//! After the bytes of any two frames, a terminal shows the second one.

use std::num::NonZero;

use keepnet_tui::display::{Display, Support};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What is done to the frame before.
#[derive(Debug, Clone)]
enum Act {
    /// Text in a style.
    Text(u16, u16, String, Style),
    /// One symbol, many times beside each other.
    Run(u16, u16, u16, &'static str, Style),
    /// A style over an area.
    Tint(Rect, Style),
    /// Lines move, over the whole width or a part of it.
    Scroll(u16, u16, i32, u16),
    /// Everything is different.
    Empty,
    /// Something else has written to the terminal.
    Forget,
    /// The cursor is shown there, or nowhere.
    Cursor(Option<(u16, u16)>),
    /// The terminal has another size.
    Size(u16, u16),
}

fn style() -> impl Strategy<Value = Style> {
    let color = prop_oneof![
        3 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::LightCyan),
        1 => (0..=255_u8).prop_map(Color::Indexed),
        1 => any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Color::Rgb(r, g, b)),
    ];
    let shown = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
    // The emulator knows no text that is bold and dim at once.
    let both = Modifier::BOLD | Modifier::DIM;
    let modifiers = any::<u16>().prop_map(move |bits| Modifier::from_bits_truncate(bits) & shown);
    let modifiers = modifiers.prop_map(move |m| if m.contains(both) { m - Modifier::DIM } else { m });
    let modifiers = prop_oneof![3 => Just(Modifier::empty()), 1 => modifiers];
    (color.clone(), color, modifiers).prop_map(|(fg, bg, m)| Style::reset().fg(fg).bg(bg).add_modifier(m))
}

fn act() -> impl Strategy<Value = Act> {
    let at = || (0..40_u16, 0..14_u16);
    let text = prop_oneof!["[a-c ]{1,30}", "[a-z日本語한글━│é ]{1,12}", "\\PC{1,6}", "[👩🏽👧❤️🇩🇪क्षि ]{1,4}"];
    // The emulator shows nothing in its place.
    let text = text.prop_map(|text| text.replace(char::REPLACEMENT_CHARACTER, "?"));
    let symbol = prop::sample::select(vec![" ", " ", "─", "━", "x", "日"]);
    prop_oneof![
        6 => (at(), text, style()).prop_map(|((x, y), text, style)| Act::Text(x, y, text, style)),
        5 => (at(), 1..40_u16, symbol, style()).prop_map(|((x, y), n, s, style)| Act::Run(x, y, n, s, style)),
        2 => (at(), 1..40_u16, 1..4_u16, style()).prop_map(|((x, y), w, h, s)| Act::Tint(Rect::new(x, y, w, h), s)),
        4 => (0..10_u16, 2..14_u16, -4..5_i32, prop_oneof![3 => Just(40_u16), 1 => 5..40_u16])
            .prop_map(|(top, height, by, width)| Act::Scroll(top, height, by, width)),
        1 => Just(Act::Empty),
        1 => Just(Act::Forget),
        1 => prop::option::of(at()).prop_map(Act::Cursor),
        1 => (2..41_u16, 1..14_u16).prop_map(|(w, h)| Act::Size(w, h)),
    ]
}

/// A frame, and where its cursor is.
struct Frame {
    buffer: Buffer,
    cursor: Option<(u16, u16)>,
}

impl Frame {
    fn change(&mut self, act: &Act) {
        let area = self.buffer.area;
        match act {
            Act::Text(x, y, text, style) if *x < area.width && *y < area.height => {
                self.buffer.set_stringn(*x, *y, text, usize::from(area.width - x), *style);
            }
            Act::Run(x, y, count, symbol, style) if *x < area.width && *y < area.height => {
                self.buffer.set_stringn(*x, *y, symbol.repeat((*count).into()), usize::from(area.width - x), *style);
            }
            Act::Tint(part, style) => self.buffer.set_style(part.intersection(area), *style),
            Act::Scroll(top, height, by, width) => self.scroll(*top, *height, *by, *width),
            Act::Empty => self.buffer.reset(),
            Act::Cursor(cursor) => self.cursor = *cursor,
            Act::Size(width, height) => self.buffer = Buffer::empty(Rect::new(0, 0, *width, *height)),
            Act::Text(..) | Act::Run(..) | Act::Forget => {}
        }
        self.cursor = self.cursor.filter(|(x, y)| *x < self.buffer.area.width && *y < self.buffer.area.height);
        self.mend();
    }

    /// Halves of wide symbols do not stay behind.
    fn mend(&mut self) {
        let width = usize::from(self.buffer.area.width);
        for line in self.buffer.content.chunks_mut(width) {
            let mut x = 0;
            while x < line.len() {
                let cells = line[x].symbol().width().max(1);
                if x + cells > line.len() {
                    line[x].reset();
                } else {
                    line[x + 1..x + cells].iter_mut().for_each(Cell::reset);
                }
                x += cells;
            }
        }
    }

    fn scroll(&mut self, top: u16, height: u16, by: i32, width: u16) {
        let area = Rect::new(0, top, width, height).intersection(self.buffer.area);
        let before = self.buffer.clone();
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                let from = i32::from(y) + by;
                let from = u16::try_from(from).ok().filter(|from| (area.top()..area.bottom()).contains(from));
                self.buffer[(x, y)] = from.map_or(Cell::EMPTY, |from| before[(x, from)].clone());
            }
        }
    }
}

fn is_one_letter(symbol: &str) -> bool {
    symbol.chars().count() < 2 && !symbol.contains(|c: char| c >= '\u{1f000}')
}

/// A colour as an emulator knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    Default,
    Index(u8),
    Rgb(u8, u8, u8),
}

impl From<Color> for Ink {
    fn from(color: Color) -> Self {
        match color {
            Color::Reset => Self::Default,
            Color::Red => Self::Index(1),
            Color::LightCyan => Self::Index(14),
            Color::Indexed(index) => Self::Index(index),
            Color::Rgb(r, g, b) => Self::Rgb(r, g, b),
            other => panic!("{other:?} is not used here"),
        }
    }
}

impl From<vt100::Color> for Ink {
    fn from(color: vt100::Color) -> Self {
        match color {
            vt100::Color::Default => Self::Default,
            vt100::Color::Idx(index) => Self::Index(index),
            vt100::Color::Rgb(r, g, b) => Self::Rgb(r, g, b),
        }
    }
}

impl From<Option<avt::Color>> for Ink {
    fn from(color: Option<avt::Color>) -> Self {
        match color {
            None => Self::Default,
            Some(avt::Color::Indexed(index)) => Self::Index(index),
            Some(avt::Color::RGB(rgb)) => Self::Rgb(rgb.r, rgb.g, rgb.b),
        }
    }
}

/// What can be seen of a cell: colours, then bold, dim, italic, underlined, reversed.
#[derive(Debug, PartialEq)]
struct Seen {
    symbol: String,
    foreground: Option<Ink>,
    background: Ink,
    attributes: [bool; 5],
}

impl Seen {
    fn new(symbol: &str, foreground: Ink, background: Ink, attributes: [bool; 5]) -> Self {
        let [.., underlined, reversed] = attributes;
        let symbol = if symbol.is_empty() { " " } else { symbol }.to_owned();
        if symbol != " " || reversed {
            return Self { symbol, foreground: Some(foreground), background, attributes };
        }
        let attributes = [false, false, false, underlined, false];
        Self { symbol, foreground: underlined.then_some(foreground), background, attributes }
    }

    fn wanted(cell: &Cell) -> Self {
        let all = [Modifier::BOLD, Modifier::DIM, Modifier::ITALIC, Modifier::UNDERLINED, Modifier::REVERSED];
        let joins = cell.symbol().chars().next().is_some_and(|c| c.width() == Some(0));
        let symbol = if joins { " " } else { cell.symbol() };
        Self::new(symbol, cell.fg.into(), cell.bg.into(), all.map(|modifier| cell.modifier.contains(modifier)))
    }
}

/// Two emulators that have nothing in common.
struct Emulators {
    vt100: vt100::Parser,
    avt: avt::Terminal,
}

impl Emulators {
    /// Of this size, with something on the screen.
    fn new(Size { width, height }: Size) -> Self {
        let cells = |n| NonZero::new(n).expect("a size");
        let vt100 = vt100::Parser::new(cells(height), cells(width), 0);
        let avt = avt::Terminal::new(width.into(), height.into()).expect("a size");
        let mut both = Self { vt100, avt };
        both.process("old text that must go ".repeat(30).as_bytes());
        both
    }

    fn process(&mut self, bytes: &[u8]) {
        self.vt100.process(bytes);
        self.avt.feed(std::str::from_utf8(bytes).expect("text"));
    }

    fn seen(&self, x: u16, y: u16) -> [Seen; 2] {
        let cell = self.vt100.screen().cell(y, x).expect("a cell");
        let attributes = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
        let one = Seen::new(cell.contents(), cell.fgcolor().into(), cell.bgcolor().into(), attributes);
        let cell = &self.avt.screen().line(y.into()).expect("a line").cells()[usize::from(x)];
        let pen = cell.pen();
        let attributes = [pen.is_bold(), pen.is_faint(), pen.is_italic(), pen.is_underline(), pen.is_inverse()];
        let symbol = cell.char().to_string();
        [one, Seen::new(&symbol, pen.foreground().into(), pen.background().into(), attributes)]
    }
}

/// Plays the frames; fails with the first cell that is not as it was drawn.
fn play(acts: &[Act], support: Support) -> Result<(), TestCaseError> {
    let (width, height) = (40, 14);
    let mut frame = Frame { buffer: Buffer::empty(Rect::new(0, 0, width, height)), cursor: None };
    let mut display = Display::new(Size { width, height }, support);
    let mut emulators = Emulators::new(Size { width, height });
    for act in acts {
        frame.change(act);
        let size = frame.buffer.area.as_size();
        if matches!(act, Act::Size(..)) {
            display.resize(size);
            emulators = Emulators::new(size);
        }
        if matches!(act, Act::Forget) {
            emulators.process(b"\x1b[31;7mwhat another program has left\x1b[2;2H");
            display.forget();
        }
        let draw = |buffer: &mut Buffer| {
            buffer.clone_from(&frame.buffer);
            frame.cursor.map(Position::from)
        };
        emulators.process(display.frame(draw));
        frame.is_shown(&emulators, act)?;
        let again = display.frame(draw);
        prop_assert!(again.is_empty(), "the same frame again writes {:?}", again.escape_ascii().to_string());
    }
    Ok(())
}

impl Frame {
    fn is_shown(&self, emulators: &Emulators, act: &Act) -> Result<(), TestCaseError> {
        let size = self.buffer.area.as_size();
        for y in 0..size.height {
            let mut x = 0;
            while x < size.width {
                let cell = &self.buffer[(x, y)];
                // Terminals do not agree about the others; what stands beside them is right in each.
                if is_one_letter(cell.symbol()) {
                    for seen in emulators.seen(x, y) {
                        prop_assert_eq!(seen, Seen::wanted(cell), "{}|{} after {:?}", x, y, act);
                    }
                }
                x += u16::try_from(cell.symbol().width().max(1)).expect("few");
            }
        }
        let screen = emulators.vt100.screen();
        prop_assert_eq!(screen.hide_cursor(), self.cursor.is_none());
        prop_assert_eq!(emulators.avt.cursor().visible, self.cursor.is_some());
        if let Some((x, y)) = self.cursor {
            prop_assert_eq!(screen.cursor_position(), (y, x));
            let cursor = emulators.avt.cursor();
            prop_assert_eq!((cursor.col, cursor.row), (x.into(), y.into()));
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn terminal_shows_the_last_frame(
        acts in prop::collection::vec(act(), 1..24),
        support in prop::sample::select(vec![
            Support::LEAST,
            Support::MOST,
            Support { repeat: true, colored_erase: false },
            Support { repeat: false, colored_erase: true },
        ]),
    ) {
        play(&acts, support)?;
    }
}
