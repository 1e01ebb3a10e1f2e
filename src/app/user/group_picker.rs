//! The picker of groups: in which groups one user is, or which groups several users go into or leave.

use std::collections::BTreeMap;

use crate::app::core::remote::Remote;
use crate::app::widgets::filter_list::{FilterList, matches};
use crate::domain::service::ids::{CompanyId, GroupId};
use crate::domain::text::line;
use crate::domain::user::existing::TargetUser;
use crate::domain::user::target_group::{NAME_MAX, TargetGroup};

/// What a line of the picker is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerRow {
    /// A group of the company.
    Group(TargetGroup),
    /// A group that is to be created.
    New(String),
    /// The group with the typed name, which does not exist, can be created.
    Create(String),
}

/// Whether the users are in a group, and what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// They are in, and stay.
    In,
    /// They are not in, and stay out.
    Out,
    /// It is not known, and stays as it is.
    AsItIs,
    /// They go in.
    Joins,
    /// They leave.
    Leaves,
}

/// An open picker.
#[derive(Debug, Clone)]
pub struct GroupPicker {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// Whose groups: at least one user, fixed when it opened.
    pub users: Vec<TargetUser>,
    /// Why other marked users are left out, a sentence each.
    pub left_out: Vec<String>,
    /// The groups of the company.
    pub all: Remote<Vec<TargetGroup>>,
    /// Filter and cursor.
    pub list: FilterList,
    /// The groups whose mark was changed: in or out.
    pub(super) wanted: BTreeMap<GroupId, bool>,
    /// Names of groups that are to be created.
    pub(super) new: Vec<String>,
}

impl GroupPicker {
    /// The user, if it is about one.
    #[must_use]
    pub fn one(&self) -> Option<&TargetUser> {
        if let [user] = &self.users[..] { Some(user) } else { None }
    }

    /// The lines that the filter leaves.
    #[must_use]
    pub fn rows(&self) -> Vec<PickerRow> {
        let all = self.all.value.as_deref().unwrap_or_default();
        let new = self.new.iter().map(|name| PickerRow::New(name.clone()));
        let known: Vec<PickerRow> = new.chain(all.iter().cloned().map(PickerRow::Group)).collect();
        let names = known.iter().map(|row| match row {
            PickerRow::Group(group) => group.name.as_str(),
            PickerRow::New(name) | PickerRow::Create(name) => name.as_str(),
        });
        let found = matches(self.list.filter.value(), names);
        let rows = found.into_iter().filter_map(|at| known.get(at).cloned());
        rows.chain(self.creatable().map(PickerRow::Create)).collect()
    }

    /// The typed name, if no group has it and the groups are known.
    fn creatable(&self) -> Option<String> {
        let name = line(self.list.filter.value()).trim().to_owned();
        let all = self.all.value.as_deref()?;
        let is_same = |other: &str| other.to_lowercase() == name.to_lowercase();
        let is_there = all.iter().any(|group| is_same(&group.name)) || self.new.iter().any(|new| is_same(new));
        (!name.is_empty() && !is_there && name.chars().count() <= NAME_MAX).then_some(name)
    }

    /// What stands before a group, if the user is in these.
    #[must_use]
    pub fn mark(&self, group: &GroupId, own: Option<&[TargetGroup]>) -> Mark {
        let is_in = own.filter(|_| self.users.len() == 1).map(|own| own.iter().any(|one| one.id == *group));
        match (self.wanted.get(group), is_in) {
            (Some(true) | None, Some(true)) => Mark::In,
            (Some(false) | None, Some(false)) => Mark::Out,
            (Some(true), _) => Mark::Joins,
            (Some(false), _) => Mark::Leaves,
            (None, None) => Mark::AsItIs,
        }
    }

    /// What is to be sent: groups to go into and to leave, in their order; the user is in these.
    #[must_use]
    pub fn changes(&self, own: Option<&[TargetGroup]>) -> Vec<(TargetGroup, bool)> {
        let all = self.all.value.as_deref().unwrap_or_default();
        let changed = all.iter().filter_map(|group| match self.mark(&group.id, own) {
            Mark::Joins => Some((group.clone(), true)),
            Mark::Leaves => Some((group.clone(), false)),
            Mark::In | Mark::Out | Mark::AsItIs => None,
        });
        changed.collect()
    }

    /// Names of the groups that are to be created.
    #[must_use]
    pub fn new_groups(&self) -> &[String] {
        &self.new
    }

    /// The row under the cursor.
    #[must_use]
    pub fn under_cursor(&self) -> Option<PickerRow> {
        self.rows().into_iter().nth(self.list.cursor)
    }

    /// Changes the mark of the row under the cursor.
    pub(super) fn toggle(&mut self, own: Option<&[TargetGroup]>) -> Result<(), String> {
        match self.under_cursor() {
            Some(PickerRow::Group(TargetGroup { name, filled_by: Some(by), .. })) => {
                return Err(format!("{name} {}: it cannot be changed here", by.reason()));
            }
            Some(PickerRow::Group(group)) => {
                let next = match self.mark(&group.id, own) {
                    Mark::In => Some(false),
                    Mark::Out | Mark::AsItIs => Some(true),
                    // Of those whose groups are not known each can be wanted.
                    Mark::Joins if own.is_none() || self.users.len() > 1 => Some(false),
                    Mark::Joins | Mark::Leaves => None,
                };
                match next {
                    Some(joins) => drop(self.wanted.insert(group.id, joins)),
                    None => drop(self.wanted.remove(&group.id)),
                }
            }
            Some(PickerRow::New(name)) => self.new.retain(|new| *new != name),
            Some(PickerRow::Create(name)) => {
                self.new.insert(0, name);
                self.list = FilterList::default();
                return Ok(());
            }
            None => return Err("no group matches".to_owned()),
        }
        let count = self.rows().len();
        self.list.move_by(1, count);
        Ok(())
    }

    /// The filter was changed: the cursor is on the best match, or stays on the line that creates.
    pub(super) fn typed(&mut self, stays_on_create: bool) {
        let rows = self.rows();
        let create = rows.iter().position(|row| matches!(row, PickerRow::Create(_)));
        self.list.go_to(create.filter(|_| stays_on_create).unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::ids::UserId;
    use crate::domain::user::target_group::FilledBy;

    fn user(id: &str) -> TargetUser {
        TargetUser::active(UserId::new(id), format!("{id}@x.example"))
    }

    fn group(name: &str, filled_by: Option<FilledBy>) -> TargetGroup {
        TargetGroup { id: GroupId::new(name), name: name.to_owned(), priority: None, users: None, filled_by }
    }

    fn picker(users: &[&str]) -> GroupPicker {
        let mut all = Remote::default();
        all.provide(vec![group("Finance", None), group("All", Some(FilledBy::Google)), group("New joiners", None)]);
        GroupPicker {
            company: CompanyId::new("c"),
            company_name: "Contoso".to_owned(),
            users: users.iter().map(|id| user(id)).collect(),
            left_out: Vec::new(),
            all,
            list: FilterList::default(),
            wanted: BTreeMap::new(),
            new: Vec::new(),
        }
    }

    fn changes(picker: &GroupPicker, own: Option<&[TargetGroup]>) -> Vec<(String, bool)> {
        picker.changes(own).into_iter().map(|(group, joins)| (group.name, joins)).collect()
    }

    #[test]
    fn a_mark_is_changed_and_changed_back() {
        let (mut picker, own) = (picker(&["u"]), [group("Finance", None)]);
        assert_eq!(picker.toggle(Some(&own)), Ok(()));
        assert_eq!((changes(&picker, Some(&own)), picker.list.cursor), (vec![("Finance".to_owned(), false)], 1));
        assert!(picker.toggle(Some(&own)).is_err_and(|why| why.contains("All is filled by Google")));
        picker.list.go_to(0);
        assert_eq!(picker.toggle(Some(&own)), Ok(()));
        assert!(changes(&picker, Some(&own)).is_empty());
    }

    #[test]
    fn what_turns_out_to_be_so_already_is_no_change() {
        let (mut picker, own) = (picker(&["u"]), [group("Finance", None)]);
        assert_eq!(picker.toggle(None), Ok(()), "nobody waits for the groups of the user");
        assert_eq!(changes(&picker, None), [("Finance".to_owned(), true)]);
        assert!(changes(&picker, Some(&own)).is_empty());
    }

    #[test]
    fn several_users_go_in_out_or_stay_as_they_are() {
        let mut picker = picker(&["u", "v"]);
        let marks = [Some(true), Some(false), None];
        for wanted in marks {
            picker.list.go_to(0);
            assert_eq!(picker.toggle(None), Ok(()));
            let expected: Vec<_> = wanted.map(|joins| ("Finance".to_owned(), joins)).into_iter().collect();
            assert_eq!(changes(&picker, None), expected);
        }
    }

    #[test]
    fn a_new_group_has_a_name_that_no_group_has() {
        let mut picker = picker(&["u"]);
        for (typed, creates) in [("finance ", false), ("Fin", true), ("x".repeat(65).as_str(), false), (" ", false)] {
            picker.list.filter.replace(typed);
            let rows = picker.rows();
            assert_eq!(rows.iter().any(|row| matches!(row, PickerRow::Create(_))), creates, "{typed:?}");
        }
        picker.list.filter.replace("Night shift");
        assert_eq!(picker.toggle(None), Ok(()));
        assert_eq!((picker.new_groups(), picker.rows().len()), (&["Night shift".to_owned()][..], 4));
        assert_eq!(picker.toggle(None), Ok(()), "the cursor is on it");
        assert!(picker.new_groups().is_empty());
    }
}
