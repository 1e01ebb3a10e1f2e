//! What a person decides about an update whose fields somebody else has changed meanwhile.

use crate::domain::change::update::{Conflict, FieldChange, Update};

impl Update {
    /// The same values as wanted before, based on what the service has now.
    #[must_use]
    pub fn put_over(&self, found: &[Conflict]) -> Self {
        let rebased = |change: &FieldChange| match found.iter().find(|conflict| conflict.change.field == change.field) {
            Some(conflict) => FieldChange { from: conflict.now.clone(), ..change.clone() },
            None => change.clone(),
        };
        Self { changes: self.changes.iter().map(rebased).collect(), ..self.clone() }
    }

    /// Without the fields that somebody else has changed; `None` if nothing is left.
    #[must_use]
    pub fn without(&self, found: &[Conflict]) -> Option<Self> {
        let is_theirs = |change: &FieldChange| found.iter().any(|conflict| conflict.change.field == change.field);
        let changes: Vec<_> = self.changes.iter().filter(|change| !is_theirs(change)).cloned().collect();
        (!changes.is_empty()).then(|| Self { changes, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::fields::FieldId;
    use crate::domain::service::ids::UserId;
    use crate::domain::user::detail::{StoredValue, UserField};

    fn change(field: FieldId, from: &str, to: &str) -> FieldChange {
        let (from, to) = (StoredValue::new(from), StoredValue::new(to));
        FieldChange { field: UserField::Field(field), name: String::new(), from, to }
    }

    #[test]
    fn mine_goes_over_theirs_and_theirs_stays_without_mine() {
        let (phone, department) = (change(FieldId::Phone, "1", "2"), change(FieldId::Department, "IT", "HR"));
        let update = Update::new(UserId::new("u1"), vec![phone.clone(), department.clone()]);
        let found = vec![Conflict { change: department.clone(), now: StoredValue::new("Sales") }];
        let mine = update.put_over(&found);
        assert_eq!(mine.changes, [phone.clone(), change(FieldId::Department, "Sales", "HR")]);
        assert_eq!(update.without(&found).map(|theirs| theirs.changes), Some(vec![phone]));
        let alone = Update::new(UserId::new("u1"), vec![department]);
        assert_eq!(alone.without(&found), None);
    }
}
