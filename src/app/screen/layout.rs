//! The layout of the screen, computed in one place for both drawing and the mouse.

use std::borrow::Cow;

use super::company_lines;
use crate::app::core::focus::Pane;
use crate::app::core::settings::Size;
use crate::app::keys::command::Command;
use crate::app::model::Model;
use crate::app::screen::company_sheet::{PaneLine, Value};
use crate::app::screen::scope::pane_scope;
use crate::app::widgets::area::{Area, fits, wrap, wrap_within};
use crate::domain::list::columns::Column;
use crate::domain::list::grid::{ChosenWidths, GridColumn, Placed, Wishes, place};
use crate::domain::list::group_columns::GroupColumn;
use crate::domain::list::user_columns::UserColumn;

/// The smallest screen that is drawn.
pub const SMALLEST: Size = Size { width: 60, height: 15 };
/// From this width on, the form is shown beside the table.
pub const SIDE_BY_SIDE: u16 = 120;
/// From this width on, the table stays on the screen beside the form and the card of its company.
const CARD_AND_TABLE: u16 = 160;
/// The least cells of the card.
const CARD: u16 = 44;
/// Lines of the form above the card of its company, and the least of the card.
const FORM_LINES: u16 = 27;
const CARD_LINES: u16 = 14;
/// From this width on, the details of a company are beside the table by default.
pub const DETAILS_BESIDE: u16 = 180;
/// From this size on, panes have frames.
pub const FRAMED: Size = Size { width: 100, height: 20 };

/// A pane on the right, or alone on a narrow screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Company,
    Form,
}

/// One pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaneArea {
    /// All of it.
    pub outer: Area,
    /// What it holds, without frame and title.
    pub inner: Area,
    /// It has a frame, with its title in the upper edge; else the title is a line above what it holds.
    pub is_framed: bool,
}

impl PaneArea {
    fn new(outer: Area, is_framed: bool) -> Self {
        let inner = if is_framed { outer.inside(1) } else { outer.lines(1, outer.height.saturating_sub(1)) };
        Self { outer, inner, is_framed }
    }

    /// The line of the title.
    #[must_use]
    pub fn title(self) -> Area {
        self.outer.lines(0, 1)
    }
}

/// The parts of the screen.
#[derive(Debug, Clone, Copy)]
pub struct Areas {
    /// The header.
    pub header: Area,
    /// The list, if no other pane fills the screen. Without a frame it has no title.
    pub table: Option<PaneArea>,
    /// The company pane, if it is on the screen.
    pub company: Option<PaneArea>,
    /// The form, if it is on the screen.
    pub form: Option<PaneArea>,
    /// The card of the form's company, if there is room for it.
    pub card: Option<PaneArea>,
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
    let is_framed = width >= FRAMED.width && height >= FRAMED.height;
    let beside = beside(model);
    let gap = u16::from(!is_framed);
    let (table, right) = match beside {
        // The company of the form is beside it: that is what the table would be looked up for.
        Some(Beside::Form) if (SIDE_BY_SIDE..CARD_AND_TABLE).contains(&width) && model.pane == Pane::Form => {
            (None, Some(body))
        }
        Some(beside) if width >= SIDE_BY_SIDE => {
            let part = |percent: u32| u16::try_from(u32::from(width) * percent / 100).unwrap_or(100);
            let right = match beside {
                Beside::Form => part(58).clamp(72, 100),
                Beside::Company => part(38).clamp(48, 72),
            };
            let (table, right) = body.split_right(right, gap);
            (Some(table), Some(right))
        }
        Some(_) if !matches!(model.pane, Pane::Table | Pane::Users) => (None, Some(body)),
        Some(_) | None => (Some(body), None),
    };
    let (right, card) = match right.filter(|_| beside == Some(Beside::Form) && width >= SIDE_BY_SIDE) {
        Some(form) if table.is_none() => {
            let (form, card) = form.split_right((form.width * 2 / 5).clamp(CARD, 64), gap);
            (Some(form), Some(card))
        }
        // Below the form, if both have room.
        Some(form) if form.height >= FORM_LINES + CARD_LINES => {
            let (above, below) = (FORM_LINES, form.height - FORM_LINES);
            (Some(form.lines(0, above)), Some(form.lines(above, below)))
        }
        Some(_) | None => (right, None),
    };
    let shown = |pane| right.filter(|_| beside == Some(pane)).map(|area| PaneArea::new(area, is_framed));
    let list =
        |area| if is_framed { PaneArea::new(area, true) } else { PaneArea { outer: area, inner: area, is_framed } };
    Some(Areas {
        header: screen.lines(0, 1),
        table: table.map(list),
        company: shown(Beside::Company),
        form: shown(Beside::Form),
        card: card.map(|area| PaneArea::new(area, is_framed)),
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
    /// All of it, with frame and title.
    pub pane: PaneArea,
    /// The lines about the company.
    pub body: Area,
}

/// Divides the company pane; `None` when it is not on the screen.
#[must_use]
pub fn company(model: &Model) -> Option<CompanyAreas> {
    let pane = areas(model)?.company?;
    Some(CompanyAreas { pane, body: pane.inner })
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

/// The value of the company pane under this cell.
#[must_use]
pub fn company_value(model: &Model, x: u16, y: u16) -> Option<Value> {
    let body = company(model).map(|areas| areas.body).filter(|body| body.contains(x, y))?;
    let line = company_lines(model, body).into_iter().nth(model.company.top + usize::from(y - body.y))?;
    line.value_at(x - body.x, body.width)
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
    !fits(&text, width, NOTICE)
}

/// The text of the notice, and the cells per line: one stays free, and the time comes first.
fn notice_text(model: &Model) -> (String, usize) {
    let text = model.notices.current().map(|notice| model.settings.keys.notice(notice, pane_scope(model)));
    (text.unwrap_or_default(), usize::from(model.size.width).saturating_sub(10))
}

/// The parts of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableAreas<C> {
    /// All of it, with its frame if it has one.
    pub pane: PaneArea,
    /// Search line and totals.
    pub bar: Area,
    /// Column titles.
    pub head: Area,
    /// The rows.
    pub rows: Area,
    /// The columns; `x` counts from the left edge of the table plus [`MARK`].
    pub columns: Vec<Placed<C>>,
    /// How far the columns are scrolled sideways.
    pub scroll: usize,
    /// The sign that there are columns to the left.
    pub before: Option<Area>,
    /// The sign that there are more columns.
    pub after: Option<Area>,
}

/// Cells before the first column: the bar of the selection, the mark, a gap.
pub const MARK: u16 = 3;

/// Divides the table; `None` if it is not on the screen.
#[must_use]
pub fn table(model: &Model) -> Option<TableAreas<Column>> {
    scrolled_table(model, model.companies.scroll())
}

/// The table with its columns scrolled so far.
#[must_use]
pub fn scrolled_table(model: &Model, scroll: usize) -> Option<TableAreas<Column>> {
    if model.users.is_open || model.groups.is_open() {
        return None;
    }
    let (pane, content) = (areas(model)?.table?, model.companies.content());
    let wishes = Wishes { content, widths: &model.widths, scroll };
    let areas = list_areas(pane, &model.columns, &wishes);
    let badge = content.widest(Column::State);
    if badge == 0 || areas.columns.iter().any(|placed| placed.column == Column::State) {
        return Some(areas);
    }
    // The badges stand beside the names.
    let mut content = *content;
    content.widen(Column::Company, usize::from(content.widest(Column::Company)) + usize::from(badge) + BADGE_GAP);
    Some(list_areas(pane, &model.columns, &Wishes { content: &content, ..wishes }))
}

/// Cells between a name and the badge beside it.
pub const BADGE_GAP: usize = 2;

/// The parts of the list of groups.
#[derive(Debug, Clone)]
pub struct GroupAreas {
    /// Search line, titles, groups.
    pub table: TableAreas<GroupColumn>,
    /// The line of the total.
    pub total: Area,
}

/// Divides the list of groups; `None` when it is not on the screen.
#[must_use]
pub fn groups(model: &Model) -> Option<GroupAreas> {
    scrolled_groups(model, model.groups.table()?.scroll())
}

/// The list of groups with its columns scrolled so far.
#[must_use]
pub fn scrolled_groups(model: &Model, scroll: usize) -> Option<GroupAreas> {
    let groups = model.groups.table().filter(|_| !model.users.is_open)?;
    let widths = ChosenWidths::default();
    let wishes = Wishes { content: groups.content(), widths: &widths, scroll };
    let table = list_areas(areas(model)?.table?, &GroupColumn::ALL, &wishes);
    let rows = table.rows.height.saturating_sub(1);
    // Below the last group, or at the end of the screen.
    let total = rows.min(u16::try_from(groups.rows().len()).unwrap_or(u16::MAX));
    let (rows, total) = (table.rows.lines(0, rows), table.rows.lines(total, 1));
    Some(GroupAreas { table: TableAreas { rows, ..table }, total })
}

/// Divides the list of users; `None` when it is not on the screen.
#[must_use]
pub fn users(model: &Model) -> Option<TableAreas<UserColumn>> {
    scrolled_users(model, model.users.list.scroll())
}

/// The list of users with its columns scrolled so far.
#[must_use]
pub fn scrolled_users(model: &Model, scroll: usize) -> Option<TableAreas<UserColumn>> {
    if !model.users.is_open {
        return None;
    }
    let widths = ChosenWidths::default();
    let wishes = Wishes { content: model.users.list.content(), widths: &widths, scroll };
    Some(list_areas(areas(model)?.table?, UserColumn::of(model.users.listed_subject()), &wishes))
}

/// Lines of a list above its rows: search line, titles.
const LIST_HEAD: u16 = 2;

fn list_areas<C: GridColumn>(pane: PaneArea, columns: &[C], wishes: &Wishes<'_, C>) -> TableAreas<C> {
    let area = pane.inner;
    let grid = place(columns, area.width.saturating_sub(MARK + 1), wishes);
    let sign = |x: u16| Area { x, width: 1, ..area.lines(1, 1) };
    let second = grid.columns.get(1).map_or(0, |placed| placed.x);
    TableAreas {
        scroll: grid.scroll,
        before: grid.before.then(|| sign(area.x + MARK + second.saturating_sub(2))),
        after: grid.after.then(|| sign(area.x + area.width.saturating_sub(1))),
        pane,
        bar: area.lines(0, 1),
        head: area.lines(1, 1),
        rows: area.lines(LIST_HEAD, area.height.saturating_sub(LIST_HEAD)),
        columns: grid.columns,
    }
}

/// How many rows of the list fit on the screen.
#[must_use]
pub fn table_height(model: &Model) -> usize {
    let table = areas(model).and_then(|a| a.table);
    table.map_or(1, |pane| usize::from(pane.inner.height.saturating_sub(LIST_HEAD)).max(1))
}
