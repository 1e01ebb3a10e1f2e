//! What companies can be filtered by.

use super::company::Company;
use super::filter::{Column, FieldValue};
use super::month::is_month;
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

    fn is_no_condition(name: &str) -> bool {
        is_month(name)
    }

    fn of(self, company: &Company) -> FieldValue<'_> {
        match self {
            Self::Id => FieldValue::Text(&company.id),
            Self::Name => FieldValue::Text(&company.name),
            Self::Reseller => FieldValue::Text(&company.reseller),
            Self::Industry => FieldValue::maybe(company.industry.as_deref()),
            Self::License => FieldValue::maybe(company.license.as_deref()),
            Self::Tags => FieldValue::Texts(company.tags.as_deref().unwrap_or_default()),
            Self::Active => FieldValue::Number(company.active),
            Self::Inactive => FieldValue::Number(company.inactive),
            Self::Deleted => FieldValue::Number(company.deleted),
            Self::Monthly => FieldValue::Number(company.monthly),
            Self::Limit => company.limit.map_or(FieldValue::Nothing, FieldValue::Number),
            Self::Ends => FieldValue::maybe(company.ends.as_ref().map(Stamp::as_str)),
            Self::Created => FieldValue::maybe(company.created.as_ref().map(Stamp::as_str)),
            Self::Expired => FieldValue::Text(word(company.expired)),
            Self::Limited => FieldValue::Text(word(company.limit.is_some())),
        }
    }
}

fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}
