//! Dropping a call ends it on the server's side too.

use keepnet_tui::api::Event;
use keepnet_tui::demo::{Ending, Fault, Gate};
use rstest::rstest;

use super::support::{Bench, Op, SEARCH};

#[rstest]
#[tokio::test]
async fn a_dropped_call_frees_its_connection(
    #[values(
        Op::Companies,
        Op::Company,
        Op::License,
        Op::Counts,
        Op::Languages,
        Op::Users,
        Op::Find,
        Op::Create,
        Op::CreateSystemUser,
        Op::Delete,
        Op::UserGroups,
        Op::AddToGroups,
        Op::RemoveFromGroup,
        Op::SystemUsers,
        Op::UpdateSystemUser,
        Op::DeleteSystemUser,
        Op::WelcomeMail,
        Op::Audit
    )]
    op: Op,
) {
    let bench = Bench::new().await;
    let gate = Gate::new();
    bench.server.faults().next(op.prefix(), Fault::Hold(gate.clone()));
    tokio::select! {
        done = op.run(&bench) => panic!("held back, yet {done:?}"),
        () = bench.server.arrived(op.prefix(), 1) => {}
    }
    // Without the close this waits for ever.
    bench.server.idle().await;
    let endings: Vec<_> = bench.server.requests().iter().filter(|r| r.is(op.prefix())).map(|r| r.ending).collect();
    assert_eq!(endings, [Ending::Abandoned]);
    gate.open();
    assert_eq!(op.done(&bench), usize::from(Op::WRITES.contains(&op)), "what was begun is done, and once");
    assert!(Op::Languages.run(&bench).await.expect("the client lives on") > 0);
}

#[tokio::test]
async fn dropped_call_is_not_retried() {
    let bench = Bench::new().await;
    bench.server.faults().always(Op::Languages.prefix(), Fault::Status(429, Some("30".into())));
    tokio::select! {
        done = Op::Languages.run(&bench) => panic!("told to wait, yet {done:?}"),
        () = bench.heard(|e| matches!(e, Event::Retrying { .. })) => {}
    }
    bench.server.faults().clear();
    tokio::select! {
        done = bench.search() => panic!("the whole client is told to wait, yet {done:?}"),
        () = bench.heard(|e| matches!(e, Event::Paced { .. })) => {}
    }
    assert_eq!((bench.server.asked(Op::Languages.prefix()), bench.server.asked(SEARCH)), (1, 0));
}
