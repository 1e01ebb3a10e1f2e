//! The place at which the terminal program starts.

use clap::Args;

use super::user_flags::{Prefilled, UserFlags};

/// Flags that name a place, so that a ticket can link to it.
#[derive(Debug, Clone, Default, Args)]
pub struct StartArgs {
    /// Start with this view of the companies, of the configuration or built in
    #[arg(long, value_name = "NAME", conflicts_with = "company")]
    pub view: Option<String>,
    /// Start with this search, in the language of the search line
    #[arg(long, value_name = "TEXT", conflicts_with = "company", allow_hyphen_values = true)]
    pub search: Option<String>,
    /// Start at this company: its ID, its name, or a part of the name
    #[arg(long, value_name = "ID|NAME")]
    pub company: Option<String>,
    /// Show the users of the company
    #[arg(long, requires = "company", conflicts_with = "add")]
    pub users: bool,
    /// Open the form for a new target user of the company; nothing is sent
    #[arg(long, requires = "company")]
    pub add: bool,
    /// What the form is filled in with
    #[command(flatten)]
    pub fields: UserFlags<Prefilled>,
}
