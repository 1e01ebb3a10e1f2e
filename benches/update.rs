//! What one key costs before anything is drawn. `cargo bench --bench update`.
//!
//! Every measured call is one key. Its opposite follows in the next call, so that the state stays
//! the same however long it runs.

mod common;

use divan::{AllocProfiler, Bencher};

use common::{now, program};
use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::keys::press::KeyPress;
use keepnet_tui::app::model::Model;
use keepnet_tui::app::shell::update::update;

/// Allocations are counted too.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn press(model: &mut Model, key: &str) -> Vec<Effect> {
    update(model, now(), Msg::Key(KeyPress::parse(key).expect("a key")))
}

/// Opens something, then measures a key and its opposite in turn.
fn keys(bencher: Bencher<'_, '_>, open: &str, key: &str, back: &str) {
    let mut model = program();
    if !open.is_empty() {
        let _ = press(&mut model, open);
    }
    let pair = [key, back].map(|k| KeyPress::parse(k).expect("a key"));
    let mut turn = 0;
    bencher.bench_local(|| {
        turn = 1 - turn;
        update(&mut model, now(), Msg::Key(pair[1 - turn]))
    });
}

#[divan::bench]
fn row_down(bencher: Bencher<'_, '_>) {
    keys(bencher, "", "j", "k");
}

#[divan::bench]
fn character_in_the_form(bencher: Bencher<'_, '_>) {
    keys(bencher, "a", "x", "backspace");
}

#[divan::bench]
fn character_in_the_search(bencher: Bencher<'_, '_>) {
    keys(bencher, "/", "x", "backspace");
}
