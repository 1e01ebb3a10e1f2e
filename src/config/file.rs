//! The configuration file: TOML; unknown settings are errors.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error};
use toml::Spanned;

use super::aliases;
use super::commands;
use super::explained::explained;
use super::keys::Keys;
use super::profile::DEFAULT_PROFILE;
use super::reading::line_of;
use super::secret_command::CommandLine;
use super::setting_schema;
use super::{themes, views};
use crate::domain::change::ticket::TicketPolicy;
use crate::domain::desk::address::AddressTemplate;
use crate::domain::desk::notes::SharedAlias;
use crate::domain::desk::own_command::OwnCommand;
use crate::domain::list::columns::Column;
use crate::domain::list::named_view::NamedView;
use crate::domain::service::base_url::BaseUrl;
use crate::domain::terminal::appearance::Accent;
use crate::domain::terminal::key_binding::Binding;
use crate::domain::terminal::theme::Colours;
use crate::domain::text::setting;
use crate::domain::user::phone::PhoneRegion;

/// The whole file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// The profile to use without --profile.
    pub default_profile: Option<String>,
    /// Theme: a built-in one or one of this file; all but default and mono need a terminal with 24-bit colours.
    #[serde(default)]
    #[schemars(schema_with = "setting_schema::theme")]
    pub theme: Option<Spanned<String>>,
    /// How many milliseconds a lone ESC may be the start of a longer key; more for a slow connection.
    #[serde(default, deserialize_with = "escape_delay")]
    #[schemars(range(min = 0, max = 1000))]
    pub escape_delay_ms: Option<u64>,
    /// Start exported CSV files with a byte-order mark, so that Excel reads them as UTF-8.
    #[serde(default)]
    pub csv_bom: bool,
    /// Keys by command; keepnet-tui keys lists the names.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Keys>")]
    keys: BTreeMap<String, Spanned<Keys>>,
    /// The same with their lines.
    #[serde(skip)]
    pub bindings: Vec<Binding>,
    /// Your own themes by name: the colours of their roles.
    #[serde(default)]
    #[schemars(schema_with = "setting_schema::themes")]
    themes: BTreeMap<String, themes::Table>,
    /// The same, complete.
    #[serde(skip)]
    pub own_themes: BTreeMap<String, Colours>,
    /// Views of the companies by name: keys 1 to 9 open them, v lists them.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, views::View>")]
    views: views::Tables,
    /// The same, read.
    #[serde(skip)]
    pub own_views: Vec<NamedView>,
    /// Your own commands by name: a program to run or an address to open, on the selected company or user.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, commands::Table>")]
    pub(super) commands: BTreeMap<String, Spanned<commands::Table>>,
    /// The same, checked.
    #[serde(skip)]
    pub own_commands: Vec<OwnCommand>,
    /// Aliases that a team shares: the ID or the full name of a company by its alias.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    aliases: aliases::Table,
    /// The same, checked.
    #[serde(skip)]
    pub shared_aliases: Vec<SharedAlias>,
    /// TOML file with more aliases, in an [aliases] table; a relative path starts at this file's directory.
    #[serde(rename = "aliases_file")]
    pub shared_from: Option<String>,
    /// Profiles by name: each is one reseller at one service.
    #[serde(default)]
    pub profiles: BTreeMap<String, Profile>,
}

impl File {
    /// The profile to start with if none is named; `None` if there are several.
    pub(super) fn first(&self) -> Option<&str> {
        if let Some(name) = &self.default_profile {
            return Some(name);
        }
        match self.profiles.len() {
            // The only profile of the file is used.
            1 => self.profiles.keys().next().map(String::as_str),
            several => (several == 0 || self.profiles.contains_key(DEFAULT_PROFILE)).then_some(DEFAULT_PROFILE),
        }
    }
}

/// One reseller.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    /// Address of the service: https, or http to this machine.
    #[serde(default, deserialize_with = "base_url")]
    pub base_url: Option<String>,
    /// Client ID of a REST API credential; the secret is never in this file.
    #[serde(default, deserialize_with = "client_id")]
    #[schemars(length(min = 1))]
    pub client_id: Option<String>,
    /// A command that prints the secret as its first line.
    #[schemars(with = "Option<String>")]
    pub secret_command: Option<CommandLine>,
    /// PEM file of certificate authorities to trust besides the system's; a relative path starts at this file's
    /// directory.
    pub ca_file: Option<String>,
    /// Companies per page.
    #[serde(default, deserialize_with = "page_size")]
    #[schemars(range(min = 1, max = 1000))]
    pub page_size: Option<u32>,
    /// Columns of the company table, as far as they fit; must include company.
    #[serde(default, deserialize_with = "columns")]
    #[schemars(schema_with = "setting_schema::columns")]
    pub columns: Option<Vec<Column>>,
    /// Country of phone numbers without a country code: two letters.
    #[serde(default, deserialize_with = "phone_region")]
    #[schemars(regex(pattern = "^[A-Za-z]{2}$"))]
    pub phone_region: Option<String>,
    /// Address of a company in the web console, with placeholders.
    #[serde(default, deserialize_with = "console_url")]
    #[schemars(with = "Option<String>")]
    pub console_url: Option<AddressTemplate>,
    /// Address of a user in the web console, with placeholders.
    #[serde(default, deserialize_with = "console_user_url")]
    #[schemars(with = "Option<String>")]
    pub console_user_url: Option<AddressTemplate>,
    /// Whether a target user must have a phone number.
    pub require_phone: Option<bool>,
    /// Whether the screen asks for the number of a ticket with each change, and whether every change must have one.
    #[serde(default, deserialize_with = "ticket")]
    #[schemars(schema_with = "setting_schema::ticket")]
    pub ticket: Option<TicketPolicy>,
    /// Refuse every write to the service.
    #[serde(default)]
    pub read_only: bool,
    /// Whether this is a production system: the header says PROD.
    #[serde(default)]
    pub production: bool,
    /// Theme of this profile.
    #[serde(default)]
    #[schemars(schema_with = "setting_schema::theme")]
    pub theme: Option<Spanned<String>>,
    /// Background colour of the profile's name in the header.
    #[serde(default, deserialize_with = "accent")]
    #[schemars(schema_with = "setting_schema::accent")]
    pub accent: Option<Accent>,
}

fn base_url<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(d)?;
    BaseUrl::parse(&text).map_err(D::Error::custom)?;
    Ok(Some(text))
}

fn client_id<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let id = String::deserialize(d)?;
    let id = setting(&id).to_owned();
    if id.is_empty() {
        return Err(D::Error::custom("client_id is empty; leave it out, or give the ID of a REST API credential"));
    }
    Ok(Some(id))
}

fn page_size<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u32>, D::Error> {
    match i64::deserialize(d)? {
        size @ 1..=1000 => Ok(u32::try_from(size).ok()),
        size => Err(D::Error::custom(format!("page_size is {size}; a number from 1 to 1000 is expected"))),
    }
}

fn escape_delay<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u64>, D::Error> {
    match i64::deserialize(d)? {
        delay @ 0..=1000 => Ok(u64::try_from(delay).ok()),
        delay => Err(D::Error::custom(format!("escape_delay_ms is {delay}; a number from 0 to 1000 is expected"))),
    }
}

fn columns<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Vec<Column>>, D::Error> {
    let keys = Vec::<String>::deserialize(d)?;
    views::columns(&keys).map(Some).map_err(D::Error::custom)
}

fn phone_region<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let code = String::deserialize(d)?;
    match PhoneRegion::new(&code) {
        Some(_) => Ok(Some(code)),
        None => Err(D::Error::custom(format!("phone_region is \"{code}\"; two letters such as \"GB\" are expected"))),
    }
}

fn console_url<'de, D: Deserializer<'de>>(d: D) -> Result<Option<AddressTemplate>, D::Error> {
    let address = AddressTemplate::parse(&String::deserialize(d)?);
    let address = address.map_err(|why| D::Error::custom(format!("console_url: {why}")))?;
    let of_user = address.placeholders().find(|placeholder| placeholder.spec().of_user);
    match of_user {
        Some(of_user) => Err(D::Error::custom(format!(
            "console_url: {{{}}} has no value for a company; the address of a user is console_user_url",
            of_user.spec().name
        ))),
        None => Ok(Some(address)),
    }
}

fn console_user_url<'de, D: Deserializer<'de>>(d: D) -> Result<Option<AddressTemplate>, D::Error> {
    let address = AddressTemplate::parse(&String::deserialize(d)?);
    address.map(Some).map_err(|why| D::Error::custom(format!("console_user_url: {why}")))
}

fn ticket<'de, D: Deserializer<'de>>(d: D) -> Result<Option<TicketPolicy>, D::Error> {
    let word = String::deserialize(d)?;
    TicketPolicy::named(&word).map(Some).ok_or_else(|| {
        D::Error::custom(format!(
            "ticket is \"{word}\"; \"optional\" or \"required\" is expected, or leave it out for no tickets"
        ))
    })
}

fn accent<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Accent>, D::Error> {
    Accent::named(&String::deserialize(d)?).map(Some).map_err(D::Error::custom)
}

/// Reads the file's text.
///
/// # Errors
///
/// A sentence with the line. The line's text is left out: it may be a secret.
pub(super) fn parse(text: &str) -> Result<File, String> {
    let told = |(span, said): (Option<Range<usize>>, String)| match span {
        Some(span) => format!("line {}: {said}", line_of(text, span.start)),
        None => said,
    };
    let mut file = parse_spanned(text).map_err(told)?;
    let (commands, wrong) = commands::commands(&file.commands, text);
    if let Some((span, said)) = wrong.into_iter().min_by_key(|(span, _)| span.start) {
        return Err(told((Some(span), said)));
    }
    file.own_commands = commands;
    Ok(file)
}

/// The same.
///
/// # Errors
///
/// The bytes that are wrong, and a sentence.
pub(super) fn parse_spanned(text: &str) -> Result<File, (Option<Range<usize>>, String)> {
    let wrong = |error: toml::de::Error| (error.span(), explained(error.message()));
    let mut file: File = toml::from_str(text).map_err(wrong)?;
    let binding = |(command, keys): (String, Spanned<Keys>)| {
        let line = line_of(text, keys.span().start);
        Binding { command, keys: keys.into_inner().list(), line }
    };
    file.bindings = std::mem::take(&mut file.keys).into_iter().map(binding).collect();
    file.bindings.sort_by_key(|binding| binding.line);
    file.own_views = views::views(&std::mem::take(&mut file.views))?;
    file.shared_aliases = aliases::aliases(&std::mem::take(&mut file.aliases))?;
    file.own_themes = themes::themes(&std::mem::take(&mut file.themes))?;
    for theme in file.theme.iter().chain(file.profiles.values().filter_map(|profile| profile.theme.as_ref())) {
        themes::chosen(theme.get_ref(), &file.own_themes).map_err(|said| (Some(theme.span()), said))?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::{Column, parse};
    use rstest::rstest;

    #[test]
    fn keys_come_with_their_lines() {
        let text = "[keys]\n# a key\nreload = 'ctrl-r'\n\"over-limit\" = [\n  'f2', 'f o',\n]\nexport = []\n";
        let bindings = parse(text).expect("fine").bindings;
        let got: Vec<_> = bindings.iter().map(|b| (b.command.as_str(), b.keys.join(" | "), b.line)).collect();
        let wanted = [("reload", "ctrl-r", 3), ("over-limit", "f2 | f o", 4), ("export", "", 7)];
        assert_eq!(got, wanted.map(|(name, keys, line)| (name, keys.to_owned(), line)));
    }

    #[test]
    fn views_come_in_the_order_of_the_file() {
        let text = "[views.b]\nfilter = 'left<5  -tag:vip'\nsort = 'used asc'\nkey = '7'\n[views.\"a b\"]\ncolumns = ['company', 'used', 'used']\n";
        let views = parse(text).expect("fine").own_views;
        let shown: Vec<_> =
            views.iter().map(|v| (v.name.as_str(), v.filter_text(), v.sort_text(), v.columns.clone(), v.key)).collect();
        let columns = Some(vec![Column::Company, Column::Used]);
        assert_eq!(
            shown,
            [
                ("b", "left<5 -tag:vip".to_owned(), Some("used asc".to_owned()), None, Some(7)),
                ("a b", String::new(), None, columns, None)
            ]
        );
    }

    #[rstest]
    #[case("\n\ncolour = 1\n", "line 3", "colour")]
    #[case("[profiles.a]\npagesize = 1\n", "line 2", "did you mean page_size? There are: base_url, client_id, ")]
    #[case("[profilez.a]\npage_size = 1\n", "line 1", "did you mean profiles?")]
    #[case("[profiles.a]\npage_size = 'x'\n", "line 2", "expected a number")]
    #[case("[profiles.a]\nticket = 'always'\n", "line 2", "\"optional\" or \"required\" is expected")]
    #[case("[profiles.a]\nticket = true\n", "line 2", "expected a quoted string")]
    #[case("[profiles.a]\nread_only = 'yes'\n", "line 2", "expected true or false")]
    #[case("[profiles.a]\ncolumns = 5\n", "line 2", "expected a list")]
    #[case("[profiles.a]\nbase_url = 5\n", "line 2", "expected a quoted string")]
    #[case("[profiles]\na = 1\n", "line 2", "expected a table of settings")]
    #[case("profiles = 1\n", "line 1", "expected a table")]
    #[case("csv_bom = 1\n", "line 1", "expected true or false")]
    #[case("[profiles.a]\npage_size = 0\n", "line 2", "1 to 1000")]
    #[case("[profiles.a]\ncolumns = ['company', 'chairs']\n", "line 2", "use_percent")]
    #[case("[profiles.a]\ncolumns = ['used']\n", "line 2", "must contain")]
    #[case("[profiles.a]\nphone_region = 'England'\n", "line 2", "two letters")]
    #[case("[profiles.a]\nbase_url = 'http://h.example'\n", "line 2", "https")]
    #[case("[profiles.a]\nclient_id = 'x'\nclient_secret = 'hunter2'\n", "line 3", "KEEPNET_CLIENT_SECRET")]
    #[case("[profiles.a]\nsecret = 'hunter2'\n", "line 2", "KEEPNET_CLIENT_SECRET")]
    #[case("[profiles.a]\nclientSecret = 'hunter2'\n", "line 2", "KEEPNET_CLIENT_SECRET")]
    #[case("[profiles.a]\nclient-key = 'hunter2'\n", "line 2", "KEEPNET_CLIENT_SECRET")]
    #[case("[profiles.a]\nsecret_comand = 'pass x'\n", "line 2", "did you mean secret_command?")]
    #[case("[profiles.a]\nsecret_command = ' '\n", "line 2", "is empty")]
    #[case("[profiles.a]\nclient_id = ' '\n", "line 2", "client_id is empty")]
    #[case("escape_delay_ms = -1\n", "line 1", "0 to 1000")]
    #[case("escape_delay = 35\n", "line 1", "did you mean escape_delay_ms?")]
    #[case("theme = 'solar'\n", "line 1", "auto, default, mono, dusk, paper")]
    #[case("theme = 5\n", "line 1", "expected a quoted string")]
    #[case("[profiles.a]\ntheme = 'solar'\n[themes.mine]\n", "line 2", "auto, default, mono, dusk, paper, mine")]
    #[case("[themes.mine]\nbase = 'dusk'\naccent_txt = '#ffffff'\n", "line 3", "did you mean accent_text?")]
    #[case("[themes.mine]\n\ndim = 'grey'\n", "line 3", "dim is \"grey\"; a colour such as \"#1c2130\"")]
    #[case("[themes.mine]\ndim = 3\n", "line 2", "expected a quoted string")]
    #[case("[themes.mine]\nbase = 'mono'\n", "line 2", "\"dusk\" or \"paper\" is expected")]
    #[case("\n[themes.paper]\ndim = '#333333'\n", "line 2", "\"paper\" is the name of a built-in theme")]
    #[case("themes.auto = {}\n", "line 1", "\"auto\" is the name of a built-in theme")]
    #[case("[themes]\nmine = 1\n", "line 2", "expected a table")]
    #[case("[themes.' ']\n", "line 1", "a theme needs a name")]
    #[case("[profiles.a]\naccent = 'mauve'\n", "line 2", "red, yellow, green, blue, magenta, cyan")]
    #[case("[profiles.a]\nconsole_url = 'http://h.example/'\n", "line 2", "console_url: plain http")]
    #[case("[profiles.a]\nconsole_url = 'https://h.example/{company}'\n", "line 2", "did you mean {company_id}?")]
    #[case("[profiles.a]\nconsole_url = 'https://h.example/{user_id}'\n", "line 2", "is console_user_url")]
    #[case("[profiles.a]\nconsole_user_url = 'ftp://h.example/'\n", "line 2", "console_user_url: the address")]
    #[case("[keys]\nreload = 5\n", "line 2", "a list of keys")]
    #[case(
        "[views.a]\nsort = 'used'\nfilter = 'left<five'\n",
        "line 3",
        "filter: left is compared with a number or another column with numbers, at \"five\""
    )]
    #[case("[views.a]\nfilter = 'lefft<5'\n", "line 2", "did you mean left?")]
    #[case("[views.a]\nsort = 'chairs'\n", "line 2", "no column is called \"chairs\"; there are: company, ")]
    #[case("[views.a]\nsort = 'used down'\n", "line 2", "\"asc\" or \"desc\"")]
    #[case("[views.a]\ncolumns = ['company', 'chairs']\n", "line 2", "no column is called \"chairs\"")]
    #[case("[views.a]\ncolumns = ['used']\n", "line 2", "must contain")]
    #[case("[views.a]\ngroup = 'colour'\n", "line 2", "there are: reseller, type, industry, tag, state")]
    #[case("[views.a]\nkey = '0'\n", "line 2", "a digit from \"1\" to \"9\"")]
    #[case("[views.a]\nkey = 1\n", "line 2", "expected a quoted string")]
    #[case("[views.a]\nkey = '1'\n\n[views.b]\nkey = '1'\n", "line 5", "key 1 opens the view \"a\" already")]
    #[case("[views.b]\n[views.'B ']\n", "line 2", "\"b\" and \"B \" have the same name")]
    #[case("[views.a]\nfiltre = 'x'\n", "line 2", "did you mean filter? There are: filter, sort, ")]
    #[case("[views.a]\nkeys = '1'\n", "line 2", "did you mean key?")]
    #[case("[views.' ']\n", "line 1", "a view needs a name")]
    #[case("[views]\na = 1\n", "line 2", "expected a table of settings")]
    #[case("[profiles.a\n", "line 1", "")]
    fn mistakes_are_told_with_their_line(#[case] text: &str, #[case] line: &str, #[case] word: &str) {
        let said = parse(text).expect_err("refused");
        assert!(said.starts_with(line) && said.contains(word), "{said}");
        assert!(!said.contains("hunter2") && !said.contains("client_secret"), "{said}");
    }
}
