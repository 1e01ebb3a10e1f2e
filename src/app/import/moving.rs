//! Cursors and inputs of an import.

use crate::app::core::context::Context;
use crate::app::import::state::{Import, View};
use crate::app::keys::press::KeyPress;
use crate::app::widgets::area::Area;
use crate::domain::change::ticket::TicketNumber;

impl Import {
    /// Moves the cursor of what is on the screen.
    pub fn move_by(&mut self, by: isize) {
        match self.view() {
            View::File => self.prompt.move_by(by),
            View::Columns => {
                if let Some(menu) = &mut self.columns {
                    menu.move_by(by);
                }
            }
            View::Choice => {
                if let Some(picker) = self.picker() {
                    picker.move_in_list(by);
                }
            }
            View::Plan => self.table.move_by(by),
            View::Row => drop(self.next_cell(by)),
            View::Run => {
                if let Some(run) = &mut self.run {
                    run.move_by(by);
                }
            }
            View::Reading => {}
        }
    }

    /// A click on a line of the rows.
    pub fn click(&mut self, rows: Area, line: usize) {
        let height = usize::from(rows.height).max(1);
        let below = |cursor: usize| (cursor + 1).saturating_sub(height) + line;
        match self.view() {
            View::File => self.prompt.point(below(self.prompt.cursor())),
            View::Plan => drop(self.table.click(rows, line)),
            View::Columns => {
                if let Some(menu) = &mut self.columns {
                    menu.point(below(menu.cursor));
                }
            }
            View::Choice => {
                let cursor = self.choice().map_or(0, |(list, _)| list.cursor);
                self.move_by(isize::try_from(below(cursor)).unwrap_or(0).saturating_sub_unsigned(cursor));
            }
            View::Row => {
                if let Some(editor) = &mut self.editor {
                    editor.point(below(editor.focus));
                }
            }
            View::Reading | View::Run => {}
        }
    }

    /// Goes to another cell of the row; false at the end.
    pub fn next_cell(&mut self, by: isize) -> bool {
        self.editor.as_mut().is_some_and(|editor| editor.move_by(by))
    }

    /// Opens or takes what a column is for, or takes how the source is read, or which group is meant; false if nothing
    /// matches.
    ///
    /// # Errors
    ///
    /// Why the plan cannot be judged.
    pub fn take_choice(&mut self, cx: &mut Context<'_>) -> Result<bool, String> {
        match (&mut self.columns, &self.sources) {
            (Some(columns), _) => Ok(columns.take()),
            (None, Some(_)) => Ok(self.take_source(cx)),
            (None, None) => self.take_group(cx),
        }
    }

    /// Shows all rows of the plan, or only those that need a person.
    pub fn show_all(&mut self) {
        if let Some(plan) = &self.plan {
            self.table.toggle(plan);
        }
    }

    /// A key that is no command.
    pub fn press(&mut self, press: KeyPress, cx: &mut Context<'_>) {
        match self.view() {
            View::File => {
                self.failed = None;
                self.prompt.press(press, cx);
            }
            View::Row => {
                if let Some(editor) = &mut self.editor {
                    editor.press(press);
                }
            }
            View::Choice => {
                if let Some(picker) = self.picker() {
                    picker.filter_with(press);
                }
            }
            View::Reading | View::Columns | View::Plan | View::Run => {}
        }
    }

    /// A paste.
    pub fn paste(&mut self, text: &str, cx: &mut Context<'_>) {
        match self.view() {
            View::File => {
                self.failed = None;
                self.prompt.paste(text, cx);
            }
            View::Row => {
                if let Some(editor) = &mut self.editor {
                    editor.paste(text);
                }
            }
            View::Choice => {
                if let Some(picker) = self.picker() {
                    picker.filter_by(text);
                }
            }
            View::Reading | View::Columns | View::Plan | View::Run => {}
        }
    }

    /// Its changes have this ticket, unless they have one.
    pub fn offer_ticket(&mut self, ticket: TicketNumber) {
        if self.ticket.is_empty() {
            self.ticket = ticket;
        }
    }

    /// Its changes have this ticket.
    pub fn set_ticket(&mut self, ticket: TicketNumber) {
        self.ticket = ticket;
    }
}
