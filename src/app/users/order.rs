//! The order of users whom the service does not order.

use crate::domain::list::folding::fold;
use crate::domain::list::user_columns::UserColumn;
use crate::domain::list::user_query::{UserOrder, UserQuery};
use crate::domain::user::existing::TargetUser;

/// Sorts them as the query wants; users with the same value by address.
pub(super) fn sort(users: &mut [TargetUser], query: &UserQuery) {
    users.sort_by_cached_key(|user| (value(user, query.order), fold(&user.email)));
    if !query.ascending {
        users.reverse();
    }
}

fn value(user: &TargetUser, order: UserOrder) -> String {
    let text = |text: &Option<String>| fold(text.as_deref().unwrap_or_default());
    match order {
        UserOrder::Email => String::new(),
        UserOrder::FirstName => text(&user.first_name),
        UserOrder::LastName => [text(&user.last_name), text(&user.first_name)].join(" "),
        UserOrder::Department => text(&user.department),
        UserOrder::Priority => text(&user.priority),
        UserOrder::Status => fold(&UserColumn::Status.cell(user)),
        UserOrder::PhoneNumber => text(&user.phone),
        UserOrder::CreateTime => user.created.map(|at| at.to_string()).unwrap_or_default(),
        UserOrder::Roles => text(&user.roles),
    }
}
