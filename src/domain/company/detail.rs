//! Everything the service tells about one company.

use jiff::civil::Date;

use crate::domain::company::seats::Seats;
use crate::domain::company::summary::CompanyStatus;
use crate::domain::service::ids::{CompanyId, TimeZoneId};
use crate::domain::service::lookup::Choice;
use crate::domain::user::phone::PhoneRegion;

/// `GET /api/companies/{id}`. Every text is clean (see [`crate::domain::text::clean`]); an empty one is
/// `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyDetail {
    /// `resourceId`
    pub id: CompanyId,
    /// `name`
    pub name: String,
    /// `description`
    pub description: Option<String>,
    /// `industryName`
    pub industry: Option<String>,
    /// `countryName`, else `countryCode`.
    pub country: Option<String>,
    /// The country of `countryCode`, for national phone numbers.
    pub region: Option<PhoneRegion>,
    /// `address`, in one line.
    pub address: Option<String>,
    /// `websiteUrl`, as entered: it need not be a web address.
    pub website: Option<String>,
    /// `licenseTypeName`
    pub license_type: Option<String>,
    /// `licensePeriodTypeName`, such as `Yearly`.
    pub license_period: Option<String>,
    /// `licenseModules`
    pub license_modules: Vec<String>,
    /// `licenseStartDate`: the first day of the licence.
    pub license_starts: Option<Date>,
    /// `licenseEndDate`: the last day of the licence.
    pub license_ends: Option<Date>,
    /// Active target users (`targetUserCount`) against `numberOfUsers`.
    pub seats: Seats,
    /// The default language of new users (`preferredLanguageTypeResourceId`, and its name if given): an ID of the
    /// language look-up.
    pub language: Option<Choice>,
    /// The time zone of the company and its new users (`timeZoneId`): an ID of the time zone look-up.
    pub time_zone: Option<TimeZoneId>,
    /// `statusName`, in the service's own word.
    pub status: Option<String>,
    /// Names of the groups of companies it belongs to (`companyGroups`).
    pub groups: Vec<String>,
    /// Free labels.
    pub tags: Vec<String>,
}

impl CompanyDetail {
    /// Whether its licence has expired.
    #[must_use]
    pub fn is_expired(&self, today: Date) -> bool {
        self.license_ends.is_some_and(|day| day < today)
    }

    /// The most urgent status. A company that denies access reveals no other.
    #[must_use]
    pub fn company_status(&self, today: Date) -> CompanyStatus {
        CompanyStatus::of(self.is_expired(today), false, self.seats)
    }
}
