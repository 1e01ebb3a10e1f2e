//! A row of the company table.

use std::sync::Arc;

use jiff::civil::Date;
use ratatui::style::Style;

use crate::app::companies::namesakes::Namesakes;
use crate::app::model::Model;
use crate::app::screen::layout::{BADGE_GAP, MARK, TableAreas};
use crate::app::widgets::area::Area;
use crate::domain::company::namesakes;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::history::mark::ChangeMark;
use crate::domain::list::columns::{Align, CellContext, Column, GAUGE_GAP, Placed};
use crate::domain::list::ends::{DATE, Urgency, ends};
use crate::domain::text::cells::width;
use crate::ui::paged_list::list::{Selected, mark, select};
use crate::ui::theme::Theme;
use crate::ui::widgets::gauge;
use crate::ui::widgets::painter::Paint;

/// Cells between a name and what has changed.
const CHANGE_GAP: u16 = 2;

/// What the rows have in common.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Look {
    columns: Vec<Placed>,
    today: Date,
    /// Cells of the numbers of [`Column::Seats`].
    numbers: u16,
    /// No column says the state: it stands beside the name.
    badge_beside_name: bool,
}

/// Everything else that a row shows: it is drawn from nothing but this.
#[derive(Debug, Clone)]
pub(super) struct RowFacts {
    company: Arc<Company>,
    /// Whether the selected row has the focus.
    selected: Selected,
    is_marked: bool,
    /// What stands before it.
    note: (char, Style),
    /// Its numbers have just changed.
    is_changed: bool,
    /// What has changed since the last visit.
    change: Option<ChangeMark>,
    /// What tells it from others of its name.
    namesake: Option<String>,
    /// The cell of [`Column::Group`], if it is shown.
    group: Option<String>,
}

impl PartialEq for RowFacts {
    fn eq(&self, other: &Self) -> bool {
        let Self { company, selected, is_marked, note, is_changed, change, namesake, group } = self;
        // A company that is held here is replaced by another when it changes.
        Arc::ptr_eq(company, &other.company)
            && (selected, is_marked, note) == (&other.selected, &other.is_marked, &other.note)
            && (is_changed, change) == (&other.is_changed, &other.change)
            && (namesake, group) == (&other.namesake, &other.group)
    }
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// The style of numbers about seats, if they need a person.
fn of_seats(t: Theme, company: &Company) -> Option<Style> {
    match CompanyStatus::of(false, false, company.seats) {
        CompanyStatus::Fine => None,
        status => Some(t.company_status(status)),
    }
}

impl Look {
    pub(super) fn new(model: &Model, areas: &TableAreas<Column>) -> Self {
        let numbers = model.companies.content().widest(Column::Seats).max(Column::Seats.spec().min);
        let badge_beside_name = !areas.columns.iter().any(|placed| placed.column == Column::State);
        Self { columns: areas.columns.clone(), today: model.now.local.date(), numbers, badge_beside_name }
    }

    /// What the row of a company shows.
    pub(super) fn facts(
        &self,
        model: &Model,
        namesakes: &Namesakes<'_>,
        (company, selected): (&Arc<Company>, Selected),
        t: Theme,
    ) -> RowFacts {
        let (list, id) = (&model.companies, &company.id);
        let shows_group = self.columns.iter().any(|placed| placed.column == Column::Group);
        let facts = RowFacts {
            company: company.clone(),
            selected,
            is_marked: list.marks().has(id),
            note: (' ', t.text()),
            is_changed: list.is_changed(id),
            change: list.change_of(company, self.today),
            namesake: namesakes.of(id).map(str::to_owned),
            group: shows_group.then(|| list.known_groups().cell(id)),
        };
        RowFacts { note: self.note(t, model, &facts), ..facts }
    }

    /// Draws a row.
    pub(super) fn draw(&self, paint: &mut Paint<'_>, line: Area, facts: &RowFacts) {
        let (note, style) = facts.note;
        if note != ' ' {
            let mut buffer = [0; 4];
            // It makes way for the mark.
            let x = line.x + 1 + u16::from(facts.is_marked);
            paint.text(x, line.y, 1, note.encode_utf8(&mut buffer), style);
        }
        if facts.is_marked {
            mark(paint, line);
        }
        for placed in &self.columns {
            let at = Area { x: line.x + MARK + placed.x, width: placed.width, ..line };
            self.cell(paint, placed.column, at, facts);
        }
        select(paint, line, facts.selected);
    }

    /// What needs the user comes before what is under way, that before drafts, and that before what has just changed.
    fn note(&self, t: Theme, model: &Model, facts: &RowFacts) -> (char, Style) {
        let id = &facts.company.id;
        if model.changes.unknown_in(id) {
            ('?', t.warning())
        } else if model.drafts.needing().any(|(form, _)| *form.company() == *id)
            || model.changes.conflicts().any(|change| change.intent.company == *id)
        {
            ('!', t.danger())
        } else if model.changes.has_pending(id) || model.drafts.waiting().any(|form| *form.company() == *id) {
            ('+', t.accent())
        } else if model.drafts.has_draft(id) {
            ('*', t.strong())
        } else if facts.is_changed {
            (t.glyph('•', '~'), t.accent())
        } else if let Some(sign) = self.change_sign(t, facts) {
            (sign, t.dim())
        } else {
            (' ', t.text())
        }
    }

    fn cell(&self, paint: &mut Paint<'_>, column: Column, at: Area, facts: &RowFacts) {
        let t = paint.theme;
        let company = facts.company.as_ref();
        let seats = of_seats(t, company);
        let context = self.context();
        let of = |text: &str, style: Style| (text.to_owned(), style);
        let (text, style) = match column {
            Column::Company => return self.name(paint, at, facts),
            Column::Seats => return self.seats(paint, at, facts, seats),
            Column::Ends => return self.ends(paint, at, company),
            Column::UsePercent => return self.percent(paint, at, company, seats),
            Column::State => return badge(paint, at, company.company_status()),
            Column::Left => match (company.seats.left(), company.seats.limit) {
                (Some(left), _) if left < 0 => (format!("{}{}", t.glyph('−', '-'), left.unsigned_abs()), t.danger()),
                (Some(left), _) => (left.to_string(), seats.unwrap_or(t.text())),
                (None, Limit::Unlimited) if self.says_no_limit() => return,
                (None, _) => of("-", t.dim()),
            },
            Column::Over => match company.seats.over() {
                Some(over) if over > 0 => (over.to_string(), t.danger()),
                _ => (column.cell(company, context, false), t.dim()),
            },
            Column::Used | Column::Renews => {
                (column.cell(company, context, at.width > column.spec().min + 6), t.text())
            }
            Column::Group => (facts.group.clone().unwrap_or_default(), t.dim()),
            // What repeats, and what was not asked for in the first place.
            Column::Limit
            | Column::LicenseType
            | Column::Reseller
            | Column::Industry
            | Column::Tags
            | Column::Created
            | Column::Inactive
            | Column::Deleted
            | Column::Monthly
            | Column::Alias
            | Column::Note => (column.cell(company, context, false), t.dim()),
        };
        paint.cell(at.x, at.y, at.width, &text, column.spec().align, style);
    }

    /// What its cells say besides what the company does; the groups are in the facts.
    fn context(&self) -> CellContext<'static> {
        CellContext::new(self.today, None)
    }

    /// The column of seats has room for the words.
    fn says_no_limit(&self) -> bool {
        self.columns.iter().any(|placed| placed.column == Column::Seats && placed.width > self.numbers)
    }

    /// The name, the mark of a name that several companies share, and the badge if no column says the state; only the
    /// name is cut.
    fn name(&self, paint: &mut Paint<'_>, at: Area, facts: &RowFacts) {
        let t = paint.theme;
        let company = facts.company.as_ref();
        let style = if facts.selected.is_some() || facts.is_marked { t.strong() } else { t.text() };
        let mut room = at.width;
        let status = company.company_status();
        if self.badge_beside_name && status != CompanyStatus::Fine {
            let takes = cells(t.sign(status)) + cells(status.word());
            room = at.width.saturating_sub(takes + u16::try_from(BADGE_GAP).unwrap_or(0));
            badge(paint, Area { x: at.x + at.width - takes.min(at.width), width: takes.min(at.width), ..at }, status);
        }
        room -= change(paint, Area { width: room, ..at }, facts);
        let Some(mark) = &facts.namesake else {
            paint.cell(at.x, at.y, room, &company.name, Align::Left, style);
            return;
        };
        let full = format!(" ({})", namesakes::in_full(company, mark));
        let short = || format!(" ({mark})");
        let mark = if cells(&company.name).saturating_add(cells(&full)) <= room { full } else { short() };
        let tail = cells(&mark).min(room * 3 / 5);
        let head = cells(&company.name).min(room - tail);
        paint.cell(at.x, at.y, head, &company.name, Align::Left, style);
        paint.cell(at.x + head, at.y, room - head, &mark, Align::Left, t.dim());
    }

    /// The sign of a change whose words have no room.
    fn change_sign(&self, t: Theme, facts: &RowFacts) -> Option<char> {
        let change = facts.change?;
        let name = self.columns.iter().find(|placed| placed.column == Column::Company)?;
        let room = name.width.saturating_sub(self.badge_cells(t, &facts.company));
        change_text(t, facts, room).is_none().then(|| match change {
            ChangeMark::Seats(1..) => t.glyph('▲', '^'),
            ChangeMark::Seats(_) => t.glyph('▼', 'v'),
            ChangeMark::Other(_) => t.glyph('•', '~'),
        })
    }

    /// The cells of the badge beside the name.
    fn badge_cells(&self, t: Theme, company: &Company) -> u16 {
        let status = company.company_status();
        if !self.badge_beside_name || status == CompanyStatus::Fine {
            return 0;
        }
        cells(t.sign(status)) + cells(status.word()) + u16::try_from(BADGE_GAP).unwrap_or(0)
    }

    /// `512/500` and a gauge: what is used before the limit, which is the same for long.
    fn seats(&self, paint: &mut Paint<'_>, at: Area, facts: &RowFacts, style: Option<Style>) {
        let t = paint.theme;
        let company = facts.company.as_ref();
        let numbers = self.numbers.min(at.width);
        let used = company.seats.used.to_string();
        let limit = match company.seats.limit {
            Limit::Of(limit) => format!("/{limit}"),
            Limit::Unknown => "/?".to_owned(),
            Limit::Unlimited => String::new(),
        };
        let takes = cells(&used) + cells(&limit);
        let x = at.x + numbers.saturating_sub(takes);
        let of_used = match style {
            Some(_) if company.seats.is_over() => t.danger(),
            _ if facts.is_changed => t.strong(),
            _ => t.text(),
        };
        paint.pieces(x, at.y, numbers.min(takes), &[(&used, of_used), (&limit, t.dim())]);
        let left = at.width.saturating_sub(numbers + GAUGE_GAP);
        let line = Area { x: at.x + numbers + GAUGE_GAP, width: left, ..at };
        match company.seats.limit {
            _ if left == 0 => {}
            Limit::Of(limit) => gauge::draw(paint, line, company.seats.used, limit, style.unwrap_or(t.dim())),
            Limit::Unlimited => {
                paint.text(line.x, line.y, line.width, "no limit", t.dim());
            }
            Limit::Unknown => {}
        }
    }

    /// A date and its distance, in columns of their own.
    fn ends(&self, paint: &mut Paint<'_>, at: Area, company: &Company) {
        let t = paint.theme;
        let said = ends(company.renews, self.today, t.glyph('−', '-'));
        let style = match said.urgency {
            Urgency::Far => t.dim(),
            Urgency::Calm => t.text(),
            Urgency::Soon => t.warning(),
            Urgency::Urgent => t.danger(),
        };
        // The distance says it; a date without one says it itself.
        let date = if said.distance.is_empty() { style } else { t.dim() };
        let takes = paint.text(at.x, at.y, at.width, &said.date, date);
        if takes <= DATE && !said.distance.is_empty() {
            let left = at.width.saturating_sub(DATE);
            paint.cell(at.x + DATE, at.y, left, &said.distance, Align::Right, style);
        }
    }

    fn percent(&self, paint: &mut Paint<'_>, at: Area, company: &Company, style: Option<Style>) {
        let t = paint.theme;
        let text = Column::UsePercent.cell(company, self.context(), false);
        paint.cell(at.x, at.y, at.width.min(5), &text, Align::Right, style.unwrap_or(t.text()));
        if let Limit::Of(limit) = company.seats.limit
            && limit > 0
            && at.width >= 11
        {
            let line = Area { x: at.x + 6, width: at.width - 6, ..at };
            gauge::draw(paint, line, company.seats.used, limit, style.unwrap_or(t.dim()));
        }
    }
}

/// What has changed since the last visit, at the right of the name if there is room; the cells it takes. It stands out
/// until the next key if the row has just changed.
fn change(paint: &mut Paint<'_>, at: Area, facts: &RowFacts) -> u16 {
    let t = paint.theme;
    let Some(text) = change_text(t, facts, at.width) else { return 0 };
    let style = if facts.is_changed { t.accent() } else { t.dim() };
    paint.cell(at.x, at.y, at.width, &text, Align::Right, style);
    cells(&text) + CHANGE_GAP
}

/// The words of the change, if they fit beside the name in so many cells.
fn change_text(t: Theme, facts: &RowFacts, room: u16) -> Option<String> {
    let text = facts.change?.text(t.ascii);
    let namesake = facts.namesake.as_ref().map_or(0, |mark| cells(mark) + 3);
    (cells(&facts.company.name) + namesake + CHANGE_GAP + cells(&text) <= room).then_some(text)
}

/// `● OVER`
fn badge(paint: &mut Paint<'_>, at: Area, status: CompanyStatus) {
    let t = paint.theme;
    let style = t.company_status(status);
    paint.pieces(at.x, at.y, at.width, &[(t.sign(status), style), (status.word(), style)]);
}
