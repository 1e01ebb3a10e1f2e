//! See `tests/fuzz/decode.rs`.
#![no_main]

#[path = "../../tests/fuzz/decode.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
