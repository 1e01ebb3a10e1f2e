//! The data files of `assets/demo`.

use std::io;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::denied::Part;

/// The contents of all files.
pub(super) struct Assets {
    /// The hand-made companies.
    pub(super) made: HandMade,
    /// The words for the generated companies.
    pub(super) words: Words,
    /// Name, code, ISO code and friendly name of every language.
    pub(super) languages: Vec<[&'static str; 4]>,
    /// ID and display name of every time zone.
    pub(super) zones: Vec<[&'static str; 2]>,
}

/// `companies.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HandMade {
    /// Companies of the reseller.
    #[serde(rename = "company")]
    pub(super) own: Vec<HandMadeCompany>,
    /// Companies of other resellers.
    pub(super) foreign: Vec<HandMadeCompany>,
}

/// One hand-made company; the head of the file explains the fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HandMadeCompany {
    pub(super) name: String,
    pub(super) reseller: Option<String>,
    pub(super) industry: Option<String>,
    pub(super) license: Option<String>,
    pub(super) limit: Option<u32>,
    pub(super) active: u32,
    pub(super) inactive: u32,
    pub(super) deleted: u32,
    pub(super) monthly: u32,
    pub(super) renews_in: Option<i32>,
    pub(super) created: Option<Date>,
    #[serde(default)]
    pub(super) locked: bool,
    pub(super) tags: Option<Vec<String>>,
    pub(super) style: String,
    /// Verified mail domains; empty: one is derived from the name.
    pub(super) domains: Option<Vec<String>>,
    #[serde(default)]
    pub(super) unverified: Vec<String>,
    /// `name|data type`, perhaps with `|required` or `|inactive`
    #[serde(default)]
    pub(super) fields: Vec<String>,
    #[serde(default)]
    pub(super) denied: Vec<Part>,
    /// `scim|name`, `ldap|name` or `google`
    pub(super) sync: Option<String>,
    #[serde(default)]
    pub(super) older_answers: bool,
    /// What the mail domains of a generated company are derived from.
    #[serde(skip)]
    pub(super) label: Option<String>,
}

/// `words.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) resellers: Vec<String>,
    pub(super) licenses: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) departments: Vec<String>,
    /// `name|priority`
    pub(super) groups: Vec<String>,
    /// Roles of system users everywhere.
    pub(super) roles: Vec<String>,
    /// Roles at some companies only.
    pub(super) own_roles: Vec<String>,
    /// `name|data type`
    pub(super) custom_fields: Vec<String>,
    #[serde(rename = "style")]
    pub(super) styles: Vec<Style>,
}

/// The names of one region of the world.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Style {
    pub(super) key: String,
    /// Its relative frequency.
    pub(super) weight: usize,
    /// With `{stem}`, `{trade}` and `{legal}`.
    pub(super) pattern: String,
    /// `name|code|time zone ID|language name`
    pub(super) country: String,
    /// An address with `{n}` for the number.
    pub(super) street: String,
    /// As `first`.
    pub(super) stems: Vec<String>,
    /// `word|industry`
    pub(super) trades: Vec<String>,
    pub(super) legals: Vec<String>,
    /// `shown|latin` or `shown`
    pub(super) first: Vec<String>,
    /// As `first`.
    pub(super) last: Vec<String>,
}

impl Assets {
    /// The contents of the files, read once for all servers of the process.
    ///
    /// # Errors
    ///
    /// As [`Assets::read`].
    pub(super) fn shared() -> io::Result<&'static Self> {
        static SHARED: OnceLock<Assets> = OnceLock::new();
        if let Some(assets) = SHARED.get() {
            return Ok(assets);
        }
        let assets = Self::read()?;
        Ok(SHARED.get_or_init(|| assets))
    }

    /// Reads the embedded files.
    ///
    /// # Errors
    ///
    /// A file that is not TOML, lacks a field, or has an empty list.
    pub(super) fn read() -> io::Result<Self> {
        let made: HandMade = toml::from_str(include_str!("../../assets/demo/companies.toml")).map_err(broken)?;
        let words: Words = toml::from_str(include_str!("../../assets/demo/words.toml")).map_err(broken)?;
        let Words { resellers, licenses, tags, departments, groups, roles, own_roles, custom_fields, .. } = &words;
        let general = [resellers, licenses, tags, departments, groups, roles, own_roles, custom_fields];
        let empty_style = |s: &Style| [&s.stems, &s.trades, &s.legals, &s.first, &s.last].iter().any(|l| l.is_empty());
        if general.iter().any(|list| list.is_empty()) || words.styles.is_empty() || words.styles.iter().any(empty_style)
        {
            return Err(broken("words.toml has an empty list"));
        }
        Ok(Self {
            made,
            words,
            languages: rows(include_str!("../../assets/demo/languages.txt"))?,
            zones: rows(include_str!("../../assets/demo/time_zones.txt"))?,
        })
    }
}

/// Splits `a|b`; without a bar both halves are the whole.
pub(super) fn halves(text: &str) -> (&str, &str) {
    text.split_once('|').unwrap_or((text, text))
}

fn rows<const N: usize>(text: &'static str) -> io::Result<Vec<[&'static str; N]>> {
    text.lines()
        .map(|line| {
            let parts: Vec<&str> = line.split('|').collect();
            parts.try_into().map_err(|_| broken(format!("a line of {N} parts expected: {line}")))
        })
        .collect()
}

fn broken(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
