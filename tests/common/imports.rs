//! A service and a disk for imports: plans are made of the text of a file, rows end as they are told to.

use std::sync::Arc;

use keepnet_tui::app::core::effect::Effect;
use keepnet_tui::app::core::folder::{Folder, FolderEntry};
use keepnet_tui::app::core::import::{ImportResult, PlanEvent, PlanOrder, ReadyRun, ResultPaths, RowEnd, RunOrder};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::remote::Ticket;
use keepnet_tui::domain::change::import::ImportRecord;
use keepnet_tui::domain::change::ticket::BatchId;
use keepnet_tui::domain::change::write::WriteId;
use keepnet_tui::domain::company::company_ref::CompanyRef;
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::roster::{Answers, Ended, Meaning, Options, Plan, Reading, outcomes, unread};

use super::Story;

impl Story {
    /// The folder of the prompt has these files; a name with a slash at its end is a folder.
    pub fn answer_folder(&mut self, names: &[&str]) -> &mut Self {
        let asked = self.take(|e| if let Effect::ListFolder(t, path) = e { Some((*t, path.clone())) } else { None });
        for (ticket, path) in asked {
            let entry = |name: &&str| FolderEntry {
                name: name.trim_end_matches('/').to_owned(),
                is_folder: name.ends_with('/'),
                modified: None,
            };
            let path = format!("/home/ann/{path}").into();
            let folder = Folder { path, entries: names.iter().map(entry).collect(), remark: None };
            self.send(Msg::Folder(ticket, folder));
        }
        self
    }

    /// The plans that are asked for.
    pub fn plan_orders(&mut self) -> Vec<(Ticket, PlanOrder)> {
        self.take(|e| if let Effect::MakePlan(t, order) = e { Some((*t, (**order).clone())) } else { None })
    }

    /// The file has this text: the newest plan is made of it.
    pub fn answer_plan(&mut self, text: &str) -> &mut Self {
        let (ticket, order) = self.plan_orders().pop().expect("a plan is asked for");
        let event = match self.plan_of(text, &order) {
            Ok(plan) => PlanEvent::Made(Box::new(plan)),
            Err(why) => {
                let failure = super::failure(
                    keepnet_tui::domain::service::failure::Applied::No,
                    keepnet_tui::domain::service::failure::Remedy::Nothing,
                );
                let failure = keepnet_tui::domain::service::failure::Failure { why: format!("{why}."), ..failure };
                PlanEvent::Failed(failure, unread(text.as_bytes(), &order.options, &why))
            }
        };
        self.send(Msg::Plan(ticket, event))
    }

    fn plan_of(&self, text: &str, order: &PlanOrder) -> Result<Plan, String> {
        let options = Options { company: Some(String::new()), ..order.options.clone() };
        let mut reading = Reading::of(text.as_bytes(), format!("{}", text.len()), options)?;
        reading.edit(&order.edits.cells);
        let people = reading.people();
        let rules = reading.options.rules;
        let mut plan = Plan::new(reading);
        let by_row = plan.reading.layout.has(&Meaning::Company);
        let mut of = Vec::new();
        if by_row {
            for (name, people) in plan.reading.by_company(people) {
                match self.list.iter().find(|company| company.name == name) {
                    Some(company) => of.push((company.clone(), people)),
                    None => plan.add_lost(people, "no such company"),
                }
            }
        } else {
            for id in &order.companies {
                let company = self.list.iter().find(|company| company.id == *id).expect("a known company");
                of.push((company.clone(), people.clone()));
            }
        }
        for (company, people) in of {
            let mut answers = Answers::none(CompanyRef::from(company), rules);
            answers.add_users(self.people.clone());
            answers.groups.clone_from(&self.target_groups);
            plan.add(answers, people);
        }
        plan.take_edits(order.edits.clone());
        plan.judge()?;
        Ok(plan)
    }

    /// The run that is to be prepared is ready.
    pub fn run_ready(&mut self) -> BatchId {
        let begun = self.take(|e| if let Effect::BeginRun(order) = e { Some((**order).clone()) } else { None });
        let [RunOrder { plan, record, .. }] = &begun[..] else { panic!("one run begins: {begun:?}") };
        let ready = ReadyRun { result: "/home/ann/starters".into(), plan: Arc::clone(plan) };
        self.send(Msg::RunReady(record.batch.clone(), Ok(ready)));
        record.batch.clone()
    }

    /// The rows that are being sent.
    pub fn rows_sent(&mut self) -> Vec<(BatchId, usize, WriteId)> {
        self.take(|e| match e {
            Effect::SendRow(order) => Some((order.context.batch.clone(), order.row, order.context.id.clone())),
            _ => None,
        })
    }

    /// A row has ended.
    pub fn row_ends(&mut self, (batch, row, change): (BatchId, usize, WriteId), end: Ended) -> &mut Self {
        self.send(Msg::RowEnded(Box::new(RowEnd { batch, row, change, end })))
    }

    /// Every row that is sent creates its user, until none is sent any more.
    pub fn create_rows(&mut self) -> usize {
        let mut created = 0;
        loop {
            let sent = self.rows_sent();
            if sent.is_empty() {
                return created;
            }
            for row in sent {
                created += 1;
                let user = UserId::new(format!("new-{}", row.1));
                self.row_ends(row, Ended::created(&user, ""));
            }
        }
    }

    /// The result is written; false if none is asked for.
    pub fn answer_result(&mut self) -> bool {
        let asked = self.take(|e| if let Effect::WriteResult(order) = e { Some((**order).clone()) } else { None });
        for order in &asked {
            let outcomes = outcomes(&order.plan, &order.run, |_, _| Ok::<_, String>(false)).expect("known");
            let failed = outcomes.iter().any(|outcome| outcome.is_open).then(|| "/home/ann/starters.failed.csv".into());
            let files = Ok(ResultPaths { all: "/home/ann/starters.result.csv".into(), failed });
            self.send(Msg::ResultWritten(order.batch.clone(), Box::new(ImportResult { outcomes, files })));
        }
        !asked.is_empty()
    }

    /// What is kept on disk of an import.
    pub fn kept_imports(&mut self) -> Vec<ImportRecord> {
        self.take(|e| if let Effect::KeepImport(record) = e { Some((**record).clone()) } else { None })
    }
}
