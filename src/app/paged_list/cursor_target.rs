//! Where the cursor of a list goes when a page is there.

/// Where the cursor goes when the wanted page is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorTarget {
    /// It follows the row's ID; to the first row when that is gone.
    Follow,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the last row, because the page it was on has gone: nobody turned to another one.
    Fallen,
    /// To the company that is looked for.
    Row,
}
