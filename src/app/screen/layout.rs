//! The layout of the screen, computed in one place for both drawing and the mouse.

use std::borrow::Cow;

use super::company_lines;
use crate::app::core::focus::Pane;
use crate::app::core::settings::Size;
use crate::app::form::focus::Focus;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::KeyMap;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::company_lines::PaneLine;
use crate::app::screen::scope::pane_scope;
use crate::app::widgets::area::{Area, wrap, wrap_within};
use crate::domain::form::fields::FieldId;
use crate::domain::list::columns::Column;
use crate::domain::list::grid::{GridColumn, Placed, place};
use crate::domain::list::user_columns::UserColumn;
use crate::domain::service::failure::{Applied, Remedy};

/// The smallest screen that is drawn.
pub const SMALLEST: Size = Size { width: 60, height: 15 };
/// From this width on, the form is shown beside the table.
pub const SIDE_BY_SIDE: u16 = 120;
/// Cells before a field's box: marker, label, star.
pub const LABEL: u16 = 17;

/// A pane on the right, or alone on a narrow screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Company,
    Form,
}

/// The parts of the screen.
#[derive(Debug, Clone, Copy)]
pub struct Areas {
    /// The header.
    pub header: Area,
    /// The list with its search line, titles and position; zero wide if another pane fills the screen.
    pub table: Area,
    /// The company pane, if it is on the screen.
    pub company: Option<Area>,
    /// The form, if it is on the screen.
    pub form: Option<Area>,
    /// The notice.
    pub notice: Area,
    /// The footer.
    pub footer: Area,
}

/// The screen is too small to show anything.
#[must_use]
pub fn is_too_small(size: Size) -> bool {
    size.width < SMALLEST.width || size.height < SMALLEST.height
}

/// Divides the screen; `None` when it is too small.
#[must_use]
pub fn areas(model: &Model) -> Option<Areas> {
    let Size { width, height } = model.size;
    if is_too_small(model.size) {
        return None;
    }
    let said = u16::try_from(notice_lines(model).len()).unwrap_or(1).max(1);
    let screen = Area { x: 0, y: 0, width, height };
    let body = screen.lines(1, height - 2 - said);
    let beside = beside(model);
    let (table, right) = match beside {
        Some(beside) if width >= SIDE_BY_SIDE => {
            let part = |percent: u32| u16::try_from(u32::from(width) * percent / 100).unwrap_or(100);
            let right = match beside {
                Beside::Form => part(58).clamp(72, 100),
                Beside::Company => part(38).clamp(48, 72),
            };
            let table = Area { width: width - right - 1, ..body };
            (table, Area { x: body.x + table.width + 1, width: right, ..body })
        }
        Some(_) if !matches!(model.pane, Pane::Table | Pane::Users) => (Area { width: 0, ..body }, body),
        Some(_) | None => (body, Area::default()),
    };
    let shown = |pane: Beside| (beside == Some(pane) && right.width > 0).then_some(right);
    Some(Areas {
        header: screen.lines(0, 1),
        table,
        company: shown(Beside::Company),
        form: shown(Beside::Form),
        notice: screen.lines(height - 1 - said, said),
        footer: screen.lines(height - 1, 1),
    })
}

/// The pane beside the table: the focused one, else the form, else the company.
fn beside(model: &Model) -> Option<Beside> {
    let form = model.drafts.current().map(|_| Beside::Form);
    let company = model.company.is_open.then_some(Beside::Company);
    if model.pane == Pane::Company { company.or(form) } else { form.or(company) }
}

/// The parts of the company pane.
#[derive(Debug, Clone, Copy)]
pub struct CompanyAreas {
    /// Name and state.
    pub title: Area,
    /// The line below it.
    pub head: Area,
    /// The lines about the company.
    pub body: Area,
    /// The last line.
    pub rule: Area,
}

/// Divides the company pane; `None` when it is not on the screen.
#[must_use]
pub fn company(model: &Model) -> Option<CompanyAreas> {
    let area = areas(model)?.company?;
    Some(CompanyAreas {
        title: area.lines(0, 1),
        head: area.lines(1, 1),
        body: area.lines(2, area.height.saturating_sub(3)),
        rule: area.lines(area.height.saturating_sub(1), 1),
    })
}

/// The lines of the company pane; gaps only if everything fits.
#[must_use]
pub fn company_lines(model: &Model, body: Area) -> Vec<PaneLine> {
    let mut lines = company_lines::lines(model, body.width);
    if lines.len() > usize::from(body.height) {
        lines.retain(|line| *line != PaneLine::Gap);
    }
    lines
}

/// The furthest the company pane can be scrolled.
#[must_use]
pub fn company_scroll(model: &Model) -> usize {
    company(model).map_or(0, |a| company_lines(model, a.body).len().saturating_sub(usize::from(a.body.height)))
}

/// Maximum number of lines of a notice.
const NOTICE: usize = 3;

/// The notice, wrapped to the width of the screen. A long one is cut in the middle: the key that helps
/// is at its end.
#[must_use]
pub fn notice_lines(model: &Model) -> Vec<String> {
    let (text, width) = notice_text(model);
    if notice_is_cut(model) {
        let more = model.describe_keys(Command::Activity, pane_scope(model));
        return wrap_within(&format!("{text} ({more} shows all)"), width, NOTICE);
    }
    wrap(&text, width).into_iter().map(Cow::into_owned).collect()
}

/// The notice has more lines than there is room for.
#[must_use]
pub fn notice_is_cut(model: &Model) -> bool {
    let (text, width) = notice_text(model);
    wrap(&text, width).len() > NOTICE
}

/// The text of the notice, and the cells per line: one stays free, and the time comes first.
fn notice_text(model: &Model) -> (String, usize) {
    let text = model.notices.current().map(|notice| model.settings.keys.notice(notice, pane_scope(model)));
    (text.unwrap_or_default(), usize::from(model.size.width).saturating_sub(10))
}

/// The parts of the table.
#[derive(Debug, Clone)]
pub struct TableAreas<C> {
    /// Search line and totals.
    pub bar: Area,
    /// Column titles.
    pub head: Area,
    /// The rows.
    pub rows: Area,
    /// The line below, with the position.
    pub rule: Area,
    /// The columns; `x` counts from the left edge of the table plus [`MARK`].
    pub columns: Vec<Placed<C>>,
}

/// Cells before the first column: selection and draft mark.
pub const MARK: u16 = 2;

/// Divides the table; `None` if it is not on the screen.
#[must_use]
pub fn table(model: &Model) -> Option<TableAreas<Column>> {
    if model.users.is_open {
        return None;
    }
    list_areas(areas(model)?.table, &model.columns)
}

/// Divides the list of users; `None` when it is not on the screen.
#[must_use]
pub fn users(model: &Model) -> Option<TableAreas<UserColumn>> {
    if !model.users.is_open {
        return None;
    }
    list_areas(areas(model)?.table, &UserColumn::ALL)
}

fn list_areas<C: GridColumn>(area: Area, columns: &[C]) -> Option<TableAreas<C>> {
    if area.width == 0 {
        return None;
    }
    Some(TableAreas {
        bar: area.lines(0, 1),
        head: area.lines(1, 1),
        rows: area.lines(2, area.height.saturating_sub(3)),
        rule: area.lines(area.height.saturating_sub(1), 1),
        columns: place(columns, area.width.saturating_sub(MARK + 1)),
    })
}

/// How many rows of the list fit on the screen.
#[must_use]
pub fn table_height(model: &Model) -> usize {
    areas(model).map_or(1, |a| usize::from(a.table.height.saturating_sub(3)).max(1))
}

/// One line of the form's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormLine {
    /// A field.
    Field(FieldId),
    /// The custom field at this place.
    Custom(usize),
    /// The buttons.
    Buttons,
}

/// The parts of the form.
#[derive(Debug, Clone)]
pub struct FormAreas {
    /// Company and draft.
    pub title: Area,
    /// Seats.
    pub seats: Area,
    /// Why the last send failed; no lines if it did not.
    pub banner: Area,
    /// Fields and buttons.
    pub body: Area,
    /// The first line of the body on the screen.
    pub top: usize,
    /// The buttons are in the last line of the body, however far the fields are scrolled.
    pub has_fixed_buttons: bool,
    /// Two lines: messages about the focused field and about the form.
    pub status: Area,
    /// Cells a field's box has for its text.
    pub box_width: u16,
}

/// All lines of the form's body.
pub fn form_lines(form: &Form) -> impl Iterator<Item = FormLine> + '_ {
    let line = |place: Focus| match place {
        Focus::Field(id) => FormLine::Field(id),
        Focus::Custom(n) => FormLine::Custom(n),
        Focus::Create | Focus::Leave => FormLine::Buttons,
    };
    form.places().chain([Focus::Create]).map(line)
}

/// The lines of the body on the screen.
#[must_use]
pub fn visible_form_lines(form: &Form, areas: &FormAreas) -> Vec<FormLine> {
    let height = usize::from(areas.body.height);
    if areas.has_fixed_buttons {
        let fields = form_lines(form).filter(|line| *line != FormLine::Buttons);
        return fields.skip(areas.top).take(height - 1).chain([FormLine::Buttons]).collect();
    }
    form_lines(form).skip(areas.top).take(height).collect()
}

/// The lines above the fields with the last failure.
#[must_use]
pub fn failure_lines(model: &Model, form: &Form, width: u16) -> Vec<String> {
    let failure = form.failure.as_ref().map(|failure| model.settings.keys.describe(failure, Scope::Form));
    failure.map(|text| in_banner(&text, width)).unwrap_or_default()
}

/// The lines of the closed gates, at most as many as fit. Every gate has one.
#[must_use]
pub fn gate_lines(model: &Model, form: &Form, width: u16, room: u16) -> Vec<String> {
    let gates = form.closed_gates(&model.drafts.passes, model.now.local.date());
    let texts: Vec<_> = gates.iter().map(|gate| format!("! {}", gate.text)).collect();
    let whole: Vec<_> = texts.iter().map(|text| in_banner(text, width)).collect();
    let room = usize::from(room);
    if whole.iter().map(Vec::len).sum::<usize>() <= room {
        return whole.concat();
    }
    let each = room.checked_div(texts.len()).unwrap_or(0).max(1);
    texts.iter().flat_map(|text| wrap_within(text, banner_width(width), each)).take(room).collect()
}

fn banner_width(width: u16) -> usize {
    usize::from(width).saturating_sub(3)
}

fn in_banner(text: &str, width: u16) -> Vec<String> {
    wrap(text, banner_width(width)).into_iter().map(Cow::into_owned).collect()
}

/// The same for a small screen: the reason first.
#[must_use]
pub fn short_banner_lines(form: &Form, width: u16, keys: &KeyMap) -> Vec<String> {
    let Some(failure) = &form.failure else { return Vec::new() };
    // A failure without advice may be about a user who was created.
    let text = match (failure.applied, &failure.remedy) {
        (Applied::Maybe, _) | (_, Remedy::Nothing) => keys.describe(failure, Scope::Form),
        (Applied::No, _) => format!("Not created: {} {}", failure.why, keys.advice(failure, Scope::Form)),
    };
    in_banner(&text, width)
}

/// Divides the form; `None` when it is not on the screen.
#[must_use]
pub fn form(model: &Model) -> Option<FormAreas> {
    let area = areas(model)?.form?;
    let form = model.drafts.current()?;
    let lines = form_lines(form).count();
    let head = 3;
    let room = area.height.saturating_sub(head + 2);
    // Leaves room below the gates for the focused field and the buttons.
    let gates = gate_lines(model, form, area.width, room.saturating_sub(2).max(1)).len();
    let failure = failure_lines(model, form, area.width).len();
    let [gates, failure] = [gates, failure].map(|lines| u16::try_from(lines).unwrap_or(u16::MAX));
    // Typed values stay visible below the failure.
    let most = (room / 3).max(1).min(room.saturating_sub(2).saturating_sub(gates));
    let banner = gates + failure.min(most);
    let height = area.height.saturating_sub(head + banner + 2);
    let has_fixed_buttons = gates > 0 && height >= 2 && lines > usize::from(height);
    let focus = form.places().position(|place| place == form.focus).unwrap_or(lines - 1);
    let (fits, of) = if has_fixed_buttons { (height - 1, lines - 1) } else { (height.max(1), lines) };
    let fits = usize::from(fits);
    let top = focus.saturating_sub(fits / 2).min(of.saturating_sub(fits));
    let body_height = height.min(u16::try_from(lines).unwrap_or(height));
    // An address should be visible in full; its message is shown in full below.
    let share = if area.width < 66 { 75 } else { 55 };
    Some(FormAreas {
        title: area.lines(0, 1),
        seats: area.lines(1, 1),
        banner: area.lines(head, banner),
        body: area.lines(head + banner, body_height),
        top,
        has_fixed_buttons,
        status: area.lines(head + banner + body_height, area.height.saturating_sub(head + banner + body_height)),
        box_width: (area.width.saturating_sub(LABEL + 2) * share / 100).clamp(16, 48),
    })
}

/// Where the buttons are in their line: `[Create]` and `[Keep draft]`, from the left edge of the form.
#[must_use]
pub fn buttons(body: Area, y: u16) -> (Area, Area) {
    let create = Area { x: body.x + LABEL, y, width: 18, height: 1 };
    (create, Area { x: create.x + create.width + 2, width: 18, ..create })
}
