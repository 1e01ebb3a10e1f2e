//! The prompt for the path of a file: what is in the folder is offered while somebody types.

use std::path::PathBuf;

use crate::app::core::context::Context;
use crate::app::core::effect::Effect;
use crate::app::core::folder::{Folder, FolderEntry};
use crate::app::core::owner::Owner;
use crate::app::core::remote::Ticket;
use crate::app::import::dropped::{is_table, path_of};
use crate::app::keys::press::KeyPress;
use crate::app::widgets::text_input::{Edit, TextInput};

/// What follows when somebody takes a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// This file is to be read.
    File(PathBuf),
    /// A folder was entered, or its contents are awaited.
    Nothing,
    /// Nothing was typed.
    Empty,
}

/// The prompt.
#[derive(Debug, Clone, Default)]
pub struct PathPrompt {
    /// What is typed.
    pub input: TextInput,
    /// The folder of what is typed, as it is written, with what is in it.
    listed: Option<(String, Folder)>,
    /// The folder that is being listed.
    waiting: Option<(Ticket, String)>,
    /// The entry under the cursor, among those that match.
    cursor: usize,
    /// Enter was pressed before the folder was listed.
    takes: bool,
}

/// The folder of a path, with its separator, and what comes after it.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind(std::path::is_separator).map_or(0, |at| at + 1))
}

impl PathPrompt {
    /// With this path in it.
    #[must_use]
    pub fn with(path: &str) -> Self {
        Self { input: TextInput::new(path), ..Self::default() }
    }

    /// In the folder of this path.
    #[must_use]
    pub fn beside(path: &str) -> Self {
        Self::with(split(&path_of(path).unwrap_or_default()).0)
    }

    fn path(&self) -> String {
        path_of(self.input.value()).unwrap_or_default()
    }

    /// Asks what is in the folder of what is typed, if it is not known.
    pub fn want(&mut self, cx: &mut Context<'_>) {
        let path = self.path();
        let folder = split(&path).0;
        let is_listed = self.listed.as_ref().is_some_and(|(listed, _)| listed == folder);
        let is_waiting = self.waiting.as_ref().is_some_and(|(_, waiting)| waiting == folder);
        if is_waiting || is_listed && self.waiting.is_none() {
            return;
        }
        self.cancel(cx);
        if !is_listed {
            let ticket = cx.tickets.issue(Owner::Import);
            self.waiting = Some((ticket, folder.to_owned()));
            cx.out.push(Effect::ListFolder(ticket, folder.to_owned()));
        }
    }

    /// Nobody waits for the folder any more.
    pub fn cancel(&mut self, cx: &mut Context<'_>) {
        cx.out.extend(self.waiting.take().map(|(ticket, _)| Effect::Cancel(ticket)));
        self.takes = false;
    }

    /// A folder was listed; returns what follows from an Enter before that.
    pub fn folder_listed(&mut self, ticket: Ticket, folder: Folder) -> Taken {
        let Some((_, path)) = self.waiting.take_if(|(waiting, _)| *waiting == ticket) else { return Taken::Nothing };
        self.listed = Some((path, folder));
        self.cursor = 0;
        if std::mem::take(&mut self.takes) { self.accept() } else { Taken::Nothing }
    }

    /// The entries that match what is typed, best first.
    #[must_use]
    pub fn matches(&self) -> Vec<&FolderEntry> {
        let path = self.path();
        let (folder, typed) = split(&path);
        let Some((_, Folder { entries, .. })) = self.listed.as_ref().filter(|(listed, _)| listed == folder) else {
            return Vec::new();
        };
        let wanted = typed.to_lowercase();
        let rank = |entry: &&FolderEntry| {
            let name = entry.name.to_lowercase();
            let fit = if name == wanted {
                0
            } else if name.starts_with(&wanted) {
                1
            } else if name.contains(&wanted) {
                2
            } else {
                return None;
            };
            let is_offered = entry.is_folder || is_table(&name) || fit < 2 && !typed.is_empty();
            let is_hidden = name.starts_with('.') && !wanted.starts_with('.');
            (is_offered && !is_hidden).then_some((fit.min(if typed.is_empty() { 1 } else { 2 }), entry.is_folder))
        };
        let mut found: Vec<_> = entries.iter().filter_map(|entry| Some((rank(&entry)?, entry))).collect();
        // A file that came just now is likelier than an old one.
        found.sort_by(|(one, a), (other, b)| {
            one.cmp(other).then_with(|| b.modified.filter(|_| !b.is_folder).cmp(&a.modified.filter(|_| !a.is_folder)))
        });
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The entry under the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Why the folder cannot be listed, or that not all of it is.
    #[must_use]
    pub fn remark(&self) -> Option<&str> {
        self.listed.as_ref().and_then(|(_, folder)| folder.remark.as_deref())
    }

    /// The folder is being listed.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Moves the cursor.
    pub fn move_by(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.matches().len().saturating_sub(1));
    }

    /// Puts the cursor on this entry.
    pub fn point(&mut self, at: usize) {
        self.cursor = at.min(self.matches().len().saturating_sub(1));
    }

    /// A key that is no command.
    pub fn press(&mut self, press: KeyPress, cx: &mut Context<'_>) {
        if self.input.press(press) == Edit::Changed {
            self.changed(cx);
        }
    }

    /// A paste: a dropped file replaces what is typed.
    pub fn paste(&mut self, text: &str, cx: &mut Context<'_>) {
        match super::dropped::dropped_file(text) {
            Some(path) => self.input.replace(path),
            None => drop(self.input.paste(text)),
        }
        self.changed(cx);
    }

    fn changed(&mut self, cx: &mut Context<'_>) {
        self.cursor = 0;
        self.takes = false;
        self.want(cx);
    }

    /// Completes the path with the entry under the cursor; false if there is none.
    pub fn complete(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(path) = self.under_cursor() else { return false };
        self.input.replace(path);
        self.changed(cx);
        true
    }

    /// The path as it can be used from anywhere, if the folder is known.
    fn absolute(&self, path: &str) -> PathBuf {
        let (folder, name) = split(path);
        match &self.listed {
            Some((listed, found)) if listed == folder => found.path.join(name),
            _ => PathBuf::from(path),
        }
    }

    /// The path of the entry under the cursor, a folder with a separator at its end.
    fn under_cursor(&self) -> Option<String> {
        let entry = *self.matches().get(self.cursor)?;
        let path = self.path();
        let end = if entry.is_folder { std::path::MAIN_SEPARATOR_STR } else { "" };
        Some(format!("{}{}{end}", split(&path).0, entry.name))
    }

    /// Takes the entry under the cursor, or what is typed if nothing matches. A folder is entered; [`Self::want`] is for
    /// its contents.
    pub fn accept(&mut self) -> Taken {
        let path = self.path();
        if path.is_empty() && self.matches().is_empty() {
            return Taken::Empty;
        }
        if self.waiting.is_some() {
            self.takes = true;
            return Taken::Nothing;
        }
        let under_cursor = self.under_cursor();
        let is_folder = self.matches().get(self.cursor).is_some_and(|entry| entry.is_folder);
        match under_cursor {
            Some(folder) if is_folder => {
                self.input.replace(folder);
                self.cursor = 0;
                Taken::Nothing
            }
            Some(file) => {
                let taken = self.absolute(&file);
                self.input.replace(file);
                Taken::File(taken)
            }
            None => Taken::File(self.absolute(&path)),
        }
    }
}
