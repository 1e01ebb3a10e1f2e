//! Which pane takes the keys.

/// The pane that takes the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The company list.
    Table,
    /// All about one company.
    Company,
    /// The users of a company, in the place of the company list.
    Users,
    /// The form.
    Form,
}
