//! Plan and result on standard output.

use serde_json::{Value, json};

use crate::cli::exit::CommandError;
use crate::cli::heading::Heading;
use crate::cli::output::{Format, Item, Row, TableWriter};
use crate::cli::progress::Out;
use crate::cli::service::Session;
use crate::cli::stderr::room;
use crate::domain::form::fields::FieldId;
use crate::domain::list::columns::Align;
use crate::roster::{Action, Plan, Planned};
use crate::system::output::Stream;

/// The columns: where, what, who, why.
#[must_use]
pub fn head() -> Vec<Heading> {
    let row = Heading { align: Align::Right, text: false, ..Heading::text("row") };
    let outcome = Heading { text: false, ..Heading::text("outcome") };
    let company = Heading::words("company");
    vec![
        row,
        outcome,
        Heading::text("email"),
        Heading::words("reason"),
        Heading::text("id"),
        company,
        Heading::extra("name"),
        Heading::extra("company_id"),
    ]
}

/// A row of the file, and what becomes or became of it.
pub(super) fn row(plan: &Plan, planned: &Planned, outcome: &'static str, id: &str, reasons: &[String]) -> Row {
    let judged = &planned.judged;
    let company = plan.company_of(planned);
    let entry = &judged.person.entry;
    let names = [entry.sent(FieldId::FirstName), entry.sent(FieldId::LastName)];
    let name = names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
    let id = Some(id).filter(|id| !id.is_empty());
    let reason = reasons.join("; ");
    let mut item = Item(vec![("row", judged.person.number.into()), ("outcome", outcome.into())]);
    item.add("email", judged.email());
    item.add("reason", reason.as_str());
    item.add("reasons", json!(reasons));
    item.add("id", id);
    item.add("name", name.as_str());
    item.add("company_id", company.map(|company| company.id.as_str()));
    item.add("company", company.map(|company| company.name.as_str()));
    let cells = vec![
        judged.person.number.to_string(),
        outcome.replace('_', " "),
        judged.email(),
        reason,
        id.unwrap_or_default().to_owned(),
        company.map(|company| company.name.clone()).unwrap_or_default(),
        name,
        company.map(|company| company.id.to_string()).unwrap_or_default(),
    ];
    Row { cells, item }
}

/// Counts as a JSON object: `{"create":41,"exists":6}`.
pub fn counted<'c>(counts: impl IntoIterator<Item = (&'c str, u64)>) -> Value {
    Value::Object(counts.into_iter().map(|(word, count)| (word.to_owned(), count.into())).collect())
}

/// A table that shows rows of a file.
pub(super) fn writer(session: &Session, kind: &'static str) -> TableWriter<Out> {
    TableWriter::new(Out::default(), session.output, kind, head()).within(room(Stream::Output))
}

/// Writes the plan: in a table only the rows that need a person, otherwise all of them.
pub(super) fn plan(session: &Session, plan: &Plan) -> Result<(), CommandError> {
    let mut sheet = writer(session, "import_plan");
    let is_shown = |row: &&Planned| session.output != Format::Table || row.judged.needs_a_person();
    let rows: Vec<Row> = plan
        .rows
        .iter()
        .filter(is_shown)
        .map(|planned| {
            let judged = &planned.judged;
            let id = judged.found.as_ref().map_or("", |user| user.id.as_str());
            row(plan, planned, judged.action.word(), id, &judged.reasons)
        })
        .collect();
    if !rows.is_empty() {
        sheet.page(&rows)?;
    } else if session.output == Format::Table {
        return Ok(());
    }
    let counts = plan.counts();
    let total: u64 = counts.iter().map(|(_, count)| count).sum();
    let mut facts = Item(vec![("total", total.into())]);
    facts.add("counts", counted(counts.iter().map(|(action, count): &(Action, u64)| (action.word(), *count))));
    facts.add("source_sha256", plan.reading.digest.as_str());
    Ok(sheet.end(facts)?)
}
