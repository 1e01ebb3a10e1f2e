//! `companies report`: what a reseller bills by.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use super::days;
use super::desk_notes;
use super::exit::{Code, CommandError};
use super::filter_arg::filter;
use super::output::{Format, Item, TableWriter, formats};
use super::pages::ALL_PAGE_SIZE;
use super::profile_args::path;
use super::progress::{self, Out};
use super::report_month::{self, FIRST, MonthCheck};
use super::report_rows::{self, Shape};
use super::service::{ServiceArgs, Session};
use super::stderr::{print_prefixed, room};
use crate::api::Operation;
use crate::domain::company::seat_sums::SeatSums;
use crate::domain::company::summary::Company;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::history::known::EarlierDays;
use crate::domain::list::company_groups::CompanyGroups;
use crate::domain::list::company_index::{fits, identity};
use crate::domain::list::filter::term::Filter;
use crate::domain::list::group::{GROUPINGS, GroupBy, Groups};
use crate::domain::list::group_columns::{GroupColumn, sorted};
use crate::domain::list::query::CompanyQuery;
use crate::domain::text::count;
use crate::domain::time::month::Month;
use crate::system::clock;
use crate::system::output::{Stream, raw_stdout};
use crate::system::partial_file::PartialFile;

/// Narrower terminals get no reseller and no licence type.
const WIDE: usize = 110;

/// Options of `companies report`.
#[derive(Debug, Clone, Args)]
#[command(mut_arg("output", |output| output.value_parser(formats(true))), after_help = "\
The monthly users are those of --month; limit, used and over are always those of today.

Examples:
  # This month, as a table
  keepnet-tui companies report
  # October for the accounts department, as an Excel file
  keepnet-tui companies report --month 2026-10 --output xlsx --out october.xlsx
  # What each reseller is billed
  keepnet-tui companies report --month 2026-10 --group-by reseller --output csv
  # Who of one reseller is over the limit
  keepnet-tui companies report --filter 'reseller:southgate over>0'")]
pub struct ReportArgs {
    /// Month of the monthly users, from 2025-12 on [default: the month that runs]
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    pub month: Option<Month>,
    /// Only companies that fit this, in the language of the search line: left<5, state:over,full, ends<30d,
    /// reseller:southgate, -tag:pilot, monthly>used; joined by "and"
    #[arg(long, value_name = "FILTER", value_parser = filter, allow_hyphen_values = true)]
    pub filter: Option<Filter>,
    /// One row for each reseller, licence type, industry, tag or state instead of each company
    #[arg(long, value_name = "COLUMN", value_parser = grouping())]
    pub group_by: Option<GroupBy>,
    /// Write to this new file instead of standard output; it is readable only by you
    #[arg(long, value_name = "FILE", value_parser = path(), help_heading = "Output")]
    pub out: Option<PathBuf>,
    /// Write the report even if the service seems to ignore the month
    #[arg(long)]
    pub unverified_month: bool,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

fn grouping() -> impl TypedValueParser<Value = GroupBy> {
    PossibleValuesParser::new(GROUPINGS.iter().map(|spec| spec.name))
        .map(|name| GroupBy::parse(&name).unwrap_or(GroupBy::Reseller))
}

/// A month that the service can have.
fn month(typed: &str) -> Result<Month, String> {
    let month = Month::parse(typed).ok_or("a month is written as 2026-10")?;
    if Month::parse(FIRST).is_some_and(|first| month < first) {
        return Err(format!("the service counts monthly users from {FIRST} on"));
    }
    let (here, there) = running();
    if month > here.max(there) { Err("it has not begun".to_owned()) } else { Ok(month) }
}

/// The month that runs here, and by universal time: around the end of a month the service may be in either.
fn running() -> (Month, Month) {
    let utc = clock::utc().to_string();
    let here = Month::of(clock::today());
    (here, utc.get(..7).and_then(Month::parse).unwrap_or(here))
}

/// What is asked for.
struct Plan {
    /// The month of the numbers.
    month: Month,
    /// The service is asked for it, because it is not the one that runs, or that is not certain.
    is_asked_for: bool,
    today: Date,
}

/// What was read.
#[derive(Default)]
struct Read {
    sums: SeatSums,
    companies: u64,
    total: u64,
}

/// Runs the command.
///
/// # Errors
///
/// The reason, with the exit code.
pub(super) async fn run(args: &ReportArgs, session: &Session) -> Result<(), CommandError> {
    let mut out = Destination::begin(args.out.as_deref(), session.output)?;
    let (here, there) = running();
    let month = args.month.unwrap_or(here);
    let plan = Plan { month, is_asked_for: month != here || month != there, today: clock::today() };
    let check = if plan.is_asked_for {
        report_month::check(&session.client, month, here.max(there)).await?
    } else {
        MonthCheck::Running
    };
    if let Some(doubt) = check.doubt(month).filter(|_| !args.unverified_month) {
        let said = format!(
            "{doubt}. Nothing was written.\nLook at {month} in the web console, leave --month out for the month that runs, \
             or write the numbers all the same with --unverified-month."
        );
        return Err(CommandError::new(Code::Failed, said));
    }
    let is_table = session.output == Format::Table && args.out.is_none();
    let room = if is_table { room(Stream::Output) } else { None };
    let shape = match args.group_by {
        Some(by) => Shape::Groups(by),
        None => Shape::Companies { narrow: room.is_some_and(|room| room < WIDE) },
    };
    let words = month.to_string();
    let mut sheet = TableWriter::new(&mut out, session.output, "report", shape.head()).within(room);
    let mut groups = args.group_by.map(Groups::new);
    let read = read(args, session, &plan, |companies| match &mut groups {
        Some(groups) => {
            for company in companies {
                groups.add(company);
            }
            Ok(())
        }
        None if companies.is_empty() => Ok(()),
        None => {
            let rows: Vec<_> = companies.iter().map(|company| report_rows::company(shape, company, &words)).collect();
            sheet.page(&rows)
        }
    });
    let read = read.await?;
    if let Some(groups) = &groups {
        let sorted = sorted(groups, GroupColumn::Group, true);
        let rows: Vec<_> = sorted.iter().map(|group| report_rows::group(groups.by(), group, &words)).collect();
        sheet.page(&rows)?;
    }
    sheet.total(&shape.total(&read.sums, &words))?;
    let rows = sheet.rows();
    let mut facts = Item(vec![("total", rows.into()), ("month", words.into()), ("month_check", check.word().into())]);
    facts.add("sums", report_rows::sums(&read.sums));
    sheet.end(facts)?;
    out.finish()?;
    notes(args, shape, (&plan, &check), (&read, groups.as_ref()));
    Ok(())
}

/// Reads every company, page by page, and gives those that fit to `take`.
async fn read(
    args: &ReportArgs,
    session: &Session,
    plan: &Plan,
    mut take: impl FnMut(&[Arc<Company>]) -> io::Result<()>,
) -> Result<Read, CommandError> {
    let query = CompanyQuery { size: ALL_PAGE_SIZE, ..CompanyQuery::default() };
    let client = &session.client;
    let mut read = Read::default();
    // A company that moves to the next page while they are read must not be billed twice.
    let mut seen: HashSet<u64> = HashSet::new();
    let mut earlier = EarlierDays::default();
    if let Some(filter) = &args.filter {
        days::compare(session, filter, &mut earlier, plan.today)?;
    }
    let groups = match &args.filter {
        Some(filter) if filter.names_groups() => {
            let groups = client.company_groups().await;
            let groups = groups.map_err(|error| CommandError::of(&error, Operation::CompanyGroups))?;
            Some(CompanyGroups::new(groups))
        }
        _ => None,
    };
    let names_desk = args.filter.as_ref().is_some_and(Filter::names_desk);
    let notes = if names_desk { desk_notes::read(session, true)? } else { DeskNotes::default() };
    for number in 1.. {
        let query = query.at_page(number);
        let page = if plan.is_asked_for {
            client.companies_of_month(&query, plan.month).await
        } else {
            client.search_companies(&query).await
        };
        let page = page.map_err(|error| CommandError::of(&error, Operation::Companies))?;
        let is_last = page.items.is_empty() || number >= page.pages;
        read.total = page.total;
        let mut companies: Vec<Arc<Company>> = page.items.into_iter().map(Arc::new).collect();
        companies.retain(|company| {
            let mut hasher = DefaultHasher::new();
            identity(company).hash(&mut hasher);
            company.id.is_missing() || seen.insert(hasher.finish())
        });
        for company in &mut companies {
            notes.attach(company);
        }
        read.companies += companies.len() as u64;
        companies.retain(|company| {
            args.filter.as_ref().is_none_or(|filter| fits(company, filter, plan.today, (&earlier, groups.as_ref())))
        });
        for company in &companies {
            read.sums.add(company);
        }
        take(&companies)?;
        progress::counted(read.companies, read.total, "companies");
        if is_last {
            break;
        }
    }
    Ok(read)
}

/// What somebody who reads the numbers should know, below them.
fn notes(
    args: &ReportArgs,
    shape: Shape,
    (plan, check): (&Plan, &MonthCheck),
    (read, groups): (&Read, Option<&Groups>),
) {
    let sums = &read.sums;
    if shape == (Shape::Companies { narrow: true }) {
        print_prefixed(format_args!("too narrow for RESELLER, LICENCE TYPE; --output csv has every column"));
    }
    if let Some(note) = check.note(plan.month) {
        print_prefixed(format_args!("{note}"));
    }
    let no_limit = sums.unlimited.saturating_add(sums.unknown);
    if no_limit > 0 {
        let (these, have) = (count(no_limit, "company", "companies"), if no_limit == 1 { "has" } else { "have" });
        print_prefixed(format_args!("{these} {have} no limit: the sum of limits is without them"));
    }
    if let Some(shared) = groups.map(Groups::shared).filter(|shared| *shared > 0) {
        let (these, are) = (count(shared, "company", "companies"), if shared == 1 { "is" } else { "are" });
        print_prefixed(format_args!("{these} {are} in several groups and counted in each; the total counts each once"));
    }
    if read.companies != read.total {
        let Read { companies, total, .. } = read;
        print_prefixed(format_args!(
            "the list changed while it was read: {companies} were read, the service has {total}"
        ));
    }
    if let Some(path) = &args.out {
        let companies = count(sums.companies, "company", "companies");
        print_prefixed(format_args!("{companies} written to {}", path.display()));
    }
}

/// Where the report goes.
enum Destination {
    /// Standard output, for text.
    Text(Out),
    /// Standard output, for bytes.
    Bytes(io::Stdout),
    /// A new file, which has its name when it is finished.
    File(BufWriter<PartialFile>, PathBuf),
}

impl Destination {
    fn begin(path: Option<&Path>, format: Format) -> Result<Self, CommandError> {
        let Some(path) = path else {
            return match format {
                Format::Xlsx if Stream::Output.is_terminal() => Err(CommandError::new(
                    Code::Usage,
                    "a worksheet is not for a terminal: name a file with --out, or redirect the output",
                )),
                Format::Xlsx => Ok(Self::Bytes(raw_stdout())),
                _ => Ok(Self::Text(Out::default())),
            };
        };
        let unfit = |why: String| CommandError::new(Code::Usage, format!("{} is not written: {why}", path.display()));
        if path.symlink_metadata().is_ok() {
            return Err(unfit("it exists; nothing is overwritten".to_owned()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = PartialFile::begin(folder).map_err(|error| unfit(error.to_string()))?;
        Ok(Self::File(BufWriter::new(file), path.to_owned()))
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Text(mut out) => out.flush(),
            Self::Bytes(mut out) => out.flush(),
            Self::File(file, path) => file.into_inner().map_err(io::IntoInnerError::into_error)?.finish(&path),
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Text(out) => out.write(bytes),
            Self::Bytes(out) => out.write(bytes),
            Self::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Text(out) => out.flush(),
            Self::Bytes(out) => out.flush(),
            Self::File(file, _) => file.flush(),
        }
    }
}
