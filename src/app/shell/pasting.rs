//! Pastes: each input takes its part; what no input takes is kept in the messages.

use crate::app::core::effect::Effect;
use crate::app::flows::paste_preview::paste;
use crate::app::flows::{add_when_loaded, import, import_rules, lists, notes, owner_search};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::layout;
use crate::app::screen::scope::innermost;
use crate::app::widgets::text_input::PASTE_MAX;

/// Maximum length of unused text in the messages.
const SHOWN_MAX: usize = 2_000;

/// Handles a paste, marked as one or not.
pub(in crate::app) fn pasted(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    let end = (0..=PASTE_MAX.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    take(model, &text[..end], out);
    if end < text.len() {
        let kept = PASTE_MAX / 1024;
        model.notices.info(model.now, format!("The paste was longer than {kept} KiB: only its beginning was used"));
    }
}

fn take(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    model.notices.key_pressed(model.now);
    if model.hold.is_some() {
        add_when_loaded::pasted(model, text);
        return;
    }
    model.prefix = None;
    if layout::is_too_small(model.size) {
        model.notices.info(model.now, "A paste was ignored: the screen was too small to show it");
        return;
    }
    match innermost(model) {
        Scope::Search => lists::paste_search(model, text, out),
        Scope::Form | Scope::Picker => paste(model, text),
        Scope::UserGroups => model.user.paste_in_groups(text),
        Scope::ImportFile | Scope::ImportChoice | Scope::ImportRow => import::pasted(model, text, out),
        Scope::Table | Scope::Company | Scope::Users if import_rules::offered(model, text) => {}
        Scope::OwnerSearch => owner_search::pasted(model, text, out),
        Scope::ViewName => {
            if let Some(Overlay::SaveView(prompt)) = model.overlays.last_mut()
                && let Some(input) = prompt.input_mut()
            {
                input.paste(text);
            }
        }
        Scope::Ticket => {
            if let Some(Overlay::Ticket(prompt)) = model.overlays.last_mut() {
                prompt.input.paste(text);
            }
        }
        Scope::Note => notes::paste(model, text),
        Scope::List | Scope::Views => {
            if let Some(list) = model.overlays.last_mut().and_then(Overlay::filter_mut) {
                list.filter.paste(text);
                list.go_to(0);
            }
        }
        Scope::Prompt
        | Scope::Always
        | Scope::Everywhere
        | Scope::Start
        | Scope::Table
        | Scope::Company
        | Scope::Groups
        | Scope::Users
        | Scope::SystemUsers
        | Scope::User
        | Scope::UserHistory
        | Scope::Activity
        | Scope::Messages
        | Scope::Connection
        | Scope::Menu
        | Scope::Wait
        | Scope::Columns
        | Scope::Preview
        | Scope::Output
        | Scope::ImportColumns
        | Scope::ImportPlan
        | Scope::ImportRun
        | Scope::Confirm => {
            model.notices.log_only(model.now, format!("Not used, because no input was open: {}", shortened(text)));
            model.notices.hint(model.now, "pasted text was ignored: no input is open here");
        }
    }
}

fn shortened(text: &str) -> String {
    let safe = crate::domain::text::clean_typed(text);
    match safe.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &safe[..end]),
        None => safe,
    }
}
