//! Every fault against every operation: the real client and the real outbox against a server that
//! fails in every way the contract names, once and always. Each combination ends in an answer or in
//! a failure that says what, why and what to do; and what is said about a create is what happened.

#[path = "matrix/faults.rs"]
mod faults;
#[path = "matrix/operations.rs"]
mod operations;

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;

use faults::{Case, cases};
use operations::{Bench, OPERATIONS, Operation};

/// Combinations that run at the same time: those that keep a core busy, and those that wait for a request
/// to run out of time.
const BUSY: usize = 4;
const WAITING: usize = 24;
/// How long a request may take. What is found wrong is judged once more with more time, so that only what
/// is wrong however long it may take counts, and no request that ran out of time on a busy machine.
const REQUESTS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(30)];
/// No combination takes this long, not even on a busy machine.
const DEADLINE: Duration = Duration::from_secs(300);

/// How often the fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The first request alone.
    Once,
    /// Every request.
    Always,
}

/// A fault, how often it strikes, and whom.
type Combination = (Arc<Case>, Mode, Operation);

/// What is wrong with a combination.
async fn wrong((case, mode, operation): Combination) -> Option<String> {
    let mut found = None;
    for request in REQUESTS {
        // Only faults that last for ever are worth a short time.
        if request < REQUESTS[1] && !case.lasts {
            continue;
        }
        let judged = async { Bench::new(request).await.judge(operation, &case, mode).await };
        match tokio::time::timeout(DEADLINE, judged).await {
            Ok(Ok(())) => return None,
            Ok(Err(why)) => found = Some(why),
            Err(_) => found = Some("hangs".to_owned()),
        }
    }
    found.map(|why| format!("{} x {operation:?} {mode:?}: {why}", case.name))
}

/// What is wrong with these, so many at once, each in a task of its own.
async fn all_wrong(combinations: Vec<Combination>, at_once: usize) -> Vec<String> {
    let tasks = stream::iter(combinations).map(|combination| tokio::spawn(wrong(combination)));
    let ended = tasks.buffer_unordered(at_once).map(|ended| ended.unwrap_or_else(|e| Some(e.to_string())));
    ended.filter_map(async |wrong| wrong).collect().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_meets_every_operation() {
    let cases: Vec<_> = cases().into_iter().map(Arc::new).collect();
    let modes = cases.iter().flat_map(|case| [(case, Mode::Once), (case, Mode::Always)]);
    let all: Vec<_> =
        modes.flat_map(|(case, mode)| OPERATIONS.iter().map(move |op| (Arc::clone(case), mode, *op))).collect();
    let combinations = all.len();
    let (waiting, busy) = all.into_iter().partition(|(case, ..)| case.lasts);
    let (mut wrong, more) = tokio::join!(all_wrong(waiting, WAITING), all_wrong(busy, BUSY));
    wrong.extend(more);
    let counted = format!(
        "matrix: {} faults x {} operations x 2 = {combinations} combinations, {} wrong\n",
        cases.len(),
        OPERATIONS.len(),
        wrong.len()
    );
    // Past the harness, which shows nothing of a test that passes.
    std::io::stderr().write_all(counted.as_bytes()).expect("written");
    assert!(wrong.is_empty(), "{} of {combinations}:\n{}", wrong.len(), wrong.join("\n"));
}
