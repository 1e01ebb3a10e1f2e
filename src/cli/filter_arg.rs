//! The value of `--filter`.

use crate::domain::list::filter::parse::parse;
use crate::domain::list::filter::term::Filter;

/// A filter, or a sentence about the place where it cannot be read.
pub(super) fn filter(typed: &str) -> Result<Filter, String> {
    // The next flag, because the filter was left out.
    if typed.starts_with("--") {
        return Err("a filter has one minus sign at most before a term".to_owned());
    }
    parse(typed).map_err(|mistake| mistake.describe(typed))
}
