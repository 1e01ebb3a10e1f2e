//! `users add`: creates a target user, checked as in the form, recorded, sent once.

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::exit::{Code, Stop};
use super::find::in_company;
use super::journal::{Journal, not_done};
use super::naming::{self, Enough, Meant};
use super::output;
use super::picking::{self, CustomArg};
use super::progress::Out;
use super::rows;
use super::service::{ServiceArgs, Session};
use super::speech::say;
use super::user_flags::{self, Target, UserFlags};
use crate::api::Doing;
use crate::domain::domains::{Belonging, Domains};
use crate::domain::entry::Verdict;
use crate::domain::failure::{Failure, Remedy};
use crate::domain::ids::UserId;
use crate::domain::subject::{FormKey, Subject};
use crate::domain::target_user::NewTargetUser;
use crate::domain::text::count;
use crate::domain::user::{TargetUser, UserStatus};
use crate::domain::write::{Deed, End, Intent, NewUser, Order, Sending};

/// What to do when the licence has no seat left for an active user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum OverLimit {
    /// Create the user all the same, with a note
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
  # In a script: done, too, when she is there already
  keepnet-tui users add --company \"Contoso Ltd\" --email jane@contoso.com --phone +442079460018 --first-name Jane --last-name Doe --group Finance --custom \"Cost centre=4711\" --if-absent --output json")]
pub struct AddArgs {
    /// The company: its ID or its whole name
    #[arg(long, value_name = "ID|NAME")]
    pub company: String,
    /// The fields
    #[command(flatten)]
    pub fields: UserFlags<Target>,
    /// A custom field of the company, repeatable
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Fields of the user")]
    pub custom: Vec<CustomArg>,
    /// Check everything and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Done, too, when somebody with this email is there already, active or inactive
    #[arg(long)]
    pub if_absent: bool,
    /// Without a free seat: create nothing (exit code 5), or go over the licence limit
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub over_limit: OverLimit,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Creates the user and writes who it is and what became of them.
///
/// # Errors
///
/// Usage, when nothing may be written; validation, with every reason; unknown, when nobody knows
/// whether it was created; or how else the write ended.
pub async fn run(args: &AddArgs, session: &Session) -> Result<(), Stop> {
    if !args.dry_run {
        session.config.access.write().map_err(|why| Stop::new(Code::Usage, why))?;
    }
    let mut entry = args.fields.entry();
    let (known, rules) = naming::with_rules(session, &args.company, &entry).await?;
    for note in user_flags::judge(&entry, rules)? {
        say(format_args!("{note}"));
    }
    let company = match known {
        Some(company) => company,
        None => naming::company(session, &args.company, Enough::Whole).await?,
    };
    let picked = picking::pick(session, &company, &args.fields, &mut entry).await;
    let custom_fields = picking::custom(session, &company, &args.custom, &mut entry).await;
    let custom_fields = user_flags::both(picked, custom_fields)?;
    let request = entry.request(rules).map_err(|(id, verdict): (_, Verdict)| {
        user_flags::invalid(&[format!("--{} {}", id.field().flag, verdict.text())])
    })?;
    let user = NewTargetUser { custom_fields, ..request };
    if args.dry_run {
        let there = living(session, &company, &user.email).await?;
        if let Some(user) = there {
            return if args.if_absent { exists(session, &company, &user) } else { Err(is_there(&user)) };
        }
        seat(&company, &user, args.over_limit)?;
        whose_domain(session, &company, &user.email).await;
        say(format_args!("--dry-run: nothing was sent"));
        return told(session, &company, &planned(&user, ""), "dry_run");
    }
    let journal = Journal::open(session).await?;
    if args.if_absent
        && let Some(user) = living(session, &company, &user.email).await?
    {
        return exists(session, &company, &user);
    }
    let form = FormKey::new(&company.id, Subject::TargetUser);
    let earlier = journal.earlier(&form, &user.email)?.map(Box::new);
    seat(&company, &user, args.over_limit)?;
    let intent = Intent {
        id: journal.id(),
        deed: Deed::Create,
        company: company.id.clone(),
        company_name: company.name.clone(),
        entry: entry.as_sent(),
        at: Timestamp::now(),
        sending: Sending::default(),
    };
    let order = Order { intent, user: NewUser::Target(user.clone()), earlier, unrecorded: false };
    match journal.send(&order).await {
        End::Created(id) | End::Found(id) => {
            say(format_args!("created in {}: {} (id {id})", company.name, user.email));
            told(session, &company, &planned(&user, id.as_str()), "created")
        }
        // Somebody may have been faster.
        end @ (End::Refused(_) | End::WasThere(_)) if args.if_absent => {
            match living(session, &company, &user.email).await? {
                Some(user) => exists(session, &company, &user),
                None => Err(refused(end, session)),
            }
        }
        end => Err(refused(end, session)),
    }
}

/// Why it was not created.
fn refused(end: End, session: &Session) -> Stop {
    match end {
        End::Refused(Failure { remedy: Remedy::Correct(sentences), .. }) => {
            user_flags::refused(&sentences, Subject::TargetUser)
        }
        other => not_done(other, session.is_silent()),
    }
}

/// Who is there with this email, active or inactive; a deleted one is only mentioned.
async fn living(session: &Session, company: &Meant, email: &str) -> Result<Option<TargetUser>, Stop> {
    let found = in_company(session, company, email).await;
    let found = found.map_err(|error| Stop::of(&error, Doing::FindUser))?;
    let (deleted, living): (Vec<_>, Vec<_>) = found.into_iter().partition(|u| u.status == UserStatus::Deleted);
    if let (true, Some(user)) = (living.is_empty(), deleted.first()) {
        say(format_args!("{email} was deleted in {} before (id {}): this is a new user", company.name, user.id));
    }
    Ok(living.into_iter().next())
}

/// Done: somebody with this email is there.
fn exists(session: &Session, company: &Meant, user: &TargetUser) -> Result<(), Stop> {
    say(format_args!("exists in {}: {} is {} (id {})", company.name, user.email, user.status.word(), user.id));
    told(session, company, user, "exists")
}

/// What the service would say to a create.
fn is_there(user: &TargetUser) -> Stop {
    let (email, status, id) = (&user.email, user.status.word(), &user.id);
    let said =
        format!("it would be refused: {email} is there already, {status} (id {id}); --if-absent takes that as done");
    Stop::new(Code::Invalid, said)
}

/// Says when the company has mail domains and this is none of them. That they cannot be read is no news here.
async fn whose_domain(session: &Session, company: &Meant, email: &str) {
    let (client, id) = (&session.client, &company.id);
    let (Ok(verified), Ok(unverified)) = (client.verified_domains(id).await, client.unverified_domains(id).await)
    else {
        return;
    };
    let domains = Domains { verified, unverified };
    if domains.verified.is_empty() {
        return;
    }
    if let Some(Belonging::Unknown(near)) = domains.judge(email) {
        let meant = near.map(|near| format!("; perhaps {} is meant", near.email)).unwrap_or_default();
        say(format_args!("the mail domain of {email} is none of {}{meant}", company.name));
    }
}

/// What the screen would ask about before it creates.
///
/// # Errors
///
/// Validation, when no seat is left and the limit is to be kept.
fn seat(company: &Meant, user: &NewTargetUser, over_limit: OverLimit) -> Result<(), Stop> {
    if company.expired {
        say(format_args!("the licence of {} has ended: the service may refuse the user", company.name));
    }
    if !user.active || company.seats.left().is_none_or(|left| left >= 1) {
        return Ok(());
    }
    let over = company.seats.plus(1).left().unwrap_or_default().unsigned_abs();
    let seats = count(over, "seat", "seats");
    let why = format!("{} has no free seat: with this user it is {seats} over its licence limit", company.name);
    match over_limit {
        OverLimit::Allow => {
            say(format_args!("{why}"));
            Ok(())
        }
        OverLimit::Refuse => Err(Stop::new(
            Code::Invalid,
            format!("nothing was sent: {why}; --over-limit allow creates it all the same, --active no takes no seat"),
        )),
    }
}

fn told(session: &Session, company: &Meant, user: &TargetUser, outcome: &'static str) -> Result<(), Stop> {
    let row = rows::user(user, company.told(), Some(outcome));
    Ok(output::one(Out::default(), session.output, "user", rows::user_head(Some(outcome)), &row)?)
}

/// The user as the service will list them; the ID is empty as long as there is none.
fn planned(user: &NewTargetUser, id: &str) -> TargetUser {
    TargetUser {
        id: UserId::new(id),
        email: user.email.clone(),
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        department: user.department.clone(),
        phone: Some(user.phone.clone()).filter(|phone| !phone.is_empty()),
        priority: Some(user.priority.wire().to_owned()),
        status: if user.active { UserStatus::Active } else { UserStatus::Inactive },
        created: None,
        time_zone: None,
        language: None,
    }
}
