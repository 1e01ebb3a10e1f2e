//! The place that the command line names: a view, a search, a company.

use crate::app::core::remote::Ticket;
use crate::app::keys::hold::Held;
use crate::domain::form::draft::DraftId;
use crate::domain::form::fields::FieldId;
use crate::domain::form::prefill::Prefill;
use crate::domain::list::filter::term::Filter;
use crate::domain::list::named_view::NamedView;
use crate::domain::service::ids::CompanyId;

/// Where the program starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartAt {
    /// This view is open.
    pub view: Option<NamedView>,
    /// This is searched for; empty for nothing.
    pub search: String,
    /// At this company.
    pub company: Option<CompanyPlace>,
}

/// A place at a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyPlace {
    /// Its ID or name, or a part of the name.
    pub text: String,
    /// What is opened there.
    pub opens: Opens,
}

/// What is opened at a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    /// Its details.
    Details,
    /// Its users.
    Users,
    /// The form for a new target user, with these values.
    Form(Prefill),
}

impl CompanyPlace {
    /// The filter for the companies that have this name, or this in their name.
    #[must_use]
    pub fn filter(&self, is_whole: bool) -> String {
        let sign = if is_whole { '=' } else { ':' };
        format!("name{sign}\"{}\"", self.text.replace('"', " "))
    }
}

/// How far the way to that place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// The companies are not loaded yet.
    Waiting(StartAt),
    /// The service searches for the company.
    Searching(CompanyPlace),
    /// The service is asked for the company with this ID.
    Reading(Ticket, CompanyPlace),
    /// The list is loaded with this company in it.
    Landing(CompanyId, CompanyPlace),
    /// Several companies fit, which this filter shows; the first form that is opened of them gets the values.
    Choosing(Filter, Prefill),
    /// The place is reached; these keys were held on the way.
    Arrived(Vec<Held>),
    /// Choices of this form are not loaded yet.
    Filling(DraftId, Vec<(FieldId, Vec<String>)>),
}

impl Start {
    /// Keys wait until the place is reached.
    #[must_use]
    pub fn holds_keys(&self) -> bool {
        match self {
            Self::Waiting(_) | Self::Searching(_) | Self::Reading(..) | Self::Landing(..) => true,
            Self::Choosing(..) | Self::Filling(..) | Self::Arrived(_) => false,
        }
    }

    /// `Contoso`, `the view over limit`
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Waiting(StartAt { company: Some(company), .. })
            | Self::Searching(company)
            | Self::Reading(_, company)
            | Self::Landing(_, company) => company.text.clone(),
            Self::Waiting(StartAt { view: Some(view), .. }) => format!("the view {}", view.name),
            Self::Waiting(StartAt { search, .. }) => format!("the search for {search}"),
            Self::Choosing(filter, _) => filter.only(|_| true),
            Self::Filling(..) | Self::Arrived(_) => "the form".to_owned(),
        }
    }
}
