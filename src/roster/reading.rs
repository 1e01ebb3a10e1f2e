//! A file as it was read, by what the person has said about it.

use std::collections::{HashMap, HashSet};

use super::columns::{Layout, Mapping, TITLE_ROWS, has_titles, layout};
use super::defaults::FieldDefault;
use super::encoding;
use super::file::{Hints, read};
use super::groups::GroupChoices;
use super::meaning::Meaning;
use super::names::name_key;
use super::person::{Person, people};
use super::sheet::{Line, Sheet, Unit};
use super::text::{self, is_of_recipients};
use crate::domain::form::fields::{FieldId, Rules};
use crate::domain::text::line;

/// What the person has said about the import.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The company of all rows; `None`: a column names it.
    pub company: Option<String>,
    /// With a company: people become users of the one that their row names (`true`), or of the company (`false`). If
    /// nothing was said, of the company as well; [`Reading::passed_over`] has what the rows name then.
    pub by_row: Option<bool>,
    /// What columns are for.
    pub maps: Vec<Mapping>,
    /// What rows have whose own cell is empty.
    pub defaults: Vec<FieldDefault>,
    /// How the file is to be read.
    pub hints: Hints,
    /// Groups, languages and time zones that do not exist are left out.
    pub skip_unknown: bool,
    /// What becomes of groups that do not exist.
    pub groups: GroupChoices,
    /// The licence limit may be exceeded.
    pub allow_over_limit: bool,
    /// Inactive users are made active.
    pub reactivate: bool,
    /// The file is the list of everybody: users change as it says, and those who are not in it become inactive.
    pub reconcile: bool,
    /// The rules of the form.
    pub rules: Rules,
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The SHA-256 of its contents, in hexadecimal.
    pub digest: String,
    /// What the person has said. What only the plan depends on may be changed before it is judged again.
    pub options: Options,
    /// Its rows.
    pub sheet: Sheet,
    /// Its columns.
    pub layout: Layout,
    /// The column that names companies and is not used.
    pub passed_over: Option<NamedCompanies>,
}

/// A column that names the companies of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCompanies {
    /// Its title.
    pub title: String,
    /// The companies, each as it is named first.
    pub names: Vec<String>,
}

impl NamedCompanies {
    fn of(sheet: &Sheet, layout: &Layout) -> Option<Self> {
        let columns = layout.of(&Meaning::Company);
        let column = columns.first()?;
        let mut seen = HashSet::new();
        let cells = sheet.lines.iter().skip(layout.first).map(|row| line(row.cell(column.at)));
        let names = cells.filter(|name| !name.is_empty() && seen.insert(name_key(name))).collect();
        Some(Self { title: column.title.clone(), names })
    }
}

impl Reading {
    /// Reads the rows, and finds out what the columns are for.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, as the end of a sentence that has named it.
    pub fn of(bytes: &[u8], digest: String, options: Options) -> Result<Self, String> {
        Self::remembering(bytes, digest, options, |_| None)
    }

    /// The same; if the person has said nothing about columns, what was said before about a file with the same titles
    /// holds. `remembered` is asked for each row that may have the titles.
    ///
    /// # Errors
    ///
    /// As [`Self::of`].
    pub fn remembering(
        bytes: &[u8],
        digest: String,
        mut options: Options,
        remembered: impl Fn(&[String]) -> Option<Vec<Mapping>>,
    ) -> Result<Self, String> {
        let table = read(bytes, &options.hints)?;
        if options.maps.is_empty() {
            let maps = table.lines.iter().take(TITLE_ROWS).find_map(|line| remembered(&titles(line)));
            options.maps = maps.unwrap_or_default();
        }
        let columns = layout(&table, &options.maps);
        let (sheet, mut layout) = match running_text(bytes, &table, columns.is_ok(), &options)? {
            Some(sheet) => {
                let columns = layout(&sheet, &[])?;
                (sheet, columns)
            }
            None => (table, columns?),
        };
        let mut passed_over = None;
        if options.company.is_some() && options.by_row != Some(true) {
            passed_over = NamedCompanies::of(&sheet, &layout).filter(|named| !named.names.is_empty());
            layout.leave_out(&Meaning::Company, "--company says which");
        }
        layout.defaults.clone_from(&options.defaults);
        Ok(Self { digest, options, sheet, layout, passed_over })
    }

    /// What somebody should know about the file.
    pub(super) fn notes(&self) -> Vec<String> {
        let notes = self.sheet.notes.iter().chain(&self.layout.notes).cloned();
        notes.chain(self.layout.defaults_note()).collect()
    }

    /// The titles of its columns, by which it is remembered what they are for; `None` if it has none.
    #[must_use]
    pub fn titles(&self) -> Option<Vec<String>> {
        self.layout.header.and_then(|at| self.sheet.lines.get(at)).map(titles)
    }

    /// Everybody in it.
    #[must_use]
    pub fn people(&self) -> Vec<Person> {
        people(&self.sheet, &self.layout, self.options.rules.region)
    }

    /// Whether the row of a person has a priority.
    pub(super) fn has_priority(&self, person: &Person) -> bool {
        let columns = self.layout.of(&Meaning::Field(FieldId::Priority));
        let line = self.sheet.lines.get(person.at);
        line.is_some_and(|line| columns.iter().any(|column| !line.cell(column.at).trim().is_empty()))
    }

    /// Whether it is known whose users they become: from the person, or from a column.
    #[must_use]
    pub fn names_a_company(&self) -> bool {
        self.options.company.is_some() || self.layout.has(&Meaning::Company)
    }

    /// The people of each company as it is named, in the order of the rows in which the companies are named first. The
    /// name is empty where a row has none.
    #[must_use]
    pub fn by_company(&self, people: Vec<Person>) -> Vec<(String, Vec<Person>)> {
        let given = self.options.company.clone().unwrap_or_default();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut found: Vec<(String, Vec<Person>)> = Vec::new();
        for person in people {
            let name = if person.company.is_empty() { given.clone() } else { person.company.clone() };
            let place = *places.entry(name_key(&name)).or_insert_with(|| {
                found.push((name, Vec::new()));
                found.len() - 1
            });
            if let Some((_, people)) = found.get_mut(place) {
                people.push(person);
            }
        }
        found
    }
}

fn titles(row: &Line) -> Vec<String> {
    row.cells.iter().map(|cell| line(cell).trim().to_owned()).collect()
}

/// The people of a text that is no table: it has no titles, and no columns, or is one line of addresses.
fn running_text(bytes: &[u8], table: &Sheet, has_columns: bool, options: &Options) -> Result<Option<Sheet>, String> {
    let is_recipients = matches!(table.lines.as_slice(), [line] if is_of_recipients(line));
    let is_table = has_columns && !is_recipients;
    if table.unit != Unit::Line || !options.maps.is_empty() || has_titles(&table.lines) || is_table {
        return Ok(None);
    }
    let decoded = encoding::decode(bytes, options.hints.encoding.as_deref())?;
    // Of whom such a text does not speak, nobody knows whether they have left.
    let found = if options.reconcile { None } else { text::read(&decoded, options.rules.region)? };
    // As a table it would be one person, and the other addresses lost.
    if found.is_none() && has_columns {
        return Err("it is one line of addresses, which may all be of one person; write each person on a line of \
            their own, with their name"
            .to_owned());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn reading(text: &str) -> Result<Reading, String> {
        Reading::of(text.as_bytes(), String::new(), Options::default())
    }

    fn rows(text: &str) -> Vec<String> {
        let reading = reading(text).expect("read");
        assert_eq!(reading.sheet.unit, Unit::Person, "{text}: {:?}", reading.sheet.lines);
        reading.sheet.lines.iter().skip(1).map(|line| line.cells.join("|")).collect()
    }

    const TWO: [&str; 2] = ["anna.smith@quartz.example|Anna|Smith", "bob.jones@quartz.example|Bob|Jones"];

    #[rstest]
    #[case("Anna Smith <anna.smith@quartz.example>; Bob Jones <bob.jones@quartz.example>")]
    #[case("Anna Smith <anna.smith@quartz.example>, Bob Jones <bob.jones@quartz.example>\n")]
    #[case("Anna Smith <anna.smith@quartz.example>\nBob Jones <bob.jones@quartz.example>\n")]
    #[case("\"Smith, Anna\" <anna.smith@quartz.example>; \"Jones, Bob\" <bob.jones@quartz.example>")]
    #[case("Name: Anna Smith\nEmail: anna.smith@quartz.example\n\nName: Bob Jones\nEmail: bob.jones@quartz.example\n")]
    fn several_people_are_read_without_a_table(#[case] text: &str) {
        assert_eq!(rows(text), TWO);
    }

    #[test]
    fn nobody_of_a_line_of_bare_addresses_is_lost() {
        for text in [
            "anna.smith@quartz.example; bob.jones@quartz.example; eve.lin@quartz.example",
            "anna.smith@quartz.example, bob.jones@quartz.example, eve.lin@quartz.example",
        ] {
            let mails = rows(text).into_iter().map(|row| row.split('|').next().unwrap_or_default().to_owned());
            let wanted = ["anna.smith@quartz.example", "bob.jones@quartz.example", "eve.lin@quartz.example"];
            assert_eq!(mails.collect::<Vec<_>>(), wanted);
        }
    }

    #[test]
    fn guesses_are_for_a_person_to_look_at() {
        let text = "anna.smith@quartz.example; bob.jones@quartz.example; eve.lin@quartz.example";
        let people = reading(text).expect("read").people();
        assert_eq!(people.len(), 3);
        let notes: Vec<_> = people.iter().map(|person| person.notes.join("; ")).collect();
        assert!(
            notes.iter().all(|notes| notes.contains("First name: \"") && notes.contains("is a guess")),
            "{notes:?}"
        );
        let sure = reading("Anna Smith <anna.smith@quartz.example>; Bob Jones <bob.jones@quartz.example>");
        assert!(sure.expect("read").people().iter().all(|person| person.notes.is_empty()));
    }

    #[test]
    fn lines_without_use_are_said() {
        let text =
            "Starters of May, please\n\nAnna Smith <anna.smith@quartz.example>\nBob Jones <bob.jones@quartz.example>\n";
        let notes = reading(text).expect("read").sheet.notes;
        assert_eq!(notes, ["not used: line 1 \"Starters of May, please\""]);
    }

    #[rstest]
    #[case("Email,First name\nanna@quartz.example,Anna\n")]
    #[case("anna@quartz.example,Anna,Smith,boss@quartz.example\nbob@quartz.example,Bob,Jones,boss@quartz.example\n")]
    #[case("anna@quartz.example\nbob@quartz.example\n")]
    #[case("anna@quartz.example,boss@quartz.example\nbob@quartz.example,boss@quartz.example\n")]
    fn tables_stay_tables(#[case] text: &str) {
        assert_eq!(reading(text).expect("read").sheet.unit, Unit::Line);
    }

    #[rstest]
    #[case("Vorname;Nachname;Adresse\nAnna;Smith;x\nBob;Jones;y\n", "no column has email addresses")]
    #[case("anna.smith@quartz.example; bob.jones@quartz.example", "which may all be of one person")]
    #[case("call Anna Smith about the printer\n", "no column has email addresses")]
    fn what_names_nobody_is_refused_as_before(#[case] text: &str, #[case] said: &str) {
        assert!(reading(text).expect_err("refused").contains(said));
    }

    /// What was said once about a file with these titles is no decision about the people of this one.
    #[test]
    fn remembered_column_of_companies_decides_nothing() {
        let text = "Email,Name,Site\na@quartz.example,Ann Lee,Amber\n";
        let options = Options { company: Some(String::new()), ..Options::default() };
        let remembered = |_: &[String]| Some(vec!["Site=company".parse().expect("a mapping")]);
        let reading = Reading::remembering(text.as_bytes(), String::new(), options, remembered).expect("read");
        assert!(!reading.layout.has(&Meaning::Company));
        assert_eq!(reading.passed_over.map(|named| named.names), Some(vec!["Amber".to_owned()]));
    }

    #[test]
    fn a_text_that_would_be_cut_is_refused() {
        let text: String =
            (0..2_000).fold(String::new(), |text, n| format!("{text}Anna Smith <anna.smith{n}@quartz.example>\n"));
        assert!(reading(&text).expect_err("refused").contains("64 KiB"));
    }

    #[test]
    fn a_text_is_no_list_of_everybody() {
        let text = "Anna Smith <anna.smith@quartz.example>\nBob Jones <bob.jones@quartz.example>\n";
        let options = Options { reconcile: true, ..Options::default() };
        assert!(Reading::of(text.as_bytes(), String::new(), options).is_err());
    }
}
