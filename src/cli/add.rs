//! `users add`: creates a target user, checked as in the form, recorded, sent once.

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::company_ref::{self, CompanyRef, NameMatch};
use super::exit::{Code, CommandError};
use super::find::in_company;
use super::journal::Journal;
use super::lookup::{self, CustomArg};
use super::not_done::not_created;
use super::progress::Out;
use super::service::{ServiceArgs, Session};
use super::stderr::print_prefixed;
use super::ticket::{TicketArgs, add_ticket};
use super::user_flags::{self, Target, UserFlags};
use super::{like, output, rows};
use crate::api::Operation;
use crate::domain::change::outcome::CreateEnd;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::write::{CreateRequest, Intent, NewUser, PriorOwners, SendContext, WriteKind};
use crate::domain::company::domains::{DomainMatch, Domains};
use crate::domain::form::subject::{FormKey, Subject};
use crate::domain::form::verdict::Verdict;
use crate::domain::service::failure::{Failure, Remedy};
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
    /// Company: its ID or its full name
    #[arg(long, value_name = "ID|NAME")]
    pub company: String,
    /// The fields
    #[command(flatten)]
    pub fields: UserFlags<Target>,
    /// A custom field of the company; can be repeated
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Fields of the user")]
    pub custom: Vec<CustomArg>,
    /// Take over what users share from this one: department, groups, language, time zone, priority and manager
    #[arg(long, value_name = "EMAIL|ID")]
    pub like: Option<String>,
    /// Check everything and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Succeed if a user with this email exists already, active or inactive
    #[arg(long)]
    pub if_absent: bool,
    /// If no seat is free: create nothing (exit code 5), or exceed the licence limit
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub over_limit: OverLimit,
    /// The ticket
    #[command(flatten)]
    pub ticket: TicketArgs,
    /// The service
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Creates the user, and writes the user and the outcome.
///
/// # Errors
///
/// Usage, if writing is not allowed; validation, with every reason; unknown, if it is not known whether the user was
/// created; or the code of another outcome.
pub async fn run(args: &AddArgs, session: &Session) -> Result<(), CommandError> {
    let ticket = args.ticket.may_write(session, !args.dry_run)?;
    let mut entry = args.fields.entry();
    let (mut known, rules) = company_ref::with_rules(session, &args.company, &entry).await?;
    if let Some(text) = &args.like {
        let company = match known {
            Some(company) => company,
            None => company_ref::company(session, &args.company, NameMatch::Exact).await?,
        };
        like::fill(session, &company, text, &args.fields, &mut entry).await?;
        known = Some(company);
    }
    for note in user_flags::judge(&entry, rules)? {
        print_prefixed(format_args!("{note}"));
    }
    let company = match known {
        Some(company) => company,
        None => company_ref::company(session, &args.company, NameMatch::Exact).await?,
    };
    let picked = lookup::resolve_choices(session, &company, &args.fields, &mut entry).await;
    let custom_fields = lookup::custom(session, &company, &args.custom, &mut entry).await;
    let custom_fields = user_flags::both(picked, custom_fields)?;
    let request = entry.request(rules).map_err(|(id, verdict): (_, Verdict)| {
        user_flags::invalid(&[format!("--{} {}", id.field().flag, verdict.text())])
    })?;
    let user = NewTargetUser { custom_fields, ..request };
    let wanted = CreateReport { args, session, company: &company, user: &user, ticket: &ticket };
    if args.dry_run {
        let there = living(session, &company, &user.email).await?;
        if let Some(user) = there {
            return if args.if_absent { wanted.exists(&user) } else { Err(is_there(&user)) };
        }
        seat(&company, &user, args.over_limit)?;
        whose_domain(session, &company, &user.email).await;
        print_prefixed(format_args!("--dry-run: nothing was sent"));
        return wanted.row(&planned(&user, ""), "dry_run");
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
        if let Some(user) = one_living(&company, &user.email, there) {
            return wanted.exists(&user);
        }
    } else if let Some(found) = journal.found(&form, &user.email)?
        && let Some(user) = living(session, &company, &user.email).await?.filter(|user| user.id == found.id)
    {
        return wanted.ended(CreateEnd::Found(Box::new(user))).await;
    }
    seat(&company, &user, args.over_limit)?;
    let order = CreateRequest { intent, user: NewUser::Target(user.clone()), earlier: None, unrecorded: false };
    wanted.ended(journal.send(&order).await).await
}

/// A create and how its outcome is reported: a row on standard output if there is a user, a message, and an exit code.
struct CreateReport<'a> {
    args: &'a AddArgs,
    session: &'a Session,
    company: &'a CompanyRef,
    user: &'a NewTargetUser,
    ticket: &'a TicketNumber,
}

impl CreateReport<'_> {
    async fn ended(&self, end: CreateEnd) -> Result<(), CommandError> {
        let company = &self.company.name;
        let email = &self.user.email;
        match end {
            CreateEnd::Created(id) => {
                print_prefixed(format_args!("created in {company}: {email} (id {id})"));
                self.row(&planned(self.user, id.as_str()), "created")
            }
            CreateEnd::Proved(user) => {
                print_prefixed(format_args!(
                    "created in {company}: {email} (id {}); no answer had come, but the service has what was sent",
                    user.id
                ));
                self.row(&user, "created")
            }
            CreateEnd::WasThere(user) if self.args.if_absent => self.exists(&user),
            CreateEnd::WasThere(user) => {
                self.row(&user, "exists")?;
                Err(not_created(CreateEnd::WasThere(user), self.session.is_silent()))
            }
            CreateEnd::Found(user) => {
                self.row(&user, "found")?;
                Err(not_created(CreateEnd::Found(user), self.session.is_silent()))
            }
            end @ (CreateEnd::Pending | CreateEnd::Unknown(_) | CreateEnd::InDoubt(_)) => {
                self.row(&planned(self.user, ""), "pending")?;
                Err(not_created(end, self.session.is_silent()))
            }
            CreateEnd::Refused(Failure { remedy: Remedy::Correct(sentences), .. }) => {
                let refused = user_flags::refused(&sentences, Subject::TargetUser);
                // Somebody else may have created the user meanwhile, or before.
                match living(self.session, self.company, email).await {
                    Ok(Some(user)) if self.args.if_absent => self.exists(&user),
                    Ok(Some(user)) => {
                        self.row(&user, "exists")?;
                        Err(refused)
                    }
                    Ok(None) | Err(_) => Err(refused),
                }
            }
            end @ (CreateEnd::Refused(_) | CreateEnd::Absent | CreateEnd::Unrecorded(_)) => {
                Err(not_created(end, self.session.is_silent()))
            }
        }
    }

    /// Succeeds: a user with this email exists.
    fn exists(&self, user: &TargetUser) -> Result<(), CommandError> {
        let (name, status) = (&self.company.name, user.status.word());
        print_prefixed(format_args!("exists in {name}: {} is {status} (id {})", user.email, user.id));
        self.row(user, "exists")
    }

    fn row(&self, user: &TargetUser, outcome: &'static str) -> Result<(), CommandError> {
        let mut row = rows::user(user, self.company.id_and_name(), Some(outcome));
        let mut head = rows::user_head(Some(outcome));
        add_ticket(&mut head, &mut row, self.ticket);
        Ok(output::one(Out::default(), self.session.output, "user", head, &row)?)
    }
}

/// The existing user with this email, active or inactive; a deleted one is only mentioned.
async fn living(session: &Session, company: &CompanyRef, email: &str) -> Result<Option<TargetUser>, CommandError> {
    let found = in_company(session, company, email).await;
    let found = found.map_err(|error| CommandError::of(&error, Operation::FindUser))?;
    Ok(one_living(company, email, found))
}

fn one_living(company: &CompanyRef, email: &str, found: Vec<TargetUser>) -> Option<TargetUser> {
    let (deleted, living): (Vec<_>, Vec<_>) = found.into_iter().partition(|u| u.status == UserStatus::Deleted);
    if let (true, Some(user)) = (living.is_empty(), deleted.first()) {
        print_prefixed(format_args!(
            "{email} was deleted in {} before (id {}): this is a new user",
            company.name, user.id
        ));
    }
    living.into_iter().next()
}

/// The service would refuse the create.
fn is_there(user: &TargetUser) -> CommandError {
    let (email, status, id) = (&user.email, user.status.word(), &user.id);
    let said = format!("it would be refused: {email} exists already, {status} (id {id}); --if-absent accepts that");
    CommandError::new(Code::Invalid, said)
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
        managed: None,
        roles: None,
    }
}
