//! `keepnet-tui demo-server`

use std::io::{ErrorKind, Write};

use super::args::DemoArgs;
use crate::demo::{Options, Server};
use crate::system::out::stdout;

/// Serves until the process is ended. The first line of standard output is
/// `URL CLIENT_ID CLIENT_SECRET`, for scripts; what follows is for people.
///
/// # Errors
///
/// When the port cannot be had, or standard output cannot be written to. One that nobody reads any more
/// is no error, and ends it.
pub async fn run(args: &DemoArgs) -> std::io::Result<()> {
    let server = Server::start(Options::from(args)).await?;
    let (url, id, secret) = (server.url(), server.client_id().to_owned(), server.client_secret().to_owned());
    let text = format!(
        "{url} {id} {secret}\n\nIn another terminal:\n\
         KEEPNET_API_BASE_URL={url} KEEPNET_CLIENT_ID={id} KEEPNET_CLIENT_SECRET={secret} keepnet-tui\n"
    );
    // At once: whoever reads the first line alone has it then, and may be gone.
    let mut out = stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Nobody has heard where the server is.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
        written => written?,
    }
    server.finished().await
}
