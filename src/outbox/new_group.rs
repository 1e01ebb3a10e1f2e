//! Creates a group, once. The service takes a name only once in a company, so that the list of groups tells its end.

use std::io;

use super::journal::Outbox;
use super::messages;
use super::step::{OnStep, Step};
use crate::api::{Error, Operation};
use crate::domain::change::outcome::GroupEnd;
use crate::domain::change::write::{Intent, JournalOutcome, WriteKind};
use crate::domain::service::failure::Applied;
use crate::domain::service::ids::CompanyId;
use crate::domain::user::target_group::{NewGroup, same_group};
use crate::store::Pace;

impl Outbox {
    /// Creates a group, once: the group is that of the intent.
    pub async fn create_group(&self, intent: &Intent, group: &NewGroup, on: OnStep<'_>) -> GroupEnd {
        let doing = Operation::of(intent);
        let mut intent = match self.begun(intent) {
            Ok(intent) => intent,
            Err(failure) => return GroupEnd::Refused(failure),
        };
        on(Step::Recording);
        intent.sending.unsent = true;
        if let Err(error) = self.record(&intent, Vec::new(), Pace::Urgent).await {
            return GroupEnd::Refused(messages::not_recorded(doing, &error));
        }
        match self.has_group(&intent, group).await {
            Ok(true) => return self.finish(&intent.id, JournalOutcome::AlreadySo, GroupEnd::AlreadySo, on).await,
            Ok(false) => {}
            Err(error) => {
                let end = GroupEnd::Refused(messages::groups_unread(&error));
                return self.finish(&intent.id, JournalOutcome::NotUpdated, end, on).await;
            }
        }
        intent.sending = self.now();
        if let Err(error) = self.record_sending(&intent).await {
            let end = GroupEnd::Refused(messages::not_recorded(doing, &error));
            return self.finish(&intent.id, JournalOutcome::NotUpdated, end, on).await;
        }
        on(Step::Sending);
        let answer = self.client.create_group(&intent.company, group).await;
        on(Step::Answered);
        match answer.map_err(|error| error.failure(doing)) {
            Ok(_) => self.finish(&intent.id, JournalOutcome::Updated, GroupEnd::Created, on).await,
            Err(failure) if failure.applied == Applied::Maybe => self.look_up_group(&intent, group, on).await,
            Err(failure) => self.finish(&intent.id, JournalOutcome::NotUpdated, GroupEnd::Refused(failure), on).await,
        }
    }

    /// Looks up creates of this group whose outcome is not known, of programs that have exited; `None` if none of them has
    /// created it. `looks` is told of each before.
    ///
    /// # Errors
    ///
    /// If the record cannot be read.
    pub async fn earlier_group(
        &self,
        company: &CompanyId,
        group: &NewGroup,
        mut looks: impl FnMut(),
    ) -> io::Result<Option<GroupEnd>> {
        let Some(store) = self.store.clone() else { return Ok(None) };
        let unfinished = tokio::task::spawn_blocking(move || store.unfinished()).await.map_err(io::Error::other)??;
        for write in unfinished {
            let WriteKind::CreateGroup(earlier) = &write.intent.kind else { continue };
            if write.intent.company != *company || write.running || !same_group(&earlier.name, &group.name) {
                continue;
            }
            looks();
            let end = self.look_up_group(&write.intent, earlier, &|_| ()).await;
            if matches!(end, GroupEnd::Created | GroupEnd::Pending | GroupEnd::Unknown(_)) {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    async fn has_group(&self, intent: &Intent, group: &NewGroup) -> Result<bool, Error> {
        let groups = self.client.group_list(&intent.company).await?;
        Ok(groups.iter().any(|known| same_group(&known.name, &group.name)))
    }

    /// Finds out the outcome of a create whose answer never came. It was not there before, so if it is there now, it is
    /// what was wanted, whoever was first.
    pub(super) async fn reconcile_group(&self, intent: &Intent, group: &NewGroup, on: OnStep<'_>) -> GroupEnd {
        let (mut absent, mut last) = (None, None);
        for attempt in 1..=self.policy.tries.max(1) {
            self.wait_for(attempt, on).await;
            match self.looked(intent, self.has_group(intent, group)).await {
                (Ok(true), _) => return self.found(intent, JournalOutcome::Updated, GroupEnd::Created, on).await,
                (Ok(false), expired) => absent = Some(expired),
                (Err(error), _) => last = Some(error),
            }
        }
        match (absent, last) {
            (None, Some(error)) => {
                self.record_lookup(&intent.id, false).await;
                GroupEnd::Unknown(error.failure(Operation::Groups))
            }
            (Some(true), _) => self.found(intent, JournalOutcome::NotUpdated, GroupEnd::Absent, on).await,
            _ => {
                self.record_lookup(&intent.id, true).await;
                GroupEnd::Pending
            }
        }
    }
}
