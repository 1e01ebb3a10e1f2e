//! Layout of the overlays: menus, lists, questions, the picker of a form.

use std::borrow::Cow;

use crate::app::core::focus::Pane;
use crate::app::form::state::Form;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::dialog_layout::{self, centred, screen_of};
use crate::app::screen::import_layout;
use crate::app::screen::layout::{Areas, areas};
use crate::app::screen::user_groups;
use crate::app::screen::views;
use crate::app::widgets::area::{Area, wrap};
use crate::app::widgets::filter_list::FilterList;

/// A box with a list, over the panes.
#[derive(Debug, Clone, Copy)]
pub struct ListAreas {
    /// The box with its border.
    pub frame: Area,
    /// The input line.
    pub filter: Option<Area>,
    /// The lines of the list.
    pub rows: Area,
}

/// Cells of the prompt for the name of a view.
const SAVE_VIEW: u16 = 84;
/// Maximum number of lines below the list of the owner search.
const OWNER_SEARCH_LINES: usize = 3;

/// The box of the topmost overlay or picker, and its parts.
#[must_use]
pub fn list(model: &Model) -> Option<ListAreas> {
    list_of(model, model.overlays.last())
}

/// The box of an import that a question or prompt lies over, and its parts.
#[must_use]
pub fn behind(model: &Model) -> Option<ListAreas> {
    match model.overlays.as_slice() {
        [.., import @ Overlay::Import, Overlay::Confirm { .. } | Overlay::Ticket(_)] => list_of(model, Some(import)),
        _ => None,
    }
}

fn list_of(model: &Model, overlay: Option<&Overlay>) -> Option<ListAreas> {
    let Areas { form, notice, .. } = areas(model)?;
    let screen = screen_of(model);
    let (room, width, height, filter) = match overlay {
        Some(Overlay::Keys(_) | Overlay::Palette(_)) => (screen, 96, 40, true),
        Some(Overlay::Views(_)) => {
            let lines = u16::try_from(model.settings.views().len()).unwrap_or(u16::MAX);
            (Area { height: notice.y + 1, ..screen }, 96, lines.saturating_add(4).min(40), true)
        }
        Some(Overlay::SaveView(prompt)) => {
            let lines = views::prompt_lines(model, prompt, usize::from(SAVE_VIEW.min(screen.width - 2) - 4));
            let lines = u16::try_from(lines.toml.len() + lines.remark.len()).unwrap_or(u16::MAX);
            (Area { height: notice.y + 1, ..screen }, SAVE_VIEW, lines.saturating_add(5), true)
        }
        Some(Overlay::Note(_)) => (Area { height: notice.y + 1, ..screen }, 90, 20, false),
        // Hints about their keys are shown on the notice line.
        Some(Overlay::Activity { .. } | Overlay::Messages { .. }) => {
            (Area { height: notice.y + 1, ..screen }, 150, 40, false)
        }
        Some(Overlay::Connection) => (screen, 66, 12, false),
        Some(Overlay::PageSize { .. }) => (screen, 34, 7, false),
        Some(Overlay::Profiles { .. }) => {
            let lines = u16::try_from(model.settings.profile_settings.profiles.len()).unwrap_or(u16::MAX);
            (screen, 96, lines.saturating_add(2).min(40), false)
        }
        Some(Overlay::UnlockingProfile { .. }) => (screen, 64, 6, false),
        Some(Overlay::Columns { .. }) => (screen, 62, 19, false),
        Some(Overlay::PastePreview(preview)) => (screen, 110, preview.height(), false),
        // Hints about their keys are shown on the notice line.
        Some(Overlay::User) => (Area { height: notice.y + 1, ..screen }, 110, 36, false),
        Some(Overlay::UserGroups) => (Area { height: notice.y + 1, ..screen }, 84, user_groups::height(model), true),
        Some(Overlay::UserHistory) => (Area { height: notice.y + 1, ..screen }, 150, 40, false),
        Some(Overlay::OwnerSearch) => (Area { height: notice.y + 1, ..screen }, 120, 40, true),
        Some(Overlay::Output(_)) => (Area { height: notice.y + 1, ..screen }, 150, u16::MAX, false),
        Some(Overlay::Import) => {
            let import = model.import.current.as_ref()?;
            let (width, height) = import_layout::size(import);
            (Area { height: notice.y + 1, ..screen }, width, height, import_layout::has_input(import))
        }
        Some(Overlay::GoTo(_)) => (screen, 44, 4, true),
        Some(Overlay::Ticket(_)) => (Area { height: notice.y + 1, ..screen }, 76, 4, true),
        Some(Overlay::Confirm { question, .. }) => {
            let frame = dialog_layout::areas(model, question).frame;
            return Some(ListAreas { frame, filter: None, rows: frame.inside(2) });
        }
        None => match model.drafts.current() {
            Some(f) if f.picker().is_some() && model.pane == Pane::Form => {
                (form?.outer, 60, picker_height(model, f), true)
            }
            _ => return None,
        },
    };
    let frame = centred(room, width, height);
    let mut inner = frame.inside(2);
    if matches!(overlay, Some(Overlay::OwnerSearch)) {
        // The last lines show the progress.
        let lines = u16::try_from(owner_search_lines(model, inner.width).len()).unwrap_or(1);
        inner = inner.lines(0, inner.height.saturating_sub(lines));
    }
    let mut rows = if filter { inner.lines(1, inner.height.saturating_sub(1)) } else { inner };
    if let (Some(Overlay::Import), Some(import)) = (overlay, &model.import.current) {
        rows = import_layout::areas(model, import, rows).rows;
    }
    Some(ListAreas { frame, filter: filter.then(|| inner.lines(0, 1)), rows })
}

/// The text below the list of the owner search.
#[must_use]
pub fn owner_search_lines(model: &Model, width: u16) -> Vec<String> {
    let companies = if model.companies.source.is_cached() { model.companies.index().len() } else { 0 };
    let words = model.owner_search.summary(companies, &model.settings.keys);
    wrap(&words, usize::from(width)).into_iter().take(OWNER_SEARCH_LINES).map(Cow::into_owned).collect()
}

/// High enough for all choices, whatever matches the filter, so that the box
/// does not jump while typing.
fn picker_height(model: &Model, form: &Form) -> u16 {
    let choices = form.picker().and_then(|p| crate::app::form::picking::choices(form, &model.lookups, p.field()));
    let count = choices.and_then(|c| c.value.as_ref()).map_or(3, Vec::len);
    u16::try_from(count + 3).unwrap_or(u16::MAX).clamp(6, 20)
}

/// The first line of a menu to draw, so that the cursor shows.
#[must_use]
pub fn menu_top(cursor: usize, rows: Area) -> usize {
    (cursor + 1).saturating_sub(usize::from(rows.height).max(1))
}

/// The first line of a list to draw.
#[must_use]
pub fn list_top(list: &FilterList, rows: Area) -> usize {
    list.top(usize::from(rows.height))
}
