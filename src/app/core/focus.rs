//! Which pane has the focus.

/// The pane that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The company list.
    Table,
    /// The company pane.
    Company,
    /// The users of a company, in place of the company list.
    Users,
    /// The form.
    Form,
}
