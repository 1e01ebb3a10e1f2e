//! Settings of the screen, from configuration and command line.

use std::sync::Arc;

use jiff::civil::Date;

use crate::app::core::start_at::StartAt;
use crate::app::keys::command::OwnId;
use crate::app::keys::keymap::KeyMap;
use crate::domain::change::ticket::TicketPolicy;
use crate::domain::desk::address::Console;
use crate::domain::desk::notes::{DeskNotes, LoadedNotes};
use crate::domain::desk::own_command::OwnCommand;
use crate::domain::form::fields::Rules;
use crate::domain::list::columns::Column;
use crate::domain::list::grid::ChosenWidths;
use crate::domain::list::named_view::NamedView;
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

/// The connection, as shown in the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// A word that must not be overlooked: `DEMO`.
    pub badge: Option<String>,
    /// The service's address.
    pub base_url: String,
}

impl Connection {
    /// It is the embedded demo, which writes nothing outside its own folder.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.badge.is_some()
    }
}

/// Settings of the profile.
#[derive(Debug, Clone, Default)]
pub struct ProfileSettings {
    /// Whether anything may be written to the service.
    pub access: Access,
    /// Whether a change has the number of a ticket.
    pub ticket: TicketPolicy,
    /// It is a production profile, which the header shows.
    pub production: bool,
    /// The profiles of the configuration.
    pub profiles: Vec<ProfileInfo>,
    /// Environment variables to set for credentials.
    pub missing_variables: Vec<String>,
    /// The command that logs in to this profile.
    pub login: String,
    /// The addresses of the web console.
    pub console: Console,
    /// The saved view settings of the list.
    pub remembered: SavedView,
    /// The saved snapshot of the companies.
    pub snapshot: Option<Arc<Snapshot>>,
    /// The named views of the list.
    pub views: Vec<NamedView>,
    /// What the desk has written about its companies.
    pub notes: DeskNotes,
    /// The place that the command line names.
    pub start: Option<StartAt>,
    /// The days of which the companies are kept.
    pub days: Vec<Date>,
    /// Notices about the settings.
    pub remarks: Vec<String>,
}

impl ProfileSettings {
    /// Takes what was read of the desk; what could not be read stays as it is known.
    pub fn take_notes(&mut self, loaded: LoadedNotes) {
        let own = loaded.own.unwrap_or_else(|| self.notes.all_own().clone());
        let shared = loaded.shared.unwrap_or_else(|| self.notes.shared().to_vec());
        self.notes = DeskNotes::new(own, shared);
        self.remarks.extend(loaded.problems);
    }
}

/// Settings of the screen, from configuration and command line.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the program is connected to; `None` without credentials: the start screen shows.
    pub connection: Option<Connection>,
    /// ID of this run, unique on this machine.
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
    /// Other settings of the profile.
    pub profile_settings: ProfileSettings,
    /// The commands of the configuration, or why they are not run.
    pub own_commands: OwnCommands,
    /// The effective keys.
    pub keys: KeyMap,
    /// Draw with ASCII alone.
    pub ascii: bool,
    /// An export starts with a byte-order mark, for Excel.
    pub csv_bom: bool,
    /// Theme and accent.
    pub appearance: Appearance,
    /// Capture the mouse.
    pub mouse: bool,
}

/// The commands of the configuration.
#[derive(Debug, Clone, Default)]
pub struct OwnCommands {
    /// The commands; [`OwnId`] is a place in this list.
    pub list: Vec<OwnCommand>,
    /// Why no program is run: somebody else could have written the configuration.
    pub refused: Option<String>,
}

impl OwnCommands {
    /// The command of this place.
    #[must_use]
    pub fn get(&self, id: OwnId) -> Option<&OwnCommand> {
        self.list.get(usize::from(id.0))
    }
}

impl Settings {
    /// The program is connected from now on.
    pub fn connect(&mut self, connection: Connection) {
        self.connection = Some(connection);
    }

    /// The configured view settings.
    #[must_use]
    pub fn view(&self) -> View {
        View {
            columns: self.columns.clone(),
            widths: ChosenWidths::default(),
            page_size: self.page_size,
            order: USUAL_ORDER,
        }
    }

    /// The named views of the list.
    #[must_use]
    pub fn views(&self) -> &[NamedView] {
        &self.profile_settings.views
    }

    /// Sets the named views: those of the configuration, besides the built-in ones. Their keys say which they open.
    pub fn set_views(&mut self, own: Vec<NamedView>) {
        self.profile_settings.views = NamedView::with_shipped(own);
        self.keys = self.keys.with_views(&self.profile_settings.views);
    }

    /// A view of the configuration is this one from now on.
    pub fn take_view(&mut self, view: NamedView) {
        let mut own = self.profile_settings.views.clone();
        own.retain(|other| !other.is_shipped && !other.is_called(&view.name));
        own.push(view);
        self.set_views(own);
    }
}
