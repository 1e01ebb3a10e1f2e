//! Decodes answers without the network: for fuzzing, property tests and benchmarks. The code is that of the client.

use std::sync::{Mutex, PoisonError};

use super::auth::session;
use super::call;
use super::error::Error;
use super::wire::json::Json;
use super::wire::{
    company, company_detail, custom_field, domains, envelope, lookup, target_user, token, user, user_counts,
};
use crate::domain::company::detail::CompanyDetail;
use crate::domain::company::license::LicenseCheck;
use crate::domain::company::summary::Company;
use crate::domain::company::user_counts::UserCounts;
use crate::domain::form::custom_field::CustomField;
use crate::domain::list::page::Page;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::ids::{CompanyId, UserId};
use crate::domain::service::lookup::Choice;
use crate::domain::service::session::Session;
use crate::domain::user::existing::TargetUser;

/// The kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// To [`super::Client::search_companies`], asked for the first page.
    Companies,
    /// To [`super::Client::company`], asked for `company`.
    Company,
    /// To [`super::Client::check_license`].
    License,
    /// To [`super::Client::target_groups`].
    Groups,
    /// To [`super::Client::user_counts`].
    Counts,
    /// To [`super::Client::verified_domains`] and [`super::Client::unverified_domains`].
    Domains,
    /// To [`super::Client::roles`].
    Roles,
    /// To [`super::Client::custom_fields`].
    CustomFields,
    /// To [`super::Client::time_zones`].
    TimeZones,
    /// To [`super::Client::languages`].
    Languages,
    /// To [`super::Client::search_users`], asked for the first page.
    Users,
    /// To [`super::Client::find_users`], asked for `jane@contoso.example`.
    Found,
    /// To [`super::Client::create_target_user`] and [`super::Client::create_system_user`].
    Created,
    /// To [`super::Client::delete_target_user`], asked to delete `user`.
    Deleted,
    /// To the request for a token.
    Token,
}

impl Answer {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Companies,
        Self::Company,
        Self::License,
        Self::Groups,
        Self::Counts,
        Self::Domains,
        Self::Roles,
        Self::CustomFields,
        Self::TimeZones,
        Self::Languages,
        Self::Users,
        Self::Found,
        Self::Created,
        Self::Deleted,
        Self::Token,
    ];
}

/// A decoded answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// A page of companies.
    Companies(Page<Company>),
    /// The details of a company.
    Company(Box<CompanyDetail>),
    /// The seats of a company.
    License(LicenseCheck),
    /// How many users a company has.
    Counts(UserCounts),
    /// Mail domains.
    Domains(Vec<String>),
    /// The custom fields of a company.
    CustomFields(Vec<CustomField>),
    /// Groups, time zones, languages or roles.
    Choices(Vec<Choice>),
    /// A page of users.
    Users(Page<TargetUser>),
    /// The users with one address.
    Found(Vec<TargetUser>),
    /// A new user.
    Created(UserId),
    /// A user was deleted.
    Deleted,
    /// A token, of which only the claims are kept.
    Token(Session),
}

/// Reads the body of a 200.
///
/// # Errors
///
/// As the call that would have been answered.
pub fn decode(answer: Answer, body: &[u8]) -> Result<Decoded, Error> {
    let json = call::json(body).filter(serde_json::Value::is_object).ok_or(Error::Garbled(200))?;
    let success = envelope::open(json, 200)?;
    let data = &success.data;
    Ok(match answer {
        Answer::Companies => Decoded::Companies(decode_companies(body, &CompanyQuery::default())?),
        Answer::Company => Decoded::Company(Box::new(company_detail::read(data, &CompanyId::new("company"))?)),
        Answer::License => Decoded::License(company::license(data)?),
        Answer::Groups => Decoded::Choices(lookup::groups(data)?),
        Answer::Counts => Decoded::Counts(user_counts::read(data)?),
        Answer::Domains => Decoded::Domains(domains::read(data)?),
        Answer::Roles => Decoded::Choices(lookup::roles(data)?),
        Answer::CustomFields => Decoded::CustomFields(custom_field::read(data)?),
        Answer::TimeZones => Decoded::Choices(lookup::time_zones(data)?),
        Answer::Languages => Decoded::Choices(lookup::languages(data)?),
        Answer::Users => Decoded::Users(user::page(data, &UserQuery::default())?),
        Answer::Found => Decoded::Found(user::found(data, "jane@contoso.example")?),
        Answer::Created => Decoded::Created(target_user::created(data)?),
        Answer::Deleted => {
            target_user::confirmed(&success, &UserId::new("user"))?;
            Decoded::Deleted
        }
        Answer::Token => {
            let issued = token::issued(data)?;
            Decoded::Token(session(&issued))
        }
    })
}

/// Decodes the answer to a search, for the benchmark: bytes, JSON, envelope, page.
///
/// # Errors
///
/// As [`super::Client::search_companies`], without the network.
#[doc(hidden)]
pub fn decode_companies(body: &[u8], query: &CompanyQuery) -> Result<Page<Company>, Error> {
    let taken = Mutex::new(Err(Error::Garbled(200)));
    let look = |data: &Json<'_>| *taken.lock().unwrap_or_else(PoisonError::into_inner) = company::page(data, query);
    call::borrowed(body, 200, &look)?;
    taken.into_inner().unwrap_or_else(PoisonError::into_inner)
}
