//! A program without a terminal: keys go in, the model and the wanted effects come out.
#![allow(dead_code, reason = "every test binary uses its own part of this")]

mod ends;
pub mod imports;
mod meant;
pub mod note_disk;
pub mod one_user;
pub mod reply;
mod sample;
pub mod screen;
mod touched;
mod typed_forms;
pub mod walk;

use keepnet_tui::domain::user::system_user::SystemUserQuery;
use std::collections::VecDeque;

use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::app::core::settings::{Connection, Size};
use keepnet_tui::app::core::settings::{OwnCommands, ProfileSettings, Settings};
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::keys::command::Command;
use keepnet_tui::app::keys::keymap::KeyMap;
use keepnet_tui::app::keys::press::KeyPress;
use keepnet_tui::app::model::Model;
use keepnet_tui::app::screen::form_buttons::buttons;
use keepnet_tui::app::screen::form_layout;
use keepnet_tui::app::shell::update::update;
use keepnet_tui::domain::change::outcome::{CreateEnd, WriteOutcome, WriteUpdate};
use keepnet_tui::domain::change::write::{CreateRequest, Intent, NewUser, WriteId, WriteKind};
use keepnet_tui::domain::company::domains::Domains;
use keepnet_tui::domain::company::license::LicenseCheck;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::form::custom_field::CustomField;
use keepnet_tui::domain::form::fields::Rules;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::company_groups::CompanyGroup;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::list::query::CompanyQuery;
use keepnet_tui::domain::list::user_query::{UserOrder, UserQuery};
use keepnet_tui::domain::service::ids::{CompanyId, UserId};
use keepnet_tui::domain::service::lookup::Choice;
use keepnet_tui::domain::terminal::appearance::Appearance;
use keepnet_tui::domain::user::existing::TargetUser;
use keepnet_tui::domain::user::system_user::NewSystemUser;
use keepnet_tui::domain::user::target_user::NewTargetUser;

pub use sample::*;

/// The program, the effects it has asked for, and a service that answers when told to.
pub struct Story {
    pub model: Model,
    pub effects: VecDeque<Effect>,
    pub millis: u64,
    /// What the service has, for `answer_companies`.
    pub list: Vec<Company>,
    /// What every company has, for `answer_users`.
    pub people: Vec<TargetUser>,
    /// The groups that an import finds in every company.
    pub target_groups: Vec<Choice>,
    /// The company groups of the service.
    pub groups: Vec<CompanyGroup>,
    /// What every company asks for besides.
    pub custom: Vec<CustomField>,
    pub quit: bool,
}

impl Story {
    pub fn new(list: Vec<Company>) -> Self {
        Self::sized(list, 100, 80, 24)
    }

    pub fn sized(list: Vec<Company>, page_size: u32, width: u16, height: u16) -> Self {
        // The service does the work: what is at hand is told in stories of its own.
        Self::with(list, (width, height), |settings| settings.page_size = page_size)
    }

    /// With other settings.
    pub fn with(list: Vec<Company>, (width, height): (u16, u16), change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings {
            connection: Some(Connection { badge: Some("DEMO".to_owned()), base_url: "http://127.0.0.1:1".to_owned() }),
            run: "run".to_owned(),
            profile: "default".to_owned(),
            config_path: "/etc/keepnet-tui/config.toml".to_owned(),
            page_size: 100,
            cache_limit: 0,
            columns: Column::usual(),
            rules: Rules::default(),
            profile_settings: ProfileSettings { login: "keepnet-tui login".to_owned(), ..ProfileSettings::default() },
            ascii: false,
            csv_bom: false,
            own_commands: OwnCommands::default(),
            appearance: Appearance::default(),
            keys: KeyMap::default(),
            mouse: true,
        };
        change(&mut settings);
        let (model, first) = Model::start(settings, Size { width, height }, now(0));
        Self {
            model,
            effects: first.into(),
            millis: 0,
            list,
            people: Vec::new(),
            target_groups: Vec::new(),
            groups: Vec::new(),
            custom: Vec::new(),
            quit: false,
        }
    }

    /// With the first page on the screen.
    pub fn ready(list: Vec<Company>) -> Self {
        let mut story = Self::new(list);
        story.settle();
        story
    }

    pub fn send(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.model, now(self.millis), msg);
        self.quit |= effects.contains(&Effect::Quit);
        self.effects.extend(effects);
        self
    }

    /// Presses keys in the table's notation.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            self.send(Msg::Key(KeyPress::parse(key).unwrap_or_else(|| panic!("no key: {key}"))));
        }
        self
    }

    /// These keys come together, in one read of the terminal.
    pub fn press_at_once(&mut self, keys: &str) -> &mut Self {
        let key = |key: &str| KeyPress::parse(key).unwrap_or_else(|| panic!("no key: {key}"));
        self.send(Msg::Quick(keys.split(' ').map(key).collect()))
    }

    /// A terminal that marks no pastes sends this text.
    pub fn paste_unmarked(&mut self, text: &str) -> &mut Self {
        use keepnet_tui::app::keys::press::Key;
        let key = |c| match c {
            '\n' | '\r' => Key::Enter,
            '\t' => Key::Tab,
            c => Key::Char(c),
        };
        self.send(Msg::Quick(text.chars().map(|c| KeyPress::plain(key(c))).collect()))
    }

    /// Types text.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.send(Msg::Key(KeyPress::plain(keepnet_tui::app::keys::press::Key::Char(c))));
        }
        self
    }

    /// Opens the form of the user that needs somebody.
    pub fn reopen(&mut self) -> &mut Self {
        self.press("f9").settle()
    }

    /// Presses the key that creates once more, after the gates of the form could be read, and holds it not down.
    pub fn confirm(&mut self) -> &mut Self {
        self.millis += 600;
        self.press("ctrl-s");
        self.wait()
    }

    /// Lets time pass: every timer runs out.
    pub fn wait(&mut self) -> &mut Self {
        self.millis += 1_000;
        let timers: Vec<Ticket> = self.take(|e| if let Effect::Timer(t, _) = e { Some(*t) } else { None });
        for ticket in timers {
            self.send(Msg::Timer(ticket));
        }
        self
    }

    /// Takes the effects that `pick` wants out of the waiting ones.
    pub fn take<T>(&mut self, pick: impl Fn(&Effect) -> Option<T>) -> Vec<T> {
        let mut taken = Vec::new();
        self.effects.retain(|e| match pick(e) {
            Some(t) => {
                taken.push(t);
                false
            }
            None => true,
        });
        taken
    }

    /// Waiting questions for companies.
    pub fn fetched(&mut self) -> Vec<(Ticket, CompanyQuery)> {
        self.take(|e| if let Effect::Fetch(t, Read::Companies(q)) = e { Some((*t, q.clone())) } else { None })
    }

    /// Waiting creates.
    pub fn creates(&mut self) -> Vec<(WriteId, CompanyId, NewTargetUser)> {
        let target = |order: CreateRequest| match order.user {
            NewUser::Target(user) => Some((order.intent.id, order.intent.company, user)),
            NewUser::System(_) => None,
        };
        self.orders().into_iter().filter_map(target).collect()
    }

    /// Waiting creates of system users.
    pub fn system_creates(&mut self) -> Vec<(WriteId, CompanyId, NewSystemUser)> {
        let system = |order: CreateRequest| match order.user {
            NewUser::System(user) => Some((order.intent.id, order.intent.company, user)),
            NewUser::Target(_) => None,
        };
        self.orders().into_iter().filter_map(system).collect()
    }

    /// The same, as ordered.
    pub fn orders(&mut self) -> Vec<CreateRequest> {
        self.take(|e| if let Effect::Write(order) = e { Some((**order).clone()) } else { None })
    }

    /// Waiting look-ups of writes whose end is not known.
    pub fn look_ups(&mut self) -> Vec<Intent> {
        self.take(|e| if let Effect::Reconcile(intent) = e { Some((**intent).clone()) } else { None })
    }

    /// A write ends.
    #[track_caller]
    pub fn ends(&mut self, id: &WriteId, end: impl Into<WriteOutcome>) -> &mut Self {
        let end = end.into();
        if let Some(change) = self.model.changes.get(id) {
            assert!(is_of(&change.intent.kind, &end), "{:?} does not end with {end:?}", change.intent.kind);
        }
        self.send(Msg::Write(id.clone(), WriteUpdate::Ended(end)))
    }

    /// The service's answer to a query.
    pub fn page(&self, query: &CompanyQuery) -> Page<Company> {
        let mut found: Vec<Company> = self
            .list
            .iter()
            .filter(|c| c.name.to_lowercase().contains(&query.search.to_lowercase()))
            .filter(|c| !query.over_limit || c.seats.is_over())
            .cloned()
            .collect();
        if !query.ascending {
            found.reverse();
        }
        let total = found.len() as u64;
        let size = query.size as usize;
        let items = found.into_iter().skip((query.page as usize - 1) * size).take(size).collect();
        let pages = u32::try_from(total.div_ceil(size as u64)).unwrap_or(1).max(1);
        Page { items, number: query.page, pages, total, over_limit: Some(2), seats: None, unchecked: 0 }
    }

    /// Waiting questions for mail domains.
    pub fn fetched_domains(&mut self) -> Vec<(Ticket, CompanyId)> {
        self.take(|e| if let Effect::Fetch(t, Read::MailDomains(c)) = e { Some((*t, c.clone())) } else { None })
    }

    /// Waiting questions for company groups.
    pub fn fetched_groups(&mut self) -> Vec<Ticket> {
        self.take(|e| if let Effect::Fetch(t, Read::CompanyGroups) = e { Some(*t) } else { None })
    }

    /// Waiting questions for custom fields.
    pub fn fetched_custom_fields(&mut self) -> Vec<Ticket> {
        self.take(|e| if let Effect::Fetch(t, Read::CustomFields(_)) = e { Some(*t) } else { None })
    }

    /// Waiting questions for users.
    pub fn fetched_users(&mut self) -> Vec<(Ticket, CompanyId, UserQuery)> {
        self.take(|e| match e {
            Effect::Fetch(t, Read::Users(c, q)) => Some((*t, c.clone(), q.clone())),
            _ => None,
        })
    }

    /// Answers every waiting read, until nothing more is asked.
    pub fn settle(&mut self) -> &mut Self {
        loop {
            let cancelled = self.take(|e| if let Effect::Cancel(t) = e { Some(*t) } else { None });
            let asked = self.fetched();
            let licenses =
                self.take(|e| if let Effect::Fetch(t, Read::License(c)) = e { Some((*t, c.clone())) } else { None });
            for (ticket, _) in self.fetched_domains() {
                self.send(Msg::MailDomains(ticket, Ok(Domains::default())));
            }
            self.answer_directories(&one_user::no_directory());
            let customs = self.fetched_custom_fields();
            let choices = self.take(|e| match e {
                Effect::Fetch(t, Read::Groups(_) | Read::Roles(_) | Read::TimeZones | Read::Languages) => Some(*t),
                _ => None,
            });
            for ticket in self.fetched_groups() {
                let groups = self.groups.clone();
                self.send(Msg::CompanyGroups(ticket, Ok(groups)));
            }
            let parts = self.parts();
            if asked.is_empty() && licenses.is_empty() && customs.is_empty() && choices.is_empty() && parts.is_empty() {
                return self;
            }
            for ticket in customs {
                let fields = self.custom.clone();
                self.send(Msg::CustomFields(ticket, Ok(fields)));
            }
            for (ticket, question) in parts {
                let answer = part(ticket, &question, &self.list);
                self.send(answer);
            }
            for (ticket, query) in asked.into_iter().filter(|(t, _)| !cancelled.contains(t)) {
                let page = self.page(&query);
                self.send(Msg::Companies(ticket, Ok(page)));
            }
            for (ticket, id) in licenses {
                let seats = self.list.iter().find(|c| c.id == id).map(|c| c.seats);
                let seats = seats.unwrap_or(Seats { used: 0, limit: Limit::Unlimited });
                self.send(Msg::License(ticket, Ok(LicenseCheck { seats, total: seats.used })));
            }
            for ticket in choices {
                let all = ["Finance", "New joiners", "Zürich", "All staff"].map(|n| choice(n, n)).to_vec();
                self.send(Msg::Choices(ticket, Ok(all)));
            }
        }
    }

    /// Waiting questions of the company pane, but for seats and groups.
    pub fn parts(&mut self) -> Vec<(Ticket, Read)> {
        self.take(|e| match e {
            Effect::Fetch(
                t,
                question @ (Read::Company(_) | Read::Counts(_) | Read::VerifiedDomains(_) | Read::UnverifiedDomains(_)),
            ) => Some((*t, question.clone())),
            _ => None,
        })
    }

    /// The service's page of users.
    pub fn users_page(&self, query: &UserQuery) -> Page<TargetUser> {
        let has = |user: &TargetUser, (column, text): &(UserOrder, String)| {
            let value = match column {
                UserOrder::Email => user.email.clone(),
                UserOrder::Department => user.department.clone().unwrap_or_default(),
                _ => user.phone.clone().unwrap_or_default(),
            };
            value.to_lowercase().contains(&text.to_lowercase())
        };
        let found = self.people.iter().filter(|u| u.email.contains(&query.search));
        let found = found.filter(|user| query.contains.iter().all(|item| has(user, item))).cloned();
        let mut found: Vec<TargetUser> = found.collect();
        if !query.ascending {
            found.reverse();
        }
        let (total, size) = (found.len() as u64, query.size as usize);
        let items = found.into_iter().skip((query.page as usize - 1) * size).take(size).collect();
        let pages = u32::try_from(total.div_ceil(size as u64)).unwrap_or(1).max(1);
        Page { items, number: query.page, pages, total, over_limit: None, seats: None, unchecked: 0 }
    }

    /// Waiting questions for system users.
    pub fn fetched_system_users(&mut self) -> Vec<(Ticket, CompanyId, SystemUserQuery)> {
        self.take(|e| match e {
            Effect::Fetch(t, Read::SystemUsers(c, q)) => Some((*t, c.clone(), q.clone())),
            _ => None,
        })
    }

    /// A page of the system users: those of `people`, as the service lists them.
    pub fn system_users_page(&self, query: &SystemUserQuery) -> Page<TargetUser> {
        self.users_page(&UserQuery { page: query.page, size: query.size, ..UserQuery::default() })
    }

    /// Answers every question for system users, until no more is asked.
    pub fn answer_system_users(&mut self) -> &mut Self {
        loop {
            let asked = self.fetched_system_users();
            if asked.is_empty() {
                return self;
            }
            for (ticket, _, query) in asked {
                let page = self.system_users_page(&query);
                self.send(Msg::Users(ticket, Ok(page)));
            }
        }
    }

    /// Answers every question for users, until no more is asked.
    pub fn answer_users(&mut self) -> &mut Self {
        loop {
            let asked = self.fetched_users();
            if asked.is_empty() {
                return self;
            }
            for (ticket, _, query) in asked {
                let page = self.users_page(&query);
                self.send(Msg::Users(ticket, Ok(page)));
            }
        }
    }

    /// The newest create succeeds.
    pub fn created(&mut self, id: &WriteId) -> &mut Self {
        self.ends(id, CreateEnd::Created(UserId::new("user1")))
    }

    pub fn form(&self) -> &Form {
        self.model.drafts.current().expect("a form is open")
    }

    /// The gates of the open form.
    pub fn gates(&self) -> String {
        let today = self.model.now.local.date();
        let gates = self.form().closed_gates(&self.model.drafts.passes, today);
        gates.into_iter().map(|gate| gate.text).collect::<Vec<_>>().join(" ")
    }

    pub fn selected(&self) -> &str {
        self.model.companies.selected().map_or("", |c| c.name.as_str())
    }

    pub fn said(&self) -> &str {
        self.model.notices.current().map_or("", |n| n.text.as_str())
    }

    /// Opens the form of a system user and fills in what is required.
    pub fn fill_system(&mut self) -> &mut Self {
        self.press("U").settle().type_text("ops@contoso.com").press("tab").type_text("+442079460019");
        self.press("tab").type_text("Oona").press("tab").type_text("Ek")
    }

    /// Clicks so many cells into the box of a field of the form.
    pub fn click_field(&mut self, place: Focus, cells: u16) -> &mut Self {
        let areas = form_layout::form(&self.model).expect("the form");
        let lines = (0..).zip(areas.lines.iter().copied());
        let mut fields = lines.flat_map(|(n, line)| areas.grid.of_line(line, areas.body.lines(n, 1)));
        let text = fields.find(|field| field.place == place).map(|field| field.text());
        let text = text.unwrap_or_else(|| panic!("{place:?} is not in sight: {:?}", areas.lines));
        self.send(Msg::Mouse(MouseAct::Click, text.x + cells, text.y))
    }

    /// Clicks a button of the form.
    pub fn click_button(&mut self, command: Command) -> &mut Self {
        let areas = form_layout::form(&self.model).expect("the form");
        let all = buttons(&self.model, self.form(), areas.buttons);
        let area = all.iter().find(|button| button.command == command).map(|button| button.area);
        let area = area.unwrap_or_else(|| panic!("no button for {command:?}: {all:?}"));
        self.send(Msg::Mouse(MouseAct::Click, area.x + area.width - 1, area.y))
    }

    /// Opens a form and fills in what is required.
    pub fn fill(&mut self) -> &mut Self {
        self.press("a").settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018")
    }
}

/// A write of this kind can end so.
fn is_of(kind: &WriteKind, end: &WriteOutcome) -> bool {
    match end {
        WriteOutcome::Create(_) => *kind == WriteKind::Create,
        WriteOutcome::Update(_) => matches!(kind, WriteKind::Update(_)),
        WriteOutcome::Delete(_) => matches!(kind, WriteKind::Delete(_)),
        WriteOutcome::Mail(_) => matches!(kind, WriteKind::Mail(..)),
        WriteOutcome::Group(_) => matches!(kind, WriteKind::CreateGroup(_)),
    }
}

/// The memory of this process that is in use, in bytes; alone in its process, so that nobody else's is counted.
#[cfg(target_os = "linux")]
pub fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").trim().parse().expect("a number");
    kilobytes * 1024
}
