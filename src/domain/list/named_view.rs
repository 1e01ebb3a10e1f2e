//! Named views of the company list: what is shown, in which order, with which columns.

use crate::domain::list::columns::{COLUMNS, Column};
use crate::domain::list::filter::parse::parse;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::folding::fold;
use crate::domain::list::group::{GROUPINGS, GroupBy};
use crate::domain::text::toml;

/// A view with a name, of the configuration or built in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedView {
    /// Its name, as it is shown.
    pub name: String,
    /// What it shows; empty: all companies.
    pub filter: Filter,
    /// The column to sort by, and whether the smallest is first; `None`: as the list is sorted already.
    pub sort: Option<(Column, bool)>,
    /// Its columns; `None`: those of the list.
    pub columns: Option<Vec<Column>>,
    /// What its companies are grouped by.
    pub group: Option<GroupBy>,
    /// The digit that opens it, from 1 to 9.
    pub key: Option<u8>,
    /// Built in, and not one of the configuration.
    pub is_shipped: bool,
}

/// Name, key, filter and order of a built-in view.
type Shipped = (&'static str, u8, &'static str, Option<(Column, bool)>);

/// The built-in views.
const SHIPPED: [Shipped; 5] = [
    ("over limit", 1, "state:over", Some((Column::Left, true))),
    ("ending soon", 2, "ends<=30d -state:expired", Some((Column::Ends, true))),
    ("full or low", 3, "state:full,low", Some((Column::Left, true))),
    ("expired", 4, "state:expired", Some((Column::Ends, false))),
    ("changed", 5, "changed:7d", None),
];

impl NamedView {
    /// A view of all companies.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            filter: Filter::default(),
            sort: None,
            columns: None,
            group: None,
            key: None,
            is_shipped: false,
        }
    }

    /// The built-in views.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        let view = |(name, key, filter, sort): Shipped| Self {
            filter: parse(filter).unwrap_or_default(),
            sort,
            key: Some(key),
            is_shipped: true,
            ..Self::new(name)
        };
        SHIPPED.into_iter().map(view).collect()
    }

    /// The views of a configuration with the built-in ones that it does not replace: first those with a key, in the
    /// order of the keys. A built-in view loses its key to one of the configuration.
    #[must_use]
    pub fn with_shipped(own: Vec<Self>) -> Vec<Self> {
        let mut shipped = Self::shipped();
        shipped.retain(|view| !own.iter().any(|mine| mine.is_called(&view.name)));
        for view in &mut shipped {
            view.key = view.key.filter(|key| !own.iter().any(|mine| mine.key == Some(*key)));
        }
        let mut all = own;
        all.extend(shipped);
        all.sort_by_key(|view| view.key.unwrap_or(u8::MAX));
        all
    }

    /// This is its name: case, accents and what stands between the words do not matter.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        same_name(&self.name) == same_name(name)
    }

    /// Its filter as it is typed.
    #[must_use]
    pub fn filter_text(&self) -> String {
        self.filter.only(|_| true)
    }

    /// It as a table of the configuration.
    #[must_use]
    pub fn toml(&self) -> String {
        let mut lines = vec![format!("[views.{}]", toml::key(&self.name))];
        lines.extend(self.settings().map(|(setting, value)| format!("{setting} = {value}")));
        lines.join("\n") + "\n"
    }

    /// Its settings, and their values in TOML.
    pub fn settings(&self) -> impl Iterator<Item = (&'static str, String)> {
        let filter = (!self.filter.is_empty()).then(|| toml::string(&self.filter_text()));
        let columns = self.columns.as_ref().map(|columns| {
            let names: Vec<String> = columns.iter().map(|column| toml::string(column.spec().key)).collect();
            format!("[{}]", names.join(", "))
        });
        let settings = [
            ("filter", filter),
            ("sort", self.sort_text().map(|sort| toml::string(&sort))),
            ("columns", columns),
            ("group", self.group.map(|group| toml::string(group.name()))),
            ("key", self.key.map(|key| toml::string(&key.to_string()))),
        ];
        settings.into_iter().filter_map(|(setting, value)| Some((setting, value?)))
    }

    /// Its order as it is written in the configuration: `left`, `used asc`.
    #[must_use]
    pub fn sort_text(&self) -> Option<String> {
        self.sort.map(|(column, ascending)| sort_text(column, ascending))
    }
}

/// The view with this name.
#[must_use]
pub fn find<'a>(views: &'a [NamedView], name: &str) -> Option<&'a NamedView> {
    views.iter().find(|view| view.is_called(name))
}

fn same_name(name: &str) -> String {
    let folded = fold(name).replace(['-', '_'], " ");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An order as it is written in the configuration: the column, and its direction unless it is the usual one.
#[must_use]
pub fn sort_text(column: Column, ascending: bool) -> String {
    let direction = match ascending {
        _ if ascending == column.starts_ascending() => "",
        true => " asc",
        false => " desc",
    };
    format!("{}{direction}", column.spec().key)
}

/// Reads `left`, `used asc` or `ends desc`.
///
/// # Errors
///
/// What is wrong with it, and what was expected.
pub fn read_sort(text: &str) -> Result<(Column, bool), String> {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    let column = Column::by_key(name).ok_or_else(|| no_column(name))?;
    let ascending = match (words.next(), words.next()) {
        (None, _) => column.starts_ascending(),
        (Some("asc"), None) => true,
        (Some("desc"), None) => false,
        _ => {
            return Err(format!(
                "sort is \"{text}\"; a column is expected, and \"asc\" or \"desc\" after it if need be"
            ));
        }
    };
    Ok((column, ascending))
}

/// Reads the name of a grouping.
///
/// # Errors
///
/// There is none with this name; lists those that there are.
pub fn read_group(name: &str) -> Result<GroupBy, String> {
    let known = || GROUPINGS.iter().map(|spec| spec.name).collect::<Vec<_>>().join(", ");
    GroupBy::parse(name).ok_or_else(|| format!("nothing is grouped by \"{name}\"; there are: {}", known()))
}

/// There is no column with this name; lists those that there are.
#[must_use]
pub fn no_column(name: &str) -> String {
    let known = COLUMNS.iter().map(|spec| spec.key).collect::<Vec<_>>().join(", ");
    format!("no column is called \"{name}\"; there are: {known}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn shipped_views_can_be_read_and_have_keys_of_their_own() {
        let shipped = NamedView::shipped();
        for (view, (name, key, filter, _)) in shipped.iter().zip(SHIPPED) {
            assert_eq!(parse(filter).map(|_| view.filter_text()), Ok(filter.to_owned()), "{name}");
            assert_eq!(shipped.iter().filter(|other| other.key == Some(key)).count(), 1, "{name}");
        }
    }

    #[test]
    fn own_views_replace_shipped_ones_and_take_their_keys() {
        let own = vec![
            NamedView { key: Some(2), ..NamedView::new("mine") },
            NamedView { key: Some(9), ..NamedView::new("Over-Limit") },
            NamedView::new("keyless"),
        ];
        let all: Vec<_> = NamedView::with_shipped(own).into_iter().map(|view| (view.key, view.name)).collect();
        let expected = [
            (Some(2), "mine"),
            (Some(3), "full or low"),
            (Some(4), "expired"),
            (Some(5), "changed"),
            (Some(9), "Over-Limit"),
            (None, "keyless"),
            (None, "ending soon"),
        ];
        assert_eq!(all, expected.map(|(key, name)| (key, name.to_owned())));
    }

    #[rstest]
    #[case("left", Ok((Column::Left, true)))]
    #[case("used", Ok((Column::Used, false)))]
    #[case("used asc", Ok((Column::Used, true)))]
    #[case(" ends  desc ", Ok((Column::Ends, false)))]
    #[case("chairs", Err("use_percent"))]
    #[case("", Err("use_percent"))]
    #[case("used down", Err("\"desc\""))]
    #[case("used asc desc", Err("\"asc\""))]
    fn orders_are_read(#[case] text: &str, #[case] expected: Result<(Column, bool), &str>) {
        match (read_sort(text), expected) {
            (Ok(read), expected) => {
                assert_eq!(Ok(read), expected);
                assert_eq!(read_sort(&sort_text(read.0, read.1)), Ok(read));
            }
            (Err(said), Err(word)) => assert!(said.contains(word), "{said}"),
            (Err(said), Ok(_)) => panic!("{said}"),
        }
    }
}
