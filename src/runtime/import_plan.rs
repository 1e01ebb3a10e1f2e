//! Makes the plan of an import.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use tokio::sync::mpsc;

use super::connection::ServiceConnection;
use super::local_failure::failure;
use super::note_writer;
use crate::api::{Error, Operation};
use crate::app::core::import::{PlanEvent, PlanOrder};
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::config::TeamAliases;
use crate::domain::change::import::ImportSource;
use crate::domain::company::company_ref::CompanyRef;
use crate::domain::desk::notes::DeskNotes;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::CompanyId;
use crate::import::{self, Asking, CompanyNames, MAX_COMPANIES, MAX_USERS, NoPlan, Whose};
use crate::roster::{MAX_BYTES, Meaning, NO_ADDRESSES, Options, Person, Plan, Reading, Unread, unread};
use crate::store::Store;
use crate::system::source_file::{self, Source};

/// Companies that are read at once.
const AT_ONCE: usize = 4;

/// What is wrong with the source: `what` is the end of a sentence that has named it.
fn unfit(source: &ImportSource, what: &str) -> Failure {
    let mut letters = what.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    failure(&format!("{} is not imported", source.name()), format!("{first}{}.", letters.as_str()))
}

/// Why there is no plan, and what can be chosen about the source.
pub(super) struct NotMade(pub Failure, pub Unread);

impl From<Failure> for NotMade {
    fn from(failure: Failure) -> Self {
        Self(failure, Unread::default())
    }
}

/// Makes a plan.
pub(super) async fn plan(
    line: &ServiceConnection,
    ticket: Ticket,
    order: PlanOrder,
    aliases: TeamAliases,
    told: &mpsc::Sender<Msg>,
) -> Result<Plan, NotMade> {
    let source = order.source.clone();
    let on = |read, of| {
        // If the queue is full, a later event follows.
        let _ = told.try_send(Msg::Plan(ticket, PlanEvent::Progress { read, of }));
    };
    let rules = order.options.rules;
    let (edits, earlier, companies) = (order.edits.clone(), order.earlier.clone(), order.companies.clone());
    let store = line.store.get().cloned();
    let read = tokio::task::spawn_blocking(move || {
        let reading = reading(order, store.as_deref())?;
        let groups = import::by_company(&reading);
        Ok((reading, groups))
    });
    let read = read.await.map_err(|error| unfit(&source, &error.to_string()))?;
    let (reading, groups) = read.map_err(|(what, unread): (String, Unread)| NotMade(unfit(&source, &what), unread))?;
    let groups = groups.map_err(|why| no_plan(&source, why))?;
    let client = line.client().await.map_err(|error| error.failure(Operation::Company))?;
    // A row that names no company is not one of the company that was chosen: nobody has said so.
    let by_row = reading.layout.has(&Meaning::Company);
    let given: Vec<CompanyRef> = stream::iter(companies.into_iter().filter(|_| !by_row).map(|id| company(line, id)))
        .buffered(AT_ONCE)
        .try_collect()
        .await
        .map_err(|error| error.failure(Operation::Company))?;
    let is_given = |name: &str| name.is_empty() && !by_row;
    let names = if groups.iter().all(|(name, _)| is_given(name)) {
        None
    } else {
        let loaded = note_writer::load(line.store.get().map(AsRef::as_ref), line.source.client(), &aliases);
        let notes = DeskNotes::new(loaded.own.unwrap_or_default(), loaded.shared.unwrap_or_default());
        let read = CompanyNames::read(client, notes, &on).await;
        Some(read.map_err(|(asked, error)| error.failure(asked))?)
    };
    let whose = |(name, people): (String, Vec<Person>)| match &names {
        Some(names) if !is_given(&name) => (names.find(&name), people),
        _ => (Whose::Companies(given.clone()), people),
    };
    let found = groups.into_iter().map(whose).collect();
    let mut asking = Asking::new(client, rules).after(earlier);
    Ok(import::make(&mut asking, reading, found, edits, &on).await.map_err(|why| no_plan(&source, why))?)
}

async fn company(line: &ServiceConnection, id: CompanyId) -> Result<CompanyRef, Error> {
    let found = line.client().await?.company(&id).await?;
    let expired = found.is_expired(crate::system::clock::today());
    Ok(CompanyRef { id: found.id, name: found.name, seats: found.seats, expired })
}

/// Reads the source. Blocks. What can be chosen about it comes with the reason why it cannot be read.
fn reading(order: PlanOrder, store: Option<&Store>) -> Result<Reading, (String, Unread)> {
    let read = match &order.source {
        ImportSource::File(path) => source_file::read(path, MAX_BYTES).map_err(|error| {
            let what = if error.is_not_there() { "there is no such file".to_owned() } else { error.to_string() };
            (what, Unread::default())
        })?,
        ImportSource::Text(text) => Source::of(text.clone().into_bytes()),
    };
    if order.digest.as_ref().is_some_and(|digest| *digest != read.digest) {
        return Err(("it has changed since the plan was made, and what you have changed is about its rows before; drop the import, or take the file anew".to_owned(), Unread::default()));
    }
    let company = (!order.companies.is_empty()).then(String::new);
    let options = Options { company, ..order.options };
    let remembered = |titles: &[String]| {
        let maps = store?.remembered_columns(titles);
        let maps = maps.inspect_err(|error| tracing::warn!(%error, "no remembered columns")).ok()??;
        // Another version of the program may know other fields.
        maps.iter().map(|map| map.parse().ok()).collect()
    };
    let asked = options.clone();
    let mut reading = Reading::remembering(&read.bytes, read.digest, options, remembered)
        .map_err(|what| (on_screen(&what), unread(&read.bytes, &asked, &what)))?;
    reading.edit(&order.edits.cells);
    Ok(reading)
}

/// What the options of the commands say is chosen on the screen.
fn on_screen(what: &str) -> String {
    if what.starts_with(NO_ADDRESSES) {
        return format!("{what}. Choose the column that has them");
    }
    what.replace("Name one with --sheet", "Choose one of them")
        .replace("name its encoding with --encoding", "choose its encoding")
        .replace("--map: ", "")
}

fn no_plan(source: &ImportSource, why: NoPlan) -> Failure {
    match why {
        NoPlan::Nobody => unfit(source, "there is nobody in it"),
        NoPlan::NoCompany => unfit(source, "no column names the company whose users they become"),
        NoPlan::TooMany(companies) => {
            unfit(source, &format!("it names {companies} companies; at most {MAX_COMPANIES} are taken"))
        }
        NoPlan::TooManyUsers(users) => {
            unfit(source, &format!("they would become {users} users; at most {MAX_USERS} are taken at once"))
        }
        NoPlan::NotOneCompany => {
            unfit(source, "a list of everybody is that of one company, and this one names several")
        }
        NoPlan::Unanswered(asked, error) => error.failure(asked),
        NoPlan::NoField(why) => unfit(source, &why),
    }
}
