//! Checks a configuration file and reports everything that is wrong with it, not only the first problem.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use toml::de::{DeTable, DeValue};

use super::aliases::TeamAliases;
use super::error::{ConfigError, NO_CONFIG_PATH, not_there};
use super::file::{File, parse_spanned};
use super::paths::path_of;
use super::profile::secret_variable;
use super::reading::{self, Text, line_of};
use super::settings::Flags;
use super::themes;
use super::{ca_file, commands};
use crate::domain::desk::own_command::OwnCommand;
use crate::domain::terminal::key_binding::{Binding, Problem};
use crate::domain::user::phone::PhoneRegion;

/// Problems that are reported at most.
const MAX_PROBLEMS: usize = 50;

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The file.
    pub path: PathBuf,
    /// Whether it exists; without it the defaults apply.
    pub exists: bool,
    /// The problems, in the order of their lines.
    pub problems: Vec<Problem>,
    /// The key bindings of the file, to be checked by the caller, who knows the commands.
    pub bindings: Vec<Binding>,
    /// The commands of the file, whose keys are to be checked with the bindings.
    pub own_commands: Vec<OwnCommand>,
    /// Its profiles.
    pub profiles: Vec<String>,
    /// What is valid but may be unexpected.
    pub notes: Vec<String>,
}

/// Checks the file that `flags` name, or the one in the default place.
///
/// # Errors
///
/// If a named file cannot be read.
pub fn check(flags: &Flags) -> Result<Checked, ConfigError> {
    let path = path_of(flags).ok_or_else(|| ConfigError(NO_CONFIG_PATH.to_owned()))?;
    let mut checked = Checked {
        path,
        exists: true,
        problems: Vec::new(),
        bindings: Vec::new(),
        own_commands: Vec::new(),
        profiles: Vec::new(),
        notes: Vec::new(),
    };
    let Some(Text { contents: text, write_protection: guarded, .. }) = reading::read(&checked.path)? else {
        return if flags.config.is_some() {
            Err(not_there(&checked.path))
        } else {
            Ok(Checked { exists: false, ..checked })
        };
    };
    let (file, mut problems) = read(&text);
    if let Some(file) = file {
        problems.extend(within(&file, &text, &checked.path));
        let (commands, wrong) = of_commands(&file, &text);
        checked.own_commands = commands;
        problems.extend(wrong);
        checked.notes = notes(&file);
        checked
            .notes
            .extend(guarded.err().map(|why| format!("its secret_command is not run, nor are its commands: {why}")));
        checked.profiles = file.profiles.keys().cloned().collect();
        checked.bindings = file.bindings;
    }
    problems.sort();
    Ok(Checked { problems, ..checked })
}

/// Parses what can be parsed of the file: each invalid setting is reported and removed, and the rest is parsed again.
fn read(text: &str) -> (Option<File>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut rest = text.to_owned();
    while problems.len() < MAX_PROBLEMS {
        let (span, said) = match parse_spanned(&rest) {
            Ok(file) => return (Some(file), problems),
            Err(wrong) => wrong,
        };
        problems.push(Problem { line: span.as_ref().map(|s| line_of(text, s.start)), message: said });
        let entry = span.and_then(|span| {
            let table = DeTable::parse(&rest).ok()?;
            entry(table.get_ref(), span.start, &rest)
        });
        // Without a position, or if the text is not TOML, nothing can be removed.
        let Some(entry) = entry.filter(|entry| !rest[entry.clone()].trim().is_empty()) else { break };
        let blank: String = rest[entry.clone()].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        let blank = format!("{blank:<width$}", width = entry.len());
        rest.replace_range(entry, &blank);
        if DeTable::parse(&rest).is_err() {
            break;
        }
    }
    (None, problems)
}

/// The byte range of the innermost setting around a position; for a table with a header, up to the next header.
fn entry(table: &DeTable<'_>, at: usize, text: &str) -> Option<Range<usize>> {
    for (key, value) in table {
        if let DeValue::Table(inner) = value.get_ref()
            && let Some(found) = entry(inner, at, text)
        {
            return Some(found);
        }
        let whole = key.span().start.min(value.span().start)..key.span().end.max(value.span().end);
        if !whole.contains(&at) {
            continue;
        }
        let line = text[..whole.start].rfind('\n').map_or(0, |end| end + 1);
        if !text[line..].trim_start().starts_with('[') {
            return Some(whole);
        }
        let mut end = line;
        for (n, piece) in text[line..].split_inclusive('\n').enumerate() {
            if n > 0 && piece.trim_start().starts_with('[') {
                break;
            }
            end += piece.len();
        }
        return Some(line..end);
    }
    None
}

/// Problems between settings that are valid by themselves.
fn within(file: &File, text: &str, path: &std::path::Path) -> Vec<Problem> {
    let table = DeTable::parse(text).ok();
    let line = |names: &[&str]| Some(line_of(text, place(table.as_ref()?.get_ref(), names)?));
    let mut problems = Vec::new();
    if let Some(name) = file.default_profile.as_ref().filter(|name| !file.profiles.contains_key(*name)) {
        let all = file.profiles.keys().cloned().collect::<Vec<_>>().join(", ");
        let known = if all.is_empty() { "there are none".to_owned() } else { format!("there are: {all}") };
        let said = format!("no profile is called \"{name}\"; {known}");
        problems.push(Problem { line: line(&["default_profile"]), message: said });
    }
    if let Err(why) = TeamAliases::new(Vec::new(), file.shared_from.as_deref(), path.parent()).all() {
        problems.push(Problem { line: line(&["aliases_file"]), message: why });
    }
    for (name, profile) in &file.profiles {
        if name.trim().is_empty() {
            problems.push(Problem { line: line(&["profiles", name]), message: "a profile needs a name".to_owned() });
        }
        if let Some(code) = &profile.phone_region
            && !PhoneRegion::new(code).is_some_and(PhoneRegion::is_known)
        {
            let said = format!(
                "phone_region is \"{code}\", which is not a country; GB is the United Kingdom, US the United States"
            );
            problems.push(Problem { line: line(&["profiles", name, "phone_region"]), message: said });
        }
        if let Some(Err(why)) = profile.ca_file.as_ref().map(|file| ca_file::read(file, path.parent())) {
            problems.push(Problem { line: line(&["profiles", name, "ca_file"]), message: format!("ca_file: {why}") });
        }
    }
    problems
}

/// The commands that are right, and what is wrong with the others.
fn of_commands(file: &File, text: &str) -> (Vec<OwnCommand>, Vec<Problem>) {
    let (commands, wrong) = commands::commands(&file.commands, text);
    let problem = |(at, message): (Range<usize>, String)| Problem { line: Some(line_of(text, at.start)), message };
    (commands, wrong.into_iter().map(problem).collect())
}

/// What is valid but may be unexpected.
fn notes(file: &File) -> Vec<String> {
    let mut notes = Vec::new();
    if file.first().is_none() {
        notes.push("none of the profiles is the default: name one with --profile, or set default_profile".to_owned());
    }
    let mut variables = BTreeMap::<String, Vec<&str>>::new();
    for name in file.profiles.keys() {
        variables.entry(secret_variable(name)).or_default().push(name);
    }
    for (variable, names) in variables.iter().filter(|(_, names)| names.len() > 1) {
        let names = names.join(", ");
        notes.push(format!("{variable} would belong to several profiles ({names}): none of them can use it"));
    }
    notes.extend(themes::hard_to_read(&file.own_themes));
    notes
}

/// The position of the key with this path.
fn place(table: &DeTable<'_>, names: &[&str]) -> Option<usize> {
    let (first, rest) = names.split_first()?;
    let (key, value) = table.iter().find(|(key, _)| key.get_ref().as_ref() == *first)?;
    match value.get_ref() {
        DeValue::Table(inner) if !rest.is_empty() => place(inner, rest),
        _ => rest.is_empty().then(|| key.span().start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let (file, mut problems) = read(text);
        if let Some(file) = file {
            problems.extend(within(&file, text, std::path::Path::new("/nonexistent/config.toml")));
            problems.extend(of_commands(&file, text).1);
        }
        problems.sort();
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_problem_is_reported_with_its_line() {
        let text = "theme = 'solar'\ndefault_profile = 'c'\ncolour = 1\n\n[profiles.a]\npage_size = 0\ncolumns = [\n  'company',\n  'chairs',\n]\n\
                    ca_file = 'no.pem'\nclient_secret = 'hunter2'\naccent = 'mäuve'\n\n[profilez.b]\npage_size = 0\n[profiles.'é']\nbase_url = 'http://h.example'\n";
        let said = lines(text);
        let starts = [
            "line 1:", "line 2:", "line 3:", "line 6:", "line 7:", "line 11:", "line 12:", "line 13:", "line 15:",
            "line 18:",
        ];
        assert_eq!(said.len(), starts.len(), "{said:#?}");
        for (said, start) in said.iter().zip(starts) {
            assert!(said.starts_with(start), "{said} is not {start}");
        }
        assert!(!said.concat().contains("hunter2"));
    }

    #[test]
    fn every_mistake_of_a_command_is_reported_at_once() {
        let text = "[commands.a]\nrun = ['x', '{compny_id}', '{nothing}']\nwhere = 'table'\n\n[commands.b]\n\n\
                    [commands.c]\nrun = ['x']\nopen = 'https://h.example/'\nlabl = ''\n[profiles.p]\nconsole_url = 'h.example'\n";
        let said = lines(text);
        let starts = [
            "line 2: a: run: no placeholder is called {compny_id}; did you mean {company_id}?",
            "line 2: a: run: no placeholder is called {nothing}",
            "line 3: a: where: no place is called \"table\"",
            "line 5: b: it does nothing",
            "line 9: c: it has both run and open",
            "line 10: no setting here is called \"labl\"; did you mean label?",
            "line 12: console_url: the address does not begin with https://",
        ];
        assert_eq!(said.len(), starts.len(), "{said:#?}");
        for (said, start) in said.iter().zip(starts) {
            assert!(said.starts_with(start), "{said} is not {start}");
        }
    }

    #[test]
    fn toml_error_has_its_line() {
        let said = lines("theme = 'dusk'\n[profiles.a\npage_size = 0\n");
        assert!(said.len() == 1 && said[0].starts_with("line 2:"), "{said:?}");
    }

    #[test]
    fn inline_setting_error_does_not_hide_others() {
        let said = lines("profiles = { a = { page_size = 0 } }\ntheme = 'solar'\n");
        assert_eq!(said.len(), 2, "{said:?}");
    }

    #[test]
    fn invalid_region_and_empty_profile_name_are_reported() {
        let said = lines("[profiles.a]\nphone_region = 'XX'\n[profiles.b]\nphone_region = 'gb'\n[profiles.\"\"]\n");
        assert!(said.len() == 2 && said[0].starts_with("line 2: phone_region is \"XX\""), "{said:?}");
        assert_eq!(said[1], "line 5: a profile needs a name");
    }

    #[test]
    fn surprising_settings_are_noted() {
        let told = |text| notes(&parse_spanned(text).expect("right"));
        for text in
            ["", "[profiles.a]", "[profiles.a]\n[profiles.default]", "default_profile='a'\n[profiles.a]\n[profiles.b]"]
        {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
        let said = told("[profiles.a-b]\n[profiles.a_b]\n[profiles.c]");
        assert!(said.len() == 2 && said[0].contains("--profile"), "{said:?}");
        assert!(said[1].starts_with("KEEPNET_CLIENT_SECRET_A_B") && said[1].contains("(a-b, a_b)"), "{said:?}");
    }

    #[test]
    fn every_wrong_role_is_reported_and_low_contrast_is_noted() {
        let said =
            lines("[themes.a]\ndim = 1\nink = '#000000'\nbase = 'mono'\n[themes.dusk]\ndim = '#ffffff'\n[themes.b]\n");
        let starts =
            ["line 2:", "line 3: no role is called \"ink\"", "line 4: base is", "line 5: \"dusk\" is the name"];
        assert_eq!(said.len(), starts.len(), "{said:#?}");
        assert!(said.iter().zip(starts).all(|(said, start)| said.starts_with(start)), "{said:#?}");
        let told = |text| notes(&parse_spanned(text).expect("right"));
        assert_eq!(told("[themes.a]\nbase = 'paper'\n"), Vec::<String>::new());
        let said = told("[themes.a]\nbase = 'paper'\ndim = '#808080'\n");
        let on = |ground: &str| format!("theme a: dim on {ground} has a contrast of ");
        assert_eq!(said.len(), 5, "{said:#?}");
        assert!(said[0].starts_with(&on("ground")) && said[0].contains("3.6, and 4.5 is needed"), "{said:#?}");
        assert!(said[3].starts_with(&on("selection")), "{said:#?}");
    }

    #[test]
    fn valid_configuration_has_no_notes() {
        assert_eq!(lines(super::super::EXAMPLE), Vec::<String>::new());
        assert_eq!(lines(""), Vec::<String>::new());
    }
}
