//! The other profiles of the configuration, opened when the person switches to one.

use std::fmt;
use std::sync::Arc;

use super::line::Source;
use crate::app::model::Settings;

/// A profile with the service it belongs to.
#[derive(Debug)]
pub struct Opened {
    /// What it says to the screen.
    pub settings: Settings,
    /// Where it connects to.
    pub source: Source,
}

type Open = dyn Fn(&str) -> Result<Opened, String> + Send + Sync;

/// Opens profiles by name. The configuration is read again each time: what was corrected there counts.
#[derive(Clone)]
pub struct Profiles(Arc<Open>);

impl Profiles {
    /// `open` says in a sentence why it cannot.
    pub fn new(open: impl Fn(&str) -> Result<Opened, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(open))
    }

    pub(super) fn open(&self, name: &str) -> Result<Opened, String> {
        (self.0)(name)
    }
}

impl Default for Profiles {
    /// There are none.
    fn default() -> Self {
        Self::new(|name| Err(format!("no profile is called \"{name}\"")))
    }
}

impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Profiles")
    }
}
