//! The bodies of the fuzz targets in `fuzz/`, run as short property tests: over inputs that were nasty once,
//! over those with some bytes changed, and over any bytes.
//!
//! `KEEPNET_FUZZ_TIMES=100` tries a hundred times as many.
//!
//! `cargo test --test pure fuzz:: -- --ignored` writes the inputs where `cargo fuzz` begins its search.

mod decode;
mod keys;
mod paste;
mod roster;
mod text;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// A target of `fuzz/fuzz_targets`: its name, its body, and where its search begins.
struct Target {
    name: &'static str,
    run: fn(&[u8]),
    seeds: Vec<Vec<u8>>,
    /// Inputs of the property test.
    cases: u32,
}

fn targets() -> [Target; 5] {
    let bytes = |seeds: &[&[u8]]| seeds.iter().map(|seed| seed.to_vec()).collect::<Vec<_>>();
    let texts = |seeds: &[&str]| seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect::<Vec<_>>();
    [
        Target { name: "decode", run: decode::run, seeds: bytes(decode::SEEDS), cases: 300 },
        Target { name: "text", run: text::run, seeds: texts(text::SEEDS), cases: 300 },
        Target { name: "paste", run: paste::run, seeds: texts(paste::SEEDS), cases: 100 },
        Target { name: "roster", run: roster::run, seeds: bytes(roster::SEEDS), cases: 200 },
        Target { name: "keys", run: keys::run, seeds: bytes(keys::SEEDS), cases: 30 },
    ]
}

/// A seed with some bytes of it changed, left out or put in, or any bytes.
fn inputs(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0..3_usize, prop::collection::vec(any::<u8>(), 0..6));
    let changed =
        (prop::sample::select(seeds), prop::collection::vec(change, 1..6)).prop_map(|(mut bytes, changes)| {
            for (at, gone, new) in changes {
                let at = at.index(bytes.len() + 1);
                let end = (at + gone).min(bytes.len());
                bytes.splice(at..end, new);
            }
            bytes
        });
    prop_oneof![3 => changed, 1 => prop::collection::vec(any::<u8>(), 0..300)]
}

fn check(name: &str) {
    let target = targets().into_iter().find(|target| target.name == name).expect("a target");
    target.seeds.iter().for_each(|seed| (target.run)(seed));
    let times: u32 = std::env::var("KEEPNET_FUZZ_TIMES").map_or(1, |times| times.parse().expect("a number"));
    let config = ProptestConfig { cases: target.cases * times, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new(config);
    let searched = runner.run(&inputs(target.seeds), |bytes| {
        (target.run)(&bytes);
        Ok(())
    });
    searched.unwrap_or_else(|why| panic!("{name}: {why}"));
}

#[test]
fn any_bytes_are_an_answer_or_none() {
    check("decode");
}

#[test]
fn any_text_is_kept_clean_and_drawn_in_its_cells() {
    check("text");
}

#[test]
fn any_paste_is_understood_or_left_as_it_is() {
    check("paste");
}

#[test]
fn any_file_of_people_is_read_or_refused() {
    check("roster");
}

#[test]
fn any_keys_are_walked_through() {
    check("keys");
}

/// Every target of the search is tested here, and the other way round.
#[test]
fn each_target_has_its_body() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/fuzz_targets");
    // A package without the fuzz targets has only the bodies.
    let Ok(files) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<_> = files.map(|f| f.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    files.sort();
    let mut targets: Vec<_> = targets().iter().map(|target| format!("{}.rs", target.name)).collect();
    targets.sort();
    assert_eq!(files, targets);
}

#[test]
#[ignore = "writes fuzz/corpus"]
fn write_the_seeds() {
    for target in targets() {
        let folder = format!("{}/fuzz/corpus/{}", env!("CARGO_MANIFEST_DIR"), target.name);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (n, seed) in target.seeds.iter().enumerate() {
            std::fs::write(format!("{folder}/seed-{n}"), seed).expect("written");
        }
    }
}
