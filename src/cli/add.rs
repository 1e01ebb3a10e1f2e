//! `users add`: creates a target user, checked as in the form, recorded, sent once.

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::company_args::WriteArgs;
use super::company_ref::{self, CompanyRef};
use super::create_report::CreateReport;
use super::exit::{Code, CommandError};
use super::find::in_company;
use super::journal::Journal;
use super::like;
use super::lookup::{self, CustomArg};
use super::service::Session;
use super::stderr::print_prefixed;
use super::user_flags::{self, Target, UserFlags};
use crate::api::Operation;
use crate::domain::change::outcome::CreateEnd;
use crate::domain::change::write::{CreateRequest, Intent, NewUser, PriorOwners, SendContext, WriteKind};
use crate::domain::company::domains::{DomainMatch, Domains};
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::form::verdict::Verdict;
use crate::domain::service::ids::UserId;
use crate::domain::text::count;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::target_user::NewTargetUser;

/// What to do when the licence has no seat left for an active user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum OverLimit {
    /// Create the user anyway, with a note
    Allow,
    /// Create nothing
    #[default]
    Refuse,
}

/// Options of `users add`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui users add --company \"Contoso Ltd\" --email jane@contoso.com --phone +442079460018
  # Check everything and send nothing
  keepnet-tui users add --company \"Contoso Ltd\" --email jane@contoso.com --phone +442079460018 --dry-run
  # One more like Joe: his department, groups, language, time zone, priority and manager
  keepnet-tui users add --company \"Contoso Ltd\" --email jane@contoso.com --phone +442079460018 --like joe@contoso.com
  # In a script: succeed if she exists already
  keepnet-tui users add --company \"Contoso Ltd\" --email jane@contoso.com --phone +442079460018 --first-name Jane --last-name Doe --group Finance --custom \"Cost centre=4711\" --if-absent --output json")]
pub struct AddArgs {
    /// The company
    #[command(flatten)]
    pub at: WriteArgs,
    /// The fields
    #[command(flatten)]
    pub fields: UserFlags<Target>,
    /// A custom field of the company; can be repeated
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Fields of the user")]
    pub custom: Vec<CustomArg>,
    /// Take over what users share from this one: department, groups, language, time zone, priority and manager
    #[arg(long, value_name = "EMAIL|ID")]
    pub like: Option<String>,
    /// Succeed if a user with this email exists already, active or inactive
    #[arg(long)]
    pub if_absent: bool,
    /// If no seat is free: create nothing (exit code 5), or exceed the licence limit
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub over_limit: OverLimit,
}

/// Creates the user, and writes the user and the outcome.
///
/// # Errors
///
/// Usage, if writing is not allowed; validation, with every reason; unknown, if it is not known whether the user was
/// created; or the code of another outcome.
pub async fn run(args: &AddArgs, session: &Session) -> Result<(), CommandError> {
    let ticket = args.at.may_write(session)?;
    let mut entry = args.fields.entry();
    let (mut known, rules) = company_ref::with_rules(session, &args.at.company, &entry).await?;
    if let Some(text) = &args.like {
        let company = match known {
            Some(company) => company,
            None => args.at.company(session).await?,
        };
        like::fill(session, &company, text, &args.fields, &mut entry).await?;
        known = Some(company);
    }
    for note in user_flags::judge(&entry, rules)? {
        print_prefixed(format_args!("{note}"));
    }
    let company = match known {
        Some(company) => company,
        None => args.at.company(session).await?,
    };
    let picked = lookup::resolve_choices(session, &company, &args.fields, &mut entry).await;
    let custom_fields = lookup::custom(session, &company, &args.custom, &mut entry).await;
    let custom_fields = user_flags::both(picked, custom_fields)?;
    let request = entry.request(rules).map_err(|(id, verdict): (_, Verdict)| {
        user_flags::invalid(&[format!("--{} {}", id.field().flag, verdict.text())])
    })?;
    let user = NewTargetUser { custom_fields, ..request };
    let wanted = CreateReport {
        session,
        company: &company,
        subject: Subject::TargetUser,
        ticket: &ticket,
        planned: planned(&user),
        if_absent: args.if_absent,
    };
    if args.at.dry_run {
        if let Some(user) = wanted.there().await? {
            return wanted.dry_exists(&user);
        }
        seat(&company, &user, args.over_limit)?;
        whose_domain(session, &company, &user.email).await;
        return wanted.dry();
    }
    let journal = Journal::open(session)?;
    let form = FormKey::new(&company.id, Subject::TargetUser);
    let mut intent = Intent {
        id: journal.id(),
        kind: WriteKind::Create,
        company: company.id.clone(),
        company_name: company.name.clone(),
        entry: entry.as_sent(),
        at: Timestamp::now(),
        sending: SendContext::default(),
        ticket: ticket.clone(),
        batch: None,
    };
    // An earlier create of the same user is resolved before anything else is checked.
    if let Some(end) = journal.earlier(&intent).await? {
        return wanted.ended(end).await;
    }
    if args.if_absent {
        let there = in_company(session, &company, &user.email).await;
        let there = there.map_err(|error| CommandError::of(&error, Operation::FindUser))?;
        intent.sending.before = PriorOwners::Known(there.iter().map(|user| user.id.clone()).collect());
        if let Some(user) = wanted.living(there) {
            return wanted.exists(&user);
        }
    } else if let Some(found) = journal.found(&form, &user.email)?
        && let Some(user) = wanted.there().await?.filter(|user| user.id == found.id)
    {
        return wanted.ended(CreateEnd::Found(Box::new(user))).await;
    }
    seat(&company, &user, args.over_limit)?;
    let order = CreateRequest { intent, user: NewUser::Target(user.clone()), earlier: None, unrecorded: false };
    wanted.ended(journal.send(&order).await).await
}

/// Notes that the email's domain is not one of the company's. A failure to load the domains is ignored.
async fn whose_domain(session: &Session, company: &CompanyRef, email: &str) {
    let (client, id) = (&session.client, &company.id);
    let (Ok(verified), Ok(unverified)) = (client.verified_domains(id).await, client.unverified_domains(id).await)
    else {
        return;
    };
    let domains = Domains { verified, unverified };
    if domains.verified.is_empty() {
        return;
    }
    if let Some(DomainMatch::Unknown(near)) = domains.judge(email) {
        let meant = near.map(|near| format!("; did you mean {}?", near.email)).unwrap_or_default();
        print_prefixed(format_args!("the mail domain of {email} is not one of {}'s{meant}", company.name));
    }
}

/// The confirmations that the screen would ask for.
///
/// # Errors
///
/// Validation, if no seat is left and the limit must not be exceeded.
fn seat(company: &CompanyRef, user: &NewTargetUser, over_limit: OverLimit) -> Result<(), CommandError> {
    if company.expired {
        print_prefixed(format_args!("the licence of {} has ended: the service may refuse the user", company.name));
    }
    if !user.active {
        return Ok(());
    }
    seat_for(company, over_limit, "--over-limit allow creates the user anyway, --active no takes no seat")
}

/// Whether a seat is free for one more active user.
///
/// # Errors
///
/// Validation, with this advice, if there is none and the limit must not be exceeded.
pub fn seat_for(company: &CompanyRef, over_limit: OverLimit, advice: &str) -> Result<(), CommandError> {
    if company.seats.left().is_none_or(|left| left >= 1) {
        return Ok(());
    }
    let over = company.seats.plus(1).left().unwrap_or_default().unsigned_abs();
    let seats = count(over, "seat", "seats");
    let why = format!("{} has no free seat: with this user it is {seats} over its licence limit", company.name);
    match over_limit {
        OverLimit::Allow => {
            print_prefixed(format_args!("{why}"));
            Ok(())
        }
        OverLimit::Refuse => Err(CommandError::new(Code::Invalid, format!("nothing was sent: {why}; {advice}"))),
    }
}

/// The user as the service will list it; the ID is empty until there is one.
fn planned(user: &NewTargetUser) -> TargetUser {
    TargetUser {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        department: user.department.clone(),
        phone: Some(user.phone.clone()).filter(|phone| !phone.is_empty()),
        priority: Some(user.priority.wire().to_owned()),
        status: if user.active { UserStatus::Active } else { UserStatus::Inactive },
        ..TargetUser::active(UserId::new(""), &user.email)
    }
}
