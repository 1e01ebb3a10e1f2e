//! How far the house is from what it is to be, in figures. `cargo test --test project figures -- --nocapture` prints
//! them. A figure may fall and never rise: whoever made it fall lowers its limit here.

use super::calls::Calls;
use super::circles::circles;
use super::features::upwards;
use super::imports::Sources;
use super::{files, none};

/// Where a command is run, and where a message is handled: functions of `src/app/shell`.
const RUN: &str = "run";
const HANDLE: &str = "handle";

/// A figure: what it counts, what it is, what it may be now, what it is to be.
struct Figure {
    what: &'static str,
    is: usize,
    limit: usize,
    goal: usize,
}

fn longest(is_it: impl Fn(&str) -> bool) -> (usize, String) {
    let its = files("src").into_iter().filter(|(name, _)| is_it(name));
    its.map(|(name, source)| (source.lines().count(), name)).max().expect("some file")
}

#[test]
fn figures_do_not_rise() {
    let sources = Sources::read();
    let imports = sources.imports();
    let circles = circles(&imports);
    let calls = Calls::of(sources);
    let (adds, creates) = (
        calls.entered(&[(RUN, "Command::AddUser")]),
        calls.entered(&[(RUN, "Command::Create"), (HANDLE, "Msg::Write")]),
    );
    let app = longest(|name| name.starts_with("src/app/"));
    let module = longest(|name| name.ends_with("/mod.rs"));
    let figures = [
        Figure { what: "circles of files", is: circles.len(), limit: 0, goal: 0 },
        Figure {
            what: "files in them",
            is: circles.iter().map(std::collections::BTreeSet::len).sum(),
            limit: 0,
            goal: 0,
        },
        Figure { what: "imports upwards in app", is: upwards(&imports).len(), limit: 0, goal: 0 },
        Figure { what: "fns with &mut Model below flows", is: calls.with_the_whole_model(), limit: 0, goal: 8 },
        Figure { what: "files that the key a enters", is: adds.len(), limit: 21, goal: 12 },
        Figure { what: "files from Ctrl-S to outcome", is: creates.len(), limit: 45, goal: 14 },
        Figure { what: "lines of the longest file of app", is: app.0, limit: 400, goal: 400 },
        Figure { what: "lines of the longest mod.rs", is: module.0, limit: 124, goal: 150 },
    ];
    println!("imports: {}; longest: {}, {}", imports.len(), app.1, module.1);
    println!("a: {adds:?}\nCtrl-S: {creates:?}");
    println!("{:<36}{:>8}{:>8}{:>8}", "", "is", "limit", "goal");
    for figure in &figures {
        println!("{:<36}{:>8}{:>8}{:>8}", figure.what, figure.is, figure.limit, figure.goal);
    }
    let risen = figures.iter().filter(|f| f.is > f.limit);
    none(&risen.map(|f| format!("{}: {}, at most {}", f.what, f.is, f.limit)).collect::<Vec<_>>());
}
