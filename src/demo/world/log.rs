//! The audit log of a company: what its initial users went through, and what was written through the API.

use super::World;
use crate::demo::audit::{self, AuditEntry, Change};
use crate::demo::company::Company;
use crate::demo::id::{id_of, resource_id};
use crate::demo::tokens::CLIENT_ID;
use crate::demo::user::StoredUser;

/// One in this many initial users was changed once.
const CHANGED: u32 = 3;
/// One in this many came with an import.
const IMPORTED: u32 = 2;

impl World {
    /// All entries of a company's log.
    pub(in crate::demo) fn audit_log(&self, company: &Company) -> Vec<AuditEntry> {
        let staff = company.staff.places();
        let initial = staff.flat_map(|place| self.earlier(place, &self.people.user(company, place)));
        initial.chain(company.audit.iter().cloned()).collect()
    }

    /// What an initial user went through before the server started.
    fn earlier(&self, place: u32, user: &StoredUser) -> Vec<AuditEntry> {
        let admin = format!("{} administrator", self.reseller.1);
        let who = if place.is_multiple_of(5) { "customer.admin".to_owned() } else { admin };
        let entry = |change: Change, at: String, [old, new]: [Option<String>; 2]| AuditEntry {
            id: id_of(&format!("{}{}", user.resource_id, change.code())),
            who: who.clone(),
            entity: audit::TARGET_USER,
            entity_id: user.resource_id.clone(),
            change,
            old,
            new,
            ip: "192.0.2.17",
            agent: "Mozilla/5.0 (X11; Linux x86_64)",
            description: format!("{} has been {}.", audit::TARGET_USER, change.word()),
            at,
        };
        let name = |user: &StoredUser| Some(format!("{{\"email\":\"{}\"}}", user.email));
        let first = if place.is_multiple_of(IMPORTED) { Change::CreateMany } else { Change::Create };
        let mut entries = vec![entry(first, user.created.clone(), [None, name(user)])];
        // Later the same day: whatever the day is, it is not after today.
        let later = |hour: &str| format!("{}T{hour}", user.created.get(..10).unwrap_or_default());
        if place.is_multiple_of(CHANGED) {
            let department = user.department.as_deref().unwrap_or_default();
            let values =
                [Some("{\"department\":null}".to_owned()), Some(format!("{{\"department\":\"{department}\"}}"))];
            entries.push(entry(Change::Update, later("20:15:00Z"), values));
        }
        if user.deleted {
            entries.push(entry(Change::Delete, later("21:30:00Z"), [name(user), None]));
        }
        entries
    }

    /// A new entry about something that is written through the API.
    pub(super) fn audited(
        &mut self,
        change: Change,
        entity: &'static str,
        entity_id: &str,
        [old, new]: [Option<String>; 2],
    ) -> AuditEntry {
        AuditEntry {
            id: resource_id(&mut self.log_rng),
            who: CLIENT_ID.to_owned(),
            entity,
            entity_id: entity_id.to_owned(),
            change,
            old,
            new,
            ip: "127.0.0.1",
            agent: "API",
            description: format!("{entity} has been {}.", change.word()),
            at: self.clock.now().to_string(),
        }
    }
}
