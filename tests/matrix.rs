//! Every fault against every operation: the real client and the real outbox against a server that
//! fails in every way the contract names, once and always. Each combination ends in an answer or in
//! a failure that says what, why and what to do; and what is said about a create is what happened.

mod changes;
mod faults;
mod honesty;
mod operations;
mod pairs;
mod system_changes;

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;

use faults::{Case, cases};
use keepnet_tui::demo::Server;
use operations::{Bench, OPERATIONS, Scenario, server};

/// Rows that run at the same time: those that keep a core busy, and those that wait for a request to run
/// out of time.
const BUSY: usize = 4;
const WAITING: usize = 24;
/// How long a request may take. What is found wrong is judged again with more time, so that only what is
/// wrong however long it may take counts, and no request that ran out of time on a busy machine. Most faults
/// do not last, and need no short time.
const PATIENT: Duration = Duration::from_secs(60);
const IMPATIENT: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(5), PATIENT];
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

/// A fault, how often it strikes, and whom, one after the other on the same server.
#[derive(Clone)]
struct Row(Arc<Case>, Mode, &'static [Scenario]);

impl Row {
    /// What is wrong with its combinations.
    async fn wrong(self) -> Vec<String> {
        let Self(case, mode, operations) = self;
        let server = server().await;
        let mut wrong = Vec::new();
        for operation in operations {
            let mut judged = Ok(());
            for request in if case.lasts { &IMPATIENT[..] } else { &[PATIENT] } {
                judged = judge(&server, *operation, &case, mode, *request).await;
                if judged.is_ok() {
                    break;
                }
            }
            if let Err(why) = judged {
                wrong.push(format!("{} x {operation:?} {mode:?}: {why}", case.name));
            }
        }
        wrong
    }
}

async fn judge(
    server: &Arc<Server>,
    operation: Scenario,
    case: &Case,
    mode: Mode,
    request: Duration,
) -> Result<(), String> {
    let bench = Bench::new(Arc::clone(server), operation, request);
    let judged = tokio::time::timeout(DEADLINE, bench.judge(operation, case, mode)).await;
    judged.unwrap_or_else(|_| Err("hangs".to_owned()))
}

/// What is wrong with these rows, so many at once, each in a task of its own.
async fn all_wrong(rows: Vec<Row>, at_once: usize) -> Vec<String> {
    let tasks = stream::iter(rows).map(|row| tokio::spawn(row.wrong()));
    let ended = tasks.buffer_unordered(at_once).map(|ended| ended.unwrap_or_else(|e| vec![e.to_string()]));
    ended.concat().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_meets_every_operation() {
    let cases: Vec<_> = cases().into_iter().map(Arc::new).collect();
    let (mut waiting, mut busy) = (Vec::new(), Vec::new());
    for (case, mode) in cases.iter().flat_map(|case| [(case, Mode::Once), (case, Mode::Always)]) {
        let row = |operations| Row(Arc::clone(case), mode, operations);
        if case.lasts {
            // What only waits need not wait for the others.
            waiting.extend(OPERATIONS.chunks(1).map(row));
        } else {
            busy.push(row(OPERATIONS));
        }
    }
    let combinations: usize = waiting.iter().chain(&busy).map(|row| row.2.len()).sum();
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
