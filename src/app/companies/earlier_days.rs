//! The companies on earlier days: which days are compared with, and what has changed since the last visit.

use std::sync::Arc;

use jiff::civil::Date;

use crate::app::companies::list::Companies;
use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::domain::company::summary::Company;
use crate::domain::history::day::Day;
use crate::domain::history::known::EarlierDays;
use crate::domain::history::mark::ChangeMark;
use crate::domain::list::filter::parse::parse;
use crate::domain::list::filter::term::{Filter, Term};
use crate::domain::time::weekday::spoken;

impl Companies {
    /// These days are kept on disk.
    pub fn know_days(&mut self, days: &[Date]) {
        let known = self.source.earlier_days_mut();
        for day in days {
            known.note(*day);
        }
    }

    /// The companies on earlier days.
    #[must_use]
    pub fn earlier_days(&self) -> &EarlierDays {
        self.index().earlier_days()
    }

    /// What has changed in a company since the last visit.
    #[must_use]
    pub fn change_of(&self, company: &Company, today: Date) -> Option<ChangeMark> {
        let days = self.earlier_days();
        ChangeMark::of(days.day(days.last_visit(today)?)?, company)
    }

    /// A term of the filter as its chip says it: with the day that is compared with, if it is another than asked for.
    #[must_use]
    pub fn term_text(&self, term: &Term, today: Date) -> String {
        let wanted = Filter { terms: vec![term.clone()] }.days_since(today).next();
        let text = &term.text;
        match wanted.map(|wanted| (wanted, self.earlier_days().nearest(wanted, today))) {
            Some((_, None)) if self.earlier_days().has_unreadable() => format!("{text} (no day can be read)"),
            Some((_, None)) => format!("{text} (no day kept)"),
            Some((wanted, Some(day))) if day != wanted => format!("{text} ({})", spoken(day, today)),
            Some(_) | None => text.clone(),
        }
    }

    /// The days that are compared with: that of the last visit, and those that the search and the filters name.
    fn compared_days(&self, today: Date) -> Vec<Date> {
        let days = self.earlier_days();
        let named = |filter: &Filter| filter.days_since(today).collect::<Vec<_>>();
        let mut wanted = named(&self.wanted.filters);
        if !self.wanted.search.is_empty() {
            wanted.extend(parse(&self.wanted.search).map(|typed| named(&typed)).unwrap_or_default());
        }
        let mut compared: Vec<Date> = days.last_visit(today).into_iter().collect();
        compared.extend(wanted.into_iter().filter_map(|day| days.nearest(day, today)));
        compared
    }

    /// After every message: loads a day that is compared with and is not in memory, one at a time.
    pub(in crate::app) fn want_days(&mut self, cx: &mut Context<'_>) {
        let today = cx.now.local.date();
        if self.source.day_load.is_some() || self.earlier_days().before(today).is_empty() {
            return;
        }
        let missing = self.compared_days(today).into_iter().find(|day| self.earlier_days().day(*day).is_none());
        if let Some(day) = missing {
            let ticket = cx.tickets.issue(Owner::AllCompanies);
            self.source.day_load = Some(ticket);
            cx.out.push(Effect::LoadDay(ticket, day));
        }
    }

    /// A day was read, or cannot be: the nearest other one takes its place.
    pub(in crate::app) fn day_loaded(
        &mut self,
        ticket: Ticket,
        (date, day): (Date, Option<Arc<Day>>),
        cx: &mut Context<'_>,
    ) {
        if self.source.day_load != Some(ticket) {
            return;
        }
        self.source.day_load = None;
        let compared = self.compared_days(cx.now.local.date());
        let days = self.source.earlier_days_mut();
        match day {
            Some(day) => days.load(day, &compared),
            None => days.forget(date),
        }
        // The day of the last visit alone only marks rows.
        if compared.len() > 1 && self.load.waiting.is_none() {
            self.renew(cx);
        }
    }
}
