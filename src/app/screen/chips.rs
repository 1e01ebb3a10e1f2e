//! The line of chips over a list: what the list is about, and the filters that are on or at hand. Drawn and clicked.

use crate::app::keys::command::Command;
use crate::app::model::Model;
use crate::app::paged_list::list::PagedList;
use crate::app::paged_list::query::ListQuery;
use crate::app::screen::layout::areas;
use crate::app::screen::marks;
use crate::app::screen::user_rows::user_words;
use crate::app::screen::{layout, views};
use crate::app::widgets::area::Area;
use crate::domain::company::seat_sums::SeatSums;
use crate::domain::company::summary::CompanyStatus;
use crate::domain::form::subject::Subject;
use crate::domain::list::filter::language::Language;
use crate::domain::list::filter::term::{Filter, Term};
use crate::domain::list::quick_filter::QuickFilter;
use crate::domain::text::cells::width;
use crate::domain::text::grouped;

/// Cells between two chips.
const GAP: u16 = 2;
/// Cells that the search line keeps, with what is typed into it.
const SEARCH: u16 = 12;
const TYPING: u16 = 22;

/// What a click on a chip does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Click {
    /// Runs a command.
    Run(Command),
    /// Takes away the filter at this place.
    TakeAway(usize),
}

/// A chip on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The state whose sign stands before its words.
    pub status: Option<CompanyStatus>,
    /// Its words.
    pub text: String,
    /// It is a filter that is on.
    pub is_on: bool,
    /// What a click on it does.
    pub click: Option<Click>,
    /// Where it is.
    pub area: Area,
    /// The less it matters, the earlier it is left out: 0 always stays.
    rank: u8,
}

impl Chip {
    fn new(rank: u8, text: impl Into<String>) -> Self {
        Self { status: None, text: text.into(), is_on: false, click: None, area: Area::default(), rank }
    }

    fn of(status: CompanyStatus, rank: u8, text: String, command: Command) -> Self {
        Self { status: Some(status), click: Some(Click::Run(command)), ..Self::new(rank, text) }
    }

    /// Its cells: words, sign, and the mark that takes it off.
    fn cells(&self, ascii: bool) -> u16 {
        let signs = if self.status.is_some() && !ascii { 2 } else { 0 } + if self.is_on { 2 } else { 0 };
        u16::try_from(width(&self.text) + signs).unwrap_or(u16::MAX)
    }
}

/// The chips of the visible list, at the right of its line `bar`.
#[must_use]
pub fn chips(model: &Model, bar: Area) -> Vec<Chip> {
    let (mut chips, search) = if model.users.is_open {
        let list = &model.users.list;
        (of_users(model), line_width(list, bar))
    } else {
        (of_companies(model), line_width(&model.companies, bar))
    };
    if !areas(model).and_then(|areas| areas.table).is_some_and(|pane| pane.is_framed) {
        // No title says it.
        let marked = marks::text(model);
        if !marked.is_empty() {
            chips.insert(0, Chip { is_on: true, click: Some(Click::Run(Command::Unmark)), ..Chip::new(0, marked) });
        }
    }
    place(chips, bar, bar.width.saturating_sub(search), model.settings.ascii)
}

/// Cells that the search line needs: more while something is said about what is typed.
fn line_width<Q: ListQuery>(list: &PagedList<Q>, bar: Area) -> u16 {
    match &list.search {
        Some(search) if search.mistake.is_some() || !search.completions.is_empty() => bar.width * 4 / 5,
        None if list.wanted.search().is_empty() => SEARCH,
        Some(_) | None => TYPING,
    }
}

/// Leaves out what matters least, and puts the rest at the right.
fn place(mut chips: Vec<Chip>, bar: Area, room: u16, ascii: bool) -> Vec<Chip> {
    let takes = |chips: &[Chip]| chips.iter().map(|chip| chip.cells(ascii).saturating_add(GAP)).sum::<u16>();
    while takes(&chips) > room {
        let Some(least) = chips.iter().map(|chip| chip.rank).max().filter(|rank| *rank > 0) else { break };
        chips.retain(|chip| chip.rank != least);
    }
    // A cell stays free at the edge.
    let mut x = (bar.x + bar.width + GAP).saturating_sub(takes(&chips) + 1).max(bar.x);
    for chip in &mut chips {
        let end = bar.x + bar.width;
        let cells = chip.cells(ascii).min(end.saturating_sub(x));
        chip.area = Area { x, width: cells, ..bar.lines(0, 1) };
        x = x.saturating_add(cells + GAP).min(end);
    }
    chips
}

fn of_companies(model: &Model) -> Vec<Chip> {
    let list = &model.companies;
    let today = model.now.local.date();
    let text = |term: &Term| list.term_text(term, today);
    // Before the company groups are here, nothing is known about who is in them.
    let counted = list.shown.as_ref().filter(|_| list.groups_missing().is_none());
    let Some(shown) = counted else { return filters(&list.wanted.filters, text) };
    let (on, page) = (&shown.query.filters, &shown.page);
    let mut chips = vec![Chip {
        click: (!on.is_empty()).then_some(Click::Run(Command::ShowAll)),
        ..Chip::new(1, number_of(page.total, "company", "companies"))
    }];
    if page.pages > 1 {
        chips.push(Chip::new(3, format!("page {}/{}", shown.query.page, page.pages)));
    }
    // Without a frame there is no title that names the view.
    let is_framed = layout::table(model).is_some_and(|areas| areas.pane.is_framed);
    if let Some(view) = views::title(model).filter(|_| !is_framed) {
        chips.push(Chip { click: Some(Click::Run(Command::ShowAll)), ..Chip::new(2, view) });
    }
    if let Some(groups) = model.groups.table() {
        chips.push(Chip {
            is_on: true,
            click: Some(Click::Run(Command::Ungroup)),
            ..Chip::new(0, format!("by {}", groups.by().spec().words))
        });
    }
    chips.extend(filters(on, text));
    chips.extend(shown.note.as_ref().map(|note| Chip::new(0, note.clone())));
    chips.extend(list.sieve_note().map(|note| Chip::new(if list.is_sifting() { 0 } else { 4 }, note)));
    let sums = page.seats;
    if let Some(over) = page.over_limit.filter(|n| *n > 0 && !on.asks_for(CompanyStatus::Over)) {
        let minus = if model.settings.ascii { '-' } else { '−' };
        let by = sums.map_or(0, |sums| sums.over_by);
        let by = if by > 0 { format!(" {minus}{}", grouped(by)) } else { String::new() };
        chips.push(Chip::of(CompanyStatus::Over, 2, format!("{} over{by}", grouped(over)), Command::OverLimit));
    }
    let Some(sums) = sums else {
        // Only this page is known.
        let here = SeatSums::of(page.items.iter().map(AsRef::as_ref));
        if page.pages > 1 && here.companies > 0 {
            let said = format!("this page: {} used, {} free", grouped(here.used), grouped(here.left));
            chips.push(Chip::new(4, said));
        }
        return chips;
    };
    let states = [
        (CompanyStatus::Low, 4, sums.low, "low", QuickFilter::Low),
        (CompanyStatus::Expired, 6, sums.expired, "expired", QuickFilter::Expired),
    ];
    for (status, rank, n, word, filter) in states {
        if n > 0 && !on.asks_for(status) {
            chips.push(Chip::of(status, rank, format!("{} {word}", grouped(n)), Command::Only(filter)));
        }
    }
    chips.push(Chip::new(7, format!("{} used", grouped(sums.used))));
    chips.push(Chip::new(5, format!("{} free", grouped(sums.left))));
    chips
}

/// The filters that are on; a click takes one off.
fn filters<L: Language>(on: &Filter<L>, text: impl Fn(&Term<L>) -> String) -> Vec<Chip> {
    let chip = |(n, term): (usize, &Term<L>)| Chip {
        is_on: true,
        click: Some(Click::TakeAway(n)),
        ..Chip::new(0, text(term))
    };
    on.terms.iter().enumerate().map(chip).collect()
}

/// The company is also shown while a search is typed.
fn of_users(model: &Model) -> Vec<Chip> {
    let list = &model.users.list;
    let mut chips = Vec::new();
    if list.search.is_some() || !list.wanted.query.search.is_empty() {
        chips.extend(model.users.company.as_ref().map(|c| Chip::new(2, c.name.clone())));
    }
    if let Some(shown) = &list.shown {
        let words = user_words(model.users.listed_subject());
        chips.push(Chip::new(1, number_of(shown.page.total, words.one, words.many)));
        if shown.page.pages > 1 {
            chips.push(Chip::new(3, format!("page {}/{}", shown.query.query.page, shown.page.pages)));
        }
    }
    chips.extend(filters(&list.wanted.filters, |term| term.text.clone()));
    chips.extend(list.shown.as_ref().and_then(|shown| shown.note.clone()).map(|note| Chip::new(0, note)));
    // System users are always filtered here.
    let tells = model.users.listed_subject() == Subject::TargetUser || list.is_sifting_on();
    chips
        .extend(list.sieve_note().filter(|_| tells).map(|note| Chip::new(if list.is_sifting() { 0 } else { 4 }, note)));
    chips
}

fn number_of(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}
