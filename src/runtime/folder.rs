//! Lists folders, for the completion of paths.

use std::path::Path;

use super::effects::Runner;
use crate::app::core::folder::{Folder, FolderEntry};
use crate::app::core::msg::Msg;
use crate::app::core::remote::Ticket;
use crate::domain::text::clean_typed;
use crate::system::folder::{absolute, list};

/// Most entries of a folder.
const MOST: usize = 5_000;

impl Runner {
    pub(super) fn list_folder(&mut self, ticket: Ticket, path: String) {
        self.read(ticket, async move |_| {
            let listed = tokio::task::spawn_blocking(move || listed(&path)).await;
            Msg::Folder(ticket, listed.unwrap_or_default())
        });
    }
}

fn listed(path: &str) -> Folder {
    let path = absolute(Path::new(path));
    match list(&path, MOST) {
        Ok((entries, is_cut)) => {
            // A name that the screen cannot show as it is cannot be chosen.
            let entries = entries.into_iter().filter(|entry| clean_typed(&entry.name) == entry.name);
            let entries = entries.map(|entry| FolderEntry {
                name: entry.name,
                is_folder: entry.is_folder,
                modified: entry.modified,
            });
            let remark = is_cut.then(|| format!("only {MOST} entries of this folder are shown"));
            Folder { path, entries: entries.collect(), remark }
        }
        Err(error) => {
            let remark = Some(format!("this folder cannot be listed ({error})"));
            Folder { path, entries: Vec::new(), remark }
        }
    }
}
