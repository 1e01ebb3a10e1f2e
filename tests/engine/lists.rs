//! Lists against a server: what is asked for, and how often.

use keepnet_tui::app::model::Model;
use keepnet_tui::demo::Options;
use rstest::rstest;
use serde_json::Value;

use super::support::{Program, World};

/// The pages of companies that were asked for, each with its size.
fn asked(world: &World) -> Vec<(u64, u64)> {
    let number = |body: &Value, name: &str| body.get(name).and_then(Value::as_u64).expect("a number");
    let requests = world.server.requests();
    let searches = requests.iter().filter(|request| request.is("POST /api/companies/search$"));
    let bodies = searches.map(|request| serde_json::from_str::<Value>(&request.body).expect("JSON"));
    bodies.map(|body| (number(&body, "pageNumber"), number(&body, "pageSize"))).collect()
}

/// Every company is here, of this run.
fn is_whole(model: &Model) -> bool {
    model.companies.source.is_at_hand() && !model.companies.source.is_of_an_earlier_run()
}

fn started(world: &World) -> Program {
    let mut program = world.start();
    program.until("all companies", is_whole);
    program
}

#[rstest]
#[case(137, &[(1, 200)])]
#[case(450, &[(1, 200), (2, 200), (3, 200)])]
fn a_start_asks_for_each_page_of_companies_once(#[case] companies: usize, #[case] pages: &[(u64, u64)]) {
    let world = World::new(Options { companies, ..Options::instant() });
    let program = started(&world);
    assert_eq!(asked(&world), pages, "without a snapshot");
    assert_eq!(program.model().companies.rows().len(), companies);
    program.quit();
    // The next start has a snapshot, and the service is asked once more.
    let mut program = started(&world);
    program.press("j j G");
    assert_eq!(asked(&world), [pages, pages].concat(), "with one");
    assert_eq!(program.model().companies.cursor + 1, companies);
}
