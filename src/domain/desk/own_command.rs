//! Commands of the configuration: a program to run or an address to open, on a company or user.

use std::fmt;

use super::address::AddressTemplate;
use super::template::{Placeholder, Subject, Template, value_of};
use crate::domain::text::shell::word;

/// Where a command can be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the selected company of the table.
    Companies,
    /// In the company pane.
    Company,
    /// On the selected user of a list of users.
    Users,
}

/// The places by their names in the configuration.
pub const PLACES: [(&str, Place); 3] =
    [("companies", Place::Companies), ("company", Place::Company), ("users", Place::Users)];

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Runs a program with these arguments. No shell reads them.
    Run {
        /// The program.
        program: String,
        /// Its arguments: one template is always one argument.
        arguments: Vec<Template>,
    },
    /// Opens an address.
    Open(AddressTemplate),
}

/// A command of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCommand {
    /// Its name.
    pub name: String,
    /// Its key sequences, as in the configuration.
    pub keys: Vec<String>,
    /// One or two words for the footer; empty: not in the footer.
    pub label: String,
    /// What it does.
    pub action: Action,
    /// Whether it asks first.
    pub confirm: bool,
    /// Where it can be run.
    pub places: Vec<Place>,
    /// The line of its keys, or else of its table.
    pub line: usize,
}

/// A program with its arguments, ready to be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramCall {
    /// The program.
    pub program: String,
    /// The arguments.
    pub arguments: Vec<String>,
}

/// A program call for one company or user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectCall {
    /// The name of the company or user.
    pub name: String,
    /// What is run.
    pub call: ProgramCall,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallEnd {
    /// It has exited with this code; none: a signal ended it.
    Exited(Option<i32>),
    /// It was stopped because it took longer than these seconds.
    TimedOut(u64),
    /// It was stopped by a key.
    Stopped,
    /// It could not be run, or could not go on, for this reason.
    Failed(String),
}

impl CallEnd {
    /// It has done what it should.
    #[must_use]
    pub fn is_success(&self) -> bool {
        *self == Self::Exited(Some(0))
    }
}

impl fmt::Display for CallEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exited(Some(code)) => write!(f, "exit code {code}"),
            Self::Exited(None) => f.write_str("ended by a signal"),
            Self::TimedOut(seconds) => write!(f, "stopped after {seconds} s"),
            Self::Stopped => f.write_str("stopped"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

/// Each argument as a shell would need it quoted, so that it is clear where one ends.
impl fmt::Display for ProgramCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&word(&self.program))?;
        self.arguments.iter().try_for_each(|argument| write!(f, " {}", word(argument)))
    }
}

impl OwnCommand {
    /// Its sentence in key list, palette and documents.
    #[must_use]
    pub fn help(&self) -> String {
        let name = if self.label.is_empty() { &self.name } else { &self.label };
        match &self.action {
            Action::Run { program, .. } => format!("{name}: runs {program}"),
            Action::Open(address) => format!("{name}: opens {}", address.host()),
        }
    }
}

impl Action {
    /// Its placeholders.
    #[must_use]
    pub fn placeholders(&self) -> Vec<Placeholder> {
        match self {
            Self::Run { arguments, .. } => arguments.iter().flat_map(Template::placeholders).collect(),
            Self::Open(address) => address.placeholders().collect(),
        }
    }
}

/// The program call for this company or user.
///
/// # Errors
///
/// If a value is missing, or a value at the start of an argument would make it an option.
pub fn call(program: &str, arguments: &[Template], subject: &Subject<'_>) -> Result<ProgramCall, String> {
    let mut filled: Vec<String> = Vec::with_capacity(arguments.len());
    for template in arguments {
        let argument = template.fill(|placeholder| value_of(subject, placeholder))?;
        // After "--" nothing is an option.
        if let (Some(first), "") = (template.placeholders().next(), template.start())
            && argument.starts_with('-')
            && !filled.iter().any(|argument| argument == "--")
        {
            let name = first.spec().name;
            return Err(format!(
                "{{{name}}} is \"{argument}\", which {program} could take for an option; put \"--\" before it, or write --name={{{name}}}"
            ));
        }
        filled.push(argument);
    }
    Ok(ProgramCall { program: program.to_owned(), arguments: filled })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::company::seats::{Limit, Seats};
    use crate::domain::company::summary::Company;
    use crate::domain::service::ids::CompanyId;
    use rstest::rstest;

    fn called(arguments: &[&str], name: &str) -> Result<Vec<String>, String> {
        let company = Company {
            id: CompanyId::new("7"),
            name: name.to_owned(),
            reseller: None,
            industry: None,
            license_type: None,
            seats: Seats { used: 1, limit: Limit::Of(2) },
            inactive: 0,
            deleted: 0,
            monthly: 0,
            renews: None,
            created: None,
            expired: false,
            locked: false,
            tags: Vec::new(),
            desk: None,
        };
        let subject = Subject { profile: "north", company: &company, user: None };
        let templates: Vec<Template> =
            arguments.iter().map(|text| Template::parse(text).expect("a template")).collect();
        call("tool", &templates, &subject).map(|call| call.arguments)
    }

    #[rstest]
    #[case("Cobalt; rm -rf / $(id) `id` 'a' \"b\" * ~", "Cobalt; rm -rf / $(id) `id` 'a' \"b\" * ~")]
    #[case("", "")]
    #[case("two  words", "two words")]
    #[case("a\u{1b}[2Jb\0c\u{202e}d", "abcd")]
    fn value_is_one_argument_without_control_characters(#[case] name: &str, #[case] argument: &str) {
        assert_eq!(called(&["{company_name}", "x"], name), Ok(vec![argument.to_owned(), "x".to_owned()]));
    }

    #[test]
    fn value_does_not_become_an_option() {
        for arguments in [&["{company_name}"][..], &["a", "{company_name}-{company_id}"], &["{company_name}", "--"]] {
            let said = called(arguments, "--all").expect_err("refused");
            assert!(said.contains("tool could take for an option"), "{said}");
        }
        let said = called(&["{reseller}{company_name}"], "-x").expect_err("refused");
        assert!(said.contains("option"), "{said}");
        for arguments in [&["--", "{company_name}"][..], &["--name={company_name}"], &["-n{company_name}"]] {
            assert!(called(arguments, "--all").is_ok(), "{arguments:?}");
        }
        assert_eq!(called(&["--flag", "-"], "x"), Ok(vec!["--flag".to_owned(), "-".to_owned()]));
    }

    #[test]
    fn call_is_shown_with_its_arguments_apart() {
        let call = ProgramCall { program: "crm".to_owned(), arguments: vec!["a b".to_owned(), String::new()] };
        assert_eq!(call.to_string(), "crm 'a b' ''");
    }
}
