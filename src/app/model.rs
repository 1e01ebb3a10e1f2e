//! The whole state of the program.

use std::collections::BTreeMap;

use crate::app::changes::change::OtherProfileChange;
use crate::app::changes::created_users::CreatedUsers;
use crate::app::changes::queue::Changes;
use crate::app::companies::grouping::Grouping;
use crate::app::companies::list::Companies;
use crate::app::companies::notes::NoteSaves;
use crate::app::companies::open_view::OpenView;
use crate::app::company::details::CompanyPane;
use crate::app::connection::retry::RetrySchedule;
use crate::app::connection::status::ConnectionStatus;
use crate::app::core::effect::Effect;
use crate::app::core::export::Exporting;
use crate::app::core::focus::Pane;
use crate::app::core::notices::Notices;
use crate::app::core::remote::{Ticket, Tickets};
use crate::app::core::settings::{Settings, Size};
use crate::app::core::start_at::Start;
use crate::app::form::autosave::DraftAutosave;
use crate::app::form::drafts::Drafts;
use crate::app::form::lookups::Lookups;
use crate::app::form::state::Form;
use crate::app::import::imports::Imports;
use crate::app::keys::command::Command;
use crate::app::keys::hold::Hold;
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::overlays::overlay::Overlay;
use crate::app::owner_search::search::OwnerSearch;
use crate::app::user::details::OneUser;
use crate::app::users::list::Users;
use crate::cx;
use crate::domain::change::write::WriteId;
use crate::domain::list::columns::Column;
use crate::domain::list::grid::ChosenWidths;
use crate::domain::list::view::SavedView;
use crate::domain::time::now::Now;

/// The start of a key sequence, such as `s`.
#[derive(Debug, Clone)]
pub struct Prefix {
    /// The keys so far.
    pub pressed: Vec<KeyPress>,
    /// The timer that shows the menu.
    pub timer: Ticket,
    /// The menu is shown.
    pub menu: bool,
}

/// Everything the screen is drawn from.
#[derive(Debug, Clone)]
pub struct Model {
    /// Configuration.
    pub settings: Settings,
    /// The screen's size.
    pub size: Size,
    /// The moment of the last message.
    pub now: Now,
    /// The company list.
    pub companies: Companies,
    /// Their groups, in place of the list.
    pub groups: Grouping,
    /// Columns to show, as far as they fit.
    pub columns: Vec<Column>,
    /// The named view that is open.
    pub view: Option<OpenView>,
    /// Widths chosen for columns.
    pub widths: ChosenWidths<Column>,
    /// The view settings saved on disk.
    pub remembered: SavedView,
    /// The company pane.
    pub company: CompanyPane,
    /// The users of a company.
    pub users: Users,
    /// One user.
    pub user: OneUser,
    /// The import.
    pub import: Imports,
    /// Whose is this?
    pub owner_search: OwnerSearch,
    /// Forms and drafts.
    pub drafts: Drafts,
    /// Changes that are under way or whose outcome is not certain.
    pub changes: Changes,
    /// What was created from this machine.
    pub created_users: CreatedUsers,
    /// The newest request for the creates of other programs.
    pub history: Option<Ticket>,
    /// Users created by this run in profiles that were left.
    pub parked: BTreeMap<String, CreatedUsers>,
    /// Changes under way of profiles that were left.
    pub other_profile_changes: BTreeMap<WriteId, OtherProfileChange>,
    /// State of the drafts on disk.
    pub autosave: DraftAutosave,
    /// Aliases and notes that are not on disk yet.
    pub note_saves: NoteSaves,
    /// The newest request for what the desk has written.
    pub notes_load: Option<Ticket>,
    /// Retries of failed requests.
    pub retries: RetrySchedule,
    /// Time zones and languages.
    pub lookups: Lookups,
    /// The pane that takes the keys.
    pub pane: Pane,
    /// The pane from which the form was opened, and which gets the focus when it closes.
    pub form_from: Pane,
    /// The overlays, topmost last.
    pub overlays: Vec<Overlay>,
    /// The start of a key sequence.
    pub prefix: Option<Prefix>,
    /// The way to the place that the command line names.
    pub start: Option<Start>,
    /// Keys typed ahead while the row for a form is loading.
    pub hold: Option<Hold>,
    /// When a form last closed because it was submitted, on the clock of [`Now::millis`].
    pub submitted_at: Option<u64>,
    /// The current key arrived together with others.
    pub quick: bool,
    /// The export under way.
    pub exporting: Option<Exporting>,
    /// The notices.
    pub notices: Notices,
    /// The connection.
    pub connection: ConnectionStatus,
    /// The counter of tickets.
    pub tickets: Tickets,
    /// The mouse is captured.
    pub mouse_on: bool,
    /// The last click: where, above how many overlays, and when, on the clock of [`Now::millis`].
    pub clicked: Option<(u16, usize, u64)>,
    /// When Ctrl-C was last pressed with nothing to cancel.
    pub interrupted: Option<u64>,
}

impl Model {
    /// How a message shown in `scope` names the keys of `command`.
    #[must_use]
    pub fn describe_keys(&self, command: Command, scope: Scope) -> String {
        self.settings.keys.describe_keys(command, scope)
    }

    /// The initial model and its first effects.
    #[must_use]
    pub fn start(settings: Settings, size: Size, now: Now) -> (Self, Vec<Effect>) {
        Self::begin(settings, size, now, Tickets::default(), Notices::default())
    }

    /// A new model for a running program, which has used tickets and shown notices before.
    pub(super) fn begin(
        mut settings: Settings,
        size: Size,
        now: Now,
        tickets: Tickets,
        mut notices: Notices,
    ) -> (Self, Vec<Effect>) {
        let snapshot = settings.profile_settings.snapshot.take();
        let start = settings.profile_settings.start.take();
        let notes = std::mem::take(&mut settings.profile_settings.notes);
        let is_connected = settings.connection.is_some();
        let view = settings.profile_settings.remembered.apply(&settings.view());
        for remark in &settings.profile_settings.remarks {
            notices.info(now, remark.clone());
        }
        let mut model = Self {
            companies: Companies::new(view.page_size, view.order, settings.cache_limit, snapshot.as_deref(), now),
            groups: Grouping::default(),
            columns: view.columns,
            view: None,
            widths: view.widths,
            remembered: settings.profile_settings.remembered.clone(),
            parked: BTreeMap::new(),
            other_profile_changes: BTreeMap::new(),
            mouse_on: settings.mouse,
            changes: Changes::new(&settings.run),
            drafts: Drafts::new(settings.profile_settings.ticket),
            created_users: CreatedUsers::default(),
            history: None,
            autosave: DraftAutosave::default(),
            note_saves: NoteSaves::default(),
            notes_load: None,
            retries: RetrySchedule::default(),
            settings,
            size,
            now,
            company: CompanyPane::default(),
            users: Users::default(),
            user: OneUser::default(),
            import: Imports::default(),
            owner_search: OwnerSearch::default(),
            lookups: Lookups::default(),
            pane: Pane::Table,
            form_from: Pane::Table,
            overlays: Vec::new(),
            prefix: None,
            hold: (start.is_some() && is_connected).then(Hold::default),
            start: start.map(Start::Waiting),
            submitted_at: None,
            quick: false,
            exporting: None,
            notices,
            connection: ConnectionStatus::default(),
            tickets,
            clicked: None,
            interrupted: None,
        };
        model.companies.set_notes(notes);
        model.companies.know_days(&model.settings.profile_settings.days);
        let mut out = Vec::new();
        if model.settings.connection.is_some() {
            out.push(Effect::Restore);
            model.companies.refresh(cx!(model, &mut out));
        }
        model.connection.follow(&out);
        (model, out)
    }

    /// How many forms and updates need the user.
    #[must_use]
    pub fn needing(&self) -> usize {
        self.drafts.needing().count() + self.changes.conflicts().count()
    }

    /// Quitting now would lose typed or unsent work.
    #[must_use]
    pub fn has_unsent_work(&self) -> bool {
        let on_the_way = self.changes.queued().next().is_some() || self.changes.under_way().next().is_some();
        on_the_way
            || self.import.unfinished().is_some()
            || self.note_saves.is_failing()
            || !self.other_profile_changes.is_empty()
            || self.drafts.drafts().any(Form::is_worth_saving)
    }

    /// Typed text is only in memory, because the disk cannot be written.
    #[must_use]
    pub fn would_lose_work(&self) -> bool {
        self.note_saves.is_failing()
            || self.autosave.is_failing()
                && (self.drafts.drafts().any(Form::is_worth_saving) || self.changes.queued().next().is_some())
    }
}
