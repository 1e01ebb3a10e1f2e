//! What may be said of the end of a write.

use keepnet_tui::domain::service::failure::{Applied, Failure};

/// What is said of a write is what happened, or that nobody knows.
pub fn honest(ended: Result<(), Failure>, happened: bool) -> Result<(), String> {
    match ended {
        Ok(()) if happened => Ok(()),
        Ok(()) => Err("not done, yet said to be".into()),
        Err(failure) if happened && failure.applied == Applied::No => Err(format!("done, yet {failure}")),
        Err(failure) => readable(&failure),
    }
}

/// What, why, and no control character.
pub fn readable(failure: &Failure) -> Result<(), String> {
    let text = failure.to_string();
    if failure.what.is_empty()
        || failure.why.is_empty()
        || text.chars().count() > 5_000
        || text.contains(char::is_control)
    {
        return Err(format!("not readable: {text:?}"));
    }
    Ok(())
}
