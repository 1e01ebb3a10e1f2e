//! What an import says: counts first, then what somebody should know, then the rows.

use crate::app::import::group_menu::GroupMenu;
use crate::app::import::row_editor::Edited;
use crate::app::import::state::{Import, View};
use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::ImportQuestion;
use crate::app::screen::import_line::{RowWords, Tone, WordLine, n, name_of, row_words, wrapped};
use crate::app::screen::import_run_words::run_head;
use crate::domain::company::seats::Limit;
use crate::domain::text::{clean, count, grouped};
use crate::roster::{Action, Becomes, Doubt, GroupName, Meaning, Plan};

/// `Import into Contoso Ltd`
#[must_use]
pub fn title(import: &Import) -> String {
    format!("Import into {}", import.whose())
}

/// The file, and where it stands.
#[must_use]
pub fn place(import: &Import) -> String {
    match import.view() {
        View::File => String::new(),
        View::Run => {
            let done = import.run.as_ref().map(|run| format!("{} of {}", run.run.done(), run.run.of()));
            format!("{} · {}", import.name(), done.unwrap_or_default())
        }
        View::Reading | View::Columns | View::Choice | View::Plan | View::Row => import.name(),
    }
}

fn tone_of(action: Action) -> Tone {
    match action {
        Action::Create | Action::Update => Tone::Good,
        Action::There | Action::Managed | Action::LeftOut => Tone::Dim,
        Action::Reactivate | Action::Deactivate | Action::Double => Tone::Warning,
        Action::Fix | Action::OverLimit => Tone::Danger,
    }
}

/// `create 41 · already there 6 · to fix 2`
#[must_use]
pub fn plan_counts(plan: &Plan) -> WordLine {
    let mut line = WordLine::new();
    for (action, word, count) in plan.told_counts() {
        if !line.is_empty() {
            line.push((" · ".to_owned(), Tone::Dim));
        }
        line.push((format!("{word} {}", grouped(count)), tone_of(action)));
    }
    line
}

/// `Contoso Ltd: 59 of 60 seats used then`, for each of the companies.
fn seats(plan: &Plan) -> Vec<String> {
    let of = |(at, answers): (usize, &crate::roster::Answers)| {
        let after = plan.seats_after(at)?;
        let seats = match after.limit {
            Limit::Of(limit) => format!("{} of {} used then", grouped(after.used), count(limit, "seat", "seats")),
            Limit::Unlimited | Limit::Unknown => format!("{} used then", count(after.used, "seat", "seats")),
        };
        Some(format!("{}: {seats}", answers.company.name))
    };
    plan.companies.iter().enumerate().filter_map(of).collect()
}

/// What the options of the commands say is done with keys here.
fn on_screen(note: &str, source: &str) -> String {
    note.replace("--map", "the columns")
        .replace("name it with --encoding", &format!("{source} takes another"))
        .replace("--sheet names another", &format!("{source} takes another"))
}

/// Whose users the people become, if a column names companies: in doubt nothing is sent before somebody has decided.
fn whose_note(import: &Import, plan: &Plan, keys: &impl Fn(ImportAct) -> String) -> Option<(String, Tone)> {
    let (by_row, all) = (keys(ImportAct::ByRow), keys(ImportAct::ToChosen));
    if plan.reading.layout.has(&Meaning::Company) {
        let said = format!("each goes to the company that the row names; {all}: all to {}", import.chosen());
        return Some((said, Tone::Plain));
    }
    let column = plan.reading.passed_over.as_ref()?;
    let (title, whose) = (&column.title, import.chosen());
    if plan.undecided().is_none() {
        return Some((
            format!("all become users of {whose}; {by_row} makes each a user of the company in the column \"{title}\""),
            Tone::Dim,
        ));
    }
    let mut names: Vec<_> = column.names.iter().take(3).map(|name| clean(name, 30)).collect();
    let more = column.names.len().saturating_sub(names.len());
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let said = format!(
        "the column \"{title}\" names {}: {by_row} makes each a user of its company, {all} all of them users of {whose}",
        names.join(", ")
    );
    Some((said, Tone::Danger))
}

/// What somebody should know about a plan, what matters most first.
fn notes(model: &Model, import: &Import, plan: &Plan) -> Vec<(String, Tone)> {
    let keys = |act| model.describe_keys(Command::Import(act), Scope::ImportPlan);
    let mut said: Vec<(String, Tone)> = Vec::new();
    let options = &plan.reading.options;
    if !plan.unknown.is_empty() {
        let mut can = format!("{} leaves it out", keys(ImportAct::SkipUnknown));
        if plan.group_names.iter().any(|name| name.becomes == Becomes::Unknown) {
            let (creates, maps) = (keys(ImportAct::CreateGroups), keys(ImportAct::Groups));
            can = format!("{can}, {creates} creates groups, {maps} says which is meant");
        }
        said.push((format!("{}; {can}", plan.unknown.join("; ")), Tone::Danger));
    }
    said.extend(whose_note(import, plan, &keys));
    let missing: Vec<_> = plan.sourceless().iter().map(Meaning::label).collect();
    if !missing.is_empty() {
        let (fields, gives) = (missing.join(", "), keys(ImportAct::Defaults));
        said.push((format!("required, and in no column: {fields}; {gives} gives all rows a value"), Tone::Danger));
    }
    if let Some(first) = import.first() {
        let rows = if first == 1 { "row is".to_owned() } else { format!("{first} rows are") };
        let changes = keys(ImportAct::First);
        said.push((format!("a trial: only the first {rows} sent; {changes} changes that"), Tone::Warning));
    }
    if options.reconcile {
        said.push(whole_list(import, plan, &keys));
    }
    if plan.count(Action::OverLimit) > 0 {
        let first = plan.rows.iter().find(|row| row.judged.action == Action::OverLimit);
        let number = first.map_or(0, |row| row.judged.person.number);
        let (unit, allows) = (plan.reading.sheet.unit.word(), keys(ImportAct::OverLimit));
        said.push((
            format!("{unit} {number} is the first over the licence limit; {allows} creates them"),
            Tone::Warning,
        ));
    } else if options.allow_over_limit {
        said.push((
            format!("the licence limit may be exceeded; {} respects it", keys(ImportAct::OverLimit)),
            Tone::Warning,
        ));
    }
    if plan.count(Action::Reactivate) > 0 && !options.reconcile {
        let (act, inactive) =
            (keys(ImportAct::Reactivate), count(plan.count(Action::Reactivate), "user is", "users are"));
        said.push(if options.reactivate {
            (format!("{inactive} inactive and become active; {act} leaves them as they are"), Tone::Warning)
        } else {
            (format!("{inactive} there and inactive, and stay so; {act} makes them active"), Tone::Warning)
        });
    }
    let is_over = |line: &String| line.contains("over its licence limit");
    said.extend(plan.notes.iter().map(|note| {
        (on_screen(note, &keys(ImportAct::Source)), if is_over(note) { Tone::Warning } else { Tone::Dim })
    }));
    // What becomes of this one is said above.
    let is_told = |title: &String| plan.reading.passed_over.as_ref().is_some_and(|named| named.title == *title);
    let unused = plan.reading.layout.unused().filter(|column| !is_told(&column.title)).map(|column| match column.why {
        "" => column.title.clone(),
        why => format!("{} ({why})", column.title),
    });
    let unused: Vec<_> = unused.collect();
    if !unused.is_empty() {
        said.push((format!("columns not used: {}", unused.join(", ")), Tone::Dim));
    }
    said.push((plan.reading.sheet.form.clone(), Tone::Dim));
    said
}

/// Who leaves if the file lists everybody, and whether so many may.
fn whole_list(import: &Import, plan: &Plan, keys: &dyn Fn(ImportAct) -> String) -> (String, Tone) {
    let (takes_back, allows) = (keys(ImportAct::WholeList), keys(ImportAct::Leavers));
    let leavers = n(plan.absent.leavers.len());
    match (import.doubt(), import.allowed_leavers()) {
        (Some(doubt @ Doubt::Leavers { .. }), _) => (format!("{doubt} {allows} allows it"), Tone::Danger),
        (Some(doubt @ Doubt::Unread(_)), _) => (format!("{doubt}; mend these rows or leave them out"), Tone::Danger),
        (None, Some(_)) => {
            (format!("{} may leave; {allows} takes that back", count(leavers, "user", "users")), Tone::Warning)
        }
        (None, None) => {
            let absent = count(leavers, "user is", "users are");
            (format!("the file is the whole list: {absent} not in it; {takes_back} takes that back"), Tone::Plain)
        }
    }
}

/// The lines above the rows, at most so many.
#[must_use]
pub fn head(model: &Model, import: &Import, width: usize, most: usize) -> Vec<WordLine> {
    let mut lines = match import.view() {
        View::Plan => import.plan().map(|plan| plan_head(model, import, plan, width, most)).unwrap_or_default(),
        View::Row => import
            .plan()
            .zip(import.editor.as_ref())
            .map(|(plan, editor)| match editor.of {
                Edited::Row(row) => row_head(plan, row, width),
                Edited::AllRows => all_rows_head(width),
            })
            .unwrap_or_default(),
        View::Choice if import.sources.is_some() => Vec::new(),
        View::Choice if import.groups.is_some() => {
            import.groups.as_ref().map(|menu| group_head(import, menu, width)).unwrap_or_default()
        }
        View::Columns | View::Choice => columns_head(import, width),
        View::Run => import.run.as_ref().map(|run| run_head(model, import, run, width)).unwrap_or_default(),
        View::File | View::Reading => Vec::new(),
    };
    lines.truncate(most);
    lines
}

fn plan_head(model: &Model, import: &Import, plan: &Plan, width: usize, most: usize) -> Vec<WordLine> {
    let mut lines = vec![plan_counts(plan)];
    if let Some(failure) = &import.failed {
        lines.extend(wrapped(&failure.to_string(), Tone::Danger, width, 3));
    }
    if import.has_begun() {
        let said = "rows of it were sent before: whoever was created is not created twice";
        lines.extend(wrapped(said, Tone::Warning, width, 2));
    }
    lines.extend(wrapped(&seats(plan).join(" · "), Tone::Plain, width, 2));
    for (said, tone) in notes(model, import, plan) {
        if lines.len() + 1 >= most {
            break;
        }
        lines.extend(wrapped(&said, tone, width, lines_for(tone)));
    }
    lines
}

/// Most lines of a sentence in this tone.
fn lines_for(tone: Tone) -> usize {
    match tone {
        Tone::Dim => 1,
        Tone::Danger => 3,
        Tone::Plain | Tone::Strong | Tone::Good | Tone::Warning => 2,
    }
}

fn row_head(plan: &Plan, row: usize, width: usize) -> Vec<WordLine> {
    let Some(planned) = plan.rows.get(row) else { return Vec::new() };
    let judged = &planned.judged;
    let where_ = format!("{} {}: {}", plan.reading.sheet.unit.word(), judged.person.number, judged.action.label());
    let mut lines = vec![vec![(where_, tone_of(judged.action))]];
    lines.extend(wrapped(&judged.reasons.join("; "), Tone::Plain, width, 3));
    lines
}

/// Which name is asked about, and what becomes of it.
fn group_head(import: &Import, menu: &GroupMenu, width: usize) -> Vec<WordLine> {
    let Some(GroupName { name, becomes }) = menu.name() else { return Vec::new() };
    let (at, of) = menu.position();
    let which = if of > 1 { format!("{at} of {of}: ") } else { String::new() };
    let asked = format!("{which}which group of {} does \"{name}\" in the file mean?", import.whose());
    let now = match becomes {
        Becomes::Unknown => "no group has this name so far".to_owned(),
        Becomes::Created => "a group of this name is created, unless it means another".to_owned(),
        Becomes::LeftOut => "it is left out".to_owned(),
        Becomes::Group(group) => format!("it means the group {group}"),
    };
    wrapped(&asked, Tone::Strong, width, 2).chain(wrapped(&now, Tone::Dim, width, 1)).collect()
}

fn all_rows_head(width: usize) -> Vec<WordLine> {
    let said = "Values for all rows. A row has them where its own cell is empty; several groups are separated by ;.";
    wrapped(said, Tone::Dim, width, 2).collect()
}

fn columns_head(import: &Import, width: usize) -> Vec<WordLine> {
    match &import.failed {
        Some(failure) => wrapped(&failure.to_string(), Tone::Danger, width, 3).collect(),
        None => wrapped(
            "What each column of the file is for; it is remembered for files with the same titles.",
            Tone::Dim,
            width,
            2,
        )
        .collect(),
    }
}

/// The line below the rows.
#[must_use]
pub fn foot(model: &Model, import: &Import, width: usize) -> Vec<WordLine> {
    let Some(plan) = import.plan().filter(|_| import.view() == View::Plan) else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(planned) = import.table.row().and_then(|row| plan.rows.get(row)) {
        let why = planned.judged.reasons.join("; ");
        let said = if why.is_empty() { name_of(&planned.judged) } else { why };
        lines.extend(wrapped(&said, Tone::Plain, width, 2));
    }
    let all = model.describe_keys(Command::Import(ImportAct::ShowAll), Scope::ImportPlan);
    let rows = match plan.rows.len() {
        1 => "1 row".to_owned(),
        several => format!("{} rows", grouped(n(several))),
    };
    lines.push(vec![(
        if import.table.shows_all {
            format!("all {rows}; {all} shows only those that need you")
        } else {
            format!("{} of {rows} need you; {all} shows all", grouped(n(import.table.needing(plan))))
        },
        Tone::Dim,
    )]);
    lines
}

/// A row of the plan.
#[must_use]
pub fn plan_row(plan: &Plan, at: usize) -> Option<RowWords> {
    let judged = &plan.rows.get(at)?.judged;
    let why = if judged.reasons.is_empty() { name_of(judged) } else { judged.reasons.join("; ") };
    row_words(plan, at, judged.action.label().to_owned(), tone_of(judged.action), why)
}

/// `Creates the groups "Sales", "Night shift" at Contoso Ltd.`, for each company.
fn created_groups(plan: &Plan, first: Option<u64>) -> Vec<String> {
    let new = plan.groups_to_create(first);
    let of = |(at, answers): (usize, &crate::roster::Answers)| {
        let names: Vec<_> =
            new.iter().filter(|new| new.company == at).map(|new| format!("\"{}\"", new.group.name)).collect();
        let groups = if names.len() == 1 { "group" } else { "groups" };
        (!names.is_empty()).then(|| format!("Creates the {groups} {} at {}.", names.join(", "), answers.company.name))
    };
    plan.companies.iter().enumerate().filter_map(of).collect()
}

/// The question before something is done with the import: what is asked, what follows, and the verbs.
#[must_use]
pub(super) fn question(model: &Model, question: ImportQuestion) -> (String, String, &'static str, &'static str) {
    let Some((import, plan)) = model.import.current.as_ref().and_then(|import| Some((import, import.plan()?))) else {
        return ("The import is over.".to_owned(), String::new(), "Close", "Close");
    };
    if question == ImportQuestion::Discard {
        let text = format!("What was changed in the plan for {} will be lost; nothing more is sent.", import.name());
        return ("Drop the import?".to_owned(), text, "Drop", "Keep");
    }
    let sent: Vec<_> = plan.sent_rows(import.first()).collect();
    let asked = format!("Send {}?", count(n(sent.len()), "row", "rows"));
    let what: Vec<String> = plan_counts(plan).into_iter().map(|(text, _)| text).collect();
    let mut said = vec![format!("{}: {}.", import.name(), what.concat())];
    let rest = plan.sent_rows(None).count() - sent.len();
    said.push(if rest > 0 {
        format!("This is a trial: {} later.", count(n(rest), "row is sent", "rows are sent"))
    } else {
        format!("{}.", seats(plan).join("; "))
    });
    said.extend(created_groups(plan, import.first()));
    let becomes_inactive = |at: &&usize| plan.rows.get(**at).is_some_and(|row| row.judged.action == Action::Deactivate);
    let inactive = n(sent.iter().filter(becomes_inactive).count());
    if inactive > 0 {
        let seats = if inactive == 1 { "the seat is" } else { "their seats are" };
        let users = count(inactive, "user becomes", "users become");
        said.push(format!("{users} inactive: nobody is deleted, and {seats} free."));
    }
    let fix = plan.count(Action::Fix) + plan.count(Action::OverLimit);
    if fix > 0 {
        said.push(format!(
            "{} not sent; the result lists them.",
            count(fix, "row that needs you is", "rows that need you are")
        ));
    }
    if !import.ticket.is_empty() {
        said.push(format!("Ticket {}.", import.ticket));
    }
    (asked, said.join(" "), "Send", "Not yet")
}

/// What of an import is not sent yet, for somebody who leaves; nothing if there is none.
#[must_use]
pub(super) fn unsent(model: &Model) -> String {
    let Some((import, run)) = model.import.unfinished().and_then(|import| Some((import, import.run.as_ref()?))) else {
        return String::new();
    };
    let left = run.run.of().saturating_sub(run.run.done());
    format!(
        "The import of {} has {} to send; the next start goes on with it. ",
        import.name(),
        count(n(left), "row", "rows")
    )
}
