//! `companies list`, `companies show` and `companies report`.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::changes::{self, ChangesArgs};
use super::company_ref::{self, NameMatch};
use super::company_search::Found;
use super::days::Reading;
use super::desk_notes;
use super::exit::{Code, CommandError};
use super::filter_arg::filter;
use super::pages::{ListWriter, PageArgs};
use super::progress::Out;
use super::report::{self, ReportArgs};
use super::service::{ServiceArgs, Session};
use super::{output, rows};
use crate::api::Operation;
use crate::domain::list::columns::{COLUMNS, CellContext, Column};
use crate::domain::list::company_groups::CompanyGroups;
use crate::domain::list::filter::parse::parse;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::index_query::IndexQuery;
use crate::domain::list::named_view::{NamedView, find};
use crate::domain::list::order_by::OrderBy;
use crate::domain::list::query::CompanyQuery;
use crate::domain::text::line;
use crate::system::clock;

/// Commands about companies.
#[derive(Debug, Clone, Subcommand)]
pub enum CompaniesCommand {
    /// List the companies of the reseller
    List(ListArgs),
    /// Show everything about one company
    Show(ShowArgs),
    /// What a reseller bills by: limit, used, over and monthly users of each company or group, with a total
    Report(ReportArgs),
    /// Tell what has changed since an earlier day: new, gone, used, limit, renewed, locked, renamed and more
    Changes(ChangesArgs),
}

/// Options of `companies list`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui companies list --search contoso
  # Companies over their licence limit, the largest first
  keepnet-tui companies list --over-limit --sort used --desc --columns company,used,limit,left
  # All companies as CSV
  keepnet-tui companies list --all --output csv > companies.csv
  # Education customers of one reseller that end next month and have fewer than five seats left
  keepnet-tui companies list --filter 'reseller:southgate industry:education ends:2026-12 left<5'
  # A view of the configuration, or a built-in one
  keepnet-tui companies list --view \"over limit\"
  # Companies without a free seat
  keepnet-tui companies list --all --output jsonl | jq -r 'select(.left == 0) | .company'")]
pub struct ListArgs {
    /// Only companies with these words in name, reseller, industry, licence type or tags, in any order and without accents
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub search: String,
    /// Only companies that fit this, in the language of the search line: left<5, state:over,full, ends<30d,
    /// reseller:southgate, -tag:pilot, monthly>used; joined by "and"
    #[arg(long, value_name = "FILTER", value_parser = filter, allow_hyphen_values = true)]
    pub filter: Option<Filter>,
    /// This view, of the configuration or built in: its filter, order and columns; other flags take the place of a part
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,
    /// Only companies over their licence limit
    #[arg(long)]
    pub over_limit: bool,
    /// Column to sort by [default: company]
    #[arg(long, value_name = "COLUMN", value_parser = sortable())]
    pub sort: Option<OrderBy>,
    /// Sort in descending order
    #[arg(long)]
    pub desc: bool,
    /// Which page
    #[command(flatten)]
    pub page: PageArgs,
    /// Columns to write, in this order [default: the main ones for a table, otherwise all but group]
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
    /// ID, name, or a part of the name that matches no other company
    #[arg(value_name = "ID|NAME")]
    pub company: String,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// The columns of a table for people.
const MAIN: [Column; 7] =
    [Column::Company, Column::State, Column::Left, Column::Used, Column::Limit, Column::UsePercent, Column::Renews];

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
            Self::Report(args) => &args.service,
            Self::Changes(args) => &args.service,
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// The reason, with the exit code.
    pub async fn run(&self, session: &Session) -> Result<(), CommandError> {
        match self {
            Self::List(args) => list(args, session).await,
            Self::Show(args) => show(args, session).await,
            Self::Report(args) => report::run(args, session).await,
            Self::Changes(args) => changes::run(args, session).await,
        }
    }
}

/// The view with this name.
///
/// # Errors
///
/// Usage, with the names of all.
pub fn view_named<'a>(views: &'a [NamedView], name: &str) -> Result<&'a NamedView, CommandError> {
    find(views, name).ok_or_else(|| {
        let all = views.iter().map(|view| view.name.as_str()).collect::<Vec<_>>().join(", ");
        CommandError::new(Code::Usage, format!("no view is called \"{name}\"; there are: {all}"))
    })
}

async fn list(args: &ListArgs, session: &Session) -> Result<(), CommandError> {
    let view = args.view.as_deref().map(|name| view_named(&session.config.views, name)).transpose()?;
    // A program gets one value in each column.
    let of_view = view.and_then(|view| view.columns.as_deref()).map(Column::values).unwrap_or_default();
    let chosen = if args.columns.is_empty() { &of_view } else { &args.columns };
    let columns = match (chosen.as_slice(), session.output) {
        ([], output::Format::Table) => MAIN.to_vec(),
        ([], _) => Column::of_one_value().collect(),
        // A column that is requested twice is written once: the members of a JSON object are unique.
        (some, _) => {
            let first = |(n, column): (usize, &Column)| (!some[..n].contains(column)).then_some(*column);
            some.iter().enumerate().filter_map(first).collect()
        }
    };
    let query = CompanyQuery {
        page: args.page.page,
        size: args.page.size(session.config.page_size),
        order: args.sort.unwrap_or(OrderBy::CompanyName),
        ascending: !args.desc,
        over_limit: args.over_limit,
        search: line(&args.search),
    };
    let today = clock::today();
    let head = rows::company_head(&columns);
    let list = ListWriter { kind: "companies", doing: Operation::Companies, head };
    let client = &session.client;
    let filter = args.filter.as_ref().or(view.map(|view| &view.filter));
    let sort = view.and_then(|view| view.sort).filter(|_| args.sort.is_none());
    let names_groups = filter.is_some_and(Filter::names_groups)
        || parse(&query.search).is_ok_and(|typed| typed.names_groups())
        || sort.is_some_and(|(column, _)| column == Column::Group);
    let groups = if names_groups || columns.contains(&Column::Group) {
        let groups = client.company_groups().await;
        let groups = groups.map_err(|error| CommandError::of(&error, Operation::CompanyGroups))?;
        Some(Arc::new(CompanyGroups::new(groups)))
    } else {
        None
    };
    let is_of_desk = columns.iter().any(|column| column.is_of_the_desk())
        || sort.is_some_and(|(column, _)| column.is_of_the_desk())
        || filter.is_some_and(Filter::names_desk)
        || parse(&query.search).is_ok_and(|typed| typed.names_desk());
    let notes = desk_notes::read(session, is_of_desk)?;
    let found = if filter.is_none() && sort.is_none() && query.search.is_empty() {
        None
    } else {
        let mut query = IndexQuery::from(&query);
        query.filters.terms.extend(filter.into_iter().flat_map(|filter| filter.terms.iter().cloned()));
        if let Some((column, ascending)) = sort {
            (query.column, query.ascending) = (column, ascending && !args.desc);
        }
        Found::read(session, &query, (groups.clone(), &notes), today).await?
    };
    let is_all = found.is_none() && args.page.all && !query.over_limit;
    let reading = RefCell::new(if is_all { Reading::begin() } else { Reading::default() });
    let total = Cell::new(0);
    let fetch = async |number| {
        if let Some(found) = &found {
            return Ok(found.page(number, query.size));
        }
        let mut page = client.search_companies(&query.at_page(number)).await?;
        page.items.iter_mut().for_each(|company| notes.give(company));
        reading.borrow_mut().page(&page.items, page.total);
        total.set(page.total);
        Ok(page)
    };
    let context = CellContext::new(today, groups.as_deref());
    list.write(&args.page, session.output, fetch, |company| rows::company(company, &columns, context)).await?;
    reading.into_inner().keep(session, total.get());
    Ok(())
}

async fn show(args: &ShowArgs, session: &Session) -> Result<(), CommandError> {
    let meant = company_ref::company(session, &args.company, NameMatch::Partial).await?;
    let detail =
        session.client.company(&meant.id).await.map_err(|error| CommandError::of(&error, Operation::Company))?;
    let (head, row) = rows::detail(&detail, crate::system::clock::today());
    Ok(output::one(Out::default(), session.output, "company", head, &row)?)
}
