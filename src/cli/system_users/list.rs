//! `system-users list` and `show`.

use clap::Args;

use super::found::{planned, row, user};
use crate::api::Operation;
use crate::cli::company_args::ReadArgs;
use crate::cli::exit::CommandError;
use crate::cli::output;
use crate::cli::pages::{ListWriter, PageArgs};
use crate::cli::progress::Out;
use crate::cli::rows;
use crate::cli::service::Session;
use crate::domain::form::entry::Entry;
use crate::domain::form::subject::Subject;
use crate::domain::text::line;
use crate::domain::user::system_user::SystemUserQuery;

/// System users on a page, unless another number is given.
const PER_PAGE: u32 = 100;

/// Options of `system-users list`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui system-users list --company contoso
  keepnet-tui system-users list --company contoso --search ann --output json")]
pub struct ListArgs {
    /// The company
    #[command(flatten)]
    pub at: ReadArgs,
    /// Only users with this text in their name or email
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub search: String,
    /// Which page
    #[command(flatten)]
    pub page: PageArgs,
}

/// Options of `system-users show`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui system-users show ann@contoso.com --company contoso
  keepnet-tui system-users show u5e4d3c2b1a0 --company contoso --output json")]
pub struct ShowArgs {
    /// Email or ID of the system user
    #[arg(value_name = "EMAIL|ID")]
    pub user: String,
    /// The company
    #[command(flatten)]
    pub at: ReadArgs,
}

pub(super) async fn list(args: &ListArgs, session: &Session) -> Result<(), CommandError> {
    let company = args.at.company(session).await?;
    let size = args.page.size(PER_PAGE);
    let search = line(&args.search);
    // The head is that of any row.
    let nobody = planned(&Entry::for_subject(Subject::SystemUser), "");
    let (head, _) = row(&nobody, company.id_and_name(), None);
    let list = ListWriter { kind: "system_users", doing: Operation::SystemUsers, head };
    let fetch = async |page| {
        let query = SystemUserQuery { search: search.clone(), page, size };
        session.client.system_users(&company.id, &query).await
    };
    list.write(&args.page, session.output, fetch, |user| row(&user.as_user(), company.id_and_name(), None).1).await
}

pub(super) async fn show(args: &ShowArgs, session: &Session) -> Result<(), CommandError> {
    let company = args.at.company(session).await?;
    let user = user(session, &company, &args.user).await?;
    let (_, mut all) = row(&user.as_user(), company.id_and_name(), None);
    all.item.add("editable", user.editable);
    let (head, row) = rows::told(all.item);
    Ok(output::one(Out::default(), session.output, "system_user", head, &row)?)
}
