//! Lists: queries, columns, and the index of all companies.

pub mod columns;
pub mod company_groups;
pub mod company_index;
pub mod content;
pub mod ends;
pub mod file_format;
pub mod filter;
pub mod folding;
pub mod grid;
pub mod group;
pub mod group_columns;
pub mod index_query;
mod index_row;
pub mod named_view;
pub mod order_by;
pub mod page;
pub mod query;
pub mod quick_filter;
pub mod search_term;
pub mod snapshot;
mod sort_keys;
pub mod user_columns;
pub mod user_filter;
pub mod user_query;
pub mod view;
