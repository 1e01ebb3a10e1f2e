//! A request that can be built as often as it is sent.

use reqwest::Method;
use serde_json::Value;

use crate::domain::ids::CompanyId;

/// What is to be sent.
pub(super) struct Plan {
    pub method: Method,
    /// The path as it is described, `{id}` in the place of an ID: the log holds no other.
    pub route: &'static str,
    /// The path as it is sent.
    pub path: String,
    /// Whom it is about.
    pub company: Option<CompanyId>,
    pub body: Option<Value>,
}

impl Plan {
    pub(super) fn get(route: &'static str) -> Self {
        Self::new(Method::GET, route, None)
    }

    pub(super) fn post(route: &'static str, body: Value) -> Self {
        Self::new(Method::POST, route, Some(body))
    }

    pub(super) fn delete(route: &'static str) -> Self {
        Self::new(Method::DELETE, route, None)
    }

    fn new(method: Method, route: &'static str, body: Option<Value>) -> Self {
        Self { method, route, path: route.to_owned(), company: None, body }
    }

    /// With this ID in the place of `{id}`.
    pub(super) fn at(self, id: &str) -> Self {
        Self { path: self.route.replace("{id}", &segment(id)), ..self }
    }

    /// About this company.
    pub(super) fn about(self, company: &CompanyId) -> Self {
        Self { company: Some(company.clone()), ..self }
    }
}

/// One path segment, with everything but plain characters escaped.
fn segment(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-_~".contains(&b) {
            out.push(char::from(b));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_segment_and_not_in_the_route() {
        let plan = Plan::get("/api/companies/{id}/license-check").at("../x y?{id}");
        assert_eq!(plan.path, "/api/companies/%2E%2E%2Fx%20y%3F%7Bid%7D/license-check");
        assert_eq!(plan.route, "/api/companies/{id}/license-check");
    }
}
