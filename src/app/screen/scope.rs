//! What a key means now, decided by the innermost scope.

use crate::app::core::focus::Pane;
use crate::app::import::state::{Import, View};
use crate::app::keys::keymap::Resolution;
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::keys::table::CommandRow;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::domain::form::subject::Subject;

/// The innermost scope: its keys take precedence.
#[must_use]
pub fn innermost(model: &Model) -> Scope {
    if let Some(overlay) = model.overlays.last() {
        return match overlay {
            Overlay::Keys(_) | Overlay::Palette(_) => Scope::List,
            Overlay::Views(_) => Scope::Views,
            Overlay::SaveView(_) => Scope::ViewName,
            Overlay::Note(_) => Scope::Note,
            Overlay::Activity { .. } => Scope::Activity,
            Overlay::Messages { .. } => Scope::Messages,
            Overlay::Connection => Scope::Connection,
            Overlay::PageSize { .. } | Overlay::Profiles { .. } => Scope::Menu,
            Overlay::UnlockingProfile { .. } => Scope::Wait,
            Overlay::Columns { .. } => Scope::Columns,
            Overlay::PastePreview(_) => Scope::Preview,
            Overlay::User => Scope::User,
            Overlay::UserGroups => Scope::UserGroups,
            Overlay::UserHistory => Scope::UserHistory,
            Overlay::OwnerSearch => Scope::OwnerSearch,
            Overlay::GoTo(_) => Scope::Prompt,
            Overlay::Ticket(_) => Scope::Ticket,
            Overlay::Output(_) => Scope::Output,
            Overlay::Import => import_scope(model),
            Overlay::Confirm { .. } => Scope::Confirm,
        };
    }
    pane_scope(model)
}

/// The scope of the import, which is the part of it that is open.
pub(super) fn import_scope(model: &Model) -> Scope {
    match model.import.current.as_ref().map(Import::view) {
        Some(View::File) => Scope::ImportFile,
        Some(View::Columns) => Scope::ImportColumns,
        Some(View::Choice) => Scope::ImportChoice,
        Some(View::Plan) => Scope::ImportPlan,
        Some(View::Row) => Scope::ImportRow,
        Some(View::Reading | View::Run) | None => Scope::ImportRun,
    }
}

/// The scope of the panes, below any overlay.
#[must_use]
pub fn pane_scope(model: &Model) -> Scope {
    if model.settings.connection.is_none() {
        return Scope::Start;
    }
    match (model.pane, model.drafts.current()) {
        (Pane::Form, Some(form)) if form.picker().is_some() => Scope::Picker,
        (Pane::Form, Some(_)) => Scope::Form,
        (Pane::Company, _) if model.company.is_open => Scope::Company,
        (Pane::Form | Pane::Company | Pane::Table | Pane::Users, _) if is_searching(model) => Scope::Search,
        (Pane::Users, _) if model.users.is_open => users_scope(model),
        (Pane::Form | Pane::Company | Pane::Table | Pane::Users, _) if model.groups.is_open() => Scope::Groups,
        (Pane::Form | Pane::Company | Pane::Table | Pane::Users, _) => Scope::Table,
    }
}

fn users_scope(model: &Model) -> Scope {
    match model.users.listed_subject() {
        Subject::TargetUser => Scope::Users,
        Subject::SystemUser => Scope::SystemUsers,
    }
}

/// The scope of the list on the screen, whatever has the focus.
#[must_use]
pub fn list_scope(model: &Model) -> Scope {
    if model.users.is_open {
        users_scope(model)
    } else if model.groups.is_open() {
        Scope::Groups
    } else {
        Scope::Table
    }
}

/// The rows whose keys are active in `scope`, in the order of the footer.
pub fn active_rows(model: &Model, scope: Scope) -> impl Iterator<Item = &CommandRow> {
    model.settings.keys.active_rows(scope)
}

/// What `press` means after the presses of a prefix.
#[must_use]
pub fn resolve(model: &Model, press: KeyPress) -> Resolution {
    let before = model.prefix.as_ref().map_or(&[][..], |p| &p.pressed);
    model.settings.keys.resolve(innermost(model), before, press)
}

/// The search line of the list on the screen is open.
fn is_searching(model: &Model) -> bool {
    if model.users.is_open { model.users.list.search.is_some() } else { model.companies.search.is_some() }
}
