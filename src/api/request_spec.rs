//! A description of a request, from which it can be built for every attempt.

use reqwest::Method;
use serde_json::Value;

use super::error::Error;
use crate::domain::service::ids::{CompanyId, PathSegment};
use crate::domain::text::clean;

/// Characters of an ID that a message shows.
const ID_SHOWN: usize = 60;

/// A request to send.
pub(super) struct RequestSpec {
    pub method: Method,
    /// The path template, with `{id}` for an ID: the only form that is logged.
    pub route: &'static str,
    /// The actual path.
    pub path: String,
    /// The company, for the header.
    pub company: Option<CompanyId>,
    pub body: Option<Value>,
}

impl RequestSpec {
    pub(super) fn get(route: &'static str) -> Self {
        Self::new(Method::GET, route, None)
    }

    pub(super) fn post(route: &'static str, body: Value) -> Self {
        Self::new(Method::POST, route, Some(body))
    }

    pub(super) fn post_nothing(route: &'static str) -> Self {
        Self::new(Method::POST, route, None)
    }

    pub(super) fn put(route: &'static str, body: Value) -> Self {
        Self::new(Method::PUT, route, Some(body))
    }

    pub(super) fn delete(route: &'static str) -> Self {
        Self::new(Method::DELETE, route, None)
    }

    pub(super) fn delete_with(route: &'static str, body: Value) -> Self {
        Self::new(Method::DELETE, route, Some(body))
    }

    fn new(method: Method, route: &'static str, body: Option<Value>) -> Self {
        Self { method, route, path: route.to_owned(), company: None, body }
    }

    /// With this ID in place of `{id}`.
    pub(super) fn at(self, id: &str) -> Result<Self, Error> {
        Ok(Self { path: self.route.replace("{id}", segment(id)?.as_str()), ..self })
    }

    /// About this company.
    pub(super) fn about(self, company: &CompanyId) -> Result<Self, Error> {
        // What is invalid in a path is not an ID of the service, and not a valid header either.
        segment(company.as_str())?;
        Ok(Self { company: Some(company.clone()), ..self })
    }
}

fn segment(id: &str) -> Result<PathSegment, Error> {
    PathSegment::of(id).map_err(|why| Error::UnfitId { id: clean(id, ID_SHOWN), why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_is_one_path_segment_and_not_in_the_route() {
        let plan = RequestSpec::get("/api/companies/{id}/license-check").at("..x y?{id}").expect("a plan");
        assert_eq!(plan.path, "/api/companies/%2E%2Ex%20y%3F%7Bid%7D/license-check");
        assert_eq!(plan.route, "/api/companies/{id}/license-check");
    }

    #[test]
    fn invalid_id_is_never_sent() {
        for id in ["", ".", "..", "a/b", "a\r\nX-Evil: 1"] {
            assert!(matches!(RequestSpec::get("/api/companies/{id}").at(id), Err(Error::UnfitId { .. })), "{id:?}");
            let company = CompanyId::new(id);
            assert!(matches!(RequestSpec::get("/api/roles").about(&company), Err(Error::UnfitId { .. })), "{id:?}");
        }
    }
}
