//! A change of an existing user under every fault: what the journal says is what the server has.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use keepnet_tui::demo::StoredUser;
use keepnet_tui::domain::change::outcome::{DeleteEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::{FieldChange, Update};
use keepnet_tui::domain::change::write::{Intent, JournalOutcome, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::form::value::FieldValue;
use keepnet_tui::domain::service::access::Access;
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::detail::{StoredValue, UserField};
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};
use keepnet_tui::store::Store;

use super::Mode;
use super::faults::{Case, Expect};
use super::honesty::readable;
use super::operations::{Bench, DELETE, Scenario, UPDATE};

impl Bench {
    /// Sent once; outcome, journal and server say the same; nothing else of the user has changed.
    pub(super) async fn judge_change(&self, operation: Scenario, case: &Case, mode: Mode) -> Result<(), String> {
        let before = self.jane(operation != Scenario::Activate).await?;
        let disk = tempfile::tempdir().map_err(|error| error.to_string())?;
        let store = Arc::new(Store::open(disk.path()).map_err(|error| error.to_string())?);
        let outbox = Outbox {
            access: Access::ReadWrite,
            client: self.client.clone(),
            store: Some(Arc::clone(&store)),
            policy: ReconcilePolicy { tries: 2, first_wait: Duration::from_millis(1), ..ReconcilePolicy::default() },
            clock: Timestamp::now,
        };
        let id = UserId::new(before.resource_id.clone());
        let (kind, wanted) = match operation {
            Scenario::Deactivate | Scenario::Activate => {
                let to = operation == Scenario::Activate;
                let update = Update::activity(id, !to, to);
                (WriteKind::Update(update), StoredUser { active: to, ..before.clone() })
            }
            Scenario::Delete => (WriteKind::Delete(id), StoredUser { deleted: true, ..before.clone() }),
            _ => {
                let [from, to] = ["IT", "Finance"].map(StoredValue::new);
                let field = UserField::Field(FieldId::Department);
                let update = Update::new(id, vec![FieldChange { field, name: String::new(), from, to }]);
                (WriteKind::Update(update), StoredUser { department: Some("Finance".to_owned()), ..before.clone() })
            }
        };
        let intent = Intent {
            id: WriteId::new("run", 1),
            kind,
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry: Entry::default().with(FieldId::Email, &before.email),
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        let end = outbox.change(&intent, &|_| ()).await;
        self.once(case, if operation == Scenario::Delete { DELETE } else { UPDATE })?;
        let after = self.stored_user(&before.resource_id)?;
        let same = |user: &StoredUser| StoredUser { updated: after.updated.clone(), ..user.clone() } == after;
        let done = match (same(&wanted), same(&before)) {
            (true, _) => true,
            (_, true) => false,
            _ => return Err(format!("something else has changed: {before:?} to {after:?}")),
        };
        let journal = store.find(&intent.id).map_err(|error| error.to_string())?;
        let journal = journal.ok_or("not recorded")?.outcome.map(|(outcome, _)| outcome);
        let is_so = match (&end, &journal) {
            (WriteOutcome::Update(UpdateEnd::Updated), Some(JournalOutcome::Updated))
            | (WriteOutcome::Delete(DeleteEnd::Deleted), Some(JournalOutcome::Deleted)) => done,
            (WriteOutcome::Update(UpdateEnd::Refused(failure)), Some(JournalOutcome::NotUpdated))
            | (WriteOutcome::Delete(DeleteEnd::Refused(failure)), Some(JournalOutcome::NotDeleted)) => {
                readable(failure)?;
                !done
            }
            // A text that is no longer what the change was based on.
            (WriteOutcome::Update(UpdateEnd::Conflict(_)), Some(JournalOutcome::Conflict(_)))
                if case.name == "hostile texts" =>
            {
                return if done { Err("sent over a conflict".to_owned()) } else { Ok(()) };
            }
            (WriteOutcome::Update(UpdateEnd::Pending) | WriteOutcome::Delete(DeleteEnd::Pending), None) => !done,
            (
                WriteOutcome::Update(UpdateEnd::Unknown(failure)) | WriteOutcome::Delete(DeleteEnd::Unknown(failure)),
                None,
            ) => {
                readable(failure)?;
                true
            }
            _ => false,
        };
        if !is_so {
            return Err(format!("{end:?}, in the journal {journal:?}, done {done}"));
        }
        // A read that fails once is repeated, and a fault that changes nothing stops nothing.
        let must = operation == Scenario::UpdateRead
            && (case.expect == Expect::Answer || mode == Mode::Once && case.expect == Expect::Passing);
        if must && !done { Err(format!("not got over: {end:?}")) } else { Ok(()) }
    }

    async fn jane(&self, active: bool) -> Result<StoredUser, String> {
        // Each judgement has a user of its own on the server that all share.
        let entry = Entry::default()
            .with(FieldId::Email, &format!("jane{}@halcyon.example", self.met))
            .with(FieldId::Phone, "+442079460018")
            .with(FieldId::Department, "IT")
            .with_value(FieldId::Active, FieldValue::Toggle(active));
        let user = entry.request(Rules::default()).map_err(|(_, verdict)| verdict.text().to_string())?;
        let id = self.client.create_target_user(&self.company, &user).await.map_err(|error| error.to_string())?;
        self.stored_user(id.as_str())
    }

    fn stored_user(&self, id: &str) -> Result<StoredUser, String> {
        let users = self.server.users(self.company.as_str());
        users.into_iter().find(|user| user.resource_id == id).ok_or_else(|| "not stored".to_owned())
    }
}
