//! What the service can order companies by.

/// Names of the columns the service can order by (`orderBy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderBy {
    /// `CompanyName`
    CompanyName,
    /// `ResellerName`
    ResellerName,
    /// `IndustryName`
    IndustryName,
    /// `LicenseTypeName`
    LicenseTypeName,
    /// `TargetUserCount`
    TargetUserCount,
    /// `NumberOfUsers`
    NumberOfUsers,
    /// `LicenseEndDate`; one document says `RenewalDate`, which is no column
    LicenseEndDate,
    /// `CreateTime`
    CreateTime,
}

impl OrderBy {
    /// The name on the wire.
    #[must_use]
    pub fn wire(self) -> &'static str {
        match self {
            Self::CompanyName => "CompanyName",
            Self::ResellerName => "ResellerName",
            Self::IndustryName => "IndustryName",
            Self::LicenseTypeName => "LicenseTypeName",
            Self::TargetUserCount => "TargetUserCount",
            Self::NumberOfUsers => "NumberOfUsers",
            Self::LicenseEndDate => "LicenseEndDate",
            Self::CreateTime => "CreateTime",
        }
    }
}
