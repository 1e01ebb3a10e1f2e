//! Moving the cursor.

/// A cell: column and row, from 0.
pub(super) type Place = (u16, u16);

/// Appends a number in decimal digits.
pub(super) fn decimal(number: u16, out: &mut Vec<u8>) {
    let mut digits = [0; 5];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        if let (Some(digit), Ok(value)) = (digits.get_mut(at), u8::try_from(rest % 10)) {
            *digit = b'0' + value;
        }
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(at..).unwrap_or_default());
}

/// A control sequence with one parameter, which is left out if it is 1.
pub(super) fn sequence(number: u16, end: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if number != 1 {
        decimal(number, out);
    }
    out.push(end);
}

/// Bytes of [`sequence`].
pub(super) fn sequence_bytes(number: u16) -> usize {
    match number {
        0..=1 => 3,
        2..=9 => 4,
        10..=99 => 5,
        _ => 6,
    }
}

/// Moves the cursor from a cell, if that is known, to another one.
pub(super) fn step(from: Option<Place>, to: Place, out: &mut Vec<u8>) {
    let (x, y) = to;
    match from {
        Some(from) if from == to => {}
        Some((at, row)) if row == y && x > at && sequence_bytes(x - at) <= sequence_bytes(x + 1) => {
            sequence(x - at, b'C', out);
        }
        Some((at, row)) if row == y && x < at && sequence_bytes(at - x) <= sequence_bytes(x + 1) => {
            sequence(at - x, b'D', out);
        }
        Some((_, row)) if row == y => sequence(x + 1, b'G', out),
        Some((at, row)) if at == x && y > row => sequence(y - row, b'B', out),
        Some((at, row)) if at == x && y < row => sequence(row - y, b'A', out),
        _ if x == 0 => sequence(y + 1, b'H', out),
        _ => {
            out.extend_from_slice(b"\x1b[");
            decimal(y + 1, out);
            out.push(b';');
            decimal(x + 1, out);
            out.push(b'H');
        }
    }
}
