//! Requests to the service, and the messages that answer them.

use std::sync::Arc;

use super::connection::ServiceConnection;
use crate::api::{Client, Error, Operation};
use crate::app::core::effect::Read;
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::domain::company::domains::Domains;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::{CompanyId, UserId};

/// Sends the request, and returns the answer as a message.
pub(super) async fn answer(line: Arc<ServiceConnection>, ticket: Ticket, question: Read) -> Msg {
    match question {
        Read::Companies(query) => {
            Msg::Companies(ticket, call(&line, Operation::Companies, async |c| c.search_companies(&query).await).await)
        }
        Read::Company(company) => {
            let answer = call(&line, Operation::Company, async |c| c.company(&company).await).await;
            Msg::Company(ticket, answer.map(Box::new))
        }
        Read::Counts(company) => {
            Msg::Counts(ticket, call(&line, Operation::Counts, async |c| c.user_counts(&company).await).await)
        }
        Read::VerifiedDomains(company) => {
            Msg::Domains(ticket, call(&line, Operation::Domains, async |c| c.verified_domains(&company).await).await)
        }
        Read::UnverifiedDomains(company) => {
            Msg::Domains(ticket, call(&line, Operation::Domains, async |c| c.unverified_domains(&company).await).await)
        }
        Read::License(company) => {
            Msg::License(ticket, call(&line, Operation::License, async |c| c.check_license(&company).await).await)
        }
        Read::Groups(company) => {
            Msg::Choices(ticket, call(&line, Operation::Groups, async |c| c.target_groups(&company).await).await)
        }
        Read::CompanyGroups => {
            let answer = call(&line, Operation::CompanyGroups, async |c| c.company_groups().await).await;
            Msg::CompanyGroups(ticket, answer)
        }
        Read::Users(company, query) => {
            Msg::Users(ticket, call(&line, Operation::Users, async |c| c.search_users(&company, &query).await).await)
        }
        Read::User(company, user) => {
            let answer = call(&line, Operation::User, async |c| c.user_detail(&company, &user).await).await;
            Msg::User(ticket, answer.map(Box::new))
        }
        Read::TargetGroups(company) => {
            Msg::TargetGroups(ticket, call(&line, Operation::Groups, async |c| c.group_list(&company).await).await)
        }
        Read::GroupsOfUser(company, user) => {
            let answer = call(&line, Operation::UserGroups, async |c| c.groups_of_user(&company, &user).await).await;
            Msg::TargetGroups(ticket, answer)
        }
        Read::Audit(company, user, page) => {
            let answer = call(&line, Operation::Audit, async |c| c.audit_of_user(&company, &user, page).await).await;
            Msg::Audit(ticket, answer)
        }
        Read::Directories(company) => {
            let answer = call(&line, Operation::DirectorySync, async |c| c.directory_sync(&company).await).await;
            Msg::Directories(ticket, answer)
        }
        Read::SystemUser(company, user, email) => system_user(&line, ticket, &company, &user, &email).await,
        Read::SystemUsers(company, query) => {
            let answer = call(&line, Operation::SystemUsers, async |c| c.system_users(&company, &query).await).await;
            Msg::Users(ticket, answer.map(|page| page.map(|user| user.as_user())))
        }
        Read::MailDomains(company) => {
            let verified = call(&line, Operation::Domains, async |c| c.verified_domains(&company).await).await;
            let answer = match verified {
                Ok(verified) => {
                    let unverified = call(&line, Operation::Domains, async |c| c.unverified_domains(&company).await);
                    Domains::of(verified, unverified.await)
                }
                Err(failure) => Err(failure),
            };
            Msg::MailDomains(ticket, answer)
        }
        Read::CustomFields(company) => {
            let answer = call(&line, Operation::CustomFields, async |c| c.custom_fields(&company).await).await;
            Msg::CustomFields(ticket, answer)
        }
        Read::Roles(company) => {
            Msg::Choices(ticket, call(&line, Operation::Roles, async |c| c.roles(&company).await).await)
        }
        Read::TimeZones => {
            Msg::Choices(ticket, call(&line, Operation::TimeZones, async |c| c.time_zones().await).await)
        }
        Read::Languages => Msg::Choices(ticket, call(&line, Operation::Languages, async |c| c.languages().await).await),
    }
}

async fn system_user(line: &ServiceConnection, ticket: Ticket, company: &CompanyId, user: &UserId, email: &str) -> Msg {
    let found = call(line, Operation::User, async |c| {
        let found = c.system_user(company, user, &[email]).await?;
        found.ok_or_else(|| Error::NotFound(String::new()))
    });
    Msg::User(ticket, found.await.map(|user| Box::new(user.detail())))
}

async fn call<T>(
    line: &ServiceConnection,
    doing: Operation,
    call: impl AsyncFnOnce(&Client) -> Result<T, Error>,
) -> Result<T, Failure> {
    let answer = async { call(line.client().await?).await }.await;
    answer.map_err(|error| error.failure(doing))
}
