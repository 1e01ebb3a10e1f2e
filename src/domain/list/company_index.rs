//! An in-memory index of all companies: searched, filtered, sorted and summed up instantly.
//!
//! Results have the form of a single page of the service, so callers need not know which of the two has answered. The
//! index supports more than the service: words in any order, without accents, sorting by every column, and its own
//! filters.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::domain::company::namesakes;
use crate::domain::company::seat_sums::SeatSums;
use crate::domain::company::seats::Limit;
use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::desk::notes::DeskNotes;
use crate::domain::history::known::EarlierDays;
use crate::domain::list::columns::Column;
use crate::domain::list::company_groups::CompanyGroups;
use crate::domain::list::content;
use crate::domain::list::filter::forgiving::{Forgiven, KnownWords};
use crate::domain::list::filter::key::{Key, TextKey};
use crate::domain::list::filter::matching;
use crate::domain::list::filter::state::STATES;
use crate::domain::list::filter::term::{Filter, Term};
use crate::domain::list::grid::Content;
use crate::domain::list::index_query::IndexQuery;
pub use crate::domain::list::index_row::{Identity, identity};
use crate::domain::list::index_row::{Known, Row, identifying};
use crate::domain::list::page::Page;
use crate::domain::list::sort_keys::{Open, UsageRatio};
use crate::domain::service::ids::CompanyId;

/// The largest number of companies in memory; with more, the service searches.
pub const MAX_COMPANIES: u64 = 20_000;

/// Whether a company fits a filter, for a list that is not in memory.
#[must_use]
pub fn fits(
    company: &Arc<Company>,
    filter: &Filter,
    today: Date,
    (earlier, groups): (&EarlierDays, Option<&CompanyGroups>),
) -> bool {
    let matches = |row: &Row| filter.matches(&Known { row, earlier, groups }, today);
    filter.is_empty() || matches(&Row::new(Arc::clone(company)))
}

/// The companies of a reseller.
#[derive(Debug, Clone, Default)]
pub struct CompanyIndex {
    /// Sorted by name, so that stable sorts keep equal ones in the order of their names.
    rows: Vec<Row>,
    /// See [`namesakes`].
    marks: HashMap<CompanyId, String>,
    /// The widest cells, so that a search does not change the columns.
    content: Content,
    /// The companies on earlier days.
    earlier: Arc<EarlierDays>,
    /// The company groups; `None` until they are loaded.
    groups: Option<Arc<CompanyGroups>>,
    /// The words that occur, from the first search on that finds nothing.
    words: OnceLock<Arc<KnownWords>>,
}

impl CompanyIndex {
    /// An index of these companies.
    #[must_use]
    pub fn new<C: Into<Arc<Company>>>(companies: impl IntoIterator<Item = C>) -> Self {
        let mut roster = Self::default();
        roster.insert(companies);
        roster
    }

    /// Inserts companies; one with an existing ID replaces the other.
    pub fn insert<C: Into<Arc<Company>>>(&mut self, companies: impl IntoIterator<Item = C>) {
        let companies: Vec<Arc<Company>> = companies.into_iter().map(Into::into).collect();
        // A company that moved between two pages while they were fetched comes twice.
        let mut new: HashMap<_, &Arc<Company>> =
            companies.iter().map(|company| (identifying(company), company)).collect();
        // Most companies are as they were, and so are their rows: what is known of them is held once.
        self.rows.retain(|row| match new.get(&identifying(&row.company)) {
            Some(company) if row.company == **company => new.remove(&identifying(company)).is_some(),
            known => known.is_none(),
        });
        if new.is_empty() {
            return;
        }
        for company in new.values() {
            content::measure(&mut self.content, company);
        }
        self.rows.extend(new.into_values().map(|company| Row::new(Arc::clone(company))));
        self.rows.sort_by(|a, b| a.key().cmp(&b.key()));
        self.mark_namesakes();
    }

    /// Namesakes are adjacent.
    fn mark_namesakes(&mut self) {
        self.words.take();
        let groups = self.rows.chunk_by(|a, b| a.name().trim() == b.name().trim()).filter(|group| group.len() > 1);
        let of =
            |group: &[Row]| namesakes::distinguish(&group.iter().map(|row| row.company.as_ref()).collect::<Vec<_>>());
        self.marks = groups.flat_map(of).collect();
        for row in &self.rows {
            if let Some(mark) = self.marks.get(&row.company.id) {
                content::measure_mark(&mut self.content, &row.company, mark);
            }
        }
    }

    /// The widest cells.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// What distinguishes this company from others with its name.
    #[must_use]
    pub fn mark(&self, id: &CompanyId) -> Option<&str> {
        self.marks.get(id).map(String::as_str)
    }

    /// Keeps only these.
    pub fn retain(&mut self, known: &HashSet<Identity>) {
        self.rows.retain(|row| known.contains(&identity(&row.company)));
        self.rows.shrink_to_fit();
        self.content = Content::default();
        for row in &self.rows {
            content::measure(&mut self.content, &row.company);
        }
        self.measure_groups();
        self.mark_namesakes();
    }

    /// The companies on earlier days.
    #[must_use]
    pub fn earlier_days(&self) -> &Arc<EarlierDays> {
        &self.earlier
    }

    /// Changes what is known of earlier days.
    pub fn earlier_days_mut(&mut self) -> &mut EarlierDays {
        Arc::make_mut(&mut self.earlier)
    }

    /// The company groups, if they are loaded.
    #[must_use]
    pub fn groups(&self) -> Option<&Arc<CompanyGroups>> {
        self.groups.as_ref()
    }

    /// The company groups are loaded.
    pub fn set_groups(&mut self, groups: Option<Arc<CompanyGroups>>) {
        self.groups = groups;
        self.measure_groups();
    }

    fn measure_groups(&mut self) {
        self.content.widen(Column::Group, self.groups.as_ref().map_or(0, |groups| groups.widest()));
    }

    /// How many companies there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every company, by name.
    pub fn companies(&self) -> impl Iterator<Item = &Arc<Company>> {
        self.rows.iter().map(|row| &row.company)
    }

    /// The company with this ID.
    #[must_use]
    pub fn get(&self, id: &CompanyId) -> Option<&Arc<Company>> {
        self.companies().find(|company| company.id == *id)
    }

    /// Changes data of a company, except the texts that are searched and sorted.
    pub fn change(&mut self, id: &CompanyId, change: &impl Fn(&mut Company)) {
        for row in self.rows.iter_mut().filter(|row| row.company.id == *id) {
            change(Arc::make_mut(&mut row.company));
            content::measure(&mut self.content, &row.company);
        }
    }

    /// What the desk has written about its companies; `true` if anything is different.
    pub fn attach(&mut self, notes: &DeskNotes) -> bool {
        let mut is_other = false;
        for row in &mut self.rows {
            if notes.attach(&mut row.company) {
                *row = Row::new(Arc::clone(&row.company));
                content::measure(&mut self.content, &row.company);
                is_other = true;
            }
        }
        if is_other {
            self.words.take();
        }
        is_other
    }

    /// The values of a column that occur, with how many companies have each, the most frequent first; none of columns
    /// with numbers or days.
    #[must_use]
    pub fn values(&self, key: Key) -> Vec<(String, u64)> {
        if key == Key::Text(TextKey::Group) {
            return self.groups.as_ref().map(|groups| groups.counts()).unwrap_or_default();
        }
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for row in &self.rows {
            let company = &row.company;
            match key {
                Key::Text(TextKey::Reseller) => company.reseller.as_deref().map(|v| *counts.entry(v).or_default() += 1),
                Key::Text(TextKey::Industry) => company.industry.as_deref().map(|v| *counts.entry(v).or_default() += 1),
                Key::Text(TextKey::LicenseType) => {
                    company.license_type.as_deref().map(|v| *counts.entry(v).or_default() += 1)
                }
                Key::Text(TextKey::Tag) => {
                    company.tags.iter().for_each(|tag| *counts.entry(tag).or_default() += 1);
                    None
                }
                Key::Text(TextKey::Alias) => {
                    let aliases = company.desk.iter().flat_map(|desk| desk.aliases());
                    aliases.for_each(|alias| *counts.entry(alias).or_default() += 1);
                    None
                }
                Key::State => {
                    let states = STATES.iter().filter(|(_, state)| matching::has_state(*state, company));
                    states.for_each(|(word, _)| *counts.entry(word).or_default() += 1);
                    None
                }
                Key::Text(TextKey::Company | TextKey::Id | TextKey::Group | TextKey::Note)
                | Key::Number(_)
                | Key::Date(_)
                | Key::Changed => {
                    return Vec::new();
                }
            };
        }
        let mut values: Vec<_> = counts.into_iter().filter(|(value, _)| !value.is_empty()).collect();
        values.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        values.into_iter().map(|(value, n)| (value.to_owned(), n)).collect()
    }

    /// Whether a company, listed here or not, fits this filter. Nothing fits what asks for company groups until they are
    /// loaded.
    #[must_use]
    pub fn fits(&self, filter: &Filter, company: &Arc<Company>, today: Date) -> bool {
        let row = Row::new(Arc::clone(company));
        let known = Known { row: &row, earlier: &self.earlier, groups: self.groups.as_deref() };
        (self.groups.is_some() || !filter.names_groups()) && filter.matches(&known, today)
    }

    /// Runs a query on this day. Nothing fits what asks for company groups until they are loaded: without them it is not
    /// known what does.
    #[must_use]
    pub fn find(&self, query: &IndexQuery, today: Date) -> Found<'_> {
        self.find_all_of(query.conditions(), query, today)
    }

    /// As [`Self::find`]; where nothing is found, one typing mistake in each word is forgiven. Never to be used where a
    /// company is identified.
    #[must_use]
    pub fn find_forgiving(&self, query: &IndexQuery, today: Date) -> Found<'_> {
        let conditions = query.conditions();
        let found = self.find_all_of(conditions.clone(), query, today);
        if !found.rows.is_empty() || found.over > 0 {
            return found;
        }
        let words = self.words.get_or_init(|| Arc::new(KnownWords::new(self.rows.iter().map(|row| row.text.as_ref()))));
        let Some(Forgiven { filter, note }) = conditions.forgiving(words) else { return found };
        let meant = self.find_all_of(filter, query, today);
        if meant.rows.is_empty() { found } else { Found { note: Some(note), ..meant } }
    }

    fn find_all_of(&self, conditions: Filter, query: &IndexQuery, today: Date) -> Found<'_> {
        let is_limit = |term: &Term| term.is_state(CompanyStatus::Over);
        let (limit, others): (Vec<_>, Vec<_>) = conditions.terms.into_iter().partition(is_limit);
        let others = Filter { terms: others };
        let is_known = self.groups.is_some() || !others.names_groups();
        let groups = self.groups.as_deref();
        let fits = |row: &&Row| is_known && others.matches(&Known { row, earlier: &self.earlier, groups }, today);
        let mut rows: Vec<&Row> = self.rows.iter().filter(fits).collect();
        let is_over = |row: &&Row| row.company.seats.is_over();
        let over = rows.iter().filter(|row| is_over(row)).count();
        if !limit.is_empty() {
            rows.retain(is_over);
        }
        sort(&mut rows, (query.column, query.ascending), groups);
        Found { rows, over, note: None }
    }
}

/// The result of a query, in order.
#[derive(Debug)]
pub struct Found<'a> {
    rows: Vec<&'a Row>,
    over: usize,
    /// What is shown instead of what was typed.
    note: Option<String>,
}

impl<'a> Found<'a> {
    /// The number of matches.
    #[must_use]
    pub fn total(&self) -> u64 {
        count(self.rows.len())
    }

    /// What is shown instead of what was typed, if a mistake was forgiven: `no cobald; showing cobalt`.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Every company found.
    pub fn companies(&self) -> impl Iterator<Item = &'a Arc<Company>> {
        self.rows.iter().map(|row| &row.company)
    }

    /// All matches as one page. The companies over their limit are counted whether or not the query was limited to
    /// them, as the service does.
    #[must_use]
    pub fn single_page(&self) -> Page<Arc<Company>> {
        Page {
            items: self.companies().cloned().collect(),
            number: 1,
            pages: 1,
            total: count(self.rows.len()),
            over_limit: Some(count(self.over)),
            seats: Some(self.sums()),
            unchecked: 0,
        }
    }

    /// The seats of all matches.
    #[must_use]
    pub fn sums(&self) -> SeatSums {
        SeatSums::of(self.companies().map(AsRef::as_ref))
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Sorts rows that are in the order of their names; equal ones keep that order in both directions.
///
/// Unknown values come last in both directions: empty texts and dates, unknown limits and what depends on them.
/// Unlimited is more than any number: most seats left, and the smallest usage.
fn sort<'a>(rows: &mut [&'a Row], (column, ascending): (Column, bool), groups: Option<&'a CompanyGroups>) {
    let seats = |row: &Row| row.company.seats;
    match column {
        Column::Company if ascending => {}
        Column::Company => rows.reverse(),
        Column::Used | Column::Seats => by(rows, ascending, |row| Some(seats(row).used)),
        Column::Limit => by(rows, ascending, |row| match seats(row).limit {
            Limit::Of(limit) => Some(Open::Of(limit)),
            Limit::Unlimited => Some(Open::End),
            Limit::Unknown => None,
        }),
        Column::Left => by(rows, ascending, |row| match seats(row).limit {
            Limit::Of(_) => seats(row).left().map(Open::Of),
            Limit::Unlimited => Some(Open::End),
            Limit::Unknown => None,
        }),
        Column::Over => by(rows, ascending, |row| seats(row).over()),
        Column::UsePercent => by(rows, ascending, |row| UsageRatio::of(seats(row))),
        Column::Renews | Column::Ends => by(rows, ascending, |row| row.company.renews),
        Column::State => by(rows, ascending, |row| Some(row.company.company_status())),
        Column::Reseller => by(rows, ascending, |row| row.part(1)),
        Column::Industry => by(rows, ascending, |row| row.part(2)),
        Column::LicenseType => by(rows, ascending, |row| row.part(3)),
        Column::Tags => by(rows, ascending, |row| row.part(4)),
        Column::Created => by(rows, ascending, |row| row.company.created),
        Column::Inactive => by(rows, ascending, |row| Some(row.company.inactive)),
        Column::Deleted => by(rows, ascending, |row| Some(row.company.deleted)),
        Column::Monthly => by(rows, ascending, |row| Some(row.company.monthly)),
        Column::Alias => by(rows, ascending, Row::alias),
        Column::Note => by(rows, ascending, Row::note),
        Column::Group => by(rows, ascending, |row| groups?.place(&row.company.id)),
    }
}

fn by<'a, K: Ord>(rows: &mut [&'a Row], ascending: bool, key: impl Fn(&'a Row) -> Option<K>) {
    rows.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) if ascending => a.cmp(&b),
        (Some(a), Some(b)) => b.cmp(&a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
}

#[cfg(test)]
#[path = "company_index_tests.rs"]
mod tests;
