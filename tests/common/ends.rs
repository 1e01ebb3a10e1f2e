//! The ways in which a write can end on a walk.

use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd, GroupEnd, MailEnd, UpdateEnd, WriteOutcome};
use keepnet_tui::domain::change::write::WriteKind;
use keepnet_tui::domain::service::failure::{Applied, Remedy};

use super::meant::conflicts;
use super::{failure, jane};

/// One of the ways in which a write of this kind can end.
pub fn end_of(kind: &WriteKind, how: u8) -> WriteOutcome {
    let fail = || failure(Applied::No, Remedy::Retry);
    match kind {
        WriteKind::Create => create_end(how).into(),
        WriteKind::Update(update) => match how {
            0..3 => UpdateEnd::Updated,
            3 => UpdateEnd::AlreadySo,
            4 => UpdateEnd::Conflict(conflicts(update)),
            5 => UpdateEnd::Refused(fail()),
            6 => UpdateEnd::Changed(conflicts(update)),
            7 => UpdateEnd::Unchanged,
            8 => UpdateEnd::Pending,
            9 => UpdateEnd::InDoubt(fail()),
            _ => UpdateEnd::Unknown(fail()),
        }
        .into(),
        WriteKind::Delete(_) => match how {
            0..3 => DeleteEnd::Deleted,
            3..5 => DeleteEnd::StillThere,
            5..8 => DeleteEnd::Refused(fail()),
            8 => DeleteEnd::Pending,
            _ => DeleteEnd::Unknown(fail()),
        }
        .into(),
        WriteKind::Mail(..) => match how {
            0..4 => MailEnd::Sent,
            4 => MailEnd::NotSent,
            5..8 => MailEnd::Refused(fail()),
            8 => MailEnd::Pending,
            9 => MailEnd::Unknown(fail()),
            _ => MailEnd::Unanswered(fail()),
        }
        .into(),
        WriteKind::CreateGroup(_) => match how {
            0..3 => GroupEnd::Created,
            3 => GroupEnd::AlreadySo,
            4 => GroupEnd::Absent,
            5..8 => GroupEnd::Refused(fail()),
            8 => GroupEnd::Pending,
            _ => GroupEnd::Unknown(fail()),
        }
        .into(),
    }
}

fn create_end(how: u8) -> CreateEnd {
    let fail = || failure(Applied::No, Remedy::Retry);
    let user = jane("u");
    match how {
        0..3 => CreateEnd::Created(user.id),
        3 => CreateEnd::Found(user),
        4 => CreateEnd::WasThere(user),
        5 => CreateEnd::Refused(fail()),
        6 => CreateEnd::Absent,
        7 => CreateEnd::Unrecorded(fail()),
        8 => CreateEnd::Pending,
        9 => CreateEnd::Proved(user),
        10 => CreateEnd::InDoubt(fail()),
        _ => CreateEnd::Unknown(fail()),
    }
}
