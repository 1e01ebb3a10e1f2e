//! What is told about the create of a user: a row on standard output if there is a user, a message, and an exit code.

use super::company_ref::CompanyRef;
use super::exit::{Code, CommandError};
use super::find::in_company;
use super::not_done::not_created;
use super::progress::Out;
use super::service::Session;
use super::stderr::print_prefixed;
use super::ticket::add_ticket;
use super::{output, rows, system_users, user_flags};
use crate::api::Operation;
use crate::domain::change::outcome::CreateEnd;
use crate::domain::change::ticket::TicketNumber;
use crate::domain::form::subject::Subject;
use crate::domain::service::failure::{Failure, Remedy};
use crate::domain::user::existing::{TargetUser, UserStatus};

/// A create, and how it is told.
pub struct CreateReport<'a> {
    /// The command.
    pub session: &'a Session,
    /// Where the user is created.
    pub company: &'a CompanyRef,
    /// The kind of user.
    pub subject: Subject,
    /// The ticket of the create.
    pub ticket: &'a TicketNumber,
    /// The user as it will be listed; the ID is empty until there is one.
    pub planned: TargetUser,
    /// A user who exists already is as good as a created one.
    pub if_absent: bool,
}

impl CreateReport<'_> {
    /// The existing user with the address of the planned one, active or inactive; a deleted one is only mentioned.
    ///
    /// # Errors
    ///
    /// The error of the service.
    pub async fn there(&self) -> Result<Option<TargetUser>, CommandError> {
        let email = &self.planned.email;
        match self.subject {
            Subject::TargetUser => {
                let found = in_company(self.session, self.company, email).await;
                Ok(self.living(found.map_err(|error| CommandError::of(&error, Operation::FindUser))?))
            }
            Subject::SystemUser => {
                let found = self.session.client.system_user_by_email(&self.company.id, email).await;
                let found = found.map_err(|error| CommandError::of(&error, Operation::SystemUsers))?;
                Ok(found.map(|user| user.as_user()))
            }
        }
    }

    /// The one of these users who is not deleted.
    pub fn living(&self, found: Vec<TargetUser>) -> Option<TargetUser> {
        let (deleted, living): (Vec<_>, Vec<_>) = found.into_iter().partition(|u| u.status == UserStatus::Deleted);
        if let (true, Some(user)) = (living.is_empty(), deleted.first()) {
            print_prefixed(format_args!(
                "{} was deleted in {} before (id {}): this is a new user",
                user.email, self.company.name, user.id
            ));
        }
        living.into_iter().next()
    }

    /// Nothing was sent, and the user exists.
    ///
    /// # Errors
    ///
    /// Validation, unless that is accepted.
    pub fn dry_exists(&self, user: &TargetUser) -> Result<(), CommandError> {
        if self.if_absent {
            return self.exists(user);
        }
        let (email, id) = (&user.email, &user.id);
        let what = match self.subject {
            Subject::TargetUser => format!("{email} exists already, {} (id {id})", user.status.word()),
            Subject::SystemUser => format!("{email} is a system user already (id {id})"),
        };
        let said = format!("it would be refused: {what}; --if-absent accepts that");
        Err(CommandError::new(Code::Invalid, said))
    }

    /// Nothing was sent, and could be.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn dry(&self) -> Result<(), CommandError> {
        print_prefixed(format_args!("--dry-run: nothing was sent"));
        self.row(&self.planned, "dry_run")
    }

    /// Succeeds: a user with this email exists.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn exists(&self, user: &TargetUser) -> Result<(), CommandError> {
        let what = match self.subject {
            Subject::TargetUser => user.status.word(),
            Subject::SystemUser => "a system user",
        };
        print_prefixed(format_args!("exists in {}: {} is {what} (id {})", self.company.name, user.email, user.id));
        self.row(user, "exists")
    }

    /// How the create has ended.
    ///
    /// # Errors
    ///
    /// The code of an end that is not the wanted one.
    pub async fn ended(&self, end: CreateEnd) -> Result<(), CommandError> {
        let created = format!("created in {}: {}{}", self.company.name, self.subject.prefix(), self.planned.email);
        let (user, outcome) = match &end {
            CreateEnd::Created(id) => {
                print_prefixed(format_args!("{created} (id {id})"));
                return self.row(&TargetUser { id: id.clone(), ..self.planned.clone() }, "created");
            }
            CreateEnd::Proved(user) => {
                print_prefixed(format_args!(
                    "{created} (id {}); no answer had come, but the service has what was sent",
                    user.id
                ));
                return self.row(user, "created");
            }
            CreateEnd::WasThere(user) if self.if_absent => return self.exists(user),
            CreateEnd::Refused(Failure { remedy: Remedy::Correct(sentences), .. }) => {
                return self.refused(user_flags::refused(sentences, self.subject)).await;
            }
            CreateEnd::WasThere(user) => (Some(&**user), "exists"),
            CreateEnd::Found(user) => (Some(&**user), "found"),
            CreateEnd::Pending | CreateEnd::Unknown(_) | CreateEnd::InDoubt(_) => (Some(&self.planned), "pending"),
            CreateEnd::Refused(_) | CreateEnd::Absent | CreateEnd::Unrecorded(_) => (None, ""),
        };
        if let Some(user) = user {
            self.row(user, outcome)?;
        }
        Err(not_created(end, self.session.is_silent()))
    }

    /// Somebody else may have created the user meanwhile, or before.
    async fn refused(&self, refused: CommandError) -> Result<(), CommandError> {
        match self.there().await {
            Ok(Some(user)) if self.if_absent => self.exists(&user),
            Ok(Some(user)) => {
                self.row(&user, "exists")?;
                Err(refused)
            }
            Ok(None) | Err(_) => Err(refused),
        }
    }

    fn row(&self, user: &TargetUser, outcome: &'static str) -> Result<(), CommandError> {
        let company = self.company.id_and_name();
        let (kind, (mut head, mut row)) = match self.subject {
            Subject::TargetUser => ("user", (rows::user_head(Some(outcome)), rows::user(user, company, Some(outcome)))),
            Subject::SystemUser => ("system_user", system_users::row(user, company, Some(outcome))),
        };
        add_ticket(&mut head, &mut row, self.ticket);
        Ok(output::one(Out::default(), self.session.output, kind, head, &row)?)
    }
}
