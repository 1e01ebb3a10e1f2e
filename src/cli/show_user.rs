//! `users show`: everything about one user.

use clap::Args;
use serde_json::{Value, json};

use super::change::listed;
use super::company_args::ReadArgs;
use super::company_ref::CompanyRef;
use super::exit::CommandError;
use super::output::{self, Item, Row};
use super::progress::Out;
use super::rows;
use super::service::Session;
use super::user_ref::{self, UserRef};
use crate::domain::form::fields::FieldId;
use crate::domain::text::{NAME_MAX, clean};

/// Options of `users show`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui users show jane@contoso.com --company contoso
  keepnet-tui users show u5e4d3c2b1a0 --company contoso --output json")]
pub struct ShowUserArgs {
    /// Email or ID of the user
    #[arg(value_name = "EMAIL|ID")]
    pub user: String,
    /// The company
    #[command(flatten)]
    pub at: ReadArgs,
}

/// Writes everything about the user.
///
/// # Errors
///
/// Not found; usage, if several users have the email; or the error of the service.
pub async fn run(args: &ShowUserArgs, session: &Session) -> Result<(), CommandError> {
    let company = args.at.company(session).await?;
    let user = user_ref::user(session, &company, &args.user).await?;
    let (head, row) = row(&user, &company);
    Ok(output::one(Out::default(), session.output, "user", head, &row)?)
}

fn row(user: &UserRef, company: &CompanyRef) -> (Vec<super::heading::Heading>, Row) {
    let shown = listed(&user.detail, user.listed.as_ref());
    let Row { item: mut all, .. } = rows::user(&shown, company.id_and_name(), None);
    let text = |id: FieldId| Some(user.detail.text(id)).filter(|text| !text.is_empty());
    all.add("language", shown.language.clone());
    all.add("language_id", text(FieldId::Language));
    all.add("time_zone", shown.time_zone.clone());
    all.add("time_zone_id", text(FieldId::TimeZone));
    all.add("manager_first_name", text(FieldId::ManagerFirstName));
    all.add("manager_last_name", text(FieldId::ManagerLastName));
    all.add("manager_email", text(FieldId::ManagerEmail));
    all.add("managed_by", shown.managed.as_ref().map(ToString::to_string));
    let custom = user.detail.custom.iter().map(|own| {
        let value = own.value.as_deref().map(|value| clean(value, NAME_MAX));
        json!({ "id": own.field.as_str(), "name": own.name, "value": value })
    });
    all.add("custom", custom.collect::<Value>());
    rows::told(Item(all.0))
}
