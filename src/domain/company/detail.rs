//! Everything the service tells about one company.

use jiff::civil::Date;

use crate::domain::company::seats::Seats;
use crate::domain::company::summary::Standing;
use crate::domain::service::ids::{CompanyId, TimeZoneId};
use crate::domain::service::lookup::Choice;
use crate::domain::user::phone::PhoneRegion;

/// `GET /api/companies/{id}`. Every text is clean (see [`crate::domain::text::clean`]); an empty one is
/// `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyDetail {
    /// `resourceId`: the company that was asked for.
    pub id: CompanyId,
    /// `name`
    pub name: String,
    /// `description`
    pub description: Option<String>,
    /// `industryName`
    pub industry: Option<String>,
    /// `countryName`, else `countryCode`.
    pub country: Option<String>,
    /// The country of `countryCode`, in whose national form its people write their phones.
    pub region: Option<PhoneRegion>,
    /// `address`, in one line.
    pub address: Option<String>,
    /// `websiteUrl`, as it was written down: it need not be an address of the web.
    pub website: Option<String>,
    /// `licenseTypeName`
    pub license_type: Option<String>,
    /// `licensePeriodTypeName`, such as `Yearly`.
    pub license_period: Option<String>,
    /// `licenseModules`: what the licence holds.
    pub license_modules: Vec<String>,
    /// The day the licence began (`licenseStartDate`).
    pub license_starts: Option<Date>,
    /// The day the licence ends (`licenseEndDate`).
    pub license_ends: Option<Date>,
    /// Active target users (`targetUserCount`) against `numberOfUsers`.
    pub seats: Seats,
    /// The language that the console gives new users (`preferredLanguageTypeResourceId`, and its name
    /// where it is told): an ID of the languages' look-up.
    pub language: Option<Choice>,
    /// The zone of the company, and so of its new users (`timeZoneId`): an ID of the zones' look-up.
    pub time_zone: Option<TimeZoneId>,
    /// `statusName`, in the service's own word.
    pub status: Option<String>,
    /// Names of the groups of companies it belongs to (`companyGroups`).
    pub groups: Vec<String>,
    /// Free labels.
    pub tags: Vec<String>,
}

impl CompanyDetail {
    /// Its licence has ended.
    #[must_use]
    pub fn is_expired(&self, today: Date) -> bool {
        self.license_ends.is_some_and(|day| day < today)
    }

    /// The most pressing thing about this company. One that has locked access tells nothing of itself.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        Standing::of(self.is_expired(today), false, self.seats)
    }
}
