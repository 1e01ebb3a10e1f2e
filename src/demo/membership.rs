//! Who is in a group: the requests that ask for it and change it.

use super::body::{self, Fields, note};
use super::user_search::{UserQuery, UserView};

/// A valid `PUT /api/target-groups/users`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Added {
    /// The users; `None` is everybody.
    pub(super) users: Option<Vec<String>>,
    /// Of everybody, these are left out.
    pub(super) except: Vec<String>,
    pub(super) groups: Vec<String>,
}

impl Added {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// One message per missing or invalid field.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let all = note(&mut problems, body.flag("selectAll")).flatten() == Some(true);
        let users = note(&mut problems, ids(body, "targetUserResourceIds")).unwrap_or_default();
        let groups = note(&mut problems, ids(body, "targetGroupResourceIds")).unwrap_or_default();
        let except = note(&mut problems, ids(body, "excludedResourceIdList")).unwrap_or_default();
        if !all && users.is_empty() && problems.is_empty() {
            problems.push(body::required("TargetUserResourceIds"));
        }
        if groups.is_empty() && problems.iter().all(|problem| body::unread(problem).is_none()) {
            problems.push(body::required("TargetGroupResourceIds"));
        }
        let users = if all { None } else { Some(users) };
        if problems.is_empty() { Ok(Self { users, except, groups }) } else { Err(problems) }
    }
}

/// Reads a `DELETE /api/target-groups/{id}/users`: the users.
///
/// # Errors
///
/// One message per missing or invalid field.
pub(super) fn removed(body: &Fields) -> Result<Vec<String>, Vec<String>> {
    let users = ids(body, "targetUserResourceIds").map_err(|problem| vec![problem])?;
    if users.is_empty() { Err(vec![body::required("TargetUserResourceIds")]) } else { Ok(users) }
}

fn ids(body: &Fields, name: &str) -> Result<Vec<String>, String> {
    let ids: Option<Vec<_>> = body.list(name)?.iter().map(|id| id.as_str().map(str::to_owned)).collect();
    ids.ok_or_else(|| body::mismatch(name, "System.String"))
}

/// A valid `POST /api/target-groups/{id}/users`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MemberQuery {
    pub(super) users: UserQuery,
    outside: bool,
}

impl MemberQuery {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// One message per missing or invalid field.
    pub(super) fn read(body: &Fields) -> Result<Self, Vec<String>> {
        let users = UserQuery::read(body);
        match (users, body.flag("excludeGroupUsers")) {
            (Ok(users), Ok(outside)) => Ok(Self { users, outside: outside == Some(true) }),
            (users, outside) => Err(users.err().into_iter().flatten().chain(outside.err()).collect()),
        }
    }

    /// The page of those of these users who are in the group, or not in it, and the number on all pages. Deleted users
    /// are in neither list.
    pub(super) fn run(&self, users: Vec<UserView>, group: &str) -> (Vec<UserView>, usize) {
        let is_in = |seen: &UserView| seen.user.groups.iter().any(|id| id == group);
        let listed = users.into_iter().filter(|seen| !seen.user.deleted && is_in(seen) != self.outside);
        self.users.run(listed.collect())
    }
}
