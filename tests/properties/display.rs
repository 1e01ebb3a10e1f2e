//! After the bytes of any two frames, a terminal shows the second one.

use std::num::NonZero;

use keepnet_tui::display::{Display, Support};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier, Style};

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
                let cells = unicode_width::UnicodeWidthStr::width(line[x].symbol()).max(1);
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

fn color(color: Color) -> vt100::Color {
    match color {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::LightCyan => vt100::Color::Idx(14),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        other => panic!("{other:?} is not used here"),
    }
}

/// What can be seen of a cell.
type Seen = (String, Option<vt100::Color>, vt100::Color, [bool; 5]);

fn seen(symbol: &str, fg: vt100::Color, bg: vt100::Color, attributes: [bool; 5]) -> Seen {
    let [bold, dim, italic, underlined, reversed] = attributes;
    let symbol = if symbol.is_empty() { " " } else { symbol };
    if symbol != " " || reversed {
        return (symbol.to_owned(), Some(fg), bg, attributes);
    }
    let _ = (bold, dim, italic);
    (symbol.to_owned(), underlined.then_some(fg), bg, [false, false, false, underlined, reversed])
}

fn wanted(cell: &Cell) -> Seen {
    let has = |modifier| cell.modifier.contains(modifier);
    let attributes =
        [Modifier::BOLD, Modifier::DIM, Modifier::ITALIC, Modifier::UNDERLINED, Modifier::REVERSED].map(has);
    let joins = cell.symbol().chars().next().is_some_and(|c| unicode_width::UnicodeWidthChar::width(c) == Some(0));
    let symbol = if joins { " " } else { cell.symbol() };
    seen(symbol, color(cell.fg), color(cell.bg), attributes)
}

fn shown(cell: &vt100::Cell) -> Seen {
    let attributes = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
    seen(cell.contents(), cell.fgcolor(), cell.bgcolor(), attributes)
}

fn terminal(width: u16, height: u16) -> vt100::Parser {
    let cells = |n| NonZero::new(n).expect("a size");
    let mut terminal = vt100::Parser::new(cells(height), cells(width), 0);
    terminal.process("old text that must go ".repeat(30).as_bytes());
    terminal
}

/// Plays the frames; fails with the first cell that is not as it was drawn.
fn play(acts: &[Act], support: Support) -> Result<(), TestCaseError> {
    let (width, height) = (40, 14);
    let mut frame = Frame { buffer: Buffer::empty(Rect::new(0, 0, width, height)), cursor: None };
    let mut display = Display::new(Size { width, height }, support);
    let mut terminal = terminal(width, height);
    for act in acts {
        frame.change(act);
        let size = frame.buffer.area.as_size();
        if matches!(act, Act::Size(..)) {
            display.resize(size);
            terminal = self::terminal(size.width, size.height);
        }
        if matches!(act, Act::Forget) {
            terminal.process(b"\x1b[3;5r\x1b[31;7mwhat another program has left\x1b[r\x1b[2;2H");
            display.forget();
        }
        let bytes = display.frame(|buffer| {
            buffer.clone_from(&frame.buffer);
            frame.cursor.map(Position::from)
        });
        terminal.process(bytes);
        let screen = terminal.screen();
        for y in 0..size.height {
            let mut x = 0;
            while x < size.width {
                let cell = &frame.buffer[(x, y)];
                let on_screen = screen.cell(y, x).expect("a cell");
                // Terminals do not agree about the others; what stands beside them is right in each.
                if is_one_letter(cell.symbol()) {
                    prop_assert_eq!(shown(on_screen), wanted(cell), "{}|{} after {:?}", x, y, act);
                }
                x += u16::try_from(unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1)).expect("few");
            }
        }
        prop_assert_eq!(screen.hide_cursor(), frame.cursor.is_none());
        if let Some((x, y)) = frame.cursor {
            prop_assert_eq!(screen.cursor_position(), (y, x));
        }
        let again = display.frame(|buffer| {
            buffer.clone_from(&frame.buffer);
            frame.cursor.map(Position::from)
        });
        prop_assert!(again.is_empty(), "the same frame again writes {:?}", again.escape_ascii().to_string());
    }
    Ok(())
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
