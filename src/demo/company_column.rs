//! What companies can be filtered by.

use super::company::Company;
use super::filter::{Column, Held};
use super::stamp::Stamp;

/// A field of a company that a filter may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CompanyColumn {
    Id,
    Name,
    Reseller,
    Industry,
    License,
    Tags,
    Active,
    Inactive,
    Deleted,
    Monthly,
    Limit,
    Ends,
    Created,
    Expired,
    Limited,
}

impl Column for CompanyColumn {
    type Row = Company;

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "companyresourceid" => Self::Id,
            "companyname" | "name" => Self::Name,
            "resellername" => Self::Reseller,
            "industryname" => Self::Industry,
            "licensetypename" => Self::License,
            "tags" => Self::Tags,
            "targetusercount" => Self::Active,
            "inactivetargetusercount" => Self::Inactive,
            "deletedtargetusercount" => Self::Deleted,
            "monthlyactiveusercount" => Self::Monthly,
            "numberofusers" => Self::Limit,
            "licenseenddate" => Self::Ends,
            "createtime" => Self::Created,
            "licenceexpired" => Self::Expired,
            "isnumberofuserslimited" => Self::Limited,
            _ => return None,
        })
    }

    fn of(self, company: &Company) -> Held<'_> {
        match self {
            Self::Id => Held::Text(&company.id),
            Self::Name => Held::Text(&company.name),
            Self::Reseller => Held::Text(&company.reseller),
            Self::Industry => Held::maybe(company.industry.as_deref()),
            Self::License => Held::maybe(company.license.as_deref()),
            Self::Tags => Held::Texts(company.tags.as_deref().unwrap_or_default()),
            Self::Active => Held::Number(company.active),
            Self::Inactive => Held::Number(company.inactive),
            Self::Deleted => Held::Number(company.deleted),
            Self::Monthly => Held::Number(company.monthly),
            Self::Limit => company.limit.map_or(Held::Nothing, Held::Number),
            Self::Ends => Held::maybe(company.ends.as_ref().map(Stamp::as_str)),
            Self::Created => Held::maybe(company.created.as_ref().map(Stamp::as_str)),
            Self::Expired => Held::Text(word(company.expired)),
            Self::Limited => Held::Text(word(company.limit.is_some())),
        }
    }
}

fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}
