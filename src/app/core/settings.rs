//! What configuration and command line say to the screen.

use std::sync::Arc;

use crate::app::keys::keymap::KeyMap;
use crate::domain::form::fields::Rules;
use crate::domain::list::columns::Column;
use crate::domain::list::snapshot::Snapshot;
use crate::domain::list::view::{SavedView, USUAL_ORDER, View};
use crate::domain::service::access::Access;
use crate::domain::service::profile::ProfileInfo;
use crate::domain::terminal::appearance::Appearance;

/// The screen's size in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Where the program is connected to, as the header says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// A word that must not be overlooked: `DEMO`.
    pub badge: Option<String>,
    /// The service's address.
    pub base_url: String,
}

/// What the profile says.
#[derive(Debug, Clone, Default)]
pub struct ProfileSettings {
    /// Whether anything may be written to the service.
    pub access: Access,
    /// Mistakes are real here: the header says so.
    pub production: bool,
    /// The profiles of the configuration.
    pub profiles: Vec<ProfileInfo>,
    /// What has to be set before there are credentials: variables of the environment.
    pub missing_variables: Vec<String>,
    /// The command that logs in to this profile.
    pub login: String,
    /// How the list was left.
    pub remembered: SavedView,
    /// The companies as they were last seen.
    pub snapshot: Option<Arc<Snapshot>>,
    /// What is to be said about any of this.
    pub remarks: Vec<String>,
}

/// What configuration and command line say to the screen.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the program is connected to; `None` without credentials: the start screen shows.
    pub connection: Option<Connection>,
    /// Names this run of the program among all on this machine.
    pub run: String,
    /// The profile's name.
    pub profile: String,
    /// Where the configuration file is or would be.
    pub config_path: String,
    /// Companies per page, as configured.
    pub page_size: u32,
    /// The most companies kept in memory; a reseller who has more searches at the service.
    pub cache_limit: u64,
    /// Columns to show as far as they fit, as configured.
    pub columns: Vec<Column>,
    /// How target users are checked.
    pub rules: Rules,
    /// What else the profile says.
    pub profile_settings: ProfileSettings,
    /// The keys in force.
    pub keys: KeyMap,
    /// Draw with ASCII alone.
    pub ascii: bool,
    /// An export begins with a byte-order mark, for Excel.
    pub csv_bom: bool,
    /// Theme and accent.
    pub appearance: Appearance,
    /// Capture the mouse.
    pub mouse: bool,
}

impl Settings {
    /// How the list is looked at, as configured.
    #[must_use]
    pub fn view(&self) -> View {
        View { columns: self.columns.clone(), page_size: self.page_size, order: USUAL_ORDER }
    }
}
