//! `users edit`, `users deactivate`, `users activate`, `users delete`: changes of one existing user.

use std::str::FromStr;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::add::{OverLimit, seat_for};
use super::change::{ChangeOrder, TargetArgs, is_changeable};
use super::company_ref::{self, CompanyRef};
use super::exit::{Code, CommandError};
use super::lookup::{self, CustomArg};
use super::question::{answer, can_be_asked};
use super::service::Session;
use super::stderr::print_prefixed;
use super::user_flags::{self, Edited, UserFlags};
use super::user_ref::{self, UserRef};
use crate::domain::change::update::{FieldChange, Update, changes, is_value};
use crate::domain::form::entry::Entry;
use crate::domain::form::fields::{FIELDS, FieldId, Kind};
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::text::clean_typed;
use crate::domain::user::detail::{UserDetail, UserField};

/// Options of `users edit`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui users edit jane@contoso.com --company \"Contoso Ltd\" --department Finance --phone +442079460019
  # She has married
  keepnet-tui users edit u5e4d3c2b1a0 --company \"Contoso Ltd\" --last-name Roe --email jane.roe@contoso.com
  # Only if nobody has moved her meanwhile; no manager any more
  keepnet-tui users edit jane@contoso.com --company \"Contoso Ltd\" --department Finance --if-match department=IT --clear manager-first-name --clear manager-last-name --clear manager-email
  # Show what would change
  keepnet-tui users edit jane@contoso.com --company \"Contoso Ltd\" --priority high --dry-run")]
pub struct EditArgs {
    /// Who
    #[command(flatten)]
    pub target: TargetArgs,
    /// The new values
    #[command(flatten)]
    pub fields: UserFlags<Edited>,
    /// A custom field of the company, empty to clear it; can be repeated
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Fields of the user")]
    pub custom: Vec<CustomArg>,
    /// Clear this field; can be repeated
    #[arg(long, value_name = "FIELD", value_parser = PossibleValuesParser::new(clearable()))]
    pub clear: Vec<String>,
    /// Change nothing (exit code 5) unless the field has this value; can be repeated
    #[arg(long, value_name = "FIELD=VALUE")]
    pub if_match: Vec<ValueArg>,
}

/// Options of `users deactivate`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # Somebody has left: the seat is free, the history stays
  keepnet-tui users deactivate jane@contoso.com --company \"Contoso Ltd\"")]
pub struct DeactivateArgs {
    /// Who
    #[command(flatten)]
    pub target: TargetArgs,
}

/// Options of `users activate`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # Somebody has come back
  keepnet-tui users activate jane@contoso.com --company \"Contoso Ltd\"")]
pub struct ActivateArgs {
    /// Who
    #[command(flatten)]
    pub target: TargetArgs,
    /// If no seat is free: change nothing (exit code 5), or exceed the licence limit
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub over_limit: OverLimit,
}

/// Options of `users delete`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
A deleted user cannot be restored. Deactivate a user who may come back.

Examples:
  keepnet-tui users delete jane@contoso.com --company \"Contoso Ltd\"
  # In a script, by ID
  keepnet-tui users delete u5e4d3c2b1a0 --company \"Contoso Ltd\" --yes")]
pub struct DeleteArgs {
    /// Who
    #[command(flatten)]
    pub target: TargetArgs,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// `FIELD=VALUE`: a field of the table by its flag, or `active`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueArg {
    field: FieldId,
    value: String,
}

impl FromStr for ValueArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::of(text, Subject::TargetUser)
    }
}

impl ValueArg {
    /// A field of this kind of user.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn of(text: &str, subject: Subject) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("expected is FIELD=VALUE")?;
        let known = subject.fields().iter().filter(|field| field.id != FieldId::Groups);
        let field = known.clone().find(|field| field.flag == name.trim());
        let field = field.ok_or_else(|| {
            let flags = known.map(|field| field.flag).collect::<Vec<_>>().join(", ");
            format!("there is no field \"{}\"; there are: {flags}", name.trim())
        })?;
        let value = clean_typed(value).trim().to_owned();
        let value = match (field.id, value.as_str()) {
            (FieldId::Active, "yes") => "true".to_owned(),
            (FieldId::Active, "no") => "false".to_owned(),
            _ => value,
        };
        Ok(Self { field: field.id, value })
    }

    /// Why a user does not have this value.
    pub(super) fn mismatch(&self, user: &UserDetail) -> Option<String> {
        let field = UserField::Field(self.field);
        let now = user.value(&field);
        let shown = now.shown(&field);
        let shown = if shown.is_empty() { "empty".to_owned() } else { format!("\"{shown}\"") };
        let said = || format!("--if-match: {} is {shown}, not \"{}\"", self.field.field().flag, self.value);
        (!is_value(&field, &now, &self.value)).then(said)
    }
}

/// The fields that can be empty.
fn clearable() -> impl Iterator<Item = &'static str> {
    let can_be_empty = |kind| matches!(kind, Kind::Text | Kind::One);
    FIELDS.iter().filter(move |f| can_be_empty(f.kind) && f.id != FieldId::Email).map(|field| field.flag)
}

/// Changes fields of a user.
///
/// # Errors
///
/// Usage, if nothing is given; validation, with every reason; or the code of another outcome.
pub async fn edit(args: &EditArgs, session: &Session) -> Result<(), CommandError> {
    let ticket = args.target.at.may_write(session)?;
    let given = args.fields.entry();
    if args.fields.is_empty() && args.clear.is_empty() && args.custom.is_empty() {
        return Err(CommandError::new(Code::Usage, "nothing is given that should change"));
    }
    let (known, rules) = company_ref::with_rules(session, &args.target.at.company, &given).await?;
    let company = match known {
        Some(company) => company,
        None => args.target.at.company(session).await?,
    };
    let user = user_ref::user(session, &company, &args.target.user).await?;
    is_changeable(&company, &user, "changed")?;
    let unmatched: Vec<_> = args.if_match.iter().filter_map(|wanted| mismatch(&user, wanted)).collect();
    if !unmatched.is_empty() {
        return Err(user_flags::not_changed(&unmatched));
    }
    let begun = user.detail.entry();
    let mut entry = begun.clone();
    for field in FIELDS.iter().filter(|field| !args.fields.values(field.id).is_empty()) {
        match field.kind {
            Kind::Text | Kind::Priority | Kind::Toggle => entry.set(field.id, given.value(field.id).clone()),
            Kind::One | Kind::Many => entry.set(field.id, FieldValue::blank(field.kind)),
        }
    }
    for flag in &args.clear {
        clear(&mut entry, &args.fields, flag)?;
    }
    let picked = lookup::resolve_choices(session, &company, &args.fields, &mut entry).await;
    let custom = custom_changes(session, &company, args, &user).await;
    let custom = user_flags::both(picked, custom)?;
    let changed = changes(&user.detail, &begun, &entry, rules).map_err(|wrong| {
        let reasons: Vec<_> =
            wrong.iter().map(|(id, verdict)| format!("--{} {}", id.field().flag, verdict.text())).collect();
        user_flags::not_changed(&reasons)
    })?;
    let update = Update::new(user.detail.id.clone(), changed.into_iter().chain(custom).collect());
    ChangeOrder { session, company: &company, user: &user, ticket, batch: None }
        .update(update, args.target.at.dry_run)
        .await
}

fn clear(entry: &mut Entry, given: &UserFlags<Edited>, flag: &str) -> Result<(), CommandError> {
    let Some(field) = FIELDS.iter().find(|field| field.flag == flag) else { return Ok(()) };
    if !given.values(field.id).is_empty() {
        return Err(CommandError::new(Code::Usage, format!("--{flag} and --clear {flag} contradict each other")));
    }
    entry.set(field.id, FieldValue::blank(field.kind));
    Ok(())
}

fn mismatch(user: &UserRef, wanted: &ValueArg) -> Option<String> {
    let listed = user.listed.as_ref().and_then(|listed| match wanted.field {
        FieldId::TimeZone => listed.time_zone.as_deref(),
        FieldId::Language => listed.language.as_deref(),
        _ => None,
    });
    if listed.is_some_and(|name| name == wanted.value) { None } else { wanted.mismatch(&user.detail) }
}

async fn custom_changes(
    session: &Session,
    company: &CompanyRef,
    args: &EditArgs,
    user: &UserRef,
) -> Result<Vec<FieldChange>, CommandError> {
    if args.custom.is_empty() {
        return Ok(Vec::new());
    }
    let (mut changes, mut wrong) = (Vec::new(), Vec::new());
    for (field, typed) in lookup::custom_given(session, company, &args.custom).await? {
        match FieldChange::custom(&user.detail, &field, &typed) {
            Ok(change) => changes.extend(change),
            Err(why) => wrong.push(format!("--custom \"{}\" {why}", field.name)),
        }
    }
    if wrong.is_empty() { Ok(changes) } else { Err(user_flags::not_changed(&wrong)) }
}

/// Makes a user inactive.
///
/// # Errors
///
/// Validation, if the user cannot be changed; or the code of another outcome.
pub async fn deactivate(args: &DeactivateArgs, session: &Session) -> Result<(), CommandError> {
    activity(&args.target, session, false, OverLimit::Allow).await
}

/// Makes a user active.
///
/// # Errors
///
/// Validation, if the user cannot be changed or no seat is free; or the code of another outcome.
pub async fn activate(args: &ActivateArgs, session: &Session) -> Result<(), CommandError> {
    activity(&args.target, session, true, args.over_limit).await
}

async fn activity(
    target: &TargetArgs,
    session: &Session,
    active: bool,
    over_limit: OverLimit,
) -> Result<(), CommandError> {
    let ticket = target.at.may_write(session)?;
    let company = target.at.company(session).await?;
    let user = user_ref::user(session, &company, &target.user).await?;
    is_changeable(&company, &user, if active { "activated" } else { "deactivated" })?;
    if active && !user.detail.active {
        seat_for(&company, over_limit, "--over-limit allow activates the user anyway")?;
    }
    let update = Update::activity(user.detail.id.clone(), !active, active);
    ChangeOrder { session, company: &company, user: &user, ticket, batch: None }.update(update, target.at.dry_run).await
}

/// Deletes a user, after a question.
///
/// # Errors
///
/// Usage, if nobody can be asked; validation, if the user cannot be deleted; or the code of another outcome.
pub async fn delete(args: &DeleteArgs, session: &Session) -> Result<(), CommandError> {
    let target = &args.target;
    let ticket = target.at.may_write(session)?;
    let company = target.at.company(session).await?;
    let user = user_ref::user(session, &company, &target.user).await?;
    is_changeable(&company, &user, "deleted")?;
    let order = ChangeOrder { session, company: &company, user: &user, ticket, batch: None };
    let seat = if user.detail.active { "The seat is free at once, but" } else { "No seat is used, and" };
    print_prefixed(format_args!("delete {} from {}", user.words(), company.name));
    print_prefixed(format_args!(
        "{seat} the user still counts in this month's usage. This cannot be undone; users deactivate keeps the user and its history"
    ));
    if target.at.dry_run {
        print_prefixed(format_args!("--dry-run: nothing was sent"));
        return order.row(&super::change::listed(&user.detail, user.listed.as_ref()), None, "dry_run");
    }
    if !args.yes {
        confirmed().await?;
    }
    order.delete().await
}

/// Asks before a delete.
///
/// # Errors
///
/// Usage, if nobody can be asked; failed, if the answer is not yes.
pub(super) async fn confirmed() -> Result<(), CommandError> {
    can_be_asked("deletes without asking")?;
    match answer("Delete? [y/N] ", &['y']).await? {
        Some(_) => Ok(()),
        None => Err(CommandError::new(Code::Failed, "not deleted, nothing was sent")),
    }
}
