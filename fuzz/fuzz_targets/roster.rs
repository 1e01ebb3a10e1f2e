//! See `tests/fuzz/roster.rs`.
#![no_main]

#[path = "../../tests/fuzz/roster.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
