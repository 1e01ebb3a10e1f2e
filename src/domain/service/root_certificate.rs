//! A certificate authority that is trusted besides the system's.

use std::fmt;
use std::sync::Arc;

/// The certificate of an authority, in DER. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct RootCertificate(Arc<[u8]>);

impl RootCertificate {
    /// Wraps the DER bytes of a certificate.
    #[must_use]
    pub fn new(der: &[u8]) -> Self {
        Self(der.into())
    }

    /// The DER bytes.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for RootCertificate {
    /// The bytes would not help anybody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootCertificate({} bytes)", self.0.len())
    }
}
