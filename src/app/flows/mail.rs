//! Outcomes of mails to system users. They are sent once; without an answer nobody will know whether they were.

use crate::app::changes::change::BatchEnd;
use crate::app::core::effect::Effect;
use crate::app::flows::changed::tell;
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::write::{Intent, Mail, WriteId, WriteKind, WriteOutcome};

/// The outcome of a mail.
pub fn ended(model: &mut Model, id: &WriteId, end: &WriteOutcome, out: &mut Vec<Effect>) {
    let Some(intent) = model.changes.get(id).map(|change| change.intent.clone()) else { return };
    let WriteKind::Mail(_, mail) = intent.kind else { return };
    let said = words(&intent, mail, end);
    match end {
        // Another program is sending it.
        WriteOutcome::Pending => drop(model.changes.not_visible(id, cx!(model, out))),
        WriteOutcome::Unknown(_) => {
            if model.changes.lookup_failed(id, cx!(model, out)) {
                model.notices.error(model.now, said);
            }
        }
        WriteOutcome::Updated => {
            tell(model, id, BatchEnd::Done, said);
            model.changes.finish(id);
            model.created_users.finished.add(intent, model.now);
        }
        WriteOutcome::Unanswered(_) => {
            tell(model, id, BatchEnd::Failed, said);
            model.changes.finish(id);
            model.created_users.add_unanswered(intent, model.now.utc);
        }
        WriteOutcome::Created(_)
        | WriteOutcome::Proved(_)
        | WriteOutcome::Found(_)
        | WriteOutcome::WasThere(_)
        | WriteOutcome::Refused(_)
        | WriteOutcome::InDoubt(_)
        | WriteOutcome::Absent
        | WriteOutcome::Unrecorded(_)
        | WriteOutcome::Deleted
        | WriteOutcome::StillThere
        | WriteOutcome::AlreadySo
        | WriteOutcome::Conflict(_)
        | WriteOutcome::Changed(_)
        | WriteOutcome::Unchanged => {
            tell(model, id, BatchEnd::Failed, said);
            model.changes.finish(id);
            model.created_users.add_not_applied(intent, model.now.utc);
        }
    }
}

/// What became of it, in a sentence.
#[must_use]
pub fn words(intent: &Intent, mail: Mail, end: &WriteOutcome) -> String {
    let (email, name, mail) = (intent.email(), &intent.company_name, mail.name());
    match end {
        WriteOutcome::Updated => format!("Sent the {mail} to {email} in {name}"),
        WriteOutcome::Unanswered(failure)
        | WriteOutcome::Unknown(failure)
        | WriteOutcome::Refused(failure)
        | WriteOutcome::InDoubt(failure)
        | WriteOutcome::Unrecorded(failure) => format!("{email} in {name}: {failure}"),
        WriteOutcome::Pending => format!("Another program is sending the {mail} to {email} in {name}"),
        WriteOutcome::Created(_)
        | WriteOutcome::Proved(_)
        | WriteOutcome::Found(_)
        | WriteOutcome::WasThere(_)
        | WriteOutcome::Absent
        | WriteOutcome::Deleted
        | WriteOutcome::StillThere
        | WriteOutcome::AlreadySo
        | WriteOutcome::Conflict(_)
        | WriteOutcome::Changed(_)
        | WriteOutcome::Unchanged => format!("The {mail} to {email} in {name} was not sent"),
    }
}
