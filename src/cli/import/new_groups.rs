//! Creates the groups that a plan needs, before anybody.

use jiff::Timestamp;

use crate::cli::exit::{Code, CommandError};
use crate::cli::journal::{GROUP_ADVICE, Journal};
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::domain::change::outcome::GroupEnd;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::user::target_group::NewGroup;
use crate::import::{self, NoGroup};
use crate::roster::{OrderContext, Plan};

/// Creates the groups that the plan needs, before anybody: how many changes that was.
pub(super) async fn create_groups(
    session: &Session,
    journal: &Journal,
    plan: &mut Plan,
    (ticket, batch): (&TicketNumber, &BatchId),
) -> Result<u64, CommandError> {
    let silent = session.is_silent();
    for new in &plan.new_groups {
        let Some(answers) = plan.companies.get(new.company) else { continue };
        // Whether an earlier run has created it must be known.
        match journal.earlier_group(&answers.company.id, &new.group).await? {
            None | Some(GroupEnd::Created) => {}
            Some(end) => return Err(no_group(NoGroup::Ended(new.group.clone(), end), silent)),
        }
    }
    let mut number = 0;
    let next = || {
        number += 1;
        let (ticket, batch) = (ticket.clone(), batch.clone());
        OrderContext { id: journal.id_of(number), at: Timestamp::now(), ticket, batch }
    };
    let told = |company: &CompanyRef, group: &NewGroup, end: &GroupEnd| {
        let done = if *end == GroupEnd::AlreadySo { "exists" } else { "created" };
        print_prefixed(format_args!("{done} in {}: {}", company.name, group.label()));
    };
    let made = import::create_groups(&journal.outbox, plan, next, told).await;
    made.map_err(|why| no_group(why, silent))?;
    Ok(number)
}

fn no_group(why: NoGroup, silent: bool) -> CommandError {
    let (code, said) = match why {
        NoGroup::Ended(group, end) => {
            let (code, why) = ended(end, silent);
            (code, format!("{} is missing: {why}", group.label()))
        }
        NoGroup::Unlisted(failure) => {
            let stop = CommandError::failed(&failure, silent);
            (stop.code, stop.message)
        }
        NoGroup::Unjudged(why) => (Code::Usage, why),
        NoGroup::NotThere(group) => (
            Code::Failed,
            format!("{} was created, and is not listed so far; run the same command again", group.label()),
        ),
    };
    CommandError::new(code, format!("nobody was created or changed: {said}"))
}

/// Why a group was not created.
fn ended(end: GroupEnd, silent: bool) -> (Code, String) {
    match end {
        GroupEnd::Refused(failure) => {
            let stop = CommandError::failed(&failure, silent);
            (stop.code, stop.message)
        }
        GroupEnd::Unknown(failure) => (Code::Unknown, format!("it is not known: {} {GROUP_ADVICE}", failure.why)),
        GroupEnd::Pending => {
            (Code::Unknown, format!("no clear answer came, and the service does not show it so far. {GROUP_ADVICE}"))
        }
        // The others are no failures.
        GroupEnd::Absent | GroupEnd::Created | GroupEnd::AlreadySo => {
            (Code::Failed, "no clear answer came, and it does not exist".to_owned())
        }
    }
}
