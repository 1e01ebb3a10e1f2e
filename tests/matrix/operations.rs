//! What the program asks of the service, and what must be true of the end.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use keepnet_tui::api::{Client, Credentials, Error, Limits, Operation, Settings};
use keepnet_tui::demo::{Fault, Options, Server};
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::change::ticket::TicketNumber;
use keepnet_tui::domain::change::write::{CreateRequest, Intent, NewUser, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::{FieldId, Rules};
use keepnet_tui::domain::list::query::CompanyQuery;
use keepnet_tui::domain::list::user_query::UserQuery;
use keepnet_tui::domain::service::access::Access;
use keepnet_tui::domain::service::base_url::BaseUrl;
use keepnet_tui::domain::service::failure::Failure;
use keepnet_tui::domain::service::ids::{CompanyId, GroupId, UserId};
use keepnet_tui::domain::user::system_user::{NewSystemUser, SystemUserQuery, SystemUserUpdate};
use keepnet_tui::domain::user::target_group::NewGroup;
use keepnet_tui::domain::user::target_user::Priority;
use keepnet_tui::outbox::{Outbox, ReconcilePolicy};

use super::Mode;
use super::faults::{Case, Expect};
use super::honesty::{honest, readable};
use super::system_changes::SystemChange;

/// One thing the program asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    Token,
    Companies,
    Company,
    License,
    Counts,
    Domains,
    Roles,
    CustomFields,
    Groups,
    CompanyGroups,
    TimeZones,
    Languages,
    FindUser,
    Users,
    Probe,
    Create,
    /// Looking up a create that was stored without an answer.
    Verify,
    /// A write of the outbox about a system user.
    System(SystemChange),
    /// Deleting a user.
    Undo,
    GroupList,
    UserGroups,
    Members,
    Audit,
    SystemUsers,
    FindSystemUser,
    DirectorySync,
    CreateGroup,
    AddToGroups,
    RemoveFromGroup,
    UpdateSystemUser,
    DeleteSystemUser,
    WelcomeMail,
    ResetLink,
    /// Everything about one user.
    User,
    /// The writes of the outbox to an existing user, with a journal.
    Update,
    Deactivate,
    Activate,
    Delete,
    /// The read before an update.
    UpdateRead,
}

/// All of them.
pub const OPERATIONS: &[Scenario] = &[
    Scenario::Token,
    Scenario::Companies,
    Scenario::Company,
    Scenario::License,
    Scenario::Counts,
    Scenario::Domains,
    Scenario::Roles,
    Scenario::CustomFields,
    Scenario::Groups,
    Scenario::CompanyGroups,
    Scenario::TimeZones,
    Scenario::Languages,
    Scenario::FindUser,
    Scenario::Users,
    Scenario::Probe,
    Scenario::Create,
    Scenario::Verify,
    Scenario::System(SystemChange::Create),
    Scenario::System(SystemChange::Verify),
    Scenario::System(SystemChange::Edit),
    Scenario::System(SystemChange::EditRead),
    Scenario::System(SystemChange::EditRoles),
    Scenario::System(SystemChange::Delete),
    Scenario::System(SystemChange::Welcome),
    Scenario::System(SystemChange::PasswordLink),
    Scenario::Undo,
    Scenario::GroupList,
    Scenario::UserGroups,
    Scenario::Members,
    Scenario::Audit,
    Scenario::SystemUsers,
    Scenario::FindSystemUser,
    Scenario::DirectorySync,
    Scenario::CreateGroup,
    Scenario::AddToGroups,
    Scenario::RemoveFromGroup,
    Scenario::UpdateSystemUser,
    Scenario::DeleteSystemUser,
    Scenario::WelcomeMail,
    Scenario::ResetLink,
    Scenario::User,
    Scenario::Update,
    Scenario::Deactivate,
    Scenario::Activate,
    Scenario::Delete,
    Scenario::UpdateRead,
];

const CREATE: &str = "POST /api/target-users$";
pub(super) const READ: &str = "GET /api/target-users/";
pub(super) const UPDATE: &str = "PUT /api/target-users/";
pub(super) const DELETE: &str = "DELETE /api/target-users/";
const USERS: &str = "POST /api/target-users/search";

impl Scenario {
    /// The path the fault strikes.
    fn path(self) -> &'static str {
        match self {
            Self::Token => "/connect/token",
            Self::Companies => "/api/companies/search",
            Self::Company | Self::License => "/api/companies/",
            Self::Counts => "/api/target-users/count-summary",
            Self::Domains => "/api/allow-list/search/",
            Self::Roles => "/api/roles",
            Self::CustomFields => "/api/custom-fields/",
            Self::Groups => "/api/target-groups",
            Self::CompanyGroups => "GET /api/company-groups",
            Self::TimeZones => "/api/timezone",
            Self::Languages | Self::Probe => "/api/languages",
            Self::FindUser => "POST /api/target-users/search-email",
            Self::Users => "POST /api/target-users/search$",
            Self::Create => CREATE,
            Self::Verify => USERS,
            Self::System(change) => change.path(),
            Self::GroupList => "POST /api/target-groups/search",
            Self::UserGroups => "POST /api/target-users/",
            Self::Members => "POST /api/target-groups/",
            Self::Audit => "POST /api/audit-logs/search",
            Self::SystemUsers | Self::FindSystemUser => "POST /api/system-users/search",
            Self::DirectorySync => "POST /api/scim/search",
            Self::CreateGroup => "POST /api/target-groups$",
            Self::AddToGroups => "PUT /api/target-groups/users",
            Self::RemoveFromGroup => "DELETE /api/target-groups/",
            Self::UpdateSystemUser => "PUT /api/system-users/",
            Self::DeleteSystemUser => "DELETE /api/system-users/",
            Self::WelcomeMail => "POST /api/system-users/",
            Self::ResetLink => "POST /api/system-users/send-reset-password-link",
            Self::Undo | Self::Delete => DELETE,
            Self::User | Self::UpdateRead => READ,
            Self::Update | Self::Deactivate | Self::Activate => UPDATE,
        }
    }
}

/// A client of one combination, and a server that others may have used before it.
pub struct Bench {
    pub(super) server: Arc<Server>,
    pub(super) client: Client,
    pub(super) company: CompanyId,
    /// The address that is created.
    email: String,
    /// Requests that the server had met before.
    pub(super) met: usize,
}

/// A server with the hand-made companies alone.
pub async fn server() -> Arc<Server> {
    Arc::new(Server::start(Options { companies: 0, ..Options::instant() }).await.expect("a server"))
}

impl Bench {
    /// A bench for this operation, whose requests may take so long.
    pub fn new(server: Arc<Server>, operation: Scenario, request: Duration) -> Self {
        server.faults().clear();
        let settings = Settings {
            base_url: BaseUrl::parse(&server.url()).expect("a loopback address"),
            credentials: Credentials {
                client_id: server.client_id().to_owned(),
                client_secret: server.client_secret().to_owned().into(),
            },
            limits: Limits {
                connect: Duration::from_secs(30),
                request,
                first_wait: Duration::from_millis(1),
                body: 2 << 20,
                ..Limits::default()
            },
            extra_roots: Vec::new(),
        };
        let client = Client::new(settings, |_| ()).expect("a client");
        let company = CompanyId::new(server.company_id("Quartz Accounting").expect("a company"));
        let met = server.requests().len();
        Self { server, client, company, email: format!("{operation:?}@halcyon.example"), met }
    }

    /// Lets the fault strike, and says what is wrong with what came of it.
    pub async fn judge(&self, operation: Scenario, case: &Case, mode: Mode) -> Result<(), String> {
        if operation == Scenario::Verify {
            // Stored, with no answer: what is looked up is there.
            self.server.faults().next(CREATE, Fault::ExecutedThenReset);
        }
        match mode {
            Mode::Once => self.server.faults().next(operation.path(), case.fault.clone()),
            Mode::Always => self.server.faults().always(operation.path(), case.fault.clone()),
        }
        match operation {
            Scenario::Create => self.judge_create(case).await,
            Scenario::Verify => self.judge_verify(case, mode).await,
            Scenario::System(change) => self.judge_system(change, case, mode).await,
            Scenario::Undo => self.judge_undo(case).await,
            Scenario::CreateGroup
            | Scenario::AddToGroups
            | Scenario::RemoveFromGroup
            | Scenario::UpdateSystemUser
            | Scenario::DeleteSystemUser
            | Scenario::WelcomeMail
            | Scenario::ResetLink => self.judge_write(operation, case).await,
            Scenario::Update | Scenario::Deactivate | Scenario::Activate | Scenario::Delete | Scenario::UpdateRead => {
                self.judge_change(operation, case, mode).await
            }
            _ => self.judge_read(operation, case, mode).await,
        }
    }

    async fn read(&self, operation: Scenario) -> Result<(), Error> {
        let (client, company) = (&self.client, &self.company);
        match operation {
            Scenario::Companies | Scenario::Token => client.search_companies(&CompanyQuery::default()).await.map(drop),
            Scenario::Company => client.company(company).await.map(drop),
            Scenario::License => client.check_license(company).await.map(drop),
            Scenario::Counts => client.user_counts(company).await.map(drop),
            Scenario::Domains => client.verified_domains(company).await.map(drop),
            Scenario::Roles => client.roles(company).await.map(drop),
            Scenario::CustomFields => client.custom_fields(company).await.map(drop),
            Scenario::Groups => client.target_groups(company).await.map(drop),
            Scenario::CompanyGroups => client.company_groups().await.map(drop),
            Scenario::TimeZones => client.time_zones().await.map(drop),
            Scenario::Languages => client.languages().await.map(drop),
            Scenario::FindUser => client.find_users(company, &self.email).await.map(drop),
            Scenario::Users => client.search_users(company, &UserQuery::default()).await.map(drop),
            Scenario::Probe => client.probe().await,
            Scenario::User => client.user_detail(company, &self.somebody()).await.map(drop),
            Scenario::GroupList => client.group_list(company).await.map(drop),
            Scenario::UserGroups => client.groups_of_user(company, &self.somebody()).await.map(drop),
            Scenario::Members => {
                let group = GroupId::new(self.server.groups(company.as_str()).remove(0).0);
                client.group_members(company, &group, &UserQuery::default(), false).await.map(drop)
            }
            Scenario::Audit => client.audit_of_user(company, &self.somebody(), 1).await.map(drop),
            Scenario::SystemUsers => client.system_users(company, &SystemUserQuery::default()).await.map(drop),
            Scenario::FindSystemUser => {
                let email = self.server.all_system_users(company.as_str()).remove(0).email;
                client.system_user_by_email(company, &email).await.map(drop)
            }
            // A part that is not told is no answer here.
            Scenario::DirectorySync if client.directory_sync(company).await?.is_partly_unknown() => {
                Err(Error::Forbidden("a part of it".to_owned()))
            }
            Scenario::DirectorySync => Ok(()),
            _ => unreachable!("judged elsewhere"),
        }
    }

    async fn judge_read(&self, operation: Scenario, case: &Case, mode: Mode) -> Result<(), String> {
        let ended = self.read(operation).await;
        let asked = self.asked("/");
        if asked > 12 {
            return Err(format!("{asked} requests"));
        }
        if let Err(error) = &ended {
            readable(&error.failure(Operation::Companies))?;
        }
        // The token's answer is no envelope: what changes envelopes does nothing to it, and its words differ.
        if operation == Scenario::Token && mode == Mode::Always {
            return Ok(());
        }
        let recovers = mode == Mode::Once && operation != Scenario::Probe;
        match (case.expect, &ended) {
            (Expect::Answer, Err(error)) => Err(format!("no answer: {error}")),
            (Expect::Passing, Err(error)) if recovers => Err(format!("not got over: {error}")),
            (Expect::Passing, Ok(())) if mode == Mode::Always => Err("an answer out of nothing".into()),
            (Expect::Failure, Ok(())) => Err("an answer out of nothing".into()),
            _ => Ok(()),
        }
    }

    async fn create(&self) -> CreateEnd {
        let entry = Entry::default().with(FieldId::Email, &self.email).with(FieldId::Phone, "+44 20 7946 0018");
        let user = entry.request(Rules::default()).expect("a request");
        let intent = Intent {
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
        let outbox = Outbox {
            access: Access::ReadWrite,
            client: self.client.clone(),
            store: None,
            policy: ReconcilePolicy { tries: 3, first_wait: Duration::from_millis(1), ..ReconcilePolicy::default() },
            clock: Timestamp::now,
        };
        let order = CreateRequest { intent, user: NewUser::Target(user), earlier: None, unrecorded: true };
        outbox.send(&order, &|_| ()).await
    }

    fn stored(&self) -> usize {
        self.server.users(self.company.as_str()).iter().filter(|u| u.email == self.email).count()
    }

    /// Requests of this combination that start with `prefix`.
    pub(super) fn asked(&self, prefix: &str) -> usize {
        self.server.requests().iter().skip(self.met).filter(|request| request.is(prefix)).count()
    }

    /// Sent once, and what is said is what happened.
    async fn judge_create(&self, case: &Case) -> Result<(), String> {
        let end = self.create().await;
        let stored = self.stored();
        self.once(case, CREATE)?;
        if let CreateEnd::Refused(failure) | CreateEnd::Unknown(failure) | CreateEnd::Unrecorded(failure) = &end {
            readable(failure)?;
        }
        match (&end, stored) {
            (CreateEnd::Created(_) | CreateEnd::Proved(_), 1) | (CreateEnd::Refused(_) | CreateEnd::Pending, 0) => {
                Ok(())
            }
            _ => Err(format!("{stored} stored, yet {end:?}")),
        }
    }

    /// Sent once, and what is said is what happened, or that nobody knows.
    async fn judge_undo(&self, case: &Case) -> Result<(), String> {
        let users = || self.server.users(self.company.as_str());
        let user = users().into_iter().find(|u| !u.deleted).ok_or("nobody to delete")?.resource_id;
        let ended = self.client.delete_target_user(&self.company, &UserId::new(user.clone())).await;
        let gone = users().iter().any(|u| u.resource_id == user && u.deleted);
        self.once(case, DELETE)?;
        honest(ended.map_err(|e| e.failure(Operation::Delete)), gone)
    }

    /// A user who is not deleted.
    fn somebody(&self) -> UserId {
        let users = self.server.users(self.company.as_str());
        UserId::new(users.into_iter().find(|user| !user.deleted).expect("somebody").resource_id)
    }

    /// A user who was there from the start and is in one group, as all of them are at first.
    fn in_one_group(&self) -> (UserId, GroupId) {
        let users = self.server.users(self.company.as_str());
        let user = users.into_iter().find(|u| !u.requested && !u.deleted && u.groups.len() == 1).expect("somebody");
        (UserId::new(user.resource_id), GroupId::new(&user.groups[0]))
    }

    /// How often this write was carried out on the server.
    fn happened(&self, operation: Scenario) -> usize {
        let company = self.company.as_str();
        let in_groups = |count: usize| {
            let users = self.server.users(company);
            users.iter().filter(|u| !u.requested && !u.deleted && u.groups.len() == count).count()
        };
        let system_users = || self.server.all_system_users(company).into_iter();
        match operation {
            Scenario::CreateGroup => self.server.groups(company).len(),
            Scenario::AddToGroups => in_groups(2),
            Scenario::RemoveFromGroup => in_groups(0),
            Scenario::UpdateSystemUser => system_users().filter(|user| user.last_name == "Changed").count(),
            Scenario::DeleteSystemUser => system_users().filter(|user| user.deleted).count(),
            _ => self.server.mails().len(),
        }
    }

    async fn write(&self, operation: Scenario, fresh: &UserId) -> Result<(), Failure> {
        let (client, company) = (&self.client, &self.company);
        let number = self.happened(operation);
        let (ended, doing) = match operation {
            Scenario::CreateGroup => {
                let group = NewGroup { name: format!("Group {number}"), priority: Priority::Low };
                (client.create_group(company, &group).await.map(drop), Operation::CreateGroup)
            }
            Scenario::AddToGroups => {
                let (user, group) = self.in_one_group();
                let other = self.server.groups(company.as_str()).into_iter().find(|(id, _)| id != group.as_str());
                let other = GroupId::new(other.expect("another group").0);
                (client.add_to_groups(company, &[user], &[other]).await, Operation::AddToGroups)
            }
            Scenario::RemoveFromGroup => {
                let (user, group) = self.in_one_group();
                (client.remove_from_group(company, &group, &[user]).await, Operation::RemoveFromGroup)
            }
            Scenario::UpdateSystemUser => {
                let update = SystemUserUpdate {
                    email: format!("changed{number}@halcyon.example"),
                    first_name: "Jane".to_owned(),
                    last_name: "Changed".to_owned(),
                    phone: "+442079460018".to_owned(),
                    status: Some(1),
                    roles: None,
                };
                (client.update_system_user(company, fresh, &update).await, Operation::UpdateSystemUser)
            }
            Scenario::DeleteSystemUser => {
                (client.delete_system_user(company, fresh).await, Operation::DeleteSystemUser)
            }
            Scenario::WelcomeMail => (client.resend_welcome_mail(company, fresh).await, Operation::WelcomeMail),
            _ => {
                let email = self.server.all_system_users(company.as_str()).remove(0).email;
                (client.send_reset_link(company, &email).await, Operation::ResetLink)
            }
        };
        ended.map_err(|error| error.failure(doing))
    }

    /// Sent once, and what is said is what happened, or that nobody knows.
    async fn judge_write(&self, operation: Scenario, case: &Case) -> Result<(), String> {
        let number = self.server.all_system_users(self.company.as_str()).len();
        let user = new_system_user(format!("fresh{number}{operation:?}@halcyon.example"));
        let fresh = self.client.create_system_user(&self.company, &user).await.map_err(|error| error.to_string())?;
        let before = self.happened(operation);
        let ended = self.write(operation, &fresh).await;
        self.once(case, operation.path())?;
        match self.happened(operation) - before {
            times @ 0..=1 => honest(ended, times == 1),
            times => Err(format!("done {times} times")),
        }
    }

    /// A write is sent once; a 401 and a 429 say that nothing was done, and they are the only answers after which
    /// it is sent again.
    pub(super) fn once(&self, case: &Case, path: &str) -> Result<(), String> {
        let most = match case.name.as_str() {
            "status 401" => 2,
            // A first try and three repeats.
            name if name.contains("429") => 4,
            _ => 1,
        };
        let sent = self.asked(path);
        if sent > most { Err(format!("sent {sent} times")) } else { Ok(()) }
    }

    /// A user that is there is found or stays unknown; it is never said not to be.
    async fn judge_verify(&self, case: &Case, mode: Mode) -> Result<(), String> {
        let end = self.create().await;
        if self.asked(CREATE) != 1 || self.stored() != 1 {
            return Err("not sent and stored once".into());
        }
        match (&end, mode, case.expect) {
            (CreateEnd::Proved(_) | CreateEnd::Found(_), ..) => Ok(()),
            (CreateEnd::Unknown(_), Mode::Once, Expect::Passing | Expect::Answer) => {
                Err(format!("not got over: {end:?}"))
            }
            (CreateEnd::Unknown(failure), ..) => readable(failure),
            _ => Err(format!("stored, yet {end:?}")),
        }
    }
}

fn new_system_user(email: String) -> NewSystemUser {
    NewSystemUser {
        email,
        first_name: "Jane".to_owned(),
        last_name: "Doe".to_owned(),
        phone: "+442079460018".to_owned(),
        roles: Vec::new(),
    }
}
