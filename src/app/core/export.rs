//! A list that is to be written to a file.

use std::sync::Arc;

use jiff::civil::Date;

use crate::app::core::remote::Ticket;
use crate::domain::company::seat_sums::SeatSums;
use crate::domain::company::summary::Company;
use crate::domain::list::columns::Column;
use crate::domain::list::company_groups::CompanyGroups;
use crate::domain::list::file_format::FileFormat;
use crate::domain::list::group::{Group, GroupBy};
use crate::domain::list::query::CompanyQuery;
use crate::domain::list::user_query::UserQuery;
use crate::domain::service::ids::CompanyId;
use crate::domain::time::month::Month;
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
        /// The company groups, if a column is about them.
        groups: Option<Arc<CompanyGroups>>,
    },
    /// Groups of companies, with their total.
    Groups {
        /// What they are grouped by.
        by: GroupBy,
        /// Which, in order.
        rows: Vec<Group>,
        /// The sums over all companies.
        total: SeatSums,
        /// The month of the monthly users.
        month: Month,
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
    /// Its form.
    pub format: FileFormat,
    /// CSV starts with a byte-order mark, for Excel.
    pub bom: bool,
    /// What it holds.
    pub list: List,
}

/// A list that is being written.
#[derive(Debug, Clone)]
pub struct Exporting {
    /// Ticket of the export.
    pub ticket: Ticket,
    /// `users`, `companies`, `groups`
    pub what: &'static str,
}
