//! The column table of the company list: contents, widths and priorities.
//!
//! Table, header clicks, sort keys, configuration and export are all derived from [`COLUMNS`].

use jiff::civil::Date;

use super::grid;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::Company;
pub use crate::domain::list::grid::{Align, place};
use crate::domain::list::grid::{GridColumn, Widths};
use crate::domain::list::order_by::OrderBy;
use crate::domain::time::now::days_until;

/// A column of the company list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// The company's name
    Company,
    /// Active target users
    Used,
    /// The licence limit
    Limit,
    /// Seats left
    Left,
    /// Use in percent, with a bar where there is room
    UsePercent,
    /// The day the licence ends
    Renews,
    /// The status
    State,
    /// Licence type
    LicenseType,
    /// Reseller
    Reseller,
    /// Industry
    Industry,
    /// Tags
    Tags,
    /// Creation day
    Created,
    /// Inactive target users
    Inactive,
    /// Deleted target users
    Deleted,
    /// Target users active this month
    Monthly,
}

/// A row of the column table.
pub type Spec = grid::Spec<Column, OrderBy>;

/// A column with its position on the screen.
pub type Placed = grid::Placed<Column>;

/// The columns in the order of the screen. [`BY_IMPORTANCE`] decides which remain on narrow screens.
pub const COLUMNS: [Spec; 15] = [
    Spec {
        column: Column::Company,
        title: "COMPANY",
        key: "company",
        letter: Some('n'),
        order_by: Some(OrderBy::CompanyName),
        min: 24,
        like: 32,
        max: 40,
        align: Align::Left,
    },
    Spec {
        column: Column::Used,
        title: "USED",
        key: "used",
        letter: Some('u'),
        order_by: Some(OrderBy::TargetUserCount),
        min: 6,
        like: 6,
        max: 6,
        align: Align::Right,
    },
    Spec {
        column: Column::Limit,
        title: "LIMIT",
        key: "limit",
        letter: Some('l'),
        order_by: Some(OrderBy::NumberOfUsers),
        min: 6,
        like: 6,
        max: 6,
        align: Align::Right,
    },
    Spec {
        column: Column::Left,
        title: "LEFT",
        key: "left",
        letter: Some('f'),
        order_by: None,
        min: 6,
        like: 6,
        max: 6,
        align: Align::Right,
    },
    Spec {
        column: Column::UsePercent,
        title: "USE%",
        key: "use_percent",
        letter: Some('p'),
        order_by: None,
        min: 5,
        like: 14,
        max: 16,
        align: Align::Right,
    },
    Spec {
        column: Column::Renews,
        title: "ENDS",
        key: "renews",
        letter: Some('r'),
        order_by: Some(OrderBy::LicenseEndDate),
        min: 10,
        like: 20,
        max: 20,
        align: Align::Left,
    },
    Spec {
        column: Column::State,
        title: "STATE",
        key: "state",
        letter: None,
        order_by: None,
        min: 7,
        like: 7,
        max: 7,
        align: Align::Left,
    },
    Spec {
        column: Column::LicenseType,
        title: "LICENCE TYPE",
        key: "license_type",
        letter: Some('t'),
        order_by: Some(OrderBy::LicenseTypeName),
        min: 12,
        like: 12,
        max: 18,
        align: Align::Left,
    },
    Spec {
        column: Column::Reseller,
        title: "RESELLER",
        key: "reseller",
        letter: Some('e'),
        order_by: Some(OrderBy::ResellerName),
        min: 12,
        like: 12,
        max: 20,
        align: Align::Left,
    },
    Spec {
        column: Column::Industry,
        title: "INDUSTRY",
        key: "industry",
        letter: Some('i'),
        order_by: Some(OrderBy::IndustryName),
        min: 12,
        like: 12,
        max: 20,
        align: Align::Left,
    },
    Spec {
        column: Column::Tags,
        title: "TAGS",
        key: "tags",
        letter: None,
        order_by: None,
        min: 10,
        like: 10,
        max: 24,
        align: Align::Left,
    },
    Spec {
        column: Column::Created,
        title: "CREATED",
        key: "created",
        letter: Some('c'),
        order_by: Some(OrderBy::CreateTime),
        min: 10,
        like: 10,
        max: 10,
        align: Align::Left,
    },
    Spec {
        column: Column::Inactive,
        title: "INACT",
        key: "inactive",
        letter: None,
        order_by: None,
        min: 6,
        like: 6,
        max: 6,
        align: Align::Right,
    },
    Spec {
        column: Column::Deleted,
        title: "DELETED",
        key: "deleted",
        letter: None,
        order_by: None,
        min: 7,
        like: 7,
        max: 7,
        align: Align::Right,
    },
    Spec {
        column: Column::Monthly,
        title: "MONTHLY",
        key: "monthly",
        letter: None,
        order_by: None,
        min: 7,
        like: 7,
        max: 7,
        align: Align::Right,
    },
];

/// Most important first: the last ones are hidden first.
pub const BY_IMPORTANCE: [Column; 15] = [
    Column::Company,
    Column::State,
    Column::Left,
    Column::Used,
    Column::Limit,
    Column::UsePercent,
    Column::Renews,
    Column::LicenseType,
    Column::Tags,
    Column::Industry,
    Column::Created,
    Column::Inactive,
    Column::Monthly,
    Column::Deleted,
    Column::Reseller,
];

/// These columns are placed before any gets its preferred width.
const CORE: [Column; 7] =
    [Column::Company, Column::State, Column::Left, Column::Used, Column::Limit, Column::UsePercent, Column::Renews];

impl Column {
    /// Every column, in the order of the screen.
    pub fn all() -> impl Iterator<Item = Self> {
        COLUMNS.iter().map(|s| s.column)
    }

    /// Its row of the table.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        // The table has the order of the enum, which is tested.
        &COLUMNS[self as usize]
    }

    /// The column with this configuration name.
    #[must_use]
    pub fn by_key(key: &str) -> Option<Self> {
        COLUMNS.iter().find(|s| s.key == key).map(|s| s.column)
    }

    /// The default direction: names and dates ascending, seats left with the fewest first, other counts and creation
    /// descending.
    #[must_use]
    pub fn starts_ascending(self) -> bool {
        self == Self::Left || self.spec().align == Align::Left && self != Self::Created
    }

    /// Its cells are text of the service, not numbers, dates or words of this program.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::Company | Self::LicenseType | Self::Reseller | Self::Industry | Self::Tags)
    }

    /// The cell of `company` as text; dates include their distance if `wide`.
    #[must_use]
    pub fn cell(self, company: &Company, today: Date, wide: bool) -> String {
        let number = |n: u64| n.to_string();
        let words = |w: &Option<String>| w.clone().unwrap_or_default();
        match self {
            Self::Company => company.name.clone(),
            Self::Used => number(company.seats.used),
            Self::Limit => match company.seats.limit {
                Limit::Unlimited => "unltd".into(),
                Limit::Of(n) => number(n),
                Limit::Unknown => "?".into(),
            },
            Self::Left => company.seats.left().map_or_else(|| "-".into(), |n| n.to_string()),
            Self::UsePercent => company.seats.percent().map_or_else(|| "-".into(), |n| format!("{n}%")),
            Self::Renews => match company.renews {
                Some(day) if wide => format!("{day} {}", distance(day, today)),
                Some(day) => day.to_string(),
                None => "-".into(),
            },
            Self::State => company.company_status().word().into(),
            Self::LicenseType => words(&company.license_type),
            Self::Reseller => words(&company.reseller),
            Self::Industry => words(&company.industry),
            Self::Tags => company.tags.join(","),
            Self::Created => company.created.map_or_else(|| "-".into(), |d| d.to_string()),
            Self::Inactive => number(company.inactive),
            Self::Deleted => number(company.deleted),
            Self::Monthly => number(company.monthly),
        }
    }
}

/// `in 8 d`, `today`, `22 d ago`.
#[must_use]
pub fn distance(day: Date, today: Date) -> String {
    match days_until(day, today) {
        0 => "today".into(),
        n if n > 0 => format!("in {n} d"),
        n => format!("{} d ago", -n),
    }
}

impl GridColumn for Column {
    fn widths(self) -> Widths {
        let Spec { min, like, max, .. } = *self.spec();
        Widths { min, like, max }
    }

    fn by_importance() -> &'static [Self] {
        &BY_IMPORTANCE
    }

    fn core() -> &'static [Self] {
        &CORE
    }

    /// The bar gets its space before the name, because it is more useful than the end of a name.
    fn grows_first() -> Self {
        Self::UsePercent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Column> {
        Column::all().collect()
    }

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (i, spec) in COLUMNS.iter().enumerate() {
            assert_eq!(spec.column as usize, i, "{}", spec.key);
            assert_eq!(spec.column.spec().key, spec.key);
        }
    }

    #[test]
    fn keys_and_letters_are_unique_and_s_is_free_for_turning_round() {
        for (i, a) in COLUMNS.iter().enumerate() {
            assert_ne!(a.letter, Some('s'));
            for b in &COLUMNS[i + 1..] {
                assert_ne!(a.key, b.key);
                assert!(a.letter.is_none() || a.letter != b.letter, "{} {}", a.key, b.key);
            }
        }
    }

    #[test]
    fn every_orderable_column_can_be_sorted_by_a_letter() {
        assert!(COLUMNS.iter().filter(|s| s.order_by.is_some()).all(|s| s.letter.is_some()));
        assert_eq!(COLUMNS.iter().filter(|s| s.order_by.is_some()).count(), 8);
    }

    #[test]
    fn importance_names_every_column_once() {
        let mut named = BY_IMPORTANCE.to_vec();
        named.sort_unstable();
        assert_eq!(named, all());
    }

    #[test]
    fn columns_never_overlap_nor_leave_the_screen() {
        for width in 0..300 {
            let placed = place(&all(), width);
            assert!(!placed.is_empty());
            for pair in placed.windows(2) {
                assert!(pair[0].x + pair[0].width < pair[1].x, "{width}");
            }
            let end = placed.last().map_or(0, |p| p.x + p.width);
            assert!(end <= width, "{width}: {end}");
        }
    }

    #[test]
    fn eighty_cells_hold_what_a_caller_asks_for() {
        let keys: Vec<_> = place(&all(), 78).iter().map(|p| p.column.spec().key).collect();
        assert_eq!(keys, ["company", "used", "limit", "left", "use_percent", "renews", "state"]);
    }

    #[test]
    fn narrow_screens_keep_name_and_state() {
        let keys: Vec<_> = place(&all(), 34).iter().map(|p| p.column.spec().key).collect();
        assert_eq!(keys, ["company", "state"]);
    }
}
