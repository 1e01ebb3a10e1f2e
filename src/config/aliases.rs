//! The aliases that a team shares: `[aliases]` of the configuration, and of a file that it names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::ca_file;
use super::explained::explained;
use super::reading::{decoded, line_of};
use super::themes::Wrong;
use crate::domain::desk::note::{ALIAS_MAX, alias};
use crate::domain::desk::notes::SharedAlias;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::line;
use crate::system::file::read_regular;

/// The largest file.
const BYTES_MAX: u64 = 1_048_576;
/// Most aliases of a table.
const ALIASES_MAX: usize = 5_000;
/// Longest ID or name of a company, in characters.
const COMPANY_MAX: usize = 256;

/// Companies by their aliases.
pub(super) type Table = BTreeMap<String, Spanned<String>>;

/// The file of a team.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasFile {
    #[serde(default)]
    aliases: Table,
}

/// The aliases of a configuration, and the file with more of them, which is read again whenever it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamAliases {
    own: Vec<SharedAlias>,
    file: Option<PathBuf>,
}

impl TeamAliases {
    pub(super) fn new(own: Vec<SharedAlias>, file: Option<&str>, folder: Option<&Path>) -> Self {
        Self { own, file: file.map(|written| ca_file::resolve(written, folder)) }
    }

    /// Those of the configuration itself.
    #[must_use]
    pub fn own(&self) -> &[SharedAlias] {
        &self.own
    }

    /// All of them; the file is read now.
    ///
    /// # Errors
    ///
    /// A sentence with the file and the line, if the file cannot be used.
    pub fn all(&self) -> Result<Vec<SharedAlias>, String> {
        let mut all = self.own.clone();
        if let Some(path) = &self.file {
            let why = |why: String| format!("aliases_file: {}: {why}", path.display());
            all.extend(read(path).map_err(why)?);
        }
        Ok(all)
    }
}

fn read(path: &Path) -> Result<Vec<SharedAlias>, String> {
    let bytes = read_regular(path, BYTES_MAX).map_err(|refused| format!("it cannot be read: {refused}"))?;
    let text = decoded(bytes)?;
    let told = |(span, said): Wrong| match span {
        Some(span) => format!("line {}: {said}", line_of(&text, span.start)),
        None => said,
    };
    let file: AliasFile = toml::from_str(&text).map_err(|error| told((error.span(), explained(error.message()))))?;
    aliases(&file.aliases).map_err(told)
}

/// The aliases of a table, in its order.
///
/// # Errors
///
/// The first problem.
pub(super) fn aliases(table: &Table) -> Result<Vec<SharedAlias>, Wrong> {
    let mut table: Vec<_> = table.iter().collect();
    table.sort_by_key(|(_, company)| company.span().start);
    if let Some((_, company)) = table.get(ALIASES_MAX) {
        let said = format!("there are {} aliases; at most {ALIASES_MAX} are read", table.len());
        return Err((Some(company.span()), said));
    }
    table.into_iter().map(|(written, company)| shared(written, company)).collect()
}

fn shared(written: &str, company: &Spanned<String>) -> Result<SharedAlias, Wrong> {
    let wrong = |said: String| Err((Some(company.span()), said));
    let alias = alias(written);
    let called = line(company.get_ref());
    let called = called.trim();
    if alias.is_empty() {
        return wrong("an alias is empty".to_owned());
    }
    let (long, name) = (alias.chars().count(), alias.chars().take(ALIAS_MAX).collect::<String>());
    if long > ALIAS_MAX {
        return wrong(format!("alias \"{name}…\" has {long} characters; at most {ALIAS_MAX} are allowed"));
    }
    if called.is_empty() {
        return wrong(format!("alias \"{name}\" names no company; its ID or its full name is expected"));
    }
    if called.chars().count() > COMPANY_MAX {
        return wrong(format!("the company of alias \"{name}\" has more than {COMPANY_MAX} characters"));
    }
    Ok(SharedAlias { alias, company: CompanyId::new(called) })
}

#[cfg(test)]
#[path = "aliases_tests.rs"]
mod tests;
