//! Deactivates, activates and deletes existing users, and writes to system users: the one under the cursor, or all
//! marked ones.

use crate::app::flows::keep_form::busy;
use crate::app::flows::{marks, tickets};
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{ActivityEntry, ActivityFilter, Confirmation, Overlay};
use crate::app::overlays::ticket_prompt::AfterTicket;
use crate::app::screen::activity::lines;
use crate::app::screen::change_users::over_limit;
use crate::domain::change::ticket::{BatchId, TicketPolicy};
use crate::domain::change::user_plan::{UserAction, UserPlan, label, listed_as};
use crate::domain::change::write::{Intent, Mail, SendContext, WriteId};
use crate::domain::company::summary::Company;
use crate::domain::form::subject::Subject;
use crate::domain::text::count;
use crate::domain::user::existing::{TargetUser, UserStatus};

/// What the command would do, or why it cannot.
///
/// # Errors
///
/// The reason, for the user.
pub fn plan(model: &Model, command: Command) -> Result<UserPlan, String> {
    let company = model.users.company.as_ref().ok_or("there is no company here")?;
    plan_for(model, command, (company, model.users.listed_subject()), marks::users(model))
}

/// The same for these users of this company.
///
/// # Errors
///
/// The reason, for the user.
pub fn plan_for(
    model: &Model,
    command: Command,
    (company, subject): (&Company, Subject),
    chosen: Vec<TargetUser>,
) -> Result<UserPlan, String> {
    may_change(company)?;
    let mut left_out = Vec::new();
    let mut users = Vec::new();
    for user in chosen {
        match changeable(model, &user, subject)
            .and_then(|()| action_for(command, subject, &user).map(|action| (action, user)))
        {
            Ok(able) => users.push(able),
            Err(reason) => left_out.push(reason),
        }
    }
    // If some are active, the inactive ones are done already.
    let sends = [Mail::Welcome, Mail::PasswordLink].map(UserAction::Send);
    let actions = [UserAction::Delete, UserAction::Deactivate, UserAction::Activate];
    let action = actions.into_iter().chain(sends).find(|action| users.iter().any(|(one, _)| one == action));
    let Some(action) = action else {
        return Err(left_out.into_iter().next().unwrap_or_else(|| "there is no user here".to_owned()));
    };
    let (same, others): (Vec<_>, Vec<_>) = users.into_iter().partition(|(one, _)| *one == action);
    left_out.extend(others.iter().map(|(_, user)| format!("{} is inactive already", label(user))));
    let users = same.into_iter().map(|(_, user)| user).collect();
    let (company, company_name) = (company.id.clone(), company.name.clone());
    Ok(UserPlan { action, subject, company, company_name, users, ticket: tickets::offered(model), left_out })
}

/// The users of this company can be changed.
pub(super) fn may_change(company: &Company) -> Result<(), String> {
    if company.locked {
        return Err(format!("{} has locked access; ask the customer to allow it", company.name));
    }
    Ok(())
}

/// This user can be changed here and now.
///
/// # Errors
///
/// The reason, for the user.
pub fn changeable(model: &Model, user: &TargetUser, subject: Subject) -> Result<(), String> {
    let who = label(user);
    if user.id.is_missing() {
        return Err(format!("the service gives {who} no ID: the user can only be changed in the console"));
    }
    if user.status == UserStatus::Deleted {
        return Err(format!("{who} is deleted, and a deleted user cannot be changed"));
    }
    if let Some(by) = user.managed.as_ref().filter(|_| subject == Subject::TargetUser) {
        return Err(format!("{who} is managed by {by}: change the user there"));
    }
    busy(model, &user.id, &who)
}

/// The reason for a system user that the service protects.
pub(super) fn fixed(user: &TargetUser) -> String {
    format!("the service lets nobody change or delete {}", label(user))
}

/// What the command does with this user.
fn action_for(command: Command, subject: Subject, user: &TargetUser) -> Result<UserAction, String> {
    let who = label(user);
    let is_fixed = subject == Subject::SystemUser && user.managed.is_some();
    match (command, subject) {
        (Command::DeleteUser, _) if is_fixed => {
            return Err(fixed(user));
        }
        (Command::DeleteUser, _) => return Ok(UserAction::Delete),
        (Command::SendMail(_), Subject::TargetUser) => {
            return Err(format!("{who} is a target user, who has no log-in: mails are for system users"));
        }
        (Command::SendMail(_), Subject::SystemUser) if user.email.is_empty() => {
            return Err("the service gives this system user no address".to_owned());
        }
        (Command::SendMail(mail), Subject::SystemUser) => return Ok(UserAction::Send(mail)),
        (_, Subject::SystemUser) => {
            return Err(format!("{who} is a system user, who takes no seat: delete it instead"));
        }
        (_, Subject::TargetUser) => {}
    }
    match &user.status {
        UserStatus::Active => Ok(UserAction::Deactivate),
        UserStatus::Inactive => Ok(UserAction::Activate),
        UserStatus::Deleted | UserStatus::Other(_) => {
            let word = user.status.word();
            Err(format!("the service gives the status of {who} as \"{word}\": change it in the console"))
        }
    }
}

/// Runs the command: it queues one deactivation, or one activation for which there is a seat, at once, and asks before
/// anything else.
pub fn run(model: &mut Model, command: Command) {
    let plan = plan(model, command);
    run_plan(model, plan);
}

/// The same for a plan, or says why there is none.
pub fn run_plan(model: &mut Model, plan: Result<UserPlan, String>) {
    let plan = match plan {
        Ok(plan) => plan,
        Err(reason) => {
            model.notices.hint(model.now, reason);
            return;
        }
    };
    let is_harmless = match plan.action {
        UserAction::Deactivate => true,
        UserAction::Activate => over_limit(model, &plan).is_none(),
        UserAction::Delete | UserAction::Send(_) => false,
    };
    if is_harmless && plan.users.len() == 1 && plan.left_out.is_empty() {
        if model.settings.profile_settings.ticket == TicketPolicy::Required {
            tickets::ask(model, AfterTicket::Change(Box::new(plan)));
        } else {
            carry_out(model, plan);
        }
    } else {
        model.overlays.push(Overlay::confirm(Confirmation::ChangeUsers(Box::new(plan))));
    }
}

/// Queues the plan, one change a user.
pub fn carry_out(model: &mut Model, plan: UserPlan) {
    if let Err(reason) = model.settings.profile_settings.access.write() {
        model.notices.hint(model.now, reason);
        return;
    }
    if tickets::is_missing(model, &plan.ticket) {
        tickets::ask(model, AfterTicket::Change(Box::new(plan)));
        return;
    }
    let UserPlan { action, subject, company, company_name, users, ticket, .. } = plan;
    let (mut ids, mut first) = (Vec::new(), None);
    let mut batch = None;
    let is_batch = users.len() > 1;
    for user in users {
        // It may have begun to change while the question was open.
        if changeable(model, &user, subject).is_err() {
            continue;
        }
        let id = model.changes.next_id();
        if is_batch {
            batch.get_or_insert_with(|| BatchId::from(&id));
        }
        let intent = Intent {
            id,
            kind: action.write(&user),
            company: company.clone(),
            company_name: company_name.clone(),
            entry: listed_as(&user, subject),
            at: model.now.utc,
            sending: SendContext::default(),
            ticket: ticket.clone(),
            batch: batch.clone(),
        };
        ids.push(intent.id.clone());
        if action == UserAction::Delete {
            model.created_users.delete_began(&user.id);
        }
        let draft = model.drafts.next_id();
        model.changes.enqueue_change(intent, draft, model.now);
        first.get_or_insert(user);
    }
    let Some(first) = first else { return };
    let n = ids.len();
    if let Some(id) = ids.first() {
        follow_in_activity(model, id);
    }
    if n > 1 {
        model.changes.batches.begin(action, &company_name, ids);
    }
    let said = begun(model, action, &first, n, &company_name);
    model.notices.info(model.now, said);
}

/// In the activity, the cursor goes to the new change, so that the key that takes it back does.
fn follow_in_activity(model: &mut Model, id: &WriteId) {
    let entry = ActivityEntry::Change(id.clone());
    // The delete of a user who was created here is told in the row of the user.
    if lines(model, ActivityFilter::All).iter().all(|line| line.entry != entry) {
        return;
    }
    if let Some(Overlay::Activity { on, filter }) = model.overlays.last_mut() {
        (*on, *filter) = (Some(entry), ActivityFilter::All);
    }
}

/// `Deactivating Jane Doe: frees a seat, keeps the history (Z takes it back)`
fn begun(model: &Model, action: UserAction, user: &TargetUser, n: usize, company: &str) -> String {
    let whom = if n == 1 {
        label(user)
    } else {
        format!("{} in {company}", count(u64::try_from(n).unwrap_or(u64::MAX), "user", "users"))
    };
    let what = match (action, n) {
        (UserAction::Deactivate, 1) => "frees a seat, keeps the history",
        (UserAction::Deactivate, _) => "frees their seats, keeps the history",
        (UserAction::Activate, 1) => "takes a seat",
        (UserAction::Activate, _) => "takes a seat each",
        (UserAction::Delete, _) => "cannot be undone once it is sent",
        (UserAction::Send(_), _) => "it cannot be called back once it is sent",
    };
    let undo = model.describe_keys(Command::Undo, Scope::Users);
    let back = if n == 1 { "takes it back" } else { "takes them back" };
    format!("{} {whom}: {what} ({undo} {back})", action.doing())
}
