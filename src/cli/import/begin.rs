//! Before a plan is carried out: the question, and the place of the result.

use super::args::RunArgs;
use super::interrupt::Interrupt;
use super::{question, run};
use crate::cli::exit::{Code, CommandError};
use crate::cli::service::Session;
use crate::import::ResultNames;
use crate::roster::Plan;

/// Asks, and carries the plan out.
pub(super) async fn send(
    session: &Session,
    mut plan: Plan,
    args: &RunArgs,
    names: &ResultNames,
    interrupt: &Interrupt,
) -> Result<(), CommandError> {
    if !args.yes {
        interrupt.unless(question::asked(&mut plan, args.first)).await?;
    }
    run::run(session, plan, args, names, interrupt).await
}

/// The result can be written when everything is sent.
pub(super) fn check(names: &ResultNames) -> Result<(), CommandError> {
    names.check().map_err(|(folder, error)| {
        let folder = folder.display();
        let said = format!(
            "the result cannot be written to {folder} ({error}); nothing was sent. Name another place with --result"
        );
        CommandError::new(Code::Usage, said)
    })
}
