//! What the parser says, in the terms of whoever writes a configuration.

use crate::domain::text::nearest::nearest;

const NO_SECRET: &str = "a secret does not belong in this file; log in with keepnet-tui login, name a secret_command, or give it in \
     KEEPNET_CLIENT_SECRET or KEEPNET_CLIENT_SECRET_<PROFILE>";

/// The parser's message, completed with what is expected in the user's terms.
const KINDS: [(&str, &str); 10] = [
    ("expected i64", "expected a number"),
    ("expected u32", "expected a number"),
    ("expected a boolean", "expected true or false"),
    ("expected a sequence", "expected a list"),
    ("expected a map", "expected a table"),
    ("expected struct File", "expected a table"),
    ("expected struct Profile", "expected a table of settings"),
    ("expected struct View", "expected a table of settings"),
    ("expected a string", "expected a quoted string"),
    ("expected an option", "expected a value"),
];

/// The parser's message, completed with where a secret belongs, or which setting was probably meant.
pub(super) fn explained(message: &str) -> String {
    let mut said = message.trim_end_matches('.').replace('\n', " ");
    // The parser names its own types.
    for (theirs, plain) in KINDS {
        if let Some(begin) = said.strip_suffix(theirs) {
            said = format!("{begin}{plain}");
        }
    }
    let Some(names) = said.strip_prefix("unknown field `") else { return said };
    // Every second part between backticks is a name: the unknown one, then the valid ones.
    let mut names = names.split('`').step_by(2);
    let unknown = names.next().unwrap_or_default();
    let known: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    // Where a key of the keyboard belongs, it is meant.
    if sounds_secret(unknown) && !known.contains(&"key") {
        return NO_SECRET.to_owned();
    }
    let meant = nearest(unknown, known.iter().copied());
    let there = meant.map_or_else(|| "there".to_owned(), |name| format!("did you mean {name}? There"));
    format!("no setting here is called \"{unknown}\"; {there} are: {}", known.join(", "))
}

/// Such a name probably has a secret beside it, so no similar setting is suggested.
fn sounds_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    let is_command = name.contains("com");
    ["passw", "token", "key"].iter().any(|word| name.contains(word)) || name.contains("secret") && !is_command
}
