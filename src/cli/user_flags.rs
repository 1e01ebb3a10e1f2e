//! One flag for each field of the field table, and the entry that they make, checked as in the form.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::exit::{Code, CommandError};
use crate::domain::form::entry::Entry;
use crate::domain::form::field_ref::named_in;
use crate::domain::form::fields::{Field, FieldId, Kind, Requirement, Rules};
use crate::domain::form::prefill::Prefill;
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::form::verdict::Verdict;
use crate::domain::user::target_user::Priority;

const HEADING: &str = "Fields of the user";
const FILLED_IN: &str = "Fields of the form, with --add";
const YES: &str = "yes";
const NO: &str = "no";

/// The kind of user that flags are for.
pub trait UserKind: Send + Sync + 'static {
    /// The kind.
    const SUBJECT: Subject;
    /// The flag that these flags belong to, if nothing is sent and so nothing is required.
    const WITH: Option<&'static str> = None;
    /// Whether an existing user is changed, so that nothing is required, and groups and activity have commands of their
    /// own.
    const CHANGES: bool = false;

    /// The fields with a flag.
    #[must_use]
    fn fields() -> impl Iterator<Item = &'static Field> {
        let is_own = |field: &&Field| Self::CHANGES && matches!(field.id, FieldId::Groups | FieldId::Active);
        Self::SUBJECT.fields().iter().filter(move |field| !is_own(field))
    }
}

/// A target user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target;

impl UserKind for Target {
    const SUBJECT: Subject = Subject::TargetUser;
}

/// An existing target user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Edited;

impl UserKind for Edited {
    const SUBJECT: Subject = Subject::TargetUser;
    const CHANGES: bool = true;
}

/// A system user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct System;

impl UserKind for System {
    const SUBJECT: Subject = Subject::SystemUser;
}

/// An existing system user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EditedSystem;

impl UserKind for EditedSystem {
    const SUBJECT: Subject = Subject::SystemUser;
    const CHANGES: bool = true;
}

/// A target user whose form is filled in when the program starts: nothing is required.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prefilled;

impl UserKind for Prefilled {
    const SUBJECT: Subject = Subject::TargetUser;
    const WITH: Option<&'static str> = Some("add");
}

/// The values of the field flags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFlags<K>(BTreeMap<FieldId, Vec<String>>, PhantomData<K>);

impl<K: UserKind> UserFlags<K> {
    /// Nothing is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values of a field.
    #[must_use]
    pub fn values(&self, id: FieldId) -> &[String] {
        self.0.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Only what is given.
    #[must_use]
    pub fn given(&self) -> Prefill {
        let entry = self.entry();
        let mut values = Prefill::default();
        for field in K::SUBJECT.fields().iter().filter(|field| !self.values(field.id).is_empty()) {
            match field.kind {
                Kind::Text | Kind::Priority | Kind::Toggle => {
                    values.fields.push((field.id, entry.value(field.id).clone()));
                }
                Kind::One | Kind::Many => values.choices.push((field.id, self.values(field.id).to_vec())),
            }
        }
        values
    }

    /// The entry; choices that must be looked up are added later.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let mut entry = Entry::for_subject(K::SUBJECT);
        for field in K::SUBJECT.fields() {
            let Some(value) = self.values(field.id).last() else { continue };
            match field.kind {
                Kind::Text => entry = entry.with(field.id, value),
                Kind::Priority => entry.set(field.id, FieldValue::Priority(priority(value))),
                Kind::Toggle => entry.set(field.id, FieldValue::Toggle(value == YES)),
                Kind::One | Kind::Many => {}
            }
        }
        entry
    }
}

/// `VeryHigh` as a value of the command line.
pub(super) fn word(priority: Priority) -> &'static str {
    match priority {
        Priority::VeryLow => "very-low",
        Priority::Low => "low",
        Priority::Medium => "medium",
        Priority::High => "high",
        Priority::VeryHigh => "very-high",
    }
}

/// The priority of a value of the command line.
pub(super) fn priority(value: &str) -> Priority {
    Priority::ALL.into_iter().find(|p| word(*p) == value).unwrap_or_default()
}

fn arg(field: &Field) -> Arg {
    let arg = Arg::new(field.flag).long(field.flag).help_heading(HEADING).help(help(field));
    match field.kind {
        Kind::Text => arg.value_name("TEXT").required(field.requirement == Requirement::Required),
        Kind::One => arg.value_name("ID|NAME"),
        Kind::Many => arg.value_name("ID|NAME").action(ArgAction::Append),
        Kind::Priority => {
            let words = Priority::ALL.map(word);
            arg.value_name("PRIORITY").value_parser(PossibleValuesParser::new(words))
        }
        Kind::Toggle => arg.value_name("YES|NO").value_parser(PossibleValuesParser::new([YES, NO])),
    }
}

fn help(field: &Field) -> String {
    let need = match field.requirement {
        Requirement::Required | Requirement::Optional => "",
        Requirement::RequiredByProfile => "; required unless the profile sets require_phone = false",
        Requirement::AllOrNone => "; all three manager fields or none",
    };
    let often = if field.kind == Kind::Many { "; can be repeated" } else { "" };
    let hint = match field.requirement {
        Requirement::AllOrNone => String::new(),
        _ if field.hint.is_empty() => String::new(),
        _ => format!(" ({})", field.hint),
    };
    format!("{}{hint}{need}{often}", field.label)
}

impl<K: UserKind> Args for UserFlags<K> {
    fn augment_args(command: Command) -> Command {
        K::fields().fold(command, |command, field| {
            let arg = arg(field);
            if K::CHANGES {
                return command.arg(arg.required(false).help(field.label));
            }
            command.arg(match K::WITH {
                Some(flag) => arg.required(false).requires(flag).help_heading(FILLED_IN).help(field.label),
                None => arg,
            })
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<K: UserKind> FromArgMatches for UserFlags<K> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self(BTreeMap::new(), PhantomData);
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for field in K::fields() {
            if let Some(values) = matches.get_many::<String>(field.flag) {
                self.0.insert(field.id, values.cloned().collect());
            }
        }
        Ok(())
    }
}

/// Notes about the entry that do not prevent sending, one line for each field.
///
/// # Errors
///
/// Validation, with every field that prevents it.
pub fn judge(entry: &Entry, rules: Rules) -> Result<Vec<String>, CommandError> {
    let (mut wrong, mut notes) = (Vec::new(), Vec::new());
    for field in entry.subject.fields() {
        let verdict = entry.verdict(field.id, rules);
        let line = format!("--{} {}", field.flag, verdict.text());
        match verdict {
            Verdict::Missing(_) => wrong.push(format!("--{} is required", field.flag)),
            Verdict::Wrong(_) => wrong.push(line),
            Verdict::Warning(why) => notes.push(format!("--{}: {why}", field.flag)),
            Verdict::SentAs(form) => notes.push(format!("--{} is sent as {form}", field.flag)),
            Verdict::Note(_) | Verdict::Good(_) | Verdict::Fine => {}
        }
    }
    if wrong.is_empty() { Ok(notes) } else { Err(invalid(&wrong)) }
}

/// Refused here, with every reason.
#[must_use]
pub fn invalid(reasons: &[String]) -> CommandError {
    CommandError::new(Code::Invalid, format!("not created, nothing was sent:\n  {}", reasons.join("\n  ")))
}

/// A change that is refused here, with every reason.
#[must_use]
pub fn not_changed(reasons: &[String]) -> CommandError {
    CommandError::new(Code::Invalid, format!("not changed, nothing was sent:\n  {}", reasons.join("\n  ")))
}

/// Combines two errors, so that all problems are reported at once.
///
/// # Errors
///
/// The first one, with the reasons of the second if both are validation errors.
pub fn both<T>(first: Result<(), CommandError>, second: Result<T, CommandError>) -> Result<T, CommandError> {
    match (first, second) {
        (Ok(()), second) => second,
        (Err(one), Err(other)) if one.code == Code::Invalid && other.code == Code::Invalid => {
            let reasons = other.message.split_once('\n').map_or("", |(_, reasons)| reasons);
            Err(CommandError { message: format!("{}\n{reasons}", one.message), ..one })
        }
        (Err(one), _) => Err(one),
    }
}

/// Refused by the service: its messages, with the flag of the field where it can be determined.
#[must_use]
pub fn refused(sentences: &[String], subject: Subject) -> CommandError {
    let lines: Vec<_> = sentences.iter().map(|sentence| with_flag(sentence, subject)).collect();
    CommandError::new(Code::Invalid, format!("not created, the service refuses it:\n  {}", lines.join("\n  ")))
}

/// A change that is refused by the service.
#[must_use]
pub fn refused_change(sentences: &[String], subject: Subject) -> CommandError {
    let lines: Vec<_> = sentences.iter().map(|sentence| with_flag(sentence, subject)).collect();
    CommandError::new(Code::Invalid, format!("not changed, the service refuses it:\n  {}", lines.join("\n  ")))
}

fn with_flag(sentence: &str, subject: Subject) -> String {
    let flag = named_in(sentence, subject).map(|id| subject.field(id).flag);
    flag.map_or_else(|| sentence.to_owned(), |flag| format!("--{flag}: {sentence}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::fields::FIELDS;
    use clap::error::ErrorKind;
    use rstest::rstest;

    fn parsed(args: &[&str]) -> Result<UserFlags<Target>, clap::Error> {
        let command = UserFlags::<Target>::augment_args(Command::new("add"));
        UserFlags::from_arg_matches(&command.try_get_matches_from(std::iter::once(&"add").chain(args))?)
    }

    #[test]
    fn every_field_has_a_flag_and_there_are_no_others() {
        let mut args = Vec::new();
        for field in &FIELDS {
            let value = match field.kind {
                Kind::Priority => "very-high",
                Kind::Toggle => NO,
                Kind::Text | Kind::One | Kind::Many => "x",
            };
            args.extend([format!("--{}", field.flag), value.to_owned()]);
        }
        let args: Vec<_> = args.iter().map(String::as_str).collect();
        let flags = parsed(&args).expect("known");
        assert!(FIELDS.iter().all(|f| flags.values(f.id).len() == 1));
        let entry = flags.entry();
        assert_eq!((entry.priority(), entry.is_active()), (Priority::VeryHigh, false));
        assert!(FIELDS.iter().filter(|f| f.kind == Kind::Text).all(|f| entry.text(f.id) == "x"));
        assert_eq!(parsed(&["--email", "x", "--name", "x"]).map_err(|e| e.kind()), Err(ErrorKind::UnknownArgument));
    }

    #[test]
    fn email_is_required_and_groups_repeat() {
        assert_eq!(parsed(&[]).map_err(|e| e.kind()), Err(ErrorKind::MissingRequiredArgument));
        let flags = parsed(&["--email", "x", "--group", "a", "--group", "b"]).expect("known");
        assert_eq!(flags.values(FieldId::Groups), ["a", "b"]);
    }

    #[rstest]
    #[case(&["--email", "jane"], "--email has no @")]
    #[case(&["--email", "a@b.co"], "--phone is required")]
    #[case(&["--email", "a@b.co", "--phone", "+442079460018", "--manager-email", "m@b.co"], "--manager-last-name is required")]
    fn blocking_field_is_reported_by_flag(#[case] args: &[&str], #[case] said: &str) {
        let stop = judge(&parsed(args).expect("known").entry(), Rules::default()).expect_err("refused");
        assert!(stop.code == Code::Invalid && stop.message.contains(said), "{}", stop.message);
    }

    #[test]
    fn normalized_value_is_reported() {
        let entry = parsed(&["--email", "a@b.co", "--phone", "+44 20 7946 0018"]).expect("known").entry();
        assert_eq!(judge(&entry, Rules::default()), Ok(vec!["--phone is sent as +442079460018".to_owned()]));
    }

    #[test]
    fn the_service_is_quoted_with_the_flag() {
        let with_flag = |sentence| with_flag(sentence, Subject::TargetUser);
        assert_eq!(with_flag("'First Name' is odd."), "--first-name: 'First Name' is odd.");
        assert_eq!(with_flag("Something is odd."), "Something is odd.");
    }

    #[test]
    fn a_system_user_has_flags_and_rules_of_its_own() {
        let command = UserFlags::<System>::augment_args(Command::new("add"));
        let args = ["add", "--email", "a@b.co", "--phone", "+442079460018", "--first-name", "Ann", "--role", "r"];
        let without = command.clone().try_get_matches_from(args).map_err(|e| e.kind());
        assert_eq!(without.map(drop), Err(ErrorKind::MissingRequiredArgument), "--last-name");
        let args: Vec<_> = args.into_iter().chain(["--last-name", "Lee"]).collect();
        let matches = command.clone().try_get_matches_from(args).expect("all there");
        let flags = UserFlags::<System>::from_arg_matches(&matches).expect("known");
        assert_eq!((flags.values(FieldId::Roles).len(), flags.entry().subject), (1, Subject::SystemUser));
        assert!(command.try_get_matches_from(["add", "--department", "x"]).is_err());
    }
}
