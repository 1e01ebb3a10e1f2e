//! What a key means now: the innermost scope decides, once, here.

use crate::app::flows::lists::is_searching;
use crate::app::keys::press::Press;
use crate::app::keys::table::{Command, Row, Scope};
use crate::app::model::{Model, Pane};
use crate::app::overlays::overlay::Overlay;

/// What a press means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Run this.
    Run(Command),
    /// The start of a longer sequence.
    Prefix,
    /// Text, or an editing key, for the input that has the focus.
    Type,
    /// Nothing.
    Nothing,
}

/// The scope whose keys are heard first.
#[must_use]
pub fn innermost(model: &Model) -> Scope {
    if let Some(overlay) = model.overlays.last() {
        return match overlay {
            Overlay::Keys(_) | Overlay::Palette(_) => Scope::List,
            Overlay::Activity { .. } => Scope::Activity,
            Overlay::Messages { .. } => Scope::Messages,
            Overlay::PageSize { .. } | Overlay::Profiles { .. } => Scope::Menu,
            Overlay::Opening { .. } => Scope::Wait,
            Overlay::Columns { .. } => Scope::Columns,
            Overlay::Preview(_) => Scope::Preview,
            Overlay::User => Scope::User,
            Overlay::Whose => Scope::Whose,
            Overlay::GoTo(_) => Scope::Prompt,
            Overlay::Confirm { .. } => Scope::Confirm,
        };
    }
    pane_scope(model)
}

/// The scope of the panes, under whatever lies over them.
#[must_use]
pub fn pane_scope(model: &Model) -> Scope {
    if model.settings.connection.is_none() {
        return Scope::Start;
    }
    match (model.pane, model.forms.current()) {
        (Pane::Form, Some(form)) if form.picker.is_some() => Scope::Picker,
        (Pane::Form, Some(_)) => Scope::Form,
        (Pane::Company, _) if model.company.is_open => Scope::Company,
        (Pane::Form | Pane::Company | Pane::Table | Pane::Users, _) if is_searching(model) => Scope::Search,
        (Pane::Users, _) if model.users.is_open => Scope::Users,
        (Pane::Form | Pane::Company | Pane::Table | Pane::Users, _) => Scope::Table,
    }
}

/// The scopes whose keys are heard while `scope` is innermost, first one first.
#[must_use]
pub fn heard(scope: Scope) -> &'static [Scope] {
    match scope {
        Scope::Start => &[Scope::Start, Scope::Everywhere, Scope::Always],
        Scope::Table => &[Scope::Table, Scope::Everywhere, Scope::Always],
        Scope::Company => &[Scope::Company, Scope::Everywhere, Scope::Always],
        Scope::Users => &[Scope::Users, Scope::Everywhere, Scope::Always],
        Scope::User => &[Scope::User, Scope::Always],
        Scope::Search => &[Scope::Search, Scope::Everywhere, Scope::Always],
        Scope::Form => &[Scope::Form, Scope::Everywhere, Scope::Always],
        Scope::Picker => &[Scope::Picker, Scope::Always],
        Scope::List => &[Scope::List, Scope::Always],
        Scope::Activity => &[Scope::Activity, Scope::Always],
        Scope::Messages => &[Scope::Messages, Scope::Always],
        Scope::Menu => &[Scope::Menu, Scope::Always],
        Scope::Wait => &[Scope::Wait, Scope::Always],
        Scope::Columns => &[Scope::Columns, Scope::Always],
        Scope::Whose => &[Scope::Whose, Scope::Always],
        Scope::Preview => &[Scope::Preview, Scope::Always],
        Scope::Prompt => &[Scope::Prompt, Scope::Always],
        Scope::Confirm => &[Scope::Confirm, Scope::Always],
        Scope::Everywhere => &[Scope::Everywhere, Scope::Always],
        Scope::Always => &[Scope::Always],
    }
}

/// The rows whose keys are heard in `scope`, in the order in which the footer offers them.
pub fn active_rows(model: &Model, scope: Scope) -> impl Iterator<Item = &Row> {
    model.settings.keys.active_rows(scope)
}

/// What `press` means after the presses of a prefix.
#[must_use]
pub fn meaning(model: &Model, press: Press) -> Meaning {
    let before = model.prefix.as_ref().map_or(&[][..], |p| &p.pressed);
    model.settings.keys.meaning(innermost(model), before, press)
}
