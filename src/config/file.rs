//! The configuration file: TOML, and nothing in it is ignored.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error};

use super::secret_command::CommandLine;
use crate::domain::base_url::BaseUrl;
use crate::domain::columns::Column;
use crate::domain::phone::PhoneRegion;

/// The whole file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// The profile used when none is named.
    pub default_profile: Option<String>,
    /// Profiles by name.
    #[serde(default)]
    pub profiles: BTreeMap<String, Profile>,
}

/// One reseller.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    #[serde(default, deserialize_with = "base_url")]
    pub base_url: Option<String>,
    pub client_id: Option<String>,
    /// A command that prints the secret.
    pub secret_command: Option<CommandLine>,
    /// A PEM file; a relative path starts where this file is.
    pub ca_file: Option<String>,
    #[serde(default, deserialize_with = "page_size")]
    pub page_size: Option<u32>,
    #[serde(default, deserialize_with = "columns")]
    pub columns: Option<Vec<Column>>,
    #[serde(default, deserialize_with = "phone_region")]
    pub phone_region: Option<String>,
    pub require_phone: Option<bool>,
    /// Refuse every write.
    #[serde(default)]
    pub read_only: bool,
    /// Mark it as one where mistakes are real.
    #[serde(default)]
    pub production: bool,
    /// Only to say where a secret belongs.
    #[serde(default, deserialize_with = "no_secret", rename = "client_secret")]
    _client_secret: (),
}

fn base_url<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(d)?;
    BaseUrl::parse(&text).map_err(D::Error::custom)?;
    Ok(Some(text))
}

fn page_size<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u32>, D::Error> {
    match i64::deserialize(d)? {
        size @ 1..=1000 => Ok(u32::try_from(size).ok()),
        size => Err(D::Error::custom(format!("page_size is {size}; a number from 1 to 1000 is expected"))),
    }
}

fn columns<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Vec<Column>>, D::Error> {
    let keys = Vec::<String>::deserialize(d)?;
    let known = || Column::all().map(|c| c.spec().key).collect::<Vec<_>>().join(", ");
    let mut columns: Vec<Column> = Vec::new();
    for key in &keys {
        let column = Column::by_key(key)
            .ok_or_else(|| D::Error::custom(format!("no column is called \"{key}\"; there are: {}", known())))?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    if !columns.contains(&Column::Company) {
        return Err(D::Error::custom("columns must contain \"company\", else no row could be told from another"));
    }
    Ok(Some(columns))
}

fn phone_region<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let code = String::deserialize(d)?;
    match PhoneRegion::new(&code) {
        Some(_) => Ok(Some(code)),
        None => Err(D::Error::custom(format!("phone_region is \"{code}\"; two letters such as \"GB\" are expected"))),
    }
}

fn no_secret<'de, D: Deserializer<'de>>(_: D) -> Result<(), D::Error> {
    Err(D::Error::custom(
        "a secret does not belong in this file; log in with keepnet-tui login, name a secret_command, or give it in \
         KEEPNET_CLIENT_SECRET or KEEPNET_CLIENT_SECRET_<PROFILE>",
    ))
}

/// Reads the file's text.
///
/// # Errors
///
/// A sentence with the line. The line's text is left out: it may be a secret.
pub(super) fn parse(text: &str) -> Result<File, String> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let message = error.message().trim_end_matches('.').replace('\n', " ");
        match error.span() {
            Some(span) => {
                let line = text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1);
                format!("line {line}: {message}")
            }
            None => message,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::parse;
    use rstest::rstest;

    #[rstest]
    #[case("\n\ncolour = 1\n", "line 3", "colour")]
    #[case("[profiles.a]\npagesize = 1\n", "line 2", "page_size")]
    #[case("[profiles.a]\npage_size = 'x'\n", "line 2", "invalid type")]
    #[case("[profiles.a]\npage_size = 0\n", "line 2", "1 to 1000")]
    #[case("[profiles.a]\ncolumns = ['company', 'seats']\n", "line 2", "use_percent")]
    #[case("[profiles.a]\ncolumns = ['used']\n", "line 2", "must contain")]
    #[case("[profiles.a]\nphone_region = 'England'\n", "line 2", "two letters")]
    #[case("[profiles.a]\nbase_url = 'http://h.example'\n", "line 2", "https")]
    #[case("[profiles.a]\nclient_id = 'x'\nclient_secret = 'hunter2'\n", "line 3", "KEEPNET_CLIENT_SECRET")]
    #[case("[profiles.a]\nsecret_command = ' '\n", "line 2", "is empty")]
    #[case("[profiles.a\n", "line 1", "")]
    fn mistakes_are_told_with_their_line(#[case] text: &str, #[case] line: &str, #[case] word: &str) {
        let said = parse(text).expect_err("refused");
        assert!(said.starts_with(line) && said.contains(word), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}
