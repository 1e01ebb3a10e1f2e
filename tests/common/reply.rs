//! What the service answers on a walk.

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::domain::company::license::LicenseCheck;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::form::custom_field::{CustomField, DataType};
use keepnet_tui::domain::list::company_groups::CompanyGroup;
use keepnet_tui::domain::service::failure::{Applied, Remedy};

use super::{Story, choice, custom_fields, failure, part};

/// Custom fields that come and go, lose their order, and change what they are.
fn asked_for(how: u8) -> Vec<CustomField> {
    let mut fields = custom_fields();
    fields[1].required = !how.is_multiple_of(5);
    match how % 6 {
        0 => fields.clear(),
        1 => fields.reverse(),
        2 => drop(fields.remove(1)),
        3 => fields[3].data_type = DataType::Boolean,
        5 => fields.extend(custom_fields()),
        _ => {}
    }
    fields
}

/// The service's answer to a question, good or bad.
pub fn reply(s: &Story, question: Effect, how: u8) -> Option<Msg> {
    let good = !how.is_multiple_of(4);
    let fail = || failure(if how.is_multiple_of(8) { Applied::Maybe } else { Applied::No }, Remedy::Retry);
    let msg = match question {
        Effect::Fetch(t, Read::Companies(q)) => {
            let page = s.page(&q);
            Msg::Companies(t, if good { Ok(page) } else { Err(fail()) })
        }
        Effect::Fetch(t, Read::SystemUsers(_, q)) => {
            Msg::Users(t, if good { Ok(s.system_users_page(&q)) } else { Err(fail()) })
        }
        Effect::Fetch(t, Read::Users(_, q)) => {
            let page = s.users_page(&q);
            Msg::Users(t, if good { Ok(page) } else { Err(fail()) })
        }
        Effect::Fetch(
            t,
            question @ (Read::Company(_) | Read::Counts(_) | Read::VerifiedDomains(_) | Read::UnverifiedDomains(_)),
        ) => match (good, part(t, &question, &s.list)) {
            (true, answer) => answer,
            (false, Msg::Company(..)) => Msg::Company(t, Err(fail())),
            (false, Msg::Counts(..)) => Msg::Counts(t, Err(fail())),
            (false, _) => Msg::Domains(t, Err(fail())),
        },
        Effect::Fetch(t, Read::Groups(_) | Read::Roles(_) | Read::TimeZones | Read::Languages) => {
            let all = (0..9).map(|i| choice(&i.to_string(), &format!("Choice {i}"))).collect();
            Msg::Choices(t, if good { Ok(all) } else { Err(fail()) })
        }
        Effect::Fetch(t, Read::CompanyGroups) => {
            let companies = s.list.iter().step_by(2).map(|company| company.id.clone()).collect();
            let all = vec![CompanyGroup { name: "EMEA desk".to_owned(), companies }];
            Msg::CompanyGroups(t, if good { Ok(all) } else { Err(fail()) })
        }
        Effect::Fetch(t, Read::License(_)) => {
            let used = u64::from(how);
            let limit = if used.is_multiple_of(3) { Limit::Unlimited } else { Limit::Of(100) };
            let check = LicenseCheck { seats: Seats { used, limit }, total: used };
            Msg::License(t, if good { Ok(check) } else { Err(fail()) })
        }
        Effect::Fetch(t, Read::CustomFields(_)) => {
            Msg::CustomFields(t, if good { Ok(asked_for(how)) } else { Err(fail()) })
        }
        Effect::Fetch(
            t,
            question @ (Read::User(..)
            | Read::GroupsOfUser(..)
            | Read::TargetGroups(_)
            | Read::Audit(..)
            | Read::Directories(_)),
        ) => match (good, &question) {
            (true, _) => super::one_user::of_user(s, t, &question)?,
            (false, Read::User(..)) => Msg::User(t, Err(fail())),
            (false, Read::Audit(..)) => Msg::Audit(t, Err(fail())),
            (false, Read::Directories(_)) => Msg::Directories(t, Err(fail())),
            (false, _) => Msg::TargetGroups(t, Err(fail())),
        },
        Effect::Probe(t) => Msg::Probed(t, good),
        _ => return None,
    };
    Some(msg)
}
