//! Where the cursor of a list goes when a page is loaded.

/// Where the cursor goes when the wanted page is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorTarget {
    /// It follows the row's ID; to the first row if that is gone.
    Follow,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the last row, because its page no longer exists.
    Fallen,
    /// To the requested company.
    Row,
}
