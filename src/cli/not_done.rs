//! The errors of writes that did not succeed, or of which it is not known.

use super::exit::{Code, CommandError};
use super::journal::{MARK_ADVICE, RETRY_ADVICE};
use crate::domain::change::outcome::{CreateEnd, DeleteEnd, MailEnd};
use crate::domain::change::write::FoundUser;
use crate::domain::service::failure::Failure;

/// The error of a create that did not succeed; `silent` as in [`CommandError::failed`].
#[must_use]
pub fn not_created(end: CreateEnd, silent: bool) -> CommandError {
    match end {
        CreateEnd::Refused(failure) => CommandError::failed(&failure, silent),
        CreateEnd::Pending => pending(),
        CreateEnd::Absent => {
            CommandError::new(Code::Failed, "not created: no clear answer came, and the user does not exist")
        }
        CreateEnd::Unknown(failure) => unknown(&failure),
        CreateEnd::InDoubt(failure) => {
            CommandError::new(Code::Unknown, format!("{}: {} {RETRY_ADVICE} {MARK_ADVICE}", failure.what, failure.why))
        }
        CreateEnd::Found(user) => CommandError::new(
            Code::Unknown,
            format!(
                "{} exists; it is not known whether you created it: {}. Nothing was sent again; check who it is, or accept it with --if-absent",
                user.email,
                FoundUser::from(&*user)
            ),
        ),
        CreateEnd::Unrecorded(failure) => CommandError::new(Code::Failed, format!("{}: {}", failure.what, failure.why)),
        CreateEnd::WasThere(user) => CommandError::new(
            Code::Invalid,
            format!("not created: {} is there already ({})", user.email, FoundUser::from(&*user)),
        ),
        // What a command told as done, or accepted.
        CreateEnd::Created(id) => CommandError::new(Code::Invalid, format!("created (id {id})")),
        CreateEnd::Proved(user) => CommandError::new(Code::Invalid, format!("created (id {})", user.id)),
    }
}

/// The error of a delete that did not succeed; `None` if it did.
#[must_use]
pub fn not_deleted(end: &DeleteEnd, silent: bool) -> Option<CommandError> {
    Some(match end {
        DeleteEnd::Deleted => return None,
        DeleteEnd::Refused(failure) => CommandError::failed(failure, silent),
        DeleteEnd::Pending => pending(),
        DeleteEnd::Unknown(failure) => unknown(failure),
        DeleteEnd::StillThere => {
            CommandError::new(Code::Failed, "not deleted: no clear answer came, and the user still exists")
        }
    })
}

/// The error of a mail that was not sent, or of which it is not known; `None` if it was sent.
#[must_use]
pub fn not_mailed(end: &MailEnd, silent: bool) -> Option<CommandError> {
    Some(match end {
        MailEnd::Sent => return None,
        MailEnd::Refused(failure) => CommandError::failed(failure, silent),
        MailEnd::Pending => pending(),
        MailEnd::Unknown(failure) => unknown(failure),
        MailEnd::NotSent => CommandError::new(Code::Failed, "the mail was not sent"),
        // The failure says what is not known and what to do.
        MailEnd::Unanswered(failure) => CommandError::new(Code::Unknown, failure.to_string()),
    })
}

/// It is not known so far.
pub fn pending() -> CommandError {
    CommandError::new(
        Code::Unknown,
        format!(
            "it is not known whether it was carried out: no clear answer came, and the service does not show it so far. {RETRY_ADVICE}"
        ),
    )
}

fn unknown(failure: &Failure) -> CommandError {
    let said = format!("it is not known whether it was carried out: {} {RETRY_ADVICE} {MARK_ADVICE}", failure.why);
    CommandError::new(Code::Unknown, said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::ticket::TicketNumber;
    use crate::domain::change::write::{Intent, SendContext, WriteId, WriteKind};
    use crate::domain::form::entry::Entry;
    use crate::domain::service::failure::{Applied, Remedy};
    use crate::domain::service::ids::{CompanyId, UserId};
    use crate::domain::user::existing::TargetUser;
    use jiff::Timestamp;
    use rstest::rstest;

    fn failure(remedy: Remedy) -> Failure {
        let (what, why) = ("The target user was not created".to_owned(), "So it is.".to_owned());
        Failure { what, why, hint: String::new(), remedy, applied: Applied::No }
    }

    fn user() -> Box<TargetUser> {
        let intent = Intent {
            id: WriteId::new("run", 1),
            kind: WriteKind::Create,
            company: CompanyId::new("c"),
            company_name: String::new(),
            entry: Entry::default(),
            at: Timestamp::UNIX_EPOCH,
            sending: SendContext::default(),
            ticket: TicketNumber::default(),
            batch: None,
        };
        Box::new(intent.user(UserId::new("u")))
    }

    #[rstest]
    #[case(CreateEnd::Refused(failure(Remedy::Correct(Vec::new()))), Code::Invalid)]
    #[case(CreateEnd::Refused(failure(Remedy::Retry)), Code::Failed)]
    #[case(CreateEnd::Unknown(failure(Remedy::Retry)), Code::Unknown)]
    #[case(CreateEnd::Unrecorded(failure(Remedy::Nothing)), Code::Failed)]
    #[case(CreateEnd::InDoubt(failure(Remedy::Nothing)), Code::Unknown)]
    #[case(CreateEnd::Pending, Code::Unknown)]
    #[case(CreateEnd::Found(user()), Code::Unknown)]
    #[case(CreateEnd::Absent, Code::Failed)]
    #[case(CreateEnd::WasThere(user()), Code::Invalid)]
    fn every_create_that_fails_has_its_code(#[case] end: CreateEnd, #[case] code: Code) {
        let stop = not_created(end, false);
        assert_eq!(stop.code, code);
        assert!(!stop.message.is_empty());
    }

    #[rstest]
    #[case(DeleteEnd::Deleted, None)]
    #[case(DeleteEnd::Refused(failure(Remedy::Retry)), Some(Code::Failed))]
    #[case(DeleteEnd::Unknown(failure(Remedy::Retry)), Some(Code::Unknown))]
    #[case(DeleteEnd::Pending, Some(Code::Unknown))]
    #[case(DeleteEnd::StillThere, Some(Code::Failed))]
    fn every_delete_that_fails_has_its_code(#[case] end: DeleteEnd, #[case] code: Option<Code>) {
        assert_eq!(not_deleted(&end, false).map(|stop| stop.code), code);
    }

    #[rstest]
    #[case(MailEnd::Sent, None)]
    #[case(MailEnd::NotSent, Some(Code::Failed))]
    #[case(MailEnd::Refused(failure(Remedy::Retry)), Some(Code::Failed))]
    #[case(MailEnd::Unanswered(failure(Remedy::Retry)), Some(Code::Unknown))]
    #[case(MailEnd::Unknown(failure(Remedy::Retry)), Some(Code::Unknown))]
    #[case(MailEnd::Pending, Some(Code::Unknown))]
    fn every_mail_that_fails_has_its_code(#[case] end: MailEnd, #[case] code: Option<Code>) {
        assert_eq!(not_mailed(&end, false).map(|stop| stop.code), code);
    }
}
