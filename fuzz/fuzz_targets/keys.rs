//! See `tests/fuzz/keys.rs`.
#![no_main]

#[path = "../../tests/fuzz/keys.rs"]
mod body;
#[path = "../../tests/common/mod.rs"]
mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
