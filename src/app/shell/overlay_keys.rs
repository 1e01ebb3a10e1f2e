//! Keys of the overlays: moving, choosing, answering.

use crate::app::core::effect::Effect;
use crate::app::flows::lists::go_to;
use crate::app::flows::typing::{mark_in_picker, take_picked};
use crate::app::flows::{
    activity, change_users, conflicts, desk, give_ticket, import, import_run, marks, one_user, paste_preview, submit,
    undo, undo_batch, views,
};
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Confirmation, Overlay};
use crate::app::screen::palette::listed_commands;
use crate::app::screen::scope::innermost;
use crate::app::screen::views::listed as listed_views;
use crate::domain::list::columns::COLUMNS;
use crate::domain::list::query::PAGE_SIZES;

/// Moves the cursor of the topmost overlay.
pub(in crate::app) fn move_list(model: &mut Model, by: isize) {
    let count = match model.overlays.last() {
        Some(Overlay::Keys(list) | Overlay::Palette(list)) => listed_commands(model, list).len(),
        Some(Overlay::Views(list)) => listed_views(model, list).len(),
        Some(Overlay::Activity { .. }) => {
            activity::move_by(model, by);
            return;
        }
        Some(Overlay::Messages { .. }) => model.notices.len(),
        Some(Overlay::PageSize { .. }) => PAGE_SIZES.len(),
        Some(Overlay::Profiles { .. }) => model.settings.profile_settings.profiles.len(),
        Some(Overlay::Columns { .. }) => COLUMNS.len(),
        Some(Overlay::OwnerSearch) => {
            model.owner_search.move_by(by);
            return;
        }
        Some(Overlay::UserGroups | Overlay::UserHistory) => {
            one_user::move_by(model, by);
            return;
        }
        Some(Overlay::Import) => {
            import::move_by(model, by);
            return;
        }
        Some(Overlay::Note(_)) => {
            crate::app::flows::notes::scroll(model, by);
            return;
        }
        Some(Overlay::Output(_)) => {
            crate::app::flows::desk::scroll(model, by);
            return;
        }
        Some(
            Overlay::GoTo(_)
            | Overlay::SaveView(_)
            | Overlay::Ticket(_)
            | Overlay::User
            | Overlay::Connection
            | Overlay::PastePreview(_)
            | Overlay::UnlockingProfile { .. }
            | Overlay::Confirm { .. },
        ) => 0,
        None => {
            let Model { drafts: forms, lookups, .. } = model;
            if let Some(form) = forms.current_mut() {
                form.move_in_picker(by, lookups);
            }
            return;
        }
    };
    match model.overlays.last_mut() {
        Some(Overlay::Keys(list) | Overlay::Palette(list) | Overlay::Views(list)) => list.move_by(by, count),
        Some(
            Overlay::Messages { cursor }
            | Overlay::PageSize { cursor }
            | Overlay::Profiles { cursor }
            | Overlay::Columns { cursor, .. },
        ) => {
            *cursor = cursor.saturating_add_signed(by).min(count.saturating_sub(1));
        }
        Some(Overlay::PastePreview(preview)) => preview.move_by(by),
        Some(
            Overlay::GoTo(_)
            | Overlay::SaveView(_)
            | Overlay::Ticket(_)
            | Overlay::Note(_)
            | Overlay::User
            | Overlay::UserGroups
            | Overlay::UserHistory
            | Overlay::Connection
            | Overlay::OwnerSearch
            | Overlay::Output(_)
            | Overlay::Import
            | Overlay::Activity { .. }
            | Overlay::UnlockingProfile { .. }
            | Overlay::Confirm { .. },
        )
        | None => {}
    }
}

/// Enter: takes what is under the cursor. A chosen command is returned to be run.
pub(in crate::app) fn accept(model: &mut Model, out: &mut Vec<Effect>) -> Option<Command> {
    match model.overlays.last() {
        Some(Overlay::Keys(list) | Overlay::Palette(list)) => {
            let Some(command) = listed_commands(model, list).get(list.cursor).map(|row| row.command) else {
                model.notices.hint(model.now, "no action matches");
                return None;
            };
            model.overlays.pop();
            return Some(command);
        }
        Some(Overlay::Views(_)) => views::take(model, out),
        Some(Overlay::SaveView(_)) => views::save(model, out),
        Some(Overlay::Ticket(_)) => give_ticket::take(model, out),
        Some(Overlay::PageSize { cursor }) => {
            let size = PAGE_SIZES.get(*cursor).copied();
            model.overlays.pop();
            if let Some(size) = size {
                crate::app::flows::lists::resize_pages(model, size, out);
            }
        }
        Some(Overlay::GoTo(input)) => {
            let (last, what) = crate::app::flows::lists::numbered(model);
            match input.value().trim().parse::<u32>() {
                Ok(number) if (1..=last).contains(&number) => {
                    model.overlays.pop();
                    go_to(model, number, out);
                }
                _ => model.notices.hint(model.now, format!("enter the number of a {what}, from 1 to {last}")),
            }
        }
        Some(Overlay::PastePreview(_)) => paste_preview::apply(model),
        Some(Overlay::Profiles { cursor }) => crate::app::flows::profiles::choose(model, *cursor, out),
        Some(Overlay::Columns { .. }) => crate::app::flows::columns::toggle(model),
        Some(Overlay::Confirm { yes, .. }) => answer(model, *yes, out),
        Some(Overlay::OwnerSearch) => crate::app::flows::owner_search::enter(model, out),
        Some(Overlay::Activity { .. }) => activity::take(model, out),
        Some(Overlay::UserGroups) => one_user::toggle(model),
        Some(Overlay::Import) => import::enter(model, out),
        Some(Overlay::Messages { .. } | Overlay::User | Overlay::UserHistory | Overlay::Connection) => {
            model.overlays.pop();
        }
        None if innermost(model) == Scope::Picker => take_picked(model),
        Some(Overlay::UnlockingProfile { .. } | Overlay::Output(_) | Overlay::Note(_)) | None => {}
    }
    None
}

/// Marks a line of a list, a picker or a menu.
pub(in crate::app) fn mark(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    match (innermost(model), model.overlays.last_mut()) {
        (Scope::Columns, _) => crate::app::flows::columns::toggle(model),
        (_, Some(Overlay::PastePreview(preview))) => preview.toggle(),
        (Scope::Picker, _) => mark_in_picker(model),
        (Scope::UserGroups, _) => one_user::space(model),
        (Scope::ImportPlan, _) => import::mark(model, out),
        _ => marks::run(model, command, out),
    }
}

pub(in crate::app) fn answer(model: &mut Model, yes: bool, out: &mut Vec<Effect>) {
    let Some(Overlay::Confirm { question, .. }) = model.overlays.pop() else { return };
    if !yes {
        if let Confirmation::Conflict(change) = question {
            conflicts::decide(model, &change, false);
        }
        return;
    }
    match question {
        Confirmation::Quit => out.push(Effect::Quit),
        Confirmation::PassAll { forms, gate } => submit::pass_all(model, &forms, gate, out),
        Confirmation::MarkNotCreated { form, write } => submit::not_there(model, form, &write, out),
        Confirmation::Switch(profile) => crate::app::flows::profiles::switch(model, profile, out),
        Confirmation::RunCommand { name, what, calls } => desk::start(model, name, &what, calls, out),
        Confirmation::OpenAddress { what, addresses } => out.push(Effect::Browse { what, addresses }),
        Confirmation::Discard(form) => submit::discard(model, form),
        Confirmation::Undo(create) => undo::undo(model, &create),
        Confirmation::UndoBatch(undo) => undo_batch::carry_out(model, *undo),
        Confirmation::Conflict(change) => conflicts::decide(model, &change, true),
        Confirmation::ChangeUsers(plan) => change_users::carry_out(model, *plan),
        Confirmation::Import(question) => import_run::answered(model, question, out),
    }
}
