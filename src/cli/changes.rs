//! `companies changes`: what has changed since an earlier day.

use clap::Args;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::days::{self, Days};
use super::exit::{Code, CommandError};
use super::heading::Heading;
use super::output::{Item, Row, TableWriter};
use super::pages::ALL_PAGE_SIZE;
use super::progress::{self, Out};
use super::service::{ServiceArgs, Session};
use super::stderr::{print_prefixed, room};
use crate::api::Operation;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::Company;
use crate::domain::history::changes::{Change, Value, changes};
use crate::domain::list::company_index::MAX_COMPANIES;
use crate::domain::list::filter::date::When;
use crate::domain::list::query::CompanyQuery;
use crate::domain::text::count;
use crate::system::clock;
use crate::system::output::Stream;

/// How often all companies are read if some move between pages meanwhile.
const TRIES: u32 = 3;

/// Options of `companies changes`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # Since the last day before today on which all companies were read
  keepnet-tui companies changes
  keepnet-tui companies changes --since 7d --output csv > changes.csv
  # Licences that were renewed this month
  keepnet-tui companies changes --since 2026-11 --output jsonl | jq -r 'select(.change == \"renewed\") | .company'")]
pub struct ChangesArgs {
    /// The day to compare with: 2026-11-27, 2026-11 (its first day), or so far back: 1d, 7d, 2w. If nothing is kept of
    /// it, the nearest day before it, else the oldest [default: the last day before today]
    #[arg(long, value_name = "DATE|7d", value_parser = since)]
    pub since: Option<When>,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

fn since(typed: &str) -> Result<When, String> {
    let when = When::read(typed).filter(|when| when.since(Date::ZERO).is_some());
    when.ok_or_else(|| "expected a day (2026-11-27, 2026-11) or a distance back (1d, 7d, 2w)".to_owned())
}

/// Runs the command.
///
/// # Errors
///
/// Not found without an earlier day; otherwise the reason why companies or days cannot be read.
pub(super) async fn run(args: &ChangesArgs, session: &Session) -> Result<(), CommandError> {
    let days = Days::open(session)?;
    let today = clock::today();
    let wanted = args.since.and_then(|since| since.since(today)).unwrap_or(today);
    let before = days.nearest(wanted, today);
    let companies = all(session).await?;
    if let Err(error) = days.keep(today, &companies) {
        tracing::warn!(%error, "the companies of today are not kept");
    }
    let Some((before, nearest)) = before else { return Err(CommandError::new(Code::NotFound, days::NO_DAY)) };
    let list = changes(&before, &companies);
    let head = [Heading::text("id"), Heading::words("company"), plain("change"), value("before"), value("after")];
    let mut sheet =
        TableWriter::new(Out::default(), session.output, "changes", head.to_vec()).within(room(Stream::Output));
    sheet.page(&list.iter().map(row).collect::<Vec<_>>())?;
    let mut facts = Item(vec![("total", (list.len() as u64).into())]);
    facts.add("since", before.date.to_string());
    sheet.end(facts)?;
    let found = count(list.len() as u64, "change", "changes");
    print_prefixed(format_args!("{found} {}", Days::told(&before, nearest)));
    Ok(())
}

fn plain(key: &'static str) -> Heading {
    Heading { text: false, ..Heading::text(key) }
}

/// A name that was another, or a number.
fn value(key: &'static str) -> Heading {
    Heading::words(key)
}

/// Every company.
async fn all(session: &Session) -> Result<Vec<Company>, CommandError> {
    let all = CompanyQuery { size: ALL_PAGE_SIZE, ..CompanyQuery::default() };
    for _ in 0..TRIES {
        let mut companies = Vec::new();
        for number in 1.. {
            let page = session.client.search_companies(&all.at_page(number)).await;
            let page = page.map_err(|error| CommandError::of(&error, Operation::Companies))?;
            if page.total > MAX_COMPANIES {
                let said = format!("no days are kept of more than {MAX_COMPANIES} companies; there are {}", page.total);
                return Err(CommandError::new(Code::Failed, said));
            }
            let more = number < page.pages && !page.items.is_empty();
            let total = page.total;
            companies.extend(page.items);
            if more {
                progress::counted(companies.len() as u64, total, "companies looked at");
            } else if days::is_complete(&companies, total) {
                return Ok(companies);
            } else {
                break;
            }
        }
    }
    // A company that was not read would be told as gone.
    let said = "the list of companies kept changing while it was read, so that nothing can be compared: try again";
    Err(CommandError::new(Code::Failed, said))
}

fn row(change: &Change) -> Row {
    let mut item = Item(vec![("id", change.company.as_str().into()), ("company", change.name.as_str().into())]);
    item.add("change", change.kind.word());
    item.add("before", json(&change.before));
    item.add("after", json(&change.after));
    let cells = [change.company.to_string(), change.name.clone(), change.kind.word().to_owned()];
    let cells = cells.into_iter().chain([cell(&change.before), cell(&change.after)]).collect();
    Row { cells, item }
}

fn cell(value: &Value) -> String {
    match json(value) {
        Json::Null => "-".to_owned(),
        Json::String(text) => text,
        other => other.to_string(),
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Nothing | Value::Limit(Limit::Unknown) => Json::Null,
        Value::Number(n) | Value::Limit(Limit::Of(n)) => (*n).into(),
        Value::Limit(Limit::Unlimited) => "unlimited".into(),
        Value::Day(Some(day)) => day.to_string().into(),
        Value::Day(None) => "none".into(),
        Value::Text(text) => text.as_str().into(),
    }
}
