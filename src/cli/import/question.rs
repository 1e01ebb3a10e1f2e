//! The one question before anything is sent.

use super::planning::judge;
use crate::cli::exit::{Code, CommandError};
use crate::cli::question::answer;
use crate::cli::stderr::print_prefixed;
use crate::domain::company::seats::Limit;
use crate::domain::text::count;
use crate::roster::{Action, Plan, Run};

/// Tells what would be sent to whom, and asks whether to send it. Inactive users become active if the person says so.
pub(super) async fn asked(plan: &mut Plan, first: Option<u64>) -> Result<(), CommandError> {
    let inactive = if plan.reading.options.reactivate { 0 } else { plan.count(Action::Reactivate) };
    let of = Run::new(plan, first).of() as u64;
    if of + inactive == 0 {
        return Ok(());
    }
    tell(plan);
    if let Some(first) = first.filter(|_| of > 0) {
        print_prefixed(format_args!("--first {first}: {} for a start", count(of, "row is sent", "rows are sent")));
    }
    let answer = if inactive == 0 {
        answer("Send? [y/N] ", &['y']).await?
    } else {
        let are = count(inactive, "user is there and inactive", "users are there and inactive");
        print_prefixed(format_args!("{are}: with a they become active as well"));
        answer("Send? [y/a/N] ", &['y', 'a']).await?
    };
    match answer {
        Some('a') => {
            // They take seats, which others may have had.
            plan.reading.options.reactivate = true;
            judge(plan)?;
            print_prefixed(format_args!("plan: {}", plan.summary()));
            Ok(())
        }
        Some(_) => Ok(()),
        None => Err(CommandError::new(Code::Failed, "nothing was sent")),
    }
}

/// What each company gets, and its seats.
fn tell(plan: &Plan) {
    for (at, answers) in plan.companies.iter().enumerate() {
        let company = &answers.company;
        let of = |action| plan.rows.iter().filter(|row| row.company == Some(at) && row.judged.action == action).count();
        let mut said = vec![format!("create {}", of(Action::Create))];
        if plan.reading.options.reactivate && of(Action::Reactivate) > 0 {
            said.push(format!("reactivate {}", of(Action::Reactivate)));
        }
        for (verb, action) in [("change", Action::Update), ("deactivate", Action::Deactivate)] {
            if of(action) > 0 {
                said.push(format!("{verb} {}", of(action)));
            }
        }
        let Some(after) = plan.seats_after(at) else { continue };
        let seats = match after.limit {
            Limit::Of(limit) => format!("; {} of {} used then", after.used, count(limit, "seat", "seats")),
            Limit::Unlimited | Limit::Unknown => format!("; {} used then", count(after.used, "seat", "seats")),
        };
        print_prefixed(format_args!("{}: {}{seats}", company.name, said.join(", ")));
    }
}
