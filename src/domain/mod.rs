//! What the program talks about, without any idea of network, disk or screen.
//!
//! Floor 0: everything may use this, and this uses nothing of the crate.

pub mod about;
pub mod access;
pub mod base_url;
pub mod columns;
pub mod company;
pub mod company_detail;
pub mod custom_field;
pub mod domains;
pub mod draft;
pub mod email;
pub mod entry;
pub mod failure;
pub mod fields;
pub mod folding;
pub mod grid;
pub mod ids;
pub mod left;
pub mod license;
pub mod lookup;
pub mod moment;
pub mod page;
pub mod paste;
pub mod phone;
pub mod profile;
pub mod query;
pub mod quick_filter;
pub mod root;
pub mod roster;
pub mod roster_query;
pub mod seat_sums;
pub mod seats;
pub mod session;
pub mod snapshot;
pub mod subject;
pub mod system_user;
pub mod target_user;
pub mod text;
pub mod time;
pub mod user;
pub mod user_columns;
pub mod user_counts;
pub mod user_query;
pub mod view;
pub mod write;
