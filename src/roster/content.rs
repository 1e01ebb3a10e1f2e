//! What the columns of a file without titles are for, by what is in them.

use std::collections::HashSet;

use super::column::{Column, LOOKED_AT};
use super::meaning::Meaning;
use super::sheet::Line;
use super::vocabulary::{squeezed, yes_or_no};
use crate::domain::form::fields::FieldId;
use crate::domain::user::email;

/// What is seen in a column.
struct Seen {
    /// Cells with something in them.
    filled: usize,
    addresses: usize,
    phones: usize,
    /// Cells that say yes or no.
    flags: usize,
    /// Cells whose first word is in the address of their row, and those whose last word is.
    first_word: usize,
    last_word: usize,
    /// Where in the address the word stands, all rows together.
    place: usize,
    several_words: usize,
    distinct: usize,
}

fn is_phone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    (7..=17).contains(&digits) && cell.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c))
}

fn look(lines: &[Line], at: usize, address: Option<usize>) -> Seen {
    let mut seen = Seen {
        filled: 0,
        addresses: 0,
        phones: 0,
        flags: 0,
        first_word: 0,
        last_word: 0,
        place: 0,
        several_words: 0,
        distinct: 0,
    };
    let mut values = HashSet::new();
    for line in lines.iter().take(LOOKED_AT) {
        let cell = line.cell(at);
        if cell.is_empty() {
            continue;
        }
        seen.filled += 1;
        values.insert(cell);
        seen.addresses += usize::from(email::read(cell).is_ok());
        seen.phones += usize::from(is_phone(cell));
        seen.flags += usize::from(yes_or_no(cell).is_some());
        let local = address.map(|at| line.cell(at)).and_then(|address| address.split('@').next());
        let local = local.map(squeezed).unwrap_or_default();
        let mut words = cell.split(|c: char| c.is_whitespace() || c == ',' || c == '-').map(squeezed);
        let place = |word: &String| if word.chars().count() > 1 { local.find(word.as_str()) } else { None };
        let (first, last) = (words.next(), words.next_back());
        seen.several_words += usize::from(last.is_some());
        let found = first.as_ref().and_then(&place);
        seen.first_word += usize::from(found.is_some());
        seen.place += found.unwrap_or_default();
        seen.last_word += usize::from(last.as_ref().and_then(&place).is_some());
    }
    seen.distinct = values.len();
    seen
}

/// Sets what the columns are for. A column that is not recognised stays unused.
pub(super) fn recognise(lines: &[Line], columns: &mut [Column]) {
    let most = |count: usize, of: usize| of > 0 && count * 5 >= of * 4;
    let addresses = columns.iter().map(|column| look(lines, column.at, None)).enumerate();
    let best = addresses.filter(|(_, seen)| most(seen.addresses, seen.filled)).max_by_key(|(at, seen)| {
        // The first of equals.
        (seen.addresses, usize::MAX - at)
    });
    let Some((address, _)) = best else { return };
    let mut names: Vec<(usize, Seen)> = Vec::new();
    let mut words: Vec<(usize, Seen)> = Vec::new();
    let mut set = |at: usize, meaning: Meaning, rank: usize| {
        if let Some(column) = columns.get_mut(at) {
            (column.meaning, column.rank) = (Some(meaning), rank);
        }
    };
    set(address, Meaning::Field(FieldId::Email), 0);
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
    for at in (0..width).filter(|at| *at != address) {
        let seen = look(lines, at, Some(address));
        if most(seen.phones, seen.filled) {
            set(at, Meaning::Field(FieldId::Phone), at);
        } else if most(seen.flags, seen.filled) || seen.addresses > 0 {
            // It is not known what it says yes or no to, and whose address it is.
        } else if (seen.first_word + seen.last_word) * 2 > seen.filled && seen.filled > 0 {
            names.push((at, seen));
        } else if seen.filled > 0 {
            words.push((at, seen));
        }
    }
    match names.as_slice() {
        [(at, seen)] if seen.several_words * 2 > seen.filled => set(*at, Meaning::FullName, 0),
        [(at, seen)] => {
            // A single name: with the word beside it, where the address has only one of the two.
            let is_first = seen.place == 0;
            set(*at, Meaning::Field(if is_first { FieldId::FirstName } else { FieldId::LastName }), 0);
            let beside = if is_first { at + 1 } else { at.wrapping_sub(1) };
            if let Some(place) =
                words.iter().position(|(other, seen)| *other == beside && seen.distinct * 2 > seen.filled)
            {
                let (other, _) = words.remove(place);
                set(other, Meaning::Field(if is_first { FieldId::LastName } else { FieldId::FirstName }), 0);
            }
        }
        [(one, a), (two, b), ..] => {
            let (first, last) = if a.place <= b.place { (one, two) } else { (two, one) };
            set(*first, Meaning::Field(FieldId::FirstName), 0);
            set(*last, Meaning::Field(FieldId::LastName), 0);
        }
        [] => {}
    }
    // Few values that come back are a department.
    if let Some((at, _)) = words.iter().find(|(_, seen)| seen.filled > 3 && seen.distinct * 2 <= seen.filled) {
        set(*at, Meaning::Field(FieldId::Department), 0);
    }
}
