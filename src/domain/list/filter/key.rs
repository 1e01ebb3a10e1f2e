//! What companies can be filtered by: the columns, under their names and a few shorter ones.

use super::language::Language;
pub use super::language::{Companies, Key, Spec};
use super::state::STATES;
use crate::domain::company::summary::CompanyStatus;

/// A column with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the column it is called")]
pub enum NumberKey {
    Used,
    Limit,
    Left,
    /// Seats over the licence limit, zero when not over.
    Over,
    /// Use in percent, as the table shows it.
    UsePercent,
    Inactive,
    Deleted,
    Monthly,
}

/// A column with a text. The order of the folded lines of a row; see `company_index`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the column it is called")]
pub enum TextKey {
    Company,
    Reseller,
    Industry,
    LicenseType,
    Tag,
    Id,
    /// The company groups of the service that it is in; they are loaded apart.
    Group,
    /// What the desk calls it besides.
    Alias,
    /// What the desk has noted.
    Note,
}

/// A column with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateKey {
    /// The end of the licence: distances count from today on.
    Ends,
    /// The creation: distances count back from today.
    Created,
}

const fn row(key: Key, names: &'static [&'static str], help: &'static str) -> Spec {
    Spec::new(key, names, help)
}

/// Every key, in the order of completion.
pub const KEYS: [Spec; 21] = [
    row(Key::State, &["state"], "over, full, low, expired, locked, ok: state:over,full"),
    row(Key::Number(NumberKey::Left), &["left"], "seats left: left<5"),
    row(Key::Number(NumberKey::Over), &["over"], "seats over the limit: over>10"),
    row(Key::Number(NumberKey::Used), &["used"], "seats used: used>=100"),
    row(Key::Number(NumberKey::Limit), &["limit"], "licence limit: limit>500, limit:none"),
    row(Key::Number(NumberKey::UsePercent), &["use", "use_percent"], "use in percent: use>90"),
    row(Key::Date(DateKey::Ends), &["ends", "renews"], "end of the licence: ends<30d, ends:2026-12"),
    row(Key::Text(TextKey::Company), &["name", "company"], "the company's name"),
    row(Key::Text(TextKey::Reseller), &["reseller"], "the reseller"),
    row(Key::Text(TextKey::LicenseType), &["type", "license_type"], "the licence type"),
    row(Key::Text(TextKey::Industry), &["industry"], "the industry"),
    row(Key::Text(TextKey::Tag), &["tag", "tags"], "a tag: tag:vip, -tag:pilot"),
    row(Key::Text(TextKey::Group), &["group", "groups"], "a company group of the service: group:\"EMEA desk\""),
    row(Key::Text(TextKey::Alias), &["alias", "aliases"], "an alias of your desk: alias:cob, -alias:\"\""),
    row(Key::Text(TextKey::Note), &["note", "notes"], "words of your note: note:renewal, -note:\"\""),
    row(Key::Date(DateKey::Created), &["created"], "creation: created<90d, created:2025"),
    row(Key::Changed, &["changed"], "seats, end, state or name have changed since then, or new: changed:7d"),
    row(Key::Number(NumberKey::Inactive), &["inactive"], "inactive target users: inactive>20"),
    row(Key::Number(NumberKey::Monthly), &["monthly"], "users active this month: monthly>used"),
    row(Key::Number(NumberKey::Deleted), &["deleted"], "deleted target users"),
    row(Key::Text(TextKey::Id), &["id"], "the Company ID"),
];

impl Language for Companies {
    type Number = NumberKey;
    type Text = TextKey;
    type Date = DateKey;
    type State = CompanyStatus;

    const KEYS: &'static [Spec] = &KEYS;
    const STATES: &'static [(&'static str, CompanyStatus)] = &STATES;

    fn counts_back(key: DateKey) -> bool {
        match key {
            DateKey::Ends => false,
            DateKey::Created => true,
        }
    }
}
