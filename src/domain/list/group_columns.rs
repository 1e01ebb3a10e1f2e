//! The column table of the groups: contents, widths and priorities.

use std::cmp::Ordering;

use super::grid;
use crate::domain::company::seat_sums::SeatSums;
use crate::domain::list::columns::Column;
use crate::domain::list::folding::fold;
use crate::domain::list::grid::{Align, Content, GridColumn, Widths};
use crate::domain::list::group::{Group, Groups};
use crate::domain::text::cells::width;

/// What stands in place of a name that companies do not have.
pub const NONE: &str = "(none)";
/// The last row of the groups.
pub const TOTAL: &str = "TOTAL";

/// A column of the list of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GroupColumn {
    /// What the companies of the group share
    Group,
    /// Number of companies
    Companies,
    /// Seats in use
    Used,
    /// Seats of the companies with a limit
    Limit,
    /// Seats that can still be used
    Left,
    /// Seats used beyond the limits
    Over,
    /// Target users active this month
    Monthly,
    /// Companies without a limit, whose seats are in no sum of limits
    NoLimit,
}

/// A row of the column table. The service does not group.
pub type Spec = grid::Spec<GroupColumn, ()>;

/// A column with its position on the screen.
pub type Placed = grid::Placed<GroupColumn>;

/// Every column in the order of the screen.
#[rustfmt::skip]
pub const GROUP_COLUMNS: [Spec; 8] = [
    Spec { column: GroupColumn::Group, title: "GROUP", key: "group", letter: Some('n'), order_by: None, min: 14, max: 48, align: Align::Left },
    Spec { column: GroupColumn::Companies, title: "COUNT", key: "companies", letter: Some('c'), order_by: None, min: 6, max: 6, align: Align::Right },
    Spec { column: GroupColumn::Used, title: "USED", key: "used", letter: Some('u'), order_by: None, min: 6, max: 6, align: Align::Right },
    Spec { column: GroupColumn::Limit, title: "LIMIT", key: "limit", letter: Some('l'), order_by: None, min: 6, max: 6, align: Align::Right },
    Spec { column: GroupColumn::Left, title: "LEFT", key: "left", letter: Some('f'), order_by: None, min: 6, max: 6, align: Align::Right },
    Spec { column: GroupColumn::Over, title: "OVER", key: "over", letter: Some('o'), order_by: None, min: 5, max: 5, align: Align::Right },
    Spec { column: GroupColumn::Monthly, title: "MONTHLY", key: "monthly", letter: Some('m'), order_by: None, min: 8, max: 8, align: Align::Right },
    Spec { column: GroupColumn::NoLimit, title: "NO LIMIT", key: "no_limit", letter: Some('i'), order_by: None, min: 8, max: 8, align: Align::Right },
];

/// Most important first: the last ones are hidden first.
const BY_IMPORTANCE: [GroupColumn; 8] = [
    GroupColumn::Group,
    GroupColumn::Used,
    GroupColumn::Over,
    GroupColumn::Left,
    GroupColumn::Companies,
    GroupColumn::Monthly,
    GroupColumn::Limit,
    GroupColumn::NoLimit,
];

impl GroupColumn {
    /// Every column, in the order of the screen.
    pub const ALL: [Self; 8] =
        [Self::Group, Self::Companies, Self::Used, Self::Limit, Self::Left, Self::Over, Self::Monthly, Self::NoLimit];

    /// Its row of the table.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        // The table has the order of the enum, which is tested.
        &GROUP_COLUMNS[self as usize]
    }

    /// The column by which groups are sorted when the companies are sorted by this one.
    #[must_use]
    pub fn like(column: Column) -> Self {
        // A column of the companies with the same name has the same numbers.
        let same = GROUP_COLUMNS.iter().find(|spec| spec.column != Self::Group && spec.key == column.spec().key);
        match column {
            Column::Seats => Self::Used,
            _ => same.map_or(Self::Group, |spec| spec.column),
        }
    }

    /// The default direction: names ascending, seats left with the fewest first, other numbers descending.
    #[must_use]
    pub fn starts_ascending(self) -> bool {
        matches!(self, Self::Group | Self::Left)
    }

    /// The number of a group; `None` for its name, and for limits where no company has one.
    #[must_use]
    pub fn number(self, sums: &SeatSums) -> Option<u64> {
        match self {
            Self::Group => None,
            Self::Companies => Some(sums.companies),
            Self::Used => Some(sums.used),
            Self::Limit => sums.has_limits().then_some(sums.limit),
            Self::Left => sums.has_limits().then_some(sums.left),
            Self::Over => Some(sums.over_by),
            Self::Monthly => Some(sums.monthly),
            Self::NoLimit => Some(sums.unlimited.saturating_add(sums.unknown)),
        }
    }

    /// The cell of a group as text.
    #[must_use]
    pub fn cell(self, group: &Group) -> String {
        match self {
            Self::Group if group.name.is_empty() => NONE.to_owned(),
            Self::Group => group.name.clone(),
            number => number.number(&group.sums).map_or_else(|| "-".to_owned(), |n| n.to_string()),
        }
    }
}

impl GridColumn for GroupColumn {
    fn number(self) -> usize {
        self as usize
    }

    fn widths(self, cells: u16) -> Widths {
        let Spec { min, max, align, .. } = *self.spec();
        match align {
            // Numbers are never cut.
            Align::Right => Widths::of(cells.max(min), cells.max(min), cells.max(min)),
            Align::Left => {
                let whole = cells.max(min);
                Widths::of(whole.min(min), whole.min(max), whole)
            }
        }
    }

    fn frozen() -> Self {
        Self::Group
    }

    fn by_importance() -> &'static [Self] {
        &BY_IMPORTANCE
    }

    fn core() -> &'static [Self] {
        // The number of companies without a limit is no reason to cut a name.
        &BY_IMPORTANCE[..7]
    }
}

/// How many cells the values of these groups and their total take.
#[must_use]
pub fn content(groups: &Groups) -> Content {
    let total = Group { name: TOTAL.to_owned(), sums: groups.total() };
    // The title of the first column with the arrow of the order.
    let title = groups.by().spec().title.len() + 2;
    let mut content = Content::default();
    content.widen(GroupColumn::Group, title);
    for group in groups.groups().iter().chain([&total]) {
        for column in GroupColumn::ALL {
            content.widen(column, width(&column.cell(group)));
        }
    }
    content
}

/// The groups in order. Equal ones are in the order of their names, and companies without a value come last.
#[must_use]
pub fn sorted(groups: &Groups, column: GroupColumn, ascending: bool) -> Vec<Group> {
    let mut sorted: Vec<(String, Group)> =
        groups.groups().iter().map(|group| (fold(&group.name), group.clone())).collect();
    sorted.sort_by(|(a_name, a), (b_name, b)| {
        let by_name = a.name.is_empty().cmp(&b.name.is_empty()).then_with(|| {
            let order = a_name.cmp(b_name);
            if column == GroupColumn::Group && !ascending { order.reverse() } else { order }
        });
        let by_number = match (column.number(&a.sums), column.number(&b.sums)) {
            (Some(a), Some(b)) if ascending => a.cmp(&b),
            (Some(a), Some(b)) => b.cmp(&a),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_number.then(by_name)
    });
    sorted.into_iter().map(|(_, group)| group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::list::grid::{ChosenWidths, Wishes, place};
    use crate::domain::list::group::GroupBy;
    use rstest::rstest;

    fn groups() -> Groups {
        let mut groups = Groups::new(GroupBy::Reseller);
        for (reseller, used, limit) in [
            (Some("Southgate"), 512, Some(500)),
            (Some("Åland"), 40, None),
            (None, 90, Some(100)),
            (Some("Southgate"), 10, Some(20)),
            (Some("Bosporus"), 90, Some(95)),
        ] {
            groups.add(&crate::domain::list::group::tests::sized(reseller, used, limit));
        }
        groups
    }

    #[rstest]
    #[case(GroupColumn::Group, true, "Åland Bosporus Southgate (none)")]
    #[case(GroupColumn::Group, false, "Southgate Bosporus Åland (none)")]
    #[case(GroupColumn::Used, false, "Southgate Bosporus (none) Åland")]
    #[case(GroupColumn::Used, true, "Åland Bosporus (none) Southgate")]
    #[case(GroupColumn::Left, true, "Bosporus Southgate (none) Åland")]
    #[case(GroupColumn::Left, false, "Southgate (none) Bosporus Åland")]
    #[case(GroupColumn::Over, false, "Southgate Åland Bosporus (none)")]
    fn unknown_values_and_names_come_last(
        #[case] column: GroupColumn,
        #[case] ascending: bool,
        #[case] expected: &str,
    ) {
        let names: Vec<String> =
            sorted(&groups(), column, ascending).iter().map(|group| GroupColumn::Group.cell(group)).collect();
        assert_eq!(names.join(" "), expected);
    }

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_its_letters_are_unique() {
        for (i, spec) in GROUP_COLUMNS.iter().enumerate() {
            assert_eq!((spec.column as usize, GroupColumn::ALL[i]), (i, spec.column), "{}", spec.key);
            assert!(spec.letter.is_some_and(|letter| letter != 's'));
            assert!(GROUP_COLUMNS[i + 1..].iter().all(|other| other.letter != spec.letter));
        }
        let mut named = BY_IMPORTANCE;
        named.sort_unstable();
        assert_eq!(named, GroupColumn::ALL);
    }

    #[test]
    fn what_is_billed_stays_when_it_gets_narrow() {
        let content = content(&groups());
        let keys = |width| {
            place(&GroupColumn::ALL, width, &Wishes { content: &content, widths: &ChosenWidths::default(), scroll: 0 })
                .columns
                .iter()
                .map(|p| p.column.spec().key)
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(76).len(), 8);
        assert_eq!(keys(48), ["group", "companies", "used", "left", "over"]);
    }

    #[test]
    fn groups_follow_the_order_of_the_companies() {
        let like = [
            (Column::Company, GroupColumn::Group),
            (Column::Seats, GroupColumn::Used),
            (Column::Left, GroupColumn::Left),
            (Column::Monthly, GroupColumn::Monthly),
            (Column::Ends, GroupColumn::Group),
        ];
        for (column, expected) in like {
            assert_eq!(GroupColumn::like(column), expected);
        }
    }
}
