//! People of a text that is no table: recipients as a mail program copies them, forms of labels and values.

use std::collections::HashMap;

use super::delimited::guess_note;
use super::encoding::Decoded;
use super::sheet::{Line, Origin, Rows, Sheet, Unit};
use crate::domain::text::count;
use crate::domain::user::phone::PhoneRegion;
use crate::paste::{Analysis, Certainty, Contact, Context, Part, READ_KIB, analyze};

/// The columns, and their titles.
const COLUMNS: [(Part, &str); 13] = [
    (Part::Email, "Email"),
    (Part::FirstName, "First name"),
    (Part::LastName, "Last name"),
    (Part::Phone, "Phone"),
    (Part::Department, "Department"),
    (Part::Groups, "Groups"),
    (Part::Language, "Language"),
    (Part::TimeZone, "Time zone"),
    (Part::Priority, "Priority"),
    (Part::Active, "Active"),
    (Part::ManagerFirstName, "Manager first name"),
    (Part::ManagerLastName, "Manager last name"),
    (Part::ManagerEmail, "Manager email"),
];
/// Lines without use that are shown.
const TOLD: usize = 3;

/// A row is nothing but addresses of several people, which a table never has.
pub(super) fn is_of_recipients(line: &Line) -> bool {
    let mut filled = line.cells.iter().filter(|cell| !cell.trim().is_empty()).peekable();
    let several = filled.clone().nth(1).is_some();
    several && filled.peek().is_some() && filled.all(|cell| cell.contains('@'))
}

/// The people of a text; `None` if it does not describe several of them. National phone numbers are those of the region.
pub(super) fn read(decoded: &Decoded, region: Option<PhoneRegion>) -> Result<Option<Sheet>, String> {
    let found = analyze(&decoded.text, &Context { region, ..Context::default() });
    if found.people.len() < 2 || !found.people.iter().any(|one| one.get(Part::Email).is_some()) {
        return Ok(None);
    }
    if found.cut {
        return Err(format!(
            "it is a text with people in it and no table; of such a text {READ_KIB} KiB are read. Divide it, or make a table of it"
        ));
    }
    let mut rows = Rows::new(Unit::Person);
    let used: Vec<_> =
        COLUMNS.iter().filter(|(part, _)| found.people.iter().any(|one| one.get(*part).is_some())).collect();
    rows.add(0, used.iter().map(|(_, title)| (*title).to_owned()).collect())?;
    let mut guesses = HashMap::new();
    for (number, one) in (1..).zip(&found.people) {
        let cell = |(part, _): &&(Part, &str)| one.get(*part).map_or_else(String::new, |found| found.value.clone());
        rows.add(number as u64, used.iter().map(cell).collect())?;
        let doubtful = doubts(one);
        if !doubtful.is_empty() {
            guesses.insert(number, doubtful);
        }
    }
    let mut notes = guess_note(decoded);
    notes.extend(not_used(&found));
    Ok(Some(Sheet {
        form: format!("a text with people in it, {}", decoded.encoding),
        origin: Origin::Text,
        unit: Unit::Person,
        separator: b',',
        lines: rows.done(),
        notes,
        guesses,
    }))
}

/// What a person should look at before somebody is created: what was guessed, and what has no field.
fn doubts(one: &Contact) -> Vec<String> {
    let mut said = Vec::new();
    for (part, title) in COLUMNS {
        let Some(finding) = one.get(part) else { continue };
        if finding.certainty == Certainty::Guess {
            said.push(format!("{title}: \"{}\" is a guess ({})", finding.value, finding.why));
        }
        if !finding.lost.is_empty() {
            said.push(format!("{title}: {} has no field", finding.lost));
        }
    }
    said
}

fn not_used(found: &Analysis) -> Option<String> {
    let lines = found.leftover.iter().take(TOLD).map(|left| format!("line {} \"{}\"", left.line, left.text));
    let mut said = lines.collect::<Vec<_>>().join(", ");
    let more = found.leftover.len().saturating_sub(TOLD);
    if more > 0 {
        said = format!("{said} and {}", count(more as u64, "other line", "other lines"));
    }
    (!said.is_empty()).then(|| format!("not used: {said}"))
}
