//! The view of the company list, and what of it is saved between runs.

use crate::domain::list::columns::Column;
use crate::domain::list::grid::ChosenWidths;

/// The default order.
pub const USUAL_ORDER: (Column, bool) = (Column::Company, true);

/// The view of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Columns to show, as far as they fit.
    pub columns: Vec<Column>,
    /// Widths chosen for columns.
    pub widths: ChosenWidths<Column>,
    /// Companies per page.
    pub page_size: u32,
    /// The order, and whether it ascends.
    pub order: (Column, bool),
}

/// A choice, with the configured value it overrides. It applies until the configuration changes: editing the file takes
/// precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<T> {
    /// The chosen value.
    pub value: T,
    /// The configured value at that time.
    pub instead_of: T,
}

impl<T: PartialEq + Clone> Chosen<T> {
    fn of(value: &T, configured: &T) -> Option<Self> {
        (value != configured).then(|| Self { value: value.clone(), instead_of: configured.clone() })
    }
}

fn or_configured<T: PartialEq + Clone>(chosen: Option<&Chosen<T>>, configured: &T) -> T {
    chosen.filter(|c| c.instead_of == *configured).map_or(configured, |c| &c.value).clone()
}

/// The choices that differ from the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedView {
    /// Columns.
    pub columns: Option<Chosen<Vec<Column>>>,
    /// Widths of columns; they are not configurable.
    pub widths: ChosenWidths<Column>,
    /// Companies per page.
    pub page_size: Option<Chosen<u32>>,
    /// The order; it is not configurable.
    pub order: Option<(Column, bool)>,
}

impl SavedView {
    /// The differences between `view` and the configuration.
    #[must_use]
    pub fn of(view: &View, configured: &View) -> Self {
        Self {
            columns: Chosen::of(&view.columns, &configured.columns),
            widths: view.widths.clone(),
            page_size: Chosen::of(&view.page_size, &configured.page_size),
            order: (view.order != configured.order).then_some(view.order),
        }
    }

    /// The saved view, where the configuration has not changed since.
    #[must_use]
    pub fn apply(&self, configured: &View) -> View {
        View {
            columns: or_configured(self.columns.as_ref(), &configured.columns),
            widths: self.widths.clone(),
            page_size: or_configured(self.page_size.as_ref(), &configured.page_size),
            order: self.order.unwrap_or(configured.order),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configured() -> View {
        View { columns: Column::all().collect(), widths: ChosenWidths::default(), page_size: 100, order: USUAL_ORDER }
    }

    #[test]
    fn what_is_remembered_comes_back() {
        let mut widths = ChosenWidths::default();
        widths.choose(Column::Company, Some(30));
        let columns = vec![Column::Company, Column::Left];
        let view = View { columns, widths, page_size: 25, order: (Column::UsePercent, false) };
        let remembered = SavedView::of(&view, &configured());
        assert_eq!(remembered.apply(&configured()), view);
        assert_eq!(SavedView::of(&configured(), &configured()), SavedView::default());
    }

    #[test]
    fn changed_configuration_overrides_saved_view() {
        let view = View { columns: vec![Column::Company], page_size: 25, ..configured() };
        let remembered = SavedView::of(&view, &configured());
        let edited = View { page_size: 50, ..configured() };
        let back = remembered.apply(&edited);
        assert_eq!((back.page_size, back.columns), (50, vec![Column::Company]));
    }
}
