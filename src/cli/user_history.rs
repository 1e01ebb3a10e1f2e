//! `users history`: who did what to a user, and when, from the service's audit log and this machine's journal.

use clap::{Args, value_parser};
use serde_json::json;

use super::company_args::ReadArgs;
use super::exit::CommandError;
use super::heading::Heading;
use super::journal::Journal;
use super::output::{Item, Row, TableWriter};
use super::progress::{self, Out};
use super::service::Session;
use super::stderr::{print_prefixed, room};
use super::user_ref;
use crate::api::Operation;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::text::count;
use crate::domain::user::history::{AuditLog, HistoryLine};
use crate::system::output::Stream;

/// Options of `users history`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
The audit log of the service, and what was done from this machine within seven days. If the service refuses its audit
log, the rest is written all the same, and the exit code tells.

Examples:
  keepnet-tui users history jane@contoso.com --company contoso
  # The last three things that were done, with all details
  keepnet-tui users history jane@contoso.com --company contoso --last 3 --output json
  keepnet-tui users history u5e4d3c2b1a0 --company contoso --output csv > history.csv")]
pub struct HistoryArgs {
    /// Email or ID of the user
    #[arg(value_name = "EMAIL|ID")]
    pub user: String,
    /// The company
    #[command(flatten)]
    pub at: ReadArgs,
    /// Only the newest N [default: everything]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub last: Option<u32>,
}

/// Writes the history of the user, newest first.
///
/// # Errors
///
/// Not found; usage, if several users have the email; or the reason why a part could not be read, once the rest is written.
pub async fn run(args: &HistoryArgs, session: &Session) -> Result<(), CommandError> {
    let company = args.at.company(session).await?;
    let user = user_ref::id(session, &company, &args.user).await?;
    let most = args.last.map_or(usize::MAX, |last| usize::try_from(last).unwrap_or(usize::MAX));
    let (log, unread) = read(session, &company.id, &user, most).await;
    let (here, unknown) = match here(session, &company.id, &user) {
        Ok(here) => (here, None),
        Err(why) => (Vec::new(), Some(why)),
    };
    let has_more = log.next_page().is_some() && unread.is_none();
    let mut lines = log.merged(here, has_more);
    let is_cut = has_more || lines.len() > most;
    lines.truncate(most);
    let failed = match (unread, unknown) {
        (Some(why), other) => {
            if let Some(other) = other {
                print_prefixed(format_args!("what was done from this machine is not known: {}", other.message));
            }
            let said = format!("{} What was done from this machine is written.", why.message);
            Some(CommandError::new(why.code, said))
        }
        (None, other) => other,
    };
    if lines.is_empty() && failed.is_none() {
        // An ID says nothing about whether there is such a user.
        user_ref::user(session, &company, &args.user).await?;
    }
    let mut sheet = TableWriter::new(Out::default(), session.output, "history", head()).within(room(Stream::Output));
    sheet.page(&lines.iter().map(row).collect::<Vec<_>>())?;
    let missing = sheet.hidden_columns().join(", ");
    let total = sheet.rows();
    let mut facts = Item(vec![("total", total.into())]);
    facts.add("user_id", user.as_str());
    facts.add("company_id", company.id.as_str());
    facts.add("company", company.name.as_str());
    sheet.end(facts)?;
    if !missing.is_empty() {
        print_prefixed(format_args!("too narrow for {missing}; --output csv has every column"));
    }
    if lines.is_empty() && failed.is_none() {
        print_prefixed(format_args!("neither the audit log nor this machine has anything about this user"));
    }
    if is_cut {
        print_prefixed(format_args!(
            "the newest {}; without --last everything is written",
            count(total, "entry", "entries")
        ));
    }
    failed.map_or(Ok(()), Err)
}

/// The audit log, newest first, until there are enough entries; and why not all of it could be read.
async fn read(session: &Session, company: &CompanyId, user: &UserId, most: usize) -> (AuditLog, Option<CommandError>) {
    let mut log = AuditLog::default();
    while let Some(page) = log.next_page().filter(|_| log.len() < most) {
        match session.client.audit_of_user(company, user, page).await {
            Ok(page) => {
                log.add(&page);
                progress::counted(log.len() as u64, page.total, "entries");
            }
            Err(error) => return (log, Some(CommandError::of(&error, Operation::Audit))),
        }
    }
    (log, None)
}

/// What was done with this user from this machine.
fn here(session: &Session, company: &CompanyId, user: &UserId) -> Result<Vec<HistoryLine>, CommandError> {
    let mut writes = Journal::open(session)?.week()?;
    writes.retain(|write| write.intent.company == *company);
    Ok(writes.iter().filter_map(|write| HistoryLine::of_write(write, user)).collect())
}

fn head() -> Vec<Heading> {
    let plain = |key| Heading { text: false, ..Heading::text(key) };
    vec![plain("at"), Heading::text("who"), Heading::words("what"), plain("source"), Heading::words("details")]
}

fn row(line: &HistoryLine) -> Row {
    let at = line.at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    let source = if line.is_here { "this machine" } else { "audit log" };
    let mut item = Item(Vec::new());
    item.add("at", at.clone());
    item.add("who", Some(line.who.as_str()).filter(|who| !who.is_empty()));
    item.add("what", line.what.as_str());
    item.add("source", source);
    item.add("details", json!(line.details));
    let dash = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| "-".to_owned());
    let details = line.details.join("; ");
    let cells = vec![dash(at), dash(Some(line.who.clone())), line.what.clone(), source.to_owned(), details];
    Row { cells, item }
}
