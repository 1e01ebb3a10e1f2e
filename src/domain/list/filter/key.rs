//! What can be filtered by: the columns, under their names and a few shorter ones.

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
}

/// A column with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateKey {
    /// The end of the licence: distances count from today on.
    Ends,
    /// The creation: distances count back from today.
    Created,
}

/// What a term compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A number.
    Number(NumberKey),
    /// A text.
    Text(TextKey),
    /// A day.
    Date(DateKey),
    /// The status.
    State,
    /// What was different on an earlier day.
    Changed,
}

/// A row of the key table.
#[derive(Debug)]
pub struct Spec {
    /// Which one.
    pub key: Key,
    /// Its name, and others it answers to.
    pub names: &'static [&'static str],
    /// What it is, and an example, for completion and documentation.
    pub help: &'static str,
}

const fn row(key: Key, names: &'static [&'static str], help: &'static str) -> Spec {
    Spec { key, names, help }
}

/// Every key, in the order of completion.
pub const KEYS: [Spec; 18] = [
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
    row(Key::Date(DateKey::Created), &["created"], "creation: created<90d, created:2025"),
    row(Key::Changed, &["changed"], "seats, end, state or name have changed since then, or new: changed:7d"),
    row(Key::Number(NumberKey::Inactive), &["inactive"], "inactive target users: inactive>20"),
    row(Key::Number(NumberKey::Monthly), &["monthly"], "users active this month: monthly>used"),
    row(Key::Number(NumberKey::Deleted), &["deleted"], "deleted target users"),
    row(Key::Text(TextKey::Id), &["id"], "the Company ID"),
];

impl Key {
    /// The key with this name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        KEYS.iter().find(|spec| spec.names.iter().any(|n| n.eq_ignore_ascii_case(name))).map(|spec| spec.key)
    }
}
