//! The commands of the configuration: `[commands.NAME]`.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::keys::Keys;
use super::reading::line_of;
use crate::domain::desk::address::AddressTemplate;
use crate::domain::desk::own_command::{Action, OwnCommand, PLACES, Place};
use crate::domain::desk::template::Template;
use crate::domain::text::cells::width;
use crate::domain::text::nearest::nearest;
use crate::domain::text::{has_visible, is_unsafe};

/// The longest label, in cells.
const LABEL_MAX: usize = 16;

/// A table of the file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// Its keys, such as "t" or "x t"; without keys it is in the palette.
    #[schemars(with = "Option<Keys>")]
    key: Option<Spanned<Keys>>,
    /// One or two words for the footer and the key list.
    #[schemars(with = "Option<String>")]
    label: Option<Spanned<String>>,
    /// A program and its arguments, started without a shell; arguments may have placeholders.
    #[schemars(with = "Option<Vec<String>>")]
    run: Option<Spanned<Vec<Spanned<String>>>>,
    /// An https address to open; it may have placeholders.
    #[schemars(with = "Option<String>")]
    open: Option<Spanned<String>>,
    /// Ask before it is run, with the exact command line.
    #[serde(default)]
    confirm: bool,
    /// Where it can be run: on the company of the table, in the company pane, on the user of a list; one or several.
    #[serde(rename = "where")]
    #[schemars(with = "Option<Places>")]
    place: Option<Spanned<Places>>,
}

/// `"companies"`, or `["companies", "company"]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "\"companies\", \"company\", \"users\" or a list of them is expected")]
pub(super) enum Places {
    One(String),
    Many(Vec<String>),
}

/// What is wrong, and where.
pub(super) type Wrong = (Range<usize>, String);

/// The commands of a file, in the order of their lines, and everything that is wrong with them.
pub(super) fn commands(tables: &BTreeMap<String, Spanned<Table>>, text: &str) -> (Vec<OwnCommand>, Vec<Wrong>) {
    let (mut commands, mut wrong) = (Vec::new(), Vec::new());
    for (name, table) in tables {
        let found = wrong.len();
        let command = command(name, table, text, &mut wrong);
        commands.extend(command.filter(|_| wrong.len() == found));
    }
    commands.sort_by_key(|command| command.line);
    (commands, wrong)
}

fn command(name: &str, table: &Spanned<Table>, text: &str, wrong: &mut Vec<Wrong>) -> Option<OwnCommand> {
    let (whole, table) = (table.span(), table.get_ref());
    let mut complain = |at: Range<usize>, said: String| wrong.push((at, format!("{name}: {said}")));
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        complain(whole.clone(), "the name of a command consists of a to z, 0 to 9 and \"-\"".to_owned());
    }
    let label = table.label.as_ref().map(|label| label.get_ref().trim()).unwrap_or_default();
    if let Some(given) = &table.label
        && (label.is_empty() && !given.get_ref().is_empty() || label.chars().any(is_unsafe) || width(label) > LABEL_MAX)
    {
        complain(given.span(), format!("a label has at most {LABEL_MAX} visible characters"));
    }
    let places = places(table, &mut complain);
    let action = match (&table.run, &table.open) {
        (Some(run), None) => program(run, &mut complain),
        (None, Some(open)) => match AddressTemplate::parse(open.get_ref()) {
            Ok(address) => Some(Action::Open(address)),
            Err(why) => {
                complain(open.span(), format!("open: {why}"));
                None
            }
        },
        (Some(_), Some(open)) => {
            complain(open.span(), "it has both run and open; a command does one of them".to_owned());
            None
        }
        (None, None) => {
            complain(
                whole.clone(),
                "it does nothing; give it run = [\"program\", …] or open = \"https://…\"".to_owned(),
            );
            None
        }
    };
    let placeholders = action.as_ref().map(Action::placeholders).unwrap_or_default();
    if let Some(of_user) = placeholders.iter().find(|placeholder| placeholder.spec().of_user)
        && places.iter().any(|place| *place != Place::Users)
    {
        let at = table.run.as_ref().map(Spanned::span).or_else(|| table.open.as_ref().map(Spanned::span));
        complain(
            at.unwrap_or(whole.clone()),
            format!("{{{}}} has a value only where = \"users\"", of_user.spec().name),
        );
    }
    let line = line_of(text, table.key.as_ref().map_or(whole.start, |key| key.span().start));
    Some(OwnCommand {
        name: name.to_owned(),
        keys: table.key.as_ref().map(|keys| keys.get_ref().clone().list()).unwrap_or_default(),
        label: label.to_owned(),
        action: action?,
        confirm: table.confirm,
        places,
        line,
    })
}

fn places(table: &Table, complain: &mut impl FnMut(Range<usize>, String)) -> Vec<Place> {
    let Some(given) = &table.place else { return vec![Place::Companies] };
    let names = match given.get_ref() {
        Places::One(name) => std::slice::from_ref(name),
        Places::Many(names) => names.as_slice(),
    };
    let known = || PLACES.iter().map(|(name, _)| *name);
    let mut places = Vec::new();
    for name in names {
        match PLACES.iter().find(|(known, _)| known == name) {
            Some((_, place)) if !places.contains(place) => places.push(*place),
            Some(_) => {}
            None => {
                let meant = nearest(name, known()).map(|name| format!("did you mean {name}? ")).unwrap_or_default();
                let all = known().collect::<Vec<_>>().join(", ");
                complain(given.span(), format!("where: no place is called \"{name}\"; {meant}there are: {all}"));
            }
        }
    }
    if names.is_empty() {
        complain(given.span(), "where: the list is empty".to_owned());
    }
    places
}

fn program(run: &Spanned<Vec<Spanned<String>>>, complain: &mut impl FnMut(Range<usize>, String)) -> Option<Action> {
    let Some((program, arguments)) = run.get_ref().split_first().filter(|(program, _)| has_visible(program.get_ref()))
    else {
        complain(run.span(), "run is empty; write the program and its arguments as a list".to_owned());
        return None;
    };
    let mut templates = Vec::with_capacity(arguments.len());
    let mut sound = true;
    for (n, part) in run.get_ref().iter().enumerate() {
        let template = match Template::parse(part.get_ref()) {
            _ if part.get_ref().contains('\0') => Err("run: a text contains a null character".to_owned()),
            Ok(template) if n == 0 && template.placeholders().next().is_some() => {
                Err("run: the program is fixed; placeholders stand in its arguments".to_owned())
            }
            Ok(template) => Ok(template),
            Err(why) => Err(format!("run: {why}")),
        };
        match template {
            Ok(template) => templates.push(template),
            Err(why) => {
                complain(part.span(), why);
                sound = false;
            }
        }
    }
    templates.drain(..usize::from(!templates.is_empty()));
    // A program whose name has braces is written with two of them, as an argument is.
    let program = Template::parse(program.get_ref()).and_then(|template| template.fill(|_| Ok(String::new())));
    program.ok().filter(|_| sound).map(|program| Action::Run { program, arguments: templates })
}

#[cfg(test)]
mod tests {
    use super::super::file::parse;
    use super::*;
    use rstest::rstest;

    #[test]
    fn commands_are_read_with_their_lines() {
        let text = "[commands.ticket]\nlabel = 'ticket'\nkey = ['t', 'f7']\nrun = ['crm', '--customer', '{company_name}', '{{x}}']\n\
                    confirm = true\nwhere = ['companies', 'company']\n\n[commands.wiki]\nopen = 'https://wiki.example/{company_id}'\n";
        let commands = parse(text).expect("fine").own_commands;
        let [ticket, wiki] = commands.as_slice() else { panic!("{commands:?}") };
        assert_eq!((ticket.name.as_str(), ticket.line, ticket.confirm), ("ticket", 3, true));
        assert_eq!((ticket.keys.join(" "), ticket.label.as_str()), ("t f7".to_owned(), "ticket"));
        assert_eq!(ticket.places, [Place::Companies, Place::Company]);
        let Action::Run { program, arguments } = &ticket.action else { panic!("{ticket:?}") };
        assert_eq!((program.as_str(), arguments.len()), ("crm", 3));
        assert_eq!(ticket.help(), "ticket: runs crm");
        assert_eq!((wiki.line, wiki.places.as_slice(), wiki.confirm), (8, &[Place::Companies][..], false));
        assert_eq!(wiki.help(), "wiki: opens wiki.example");
    }

    #[rstest]
    #[case("[commands.a]\nlabel = 'x'\n", "line 1: a: it does nothing")]
    #[case("[commands.a]\nrun = []\n", "line 2: a: run is empty")]
    #[case("[commands.a]\nrun = [' ']\n", "line 2: a: run is empty")]
    #[case("[commands.a]\nrun = ['']\n", "line 2: a: run is empty")]
    #[case("[commands.a]\nrun = 'crm x'\n", "line 2: ")]
    #[case("[commands.a]\nrun = ['x']\nopen = 'https://h.example'\n", "line 3: a: it has both run and open")]
    #[case("[commands.a]\nrun = [\n  'x',\n  '{company}',\n]\n", "line 4: a: run: no placeholder is called {company}")]
    #[case("[commands.a]\nrun = ['{company_id}']\n", "line 2: a: run: the program is fixed")]
    #[case("[commands.a]\nrun = ['x', \"a\\u0000\"]\n", "line 2: a: run: a text contains a null")]
    #[case("[commands.a]\nopen = 'http://h.example/'\n", "line 2: a: open: plain http")]
    #[case("[commands.a]\nopen = 'https://{company_id}/'\n", "line 2: a: open: a placeholder is in the host")]
    #[case("[commands.a]\nrun = ['x']\nwhere = 'company_list'\n", "line 3: a: where: no place is called")]
    #[case("[commands.a]\nrun = ['x']\nwhere = ['users', 'compny']\n", "did you mean company?")]
    #[case("[commands.a]\nrun = ['x']\nwhere = []\n", "line 3: a: where: the list is empty")]
    #[case("[commands.a]\nrun = ['x']\nwhere = 5\n", "line 3: \"companies\", \"company\", \"users\"")]
    #[case("[commands.a]\nrun = ['x', '{user_id}']\n", "line 2: a: {user_id} has a value only where = \"users\"")]
    #[case(
        "[commands.a]\nopen = 'https://h.example/{user_id}'\nwhere = ['users', 'company']\n",
        "line 2: a: {user_id}"
    )]
    #[case(
        "[commands.a]\nrun = ['x']\nlable = 'x'\n",
        "line 3: no setting here is called \"lable\"; did you mean label?"
    )]
    #[case("[commands.a]\nrun = ['x']\nlabel = 'this is much too long'\n", "line 3: a: a label has at most")]
    #[case("[commands.a]\nrun = ['x']\nlabel = \"a\\u001b[2J\"\n", "line 3: a: a label has at most")]
    #[case("[commands.'My tool']\nrun = ['x']\n", "line 1: My tool: the name of a command")]
    #[case("[commands]\na = 1\n", "line 2")]
    fn mistakes_are_told_with_their_line(#[case] text: &str, #[case] words: &str) {
        let said = parse(text).expect_err("refused");
        assert!(said.contains(words), "{said}");
    }
}
