//! A list that is to be written to a file.

use std::sync::Arc;

use jiff::civil::Date;

use crate::app::core::remote::Ticket;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::existing::TargetUser;

/// Rows that are here, or the question to which the service has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows<T, Q> {
    /// All of them.
    Here(Vec<T>),
    /// From its first page on.
    AtTheService(Q),
}

/// A list that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// Companies, with these columns.
    Companies {
        /// Which.
        rows: Rows<Arc<Company>, CompanyQuery>,
        /// What of them.
        columns: Vec<Column>,
        /// The day from which days are counted.
        today: Date,
    },
    /// Users of a company.
    Users {
        /// Which.
        rows: Rows<TargetUser, UserQuery>,
        /// Whose: its ID and its name.
        company: (CompanyId, String),
    },
}

/// A file that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The file's name, without folder.
    pub name: String,
    /// It begins with a byte-order mark, for Excel.
    pub bom: bool,
    /// What it holds.
    pub list: List,
}

/// A list that is being written.
#[derive(Debug, Clone)]
pub struct Exporting {
    /// The question whose answer says that it is written.
    pub ticket: Ticket,
    /// `users`, `companies`
    pub what: &'static str,
}
