//! The filter language of the lists: `left<5 reseller:southgate -tag:pilot acme`.
//!
//! Words search as ever; `key:value` and its like compare a column. Everything is joined by "and"; `-` before a term
//! negates it; `a,b` is either; quotes hold blanks. Each kind of rows has a table of keys of its own; see
//! [`language::Language`].

mod amount;
mod company_row;
pub mod complete;
pub mod date;
pub mod forgiving;
pub mod key;
pub mod language;
pub mod matching;
pub mod parse;
pub mod state;
pub mod term;
pub mod toggle;
pub mod user_key;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod user_tests;
