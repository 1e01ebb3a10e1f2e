//! What a person changes in a plan: rows that are left out, and cells. Nothing of it is judged before [`Plan::judge`].

use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::answers::{Answers, Needs};
use super::defaults::FieldDefault;
use super::groups::GroupChoices;
use super::person::{Person, read_person};
use super::plan::{Plan, Planned};
use super::reading::{Options, Reading};
use super::reconcile::NOT_IN_FILE;
use crate::domain::change::import::{ImportChoices, PlanEdits};
use crate::domain::form::fields::Rules;
use crate::domain::service::ids::CompanyId;

impl Plan {
    /// Everything that the person has changed since the source was read.
    #[must_use]
    pub fn edits(&self) -> &PlanEdits {
        &self.edits
    }

    /// The cells of a row, as the person sees and changes them.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let line = self.rows.get(row).and_then(|row| self.reading.sheet.lines.get(row.judged.person.at));
        line.map_or("", |line| line.cell(column))
    }

    /// Leaves a row out, or takes it in again.
    pub fn leave_out(&mut self, row: usize, is_out: bool) {
        let Some(planned) = self.rows.get(row) else { return };
        if let (NOT_IN_FILE, Some(user)) = (planned.judged.person.at, &planned.judged.found) {
            // Without a row, somebody is known by their ID.
            let _ =
                if is_out { self.edits.staying.insert(user.id.clone()) } else { self.edits.staying.remove(&user.id) };
            return;
        }
        let place = (planned.judged.person.at, self.company_id(planned));
        if let Some(planned) = self.rows.get_mut(row) {
            planned.leave_out(is_out);
            self.stale.insert(row);
        }
        if is_out {
            self.edits.left_out.insert(place);
        } else {
            self.edits.left_out.remove(&place);
        }
    }

    /// Writes a text into a cell of a row: at every company whose user the person becomes. False: the service must be asked
    /// something more, so that the plan is to be made again, with its edits.
    pub fn set(&mut self, row: usize, column: usize, text: &str) -> bool {
        let Some(at) = self.rows.get(row).map(|row| row.judged.person.at).filter(|at| *at != NOT_IN_FILE) else {
            return true;
        };
        self.edits.cells.insert((at, column), text.to_owned());
        self.reading.set(at, column, text);
        let Self { reading, companies, rows, stale, .. } = self;
        let mut is_known = true;
        for (place, planned) in rows.iter_mut().enumerate().filter(|(_, planned)| planned.judged.person.at == at) {
            let answers = planned.company.and_then(|company| companies.get(company));
            let region = answers.map_or(reading.options.rules, |answers| answers.rules).region;
            let Some(mut person) = read_person(&reading.sheet, &reading.layout, at, region) else { continue };
            person.left_out = planned.judged.person.left_out;
            let is_moved = person.company != planned.judged.person.company || answers.is_none();
            is_known &= !is_moved && answers.is_none_or(|answers| has_what_it_needs(answers, &person, reading));
            planned.judged.person = person;
            stale.insert(place);
        }
        is_known
    }

    fn company_id(&self, planned: &Planned) -> Option<CompanyId> {
        self.company_of(planned).map(|company| company.id.clone())
    }

    /// Leaves the rows out that an earlier plan of the same source has left out. Its cells are in the reading.
    pub fn take_edits(&mut self, edits: PlanEdits) {
        let Self { rows, companies, .. } = self;
        let mut left_out = BTreeSet::new();
        for planned in rows {
            let company = planned.company.and_then(|company| companies.get(company));
            let place = (planned.judged.person.at, company.map(|answers| answers.company.id.clone()));
            let is_out = edits.left_out.contains(&place) || edits.left_out.contains(&(place.0, None));
            planned.leave_out(is_out);
            if is_out {
                left_out.insert(place);
            }
        }
        self.edits = PlanEdits { left_out, ..edits };
    }
}

impl Planned {
    fn leave_out(&mut self, is_out: bool) {
        self.judged.person.left_out = is_out;
        if self.company.is_none() {
            // It is judged by no company.
            self.judged.action = if is_out { Action::LeftOut } else { Action::Fix };
        }
    }
}

/// The answers have been asked for what this person needs.
fn has_what_it_needs(answers: &Answers, person: &Person, reading: &Reading) -> bool {
    let people = std::slice::from_ref(person);
    let needs = Needs::of(people);
    let has = |needs: bool, is_empty: bool| !needs || !is_empty;
    has(needs.groups, answers.groups.is_empty())
        && has(needs.languages, answers.languages.is_empty())
        && has(needs.time_zones, answers.time_zones.is_empty())
        && (answers.rules.region.is_some() || !Needs::region(people, reading.options.rules))
}

impl Reading {
    /// Writes these texts into cells, by row and column from 0. They take effect when people are read.
    pub fn edit(&mut self, cells: &BTreeMap<(usize, usize), String>) {
        for ((row, column), text) in cells {
            self.set(*row, *column, text);
        }
    }

    fn set(&mut self, row: usize, column: usize, text: &str) {
        if column >= self.layout.columns.len() {
            return;
        }
        if let Some(line) = self.sheet.lines.get_mut(row) {
            if line.cells.len() <= column {
                line.cells.resize(column + 1, String::new());
            }
            if let Some(cell) = line.cells.get_mut(column) {
                text.clone_into(cell);
            }
            // Whoever has changed the row has looked at it.
            self.sheet.guesses.remove(&row);
        }
    }
}

impl Options {
    /// The choices, as they are kept.
    #[must_use]
    pub fn choices(&self) -> ImportChoices {
        ImportChoices {
            maps: self.maps.iter().map(ToString::to_string).collect(),
            defaults: self.defaults.iter().map(FieldDefault::record).collect(),
            by_row: self.by_row,
            sheet: self.hints.sheet.clone(),
            encoding: self.hints.encoding.clone(),
            skip_unknown: self.skip_unknown,
            group_maps: self.groups.maps.iter().map(ToString::to_string).collect(),
            create_groups: self.groups.create,
            allow_over_limit: self.allow_over_limit,
            reactivate: self.reactivate,
            reconcile: self.reconcile,
            leavers: None,
            first: None,
        }
    }

    /// The options that these choices make, with the rules of the profile.
    ///
    /// # Errors
    ///
    /// What is wrong with a mapping: another version of the program may have written it.
    pub fn of_choices(choices: &ImportChoices, rules: Rules) -> Result<Self, String> {
        let maps = choices.maps.iter().map(|map| map.parse()).collect::<Result<_, String>>()?;
        let defaults = choices.defaults.iter().map(FieldDefault::recorded).collect::<Result<_, String>>()?;
        let groups = choices.group_maps.iter().map(|map| map.parse()).collect::<Result<_, String>>()?;
        Ok(Self {
            by_row: choices.by_row,
            maps,
            defaults,
            hints: super::file::Hints { sheet: choices.sheet.clone(), encoding: choices.encoding.clone() },
            skip_unknown: choices.skip_unknown,
            groups: GroupChoices { maps: groups, create: choices.create_groups },
            allow_over_limit: choices.allow_over_limit,
            reactivate: choices.reactivate,
            reconcile: choices.reconcile,
            rules,
            ..Self::default()
        })
    }
}
