//! Requests to the service, and the messages that answer them.

use std::sync::Arc;

use super::line::Line;
use crate::api::{Client, Doing, Error};
use crate::app::core::effect::Question;
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::domain::company::domains::Domains;
use crate::domain::service::failure::Failure;

/// Sends the request, and returns the answer as a message.
pub(super) async fn answer(line: Arc<Line>, ticket: Ticket, question: Question) -> Msg {
    match question {
        Question::Companies(query) => {
            Msg::Companies(ticket, ask(&line, Doing::Companies, async |c| c.search_companies(&query).await).await)
        }
        Question::Company(company) => {
            let answer = ask(&line, Doing::Company, async |c| c.company(&company).await).await;
            Msg::Company(ticket, answer.map(Box::new))
        }
        Question::Counts(company) => {
            Msg::Counts(ticket, ask(&line, Doing::Counts, async |c| c.user_counts(&company).await).await)
        }
        Question::VerifiedDomains(company) => {
            Msg::Domains(ticket, ask(&line, Doing::Domains, async |c| c.verified_domains(&company).await).await)
        }
        Question::UnverifiedDomains(company) => {
            Msg::Domains(ticket, ask(&line, Doing::Domains, async |c| c.unverified_domains(&company).await).await)
        }
        Question::License(company) => {
            Msg::License(ticket, ask(&line, Doing::License, async |c| c.check_license(&company).await).await)
        }
        Question::Groups(company) => {
            Msg::Choices(ticket, ask(&line, Doing::Groups, async |c| c.target_groups(&company).await).await)
        }
        Question::Users(company, query) => {
            Msg::Users(ticket, ask(&line, Doing::Users, async |c| c.search_users(&company, &query).await).await)
        }
        Question::MailDomains(company) => {
            let verified = ask(&line, Doing::Domains, async |c| c.verified_domains(&company).await).await;
            // Unverified domains are optional.
            let unverified = match &verified {
                Ok(_) => ask(&line, Doing::Domains, async |c| c.unverified_domains(&company).await).await,
                Err(_) => Ok(Vec::new()),
            };
            let unverified = unverified.unwrap_or_default();
            Msg::MailDomains(ticket, verified.map(|verified| Domains { verified, unverified }))
        }
        Question::CustomFields(company) => {
            let answer = ask(&line, Doing::CustomFields, async |c| c.custom_fields(&company).await).await;
            Msg::CustomFields(ticket, answer)
        }
        Question::Roles(company) => {
            Msg::Choices(ticket, ask(&line, Doing::Roles, async |c| c.roles(&company).await).await)
        }
        Question::TimeZones => Msg::Choices(ticket, ask(&line, Doing::TimeZones, async |c| c.time_zones().await).await),
        Question::Languages => Msg::Choices(ticket, ask(&line, Doing::Languages, async |c| c.languages().await).await),
    }
}

async fn ask<T>(line: &Line, doing: Doing, call: impl AsyncFnOnce(&Client) -> Result<T, Error>) -> Result<T, Failure> {
    let answer = async { call(line.client().await?).await }.await;
    answer.map_err(|error| error.failure(doing))
}
