//! The prompt for the name of a view that is to be saved.

use crate::app::widgets::text_input::TextInput;
use crate::domain::list::named_view::NamedView;

/// How far it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Stage {
    /// The name is being typed.
    #[default]
    Typing,
    /// It is being written.
    Writing,
    /// It could not be written; the reason.
    Failed(String),
}

/// The prompt.
#[derive(Debug, Clone)]
pub struct ViewPrompt {
    /// The name.
    pub input: TextInput,
    /// What is saved; its name comes from the input.
    pub view: NamedView,
    /// How far it is.
    pub stage: Stage,
}

impl ViewPrompt {
    /// A prompt for this view, with its name in the input.
    #[must_use]
    pub fn new(view: NamedView) -> Self {
        Self { input: TextInput::new(view.name.clone()), view, stage: Stage::Typing }
    }

    /// The name as it will be.
    #[must_use]
    pub fn name(&self) -> String {
        self.input.value().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The input, unless the view is being written.
    pub fn input_mut(&mut self) -> Option<&mut TextInput> {
        if self.stage == Stage::Writing {
            return None;
        }
        self.stage = Stage::Typing;
        Some(&mut self.input)
    }

    /// It is being written.
    pub fn writes(&mut self) {
        self.stage = Stage::Writing;
    }

    /// It could not be written.
    pub fn failed(&mut self, why: String) {
        self.stage = Stage::Failed(why);
    }
}
