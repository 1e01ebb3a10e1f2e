//! The handle of a running server.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::Listener as _;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Options;
use super::clock::Clock;
use super::connection::{ConnectionSwitch, DemoListener};
use super::faults::Faults;
use super::requests::Request;
use super::routes::router;
use super::shared::Shared;
use super::system_user::StoredSystemUser;
use super::tokens::{CLIENT_ID, CLIENT_SECRET};
use super::user::StoredUser;
use super::world::{Mail, World};

/// A running server. It stops accepting when this is dropped; requests under way are still answered.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    stop: CancellationToken,
    task: Option<JoinHandle<io::Result<()>>>,
}

impl Server {
    /// Generates the data, binds loopback and serves on a task of its own.
    ///
    /// # Errors
    ///
    /// The port is taken or may not be bound.
    pub async fn start(options: Options) -> io::Result<Self> {
        let today = options.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
        let world = World::new(options.seed, options.companies, today)?;
        let door = DemoListener::open(options.port).await?;
        let address = door.local_addr()?;
        let shared = Arc::new(Shared::new(options, world));
        let stop = CancellationToken::new();
        let service = router(shared.clone()).into_make_service_with_connect_info::<ConnectionSwitch>();
        let serve = axum::serve(door, service).with_graceful_shutdown(stop.clone().cancelled_owned());
        let task = tokio::spawn(async move { serve.await });
        Ok(Self { shared, address, stop, task: Some(task) })
    }

    /// Its URL: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its client ID.
    #[must_use]
    pub fn client_id(&self) -> &str {
        CLIENT_ID
    }

    /// Its client secret.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        CLIENT_SECRET
    }

    /// Its faults.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// Its clock, which tests can shift.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Users of a company, deleted ones included: a sample of the initial users, initial users deleted since, and all
    /// users created here, oldest first. Empty for an unknown ID.
    #[must_use]
    pub fn users(&self, company_id: &str) -> Vec<StoredUser> {
        let world = self.shared.world();
        world.stored(company_id).map(|company| world.listed_users(company)).unwrap_or_default()
    }

    /// The system users created here for a company, oldest first, deleted ones included; empty for an unknown ID.
    #[must_use]
    pub fn system_users(&self, company_id: &str) -> Vec<StoredSystemUser> {
        let mut all = self.all_system_users(company_id);
        all.retain(|user| user.requested);
        all
    }

    /// All system users of a company, deleted ones included; empty for an unknown ID.
    #[must_use]
    pub fn all_system_users(&self, company_id: &str) -> Vec<StoredSystemUser> {
        let world = self.shared.world();
        world.stored(company_id).map(|company| world.current_system_users(company)).unwrap_or_default()
    }

    /// The mails sent to system users, oldest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.world().mails.clone()
    }

    /// ID and name of every target group of a company, in its order; empty for an unknown ID.
    #[must_use]
    pub fn groups(&self, company_id: &str) -> Vec<(String, String)> {
        let world = self.shared.world();
        let groups = world.stored(company_id).map(|company| company.groups.iter());
        groups.into_iter().flatten().map(|group| (group.id.clone(), group.name.clone())).collect()
    }

    /// Every token issued so far, oldest first, valid or not: for tests that look for leaks.
    #[must_use]
    pub fn tokens_issued(&self) -> Vec<String> {
        self.shared.tokens().issued().cloned().collect()
    }

    /// The ID of the company with this exact name, of any reseller.
    #[must_use]
    pub fn company_id(&self, name: &str) -> Option<String> {
        self.shared
            .world()
            .all_companies()
            .iter()
            .find(|company| company.name == name)
            .map(|company| company.id.clone())
    }

    /// The last 10 000 requests, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.log.all()
    }

    /// How many of them start with `prefix`, by path or by method and path.
    #[must_use]
    pub fn asked(&self, prefix: &str) -> usize {
        self.requests().iter().filter(|request| request.is(prefix)).count()
    }

    /// Waits until at least `count` requests that start with `prefix` have arrived (not: been answered).
    pub async fn arrived(&self, prefix: &str, count: usize) {
        self.shared.log.wait(|all| all.iter().filter(|request| request.is(prefix)).count() >= count).await;
    }

    /// Starts to count concurrent requests.
    pub fn watch_open(&self) {
        self.shared.log.watch_open();
    }

    /// The maximum number of concurrent requests since [`Self::watch_open`], or since the start.
    #[must_use]
    pub fn most_open(&self) -> usize {
        self.shared.log.most_open()
    }

    /// Waits until no request is in progress.
    pub async fn idle(&self) {
        self.shared.log.wait(|all| all.iter().all(|r| r.ending != super::Ending::Open)).await;
    }

    /// Revokes every token issued so far.
    pub fn revoke_tokens(&self) {
        self.shared.tokens().revoke();
    }

    /// Waits for the end of the server; drop the future to stop it.
    ///
    /// # Errors
    ///
    /// The server's task panicked or failed.
    pub async fn finished(mut self) -> io::Result<()> {
        match self.task.take() {
            Some(task) => task.await.map_err(io::Error::other)?,
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
