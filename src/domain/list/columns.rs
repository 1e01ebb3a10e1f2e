//! The column table of the company list: contents, widths and priorities.
//!
//! Table, header clicks, sort keys, configuration and export are all derived from [`COLUMNS`].

use jiff::civil::Date;

use super::grid;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::Company;
use crate::domain::list::company_groups::{CompanyGroups, KnownGroups};
pub use crate::domain::list::grid::Align;
use crate::domain::list::grid::{GridColumn, Widths};
use crate::domain::list::order_by::OrderBy;
use crate::domain::time::now::days_until;

/// A column of the company list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// The company's name
    Company,
    /// Active target users of the licence limit, with a gauge where there is room
    Seats,
    /// Active target users
    Used,
    /// The licence limit
    Limit,
    /// Seats left
    Left,
    /// Seats used over the licence limit
    Over,
    /// Use in percent, with a bar where there is room
    UsePercent,
    /// When the licence ends, and how far that is
    Ends,
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
    /// Aliases, those of the configuration among them
    Alias,
    /// The note of your desk
    Note,
    /// Company groups of the service
    Group,
}

/// What a cell says besides what its company does.
#[derive(Debug, Clone, Copy)]
pub struct CellContext<'a> {
    /// The day that distances count from.
    pub today: Date,
    /// The company groups.
    pub groups: KnownGroups<'a>,
}

impl<'a> CellContext<'a> {
    /// On this day, with the company groups if they are loaded.
    #[must_use]
    pub fn new(today: Date, groups: Option<&'a CompanyGroups>) -> Self {
        Self { today, groups: groups.map_or(KnownGroups::NotLoaded, KnownGroups::Loaded) }
    }
}

/// A row of the column table.
pub type Spec = grid::Spec<Column, OrderBy>;

/// A column with its position on the screen.
pub type Placed = grid::Placed<Column>;

/// The columns in the order of the screen. [`BY_IMPORTANCE`] decides which remain on narrow screens.
#[rustfmt::skip]
pub const COLUMNS: [Spec; 21] = [
    Spec { column: Column::Company, title: "COMPANY", key: "company", letter: Some('n'), order_by: Some(OrderBy::CompanyName), min: 20, max: 48, align: Align::Left },
    Spec { column: Column::Seats, title: "SEATS", key: "seats", letter: Some('u'), order_by: Some(OrderBy::TargetUserCount), min: 6, max: 64, align: Align::Right },
    Spec { column: Column::Used, title: "USED", key: "used", letter: None, order_by: Some(OrderBy::TargetUserCount), min: 5, max: 5, align: Align::Right },
    Spec { column: Column::Limit, title: "LIMIT", key: "limit", letter: Some('l'), order_by: Some(OrderBy::NumberOfUsers), min: 6, max: 6, align: Align::Right },
    Spec { column: Column::Left, title: "LEFT", key: "left", letter: Some('f'), order_by: None, min: 5, max: 5, align: Align::Right },
    Spec { column: Column::Over, title: "OVER", key: "over", letter: None, order_by: None, min: 5, max: 5, align: Align::Right },
    Spec { column: Column::UsePercent, title: "USE%", key: "use_percent", letter: Some('p'), order_by: None, min: 5, max: 16, align: Align::Right },
    Spec { column: Column::Ends, title: "ENDS", key: "ends", letter: Some('r'), order_by: Some(OrderBy::LicenseEndDate), min: 12, max: 12, align: Align::Left },
    Spec { column: Column::Renews, title: "END DATE", key: "renews", letter: None, order_by: Some(OrderBy::LicenseEndDate), min: 10, max: 20, align: Align::Left },
    Spec { column: Column::State, title: "STATE", key: "state", letter: None, order_by: None, min: 5, max: 9, align: Align::Left },
    Spec { column: Column::LicenseType, title: "LICENCE TYPE", key: "license_type", letter: Some('t'), order_by: Some(OrderBy::LicenseTypeName), min: 12, max: 18, align: Align::Left },
    Spec { column: Column::Reseller, title: "RESELLER", key: "reseller", letter: Some('e'), order_by: Some(OrderBy::ResellerName), min: 12, max: 20, align: Align::Left },
    Spec { column: Column::Industry, title: "INDUSTRY", key: "industry", letter: Some('i'), order_by: Some(OrderBy::IndustryName), min: 12, max: 20, align: Align::Left },
    Spec { column: Column::Tags, title: "TAGS", key: "tags", letter: None, order_by: None, min: 10, max: 24, align: Align::Left },
    Spec { column: Column::Created, title: "CREATED", key: "created", letter: Some('c'), order_by: Some(OrderBy::CreateTime), min: 10, max: 10, align: Align::Left },
    Spec { column: Column::Inactive, title: "INACT", key: "inactive", letter: None, order_by: None, min: 6, max: 6, align: Align::Right },
    Spec { column: Column::Deleted, title: "DELETED", key: "deleted", letter: None, order_by: None, min: 7, max: 7, align: Align::Right },
    Spec { column: Column::Monthly, title: "MONTHLY", key: "monthly", letter: None, order_by: None, min: 7, max: 7, align: Align::Right },
    Spec { column: Column::Alias, title: "ALIAS", key: "alias", letter: None, order_by: None, min: 8, max: 24, align: Align::Left },
    Spec { column: Column::Note, title: "NOTE", key: "note", letter: None, order_by: None, min: 10, max: 40, align: Align::Left },
    Spec { column: Column::Group, title: "GROUP", key: "group", letter: None, order_by: None, min: 10, max: 24, align: Align::Left },
];

const _: () = assert!(COLUMNS.len() <= grid::MOST, "every column is measured");

/// Most important first: the last ones are hidden first.
pub const BY_IMPORTANCE: [Column; 21] = [
    Column::Company,
    Column::Left,
    Column::Seats,
    Column::Ends,
    Column::State,
    Column::Used,
    Column::Limit,
    Column::UsePercent,
    Column::Over,
    Column::Renews,
    Column::LicenseType,
    Column::Tags,
    Column::Alias,
    Column::Note,
    Column::Group,
    Column::Industry,
    Column::Created,
    Column::Inactive,
    Column::Monthly,
    Column::Deleted,
    Column::Reseller,
];

/// These columns are placed before any is as wide as its cells.
const CORE: [Column; 10] = [
    Column::Company,
    Column::Left,
    Column::Seats,
    Column::Ends,
    Column::State,
    Column::Used,
    Column::Limit,
    Column::UsePercent,
    Column::Over,
    Column::Renews,
];

/// The columns of a profile that configures none.
const USUAL: [Column; 5] = [Column::Company, Column::Seats, Column::Left, Column::Ends, Column::State];

/// Cells between the numbers of [`Column::Seats`] and their gauge.
pub const GAUGE_GAP: u16 = 2;
/// Text in fewer cells says nothing.
const NARROWEST: u16 = 6;
/// A gauge is shown if the name has so many cells.
const NAME_BEFORE_GAUGE: u16 = 22;
/// A shorter gauge says nothing.
const GAUGE_LEAST: u16 = 8;

impl Column {
    /// Every column, in the order of the screen.
    pub fn all() -> impl Iterator<Item = Self> {
        COLUMNS.iter().map(|s| s.column)
    }

    /// The columns of a profile that configures none.
    #[must_use]
    pub fn usual() -> Vec<Self> {
        USUAL.to_vec()
    }

    /// The columns with one value each, in the order of the screen: what is written for programs that ask for no others.
    /// What the desk has written is for itself, and only written where it is asked for; groups take a request of their
    /// own.
    pub fn of_one_value() -> impl Iterator<Item = Self> {
        let is_usual = |column: &Self| !matches!(column, Self::Seats | Self::Ends | Self::Group);
        Self::all().filter(is_usual).filter(|column| !column.is_of_the_desk())
    }

    /// It is written on this machine, or in its configuration, and not by the service.
    #[must_use]
    pub fn is_of_the_desk(self) -> bool {
        matches!(self, Self::Alias | Self::Note)
    }

    /// The columns with the same values, one in each: what is written for programs.
    #[must_use]
    pub fn values(columns: &[Self]) -> Vec<Self> {
        let mut values: Vec<Self> = Vec::new();
        for column in columns {
            let parts: &[Self] = match column {
                Self::Seats => &[Self::Used, Self::Limit],
                Self::Ends => &[Self::Renews],
                other => std::slice::from_ref(other),
            };
            values.extend(parts.iter().filter(|part| !columns.contains(part) || *part == column));
        }
        values
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

    /// Its cells are text of the service or the desk, not numbers, dates or words of this program.
    #[must_use]
    pub fn is_text(self) -> bool {
        self.is_of_the_desk()
            || matches!(
                self,
                Self::Company | Self::LicenseType | Self::Reseller | Self::Industry | Self::Tags | Self::Group
            )
    }

    /// The cell of `company` as text; dates include their distance if `wide`.
    #[must_use]
    pub fn cell(self, company: &Company, context: CellContext<'_>, wide: bool) -> String {
        let number = |n: u64| n.to_string();
        let words = |w: &Option<String>| w.clone().unwrap_or_default();
        match self {
            Self::Company => company.name.clone(),
            Self::Seats => format!("{}/{}", company.seats.used, limit(company.seats.limit)),
            Self::Used => number(company.seats.used),
            Self::Limit => limit(company.seats.limit),
            Self::Left => company.seats.left().map_or_else(|| "-".into(), |n| n.to_string()),
            Self::Over => company.seats.over().map_or_else(|| "-".into(), number),
            Self::UsePercent => company.seats.percent().map_or_else(|| "-".into(), |n| format!("{n}%")),
            Self::Renews => match company.renews {
                Some(day) if wide => format!("{day} {}", distance(day, context.today)),
                Some(day) => day.to_string(),
                None => "-".into(),
            },
            Self::Ends => company.renews.map_or_else(|| "-".into(), |day| day.to_string()),
            Self::State => company.company_status().word().into(),
            Self::LicenseType => words(&company.license_type),
            Self::Reseller => words(&company.reseller),
            Self::Industry => words(&company.industry),
            Self::Tags => company.tags.join(","),
            Self::Created => company.created.map_or_else(|| "-".into(), |d| d.to_string()),
            Self::Inactive => number(company.inactive),
            Self::Deleted => number(company.deleted),
            Self::Monthly => number(company.monthly),
            Self::Alias => {
                company.desk.as_ref().map(|desk| desk.aliases().collect::<Vec<_>>().join(",")).unwrap_or_default()
            }
            Self::Note => company.desk.as_ref().map(|desk| desk.line()).unwrap_or_default(),
            Self::Group => context.groups.cell(&company.id),
        }
    }
}

fn limit(limit: Limit) -> String {
    match limit {
        Limit::Unlimited => "unltd".into(),
        Limit::Of(n) => n.to_string(),
        Limit::Unknown => "?".into(),
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
    fn number(self) -> usize {
        self as usize
    }

    fn widths(self, cells: u16) -> Widths {
        let Spec { min, max, align, .. } = *self.spec();
        match self {
            Self::Seats => {
                let min = cells.max(min);
                let with = |gauge: u16| min.saturating_add(GAUGE_GAP + gauge);
                let least = with(GAUGE_LEAST);
                Widths { min, least, first: least, like: with(12), more: with(24), most: with(30), whole: with(30) }
            }
            // With a bar where there is room.
            Self::UsePercent => Widths { least: 11, ..Widths::of(min, max, max) },
            // With the distance where there is room.
            Self::Renews => Widths { least: max, ..Widths::of(min, max, max) },
            // A name can do with less than a gauge needs.
            Self::Company => {
                let whole = cells.max(title(self));
                Widths { first: whole.min(NAME_BEFORE_GAUGE), ..Widths::of(whole.min(min), whole.min(max), whole) }
            }
            Self::State => Widths::of(cells.max(min), cells.max(min), cells.max(min)),
            // Numbers are never cut.
            _ if align == Align::Right => Widths::of(cells.max(min), cells.max(min), cells.max(min)),
            Self::Ends | Self::Created => Widths::of(min, min, min),
            // Not measured.
            Self::Group if cells == 0 => Widths::of(min, max, max),
            _ => {
                let whole = cells.max(title(self));
                Widths::of(whole.min(min), whole.min(max), whole)
            }
        }
    }

    fn narrowest(self, cells: u16) -> u16 {
        let min = self.widths(cells).min;
        if self.is_text() { min.min(NARROWEST) } else { min }
    }

    fn frozen() -> Self {
        Self::Company
    }

    fn by_importance() -> &'static [Self] {
        &BY_IMPORTANCE
    }

    fn core() -> &'static [Self] {
        &CORE
    }
}

/// The cells of a title with the arrow of the order.
fn title(column: Column) -> u16 {
    u16::try_from(column.spec().title.len() + 2).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::list::grid::{ChosenWidths, Content, Grid, Wishes, place};

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
        for spec in COLUMNS.iter().filter(|s| s.order_by.is_some()) {
            let same = COLUMNS.iter().filter(|s| s.order_by == spec.order_by);
            assert_eq!(same.filter(|s| s.letter.is_some()).count(), 1, "{}", spec.key);
        }
    }

    #[test]
    fn importance_names_every_column_once() {
        let mut named = BY_IMPORTANCE.to_vec();
        named.sort_unstable();
        assert_eq!(named, all());
    }

    /// The widest cells of a usual list.
    fn content() -> Content {
        let mut content = Content::default();
        for (column, cells) in [(Column::Company, 34), (Column::Seats, 9), (Column::Left, 4), (Column::State, 9)] {
            content.widen(column, cells);
        }
        content
    }

    fn placed(columns: &[Column], width: u16) -> Vec<Placed> {
        scrolled(columns, width, 0).columns
    }

    fn scrolled(columns: &[Column], width: u16, scroll: usize) -> Grid<Column> {
        place(columns, width, &Wishes { content: &content(), widths: &ChosenWidths::default(), scroll })
    }

    fn keys(columns: &[Column], width: u16) -> Vec<&'static str> {
        placed(columns, width).iter().map(|p| p.column.spec().key).collect()
    }

    #[test]
    fn columns_never_overlap_nor_leave_the_screen() {
        for columns in [all(), Column::usual()] {
            for width in 0..300 {
                let placed = placed(&columns, width);
                assert!(!placed.is_empty());
                for pair in placed.windows(2) {
                    assert!(pair[0].x + pair[0].width < pair[1].x, "{width}");
                }
                let end = placed.last().map_or(0, |p| p.x + p.width);
                assert!(end <= width, "{width}: {end}");
            }
        }
    }

    #[test]
    fn eighty_cells_hold_what_a_caller_asks_for() {
        assert_eq!(keys(&Column::usual(), 76), ["company", "seats", "left", "ends", "state"]);
        let values = ["company", "used", "limit", "left", "use_percent", "renews", "state"];
        assert_eq!(keys(&values.map(|key| Column::by_key(key).expect("a column")), 76), values);
        let placed = placed(&Column::usual(), 76);
        let seats = placed.iter().find(|p| p.column == Column::Seats).map(|p| p.width);
        assert_eq!(seats, Some(9 + GAUGE_GAP + GAUGE_LEAST));
    }

    #[test]
    fn narrow_screens_keep_name_and_seats() {
        assert_eq!(keys(&all(), 56), ["company", "seats", "left", "ends"]);
        assert_eq!(keys(&all(), 42), ["company", "seats", "left"]);
        assert_eq!(keys(&all(), 30), ["company", "left"]);
    }

    /// On a wide screen the name is whole before the gauge is long.
    #[test]
    fn the_name_grows_before_the_gauge() {
        let widths = |width: u16| {
            let placed = placed(&Column::usual(), width);
            let of = |column| placed.iter().find(|p| p.column == column).map_or(0, |p| p.width);
            (of(Column::Company), of(Column::Seats).saturating_sub(9 + GAUGE_GAP))
        };
        for width in 60..200 {
            let (name, gauge) = widths(width);
            assert!(name >= if gauge > 0 { NAME_BEFORE_GAUGE } else { 20 }, "{width}: {name} {gauge}");
            assert!(name == 34 || gauge <= GAUGE_LEAST, "{width}: {name} {gauge}");
            assert!(gauge == 0 || gauge >= GAUGE_LEAST, "{width}: {name} {gauge}");
        }
        assert_eq!([widths(76), widths(107), widths(200)], [(23, 8), (34, 24), (34, 30)]);
    }

    #[test]
    fn what_is_written_for_programs_has_one_value_in_a_cell() {
        let values = |columns: &[Column]| Column::values(columns).iter().map(|c| c.spec().key).collect::<Vec<_>>();
        assert_eq!(values(&Column::usual()), ["company", "used", "limit", "left", "renews", "state"]);
        let twice = [Column::Company, Column::Seats, Column::Limit, Column::Renews, Column::Ends];
        assert_eq!(values(&twice), ["company", "used", "limit", "renews"]);
    }
}
