//! Reads the filter language.

use std::ops::Range;

use jiff::civil::Date;

use super::date::When;
use super::language::{Companies, Key, Language};
use super::term::{Condition, Filter, Mistake, Number, Op, Term, Wanted};
use crate::domain::list::folding::{Needle, fold};

/// Reads a filter of companies.
///
/// # Errors
///
/// The first mistake, with its place.
pub fn parse(text: &str) -> Result<Filter, Mistake> {
    parse_as::<Companies>(text)
}

/// Reads a filter.
///
/// # Errors
///
/// The first mistake, with its place.
pub fn parse_as<L: Language>(text: &str) -> Result<Filter<L>, Mistake> {
    let terms = tokens(text).map(|at| {
        let at = at?;
        let begins = at.start;
        term(text, at).map_err(|mistake| Mistake { term: begins, ..mistake })
    });
    let terms = terms.collect::<Result<Vec<_>, _>>()?;
    Ok(Filter { terms })
}

/// A text such as a name, to be searched for as words: nothing of it compares, negates or quotes.
#[must_use]
pub fn literal(text: &str) -> String {
    literal_as::<Companies>(text)
}

/// As [`literal`], in this language.
#[must_use]
pub fn literal_as<L: Language>(text: &str) -> String {
    let plain = text.replace('"', " ");
    let words = plain.split_whitespace().map(|word| {
        let bare = word.trim_start_matches('-');
        if condition::<L>(bare, 0..bare.len()).is_ok_and(|condition| matches!(condition, Condition::Words(_))) {
            bare.to_owned()
        } else {
            bare.replace([':', '<', '>', '='], " ")
        }
    });
    let spaced = words.collect::<Vec<_>>().join(" ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pieces between blanks; quotes hold blanks.
fn tokens(text: &str) -> impl Iterator<Item = Result<Range<usize>, Mistake>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let start = from + rest.find(|c: char| !c.is_whitespace())?;
        let mut quoted: Option<usize> = None;
        let end = text[start..].char_indices().find_map(|(n, c)| {
            match (c, quoted) {
                ('"', None) => quoted = Some(start + n),
                ('"', Some(_)) => quoted = None,
                (c, None) if c.is_whitespace() => return Some(start + n),
                _ => {}
            }
            None
        });
        from = end.unwrap_or(text.len());
        Some(match quoted {
            Some(open) if end.is_none() => mistake(open..text.len(), "the closing quote is missing")
                .map_err(|said| Mistake { term: start, ..said }),
            _ => Ok(start..from),
        })
    })
}

fn mistake<T>(at: Range<usize>, text: impl Into<String>) -> Result<T, Mistake> {
    Err(Mistake { term: at.start, at, text: text.into() })
}

fn term<L: Language>(text: &str, at: Range<usize>) -> Result<Term<L>, Mistake> {
    let typed = &text[at.clone()];
    let negated = typed.len() > 1 && typed.starts_with('-');
    let body = at.start + usize::from(negated)..at.end;
    let condition = condition(text, body)?;
    Ok(Term { negated, condition, text: typed.to_owned(), at })
}

fn condition<L: Language>(text: &str, at: Range<usize>) -> Result<Condition<L>, Mistake> {
    let body = &text[at.clone()];
    let name_ends = body.find(|c: char| !(c.is_ascii_alphabetic() || c == '_')).unwrap_or(body.len());
    let Some((op, len)) = operator(&body[name_ends..]).filter(|_| name_ends > 0) else {
        return Ok(Condition::Words(words(body)));
    };
    let name = &body[..name_ends];
    let name_at = at.start..at.start + name_ends;
    let Some(key) = Key::<L>::named(name) else {
        let near = L::KEYS.iter().flat_map(|spec| spec.names).find(|known| is_near(known, &name.to_ascii_lowercase()));
        let instead = near.map_or_else(
            || format!("put it into quotes to search for it: \"{body}\""),
            |near| format!("did you mean {near}?"),
        );
        return mistake(name_at, format!("no column is called {name}; {instead}"));
    };
    let values_at = at.start + name_ends + len..at.end;
    let values = values(text, values_at.clone());
    if values.iter().any(Range::is_empty) {
        return mistake(values_at, format!("{name} is compared with {}", expected(key)));
    }
    compare(key, op, text, &values, (name, values_at))
}

pub(super) fn operator(text: &str) -> Option<(Op, usize)> {
    let table =
        [("<=", Op::AtMost), (">=", Op::AtLeast), ("<", Op::Less), (">", Op::More), (":", Op::Has), ("=", Op::Equal)];
    table.into_iter().find(|(sign, _)| text.starts_with(sign)).map(|(sign, op)| (op, sign.len()))
}

/// The places of the values between commas that are not in quotes.
fn values(text: &str, at: Range<usize>) -> Vec<Range<usize>> {
    let (mut from, mut quoted) = (at.start, false);
    let mut places = Vec::new();
    for (n, c) in text[at.clone()].char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                places.push(from..at.start + n);
                from = at.start + n + 1;
            }
            _ => {}
        }
    }
    places.push(from..at.end);
    places
}

fn compare<L: Language>(
    key: Key<L>,
    op: Op,
    text: &str,
    values: &[Range<usize>],
    (name, all): (&str, Range<usize>),
) -> Result<Condition<L>, Mistake> {
    let is_order = !matches!(op, Op::Has | Op::Equal);
    if is_order && values.len() > 1 {
        return mistake(all, format!("{name} is compared with one value here; a list goes with : or ="));
    }
    let unquoted = |at: &Range<usize>| text[at.clone()].trim_matches('"').to_owned();
    let wrong = |at: &Range<usize>| Mistake {
        at: at.clone(),
        term: at.start,
        text: format!("{name} is compared with {}", expected(key)),
    };
    match key {
        Key::Number(number) => {
            let read = |at: &Range<usize>| read_number(&unquoted(at)).ok_or_else(|| wrong(at));
            Ok(Condition::Number(number, op, values.iter().map(read).collect::<Result<_, _>>()?))
        }
        Key::Date(date) => {
            if let [at] = values
                && let Some(Key::Date(other)) = Key::<L>::named(&unquoted(at))
            {
                return Ok(Condition::DateColumn(date, op, other));
            }
            let read = |at: &Range<usize>| {
                let when = When::read(&unquoted(at)).ok_or_else(|| wrong(at))?;
                if is_order && when == When::None { Err(wrong(at)) } else { Ok(when) }
            };
            Ok(Condition::Date(date, op, values.iter().map(read).collect::<Result<_, _>>()?))
        }
        Key::Text(_) | Key::State | Key::Changed if is_order => {
            mistake(all, format!("{name} has no order; it goes with : or ="))
        }
        Key::Text(key) => {
            let read = |at: &Range<usize>| {
                let value = unquoted(at);
                // Nothing between quotes: rows without a value.
                if op == Op::Equal || value.is_empty() {
                    Wanted::All(fold(&value))
                } else {
                    Wanted::Words(Needle::new(&value))
                }
            };
            Ok(Condition::Text(key, values.iter().map(read).collect()))
        }
        Key::State => {
            let read = |at: &Range<usize>| {
                let value = unquoted(at).to_ascii_lowercase();
                L::STATES.iter().find(|(word, _)| *word == value).map(|(_, state)| *state).ok_or_else(|| wrong(at))
            };
            Ok(Condition::State(values.iter().map(read).collect::<Result<_, _>>()?))
        }
        Key::Changed => {
            // Whether it is an earlier day does not depend on today.
            let read = |at: &Range<usize>| {
                When::read(&unquoted(at)).filter(|when| when.since(Date::ZERO).is_some()).ok_or_else(|| wrong(at))
            };
            Ok(Condition::Changed(values.iter().map(read).collect::<Result<_, _>>()?))
        }
    }
}

fn read_number<L: Language>(text: &str) -> Option<Number<L>> {
    if let Some(Key::Number(other)) = Key::<L>::named(text) {
        return Some(Number::Column(other));
    }
    if text.eq_ignore_ascii_case("none") || text.eq_ignore_ascii_case("unlimited") {
        return Some(Number::Unlimited);
    }
    let digits: String = text.trim_end_matches('%').chars().filter(|c| !matches!(c, '_' | '\'' | '.')).collect();
    digits.parse().ok().map(Number::Of)
}

/// What a key is compared with, as part of a sentence.
#[must_use]
pub fn expected<L: Language>(key: Key<L>) -> String {
    let words = match key {
        Key::Number(_) => "a number or another column with numbers",
        Key::Date(_) => "a day, month or year (2026-12-31, 2026-12, 2026), a distance (30d, 4w, 6m, 1y) or none",
        Key::Text(_) => "a text",
        Key::Changed => "a day, month or year (2026-11-27, 2026-11, 2026) or a distance back (1d, 7d, 2w)",
        Key::State => {
            let words: Vec<_> = L::STATES.iter().map(|(word, _)| *word).collect();
            let (last, others) = words.split_last().map_or(("", &[][..]), |(last, others)| (*last, others));
            return format!("{} or {last}", others.join(", "));
        }
    };
    words.to_owned()
}

/// A word, or a phrase in quotes.
fn words(body: &str) -> Needle {
    match body.strip_prefix('"').and_then(|body| body.strip_suffix('"')) {
        Some(phrase) => Needle::phrase(phrase),
        None => Needle::new(body),
    }
}

/// One letter is missing, too many or another.
fn is_near(known: &str, typed: &str) -> bool {
    let same = known.chars().zip(typed.chars()).take_while(|(a, b)| a == b).count();
    let (known, typed): (Vec<char>, Vec<char>) =
        (known.chars().skip(same).collect(), typed.chars().skip(same).collect());
    let tail = |text: &[char], n: usize| text.get(n..).map(<[char]>::to_vec);
    tail(&known, 1) == tail(&typed, 1)
        || tail(&known, 1).as_ref() == Some(&typed)
        || tail(&typed, 1).as_ref() == Some(&known)
}
