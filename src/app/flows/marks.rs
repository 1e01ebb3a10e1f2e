//! Marked rows of the list that has the focus, and what commands are for: the marked rows, else the row under the cursor.

use std::sync::Arc;

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::flows::lists::{of_list, on_list};
use crate::app::flows::panes::target_company;
use crate::app::keys::command::Command;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::cx;
use crate::domain::company::summary::Company;
use crate::domain::text::{count, grouped};
use crate::domain::user::existing::TargetUser;

/// How many rows of the list on the screen are marked, and how many of those it does not show now.
#[must_use]
pub fn counts(model: &Model) -> (usize, usize) {
    of_list!(model, list => (list.marks().number(), list.marks().hidden()))
}

/// A command that takes several rows is for the marked ones: the list has the focus, and not one user of it.
#[must_use]
pub fn apply(model: &Model) -> bool {
    let has_focus = match model.pane {
        Pane::Table => !model.users.is_open && !model.groups.is_open(),
        Pane::Users => model.users.is_open,
        Pane::Company | Pane::Form => false,
    };
    has_focus && counts(model).0 > 0 && !model.overlays.iter().any(|overlay| matches!(overlay, Overlay::User))
}

/// The companies that a command for several is for: the marked ones, else the one of the pane.
#[must_use]
pub fn companies(model: &Model) -> Vec<Arc<Company>> {
    if apply(model) && !model.users.is_open {
        return model.companies.marked_rows();
    }
    target_company(model).map(|company| Arc::new(company.clone())).into_iter().collect()
}

/// The users that a command for several is for: the marked ones, else the one under the cursor.
#[must_use]
pub fn users(model: &Model) -> Vec<TargetUser> {
    if apply(model) && model.users.is_open {
        return model.users.list.marked_rows();
    }
    model.users.list.selected().cloned().into_iter().collect()
}

/// A command about marks.
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match command {
        Command::MarkAll => mark_all(model),
        Command::MarkRange => on_list!(model, list => list.toggle_range()),
        Command::Unmark => {
            on_list!(model, list => list.take_marks_away());
        }
        _ => on_list!(model, list => list.mark(cx!(model, out))),
    }
}

/// Marks all rows of the list, which are those of a page if the service pages it.
fn mark_all(model: &mut Model) {
    let marked = on_list!(model, list => list.mark_all());
    let (_, hidden) = counts(model);
    let (pages, total) = of_list!(model, list => (list.pages(), list.shown.as_ref().map_or(0, |s| s.page.total)));
    if marked && pages > 1 {
        let said = format!("the rows of this page are marked; the list has {}", grouped(total));
        model.notices.hint(model.now, said);
    } else if !marked && hidden > 0 {
        let hidden = u64::try_from(hidden).unwrap_or(u64::MAX);
        let said = format!("{} still marked that this list does not show", count(hidden, "row is", "rows are"));
        model.notices.hint(model.now, said);
    }
}

/// Esc: takes a range or all marks away. False if nothing was marked.
pub(in crate::app) fn take_away(model: &mut Model) -> bool {
    on_list!(model, list => list.take_marks_away())
}

/// After every message: a range reaches to the cursor, and what is gone is no longer marked.
pub(in crate::app) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    on_list!(model, list => {
        list.extend_range();
        list.drop_marks_of_gone(cx!(model, out));
    });
}

/// Ctrl and a click: marks the row there, or takes its mark away.
pub(in crate::app) fn click(model: &mut Model, line: usize) {
    on_list!(model, list => {
        let row = list.top + line;
        if row < list.rows().len() {
            list.select(row);
            list.toggle_mark(row);
        }
    });
}

/// Shift and a click: marks all rows from the cursor to there.
pub(in crate::app) fn click_range(model: &mut Model, line: usize) {
    on_list!(model, list => {
        let row = list.top + line;
        if row < list.rows().len() {
            list.mark_to(row);
        }
    });
}
