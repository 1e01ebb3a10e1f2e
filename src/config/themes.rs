//! The user's own themes: `[themes.NAME]` is a table of roles and colours.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use crate::domain::terminal::appearance::{ThemeChoice, ThemeName};
use crate::domain::terminal::theme::{Colours, DUSK, PAPER, Rgb, Role, TEXT_CONTRAST};
use crate::domain::text::nearest::nearest;

/// The setting that names the theme from which missing roles are taken.
pub(super) const BASE: &str = "base";
/// The themes that can be a base.
pub(super) const BASES: [(&str, Colours); 2] = [("dusk", DUSK), ("paper", PAPER)];

/// The table of one theme as it is in the file.
pub(super) type Table = Spanned<BTreeMap<String, Spanned<String>>>;
/// A problem with the bytes that are wrong.
pub(super) type Wrong = (Option<Range<usize>>, String);

/// The themes of a file.
///
/// # Errors
///
/// The first problem.
pub(super) fn themes(tables: &BTreeMap<String, Table>) -> Result<BTreeMap<String, Colours>, Wrong> {
    tables.iter().map(|(name, table)| Ok((name.clone(), theme(name, table)?))).collect()
}

fn theme(name: &str, table: &Table) -> Result<Colours, Wrong> {
    if name.trim().is_empty() {
        return Err((Some(table.span()), "a theme needs a name".to_owned()));
    }
    if ThemeName::named(name).is_some() {
        let said = format!("\"{name}\" is the name of a built-in theme; choose another one");
        return Err((Some(table.span()), said));
    }
    let settings = table.get_ref();
    let mut colours = settings.get(BASE).map_or(Ok(DUSK), base)?;
    for (setting, value) in settings.iter().filter(|(setting, _)| *setting != BASE) {
        let role = Role::named(setting).ok_or_else(|| (Some(value.span()), unknown(setting)))?;
        let colour = Rgb::parse(value.get_ref()).ok_or_else(|| {
            let said = format!("{setting} is \"{}\"; a colour such as \"#1c2130\" is expected", value.get_ref());
            (Some(value.span()), said)
        })?;
        colours.set(role, colour);
    }
    Ok(colours)
}

fn base(value: &Spanned<String>) -> Result<Colours, Wrong> {
    let found = BASES.into_iter().find(|(name, _)| name == value.get_ref());
    found.map(|(_, colours)| colours).ok_or_else(|| {
        let said = format!("base is \"{}\"; \"dusk\" or \"paper\" is expected", value.get_ref());
        (Some(value.span()), said)
    })
}

fn unknown(setting: &str) -> String {
    let names: Vec<&str> = std::iter::once(BASE).chain(Role::ALL.map(Role::name)).collect();
    let there = nearest(setting, names.iter().copied())
        .map_or_else(|| "there".to_owned(), |name| format!("did you mean {name}? There"));
    format!("no role is called \"{setting}\"; {there} are: {}", names.join(", "))
}

/// The theme with this name.
///
/// # Errors
///
/// A sentence with the names of all.
pub(super) fn chosen(name: &str, own: &BTreeMap<String, Colours>) -> Result<ThemeChoice, String> {
    if let Some(theme) = ThemeName::named(name) {
        return Ok(ThemeChoice::BuiltIn(theme));
    }
    if let Some(colours) = own.get(name) {
        return Ok(ThemeChoice::Own { name: name.to_owned(), colours: *colours });
    }
    let mut all: Vec<&str> = ThemeName::ALL.map(ThemeName::name).to_vec();
    all.extend(own.keys().map(String::as_str));
    Err(format!("no theme is called \"{name}\"; there are: {}", all.join(", ")))
}

/// A remark for each pair of roles of a theme that is hard to read.
pub(super) fn hard_to_read(own: &BTreeMap<String, Colours>) -> Vec<String> {
    let remark = |name: &str, colours: &Colours| {
        let pairs = colours.unreadable().into_iter().map(|pair| {
            format!(
                "theme {name}: {} on {} has a contrast of {}, and {TEXT_CONTRAST} is needed to read it well",
                pair.ink.name(),
                pair.ground.name(),
                // Never rounded up to what is needed.
                (pair.ratio * 10.0).floor() / 10.0
            )
        });
        pairs.collect::<Vec<_>>()
    };
    own.iter().flat_map(|(name, colours)| remark(name, colours)).collect()
}
