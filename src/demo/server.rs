//! The handle of a running server.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::Listener as _;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Options;
use super::clock::Clock;
use super::faults::Faults;
use super::line::{Cut, Door};
use super::requests::Request;
use super::routes::router;
use super::shared::Shared;
use super::system_user::StoredSystemUser;
use super::tokens::{CLIENT_ID, CLIENT_SECRET};
use super::user::StoredUser;
use super::world::World;

/// A running server. It stops accepting when this is dropped; requests under way are still answered.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    stop: CancellationToken,
    task: Option<JoinHandle<io::Result<()>>>,
}

impl Server {
    /// Makes the data, binds loopback and serves on a task of its own.
    ///
    /// # Errors
    ///
    /// The port is taken or may not be bound.
    pub async fn start(options: Options) -> io::Result<Self> {
        let today = options.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
        let world = World::new(options.seed, options.companies, today)?;
        let door = Door::open(options.port).await?;
        let address = door.local_addr()?;
        let shared = Arc::new(Shared::new(options, world));
        let stop = CancellationToken::new();
        let service = router(shared.clone()).into_make_service_with_connect_info::<Cut>();
        let serve = axum::serve(door, service).with_graceful_shutdown(stop.clone().cancelled_owned());
        let task = tokio::spawn(async move { serve.await });
        Ok(Self { shared, address, stop, task: Some(task) })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The client ID it knows.
    #[must_use]
    pub fn client_id(&self) -> &str {
        CLIENT_ID
    }

    /// The secret that goes with it.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        CLIENT_SECRET
    }

    /// What is to go wrong.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// Its clock, which tests move.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Users of a company, deleted ones included: first the few of those it had from the start that stand for all
    /// of them, and any of them that was deleted since; then every user that was created here, oldest first. None
    /// for an unknown ID.
    #[must_use]
    pub fn users(&self, company_id: &str) -> Vec<StoredUser> {
        let world = self.shared.world();
        world.stored(company_id).map(|company| world.told(company)).unwrap_or_default()
    }

    /// The system users that were created here for a company, oldest first; none for an unknown ID.
    #[must_use]
    pub fn system_users(&self, company_id: &str) -> Vec<StoredSystemUser> {
        self.shared.world().stored(company_id).map(|company| company.system_users.clone()).unwrap_or_default()
    }

    /// Every token issued so far, oldest first, whether or not it still lives: for tests that look for leaks.
    #[must_use]
    pub fn tokens_issued(&self) -> Vec<String> {
        self.shared.tokens().issued().cloned().collect()
    }

    /// The ID of the company of this exact name, whoever it belongs to.
    #[must_use]
    pub fn company_id(&self, name: &str) -> Option<String> {
        self.shared.world().everybody().iter().find(|company| company.name == name).map(|company| company.id.clone())
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

    /// Begins to watch how many requests are open at once.
    pub fn watch_open(&self) {
        self.shared.log.watch_open();
    }

    /// The most requests that were open at once since [`Self::watch_open`], or since the start.
    #[must_use]
    pub fn most_open(&self) -> usize {
        self.shared.log.most_open()
    }

    /// Waits until no request is being served or held back.
    pub async fn idle(&self) {
        self.shared.log.wait(|all| all.iter().all(|r| r.ending != super::Ending::Open)).await;
    }

    /// Every token issued so far is expired from now on.
    pub fn revoke_tokens(&self) {
        self.shared.tokens().revoke();
    }

    /// Waits for the end of a server that runs on its own; drop the future to stop it.
    ///
    /// # Errors
    ///
    /// The server's task panicked or could not serve on.
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
