//! Outcomes of creates of groups.

use crate::app::changes::change::BatchEnd;
use crate::app::core::effect::Effect;
use crate::app::flows::changed::tell;
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::outcome::GroupEnd;
use crate::domain::change::write::{Intent, WriteId, WriteKind};
use crate::domain::user::target_group::NewGroup;

/// The outcome of the create of a group.
pub fn ended(model: &mut Model, id: &WriteId, end: &GroupEnd, out: &mut Vec<Effect>) {
    let Some(intent) = model.changes.get(id).map(|change| change.intent.clone()) else { return };
    let WriteKind::CreateGroup(group) = &intent.kind else { return };
    let said = words(&intent, group, end);
    let has_news = match end {
        GroupEnd::Pending => model.changes.not_visible(id, cx!(model, out)).is_some_and(|(_, first)| first),
        GroupEnd::Unknown(_) => model.changes.lookup_failed(id, cx!(model, out)),
        GroupEnd::Created => {
            tell(model, id, BatchEnd::Done, said);
            model.changes.finish(id);
            model.created_users.finished.add(intent, model.now);
            return;
        }
        GroupEnd::AlreadySo => {
            tell(model, id, BatchEnd::Done, said);
            model.changes.finish(id);
            return;
        }
        GroupEnd::Absent | GroupEnd::Refused(_) => {
            tell(model, id, BatchEnd::Failed, said);
            model.changes.finish(id);
            model.created_users.add_not_applied(intent, model.now.utc);
            return;
        }
    };
    if has_news {
        model.notices.error(model.now, said);
    }
}

/// What became of it, in a sentence.
#[must_use]
pub fn words(intent: &Intent, group: &NewGroup, end: &GroupEnd) -> String {
    let (group, name) = (group.label(), &intent.company_name);
    match end {
        GroupEnd::Created => format!("Created the {group} in {name}"),
        GroupEnd::AlreadySo => format!("{name} has a {group} already; nothing was sent"),
        GroupEnd::Refused(failure) => format!("The {group} in {name}: {failure}"),
        GroupEnd::Unknown(failure) => {
            format!("It is not known whether the {group} was created in {name}: {} It is looked up again.", failure.why)
        }
        GroupEnd::Pending => format!(
            "It is not known whether the {group} was created in {name}: no clear answer came, and it is not there so far. It is looked up again."
        ),
        GroupEnd::Absent => {
            format!("The {group} was not created in {name}: no clear answer came, and it is not there")
        }
    }
}
