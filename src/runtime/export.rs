//! Exports a list as CSV, JSON or a worksheet: loaded rows, or every page of the service. Rows and writer are those of the commands, so the
//! bytes are the same.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::connection::{ServiceConnection, Setup};
use super::local_failure::local_failure;
use crate::api::{Client, Error, Operation};
use crate::app::core::export::{Export, List, Rows};
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::cli::heading::Heading;
use crate::cli::output::{Format, Item, Row, TableWriter};
use crate::cli::report_rows::{self, Shape};
use crate::cli::rows;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::CellContext;
use crate::domain::list::file_format::FileFormat;
use crate::domain::list::page::Page;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;
use crate::domain::user::existing::TargetUser;
use crate::system::partial_file::PartialFile;

/// Pages that may wait to be written.
const WAITING: usize = 2;

/// Writes the list into `folder` and reports progress. If dropped, it leaves no file.
pub(super) async fn write(line: Arc<ServiceConnection>, ticket: Ticket, export: Export, to: Destination) -> Msg {
    let told = Progress { ticket, outbox: to.outbox };
    let format = match export.format {
        FileFormat::Csv if export.bom => Format::CsvWithBom,
        FileFormat::Csv => Format::Csv,
        FileFormat::Json => Format::Json,
        FileFormat::Xlsx => Format::Xlsx,
    };
    let file = File { folder: to.folder, name: export.name, format };
    let end = match export.list {
        List::Companies { rows: of, columns, today, groups } => {
            let head = rows::company_head(&columns);
            let kind = Kind { word: ("company", "companies"), doing: Operation::Companies, head, total: None };
            let row =
                move |company: &Arc<_>| rows::company(company, &columns, CellContext::new(today, groups.as_deref()));
            match of {
                Rows::Here(rows) => here(file, kind, rows, row).await,
                Rows::AtTheService(query) => at_the_service(&line, &told, (file, kind), query, row).await,
            }
        }
        List::Groups { by, rows, total, month } => {
            let (shape, month) = (Shape::Groups(by), month.to_string());
            let total = Some(shape.total(&total, &month));
            let kind = Kind { word: ("group", "groups"), doing: Operation::Companies, head: shape.head(), total };
            here(file, kind, rows, move |group| report_rows::group(by, group, &month)).await
        }
        List::Users { rows: of, company: (id, name) } => {
            let head = rows::user_head(None);
            let kind = Kind { word: ("user", "users"), doing: Operation::Users, head, total: None };
            let whose = (id.as_str().to_owned(), name);
            let row = move |user: &_| rows::user(user, (&whose.0, &whose.1), None);
            match of {
                Rows::Here(rows) => here(file, kind, rows, row).await,
                Rows::AtTheService(query) => at_the_service(&line, &told, (file, kind), (id, query), row).await,
            }
        }
    };
    Msg::Exported(ticket, end)
}

/// The destination, and who receives progress.
pub(super) struct Destination {
    pub(super) folder: PathBuf,
    pub(super) outbox: mpsc::Sender<Msg>,
}

impl Destination {
    pub(super) fn of(setup: &Setup, outbox: &mpsc::Sender<Msg>) -> Self {
        // An unusable current directory is reported when the file is created.
        let folder = setup.exports.clone().or_else(|| std::env::current_dir().ok()).unwrap_or_else(|| ".".into());
        Self { folder, outbox: outbox.clone() }
    }
}

struct Progress {
    ticket: Ticket,
    outbox: mpsc::Sender<Msg>,
}

struct File {
    folder: PathBuf,
    name: String,
    format: Format,
}

struct Kind {
    /// Singular and plural.
    word: (&'static str, &'static str),
    doing: Operation,
    head: Vec<Heading>,
    /// The row below the others.
    total: Option<Row>,
}

/// Messages to the writer: rows, then the end.
enum Part<T> {
    Rows(Vec<T>),
    End,
}

async fn here<T: Send + 'static>(
    file: File,
    kind: Kind,
    rows: Vec<T>,
    row: impl Fn(&T) -> Row + Send + 'static,
) -> Result<String, Failure> {
    let (parts, waiting) = mpsc::channel(WAITING);
    let word = kind.word;
    let written = written(file, kind, waiting, row);
    let all = async {
        let _ = parts.send(Part::Rows(rows)).await;
        let _ = parts.send(Part::End).await;
    };
    let (written, ()) = tokio::join!(written, all);
    let (path, rows) = written?;
    Ok(format!("{} written to {}", count(rows, word.0, word.1), path.display()))
}

/// A list at the service, page by page.
trait PageSource: Send + Sync {
    type Row: Send + 'static;

    fn page(&self, client: &Client, number: u32) -> impl Future<Output = Result<Page<Self::Row>, Error>> + Send;
}

impl PageSource for CompanyQuery {
    type Row = Arc<Company>;

    async fn page(&self, client: &Client, number: u32) -> Result<Page<Arc<Company>>, Error> {
        Ok(client.search_companies(&self.at_page(number)).await?.map(Arc::new))
    }
}

impl PageSource for (CompanyId, UserQuery) {
    type Row = TargetUser;

    async fn page(&self, client: &Client, number: u32) -> Result<Page<TargetUser>, Error> {
        client.search_users(&self.0, &self.1.at_page(number)).await
    }
}

async fn at_the_service<P: PageSource>(
    line: &ServiceConnection,
    told: &Progress,
    (file, kind): (File, Kind),
    pages: P,
    row: impl Fn(&P::Row) -> Row + Send + 'static,
) -> Result<String, Failure> {
    let (parts, waiting) = mpsc::channel(WAITING);
    let (word, doing) = (kind.word, kind.doing);
    let what = format!("{} was not written", file.name);
    let not_written = |error: &Error| Failure { what: what.clone(), ..error.failure(doing) };
    let client = line.client().await.map_err(|error| not_written(&error))?;
    let all = async move {
        let (mut done, mut number) = (0, 1);
        loop {
            let page = pages.page(client, number).await.map_err(|error| not_written(&error))?;
            done += u64::try_from(page.items.len()).unwrap_or(u64::MAX);
            let (total, last) = (page.total, page.items.is_empty() || number >= page.pages);
            // A writer that has failed stops listening and reports why.
            let writes = parts.send(Part::Rows(page.items)).await.is_ok();
            let _ = told.outbox.send(Msg::Exporting(told.ticket, (done, total))).await;
            if last && writes {
                let _ = parts.send(Part::End).await;
            }
            if last || !writes {
                return Ok(total);
            }
            number += 1;
        }
    };
    // Without the end marker the writer leaves no file.
    let (written, all) = tokio::join!(written(file, kind, waiting, row), all);
    let total = all?;
    let (path, rows) = written?;
    let mut said = format!("{} written to {}", count(rows, word.0, word.1), path.display());
    if rows != total {
        let _ = write!(said, "; the list changed meanwhile: the service has {total}");
    }
    Ok(said)
}

/// Writes what arrives, on a thread of its own; returns the path and the number of rows.
async fn written<T: Send + 'static>(
    file: File,
    kind: Kind,
    parts: mpsc::Receiver<Part<T>>,
    row: impl Fn(&T) -> Row + Send + 'static,
) -> Result<(PathBuf, u64), Failure> {
    let what = format!("{} was not written", file.name);
    let work = move || to_disk(&file, kind, parts, row);
    let written = tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)));
    written.map_err(|error| local_failure(&what, &error))
}

fn to_disk<T>(
    file: &File,
    kind: Kind,
    mut parts: mpsc::Receiver<Part<T>>,
    row: impl Fn(&T) -> Row,
) -> io::Result<(PathBuf, u64)> {
    let folder = file.folder.as_path();
    let mut unfinished = PartialFile::begin(folder)?;
    let mut sheet = TableWriter::new(io::BufWriter::new(&mut unfinished), file.format, kind.word.1, kind.head);
    loop {
        match parts.blocking_recv() {
            Some(Part::Rows(rows)) => sheet.page(&rows.iter().map(&row).collect::<Vec<_>>())?,
            Some(Part::End) => break,
            None => return Err(io::Error::other("it was stopped")),
        }
    }
    if let Some(total) = &kind.total {
        sheet.total(total)?;
    }
    let rows = sheet.rows();
    sheet.end(Item(vec![("total", rows.into())]))?;
    let path = folder.join(&file.name);
    unfinished.finish(&path)?;
    Ok((path, rows))
}
