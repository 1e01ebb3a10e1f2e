//! A row of the index: a company with its texts prepared for searching and sorting.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::company::summary::{Company, CompanyStatus};
use crate::domain::history::known::EarlierDays;
use crate::domain::list::company_groups::CompanyGroups;
use crate::domain::list::filter::key::{Companies, DateKey, NumberKey, TextKey};
use crate::domain::list::filter::matching::{self, Amount};
use crate::domain::list::folding::fold_into;
use crate::domain::service::ids::CompanyId;

/// A company with its texts prepared for searching and sorting.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub company: Arc<Company>,
    /// Name, reseller, industry, licence type, tags, aliases and note, folded, one per line: no word crosses a line.
    pub text: Box<str>,
    /// The end of each of the first four lines, and of the tags; what the desk has written is the rest.
    ends: [u32; 5],
}

/// Identifies a company: its ID, or its name if the service gave none.
pub type Identity = (CompanyId, Box<str>);

/// See [`Identity`].
#[must_use]
pub fn identity(company: &Company) -> Identity {
    let (id, name) = identifying(company);
    (id.clone(), name.into())
}

/// See [`Identity`].
pub(super) fn identifying(company: &Company) -> (&CompanyId, &str) {
    (&company.id, if company.id.is_missing() { &company.name } else { "" })
}

impl Row {
    pub fn new(company: Arc<Company>) -> Self {
        let parts =
            [&company.reseller, &company.industry, &company.license_type].map(|part| part.as_deref().unwrap_or(""));
        let written = parts.into_iter().chain(company.tags.iter().map(String::as_str));
        // Most texts are as long when they are folded.
        let mut text = String::with_capacity(written.fold(company.name.len(), |all, part| all + 1 + part.len()));
        fold_into(&mut text, &company.name);
        let mut ends = [length(&text); 5];
        for (part, end) in parts.into_iter().zip(ends.iter_mut().skip(1)) {
            text.push('\n');
            fold_into(&mut text, part);
            *end = length(&text);
        }
        for tag in &company.tags {
            text.push('\n');
            fold_into(&mut text, tag);
        }
        ends[4] = length(&text);
        if let Some(desk) = &company.desk {
            for line in desk.folded_aliases().chain([desk.folded_text()]) {
                text.push('\n');
                text.push_str(line);
            }
        }
        Self { company, text: text.into_boxed_str(), ends }
    }

    pub fn name(&self) -> &str {
        self.text.get(..self.ends[0] as usize).unwrap_or_default()
    }

    /// The order of rows: the folded name, then the name as written, then the ID.
    pub fn key(&self) -> (&str, &str, &CompanyId) {
        (self.name(), &self.company.name, &self.company.id)
    }

    /// Line `n` after the name, from 1; the tags are the last. `None` if it is empty.
    pub fn part(&self, n: usize) -> Option<&str> {
        let (start, end) = (*self.ends.get(n - 1)? as usize + 1, *self.ends.get(n)? as usize);
        self.text.get(start..end).filter(|part| !part.is_empty())
    }

    /// Its first alias, folded.
    pub fn alias(&self) -> Option<&str> {
        self.company.desk.as_ref()?.folded_aliases().next()
    }

    /// Its note, folded.
    pub fn note(&self) -> Option<&str> {
        self.company.desk.as_ref().map(|desk| desk.folded_text()).filter(|note| !note.is_empty())
    }
}

/// Texts are bounded where they come in.
fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// A row and what is known of it besides: earlier days, and the groups it is in.
pub(super) struct Known<'a> {
    pub row: &'a Row,
    pub earlier: &'a EarlierDays,
    pub groups: Option<&'a CompanyGroups>,
}

impl matching::Row<Companies> for Known<'_> {
    fn text(&self) -> &str {
        &self.row.text
    }

    fn column(&self, key: TextKey) -> impl Iterator<Item = &str> {
        let row = self.row;
        let (text, several) = match key {
            TextKey::Company => (row.name(), false),
            TextKey::Reseller => (row.part(1).unwrap_or_default(), false),
            TextKey::Industry => (row.part(2).unwrap_or_default(), false),
            TextKey::LicenseType => (row.part(3).unwrap_or_default(), false),
            TextKey::Tag => (row.part(4).unwrap_or_default(), true),
            TextKey::Id => (row.company.id.as_str(), false),
            TextKey::Note => (row.note().unwrap_or_default(), false),
            TextKey::Group | TextKey::Alias => ("", false),
        };
        let (is_group, is_alias) = (key == TextKey::Group, key == TextKey::Alias);
        let groups = self.groups.filter(|_| is_group).into_iter().flat_map(|groups| groups.of(&row.company.id));
        let desk = row.company.desk.as_ref().filter(|_| is_alias);
        let aliases = desk.into_iter().flat_map(|desk| desk.folded_aliases());
        text.split(move |c| several && c == '\n').filter(move |_| !is_group && !is_alias).chain(groups).chain(aliases)
    }

    fn amount(&self, key: NumberKey) -> Option<Amount> {
        matching::amount(key, &self.row.company)
    }

    fn day(&self, key: DateKey) -> Option<Date> {
        matching::day(key, &self.row.company)
    }

    fn has_state(&self, state: CompanyStatus) -> bool {
        matching::has_state(state, &self.row.company)
    }

    fn has_changed(&self, since: Date, today: Date) -> bool {
        self.earlier.has_changed(&self.row.company, since, today)
    }
}
