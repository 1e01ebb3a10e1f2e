//! Creates the groups that a plan needs, before anybody.

use jiff::Timestamp;

use crate::cli::exit::{Code, CommandError};
use crate::cli::journal::{GROUP_ADVICE, Journal, no_record, tell_lookup};
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::domain::change::outcome::GroupEnd;
use crate::domain::change::ticket::{BatchId, TicketNumber};
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::user::target_group::NewGroup;
use crate::import::{self, GroupNews, NoGroup};
use crate::roster::{OrderContext, Plan};

/// Creates the groups that the first rows of the plan need, before anybody: how many changes that was.
pub(super) async fn create_groups(
    session: &Session,
    journal: &Journal,
    plan: &mut Plan,
    first: Option<u64>,
    (ticket, batch): (&TicketNumber, &BatchId),
) -> Result<u64, CommandError> {
    let silent = session.is_silent();
    let number = plan.groups_to_create(first).len() as u64;
    let context = |number| {
        let (ticket, batch) = (ticket.clone(), batch.clone());
        OrderContext { id: journal.id_of(number), at: Timestamp::now(), ticket, batch }
    };
    let told = |company: &CompanyRef, group: &NewGroup, news: GroupNews<'_>| match news {
        GroupNews::LookedUp => tell_lookup(group),
        GroupNews::There(end) => {
            let done = if *end == GroupEnd::AlreadySo { "exists" } else { "created" };
            print_prefixed(format_args!("{done} in {}: {}", company.name, group.label()));
        }
    };
    let made = import::create_groups(&journal.outbox, plan, first, (1..=number).map(context), told).await;
    made.map_err(|why| no_group(why, silent))?;
    Ok(number)
}

fn no_group(why: NoGroup, silent: bool) -> CommandError {
    let (code, said) = match why {
        NoGroup::Ended(group, end) => {
            let (code, why) = ended(end, silent);
            (code, format!("{} is missing: {why}", group.label()))
        }
        NoGroup::Unread(error) => return no_record(&error),
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
