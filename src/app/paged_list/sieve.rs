//! How far the pages of a filter that is applied here have been looked at.

/// Rows per request.
pub const AT_ONCE: u32 = 200;

/// How far the pages have been looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sieve {
    /// Pages looked at.
    pub looked: u32,
    /// Pages in all, as far as known.
    pub pages: u32,
}
