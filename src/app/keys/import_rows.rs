//! The commands of an import: a part of the command table.

use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::group_rows::RowSpec;
use crate::app::keys::scope::Scope;

/// The rows of the table for the scopes of an import, and the keys that open it.
#[rustfmt::skip]
pub(super) const IMPORT_ROWS: &[RowSpec] = &[
    ("import", Command::Import(ImportAct::Open), Scope::Table, "A", "", "Add the people of a file to the company, or go on with an import; also for marked rows"),
    ("import", Command::Import(ImportAct::Open), Scope::Company, "A", "", "Add the people of a file to this company, or go on with an import"),
    ("import", Command::Import(ImportAct::Open), Scope::Users, "A", "", "Add the people of a file to this company, or go on with an import"),
    ("import", Command::Import(ImportAct::Open), Scope::Preview, "A", "", "Add all people of the paste: shows a plan for the company of the form, which stays as it is"),

    ("take", Command::Accept, Scope::ImportFile, "enter", "read", "Read the file under the cursor, or go into the folder; nothing is sent"),
    ("import-complete", Command::Import(ImportAct::Complete), Scope::ImportFile, "tab", "complete", "Complete the path with the line under the cursor"),
    ("list-down", Command::ListDown, Scope::ImportFile, "down | ctrl-n", "", "Down"),
    ("list-up", Command::ListUp, Scope::ImportFile, "up | ctrl-p", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::ImportFile, "pgdn", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::ImportFile, "pgup", "", "Ten up"),
    ("import-source", Command::Import(ImportAct::Source), Scope::ImportFile, "f4", "", "Choose the worksheet or the encoding of the file that could not be read"),
    ("import-discard", Command::Import(ImportAct::Discard), Scope::ImportFile, "ctrl-x", "", "Drop the import that an earlier run of the program has left"),
    ("keys", Command::Keys, Scope::ImportFile, "f1", "keys", "The keys of this prompt"),

    ("import-send", Command::Import(ImportAct::Send), Scope::ImportPlan, "ctrl-s", "send", "Send the plan (asks): each row is a change of its own"),
    ("take", Command::Accept, Scope::ImportPlan, "enter", "edit", "Edit the cells of the row"),
    ("mark", Command::Mark, Scope::ImportPlan, "space", "leave out", "Leave the row out, or take it in again"),
    ("import-all", Command::Import(ImportAct::ShowAll), Scope::ImportPlan, "a", "all rows", "Show all rows, or only those that need you"),
    ("import-columns", Command::Import(ImportAct::Columns), Scope::ImportPlan, "c", "columns", "Say what the columns of the file are for"),
    ("import-source", Command::Import(ImportAct::Source), Scope::ImportPlan, "s", "", "Choose the worksheet, or the encoding of a text"),
    ("import-by-row", Command::Import(ImportAct::ByRow), Scope::ImportPlan, "w", "", "Take each person as a user of the company that the row names"),
    ("import-to-chosen", Command::Import(ImportAct::ToChosen), Scope::ImportPlan, "W", "", "Take everybody as a user of the company that you have chosen, whatever the rows name"),
    ("import-defaults", Command::Import(ImportAct::Defaults), Scope::ImportPlan, "v", "values", "Give all rows a value: those have it whose own cell is empty"),
    ("import-reactivate", Command::Import(ImportAct::Reactivate), Scope::ImportPlan, "i", "inactive", "Make inactive users active who are there, or leave them as they are"),
    ("import-over-limit", Command::Import(ImportAct::OverLimit), Scope::ImportPlan, "o", "over limit", "Exceed the licence limit, or leave out those for whom no seat is left"),
    ("import-skip-unknown", Command::Import(ImportAct::SkipUnknown), Scope::ImportPlan, "u", "unknown", "Leave out groups, languages and time zones that do not exist"),
    ("import-ticket", Command::Import(ImportAct::Ticket), Scope::ImportPlan, "t", "", "Give the changes a ticket"),
    ("import-file", Command::Import(ImportAct::OtherFile), Scope::ImportPlan, "f", "file", "Take another file"),
    ("reload", Command::Reload, Scope::ImportPlan, "r | f5", "", "Read the file again, and ask the service again"),
    ("import-discard", Command::Import(ImportAct::Discard), Scope::ImportPlan, "D", "", "Drop the import; asks if something was changed in its plan"),
    ("list-down", Command::ListDown, Scope::ImportPlan, "j | down", "", "Down"),
    ("list-up", Command::ListUp, Scope::ImportPlan, "k | up", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::ImportPlan, "pgdn | ctrl-f", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::ImportPlan, "pgup | ctrl-b", "", "Ten up"),
    ("first-row", Command::FirstRow, Scope::ImportPlan, "g | home", "", "First row"),
    ("last-row", Command::LastRow, Scope::ImportPlan, "G | end", "", "Last row"),
    ("back", Command::Back, Scope::ImportPlan, "q", "close", "Close the plan; it is kept"),
    ("keys", Command::Keys, Scope::ImportPlan, "? | f1", "keys", "The keys of the plan"),

    ("take", Command::Accept, Scope::ImportRow, "enter", "next", "To the next cell; from the last one back to the plan"),
    ("next-field", Command::NextField, Scope::ImportRow, "tab | down", "", "Next cell"),
    ("previous-field", Command::PreviousField, Scope::ImportRow, "shift-tab | up", "", "Previous cell"),
    ("import-done", Command::Import(ImportAct::Done), Scope::ImportRow, "ctrl-s", "done", "Back to the plan; what was typed holds"),
    ("keys", Command::Keys, Scope::ImportRow, "f1", "keys", "The keys of a row"),

    ("take", Command::Accept, Scope::ImportColumns, "enter | space", "choose", "Choose what the column under the cursor is for"),
    ("import-done", Command::Import(ImportAct::Done), Scope::ImportColumns, "ctrl-s | c | q", "done", "Read the file with these columns; they are remembered for files with the same titles"),
    ("import-source", Command::Import(ImportAct::Source), Scope::ImportColumns, "s", "sheet, encoding", "Choose the worksheet, or the encoding of a text"),
    ("list-down", Command::ListDown, Scope::ImportColumns, "j | down", "", "Down"),
    ("list-up", Command::ListUp, Scope::ImportColumns, "k | up", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::ImportColumns, "pgdn | ctrl-f", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::ImportColumns, "pgup | ctrl-b", "", "Ten up"),
    ("keys", Command::Keys, Scope::ImportColumns, "? | f1", "keys", "The keys of the columns"),

    ("take", Command::Accept, Scope::ImportChoice, "enter", "take", "Take what is under the cursor"),
    ("list-down", Command::ListDown, Scope::ImportChoice, "down | ctrl-n", "", "Down"),
    ("list-up", Command::ListUp, Scope::ImportChoice, "up | ctrl-p", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::ImportChoice, "pgdn", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::ImportChoice, "pgup", "", "Ten up"),

    ("import-pause", Command::Import(ImportAct::Pause), Scope::ImportRun, "p", "pause, go on", "Begin no further row; again: go on, after a stop as well"),
    ("import-undo", Command::Import(ImportAct::Undo), Scope::ImportRun, "Z", "undo", "Undo everything that the import has done (asks)"),
    ("import-receipt", Command::Import(ImportAct::Receipt), Scope::ImportRun, "y", "receipt", "Copy the receipt: how many, where, when, the ticket and the batch"),
    ("import-discard", Command::Import(ImportAct::Discard), Scope::ImportRun, "D", "end here", "End a paused or stopped import here, and write its result"),
    ("list-down", Command::ListDown, Scope::ImportRun, "j | down", "", "Down"),
    ("list-up", Command::ListUp, Scope::ImportRun, "k | up", "", "Up"),
    ("list-screen-down", Command::ListScreenDown, Scope::ImportRun, "pgdn | ctrl-f | space", "", "Ten down"),
    ("list-screen-up", Command::ListScreenUp, Scope::ImportRun, "pgup | ctrl-b", "", "Ten up"),
    ("back", Command::Back, Scope::ImportRun, "q | enter", "close", "Close the box; the import goes on"),
    ("keys", Command::Keys, Scope::ImportRun, "? | f1", "keys", "The keys of a run"),
];
