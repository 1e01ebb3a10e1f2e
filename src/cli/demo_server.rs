//! `keepnet-tui demo-server`

use std::io::Write;

use super::args::DemoArgs;
use crate::demo::{Options, Server};

/// Serves until the process is ended. The first line of standard output is
/// `URL CLIENT_ID CLIENT_SECRET`, for scripts; what follows is for people.
///
/// # Errors
///
/// When the port cannot be had, or standard output is closed.
pub async fn run(args: &DemoArgs) -> std::io::Result<()> {
    let server = Server::start(Options::from(args)).await?;
    let (url, id, secret) = (server.url(), server.client_id().to_owned(), server.client_secret().to_owned());
    let mut out = std::io::stdout();
    writeln!(out, "{url} {id} {secret}")?;
    writeln!(out, "\nIn another terminal:")?;
    writeln!(out, "KEEPNET_API_BASE_URL={url} KEEPNET_CLIENT_ID={id} KEEPNET_CLIENT_SECRET={secret} keepnet-tui")?;
    out.flush()?;
    server.finished().await
}
