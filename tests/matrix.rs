//! Every fault against every operation: the real client and the real outbox against a server that
//! fails in every way the contract names, once and always. Each combination ends in an answer or in
//! a failure that says what, why and what to do; and what is said about a create is what happened.

#[path = "matrix/faults.rs"]
mod faults;
#[path = "matrix/operations.rs"]
mod operations;

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;

use faults::{Case, cases};
use operations::{Bench, OPERATIONS};

/// Combinations that run at the same time.
const AT_ONCE: usize = 24;
/// No combination takes this long, not even on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// How often the fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The first request alone.
    Once,
    /// Every request.
    Always,
}

async fn row(case: &Case, mode: Mode) -> Vec<String> {
    let mut wrong = Vec::new();
    for operation in OPERATIONS {
        let bench = Bench::new().await;
        let name = format!("{} x {operation:?} {mode:?}", case.name);
        match tokio::time::timeout(DEADLINE, bench.judge(*operation, case, mode)).await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => wrong.push(format!("{name}: {why}")),
            Err(_) => wrong.push(format!("{name}: hangs")),
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_meets_every_operation() {
    let cases = cases();
    let rows: Vec<_> = cases.iter().flat_map(|c| [(c, Mode::Once), (c, Mode::Always)]).collect();
    let combinations = rows.len() * OPERATIONS.len();
    let wrong: Vec<_> =
        stream::iter(rows).map(|(case, mode)| row(case, mode)).buffer_unordered(AT_ONCE).collect().await;
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    println!("matrix: {} faults x {} operations x 2 = {combinations} combinations", cases.len(), OPERATIONS.len());
    assert!(wrong.is_empty(), "{} of {combinations}:\n{}", wrong.len(), wrong.join("\n"));
}
