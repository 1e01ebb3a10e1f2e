//! A server, a client that talks to it, and what the tests ask of both.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use keepnet_tui::api::{Client, Credentials, Error, Event, Limits, Operation, Settings};
use keepnet_tui::demo::{Mail, Options, Server, StoredSystemUser};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::list::query::CompanyQuery;
use keepnet_tui::domain::list::user_query::UserQuery;
use keepnet_tui::domain::service::base_url::BaseUrl;
use keepnet_tui::domain::service::failure::Failure;
use keepnet_tui::domain::service::ids::{CompanyId, GroupId, UserId};
use keepnet_tui::domain::user::system_user::{NewSystemUser, SystemUserQuery, SystemUserUpdate};
use keepnet_tui::domain::user::target_group::NewGroup;
use keepnet_tui::domain::user::target_user::{NewTargetUser, Priority};
use reqwest::Method;
use serde_json::Value;
use tokio::sync::Notify;

/// An open company of the reseller.
pub const ACME: &str = "Acme Logistics GmbH";
pub const CREATE: &str = "POST /api/target-users$";
pub const SEARCH: &str = "POST /api/companies/search";
pub const USERS: &str = "POST /api/target-users/search$";
pub const FIND: &str = "POST /api/target-users/search-email";
pub const TOKEN: &str = "POST /connect/token";

/// Short waits, so that four tries are over at once, and repeats for a whole test of them.
pub fn limits() -> Limits {
    Limits { first_wait: Duration::from_millis(1), repeats: 1_000, ..Limits::default() }
}

/// The same, and an answer must come soon.
pub fn impatient() -> Limits {
    Limits { request: Duration::from_millis(300), ..limits() }
}

/// The hand-made companies alone: they start faster than 137.
pub fn few() -> Options {
    Options { companies: 0, ..Options::instant() }
}

pub fn settings(url: &str, id: &str, secret: &str, limits: Limits) -> Settings {
    Settings {
        base_url: BaseUrl::parse(url).expect("a loopback address"),
        credentials: Credentials { client_id: id.into(), client_secret: secret.to_owned().into() },
        extra_roots: Vec::new(),
        limits,
    }
}

/// A client whose events nobody reads.
pub fn deaf(url: &str, limits: Limits) -> Client {
    Client::new(settings(url, "someone", "something", limits), |_| ()).expect("a client")
}

pub struct Bench {
    pub server: Server,
    pub client: Client,
    events: Arc<(Mutex<Vec<Event>>, Notify)>,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(few(), limits()).await
    }

    pub async fn with(options: Options, limits: Limits) -> Self {
        let server = Server::start(options).await.expect("a server");
        let secret = server.client_secret().to_owned();
        Self::knowing(server, &secret, limits)
    }

    /// A client with this secret, right or wrong.
    pub fn knowing(server: Server, secret: &str, limits: Limits) -> Self {
        let events = Arc::new((Mutex::new(Vec::new()), Notify::new()));
        let (told, settings) = (events.clone(), settings(&server.url(), server.client_id(), secret, limits));
        let tell = move |event| {
            told.0.lock().expect("events").push(event);
            told.1.notify_waiters();
        };
        let client = Client::new(settings, tell).expect("a client");
        Self { server, client, events }
    }

    pub fn events(&self) -> Vec<Event> {
        self.events.0.lock().expect("events").clone()
    }

    /// Waits until there was an event like this.
    pub async fn heard(&self, wanted: impl Fn(&Event) -> bool) {
        loop {
            let mut news = std::pin::pin!(self.events.1.notified());
            // From here on nothing can be missed.
            news.as_mut().enable();
            if self.events().iter().any(&wanted) {
                return;
            }
            news.await;
        }
    }

    pub fn company(&self, name: &str) -> CompanyId {
        CompanyId::new(self.server.company_id(name).expect(name))
    }

    /// How many users of this company came over the API.
    pub fn created(&self, name: &str) -> usize {
        self.server.users(self.company(name).as_str()).iter().filter(|u| u.requested).count()
    }

    /// A user of this company who is not deleted.
    pub fn somebody(&self, name: &str) -> UserId {
        let users = self.server.users(self.company(name).as_str());
        UserId::new(users.into_iter().find(|u| !u.deleted).expect("a user").resource_id)
    }

    /// The system users of this company who were there from the start.
    pub fn all_system_users(&self, name: &str) -> Vec<StoredSystemUser> {
        let mut users = self.server.all_system_users(self.company(name).as_str());
        users.retain(|user| !user.requested);
        users
    }

    /// Those of them who can be changed: the first cannot.
    pub fn system_users(&self, name: &str) -> Vec<StoredSystemUser> {
        self.all_system_users(name).into_iter().skip(1).filter(|user| !user.deleted).collect()
    }

    /// The first group of this company.
    pub fn group(&self, name: &str) -> GroupId {
        GroupId::new(self.server.groups(self.company(name).as_str()).remove(0).0)
    }

    /// A user of this company who is not deleted and is in one group.
    pub fn in_one_group(&self, name: &str) -> (UserId, GroupId) {
        let users = self.server.users(self.company(name).as_str());
        let user = users.into_iter().find(|u| !u.deleted && u.groups.len() == 1).expect("a user");
        (UserId::new(user.resource_id), GroupId::new(&user.groups[0]))
    }

    /// How many users at [`ACME`] who were there from the start are in so many groups: all of them are in one.
    pub fn in_groups(&self, count: usize) -> usize {
        let users = self.server.users(self.company(ACME).as_str());
        users.iter().filter(|u| !u.requested && !u.deleted && u.groups.len() == count).count()
    }

    /// One request by a client that knows nothing of ours: the body of the answer, which must be a 200. An
    /// empty `company` sends no header.
    pub async fn told(&self, method: Method, path: &str, company: &str, body: &Value) -> Value {
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
        let url = self.server.url();
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.server.client_id()),
            ("client_secret", self.server.client_secret()),
            ("scope", "api1"),
        ];
        let token = http.post(format!("{url}/connect/token")).form(&form).send().await.expect("token");
        let token: Value = token.json().await.expect("token");
        let token = token["access_token"].as_str().expect("text");
        let mut request = http.request(method, format!("{url}{path}")).bearer_auth(token).json(body);
        if !company.is_empty() {
            request = request.header("X-KEEPNET-Company-Id", company);
        }
        let answer = request.send().await.expect("an answer").error_for_status().expect("a 200");
        answer.json().await.expect("JSON")
    }

    pub async fn search(&self) -> Result<Page<Company>, Error> {
        self.client.search_companies(&CompanyQuery::default()).await
    }

    pub async fn create(&self, name: &str, email: &str) -> Result<String, Error> {
        let id = self.client.create_target_user(&self.company(name), &minimal(email)).await?;
        Ok(id.to_string())
    }
}

pub fn minimal(email: &str) -> NewTargetUser {
    NewTargetUser {
        email: email.into(),
        phone: "+4915112345678".into(),
        first_name: None,
        last_name: None,
        department: None,
        priority: Priority::Medium,
        active: true,
        groups: Vec::new(),
        time_zone: None,
        language: None,
        manager_first_name: None,
        manager_last_name: None,
        manager_email: None,
        custom_fields: Vec::new(),
    }
}

pub fn new_group() -> NewGroup {
    NewGroup { name: "New joiners \u{1f680}".into(), priority: Priority::High }
}

pub fn changed(email: &str) -> SystemUserUpdate {
    SystemUserUpdate {
        email: email.into(),
        first_name: "Oona".into(),
        last_name: "Changed".into(),
        phone: "+358401234567".into(),
        status: Some(1),
        roles: None,
    }
}

pub fn operator(email: &str) -> NewSystemUser {
    NewSystemUser {
        email: email.into(),
        first_name: "Oona".into(),
        last_name: "Ek".into(),
        phone: "+358401234567".into(),
        roles: Vec::new(),
    }
}

/// One operation of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Companies,
    Company,
    License,
    Counts,
    VerifiedDomains,
    UnverifiedDomains,
    Roles,
    CustomFields,
    Groups,
    CompanyGroups,
    TimeZones,
    Languages,
    Users,
    Find,
    Create,
    CreateSystemUser,
    /// Deletes somebody who was there from the start.
    Delete,
    GroupList,
    UserGroups,
    Members,
    CreateGroup,
    AddToGroups,
    RemoveFromGroup,
    Audit,
    SystemUsers,
    FindSystemUser,
    UpdateSystemUser,
    DeleteSystemUser,
    WelcomeMail,
    ResetLink,
}

impl Op {
    pub const READS: [Self; 20] = [
        Self::Companies,
        Self::Company,
        Self::License,
        Self::Counts,
        Self::VerifiedDomains,
        Self::UnverifiedDomains,
        Self::Roles,
        Self::CustomFields,
        Self::Groups,
        Self::CompanyGroups,
        Self::TimeZones,
        Self::Languages,
        Self::Users,
        Self::Find,
        Self::GroupList,
        Self::UserGroups,
        Self::Members,
        Self::Audit,
        Self::SystemUsers,
        Self::FindSystemUser,
    ];

    pub const WRITES: [Self; 10] = [
        Self::Create,
        Self::CreateSystemUser,
        Self::Delete,
        Self::CreateGroup,
        Self::AddToGroups,
        Self::RemoveFromGroup,
        Self::UpdateSystemUser,
        Self::DeleteSystemUser,
        Self::WelcomeMail,
        Self::ResetLink,
    ];

    /// What its requests start with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Companies => SEARCH,
            // Both have the company's ID in their path.
            Self::Company | Self::License => "GET /api/companies/",
            Self::Counts => "GET /api/target-users/count-summary",
            Self::VerifiedDomains => "GET /api/allow-list/search/verified",
            Self::UnverifiedDomains => "GET /api/allow-list/search/unverified",
            Self::Roles => "GET /api/roles",
            Self::CustomFields => "GET /api/custom-fields/company",
            Self::Groups => "GET /api/target-groups",
            Self::CompanyGroups => "GET /api/company-groups",
            Self::TimeZones => "GET /api/timezone/timezones",
            Self::Languages => "GET /api/languages",
            Self::Users => USERS,
            Self::Find => FIND,
            Self::Create => CREATE,
            Self::CreateSystemUser => "POST /api/system-users$",
            Self::Audit => "POST /api/audit-logs/search",
            Self::SystemUsers | Self::FindSystemUser => "POST /api/system-users/search",
            Self::UpdateSystemUser => "PUT /api/system-users/",
            Self::DeleteSystemUser => "DELETE /api/system-users/",
            Self::WelcomeMail => "POST /api/system-users/",
            Self::ResetLink => "POST /api/system-users/send-reset-password-link",
            Self::Delete => "DELETE /api/target-users/",
            Self::GroupList => "POST /api/target-groups/search",
            Self::UserGroups => "POST /api/target-users/",
            Self::Members => "POST /api/target-groups/",
            Self::CreateGroup => "POST /api/target-groups$",
            Self::AddToGroups => "PUT /api/target-groups/users",
            Self::RemoveFromGroup => "DELETE /api/target-groups/",
        }
    }

    pub fn doing(self) -> Operation {
        match self {
            Self::Companies => Operation::Companies,
            Self::Company => Operation::Company,
            Self::License => Operation::License,
            Self::Counts => Operation::Counts,
            Self::VerifiedDomains | Self::UnverifiedDomains => Operation::Domains,
            Self::Roles => Operation::Roles,
            Self::CustomFields => Operation::CustomFields,
            Self::Groups | Self::GroupList => Operation::Groups,
            Self::UserGroups => Operation::UserGroups,
            Self::Audit => Operation::Audit,
            Self::SystemUsers | Self::FindSystemUser => Operation::SystemUsers,
            Self::UpdateSystemUser => Operation::UpdateSystemUser,
            Self::DeleteSystemUser => Operation::DeleteSystemUser,
            Self::WelcomeMail => Operation::WelcomeMail,
            Self::ResetLink => Operation::ResetLink,
            Self::Members => Operation::GroupMembers,
            Self::CreateGroup => Operation::CreateGroup,
            Self::AddToGroups => Operation::AddToGroups,
            Self::RemoveFromGroup => Operation::RemoveFromGroup,
            Self::CompanyGroups => Operation::CompanyGroups,
            Self::TimeZones => Operation::TimeZones,
            Self::Languages => Operation::Languages,
            Self::Users => Operation::Users,
            Self::Find => Operation::FindUser,
            Self::Create => Operation::Create,
            Self::CreateSystemUser => Operation::CreateSystemUser,
            Self::Delete => Operation::Delete,
        }
    }

    /// Its requests say which company they are about.
    pub fn is_scoped(self) -> bool {
        !matches!(self, Self::Companies | Self::CompanyGroups | Self::TimeZones | Self::Languages)
    }

    /// Runs it about a company of this name; how many things came back.
    pub async fn run_about(self, bench: &Bench, name: &str) -> Result<usize, Error> {
        let (client, company) = (&bench.client, bench.company(name));
        match self {
            Self::Companies => bench.search().await.map(|page| page.items.len()),
            Self::Company => client.company(&company).await.map(|_| 1),
            Self::License => client.check_license(&company).await.map(|_| 1),
            Self::Counts => client.user_counts(&company).await.map(|_| 1),
            Self::VerifiedDomains => client.verified_domains(&company).await.map(|list| list.len()),
            Self::UnverifiedDomains => client.unverified_domains(&company).await.map(|list| list.len()),
            Self::Roles => client.roles(&company).await.map(|list| list.len()),
            // Most companies have none: it is the answer that counts.
            Self::CustomFields => client.custom_fields(&company).await.map(|_| 1),
            Self::Groups => client.target_groups(&company).await.map(|list| list.len()),
            Self::CompanyGroups => client.company_groups().await.map(|list| list.len()),
            Self::TimeZones => client.time_zones().await.map(|list| list.len()),
            Self::Languages => client.languages().await.map(|list| list.len()),
            Self::Users => client.search_users(&company, &UserQuery::default()).await.map(|page| page.items.len()),
            Self::Find => {
                let email = bench.server.users(company.as_str()).remove(0).email;
                client.find_users(&company, &email).await.map(|list| list.len())
            }
            Self::Create => bench.create(name, "new@acme.example").await.map(|_| 1),
            Self::CreateSystemUser => {
                client.create_system_user(&company, &operator("operator@acme.example")).await.map(|_| 1)
            }
            Self::Delete => client.delete_target_user(&company, &bench.somebody(name)).await.map(|()| 1),
            Self::GroupList => client.group_list(&company).await.map(|list| list.len()),
            Self::UserGroups => client.groups_of_user(&company, &bench.somebody(name)).await.map(|list| list.len()),
            Self::Members => {
                let group = bench.group(name);
                client.group_members(&company, &group, &UserQuery::default(), false).await.map(|page| page.items.len())
            }
            Self::Audit => client.audit_of_user(&company, &bench.somebody(name), 1).await.map(|page| page.items.len()),
            Self::SystemUsers => {
                client.system_users(&company, &SystemUserQuery::default()).await.map(|page| page.items.len())
            }
            Self::FindSystemUser => {
                let email = bench.system_users(name).remove(0).email;
                client.system_user_by_email(&company, &email).await.map(|user| user.iter().count())
            }
            Self::UpdateSystemUser => {
                let user = bench.system_users(name).remove(0);
                let id = UserId::new(user.resource_id);
                client.update_system_user(&company, &id, &changed(&user.email)).await.map(|()| 1)
            }
            Self::DeleteSystemUser => {
                let user = bench.system_users(name).pop().expect("a user");
                client.delete_system_user(&company, &UserId::new(user.resource_id)).await.map(|()| 1)
            }
            Self::WelcomeMail => {
                let user = bench.system_users(name).remove(0);
                client.resend_welcome_mail(&company, &UserId::new(user.resource_id)).await.map(|()| 1)
            }
            Self::ResetLink => {
                let email = bench.system_users(name).remove(0).email;
                client.send_reset_link(&company, &email).await.map(|()| 1)
            }
            Self::CreateGroup => client.create_group(&company, &new_group()).await.map(|_| 1),
            Self::AddToGroups => {
                let (user, group) = bench.in_one_group(name);
                let others = bench.server.groups(company.as_str()).into_iter().map(|(id, _)| GroupId::new(id));
                let others: Vec<_> = others.filter(|id| *id != group).take(1).collect();
                client.add_to_groups(&company, &[user], &others).await.map(|()| 1)
            }
            Self::RemoveFromGroup => {
                let (user, group) = bench.in_one_group(name);
                client.remove_from_group(&company, &group, &[user]).await.map(|()| 1)
            }
        }
    }

    /// How often this write was carried out at [`ACME`].
    pub fn done(self, bench: &Bench) -> usize {
        match self {
            Self::Create => bench.created(ACME),
            Self::CreateSystemUser => bench.server.system_users(bench.company(ACME).as_str()).len(),
            Self::Delete => {
                let users = bench.server.users(bench.company(ACME).as_str());
                // Some are deleted from the start, without a moment of change.
                users.iter().filter(|u| u.deleted && u.updated.is_some()).count()
            }
            Self::CreateGroup => {
                let groups = bench.server.groups(bench.company(ACME).as_str());
                groups.iter().filter(|(_, name)| *name == new_group().name).count()
            }
            Self::UpdateSystemUser => bench.all_system_users(ACME).iter().filter(|u| u.last_name == "Changed").count(),
            Self::DeleteSystemUser => bench.all_system_users(ACME).iter().filter(|u| u.deleted).count(),
            Self::WelcomeMail => bench.server.mails().iter().filter(|mail| matches!(mail, Mail::Welcome(_))).count(),
            Self::ResetLink => bench.server.mails().iter().filter(|mail| matches!(mail, Mail::ResetLink(_))).count(),
            Self::AddToGroups => bench.in_groups(2),
            Self::RemoveFromGroup => bench.in_groups(0),
            _ => 0,
        }
    }

    pub async fn run(self, bench: &Bench) -> Result<usize, Error> {
        self.run_about(bench, ACME).await
    }

    /// Runs it and gives what the person reads.
    pub async fn fail(self, bench: &Bench) -> Failure {
        self.fail_about(bench, ACME).await
    }

    pub async fn fail_about(self, bench: &Bench, name: &str) -> Failure {
        self.run_about(bench, name).await.expect_err("a failure").failure(self.doing())
    }
}
