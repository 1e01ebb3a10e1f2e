//! The connection details: what the header has no room for.

use crate::app::connection::status::ConnectionStatus;
use crate::app::model::Model;
use crate::domain::service::access::Access;

/// A label and its text.
pub type Fact = (&'static str, String);

/// Everything known about the connection, in lines.
#[must_use]
pub fn facts(model: &Model) -> Vec<Fact> {
    let settings = &model.settings;
    let link = &model.connection;
    let session = link.session.as_ref();
    let mut facts = Vec::new();
    let mut add = |label, text: Option<String>| facts.extend(text.map(|text| (label, text)));
    add("Service", settings.connection.as_ref().map(|connection| connection.base_url.clone()));
    add("Profile", Some(settings.profile.clone()));
    add("Access", Some(access(model)));
    add("Reseller", session.and_then(|session| session.company.clone()));
    add("Role", session.and_then(|session| session.role.clone()));
    add("State", Some(state(link)));
    add("Latency", link.took_ms.map(|ms| format!("{ms} ms for the last answer")));
    add("Last answer", link.reached_at.map(|at| at.clock_with_seconds()));
    let token =
        link.token_until.map(|at| format!("valid until {:02}:{:02}, renewed by itself", at.hour(), at.minute()));
    add("Token", token);
    facts
}

fn access(model: &Model) -> String {
    let profile = &model.settings.profile_settings;
    let kind = if profile.production { ", production" } else { "" };
    match profile.access {
        Access::ReadOnly(_) => format!("read only{kind}"),
        Access::ReadWrite => format!("read and write{kind}"),
    }
}

fn state(link: &ConnectionStatus) -> String {
    match (link.is_lost(), link.retrying()) {
        (false, None) if link.took_ms.is_some() => "the service answers".to_owned(),
        _ if link.refused => format!("{}; the credentials are refused", link.summary()),
        _ => link.summary(),
    }
}
