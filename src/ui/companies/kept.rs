//! Rows that are on the screen already: what each line shows, so that only rows that show something else are drawn.

use ratatui::layout::Rect;

use crate::app::core::focus::Pane;
use crate::app::model::Model;
use crate::app::screen::layout::{self, TableAreas};
use crate::app::screen::overlay_layout;
use crate::app::shell::prefix_menu;
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Column;
use crate::ui::companies::cells::{Look, RowFacts};
use crate::ui::theme::Theme;

/// What the lines of a buffer show. It belongs to one buffer, which nothing else draws into.
#[derive(Debug, Default)]
pub struct KeptRows {
    /// What all rows have in common, if there are rows.
    common: Option<Common>,
    /// The company on each line of the screen, if there is one.
    lines: Vec<Option<RowFacts>>,
    /// Nothing lies over the rows or beside them.
    are_bare: bool,
    kept: Vec<bool>,
}

/// What all rows have in common, and what is around them.
#[derive(Debug, PartialEq)]
struct Common {
    screen: Rect,
    areas: TableAreas<Column>,
    look: Look,
    theme: Theme,
    focused: bool,
}

impl KeptRows {
    /// Whether each line of the screen is as it was before the last drawing.
    #[must_use]
    pub fn kept(&self) -> &[bool] {
        &self.kept
    }

    /// The rows that must be drawn, and their lines.
    pub(super) fn drawn(&self) -> impl Iterator<Item = (Area, &Look, &RowFacts)> {
        let lines = (0..).zip(&self.lines).zip(&self.kept).filter(|(_, kept)| !**kept);
        self.common.iter().flat_map(move |common| {
            lines.clone().filter_map(|((y, facts), _)| {
                let line = Area { y, height: 1, ..common.areas.rows };
                Some((line, &common.look, facts.as_ref()?))
            })
        })
    }

    /// Compares what the screen shows with what it is to show, and expects that to be drawn.
    pub(in crate::ui) fn begin(&mut self, model: &Model, screen: Rect, theme: Theme) {
        let height = usize::from(screen.height);
        self.kept.clear();
        self.kept.resize(height, false);
        self.lines.resize(height, None);
        let common = Common::of(model, screen, theme);
        let are_bare = common.as_ref().is_some_and(|common| common.are_bare(model));
        let are_comparable = are_bare && self.are_bare && self.common == common;
        (self.common, self.are_bare) = (common, are_bare);
        let facts = self.common.as_ref().map(|common| common.facts(model)).unwrap_or_default();
        let first = self.common.as_ref().map_or(0, |common| usize::from(common.areas.rows.y));
        let mut facts = std::iter::repeat_n(None, first).chain(facts.into_iter().map(Some));
        for (line, kept) in self.lines.iter_mut().zip(&mut self.kept) {
            let wanted = facts.next().flatten();
            *kept = are_comparable && wanted.is_some() && *line == wanted;
            *line = wanted;
        }
    }
}

impl Common {
    fn of(model: &Model, screen: Rect, theme: Theme) -> Option<Self> {
        let fits = (screen.width, screen.height) == (model.size.width, model.size.height);
        let areas = layout::table(model).filter(|_| fits && model.settings.connection.is_some())?;
        let look = Look::new(model, &areas);
        Some(Self { screen, areas, look, theme, focused: model.pane == Pane::Table })
    }

    /// Nothing lies over the rows, dims them or is beside them.
    fn are_bare(&self, model: &Model) -> bool {
        self.areas.pane.outer.width == self.screen.width
            && !companies_are_slow(model)
            && prefix_menu::menu(model).is_none()
            && overlay_layout::list(model).is_none()
    }

    fn facts(&self, model: &Model) -> Vec<RowFacts> {
        let (list, namesakes) = (&model.companies, model.companies.namesakes());
        let visible = list.rows().iter().enumerate().skip(list.top).take(usize::from(self.areas.rows.height));
        let selected = |index: usize| (index == list.cursor).then_some(self.focused);
        visible
            .map(|(index, company)| self.look.facts(model, &namesakes, (company, selected(index)), self.theme))
            .collect()
    }
}

/// The rows are shown while others are loading.
pub(super) fn companies_are_slow(model: &Model) -> bool {
    model.companies.load.slow || model.companies.source.is_slow()
}
