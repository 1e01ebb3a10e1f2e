//! The question before a write that cannot simply be put back.

use std::io::IsTerminal;

use super::exit::{Code, CommandError};
use super::progress;
use super::prompt::Prompt;

/// Refuses to go on where nobody can be asked; `yes` says what `--yes` would do.
///
/// # Errors
///
/// Usage, without a terminal.
pub(super) fn can_be_asked(yes: &str) -> Result<(), CommandError> {
    if std::io::stdin().is_terminal() {
        return Ok(());
    }
    let said = format!("nothing was sent: there is no terminal to ask on; --yes {yes}");
    Err(CommandError::new(Code::Usage, said))
}

/// The answer to a question: one of these words, or `None` for anything else.
///
/// # Errors
///
/// Failed, if it cannot be read.
pub(super) async fn answer(question: &'static str, words: &[char]) -> Result<Option<char>, CommandError> {
    let hidden = progress::hidden();
    let answer = Prompt::default().ask(question).await.map_err(|error| {
        CommandError::new(Code::Failed, format!("nothing was sent: the answer could not be read ({error})"))
    })?;
    drop(hidden);
    let answer = answer.trim().to_lowercase();
    let answer = if answer == "yes" { "y" } else { answer.as_str() };
    Ok(words.iter().copied().find(|word| answer.chars().eq([*word])))
}
