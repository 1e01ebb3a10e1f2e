//! What somebody changes in a plan: rows left out, cells, and what is allowed.

use std::sync::Arc;

use crate::app::core::context::Context;
use crate::app::import::row_editor::{Edited, RowEditor};
use crate::app::import::state::Import;
use crate::app::keys::command::{Command, ImportAct};
use crate::roster::{Action, Doubt, FieldDefault, Options, Plan};

/// A choice about the whole plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlanChoice {
    /// The licence limit may be exceeded.
    OverLimit,
    /// Inactive users are made active.
    Reactivate,
    /// Groups, languages and time zones that do not exist are left out.
    SkipUnknown,
}

impl PlanChoice {
    /// Whether it is made.
    #[must_use]
    pub fn is_made(self, options: &Options) -> bool {
        match self {
            Self::OverLimit => options.allow_over_limit,
            Self::Reactivate => options.reactivate,
            Self::SkipUnknown => options.skip_unknown,
        }
    }

    fn of(self, options: &mut Options) -> &mut bool {
        match self {
            Self::OverLimit => &mut options.allow_over_limit,
            Self::Reactivate => &mut options.reactivate,
            Self::SkipUnknown => &mut options.skip_unknown,
        }
    }
}

impl Import {
    /// Changes the plan, judges it and keeps it. Returns why it cannot be judged.
    pub(super) fn change(&mut self, cx: &mut Context<'_>, change: impl FnOnce(&mut Plan)) -> Result<(), String> {
        let Some(plan) = &mut self.plan else { return Ok(()) };
        let plan = Arc::make_mut(plan);
        let before = plan.reading.options.clone();
        change(plan);
        let is_chosen = plan.reading.options != before;
        // A plan that could not be made must not take back what was chosen for it.
        let end = if self.options == before {
            self.options = plan.reading.options.clone();
            Ok(())
        } else if is_chosen {
            plan.reading.options = before;
            Err("it is not the plan of what you have chosen since, and has to be made again first".to_owned())
        } else {
            Ok(())
        };
        let end = end.and(plan.judge_changed());
        self.table.follow(plan);
        self.keep(cx);
        end
    }

    /// Leaves the row under the cursor out, or takes it in again, and goes to the next.
    ///
    /// # Errors
    ///
    /// Why there is nothing to leave out.
    pub fn toggle_row(&mut self, cx: &mut Context<'_>) -> Result<(), String> {
        let row = self.table.row().ok_or("there is no row here")?;
        let is_out = self.plan().and_then(|plan| plan.rows.get(row)).is_some_and(|row| row.judged.person.left_out);
        self.change(cx, |plan| plan.leave_out(row, !is_out))?;
        self.table.move_by(1);
        Ok(())
    }

    /// Makes a choice about the whole plan, or takes it back.
    ///
    /// # Errors
    ///
    /// Why the plan cannot be judged.
    pub fn toggle_choice(&mut self, choice: PlanChoice, cx: &mut Context<'_>) -> Result<(), String> {
        self.change(cx, |plan| {
            let made = choice.of(&mut plan.reading.options);
            *made = !*made;
        })
    }

    /// Opens the cells of the row under the cursor.
    ///
    /// # Errors
    ///
    /// Why there are none.
    pub fn edit_row(&mut self) -> Result<(), String> {
        let (row, plan) = self.table.row().zip(self.plan.as_ref()).ok_or("there is no row here")?;
        let planned = plan.rows.get(row).ok_or("there is no row here")?;
        let line = plan.reading.sheet.lines.get(planned.judged.person.at);
        let line = line.ok_or("this user is not in the file, so there is nothing to edit")?;
        self.editor = Some(RowEditor::open(row, Some(line), &plan.reading.layout, &planned.judged.reasons));
        Ok(())
    }

    /// Closes the cells of a row: what was typed holds.
    ///
    /// # Errors
    ///
    /// Why the plan cannot be judged.
    pub fn close_row(&mut self, cx: &mut Context<'_>) -> Result<(), String> {
        let Some(editor) = self.editor.take() else { return Ok(()) };
        let row = match editor.of {
            Edited::Row(row) => row,
            Edited::AllRows => {
                self.set_defaults(editor.defaults(), cx);
                return Ok(());
            }
        };
        let changed = editor.changed();
        if changed.is_empty() {
            return Ok(());
        }
        let mut is_known = true;
        let end = self.change(cx, |plan| {
            for (column, text) in &changed {
                is_known &= plan.set(row, *column, text);
            }
        });
        if !is_known {
            // It names something that the service was not asked about.
            self.make(cx);
        }
        end
    }

    /// Opens the values for all rows.
    pub fn edit_all(&mut self) {
        self.editor = self.plan.as_deref().map(|plan| RowEditor::open_all(plan, &self.options.defaults));
    }

    /// Rows whose own cell is empty have these values from now on.
    fn set_defaults(&mut self, defaults: Vec<FieldDefault>, cx: &mut Context<'_>) {
        if defaults != self.options.defaults {
            self.options.defaults = defaults;
            self.keep(cx);
            self.make(cx);
        }
    }

    /// How many rows the plan sends; `key` says the key of a command.
    ///
    /// # Errors
    ///
    /// Why it cannot be sent, for the user.
    pub fn sendable(&self, key: impl Fn(Command) -> String) -> Result<u64, String> {
        let plan = self.plan().ok_or("there is no plan yet")?;
        if plan.reading.options != self.options {
            let again = key(Command::Reload);
            return Err(format!("it is not the plan of what you have chosen since; {again} makes the plan again"));
        }
        if let Some(column) = plan.undecided() {
            let (title, rows, all) =
                (&column.title, key(Command::Import(ImportAct::ByRow)), key(Command::Import(ImportAct::ToChosen)));
            let whose = self.whose();
            return Err(format!("whose users are they? {rows}: of the company in {title}, {all}: all of {whose}"));
        }
        match self.doubt() {
            Some(doubt @ Doubt::Leavers { .. }) => {
                let allows = key(Command::Import(ImportAct::Leavers));
                return Err(format!("{doubt} {allows} allows it"));
            }
            Some(doubt @ Doubt::Unread(_)) => return Err(doubt.to_string()),
            None => {}
        }
        if !plan.unknown.is_empty() {
            let leaves_out = key(Command::Import(ImportAct::SkipUnknown));
            return Err(format!("not everything that it names exists; {leaves_out} leaves that out"));
        }
        match (0..plan.rows.len()).filter(|at| plan.is_sent(*at)).count() {
            0 if plan.count(Action::Fix) > 0 => Err("no row can be sent as it is".to_owned()),
            0 => Err("there is nothing to send".to_owned()),
            rows => Ok(u64::try_from(rows).unwrap_or(u64::MAX)),
        }
    }
}
