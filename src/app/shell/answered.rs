//! Answers of the service, routed to their owners.

use crate::app::core::effect::Effect;
use crate::app::core::msg::Msg;
use crate::app::core::owner::{ListId, Owner};
use crate::app::core::remote::Ticket;
use crate::app::flows::{edit_form, follow_form, owner_search, start_at, submit};
use crate::app::model::Model;
use crate::cx;

/// Routes an answer of the service to the owner of its ticket, which drops late ones.
pub(super) fn answered(model: &mut Model, ticket: Ticket, msg: Msg, out: &mut Vec<Effect>) {
    match (ticket.owner(), msg) {
        (Owner::List(ListId::Companies) | Owner::AllCompanies, Msg::Companies(_, answer)) => {
            let mine = model.companies.waits_for(ticket) || model.companies.source.waits_for(ticket);
            model.connection.companies_came(mine, answer.as_ref().err());
            model.companies.arrived(ticket, answer, cx!(model, out));
        }
        (Owner::CompanyGroups, Msg::CompanyGroups(_, answer)) => {
            model.companies.groups_arrived(ticket, answer, cx!(model, out));
        }
        (Owner::List(ListId::Users), Msg::Users(_, answer)) => model.users.arrived(ticket, answer, cx!(model, out)),
        (Owner::OwnerSearch, Msg::Companies(_, answer)) => owner_search::companies_came(model, ticket, answer, out),
        (Owner::OwnerSearch, Msg::Users(_, answer)) => model.owner_search.users_loaded(ticket, answer, cx!(model, out)),
        (Owner::Company, Msg::Company(_, answer)) => model.company.settle_detail(ticket, answer.map(|detail| *detail)),
        (Owner::Company, Msg::Counts(_, answer)) => model.company.settle_counts(ticket, answer),
        (Owner::Company, Msg::Domains(_, answer)) => {
            model.company.settle_domains(ticket, answer);
            follow_form::learn_domains(model);
        }
        (Owner::Company, Msg::License(_, answer)) => model.company.settle_license(ticket, answer),
        (Owner::Company, Msg::Choices(_, answer)) => model.company.settle_groups(ticket, answer),
        (Owner::User, Msg::User(_, answer)) => model.user.settle_detail(ticket, answer),
        (Owner::User, Msg::TargetGroups(_, answer)) => model.user.settle_groups(ticket, answer),
        (Owner::User, Msg::Audit(_, answer)) => model.user.settle_audit(ticket, answer),
        (Owner::Start, Msg::Company(_, answer)) => {
            start_at::company_read(model, ticket, answer.map(|detail| *detail), out);
        }
        (Owner::Lookups, Msg::Choices(_, answer)) => model.lookups.settle(ticket, answer, cx!(model, out)),
        (Owner::Forms, Msg::Company(_, answer)) => model.drafts.settle_country(ticket, &answer.map(|detail| *detail)),
        (Owner::Forms, Msg::License(_, answer)) => model.drafts.settle_license(ticket, &answer),
        (Owner::Forms, Msg::Choices(_, answer)) => model.drafts.settle_groups(ticket, &answer, cx!(model, out)),
        (Owner::Forms, Msg::Users(_, answer)) => model.drafts.settle_users(ticket, &answer),
        (Owner::Forms, Msg::User(_, answer)) => edit_form::user_read(model, ticket, &answer, out),
        (Owner::Forms, Msg::TargetGroups(_, answer)) => {
            model.drafts.settle_like_groups(ticket, &answer, cx!(model, out));
        }
        (Owner::Forms, Msg::MailDomains(_, answer)) => model.drafts.settle_domains(ticket, &answer),
        (Owner::Forms, Msg::Directories(_, answer)) => model.drafts.settle_directories(ticket, &answer),
        (Owner::Forms, Msg::CustomFields(_, answer)) => submit::custom_fields_loaded(model, ticket, &answer, out),
        // Nothing requests this.
        (
            Owner::List(_)
            | Owner::AllCompanies
            | Owner::CompanyGroups
            | Owner::OwnerSearch
            | Owner::Company
            | Owner::User
            | Owner::Lookups
            | Owner::Forms
            | Owner::Start
            | Owner::Export
            | Owner::Import
            | Owner::History
            | Owner::Output
            | Owner::Notes
            | Owner::Profile
            | Owner::Probe
            | Owner::Timer(_),
            _,
        ) => {}
    }
}
