//! The named views as they are shown: the open one, the list of all, and the prompt that saves one.

use crate::app::companies::open_view::Look;
use crate::app::core::settings::Connection;
use crate::app::model::Model;
use crate::app::overlays::view_prompt::{Stage, ViewPrompt};
use crate::app::widgets::area::wrap;
use crate::app::widgets::filter_list::{FilterList, matches};
use crate::domain::list::filter::term::Filter;
use crate::domain::list::named_view::{NamedView, find};

/// A line of the list of views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// Opens this view.
    View(&'a NamedView),
    /// Saves what the list shows.
    Save,
}

/// Columns and order of the list.
#[must_use]
pub fn look(model: &Model) -> Look {
    Look { columns: model.columns.clone(), order: model.companies.order() }
}

/// Everything that the list is filtered by.
#[must_use]
pub fn filter(model: &Model) -> Filter {
    model.companies.wanted.conditions()
}

/// The open view, and whether the list has been changed since.
#[must_use]
pub fn open(model: &Model) -> Option<(&NamedView, bool)> {
    let open = model.view.as_ref()?;
    Some((&open.view, open.is_changed(&filter(model), model.groups.by(), &look(model))))
}

/// `over limit`, `changed from over limit`
#[must_use]
pub fn title(model: &Model) -> Option<String> {
    let (view, is_changed) = open(model)?;
    Some(if is_changed { format!("changed from {}", view.name) } else { view.name.clone() })
}

/// The lines of the list of views, best match first; the last one saves.
#[must_use]
pub fn listed<'a>(model: &'a Model, list: &FilterList) -> Vec<Line<'a>> {
    let views = model.settings.views();
    let texts: Vec<String> = views.iter().map(|view| format!("{} {}", view.name, view.filter_text())).collect();
    let found = matches(list.filter.value(), texts.iter().map(String::as_str));
    let found = found.into_iter().filter_map(|index| views.get(index)).map(Line::View);
    found.chain(std::iter::once(Line::Save)).collect()
}

/// What a view does besides filtering: `by LEFT`, `grouped by industry`, `4 columns`.
#[must_use]
pub fn about(view: &NamedView) -> String {
    let order = view.sort.map(|(column, ascending)| {
        let turned = if ascending == column.starts_ascending() { "" } else { ", reversed" };
        format!("by {}{turned}", column.spec().title)
    });
    let group = view.group.map(|group| format!("grouped by {}", group.spec().words));
    let columns = view.columns.as_ref().map(|columns| match columns.len() {
        1 => "1 column".to_owned(),
        n => format!("{n} columns"),
    });
    [order, group, columns].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The view that is saved from this prompt: with the key of the one that it replaces, or the first one that is free.
#[must_use]
pub fn to_save(model: &Model, prompt: &ViewPrompt) -> NamedView {
    let views = model.settings.views();
    let key = match find(views, &prompt.name()) {
        Some(same) => same.key,
        None => (1..=9).find(|key| !views.iter().any(|view| view.key == Some(*key))),
    };
    NamedView { name: prompt.name(), key, is_shipped: false, ..prompt.view.clone() }
}

/// What stands below the name in the prompt: what is written, what it replaces, and why it could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptLines {
    /// The table of the configuration.
    pub toml: Vec<String>,
    /// What is said about it.
    pub remark: Vec<String>,
    /// The remark is a failure.
    pub is_failure: bool,
}

/// The lines of the prompt in this width.
#[must_use]
pub fn prompt_lines(model: &Model, prompt: &ViewPrompt, width: usize) -> PromptLines {
    let view = to_save(model, prompt);
    let path = &model.settings.config_path;
    let is_demo = model.settings.connection.as_ref().is_some_and(Connection::is_demo);
    let (remark, is_failure) = match (&prompt.stage, find(model.settings.views(), &view.name)) {
        (Stage::Failed(why), _) => (why.clone(), true),
        (Stage::Writing, _) => (format!("Writing it into {path}"), false),
        (Stage::Typing, _) if is_demo => {
            ("It is kept until the program ends: the demo does not write into your configuration.".to_owned(), false)
        }
        (Stage::Typing, Some(same)) if same.is_shipped => {
            (format!("It takes the place of the built-in view \"{}\", in {path}.", same.name), false)
        }
        (Stage::Typing, Some(same)) => (format!("It replaces the view \"{}\" in {path}.", same.name), false),
        (Stage::Typing, None) => (format!("It is added to {path}."), false),
    };
    let remark = wrap(&remark, width).into_iter().map(std::borrow::Cow::into_owned).collect();
    PromptLines { toml: view.toml().lines().map(str::to_owned).collect(), remark, is_failure }
}
