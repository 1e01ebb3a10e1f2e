//! The service that the program is connected to.

use crate::api;

/// The service to connect to.
#[derive(Debug, Clone)]
pub enum Source {
    /// No credentials yet.
    None,
    /// The configured service.
    Configured(Box<api::Settings>),
    /// The embedded server, started in this process.
    Demo,
}

impl Source {
    /// The client ID, which identifies the reseller.
    pub(super) fn client(&self) -> &str {
        match self {
            Self::None => "",
            Self::Configured(settings) => &settings.credentials.client_id,
            Self::Demo => "demo",
        }
    }
}
