//! `keepnet-tui demo-server`

use std::io::{ErrorKind, Write};

use super::args::DemoArgs;
use crate::demo::{Options, Server};
use crate::system::output::stdout;

/// Serves until the process is terminated. The first line of standard output is
///
/// # Errors
///
/// If the port is not available, or standard output cannot be written to. A closed reader ends the server without an
/// error.
pub async fn run(args: &DemoArgs) -> std::io::Result<()> {
    let server = Server::start(Options::from(args)).await?;
    let (url, id, secret) = (server.url(), server.client_id().to_owned(), server.client_secret().to_owned());
    let text = format!(
        "{url} {id} {secret}\n\nIn another terminal:\n\
         KEEPNET_API_BASE_URL={url} KEEPNET_CLIENT_ID={id} KEEPNET_CLIENT_SECRET={secret} keepnet-tui\n"
    );
    // Flushed at once: a script may read only the first line and exit.
    let mut out = stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Nobody knows where the server is.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
        written => written?,
    }
    server.finished().await
}
