//! The header as data: what it says from left to right, where, and what a click on it does.

use crate::app::import::run_state::Standing;
use crate::app::keys::command::{Command, ImportAct};
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::layout::areas;
use crate::app::screen::scope::pane_scope;
use crate::app::widgets::area::Area;
use crate::domain::text::cells::width;
use crate::domain::time::now::Now;

/// What a part of the header is about, which decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderRole {
    /// The name of the program.
    Program,
    /// `DEMO`, `READ ONLY`.
    Badge,
    /// `PROD`.
    Production,
    /// The name of the profile.
    Profile,
    /// The reseller.
    Reseller,
    /// Changes queued or under way.
    UnderWay,
    /// Users that need somebody.
    NeedsYou,
    /// Errors that nobody has read.
    Errors,
    /// The service answers.
    Reached,
    /// It does not answer yet, or is busy.
    Waiting,
    /// It does not answer.
    Lost,
    /// The time of the rows.
    Age,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderPart {
    /// What it is about.
    pub role: HeaderRole,
    /// Its text.
    pub text: String,
    /// Where it is.
    pub area: Area,
    /// What a click on it runs.
    pub command: Option<Command>,
}

/// Cells between two parts on the left, where badges have cells of their own around them, and on the right.
const GAPS: (u16, u16) = (1, 3);
/// A name is not cut below this; it is left out.
const NAME: u16 = 6;

/// A part without its place. On the right, what matters least is dropped first if there is no room.
struct Words {
    role: HeaderRole,
    text: String,
    command: Option<Command>,
    matters: u8,
}

impl Words {
    fn at(self, x: u16, y: u16, width: u16) -> HeaderPart {
        let area = Area { x, y, width, height: 1 };
        HeaderPart { role: self.role, text: self.text, area, command: self.command }
    }
}

/// The parts of the header, from left to right.
#[must_use]
pub fn parts(model: &Model) -> Vec<HeaderPart> {
    let Some(areas) = areas(model) else { return Vec::new() };
    let line = areas.header;
    let room = line.width.saturating_sub(2);
    let fixed = fixed(model);
    let left: u16 = fixed.iter().map(|part| cells(&part.text) + GAPS.0).sum();
    let right = fitting(right(model), room.saturating_sub(left));
    let takes = total(&right);
    let mut placed: Vec<HeaderPart> = Vec::new();
    let mut x = line.x + 1;
    for part in fixed {
        let takes = cells(&part.text).min((line.x + line.width).saturating_sub(x));
        placed.push(part.at(x, line.y, takes));
        x += takes + GAPS.0;
    }
    // Without a badge between them two names need more than one cell.
    x += u16::from(!placed.last().is_some_and(|part| part.text.ends_with(' ')));
    let start = line.x + line.width.saturating_sub(takes + 1);
    if let Some(reseller) = model.connection.session.as_ref().and_then(|session| session.company.clone()) {
        let left = start.saturating_sub(x + GAPS.1);
        let takes = cells(&reseller).min(left);
        if takes == cells(&reseller) || takes >= NAME {
            let words = Words { role: HeaderRole::Reseller, text: reseller, command: None, matters: 0 };
            placed.push(words.at(x, line.y, takes));
        }
    }
    let mut x = start;
    for part in right {
        let takes = cells(&part.text);
        placed.push(part.at(x, line.y, takes));
        x += takes + GAPS.1;
    }
    placed
}

/// The part under this cell.
#[must_use]
pub fn command_at(model: &Model, x: u16, y: u16) -> Option<Command> {
    parts(model).into_iter().find(|part| part.area.contains(x, y)).and_then(|part| part.command)
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

fn total(parts: &[Words]) -> u16 {
    let gaps = u16::try_from(parts.len().saturating_sub(1)).unwrap_or(0) * GAPS.1;
    parts.iter().map(|part| cells(&part.text)).fold(gaps, u16::saturating_add)
}

/// As many parts as fit, without those that matter least.
fn fitting(mut parts: Vec<Words>, room: u16) -> Vec<Words> {
    while total(&parts) > room && parts.len() > 1 {
        let least = parts.iter().enumerate().min_by_key(|(_, part)| part.matters).map_or(0, |(at, _)| at);
        parts.remove(least);
    }
    parts
}

/// What is never left out.
fn fixed(model: &Model) -> Vec<Words> {
    let settings = &model.settings;
    let profile = &settings.profile_settings;
    let badge = settings.connection.as_ref().and_then(|connection| connection.badge.as_deref());
    let words = |role, text: String| Words { role, text, command: None, matters: u8::MAX };
    let mut parts = vec![words(HeaderRole::Program, "keepnet".to_owned())];
    parts.extend(badge.map(|badge| words(HeaderRole::Badge, format!(" {badge} "))));
    if profile.production && badge.is_none() {
        parts.push(words(HeaderRole::Production, " PROD ".to_owned()));
    }
    if profile.access.is_read_only() {
        parts.push(words(HeaderRole::Badge, " READ ONLY ".to_owned()));
    }
    let is_marked = settings.appearance.accent.is_some();
    if badge.is_none() && (is_marked || profile.profiles.len() > 1) {
        parts.push(words(HeaderRole::Profile, format!(" {} ", settings.profile)));
    }
    parts
}

fn right(model: &Model) -> Vec<Words> {
    let glyph = |unicode: char, ascii: char| if model.settings.ascii { ascii } else { unicode };
    let key = |command| model.settings.keys.key_of(command, pane_scope(model));
    let with_key = |text: String, command| key(command).map_or_else(|| text.clone(), |key| format!("{text} {key}"));
    let mut parts = Vec::new();
    let mut add = |role, text, command, matters| parts.push(Words { role, text, command: Some(command), matters });
    let under_way = model.changes.queued().count() + model.changes.under_way().count() + model.drafts.waiting().count();
    if under_way > 0 {
        add(HeaderRole::UnderWay, format!("{} {under_way}", glyph('⟳', '+')), Command::Activity, 3);
    }
    let is_shown = model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Import));
    if let Some(run) = model.import.unfinished().and_then(|import| import.run.as_ref()).filter(|_| !is_shown) {
        let (opens, how) = (Command::Import(ImportAct::Open), header_word(run.standing()));
        add(HeaderRole::UnderWay, with_key(format!("{how} {}/{}", run.run.done(), run.run.of()), opens), opens, 3);
    }
    let needing = model.needing();
    if needing > 0 {
        add(HeaderRole::NeedsYou, with_key(format!("! {needing}"), Command::NextNeeding), Command::NextNeeding, 5);
    }
    let errors = model.notices.unread_errors();
    if errors > 0 {
        let said = format!("{} {errors}", glyph('✕', 'x'));
        add(HeaderRole::Errors, with_key(said, Command::Activity), Command::Activity, 2);
    }
    let link = &model.connection;
    let (role, sign, said) = match (link.is_lost(), link.retrying(), link.took_ms) {
        (true, ..) => (HeaderRole::Lost, glyph('✕', 'x'), link.summary()),
        (false, Some(_), _) | (false, None, None) => (HeaderRole::Waiting, glyph('○', 'o'), link.summary()),
        (false, None, Some(ms)) => (HeaderRole::Reached, glyph('●', '*'), format!("{ms} ms")),
    };
    let matters = if role == HeaderRole::Lost { 6 } else { 4 };
    add(role, format!("{sign} {said}"), Command::Connection, matters);
    if let Some(said) = age(model) {
        add(HeaderRole::Age, said, Command::Reload, 1);
    }
    parts
}

/// The word before how far an import is.
fn header_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Paused => "import paused",
        Standing::Stopped => "import stopped",
        Standing::Beginning | Standing::Going | Standing::Writing | Standing::Over => "import",
    }
}

/// The time of the rows on the screen; their day if it is not today.
fn age(model: &Model) -> Option<String> {
    let users = &model.users;
    let at: Option<Now> = if users.is_open {
        users.list.shown.as_ref().map(|shown| shown.at)
    } else {
        model.companies.shown.as_ref().map(|shown| shown.at)
    };
    let at = at?;
    let is_today = at.local.date() == model.now.local.date();
    Some(if is_today { at.clock() } else { at.local.date().to_string() })
}
