//! See `tests/fuzz/text.rs`.
#![no_main]

#[path = "../../tests/fuzz/text.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
