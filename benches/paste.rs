//! A paste understood: the preview is shown on the next frame, so this has to be done within one key.
//! `cargo bench --bench paste`.
//!
//! How to read it: each row doubles the paste of the row above. The work is linear when the time doubles too. The
//! aim is 64 KiB against 10,000 groups within 50 ms.

use divan::Bencher;
use keepnet_tui::domain::user::phone;
use keepnet_tui::domain::user::phone::PhoneRegion;
use keepnet_tui::paste::{Context, analyze};

const GROUPS: usize = 10_000;
/// Sizes of the paste, in KiB.
const KIB: [usize; 4] = [8, 16, 32, 64];

fn main() {
    phone::preload();
    divan::main();
}

fn run(bencher: Bencher<'_, '_>, start: &str, unit: &str, kib: usize) {
    let groups: Vec<String> = (0..GROUPS).map(|n| format!("Group {n}")).collect();
    let text = format!("{start}{}", unit.repeat(kib * 1024 / unit.len()));
    let context = Context { region: PhoneRegion::new("GB"), groups: &groups, ..Context::default() };
    bencher.bench_local(|| analyze(&text, &context));
}

#[divan::bench(args = KIB)]
fn groups_behind_a_label(bencher: Bencher<'_, '_>, kib: usize) {
    run(bencher, "Email: jane@contoso.com\nGroups: ", "a;", kib);
}

#[divan::bench(args = KIB)]
fn groups_in_sentences(bencher: Bencher<'_, '_>, kib: usize) {
    run(bencher, "jane@contoso.com\n", "Please add her to the group of the night shift in Leeds.\n", kib);
}

#[divan::bench(args = KIB)]
fn rows(bencher: Bencher<'_, '_>, kib: usize) {
    run(bencher, "Name;Email;Phone;Group\n", "Jane Doe;jane.doe@contoso.com;020 7946 0018;Group 77\n", kib);
}

#[divan::bench(args = KIB)]
fn recipients(bencher: Bencher<'_, '_>, kib: usize) {
    run(bencher, "", "Jane Doe <jane.doe@contoso.com>; ", kib);
}

#[divan::bench(args = KIB)]
fn signatures(bencher: Bencher<'_, '_>, kib: usize) {
    let unit = "Kind regards\nJane Doe\nFinance Manager\nT: 020 7946 0018\njane.doe@contoso.com\n\n";
    run(bencher, "", unit, kib);
}
