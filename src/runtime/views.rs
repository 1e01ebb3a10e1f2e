//! Writes named views into the configuration file.

use std::path::Path;

use super::effects::Runner;
use crate::app::core::effect::ViewOrder;
use crate::app::core::msg::Msg;
use crate::config::{NO_CONFIG_PATH, save_view};
use crate::domain::service::failure::{Applied, Failure, Remedy};

impl Runner {
    /// Writes a view in the background.
    pub(super) fn save_named_view(&mut self, order: ViewOrder) {
        let config = self.setup.config.clone();
        self.blocking(move || Some(save(config.as_deref(), order)));
    }
}

/// Writes a view, and tells whether it is there.
fn save(config: Option<&Path>, order: ViewOrder) -> Msg {
    let ViewOrder { view, known } = order;
    let ended = match config {
        Some(config) => save_view(config, &view, known.as_ref()).map_err(|error| error.to_string()),
        None => Err(NO_CONFIG_PATH.to_owned()),
    };
    let ended = ended.map_err(|why| Failure {
        what: "The view is not in the configuration".to_owned(),
        why: format!("{why}."),
        hint: "It can be used until the program ends; its text is on the clipboard, to be put there by hand."
            .to_owned(),
        remedy: Remedy::Nothing,
        applied: Applied::No,
    });
    Msg::NamedViewSaved(Box::new(view), ended)
}
