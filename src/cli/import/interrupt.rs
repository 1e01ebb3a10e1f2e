//! Ctrl-C: the first asks for a pause, the second ends the command.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;

use crate::cli::exit::{Code, CommandError, INTERRUPT};
use crate::cli::journal::RETRY_ADVICE;
use crate::cli::stderr::print_prefixed;

/// Listens for Ctrl-C.
pub(super) struct Interrupt {
    pressed: watch::Receiver<u32>,
    task: tokio::task::JoinHandle<()>,
    /// No further row is begun.
    pub(super) stop: Arc<AtomicBool>,
    /// Rows are being sent.
    pub(super) sends: Arc<AtomicBool>,
}

impl Interrupt {
    pub(super) fn listen() -> Self {
        let (press, pressed) = watch::channel(0);
        let stop = Arc::new(AtomicBool::new(false));
        let sends = Arc::new(AtomicBool::new(false));
        let (flag, is_sending) = (Arc::clone(&stop), Arc::clone(&sends));
        let task = tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if !flag.swap(true, Ordering::SeqCst) && is_sending.load(Ordering::SeqCst) {
                    print_prefixed(format_args!(
                        "stopping once the rows under way have ended; Ctrl-C again stops at once"
                    ));
                }
                press.send_modify(|times| *times += 1);
            }
        });
        Self { pressed, task, stop, sends }
    }

    /// Waits until it was pressed so often.
    pub(super) async fn pressed(&self, times: u32) {
        if self.pressed.clone().wait_for(|pressed| *pressed >= times).await.is_err() {
            // Signals cannot be listened for.
            std::future::pending::<()>().await;
        }
    }

    pub(super) fn is_pressed(&self) -> bool {
        *self.pressed.borrow() > 0
    }

    /// Does this, which sends nothing, unless it is pressed.
    pub(super) async fn unless<T>(
        &self,
        work: impl Future<Output = Result<T, CommandError>>,
    ) -> Result<T, CommandError> {
        tokio::select! {
            biased;
            done = work => done,
            () = self.pressed(1) => Err(CommandError::new(Code::Signal(INTERRUPT), "stopped; nothing was sent")),
        }
    }
}

impl Interrupt {
    /// Does this, which sends something, unless it is pressed twice.
    pub(super) async fn unless_twice<T>(
        &self,
        work: impl Future<Output = Result<T, CommandError>>,
    ) -> Result<T, CommandError> {
        self.sends.store(true, Ordering::SeqCst);
        tokio::select! {
            biased;
            done = work => done,
            () = self.pressed(2) => {
                let said = format!("stopped while groups were being created. {RETRY_ADVICE}");
                Err(CommandError::new(Code::Signal(INTERRUPT), said))
            }
        }
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        self.task.abort();
    }
}
