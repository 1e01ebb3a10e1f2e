//! Carries out a run: sends its rows, a few at once, until it is at rest.

use futures_util::stream::{FuturesUnordered, StreamExt};

use super::arrivals::Arrivals;
use super::send::send;
use crate::outbox::Outbox;
use crate::roster::{Ended, OrderContext, Plan, Run};

/// Whoever watches a run.
pub trait Watcher {
    /// ID, time and ticket of the next change.
    fn next(&mut self) -> OrderContext;

    /// No further row is to be begun.
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
    let arrivals = &arrivals;
    let mut under_way = FuturesUnordered::new();
    let mut round = run.round();
    loop {
        run.pause(watcher.is_paused());
        let unfinished = run.unfinished();
        while let Some(at) = run.begin() {
            if std::mem::replace(&mut round, run.round()) < run.round() {
                watcher.again(unfinished);
            }
            let context = watcher.next();
            under_way.push(async move {
                let planned = plan.rows.get(at)?;
                let company = plan.company_of(planned)?;
                Some((at, send(outbox, arrivals, company, &planned.judged, &context).await?))
            });
        }
        let Some(ended) = under_way.next().await else { break };
        if let Some((at, end)) = ended {
            watcher.ended(at, &end);
            run.end(at, end);
            watcher.progress(run);
        }
    }
}
