//! `system-users edit`, `delete`, `resend`, `reset-password`: changes of one existing system user, and mails to it.

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::Timestamp;

use super::found::{after, row, user, words};
use crate::cli::change::{TargetArgs, add_changes, not_changed, outcome_word};
use crate::cli::company_ref::{self, CompanyRef};
use crate::cli::edit::{ValueArg, confirmed};
use crate::cli::exit::{Code, CommandError};
use crate::cli::journal::Journal;
use crate::cli::lookup;
use crate::cli::not_done;
use crate::cli::output;
use crate::cli::progress::Out;
use crate::cli::service::Session;
use crate::cli::stderr::print_prefixed;
use crate::cli::ticket::add_ticket;
use crate::cli::user_flags::{self, EditedSystem, UserFlags};
use crate::domain::change::outcome::{DeleteEnd, MailEnd, UpdateEnd};
use crate::domain::change::ticket::TicketNumber;
use crate::domain::change::update::{Update, UserUpdate, changes};
use crate::domain::change::write::{Intent, Mail, SendContext, WriteKind};
use crate::domain::form::fields::{FieldId, Kind};
use crate::domain::form::subject::Subject;
use crate::domain::form::value::FieldValue;
use crate::domain::user::existing::{TargetUser, UserStatus};
use crate::domain::user::system_user::SystemUser;

/// Options of `system-users edit`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui system-users edit ann@contoso.com --company \"Contoso Ltd\" --phone +442079460019
  # These are all of her roles from now on
  keepnet-tui system-users edit ann@contoso.com --company \"Contoso Ltd\" --role \"Company Admin\" --role Auditor
  # Only if nobody has changed it meanwhile
  keepnet-tui system-users edit u5e4d3c2b1a0 --company \"Contoso Ltd\" --last-name Roe --if-match last-name=Lee")]
pub struct EditArgs {
    /// Who
    #[command(flatten)]
    pub target: TargetArgs,
    /// The new values
    #[command(flatten)]
    pub fields: UserFlags<EditedSystem>,
    /// Clear this field
    #[arg(long, value_name = "FIELD", value_parser = PossibleValuesParser::new([FieldId::Roles.field().flag]))]
    pub clear: Option<String>,
    /// Change nothing (exit code 5) unless the field has this value; can be repeated
    #[arg(long, value_name = "FIELD=VALUE", value_parser = |text: &str| ValueArg::of(text, Subject::SystemUser))]
    pub if_match: Vec<ValueArg>,
}

/// Options of `system-users delete`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
A deleted system user can no longer log in, and cannot be restored.

Examples:
  keepnet-tui system-users delete ann@contoso.com --company \"Contoso Ltd\"
  # In a script, by ID
  keepnet-tui system-users delete u5e4d3c2b1a0 --company \"Contoso Ltd\" --yes")]
pub struct DeleteArgs {
    /// Who
    #[command(flatten)]
    pub target: TargetArgs,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// Options of `system-users resend` and `reset-password`.
#[derive(Debug, Clone, Args)]
pub struct MailArgs {
    /// Who
    #[command(flatten)]
    pub target: TargetArgs,
}

/// A change of a system user, ready to be sent.
pub struct SystemOrder<'a> {
    /// The session.
    pub session: &'a Session,
    /// The company.
    pub company: &'a CompanyRef,
    /// The user.
    pub user: &'a SystemUser,
    /// The ticket.
    pub ticket: TicketNumber,
}

/// Refuses a user whom the service does not let be changed.
fn is_changeable(user: &SystemUser, what: &str) -> Result<(), CommandError> {
    if user.editable {
        return Ok(());
    }
    let why = format!("the service does not let {} be changed by this log-in", words(user));
    Err(CommandError::new(Code::Invalid, format!("not {what}, nothing was sent: {why}")))
}

pub(super) async fn edit(args: &EditArgs, session: &Session) -> Result<(), CommandError> {
    let ticket = args.target.at.may_write(session)?;
    let typed = args.fields.entry();
    if args.fields.is_empty() && args.clear.is_none() {
        return Err(CommandError::new(Code::Usage, "nothing is given that should change"));
    }
    if args.clear.is_some() && !args.fields.values(FieldId::Roles).is_empty() {
        return Err(CommandError::new(Code::Usage, "--role and --clear role contradict each other"));
    }
    let (known, rules) = company_ref::with_rules(session, &args.target.at.company, &typed).await?;
    let company = match known {
        Some(company) => company,
        None => args.target.at.company(session).await?,
    };
    let user = user(session, &company, &args.target.user).await?;
    is_changeable(&user, "changed")?;
    let detail = user.detail();
    let unmatched: Vec<_> = args.if_match.iter().filter_map(|wanted| wanted.mismatch(&detail)).collect();
    if !unmatched.is_empty() {
        return Err(user_flags::not_changed(&unmatched));
    }
    let begun = user.entry();
    let mut entry = begun.clone();
    let fields = Subject::SystemUser.fields();
    for field in fields.iter().filter(|field| !args.fields.values(field.id).is_empty()) {
        match field.kind {
            Kind::Text | Kind::Priority | Kind::Toggle => entry.set(field.id, typed.value(field.id).clone()),
            Kind::One | Kind::Many => entry.set(field.id, FieldValue::blank(field.kind)),
        }
    }
    if args.clear.is_some() {
        entry.set(FieldId::Roles, FieldValue::blank(Kind::Many));
    }
    lookup::resolve_choices(session, &company, &args.fields, &mut entry).await?;
    let changes = changes(&detail, &begun, &entry, rules).map_err(|wrong| {
        let flag = |id: FieldId| Subject::SystemUser.field(id).flag;
        let reasons: Vec<_> = wrong.iter().map(|(id, verdict)| format!("--{} {}", flag(*id), verdict.text())).collect();
        user_flags::not_changed(&reasons)
    })?;
    let update = Update::new(user.id.clone(), changes);
    SystemOrder { session, company: &company, user: &user, ticket }.update(update, args.target.at.dry_run).await
}

pub(super) async fn delete(args: &DeleteArgs, session: &Session) -> Result<(), CommandError> {
    let target = &args.target;
    let ticket = target.at.may_write(session)?;
    let company = target.at.company(session).await?;
    let user = user(session, &company, &target.user).await?;
    is_changeable(&user, "deleted")?;
    let order = SystemOrder { session, company: &company, user: &user, ticket };
    print_prefixed(format_args!("delete system user {} from {}", words(&user), company.name));
    print_prefixed(format_args!("The user can no longer log in. This cannot be undone"));
    if target.at.dry_run {
        print_prefixed(format_args!("--dry-run: nothing was sent"));
        return order.row(&user.as_user(), None, "dry_run");
    }
    if !args.yes {
        confirmed().await?;
    }
    order.delete().await
}

pub(super) async fn mail(args: &MailArgs, session: &Session, mail: Mail) -> Result<(), CommandError> {
    let target = &args.target;
    let ticket = target.at.may_write(session)?;
    let company = target.at.company(session).await?;
    let user = user(session, &company, &target.user).await?;
    let order = SystemOrder { session, company: &company, user: &user, ticket };
    if target.at.dry_run {
        print_prefixed(format_args!("--dry-run: the {} to {} was not sent", mail.name(), words(&user)));
        return order.row(&user.as_user(), None, "dry_run");
    }
    order.mail(mail).await
}

impl SystemOrder<'_> {
    /// Sends an update, or says what it would do, and reports it.
    ///
    /// # Errors
    ///
    /// Validation, if the service would refuse it or somebody has changed the user; or the code of another outcome.
    pub async fn update(&self, update: Update, dry_run: bool) -> Result<(), CommandError> {
        let changed = UserUpdate::new(self.user.detail(), &update.changes);
        let planned = after(self.user, changed.user()).as_user();
        for change in &update.changes {
            let one = Update::new(update.user.clone(), vec![change.clone()]);
            print_prefixed(format_args!("{}", one.words()));
        }
        if dry_run {
            print_prefixed(format_args!("--dry-run: nothing was sent"));
            return self.row(&planned, Some(&update), "dry_run");
        }
        let (words, name) = (words(self.user), &self.company.name);
        let journal = Journal::open(self.session)?;
        let end = journal.update(&self.intent(&journal, WriteKind::Update(update.clone())), &update).await;
        match end {
            UpdateEnd::Updated => {
                print_prefixed(format_args!("edited in {name}: system user {words}"));
                self.row(&planned, Some(&update), "updated")
            }
            UpdateEnd::AlreadySo => {
                print_prefixed(format_args!("nothing to change in {name}: system user {words} is so already"));
                self.row(&planned, Some(&update), "unchanged")
            }
            end => {
                self.row(&self.user.as_user(), Some(&update), outcome_word(&end))?;
                Err(not_changed(end, Subject::SystemUser, self.session.is_silent()))
            }
        }
    }

    /// Deletes the user, and reports it.
    ///
    /// # Errors
    ///
    /// The code of another outcome.
    pub async fn delete(&self) -> Result<(), CommandError> {
        let (listed, user) = (self.user.as_user(), &self.user.id);
        let journal = Journal::open(self.session)?;
        let end = journal.delete(&self.intent(&journal, WriteKind::Delete(user.clone())), user).await;
        let Some(error) = not_done::not_deleted(&end, self.session.is_silent()) else {
            print_prefixed(format_args!("deleted in {}: system user {}", self.company.name, words(self.user)));
            return self.row(&TargetUser { status: UserStatus::Deleted, ..listed }, None, "deleted");
        };
        if matches!(end, DeleteEnd::Pending | DeleteEnd::Unknown(_)) {
            self.row(&listed, None, "pending")?;
        }
        Err(error)
    }

    /// Sends the mail, and reports it.
    async fn mail(&self, mail: Mail) -> Result<(), CommandError> {
        let (listed, user) = (self.user.as_user(), &self.user.id);
        let journal = Journal::open(self.session)?;
        let end = journal.mail(&self.intent(&journal, WriteKind::Mail(user.clone(), mail)), user, mail).await;
        let Some(error) = not_done::not_mailed(&end, self.session.is_silent()) else {
            print_prefixed(format_args!("{} {} in {}", mail.done_verb(), words(self.user), self.company.name));
            return self.row(&listed, None, "sent");
        };
        let outcome = if matches!(end, MailEnd::Unanswered(_)) { "unknown" } else { "refused" };
        self.row(&listed, None, outcome)?;
        Err(error)
    }

    fn intent(&self, journal: &Journal, kind: WriteKind) -> Intent {
        Intent {
            id: journal.id(),
            kind,
            company: self.company.id.clone(),
            company_name: self.company.name.clone(),
            entry: self.user.entry(),
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: self.ticket.clone(),
            batch: None,
        }
    }

    /// Writes the user with the outcome, and for an update with the old and the new values.
    fn row(&self, user: &TargetUser, update: Option<&Update>, outcome: &'static str) -> Result<(), CommandError> {
        let (mut head, mut row) = row(user, self.company.id_and_name(), Some(outcome));
        if let Some(update) = update {
            add_changes(&mut row, &mut head, update);
        }
        add_ticket(&mut head, &mut row, &self.ticket);
        Ok(output::one(Out::default(), self.session.output, "system_user", head, &row)?)
    }
}
