//! The writes of the outbox about a system user under every fault: what the journal says is what the server has, and a
//! mail is sent once at most.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use keepnet_tui::demo::{Fault, StoredSystemUser};
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, MailEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::update::{FieldChange, Update};
use keepnet_tui::domain::change::write::{
    CreateRequest, Intent, JournalOutcome, Mail, NewUser, SendContext, WriteId, WriteKind,
};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::service::access::Access;
use keepnet_tui::domain::service::ids::{RoleId, UserId};
use keepnet_tui::domain::user::detail::{StoredValue, UserField};
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};
use keepnet_tui::store::Store;

use super::Mode;
use super::faults::{Case, Expect};
use super::honesty::readable;
use super::operations::Bench;

pub const SYSTEM: &str = "POST /api/system-users$";
const SEARCH: &str = "POST /api/system-users/search";

/// One write, and what the fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SystemChange {
    Create,
    /// The look-up of a create that was stored without an answer.
    Verify,
    Edit,
    /// The read before an edit.
    EditRead,
    /// The roles, which an edit sends by their IDs.
    EditRoles,
    Delete,
    Welcome,
    PasswordLink,
}

impl SystemChange {
    /// The path the fault strikes.
    pub fn path(self) -> &'static str {
        match self {
            Self::Create => SYSTEM,
            Self::Verify | Self::EditRead => SEARCH,
            Self::EditRoles => "GET /api/roles",
            other => other.sent_to(),
        }
    }

    /// The path of the write.
    fn sent_to(self) -> &'static str {
        match self {
            Self::Create | Self::Verify => SYSTEM,
            Self::Edit | Self::EditRead | Self::EditRoles => "PUT /api/system-users/",
            Self::Delete => "DELETE /api/system-users/",
            Self::Welcome => "POST /api/system-users/",
            Self::PasswordLink => "POST /api/system-users/send-reset-password-link",
        }
    }
}

impl Bench {
    /// Sent once; outcome, journal and server say the same; nothing else of the user has changed.
    pub(super) async fn judge_system(&self, change: SystemChange, case: &Case, mode: Mode) -> Result<(), String> {
        let disk = tempfile::tempdir().map_err(|error| error.to_string())?;
        let store = Arc::new(Store::open(disk.path()).map_err(|error| error.to_string())?);
        let outbox = Outbox {
            access: Access::ReadWrite,
            client: self.client.clone(),
            store: Some(Arc::clone(&store)),
            policy: ReconcilePolicy { tries: 2, first_wait: Duration::from_millis(1), ..ReconcilePolicy::default() },
            clock: Timestamp::now,
        };
        // Each judgement has a user of its own on the server that all share.
        let email = format!("oona{}@halcyon.example", self.met);
        let entry = Entry::for_subject(Subject::SystemUser)
            .with(FieldId::Email, &email)
            .with(FieldId::Phone, "+442079460018")
            .with(FieldId::FirstName, "Oona")
            .with(FieldId::LastName, "Ek");
        let user = entry.system_request(Rules::default()).map_err(|(_, verdict)| verdict.text().to_string())?;
        let mut intent = Intent {
            id: WriteId::new("run", 1),
            kind: WriteKind::Create,
            company: self.company.clone(),
            company_name: "Quartz".to_owned(),
            entry,
            at: Timestamp::now(),
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        if matches!(change, SystemChange::Create | SystemChange::Verify) {
            if change == SystemChange::Verify {
                self.server.faults().next(SYSTEM, Fault::ExecutedThenReset);
            }
            let order = CreateRequest { intent, user: NewUser::System(user), earlier: None, unrecorded: false };
            let end = outbox.send(&order, &|_| ()).await;
            self.once(case, SYSTEM)?;
            return created(&end, self.of_email(&email).len(), (change, case, mode));
        }
        let roles = self.server.all_system_users(self.company.as_str()).into_iter().find(|user| !user.roles.is_empty());
        let roles = roles.ok_or("nobody has a role")?.roles.into_iter().map(RoleId::new).collect();
        let user = keepnet_tui::domain::user::system_user::NewSystemUser { roles, ..user };
        let id = self.client.create_system_user(&self.company, &user).await.map_err(|error| error.to_string())?;
        let (before, mails) = (self.of_email(&email).remove(0), self.server.mails().len());
        let (kind, wanted) = wanted(change, id, &before);
        intent.kind = kind;
        let end = outbox.change(&intent, &|_| ()).await;
        self.once(case, change.sent_to())?;
        let after = self.of_id(&before.resource_id)?;
        let mailed = self.server.mails().len() - mails;
        let done = match change {
            SystemChange::Welcome | SystemChange::PasswordLink if after == before => mailed == 1,
            _ if after == wanted => true,
            _ if after == before => false,
            _ => return Err(format!("something else has changed: {before:?} to {after:?}")),
        };
        let journal = store.find(&intent.id).map_err(|error| error.to_string())?;
        let journal = journal.ok_or("not recorded")?.outcome.map(|(outcome, _)| outcome);
        if !says_so(&end, journal.as_ref(), done)? {
            return Err(format!("{end:?}, in the journal {journal:?}, done {done}"));
        }
        // A read that fails once is repeated, and a fault that changes nothing stops nothing.
        let is_read = matches!(change, SystemChange::EditRead | SystemChange::EditRoles);
        let must = is_read && (case.expect == Expect::Answer || mode == Mode::Once && case.expect == Expect::Passing);
        if must && !done { Err(format!("not got over: {end:?}")) } else { Ok(()) }
    }

    fn of_email(&self, email: &str) -> Vec<StoredSystemUser> {
        let users = self.server.all_system_users(self.company.as_str());
        users.into_iter().filter(|user| user.email == email).collect()
    }

    fn of_id(&self, id: &str) -> Result<StoredSystemUser, String> {
        let users = self.server.all_system_users(self.company.as_str());
        users.into_iter().find(|user| user.resource_id == id).ok_or_else(|| "not stored".to_owned())
    }
}

/// The write, and the user as it leaves it.
fn wanted(change: SystemChange, id: UserId, before: &StoredSystemUser) -> (WriteKind, StoredSystemUser) {
    match change {
        SystemChange::Delete => (WriteKind::Delete(id), StoredSystemUser { deleted: true, ..before.clone() }),
        SystemChange::Welcome => (WriteKind::Mail(id, Mail::Welcome), before.clone()),
        SystemChange::PasswordLink => (WriteKind::Mail(id, Mail::PasswordLink), before.clone()),
        _ => {
            let [from, to] = ["Ek", "Roe"].map(StoredValue::new);
            let field = UserField::Field(FieldId::LastName);
            let update = Update::new(id, vec![FieldChange { field, name: String::new(), from, to }]);
            (WriteKind::Update(update), StoredSystemUser { last_name: "Roe".to_owned(), ..before.clone() })
        }
    }
}

/// A user that is there is found or stays unknown; it is never said not to be.
fn created(end: &CreateEnd, stored: usize, of: (SystemChange, &Case, Mode)) -> Result<(), String> {
    if let CreateEnd::Refused(failure) | CreateEnd::Unknown(failure) | CreateEnd::Unrecorded(failure) = end {
        readable(failure)?;
    }
    match (end, stored, of.0) {
        (CreateEnd::Created(_) | CreateEnd::Proved(_), 1, _)
        | (CreateEnd::Refused(_) | CreateEnd::Pending, 0, _)
        | (CreateEnd::Found(_), 1, SystemChange::Verify) => Ok(()),
        (CreateEnd::Unknown(_), 1, SystemChange::Verify)
            if of.2 == Mode::Always || !matches!(of.1.expect, Expect::Passing | Expect::Answer) =>
        {
            Ok(())
        }
        _ => Err(format!("{stored} stored, yet {end:?}")),
    }
}

/// What the outcome and the journal say is what has happened.
fn says_so(end: &WriteOutcome, journal: Option<&JournalOutcome>, done: bool) -> Result<bool, String> {
    Ok(match (end, journal) {
        (
            WriteOutcome::Update(UpdateEnd::Updated) | WriteOutcome::Mail(MailEnd::Sent),
            Some(JournalOutcome::Updated),
        )
        | (WriteOutcome::Delete(DeleteEnd::Deleted), Some(JournalOutcome::Deleted)) => done,
        (
            WriteOutcome::Update(UpdateEnd::Refused(failure)) | WriteOutcome::Mail(MailEnd::Refused(failure)),
            Some(JournalOutcome::NotUpdated),
        )
        | (WriteOutcome::Delete(DeleteEnd::Refused(failure)), Some(JournalOutcome::NotDeleted)) => {
            readable(failure)?;
            !done
        }
        // A text that is no longer what the change was based on.
        (WriteOutcome::Update(UpdateEnd::Conflict(_)), Some(JournalOutcome::Conflict(_)))
        | (WriteOutcome::Update(UpdateEnd::Pending) | WriteOutcome::Delete(DeleteEnd::Pending), None) => !done,
        (WriteOutcome::Mail(MailEnd::Unanswered(failure)), Some(JournalOutcome::Unanswered))
        | (
            WriteOutcome::Update(UpdateEnd::Unknown(failure)) | WriteOutcome::Delete(DeleteEnd::Unknown(failure)),
            None,
        ) => {
            readable(failure)?;
            true
        }
        _ => false,
    })
}
