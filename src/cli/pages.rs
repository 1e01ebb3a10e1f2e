//! Paged lists: which pages are requested, and writing them as they arrive.

use clap::{Args, value_parser};

use super::exit::CommandError;
use super::heading::Heading;
use super::output::{Format, Item, Row, TableWriter};
use super::progress::{self, Out};
use super::stderr::{print_prefixed, room};
use crate::api::{Error, Operation};
use crate::domain::list::page::Page;
use crate::domain::text::count;
use crate::system::output::Stream;

/// Page size if a whole list is read.
pub(super) const ALL_PAGE_SIZE: u32 = 200;

/// Selects a part of a list.
#[derive(Debug, Clone, Args)]
pub struct PageArgs {
    /// Page number, from 1
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub page: u32,
    /// Rows per page, or per request with --all [default: the profile's for companies, 50 for users, 200 with --all]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=1000))]
    pub page_size: Option<u32>,
    /// All pages
    #[arg(long, conflicts_with = "page")]
    pub all: bool,
}

impl PageArgs {
    /// Rows per request.
    #[must_use]
    pub fn size(&self, usual: u32) -> u32 {
        self.page_size.unwrap_or(if self.all { ALL_PAGE_SIZE } else { usual })
    }
}

/// Writes a list while it is read.
pub(super) struct ListWriter {
    /// The kind of its items: `companies`, `users`.
    pub kind: &'static str,
    /// The label of the progress bar.
    pub doing: Operation,
    /// The headings of its table.
    pub head: Vec<Heading>,
}

impl ListWriter {
    /// Writes the requested pages one after the other, without keeping them.
    ///
    /// # Errors
    ///
    /// If a page cannot be read, or the output cannot be written to.
    pub(super) async fn write<T>(
        self,
        args: &PageArgs,
        format: Format,
        fetch: impl AsyncFn(u32) -> Result<Page<T>, Error>,
        row: impl Fn(&T) -> Row,
    ) -> Result<(), CommandError> {
        let mut sheet = TableWriter::new(Out::default(), format, self.kind, self.head).within(room(Stream::Output));
        let mut number = args.page;
        loop {
            let page = fetch(number).await.map_err(|error| CommandError::of(&error, self.doing))?;
            let rows: Vec<_> = page.items.iter().map(&row).collect();
            sheet.page(&rows)?;
            if args.all && number < page.pages && !page.items.is_empty() {
                progress::counted(sheet.rows(), page.total, self.kind);
                number += 1;
                continue;
            }
            let kind = self.kind;
            let (rows, total, pages) = (sheet.rows(), page.total, page.pages);
            let unread = page.unchecked_note();
            let missing = sheet.hidden_columns().join(", ");
            // On a terminal both are visible: notes come after the data.
            sheet.end(facts(args.all, number, pages, total))?;
            if let Some(unread) = unread {
                print_prefixed(format_args!("{unread}"));
            }
            if !missing.is_empty() {
                print_prefixed(format_args!("too narrow for {missing}; --output csv has every column"));
            }
            if args.all {
                changed(rows, total);
            } else if number > pages.max(1) {
                print_prefixed(format_args!(
                    "there is no page {number}: {total} {kind} are on {}",
                    count(pages.into(), "page", "pages")
                ));
            } else if pages > 1 {
                // In a file, a page could be mistaken for the whole list.
                print_prefixed(format_args!(
                    "page {number} of {pages}: {rows} of {total} {kind}; --all writes every page"
                ));
            }
            return Ok(());
        }
    }
}

/// The members of a JSON document beside its items.
fn facts(all: bool, page: u32, pages: u32, total: u64) -> Item {
    let mut facts = Item(vec![("total", total.into())]);
    if !all {
        facts.add("page", page);
        facts.add("pages", pages);
    }
    facts
}

/// A list may change while it is read in pages: items may be missing or duplicated.
fn changed(read: u64, total: u64) {
    if read != total {
        print_prefixed(format_args!("the list changed while it was read: {read} were read, the service has {total}"));
    }
}
