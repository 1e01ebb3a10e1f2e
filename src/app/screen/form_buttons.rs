//! The line of buttons of the form, as wide as there is room for.

use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::widgets::area::Area;
use crate::domain::text::cells::width;

/// Longer keys are in the footer alone.
const KEY: usize = 7;
/// Cells before the first button.
const MARGIN: u16 = 2;

/// Something in the line that takes a click.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Where the cursor is when it is on it; nowhere for the count of the problems.
    pub place: Option<Focus>,
    /// What it runs.
    pub command: Command,
    /// The key that runs it; may be empty.
    pub key: String,
    /// What it says without its key.
    pub label: &'static str,
    /// As it is drawn.
    pub text: String,
    /// Where it is.
    pub area: Area,
}

/// The buttons in their line.
#[must_use]
pub fn buttons(model: &Model, form: &Form, line: Area) -> Vec<Button> {
    let problems = reported_problems(model, form);
    let create = if form.edits().is_some() { "Save" } else { "Create" };
    let texts = |labels| {
        let mut all = texts(model, labels, problems);
        // A change has no next user.
        all.retain(|button| form.edits().is_none() || button.command != Command::CreateNext);
        all
    };
    let long = place(texts([create, "Create, next", "keep draft"]), line, 2);
    let fits = |all: &[Button]| all.last().is_none_or(|b| b.area.x + b.area.width < line.x + line.width);
    if fits(&long) {
        return long;
    }
    place(texts([create, "Next", "keep"]), line, 1)
}

/// How many fields are to fix, as far as that was said.
fn reported_problems(model: &Model, form: &Form) -> usize {
    let visited = form.has_visited_fields();
    if visited || form.refused_fields() > 0 { form.problems(model.settings.rules).len() } else { 0 }
}

fn texts(model: &Model, labels: [&'static str; 3], problems: usize) -> Vec<Button> {
    let commands = [Command::Create, Command::CreateNext, Command::Back];
    let places = [Focus::Create, Focus::CreateNext, Focus::Leave];
    let button = |((command, label), place): ((Command, &'static str), Focus)| {
        let key = short_key(model, command);
        let text = match (place, key.is_empty()) {
            (Focus::Leave, false) => format!("{key} {label}"),
            (_, true) => format!("[ {label} ]"),
            (_, false) => format!("[ {label} {key} ]"),
        };
        Button { place: Some(place), command, key, label, text, area: Area::default() }
    };
    let mut all: Vec<_> = commands.into_iter().zip(labels).zip(places).map(button).collect();
    if problems > 0 {
        all.push(Button {
            place: None,
            command: Command::NextProblem,
            key: short_key(model, Command::NextProblem),
            label: "to fix",
            text: format!("{problems} to fix"),
            area: Area::default(),
        });
    }
    all
}

fn place(mut all: Vec<Button>, line: Area, gap: u16) -> Vec<Button> {
    let mut x = line.x + MARGIN;
    for button in &mut all {
        let cells = u16::try_from(width(&button.text)).unwrap_or(u16::MAX);
        let before = if matches!(button.place, Some(Focus::Leave) | None) { gap } else { 0 };
        x = x.saturating_add(before);
        button.area = Area { x, width: cells, ..line };
        x = x.saturating_add(cells + gap);
    }
    all
}

/// `^S`; empty if there is none, or if it is too long for a button.
fn short_key(model: &Model, command: Command) -> String {
    let key = model.settings.keys.key_of(command, Scope::Form).unwrap_or_default();
    let short = match key.strip_prefix("Ctrl-") {
        Some(letter) if width(letter) == 1 => format!("^{letter}"),
        Some(_) | None => key,
    };
    if width(&short) <= KEY { short } else { String::new() }
}
