//! Sends what was marked in the picker of groups: the new groups first, then one change per user and group.

use crate::app::core::effect::Effect;
use crate::app::flows::change_users::changeable;
use crate::app::flows::tickets;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::overlays::ticket_prompt::AfterTicket;
use crate::app::user::group_picker::GroupPicker;
use crate::cx;
use crate::domain::change::ticket::{BatchId, TicketNumber, TicketPolicy};
use crate::domain::change::update::Update;
use crate::domain::change::user_plan::{label, listed_entry};
use crate::domain::change::write::{Intent, SendContext, WriteKind};
use crate::domain::form::entry::Entry;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_group::{NewGroup, TargetGroup};
use crate::domain::user::target_user::Priority;

/// What is sent, each with the user as listed.
struct Sent {
    company: CompanyId,
    company_name: String,
    changes: Vec<(WriteKind, Entry)>,
    said: String,
}

/// Sends what was marked; where there must be a ticket, it is asked for before.
pub fn send(model: &mut Model, out: &mut Vec<Effect>) {
    if model.settings.profile_settings.ticket == TicketPolicy::Required {
        tickets::ask(model, AfterTicket::Groups);
    } else {
        send_for(model, &TicketNumber::default(), out);
    }
}

/// The same, for this ticket.
pub fn send_for(model: &mut Model, ticket: &TicketNumber, out: &mut Vec<Effect>) {
    let access = model.settings.profile_settings.access.write();
    let Sent { company, company_name, changes, said } = match access.and_then(|()| marked(model)) {
        Ok(sent) => sent,
        Err(reason) => {
            model.notices.hint(model.now, reason);
            return;
        }
    };
    // What is sent is not left behind.
    model.user.close_picker(cx!(model, out));
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::UserGroups));
    let (is_batch, mut ids) = (changes.len() > 1, Vec::new());
    for (kind, entry) in changes {
        let id = model.changes.next_id();
        ids.push(id.clone());
        let intent = Intent {
            id,
            kind,
            company: company.clone(),
            company_name: company_name.clone(),
            entry,
            at: model.now.utc,
            sending: SendContext::default(),
            ticket: ticket.clone(),
            batch: ids.first().filter(|_| is_batch).map(BatchId::from),
        };
        let draft = model.drafts.next_id();
        model.changes.enqueue_change(intent, draft, model.now);
    }
    if is_batch {
        model.changes.batches.begin_groups(&company_name, ids);
    }
    model.notices.info(model.now, said);
}

/// What was marked, as changes.
fn marked(model: &Model) -> Result<Sent, String> {
    let picker = model.user.picker().ok_or("no groups are open")?;
    let groups = model.user.picked();
    let new = picker.new_groups().iter().map(|name| NewGroup::named(name, Priority::default()));
    let new = new.collect::<Result<Vec<_>, _>>()?;
    if groups.is_empty() && new.is_empty() {
        return Err("no mark was changed yet".to_owned());
    }
    // Some may have begun to change since the picker was opened.
    let (mut users, mut left_out) = (Vec::new(), Vec::new());
    for user in &picker.users {
        match changeable(model, user, model.users.listed_subject()) {
            Ok(()) => users.push(user),
            Err(reason) => left_out.push(reason),
        }
    }
    if users.is_empty() {
        return Err(left_out.into_iter().next().unwrap_or_else(|| "there is no user here".to_owned()));
    }
    let changes = changes(&users, &new, &groups);
    let mut said = said(model, picker, &users, &changes);
    if let Some(reason) = left_out.first() {
        said = format!("{said}; {} left out: {reason}", count(left_out.len() as u64, "user", "users"));
    }
    Ok(Sent { company: picker.company.clone(), company_name: picker.company_name.clone(), changes, said })
}

/// The order is that of the queue: nobody is put into a group before it is created.
fn changes(users: &[&TargetUser], new: &[NewGroup], groups: &[(TargetGroup, bool)]) -> Vec<(WriteKind, Entry)> {
    let creates = new.iter().map(|group| (WriteKind::CreateGroup(group.clone()), Entry::default()));
    let memberships = users.iter().flat_map(|user| {
        let into_new = new.iter().map(|group| Update::membership(user.id.clone(), None, &group.name, true));
        let others = groups
            .iter()
            .map(|(group, joins)| Update::membership(user.id.clone(), Some(group.id.clone()), &group.name, *joins));
        into_new.chain(others).map(|update| (WriteKind::Update(update), listed_entry(user)))
    });
    creates.chain(memberships).collect()
}

/// `Putting Jane Doe into the group "Finance" (Z takes it back)`
fn said(model: &Model, picker: &GroupPicker, users: &[&TargetUser], changes: &[(WriteKind, Entry)]) -> String {
    let undo = model.describe_keys(Command::Undo, Scope::Users);
    if let ([user], [(WriteKind::Update(update), _)]) = (users, changes)
        && let Some(one) = update.group()
    {
        let (doing, to) = if one.joins { ("Putting", "into") } else { ("Taking", "out of") };
        return format!("{doing} {} {to} the group \"{}\" ({undo} takes it back)", label(user), one.name);
    }
    let whom = match users {
        [user] => label(user),
        _ => count(users.len() as u64, "user", "users"),
    };
    let changes = count(changes.len() as u64, "change", "changes");
    format!("{changes} of groups of {whom} in {} ({undo} takes them back)", picker.company_name)
}
