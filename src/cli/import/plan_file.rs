//! A plan on disk: what would become of each row of a file, bound to the contents of the file and to the company.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::source::STDIN;
use crate::cli::exit::{Code, CommandError};
use crate::cli::journal::Journal;
use crate::cli::service::Session;
use crate::roster::{Action, Answers, FieldDefault, GroupChoices, Hints, Options, Plan, Planned, said_by_row};
use crate::system::file::{read_private, write_new};
use crate::system::source_file::Source;

/// The version of the format.
const VERSION: u32 = 1;
const KIND: &str = "keepnet_import_plan";
/// Most bytes of a plan.
const MAX: u64 = 64 << 20;
/// Differences that are told.
const TOLD: usize = 10;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recorded {
    version: u32,
    kind: String,
    made: Timestamp,
    service: String,
    source: SourceRecord,
    options: OptionsRecord,
    companies: Vec<CompanyRecord>,
    rows: Vec<RowRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SourceRecord {
    file: PathBuf,
    sha256: String,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Serialize, Deserialize)]
struct OptionsRecord {
    company: Option<String>,
    map: Vec<String>,
    #[serde(default)]
    default: Vec<(String, String)>,
    sheet: Option<String>,
    encoding: Option<String>,
    skip_unknown: bool,
    #[serde(default)]
    map_group: Vec<String>,
    #[serde(default)]
    create_groups: bool,
    allow_over_limit: bool,
    #[serde(default)]
    reactivate: bool,
    #[serde(default)]
    reconcile: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct CompanyRecord {
    id: String,
    name: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RowRecord {
    row: u64,
    action: String,
    email: String,
    company: Option<usize>,
    reasons: Vec<String>,
}

fn rows_of(plan: &Plan) -> Vec<RowRecord> {
    let row = |planned: &Planned| RowRecord {
        row: planned.judged.person.number,
        action: planned.judged.action.word().to_owned(),
        email: planned.judged.email(),
        company: planned.company,
        reasons: planned.judged.reasons.clone(),
    };
    plan.rows.iter().map(row).collect()
}

fn companies_of(plan: &Plan) -> Vec<CompanyRecord> {
    let company =
        |answers: &Answers| CompanyRecord { id: answers.company.id.to_string(), name: answers.company.name.clone() };
    plan.companies.iter().map(company).collect()
}

fn changes_a_user(action: &str) -> bool {
    [Action::Update, Action::Deactivate, Action::Reactivate].into_iter().any(|known| known.word() == action)
}

/// Writes the plan to a new file that only its owner can read.
pub(super) fn write(path: &Path, file: &Path, session: &Session, plan: &Plan) -> Result<(), CommandError> {
    let unfit = |why: &str| CommandError::new(Code::Usage, format!("{} is not written: {why}", path.display()));
    if file == Path::new(STDIN) {
        return Err(unfit("a plan names its file, and standard input has no name"));
    }
    // It is found from anywhere.
    let file = std::path::absolute(file).map_err(|error| unfit(&error.to_string()))?;
    let options = &plan.reading.options;
    let recorded = Recorded {
        version: VERSION,
        kind: KIND.to_owned(),
        made: Timestamp::now(),
        service: session.config.base_url.to_string(),
        source: SourceRecord { file, sha256: plan.reading.digest.clone() },
        options: OptionsRecord {
            company: options.company.clone(),
            map: options.maps.iter().map(ToString::to_string).collect(),
            default: options.defaults.iter().map(FieldDefault::record).collect(),
            sheet: options.hints.sheet.clone(),
            encoding: options.hints.encoding.clone(),
            skip_unknown: options.skip_unknown,
            map_group: options.groups.maps.iter().map(ToString::to_string).collect(),
            create_groups: options.groups.create,
            allow_over_limit: options.allow_over_limit,
            reactivate: options.reactivate,
            reconcile: options.reconcile,
        },
        companies: companies_of(plan),
        rows: rows_of(plan),
    };
    let mut text = serde_json::to_vec_pretty(&recorded).map_err(|error| unfit(&error.to_string()))?;
    text.push(b'\n');
    write_new(path, &text).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => unfit("it exists; nothing is overwritten"),
        _ => unfit(&error.to_string()),
    })
}

/// Reads a plan.
pub(super) fn read(path: &Path, session: &Session) -> Result<Recorded, CommandError> {
    let name = path.display();
    let file = read_private(path, MAX).map_err(|error| {
        let code = if error.is_not_there() { Code::NotFound } else { Code::Invalid };
        CommandError::new(code, format!("the plan {name} is not used: {error}"))
    })?;
    let unfit = |why: String| CommandError::new(Code::Invalid, format!("the plan {name} is not used: {why}"));
    let recorded: Recorded = serde_json::from_slice(&file.bytes)
        .map_err(|error| unfit(format!("it is no plan of users import ({error})")))?;
    if recorded.kind != KIND || recorded.version != VERSION {
        return Err(unfit("another version of the program has written it; make it again".to_owned()));
    }
    let here = session.config.base_url.to_string();
    if recorded.service != here {
        return Err(unfit(format!("it is for the service {}, and this profile uses {here}", recorded.service)));
    }
    Ok(recorded)
}

impl Recorded {
    pub(super) fn file(&self) -> PathBuf {
        self.source.file.clone()
    }

    pub(super) fn options(&self) -> Result<Options, CommandError> {
        let of = &self.options;
        let unfit = |why: String| CommandError::new(Code::Invalid, format!("the plan is not used: {why}"));
        let maps = of.map.iter().map(|map| map.parse()).collect::<Result<Vec<_>, String>>().map_err(unfit)?;
        let defaults = of.default.iter().map(FieldDefault::recorded).collect::<Result<_, String>>();
        let groups = of.map_group.iter().map(|map| map.parse()).collect::<Result<_, String>>();
        Ok(Options {
            company: of.company.clone(),
            by_row: said_by_row(&maps),
            maps,
            defaults: defaults.map_err(unfit)?,
            hints: Hints { sheet: of.sheet.clone(), encoding: of.encoding.clone() },
            skip_unknown: of.skip_unknown,
            groups: GroupChoices { maps: groups.map_err(unfit)?, create: of.create_groups },
            allow_over_limit: of.allow_over_limit,
            reactivate: of.reactivate,
            reconcile: of.reconcile,
            ..Options::default()
        })
    }

    /// So many people leave by the plan, which was allowed when it was made.
    pub(super) fn leavers(&self) -> u64 {
        let leaves = |row: &&RowRecord| row.action == Action::Deactivate.word();
        self.rows.iter().filter(leaves).count() as u64
    }

    /// The file is the one for which the plan was made.
    pub(super) fn check_source(&self, source: &Source) -> Result<(), CommandError> {
        if source.digest == self.source.sha256 {
            return Ok(());
        }
        let file = self.source.file.display();
        Err(CommandError::new(
            Code::Invalid,
            format!(
                "{file} has changed since the plan was made; nothing was sent. Make the plan again with users import --plan"
            ),
        ))
    }

    /// What would become of each row is still what the plan says. Those whom an earlier run of it has created are there.
    pub(super) fn check_plan(&self, session: &Session, plan: &Plan) -> Result<(), CommandError> {
        let now = rows_of(plan);
        let mut changed = Vec::new();
        if self.companies != companies_of(plan) {
            changed.push("another company has this name or ID now".to_owned());
        }
        // Nothing is recorded by this: it is only read.
        let journal = Journal::open(session)?;
        let mut recorded: HashMap<(u64, &str), &RowRecord> =
            self.rows.iter().map(|row| ((row.row, row.email.as_str()), row)).collect();
        for (at, row) in now.iter().enumerate() {
            let before = recorded.remove(&(row.row, row.email.as_str()));
            if before == Some(row) {
                continue;
            }
            let planned = plan.rows.get(at);
            let found = planned.and_then(|planned| Some((plan.company_of(planned)?, planned.judged.found.as_ref()?)));
            let made_here = match found {
                Some((company, user)) => journal.create_of(&company.id, &user.id)?.is_some(),
                None => false,
            };
            let was = before.map_or("unknown", |before| before.action.as_str());
            // The reasons of a change are its values.
            let is_same = before.is_some_and(|before| {
                (before.company, &before.action) == (row.company, &row.action) && row.action != Action::Update.word()
            });
            let is_done = row.action == Action::There.word() && changes_a_user(was);
            if made_here && was == Action::Create.word() || is_same || is_done {
                continue;
            }
            let label =
                |word: &str| Action::named(word).map_or_else(|| word.to_owned(), |action| action.label().to_owned());
            changed.push(format!(
                "{} {}: {} was \"{}\" and is \"{}\"",
                plan.reading.sheet.unit.word(),
                row.row,
                row.email,
                label(was),
                label(&row.action)
            ));
        }
        // Whoever has become inactive meanwhile is no leaver any more.
        let gone = recorded.values().filter(|row| row.action != Action::Deactivate.word()).count();
        if gone > 0 {
            changed.push(format!("{gone} rows of the plan are not in the file"));
        }
        if changed.is_empty() {
            return Ok(());
        }
        let more = changed.len().saturating_sub(TOLD);
        changed.truncate(TOLD);
        if more > 0 {
            changed.push(format!("and {more} more"));
        }
        Err(CommandError::new(
            Code::Invalid,
            format!(
                "the company has changed since the plan was made; nothing was sent:\n  {}\nMake the plan again with users import --plan",
                changed.join("\n  ")
            ),
        ))
    }
}
