//! `POST /api/system-users`.

use serde_json::{Value, json};

use crate::domain::service::ids::RoleId;
use crate::domain::user::system_user::NewSystemUser;

/// The only documented `statusId`: active.
const ACTIVE: u8 = 1;

/// The request body. The company is only in the header, as with every other call.
pub(in crate::api) fn create(user: &NewSystemUser) -> Value {
    let roles: Vec<_> = user.roles.iter().map(RoleId::as_str).collect();
    json!({
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "phoneNumber": user.phone,
        "statusId": ACTIVE,
        "roleResourceIdList": if roles.is_empty() { Value::Null } else { json!(roles) },
    })
}
