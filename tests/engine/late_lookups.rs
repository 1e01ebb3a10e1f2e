//! A look-up whose answer comes late: meanwhile another program has found out the outcome, and has changed the user again.

use std::time::Duration;

use keepnet_tui::demo::{Fault, Gate};
use keepnet_tui::domain::change::outcome::{UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::write::JournalOutcome;
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};

use super::updates::{Bench, READ, WRITE};

/// The journal tells in which order changes were carried out: the later one is undone first.
#[tokio::test]
async fn update_found_twice_ended_when_it_was_found_first() {
    let bench = Bench::new().await;
    let (another, gate) = (bench.another(), Gate::new());
    let policy = ReconcilePolicy { others: Duration::from_millis(20), ..another.policy.clone() };
    let other = Outbox { policy, ..another };
    bench.server.faults().next(WRITE, Fault::ExecutedThenReset);
    // The first read is the one before the update is sent.
    bench.server.faults().nth(READ, 2, Fault::Hold(gate.clone()));
    let first = bench.change("a-1", "IT", "HR");
    let second = async {
        bench.server.arrived(READ, 2).await;
        let end = other.change(&bench.intent("b-1", bench.department("HR", "Sales")), &|_| ()).await;
        gate.open();
        end
    };
    let ends = tokio::join!(first, second);
    assert_eq!(ends, (WriteOutcome::Update(UpdateEnd::Updated), WriteOutcome::Update(UpdateEnd::Updated)));
    assert!(bench.is("Sales"));
    let ended = |id: &str| bench.write(id).outcome.map(|(outcome, at)| (at, outcome)).expect("an end");
    let (first, second) = (ended("a-1"), ended("b-1"));
    assert_eq!([&first.1, &second.1], [&JournalOutcome::Updated; 2]);
    assert!(first.0 < second.0, "{first:?} {second:?}");
}
