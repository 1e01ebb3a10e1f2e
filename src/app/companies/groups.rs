//! The company groups of the service: loaded when a filter first names one.

use std::sync::Arc;

use crate::app::companies::list::Companies;
use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Read};
use crate::app::core::notices::Topic;
use crate::app::core::owner::Owner;
use crate::app::core::remote::{Remote, Ticket};
use crate::domain::list::columns::Column;
use crate::domain::list::company_groups::{CompanyGroup, CompanyGroups, KnownGroups};
use crate::domain::list::filter::complete::names_key;
use crate::domain::list::filter::key::{Key, TextKey};
use crate::domain::service::failure::Failure;

impl Companies {
    /// Requests the groups if their column is shown, or the order or a filter needs them, also one that is being typed;
    /// not again after a failure.
    pub(in crate::app) fn want_groups(&mut self, is_shown: bool, cx: &mut Context<'_>) {
        let load = &self.source.groups;
        if !load.is_wanted() || load.error.is_some() || !(is_shown || self.needs_groups()) {
            return;
        }
        let ticket = cx.tickets.issue(Owner::CompanyGroups);
        self.source.groups.start(ticket);
        cx.out.push(Effect::Fetch(ticket, Read::CompanyGroups));
    }

    /// The order is that of the groups, or a filter that is on, or being typed, names one.
    #[must_use]
    pub fn needs_groups(&self) -> bool {
        let group: Key = Key::Text(TextKey::Group);
        let typed = self.search.as_ref().map_or("", |search| search.input.value());
        self.wanted.column == Column::Group || self.wanted.conditions().names_groups() || names_key(typed, group)
    }

    /// The groups, as far as they are known.
    #[must_use]
    pub fn known_groups(&self) -> KnownGroups<'_> {
        match (self.index().groups(), &self.source.groups.error) {
            (Some(groups), _) => KnownGroups::Loaded(groups),
            (None, Some(_)) => KnownGroups::NotLoaded,
            (None, None) => KnownGroups::Loading,
        }
    }

    /// Why the groups are not here, while a filter needs them: they are loading, or failed to load.
    #[must_use]
    pub fn groups_missing(&self) -> Option<Option<&Failure>> {
        let is_missing = self.index().groups().is_none() && self.wanted.conditions().names_groups();
        is_missing.then_some(self.source.groups.error.as_ref())
    }

    /// The groups arrived, or failed to.
    pub(in crate::app) fn groups_arrived(
        &mut self,
        ticket: Ticket,
        answer: Result<Vec<CompanyGroup>, Failure>,
        cx: &mut Context<'_>,
    ) {
        let (groups, outcome) = match answer {
            Ok(groups) => (Some(Arc::new(CompanyGroups::new(groups))), Ok(())),
            Err(failure) => (None, Err(failure)),
        };
        let why = outcome.as_ref().err().cloned();
        if !self.source.groups.settle(ticket, outcome) {
            return;
        }
        cx.notices.answered(cx.now, Topic::CompanyGroups, why.as_ref());
        if groups.is_some() {
            self.source.set_groups(groups);
            self.renew(cx);
            if !self.source.is_cached() && self.wanted.conditions().names_groups() {
                self.auto_reload(cx);
            }
            self.complete_again();
        }
    }

    /// The groups are loaded again when they are needed next.
    pub(in crate::app) fn forget_groups(&mut self, cx: &mut Context<'_>) {
        if let Some(ticket) = self.source.groups.cancel() {
            cx.out.push(Effect::Cancel(ticket));
        }
        self.source.groups = Remote::default();
    }
}
