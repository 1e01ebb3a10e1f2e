//! What an import asks of the service before its rows are judged, how a row is sent, and the files beside the source that
//! say what became of each. The commands and the screen use the same.

mod arrivals;
mod carry_out;
mod company_names;
mod gather;
mod make;
mod new_groups;
mod result_files;
mod send;
mod settle;

pub use arrivals::Arrivals;
pub use carry_out::{Watcher, carry_out};
pub use company_names::CompanyNames;
pub use gather::{Asked, Asking};
pub use make::{MAX_COMPANIES, MAX_USERS, NoPlan, Whose, by_company, make};
pub use new_groups::{GroupNews, NoGroup, create_groups};
pub use result_files::ResultNames;
pub use send::{has_made, send};
pub use settle::settle_creates;
