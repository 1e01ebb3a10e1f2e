//! What the program wants done; the runtime does it.

use std::time::Duration;

use super::remote::Ticket;
use crate::domain::ids::CompanyId;
use crate::domain::query::CompanyQuery;
use crate::domain::target_user::NewTargetUser;

/// One thing to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Search companies; answered by `Msg::Companies`.
    Companies(Ticket, CompanyQuery),
    /// Check a company's seats; answered by `Msg::License`.
    License(Ticket, CompanyId),
    /// List a company's target groups; answered by `Msg::Choices`.
    Groups(Ticket, CompanyId),
    /// List time zones; answered by `Msg::Choices`.
    TimeZones(Ticket),
    /// List languages; answered by `Msg::Choices`.
    Languages(Ticket),
    /// Create a target user, once; answered by `Msg::Created`, always.
    Create(Ticket, CompanyId, Box<NewTargetUser>),
    /// Nobody waits for this read any more.
    Cancel(Ticket),
    /// Send `Msg::Timer` after this long.
    Timer(Ticket, Duration),
    /// Put text on the clipboard; `what` names it in the notice.
    Copy {
        /// `the company ID`
        what: String,
        /// The text.
        text: String,
    },
    /// Put the last request on the clipboard, as curl, without secrets.
    CopyLastRequest,
    /// Write a file of the person's.
    Export {
        /// The file's name, without folder.
        name: String,
        /// Its content.
        content: String,
    },
    /// Capture the mouse, or let the terminal have it.
    Mouse(bool),
    /// Paint everything again.
    Redraw,
    /// Stop until the shell continues the program.
    Suspend,
    /// Load the phone tables before they are needed.
    WarmPhones,
    /// Start the embedded server and connect to it; answered by `Msg::Connected`.
    StartDemo,
    /// End the program.
    Quit,
}
