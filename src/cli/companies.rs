//! `companies list` and `companies show`.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, value_parser};

use super::exit::Stop;
use super::naming::{self, Enough};
use super::output::{self, Item, Sheet};
use super::rows;
use super::service::{Progress, ServiceArgs, Session, say};
use crate::api::Doing;
use crate::domain::columns::{COLUMNS, Column};
use crate::domain::grid::GridColumn;
use crate::domain::query::{CompanyQuery, OrderBy};

/// Rows a page has when a whole list is read and nobody says otherwise.
pub(super) const WHOLE_LIST_PAGE: u32 = 200;

/// Commands about companies.
#[derive(Debug, Clone, Subcommand)]
pub enum CompaniesCommand {
    /// List the companies of the reseller
    List(ListArgs),
    /// Everything about one company
    Show(ShowArgs),
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Args)]
pub struct PageArgs {
    /// Page number, from 1
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub page: u32,
    /// Rows per page, or per request with --all [default: the profile's for companies, 50 for users, 200 with --all]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=1000))]
    pub page_size: Option<u32>,
    /// Every page, one after the other
    #[arg(long, conflicts_with = "page")]
    pub all: bool,
}

impl PageArgs {
    /// Rows per request.
    #[must_use]
    pub fn size(&self, usual: u32) -> u32 {
        self.page_size.unwrap_or(if self.all { WHOLE_LIST_PAGE } else { usual })
    }
}

/// Options of `companies list`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui companies list --search contoso
  # Who uses more seats than the licence has, the largest first
  keepnet-tui companies list --over-limit --sort used --desc --columns company,used,limit,left
  # All companies, read page by page
  keepnet-tui companies list --all --output csv > companies.csv
  # Who has no seat left
  keepnet-tui companies list --all --output jsonl | jq -r 'select(.left == 0) | .company'")]
pub struct ListArgs {
    /// Only companies with this text in name, reseller, industry or licence type
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub search: String,
    /// Only companies over their licence limit
    #[arg(long)]
    pub over_limit: bool,
    /// Column to sort by
    #[arg(long, value_name = "COLUMN", default_value = "company", value_parser = sortable())]
    pub sort: OrderBy,
    /// Largest, latest or last first
    #[arg(long)]
    pub desc: bool,
    /// Which page
    #[command(flatten)]
    pub page: PageArgs,
    /// Columns to write, in this order [default: the main ones in a table, else all]
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',', value_parser = any_column())]
    pub columns: Vec<Column>,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Options of `companies show`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui companies show \"Contoso Ltd\"
  keepnet-tui companies show contoso --output json")]
pub struct ShowArgs {
    /// Its ID, its name, or a part of the name that fits no other company
    #[arg(value_name = "ID|NAME")]
    pub company: String,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

fn any_column() -> impl TypedValueParser<Value = Column> {
    PossibleValuesParser::new(COLUMNS.iter().map(|spec| spec.key))
        .map(|key| Column::by_key(&key).unwrap_or(Column::Company))
}

fn sortable() -> impl TypedValueParser<Value = OrderBy> {
    let keys = COLUMNS.iter().filter(|spec| spec.order_by.is_some()).map(|spec| spec.key);
    let order = |key: String| Column::by_key(&key).and_then(|column| column.spec().order_by);
    PossibleValuesParser::new(keys).map(move |key| order(key).unwrap_or(OrderBy::CompanyName))
}

impl CompaniesCommand {
    /// The options about the service.
    #[must_use]
    pub fn service(&self) -> &ServiceArgs {
        match self {
            Self::List(args) => &args.service,
            Self::Show(args) => &args.service,
        }
    }

    /// Does it.
    ///
    /// # Errors
    ///
    /// Why it is not done, with the exit code.
    pub async fn run(&self, session: &Session) -> Result<(), Stop> {
        match self {
            Self::List(args) => list(args, session).await,
            Self::Show(args) => show(args, session).await,
        }
    }
}

async fn list(args: &ListArgs, session: &Session) -> Result<(), Stop> {
    let columns = match (args.columns.as_slice(), session.output) {
        ([], output::Format::Table) => Column::core().to_vec(),
        ([], _) => Column::all().collect(),
        (some, _) => some.to_vec(),
    };
    let query = CompanyQuery {
        page: args.page.page,
        size: args.page.size(session.config.page_size),
        order: args.sort,
        ascending: !args.desc,
        over_limit: args.over_limit,
        search: args.search.trim().to_owned(),
    };
    let today = jiff::ZonedDateTime::now().date();
    let progress = Progress::new();
    let mut sheet = Sheet::new(std::io::stdout(), session.output, "companies", rows::company_head(&columns));
    let mut number = query.page;
    loop {
        let page = session.client.search_companies(&query.at_page(number)).await;
        let page = page.map_err(|error| Stop::of(&error, Doing::Companies))?;
        let told: Vec<_> = page.items.iter().map(|company| rows::company(company, &columns, today)).collect();
        sheet.page(&told)?;
        progress.show(format_args!("{} of {} companies", sheet.rows(), page.total));
        if args.page.all && number < page.pages && !page.items.is_empty() {
            number += 1;
            continue;
        }
        drop(progress);
        let facts = facts(args.page.all, number, page.pages, page.total);
        changed(args.page.all, sheet.rows(), page.total);
        return Ok(sheet.end(facts)?);
    }
}

/// What a JSON document says of a list beside its items.
pub(super) fn facts(all: bool, page: u32, pages: u32, total: u64) -> Item {
    let mut facts = Item(vec![("total", total.into())]);
    if !all {
        facts.add("page", page);
        facts.add("pages", pages);
    }
    facts
}

/// A list that is read in pages may change meanwhile: then something may be missing, or be there twice.
pub(super) fn changed(all: bool, read: u64, total: u64) {
    if all && read != total {
        say(format_args!("the list changed while it was read: {read} were read, the service has {total}"));
    }
}

async fn show(args: &ShowArgs, session: &Session) -> Result<(), Stop> {
    let meant = naming::company(session, &args.company, Enough::Part).await?;
    let detail = session.client.company(&meant.id).await.map_err(|error| Stop::of(&error, Doing::Company))?;
    let (head, row) = rows::detail(&detail);
    Ok(output::one(std::io::stdout(), session.output, "company", head, &row)?)
}
