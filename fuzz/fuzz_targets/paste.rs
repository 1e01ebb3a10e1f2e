//! See `tests/fuzz/paste.rs`.
#![no_main]

#[path = "../../tests/fuzz/paste.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
