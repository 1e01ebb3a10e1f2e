//! The rows of the configuration's commands in the command table.

use crate::app::keys::command::{Command, OwnId};
use crate::app::keys::command_row::{ALSO_MARKED, CommandRow};
use crate::app::keys::scope::Scope;
use crate::domain::desk::own_command::{OwnCommand, Place};
use crate::domain::terminal::key_binding::Problem;

/// The rows of the configuration's commands, still without keys: one for each place.
pub(super) fn own_rows(own: &[OwnCommand], problems: &mut Vec<Problem>) -> Vec<CommandRow> {
    let mut rows = Vec::new();
    for (id, command) in (0..=u16::MAX).zip(own) {
        if Command::named(&command.name).is_some() {
            let message = format!("{}: a command of the program has this name; choose another", command.name);
            problems.push(Problem { line: Some(command.line), message });
            continue;
        }
        rows.extend(command.places.iter().map(|place| {
            let scope = match place {
                Place::Companies => Scope::Table,
                Place::Company => Scope::Company,
                Place::Users => Scope::Users,
            };
            let several = scope.has_marks();
            CommandRow {
                name: command.name.clone(),
                command: Command::Own(OwnId(id)),
                scope,
                keys: Vec::new(),
                label: command.label.clone(),
                help: format!("{}{}", command.help(), if several { ALSO_MARKED } else { "" }),
                several,
            }
        }));
    }
    rows
}
