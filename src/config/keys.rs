//! The keys of a command in the configuration.

use schemars::JsonSchema;
use serde::Deserialize;

/// `"f2"`, or `["f2", "ctrl-r"]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a key such as \"f2\", or a list of keys, is expected")]
pub(super) enum Keys {
    One(String),
    Many(Vec<String>),
}

impl Keys {
    /// The keys as a list.
    pub(super) fn list(self) -> Vec<String> {
        match self {
            Self::One(key) => vec![key],
            Self::Many(keys) => keys,
        }
    }
}
