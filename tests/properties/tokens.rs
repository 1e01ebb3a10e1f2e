//! Every address that was typed: it is in one place, of the company it was typed for, and goes out in its turn.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::keys::press::{Key, KeyPress};
use keepnet_tui::app::overlays::overlay::Overlay;
use keepnet_tui::domain::change::outcome::{CreateEnd, WriteOutcome, WriteUpdate};
use keepnet_tui::domain::change::write::{CreateRequest, Intent, JournalOutcome};
use keepnet_tui::domain::form::draft::{DraftId, Stage};
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::subject::FormKey;

use super::places::{Hand, Places};
use super::simulation::{Desk, must};

pub(super) const EMAIL: FieldId = FieldId::Email;

/// What is known of an address.
#[derive(Debug)]
pub(super) struct Token {
    profile: usize,
    /// The form that was open when it was typed.
    form: FormKey,
    /// When it was typed, and when it was last to go out by itself, among all.
    typed: u64,
    decided: Option<u64>,
    /// When it was to go out, of one that has just been sent.
    turn: u64,
    /// It came back from a disk that had not taken everything: in what order is not known.
    is_loose: bool,
    /// How its last write ended, since somebody has sent it.
    ended: Option<JournalOutcome>,
    /// The program has heard that it was created.
    is_created: bool,
}

impl Desk {
    /// An address that nobody has typed before.
    pub(super) fn draw_address(&mut self) -> String {
        self.drawn += 1;
        format!("u{}@contoso.com", self.drawn)
    }

    fn is_address(&self, text: &str) -> bool {
        let number = text.strip_prefix('u').and_then(|rest| rest.strip_suffix("@contoso.com"));
        number.and_then(|n| n.parse().ok()).is_some_and(|n| (1..=self.drawn).contains(&n))
    }

    /// Tells it, and does what is wanted then.
    pub(super) fn send(&mut self, msg: Msg) -> Result<(), String> {
        let model = &self.story.model;
        let (before, open) = (self.places()?, model.drafts.current().map(Form::id));
        let asked = matches!(model.overlays.last(), Some(Overlay::Confirm { .. }));
        let held = model.hold.as_ref().map(|hold| hold.text().to_owned());
        let hand = Hand::of(&msg);
        let is_loose = matches!(msg, Msg::Restored(_)) && !self.was_settled;
        self.heard(&msg);
        self.story.send(msg);
        let after = self.places()?;
        for (id, place) in &before {
            let there = after.get(id).is_some_and(|now| now.holds(&place.form, &place.entry));
            let is_open = open == Some(*id);
            let edited = hand == Hand::Edits && is_open && self.story.model.drafts.get(*id).is_some();
            let answered = hand == Hand::Edits && asked;
            let sent = hand == Hand::Edits && after.get(id).is_some_and(|now| now.form == place.form);
            let created = hand == Hand::None && self.has_created(self.profile, &place.form, &place.entry);
            must(there || edited || answered || created || is_open && sent, || {
                format!("{place:?} became {:?}", after.get(id))
            })?;
        }
        // What was held is typed when its form opens.
        let by_hand = hand != Hand::None || held.is_some();
        self.check_held(held, &after)?;
        self.check_homes(&after, by_hand)?;
        self.decide(&after, by_hand)?;
        for place in after.values().filter(|_| is_loose) {
            if let Some(token) = self.tokens.get_mut(place.email()) {
                token.is_loose = true;
            }
        }
        self.note(&after);
        self.perform()?;
        self.check_stages(&self.places()?)?;
        self.check_created()?;
        self.check()
    }

    /// What was held and is not any more has become a form, or can be read.
    fn check_held(&self, held: Option<String>, places: &Places) -> Result<(), String> {
        let model = &self.story.model;
        let Some(held) = held.filter(|_| model.hold.is_none() && !self.has_taken_back) else { return Ok(()) };
        for word in held.split_whitespace().filter(|word| self.is_address(word)) {
            let typed = places.values().any(|place| place.entry.values.iter().any(|value| value.text().contains(word)));
            let told = model.notices.newest_first().any(|notice| notice.text.contains(word));
            must(typed || told, || format!("{word} was held, and is nowhere"))?;
        }
        Ok(())
    }

    /// Every address is in one place, and of the company whose form was open when it was typed.
    fn check_homes(&mut self, places: &Places, by_hand: bool) -> Result<(), String> {
        let open = self.story.model.drafts.current().map(Form::id);
        let mut seen: std::collections::BTreeMap<&str, DraftId> = std::collections::BTreeMap::new();
        for (id, place) in places {
            let email = place.email();
            if !self.is_address(email) {
                continue;
            }
            let other = seen.insert(email, *id);
            must(other.is_none(), || format!("{email} is in {id:?} and in {other:?}: {places:?}"))?;
            let typed = u64::try_from(self.tokens.len()).expect("few");
            if let Some(token) = self.tokens.get(email) {
                let at_home = (token.profile, &token.form) == (self.profile, &place.form);
                must(at_home, || format!("{email} of {token:?} is in {place:?}"))?;
            } else {
                must(open == Some(*id) || by_hand, || format!("{email} was typed nowhere, and is in {place:?}"))?;
                let (profile, form) = (self.profile, place.form.clone());
                let token = Token {
                    profile,
                    form,
                    typed,
                    decided: None,
                    turn: 0,
                    is_loose: false,
                    ended: None,
                    is_created: false,
                };
                self.tokens.insert(email.to_owned(), token);
            }
        }
        Ok(())
    }

    /// Notes what goes out by itself from now on. What has ended does so by a key alone.
    fn decide(&mut self, places: &Places, by_hand: bool) -> Result<(), String> {
        let mut next = 1 + self.tokens.values().filter_map(|token| token.decided).max().unwrap_or_default();
        for place in places.values() {
            let Some(token) = self.tokens.get_mut(place.email()) else { continue };
            if by_hand && matches!(place.stage, Stage::Change(..)) {
                token.ended = None;
            }
            if !place.is_decided {
                // What goes out with the key that submits it is the newest.
                token.turn = token.decided.take().unwrap_or(u64::MAX);
            } else if token.decided.is_none() {
                must(by_hand || token.ended.is_none(), || {
                    format!("{place:?} is sent again by itself, and has ended: {token:?}")
                })?;
                (token.decided, token.ended, token.is_loose) = (Some(next), None, false);
                next += 1;
            }
        }
        Ok(())
    }

    /// The creates of a company that are in the queue go out in the order in which they were typed and submitted.
    pub(super) fn check_turn(&self, order: &CreateRequest) -> Result<(), String> {
        let (email, form) = (order.intent.email(), order.intent.form());
        must(order.user.email() == order.intent.address(), || format!("another user is sent: {order:?}"))?;
        let Some(token) = self.tokens.get(email) else { return Ok(()) };
        must((token.profile, &token.form) == (self.profile, &form), || format!("{email} of {token:?}: {order:?}"))?;
        for place in self.places()?.values().filter(|place| place.is_queued() && place.form == form) {
            let Some(other) = self.tokens.get(place.email()) else { continue };
            let is_known = !token.is_loose && !other.is_loose;
            let before = is_known && other.typed < token.typed && other.decided.is_some_and(|at| at < token.turn);
            must(!before, || format!("{email} is sent before {place:?}: {token:?}, {other:?}"))?;
        }
        Ok(())
    }

    /// What the program hears of, and what is taken back while it is held.
    fn heard(&mut self, msg: &Msg) {
        let is_held = self.story.model.hold.is_some();
        let takes_back = |press: &KeyPress| match press.key {
            Key::Char(c) => press.alt || press.ctrl && !"csn".contains(c),
            Key::Tab | Key::Enter | Key::Esc => false,
            _ => true,
        };
        self.has_taken_back &= is_held;
        self.has_taken_back |= is_held && matches!(msg, Msg::Key(press) if takes_back(press));
        if let Msg::Write(id, WriteUpdate::Ended(WriteOutcome::Create(CreateEnd::Created(_) | CreateEnd::Proved(_)))) =
            msg
            && let Some(email) = self.created_by(id)
            && let Some(token) = self.tokens.get_mut(&email)
        {
            token.is_created = true;
        }
    }

    /// Whoever was created as typed is in no form, unless that says so.
    fn check_created(&self) -> Result<(), String> {
        for (id, place) in self.places()?.iter().filter(|(_, place)| !place.is_explained) {
            let is_created = self.tokens.get(place.email()).is_some_and(|token| token.is_created);
            let twice = is_created && self.has_created(self.profile, &place.form, &place.entry);
            must(!twice, || format!("{id:?} was created, and is in {place:?}"))?;
        }
        Ok(())
    }

    /// The journal knows how the create of this address has ended.
    pub(super) fn has_ended(&mut self, profile: usize, intent: &Intent, outcome: &JournalOutcome) {
        if let Some(token) = self.tokens.get_mut(intent.email()).filter(|token| token.profile == profile) {
            token.ended = Some(outcome.clone());
        }
    }
}
