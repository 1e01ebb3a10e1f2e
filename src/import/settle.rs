//! What a run that was killed has left: creates whose end is not known.

use std::io;

use futures_util::stream::{self, StreamExt};

use crate::domain::change::recorded::RecordedWrite;
use crate::domain::change::write::{Intent, WriteKind};
use crate::outbox::Outbox;

/// Writes whose look-up failed this often are skipped.
const LOOKUP_LIMIT: usize = 5;
/// Writes that are looked up at once.
const LOOKED_UP_AT_ONCE: usize = 4;

/// Looks up these creates of programs that have exited. Of users whom a company has now, they may have created some: those
/// were created here.
///
/// # Errors
///
/// If the journal cannot be read.
pub async fn settle_creates(outbox: &Outbox, is_it: impl Fn(&Intent) -> bool) -> io::Result<()> {
    let Some(store) = outbox.store.clone() else { return Ok(()) };
    let is_open = |write: &RecordedWrite| {
        write.intent.kind == WriteKind::Create
            && !write.running
            && write.no_answer.len() < LOOKUP_LIMIT
            && is_it(&write.intent)
    };
    let unfinished = tokio::task::spawn_blocking(move || store.unfinished()).await.map_err(io::Error::other)??;
    // Whoever is listed is found at once. A killed run leaves a few of them, one that got no answers many.
    stream::iter(unfinished.into_iter().filter(is_open))
        .for_each_concurrent(LOOKED_UP_AT_ONCE, async |write| {
            outbox.look_up(&write.intent, &|_| ()).await;
        })
        .await;
    Ok(())
}
