//! The whole state of the program.

use std::collections::BTreeMap;

use crate::app::changes::change::OtherProfileChange;
use crate::app::changes::created_users::CreatedUsers;
use crate::app::changes::queue::Changes;
use crate::app::companies::list::Companies;
use crate::app::company::details::CompanyPane;
use crate::app::connection::retry::RetrySchedule;
use crate::app::connection::status::ConnectionStatus;
use crate::app::core::effect::Effect;
use crate::app::core::export::Exporting;
use crate::app::core::focus::Pane;
use crate::app::core::notices::Notices;
use crate::app::core::remote::{Ticket, Tickets};
use crate::app::core::settings::{Settings, Size};
use crate::app::form::autosave::DraftAutosave;
use crate::app::form::drafts::Drafts;
use crate::app::form::lookups::Lookups;
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::hold::Hold;
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::overlays::overlay::Overlay;
use crate::app::owner_search::search::OwnerSearch;
use crate::app::users::list::Users;
use crate::cx;
use crate::domain::change::write::WriteId;
use crate::domain::list::columns::Column;
use crate::domain::list::view::SavedView;
use crate::domain::time::now::Now;

/// The start of a key sequence, such as `s`.
#[derive(Debug, Clone)]
pub struct Prefix {
    /// The keys so far.
    pub pressed: Vec<KeyPress>,
    /// Shows the menu when it runs out.
    pub timer: Ticket,
    /// The menu shows.
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
    /// Columns to show, as far as they fit.
    pub columns: Vec<Column>,
    /// What is remembered on disk of how the list is looked at.
    pub remembered: SavedView,
    /// All about one company.
    pub company: CompanyPane,
    /// The users of a company.
    pub users: Users,
    /// Whose is this?
    pub owner_search: OwnerSearch,
    /// Forms and drafts.
    pub drafts: Drafts,
    /// Changes on their way, or whose end is not known for certain.
    pub changes: Changes,
    /// What was created from this machine.
    pub created_users: CreatedUsers,
    /// The newest question after what other programs have created.
    pub history: Option<Ticket>,
    /// What this run has created in profiles that were left.
    pub parked: BTreeMap<String, CreatedUsers>,
    /// Changes under way of profiles that were left.
    pub other_profile_changes: BTreeMap<WriteId, OtherProfileChange>,
    /// What of the forms is on disk.
    pub autosave: DraftAutosave,
    /// Asks again for what has failed.
    pub retries: RetrySchedule,
    /// Time zones and languages.
    pub lookups: Lookups,
    /// The pane that takes the keys.
    pub pane: Pane,
    /// The pane from which the form was opened: it closes to there.
    pub form_from: Pane,
    /// What lies over the panes, topmost last.
    pub overlays: Vec<Overlay>,
    /// The start of a key sequence.
    pub prefix: Option<Prefix>,
    /// What is typed while the row for a form is on its way.
    pub hold: Option<Hold>,
    /// When a form last closed because it was submitted, on the clock of [`Now::millis`].
    pub submitted_at: Option<u64>,
    /// The key that is handled came together with others.
    pub quick: bool,
    /// A list that is being written to a file.
    pub exporting: Option<Exporting>,
    /// What was said.
    pub notices: Notices,
    /// The connection.
    pub connection: ConnectionStatus,
    /// The counter of all questions.
    pub tickets: Tickets,
    /// The mouse is captured.
    pub mouse_on: bool,
    /// When Ctrl-C was last pressed with nothing to cancel.
    pub interrupted: Option<u64>,
}

impl Model {
    /// How a sentence that is read in `scope` names the keys of `command`.
    #[must_use]
    pub fn describe_keys(&self, command: Command, scope: Scope) -> String {
        self.settings.keys.describe_keys(command, scope)
    }

    /// The program before anything has happened, and what it wants first.
    #[must_use]
    pub fn start(settings: Settings, size: Size, now: Now) -> (Self, Vec<Effect>) {
        Self::begin(settings, size, now, Tickets::default(), Notices::default())
    }

    /// The same in a program that has drawn tickets and said things before.
    pub(super) fn begin(
        mut settings: Settings,
        size: Size,
        now: Now,
        tickets: Tickets,
        mut notices: Notices,
    ) -> (Self, Vec<Effect>) {
        let snapshot = settings.profile_settings.snapshot.take();
        let view = settings.profile_settings.remembered.apply(&settings.view());
        for remark in &settings.profile_settings.remarks {
            notices.info(now, remark.clone());
        }
        let mut model = Self {
            companies: Companies::new(view.page_size, view.order, settings.cache_limit, snapshot.as_deref(), now),
            columns: view.columns,
            remembered: settings.profile_settings.remembered.clone(),
            parked: BTreeMap::new(),
            other_profile_changes: BTreeMap::new(),
            mouse_on: settings.mouse,
            changes: Changes::new(&settings.run),
            created_users: CreatedUsers::default(),
            history: None,
            autosave: DraftAutosave::default(),
            retries: RetrySchedule::default(),
            settings,
            size,
            now,
            company: CompanyPane::default(),
            users: Users::default(),
            owner_search: OwnerSearch::default(),
            drafts: Drafts::default(),
            lookups: Lookups::default(),
            pane: Pane::Table,
            form_from: Pane::Table,
            overlays: Vec::new(),
            prefix: None,
            hold: None,
            submitted_at: None,
            quick: false,
            exporting: None,
            notices,
            connection: ConnectionStatus::default(),
            tickets,
            interrupted: None,
        };
        let mut out = Vec::new();
        if model.settings.connection.is_some() {
            out.push(Effect::Restore);
            model.companies.refresh(cx!(model, &mut out));
        }
        model.connection.follow(&out);
        (model, out)
    }

    /// Something typed or under way would be lost by ending the program now.
    #[must_use]
    pub fn has_unsent_work(&self) -> bool {
        let on_the_way = self.changes.queued().next().is_some() || self.changes.under_way().next().is_some();
        on_the_way || !self.other_profile_changes.is_empty() || self.drafts.drafts().any(Form::is_worth_saving)
    }

    /// Something typed is in memory alone, because the disk takes nothing.
    #[must_use]
    pub fn would_lose_work(&self) -> bool {
        self.autosave.is_failing()
            && (self.drafts.drafts().any(Form::is_worth_saving) || self.changes.queued().next().is_some())
    }
}
