//! `keepnet-tui profiles`: the profiles of the configuration.

use clap::Args;
use serde_json::{Value, json};

use super::exit::{Code, CommandError};
use super::heading::Heading;
use super::output::{Item, OutputArgs, Row, TableWriter};
use super::profile_args::{ProfileArgs, variable};
use super::stderr::print;
use crate::config::{LoginSummary, ProfileSummary, SecretStore, list, without_profile};
use crate::system::output::stdout;

/// Options of `profiles`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  keepnet-tui profiles
  keepnet-tui profiles --output json")]
pub struct ProfilesArgs {
    /// Form of the output
    #[command(flatten)]
    pub output: OutputArgs,
    /// Configuration file
    #[arg(long, value_name = "FILE", help_heading = "Service")]
    pub config: Option<std::path::PathBuf>,
}

/// Writes the list to standard output. No secret is read.
///
/// # Errors
///
/// Usage, if the configuration cannot be used.
pub fn run(args: &ProfilesArgs) -> Result<(), CommandError> {
    let profile = ProfileArgs { base_url: None, profile: None, config: args.config.clone(), log_file: None };
    let flags = profile.flags();
    let listed = list(&flags, variable).map_err(|error| CommandError::new(Code::Usage, error.to_string()))?;
    let left = without_profile(&flags, variable);
    let head = ["profile", "service", "secret", "access", "production"].map(Heading::text).to_vec();
    let mut sheet = TableWriter::new(stdout(), args.output.form(), "profiles", head);
    let rows: Vec<Row> = listed.iter().map(row).collect();
    sheet.page(&rows)?;
    let mut facts = Item::default();
    facts.add("total", rows.len());
    facts.add("without_profile", left.iter().flatten().map(without).collect::<Vec<Value>>());
    sheet.end(facts)?;
    if let Err(error) = &left {
        print(format_args!("Log-ins cannot be read: {error}"));
    }
    for LoginSummary { profile, service, config, .. } in left.iter().flatten() {
        print(format_args!(
            "A log-in of profile {profile} at {service} is left, but {config} has no such profile; keepnet-tui logout --all \
             removes every log-in, --profile and --base-url (with --config if needed) only this one."
        ));
    }
    if let Err(stop) = profile.load() {
        print(format_args!("Without --profile the program cannot start: {}", stop.message));
    }
    Ok(())
}

fn without(login: &LoginSummary) -> Value {
    let secret = match login.store {
        SecretStore::Keyring => "keyring",
        SecretStore::File => "file",
    };
    json!({ "profile": login.profile, "service": login.service, "config": login.config, "secret": secret })
}

fn row(listed: &ProfileSummary) -> Row {
    let line = &listed.info;
    let secret = listed.secret_from.as_ref().map(ToString::to_string);
    let access = if line.read_only { "read only" } else { "read and write" };
    let production = if line.production { "production" } else { "" };
    let mut item = Item::default();
    item.add("profile", line.name.as_str());
    item.add("service", line.service.as_str());
    item.add("secret", secret.clone());
    item.add("lacks", line.missing_variables.clone());
    item.add("read_only", line.read_only);
    item.add("production", line.production);
    let secret = secret.unwrap_or_else(|| format!("none: {}", listed.login));
    let cells = vec![line.name.clone(), line.service.clone(), secret, access.to_owned(), production.to_owned()];
    Row { cells, item }
}
