//! The pen: the colours and attributes that the terminal draws with.

use ratatui::style::{Color, Modifier};

use super::cell::Look;

/// Attributes, with the parameters that set and end them. Bold and dim have their end in common.
const ATTRIBUTES: [(Modifier, u8, u8); 8] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Changes the pen from a look, if it is known, to another one, in the fewest bytes.
pub(super) fn change(from: Option<Look>, to: Look, out: &mut Vec<u8>) {
    if from == Some(to) {
        return;
    }
    if to == Look::PLAIN {
        out.extend_from_slice(b"\x1b[m");
        return;
    }
    let start = out.len();
    let mut parameters = Parameters::begin(out);
    parameters.number(0);
    parameters.set(Look::PLAIN, to);
    parameters.end();
    let Some(from) = from else { return };
    let middle = out.len();
    let mut parameters = Parameters::begin(out);
    parameters.set(from, to);
    parameters.end();
    let end = out.len();
    if end - middle <= middle - start {
        out.drain(start..middle);
    } else {
        out.truncate(middle);
    }
}

/// The parameters of a sequence.
struct Parameters<'a> {
    out: &'a mut Vec<u8>,
    is_first: bool,
}

impl<'a> Parameters<'a> {
    fn begin(out: &'a mut Vec<u8>) -> Self {
        out.extend_from_slice(b"\x1b[");
        Self { out, is_first: true }
    }

    fn end(self) {
        self.out.push(b'm');
    }

    fn number(&mut self, number: u8) {
        if !std::mem::replace(&mut self.is_first, false) {
            self.out.push(b';');
        }
        super::position::decimal(number.into(), self.out);
    }

    fn set(&mut self, from: Look, to: Look) {
        let gone = from.modifiers - to.modifiers;
        let mut kept = from.modifiers & to.modifiers;
        let mut ended = 0;
        for (modifier, _, end) in ATTRIBUTES {
            if gone.contains(modifier) && std::mem::replace(&mut ended, end) != end {
                self.number(end);
                if end == 22 {
                    kept -= Modifier::BOLD | Modifier::DIM;
                }
            }
        }
        for (modifier, begin, _) in ATTRIBUTES {
            if (to.modifiers - kept).contains(modifier) {
                self.number(begin);
            }
        }
        if from.foreground != to.foreground {
            self.color(to.foreground, 30);
        }
        if from.background != to.background {
            self.color(to.background, 40);
        }
    }

    /// A colour of the foreground (`base` 30) or the background (40).
    fn color(&mut self, color: Color, base: u8) {
        let plain = match color {
            Color::Reset => Some(base + 9),
            Color::Black => Some(base),
            Color::Red => Some(base + 1),
            Color::Green => Some(base + 2),
            Color::Yellow => Some(base + 3),
            Color::Blue => Some(base + 4),
            Color::Magenta => Some(base + 5),
            Color::Cyan => Some(base + 6),
            Color::Gray => Some(base + 7),
            Color::DarkGray => Some(base + 60),
            Color::LightRed => Some(base + 61),
            Color::LightGreen => Some(base + 62),
            Color::LightYellow => Some(base + 63),
            Color::LightBlue => Some(base + 64),
            Color::LightMagenta => Some(base + 65),
            Color::LightCyan => Some(base + 66),
            Color::White => Some(base + 67),
            Color::Indexed(_) | Color::Rgb(..) => None,
        };
        match (plain, color) {
            (Some(number), _) => self.number(number),
            (None, Color::Rgb(red, green, blue)) => {
                for number in [base + 8, 2, red, green, blue] {
                    self.number(number);
                }
            }
            (None, Color::Indexed(index)) => {
                for number in [base + 8, 5, index] {
                    self.number(number);
                }
            }
            (None, _) => {}
        }
    }
}
