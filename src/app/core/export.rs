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

/// Rows in memory, or the query that fetches them.
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
        /// Their columns.
        columns: Vec<Column>,
        /// The day from which days are counted.
        today: Date,
    },
    /// Users of a company.
    Users {
        /// Which.
        rows: Rows<TargetUser, UserQuery>,
        /// The company: its ID and its name.
        company: (CompanyId, String),
    },
}

/// A file that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// File name, without folder.
    pub name: String,
    /// It starts with a byte-order mark, for Excel.
    pub bom: bool,
    /// What it holds.
    pub list: List,
}

/// A list that is being written.
#[derive(Debug, Clone)]
pub struct Exporting {
    /// Ticket of the export.
    pub ticket: Ticket,
    /// `users`, `companies`
    pub what: &'static str,
}
