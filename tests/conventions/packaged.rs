//! What is asked of whoever builds the program, and what the package has.

use std::process::Command;

use serde_json::Value;

/// A version that is compared: `1.89` and `1.89.0` are the same.
fn version(text: &str) -> (u64, u64, u64) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or_else(|_| panic!("{text} is no version")));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

fn cargo(args: &[&str]) -> Vec<u8> {
    let mut cargo = Command::new(env!("CARGO"));
    let said = cargo.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo");
    assert!(said.status.success(), "cargo {args:?}: {}", String::from_utf8_lossy(&said.stderr));
    said.stdout
}

/// That the program itself needs no later one is for clippy to see (`incompatible_msrv`).
#[test]
fn no_dependency_needs_a_later_compiler() {
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let metadata: Value =
        serde_json::from_slice(&cargo(&["metadata", "--locked", "--format-version", "1"])).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100, "{}", packages.len());
    let later = packages.iter().filter(|p| p["rust_version"].as_str().is_some_and(|needs| version(needs) > ours));
    let later: Vec<_> = later.map(|p| format!("{} {}: {}", p["name"], p["version"], p["rust_version"])).collect();
    assert!(later.is_empty(), "later than {}:\n{}", env!("CARGO_PKG_RUST_VERSION"), later.join("\n"));
    assert!(version("1.89") == version("1.89.0") && version("1.9") < version("1.89") && version("1.89.1") > ours);
}

/// Debian shows so much of it in a list, and cuts the rest.
#[test]
fn description_fits_the_line_that_a_package_has() {
    let description = env!("CARGO_PKG_DESCRIPTION");
    assert!(description.len() < 60 && !description.ends_with('.'), "{description}");
}
