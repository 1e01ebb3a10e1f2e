//! Carries out a run: sends its rows, a few at once, until it is at rest.

use futures_util::stream::{FuturesUnordered, StreamExt};

use super::arrivals::Arrivals;
use super::send::send_in_turn;
use crate::outbox::{Closed, Outbox, Turns};
use crate::roster::{AT_ONCE, Ended, OrderContext, Plan, Run};

/// Whoever watches a run.
pub trait Watcher {
    /// ID, time and ticket of the next change.
    fn next(&mut self) -> OrderContext;

    /// No further row is to be begun, from now on.
    fn is_paused(&self) -> bool;

    /// So many rows without a clear end are tried again.
    fn again(&mut self, rows: usize);

    /// A row has ended. The run does not know it yet.
    fn ended(&mut self, at: usize, end: &Ended);

    /// This is how far the run is.
    fn progress(&mut self, run: &Run);
}

/// Sends the rows of the run until it is at rest.
pub async fn carry_out(run: &mut Run, plan: &Plan, outbox: &Outbox, watcher: &mut impl Watcher) {
    let arrivals = Arrivals::of(plan);
    let (arrivals, turns) = (&arrivals, &Turns::of(AT_ONCE));
    let mut under_way = FuturesUnordered::new();
    let mut round = run.round();
    loop {
        run.pause(run.is_paused() || watcher.is_paused());
        run.begin_ahead(turns.ahead());
        if run.is_paused() || run.stop().is_some() {
            turns.close();
        }
        let unfinished = run.unfinished();
        while let Some(at) = run.begin() {
            if std::mem::replace(&mut round, run.round()) < run.round() {
                watcher.again(unfinished);
            }
            let context = watcher.next();
            under_way.push(async move {
                let Some(planned) = plan.rows.get(at) else { return (at, Ok(None)) };
                let Some(company) = plan.company_of(planned) else { return (at, Ok(None)) };
                (at, send_in_turn(outbox, (arrivals, turns), company, &planned.judged, &context).await)
            });
        }
        let ended = std::future::poll_fn(|cx| {
            // Rows that wait for a turn are polled here as well, and get none after a pause.
            if watcher.is_paused() {
                turns.close();
            }
            under_way.poll_next_unpin(cx)
        });
        let Some((at, ended)) = ended.await else { break };
        match ended {
            Ok(Some(end)) => {
                watcher.ended(at, &end);
                run.end(at, end);
                watcher.progress(run);
            }
            Ok(None) => {}
            Err(Closed) => run.withdraw(at),
        }
    }
}
