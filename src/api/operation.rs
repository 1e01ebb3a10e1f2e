//! The operations, and the first words of their failures.

use crate::domain::change::update::Membership;
use crate::domain::change::write::{Intent, Mail, WriteKind};
use crate::domain::form::subject::Subject;

/// The operation that failed, for the first words of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Getting a token.
    Token,
    /// Searching companies.
    Companies,
    /// Reading the details of a company.
    Company,
    /// Checking a company's seats.
    License,
    /// Counting a company's users.
    Counts,
    /// Listing the mail domains of a company.
    Domains,
    /// Listing the roles a system user can have.
    Roles,
    /// Listing the custom fields of a company.
    CustomFields,
    /// Listing groups.
    Groups,
    /// Listing the company groups and the companies in them.
    CompanyGroups,
    /// Listing time zones.
    TimeZones,
    /// Listing languages.
    Languages,
    /// Creating a target user.
    Create,
    /// Creating a system user.
    CreateSystemUser,
    /// Reading everything about one user.
    User,
    /// Changing a target user.
    Update,
    /// Deleting a target user.
    Delete,
    /// Reading the audit log.
    Audit,
    /// Asking which directories users come from.
    DirectorySync,
    /// Listing system users.
    SystemUsers,
    /// Changing a system user.
    UpdateSystemUser,
    /// Deleting a system user.
    DeleteSystemUser,
    /// Sending the welcome mail again.
    WelcomeMail,
    /// Sending a link for a new password.
    ResetLink,
    /// Listing the groups of a user.
    UserGroups,
    /// Listing the users in a group.
    GroupMembers,
    /// Creating a group.
    CreateGroup,
    /// Putting users into groups.
    AddToGroups,
    /// Taking users out of a group.
    RemoveFromGroup,
    /// Looking an email up among a company's users.
    FindUser,
    /// Searching a company's users.
    Users,
    /// Asking whether the service answers.
    Probe,
}

impl Operation {
    /// The operation that carries out this write.
    #[must_use]
    pub fn of(intent: &Intent) -> Self {
        match (&intent.kind, intent.entry.subject) {
            (WriteKind::Create, Subject::TargetUser) => Self::Create,
            (WriteKind::Create, Subject::SystemUser) => Self::CreateSystemUser,
            (WriteKind::Update(update), Subject::TargetUser) => match update.group() {
                Some(Membership { joins: true, .. }) => Self::AddToGroups,
                Some(Membership { joins: false, .. }) => Self::RemoveFromGroup,
                None => Self::Update,
            },
            (WriteKind::Update(_), Subject::SystemUser) => Self::UpdateSystemUser,
            (WriteKind::Delete(_), Subject::TargetUser) => Self::Delete,
            (WriteKind::Delete(_), Subject::SystemUser) => Self::DeleteSystemUser,
            (WriteKind::Mail(_, Mail::Welcome), _) => Self::WelcomeMail,
            (WriteKind::Mail(_, Mail::PasswordLink), _) => Self::ResetLink,
            (WriteKind::CreateGroup(_), _) => Self::CreateGroup,
        }
    }

    /// Whether it changes something at the service.
    pub(super) fn is_write(self) -> bool {
        self.unknown().is_some()
    }

    /// The first words of its failure.
    #[must_use]
    pub fn what(self) -> &'static str {
        match self {
            Self::Token => "No access to the service",
            Self::Companies => "The companies could not be loaded",
            Self::Company => "The company could not be loaded",
            Self::License => "The seats could not be checked",
            Self::Counts => "The users could not be counted",
            Self::Domains => "The mail domains could not be loaded",
            Self::Roles => "The roles could not be loaded",
            Self::CustomFields => "The custom fields could not be loaded",
            Self::Groups => "The groups could not be loaded",
            Self::CompanyGroups => "The company groups could not be loaded",
            Self::TimeZones => "The time zones could not be loaded",
            Self::Languages => "The languages could not be loaded",
            Self::Create => "The target user was not created",
            Self::CreateSystemUser => "The system user was not created",
            Self::User => "The user could not be loaded",
            Self::Update => "The target user was not changed",
            Self::Delete => "The target user was not deleted",
            Self::Audit => "The history could not be loaded",
            Self::DirectorySync => "The directories of the company could not be loaded",
            Self::SystemUsers => "The system users could not be loaded",
            Self::UpdateSystemUser => "The system user was not changed",
            Self::DeleteSystemUser => "The system user was not deleted",
            Self::WelcomeMail => "The welcome mail was not sent",
            Self::ResetLink => "The password link was not sent",
            Self::UserGroups => "The groups of the user could not be loaded",
            Self::GroupMembers => "The users of the group could not be loaded",
            Self::CreateGroup => "The group was not created",
            Self::AddToGroups => "The user was not added to the group",
            Self::RemoveFromGroup => "The user was not taken from the group",
            Self::FindUser => "The email could not be looked up",
            Self::Users => "The users could not be loaded",
            Self::Probe => "The connection could not be checked",
        }
    }

    /// The wording for a write with unknown outcome: what, and what comes next.
    #[must_use]
    pub fn unknown(self) -> Option<(&'static str, &'static str)> {
        let looked_up = "The program looks it up; nothing is sent again by itself.";
        let mail = "Ask whether it has arrived; nothing is sent again by itself.";
        match self {
            Self::Create => Some(("It is not known whether the target user was created", looked_up)),
            Self::CreateSystemUser => Some(("It is not known whether the system user was created", looked_up)),
            Self::Update => Some(("It is not known whether the target user was changed", looked_up)),
            Self::Delete => Some(("It is not known whether the target user was deleted", looked_up)),
            Self::UpdateSystemUser => Some(("It is not known whether the system user was changed", looked_up)),
            Self::DeleteSystemUser => Some(("It is not known whether the system user was deleted", looked_up)),
            Self::WelcomeMail => Some(("It is not known whether the welcome mail was sent", mail)),
            Self::ResetLink => Some(("It is not known whether the password link was sent", mail)),
            Self::CreateGroup => Some(("It is not known whether the group was created", looked_up)),
            Self::AddToGroups => Some(("It is not known whether the user was added to the group", looked_up)),
            Self::RemoveFromGroup => Some(("It is not known whether the user was taken from the group", looked_up)),
            Self::Token
            | Self::Companies
            | Self::Company
            | Self::License
            | Self::Counts
            | Self::Domains
            | Self::Roles
            | Self::CustomFields
            | Self::Groups
            | Self::CompanyGroups
            | Self::TimeZones
            | Self::Languages
            | Self::Audit
            | Self::DirectorySync
            | Self::SystemUsers
            | Self::UserGroups
            | Self::GroupMembers
            | Self::FindUser
            | Self::User
            | Self::Users
            | Self::Probe => None,
        }
    }
}
