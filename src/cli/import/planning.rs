//! Makes the plan, and tells it.

use std::path::Path;

use super::source::STDIN;
use crate::cli::company_ref::{self, NameMatch};
use crate::cli::exit::{Code, CommandError};
use crate::cli::progress;
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::domain::change::import::PlanEdits;
use crate::domain::text::count;
use crate::import::{self, Asking, MAX_COMPANIES, MAX_USERS, NoPlan, Whose, by_company};
use crate::roster::{Action, ColumnSample, Doubt, NO_ADDRESSES, Options, Plan, Reading, unread_samples};
use crate::system::source_file::Source;

/// What is wrong with the contents of the file.
fn unfit(what: &str) -> CommandError {
    CommandError::new(Code::Invalid, format!("{what}. Nothing was sent."))
}

/// Which flag says what the column of the addresses is.
fn with_example(what: String, columns: &[ColumnSample]) -> String {
    match columns.first().filter(|_| what.starts_with(NO_ADDRESSES)) {
        Some(column) => format!("{what}. Say which one it is, for example --map \"{}=email\"", column.name),
        None => what,
    }
}

/// Makes the plan. Only reads.
pub(super) async fn make(session: &Session, source: &Source, options: Options) -> Result<Plan, CommandError> {
    let asked = options.clone();
    let reading = Reading::of(&source.bytes, source.digest.clone(), options)
        .map_err(|what| unfit(&with_example(what, &unread_samples(&source.bytes, &asked))))?;
    let mut found = Vec::new();
    for (name, people) in by_company(&reading).map_err(no_plan)? {
        match company_ref::company(session, &name, NameMatch::Exact).await {
            Ok(company) => found.push((Whose::Companies(vec![company]), people)),
            // A name in the file is wrong; one on the command line ends it.
            Err(why) if reading.options.company.is_none() && matches!(why.code, Code::NotFound | Code::Usage) => {
                let why =
                    if name.is_empty() { "the row names no company".to_owned() } else { first_line(&why.message) };
                found.push((Whose::Unknown(why), people));
            }
            Err(why) => return Err(why),
        }
    }
    let mut asking = Asking::new(&session.client, session.config.rules);
    let on = |read, of| progress::counted(read, of, "users looked at");
    let plan = import::make(&mut asking, reading, found, PlanEdits::default(), &on).await.map_err(no_plan)?;
    check_names(&plan)?;
    Ok(plan)
}

fn no_plan(why: NoPlan) -> CommandError {
    match why {
        NoPlan::Nobody => unfit("there is nobody in it"),
        NoPlan::NoCompany => CommandError::new(
            Code::Usage,
            "say whose users they become: --company, or a column with the company, such as --map Customer=company",
        ),
        NoPlan::TooMany(companies) => CommandError::new(
            Code::Invalid,
            format!("the file names {companies} companies, at most {MAX_COMPANIES} are taken; nothing was sent"),
        ),
        NoPlan::TooManyUsers(users) => CommandError::new(
            Code::Invalid,
            format!("they would become {users} users, at most {MAX_USERS} at once; nothing was sent"),
        ),
        NoPlan::NotOneCompany => unfit("a list of everybody is that of one company, and this one names several"),
        NoPlan::Unanswered(asked, error) => CommandError::of(&error, asked),
        NoPlan::NoField(why) => CommandError::new(Code::Usage, why),
    }
}

/// Judges the plan, which must not name anything that does not exist.
pub(super) fn judge(plan: &mut Plan) -> Result<(), CommandError> {
    plan.judge().map_err(|why| CommandError::new(Code::Usage, why))?;
    check_names(plan)
}

fn check_names(plan: &Plan) -> Result<(), CommandError> {
    if plan.unknown.is_empty() {
        return Ok(());
    }
    let groups = plan.unknown.iter().any(|unknown| unknown.starts_with("group "));
    let groups = if groups { "; groups are created with --create-groups, and named with --map-group" } else { "" };
    Err(CommandError::new(
        Code::Invalid,
        format!(
            "nothing was sent: not everything that the file names exists:\n  {}\n--skip-unknown leaves it out{groups}",
            plan.unknown.join("\n  ")
        ),
    ))
}

/// Too many people would leave, or it is not known who has.
pub(super) fn check_doubt(plan: &Plan, allowed: Option<u64>) -> Result<(), CommandError> {
    let Some(doubt) = plan.doubt(allowed) else { return Ok(()) };
    let allows = match doubt {
        Doubt::Leavers { leavers, .. } => format!(" --allow-leavers {leavers} allows it"),
        Doubt::Unread(_) => String::new(),
    };
    Err(CommandError::new(Code::Invalid, format!("nothing was sent: {doubt}{allows}")))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches(':').to_owned()
}

/// The file, unless it is standard input.
pub(super) fn named(file: &Path) -> Option<&Path> {
    Some(file).filter(|file| *file != Path::new(STDIN))
}

/// How the file was understood, and what would become of it.
pub(super) fn tell_notes(plan: &Plan) {
    let (reading, unit) = (&plan.reading, plan.reading.sheet.unit.word());
    print_prefixed(format_args!("{}, {}", reading.sheet.form, count(plan.rows.len() as u64, "person", "people")));
    let used = reading.layout.columns.iter().filter_map(|column| {
        let meaning = column.meaning.as_ref()?.label();
        Some(if meaning == column.title { meaning } else { format!("{} as {meaning}", column.title) })
    });
    print_prefixed(format_args!("columns used: {}", used.collect::<Vec<_>>().join(", ")));
    let unused: Vec<_> = reading
        .layout
        .unused()
        .map(|column| match column.why {
            "" => column.title.clone(),
            why => format!("{} ({why})", column.title),
        })
        .collect();
    if !unused.is_empty() {
        print_prefixed(format_args!("not used: {}", unused.join(", ")));
    }
    for note in &plan.notes {
        print_prefixed(format_args!("{note}"));
    }
    for field in plan.sourceless() {
        let (label, word) = (field.label(), field.word());
        print_prefixed(format_args!(
            "{label} is required, and no column has it; --default \"{word}=VALUE\" gives all rows one"
        ));
    }
    if let Some(first) = plan.rows.iter().find(|row| row.judged.action == Action::OverLimit) {
        let number = first.judged.person.number;
        print_prefixed(format_args!(
            "{unit} {number} is the first over the licence limit; --over-limit allow creates them all the same"
        ));
    }
    print_prefixed(format_args!("plan: {}", plan.summary()));
}

/// The error of a plan that cannot be carried out as a whole.
pub(super) fn problem(plan: &Plan) -> Option<CommandError> {
    let (fix, over) = (plan.count(Action::Fix), plan.count(Action::OverLimit));
    let mut said = Vec::new();
    if fix > 0 {
        said.push(format!("{} to fix", count(fix, "row", "rows")));
    }
    if over > 0 {
        said.push(format!("{} over the licence limit", count(over, "row", "rows")));
    }
    (!said.is_empty()).then(|| CommandError::new(Code::Invalid, said.join(", ")))
}
